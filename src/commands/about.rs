//! `/about`: what the bot is, and what it is not.

use super::{answer, reader};
use crate::bot::{Context, Error};
use crate::reply::{self, Counts};

/// Says what this bot is
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn about(ctx: Context<'_>) -> Result<(), Error> {
    let view = ctx.framework.user_data.archive.now();
    let articles = view.snapshot.articles();
    let counts = Counts {
        articles: articles.len(),
        paragraphs: articles.iter().map(|head| u64::from(head.paragraphs)).sum(),
    };
    let model = view.model.as_deref();
    let reply = reply::about(
        reader(ctx).language,
        counts,
        model,
        env!("CARGO_PKG_VERSION"),
    );
    answer(ctx, reply).await
}
