//! Making the next generation: built beside the others, checked, then published at one stroke.

use std::ops::ControlFlow;
use std::time::SystemTime;

use attache_index::Article;

use super::manifest::{ArticleRecord, Manifest, TextHash};
use super::trouble::Trouble;

/// Who alone may change the generations; dropping it lets others.
#[derive(Debug)]
pub(crate) struct Writer {}

/// A generation to build: all its articles, in the order shown.
///
/// Those with the id and hash that they have in the parent are taken over as they are; the others
/// are read from the stored texts and indexed.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) articles: Vec<ArticleRecord>,
    /// Who asked, as in `operator`.
    pub(crate) by: String,
    pub(crate) why: String,
    pub(crate) made_at: SystemTime,
}

/// A stored text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) hash: TextHash,
    /// How many paragraphs it has, the summary counted.
    pub(crate) paragraphs: u32,
    /// The article as it will be read back: blank lines and stray white space settled.
    pub(crate) article: Article,
}

/// How far building has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) phase: Phase,
    /// Paragraphs indexed so far.
    pub(crate) done: u64,
    /// Paragraphs to index: those of new and changed articles.
    pub(crate) total: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Indexing,
    /// Writing and checking what was indexed.
    Checking,
}

/// Told how far building is; [`ControlFlow::Break`] stops it.
pub(crate) type Watch<'a> = &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// A checked generation that nobody sees yet; dropped, it is gone without a trace.
#[derive(Debug)]
pub(crate) struct Built {
    manifest: Manifest,
}

impl Writer {
    /// The generation that answers now, which the next one is built on; none at first.
    pub(crate) fn parent(&self) -> Option<&Manifest> {
        None
    }

    /// Keeps the text of `article` for a plan; one that is there already costs nothing.
    ///
    /// # Errors
    /// [`Trouble::Article`] for one without a paragraph, else when it cannot be written.
    pub(crate) fn store(&self, article: &Article) -> Result<Stored, Trouble> {
        let _ = article;
        Err(Trouble::Stopped)
    }

    /// Builds what `plan` says beside the other generations and checks it; gives up the right to
    /// write when it fails.
    ///
    /// # Errors
    /// When a text or the index cannot be read or written; then nothing has changed.
    pub(crate) fn build(self, plan: Plan, watch: Watch<'_>) -> Result<Built, Trouble> {
        let _ = (plan, watch);
        Err(Trouble::Stopped)
    }

    /// Builds the current generation once more from its stored texts, for one that is damaged or
    /// of an older schema.
    ///
    /// # Errors
    /// As [`Self::build`]; [`Trouble::Missing`] when no manifest can be read.
    pub(crate) fn rebuild(
        self,
        by: &str,
        made_at: SystemTime,
        watch: Watch<'_>,
    ) -> Result<Built, Trouble> {
        let _ = (by, made_at, watch);
        Err(Trouble::Stopped)
    }

    /// Makes generation `number` the current one again, after checking that it is whole.
    ///
    /// # Errors
    /// When it is not there or not whole; then nothing has changed.
    pub(crate) fn rollback(&mut self, number: u64) -> Result<Manifest, Trouble> {
        Err(Trouble::Missing(number))
    }
}

impl Built {
    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Makes it the current generation, for this and all other processes, and removes those that
    /// are too many.
    ///
    /// # Errors
    /// When it cannot be written; then the old one is still current.
    pub(crate) fn publish(self) -> Result<Manifest, Trouble> {
        Ok(self.manifest)
    }
}
