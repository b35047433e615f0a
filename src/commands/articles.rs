//! `/articles`: what is indexed, and who published it.

use super::{answer, reader};
use crate::bot::{Context, Error};
use crate::lookup;

/// Lists the articles
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn articles(ctx: Context<'_>) -> Result<(), Error> {
    let view = ctx.framework.user_data.archive.now();
    answer(ctx, lookup::articles(&view, reader(ctx), 0)).await
}
