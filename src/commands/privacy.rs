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
    // Nothing is stored yet.
    answer(ctx, reply::privacy(reader(ctx).language, None)).await
}
