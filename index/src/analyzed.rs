//! A paragraph as the ranking reads it: its words and sentences, by position.

use std::ops::Range;

use crate::analyzer::{Analyzer, words};
use crate::cues::{Cue, cue};
use crate::sentences::sentences;

/// A paragraph's text with its words and sentences.
#[derive(Debug, Clone)]
pub(crate) struct Analyzed {
    pub text: Box<str>,
    pub tokens: Vec<Token>,
    /// What `tokens` are found by, apart from them: every question reads all of these.
    pub keys: Vec<Keys>,
    pub sentences: Vec<Sentence>,
}

/// What a word is found by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keys {
    pub stem: u32,
    /// Its first four letters, to find words of the same family.
    pub head: u32,
}

/// One word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub stem: u32,
    pub exact: u32,
    pub start: u32,
    pub end: u32,
    pub sentence: u32,
    pub shape: Shape,
    pub cue: Option<Cue>,
}

/// One sentence.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    pub bytes: Range<usize>,
    pub tokens: Range<usize>,
    pub kinds: Kinds,
}

/// How many words of each kind there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kinds {
    /// Capitalised ones, the first of a sentence left out.
    pub names: u32,
    pub numbers: u32,
    pub dates: u32,
    pub reasons: u32,
}

/// What a word looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent looks of a word")]
pub(crate) struct Shape {
    /// Starts with a capital.
    pub capital: bool,
    /// Is the first word of its sentence.
    pub first: bool,
    /// Has a digit.
    pub number: bool,
    /// Is four digits between 1000 and 2100.
    pub year: bool,
}

impl Token {
    pub(crate) fn kinds(&self) -> Kinds {
        let Self { shape, cue, .. } = self;
        Kinds {
            names: u32::from(shape.capital && !shape.first),
            numbers: u32::from(shape.number || *cue == Some(Cue::Number)),
            dates: u32::from(shape.year || *cue == Some(Cue::Date)),
            reasons: u32::from(*cue == Some(Cue::Reason)),
        }
    }
}

impl Kinds {
    fn plus(self, other: Self) -> Self {
        Self {
            names: self.names + other.names,
            numbers: self.numbers + other.numbers,
            dates: self.dates + other.dates,
            reasons: self.reasons + other.reasons,
        }
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self {
            names: self.names.saturating_sub(other.names),
            numbers: self.numbers.saturating_sub(other.numbers),
            dates: self.dates.saturating_sub(other.dates),
            reasons: self.reasons.saturating_sub(other.reasons),
        }
    }
}

/// The first four letters of a form, packed; 0 for shorter ones.
pub(crate) fn head(exact: &str) -> u32 {
    let mut letters = exact.chars();
    let mut packed: u32 = 0;
    for _ in 0..4 {
        let Some(letter) = letters.next() else {
            return 0;
        };
        packed = packed.rotate_left(8) ^ (letter as u32);
    }
    packed
}

impl Analyzed {
    pub(crate) fn new(analyzer: &mut Analyzer, text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let mut spans: Vec<Sentence> = sentences(&text)
            .into_iter()
            .map(|bytes| Sentence {
                bytes,
                tokens: 0..0,
                kinds: Kinds::default(),
            })
            .collect();
        let mut tokens = Vec::with_capacity(text.len() / 6);
        let mut keys = Vec::with_capacity(text.len() / 6);
        let mut at = 0;
        for range in words(&text) {
            while spans
                .get(at)
                .is_some_and(|span| span.bytes.end <= range.start)
            {
                at += 1;
                if let Some(span) = spans.get_mut(at) {
                    span.tokens = tokens.len()..tokens.len();
                }
            }
            let word = text.get(range.clone()).unwrap_or_default();
            let forms = analyzer.forms(word);
            let first = spans.get(at).is_some_and(|span| span.tokens.is_empty());
            let token = Token {
                stem: forms.stem_key,
                exact: forms.exact_key,
                start: offset(range.start),
                end: offset(range.end),
                sentence: offset(at),
                cue: cue(forms.exact_key),
                shape: Shape {
                    first,
                    ..shape(word, &forms.exact)
                },
            };
            tokens.push(token);
            keys.push(Keys {
                stem: forms.stem_key,
                head: head(&forms.exact),
            });
            if let Some(span) = spans.get_mut(at) {
                span.tokens.end = tokens.len();
                span.kinds = span.kinds.plus(token.kinds());
            }
        }
        Self {
            text,
            tokens,
            keys,
            sentences: spans,
        }
    }

    /// The bytes of the word at position `token`.
    pub(crate) fn word(&self, token: usize) -> Range<usize> {
        self.tokens
            .get(token)
            .map_or(0..0, |token| token.start as usize..token.end as usize)
    }
}

/// What a word looks like, its place in the sentence left open.
pub(crate) fn shape(word: &str, exact: &str) -> Shape {
    let number = exact.bytes().any(|b| b.is_ascii_digit());
    let year = exact.len() == 4
        && exact
            .parse::<u32>()
            .is_ok_and(|year| (1000..2100).contains(&year));
    Shape {
        capital: word.starts_with(char::is_uppercase),
        first: false,
        number,
        year,
    }
}

/// Offsets are stored in 32 bits: articles are refused long before 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_sentence_and_sentences_their_words() {
        let text = "Two towns met in 1999. They agreed: \"Yes!\" (…) Nothing else.";
        let analyzed = Analyzed::new(&mut Analyzer::new(), text);
        for (index, sentence) in analyzed.sentences.iter().enumerate() {
            for at in sentence.tokens.clone() {
                assert_eq!(analyzed.tokens[at].sentence as usize, index);
                assert!(sentence.bytes.contains(&analyzed.word(at).start));
            }
        }
        let covered: usize = analyzed.sentences.iter().map(|s| s.tokens.len()).sum();
        assert_eq!(covered, analyzed.tokens.len());
        let year = analyzed.tokens.iter().find(|t| t.shape.year).unwrap();
        assert_eq!(
            text.get(year.start as usize..year.end as usize),
            Some("1999")
        );
        assert!(analyzed.tokens[0].shape.first && analyzed.tokens[0].shape.capital);
    }
}
