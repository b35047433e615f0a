//! Keeps the index current: looks at the sources, compares, holds what a moderator must see,
//! builds and publishes the next generation, goes back to an older one.
//!
//! One act at a time: whoever comes second is told who was first and can watch. Nothing that a
//! page, the network or an interruption does takes away what is answered from.
//!
//! Deliberately absent: Discord and wording for members, colours, the fetching itself (`fetch.rs`)
//! and the files of the generations (`generations.rs`).

mod acts;
mod aside;
mod background;
mod compare;
mod guard;
mod held;
mod look;
mod memory;
mod notice;
mod plan;
mod report;
mod running;
mod schedule;
mod status;
#[cfg(test)]
mod tests;
mod trial;
mod work;
mod write;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwapOption;
use attache_index::{ArticleId, Knowledge, SampleQuestions};
use tokio::sync::{Mutex, broadcast};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use compare::{Changes, Counts, ParagraphChange, Retitled, Words};
pub(crate) use guard::Reason;
pub(crate) use held::{Chosen, Held, HeldText};
pub(crate) use notice::{Failing, Notice};
pub(crate) use report::{Entry, Fate, Report, Totals, times_told};
pub(crate) use running::{Phase, Progress, Refused, Running};
pub(crate) use status::{GenerationLine, HeldLine, SourceLine, Status};
pub(crate) use trial::{Preview, TrialItem, TrialKind, test};

use crate::archive::Archive;
use crate::fetch::Fetcher;
use crate::generations::Generations;
use crate::library;
use crate::store::{By, Signature, Store};
use running::Turns;

/// How many notices wait for a slow reader before the oldest is dropped.
const NOTICES: usize = 64;
/// Refreshes, one at a time; a clone is the same one.
#[derive(Clone)]
pub(crate) struct Refresher {
    shared: Arc<Shared>,
}

/// What a [`Refresher`] works with.
#[derive(Debug)]
pub(crate) struct Parts {
    /// Where `sources.toml` is read from, anew for every refresh.
    pub(crate) settings: library::Settings,
    /// The folder of the generations, which need not be there.
    pub(crate) folder: PathBuf,
    pub(crate) generations: Generations,
    pub(crate) fetcher: Arc<Fetcher>,
    /// Holds the sources that moderators added, and the audit record; none was made yet.
    pub(crate) store: Option<Arc<Store>>,
    /// What answers in this process, if anything does.
    pub(crate) answering: Option<Answering>,
    /// How often sources are looked at that do not say themselves; none for not at all.
    pub(crate) every: Option<Duration>,
}

/// What answers, and what views of new generations are made with.
#[derive(Debug, Clone)]
pub(crate) struct Answering {
    pub(crate) archive: Arc<Archive>,
    pub(crate) knowledge: Knowledge,
    pub(crate) samples: SampleQuestions,
    /// The sentence model in `knowledge`, by name.
    pub(crate) model: Option<String>,
}

struct Shared {
    parts: Parts,
    turns: Arc<Turns>,
    notices: broadcast::Sender<Notice>,
    /// The generation that the archive shows; locked while it moves to another.
    shown: Mutex<Option<u64>>,
    /// Why the archive does not show the current generation as it is.
    warning: ArcSwapOption<String>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    All,
    /// These sources; an article's id stands for its source.
    These(Vec<ArticleId>),
}

/// One refresh, asked for.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) sources: Wanted,
    /// Whether only to look, and write nothing.
    pub(crate) preview: bool,
    pub(crate) by: Signature,
    /// What for, as in `asked in Discord`; kept with the generation.
    pub(crate) why: String,
}

/// How a refresh ended.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) report: Report,
    /// The generation it published; none when nothing changed, or only looked.
    pub(crate) generation: Option<u64>,
}

