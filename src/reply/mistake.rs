//! What is wrong with an expert search, in the member's language.
//!
//! Deliberately absent: finding it out (the index does), and where it stands (`found.rs`).

use attache_index::{EXPERT_MAX_DEPTH, EXPERT_MAX_TERMS, Mistake, escape_markdown};

use super::limits::one_line;
use crate::messages::Language;

/// The most characters shown of a name that is no field's.
const FIELD_MAX: usize = 30;

/// Says what to write instead, Markdown.
pub(super) fn mistake(language: Language, mistake: &Mistake) -> String {
    let of =
        |key: &str, operator: &'static str| language.say_with(key, [("operator", operator.into())]);
    match mistake {
        Mistake::Empty => language.say("mistake-empty"),
        Mistake::UnclosedQuote => language.say("mistake-unclosed-quote"),
        Mistake::EmptyPhrase => language.say("mistake-empty-phrase"),
        Mistake::UnclosedGroup => language.say("mistake-unclosed-group"),
        Mistake::UnopenedGroup => language.say("mistake-unopened-group"),
        Mistake::EmptyGroup => language.say("mistake-empty-group"),
        Mistake::NothingAfter { operator } => of("mistake-nothing-after", operator),
        Mistake::NothingBefore { operator } => of("mistake-nothing-before", operator),
        Mistake::SignAlone { sign } => of("mistake-sign-alone", sign),
        Mistake::OnlyNots => language.say("mistake-only-nots"),
        Mistake::NotOfNot => language.say("mistake-not-of-not"),
        Mistake::TooDeep => {
            language.say_with("mistake-too-deep", [("most", EXPERT_MAX_DEPTH.into())])
        }
        Mistake::TooManyTerms => language.say_with(
            "mistake-too-many-terms",
            [("most", EXPERT_MAX_TERMS.into())],
        ),
        Mistake::UnknownField { name, near } => {
            let name = escape_markdown(&one_line(name, FIELD_MAX));
            match near {
                Some(near) => language.say_with(
                    "mistake-field-near",
                    [("name", name.into()), ("near", near.name().into())],
                ),
                None => language.say_with("mistake-field", [("name", name.into())]),
            }
        }
        Mistake::FieldWithoutValue { field } => {
            language.say_with("mistake-field-empty", [("field", field.name().into())])
        }
        Mistake::MisplacedStar => language.say("mistake-misplaced-star"),
        Mistake::StarAlone => language.say("mistake-star-alone"),
        Mistake::NoLetter => language.say("mistake-no-letter"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use attache_index::ExpertQuery;

    use super::*;

    /// A search for each mistake there is, and one for each shape of it.
    const SEARCHES: [&str; 21] = [
        "",
        "причал \"два города",
        "причал \"  \"",
        "причал (",
        "причал) пошлина",
        "причал ()",
        "причал OR",
        "причал AND",
        "NOT",
        "AND причал",
        "причал - пошлина",
        "причал +",
        "-причал -пошлина",
        "причал NOT (-пошлина)",
        "sektion:x",
        "цвет:красный",
        "section: x",
        "*ичал",
        "причал *",
        "причал &",
        "причал -",
    ];

    fn wrong(search: &str) -> Mistake {
        ExpertQuery::parse(search).unwrap_err().mistake
    }

    /// Every mistake that can be made.
    fn mistakes() -> Vec<Mistake> {
        let mut mistakes: Vec<Mistake> = SEARCHES.iter().map(|search| wrong(search)).collect();
        mistakes.push(wrong(&"(".repeat(EXPERT_MAX_DEPTH + 1)));
        mistakes.push(wrong(&"a ".repeat(EXPERT_MAX_TERMS + 1)));
        mistakes
    }

    /// What is written as it is typed, whatever the language: operators and fields.
    fn without_syntax(said: &str) -> String {
        // Every second part stands between backticks.
        let prose: Vec<&str> = said.split('`').step_by(2).collect();
        prose.concat()
    }

    #[test]
    fn no_mistake_is_told_in_english_to_who_speaks_another_language() {
        let all = mistakes();
        let kinds: HashSet<_> = all.iter().map(std::mem::discriminant).collect();
        assert_eq!(kinds.len(), 18, "{all:?}");
        for told in &all {
            let english = without_syntax(&mistake(Language::English, told));
            for language in [Language::Russian, Language::Turkish, Language::Ukrainian] {
                let own = mistake(language, told);
                assert_ne!(without_syntax(&own), english, "{language:?}");
                let english_words: Vec<&str> = (english.split(|c: char| !c.is_alphabetic()))
                    .filter(|word| word.chars().count() > 2 && !["sektion", "цвет"].contains(word))
                    .collect();
                let prose = without_syntax(&own);
                for word in prose.split(|c: char| !c.is_alphabetic()) {
                    assert!(!english_words.contains(&word), "{language:?}: {own}");
                }
            }
        }
    }

    #[test]
    fn a_name_that_is_no_field_cannot_format() {
        let told = mistake(Language::English, &wrong("**x**@everyone:y"));
        assert!(told.contains("\\*\\*x\\*\\*@\u{200b}everyone"), "{told}");
    }
}
