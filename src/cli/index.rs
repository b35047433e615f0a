//! `attache index`: looks at the sources, publishes, goes back; the same as moderators do in Discord.

mod report;
mod tables;

use std::future::Future;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use attache_index::ArticleId;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::run::read_settings;
use super::{Outcome, warn};
use crate::fetch::Fetcher;
use crate::generations::{self, Generations};
use crate::library;
use crate::refresh::{
    Chosen, Parts, Phase, Progress, Refresher, Refused, Request, Running, Wanted, signed_now,
};
use crate::semantic::Choice;
use crate::settings::Settings;
use crate::store::{self, By, Signature, Store};
use crate::terminal::{Role, Screen, counted};

const EXAMPLES: &str = "\
Examples:
  attache index refresh --preview
  attache index refresh trt-backing-down
  attache index status
  attache index rollback

Sources are those of sources.toml and what moderators added. The index is kept in [data] `folder` of
attache.toml, shared with the bot: it moves to what is published here within a second. One refresh,
rollback or decision at a time; who comes second is told who was first.";

const REFRESH_HELP: &str = "\
Examples:
  attache index refresh
  attache index refresh harbour bell-feed --preview
  attache index refresh --json | jq .totals

A change that drops more than a third of an article's paragraphs, or an article, or exchanges its
headline, is held: the old text stays until `attache index publish` or `discard`.
Exit codes: 0 every source was read and nothing was held, changed or not; 1 something was held or
failed; 2 a mistake, or another process is changing the index.
JSON: {at, took_ms, by, why, preview, generation, totals: {unchanged, changed, new, gone, failed,
held}, articles: [{id, source, title, url, outcome, …}], remarks}. By outcome: changed {changes:
{title: {before, after}, about: [names], paragraphs: [{change: added|removed, number, text} |
{change: edited, was, number, words: [{same|removed|added}]}]}}; new {paragraphs, replaces_briefing};
gone {why}; failed {why, times}; held {reason: {because, …}, again, changes}.";

const STATUS_HELP: &str = "\
Exit codes: 0, or 1 when nothing was published yet.
JSON: {generation: {number, is_current, parent, made_at, by, why, articles, paragraphs, trouble},
warning, sources: [{id, kind, url, added, articles, looked_at, failures, trouble, next}], held: [{id,
title, url, reason, since}], running: {by, since, pid}, next, last: {…as of refresh}, remarks}.";

/// Look at the sources anew, see what changed, publish, go back
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct IndexArgs {
    #[command(subcommand)]
    command: IndexCommand,
}

#[derive(Debug, Subcommand)]
enum IndexCommand {
    /// Show the current generation, every source, and what waits for a decision
    #[command(after_help = STATUS_HELP)]
    Status,
    /// Look at the sources; publish what changed
    #[command(after_help = REFRESH_HELP)]
    Refresh {
        /// Look at these sources, or at those of these articles [default: all]
        #[arg(value_name = "SOURCE")]
        sources: Vec<String>,
        /// Only show what would change
        #[arg(long)]
        preview: bool,
    },
    /// List the generations that are kept, newest first
    #[command(
        after_help = "Exit codes: 0, or 1 when there is none.\nJSON: {generations: [{number, \
                            is_current, parent, made_at, by, why, articles, paragraphs, trouble}]}."
    )]
    History,
    /// Answer from an older generation again
    #[command(
        after_help = "What it takes back is held when it is fetched again.\nJSON: {number, …as in \
                            history}."
    )]
    Rollback {
        /// The generation's number, as in `attache index history` [default: the one before]
        #[arg(value_name = "NUMBER")]
        number: Option<u64>,
    },
    /// Publish what is held
    #[command(after_help = "Exit codes: 0, or 1 when nothing is held.\nJSON: as of refresh.")]
    Publish {
        /// Only this article's change [default: all]
        #[arg(value_name = "ARTICLE")]
        article: Option<String>,
    },
    /// Give up what is held: the same text is not held again
    #[command(
        after_help = "Exit codes: 0, or 1 when nothing is held.\nJSON: {discarded: [article ids]}."
    )]
    Discard {
        /// Only this article's change [default: all]
        #[arg(value_name = "ARTICLE")]
        article: Option<String>,
    },
}

