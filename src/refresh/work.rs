//! One refresh from end to end.
//!
//! Deliberately absent: what becomes of an article (`plan.rs`); what begins by itself
//! (`background.rs`).

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail};
use attache_index::{ArticleId, Knowledge, Lexicon};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::held::{Held, HeldChanges};
use super::look::{self, Job, Known, Look};
use super::memory::Memory;
use super::notice::Notice;
use super::plan::{self, Before, Next, Plan, whole_seconds};
use super::report::{Report, Totals};
use super::running::{Phase, Progress, Refused, Running, Turn};
use super::{Outcome, Request, Shared, Wanted, who};
use crate::archive::View;
use crate::generations::{self, ArticleRecord, Generations, Manifest, Writer};
use crate::sources::Sources;
use crate::store::{By, Signature};

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
    wanted: Vec<ArticleId>,
}

/// What was decided and what it leads to, on its way to the disk.
struct Decided {
    plan: Plan,
    memory: Memory,
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
) -> Result<Vec<ArticleId>, Refused> {
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
        let finished = blocking(move || {
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
        let sources = self.listed.sources.entries.iter();
        let asked = sources.filter(|source| self.wanted.contains(&source.id));
        asked
            .map(|source| {
                let records = self.base.iter().flat_map(|base| &base.articles);
                let of_source = records.filter(|record| record.source == source.id.as_str());
                Job {
                    source: source.clone(),
                    records: of_source.cloned().collect(),
                    known: Known::of(memory, held, self.base.as_ref()),
                }
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
        let must_mend = (self.base.as_ref()).is_some_and(|base| !can_be_opened(generations, base));
        let decided = Decided { plan, memory };
        let (published, mut memory) =
            decided.write(writer, folder, &self.request, must_mend, watch)?;
        report.generation = published;
        report.took_ms = took(began);
        memory.last = Some(report.clone());
        memory.write(folder)?;
        Ok(published)
    }
}

impl Decided {
    /// Keeps what is held, then builds and publishes if there is a step to take.
    fn write(
        self,
        writer: Writer,
        folder: &std::path::Path,
        request: &Request,
        must_mend: bool,
        watch: generations::Watch<'_>,
    ) -> anyhow::Result<(Option<u64>, Memory)> {
        let Self { plan, mut memory } = self;
        let changes = HeldChanges::beside(folder);
        for held in &plan.hold {
            changes.keep(held)?;
        }
        let published = if plan.is_step() || must_mend {
            if plan.articles.is_empty() {
                bail!("no article would be left: nothing has changed; list another source first");
            }
            let articles = store(&writer, plan.articles, Some(&mut memory))?;
            let manifest = build(writer, articles, request.by, &request.why, watch)?;
            Some(manifest.number)
        } else {
            None
        };
        // Last: what was held is over only once the step is taken.
        for id in &plan.release {
            changes.forget(id)?;
        }
        Ok((published, memory))
    }
}

/// Whether what answers now can: otherwise the next generation is due, changed or not.
fn can_be_opened(generations: &Generations, base: &Manifest) -> bool {
    let is_current = generations.current().ok().flatten() == Some(base.number);
    let plain = Knowledge::with_lexicon(Lexicon::parse("").unwrap_or_default());
    is_current && generations.snapshot(base.number, plain).is_ok()
}

/// Stores the new texts and gives every article's record.
pub(super) fn store(
    writer: &Writer,
    articles: Vec<Next>,
    mut memory: Option<&mut Memory>,
) -> anyhow::Result<Vec<ArticleRecord>> {
    let mut records = Vec::new();
    for next in articles {
        let (mut record, article) = match next {
            Next::Kept(record) => {
                records.push(record);
                continue;
            }
            Next::Text(record, article) => (*record, article),
        };
        let stored = writer.store(&article)?;
        let page = record.url.as_ref().filter(|_| record.fetched_at.is_some());
        if let (Some(url), Some(memory)) = (page, memory.as_deref_mut())
            && let Some(page) = memory.pages.get_mut(url)
        {
            page.stored = Some(stored.hash.clone());
        }
        record.hash = stored.hash;
        record.paragraphs = stored.paragraphs;
        records.push(record);
    }
    Ok(records)
}

/// Builds and publishes a generation of `articles`.
pub(super) fn build(
    writer: Writer,
    articles: Vec<ArticleRecord>,
    by: Signature,
    why: &str,
    watch: generations::Watch<'_>,
) -> anyhow::Result<Manifest> {
    let plan = generations::Plan {
        articles,
        by: who(by.by),
        why: why.to_owned(),
        made_at: by.at,
    };
    let built = writer.build(plan, watch)?;
    Ok(built.publish()?)
}

/// Tells watchers how far building is, and stops it when the program ends.
pub(super) fn watcher(
    shared: &Arc<Shared>,
    turn: &Turn,
) -> impl Fn(generations::Progress) -> ControlFlow<()> + Send + Sync + use<> {
    let (stop, progress) = (shared.stop.clone(), turn.progress_sender());
    move |built: generations::Progress| {
        progress.send_modify(|progress: &mut Progress| {
            progress.phase = match built.phase {
                generations::Phase::Indexing => Phase::Indexing,
                generations::Phase::Checking => Phase::Checking,
            };
            progress.paragraphs_done = built.done;
            progress.paragraphs = built.total;
        });
        if stop.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
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
    let opened = blocking(move || {
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
    // The schedule's many looks that found nothing would bury what was done.
    if by.by != By::Schedule || is_step {
        let before = serde_json::json!({ "generation": before });
        let after = serde_json::json!({ "generation": outcome.generation, "totals": totals });
        audit(shared, by, "index.refresh", before, after).await;
    }
    if let Some(notice) = Notice::of(&outcome.report, by) {
        // Nobody may be listening.
        let _ = shared.notices.send(notice);
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
    if let Err(trouble) = store.audit(&by, what, Some(before), Some(after)).await {
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
