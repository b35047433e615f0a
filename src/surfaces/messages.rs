//! Messages that mention the bot, reply to it or are sent to it: each is answered with a reply.

use std::time::{Duration, Instant};

use serenity::model::channel::{Message, MessageReference};

use super::channels;
use super::heard::{Heard, Question, heard};
use crate::asking::{Asking, Found};
use crate::bot::{Bot, Error};
use crate::errors::UserError;
use crate::messages::Language;
use crate::metrics::{Dropped, Surface};
use crate::rate_limit::Refused;
use crate::reply::{self, Reply, Trouble, trouble};

/// How long the search for an answer may take: nobody's clock runs as an interaction's does.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Answers `message` if it is for the bot, or a question in an answer channel.
///
/// # Errors
/// When Discord does not take the answer.
pub(super) async fn message(bot: &Bot, message: &Message) -> Result<(), Error> {
    match heard(message, bot.user()) {
        Heard::Nothing => Ok(()),
        Heard::Unaddressed => channels::message(bot, message).await,
        Heard::Help => tell(bot, message, "mention-help").await,
        Heard::Unreadable => tell(bot, message, "unreadable-message").await,
        Heard::Question(question) => answer(bot, message, question).await,
    }
}

async fn tell(bot: &Bot, message: &Message, key: &str) -> Result<(), Error> {
    if let Err(refused) = admit(bot, message).await {
        return slow_down(bot, message, refused).await;
    }
    let language = language(bot, message, &message.content).await;
    // The keys are those of `message` above.
    respond(bot, message, Reply::line(language.say(key))).await
}

async fn answer(bot: &Bot, message: &Message, question: Question) -> Result<(), Error> {
    if let Err(refused) = admit(bot, message).await {
        return slow_down(bot, message, refused).await;
    }
    let asking = Asking {
        surface: question.surface,
        language: language(bot, message, &question.text).await,
        text: question.text,
        id: message.id.get(),
        asker: message.author.id,
        guild: message.guild_id,
        before: question.before,
        deadline: Instant::now() + PATIENCE,
    };
    let found = match bot.ask(&asking).await {
        Ok(found) => found,
        Err(refused) => {
            bot.metrics.dropped(Dropped::Busy);
            tracing::info!(reason = %refused, "question refused");
            let reply = trouble(asking.language, Trouble::Busy);
            return respond(bot, message, reply).await;
        }
    };
    respond(bot, message, shown(&asking, &found)).await?;
    bot.note(&asking, &found);
    Ok(())
}

/// The answer as a message; in a guild, where others read it too, in a line when there is none.
fn shown(asking: &Asking, found: &Found) -> Reply {
    if found.answer.passages.is_empty() && asking.surface != Surface::DirectMessage {
        return Reply::line(asking.language.say("not-covered"));
    }
    let question = asking.question();
    reply::answer(&question, &found.answer, &found.suggestions)
}

/// Counts a question of the message's author.
///
/// # Errors
/// When they must wait.
pub(super) async fn admit(bot: &Bot, message: &Message) -> Result<(), Refused> {
    let member = message.member.as_deref();
    bot.admit_message(message.author.id, message.guild_id, member)
        .await
}

/// Says once until when the author must wait.
pub(super) async fn slow_down(bot: &Bot, message: &Message, refused: Refused) -> Result<(), Error> {
    let reason = UserError::TooManyQuestions {
        again_in: refused.again_in,
    };
    tracing::info!(%reason, told = refused.first, "question refused");
    if !refused.first {
        return Ok(());
    }
    let language = language(bot, message, &message.content).await;
    let reply = trouble(language, Trouble::slow_down(refused.again_in));
    respond(bot, message, reply).await
}

/// The language to answer in: the guild's if one is set, else the question's.
pub(super) async fn language(bot: &Bot, message: &Message, text: &str) -> Language {
    if let Some(guild) = message.guild_id
        && let Some(tag) = &bot.store.guild(guild.get()).await.language
    {
        return Language::of_locale(tag);
    }
    Language::of_locale(attache_index::language_tag(text))
}

/// Replies to the message, even if it is gone by then.
async fn respond(bot: &Bot, message: &Message, reply: Reply) -> Result<(), Error> {
    let to = MessageReference::from((message.channel_id, message.id)).fail_if_not_exists(false);
    let reply = reply.message().reference_message(to);
    bot.send(message.channel_id, reply, message.id.get())
        .await?;
    Ok(())
}
