//! Channels and forums whose questions are all answered, in a thread of their own; whatever else
//! is said there gets silence, and so does a question that the articles don't cover.
//!
//! This needs the message content intent: without it nothing is seen here.

use std::time::Instant;

use serenity::builder::CreateThread;
use serenity::http::HttpError;
use serenity::model::channel::{Channel, Message};
use serenity::model::id::ChannelId;

use attache_index::{PosedQuestion, Verdict, posed_question};

use super::heard::cut;
use super::messages::{PATIENCE, admit, language, slow_down};
use crate::asking::{Asking, Before};
use crate::bot::{Bot, Error};
use crate::metrics::{Dropped, Surface};
use crate::reply::{self, one_line};

/// The most characters of a thread's name.
///
/// Source: Discord API documentation, Start Thread from Message.
const THREAD_NAME_MAX: usize = 100;

/// Where an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Into a thread to be opened from the question.
    NewThread,
    /// Beside the question, whose thread it opened.
    Here,
}

/// "A thread has already been created for this message."
///
/// Source, here and below: Discord API documentation, JSON Error Codes.
const THREAD_THERE: isize = 160_004;
/// "Missing Access" and "You lack permissions to perform that action".
const NOT_ALLOWED: [isize; 2] = [50_001, 50_013];

/// Answers `message` if it asks in an answer channel or opens a post in a forum.
///
/// # Errors
/// When Discord does not take the answer.
pub(super) async fn message(bot: &Bot, message: &Message) -> Result<(), Error> {
    let Some(guild) = message.guild_id else {
        return Ok(());
    };
    // A reply goes to whoever wrote the message.
    if !bot.reads_messages() || message.content.is_empty() || message.message_reference.is_some() {
        return Ok(());
    }
    let settings = bot.store.guild(guild.get()).await;
    let opens_post = message.id.get() == message.channel_id.get();
    if settings.answer_channels.contains(&message.channel_id.get()) {
        match posed_question(&message.content) {
            Some(posed) => answer(bot, message, posed, Place::NewThread).await,
            None => Ok(()),
        }
    } else if opens_post && !settings.forum_channels.is_empty() {
        let (forum, title) = post(bot, message.channel_id).await?;
        if !settings.forum_channels.contains(&forum.get()) {
            return Ok(());
        }
        match asked_in_post(&title, &message.content) {
            Some(posed) => answer(bot, message, posed, Place::Here).await,
            None => Ok(()),
        }
    } else {
        Ok(())
    }
}

/// The forum a post stands in, and its title.
async fn post(bot: &Bot, thread: ChannelId) -> Result<(ChannelId, String), Error> {
    match bot.persist(|| bot.http.get_channel(thread)).await? {
        Channel::Guild(post) => Ok((post.parent_id.unwrap_or(thread), post.name)),
        _ => Ok((thread, String::new())),
    }
}

/// What a post asks: in its title, else in its text, for which the title is then the context.
fn asked_in_post(title: &str, text: &str) -> Option<PosedQuestion> {
    if let Some(posed) = posed_question(title) {
        let before = posed.before.or_else(|| Some(cut(text)));
        return Some(PosedQuestion { before, ..posed });
    }
    let posed = posed_question(text)?;
    let before = posed.before.or_else(|| Some(title.to_owned()));
    Some(PosedQuestion { before, ..posed })
}

async fn answer(
    bot: &Bot,
    message: &Message,
    posed: PosedQuestion,
    place: Place,
) -> Result<(), Error> {
    if let Err(refused) = admit(bot, message).await {
        return slow_down(bot, message, refused).await;
    }
    let asking = Asking {
        surface: Surface::AnswerChannel,
        language: language(bot, message, &posed.text).await,
        text: cut(&posed.text),
        id: message.id.get(),
        asker: message.author.id,
        guild: message.guild_id,
        before: posed.before.map(|text| Before {
            text,
            passage: None,
        }),
        deadline: Instant::now() + PATIENCE,
    };
    let Ok(found) = bot.ask(&asking).await else {
        // Nobody asked for a word about it.
        bot.metrics.dropped(Dropped::Busy);
        tracing::info!("question in an answer channel passed over: busy");
        return Ok(());
    };
    if found.answer.verdict != Verdict::NotCovered {
        let channel = match place {
            Place::Here => None,
            Place::NewThread => open_thread(bot, message, &asking.text).await?,
        };
        let question = reply::Question {
            text: &asking.text,
            id: asking.id,
            asker: asking.asker,
            language: asking.language,
        };
        let mut reply = reply::answer(&question, &found.answer, &[]).message();
        if channel.is_none() && place == Place::NewThread {
            reply = reply.reference_message(message);
        }
        let channel = channel.unwrap_or(message.channel_id);
        bot.send(channel, reply, message.id.get()).await?;
    }
    bot.note(&asking, &found);
    Ok(())
}

/// Opens a thread from the question; one that is there already has the question's id. None where
/// the bot may open none: the answer then stands beside the question, rather than nowhere.
async fn open_thread(bot: &Bot, message: &Message, name: &str) -> Result<Option<ChannelId>, Error> {
    let there = ChannelId::new(message.id.get());
    if message.thread.is_some() {
        return Ok(Some(there));
    }
    let name = one_line(name, THREAD_NAME_MAX);
    let open = || {
        let thread = CreateThread::new(name.clone());
        let channel = message.channel_id;
        async move {
            channel
                .create_thread_from_message(&bot.http, message.id, thread)
                .await
        }
    };
    match bot.persist(open).await {
        Ok(opened) => Ok(Some(opened.id)),
        Err(error) => match code(&error) {
            Some(THREAD_THERE) => Ok(Some(there)),
            Some(code) if NOT_ALLOWED.contains(&code) => {
                tracing::warn!(
                    channel = message.channel_id.get(),
                    "no thread can be opened here: allow Create Public Threads in this channel"
                );
                Ok(None)
            }
            _ => Err(error.into()),
        },
    }
}

/// Discord's code of a refusal.
fn code(error: &serenity::Error) -> Option<isize> {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            Some(response.error.code)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_asks_in_its_title_or_its_text() {
        let in_title = asked_in_post("Who closed the bridge?", "I was away.").unwrap();
        assert_eq!(in_title.text, "Who closed the bridge?");
        assert_eq!(in_title.before.as_deref(), Some("I was away."));
        let in_text = asked_in_post("The bridge", "Why is it closed?").unwrap();
        assert_eq!(in_text.text, "Why is it closed?");
        assert_eq!(in_text.before.as_deref(), Some("The bridge"));
        assert_eq!(asked_in_post("The bridge", "It is closed."), None);
    }
}
