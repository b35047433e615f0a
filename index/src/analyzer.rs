//! From text to words: the same when indexing and when asking.
//!
//! A word is a run of letters and digits with its joining marks. Hyphens part words (`North-South`
//! is two), apostrophes and the separators inside numbers do not (`400,000` is one). Each word has
//! two forms: *exact*, lower-cased with diacritics folded away (`Türkiye` = `turkiye`) and the
//! possessive dropped, and *stem*, its Snowball stem, English for Latin letters and Russian for
//! Cyrillic ones.
//!
//! Deliberately absent: stop words. Which words matter is the ranking's business, and phrases need
//! them all.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, Stemmer, TextAnalyzer, Token,
    TokenStream, Tokenizer,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word kept, in bytes; longer runs (addresses, garbage) are indexed by this much.
const WORD_MAX_BYTES: usize = 64;
/// How many distinct words an [`Analyzer`] remembers the forms of.
const REMEMBERED_WORDS: usize = 1 << 16;

/// A word's two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Forms {
    /// Lower-cased and folded.
    pub exact: Box<str>,
    /// Its stem.
    pub stem: Box<str>,
    /// [`key`] of `exact`.
    pub exact_key: u32,
    /// [`key`] of `stem`.
    pub stem_key: u32,
}

/// Turns words into their forms, remembering those it has seen.
#[derive(Clone)]
pub(crate) struct Analyzer {
    seen: HashMap<Box<str>, Forms, FnvState>,
    fold: TextAnalyzer,
    english: TextAnalyzer,
    russian: TextAnalyzer,
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyzer")
            .field("seen", &self.seen.len())
            .finish_non_exhaustive()
    }
}

/// Which form of a word a field indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Exact,
    Stem,
}

/// tantivy's view of the analyzer: one form of every word.
#[derive(Debug, Clone)]
pub(crate) struct FormTokenizer {
    analyzer: Analyzer,
    form: Form,
    token: Token,
}

/// The words of one text, in one form.
#[derive(Debug)]
pub(crate) struct FormStream<'a> {
    text: &'a str,
    words: Words<'a>,
    tokenizer: &'a mut FormTokenizer,
}

/// A 32-bit name for a word form: FNV-1a, folded. Two words share one by chance once in four
/// billion pairs, which costs a wrong highlight, never a wrong excerpt.
pub(crate) fn key(form: &str) -> u32 {
    let hash = fnv(form.as_bytes());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "folding 64 bits into 32 is the point"
    )]
    {
        (hash ^ (hash >> 32)) as u32
    }
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// FNV-1a for the analyzer's own table: short keys from texts an operator chose.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FnvState;

#[derive(Debug)]
pub(crate) struct FnvHasher(u64);

impl std::hash::BuildHasher for FnvState {
    type Hasher = FnvHasher;

    fn build_hasher(&self) -> FnvHasher {
        FnvHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for FnvHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// The byte ranges of the words of `text`, in order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator of [`words`].
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        let skipped = rest.find(is_word_char)?;
        let start = self.at + skipped;
        let word = self.text.get(start..)?;
        let length = word_length(word);
        self.at = start + length;
        Some(start..self.at)
    }
}

fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric()
    }
}

/// Zero-width characters that people paste inside words.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// Letters of scripts that write without blanks: each is a word of its own.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// How many bytes the word at the start of `text` has; `text` starts with a word character.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    let mut letters_since_dot = 0;
    let mut acronym = true;
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        if stands_alone(c) {
            return if at == 0 { c.len_utf8() } else { end };
        }
        if is_word_char(c) || is_combining_mark(c) {
            letters_since_dot += 1;
            acronym &= letters_since_dot == 1 && c.is_alphabetic() || is_combining_mark(c);
            end = at + c.len_utf8();
            before = c;
            continue;
        }
        let next = chars.peek().map_or(' ', |&(_, c)| c);
        let joins = match c {
            '\'' | '\u{2019}' | '\u{2bc}' => before.is_alphabetic() && next.is_alphabetic(),
            ',' => before.is_ascii_digit() && next.is_ascii_digit(),
            '.' => {
                before.is_ascii_digit() && next.is_ascii_digit()
                    || acronym && before.is_alphabetic() && next.is_alphabetic()
            }
            _ => is_invisible(c) && is_word_char(next),
        };
        if !joins {
            break;
        }
        if c == '.' {
            letters_since_dot = 0;
            // "e.g" and "U.S" go on; "end.Next" does not: a dot joins single letters only.
            let after_next = text
                .get(at + 1 + next.len_utf8()..)
                .and_then(|rest| rest.chars().next());
            if acronym && after_next.is_some_and(|c| c != '.' && is_word_char(c)) {
                break;
            }
        }
        before = c;
    }
    end
}

impl Analyzer {
    pub(crate) fn new() -> Self {
        let raw = || TextAnalyzer::builder(RawTokenizer::default());
        Self {
            seen: HashMap::default(),
            fold: raw().filter(LowerCaser).filter(AsciiFoldingFilter).build(),
            english: raw().filter(Stemmer::new(Language::English)).build(),
            russian: raw().filter(Stemmer::new(Language::Russian)).build(),
        }
    }

    /// The forms of one word as [`words`] cut it.
    pub(crate) fn forms(&mut self, word: &str) -> &Forms {
        if !self.seen.contains_key(word) {
            if self.seen.len() >= REMEMBERED_WORDS {
                self.seen.clear();
            }
            let forms = self.analyze(word);
            self.seen.insert(word.into(), forms);
        }
        self.seen
            .get(word)
            .expect("the word was inserted just above")
    }

