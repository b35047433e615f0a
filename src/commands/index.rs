//! `/index`: what is answered from, how it came to be, and changing it; for the bot's moderators.
//!
//! Deliberately absent: the work (`refresh.rs`) and its buttons (`surfaces/moderators.rs`).

use std::time::Duration;

use attache_index::ArticleId;
use serenity::builder::{AutocompleteChoice, CreateAutocompleteResponse};
use tokio::time::MissedTickBehavior;

use super::moderation::moderator;
use super::{answer, defer, edit, language};
use crate::bot::{Context, Error};
use crate::errors::UserError;
use crate::refresh::{Chosen, Refused, Request, Running, Wanted};
use crate::reply::{self, Reply, one_line};
use crate::store::Signature;
use crate::surfaces::moderators;

/// A message is edited at most this often: Discord allows five edits in five seconds.
const EDIT_EVERY: Duration = Duration::from_secs(2);
/// The most choices Discord shows.
const CHOICES_MAX: usize = 25;
/// The most characters of a choice.
const CHOICE_MAX: usize = 100;

/// What is answered from
#[poise::command(
    slash_command,
    subcommands(
        "status", "refresh", "history", "rollback", "publish", "discard", "audit"
    )
)]
#[expect(
    clippy::unused_async,
    reason = "poise's signature; only its subcommands are called"
)]
pub(super) async fn index(_ctx: Context<'_>) -> Result<(), Error> {
    Ok(())
}

/// Show what is answered from and what waits
#[poise::command(slash_command)]
async fn status(ctx: Context<'_>) -> Result<(), Error> {
    moderator(ctx).await?;
    defer(ctx).await?;
    let bot = ctx.framework.user_data;
    let status = bot.refresher.status().await?;
    let (trouble, lacking) = (bot.store.trouble(), bot.lacking().await);
    let shown = reply::index_status(language(ctx), &status, trouble.as_ref(), &lacking);
    edit(ctx, shown).await
}

/// Look at the sources and publish what changed
#[poise::command(slash_command)]
async fn refresh(
    ctx: Context<'_>,
    #[description = "Only this source or article"]
    #[max_length = 64]
    #[autocomplete = "complete_source"]
    source: Option<String>,
    #[description = "Only show what would change"] preview: Option<bool>,
) -> Result<(), Error> {
    let moderator = moderator(ctx).await?;
    defer(ctx).await?;
    let sources = match source {
        None => Wanted::All,
        Some(id) => Wanted::These(vec![parse(&id)?]),
    };
    let request = Request {
        sources,
        preview: preview.unwrap_or(false),
        by: moderator.signature(),
        why: "asked for in Discord".into(),
    };
    let bot = ctx.framework.user_data;
    match bot.refresher.start(request).await {
        Ok(running) => watch(ctx, running, None).await,
        Err(Refused::Running(running)) => {
            let begun = running.by();
            watch(ctx, running, Some(begun)).await
        }
        Err(refused) => Err(UserError::NotDone(refused.to_string()).into()),
    }
}

/// List the generations that can be gone back to
#[poise::command(slash_command)]
async fn history(ctx: Context<'_>) -> Result<(), Error> {
    moderator(ctx).await?;
    defer(ctx).await?;
    let history = ctx.framework.user_data.refresher.history().await?;
    edit(ctx, reply::index_history(language(ctx), &history)).await
}

/// Go back to an older generation
#[poise::command(slash_command)]
async fn rollback(
    ctx: Context<'_>,
    #[description = "Its number; the one before, unless given"]
    #[min = 1]
    generation: Option<u32>,
) -> Result<(), Error> {
    moderator(ctx).await?;
    defer(ctx).await?;
    let history = ctx.framework.user_data.refresher.history().await?;
    edit(
        ctx,
        reply::confirm_rollback(language(ctx), &history, generation.map(u64::from)),
    )
    .await
}

