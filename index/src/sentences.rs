//! Where sentences end: the units an excerpt is made of.

use std::ops::Range;

/// Words before a full stop that do not end a sentence, lower-case.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "gen", "col", "lt", "sgt", "capt", "maj",
    "adm", "gov", "sen", "rep", "pres", "rev", "hon", "mt", "ft", "vs", "etc", "eg", "ie", "cf",
    "al", "approx", "ca", "inc", "ltd", "co", "corp", "bros", "dept", "est", "fig", "no", "nos",
    "vol", "vols", "pp", "ed", "eds", "op", "cit", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "u.s", "u.k", "u.n",
    "d.c", "a.m", "p.m", "e.g", "i.e", "ph.d", "b.c", "a.d", "г", "гг", "ул", "им", "т", "тыс",
    "млн", "млрд", "стр", "см", "др", "пр", "р", "руб", "т.е", "т.к", "т.н", "и.о", "проф", "акад",
    "ген", "св", "ок", "ст", "гл", "рис", "кв", "обл", "доц", "напр", "sn", "bkz", "yy", "cəb",
    "səh", "doç", "örn", "cad", "mah", "m.ö", "m.s", "akad", "məs", "b.e",
];

/// Abbreviations that may well end a sentence too: the next word's capital decides nothing.
const MAY_END: &[&str] = &[
    "etc", "inc", "ltd", "co", "corp", "u.s", "u.k", "u.n", "d.c", "a.m", "p.m", "b.c", "a.d", "г",
    "гг", "др", "jr", "sr", "al", "т.д", "т.п", "н.э", "vb", "vd", "və s",
];
/// Azerbaijani ones that are single letters, so that nothing else must stand for them: *cənab*,
/// *səhifə*, *kənd*.
const AZERBAIJANI_LETTERS: &[&str] = &["c", "s", "k"];

/// The byte ranges of the sentences of `text`, in order, blanks between them left out.
///
/// Every character that is not white space lies in exactly one of them. A sentence ends after
/// `. ! ? …` (or their full-width and other-script kin), with the quotes and brackets that close
/// there, when what follows is a blank and then something that can start a sentence; also at an
/// empty line.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        // One line break is a wrapped line; an empty line parts what stands around it.
        let empty_line = c == '\n' && chars.peek().is_some_and(|&(_, next)| next == '\n');
        if empty_line || c == '\u{2029}' {
            push_trimmed(text, start..at, &mut found);
            start = end;
            continue;
        }
        if !is_terminator(c) {
            continue;
        }
        while let Some(&(next_at, next)) = chars.peek() {
            if is_terminator(next) || is_closer(next) {
                end = next_at + next.len_utf8();
                chars.next();
            } else if next == '[' && is_footnote_mark(text.get(next_at..).unwrap_or_default()) {
                // A reference mark such as [12] belongs to the sentence before it.
                for (mark_at, mark) in chars.by_ref() {
                    end = mark_at + mark.len_utf8();
                    if mark == ']' {
                        break;
                    }
                }
            } else {
                break;
            }
        }
        let before = text.get(start..at).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        if ends_sentence(c, before, text.get(at..end).unwrap_or_default(), after) {
            push_trimmed(text, start..end, &mut found);
            start = end;
        }
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let slice = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = start + slice.trim().len();
    if end > start {
        found.push(start..end);
    }
}

fn is_terminator(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | '‼' | '⁇' | '⁈' | '⁉'
    )
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}' | '›' | '」' | '』'
    )
}

fn is_footnote_mark(rest: &str) -> bool {
    rest.split_once(']').is_some_and(|(mark, _)| {
        mark.len() <= 12
            && mark
                .chars()
                .skip(1)
                .all(|c| c.is_alphanumeric() || c == ' ')
    })
}

/// Whether the terminator `c` (with what closes after it, `mark`) ends the sentence `before` it.
fn ends_sentence(c: char, before: &str, mark: &str, after: &str) -> bool {
    if matches!(c, '。' | '！' | '？') || after.is_empty() {
        return true;
    }
    if !after.starts_with(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')) {
        return false;
    }
    let opening = |c: char| {
        matches!(
            c,
            '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '„' | '—' | '–' | '-' | '•' | '¿' | '¡'
        )
    };
    let next = after
        .trim_start_matches(|c: char| {
            c.is_whitespace() || opening(c) || matches!(c, '\u{200b}' | '\u{feff}')
        })
        .chars()
        .next();
    let Some(next) = next else { return true };
    if next.is_lowercase() {
        // "He asked 'why?' and left": goes on. "iPhone sales …" after a plain stop is rarer.
        return false;
    }
    if c != '.' || mark.len() > 1 {
        return true;
    }
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '«' | '—'))
        .next()
        .unwrap_or_default();
    let mut lower = word.to_lowercase();
    if lower == "s" && before.ends_with("və s") {
        lower = "və s".into();
    }
    if MAY_END.contains(&lower.as_str()) {
        return next.is_uppercase() && starts_like_a_sentence(after);
    }
    if ABBREVIATIONS.contains(&lower.as_str()) {
        // "No. 5" and "p. 12", but "He said no. Then …".
        return matches!(lower.as_str(), "no" | "co" | "fig" | "mar" | "ed" | "st")
            && word.starts_with(char::is_lowercase)
            && !next.is_numeric();
    }
    if AZERBAIJANI_LETTERS.contains(&lower.as_str())
        && (before.contains('ə') || after.contains('ə'))
    {
        return false;
    }
    // An initial: "J. Smith", "Дж. Смит".
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let initial = letters == 1 && word.chars().all(|c| c.is_uppercase() || c == '.');
    !(initial && next.is_uppercase() && word != "I")
}

