//! Where everything stands: the generation, what is held, each source's last and next look.
//!
//! Deliberately absent: changing anything.

use std::sync::Arc;
use std::time::SystemTime;

use attache_index::ArticleId;
use serde::Serialize;
use time::OffsetDateTime;

use super::guard::Reason;
use super::held::{Held, HeldChanges, HeldText};
use super::memory::Memory;
use super::plan::whole_seconds;
use super::report::Report;
use super::schedule::{Looks, moment};
use super::work::{Listed, blocking, list};
use super::{Shared, who};
use crate::generations::{Generations, Manifest};
use crate::sources::{Source, Text};

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Status {
    /// The current generation; none before the first refresh.
    pub(crate) generation: Option<GenerationLine>,
    /// Why the bot does not answer from it as it is.
    pub(crate) warning: Option<String>,
    pub(crate) sources: Vec<SourceLine>,
    pub(crate) held: Vec<HeldLine>,
    /// Who changes the index just now, in whatever process.
    pub(crate) running: Option<RunningLine>,
    /// When the schedule looks at a source next; none without a schedule.
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) next: Option<OffsetDateTime>,
    /// The last report that was no preview, without what was unchanged.
    pub(crate) last: Option<Report>,
    /// What an operator should know besides.
    pub(crate) remarks: Vec<String>,
}

/// One published generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct GenerationLine {
    pub(crate) number: u64,
    pub(crate) is_current: bool,
    pub(crate) parent: Option<u64>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) made_at: OffsetDateTime,
    /// Who asked for it, as in `operator`, `schedule` or `member 1234`.
    pub(crate) by: String,
    pub(crate) why: String,
    pub(crate) articles: usize,
    /// Summaries counted.
    pub(crate) paragraphs: u64,
    /// Why it cannot be gone back to.
    pub(crate) trouble: Option<String>,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SourceLine {
    pub(crate) id: ArticleId,
    /// `page`, `feed`, `folder` or `file`.
    pub(crate) kind: &'static str,
    pub(crate) url: Option<String>,
    /// Whether a moderator added it.
    pub(crate) added: bool,
    /// How many articles of the current generation are its.
    pub(crate) articles: usize,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) looked_at: Option<OffsetDateTime>,
    /// How many looks failed in a row, up to the last.
    pub(crate) failures: u32,
    /// Why the last look failed.
    pub(crate) trouble: Option<String>,
    /// When the schedule looks next; none without a schedule.
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) next: Option<OffsetDateTime>,
}

/// One change that waits for a moderator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct HeldLine {
    pub(crate) id: ArticleId,
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) reason: Reason,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) since: OffsetDateTime,
    /// For whoever decides on it.
    #[serde(skip)]
    pub(crate) text: HeldText,
}

/// Who changes the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RunningLine {
    pub(crate) by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) since: OffsetDateTime,
    /// The process, where it is another.
    pub(crate) pid: Option<u32>,
}

impl GenerationLine {
    pub(crate) fn of(manifest: &Manifest, is_current: bool) -> Self {
        Self {
            number: manifest.number,
            is_current,
            parent: manifest.parent,
            made_at: whole_seconds(manifest.made_at),
            by: manifest.by.clone(),
            why: manifest.why.clone(),
            articles: manifest.articles.len(),
            paragraphs: manifest.paragraphs(),
            trouble: None,
        }
    }
}

impl HeldLine {
    fn of(held: Held) -> Self {
        Self {
            text: held.text(),
            id: held.id,
            title: held.title,
            url: held.url,
            reason: held.reason,
            since: held.since,
        }
    }
}

pub(super) async fn status(shared: &Arc<Shared>) -> anyhow::Result<Status> {
    let listed = list(shared).await?;
    let reading = shared.clone();
    blocking(move || read_status(&reading, listed)).await
}

