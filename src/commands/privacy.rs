//! `/privacy`: what is kept about a member.

use super::{answer, reader};
use crate::bot::{Context, Error};
use crate::reply;

/// Says what is kept about you
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn privacy(ctx: Context<'_>) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let reader = reader(ctx);
    // Without a database nothing is kept.
    let kept = bot.store.trouble().is_none();
    let days = kept.then_some(bot.settings.data.keep_days);
    answer(ctx, reply::privacy(reader.language, reader.user, days)).await
}
