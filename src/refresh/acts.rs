//! What operators and moderators decide: going back, publishing what was held, discarding it.
//!
//! Deliberately absent: who may (the caller checks).

use std::sync::Arc;

use anyhow::{Context, bail};

use super::aside::aside;
use super::held::{Chosen, Held, HeldChanges};
use super::memory::{Memory, text_key};
use super::plan::{Next, gone_key, whole_seconds};
use super::report::{Entry, Fate, Report, Totals};
use super::status::GenerationLine;
use super::work::{audit, blocking, show};
use super::write::{self, watcher};
use super::{Outcome, Refused, Shared, who};
use crate::generations::{ArticleRecord, Generations, Manifest, TextHash, Watch, Writer};
use crate::store::Signature;

/// What is said of a generation that decisions made.
const WHY: &str = "held changes published";

pub(super) async fn rollback(
    shared: &Arc<Shared>,
    number: Option<u64>,
    by: Signature,
) -> anyhow::Result<GenerationLine> {
    let (turn, _) = shared.turns.take(by)?;
    let acting = shared.clone();
    let (from, manifest) = aside(move || go_back(&acting, number, by)).await?;
    show(shared, manifest.number).await;
    drop(turn);
    let before = serde_json::json!({ "generation": from });
    let after = serde_json::json!({ "generation": manifest.number });
    audit(shared, by, "index.rollback", before, after).await;
    Ok(GenerationLine::of(&manifest, true))
}

fn go_back(shared: &Shared, number: Option<u64>, by: Signature) -> anyhow::Result<(u64, Manifest)> {
    let generations = &shared.parts.generations;
    let mut writer = generations
        .writer(&who(by.by), by.at)
        .map_err(Refused::from)?;
    let current = generations.current()?;
    let current = current.context("nothing was published yet: there is nothing to go back to")?;
    let number = match number {
        Some(number) => number,
        None => before(generations, current)?,
    };
    if number == current {
        bail!("generation {number} is the current one already");
    }
    let left = generations.manifest(current).ok();
    let manifest = writer.rollback(number)?;
    if let Some(left) = left {
        let mut memory = Memory::read(&shared.parts.folder);
        remember_texts(generations, &left, &manifest, &mut memory);
        memory.write(&shared.parts.folder)?;
    }
    Ok((current, manifest))
}

/// The newest kept generation that is older than `current`.
fn before(generations: &Generations, current: u64) -> anyhow::Result<u64> {
    let kept = generations.history()?;
    let older = kept.iter().map(|kept| kept.number).filter(|n| *n < current);
    older
        .max()
        .with_context(|| format!("no generation older than {current} is kept"))
}

/// Notes the texts that going from `left` to `to` takes back, so that they are not published
/// again unasked.
fn remember_texts(generations: &Generations, left: &Manifest, to: &Manifest, memory: &mut Memory) {
    for record in &left.articles {
        let id = record.id.to_string();
        if to
            .article(&record.id)
            .is_some_and(|old| old.hash == record.hash)
        {
            continue;
        }
        if let Ok(article) = generations.article(&record.hash) {
            memory.rolled_back.insert(id, text_key(&article));
        }
    }
    // A text that is current again is no longer one taken back.
    for record in &to.articles {
        let Ok(article) = generations.article(&record.hash) else {
            continue;
        };
        if memory.rolled_back.get(record.id.as_str()) == Some(&text_key(&article)) {
            memory.rolled_back.remove(record.id.as_str());
        }
    }
}

pub(super) async fn mend(shared: &Arc<Shared>, by: Signature) -> anyhow::Result<GenerationLine> {
    let (turn, _) = shared.turns.take(by)?;
    let (acting, watch) = (shared.clone(), watcher(shared, &turn));
    let manifest = aside(move || -> anyhow::Result<Manifest> {
        let generations = &acting.parts.generations;
        let writer = generations
            .writer(&who(by.by), by.at)
            .map_err(Refused::from)?;
        let built = writer.rebuild(&who(by.by), by.at, &watch)?;
        Ok(built.publish()?)
    });
    let manifest = manifest.await?;
    show(shared, manifest.number).await;
    drop(turn);
    let before = serde_json::json!({ "generation": null });
    let after = serde_json::json!({ "generation": manifest.number });
    audit(shared, by, "index.mend", before, after).await;
    Ok(GenerationLine::of(&manifest, true))
}

pub(super) async fn publish_held(
    shared: &Arc<Shared>,
    chosen: Chosen,
    by: Signature,
) -> anyhow::Result<Outcome> {
    let (turn, _) = shared.turns.take(by)?;
    let acting = shared.clone();
    let watch = watcher(shared, &turn);
    let (before, report) = aside(move || publish(&acting, &chosen, by, &watch)).await?;
    if let Some(number) = report.generation {
        show(shared, number).await;
    }
    drop(turn);
    let ids: Vec<&str> = report.articles.iter().map(|e| e.id.as_str()).collect();
    let after = serde_json::json!({ "generation": report.generation, "articles": ids });
    let before = serde_json::json!({ "generation": before });
    audit(shared, by, "index.publish", before, after).await;
    Ok(Outcome {
        generation: report.generation,
        report,
    })
}

