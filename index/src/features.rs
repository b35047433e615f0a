//! The numbers a ranking is made of: what a paragraph, and each of its sentences, shows for a
//! question.
//!
//! Every feature is lexical evidence that a person could count by hand; `data/weights.toml` gives
//! each its weight. `direct` counts words by their stem, `any` also counts what may stand in for
//! them (lexicon, spelling, words that begin alike), by strength.

use std::ops::Range;

use crate::analyzed::Analyzed;
use crate::cues::Cue;
use crate::evidence::{Evidence, Match};
use crate::query::{Asks, Channel, Query, TERMS_MAX};

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
}

pub(crate) const PARAGRAPH_FEATURES: usize = 38;
pub(crate) const SENTENCE_FEATURES: usize = 28;

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

    /// The features of every sentence of a paragraph.
    pub(crate) fn sentences(&self, paragraph: &Analyzed, evidence: &Evidence) -> Vec<SentenceRow> {
        let count = evidence.sentences;
        let weights = &self.weights;
        let mut rows: Vec<SentenceRow> = Vec::with_capacity(count);
        let mut matches = evidence.matches.as_slice();
        for (index, sentence) in paragraph.sentences.iter().enumerate() {
            let words = as_f32(sentence.tokens.len());
            let norm = length_norm(words, SENTENCE_WORDS, SENTENCE_B);
            let direct = evidence.direct(index);
            let any = evidence.any(index);
            let neighbour = |at: Option<usize>| {
                at.filter(|at| *at < count).map_or(0.0, |at| {
                    coverage(&weights.rare, evidence.any(at)) / weights.rare_sum
                })
            };
            let kinds = Kinds::of(paragraph, &mut matches, index);
            let asks = self.query.asks;
            let own = coverage(&weights.rare, any);
            let before_index = index.checked_sub(1);
            let mut row = [0.0; SENTENCE_FEATURES];
            row[sentence::BM25_PLAIN] = bm25(&weights.plain, direct, norm);
            row[sentence::BM25_FOCUS] = bm25(&weights.focus, direct, norm);
            row[sentence::BM25_ANY] = bm25(&weights.focus, any, norm);
            row[sentence::COVERAGE] = coverage(&weights.rare, direct) / weights.rare_sum;
            row[sentence::COVERAGE_ANY] = own / weights.rare_sum;
            row[sentence::COVERAGE_BEFORE] = neighbour(before_index);
            row[sentence::COVERAGE_AFTER] = neighbour(Some(index + 1));
            row[sentence::NEW_TERMS] =
                new_terms(&weights.rare, any, before_index.map(|at| evidence.any(at)))
                    / weights.rare_sum;
            row[sentence::ANSWER_KIND] = f32::from(kinds.answers(asks));
            row[sentence::ASKS_NUMBER_HAS_NUMBER] =
                f32::from(asks == Asks::Number && kinds.new_number);
            row[sentence::ASKS_DATE_HAS_DATE] = f32::from(asks == Asks::Date && kinds.new_date);
            row[sentence::ASKS_PERSON_HAS_NAME] = f32::from(asks == Asks::Person && kinds.new_name);
            row[sentence::ASKS_PLACE_HAS_NAME] = f32::from(asks == Asks::Place && kinds.new_name);
            row[sentence::ASKS_REASON_HAS_CUE] = f32::from(asks == Asks::Reason && kinds.reason);
            row[sentence::HAS_NEW_NAME] = f32::from(kinds.new_name);
            row[sentence::HAS_NEW_NUMBER] = f32::from(kinds.new_number);
            row[sentence::LENGTH] = (1.0 + words).ln();
            row[sentence::SHORT] = f32::from(words < 6.0);
            row[sentence::FIRST] = f32::from(index == 0);
            row[sentence::UNMATCHED_WORDS] = (1.0 + as_f32(kinds.unmatched)).ln();
            row[sentence::IDF_SUM] = idf_sum(&weights.focus, any);
            rows.push(row);
        }
        self.note_runs(evidence, &mut rows);
        for hit in &evidence.matches {
            let Some(term) = self.query.terms.get(hit.term) else {
                continue;
            };
            if let Some(row) = rows.get_mut(hit.sentence) {
                if hit.exact && !term.stopword {
                    row[sentence::EXACT_FORMS] += term.focus / weights.focus_sum;
                }
                if hit.cased && !term.stopword {
                    row[sentence::CASED_NAMES] += term.rare / weights.rare_sum;
                }
            }
        }
        for (target, source) in [
            (sentence::PLAIN_OVER_BEST, sentence::BM25_PLAIN),
            (sentence::ANY_OVER_BEST, sentence::BM25_ANY),
            (sentence::COVERAGE_OVER_BEST, sentence::COVERAGE_ANY),
        ] {
            let best = rows.iter().map(|row| row[source]).fold(0.0, f32::max);
            for row in &mut rows {
                row[target] = if best > 0.0 { row[source] / best } else { 0.0 };
            }
        }
        rows
    }

    /// By sentence: how many question words stand in a row as in the question, and the weight of
    /// the pairs that do.
    fn note_runs(&self, evidence: &Evidence, rows: &mut [SentenceRow]) {
        let weight = |term: usize| self.weights.plain.get(term).copied().unwrap_or_default();
        for row in rows.iter_mut() {
            row[sentence::LONGEST_RUN] = 0.0;
        }
        let mut length = 1.0_f32;
        let mut before: Option<(usize, usize)> = None;
        for hit in evidence
            .matches
            .iter()
            .filter(|hit| hit.channel >= Channel::Same)
        {
            let row = rows.get_mut(hit.sentence);
            let adjacent = before.filter(|&(at, term)| {
                hit.token == at + 1
                    && self
                        .follows
                        .get(term)
                        .is_some_and(|bits| bits >> hit.term & 1 == 1)
            });
            match (adjacent, row) {
                (Some((_, term)), Some(row)) => {
                    length += 1.0;
                    row[sentence::LONGEST_RUN] = row[sentence::LONGEST_RUN].max(length);
                    row[sentence::ADJACENT_PAIRS] += weight(term).min(weight(hit.term));
                }
                _ => length = 1.0,
            }
            before = Some((hit.token, hit.term));
        }
    }

    /// For neighbouring content words of the question: how often they stand side by side in the
    /// paragraph, in either order, and how near they come.
    fn nearness(&self, evidence: &Evidence) -> (f32, f32) {
        let weight = |term: usize| self.weights.focus.get(term).copied().unwrap_or_default();
        let (mut adjacent, mut near) = (0.0, 0.0);
        for &(a, b) in &self.content_pairs {
            let (mut last_a, mut last_b): (Option<usize>, Option<usize>) = (None, None);
            let mut nearest = usize::MAX;
            for hit in evidence
                .matches
                .iter()
                .filter(|hit| hit.channel >= Channel::Same)
            {
                if hit.term == a {
                    last_a = Some(hit.token);
                } else if hit.term == b {
                    last_b = Some(hit.token);
                } else {
                    continue;
                }
                if let (Some(x), Some(y)) = (last_a, last_b) {
                    nearest = nearest.min(x.abs_diff(y));
                }
            }
            if nearest < usize::MAX {
                let pair = weight(a).min(weight(b));
                near += pair / as_f32(nearest.max(1));
                if nearest <= 1 {
                    adjacent += pair;
                }
            }
        }
        (adjacent, near)
    }

    /// The features of a paragraph, those relative to the other candidates left 0; `best` is the
    /// score of its best sentence.
    pub(crate) fn paragraph(
        &self,
        paragraph: &Analyzed,
        evidence: &Evidence,
        sentences: &[SentenceRow],
        best: f32,
        around: &Surroundings<'_>,
    ) -> ParagraphRow {
        let weights = &self.weights;
        let words = as_f32(paragraph.tokens.len());
        let norm = length_norm(words, around.average_words.max(1.0), B);
        let whole_direct = summed(evidence, 0..evidence.sentences, Evidence::direct);
        let whole_any = summed(evidence, 0..evidence.sentences, Evidence::any);
        let best_of = |feature: usize| sentences.iter().map(|row| row[feature]).fold(0.0, f32::max);
        let mut row = [0.0; PARAGRAPH_FEATURES];
        row[paragraph::BM25_PLAIN] = bm25(&weights.plain, &whole_direct, norm);
        row[paragraph::BM25_FOCUS] = bm25(&weights.focus, &whole_direct, norm);
        row[paragraph::BM25_FOCUS_ANY] = bm25(&weights.focus, &whole_any, norm);
        row[paragraph::SENTENCE_BM25_PLAIN] = best_of(sentence::BM25_PLAIN);
        row[paragraph::SENTENCE_BM25_FOCUS] = best_of(sentence::BM25_FOCUS);
        row[paragraph::SENTENCE_BM25_ANY] = best_of(sentence::BM25_ANY);
        for (width, direct_features) in [(2, true), (3, false)] {
            for start in 0..evidence.sentences {
                let range = start..(start + width).min(evidence.sentences);
                let tokens: usize = paragraph
                    .sentences
                    .get(range.clone())
                    .unwrap_or_default()
                    .iter()
                    .map(|sentence| sentence.tokens.len())
                    .sum();
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a window has two or three sentences"
                )]
                let norm = length_norm(as_f32(tokens), SENTENCE_WORDS * width as f32, SENTENCE_B);
                let direct = summed(evidence, range.clone(), Evidence::direct);
                if direct_features {
                    let any = summed(evidence, range, Evidence::any);
                    row[paragraph::WINDOW_BM25_PLAIN] =
                        row[paragraph::WINDOW_BM25_PLAIN].max(bm25(&weights.plain, &direct, norm));
                    row[paragraph::WINDOW_BM25_FOCUS] =
                        row[paragraph::WINDOW_BM25_FOCUS].max(bm25(&weights.focus, &direct, norm));
                    row[paragraph::WINDOW_BM25_ANY] =
                        row[paragraph::WINDOW_BM25_ANY].max(bm25(&weights.focus, &any, norm));
                    row[paragraph::WINDOW_COVERAGE] = row[paragraph::WINDOW_COVERAGE]
                        .max(coverage(&weights.rare, &direct) / weights.rare_sum);
                    row[paragraph::WINDOW_COVERAGE_ANY] = row[paragraph::WINDOW_COVERAGE_ANY]
                        .max(coverage(&weights.rare, &any) / weights.rare_sum);
                } else {
                    row[paragraph::WIDE_WINDOW_BM25_FOCUS] = row[paragraph::WIDE_WINDOW_BM25_FOCUS]
                        .max(bm25(&weights.focus, &direct, norm));
                }
            }
        }
        row[paragraph::COVERAGE_RARE] = coverage(&weights.rare, &whole_direct) / weights.rare_sum;
        row[paragraph::COVERAGE_RARE_ANY] = coverage(&weights.rare, &whole_any) / weights.rare_sum;
        row[paragraph::COVERAGE_FOCUS] =
            coverage(&weights.focus, &whole_direct) / weights.focus_sum;
        row[paragraph::COVERAGE_FOCUS_ANY] =
            coverage(&weights.focus, &whole_any) / weights.focus_sum;
        row[paragraph::SENTENCE_COVERAGE] = best_of(sentence::COVERAGE);
        row[paragraph::SENTENCE_COVERAGE_ANY] = best_of(sentence::COVERAGE_ANY);
        let (run, adjacent) = (
            best_of(sentence::LONGEST_RUN),
            sentences
                .iter()
                .map(|row| row[sentence::ADJACENT_PAIRS])
                .sum::<f32>(),
        );
        row[paragraph::ADJACENT_PAIRS] = adjacent;
        let (content, near) = self.nearness(evidence);
        row[paragraph::ADJACENT_CONTENT_PAIRS] = content;
        row[paragraph::PROXIMITY] = near;
        row[paragraph::LONGEST_RUN] = run;
        let mut seen: (u64, u64) = (0, 0);
        for hit in &evidence.matches {
            let Some(term) = self.query.terms.get(hit.term) else {
                continue;
            };
            let bit = 1_u64 << hit.term;
            if hit.exact && seen.0 & bit == 0 {
                seen.0 |= bit;
                row[paragraph::EXACT_FORMS] += term.focus / weights.focus_sum;
            }
            if hit.cased && seen.1 & bit == 0 && !term.stopword {
                seen.1 |= bit;
                if term.shape.number {
                    row[paragraph::NUMBERS] += 1.0;
                } else {
                    row[paragraph::CASED_NAMES] += term.focus / weights.focus_sum;
                }
            }
        }
        for (index, term) in self.query.terms.iter().enumerate() {
            let direct = whole_direct.get(index).copied().unwrap_or_default();
            let any = whole_any.get(index).copied().unwrap_or_default();
            if direct == 0.0 && any > 0.0 {
                row[paragraph::STAND_INS] += any.min(1.0) * term.focus / weights.focus_sum;
            }
            if direct > 0.0 {
                row[paragraph::RAREST_WORD] = row[paragraph::RAREST_WORD].max(term.focus);
            }
            if any > 0.0 && !term.stopword {
                row[paragraph::TERMS_MATCHED] += 1.0;
            }
        }
        row[paragraph::HEADING_COVERAGE] = around
            .heading
            .iter()
            .flat_map(|stem| self.query.targets(*stem))
            .filter(|target| target.channel >= Channel::Same && target.rest.is_empty())
            .fold((0_u64, 0.0_f32), |(mask, sum), target| {
                let new = target.terms & !mask;
                let gain: f32 = self
                    .query
                    .terms
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| new >> index & 1 == 1)
                    .map(|(_, term)| term.focus)
                    .sum();
                (mask | new, sum + gain)
            })
            .1
            / weights.focus_sum;
        row[paragraph::ANSWER_KIND] = best_of(sentence::ANSWER_KIND);
        row[paragraph::LENGTH] = (1.0 + words).ln();
        row[paragraph::IS_SUMMARY] = f32::from(around.is_summary);
        row[paragraph::BEST_SENTENCE] = best;
        row[paragraph::SENTENCE_IDF_SUM] = best_of(sentence::IDF_SUM);
        row
    }
}