#[derive(Serialize)]
struct Discarded<'a> {
    discarded: Vec<&'a ArticleId>,
}

pub(super) fn run(
    args: &IndexArgs,
    folder: &Path,
    config: Option<&Path>,
    choice: Choice<'_>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let settings = read_settings(folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let ended = runtime.block_on(async {
        let (refresher, store) = open(&settings, config, choice, args.command.writes()).await?;
        let done = act(&args.command, &refresher, screen).await;
        refresher.close().await;
        if let Some(store) = store {
            store.close().await;
        }
        done
    });
    // What was asked of a slow server is not waited for.
    runtime.shutdown_background();
    ended
}

impl IndexCommand {
    /// Whether the data folder may be written to.
    fn writes(&self) -> bool {
        !matches!(
            self,
            Self::Status | Self::History | Self::Refresh { preview: true, .. }
        )
    }
}

/// What refreshes, and the store; reading makes no database.
async fn open(
    settings: &Settings,
    config: Option<&Path>,
    choice: Choice<'_>,
    writes: bool,
) -> anyhow::Result<(Refresher, Option<Arc<Store>>)> {
    let data = settings.data.folder()?;
    let folder = data.join(generations::FOLDER);
    let file = data.join(store::FILE);
    let store = if writes || file.try_exists()? {
        let store = Store::open(&file).await;
        if let Some(trouble) = store.trouble() {
            warn(&format!("nothing is being recorded: {trouble}"))?;
        }
        Some(Arc::new(store))
    } else {
        None
    };
    let library = library::Settings::find(config);
    // A generation without what a model says is read when it is opened: then that costs time.
    let model = if writes { library.model(choice)? } else { None };
    let meaning = model.map(|model| model.meaning);
    let parts = Parts {
        settings: library,
        generations: Generations::open(&folder, &settings.index).with_meaning(meaning),
        folder,
        fetcher: Arc::new(Fetcher::new(&settings.fetch)),
        store: store.clone(),
        answering: None,
        every: settings.refresh.every()?,
    };
    Ok((Refresher::new(parts, None, None), store))
}

async fn act(
    command: &IndexCommand,
    refresher: &Refresher,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    match command {
        IndexCommand::Status => status(refresher, screen).await,
        IndexCommand::Refresh { sources, preview } => {
            refresh(refresher, sources, *preview, screen).await
        }
        IndexCommand::History => history(refresher, screen).await,
        IndexCommand::Rollback { number } => {
            let line = refresher.rollback(*number, operator()).await?;
            if screen.json() {
                screen.write_json(&line)?;
            } else {
                let told = format!(
                    "Answering from generation {} again: {}.",
                    line.number,
                    counted(line.articles as u64, "article")
                );
                screen.say(Role::Verdict, &told)?;
            }
            Ok(Outcome::Found)
        }
        IndexCommand::Publish { article } => publish(refresher, article.as_deref(), screen).await,
        IndexCommand::Discard { article } => discard(refresher, article.as_deref(), screen).await,
    }
}

fn operator() -> Signature {
    signed_now(By::Operator, None)
}

async fn status(refresher: &Refresher, screen: &mut Screen<'_>) -> anyhow::Result<Outcome> {
    let status = refresher.status().await?;
    if screen.json() {
        screen.write_json(&status)?;
    } else {
        tables::write_status(&status, screen)?;
    }
    Ok(found(status.generation.is_some()))
}

async fn history(refresher: &Refresher, screen: &mut Screen<'_>) -> anyhow::Result<Outcome> {
    let generations = refresher.history().await?;
    if screen.json() {
        screen.write_json(&serde_json::json!({ "generations": generations }))?;
    } else {
        tables::write_history(&generations, screen)?;
    }
    Ok(found(!generations.is_empty()))
}

