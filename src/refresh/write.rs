//! From a decision to a published generation, on the disk.
//!
//! Deliberately absent: deciding (`plan.rs`), the files themselves (`generations.rs`).

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use attache_index::{Knowledge, Lexicon};

use super::held::HeldChanges;
use super::memory::Memory;
use super::plan::{Next, Plan};
use super::running::{Phase, Progress, Turn};
use super::{Request, Shared, who};
use crate::generations::{self, ArticleRecord, Generations, Manifest, Writer};
use crate::store::{By, Signature};

/// What was decided and what it leads to, on its way to the disk.
pub(super) struct Decided {
    pub(super) plan: Plan,
    pub(super) memory: Memory,
}

impl Decided {
    /// Keeps what is held, then builds and publishes if there is a step to take.
    pub(super) fn write(
        self,
        writer: Writer,
        folder: &Path,
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
            let writer = if must_mend { writer.afresh() } else { writer };
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

/// Whether what answers now can: otherwise the next generation is due, changed or not. Every byte is
/// read where a person asked, lengths alone for the schedule's many looks.
pub(super) fn can_be_opened(generations: &Generations, base: &Manifest, by: By) -> bool {
    let plain = Knowledge::with_lexicon(Lexicon::parse("").unwrap_or_default());
    if by == By::Schedule {
        let is_current = generations.current().ok().flatten() == Some(base.number);
        return is_current && generations.snapshot(base.number, plain).is_ok();
    }
    let found = generations.newest_good(&plain);
    found
        .opened
        .is_some_and(|opened| opened.manifest.number == base.number)
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
                records.push(*record);
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
