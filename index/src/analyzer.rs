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

use std::cell::RefCell;
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
    /// Where in `forms` a word's stand.
    seen: HashMap<Box<str>, usize, FnvState>,
    forms: Vec<Forms>,
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
///
/// Each paragraph is indexed in both forms, one right after the other on one thread, so what the
/// thread made of its latest text serves the second.
#[derive(Debug, Clone)]
pub(crate) struct FormTokenizer {
    form: Form,
    cuts: Vec<Cut>,
    forms: String,
    token: Token,
}

/// A word of a text: its bytes there, and where its forms end among the forms of all words.
#[derive(Debug, Clone, Copy)]
struct Cut {
    start: usize,
    end: usize,
    exact_end: usize,
    stem_end: usize,
}

/// The words of one text, in one form.
#[derive(Debug)]
pub(crate) struct FormStream<'a> {
    tokenizer: &'a mut FormTokenizer,
    next: usize,
    /// Where the form of the next word starts.
    at: usize,
}

/// A text and what the analyzer makes of it.
struct Latest {
    analyzer: Analyzer,
    text: String,
    cuts: Vec<Cut>,
    exact: String,
    stem: String,
}

thread_local! {
    static LATEST: RefCell<Latest> = RefCell::new(Latest {
        analyzer: Analyzer::new(),
        text: String::new(),
        cuts: Vec::new(),
        exact: String::new(),
        stem: String::new(),
    });
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

pub(crate) fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // Latin and Cyrillic letters, told sooner than from the tables of Unicode.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => true,
        _ => c.is_alphanumeric(),
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
    // Most words are plain letters up to something that joins nothing.
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    match text.as_bytes().get(plain) {
        None => return plain,
        Some(next) if next.is_ascii() && !matches!(next, b'\'' | b',' | b'.') => return plain,
        Some(_) => {}
    }
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
            forms: Vec::new(),
            fold: raw().filter(LowerCaser).filter(AsciiFoldingFilter).build(),
            english: raw().filter(Stemmer::new(Language::English)).build(),
            russian: raw().filter(Stemmer::new(Language::Russian)).build(),
        }
    }

    /// The forms of one word as [`words`] cut it.
    pub(crate) fn forms(&mut self, word: &str) -> &Forms {
        let at = if let Some(&at) = self.seen.get(word) {
            at
        } else {
            if self.forms.len() >= REMEMBERED_WORDS {
                self.seen.clear();
                self.forms.clear();
            }
            let forms = self.analyze(word);
            self.forms.push(forms);
            self.seen.insert(word.into(), self.forms.len() - 1);
            self.forms.len() - 1
        };
        self.forms.get(at).expect("every word seen has its forms")
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
        let mut plain = strip_joiners(word);
        // Nearly every word of an article: what the long way round does to it, done at once.
        if plain.is_ascii() {
            plain.make_ascii_lowercase();
            let stem = self.stem_latin(&plain);
            return Forms::new(plain, stem);
        }
        let composed: String = plain.nfkc().collect();
        let cyrillic = composed.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'));
        if cyrillic {
            let exact = composed.to_lowercase().replace('ё', "е");
            let stem = only_token(&mut self.russian, &exact);
            Forms::new(exact, stem)
        } else {
            // The dotted capital of Turkish lower-cases to two characters: fold it first.
            let folded = only_token(&mut self.fold, &composed.replace('İ', "i"));
            let exact: String = folded.nfkd().filter(|c| !is_combining_mark(*c)).collect();
            let stem = self.stem_latin(&exact);
            Forms::new(exact, stem)
        }
    }

    fn stem_latin(&mut self, exact: &str) -> String {
        match exact.strip_suffix('s') {
            Some(decade) if decade.bytes().all(|b| b.is_ascii_digit()) => decade.into(),
            _ => only_token(&mut self.english, exact),
        }
    }
}

impl Forms {
    fn new(exact: String, stem: String) -> Self {
        Self {
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

impl Latest {
    fn read(&mut self, text: &str) {
        if self.text == text {
            return;
        }
        self.text.clear();
        self.text.push_str(text);
        self.cuts.clear();
        self.exact.clear();
        self.stem.clear();
        for Range { start, end } in words(text) {
            let forms = self
                .analyzer
                .forms(text.get(start..end).unwrap_or_default());
            self.exact.push_str(&forms.exact);
            self.stem.push_str(&forms.stem);
            self.cuts.push(Cut {
                start,
                end,
                exact_end: self.exact.len(),
                stem_end: self.stem.len(),
            });
        }
    }
}

impl FormTokenizer {
    pub(crate) fn new(form: Form) -> Self {
        Self {
            form,
            cuts: Vec::new(),
            forms: String::new(),
            token: Token::default(),
        }
    }
}

impl Tokenizer for FormTokenizer {
    type TokenStream<'a> = FormStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormStream<'a> {
        self.token.reset();
        LATEST.with_borrow_mut(|latest| {
            latest.read(text);
            self.cuts.clone_from(&latest.cuts);
            self.forms.clone_from(match self.form {
                Form::Exact => &latest.exact,
                Form::Stem => &latest.stem,
            });
        });
        FormStream {
            tokenizer: self,
            next: 0,
            at: 0,
        }
    }
}

impl TokenStream for FormStream<'_> {
    fn advance(&mut self) -> bool {
        let FormTokenizer {
            form,
            cuts,
            forms,
            token,
        } = &mut *self.tokenizer;
        let Some(cut) = cuts.get(self.next) else {
            return false;
        };
        let end = match form {
            Form::Exact => cut.exact_end,
            Form::Stem => cut.stem_end,
        };
        token.text.clear();
        token
            .text
            .push_str(forms.get(self.at..end).unwrap_or_default());
        token.position = token.position.wrapping_add(1);
        token.offset_from = cut.start;
        token.offset_to = cut.end;
        self.at = end;
        self.next += 1;
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
            .map(|range| analyzer.forms(text.get(range).unwrap()).exact.to_string())
            .collect()
    }

    fn stems(text: &str) -> Vec<String> {
        let mut analyzer = Analyzer::new();
        words(text)
            .map(|range| analyzer.forms(text.get(range).unwrap()).stem.to_string())
            .collect()
    }

    #[test]
    fn letters_told_sooner_are_letters() {
        for c in '\0'..'\u{600}' {
            assert_eq!(is_word_char(c), c.is_alphanumeric(), "{c:?}");
        }
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
    fn both_fields_of_texts_in_turn_get_their_own_form_of_every_word() {
        let mut exact = FormTokenizer::new(Form::Exact);
        let mut stem = FormTokenizer::new(Form::Stem);
        for text in ["Two towns’ quays", "Ships, ships", "", "Ships, ships"] {
            for (tokenizer, of) in [(&mut stem, stems(text)), (&mut exact, self::exact(text))] {
                let mut stream = tokenizer.token_stream(text);
                let mut found = Vec::new();
                stream.process(&mut |token| {
                    assert_eq!(token.position, found.len());
                    assert!(text.get(token.offset_from..token.offset_to).is_some());
                    found.push(token.text.clone());
                });
                assert_eq!(found, of, "{text}");
            }
        }
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