/// Whether the first word after an abbreviation is one that opens sentences.
fn starts_like_a_sentence(after: &str) -> bool {
    const OPENERS: &[&str] = &[
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "He",
        "She",
        "They",
        "We",
        "I",
        "This",
        "That",
        "These",
        "Those",
        "But",
        "And",
        "However",
        "Its",
        "His",
        "Her",
        "Their",
        "After",
        "Before",
        "When",
        "While",
        "As",
        "By",
        "For",
        "From",
        "With",
        "There",
        "According",
        "Although",
        "Since",
        "During",
        "Many",
        "Most",
        "Some",
        "Both",
        "If",
        "Under",
        "Other",
        "One",
        "Two",
        "В",
        "На",
        "По",
        "Он",
        "Она",
        "Они",
        "Это",
        "Но",
        "После",
        "Bu",
        "Bunlar",
        "Bir",
        "Ancak",
        "Ayrıca",
        "Həmin",
        "Bunun",
        "Sonra",
    ];
    let first = after.split_whitespace().next().unwrap_or_default();
    OPENERS.contains(&first.trim_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let slice = |range| text.get(range).expect("on character boundaries");
        sentences(text).into_iter().map(slice).collect()
    }

    #[test]
    fn closing_quotes_and_brackets_stay_with_their_sentence() {
        assert_eq!(
            split("He said: \"Go. Now.\" They went (all of them.) Then?! Yes."),
            [
                "He said: \"Go.",
                "Now.\"",
                "They went (all of them.)",
                "Then?!",
                "Yes."
            ]
        );
    }

    #[test]
    fn abbreviations_initials_and_decimals_do_not_end_sentences() {
        assert_eq!(
            split("Dr. J. B. Smith paid 3.5 million, i.e. a lot, to No. 5 Ltd. in May."),
            ["Dr. J. B. Smith paid 3.5 million, i.e. a lot, to No. 5 Ltd. in May."]
        );
        assert_eq!(
            split("He said no. Then he left the U.S. The rest stayed."),
            ["He said no.", "Then he left the U.S.", "The rest stayed."]
        );
    }

    #[test]
    fn abbreviations_of_russian_turkish_and_azerbaijani_do_not_end_sentences() {
        for one in [
            "В 1999 г. Дроздов, т.е. сын паромщика, купил за 3 млн руб. Степной хутор (см. Приложение).",
            "Prof. Dr. Çetin Gökdağ, örn. Kadıköy'de, bkz. Ek 2, ders verdi.",
            "Qonağı c. Həsənov kəndə, səh. 12, apardı.",
        ] {
            assert_eq!(split(one), [one]);
        }
        assert_eq!(
            split("Elma, armut vb. Bunlar bitti. Alma, armud və s. Sonra bitdi."),
            [
                "Elma, armut vb.",
                "Bunlar bitti.",
                "Alma, armud və s.",
                "Sonra bitdi."
            ]
        );
        assert_eq!(
            split("Мост закрыли в 2019 г. После льдин и т.д. Он стоит."),
            ["Мост закрыли в 2019 г.", "После льдин и т.д.", "Он стоит."]
        );
    }

    #[test]
    fn ellipses_before_small_letters_and_wrapped_lines() {
        assert_eq!(
            split("Wait... what? Fine…\nNext\nline\n\nLast"),
            ["Wait... what?", "Fine…", "Next\nline", "Last"]
        );
        assert_eq!(split("It grew.[12] It fell."), ["It grew.[12]", "It fell."]);
    }

    proptest::proptest! {
        #[test]
        fn every_visible_character_lies_in_exactly_one_sentence(text in "(\\PC|[.!?\n \"]){0,80}") {
            let slice = |range| text.get(range).expect("on character boundaries");
            let mut end = 0;
            for range in sentences(&text) {
                proptest::prop_assert!(range.start >= end);
                proptest::prop_assert!(slice(end..range.start).trim().is_empty());
                proptest::prop_assert!(!slice(range.clone()).trim().is_empty());
                end = range.end;
            }
            proptest::prop_assert!(slice(end..text.len()).trim().is_empty());
        }
    }
}
