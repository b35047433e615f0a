//! What tells whether the articles speak of a question, and whether the first passage answers it.
//!
//! The strongest sign by far is how much of the question's rare content is covered, with rarity
//! taken from general text: a raw score says little.

use crate::evidence::Evidence;
use crate::features::{ParagraphRow, SentenceRow, paragraph, sentence};
use crate::query::{Asks, Query};

/// Names of an answer's features, as in the file of weights.
pub(crate) const CONFIDENCE: &[&str] = &[
    "coverage",
    "coverage_direct",
    "window_coverage",
    "sentence_coverage",
    "best_coverage",
    "uncovered_rarity",
    "covered_rarity",
    "rarest_uncovered",
    "rarest_covered",
    "margin",
    "share",
    "content_words",
    "known_words",
    "adjacent_pairs",
    "longest_run",
    "uncovered_names",
    "stand_ins",
    "proximity",
    "answer_kind",
    "coverage_squared",
    "unknown_rarity",
    "words_met",
    "words_met_well",
    "kind_missing_in_sentence",
    "kind_missing_in_paragraph",
    "asks_number_missing",
    "asks_date_missing",
    "asks_person_missing",
    "names_met",
    "direct_words",
    "sentence_unmet_words",
    "coverage_over_40",
    "coverage_over_70",
    "coverage_direct_over_50",
    "uncovered_per_word",
    "covered_per_word",
    "nothing_met_well",
    "words_met_squared",
    "names_unmet_share",
    "rarest_covered_gap",
    "meaning_sentence",
    "meaning_paragraph",
    "meaning_marked",
    "meaning_best",
    "meaning_over_others",
    "meaning_above_others",
    "meaning_is_nearest",
    "meaning_and_coverage",
];
/// Where each feature stands in a [`ConfidenceRow`].
pub(crate) mod at {
    pub(crate) const COVERAGE: usize = 0;
    pub(crate) const COVERAGE_DIRECT: usize = 1;
    pub(crate) const WINDOW_COVERAGE: usize = 2;
    pub(crate) const SENTENCE_COVERAGE: usize = 3;
    pub(crate) const BEST_COVERAGE: usize = 4;
    pub(crate) const UNCOVERED_RARITY: usize = 5;
    pub(crate) const COVERED_RARITY: usize = 6;
    pub(crate) const RAREST_UNCOVERED: usize = 7;
    pub(crate) const RAREST_COVERED: usize = 8;
    pub(crate) const MARGIN: usize = 9;
    pub(crate) const SHARE: usize = 10;
    pub(crate) const CONTENT_WORDS: usize = 11;
    pub(crate) const KNOWN_WORDS: usize = 12;
    pub(crate) const ADJACENT_PAIRS: usize = 13;
    pub(crate) const LONGEST_RUN: usize = 14;
    pub(crate) const UNCOVERED_NAMES: usize = 15;
    pub(crate) const STAND_INS: usize = 16;
    pub(crate) const PROXIMITY: usize = 17;
    pub(crate) const ANSWER_KIND: usize = 18;
    pub(crate) const COVERAGE_SQUARED: usize = 19;
    pub(crate) const UNKNOWN_RARITY: usize = 20;
    pub(crate) const WORDS_MET: usize = 21;
    pub(crate) const WORDS_MET_WELL: usize = 22;
    pub(crate) const KIND_MISSING_IN_SENTENCE: usize = 23;
    pub(crate) const KIND_MISSING_IN_PARAGRAPH: usize = 24;
    pub(crate) const ASKS_NUMBER_MISSING: usize = 25;
    pub(crate) const ASKS_DATE_MISSING: usize = 26;
    pub(crate) const ASKS_PERSON_MISSING: usize = 27;
    pub(crate) const NAMES_MET: usize = 28;
    pub(crate) const DIRECT_WORDS: usize = 29;
    pub(crate) const SENTENCE_UNMET_WORDS: usize = 30;
    pub(crate) const COVERAGE_OVER_40: usize = 31;
    pub(crate) const COVERAGE_OVER_70: usize = 32;
    pub(crate) const COVERAGE_DIRECT_OVER_50: usize = 33;
    pub(crate) const UNCOVERED_PER_WORD: usize = 34;
    pub(crate) const COVERED_PER_WORD: usize = 35;
    pub(crate) const NOTHING_MET_WELL: usize = 36;
    pub(crate) const WORDS_MET_SQUARED: usize = 37;
    pub(crate) const NAMES_UNMET_SHARE: usize = 38;
    pub(crate) const RAREST_COVERED_GAP: usize = 39;
    pub(crate) const MEANING_SENTENCE: usize = 40;
    pub(crate) const MEANING_PARAGRAPH: usize = 41;
    pub(crate) const MEANING_MARKED: usize = 42;
    pub(crate) const MEANING_BEST: usize = 43;
    pub(crate) const MEANING_OVER_OTHERS: usize = 44;
    pub(crate) const MEANING_ABOVE_OTHERS: usize = 45;
    pub(crate) const MEANING_IS_NEAREST: usize = 46;
    pub(crate) const MEANING_AND_COVERAGE: usize = 47;
}

