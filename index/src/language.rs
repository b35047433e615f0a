//! Which language a question is asked in, as far as the lexicon needs to know; and an article is
//! written in.
//!
//! Deliberately absent: telling Turkish from Azerbaijani. Both build words by adding endings, and
//! one way of matching serves both.

use crate::analyzer::words;
use crate::article::Article;
use crate::turkic;

/// Languages, or groups of them, that the lexicon keeps apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Language {
    English,
    Russian,
    /// Turkish and Azerbaijani.
    Turkic,
}

/// Words that tell Turkish and Azerbaijani from English, folded.
const TURKIC_CUES: &[&str] = &[
    "mi", "mu", "ve", "va", "ne", "nasil", "neden", "icin", "ucun", "ile", "hangi", "hansi", "kim",
    "kac", "nece", "kadar", "qadar", "bir", "bu", "sonra", "nicin", "niye", "nerede", "harada",
    "daha", "gibi", "olan", "oldu", "olub", "edir", "eder", "deyil", "degil", "var", "yok", "yox",
    "nin", "dan", "den", "nedir", "zaman", "vaxt", "haqqinda", "hakkinda",
];

/// The language of `text`: by script, then by letters and small words; English when in doubt.
pub(crate) fn language_of(text: &str) -> Language {
    let (mut cyrillic, mut latin, mut turkic) = (0_u32, 0_u32, 0_u32);
    for c in text.chars() {
        match c {
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            'ə' | 'Ə' | 'ğ' | 'Ğ' | 'ı' | 'İ' | 'ş' | 'Ş' => {
                latin += 1;
                turkic += 1;
            }
            _ if c.is_alphabetic() => latin += 1,
            _ => {}
        }
    }
    if cyrillic > latin {
        return if is_azerbaijani_cyrillic(text) {
            Language::Turkic
        } else {
            Language::Russian
        };
    }
    let mut total = 0_u32;
    for range in words(text) {
        total += 1;
        let word = folded(text.get(range).unwrap_or_default());
        if TURKIC_CUES.contains(&word.as_str()) {
            turkic += 2;
        }
    }
    if turkic >= 2 || turkic == 1 && total <= 5 {
        Language::Turkic
    } else {
        Language::English
    }
}

/// Whether `text` is Azerbaijani in Cyrillic letters; its own letters are one in ten.
pub(crate) fn is_azerbaijani_cyrillic(text: &str) -> bool {
    text.contains(turkic::is_azerbaijani_cyrillic) && !text.contains(UKRAINIAN)
}

/// Letters of Ukrainian that neither Russian nor Azerbaijani has.
const UKRAINIAN: [char; 8] = ['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ'];
/// The least share of a text's letters, in thousandths, that only its language has: an English
/// article on Turkey has a few in names.
const OWN_LETTERS: usize = 25;

/// The language an article is written in, as a tag: `ru`, `uk`, `az`, `az-Cyrl`, `tr`; or `en`, for
/// that and all that is not told. For articles whose source does not say.
pub fn article_language(article: &Article) -> &'static str {
    let mut letters = Letters::default();
    letters.count(&article.title);
    for paragraph in article.paragraphs() {
        letters.count(paragraph.text);
    }
    letters.language()
}

/// How many letters of each kind a text has.
#[derive(Debug, Default)]
struct Letters {
    all: usize,
    cyrillic: usize,
    ukrainian: usize,
    azerbaijani_cyrillic: usize,
    schwa: usize,
    turkish: usize,
}

impl Letters {
    fn count(&mut self, text: &str) {
        for letter in text.chars().filter(|c| c.is_alphabetic()) {
            self.all += 1;
            self.cyrillic += usize::from(matches!(letter, '\u{400}'..='\u{52f}'));
            self.ukrainian += usize::from(UKRAINIAN.contains(&letter));
            self.azerbaijani_cyrillic += usize::from(turkic::is_azerbaijani_cyrillic(letter));
            self.schwa += usize::from(matches!(letter, 'ə' | 'Ə'));
            self.turkish += usize::from("ığşİĞŞ".contains(letter));
        }
    }

    fn language(&self) -> &'static str {
        let many = |letters: usize| letters * 1000 > self.all * OWN_LETTERS;
        if self.cyrillic * 2 > self.all {
            return if many(self.azerbaijani_cyrillic) {
                "az-Cyrl"
            } else if many(self.ukrainian) {
                "uk"
            } else {
                "ru"
            };
        }
        if many(self.schwa) {
            "az"
        } else if many(self.turkish) {
            "tr"
        } else {
            "en"
        }
    }
}

/// `word` in lower case, with the letters of Turkish and Azerbaijani as people type them without.
fn folded(word: &str) -> String {
    let lower = word.to_lowercase();
    let letters = lower.chars().filter_map(|letter| match letter {
        'ı' => Some('i'),
        'ş' => Some('s'),
        'ğ' => Some('g'),
        'ç' => Some('c'),
        'ö' => Some('o'),
        'ü' => Some('u'),
        'ə' => Some('a'),
        // What is left of İ.
        '\u{307}' => None,
        other => Some(other),
    });
    letters.collect()
}

/// The language of a question as a tag: `en`, `ru`, `uk` or `tr` (Azerbaijani too); `en` when in
/// doubt.
pub fn language_tag(text: &str) -> &'static str {
    match language_of(text) {
        Language::English => "en",
        Language::Turkic => "tr",
        Language::Russian if text.contains(UKRAINIAN) => "uk",
        Language::Russian => "ru",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_count_with_their_letters_and_without() {
        for text in ["üç kişi mi öldü, kaç gemi?", "Nasil oldu, kac gemi?"] {
            assert_eq!(language_of(text), Language::Turkic, "{text}");
        }
        assert_eq!(language_of("the façade of the café"), Language::English);
    }

    #[test]
    fn short_and_mixed_questions_are_told_apart() {
        for (text, language) in [
            ("How much gas goes to Türkiye?", Language::English),
            (
                "what did Erdoğan say about the arrests of the people",
                Language::English,
            ),
            ("Сколько газа идёт в EU?", Language::Russian),
            ("Bakı nə dedi?", Language::Turkic),
            ("limanda kim var", Language::Turkic),
            ("harbour fees", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }
}
