//! Names across scripts: `Куренков`, `Kurenkov` and `Kürenkov` are one.
//!
//! A word of a question that the index lacks is looked for in every spelling of its sounds, in both
//! scripts; then without the ending its language gave it; then, when it is long, with one letter
//! differing. The first of these that the index has a word for is taken.
//!
//! Deliberately absent: converting a text from one script to another.

mod pattern;
mod sounds;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::analyzer::Analyzer;
use crate::language::Language;
use crate::query::Vocabulary;
use crate::snapshot::Snapshot;
use crate::transliteration::pattern::Pattern;
use crate::transliteration::sounds::{LATIN_ENDINGS, RUSSIAN_ENDINGS};
use crate::turkic;

/// The letters a name may have: among shorter ones too many sound alike, longer ones are no names.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 4..=24;
/// The fewest letters of a name that is not typed with a capital.
const WORD_CHARS: usize = 5;
/// The fewest letters of a name without its ending.
const BASE_CHARS: usize = 3;
/// From so many letters one may differ.
const EDITED_FROM_CHARS: usize = 7;
/// The fewest letters of an English word that is met in other Latin letters: `cane` is no `jane`.
const ENGLISH_CHARS: usize = 6;
/// How many of the ways to look for a name are tried with a letter differing.
const EDITED_MAX: usize = 3;
/// The most stems one name is met as.
const MET_MAX: usize = 3;

/// A name as a question has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    /// As asked.
    pub asked: &'a str,
    /// What the question is asked in.
    pub language: Language,
    /// Whether only words in the other script are looked for.
    pub elsewhere: bool,
}

/// A word of the index that a name is met as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alike {
    pub word: String,
    pub stem: String,
    /// In how many paragraphs the word stands.
    pub count: u32,
    /// Whether one letter differs.
    pub edited: bool,
    /// Whether it is in the other script.
    pub crosses: bool,
}

/// One way to look for a name.
struct Look<'a> {
    base: &'a str,
    tails: bool,
    edit: bool,
}

/// The words of the index that `named` is met as, the most frequent first.
pub(crate) fn alike(snapshot: &Snapshot, analyzer: &mut Analyzer, named: Named<'_>) -> Vec<Alike> {
    let name = letters_of(named.asked);
    let plain = name.chars().all(char::is_alphabetic);
    let length = name.chars().count();
    let short = length < WORD_CHARS && named.asked.starts_with(char::is_lowercase);
    if !plain || short || !NAME_CHARS.contains(&length) {
        return Vec::new();
    }
    let looks = looks(snapshot, &name, named);
    let met = looks.map(|look| meet(snapshot, analyzer, &look, &name, named));
    met.into_iter()
        .find(|met| !met.is_empty())
        .unwrap_or_default()
}

/// The ways to look for `name`, best first.
fn looks<'a>(
    snapshot: &Snapshot,
    name: &'a str,
    named: Named<'_>,
) -> impl Iterator<Item = Look<'a>> {
    let capital = named.asked.starts_with(char::is_uppercase);
    let cyrillic = is_cyrillic(name);
    let in_cyrillic = snapshot.azerbaijani_cyrillic || snapshot.speaks(Language::Russian);
    let long = |base: &str, least: usize| base.chars().count() >= least;
    let mut looks = vec![(name, false)];
    // Only Cyrillic has cases that replace a name's ending.
    if cyrillic || in_cyrillic {
        let endings = if cyrillic {
            RUSSIAN_ENDINGS
        } else {
            LATIN_ENDINGS
        };
        let bases = endings
            .iter()
            .filter_map(|ending| name.strip_suffix(ending));
        looks.push((name, true));
        looks.extend(
            bases
                .filter(|base| long(base, BASE_CHARS))
                .map(|base| (base, true)),
        );
    }
    if named.language == Language::Turkic && capital && !cyrillic {
        // Most of what is left must be the name: `Xankəndi` is no past tense.
        let half = name.chars().count() / 2;
        let bases = turkic::bases(name).into_iter();
        looks.extend(
            bases
                .filter(|base| long(base, half + 1))
                .map(|base| (base, false)),
        );
    }
    // English questions have their spelling mended.
    let may_differ = capital && named.language != Language::English;
    let edited: Vec<(&str, bool)> = looks
        .iter()
        .skip(usize::from(cyrillic))
        .filter(|(base, _)| may_differ && long(base, EDITED_FROM_CHARS))
        .take(EDITED_MAX)
        .copied()
        .collect();
    let look = |edit: bool| move |(base, tails)| Look { base, tails, edit };
    let plain = looks.into_iter().map(look(false));
    plain.chain(edited.into_iter().map(look(true)))
}

