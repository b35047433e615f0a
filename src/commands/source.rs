//! `/source`: where articles come from besides the operator's list; for the bot's moderators.
//!
//! An address given here is hostile until shown otherwise: it is fetched once, as every refresh
//! fetches it (`fetch.rs`), before it is added.

use std::time::Duration;

use serenity::builder::CreateAutocompleteResponse;

use super::index::{choices, parse};
use super::moderation::moderator;
use super::{defer, edit};
use crate::bot::{Context, Error};
use crate::errors::UserError;
use crate::refresh::{Preview, TrialKind};
use crate::reply;
use crate::sources::parse_every;
use crate::store::{AddedSource, SourceKind};

/// How often an added source is looked at that says nothing else, where there is a schedule.
const USUALLY: Duration = Duration::from_secs(6 * 60 * 60);

/// Where articles come from
#[poise::command(slash_command, subcommands("add", "remove", "list", "test"))]
#[expect(
    clippy::unused_async,
    reason = "poise's signature; only its subcommands are called"
)]
pub(super) async fn source(_ctx: Context<'_>) -> Result<(), Error> {
    Ok(())
}

/// Add a web page or a feed
#[poise::command(slash_command)]
#[expect(
    clippy::too_many_arguments,
    reason = "poise makes one parameter of each option"
)]
async fn add(
    ctx: Context<'_>,
    #[description = "The page's or feed's address"]
    #[max_length = 2000]
    url: String,
    #[description = "A short name: a-z 0-9 - _ ."]
    #[max_length = 64]
    id: String,
    #[description = "Who publishes it"]
    #[max_length = 100]
    publisher: Option<String>,
    #[description = "One neutral line about the publisher"]
    #[max_length = 160]
    note: Option<String>,
    #[description = "The language it is written in, as in en, ru, tr, az"]
    #[max_length = 20]
    language: Option<String>,
    #[description = "How often to look, as in 6h or 30m"]
    #[max_length = 10]
    every: Option<String>,
    #[description = "For a feed: words, one of which an item must have, with commas between"]
    #[max_length = 300]
    words: Option<String>,
) -> Result<(), Error> {
    let moderator = moderator(ctx).await?;
    defer(ctx).await?;
    let bot = ctx.framework.user_data;
    let id = parse(&id)?;
    let interval = match every {
        None => USUALLY,
        Some(every) => parse_every(&every).map_err(UserError::NotDone)?,
    };
    let known = bot.refresher.status().await?.sources;
    if known.iter().any(|source| source.id == id) {
        let there = super::language(ctx).say("source-there");
        return Err(UserError::NotDone(there).into());
    }
    let preview = bot
        .refresher
        .test(url.trim())
        .await
        .map_err(UserError::not_done)?;
    let source = AddedSource {
        id: id.to_string(),
        kind: match &preview.kind {
            TrialKind::Page { .. } => SourceKind::Page,
            TrialKind::Feed { .. } => SourceKind::Feed,
        },
        url: url.trim().to_owned(),
        publisher,
        note,
        language,
        interval,
        words: split(words.as_deref().unwrap_or_default()),
    };
    if source.kind == SourceKind::Feed && source.words.is_empty() {
        let needed = super::language(ctx).say("source-words-needed");
        return Err(UserError::NotDone(needed).into());
    }
    if !bot
        .store
        .add_source(&source, &moderator.signature())
        .await?
    {
        let there = super::language(ctx).say("source-there");
        return Err(UserError::NotDone(there).into());
    }
    edit(
        ctx,
        reply::source_added(super::language(ctx), &source, &preview),
    )
    .await
}

/// Remove a page or feed that was added here
#[poise::command(slash_command)]
async fn remove(
    ctx: Context<'_>,
    #[description = "Its name"]
    #[max_length = 64]
    #[autocomplete = "complete_added"]
    id: String,
) -> Result<(), Error> {
    let moderator = moderator(ctx).await?;
    defer(ctx).await?;
    let store = &ctx.framework.user_data.store;
    let removed = store
        .remove_source(id.trim(), &moderator.signature())
        .await?;
    let told = reply::source_removed(super::language(ctx), id.trim(), removed.is_some());
    edit(ctx, told).await
}

/// List all sources
#[poise::command(slash_command)]
async fn list(ctx: Context<'_>) -> Result<(), Error> {
    moderator(ctx).await?;
    defer(ctx).await?;
    let status = ctx.framework.user_data.refresher.status().await?;
    edit(
        ctx,
        reply::source_list(super::language(ctx), &status.sources),
    )
    .await
}

/// Fetch a page or feed and show what would be indexed; nothing is
#[poise::command(slash_command)]
async fn test(
    ctx: Context<'_>,
    #[description = "The page's or feed's address"]
    #[max_length = 2000]
    url: String,
) -> Result<(), Error> {
    moderator(ctx).await?;
    defer(ctx).await?;
    let refresher = &ctx.framework.user_data.refresher;
    let preview: Preview = refresher
        .test(url.trim())
        .await
        .map_err(UserError::not_done)?;
    edit(ctx, reply::source_preview(super::language(ctx), &preview)).await
}

async fn complete_added(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let added = ctx.framework.user_data.store.sources().await;
    let added = added.unwrap_or_default().into_iter();
    choices(partial, added.map(|(source, _)| source.id))
}

/// The words between the commas.
fn split(words: &str) -> Vec<String> {
    let words = words.split([',', ';']).map(str::trim);
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_between_commas() {
        assert_eq!(
            split(" gas , Baku,,pipe line;"),
            ["gas", "Baku", "pipe line"]
        );
        assert!(split(" , ").is_empty());
    }
}
