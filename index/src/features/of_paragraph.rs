//! What a paragraph shows for a question.

use crate::analyzed::Analyzed;
use crate::evidence::Evidence;
use crate::features::{
    B, COMPARED, MetWeights, PARAGRAPH_FEATURES, ParagraphRow, Reading, SENTENCE_B, SENTENCE_WORDS,
    SentenceRow, Surroundings, as_f32, bm25, coverage, length_norm, of_meaning, paragraph,
    sentence, summed,
};
use crate::query::{Channel, TERMS_MAX};

/// Fills in the features relative to the best candidate.
pub(crate) fn compare(rows: &mut [&mut ParagraphRow]) {
    of_meaning::compare(rows);
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

impl Reading<'_> {
    /// The features of a paragraph, those relative to the other candidates left 0; `best` is the
    /// score of its best sentence.
    pub(crate) fn paragraph(
        &self,
        paragraph: &Analyzed,
        evidence: &Evidence,
        sentences: &[SentenceRow],
        weights: &MetWeights,
        best: f32,
        around: &Surroundings<'_>,
    ) -> ParagraphRow {
        let sums = &self.weights;
        let words = as_f32(paragraph.tokens.len());
        let norm = length_norm(words, around.average_words.max(1.0), B);
        let (mut direct, mut any) = ([0.0; TERMS_MAX], [0.0; TERMS_MAX]);
        let whole = 0..evidence.sentences;
        let whole_direct = summed(evidence, whole.clone(), Evidence::direct, &mut direct);
        let whole_any = summed(evidence, whole, Evidence::any, &mut any);
        let best_of = |feature: usize| sentences.iter().map(|row| row[feature]).fold(0.0, f32::max);
        let mut row = [0.0; PARAGRAPH_FEATURES];
        row[paragraph::BM25_PLAIN] = bm25(weights.plain(), whole_direct, norm);
        row[paragraph::BM25_FOCUS] = bm25(weights.focus(), whole_direct, norm);
        row[paragraph::BM25_FOCUS_ANY] = bm25(weights.focus(), whole_any, norm);
        row[paragraph::SENTENCE_BM25_PLAIN] = best_of(sentence::BM25_PLAIN);
        row[paragraph::SENTENCE_BM25_FOCUS] = best_of(sentence::BM25_FOCUS);
        row[paragraph::SENTENCE_BM25_ANY] = best_of(sentence::BM25_ANY);
        self.note_windows(paragraph, evidence, weights, &mut row);
        row[paragraph::COVERAGE_RARE] = coverage(weights.rare(), whole_direct) / sums.rare_sum;
        row[paragraph::COVERAGE_RARE_ANY] = coverage(weights.rare(), whole_any) / sums.rare_sum;
        row[paragraph::COVERAGE_FOCUS] = coverage(weights.focus(), whole_direct) / sums.focus_sum;
        row[paragraph::COVERAGE_FOCUS_ANY] = coverage(weights.focus(), whole_any) / sums.focus_sum;
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
        self.note_terms(evidence, whole_direct, whole_any, &mut row);
        row[paragraph::HEADING_COVERAGE] = self.heading_coverage(around.heading);
        row[paragraph::ANSWER_KIND] = best_of(sentence::ANSWER_KIND);
        row[paragraph::LENGTH] = (1.0 + words).ln();
        row[paragraph::IS_SUMMARY] = f32::from(around.is_summary);
        row[paragraph::BEST_SENTENCE] = best;
        row[paragraph::SENTENCE_IDF_SUM] = best_of(sentence::IDF_SUM);
        row
    }

    /// The best runs of two and of three sentences.
    fn note_windows(
        &self,
        paragraph: &Analyzed,
        evidence: &Evidence,
        weights: &MetWeights,
        row: &mut ParagraphRow,
    ) {
        let sums = &self.weights;
        let (mut direct, mut any) = ([0.0; TERMS_MAX], [0.0; TERMS_MAX]);
        for (width, direct_features) in [(2, true), (3, false)] {
            for start in 0..evidence.sentences {
                let range = start..(start + width).min(evidence.sentences);
                if !range.clone().any(|index| evidence.touches(index)) {
                    continue;
                }
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
                let direct = summed(evidence, range.clone(), Evidence::direct, &mut direct);
                if direct_features {
                    let any = summed(evidence, range, Evidence::any, &mut any);
                    row[paragraph::WINDOW_BM25_PLAIN] =
                        row[paragraph::WINDOW_BM25_PLAIN].max(bm25(weights.plain(), direct, norm));
                    row[paragraph::WINDOW_BM25_FOCUS] =
                        row[paragraph::WINDOW_BM25_FOCUS].max(bm25(weights.focus(), direct, norm));
                    row[paragraph::WINDOW_BM25_ANY] =
                        row[paragraph::WINDOW_BM25_ANY].max(bm25(weights.focus(), any, norm));
                    row[paragraph::WINDOW_COVERAGE] = row[paragraph::WINDOW_COVERAGE]
                        .max(coverage(weights.rare(), direct) / sums.rare_sum);
                    row[paragraph::WINDOW_COVERAGE_ANY] = row[paragraph::WINDOW_COVERAGE_ANY]
                        .max(coverage(weights.rare(), any) / sums.rare_sum);
                } else {
                    row[paragraph::WIDE_WINDOW_BM25_FOCUS] = row[paragraph::WIDE_WINDOW_BM25_FOCUS]
                        .max(bm25(weights.focus(), direct, norm));
                }
            }
        }
    }

    /// What is counted term by term.
    fn note_terms(
        &self,
        evidence: &Evidence,
        whole_direct: &[f32],
        whole_any: &[f32],
        row: &mut ParagraphRow,
    ) {
        let weights = &self.weights;
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
        let met = evidence
            .met
            .iter()
            .filter_map(|at| self.query.terms.get(*at));
        for (term, (direct, any)) in met.zip(whole_direct.iter().zip(whole_any)) {
            let (direct, any) = (*direct, *any);
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
    }

    /// How much of the question stands in the heading, by itself or by another name.
    fn heading_coverage(&self, heading: &[u32]) -> f32 {
        let mut met = 0_u64;
        for target in heading.iter().flat_map(|stem| self.query.targets(*stem)) {
            if target.channel >= Channel::Same && target.rest.is_empty() {
                met |= target.terms;
            }
        }
        let terms = self.query.terms.iter().enumerate();
        let focus: f32 = terms
            .filter(|(index, _)| met >> index & 1 == 1)
            .map(|(_, term)| term.focus)
            .sum();
        focus / self.weights.focus_sum
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
}
