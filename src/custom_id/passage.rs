//! Articles and passages by hash, and how they are found again.

use std::ops::Range;

use attache_index::{ArticleHead, ArticleId, ParagraphId, ParagraphText, Passage, Snapshot};

use super::bytes::{read_hash, read_u32, short_hash, write_hash, write_number};

/// An article, by a hash of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArticleRef(pub(super) u32);

/// A passage that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PassageRef {
    pub(crate) article: ArticleRef,
    pub(crate) paragraph: u32,
    /// The marked sentence, in the paragraph's bytes.
    sentence: Range<u32>,
    sentence_hash: u32,
}

/// A passage found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: ParagraphId,
    pub(crate) text: ParagraphText,
    /// The marked sentence, in the paragraph's bytes.
    pub(crate) sentence: Range<usize>,
}

/// Why a passage cannot be shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Its article or its paragraph is not there any more.
    Gone,
    /// The paragraph says something else now.
    Changed,
}

impl ArticleRef {
    pub(crate) fn new(id: &ArticleId) -> Self {
        Self(short_hash(id.as_str()))
    }

    /// The article in `snapshot`; of two with one hash, the first.
    pub(crate) fn find(self, snapshot: &Snapshot) -> Option<&ArticleHead> {
        self.candidates(snapshot).next()
    }

    fn candidates(self, snapshot: &Snapshot) -> impl Iterator<Item = &ArticleHead> {
        snapshot
            .articles()
            .iter()
            .filter(move |head| Self::new(&head.id) == self)
    }
}

impl PassageRef {
    /// A paragraph and the sentence marked in it; none for a sentence beyond 4 GiB.
    pub(crate) fn new(
        id: &ParagraphId,
        sentence: &Range<usize>,
        sentence_text: &str,
    ) -> Option<Self> {
        let (start, end) = (
            sentence.start.try_into().ok()?,
            sentence.end.try_into().ok()?,
        );
        Some(Self {
            article: ArticleRef::new(&id.article),
            paragraph: id.paragraph,
            sentence: start..end,
            sentence_hash: short_hash(sentence_text),
        })
    }

    pub(crate) fn of(passage: &Passage) -> Option<Self> {
        let excerpt = &passage.excerpt;
        Self::new(&passage.id, &excerpt.sentence, excerpt.sentence_text())
    }

    /// The passage in `snapshot`, in another paragraph of its article if it moved there.
    ///
    /// # Errors
    /// Why it cannot be shown again.
    pub(crate) fn find(&self, snapshot: &Snapshot) -> Result<Found, Missing> {
        let mut missing = Missing::Gone;
        for head in self.article.candidates(snapshot) {
            if let Some(found) = self.at(snapshot, head, self.paragraph) {
                return Ok(found);
            }
            let first = u32::from(!head.summary);
            let moved = (first..=head.paragraphs).find_map(|n| self.at(snapshot, head, n));
            if let Some(found) = moved {
                return Ok(found);
            }
            if (first..=head.paragraphs).contains(&self.paragraph) {
                missing = Missing::Changed;
            }
        }
        Err(missing)
    }

    fn at(&self, snapshot: &Snapshot, head: &ArticleHead, paragraph: u32) -> Option<Found> {
        let id = ParagraphId {
            article: head.id.clone(),
            paragraph,
        };
        let text = snapshot.paragraph(&id)?;
        let sentence = self.sentence.start as usize..self.sentence.end as usize;
        let same = short_hash(text.text.get(sentence.clone())?) == self.sentence_hash;
        same.then_some(Found { id, text, sentence })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        write_hash(self.article.0, out);
        write_number(self.paragraph.into(), out);
        write_number(self.sentence.start.into(), out);
        write_number(
            (self.sentence.end.saturating_sub(self.sentence.start)).into(),
            out,
        );
        write_hash(self.sentence_hash, out);
    }

    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let article = ArticleRef(read_hash(bytes)?);
        let paragraph = read_u32(bytes)?;
        let start = read_u32(bytes)?;
        let end = start.checked_add(read_u32(bytes)?)?;
        let sentence_hash = read_hash(bytes)?;
        Some(Self {
            article,
            paragraph,
            sentence: start..end,
            sentence_hash,
        })
    }
}