async fn refresh(
    refresher: &Refresher,
    sources: &[String],
    preview: bool,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let wanted = if sources.is_empty() {
        Wanted::All
    } else {
        Wanted::These(
            sources
                .iter()
                .map(|id| parse(id))
                .collect::<Result<_, _>>()?,
        )
    };
    let request = Request {
        sources: wanted,
        preview,
        by: operator(),
        why: "asked on the command line".into(),
    };
    let running = refresher.start(request).await?;
    let watching = watch(&running);
    let outcome = interruptible(refresher, running.finished()).await;
    watching.finish_and_clear();
    let report = &outcome?.report;
    if screen.json() {
        screen.write_json(report)?;
    } else {
        report::write(report, screen)?;
    }
    Ok(found(report.totals.held == 0 && report.totals.failed == 0))
}

/// `work`, which ctrl-c ends in order.
async fn interruptible<T>(refresher: &Refresher, work: impl Future<Output = T>) -> T {
    tokio::pin!(work);
    tokio::select! {
        done = &mut work => return done,
        _ = tokio::signal::ctrl_c() => {}
    }
    refresher.close().await;
    work.await
}

async fn publish(
    refresher: &Refresher,
    article: Option<&str>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let chosen = Chosen::article_or_all(article.map(parse).transpose()?);
    match refresher.publish_held(chosen, operator()).await {
        Ok(outcome) if screen.json() => screen.write_json(&outcome.report)?,
        Ok(outcome) => report::write(&outcome.report, screen)?,
        Err(error) => return nothing_held(error, screen),
    }
    Ok(Outcome::Found)
}

async fn discard(
    refresher: &Refresher,
    article: Option<&str>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let chosen = Chosen::article_or_all(article.map(parse).transpose()?);
    match refresher.discard_held(chosen, operator()).await {
        Ok(held) if screen.json() => screen.write_json(&Discarded {
            discarded: held.iter().map(|held| &held.id).collect(),
        })?,
        Ok(held) => {
            let ids: Vec<&str> = held.iter().map(|held| held.id.as_str()).collect();
            screen.say(Role::Verdict, &format!("Discarded: {}.", ids.join(", ")))?;
        }
        Err(error) => return nothing_held(error, screen),
    }
    Ok(Outcome::Found)
}

/// Nothing to decide on is no mistake; everything else is.
fn nothing_held(error: anyhow::Error, screen: &mut Screen<'_>) -> anyhow::Result<Outcome> {
    match error.downcast_ref() {
        Some(refused @ Refused::NothingHeld(_)) => {
            let told = refused.to_string();
            if screen.json() {
                screen.write_json(&serde_json::json!({ "nothing": told }))?;
            } else {
                screen.say(Role::Verdict, &told)?;
            }
            Ok(Outcome::NothingFound)
        }
        _ => Err(error),
    }
}

fn parse(id: &str) -> anyhow::Result<ArticleId> {
    ArticleId::parse(id).with_context(|| format!("{id:?} names no source or article"))
}

fn found(all_is_well: bool) -> Outcome {
    if all_is_well {
        Outcome::Found
    } else {
        Outcome::NothingFound
    }
}

/// A bar on standard error that follows `running`, if someone watches.
fn watch(running: &Running) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    bar.set_style(
        ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar.enable_steady_tick(Duration::from_millis(120));
    let (mut progress, following) = (running.progress(), bar.clone());
    // Ends with the refresh: its sender goes then.
    tokio::spawn(async move {
        while progress.changed().await.is_ok() {
            let now = progress.borrow_and_update().clone();
            move_bar(&following, &now);
        }
    });
    bar
}

fn move_bar(bar: &ProgressBar, progress: &Progress) {
    let (doing, done, all) = match progress.phase {
        Phase::Beginning => ("beginning", 0, 1),
        Phase::Looking => (
            "looking at sources",
            progress.sources_done as u64,
            progress.sources as u64,
        ),
        Phase::Comparing => ("comparing", 0, 1),
        Phase::Indexing => (
            "indexing paragraphs",
            progress.paragraphs_done,
            progress.paragraphs,
        ),
        Phase::Checking => ("checking", 0, 1),
        Phase::Publishing => ("publishing", 1, 1),
    };
    bar.set_message(doing);
    bar.set_length(all);
    bar.set_position(done);
}
