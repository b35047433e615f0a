//! The keys of an English and a Russian keyboard.

const ENGLISH: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
/// What the English keyboard types where the Russian one types the capitals of its outer letters.
const ENGLISH_SHIFTED: &str = "{}:\"<>~";
const RUSSIAN_SHIFTED: &str = "ХЪЖЭБЮЁ";

/// `text` as the keys that typed it read on the other keyboard; characters on neither stay.
pub(super) fn other_layout(text: &str) -> String {
    let to_russian = !text.chars().any(is_cyrillic);
    text.chars()
        .map(|c| if to_russian { russian(c) } else { english(c) }.unwrap_or(c))
        .collect()
}

fn russian(c: char) -> Option<char> {
    let key = at(ENGLISH, RUSSIAN, c.to_ascii_lowercase());
    if c.is_ascii_uppercase() {
        return key?.to_uppercase().next();
    }
    key.or_else(|| at(ENGLISH_SHIFTED, RUSSIAN_SHIFTED, c))
}

fn english(c: char) -> Option<char> {
    let lower = c.to_lowercase().next()?;
    let key = at(RUSSIAN, ENGLISH, lower)?;
    if lower == c {
        return Some(key);
    }
    at(RUSSIAN_SHIFTED, ENGLISH_SHIFTED, c).or(Some(key.to_ascii_uppercase()))
}

fn at(from: &str, to: &str, c: char) -> Option<char> {
    let index = from.chars().position(|key| key == c)?;
    to.chars().nth(index)
}

pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Whether the key of a punctuation mark is a letter's on the Russian keyboard.
pub(super) fn is_letter_key(c: char) -> bool {
    ENGLISH.contains(c) || ENGLISH_SHIFTED.contains(c)
}

/// Whether a word that nothing lists was more likely typed on the Russian keyboard: it cannot be
/// said as it stands, and reads like a word there.
pub(super) fn reads_better_in_russian(latin: &str, cyrillic: &str) -> bool {
    let (spoken, letters, _) = vowels(latin, "aeiouy");
    let (there, all, run) = vowels(cyrillic, "аеёиоуыэюя");
    let begins_well = !cyrillic.starts_with(['ь', 'ъ', 'ы']);
    let lower = latin.is_ascii() && latin.chars().any(char::is_lowercase);
    // After these signs no such vowel stands.
    let mut pairs = cyrillic.chars().zip(cyrillic.chars().skip(1));
    let sayable = !pairs.any(|(sign, next)| matches!(sign, 'ь' | 'ъ') && "аоуыэьъ".contains(next));
    letters >= 4
        && lower
        && sayable
        && spoken * 5 <= letters
        && there * 4 >= all
        && there * 5 <= all * 3
        && run <= 3
        && begins_well
}

/// How many vowels and letters a word has, and the longest run of other letters.
fn vowels(word: &str, vowels: &str) -> (usize, usize, usize) {
    let (mut found, mut letters, mut run, mut longest) = (0, 0, 0, 0);
    for c in word.chars().flat_map(char::to_lowercase) {
        if !c.is_alphabetic() {
            continue;
        }
        letters += 1;
        if vowels.contains(c) {
            found += 1;
            run = 0;
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    (found, letters, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_both_ways_with_their_capitals() {
        assert_eq!(ENGLISH.chars().count(), RUSSIAN.chars().count());
        for (typed, meant) in [
            ("ghbdtn", "привет"),
            ("Hjccbz", "Россия"),
            ("hf,jnf", "работа"),
            ("<fre", "Баку"),
            ("йгуыешщт", "question"),
            ("Пфы 2020", "Gas 2020"),
        ] {
            assert_eq!(other_layout(typed), meant);
            assert_eq!(other_layout(meant), typed);
        }
    }

    #[test]
    fn what_can_be_said_is_not_taken_for_another_keyboard() {
        assert!(reads_better_in_russian("ghbdtn", "привет"));
        for word in [
            "gvrnmnt",
            "Bakının",
            "strengths",
            "TANAP",
            "GHBDTN",
            "rhythms",
        ] {
            assert!(
                !reads_better_in_russian(word, &other_layout(word)),
                "{word}"
            );
        }
    }
}