    fn analyze(&mut self, word: &str) -> Forms {
        let mut word = word;
        while word.len() > WORD_MAX_BYTES {
            let mut cut = WORD_MAX_BYTES;
            while !word.is_char_boundary(cut) {
                cut -= 1;
            }
            word = word.get(..cut).unwrap_or_default();
        }
        let plain = strip_joiners(word);
        let composed: String = if plain.is_ascii() {
            plain
        } else {
            plain.nfkc().collect()
        };
        let cyrillic = composed.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'));
        let (exact, stem) = if cyrillic {
            let exact = composed.to_lowercase().replace('ё', "е");
            let stem = only_token(&mut self.russian, &exact);
            (exact, stem)
        } else {
            // The dotted capital of Turkish lower-cases to two characters: fold it first.
            let folded = only_token(&mut self.fold, &composed.replace('İ', "i"));
            let exact: String = folded.nfkd().filter(|c| !is_combining_mark(*c)).collect();
            let stem = match exact.strip_suffix('s') {
                Some(decade) if decade.bytes().all(|b| b.is_ascii_digit()) => decade.into(),
                _ => only_token(&mut self.english, &exact),
            };
            (exact, stem)
        };
        Forms {
            exact_key: key(&exact),
            stem_key: key(&stem),
            exact: exact.into(),
            stem: stem.into(),
        }
    }
}

/// `word` without what joins its parts and without a possessive ending.
fn strip_joiners(word: &str) -> String {
    let is_apostrophe = |c: char| matches!(c, '\'' | '\u{2019}' | '\u{2bc}');
    let stripped = word
        .strip_suffix(['s', 'S'])
        .and_then(|rest| rest.strip_suffix(is_apostrophe))
        .unwrap_or(word);
    let digits = word.starts_with(|c: char| c.is_ascii_digit());
    stripped
        .chars()
        .filter(|&c| !is_apostrophe(c) && !is_invisible(c) && (c != '.' || digits) && c != ',')
        .collect()
}

/// What an analyzer over a raw tokenizer makes of `text`.
fn only_token(analyzer: &mut TextAnalyzer, text: &str) -> String {
    let mut stream = analyzer.token_stream(text);
    if stream.advance() {
        std::mem::take(&mut stream.token_mut().text)
    } else {
        String::new()
    }
}

impl FormTokenizer {
    pub(crate) fn new(form: Form) -> Self {
        Self {
            analyzer: Analyzer::new(),
            form,
            token: Token::default(),
        }
    }
}

impl Tokenizer for FormTokenizer {
    type TokenStream<'a> = FormStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormStream<'a> {
        self.token.reset();
        FormStream {
            text,
            words: words(text),
            tokenizer: self,
        }
    }
}

impl TokenStream for FormStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = self.words.next() else {
            return false;
        };
        let FormTokenizer {
            analyzer,
            form,
            token,
        } = &mut *self.tokenizer;
        let forms = analyzer.forms(self.text.get(range.clone()).unwrap_or_default());
        token.text.clear();
        token.text.push_str(match form {
            Form::Exact => &forms.exact,
            Form::Stem => &forms.stem,
        });
        token.position = token.position.wrapping_add(1);
        token.offset_from = range.start;
        token.offset_to = range.end;
        true
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Vec<String> {
        let mut analyzer = Analyzer::new();
        words(text)
            .map(|range| analyzer.forms(&text[range]).exact.to_string())
            .collect()
    }

    fn stems(text: &str) -> Vec<String> {
        let mut analyzer = Analyzer::new();
        words(text)
            .map(|range| analyzer.forms(&text[range]).stem.to_string())
            .collect()
    }

    #[test]
    fn hyphens_part_words_and_number_separators_do_not() {
        assert_eq!(exact("24-25 billion"), ["24", "25", "billion"]);
        assert_eq!(
            exact("almost 400,000, or 3.5"),
            ["almost", "400000", "or", "3.5"]
        );
        assert_eq!(exact("North-South"), ["north", "south"]);
        assert_eq!(exact("1,2,3 end."), ["123", "end"]);
    }

    #[test]
    fn diacritics_case_and_possessives_fold_away() {
        assert_eq!(
            exact("Türkiye’s ISTANBUL İzmir ılıca"),
            ["turkiye", "istanbul", "izmir", "ilica"]
        );
        assert_eq!(
            exact("Russia's don't e\u{301}te\u{301}"),
            ["russia", "dont", "ete"]
        );
        assert_eq!(
            stems("Ещё российские партнёров"),
            stems("еще российский партнеры")
        );
    }

    #[test]
    fn dotted_acronyms_are_one_word_and_sentence_ends_are_not() {
        assert_eq!(
            exact("the U.S. and U.N.E.S.C.O."),
            ["the", "us", "and", "unesco"]
        );
        assert_eq!(exact("the end.Next one"), ["the", "end", "next", "one"]);
        assert_eq!(exact("plan B. Then"), ["plan", "b", "then"]);
    }

    #[test]
    fn stems_join_inflections_and_decades() {
        assert_eq!(stems("supplies supplied supply"), ["suppli"; 3]);
        assert_eq!(stems("1990s 1990"), ["1990", "1990"]);
    }

    #[test]
    fn zero_width_characters_do_not_part_words_and_unspaced_scripts_do() {
        assert_eq!(exact("ar\u{200b}my \u{feff}x"), ["army", "x"]);
        assert_eq!(exact("日本 news"), ["日", "本", "news"]);
    }

    proptest::proptest! {
        #[test]
        fn words_lie_on_character_boundaries_in_order(text in "\\PC*") {
            let mut end = 0;
            let mut analyzer = Analyzer::new();
            for range in words(&text) {
                proptest::prop_assert!(range.start >= end && range.end > range.start);
                let word = text.get(range.clone());
                proptest::prop_assert!(word.is_some());
                let _ = analyzer.forms(word.unwrap());
                end = range.end;
            }
        }
    }
}
