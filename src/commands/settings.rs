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
    subcommands(
        "show",
        "answer_in",
        "stop_answering_in",
        "language",
        "limit",
        "moderators_channel"
    ),
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
    questions: Option<u32>,
    #[description = "In so many seconds"]
    #[min = 1]
    #[max = 3600]
    seconds: Option<u32>,
) -> Result<(), Error> {
    let usual = &ctx.framework.user_data.settings.limits;
    let usual = RateLimit {
        questions: usual.questions,
        per_seconds: u32::try_from(usual.per_seconds).unwrap_or(u32::MAX),
    };
    change(ctx, |settings| {
        // One of both changes that one; neither takes the guild's own limit back.
        let before = settings.rate_limit.unwrap_or(usual);
        settings.rate_limit = (questions.is_some() || seconds.is_some()).then(|| RateLimit {
            questions: questions.unwrap_or(before.questions),
            per_seconds: seconds.unwrap_or(before.per_seconds),
        });
    })
    .await
}

/// Where moderators hear of what was changed
#[poise::command(slash_command, rename = "moderators-channel")]
async fn moderators_channel(
    ctx: Context<'_>,
    #[channel_types("Text")]
    #[description = "Which channel; without it, none"]
    channel: Option<PartialChannel>,
) -> Result<(), Error> {
    let guild = manager(ctx).await?.guild();
    if let Some(channel) = &channel
        && !can_write(ctx, guild, channel).await
    {
        let language = super::language(ctx);
        let mention = format!("<#{}>", channel.id);
        let told = language.say_with("settings-unwritable", [("channel", mention.into())]);
        return answer(ctx, Reply::private(told)).await;
    }
    change(ctx, |settings| {
        settings.moderators_channel = channel.map(|channel| channel.id.get());
    })
    .await
}

/// Whether the bot can write there: it says there what the channel is for from now on.
async fn can_write(ctx: Context<'_>, guild: u64, channel: &PartialChannel) -> bool {
    let bot = ctx.framework.user_data;
    let settings = bot.store.guild(guild).await;
    let language = Language::of_locale(settings.language.as_deref().unwrap_or_default());
    let word = Reply::line(language.say("settings-moderators-here")).message();
    let id = ctx.interaction.id;
    let writing = bot.send(channel.id, word, id.get());
    // Discord waits for our answer meanwhile.
    match tokio::time::timeout_at(bot.deadline(id).into(), writing).await {
        Ok(Ok(_)) => true,
        Ok(Err(error)) => {
            let error = format!("{error:#}");
            tracing::info!(channel = channel.id.get(), error, "no moderators' channel");
            false
        }
        Err(_) => false,
    }
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
    let language = super::language(ctx);
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
    let moderators = channels(language, &settings.moderators_channel.into_iter().collect());
    lines.push(language.say_with("settings-moderators", [("channel", moderators.into())]));
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
