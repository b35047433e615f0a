//! Where a paragraph matches a question, and what those matches amount to.
//!
//! [`find_matches`] walks a paragraph's words once; [`Evidence`] sums the matches up by sentence. The
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

/// Leaves in `found` every match of `query` in `paragraph`, by position; at most one for each term
/// and position.
fn find_matches(query: &Query, paragraph: &Analyzed, found: &mut Vec<Match>) {
    found.clear();
    for (at, keys) in paragraph.keys.iter().enumerate() {
        // Nearly every word of a paragraph ends here.
        if !query.may_match(*keys) {
            continue;
        }
        let Some(token) = paragraph.tokens.get(at) else {
            break;
        };
        let mut matched: u64 = 0;
        for target in query.targets(keys.stem) {
            if target.terms & !matched == 0 {
                continue;
            }
            let follows = target.rest.iter().enumerate().all(|(offset, stem)| {
                paragraph
                    .keys
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
            && let Some(term) = query.headed(keys.head).find(|term| {
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
    pub matches: Box<[Match]>,
    pub sentences: usize,
    /// The terms that are met, in the question's order.
    pub met: Box<[usize]>,
    /// By sentence, then term met: matches by stem; after those of all sentences, in the same
    /// order, all matches by strength; then, by sentence, how many matches there are.
    cells: Box<[f32]>,
}

impl Evidence {
    /// What `matches` amount to in a paragraph of so many sentences.
    fn new(sentences: usize, matches: &[Match]) -> Self {
        let bits = matches.iter().fold(0_u64, |bits, hit| bits | 1 << hit.term);
        let mut columns = [0; TERMS_MAX];
        let mut met = Vec::with_capacity(8);
        let mut left = bits;
        while left != 0 {
            let term = left.trailing_zeros() as usize;
            left &= left - 1;
            if let Some(column) = columns.get_mut(term) {
                *column = met.len();
            }
            met.push(term);
        }
        let half = sentences * met.len();
        let mut cells = vec![0.0; half * 2 + sentences].into_boxed_slice();
        let mut add = |at: usize, worth: f32| {
            if let Some(cell) = cells.get_mut(at) {
                *cell += worth;
            }
        };
        for hit in matches {
            let column = columns.get(hit.term).copied().unwrap_or_default();
            let at = hit.sentence * met.len() + column;
            if hit.channel == Channel::Stem {
                add(at, 1.0);
            }
            add(half + at, hit.strength);
            add(half * 2 + hit.sentence, 1.0);
        }
        Self {
            matches: matches.into(),
            sentences,
            met: met.into(),
            cells,
        }
    }

    /// What `paragraph` shows for `query`; nothing when no word of it is met there but grammar's,
    /// unless `whatever` it shows is wanted. `found` is only room to work in.
    pub(crate) fn of(
        query: &Query,
        paragraph: &Analyzed,
        whatever: bool,
        found: &mut Vec<Match>,
    ) -> Option<Self> {
        find_matches(query, paragraph, found);
        let content = |hit: &Match| query.terms.get(hit.term).is_some_and(|term| !term.stopword);
        (whatever || found.iter().any(content)).then(|| Self::new(paragraph.sentences.len(), found))
    }

    /// Whether anything of the question is met in one sentence.
    pub(crate) fn touches(&self, sentence: usize) -> bool {
        let touched = self.sentences * self.met.len() * 2 + sentence;
        self.cells.get(touched).is_some_and(|count| *count > 0.0)
    }

    /// The frequencies of the terms met in one sentence, by stem.
    pub(crate) fn direct(&self, sentence: usize) -> &[f32] {
        let at = sentence * self.met.len();
        self.cells.get(at..at + self.met.len()).unwrap_or_default()
    }

    /// The frequencies of the terms met in one sentence, anything that stands in counted by its strength.
    pub(crate) fn any(&self, sentence: usize) -> &[f32] {
        let at = (self.sentences + sentence) * self.met.len();
        self.cells.get(at..at + self.met.len()).unwrap_or_default()
    }
}
