//! `/ask`: a question in a member's own words.

use std::time::Instant;

use attache_index::AskOptions;

use super::answer;
use crate::bot::{Asked, Context, Error};
use crate::errors::UserError;
use crate::messages::Language;
use crate::metrics::Surface;
use crate::reply::{self, Question};

/// Answers a question with excerpts from the articles
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn ask(
    ctx: Context<'_>,
    #[description = "Your question"]
    #[max_length = 1000]
    question: String,
    #[description = "Show the answer only to me"] private: Option<bool>,
) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let options = AskOptions {
        passages: bot.settings.answer.passages,
        previous: None,
    };
    let asked = question.clone();
    let began = Instant::now();
    let found = bot
        .archive
        .read(bot.deadline(ctx.interaction.id), move |view| {
            view.snapshot.answer(&asked, &options)
        })
        .await
        .map_err(UserError::from)?;
    let search = began.elapsed();
    let shown = Question {
        text: &question,
        id: ctx.interaction.id.get(),
        asker: ctx.interaction.user.id,
        language: Language::of_locale(&ctx.interaction.locale),
    };
    let reply = reply::answer(&shown, &found, &[]).privately(private.unwrap_or(false));
    answer(ctx, reply).await?;
    bot.answered(&Asked {
        surface: Surface::Command,
        question: &question,
        verdict: found.verdict,
        passages: found.passages.len(),
        search,
        id: ctx.interaction.id.get(),
    });
    Ok(())
}