impl Refresher {
    /// One that works with `parts`, whose archive shows generation `shown`.
    pub(crate) fn new(parts: Parts, shown: Option<u64>, warning: Option<String>) -> Self {
        let shared = Shared {
            parts,
            turns: Arc::default(),
            notices: broadcast::channel(NOTICES).0,
            shown: Mutex::new(shown),
            warning: ArcSwapOption::from_pointee(warning),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Begins what `request` asks for; it goes on when the caller has gone.
    ///
    /// # Errors
    /// [`Refused`] when another refresh, rollback or decision is under way, here or in another
    /// process, or the folder cannot be written.
    pub(crate) async fn start(&self, request: Request) -> Result<Running, Refused> {
        work::start(&self.shared, request).await
    }

    /// What is under way in this process, to be watched.
    pub(crate) fn running(&self) -> Option<Running> {
        self.shared.turns.running()
    }

    /// Where everything stands.
    ///
    /// # Errors
    /// When the folder or `sources.toml` cannot be read.
    pub(crate) async fn status(&self) -> anyhow::Result<Status> {
        status::status(&self.shared).await
    }

    /// The published generations that are kept, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) async fn history(&self) -> anyhow::Result<Vec<GenerationLine>> {
        status::history(&self.shared).await
    }

    /// The names of all sources, those that moderators added among them; nothing of the index is
    /// read.
    ///
    /// # Errors
    /// When `sources.toml` cannot be read.
    pub(crate) async fn source_ids(&self) -> anyhow::Result<Vec<ArticleId>> {
        let listed = work::list(&self.shared).await?;
        let entries = listed.sources.entries.into_iter();
        Ok(entries.map(|source| source.id).collect())
    }

    /// The changes that wait for a moderator, by article.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) async fn held(&self) -> anyhow::Result<Vec<Held>> {
        status::held(&self.shared).await
    }

    /// Makes an older generation the current one: `number`, or the one before.
    ///
    /// The texts it takes back are held when they are fetched again.
    ///
    /// # Errors
    /// [`Refused`] inside when another act is under way; else when there is no such generation, or
    /// it is not whole. Then nothing has changed.
    pub(crate) async fn rollback(
        &self,
        number: Option<u64>,
        by: Signature,
    ) -> anyhow::Result<GenerationLine> {
        acts::rollback(&self.shared, number, by).await
    }

    /// Publishes the held changes `chosen`.
    ///
    /// # Errors
    /// [`Refused`] inside when another act is under way, nothing is held, or another text than the
    /// one chosen; else when the generation cannot be built. Then nothing has changed.
    pub(crate) async fn publish_held(
        &self,
        chosen: Chosen,
        by: Signature,
    ) -> anyhow::Result<Outcome> {
        acts::publish_held(&self.shared, chosen, by).await
    }

    /// Gives up the held changes `chosen`, and tells which; the same text is
    /// not held again.
    ///
    /// # Errors
    /// As [`Self::publish_held`].
    pub(crate) async fn discard_held(
        &self,
        chosen: Chosen,
        by: Signature,
    ) -> anyhow::Result<Vec<Held>> {
        acts::discard_held(&self.shared, chosen, by).await
    }

    /// Fetches `url` and tells what would be indexed; indexes nothing.
    ///
    /// # Errors
    /// What is wrong with the address or the page, and what to do.
    pub(crate) async fn test(&self, url: &str) -> anyhow::Result<Preview> {
        trial::test(&self.shared.parts.fetcher, url).await
    }

    /// What moderators should hear of, from now on: one notice for each refresh that changed or
    /// held something, or that found a source failing for the third time.
    pub(crate) fn notices(&self) -> broadcast::Receiver<Notice> {
        self.shared.notices.subscribe()
    }

    /// Builds the current generation once more from its stored texts, without the network: for one
    /// that is damaged, or of an older attaché.
    ///
    /// # Errors
    /// [`Refused`] inside when another act is under way; else when a text is gone. Then nothing
    /// has changed.
    pub(crate) async fn mend(&self) -> anyhow::Result<GenerationLine> {
        acts::mend(&self.shared, signed_now(By::Schedule, None)).await
    }

    /// Moves the archive to what other processes publish, within a second; ends at
    /// [`Self::close`].
    pub(crate) async fn follow(&self) {
        background::follow(&self.shared).await;
    }

    /// Refreshes what is due, when it is due; ends at [`Self::close`].
    pub(crate) async fn keep_schedule(&self) {
        background::keep_schedule(&self.shared).await;
    }

    /// Stops what is under way, a half-built generation dropped, and waits until it has ended.
    pub(crate) async fn close(&self) {
        self.shared.stop.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }
}

/// As in manifests and reports: `operator`, `schedule`, `member 1234`.
pub(crate) fn who(by: By) -> String {
    match by {
        By::Member(id) => format!("member {id}"),
        By::Operator => "operator".into(),
        By::Schedule => "schedule".into(),
    }
}

/// A signature of now.
pub(crate) fn signed_now(by: By, guild: Option<u64>) -> Signature {
    Signature {
        by,
        guild,
        at: SystemTime::now(),
    }
}

impl fmt::Debug for Refresher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refresher")
            .field("parts", &self.shared.parts)
            .finish_non_exhaustive()
    }
}
