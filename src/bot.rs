//! What every command and surface shares, and how they answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serenity::builder::{
    CreateInteractionResponse, CreateInteractionResponseFollowup, CreateMessage,
    EditInteractionResponse,
};
use serenity::http::Http;
use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, InteractionId};

use crate::archive::Archive;
use crate::in_flight::InFlight;
use crate::interactions::Interactions;
use crate::metrics::Metrics;
use crate::seen::Seen;
use crate::settings::Settings;
use crate::store::Store;

/// Anything that goes wrong; a [`crate::errors::UserError`] inside is worded for the member.
pub(crate) type Error = anyhow::Error;
/// What a command is called with.
pub(crate) type Context<'a> = poise::ApplicationContext<'a, Arc<Bot>, Error>;
/// A command.
pub(crate) type Command = poise::Command<Arc<Bot>, Error>;

/// How long Discord waits for the first response to an interaction.
pub(crate) const FIRST_RESPONSE: Duration = Duration::from_secs(3);

/// The shared state.
#[derive(Debug)]
pub(crate) struct Bot {
    pub(crate) settings: Settings,
    pub(crate) archive: Archive,
    pub(crate) metrics: Metrics,
    pub(crate) store: Store,
    /// For channel messages: keeps Discord's rate limits.
    pub(crate) http: Arc<Http>,
    /// For interaction endpoints: outside all rate limits.
    pub(crate) interactions: Interactions,
    pub(crate) seen: Seen,
    pub(crate) in_flight: InFlight,
}

impl Bot {
    /// When the first response to the interaction `id` must be on its way.
    pub(crate) fn deadline(&self, id: InteractionId) -> Instant {
        self.seen.received(id.get()).unwrap_or_else(Instant::now) + FIRST_RESPONSE
    }

    /// Sends the first response to an interaction.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn respond(
        &self,
        id: InteractionId,
        token: &str,
        response: &CreateInteractionResponse,
    ) -> Result<(), Error> {
        self.interactions.respond(id, token, response).await
    }

    /// Replaces the first response.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn edit(
        &self,
        token: &str,
        edit: &EditInteractionResponse,
    ) -> Result<(), Error> {
        self.interactions.edit(token, edit).await
    }

    /// Sends a further message after the first response.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn follow_up(
        &self,
        token: &str,
        message: &CreateInteractionResponseFollowup,
    ) -> Result<(), Error> {
        self.interactions.follow_up(token, message).await
    }

    /// Sends a message to a channel; it pings nobody.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn send(
        &self,
        channel: ChannelId,
        message: CreateMessage,
    ) -> Result<Message, Error> {
        let message = message.allowed_mentions(crate::interactions::no_mentions());
        Ok(channel.send_message(&self.http, message).await?)
    }
}
