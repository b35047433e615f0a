//! Mending a question's misspelled words against the index's own vocabulary.

use std::sync::LazyLock;

use levenshtein_automata::{DFA, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use crate::analyzer::Analyzer;
use crate::snapshot::Snapshot;

/// Shorter words are left as they are: too many words are one letter away.
const MENDED_FROM_CHARS: usize = 4;
/// Words from this long may differ by two letters.
const TWO_EDITS_FROM_CHARS: usize = 8;

/// The index's word that `exact` (with the stem `stem`) most likely misspells, and its stem: the
/// nearest by edit distance, swapped neighbours counting one; ties go to the more frequent, then
/// the alphabet.
pub(crate) fn mend(
    snapshot: &Snapshot,
    analyzer: &mut Analyzer,
    exact: &str,
    stem: &str,
) -> Option<(String, String)> {
    let fields = snapshot.fields;
    let length = exact.chars().count();
    if length < MENDED_FROM_CHARS {
        return None;
    }
    let edits = if length >= TWO_EDITS_FROM_CHARS { 2 } else { 1 };
    let mut best: Option<Found> = None;
    for (field, word) in [(fields.exact, exact), (fields.stem, stem)] {
        for found in near(snapshot, field, word, edits) {
            let same_start = found.word.chars().next() == word.chars().next();
            if !same_start && (found.distance > 1 || length < 6) {
                continue;
            }
            if best.as_ref().is_none_or(|best| found.rank() < best.rank()) {
                best = Some(found);
            }
        }
    }
    let found = best?;
    let stem = analyzer.forms(&found.word).stem.to_string();
    // A word found in the stem field is a stem already.
    let is_word = snapshot.statistics.count(fields.stem, &stem) > 0;
    Some((found.word.clone(), if is_word { stem } else { found.word }))
}

/// Whether two words differ by one letter, or by two neighbours swapped.
pub(crate) fn is_one_edit(one: &str, other: &str) -> bool {
    let distance = BUILDERS[0].build_dfa(one).eval(other);
    distance == levenshtein_automata::Distance::Exact(1)
}

static BUILDERS: LazyLock<[LevenshteinAutomatonBuilder; 2]> = LazyLock::new(|| {
    [
        LevenshteinAutomatonBuilder::new(1, true),
        LevenshteinAutomatonBuilder::new(2, true),
    ]
});

/// A Levenshtein automaton, as the term dictionary walks it.
struct Near(DFA);

impl Automaton for Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(
            self.0.distance(*state),
            levenshtein_automata::Distance::Exact(_)
        )
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// A word of the index near another.
pub(crate) struct Found {
    pub word: String,
    distance: u8,
    /// In how many paragraphs it stands.
    pub count: u32,
}

impl Found {
    fn rank(&self) -> (u8, std::cmp::Reverse<u32>, &str) {
        (self.distance, std::cmp::Reverse(self.count), &self.word)
    }
}

/// The words of `field` that differ from `word` by the fewest letters, `edits` at most.
pub(crate) fn near(snapshot: &Snapshot, field: Field, word: &str, edits: u8) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for distance in 1..=edits {
        let Some(builder) = BUILDERS.get(usize::from(distance) - 1) else {
            continue;
        };
        let near = Near(builder.build_dfa(word));
        snapshot.statistics.each_word(field, &near, |term, count| {
            match found.iter_mut().find(|known| known.word == term) {
                Some(known) => known.count += count,
                None => found.push(Found {
                    word: term.into(),
                    distance,
                    count,
                }),
            }
        });
        if !found.is_empty() {
            break;
        }
    }
    found
}