/// Fills in the features relative to the best candidate.
pub(crate) fn compare(rows: &mut [ParagraphRow]) {
    for (target, source) in COMPARED {
        let best = rows.iter().map(|row| row[source]).fold(f32::MIN, f32::max);
        for row in rows.iter_mut() {
            row[target] = if source == paragraph::BEST_SENTENCE {
                row[source] - best
            } else if best > 0.0 {
                row[source] / best
            } else {
                0.0
            };
        }
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
        .filter(|(_, frequency)| **frequency > 0.0)
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

/// Term frequencies of several sentences together.
fn summed(
    evidence: &Evidence,
    sentences: Range<usize>,
    of: fn(&Evidence, usize) -> &[f32],
) -> [f32; TERMS_MAX] {
    let mut sum = [0.0; TERMS_MAX];
    for index in sentences {
        for (total, one) in sum.iter_mut().zip(of(evidence, index)) {
            *total += one;
        }
    }
    sum
}

#[expect(
    clippy::cast_precision_loss,
    reason = "word counts stay far below 2^24"
)]
fn as_f32(count: usize) -> f32 {
    count as f32
}

/// What kinds of things a sentence holds beyond the question's own words.
struct Kinds {
    new_name: bool,
    new_number: bool,
    new_date: bool,
    reason: bool,
    unmatched: usize,
}

