//! One refresh from end to end.
//!
//! Deliberately absent: what becomes of an article (`plan.rs`); what begins by itself
//! (`background.rs`).

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail};
use attache_index::{ArticleId, Knowledge, Lexicon};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::aside::aside;
use super::held::{Held, HeldChanges};
use super::look::{self, Job, Known, Look};
use super::memory::Memory;
use super::notice::Notice;
use super::plan::{self, Before, Next, Plan, whole_seconds};
use super::report::{Report, Totals};
use super::running::{Phase, Progress, Refused, Running, Turn};
use super::write::{Decided, can_be_opened, watcher};
use super::{Outcome, Request, Shared, Wanted, who};
use crate::archive::View;
use crate::generations::{self, ArticleRecord, Generations, Manifest, Writer};
use crate::sources::Sources;
use crate::store::{self, By, Signature};

/// How many sources are looked at at once.
const AT_ONCE: usize = 8;

/// The sources as they are now.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) sources: Sources,
    /// Whether they are all there are.
    pub(super) complete: bool,
    pub(super) remarks: Vec<String>,
}

/// A refresh that may begin.
struct Task {
    shared: Arc<Shared>,
    request: Request,
    listed: Listed,
    /// None for a preview.
    writer: Option<Writer>,
    base: Option<Manifest>,
    wanted: HashSet<ArticleId>,
}

pub(super) async fn start(shared: &Arc<Shared>, request: Request) -> Result<Running, Refused> {
    if shared.stop.is_cancelled() {
        return Err(Refused::Stopping);
    }
    let (turn, running) = shared.turns.take(request.by)?;
    let task = prepare(shared, request).await?;
    let span = tracing::info_span!("refresh", by = who(task.request.by.by));
    shared.tasks.spawn(
        async move {
            let ended = task.run(&turn).await;
            match &ended {
                Ok(outcome) => tracing::info!(
                    generation = outcome.generation,
                    took_ms = outcome.report.took_ms,
                    totals = outcome.report.totals.told(),
                    "refreshed"
                ),
                Err(error) => tracing::error!(error = format!("{error:#}"), "refresh failed"),
            }
            turn.end(ended);
        }
        .instrument(span),
    );
    Ok(running)
}

async fn prepare(shared: &Arc<Shared>, request: Request) -> Result<Task, Refused> {
    let listed = list(shared)
        .await
        .map_err(|error| Refused::Sources(format!("{error:#}")))?;
    let writing = shared.clone();
    let (by, preview) = (request.by, request.preview);
    let (writer, base) = blocking(move || begin(&writing, by, preview)).await?;
    let wanted = wanted(&request.sources, &listed.sources, base.as_ref())?;
    Ok(Task {
        shared: shared.clone(),
        request,
        listed,
        writer,
        base,
        wanted,
    })
}

/// The right to write and what answers now.
fn begin(
    shared: &Shared,
    by: Signature,
    preview: bool,
) -> Result<(Option<Writer>, Option<Manifest>), Refused> {
    let generations = &shared.parts.generations;
    if preview {
        let current = generations.current().ok().flatten();
        let base = current.and_then(|number| generations.manifest(number).ok());
        return Ok((None, base));
    }
    let writer = generations.writer(&who(by.by), by.at)?;
    let base = writer.parent().cloned();
    Ok((Some(writer), base))
}

/// Reads `sources.toml` and what moderators added.
pub(super) async fn list(shared: &Arc<Shared>) -> anyhow::Result<Listed> {
    let settings = shared.parts.settings.clone();
    let mut sources = blocking(move || settings.sources()).await?;
    let (mut complete, mut remarks) = (true, Vec::new());
    let added = match &shared.parts.store {
        Some(store) => store.sources().await,
        None => Ok(Vec::new()),
    };
    match added {
        Ok(added) => remarks = sources.join(added.into_iter().map(|(source, _)| source)),
        Err(trouble) => {
            complete = false;
            remarks.push(format!(
                "the sources that moderators added cannot be read ({trouble}): their articles stay as they are"
            ));
        }
    }
    Ok(Listed {
        sources,
        complete,
        remarks,
    })
}

