//! Where members meet the bot besides its commands: messages and components.

mod channels;
mod components;
mod heard;
mod messages;
pub(crate) mod moderators;

use std::sync::Arc;

use serenity::client::Context;
use serenity::model::application::ComponentInteraction;
use serenity::model::channel::Message;

use crate::bot::{Bot, Error};

/// Answers `message` if it is for the bot: a mention, a reply to it, a direct message, a question
/// in an answer channel.
///
/// # Errors
/// When Discord does not take the answer.
pub(crate) async fn message(
    bot: &Arc<Bot>,
    _ctx: &Context,
    message: &Message,
) -> Result<(), Error> {
    messages::message(bot, message).await
}

/// Answers a button or menu of an earlier answer.
///
/// # Errors
/// When the searchers are busy or Discord does not take the answer.
pub(crate) async fn component(
    bot: &Arc<Bot>,
    _ctx: &Context,
    component: &ComponentInteraction,
) -> Result<(), Error> {
    components::component(bot, component).await
}
