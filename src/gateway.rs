//! The connection that Discord sends events over.

use std::sync::{Arc, OnceLock};

use poise::{FrameworkContext, FrameworkOptions};
use serenity::async_trait;
use serenity::client::{Client, Context, EventHandler, FullEvent};
use serenity::gateway::ShardManager;
use serenity::model::application::Interaction;
use serenity::model::channel::Message;
use serenity::model::gateway::GatewayIntents;
use serenity::model::id::UserId;

use crate::bot::{Bot, Error};
use crate::token::Token;
use crate::{commands, surfaces};

/// Hands events on.
struct Handler {
    bot: Arc<Bot>,
    options: Arc<FrameworkOptions<Arc<Bot>, Error>>,
    shards: Arc<OnceLock<Arc<ShardManager>>>,
}

/// Stays connected until the connection ends for good.
pub(crate) async fn run(bot: Arc<Bot>, token: &Token) -> anyhow::Result<()> {
    let shards = Arc::new(OnceLock::new());
    let options = FrameworkOptions {
        commands: commands::all(),
        ..FrameworkOptions::default()
    };
    let handler = Handler {
        bot: bot.clone(),
        options: Arc::new(options),
        shards: shards.clone(),
    };
    let intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let mut client = Client::builder(token.expose(), intents)
        .event_handler(handler)
        .await?;
    let _ = shards.set(client.shard_manager.clone());
    client.start().await?;
    Ok(())
}

#[async_trait]
impl EventHandler for Handler {
    async fn message(&self, ctx: Context, message: Message) {
        if let Err(error) = surfaces::message(&self.bot, &ctx, &message).await {
            tracing::error!(error = format!("{error:#}"), "answering a message failed");
        }
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let Some(shard_manager) = self.shards.get() else {
            return;
        };
        if let Interaction::Component(component) = &interaction {
            if let Err(error) = surfaces::component(&self.bot, &ctx, component).await {
                tracing::error!(error = format!("{error:#}"), "answering a component failed");
            }
            return;
        }
        let framework = FrameworkContext {
            serenity_context: &ctx,
            bot_id: UserId::new(1),
            options: &self.options,
            user_data: &self.bot,
            shard_manager,
        };
        poise::dispatch_event(framework, FullEvent::InteractionCreate { interaction }).await;
    }
}
