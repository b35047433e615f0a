//! Where events go: each is noted once, answered in a task of its own, and told to the log.
//!
//! Tasks run on the main runtime, never on a gateway's: what serenity does there cannot delay them.
//!
//! Deliberately absent: the answers (`commands/`, `surfaces/`) and the connection (`gateway.rs`).

use std::any::Any;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use poise::{FrameworkContext, FrameworkOptions};
use serenity::builder::CreateInteractionResponse;
use serenity::client::{Context, FullEvent};
use serenity::gateway::ShardManager;
use serenity::http::Http;
use serenity::model::application::{CommandInteraction, ComponentInteraction, Interaction};
use serenity::model::channel::Message;
use serenity::model::id::{GuildId, InteractionId};
use tokio::sync::Mutex;
use tracing::{Instrument, Span, field, info_span};

use crate::bot::{Bot, Error};
use crate::errors::{self, Asker};
use crate::metrics::Dropped;
use crate::reply::nobody;
use crate::{commands, surfaces};

/// Hands events to what answers them.
#[derive(Debug)]
pub(crate) struct Dispatch {
    pub(crate) bot: Arc<Bot>,
    options: FrameworkOptions<Arc<Bot>, Error>,
    /// Without serenity's limiter, for what poise itself sends about an interaction.
    unlimited: Arc<Http>,
}

impl Dispatch {
    pub(crate) fn new(bot: Arc<Bot>, unlimited: Http) -> Self {
        Self {
            bot,
            unlimited: Arc::new(unlimited),
            options: FrameworkOptions {
                commands: commands::all(),
                on_error: |error| Box::pin(errors::on_error(error)),
                allowed_mentions: Some(nobody()),
                initialize_owners: false,
                ..FrameworkOptions::default()
            },
        }
    }

    /// Takes a message.
    pub(crate) fn message(self: &Arc<Self>, ctx: Context, message: Message) {
        // Most messages are nobody's question: bots' never are.
        if message.author.bot || !self.is_first(message.id.get()) {
            return;
        }
        let dispatch = self.clone();
        let ctx = self.limited(ctx);
        let span = info_span!("message", message_id = %message.id, guild_id = field::Empty);
        record_guild(&span, message.guild_id);
        self.take(span, async move {
            let bot = &dispatch.bot;
            if let Err(error) = surfaces::message(bot, &ctx, &message).await {
                bot.metrics.dropped(Dropped::Failed);
                tracing::error!(error = format!("{error:#}"), "answering a message failed");
            }
        });
    }

    /// Takes an interaction.
    pub(crate) fn interaction(
        self: &Arc<Self>,
        ctx: Context,
        shards: Arc<ShardManager>,
        interaction: Interaction,
    ) {
        let id = interaction.id();
        if !self.is_first(id.get()) {
            return;
        }
        let dispatch = self.clone();
        let span = span_of(&interaction);
        self.take(span, async move {
            if dispatch.bot.is_late(id) {
                return;
            }
            // Boxed: a task per event should not be as large as the largest of them.
            Box::pin(dispatch.answer(ctx, &shards, interaction)).await;
        });
    }

    async fn answer(&self, mut ctx: Context, shards: &Arc<ShardManager>, interaction: Interaction) {
        let bot = &self.bot;
        match interaction {
            Interaction::Component(component) => self.component(ctx, component).await,
            Interaction::Ping(_) => {}
            Interaction::Modal(modal) => {
                let error = anyhow::anyhow!("no dialog of ours was open");
                errors::failed(bot, Asker::from(&modal), &error).await;
            }
            Interaction::Autocomplete(asked) => {
                ctx.http = self.unlimited.clone();
                self.complete(self.framework(&ctx, shards), &asked).await;
            }
            command => {
                ctx.http = self.unlimited.clone();
                let framework = self.framework(&ctx, shards);
                let event = FullEvent::InteractionCreate {
                    interaction: command,
                };
                Box::pin(poise::dispatch_event(framework, event)).await;
            }
        }
    }

