//! What a message wants of the bot. Pure.
//!
//! Without the message content intent Discord gives the content of direct messages and of messages
//! that mention the bot, and a reply that pings the bot mentions it: that is all these need.
//!
//! A follow-up needs no state. Whoever replies to an answer sends that answer along, as the
//! message replied to: its first embed shows the question, and its buttons name the passage
//! (`reply/read_back.rs`). So it works after a restart, in any process.

use attache_index::{is_small_talk, posed_question};
use serenity::model::channel::{Message, MessageType};
use serenity::model::id::UserId;

use crate::asking::Before;
use crate::metrics::Surface;
use crate::reply::read_back;

/// The most characters of a question that are read; a slash command takes as many.
const QUESTION_MAX_CHARS: usize = 1000;

/// What a message wants.
#[derive(Debug, Clone)]
pub(super) enum Heard {
    /// Nothing: it is nobody's question, or not for the bot.
    Nothing,
    /// Something, but it says not what.
    Help,
    /// An answer to a message whose content the bot is not shown.
    Unreadable,
    /// An answer.
    Question(Question),
    /// It is not for the bot, but it may be a question in an answer channel.
    Unaddressed,
}

/// A question put to the bot.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) surface: Surface,
    pub(super) text: String,
    pub(super) before: Option<Before>,
}

/// What `message` wants of the bot, whose user is `me`.
pub(super) fn heard(message: &Message, me: UserId) -> Heard {
    let written = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    );
    let machine = message.author.bot || message.webhook_id.is_some();
    if machine || !written || message.mention_everyone {
        return Heard::Nothing;
    }
    let named = mentions(me)
        .iter()
        .any(|mention| message.content.contains(mention));
    let pinged = named || message.mentions.iter().any(|user| user.id == me);
    let replied = message.referenced_message.as_deref();
    let to_me = replied.is_some_and(|replied| replied.author.id == me);
    let direct = message.guild_id.is_none();
    if !direct && !pinged && !to_me {
        return Heard::Unaddressed;
    }
    let text = without_mention(&message.content, me);
    let answer = replied.filter(|_| to_me).and_then(read_back);
    if let Some(answer) = answer {
        // Thanks for an answer, or an emoji, asks nothing more.
        if is_small_talk(&text) {
            return if named && text.is_empty() {
                Heard::Help
            } else {
                Heard::Nothing
            };
        }
        let before = Before {
            text: answer.question,
            passage: answer.passage,
        };
        return question(Surface::FollowUp, &text, Some(before));
    }
    let surface = if direct {
        Surface::DirectMessage
    } else {
        Surface::Mention
    };
    match replied.filter(|_| !to_me) {
        Some(replied) if text.is_empty() => match replied.content.trim() {
            "" => Heard::Unreadable,
            said => said_by_other(surface, said),
        },
        Some(replied) => {
            let before = Before {
                text: cut(&replied.content),
                passage: None,
            };
            let before = (!replied.content.is_empty()).then_some(before);
            question(surface, &text, before)
        }
        None if text.is_empty() => Heard::Help,
        None => question(surface, &text, None),
    }
}

/// The question in what somebody else said, or all of it.
fn said_by_other(surface: Surface, said: &str) -> Heard {
    match posed_question(said) {
        Some(posed) => {
            let before = posed.before.map(|text| Before {
                text,
                passage: None,
            });
            question(surface, &posed.text, before)
        }
        None => question(surface, said, None),
    }
}

fn question(surface: Surface, text: &str, before: Option<Before>) -> Heard {
    Heard::Question(Question {
        surface,
        text: cut(text),
        before,
    })
}

/// The start of `text`, as much of it as is read.
pub(super) fn cut(text: &str) -> String {
    text.trim().chars().take(QUESTION_MAX_CHARS).collect()
}

fn mentions(me: UserId) -> [String; 2] {
    [format!("<@{me}>"), format!("<@!{me}>")]
}

