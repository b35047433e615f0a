//! `/read`: a paragraph in its place, or what an article holds.

use serenity::builder::{AutocompleteChoice, CreateAutocompleteResponse};
use serenity::model::application::{ResolvedOption, ResolvedValue};

use super::{answer, reader};
use crate::archive::View;
use crate::bot::{Context, Error};
use crate::errors::UserError;
use crate::lookup;
use crate::reply::{one_line, trouble};

/// The most characters of a choice's name.
///
/// Source: Discord API documentation, Application Command Option Choice.
const CHOICE_MAX: usize = 100;

/// Shows a paragraph in its place
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn read(
    ctx: Context<'_>,
    #[description = "Which article"]
    #[max_length = 100]
    #[autocomplete = "complete_article"]
    article: String,
    #[description = "Which section or paragraph"]
    #[max_length = 100]
    #[autocomplete = "complete_section"]
    section: Option<String>,
) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let reader = reader(ctx);
    let read = bot
        .archive
        .read(bot.deadline(ctx.interaction.id), move |view| {
            lookup::read(view, reader, &article, section.as_deref())
        })
        .await
        .map_err(UserError::from)?;
    let reply = read.unwrap_or_else(|why| trouble(reader.language, why));
    answer(ctx, reply).await
}

async fn complete_article(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let typed = partial.to_owned();
    choices(ctx, move |view| lookup::complete_article(view, &typed)).await
}

async fn complete_section(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let typed = partial.to_owned();
    let article = chosen(ctx.args, "article").unwrap_or_default();
    choices(ctx, move |view| {
        lookup::complete_section(view, &article, &typed)
    })
    .await
}

/// What stands in another option of the command being typed.
fn chosen(options: &[ResolvedOption<'_>], name: &str) -> Option<String> {
    let option = options.iter().find(|option| option.name == name)?;
    match option.value {
        ResolvedValue::String(value) | ResolvedValue::Autocomplete { value, .. } => {
            Some(value.to_owned())
        }
        _ => None,
    }
}

/// Choices cut to what Discord shows; none while the searchers are busy.
async fn choices(
    ctx: Context<'_>,
    find: impl FnOnce(&View) -> Vec<(String, String)> + Send + 'static,
) -> CreateAutocompleteResponse {
    let bot = ctx.framework.user_data;
    let found = bot
        .archive
        .read(bot.deadline(ctx.interaction.id), find)
        .await;
    let choices = found.unwrap_or_default().into_iter();
    let choices =
        choices.map(|(shown, value)| AutocompleteChoice::new(one_line(&shown, CHOICE_MAX), value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}