/// The ids of the sources to look at; those that only the generation knows among them.
fn wanted(
    wanted: &Wanted,
    sources: &Sources,
    base: Option<&Manifest>,
) -> Result<HashSet<ArticleId>, Refused> {
    let Wanted::These(ids) = wanted else {
        return Ok(sources.entries.iter().map(|s| s.id.clone()).collect());
    };
    let source_of = |id: &ArticleId| {
        if sources.get(id).is_some() {
            return Ok(id.clone());
        }
        let mut records = base.into_iter().flat_map(|base| &base.articles);
        let record = records.find(|record| record.id == *id || record.source == id.as_str());
        record
            .and_then(|record| ArticleId::parse(record.source.clone()).ok())
            .ok_or_else(|| Refused::Unknown(id.to_string()))
    };
    ids.iter().map(source_of).collect()
}

impl Task {
    async fn run(self, turn: &Turn) -> anyhow::Result<Outcome> {
        let began = Instant::now();
        let shared = self.shared.clone();
        let (by, preview) = (self.request.by, self.request.preview);
        let before = self.base.as_ref().map(|base| base.number);
        let folder = shared.parts.folder.clone();
        let (memory, held) = blocking(move || {
            anyhow::Ok((Memory::read(&folder), HeldChanges::beside(&folder).all()?))
        })
        .await?;
        let looks = tokio::select! {
            looks = self.look(turn, &memory, &held) => looks,
            () = shared.stop.cancelled() => bail!("stopped before the end; nothing has changed"),
        };
        turn.progress(|progress| progress.phase = Phase::Comparing);
        let mut report = Report {
            at: whole_seconds(by.at),
            took_ms: 0,
            by: who(by.by),
            why: self.request.why.clone(),
            preview,
            generation: None,
            totals: Totals::default(),
            articles: Vec::new(),
            remarks: self.listed.remarks.clone(),
        };
        let watch = watcher(&shared, turn);
        let finished = aside(move || {
            self.decide_and_write(&looks, memory, &held, &watch, &mut report, began)
                .map(|number| (number, report))
        });
        let (published, report) = finished.await?;
        if let Some(number) = published {
            turn.progress(|progress| progress.phase = Phase::Publishing);
            show(&shared, number).await;
        }
        let outcome = Outcome {
            generation: published,
            report,
        };
        if !preview {
            tell(&shared, by, before, &outcome).await;
        }
        Ok(outcome)
    }

    async fn look(&self, turn: &Turn, memory: &Memory, held: &[Held]) -> Vec<Look> {
        let jobs = self.jobs(memory, held);
        turn.progress(|progress| {
            progress.phase = Phase::Looking;
            progress.sources = jobs.len();
        });
        let permits = Arc::new(Semaphore::new(AT_ONCE));
        let mut under_way = JoinSet::new();
        let mut sources = HashMap::new();
        for job in jobs {
            let (shared, permits) = (self.shared.clone(), permits.clone());
            let id = job.source.id.clone();
            let span = tracing::info_span!("look", source = %id);
            let looking = async move {
                // Nobody closes it.
                let _permit = permits.acquire_owned().await;
                look::look(&shared.parts.fetcher, &shared.parts.settings, job).await
            };
            let task = under_way.spawn(looking.instrument(span));
            sources.insert(task.id(), id);
        }
        let mut looks = Vec::new();
        while let Some(ended) = under_way.join_next_with_id().await {
            let look = match ended {
                Ok((_, look)) => look,
                Err(panic) => {
                    let Some(id) = sources.get(&panic.id()) else {
                        continue;
                    };
                    tracing::error!(source = %id, error = %panic, "looking at a source panicked");
                    Look::failed(id.clone(), "a bug in attaché: see its log".into())
                }
            };
            turn.progress(|progress| {
                progress.sources_done += 1;
                progress.source = Some(look.source.clone());
            });
            looks.push(look);
        }
        looks
    }

    fn jobs(&self, memory: &Memory, held: &[Held]) -> Vec<Job> {
        let known = Known::of(memory, held, self.base.as_ref());
        let mut records: HashMap<&str, Vec<ArticleRecord>> = HashMap::new();
        for record in self.base.iter().flat_map(|base| &base.articles) {
            let of_source = records.entry(record.source.as_str()).or_default();
            of_source.push(record.clone());
        }
        let sources = self.listed.sources.entries.iter();
        let asked = sources.filter(|source| self.wanted.contains(&source.id));
        asked
            .map(|source| Job {
                source: source.clone(),
                records: records.remove(source.id.as_str()).unwrap_or_default(),
                known: known.clone(),
            })
            .collect()
    }