fn without_mention(content: &str, me: UserId) -> String {
    let plain = mentions(me)
        .iter()
        .fold(content.to_owned(), |text, mention| {
            text.replace(mention, " ")
        });
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ME: u64 = 9;

    fn user(id: u64) -> Value {
        json!({"id": id.to_string(), "username": "u", "discriminator": "0", "avatar": null})
    }

    fn message(content: &str, changes: Value) -> Message {
        let mut message = json!({
            "id": "1", "channel_id": "2", "author": user(3), "content": content,
            "timestamp": "2025-01-01T00:00:00Z", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": false, "type": 0, "guild_id": "4",
        });
        let Value::Object(changes) = changes else {
            panic!("changes are an object");
        };
        for (key, value) in changes {
            message[key] = value;
        }
        serde_json::from_value(message).unwrap()
    }

    fn replied(author: u64, content: &str, embeds: &Value) -> Value {
        let mut value = serde_json::to_value(message(content, json!({"embeds": embeds}))).unwrap();
        value["author"] = user(author);
        value
    }

    fn asked(message: &Message) -> (Surface, String, Option<String>) {
        match heard(message, UserId::new(ME)) {
            Heard::Question(q) => (q.surface, q.text, q.before.map(|before| before.text)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn machines_everyone_and_system_messages_want_nothing() {
        let mention = "<@9> who closed the gate?";
        let mut bot = user(3);
        bot["bot"] = true.into();
        for changes in [
            json!({"author": bot}),
            json!({"webhook_id": "5"}),
            json!({"mention_everyone": true}),
            json!({"type": 7}),
        ] {
            let message = message(mention, changes);
            assert!(matches!(heard(&message, UserId::new(ME)), Heard::Nothing));
        }
    }

    #[test]
    fn a_mention_asks_what_stands_beside_it() {
        let (surface, text, before) = asked(&message("<@!9> who closed it?", json!({})));
        assert_eq!(
            (surface, text.as_str()),
            (Surface::Mention, "who closed it?")
        );
        assert_eq!(before, None);
    }

    #[test]
    fn an_empty_mention_asks_for_help() {
        let message = message(" <@9> ", json!({}));
        assert!(matches!(heard(&message, UserId::new(ME)), Heard::Help));
    }

    #[test]
    fn an_empty_mention_under_a_message_asks_what_that_says() {
        let other = replied(7, "Hello! Who closed the bridge? I am lost.", &json!([]));
        let changes = json!({"type": 19, "referenced_message": other});
        let (_, text, before) = asked(&message("<@9>", changes));
        assert_eq!(text, "Who closed the bridge?");
        assert_eq!(before, None);
        let hidden = replied(7, "", &json!([]));
        let hidden = message("<@9>", json!({"type": 19, "referenced_message": hidden}));
        assert!(matches!(heard(&hidden, UserId::new(ME)), Heard::Unreadable));
    }

    #[test]
    fn a_reply_to_an_answer_leans_on_its_question() {
        let answer = replied(
            ME,
            "",
            &json!([{"author": {"name": "Who closed the gate?"}}]),
        );
        let changes = json!({"type": 19, "referenced_message": answer, "mentions": [user(ME)]});
        let (surface, text, before) = asked(&message("and when?", changes.clone()));
        assert_eq!((surface, text.as_str()), (Surface::FollowUp, "and when?"));
        assert_eq!(before.as_deref(), Some("Who closed the gate?"));
        let thanks = message("thanks!", changes);
        assert!(matches!(heard(&thanks, UserId::new(ME)), Heard::Nothing));
    }

    #[test]
    fn direct_messages_need_no_mention_and_channels_do() {
        let direct = message("who closed the gate?", json!({"guild_id": null}));
        assert_eq!(asked(&direct).0, Surface::DirectMessage);
        let channel = message("who closed the gate?", json!({}));
        let heard = heard(&channel, UserId::new(ME));
        assert!(matches!(heard, Heard::Unaddressed));
    }
}