    async fn component(&self, ctx: Context, component: ComponentInteraction) {
        let ctx = self.limited(ctx);
        let bot = self.bot.clone();
        let asked = component.clone();
        // A task of its own, so that a panic ends it and not the telling of it.
        let answering = tokio::spawn(
            async move { surfaces::component(&bot, &ctx, &component).await }
                .instrument(Span::current()),
        );
        match answering.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => errors::failed(&self.bot, Asker::from(&asked), &error).await,
            Err(_) => errors::panicked(&self.bot, Asker::from(&asked)).await,
        }
    }

    /// Answers an autocomplete: poise's own way goes around our client and its time limit.
    async fn complete(
        &self,
        framework: FrameworkContext<'_, Arc<Bot>, Error>,
        asked: &CommandInteraction,
    ) {
        let options = asked.data.options();
        let responded = AtomicBool::new(false);
        let data = Mutex::new(Box::new(()) as Box<dyn Any + Send + Sync>);
        let mut tree = Vec::new();
        let context = poise::extract_command_and_run_checks(
            framework,
            asked,
            poise::CommandInteractionType::Autocomplete,
            &responded,
            &data,
            &options,
            &mut tree,
        )
        .await;
        // Nobody waits for words about choices that do not come.
        let Ok(ctx) = context else { return };
        let Some(focused) = asked.data.autocomplete() else {
            return;
        };
        let parameters = &ctx.command().parameters;
        let parameter = parameters.iter().find(|known| known.name == focused.name);
        let Some(complete) = parameter.and_then(|known| known.autocomplete_callback) else {
            return;
        };
        let choices = complete(ctx, focused.value).await;
        let response = CreateInteractionResponse::Autocomplete(choices);
        if let Err(error) = self.bot.respond(asked.id, &asked.token, &response).await {
            tracing::warn!(error = format!("{error:#}"), "completing failed");
        }
    }

    fn framework<'a>(
        &'a self,
        ctx: &'a Context,
        shards: &'a Arc<ShardManager>,
    ) -> FrameworkContext<'a, Arc<Bot>, Error> {
        FrameworkContext {
            serenity_context: ctx,
            bot_id: self.bot.user(),
            options: &self.options,
            user_data: &self.bot,
            shard_manager: shards,
        }
    }

    /// The context with the client that keeps Discord's limits across gateway connections.
    fn limited(&self, mut ctx: Context) -> Context {
        ctx.http = self.bot.http.clone();
        ctx
    }

    /// Notes an id; a duplicate is counted and goes no further.
    fn is_first(&self, id: u64) -> bool {
        let metrics = &self.bot.metrics;
        if let Some(arrival) = self.bot.arrivals.first(id) {
            metrics.lagged(arrival.lag);
            return true;
        }
        metrics.dropped(Dropped::Duplicate);
        tracing::debug!(id, "came in twice");
        false
    }

    fn take(&self, span: Span, task: impl Future<Output = ()> + Send + 'static) {
        if !self.bot.in_flight.take(task.instrument(span)) {
            self.bot.metrics.dropped(Dropped::Stopping);
        }
    }
}

fn span_of(interaction: &Interaction) -> Span {
    let (command, guild) = match interaction {
        Interaction::Command(asked) | Interaction::Autocomplete(asked) => {
            (&*asked.data.name, asked.guild_id)
        }
        Interaction::Component(pressed) => ("component", pressed.guild_id),
        Interaction::Modal(sent) => ("modal", sent.guild_id),
        _ => ("ping", None),
    };
    let id: InteractionId = interaction.id();
    let span = info_span!("interaction", interaction_id = %id, command, guild_id = field::Empty);
    record_guild(&span, guild);
    span
}

fn record_guild(span: &Span, guild: Option<GuildId>) {
    if let Some(guild) = guild {
        span.record("guild_id", guild.get());
    }
}
