//! One shard's connection: a serenity client alone in a runtime on a thread of its own, because its
//! reader can spin on a closed socket and then starves whatever shares its runtime.

use std::sync::{Arc, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use serenity::client::{Client, ClientBuilder};
use serenity::gateway::{GatewayError, ShardManager};
use serenity::http::Http;
use serenity::model::gateway::GatewayIntents;
use serenity::model::id::ShardId;
use tokio::sync::oneshot;
use tokio::time::MissedTickBehavior;

use super::handler::Handler;
use super::pulse::Pulse;
use super::watch::Note;
use crate::dispatch::Dispatch;

/// How often a runtime shows that it runs.
const BEAT: Duration = Duration::from_millis(250);
/// How long closing may take: serenity looks up from its reading every half second.
const CLOSING: Duration = Duration::from_secs(2);

/// What a connection needs.
pub(super) struct Plan {
    pub(super) http: Http,
    pub(super) url: String,
    pub(super) shard: u32,
    pub(super) total: u32,
    pub(super) intents: GatewayIntents,
    pub(super) dispatch: Arc<Dispatch>,
}

/// An open connection; dropping it abandons it.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) serial: u64,
    pub(super) pulse: Arc<Pulse>,
    stop: oneshot::Sender<Stop>,
}

/// How a connection is to end.
#[derive(Debug)]
enum Stop {
    /// Tell Discord.
    Close,
}

/// How a connection ended.
#[derive(Debug)]
pub(super) enum End {
    /// As it was told to.
    Stopped,
    /// Discord refuses the token.
    TokenRefused,
    /// Discord refuses the intents.
    IntentsRefused,
    /// Anything else, which another try may mend.
    Broken(String),
}

impl Connection {
    /// Opens one; its end is told to `notes` under `serial`.
    pub(super) fn open(plan: Plan, serial: u64, notes: mpsc::Sender<Note>) -> anyhow::Result<Self> {
        let pulse = Arc::new(Pulse::new());
        let (stop, stopped) = oneshot::channel();
        let shard = plan.shard;
        let within = pulse.clone();
        thread::Builder::new()
            .name(format!("gateway-{shard}"))
            .spawn(move || {
                let end = hold(plan, &within, stopped)
                    .unwrap_or_else(|error| End::Broken(format!("{error:#}")));
                // The watchdog ends only with the process.
                let _ = notes.send(Note::Ended { shard, serial, end });
            })
            .context("starting a thread for the gateway")?;
        Ok(Self {
            serial,
            pulse,
            stop,
        })
    }

    /// Closes it with Discord's knowledge; its end is told as any other.
    pub(super) fn close(self) {
        // It may have ended already.
        let _ = self.stop.send(Stop::Close);
    }
}

/// Holds a connection until it ends or is told to.
fn hold(plan: Plan, pulse: &Arc<Pulse>, stop: oneshot::Receiver<Stop>) -> anyhow::Result<End> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("starting a runtime for the gateway")?;
    let end = runtime.block_on(connect(plan, pulse, stop));
    // Whatever serenity still does there is of no use.
    runtime.shutdown_background();
    end
}

async fn connect(
    plan: Plan,
    pulse: &Arc<Pulse>,
    stop: oneshot::Receiver<Stop>,
) -> anyhow::Result<End> {
    let handler = Handler::new(plan.dispatch, plan.shard, pulse.clone());
    let shards = handler.shards();
    // From the beginning: setting up asks Discord something, which can take its time.
    let beating = tokio::spawn(beat(pulse.clone(), shards.clone(), plan.shard));
    let mut client = ClientBuilder::new_with_http(plan.http, plan.intents)
        .event_handler(handler)
        .await
        .context("setting up the gateway client")?;
    // serenity takes Discord's own gateway when it cannot ask for one: this is the one to use.
    *client.ws_url.lock().await = plan.url;
    // Nobody else sets it.
    let _ = shards.set(client.shard_manager.clone());
    let manager = client.shard_manager.clone();
    let end = tokio::select! {
        ended = start(&mut client, plan.shard, plan.total) => ended,
        stop = stop => {
            if let Ok(Stop::Close) = stop {
                // Past that, the connection is dropped as it is.
                let _ = tokio::time::timeout(CLOSING, manager.shutdown_all()).await;
            }
            End::Stopped
        }
    };
    beating.abort();
    Ok(end)
}

async fn start(client: &mut Client, shard: u32, total: u32) -> End {
    match client.start_shard(shard, total).await {
        Ok(()) => End::Broken("the connection ended".into()),
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => End::TokenRefused,
        Err(serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        )) => End::IntentsRefused,
        Err(error) => End::Broken(error.to_string()),
    }
}

/// Shows that the runtime runs, and notices what serenity hears without telling: an answered
/// heartbeat changes the latency it keeps.
async fn beat(pulse: Arc<Pulse>, shards: Arc<OnceLock<Arc<ShardManager>>>, shard: u32) {
    let mut before = None;
    let mut ticks = tokio::time::interval(BEAT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        pulse.beat();
        let Some(manager) = shards.get() else {
            continue;
        };
        let runners = manager.runners.lock().await;
        let Some(runner) = runners.get(&ShardId(shard)) else {
            continue;
        };
        pulse.set_messenger(runner.runner_tx.clone());
        let now = Some((runner.stage, runner.latency));
        if now != before {
            pulse.heard();
            before = now;
        }
    }
}