    /// Everything that is done on the disk.
    fn decide_and_write(
        self,
        looks: &[Look],
        mut memory: Memory,
        held: &[Held],
        watch: generations::Watch<'_>,
        report: &mut Report,
        began: Instant,
    ) -> anyhow::Result<Option<u64>> {
        let before = Before {
            generations: &self.shared.parts.generations,
            base: self.base.as_ref(),
            sources: &self.listed.sources,
            complete: self.listed.complete,
            held,
            at: self.request.by.at,
        };
        let plan = plan::decide(&before, looks, &mut memory);
        report.totals = Totals::of(&plan.entries);
        report.articles.clone_from(&plan.entries);
        let took = |began: Instant| u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let Some(writer) = self.writer else {
            report.took_ms = took(began);
            return Ok(None);
        };
        let folder = &self.shared.parts.folder;
        let generations = &self.shared.parts.generations;
        let by = self.request.by.by;
        let base = self.base.as_ref();
        let must_mend = base.is_some_and(|base| !can_be_opened(generations, base, by));
        let decided = Decided { plan, memory };
        let (published, mut memory) =
            decided.write(writer, folder, &self.request, must_mend, watch)?;
        report.generation = published;
        report.took_ms = took(began);
        memory.last = Some(report.without_unchanged());
        memory.write(folder)?;
        Ok(published)
    }
}

/// Moves the archive to generation `number`, unless it is there.
pub(super) async fn show(shared: &Arc<Shared>, number: u64) {
    let Some(answering) = shared.parts.answering.clone() else {
        return;
    };
    let archive = answering.archive.clone();
    let mut shown = shared.shown.lock().await;
    if *shown == Some(number) {
        return;
    }
    let generations = shared.parts.generations.clone();
    let opened = aside(move || {
        let opened = generations.snapshot(number, answering.knowledge);
        let opened = opened.with_context(|| format!("opening generation {number}"))?;
        anyhow::Ok(View::of(
            opened,
            &answering.samples,
            answering.model.clone(),
        ))
    });
    match opened.await {
        Ok(view) => {
            let view = archive.swap(view);
            *shown = Some(number);
            shared.warning.store(None);
            tracing::info!(generation = number, view, "answering from a new generation");
        }
        Err(error) => {
            // Tried again at the next look; said once.
            let warning = format!("{error:#}");
            let known = shared.warning.load();
            if known.as_deref() != Some(&warning) {
                tracing::error!(
                    error = warning,
                    "still answering from the generation before"
                );
            }
            shared.warning.store(Some(Arc::new(warning)));
        }
    }
}

/// Records the refresh and tells moderators what they should hear.
async fn tell(shared: &Shared, by: Signature, before: Option<u64>, outcome: &Outcome) {
    let totals = outcome.report.totals;
    let is_step = outcome.generation.is_some() || totals.held > 0;
    // Nobody may be listening.
    let notice = Notice::of(&outcome.report, by);
    let is_told = notice.is_some_and(|notice| shared.notices.send(notice).is_ok());
    // The schedule's many looks that found nothing would bury what was done.
    if by.by != By::Schedule || is_step {
        let before = Some(serde_json::json!({ "generation": before }));
        let after = Some(serde_json::json!({ "generation": outcome.generation, "totals": totals }));
        let Some(store) = &shared.parts.store else {
            return;
        };
        let what = "index.refresh";
        let recorded = if is_told {
            store.audit_reported(&by, what, before, after).await
        } else {
            store.audit(&by, what, before, after).await
        };
        not_recorded(what, recorded);
    }
}

pub(super) async fn audit(
    shared: &Shared,
    by: Signature,
    what: &str,
    before: serde_json::Value,
    after: serde_json::Value,
) {
    let Some(store) = &shared.parts.store else {
        return;
    };
    not_recorded(
        what,
        store.audit(&by, what, Some(before), Some(after)).await,
    );
}

fn not_recorded(what: &str, recorded: Result<(), store::Trouble>) {
    if let Err(trouble) = recorded {
        tracing::error!(what, reason = %trouble, "act not recorded");
    }
}

/// Runs `work` where it may block.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(done) => done,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Blocking work is cancelled only before it begins, as the runtime ends.
            Err(_) => std::future::pending().await,
        },
    }
}
