//! The numbers a ranking is made of: what a paragraph, and each of its sentences, shows for a
//! question.
//!
//! Every feature is lexical evidence that a person could count by hand, but for those of meaning
//! (`of_meaning.rs`); `data/weights.toml` gives each its weight. `direct` counts words by their stem, `any` also counts what may stand in for
//! them (lexicon, spelling, words that begin alike), by strength.

mod of_meaning;
mod of_paragraph;
mod of_sentence;

pub(crate) use of_meaning::Nearness;
pub(crate) use of_paragraph::compare;

use std::ops::Range;

use crate::evidence::Evidence;
use crate::query::{Query, TERMS_MAX};

/// Names of a paragraph's features, as in the file of weights.
pub(crate) const PARAGRAPH: &[&str] = &[
    "bm25_plain",
    "bm25_focus",
    "bm25_focus_any",
    "sentence_bm25_plain",
    "sentence_bm25_focus",
    "sentence_bm25_any",
    "window_bm25_plain",
    "window_bm25_focus",
    "window_bm25_any",
    "wide_window_bm25_focus",
    "coverage_rare",
    "coverage_rare_any",
    "coverage_focus",
    "coverage_focus_any",
    "sentence_coverage",
    "sentence_coverage_any",
    "window_coverage",
    "window_coverage_any",
    "adjacent_pairs",
    "adjacent_content_pairs",
    "proximity",
    "longest_run",
    "exact_forms",
    "cased_names",
    "numbers",
    "stand_ins",
    "rarest_word",
    "terms_matched",
    "heading_coverage",
    "answer_kind",
    "length",
    "is_summary",
    "best_sentence",
    "sentence_idf_sum",
    "window_any_over_best",
    "bm25_any_over_best",
    "coverage_over_best",
    "sentence_over_best",
    "meaning_paragraph",
    "meaning_sentence",
    "meaning_pair",
    "meaning_marked",
    "meaning_both",
    "meaning_rank",
    "meaning_above_others",
    "meaning_where_words_fail",
];
/// The features relative to the best candidate, and which each compares.
const COMPARED: [(usize, usize); 4] = [
    (paragraph::WINDOW_ANY_OVER_BEST, paragraph::WINDOW_BM25_ANY),
    (paragraph::BM25_ANY_OVER_BEST, paragraph::BM25_FOCUS_ANY),
    (paragraph::COVERAGE_OVER_BEST, paragraph::COVERAGE_FOCUS_ANY),
    (paragraph::SENTENCE_OVER_BEST, paragraph::BEST_SENTENCE),
];

/// Names of a sentence's features, as in the file of weights.
pub(crate) const SENTENCE: &[&str] = &[
    "bm25_plain",
    "bm25_focus",
    "bm25_any",
    "coverage",
    "coverage_any",
    "adjacent_pairs",
    "longest_run",
    "exact_forms",
    "coverage_before",
    "coverage_after",
    "new_terms",
    "answer_kind",
    "asks_number_has_number",
    "asks_date_has_date",
    "asks_person_has_name",
    "asks_place_has_name",
    "asks_reason_has_cue",
    "has_new_name",
    "has_new_number",
    "length",
    "short",
    "first",
    "plain_over_best",
    "any_over_best",
    "coverage_over_best",
    "unmatched_words",
    "cased_names",
    "idf_sum",
    "meaning",
    "meaning_over_best",
    "meaning_beside",
];

/// Where each feature stands in a [`ParagraphRow`].
pub(crate) mod paragraph {
    pub(crate) const BM25_PLAIN: usize = 0;
    pub(crate) const BM25_FOCUS: usize = 1;
    pub(crate) const BM25_FOCUS_ANY: usize = 2;
    pub(crate) const SENTENCE_BM25_PLAIN: usize = 3;
    pub(crate) const SENTENCE_BM25_FOCUS: usize = 4;
    pub(crate) const SENTENCE_BM25_ANY: usize = 5;
    pub(crate) const WINDOW_BM25_PLAIN: usize = 6;
    pub(crate) const WINDOW_BM25_FOCUS: usize = 7;
    pub(crate) const WINDOW_BM25_ANY: usize = 8;
    pub(crate) const WIDE_WINDOW_BM25_FOCUS: usize = 9;
    pub(crate) const COVERAGE_RARE: usize = 10;
    pub(crate) const COVERAGE_RARE_ANY: usize = 11;
    pub(crate) const COVERAGE_FOCUS: usize = 12;
    pub(crate) const COVERAGE_FOCUS_ANY: usize = 13;
    pub(crate) const SENTENCE_COVERAGE: usize = 14;
    pub(crate) const SENTENCE_COVERAGE_ANY: usize = 15;
    pub(crate) const WINDOW_COVERAGE: usize = 16;
    pub(crate) const WINDOW_COVERAGE_ANY: usize = 17;
    pub(crate) const ADJACENT_PAIRS: usize = 18;
    pub(crate) const ADJACENT_CONTENT_PAIRS: usize = 19;
    pub(crate) const PROXIMITY: usize = 20;
    pub(crate) const LONGEST_RUN: usize = 21;
    pub(crate) const EXACT_FORMS: usize = 22;
    pub(crate) const CASED_NAMES: usize = 23;
    pub(crate) const NUMBERS: usize = 24;
    pub(crate) const STAND_INS: usize = 25;
    pub(crate) const RAREST_WORD: usize = 26;
    pub(crate) const TERMS_MATCHED: usize = 27;
    pub(crate) const HEADING_COVERAGE: usize = 28;
    pub(crate) const ANSWER_KIND: usize = 29;
    pub(crate) const LENGTH: usize = 30;
    pub(crate) const IS_SUMMARY: usize = 31;
    pub(crate) const BEST_SENTENCE: usize = 32;
    pub(crate) const SENTENCE_IDF_SUM: usize = 33;
    pub(crate) const WINDOW_ANY_OVER_BEST: usize = 34;
    pub(crate) const BM25_ANY_OVER_BEST: usize = 35;
    pub(crate) const COVERAGE_OVER_BEST: usize = 36;
    pub(crate) const SENTENCE_OVER_BEST: usize = 37;
    pub(crate) const MEANING_PARAGRAPH: usize = 38;
    pub(crate) const MEANING_SENTENCE: usize = 39;
    pub(crate) const MEANING_PAIR: usize = 40;
    pub(crate) const MEANING_MARKED: usize = 41;
    pub(crate) const MEANING_BOTH: usize = 42;
    pub(crate) const MEANING_RANK: usize = 43;
    pub(crate) const MEANING_ABOVE_OTHERS: usize = 44;
    pub(crate) const MEANING_WHERE_WORDS_FAIL: usize = 45;
}

