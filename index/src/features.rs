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

/// Features of a paragraph, in the order of [`paragraph_features`].
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
/// Where the features relative to the best candidate begin.
const RELATIVE: usize = 34;
/// For each relative feature, which one it compares.
const COMPARED: [usize; 4] = [8, 2, 13, 32];

/// Features of a sentence, in the order of [`sentence_features`].
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
            row[0] = bm25(&weights.plain, direct, norm);
            row[1] = bm25(&weights.focus, direct, norm);
            row[2] = bm25(&weights.focus, any, norm);
            row[3] = coverage(&weights.rare, direct) / weights.rare_sum;
            row[4] = own / weights.rare_sum;
            row[8] = neighbour(before_index);
            row[9] = neighbour(Some(index + 1));
            row[10] = new_terms(&weights.rare, any, before_index.map(|at| evidence.any(at)))
                / weights.rare_sum;
            row[11] = f32::from(kinds.answers(asks));
            row[12] = f32::from(asks == Asks::Number && kinds.new_number);
            row[13] = f32::from(asks == Asks::Date && kinds.new_date);
            row[14] = f32::from(asks == Asks::Person && kinds.new_name);
            row[15] = f32::from(asks == Asks::Place && kinds.new_name);
            row[16] = f32::from(asks == Asks::Reason && kinds.reason);
            row[17] = f32::from(kinds.new_name);
            row[18] = f32::from(kinds.new_number);
            row[19] = (1.0 + words).ln();
            row[20] = f32::from(words < 6.0);
            row[21] = f32::from(index == 0);
            row[25] = (1.0 + as_f32(kinds.unmatched)).ln();
            row[27] = idf_sum(&weights.focus, any);
            rows.push(row);
        }
        self.note_runs(evidence, &mut rows);
        for hit in &evidence.matches {
            let Some(term) = self.query.terms.get(hit.term) else {
                continue;
            };
            if let Some(row) = rows.get_mut(hit.sentence) {
                if hit.exact && !term.stopword {
                    row[7] += term.focus / weights.focus_sum;
                }
                if hit.cased && !term.stopword {
                    row[26] += term.rare / weights.rare_sum;
                }
            }
        }
        for (target, source) in [(22, 0), (23, 2), (24, 4)] {
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
            row[6] = 0.0;
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
                    row[6] = row[6].max(length);
                    row[5] += weight(term).min(weight(hit.term));
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
        row[0] = bm25(&weights.plain, &whole_direct, norm);
        row[1] = bm25(&weights.focus, &whole_direct, norm);
        row[2] = bm25(&weights.focus, &whole_any, norm);
        row[3] = best_of(0);
        row[4] = best_of(1);
        row[5] = best_of(2);
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
                    row[6] = row[6].max(bm25(&weights.plain, &direct, norm));
                    row[7] = row[7].max(bm25(&weights.focus, &direct, norm));
                    row[8] = row[8].max(bm25(&weights.focus, &any, norm));
                    row[16] = row[16].max(coverage(&weights.rare, &direct) / weights.rare_sum);
                    row[17] = row[17].max(coverage(&weights.rare, &any) / weights.rare_sum);
                } else {
                    row[9] = row[9].max(bm25(&weights.focus, &direct, norm));
                }
            }
        }
        row[10] = coverage(&weights.rare, &whole_direct) / weights.rare_sum;
        row[11] = coverage(&weights.rare, &whole_any) / weights.rare_sum;
        row[12] = coverage(&weights.focus, &whole_direct) / weights.focus_sum;
        row[13] = coverage(&weights.focus, &whole_any) / weights.focus_sum;
        row[14] = best_of(3);
        row[15] = best_of(4);
        let (run, adjacent) = (best_of(6), sentences.iter().map(|row| row[5]).sum::<f32>());
        row[18] = adjacent;
        let (content, near) = self.nearness(evidence);
        row[19] = content;
        row[20] = near;
        row[21] = run;
        let mut seen: (u64, u64) = (0, 0);
        for hit in &evidence.matches {
            let Some(term) = self.query.terms.get(hit.term) else {
                continue;
            };
            let bit = 1_u64 << hit.term;
            if hit.exact && seen.0 & bit == 0 {
                seen.0 |= bit;
                row[22] += term.focus / weights.focus_sum;
            }
            if hit.cased && seen.1 & bit == 0 && !term.stopword {
                seen.1 |= bit;
                if term.shape.number {
                    row[24] += 1.0;
                } else {
                    row[23] += term.focus / weights.focus_sum;
                }
            }
        }
        for (index, term) in self.query.terms.iter().enumerate() {
            let direct = whole_direct.get(index).copied().unwrap_or_default();
            let any = whole_any.get(index).copied().unwrap_or_default();
            if direct == 0.0 && any > 0.0 {
                row[25] += any.min(1.0) * term.focus / weights.focus_sum;
            }
            if direct > 0.0 {
                row[26] = row[26].max(term.focus);
            }
            if any > 0.0 && !term.stopword {
                row[27] += 1.0;
            }
        }
        row[28] = around
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
        row[29] = best_of(11);
        row[30] = (1.0 + words).ln();
        row[31] = f32::from(around.is_summary);
        row[32] = best;
        row[33] = best_of(27);
        row
    }
}

/// Fills in the features relative to the best candidate.
pub(crate) fn compare(rows: &mut [ParagraphRow]) {
    for (offset, source) in COMPARED.into_iter().enumerate() {
        let best = rows.iter().map(|row| row[source]).fold(f32::MIN, f32::max);
        for row in rows.iter_mut() {
            row[RELATIVE + offset] = if source == 32 {
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
