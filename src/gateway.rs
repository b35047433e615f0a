//! The connections that Discord sends events over, one a shard.
//!
//! Each has a runtime on a thread of its own (`connection.rs`); a watchdog opens them, and opens
//! those anew that spin or fall silent (`watch.rs`).
//!
//! What is switched off to save memory: serenity's cache, so no guild, channel, role or member is
//! kept; member, presence, voice, reaction and typing events; and without answer channels the events
//! of guilds too.
//!
//! Deliberately absent: what events mean (`dispatch.rs`).

mod address;
mod connection;
mod handler;
mod pulse;
mod watch;

use std::collections::HashMap;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use serenity::http::Http;
use serenity::model::gateway::GatewayIntents;
use tokio::sync::oneshot;

use crate::dispatch::Dispatch;
use pulse::Moment;
use watch::{Note, Slot, Watch};

pub(crate) use address::{GatewayBot, ask};

/// What the process ends with when only a new one can help, as `sysexits.h` has it for a temporary
/// failure.
pub(crate) const EXIT_CODE: u8 = 75;
/// How often the main runtime shows that it runs.
const MAIN_BEAT: Duration = Duration::from_secs(1);
/// The intents that only answer channels need.
const CONTENT_INTENTS: GatewayIntents = GatewayIntents::MESSAGE_CONTENT;

/// Why there can be no connection.
#[derive(Debug)]
pub(crate) enum Lost {
    /// Discord refuses the token.
    TokenRefused,
    /// Discord refuses intents that everybody may have.
    IntentsRefused,
}

impl Lost {
    /// What happened and what to do about it.
    pub(crate) fn told(&self) -> &'static str {
        match self {
            Self::TokenRefused => {
                "Discord refuses the token: it was reset or belongs to no bot; copy the one there \
                 is now from the Developer Portal, your application, Bot"
            }
            Self::IntentsRefused => {
                "Discord refuses to send messages that mention the bot: look at the application in \
                 the Developer Portal"
            }
        }
    }
}

/// All connections of this process.
#[derive(Debug)]
pub(crate) struct Gateway {
    notes: mpsc::Sender<Note>,
    lost: oneshot::Receiver<Lost>,
    closed: oneshot::Receiver<()>,
    beating: tokio::task::JoinHandle<()>,
}

impl Gateway {
    /// Starts to connect to `gateway`; must be called on the main runtime.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub(crate) fn open(
        dispatch: Arc<Dispatch>,
        gateway: &GatewayBot,
        http: impl Fn() -> anyhow::Result<Http> + Send + 'static,
    ) -> anyhow::Result<Self> {
        let settings = &dispatch.bot.settings.discord;
        let (first, last, total) = settings.shards.of(gateway.shards);
        let slots: Vec<Slot> = (first..=last).map(Slot::new).collect();
        for slot in &slots {
            dispatch.bot.metrics.shard(slot.shard, false);
            dispatch.bot.health.shard(slot.shard, false);
        }
        let (notes, inbox) = mpsc::channel();
        let (tell, told) = oneshot::channel();
        let (close, closed) = oneshot::channel();
        let main_beat = Arc::new(Moment::now());
        let watch = Watch {
            http: Box::new(http),
            url: gateway.url.clone(),
            total,
            max_concurrency: gateway.session_start_limit.max_concurrency,
            intents: intents(settings.message_content),
            dispatch,
            main_beat: main_beat.clone(),
            slots,
            identified: HashMap::new(),
            abandoned: Vec::new(),
            serial: 0,
            notes: notes.clone(),
        };
        thread::Builder::new()
            .name("gateway-watch".into())
            .spawn(move || {
                watch.run(&inbox, tell);
                // Nobody may wait any more.
                let _ = close.send(());
            })
            .context("starting the watchdog")?;
        Ok(Self {
            notes,
            lost: told,
            closed,
            beating: tokio::spawn(async move {
                loop {
                    main_beat.set();
                    tokio::time::sleep(MAIN_BEAT).await;
                }
            }),
        })
    }

    /// Ends when there can be no connection, with the reason.
    pub(crate) async fn lost(&mut self) -> Lost {
        match (&mut self.lost).await {
            Ok(why) => why,
            // The watchdog was told to close.
            Err(_) => std::future::pending().await,
        }
    }

    /// Closes all connections with Discord's knowledge, in `limit` at most.
    pub(crate) async fn close(self, limit: Duration) {
        // Without a watchdog there is nothing to close.
        let _ = self.notes.send(Note::Close);
        if tokio::time::timeout(limit, self.closed).await.is_err() {
            tracing::warn!("the gateway did not close in time");
        }
        self.beating.abort();
    }
}

/// What Discord is asked to send.
fn intents(message_content: bool) -> GatewayIntents {
    let always = GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if message_content {
        // Threads of answer channels come with the guild events.
        always | GatewayIntents::GUILDS | CONTENT_INTENTS
    } else {
        always
    }
}