/// Publish a change that is held
#[poise::command(slash_command)]
async fn publish(
    ctx: Context<'_>,
    #[description = "Of this article; all of them, unless given"]
    #[max_length = 64]
    #[autocomplete = "complete_held"]
    article: Option<String>,
) -> Result<(), Error> {
    let moderator = moderator(ctx).await?;
    defer(ctx).await?;
    let chosen = Chosen::article_or_all(article.map(|id| parse(&id)).transpose()?);
    let bot = ctx.framework.user_data;
    let done = moderators::publish_held(bot, language(ctx), chosen, moderator).await?;
    edit(ctx, done).await
}

/// Give a held change up
#[poise::command(slash_command)]
async fn discard(
    ctx: Context<'_>,
    #[description = "Of this article; all of them, unless given"]
    #[max_length = 64]
    #[autocomplete = "complete_held"]
    article: Option<String>,
) -> Result<(), Error> {
    let moderator = moderator(ctx).await?;
    defer(ctx).await?;
    let chosen = Chosen::article_or_all(article.map(|id| parse(&id)).transpose()?);
    let bot = ctx.framework.user_data;
    let done = moderators::discard_held(bot, language(ctx), chosen, moderator).await?;
    edit(ctx, done).await
}

/// List who did what
#[poise::command(slash_command)]
async fn audit(ctx: Context<'_>) -> Result<(), Error> {
    let moderator = moderator(ctx).await?;
    let page = moderators::audit(ctx.framework.user_data, moderator, language(ctx), 0).await?;
    answer(ctx, page).await
}

/// Shows how far `running` is until it ends, then what came of it, in one message that is edited;
/// `begun` is by whom and when, if not by the reader.
async fn watch(ctx: Context<'_>, running: Running, begun: Option<Signature>) -> Result<(), Error> {
    let language = language(ctx);
    let progress = running.progress();
    let mut ended = std::pin::pin!(running.finished());
    let mut ticks = tokio::time::interval(EDIT_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut shown = None;
    let outcome = loop {
        tokio::select! {
            biased;
            outcome = &mut ended => break outcome,
            _ = ticks.tick() => {}
        }
        let now = progress.borrow().clone();
        if shown.as_ref() != Some(&now) {
            // The next edit, or the last, tells as much.
            if let Err(error) = edit(ctx, reply::progress(language, begun, &now)).await {
                tracing::debug!(error = format!("{error:#}"), "progress not shown");
            }
            shown = Some(now);
        }
    };
    let told = match outcome {
        Ok(outcome) => reply::report(language, &outcome.report),
        Err(error) => return Err(UserError::NotDone(format!("{error:#}")).into()),
    };
    conclude(ctx, told).await
}

/// Shows what came of it, in the channel when the interaction can no longer be answered: Discord
/// gives it fifteen minutes.
async fn conclude(ctx: Context<'_>, told: Reply) -> Result<(), Error> {
    let Err(error) = edit(ctx, told.clone()).await else {
        return Ok(());
    };
    tracing::info!(error = format!("{error:#}"), "report goes to the channel");
    let interaction = ctx.interaction;
    let bot = ctx.framework.user_data;
    let message = told.message();
    bot.send(interaction.channel_id, message, interaction.id.get())
        .await?;
    Ok(())
}

async fn complete_source(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let ids = ctx.framework.user_data.refresher.source_ids().await;
    let ids = ids.unwrap_or_default().into_iter();
    choices(partial, ids.map(|id| id.to_string()))
}

async fn complete_held(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let held = ctx.framework.user_data.refresher.held().await;
    let held = held.unwrap_or_default().into_iter();
    choices(partial, held.map(|held| held.id.to_string()))
}

/// Those of `names` that hold what was typed.
pub(super) fn choices(
    partial: &str,
    names: impl Iterator<Item = String>,
) -> CreateAutocompleteResponse {
    let typed = partial.trim().to_lowercase();
    let fitting = names.filter(|name| name.contains(&typed)).take(CHOICES_MAX);
    let choices = fitting.map(|name| AutocompleteChoice::new(one_line(&name, CHOICE_MAX), name));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// The id typed for a source or article.
///
/// # Errors
/// When it cannot be one.
pub(super) fn parse(id: &str) -> Result<ArticleId, UserError> {
    ArticleId::parse(id.trim()).map_err(|error| UserError::NotDone(error.to_string()))
}