fn read_status(shared: &Shared, listed: Listed) -> anyhow::Result<Status> {
    let parts = &shared.parts;
    let memory = Memory::read(&parts.folder);
    let mut troubles: Vec<String> = Vec::new();
    let current = parts.generations.current().unwrap_or_else(|trouble| {
        troubles.push(trouble.to_string());
        None
    });
    let manifest = current.and_then(|number| match parts.generations.manifest(number) {
        Ok(manifest) => Some(manifest),
        Err(trouble) => {
            troubles.push(trouble.to_string());
            None
        }
    });
    let sources: Vec<SourceLine> = (listed.sources.entries.iter())
        .map(|source| line(source, &memory, manifest.as_ref(), parts.every))
        .collect();
    let warning = shared.warning.load_full().map(|warning| (*warning).clone());
    Ok(Status {
        generation: manifest.map(|manifest| GenerationLine::of(&manifest, true)),
        warning: warning.or_else(|| (!troubles.is_empty()).then(|| troubles.join("; "))),
        next: sources.iter().filter_map(|source| source.next).min(),
        sources,
        held: held_in(shared)?.into_iter().map(HeldLine::of).collect(),
        running: running(shared),
        last: memory.last,
        remarks: listed.remarks,
    })
}

fn line(
    source: &Source,
    memory: &Memory,
    manifest: Option<&Manifest>,
    every: Option<std::time::Duration>,
) -> SourceLine {
    let id = source.id.as_str();
    let looks = memory.looks.get(id).cloned().unwrap_or_default();
    let records = manifest.into_iter().flat_map(|manifest| &manifest.articles);
    SourceLine {
        id: source.id.clone(),
        kind: match (&source.text, source.fetched()) {
            (Text::Feed(_), _) => "feed",
            (Text::Folder(_), _) => "folder",
            (_, Some(_)) => "page",
            (_, None) => "file",
        },
        url: source.url.clone(),
        added: source.line.is_none(),
        articles: records.filter(|record| record.source == id).count(),
        looked_at: looks.last.map(|at| whole_seconds(moment(at))),
        failures: looks.failures,
        next: next_look(&looks, source, every),
        trouble: looks.trouble,
    }
}

fn next_look(
    looks: &Looks,
    source: &Source,
    every: Option<std::time::Duration>,
) -> Option<OffsetDateTime> {
    let every = source.every.or(every)?;
    let next = looks.next(source.id.as_str(), every);
    Some(whole_seconds(next.max(SystemTime::now())))
}

fn running(shared: &Shared) -> Option<RunningLine> {
    if let Some(running) = shared.turns.running() {
        let by = running.by();
        return Some(RunningLine {
            by: who(by.by),
            since: whole_seconds(by.at),
            pid: None,
        });
    }
    let holder = shared.parts.generations.holder()?;
    Some(RunningLine {
        by: holder.who,
        since: whole_seconds(holder.since),
        pid: Some(holder.pid),
    })
}

pub(super) async fn history(shared: &Arc<Shared>) -> anyhow::Result<Vec<GenerationLine>> {
    let generations = shared.parts.generations.clone();
    blocking(move || read_history(&generations)).await
}

fn read_history(generations: &Generations) -> anyhow::Result<Vec<GenerationLine>> {
    let kept = generations.history()?.into_iter().map(|kept| {
        kept.manifest.map_or_else(
            |trouble| GenerationLine {
                number: kept.number,
                is_current: kept.is_current,
                parent: None,
                made_at: OffsetDateTime::UNIX_EPOCH,
                by: String::new(),
                why: String::new(),
                articles: 0,
                paragraphs: 0,
                trouble: Some(trouble.to_string()),
            },
            |manifest| GenerationLine::of(&manifest, kept.is_current),
        )
    });
    Ok(kept.collect())
}

pub(super) async fn held(shared: &Arc<Shared>) -> anyhow::Result<Vec<Held>> {
    let shared = shared.clone();
    blocking(move || held_in(&shared)).await
}

fn held_in(shared: &Shared) -> anyhow::Result<Vec<Held>> {
    HeldChanges::beside(&shared.parts.folder).all()
}