fn publish(
    shared: &Shared,
    chosen: &Chosen,
    by: Signature,
    watch: Watch<'_>,
) -> anyhow::Result<(Option<u64>, Report)> {
    let began = std::time::Instant::now();
    let parts = &shared.parts;
    let writer = parts
        .generations
        .writer(&who(by.by), by.at)
        .map_err(Refused::from)?;
    let changes = HeldChanges::beside(&parts.folder);
    let chosen = choose(&changes, chosen)?;
    let before = writer.parent().map(|parent| parent.number);
    let next = with_decisions(writer.parent(), &chosen)?;
    let mut memory = Memory::read(&parts.folder);
    let entries: Vec<Entry> = chosen.iter().map(published).collect();
    let number = build(writer, next, by, &mut memory, watch)?;
    for held in &chosen {
        memory.rolled_back.remove(held.id.as_str());
        memory.discarded.remove(held.id.as_str());
        changes.forget(&held.id)?;
    }
    memory.write(&parts.folder)?;
    let report = Report {
        at: whole_seconds(by.at),
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        by: who(by.by),
        why: WHY.into(),
        preview: false,
        generation: Some(number),
        totals: Totals::of(&entries),
        articles: entries,
        remarks: Vec::new(),
    };
    Ok((before, report))
}

fn build(
    writer: Writer,
    next: Vec<Next>,
    by: Signature,
    memory: &mut Memory,
    watch: Watch<'_>,
) -> anyhow::Result<u64> {
    let records = write::store(&writer, next, Some(memory))?;
    if records.is_empty() {
        bail!("no article would be left: add another source first, then publish this");
    }
    Ok(write::build(writer, records, by, WHY, watch)?.number)
}

/// The articles of the next generation, the held changes made.
fn with_decisions(base: Option<&Manifest>, chosen: &[Held]) -> anyhow::Result<Vec<Next>> {
    let kept: &[ArticleRecord] = base.map_or(&[], |base| &base.articles);
    let mut next: Vec<Next> = (kept.iter().cloned())
        .map(|record| Next::Kept(Box::new(record)))
        .collect();
    for held in chosen {
        let at = next.iter().position(|next| *next.id() == held.id);
        let text = match &held.candidate {
            Some(candidate) => Some(Next::Text(
                Box::new(candidate.record.clone()),
                Box::new(candidate.article()?),
            )),
            None => None,
        };
        match (at, text) {
            (Some(at), Some(text)) => next[at] = text,
            (Some(at), None) => drop(next.remove(at)),
            (None, Some(text)) => next.push(text),
            (None, None) => {}
        }
    }
    Ok(next)
}

/// What became of a held change that was published.
fn published(held: &Held) -> Entry {
    let fate = match (&held.candidate, &held.changes) {
        (None, _) => Fate::Gone {
            why: held.reason.to_string(),
        },
        (Some(_), Some(changes)) => Fate::Changed {
            changes: changes.clone(),
        },
        (Some(candidate), None) => Fate::New {
            paragraphs: candidate.record.paragraphs,
            replaces_briefing: false,
        },
    };
    Entry {
        id: held.id.clone(),
        source: held.source.clone(),
        title: held.title.clone(),
        url: held.url.clone(),
        fate,
    }
}

pub(super) async fn discard_held(
    shared: &Arc<Shared>,
    chosen: Chosen,
    by: Signature,
) -> anyhow::Result<Vec<Held>> {
    let (turn, _) = shared.turns.take(by)?;
    let acting = shared.clone();
    let chosen = blocking(move || discard(&acting, &chosen, by)).await?;
    drop(turn);
    let ids: Vec<&str> = chosen.iter().map(|held| held.id.as_str()).collect();
    let before = serde_json::json!({ "held": ids });
    audit(
        shared,
        by,
        "index.discard",
        before,
        serde_json::json!({ "held": [] }),
    )
    .await;
    Ok(chosen)
}

fn discard(shared: &Shared, chosen: &Chosen, by: Signature) -> anyhow::Result<Vec<Held>> {
    let parts = &shared.parts;
    // Held while it is decided, so that no refresh of another process comes between.
    let _writer = parts
        .generations
        .writer(&who(by.by), by.at)
        .map_err(Refused::from)?;
    let changes = HeldChanges::beside(&parts.folder);
    let chosen = choose(&changes, chosen)?;
    let mut memory = Memory::read(&parts.folder);
    for held in &chosen {
        let key = key_of(held)?;
        memory.discarded.insert(held.id.to_string(), key);
        memory.rolled_back.remove(held.id.as_str());
    }
    memory.write(&parts.folder)?;
    for held in &chosen {
        changes.forget(&held.id)?;
    }
    Ok(chosen)
}

fn key_of(held: &Held) -> anyhow::Result<TextHash> {
    match &held.candidate {
        Some(candidate) => Ok(text_key(&candidate.article()?)),
        None => Ok(gone_key()),
    }
}

/// The held changes that are meant.
fn choose(changes: &HeldChanges, chosen: &Chosen) -> anyhow::Result<Vec<Held>> {
    let mut held = changes.all()?;
    if let Some(id) = chosen.article() {
        held.retain(|held| held.id == *id);
    }
    if held.is_empty() {
        return Err(Refused::NothingHeld(chosen.article().cloned()).into());
    }
    if let Chosen::Text(id, text) = chosen
        && held.iter().any(|held| held.text() != *text)
    {
        return Err(Refused::Replaced(id.clone()).into());
    }
    Ok(held)
}
