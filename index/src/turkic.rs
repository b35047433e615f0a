//! Turkish and Azerbaijani words: their endings, and Azerbaijani in Cyrillic letters.
//!
//! Words pile up endings, and where one ends and the next begins cannot be told from the word alone:
//! `limanın` is `liman` + `ın` or `lima` + `nın`. So words are not cut to stems. Two words are held
//! side by side instead: they are forms of one when both are what they share and endings. That is
//! sharper, serves both languages and text typed without diacritics, and leaves the index as it is.
//!
//! Endings are listed folded, as the index has them: `ı` is `i`, `ə` is `a`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The fewest letters that words share.
pub(crate) const ROOT_CHARS: usize = 3;
/// The most endings a word piles up.
const ENDINGS_MAX: usize = 6;

/// Endings of nouns.
const OF_NOUNS: &[&str] = &[
    "lar", "ler", "im", "um", "in", "un", "i", "u", "si", "su", "imiz", "umuz", "miz", "muz",
    "iniz", "unuz", "niz", "nuz", "nin", "nun", "ni", "nu", "na", "ne", "nda", "nde", "ndan",
    "nden", "ya", "ye", "yi", "yu", "yla", "yle", "la", "le", "a", "e", "da", "de", "ta", "te",
    "dan", "den", "tan", "ten", "ki", "ca", "ce", "li", "lu", "lik", "luk", "liq", "luq", "lig",
    "lug", "siz", "suz", "ci", "cu", "dir", "dur", "tir", "tur",
];
/// Endings of verbs, and of what is made of them.
const OF_VERBS: &[&str] = &[
    "mak", "mek", "maq", "mag", "ma", "me", "mi", "mu", "di", "du", "ti", "tu", "dik", "duk",
    "tik", "tuk", "dig", "dug", "tig", "tug", "mis", "mus", "acak", "ecek", "acag", "eceg", "acaq",
    "yacak", "yecek", "yacag", "yeceg", "yacaq", "iyor", "uyor", "ar", "er", "ir", "ur", "yir",
    "yur", "an", "en", "yan", "yen", "ib", "ub", "yib", "yub", "ip", "up", "yip", "yup", "arak",
    "erek", "araq", "yarak", "yerek", "yaraq", "il", "ul", "lan", "len", "las", "les", "diril",
    "durul", "sa", "se", "mali", "meli", "iliyor",
];

/// Letters that end a root and what they turn into before a vowel.
const SOFTENED: &[(u8, u8)] = &[
    (b'p', b'b'),
    (b't', b'd'),
    (b'k', b'g'),
    (b'q', b'g'),
    (b'k', b'y'),
];

