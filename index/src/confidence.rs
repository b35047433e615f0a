//! What tells whether the articles speak of a question, and whether the first passage answers it.
//!
//! The strongest sign by far is how much of the question's rare content is covered, with rarity
//! taken from general text: a raw score says little.

use crate::evidence::Evidence;
use crate::features::{ParagraphRow, SentenceRow};
use crate::query::{Asks, Query};

/// Features of an answer, in the order of [`confidence_features`].
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
];
pub(crate) const CONFIDENCE_FEATURES: usize = 40;

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
    out[0] = row[11];
    out[1] = row[10];
    out[2] = row[17];
    out[3] = row[15];
    out[4] = scored.iter().map(|one| one.row[11]).fold(0.0, f32::max);
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
        out[5] += term.rare * (1.0 - covered);
        out[6] += term.rare * covered;
        if *covered < 0.3 {
            out[7] = out[7].max(term.rare);
            if term.shape.capital || term.shape.number {
                out[15] += term.rare;
            }
        }
        if *covered > 0.6 {
            out[8] = out[8].max(term.rare);
        }
        if term.count > 0 {
            known += term.rare;
        } else if *covered < 0.3 {
            out[20] += term.rare;
        }
    }
    out[9] = scored
        .get(1)
        .map_or(5.0, |second| (first.score - second.score).min(5.0));
    let sum: f32 = scored
        .iter()
        .map(|one| (one.score - first.score).exp())
        .sum();
    out[10] = 1.0 / sum.max(1.0);
    out[11] = (1.0 + words).ln();
    out[12] = if total > 0.0 { known / total } else { 0.0 };
    out[13] = row[19];
    out[14] = row[21];
    out[16] = row[25];
    out[17] = row[20];
    out[18] = row[29];
    out[19] = row[11] * row[11];
    let words = words.max(1.0);
    out[21] = met / words;
    out[22] = met_well / words;
    let in_sentence = marked.is_some_and(|row| row[11] > 0.0);
    let in_paragraph = row[29] > 0.0;
    let asks_kind = query.asks != Asks::Other;
    out[23] = f32::from(asks_kind && !in_sentence);
    out[24] = f32::from(asks_kind && !in_paragraph);
    out[25] = f32::from(query.asks == Asks::Number && !in_sentence);
    out[26] = f32::from(query.asks == Asks::Date && !in_sentence);
    out[27] = f32::from(query.asks == Asks::Person && !in_sentence);
    out[28] = if names > 0.0 { names_met / names } else { 1.0 };
    out[29] = direct / words;
    out[31] = (row[11] - 0.4).max(0.0);
    out[32] = (row[11] - 0.7).max(0.0);
    out[33] = (row[10] - 0.5).max(0.0);
    out[34] = out[5] / words;
    out[35] = out[6] / words;
    out[36] = f32::from(met_well == 0.0);
    out[37] = out[21] * out[21];
    out[38] = if total > 0.0 { out[15] / total } else { 0.0 };
    out[39] = (out[7] - out[8]).max(0.0);
    out[30] = marked.map_or(0.0, |row| (1.0 - row[4]) * words.ln_1p());
    out
}
