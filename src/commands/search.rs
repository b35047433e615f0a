//! `/search`: expert syntax, page by page.

use super::{answer, reader};
use crate::bot::{Context, Error};
use crate::errors::UserError;
use crate::lookup;

/// Finds paragraphs by expert syntax
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn search(
    ctx: Context<'_>,
    #[description = "What to find"]
    #[max_length = 300]
    terms: String,
) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let reader = reader(ctx);
    let found = bot
        .archive
        .read(bot.deadline(ctx.interaction.id), move |view| {
            lookup::search(view, reader, &terms, 0)
        })
        .await
        .map_err(UserError::from)?;
    answer(ctx, found?).await
}