/// Whether two words, folded, are forms of one.
pub(crate) fn same_word(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if !one.is_ascii() || !other.is_ascii() {
        return false;
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let shared = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = |word: &[u8], at: usize| word.get(at..).unwrap_or_default().to_vec();
    let whole = (ROOT_CHARS..=shared)
        .rev()
        .any(|root| ends_both(root, &rest(one, root), &rest(other, root)));
    let softened = shared + 1 >= ROOT_CHARS
        && one
            .get(shared)
            .zip(other.get(shared))
            .is_some_and(|(&a, &b)| {
                let (hard, soft, softer) = if SOFTENED.contains(&(a, b)) {
                    (one, other, b)
                } else {
                    (other, one, a)
                };
                let pair = SOFTENED.contains(&(a, b)) || SOFTENED.contains(&(b, a));
                let after = rest(soft, shared + 1);
                pair && (softer != b'y' || shared >= ROOT_CHARS)
                    && after.first().is_some_and(|letter| is_vowel(*letter))
                    && ends_both(shared + 1, &rest(hard, shared + 1), &after)
            });
    whole || softened || drops_vowel(one, other) || drops_vowel(other, one)
}

/// Whether what follows a root of so many letters is endings in both.
fn ends_both(root: usize, one: &[u8], other: &[u8]) -> bool {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // After a short root a single letter may be part of another, `kara` is not `karı`; and so may be
    // what nouns lack, `karar` is not `kar`.
    let bare =
        short == 0 && !one.iter().chain(other).eq(b"ar") && !one.iter().chain(other).eq(b"er");
    let telling = root > ROOT_CHARS || bare || short >= 2 && long >= 2;
    telling && are_endings(one, true) && are_endings(other, true)
}

/// `şehir` and `şehri`: a root's last vowel goes before a vowel.
fn drops_vowel(bare: &[u8], other: &[u8]) -> bool {
    let Some(at) = bare.len().checked_sub(2).filter(|at| *at >= 2) else {
        return false;
    };
    let (start, end) = bare.split_at(at);
    let [vowel, last] = *end else { return false };
    let Some(after) = other
        .strip_prefix(start)
        .and_then(|rest| rest.strip_prefix(&[last]))
    else {
        return false;
    };
    is_vowel(vowel)
        && !is_vowel(last)
        && after.first().is_some_and(|letter| is_vowel(*letter))
        && are_endings(after, true)
}

fn is_vowel(letter: u8) -> bool {
    b"aeiou".contains(&letter)
}

/// Whether `rest` is nothing but endings, those of verbs among them or not.
fn are_endings(rest: &[u8], verbs: bool) -> bool {
    fn pile(rest: &[u8], verbs: bool, most: usize) -> bool {
        let of_verbs = if verbs { OF_VERBS } else { &[] };
        let mut endings = OF_NOUNS.iter().chain(of_verbs);
        let follows = |rest: &[u8]| pile(rest, verbs, most - 1);
        rest.is_empty()
            || most > 0
                && endings.any(|ending| rest.strip_prefix(ending.as_bytes()).is_some_and(follows))
    }
    pile(rest, verbs, ENDINGS_MAX)
}

/// What the name `word` may be without its endings, longest first, itself left out; in the letters it is
/// written in.
pub(crate) fn bases(word: &str) -> Vec<&str> {
    let plain = folded(word);
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    if !plain.is_ascii() || plain.len() != starts.len() {
        return Vec::new();
    }
    (ROOT_CHARS..plain.len())
        .rev()
        .filter(|&at| are_endings(plain.as_bytes().get(at..).unwrap_or_default(), false))
        .filter_map(|at| word.get(..*starts.get(at)?))
        .collect()
}

/// What precedes the apostrophe that parts a name from its endings: `Putin'in`.
pub(crate) fn before_apostrophe(word: &str) -> Option<&str> {
    let (name, ending) = word.split_once(['\'', '\u{2019}', '\u{2bc}'])?;
    (name.chars().count() >= ROOT_CHARS && !ending.is_empty()).then_some(name)
}

/// `word` in lower case without diacritics, as the index has Latin words.
pub(crate) fn folded(word: &str) -> String {
    let lower = word.replace('İ', "i").to_lowercase();
    lower
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'ı' => 'i',
            'ə' => 'a',
            other => other,
        })
        .collect()
}

/// Letters of Azerbaijani in Cyrillic, and in Latin.
const LETTERS: &[(char, char)] = &[
    ('а', 'a'),
    ('б', 'b'),
    ('в', 'v'),
    ('г', 'q'),
    ('ғ', 'ğ'),
    ('д', 'd'),
    ('е', 'e'),
    ('ә', 'ə'),
    ('ж', 'j'),
    ('з', 'z'),
    ('и', 'i'),
    ('й', 'y'),
    ('ј', 'y'),
    ('к', 'k'),
    ('ҝ', 'g'),
    ('л', 'l'),
    ('м', 'm'),
    ('н', 'n'),
    ('о', 'o'),
    ('ө', 'ö'),
    ('п', 'p'),
    ('р', 'r'),
    ('с', 's'),
    ('т', 't'),
    ('у', 'u'),
    ('ү', 'ü'),
    ('ф', 'f'),
    ('х', 'x'),
    ('һ', 'h'),
    ('ч', 'ç'),
    ('ҹ', 'c'),
    ('ш', 'ş'),
    ('ы', 'ı'),
    ('э', 'e'),
];

