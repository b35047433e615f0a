//! What begins by itself: scheduled refreshes, and moving to what other processes publish.
//!
//! Deliberately absent: when a source is due (`schedule.rs`).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use attache_index::ArticleId;
use tokio::time::MissedTickBehavior;

use super::memory::Memory;
use super::work::{blocking, list, show, start};
use super::{Request, Shared, Wanted, signed_now};
use crate::store::By;

/// How often it is looked whether another process has published.
const POLL: Duration = Duration::from_millis(500);
/// The longest the schedule sleeps before it looks at the sources anew.
const LONGEST_SLEEP: Duration = Duration::from_secs(10 * 60);
/// The shortest, so that what cannot begin is not tried without a pause.
const SHORTEST_SLEEP: Duration = Duration::from_secs(5);

pub(super) async fn follow(shared: &Arc<Shared>) {
    let mut looks = tokio::time::interval(POLL);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = shared.stop.cancelled() => return,
        }
        let shown = *shared.shown.lock().await;
        let generations = shared.parts.generations.clone();
        if let Some(number) = blocking(move || generations.changed_since(shown)).await {
            show(shared, number).await;
        }
    }
}

pub(super) async fn keep_schedule(shared: &Arc<Shared>) {
    loop {
        let (due, pause) = match due(shared, SystemTime::now()).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "schedule cannot be told");
                (Vec::new(), LONGEST_SLEEP)
            }
        };
        if !due.is_empty() {
            let request = Request {
                sources: Wanted::These(due),
                preview: false,
                by: signed_now(By::Schedule, None),
                why: "due".into(),
            };
            match start(shared, request).await {
                // Logged where it ended.
                Ok(running) => drop(running.finished().await),
                Err(refused) => tracing::info!(reason = %refused, "scheduled refresh put off"),
            }
        }
        let pause = pause.clamp(SHORTEST_SLEEP, LONGEST_SLEEP);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = shared.stop.cancelled() => return,
        }
    }
}

/// The sources that are due at `now`, and how long until the next one is.
async fn due(shared: &Arc<Shared>, now: SystemTime) -> anyhow::Result<(Vec<ArticleId>, Duration)> {
    let sources = list(shared).await?.sources;
    let folder = shared.parts.folder.clone();
    let memory = blocking(move || Memory::read(&folder)).await;
    let (mut due, mut pause) = (Vec::new(), LONGEST_SLEEP);
    for source in &sources.entries {
        let Some(every) = source.every.or(shared.parts.every) else {
            continue;
        };
        let looks = memory.looks.get(source.id.as_str());
        let next = looks
            .cloned()
            .unwrap_or_default()
            .next(source.id.as_str(), every);
        match next.duration_since(now) {
            Ok(wait) if !wait.is_zero() => pause = pause.min(wait),
            _ => due.push(source.id.clone()),
        }
    }
    Ok((due, pause))
}
