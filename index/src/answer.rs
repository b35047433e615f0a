//! What comes back: an [`Answer`] of cited, verbatim passages, or the plain word that none answers.
//!
//! Every text here is a slice of an article; nothing is generated. Ranges are byte ranges of the
//! paragraph's text and always lie on character boundaries.

use std::ops::Range;

use serde::Serialize;

use crate::article::ParagraphId;
use crate::citation::Citation;

/// How far the articles answer the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The first passage is very likely what was asked for.
    Answered,
    /// The closest passages; they touch the question but may not answer it.
    Partly,
    /// The articles do not speak of this; there are no passages.
    NotCovered,
}

/// The reply to one question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// How far the articles answer it.
    pub verdict: Verdict,
    /// The chance, 0 to 1, that the best passage found answers; kept when nothing is shown.
    pub confidence: f32,
    /// Best first; empty when the verdict is [`Verdict::NotCovered`].
    pub passages: Vec<Passage>,
    /// Question words taken for misspelled words of the articles, in question order.
    pub mended: Vec<Mend>,
}

/// A question word and the article word it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mend {
    /// The word as asked.
    pub asked: String,
    /// The word searched for.
    pub searched: String,
}

/// One paragraph that answers, with the part to show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Where it stands.
    #[serde(flatten)]
    pub id: ParagraphId,
    /// The part of the paragraph to show.
    pub excerpt: Excerpt,
    /// The ranking score; comparable within one answer only.
    pub score: f32,
    /// The chance, 0 to 1, that this passage answers.
    pub confidence: f32,
    /// Where to read it.
    pub citation: Citation,
}

/// Whole consecutive sentences of a paragraph, one of them marked as the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The characters at `bytes`, exactly.
    pub text: String,
    /// Where the excerpt stands in its paragraph.
    pub bytes: Range<usize>,
    /// The sentence that answers: within `bytes`, in the paragraph's bytes.
    pub sentence: Range<usize>,
    /// Words matched: within `bytes`, ascending, not overlapping, in the paragraph's bytes.
    pub highlights: Vec<Range<usize>>,
}

impl Excerpt {
    /// The marked sentence's text.
    pub fn sentence_text(&self) -> &str {
        self.slice(&self.sentence)
    }

    /// The excerpt's text at `range`, given in the paragraph's bytes; empty when outside.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        let local = |at: usize| at.checked_sub(self.bytes.start);
        match (local(range.start), local(range.end)) {
            (Some(start), Some(end)) => self.text.get(start..end).unwrap_or_default(),
            _ => "",
        }
    }
}
