//! `/questions`: what members asked, for the bot's moderators: of all guilds, since all of them are
//! answered from the same articles.

use std::time::SystemTime;

use super::answer;
use super::moderation::moderator;
use crate::bot::{Context, Error};
use crate::errors::UserError;
use crate::reply;
use crate::surfaces::moderators;

/// How many days `/questions stats` looks back.
const DAYS: u32 = 7;

/// What members asked
#[poise::command(slash_command, subcommands("unanswered", "stats"))]
#[expect(
    clippy::unused_async,
    reason = "poise's signature; only its subcommands are called"
)]
pub(super) async fn questions(_ctx: Context<'_>) -> Result<(), Error> {
    Ok(())
}

/// List what the articles did not cover
#[poise::command(slash_command)]
async fn unanswered(ctx: Context<'_>) -> Result<(), Error> {
    moderator(ctx).await?;
    let language = super::language(ctx);
    let reply = moderators::unanswered(ctx.framework.user_data, language, 0).await?;
    answer(ctx, reply).await
}

/// Show a week at a glance
#[poise::command(slash_command)]
async fn stats(ctx: Context<'_>) -> Result<(), Error> {
    moderator(ctx).await?;
    let bot = ctx.framework.user_data;
    let language = super::language(ctx);
    let statistics = bot.store.statistics(None, SystemTime::now(), DAYS).await?;
    // Drawing is work for a search thread.
    let shown = bot
        .archive
        .read(bot.deadline(ctx.interaction.id), move |view| {
            reply::statistics(language, &statistics, view.snapshot.articles())
        })
        .await
        .map_err(UserError::from)?;
    answer(ctx, shown).await
}
