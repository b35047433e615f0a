//! `/ask`: a question in a member's own words.

use serenity::builder::{AutocompleteChoice, CreateAutocompleteResponse};

use super::answer;
use crate::asking::Asking;
use crate::bot::{Context, Error};
use crate::lookup::CHOICES_MAX;
use crate::messages::Language;
use crate::metrics::Surface;
use crate::reply;

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
    #[autocomplete = "complete_question"]
    question: String,
    #[description = "Show the answer only to me"] private: Option<bool>,
) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let interaction = ctx.interaction;
    let member = interaction.member.as_deref();
    bot.admit(interaction.user.id, interaction.guild_id, member)
        .await?;
    let asking = Asking {
        surface: Surface::Command,
        text: question,
        id: interaction.id.get(),
        asker: interaction.user.id,
        guild: interaction.guild_id,
        language: Language::of_locale(&interaction.locale),
        before: None,
        deadline: bot.deadline(interaction.id),
    };
    let found = bot.ask(&asking).await?;
    let question = asking.question();
    let reply = reply::answer(&question, &found.answer, &found.suggestions);
    answer(ctx, reply.privately(private.unwrap_or(false))).await?;
    bot.note(&asking, &found);
    Ok(())
}

/// Questions, headings and names that what is typed may become; none while the searchers are busy.
async fn complete_question(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let bot = ctx.framework.user_data;
    let typed = partial.to_owned();
    let locale = ctx.interaction.locale.clone();
    let found = bot
        .archive
        .read(bot.deadline(ctx.interaction.id), move |view| {
            view.suggestions.complete(&typed, &locale, CHOICES_MAX)
        })
        .await;
    let choices = found.unwrap_or_default().into_iter();
    let choices = choices.map(|question| AutocompleteChoice::new(question.clone(), question));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}