pub(crate) const CONFIDENCE_FEATURES: usize = 48;

/// One answer's features.
pub(crate) type ConfidenceRow = [f32; CONFIDENCE_FEATURES];

/// A scored candidate, as far as confidence cares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scored<'a> {
    pub score: f32,
    pub row: &'a ParagraphRow,
}

/// The features of an answer whose candidates are `scored`, best first; `top` is the evidence in
/// the first, `marked` its marked sentence.
pub(crate) fn confidence_features(
    query: &Query,
    top: &Evidence,
    marked: Option<&SentenceRow>,
    scored: &[Scored<'_>],
) -> ConfidenceRow {
    let mut out = [0.0; CONFIDENCE_FEATURES];
    let Some(first) = scored.first() else {
        return out;
    };
    let row = first.row;
    let mut best = vec![0.0_f32; query.terms.len()];
    for hit in &top.matches {
        if let Some(slot) = best.get_mut(hit.term) {
            *slot = slot.max(hit.strength);
        }
    }
    out[at::COVERAGE] = row[paragraph::COVERAGE_RARE_ANY];
    out[at::COVERAGE_DIRECT] = row[paragraph::COVERAGE_RARE];
    out[at::WINDOW_COVERAGE] = row[paragraph::WINDOW_COVERAGE_ANY];
    out[at::SENTENCE_COVERAGE] = row[paragraph::SENTENCE_COVERAGE_ANY];
    out[at::BEST_COVERAGE] = scored
        .iter()
        .map(|one| one.row[paragraph::COVERAGE_RARE_ANY])
        .fold(0.0, f32::max);
    let (mut words, mut known, mut total) = (0.0_f32, 0.0, 0.0);
    let (mut met, mut met_well, mut direct, mut names, mut names_met) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (term, covered) in query.terms.iter().zip(&best) {
        if term.stopword {
            continue;
        }
        words += 1.0;
        total += term.rare;
        met += f32::from(*covered >= 0.2);
        met_well += f32::from(*covered >= 0.5);
        direct += f32::from(*covered >= 1.0);
        if term.shape.capital {
            names += 1.0;
            names_met += f32::from(*covered >= 0.5);
        }
        out[at::UNCOVERED_RARITY] += term.rare * (1.0 - covered);
        out[at::COVERED_RARITY] += term.rare * covered;
        if *covered < 0.3 {
            out[at::RAREST_UNCOVERED] = out[at::RAREST_UNCOVERED].max(term.rare);
            if term.shape.capital || term.shape.number {
                out[at::UNCOVERED_NAMES] += term.rare;
            }
        }
        if *covered > 0.6 {
            out[at::RAREST_COVERED] = out[at::RAREST_COVERED].max(term.rare);
        }
        if term.count > 0 {
            known += term.rare;
        } else if *covered < 0.3 {
            out[at::UNKNOWN_RARITY] += term.rare;
        }
    }
    out[at::MARGIN] = scored
        .get(1)
        .map_or(5.0, |second| (first.score - second.score).min(5.0));
    let sum: f32 = scored
        .iter()
        .map(|one| (one.score - first.score).exp())
        .sum();
    out[at::SHARE] = 1.0 / sum.max(1.0);
    out[at::CONTENT_WORDS] = (1.0 + words).ln();
    out[at::KNOWN_WORDS] = if total > 0.0 { known / total } else { 0.0 };
    out[at::ADJACENT_PAIRS] = row[paragraph::ADJACENT_CONTENT_PAIRS];
    out[at::LONGEST_RUN] = row[paragraph::LONGEST_RUN];
    out[at::STAND_INS] = row[paragraph::STAND_INS];
    out[at::PROXIMITY] = row[paragraph::PROXIMITY];
    out[at::ANSWER_KIND] = row[paragraph::ANSWER_KIND];
    out[at::COVERAGE_SQUARED] =
        row[paragraph::COVERAGE_RARE_ANY] * row[paragraph::COVERAGE_RARE_ANY];
    let words = words.max(1.0);
    out[at::WORDS_MET] = met / words;
    out[at::WORDS_MET_WELL] = met_well / words;
    let in_sentence = marked.is_some_and(|row| row[sentence::ANSWER_KIND] > 0.0);
    let in_paragraph = row[paragraph::ANSWER_KIND] > 0.0;
    let asks_kind = query.asks != Asks::Other;
    out[at::KIND_MISSING_IN_SENTENCE] = f32::from(asks_kind && !in_sentence);
    out[at::KIND_MISSING_IN_PARAGRAPH] = f32::from(asks_kind && !in_paragraph);
    out[at::ASKS_NUMBER_MISSING] = f32::from(query.asks == Asks::Number && !in_sentence);
    out[at::ASKS_DATE_MISSING] = f32::from(query.asks == Asks::Date && !in_sentence);
    out[at::ASKS_PERSON_MISSING] = f32::from(query.asks == Asks::Person && !in_sentence);
    out[at::NAMES_MET] = if names > 0.0 { names_met / names } else { 1.0 };
    out[at::DIRECT_WORDS] = direct / words;
    out[at::COVERAGE_OVER_40] = (row[paragraph::COVERAGE_RARE_ANY] - 0.4).max(0.0);
    out[at::COVERAGE_OVER_70] = (row[paragraph::COVERAGE_RARE_ANY] - 0.7).max(0.0);
    out[at::COVERAGE_DIRECT_OVER_50] = (row[paragraph::COVERAGE_RARE] - 0.5).max(0.0);
    out[at::UNCOVERED_PER_WORD] = out[at::UNCOVERED_RARITY] / words;
    out[at::COVERED_PER_WORD] = out[at::COVERED_RARITY] / words;
    out[at::NOTHING_MET_WELL] = f32::from(met_well == 0.0);
    out[at::WORDS_MET_SQUARED] = out[at::WORDS_MET] * out[at::WORDS_MET];
    out[at::NAMES_UNMET_SHARE] = if total > 0.0 {
        out[at::UNCOVERED_NAMES] / total
    } else {
        0.0
    };
    out[at::RAREST_COVERED_GAP] = (out[at::RAREST_UNCOVERED] - out[at::RAREST_COVERED]).max(0.0);
    out[at::SENTENCE_UNMET_WORDS] = marked.map_or(0.0, |row| {
        (1.0 - row[sentence::COVERAGE_ANY]) * words.ln_1p()
    });
    note_meaning(first.row, scored, &mut out);
    out
}

/// How near in meaning the first passage is, by itself and beside the others; all 0 without a model.
fn note_meaning(row: &ParagraphRow, scored: &[Scored<'_>], out: &mut ConfidenceRow) {
    let own = row[paragraph::MEANING_BOTH];
    let others = scored
        .iter()
        .skip(1)
        .map(|one| one.row[paragraph::MEANING_BOTH]);
    let other = others.fold(0.0, f32::max);
    if own == 0.0 && other == 0.0 {
        return;
    }
    out[at::MEANING_SENTENCE] = row[paragraph::MEANING_SENTENCE];
    out[at::MEANING_PARAGRAPH] = row[paragraph::MEANING_PARAGRAPH];
    out[at::MEANING_MARKED] = row[paragraph::MEANING_MARKED];
    out[at::MEANING_BEST] = own.max(other);
    out[at::MEANING_OVER_OTHERS] = own - other;
    out[at::MEANING_ABOVE_OTHERS] = row[paragraph::MEANING_ABOVE_OTHERS];
    out[at::MEANING_IS_NEAREST] = f32::from(own >= other);
    out[at::MEANING_AND_COVERAGE] = own * row[paragraph::COVERAGE_RARE_ANY];
}
