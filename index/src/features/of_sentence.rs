//! What a sentence shows for a question.

use crate::analyzed::Analyzed;
use crate::evidence::{Evidence, Match};
use crate::features::{
    MetWeights, Reading, SENTENCE_B, SENTENCE_FEATURES, SENTENCE_WORDS, SentenceRow, as_f32, bm25,
    coverage, idf_sum, length_norm, new_terms, sentence,
};
use crate::query::{Asks, Channel};

impl Reading<'_> {
    /// The features of every sentence of a paragraph.
    pub(crate) fn sentences(
        &self,
        paragraph: &Analyzed,
        evidence: &Evidence,
        weights: &MetWeights,
    ) -> Vec<SentenceRow> {
        let count = evidence.sentences;
        let sums = &self.weights;
        let mut rows: Vec<SentenceRow> = Vec::with_capacity(count);
        let mut matches = &*evidence.matches;
        for (index, sentence) in paragraph.sentences.iter().enumerate() {
            let words = as_f32(sentence.tokens.len());
            let norm = length_norm(words, SENTENCE_WORDS, SENTENCE_B);
            let direct = evidence.direct(index);
            let any = evidence.any(index);
            let kinds = Kinds::of(paragraph, &mut matches, index);
            let asks = self.query.asks;
            let before_index = index.checked_sub(1);
            let mut row = [0.0; SENTENCE_FEATURES];
            if evidence.touches(index) {
                row[sentence::BM25_PLAIN] = bm25(weights.plain(), direct, norm);
                row[sentence::BM25_FOCUS] = bm25(weights.focus(), direct, norm);
                row[sentence::BM25_ANY] = bm25(weights.focus(), any, norm);
                row[sentence::COVERAGE] = coverage(weights.rare(), direct) / sums.rare_sum;
                row[sentence::COVERAGE_ANY] = coverage(weights.rare(), any) / sums.rare_sum;
                row[sentence::NEW_TERMS] =
                    new_terms(weights.rare(), any, before_index.map(|at| evidence.any(at)))
                        / sums.rare_sum;
                row[sentence::IDF_SUM] = idf_sum(weights.focus(), any);
            }
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
            rows.push(row);
        }
        let own: Vec<f32> = rows.iter().map(|row| row[sentence::COVERAGE_ANY]).collect();
        for (index, row) in rows.iter_mut().enumerate() {
            let neighbour = |at: Option<usize>| at.and_then(|at| own.get(at)).copied();
            row[sentence::COVERAGE_BEFORE] = neighbour(index.checked_sub(1)).unwrap_or_default();
            row[sentence::COVERAGE_AFTER] = neighbour(Some(index + 1)).unwrap_or_default();
        }
        self.note_runs(evidence, &mut rows);
        for hit in &evidence.matches {
            let Some(term) = self.query.terms.get(hit.term) else {
                continue;
            };
            if let Some(row) = rows.get_mut(hit.sentence) {
                if hit.exact && !term.stopword {
                    row[sentence::EXACT_FORMS] += term.focus / sums.focus_sum;
                }
                if hit.cased && !term.stopword {
                    row[sentence::CASED_NAMES] += term.rare / sums.rare_sum;
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
}

/// What kinds of things a sentence holds beyond the question's own words.
#[expect(clippy::struct_excessive_bools, reason = "one flag for each kind")]
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
        let mut left = span.kinds;
        kinds.reason = left.reasons > 0;
        kinds.unmatched = span.tokens.len();
        let mut before = None;
        while let Some((hit, rest)) = matches.split_first() {
            if hit.token >= span.tokens.end {
                break;
            }
            // Several terms may meet one word.
            if before != Some(hit.token)
                && hit.token >= span.tokens.start
                && let Some(token) = paragraph.tokens.get(hit.token)
            {
                left = left.without(token.kinds());
                kinds.unmatched = kinds.unmatched.saturating_sub(1);
            }
            before = Some(hit.token);
            *matches = rest;
        }
        kinds.new_date = left.dates > 0;
        kinds.new_number = left.numbers > 0;
        kinds.new_name = left.names > 0;
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
