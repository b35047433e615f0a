//! Where a paragraph matches a question, and what those matches amount to.
//!
//! [`matches`] walks a paragraph's words once; [`Evidence`] sums the matches up by sentence. The
//! features of `features.rs` are read off these sums.

use crate::analyzed::Analyzed;
use crate::query::{Channel, Query, TERMS_MAX, strength};

/// A word of the paragraph that matches a word of the question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    /// The position of the first word matched.
    pub token: usize,
    /// How many words it spans.
    pub length: usize,
    pub sentence: usize,
    pub term: usize,
    pub channel: Channel,
    pub strength: f32,
    /// The very form asked, not only its stem.
    pub exact: bool,
    /// A capitalised question word met with a capital, or a number met as it is.
    pub cased: bool,
}

/// Every match of `query` in `paragraph`, by position; at most one for each term and position.
pub(crate) fn matches(query: &Query, paragraph: &Analyzed) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::with_capacity(16);
    for (at, token) in paragraph.tokens.iter().enumerate() {
        let mut matched: u64 = 0;
        for target in query.targets(token.stem) {
            if target.terms & !matched == 0 {
                continue;
            }
            let follows = target.rest.iter().enumerate().all(|(offset, stem)| {
                paragraph
                    .tokens
                    .get(at + 1 + offset)
                    .is_some_and(|next| next.stem == *stem)
            });
            if !follows {
                continue;
            }
            let mut terms = target.terms & !matched;
            matched |= target.terms;
            while terms != 0 {
                let index = terms.trailing_zeros() as usize;
                terms &= terms - 1;
                let Some(term) = query.terms.get(index) else {
                    continue;
                };
                let direct = target.channel == Channel::Stem;
                found.push(Match {
                    token: at,
                    length: 1 + target.rest.len(),
                    sentence: token.sentence as usize,
                    term: index,
                    channel: target.channel,
                    strength: target.strength,
                    exact: direct && term.exact == token.exact,
                    cased: direct
                        && (term.shape.capital && token.shape.capital || term.shape.number),
                });
            }
        }
        if matched == 0
            && let Some(term) = query.headed(token.head).find(|term| {
                let asked = query.terms.get(*term).map(|term| &*term.exact_text);
                asked.is_some_and(|asked| begin_alike(asked, paragraph, at))
            })
        {
            found.push(Match {
                token: at,
                length: 1,
                sentence: token.sentence as usize,
                term,
                channel: Channel::Prefix,
                strength: strength(Channel::Prefix),
                exact: false,
                cased: false,
            });
        }
    }
    found
}

/// Whether the word asked and the paragraph's word share at least four letters and half of the
/// longer one: `invaded` and `invasion`.
fn begin_alike(asked: &str, paragraph: &Analyzed, at: usize) -> bool {
    let word = paragraph.text.get(paragraph.word(at)).unwrap_or_default();
    let shared = asked
        .chars()
        .zip(word.chars().flat_map(char::to_lowercase))
        .take_while(|(a, b)| a == b)
        .count();
    let longer = asked.chars().count().max(word.chars().count());
    shared >= 4 && shared * 2 >= longer
}

/// Term frequencies by sentence: counted by the word itself, and by anything that stands in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    pub matches: Vec<Match>,
    pub sentences: usize,
    pub terms: usize,
    /// By sentence: whether it has a match.
    touched: Vec<bool>,
    /// By sentence, then term: matches by stem.
    direct: Vec<f32>,
    /// By sentence, then term: all matches, by strength.
    any: Vec<f32>,
}

impl Evidence {
    pub(crate) fn new(query: &Query, paragraph: &Analyzed) -> Self {
        let matches = matches(query, paragraph);
        let terms = query.terms.len().min(TERMS_MAX);
        let sentences = paragraph.sentences.len();
        let mut direct = vec![0.0; sentences * terms];
        let mut any = vec![0.0; sentences * terms];
        let mut touched = vec![false; sentences];
        for hit in &matches {
            if let Some(touched) = touched.get_mut(hit.sentence) {
                *touched = true;
            }
            let cell = hit.sentence * terms + hit.term;
            if let (Some(direct), Some(any)) = (direct.get_mut(cell), any.get_mut(cell)) {
                if hit.channel == Channel::Stem {
                    *direct += 1.0;
                }
                *any += hit.strength;
            }
        }
        Self {
            matches,
            sentences,
            terms,
            touched,
            direct,
            any,
        }
    }

    /// Whether any word that is not grammar's is met.
    pub(crate) fn meets(&self, query: &Query) -> bool {
        let content = |hit: &Match| query.terms.get(hit.term).is_some_and(|term| !term.stopword);
        self.matches.iter().any(content)
    }

    /// Whether anything of the question is met in one sentence.
    pub(crate) fn touches(&self, sentence: usize) -> bool {
        self.touched.get(sentence).copied().unwrap_or_default()
    }

    /// Term frequencies of one sentence, by stem.
    pub(crate) fn direct(&self, sentence: usize) -> &[f32] {
        let at = sentence * self.terms;
        self.direct.get(at..at + self.terms).unwrap_or_default()
    }

    /// Term frequencies of one sentence, anything that stands in counted by its strength.
    pub(crate) fn any(&self, sentence: usize) -> &[f32] {
        let at = sentence * self.terms;
        self.any.get(at..at + self.terms).unwrap_or_default()
    }
}
