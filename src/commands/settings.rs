//! `/settings`: what a guild's managers set, for their guild alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use serenity::model::channel::{ChannelType, PartialChannel};

use super::answer;
use super::moderation::manager;
use crate::bot::{Context, Error};
use crate::messages::Language;
use crate::reply::Reply;
use crate::store::{GuildSettings, RateLimit};

/// The languages messages can be answered in.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub(super) enum Spoken {
    #[name = "English"]
    English,
    #[name = "Русский"]
    Russian,
    #[name = "Türkçe"]
    Turkish,
    #[name = "Українська"]
    Ukrainian,
}

/// What attaché does in this server
#[poise::command(
    slash_command,
    subcommands("show", "answer_in", "stop_answering_in", "language", "limit"),
    install_context = "Guild",
    interaction_context = "Guild"
)]
#[expect(
    clippy::unused_async,
    reason = "poise's signature; only its subcommands are called"
)]
pub(super) async fn settings(_ctx: Context<'_>) -> Result<(), Error> {
    Ok(())
}

/// Show the settings
#[poise::command(slash_command)]
async fn show(ctx: Context<'_>) -> Result<(), Error> {
    let guild = manager(ctx).await?.guild();
    let settings = ctx.framework.user_data.store.guild(guild).await;
    answer(ctx, shown(ctx, &settings, false)).await
}

/// Answer every question asked in a channel or forum
#[poise::command(slash_command, rename = "answer-in")]
async fn answer_in(
    ctx: Context<'_>,
    #[channel_types("Text", "News", "Forum")]
    #[description = "Which channel or forum"]
    channel: PartialChannel,
) -> Result<(), Error> {
    change(ctx, |settings| {
        let channels = if channel.kind == ChannelType::Forum {
            &mut settings.forum_channels
        } else {
            &mut settings.answer_channels
        };
        channels.insert(channel.id.get());
    })
    .await
}

/// Answer in a channel or forum only when mentioned
#[poise::command(slash_command, rename = "stop-answering-in")]
async fn stop_answering_in(
    ctx: Context<'_>,
    #[channel_types("Text", "News", "Forum")]
    #[description = "Which channel or forum"]
    channel: PartialChannel,
) -> Result<(), Error> {
    change(ctx, |settings| {
        settings.answer_channels.remove(&channel.id.get());
        settings.forum_channels.remove(&channel.id.get());
    })
    .await
}

/// In which language messages are answered
#[poise::command(slash_command)]
async fn language(
    ctx: Context<'_>,
    #[description = "The language"] language: Option<Spoken>,
) -> Result<(), Error> {
    change(ctx, |settings| {
        settings.language = language.map(|spoken| spoken.language().tag().to_owned());
    })
    .await
}

/// How many questions a member may ask
#[poise::command(slash_command)]
async fn limit(
    ctx: Context<'_>,
    #[description = "So many questions"]
    #[min = 1]
    #[max = 100]
    questions: u32,
    #[description = "In so many seconds"]
    #[min = 1]
    #[max = 3600]
    seconds: u32,
) -> Result<(), Error> {
    change(ctx, |settings| {
        settings.rate_limit = Some(RateLimit {
            questions,
            per_seconds: seconds,
        });
    })
    .await
}

impl Spoken {
    fn language(self) -> Language {
        match self {
            Self::English => Language::English,
            Self::Russian => Language::Russian,
            Self::Turkish => Language::Turkish,
            Self::Ukrainian => Language::Ukrainian,
        }
    }
}

/// Changes the settings, records who did, and shows them.
async fn change(ctx: Context<'_>, change: impl FnOnce(&mut GuildSettings)) -> Result<(), Error> {
    let manager = manager(ctx).await?;
    let (store, guild) = (&ctx.framework.user_data.store, manager.guild());
    let mut settings = store.guild(guild).await;
    change(Arc::make_mut(&mut settings));
    store
        .set_guild(guild, (*settings).clone(), &manager.signature())
        .await?;
    answer(ctx, shown(ctx, &settings, true)).await
}

fn shown(ctx: Context<'_>, settings: &GuildSettings, saved: bool) -> Reply {
    let bot = ctx.framework.user_data;
    let language = Language::of_locale(&ctx.interaction.locale);
    let mut lines = vec![format!("**{}**", language.say("settings"))];
    let answer = channels(language, &settings.answer_channels);
    lines.push(language.say_with("settings-answer", [("channels", answer.into())]));
    let forums = channels(language, &settings.forum_channels);
    lines.push(language.say_with("settings-forums", [("channels", forums.into())]));
    let spoken = match &settings.language {
        Some(tag) => tag.clone(),
        None => language.say("settings-language-auto"),
    };
    lines.push(language.say_with("settings-language", [("language", spoken.into())]));
    let configured = &bot.settings.limits;
    let (questions, seconds) = match settings.rate_limit {
        Some(own) => (own.questions, own.per_seconds.into()),
        None => (configured.questions, configured.per_seconds),
    };
    let numbers = [
        ("questions", questions.to_string().into()),
        ("seconds", seconds.to_string().into()),
    ];
    lines.push(language.say_with("settings-limit", numbers));
    let watched = !settings.answer_channels.is_empty() || !settings.forum_channels.is_empty();
    if watched && !bot.reads_messages() {
        lines.push(language.say("settings-no-content"));
    }
    if saved {
        lines.push(language.say("settings-saved"));
    }
    Reply::private(lines.join("\n"))
}

fn channels(language: Language, ids: &BTreeSet<u64>) -> String {
    if ids.is_empty() {
        return language.say("settings-none");
    }
    let mentions: Vec<String> = ids.iter().map(|id| format!("<#{id}>")).collect();
    mentions.join(" ")
}
