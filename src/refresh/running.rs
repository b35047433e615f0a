//! One act at a time, and how others watch it.
//!
//! Deliberately absent: what is done in a turn (`work.rs`, `acts.rs`); other processes, which the
//! lock of the generations keeps out.

use std::sync::{Arc, Mutex, PoisonError};

use attache_index::ArticleId;
use tokio::sync::watch;

use super::{Outcome, who};
use crate::generations::{self, NoWriter};
use crate::store::Signature;

/// How far an act has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) phase: Phase,
    /// The source looked at last.
    pub(crate) source: Option<ArticleId>,
    /// Sources done.
    pub(crate) sources_done: usize,
    /// Sources to look at.
    pub(crate) sources: usize,
    /// Paragraphs indexed.
    pub(crate) paragraphs_done: u64,
    /// Paragraphs to index: those of articles that changed.
    pub(crate) paragraphs: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Finding out what to do.
    #[default]
    Beginning,
    /// Looking at the sources.
    Looking,
    /// Comparing texts with those answered from.
    Comparing,
    Indexing,
    /// Writing and checking what was indexed.
    Checking,
    /// Moving to the new generation.
    Publishing,
}

/// An act under way; clones watch the same one.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    by: Signature,
    progress: watch::Receiver<Progress>,
    ended: watch::Receiver<Option<Ended>>,
}

/// Why an act could not begin.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Refused {
    /// Another is under way in this process.
    #[error(
        "{} has been changing the index since {}: try again when that is done",
        who(.0.by.by),
        generations::time_text(.0.by.at)
    )]
    Running(Running),
    /// Another process writes, or nobody can.
    #[error(transparent)]
    NoWriter(#[from] NoWriter),
    /// No source and no article has this name.
    #[error("there is no source or article {0:?}: see `attache index status`")]
    Unknown(String),
    /// The list of sources cannot be used.
    #[error("{0}")]
    Sources(String),
    /// There is nothing to decide on.
    #[error("{}", nothing_held(.0.as_ref()))]
    NothingHeld(Option<ArticleId>),
    /// The text decided on is not the one that is held by now.
    #[error("another text of {0} is held by now: look at that one first")]
    Replaced(ArticleId),
    /// The program is ending.
    #[error("attaché is stopping")]
    Stopping,
}

type Ended = Result<Arc<Outcome>, Arc<anyhow::Error>>;

fn nothing_held(article: Option<&ArticleId>) -> String {
    match article {
        Some(id) => format!("Nothing is held of {id}: see `attache index status`."),
        None => "Nothing is held.".into(),
    }
}

/// Who has the turn.
#[derive(Debug, Default)]
pub(super) struct Turns {
    current: Mutex<Option<Running>>,
}

/// The turn; dropped, the next may begin.
#[derive(Debug)]
pub(super) struct Turn {
    /// None once it is given up: the slot may be another's then.
    turns: Option<Arc<Turns>>,
    progress: watch::Sender<Progress>,
    ended: watch::Sender<Option<Ended>>,
}

impl Running {
    /// Who began it, and when.
    pub(crate) fn by(&self) -> Signature {
        self.by
    }

    /// How far it is, to be watched; the sender is gone when it has ended.
    pub(crate) fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.clone()
    }

    /// Its end.
    ///
    /// # Errors
    /// Why it failed; then nothing has changed.
    pub(crate) async fn finished(mut self) -> anyhow::Result<Arc<Outcome>> {
        let ended = self.ended.wait_for(Option::is_some).await;
        match ended.as_deref() {
            Ok(Some(Ok(outcome))) => Ok(outcome.clone()),
            Ok(Some(Err(error))) => Err(anyhow::anyhow!("{error:#}")),
            // Its task panicked, or it was no refresh.
            Ok(None) | Err(_) => Err(anyhow::anyhow!("it ended without a report: see the log")),
        }
    }
}

impl Turns {
    pub(super) fn running(&self) -> Option<Running> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }

    /// The turn for `by`.
    ///
    /// # Errors
    /// [`Refused::Running`] when somebody else has it.
    pub(super) fn take(self: &Arc<Self>, by: Signature) -> Result<(Turn, Running), Refused> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = &*current {
            return Err(Refused::Running(running.clone()));
        }
        let (progress, watched) = watch::channel(Progress::default());
        let (ended, end) = watch::channel(None);
        let running = Running {
            by,
            progress: watched,
            ended: end,
        };
        *current = Some(running.clone());
        let turn = Turn {
            turns: Some(self.clone()),
            progress,
            ended,
        };
        Ok((turn, running))
    }
}

impl Turn {
    /// Tells watchers how far it is.
    pub(super) fn progress(&self, change: impl FnOnce(&mut Progress)) {
        self.progress.send_modify(change);
    }

    /// A sender of progress for building, which goes on another thread.
    pub(super) fn progress_sender(&self) -> watch::Sender<Progress> {
        self.progress.clone()
    }

    /// Ends the turn and tells watchers how.
    pub(super) fn end(mut self, ended: anyhow::Result<Outcome>) {
        // Before it is told: who is told may begin at once.
        self.give_up();
        let ended = ended.map(Arc::new).map_err(Arc::new);
        self.ended.send_replace(Some(ended));
    }

    fn give_up(&mut self) {
        if let Some(turns) = self.turns.take() {
            let current = turns.current.lock();
            *current.unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.give_up();
    }
}
