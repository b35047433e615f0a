//! A member's message, and the answer to it or the lack of one.

use std::sync::Arc;
use std::time::Duration;

use crate::deliveries::Delivery;
use crate::people::Member;
use crate::reply::Reply;
use crate::world::{Message, Shared, World};

/// Questions that are asked and answered, one after the other, before silence counts as silence.
const PROBES: usize = 3;

/// A message that a member wrote.
#[derive(Debug, Clone)]
pub struct Posted {
    shared: Arc<Shared>,
    member: Member,
    message: Message,
}

impl AsRef<Message> for Posted {
    fn as_ref(&self) -> &Message {
        &self.message
    }
}

impl Posted {
    pub(crate) fn new(shared: Arc<Shared>, member: Member, message: Message) -> Self {
        Self {
            shared,
            member,
            message,
        }
    }

    /// Its id; the thread opened from it has the same.
    pub fn id(&self) -> u64 {
        self.message.id
    }

    /// Waits for the bot's answer: a reply to the message, or what it writes in its thread.
    pub async fn answer(&self) -> Reply {
        let found = self.shared.until("an answer to a message", |world| {
            answers(&self.shared, world, &self.message)
                .into_iter()
                .next()
        });
        Reply::of_message(found.await)
    }

    /// Whether the client had the message, within `limit`.
    pub fn delivery(&self, limit: Duration) -> Delivery {
        self.shared.world().deliveries.of(self.message.id, limit)
    }

    /// All answers so far.
    pub fn answers(&self) -> Vec<Message> {
        answers(&self.shared, &mut self.shared.world(), &self.message)
    }

    /// Makes sure that the message stays unanswered, while the member uses a command that needs no
    /// options several times over, each time waiting for the answer: whatever the bot had to say
    /// would have come by then.
    ///
    /// # Panics
    /// When the message is answered, or no command can be used for the purpose.
    pub async fn stays_unanswered(&self) {
        let name = self
            .shared
            .until("a command without required options", |world| {
                let all = world.commands.get(&None).into_iter().flatten();
                let mut plain = all.filter(|command| {
                    let options = command["options"].as_array().into_iter().flatten();
                    let chat_input =
                        command["type"] == 1 && command["default_member_permissions"].is_null();
                    chat_input
                        && options
                            .into_iter()
                            .all(|o| o["required"] != true && o["type"].as_u64() > Some(2))
                });
                plain
                    .next()
                    .and_then(|command| command["name"].as_str().map(str::to_owned))
            });
        let name = name.await;
        for _ in 0..PROBES {
            self.member.slash(&name).reply().await;
        }
        let answers = self.answers();
        assert!(
            answers.is_empty(),
            "{:?} was answered: {:?}",
            self.message.content,
            answers[0].text()
        );
    }
}

fn answers(shared: &Shared, world: &mut World, to: &Message) -> Vec<Message> {
    let own_thread = world
        .channels
        .get(&to.channel)
        .is_some_and(|c| c.kind == crate::world::THREAD);
    let direct = world.guild_of(to.channel).is_none();
    let from = world.messages.range(to.id + 1..).map(|(_, m)| m);
    from.filter(|m| m.author == shared.bot && m.interaction.is_none() && !m.deleted)
        .filter(|m| {
            let here = m.channel == to.channel && (own_thread || direct) && m.replies_to.is_none();
            m.replies_to == Some(to.id) || m.channel == to.id || here
        })
        .cloned()
        .collect()
}
