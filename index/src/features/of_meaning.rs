//! How near a paragraph and its sentences come to what a question means.

use crate::features::{
    PARAGRAPH_FEATURES, ParagraphRow, SENTENCE_FEATURES, SentenceRow, as_f32, paragraph, sentence,
};
use crate::generation::Spot;
use crate::vectors::{VectorRef, Vectors};

/// The cosines of a question with a paragraph and with each of its sentences.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nearness {
    paragraph: f32,
    sentences: Vec<f32>,
}

impl Nearness {
    /// How near the paragraph at `spot` is to `question`; nothing where it has no vectors.
    pub(crate) fn of(question: VectorRef<'_>, vectors: &Vectors, spot: Spot) -> Option<Self> {
        let entry = vectors.at(spot.0)?;
        let mut cosines = entry
            .rows
            .map_while(|at| Some(vectors.row(at)?.cosine(question)));
        Some(Self {
            paragraph: cosines.next()?,
            sentences: cosines.collect(),
        })
    }

    /// Fills in the sentences' features of meaning.
    pub(crate) fn note_sentences(&self, rows: &mut [SentenceRow]) {
        let at = |at: Option<usize>| at.and_then(|at| self.sentences.get(at).copied());
        let best = self.best();
        for (index, row) in rows.iter_mut().enumerate() {
            let own = at(Some(index)).unwrap_or_default();
            let beside = [index.checked_sub(1), Some(index + 1)];
            row[sentence::MEANING] = own;
            row[sentence::MEANING_OVER_BEST] = own - best;
            row[sentence::MEANING_BESIDE] = beside.into_iter().filter_map(at).fold(0.0, f32::max);
        }
    }

    /// Fills in a paragraph's features of meaning, those relative to others left 0; `marked` is its
    /// best sentence.
    pub(crate) fn note_paragraph(&self, marked: usize, row: &mut ParagraphRow) {
        let pair = self
            .sentences
            .windows(2)
            .map(|pair| pair.iter().sum::<f32>() / 2.0);
        row[paragraph::MEANING_PARAGRAPH] = self.paragraph;
        row[paragraph::MEANING_SENTENCE] = self.best();
        row[paragraph::MEANING_PAIR] = pair.fold(0.0, f32::max);
        row[paragraph::MEANING_MARKED] = self.sentences.get(marked).copied().unwrap_or_default();
        row[paragraph::MEANING_BOTH] = f32::midpoint(self.paragraph, self.best());
    }

    fn best(&self) -> f32 {
        self.sentences.iter().copied().fold(0.0, f32::max)
    }
}

/// Fills in the features of meaning that compare candidates.
pub(super) fn compare(rows: &mut [&mut ParagraphRow]) {
    let both: Vec<f32> = rows
        .iter()
        .map(|row| row[paragraph::MEANING_BOTH])
        .collect();
    if both.iter().all(|cosine| *cosine == 0.0) {
        return;
    }
    let count = as_f32(both.len().max(1));
    let mean = both.iter().sum::<f32>() / count;
    let spread = both.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count;
    let spread = spread.sqrt().max(0.01);
    let covered = rows
        .iter()
        .map(|row| row[paragraph::COVERAGE_FOCUS_ANY])
        .fold(0.0, f32::max);
    for (row, own) in rows.iter_mut().zip(&both) {
        let nearer = both.iter().filter(|other| *other > own).count();
        let above = (own - mean) / spread;
        row[paragraph::MEANING_RANK] = 1.0 / as_f32(1 + nearer);
        row[paragraph::MEANING_ABOVE_OTHERS] = above;
        row[paragraph::MEANING_WHERE_WORDS_FAIL] = above * (1.0 - covered.min(1.0));
    }
}

const _: () = assert!(paragraph::MEANING_WHERE_WORDS_FAIL + 1 == PARAGRAPH_FEATURES);
const _: () = assert!(sentence::MEANING_BESIDE + 1 == SENTENCE_FEATURES);