fn meet(
    snapshot: &Snapshot,
    analyzer: &mut Analyzer,
    look: &Look<'_>,
    name: &str,
    named: Named<'_>,
) -> Vec<Alike> {
    let lower = named.asked.starts_with(char::is_lowercase);
    let pattern = Pattern::new(look.base, look.tails, look.edit);
    let mut found: Vec<Alike> = Vec::new();
    for (word, count) in spelled(snapshot, &pattern) {
        let crosses = is_cyrillic(&word) != is_cyrillic(name);
        // In Latin letters an ending is part of a name; in its own script the word is known.
        let strange = named.elsewhere && !crosses || look.tails && !crosses && !is_cyrillic(name);
        let english = named.language == Language::English && !crosses && name.is_ascii();
        let least = if english {
            ENGLISH_CHARS
        } else {
            *NAME_CHARS.start()
        };
        // Those who do not type a capital do not spell a name otherwise from its first letter on.
        let strange = strange || english && lower && word.chars().next() != name.chars().next();
        if strange || word.chars().count() < least {
            continue;
        }
        let stem = analyzer.forms(&word).stem.to_string();
        match found.iter_mut().find(|known| known.stem == stem) {
            Some(known) => known.count += count,
            None => found.push(Alike {
                word,
                stem,
                count,
                edited: look.edit,
                crosses,
            }),
        }
    }
    found.sort_by(|a, b| b.count.cmp(&a.count).then(a.word.cmp(&b.word)));
    found.truncate(MET_MAX);
    found
}

/// The words that `pattern` spells, and in how many paragraphs each stands.
fn spelled(snapshot: &Snapshot, pattern: &Pattern) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    snapshot
        .statistics
        .each_word(snapshot.fields.exact, pattern, |word, count| {
            match found.iter_mut().find(|known| known.0 == word) {
                Some(known) => known.1 += count,
                None => found.push((word.into(), count)),
            }
        });
    found
}

/// A name in lower case, with the letters that tell how it sounds, without what follows an
/// apostrophe.
fn letters_of(asked: &str) -> String {
    let name = turkic::before_apostrophe(asked).unwrap_or(asked);
    let lower = name.replace('İ', "i").to_lowercase();
    let mut letters = String::with_capacity(lower.len());
    for letter in lower.nfc() {
        if is_cyrillic_letter(letter) || "ğşçöü".contains(letter) {
            letters.push(letter);
        } else {
            let plain = std::iter::once(letter).nfkd();
            letters.extend(plain.filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c)));
        }
    }
    letters
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2bc}')
}

fn is_cyrillic(word: &str) -> bool {
    word.starts_with(is_cyrillic_letter)
}

fn is_cyrillic_letter(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::article::{Article, ArticleId, Section};
    use crate::language::language_of;
    use crate::lexicon::Lexicon;
    use crate::snapshot::Knowledge;

    static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| {
        let mut english = Article::new(ArticleId::parse("harbour").unwrap(), "Harbour");
        english.sections.push(Section {
            heading: None,
            paragraphs: vec![
                "Zakharova, Mammadbeyli and Lukashonok met the same two people in Khankendi."
                    .into(),
                "Jane held a hank of rope by the garden in Yekaterinovka.".into(),
            ],
        });
        let mut russian = Article::new(ArticleId::parse("most").unwrap(), "Мост");
        russian.language = "ru".into();
        russian.sections.push(Section {
            heading: None,
            paragraphs: vec!["О мосте Туйчиева спросили Захарову и Рамиля Чирагова.".into()],
        });
        let knowledge = Knowledge::with_lexicon(Lexicon::default());
        Snapshot::in_memory(&[english, russian], knowledge).unwrap()
    });

    fn met(asked: &str, language: Language, elsewhere: bool) -> Vec<String> {
        let named = Named {
            asked,
            language,
            elsewhere,
        };
        let met = alike(&SNAPSHOT, &mut Analyzer::new(), named);
        met.into_iter().map(|one| one.word).collect()
    }

    #[test]
    fn names_are_met_with_the_endings_of_their_language() {
        for (asked, word) in [
            ("Мамедбейли", "mammadbeyli"),
            ("Екатериновке", "yekaterinovka"),
            ("Ханкенди", "khankendi"),
            ("Лукашонка", "lukashonok"),
            ("Tuychiev", "туйчиева"),
            ("Chirağov", "чирагова"),
        ] {
            assert_eq!(met(asked, language_of(asked), false), [word], "{asked}");
        }
        for (asked, word) in [
            ("Məmmədbəylinin", "mammadbeyli"),
            ("Xankəndidə", "khankendi"),
            ("Yekaterinovka’ya", "yekaterinovka"),
        ] {
            assert_eq!(met(asked, Language::Turkic, false), [word], "{asked}");
        }
    }

    #[test]
    fn other_words_are_not_bridged_however_they_sound() {
        for (asked, language) in [
            ("shame", Language::English),
            ("harden", Language::English),
            ("Cane", Language::English),
            ("твой", Language::Russian),
            ("гора", Language::Russian),
            ("Xankar", Language::Turkic),
            ("B2B", Language::English),
            ("", Language::English),
            ("Ы", Language::Russian),
        ] {
            assert!(met(asked, language, false).is_empty(), "{asked}");
        }
    }

    #[test]
    fn a_name_known_in_one_script_is_met_in_the_other_alone() {
        assert_eq!(met("Zakharova", Language::English, true), ["захарову"]);
        assert_eq!(met("Захаровой", Language::Russian, true), ["zakharova"]);
        assert!(met("Mammadbeyli", Language::English, true).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_word_makes_it_panic(word in "\\PC{0,26}") {
            for language in [Language::English, Language::Russian, Language::Turkic] {
                let _ = met(&word, language, false);
            }
        }
    }
}
