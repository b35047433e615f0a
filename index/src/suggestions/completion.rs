//! A table of texts, and those of it that what is typed may become.

use std::collections::HashSet;

use super::folded;
use crate::analyzer::{Analyzer, words};

/// The most characters of a completion: Discord's limit for a choice.
const COMPLETION_MAX_CHARS: usize = 100;
/// The most bytes of what is typed that are read.
const TYPED_MAX_BYTES: usize = 400;
/// How many words at the end of what is typed may be the beginning of a name.
const TAIL_WORDS_MAX: usize = 3;
/// A tail of fewer characters begins too many names.
const TAIL_MIN_CHARS: usize = 2;

/// What a completion is; at equal closeness the first kind comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Name,
    Heading,
    Question,
}

/// Texts to complete to.
#[derive(Debug, Default)]
pub(super) struct Completions {
    entries: Vec<Entry>,
    known: HashSet<String>,
}

#[derive(Debug)]
struct Entry {
    text: String,
    folded: String,
    kind: Kind,
    /// How often it occurs.
    count: u32,
}

/// How what is typed meets an entry, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meets {
    /// The entry begins with it.
    Start,
    /// A word of the entry does.
    WordStart,
    /// Words of the entry begin with its words, in whatever order.
    EveryWord,
    /// It stands inside a word.
    Inside,
}

/// Whether `text` can be a choice.
pub(super) fn fits(text: &str) -> bool {
    (1..=COMPLETION_MAX_CHARS).contains(&text.chars().count())
}

impl Completions {
    /// Adds `text` unless it is there or can't be a choice.
    pub(super) fn add(&mut self, analyzer: &mut Analyzer, text: &str, kind: Kind, count: u32) {
        let folded = folded(analyzer, text);
        if folded.is_empty() || !fits(text) || !self.known.insert(folded.clone()) {
            return;
        }
        self.entries.push(Entry {
            text: text.to_owned(),
            folded,
            kind,
            count,
        });
    }

    /// What `typed` may become, best first.
    pub(super) fn complete(
        &self,
        analyzer: &mut Analyzer,
        typed: &str,
        limit: usize,
    ) -> Vec<String> {
        let mut end = typed.len().min(TYPED_MAX_BYTES);
        while !typed.is_char_boundary(end) {
            end -= 1;
        }
        let typed = typed.get(..end).unwrap_or_default().trim_start();
        let wanted = folded(analyzer, typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Meets, &Entry)> = self
            .entries
            .iter()
            .filter_map(|entry| Some((meets(&wanted, &entry.folded)?, entry)))
            .collect();
        found.sort_by(|(met, a), (other, b)| {
            let place = |met: &Meets, entry: &Entry| (*met, entry.kind, u32::MAX - entry.count);
            place(met, a)
                .cmp(&place(other, b))
                .then_with(|| a.text.chars().count().cmp(&b.text.chars().count()))
        });
        let mut texts: Vec<String> = found
            .into_iter()
            .take(limit)
            .map(|(_, entry)| entry.text.clone())
            .collect();
        for text in self.with_names(analyzer, typed) {
            if texts.len() >= limit {
                break;
            }
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    /// `typed` with its last words completed to a name they begin; the most words first.
    fn with_names(&self, analyzer: &mut Analyzer, typed: &str) -> Vec<String> {
        let starts: Vec<usize> = words(typed).map(|range| range.start).collect();
        let mut texts = Vec::new();
        let longest = starts.len().saturating_sub(1).min(TAIL_WORDS_MAX);
        for length in (1..=longest).rev() {
            let Some(&start) = starts.iter().rev().nth(length - 1) else {
                continue;
            };
            let (head, tail) = typed.split_at(start);
            let tail = folded(analyzer, tail);
            if tail.chars().count() < TAIL_MIN_CHARS {
                continue;
            }
            let begun = |entry: &&Entry| {
                entry.kind == Kind::Name && entry.folded != tail && entry.folded.starts_with(&tail)
            };
            let mut names: Vec<&Entry> = self.entries.iter().filter(begun).collect();
            names.sort_by_key(|entry| u32::MAX - entry.count);
            texts.extend(names.iter().map(|name| format!("{head}{}", name.text)));
        }
        texts.retain(|text| fits(text));
        texts
    }
}

fn meets(wanted: &str, folded: &str) -> Option<Meets> {
    if folded.starts_with(wanted) {
        return Some(Meets::Start);
    }
    let mut inside = false;
    for (at, _) in folded.match_indices(wanted) {
        inside = true;
        if folded.get(..at).is_some_and(|before| before.ends_with(' ')) {
            return Some(Meets::WordStart);
        }
    }
    let begins = |word: &str| folded.split(' ').any(|other| other.starts_with(word));
    if wanted.contains(' ') && wanted.split(' ').all(begins) {
        return Some(Meets::EveryWord);
    }
    // A single letter stands inside everything.
    (inside && wanted.chars().nth(1).is_some()).then_some(Meets::Inside)
}