/// Letters that Russian lacks and Azerbaijani has.
pub(crate) fn is_azerbaijani_cyrillic(letter: char) -> bool {
    matches!(letter, 'ә' | 'ғ' | 'ҝ' | 'ө' | 'ү' | 'һ' | 'ҹ' | 'ј')
        || matches!(letter, 'Ә' | 'Ғ' | 'Ҝ' | 'Ө' | 'Ү' | 'Һ' | 'Ҹ' | 'Ј')
}

/// Azerbaijani in Latin letters; other letters stay.
pub(crate) fn in_latin(cyrillic: &str) -> String {
    change(cyrillic, |letter| {
        LETTERS
            .iter()
            .find(|pair| pair.0 == letter)
            .map(|pair| pair.1)
    })
}

/// Azerbaijani in Cyrillic letters; other letters stay.
pub(crate) fn in_cyrillic(latin: &str) -> String {
    let changed = |letter| match letter {
        'y' => Some('ј'),
        'e' => Some('е'),
        _ => LETTERS
            .iter()
            .find(|pair| pair.1 == letter)
            .map(|pair| pair.0),
    };
    change(latin, changed)
}

fn change(text: &str, changed: impl Fn(char) -> Option<char>) -> String {
    let one = |letter: char| {
        let lower = match letter {
            'İ' => 'i',
            'I' => 'ı',
            _ => letter.to_lowercase().next().unwrap_or(letter),
        };
        let new = changed(lower).unwrap_or(letter);
        if lower == letter {
            new
        } else if new == 'i' {
            'İ'
        } else {
            new.to_uppercase().next().unwrap_or(new)
        }
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_are_told_from_other_words() {
        for forms in [
            "liman limana limanda limandan limanin limani limanlar limanlarinda limandaki",
            "gemi gemiler geminin gemiye gemisi gemilerle",
            "kopru koprunun koprude kopruye koprusu kopruler",
            "kitap kitabi kitaba kitaplar kitabinda",
            "torpaq torpagi torpaqlar torpagin",
            "corak corayi coraklar",
            "sehir sehri sehirde sehrin",
            "gaz gazi gazin gazla",
            "korpu korpunun korpuda korpuya korpular",
            "muzey muzeyin muzeyda muzeylar muzeyi",
            "yapildi yapilan yapildigi yapilacak",
            "tikilib tikildi tikilan tikilir",
        ] {
            let forms: Vec<&str> = forms.split(' ').collect();
            for form in &forms {
                assert!(same_word(forms[0], form), "{} {form}", forms[0]);
                assert!(same_word(form, forms[0]), "{form} {}", forms[0]);
            }
        }
        for (one, other) in [
            ("zaman", "zarar"),
            ("liman", "limon"),
            ("kari", "kara"),
            ("kar", "karar"),
            ("gemi", "gelir"),
            ("muze", "muzik"),
            ("şehir", "sehir"),
        ] {
            assert!(!same_word(one, other), "{one} {other}");
        }
    }

    #[test]
    fn names_lose_their_endings_and_keep_their_letters() {
        assert!(bases("əliyevin").contains(&"əliyev"));
        assert!(bases("bakıdan").contains(&"bakı"));
        assert!(bases("zaxarovaya").contains(&"zaxarova"));
        assert_eq!(before_apostrophe("Putin’in"), Some("Putin"));
        assert_eq!(before_apostrophe("O'Brien"), None);
    }

    #[test]
    fn azerbaijani_goes_from_one_script_to_the_other_and_back() {
        for (cyrillic, latin) in [
            ("Әлијевин", "Əliyevin"),
            ("Ҝәнҹә", "Gəncə"),
            ("Хәзәр дәнизи", "Xəzər dənizi"),
            ("көрпү", "körpü"),
            ("Ичәришәһәр", "İçərişəhər"),
        ] {
            assert_eq!(in_latin(cyrillic), latin);
            assert_eq!(in_cyrillic(latin), cyrillic);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_words_make_it_panic_and_order_does_not_matter(one in "\\PC{0,12}", other in "[a-z]{0,9}") {
            proptest::prop_assert_eq!(same_word(&one, &other), same_word(&other, &one));
            let _ = (bases(&one), in_latin(&one), in_cyrillic(&one), before_apostrophe(&one));
        }
    }
}