impl Kinds {
    /// `matches` are those from this sentence on; they are left at the next sentence.
    fn of(paragraph: &Analyzed, matches: &mut &[Match], sentence: usize) -> Self {
        let mut kinds = Self {
            new_name: false,
            new_number: false,
            new_date: false,
            reason: false,
            unmatched: 0,
        };
        let Some(span) = paragraph.sentences.get(sentence) else {
            return kinds;
        };
        let here = paragraph
            .tokens
            .get(span.tokens.clone())
            .unwrap_or_default();
        for (at, token) in span.tokens.clone().zip(here) {
            kinds.reason |= token.cue == Some(Cue::Reason);
            let mut matched = false;
            while let Some((hit, rest)) = matches.split_first() {
                if hit.token > at {
                    break;
                }
                matched |= hit.token == at;
                *matches = rest;
            }
            if matched {
                continue;
            }
            kinds.new_date |= token.shape.year || token.cue == Some(Cue::Date);
            kinds.new_number |= token.shape.number || token.cue == Some(Cue::Number);
            kinds.new_name |= token.shape.capital && !token.shape.first;
            kinds.unmatched += 1;
        }
        kinds
    }

    fn answers(&self, asks: Asks) -> bool {
        match asks {
            Asks::Number => self.new_number,
            Asks::Date => self.new_date,
            Asks::Person | Asks::Place => self.new_name,
            Asks::Reason => self.reason,
            Asks::Other => false,
        }
    }
}
