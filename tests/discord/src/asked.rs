//! An interaction that was sent to the bot, and waiting for what comes of it.

use std::sync::Arc;
use std::time::Duration;

use crate::deliveries::Delivery;
use crate::interactions::{CHOICES, DEFERRED_UPDATE};
use crate::reply::Reply;
use crate::world::{Interaction, Message, Shared};

/// An interaction that was sent to the bot.
#[derive(Debug, Clone)]
pub struct Asked {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: u64,
}

impl Asked {
    /// The interaction's id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether the client had it in time to answer.
    pub fn delivery(&self) -> Delivery {
        let limit = self.shared.setup.first_response;
        self.shared.world().deliveries.of(self.id, limit)
    }

    /// The interaction's token.
    pub fn token(&self) -> String {
        self.shared.world().interactions[&self.id].token.clone()
    }

    /// Waits until the member sees the outcome: a message, choices, a modal, or that the
    /// interaction was acknowledged without any of these.
    ///
    /// # Panics
    /// When nothing comes in time; a member would read "The application did not respond".
    pub async fn reply(&self) -> Reply {
        let limit = self.shared.setup.first_response;
        let responded = |interaction: &Interaction| interaction.response.as_ref().map(|_| ());
        self.news(limit, "the first response to an interaction", responded)
            .await;
        let patience = self.shared.setup.patience;
        let loaded = async {
            loop {
                let news = self.shared.world().interactions[&self.id].news.clone();
                if let Some(reply) = self.seen() {
                    return reply;
                }
                news.notified().await;
            }
        };
        self.shared
            .within(patience, "a deferred response to be filled in", loaded)
            .await
    }

    /// The reply as it is now; none while it shows "thinking".
    fn seen(&self) -> Option<Reply> {
        let world = self.shared.world();
        let interaction = &world.interactions[&self.id];
        let (at, kind, data) = interaction.response.as_ref()?;
        let message = interaction
            .original
            .and_then(|id| world.messages.get(&id))
            .cloned();
        if message.as_ref().is_some_and(|m| m.loading && !m.deleted) {
            return None;
        }
        let shown = if *kind == CHOICES || *kind == DEFERRED_UPDATE {
            None
        } else {
            message
        };
        let took = interaction.dispatched.map(|sent| at.duration_since(sent));
        Some(Reply::new(
            *kind,
            data.clone(),
            shown,
            took.unwrap_or_default(),
            interaction.message,
        ))
    }

    /// What the member sees within the time for a first response, and the setup's patience for a
    /// deferred one; none when nothing came.
    pub async fn outcome(&self) -> Option<Reply> {
        let first = async {
            loop {
                let (come, news) = {
                    let world = self.shared.world();
                    let interaction = &world.interactions[&self.id];
                    (interaction.response.is_some(), interaction.news.clone())
                };
                if come {
                    return;
                }
                news.notified().await;
            }
        };
        let limit = self.shared.setup.first_response;
        tokio::time::timeout(limit, first).await.ok()?;
        Some(self.reply().await)
    }

    /// All messages that answer it: the response and what followed, private ones too.
    pub fn messages(&self) -> Vec<Message> {
        let world = self.shared.world();
        let all = world.messages.range(self.id..).map(|(_, m)| m);
        let mine = all.filter(|m| m.interaction == Some(self.id) && !m.deleted);
        mine.cloned().collect()
    }

    /// Waits for the follow-up of this number, counted from 0.
    pub async fn follow_up(&self, number: usize) -> Reply {
        let patience = self.shared.setup.patience;
        let id = self
            .news(patience, "a follow-up", |i| {
                i.follow_ups.get(number).copied()
            })
            .await;
        let message = self.shared.world().messages[&id].clone();
        Reply::of_message(message)
    }

    /// Waits until the time for a first response is over, and makes sure that none came.
    ///
    /// # Panics
    /// When one came.
    pub async fn goes_unanswered(&self) {
        let limit = self.shared.setup.first_response;
        let news = self.shared.world().interactions[&self.id].news.clone();
        let came = tokio::time::timeout(limit, async {
            while self.shared.world().interactions[&self.id]
                .response
                .is_none()
            {
                news.notified().await;
            }
        });
        assert!(came.await.is_err(), "the interaction was answered");
    }

    async fn news<T>(
        &self,
        limit: Duration,
        what: &str,
        found: impl Fn(&Interaction) -> Option<T>,
    ) -> T {
        let look = || {
            let world = self.shared.world();
            let interaction = &world.interactions[&self.id];
            (found(interaction), interaction.news.clone())
        };
        let search = async {
            loop {
                match look() {
                    (Some(found), _) => return found,
                    (None, news) => news.notified().await,
                }
            }
        };
        self.shared.within(limit, what, search).await
    }
}