/// Where each feature stands in a [`SentenceRow`].
pub(crate) mod sentence {
    pub(crate) const BM25_PLAIN: usize = 0;
    pub(crate) const BM25_FOCUS: usize = 1;
    pub(crate) const BM25_ANY: usize = 2;
    pub(crate) const COVERAGE: usize = 3;
    pub(crate) const COVERAGE_ANY: usize = 4;
    pub(crate) const ADJACENT_PAIRS: usize = 5;
    pub(crate) const LONGEST_RUN: usize = 6;
    pub(crate) const EXACT_FORMS: usize = 7;
    pub(crate) const COVERAGE_BEFORE: usize = 8;
    pub(crate) const COVERAGE_AFTER: usize = 9;
    pub(crate) const NEW_TERMS: usize = 10;
    pub(crate) const ANSWER_KIND: usize = 11;
    pub(crate) const ASKS_NUMBER_HAS_NUMBER: usize = 12;
    pub(crate) const ASKS_DATE_HAS_DATE: usize = 13;
    pub(crate) const ASKS_PERSON_HAS_NAME: usize = 14;
    pub(crate) const ASKS_PLACE_HAS_NAME: usize = 15;
    pub(crate) const ASKS_REASON_HAS_CUE: usize = 16;
    pub(crate) const HAS_NEW_NAME: usize = 17;
    pub(crate) const HAS_NEW_NUMBER: usize = 18;
    pub(crate) const LENGTH: usize = 19;
    pub(crate) const SHORT: usize = 20;
    pub(crate) const FIRST: usize = 21;
    pub(crate) const PLAIN_OVER_BEST: usize = 22;
    pub(crate) const ANY_OVER_BEST: usize = 23;
    pub(crate) const COVERAGE_OVER_BEST: usize = 24;
    pub(crate) const UNMATCHED_WORDS: usize = 25;
    pub(crate) const CASED_NAMES: usize = 26;
    pub(crate) const IDF_SUM: usize = 27;
    pub(crate) const MEANING: usize = 28;
    pub(crate) const MEANING_OVER_BEST: usize = 29;
    pub(crate) const MEANING_BESIDE: usize = 30;
}

pub(crate) const PARAGRAPH_FEATURES: usize = 46;
pub(crate) const SENTENCE_FEATURES: usize = 31;
/// Features whose names begin so need a model; without one they are 0 and not in the file.
pub(crate) const OF_MEANING: &str = "meaning";

const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Sentences vary less in length than paragraphs, and longer ones hold more answers.
const SENTENCE_B: f32 = 0.4;
/// The usual length of an English news sentence, in words.
const SENTENCE_WORDS: f32 = 24.0;

/// What is known of a paragraph besides its own words.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Surroundings<'a> {
    /// Words of an average paragraph of the index.
    pub average_words: f32,
    /// The stems of the heading it stands under.
    pub heading: &'a [u32],
    pub is_summary: bool,
}

/// One sentence's features.
pub(crate) type SentenceRow = [f32; SENTENCE_FEATURES];
/// One paragraph's features.
pub(crate) type ParagraphRow = [f32; PARAGRAPH_FEATURES];

struct Weights {
    plain: Vec<f32>,
    focus: Vec<f32>,
    rare: Vec<f32>,
    rare_sum: f32,
    focus_sum: f32,
}

