//! `/questions`: what members asked, for the bot's moderators: of all guilds, since all of them are
//! answered from the same articles.

use super::answer;
use super::moderation::moderator;
use crate::bot::{Context, Error};
use crate::messages::Language;
use crate::surfaces;

/// What members asked
#[poise::command(slash_command, subcommands("unanswered"))]
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
    let language = Language::of_locale(&ctx.interaction.locale);
    let reply = surfaces::unanswered(ctx.framework.user_data, language, 0).await?;
    answer(ctx, reply).await
}
