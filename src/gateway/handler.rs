//! What serenity tells about one shard, handed on at once.

use std::sync::{Arc, OnceLock};

use serenity::async_trait;
use serenity::client::{Context, EventHandler};
use serenity::gateway::{ConnectionStage, ShardManager, ShardStageUpdateEvent};
use serenity::model::application::Interaction;
use serenity::model::channel::Message;
use serenity::model::event::ResumedEvent;
use serenity::model::gateway::Ready;

use super::pulse::Pulse;
use crate::dispatch::Dispatch;

/// Hands events on.
pub(super) struct Handler {
    dispatch: Arc<Dispatch>,
    shard: u32,
    pulse: Arc<Pulse>,
    shards: Arc<OnceLock<Arc<ShardManager>>>,
}

impl Handler {
    pub(super) fn new(dispatch: Arc<Dispatch>, shard: u32, pulse: Arc<Pulse>) -> Self {
        Self {
            dispatch,
            shard,
            pulse,
            shards: Arc::default(),
        }
    }

    /// Where the client's shard manager is to be put, which poise needs.
    pub(super) fn shards(&self) -> Arc<OnceLock<Arc<ShardManager>>> {
        self.shards.clone()
    }

    fn connected(&self, connected: bool) -> bool {
        self.pulse.heard();
        self.pulse.set_connected(connected);
        let bot = &self.dispatch.bot;
        bot.metrics.shard(self.shard, connected);
        bot.health.shard(self.shard, connected)
    }
}

#[async_trait]
impl EventHandler for Handler {
    async fn message(&self, ctx: Context, message: Message) {
        self.pulse.heard();
        self.dispatch.message(ctx, message);
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        self.pulse.heard();
        if let Some(shards) = self.shards.get() {
            self.dispatch.interaction(ctx, shards.clone(), interaction);
        }
    }

    async fn ready(&self, ctx: Context, ready: Ready) {
        self.pulse.set_messenger(ctx.shard);
        self.dispatch.bot.set_user(ready.user.id);
        if self.connected(true) {
            tracing::info!(
                shard = self.shard,
                guilds = ready.guilds.len(),
                "shard connected"
            );
        }
    }

    async fn resume(&self, ctx: Context, _: ResumedEvent) {
        self.pulse.set_messenger(ctx.shard);
        if self.connected(true) {
            tracing::info!(shard = self.shard, "shard resumed");
        }
    }

    async fn shard_stage_update(&self, _: Context, change: ShardStageUpdateEvent) {
        self.pulse.heard();
        // That it is connected is told by what comes next: ready or resumed.
        if change.new != ConnectionStage::Connected && self.connected(false) {
            tracing::warn!(shard = self.shard, stage = %change.new, "shard lost its connection");
        }
    }
}
