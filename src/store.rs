//! What is kept between runs: guild settings, questions, votes, sources added, the audit record.
//!
//! One SQLite file. A database that cannot be used never stops the bot: the [`Store`] then keeps
//! nothing, says why ([`Store::status`]), and tries again when it is tended. Recording a question
//! never makes an answer wait: it goes into a bounded queue to one writer, or is dropped and
//! counted when that is full.
//!
//! Deliberately absent: Discord's types, wording for members, and the clock: times are given.

mod audit;
mod export;
mod feedback;
mod forget;
mod guilds;
mod homes;
mod key;
mod open;
mod questions;
mod recorder;
mod sources;
mod statistics;
mod trouble;
mod unanswered;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwapOption;

pub(crate) use audit::{AuditEntry, AuditPage, By, Signature};
pub(crate) use feedback::{Vote, Voted};
pub(crate) use forget::Forgotten;
pub(crate) use guilds::{GuildSettings, RateLimit};
pub(crate) use questions::Question;
pub(crate) use sources::{AddedSource, SourceKind};
pub(crate) use statistics::{Busy, Day, Statistics};
pub(crate) use trouble::{Trouble, TroubleKind};
pub(crate) use unanswered::{Topic, TopicId, TopicPage};

use guilds::GuildCache;
use open::Database;
use recorder::Recorder;

/// The database's name in the data folder; the key is beside it.
pub(crate) const FILE: &str = "attache.sqlite";

/// A Discord user's id. It is never stored as such, nor printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Member(pub(crate) u64);

/// The Discord id of the interaction or message that asked a question. Never stored as such.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Occasion(pub(crate) u64);

/// What is kept between runs.
#[derive(Debug)]
pub(crate) struct Store {
    shared: Arc<Shared>,
    recorder: Recorder,
}

/// How the store is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Status {
    /// Why nothing is recorded, if so.
    pub(crate) trouble: Option<Trouble>,
    /// Questions recorded since the start.
    pub(crate) recorded: u64,
    /// Questions dropped since the start, because the queue was full.
    pub(crate) dropped: u64,
    /// Questions lost since the start, because they could not be written.
    pub(crate) lost: u64,
}

/// What the writer task shares with everyone.
#[derive(Debug)]
struct Shared {
    file: PathBuf,
    database: ArcSwapOption<Database>,
    trouble: ArcSwapOption<Trouble>,
    guilds: GuildCache,
    recorded: AtomicU64,
    dropped: AtomicU64,
    lost: AtomicU64,
}

/// A page of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// From 1.
    pub(crate) number: u32,
    /// Entries on a page.
    pub(crate) size: u32,
}

impl Store {
    /// Opens the database at `file`, made if need be, and starts the writer.
    ///
    /// Never fails: what is wrong is in [`Store::status`], and logged.
    pub(crate) async fn open(file: &Path) -> Self {
        let shared = Arc::new(Shared {
            file: file.into(),
            database: ArcSwapOption::empty(),
            trouble: ArcSwapOption::empty(),
            guilds: GuildCache::new(),
            recorded: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            lost: AtomicU64::new(0),
        });
        shared.open().await;
        Self {
            recorder: Recorder::start(shared.clone()),
            shared,
        }
    }

    /// How it is doing.
    #[cfg_attr(not(test), expect(dead_code, reason = "a status will tell it"))]
    pub(crate) fn status(&self) -> Status {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Status {
            trouble: self.trouble(),
            recorded: count(&self.shared.recorded),
            dropped: count(&self.shared.dropped),
            lost: count(&self.shared.lost),
        }
    }

    /// Why nothing is recorded, if so.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        self.shared.trouble.load().as_deref().cloned()
    }

    /// The regular work, to be called at the start and about every hour: deletes questions asked
    /// more than `keep` before `now` and tells how many; tries again to open what was not usable.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub(crate) async fn tend(&self, now: SystemTime, keep: Duration) -> Result<u64, Trouble> {
        if self.shared.kind() == Some(TroubleKind::ReadOnly) {
            // Its log is read-only as well, and stays so while anyone has it open.
            self.shared.close().await;
        }
        if self.shared.database.load().is_none() {
            self.shared.open().await;
        }
        self.prune(now, keep).await
    }

    /// Writes what is still queued, takes no more, and closes the database.
    pub(crate) async fn close(&self) {
        self.recorder.close().await;
        self.shared.close().await;
    }
}

impl Shared {
    async fn open(&self) {
        match open::open(&self.file).await {
            Ok((database, trouble)) => {
                self.database.store(Some(Arc::new(database)));
                self.guilds.clear();
                if let Some(trouble) = trouble {
                    self.note(trouble);
                } else {
                    self.note_success();
                }
            }
            Err(trouble) => self.note(trouble),
        }
    }

    async fn close(&self) {
        if let Some(database) = self.database.swap(None) {
            database.close().await;
        }
    }

    /// The open database.
    fn database(&self) -> Result<Arc<Database>, Trouble> {
        self.database.load_full().ok_or_else(|| {
            let trouble = self.trouble.load();
            trouble.as_deref().cloned().unwrap_or_else(|| {
                Trouble::new(TroubleKind::Other, &self.file, "it has been closed")
            })
        })
    }

    /// Remembers and logs a write's failure, or that writing works again.
    fn written<T>(&self, done: Result<T, sqlx::Error>) -> Result<T, Trouble> {
        match done {
            Ok(value) => {
                // What finds nothing to change succeeds on a read-only database as well.
                if self.kind() != Some(TroubleKind::ReadOnly) {
                    self.note_success();
                }
                Ok(value)
            }
            Err(error) => {
                let trouble = Trouble::of(&error, &self.file);
                self.note(trouble.clone());
                Err(trouble)
            }
        }
    }

    /// A read's failure as trouble; only damage is remembered, for reads say nothing of writing.
    fn read<T>(&self, done: Result<T, sqlx::Error>) -> Result<T, Trouble> {
        done.map_err(|error| {
            let trouble = Trouble::of(&error, &self.file);
            if trouble.kind == TroubleKind::Corrupt {
                self.note(trouble.clone());
            }
            trouble
        })
    }

    fn kind(&self) -> Option<TroubleKind> {
        self.trouble.load().as_ref().map(|trouble| trouble.kind)
    }

    fn note(&self, trouble: Trouble) {
        // Said once, not for every question.
        if self.kind() != Some(trouble.kind) {
            tracing::error!(reason = %trouble, "nothing is being recorded");
        }
        self.trouble.store(Some(Arc::new(trouble)));
    }

    fn note_success(&self) {
        if self.trouble.load().is_some() {
            self.trouble.store(None);
            tracing::info!("recording again");
        }
    }
}

impl Page {
    fn limit(self) -> i64 {
        self.size.into()
    }

    fn offset(self) -> i64 {
        i64::from(self.number.saturating_sub(1)) * i64::from(self.size)
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member(…)")
    }
}

impl fmt::Debug for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Occasion(…)")
    }
}

/// Milliseconds since 1970, as stored.
fn milliseconds(at: SystemTime) -> i64 {
    let since = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The moment stored as `milliseconds`.
fn moment(milliseconds: i64) -> SystemTime {
    let since = Duration::from_millis(u64::try_from(milliseconds).unwrap_or_default());
    SystemTime::UNIX_EPOCH
        .checked_add(since)
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

/// A count, which SQLite gives as an integer that may be negative.
fn count(number: i64) -> u64 {
    number.try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests;
