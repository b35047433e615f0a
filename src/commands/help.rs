//! `/help`: how to ask.

use super::{answer, reader};
use crate::bot::{Context, Error};
use crate::reply;

/// Says how to ask
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn help(ctx: Context<'_>) -> Result<(), Error> {
    answer(ctx, reply::help(reader(ctx).language)).await
}