impl Weights {
    fn of(query: &Query) -> Self {
        let take = |weight: fn(&crate::query::Term) -> f32| -> Vec<f32> {
            query.terms.iter().map(weight).collect()
        };
        let rare = take(|term| term.rare);
        let focus = take(|term| term.focus);
        Self {
            plain: take(|term| term.plain),
            rare_sum: rare.iter().sum::<f32>().max(f32::MIN_POSITIVE),
            focus_sum: focus.iter().sum::<f32>().max(f32::MIN_POSITIVE),
            rare,
            focus,
        }
    }
}

/// The weights of the terms that a paragraph meets, in [`Evidence::met`]'s order.
pub(crate) struct MetWeights {
    /// The plain ones, then as many focused ones, then the rare.
    all: Box<[f32]>,
    met: usize,
}

/// What is read off a question once for all its candidates.
pub(crate) struct Reading<'a> {
    query: &'a Query,
    weights: Weights,
    /// By term: which terms stand right after it in the question, as bits.
    follows: Vec<u64>,
    /// Neighbouring content words of the question.
    content_pairs: Vec<(usize, usize)>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(query: &'a Query) -> Self {
        let mut follows = vec![0_u64; query.terms.len()];
        for pair in query.sequence.windows(2) {
            if let [a, b] = pair
                && let Some(bits) = follows.get_mut(*a)
            {
                *bits |= 1 << b;
            }
        }
        let is_content = |index: &usize| query.terms.get(*index).is_some_and(|t| !t.stopword);
        let content: Vec<usize> = query.sequence.iter().copied().filter(is_content).collect();
        let mut content_pairs = Vec::with_capacity(content.len());
        for pair in content.windows(2) {
            if let [a, b] = *pair
                && a != b
            {
                content_pairs.push((a, b));
            }
        }
        Self {
            query,
            weights: Weights::of(query),
            follows,
            content_pairs,
        }
    }
}

impl Reading<'_> {
    /// The weights of the terms that a paragraph meets: it is the others, most often most, that
    /// would cost time.
    pub(crate) fn weights_of(&self, evidence: &Evidence) -> MetWeights {
        let weights = &self.weights;
        let mut all = Vec::with_capacity(3 * evidence.met.len());
        for of_all in [&weights.plain, &weights.focus, &weights.rare] {
            let weight = |term: &usize| of_all.get(*term).copied().unwrap_or_default();
            all.extend(evidence.met.iter().map(weight));
        }
        MetWeights {
            all: all.into(),
            met: evidence.met.len(),
        }
    }
}

impl MetWeights {
    fn plain(&self) -> &[f32] {
        self.all.get(..self.met).unwrap_or_default()
    }

    fn focus(&self) -> &[f32] {
        self.all.get(self.met..2 * self.met).unwrap_or_default()
    }

    fn rare(&self) -> &[f32] {
        self.all.get(2 * self.met..).unwrap_or_default()
    }
}

/// BM25's length normalisation, with `k1` folded in.
fn length_norm(words: f32, average: f32, b: f32) -> f32 {
    K1 * (1.0 - b + b * words / average)
}

fn bm25(weights: &[f32], frequencies: &[f32], norm: f32) -> f32 {
    weights
        .iter()
        .zip(frequencies)
        // A frequency of 0 adds 0: `norm` is above it.
        .map(|(weight, frequency)| weight * frequency * (K1 + 1.0) / (frequency + norm))
        .sum()
}

fn coverage(weights: &[f32], frequencies: &[f32]) -> f32 {
    weights
        .iter()
        .zip(frequencies)
        .map(|(weight, frequency)| weight * frequency.min(1.0))
        .sum()
}

fn idf_sum(weights: &[f32], frequencies: &[f32]) -> f32 {
    weights
        .iter()
        .zip(frequencies)
        .filter(|(_, frequency)| **frequency > 0.0)
        .map(|(weight, _)| weight)
        .sum()
}

/// What a sentence covers that the one before it does not.
fn new_terms(weights: &[f32], own: &[f32], before: Option<&[f32]>) -> f32 {
    let before = before.unwrap_or_default();
    weights
        .iter()
        .zip(own)
        .enumerate()
        .map(|(index, (weight, own))| {
            let known = before.get(index).copied().unwrap_or_default();
            weight * (own.min(1.0) - known.min(1.0)).max(0.0)
        })
        .sum()
}

/// Room for the frequencies of the terms met.
type Frequencies = [f32; TERMS_MAX];

/// Term frequencies of several sentences together, in `room`.
fn summed<'r>(
    evidence: &Evidence,
    sentences: Range<usize>,
    of: fn(&Evidence, usize) -> &[f32],
    room: &'r mut Frequencies,
) -> &'r [f32] {
    let sums = room.get_mut(..evidence.met.len()).unwrap_or_default();
    sums.fill(0.0);
    for index in sentences {
        for (total, one) in sums.iter_mut().zip(of(evidence, index)) {
            *total += one;
        }
    }
    sums
}

#[expect(
    clippy::cast_precision_loss,
    reason = "word counts stay far below 2^24"
)]
fn as_f32(count: usize) -> f32 {
    count as f32
}
