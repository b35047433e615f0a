//! What one of the bot's own answers says, read back from the message: for questions that follow
//! up on it after a restart.

use serenity::model::application::{ActionRowComponent, ButtonKind};
use serenity::model::channel::Message;

use crate::custom_id::{Action, PassageRef};

/// The question of an answer and its best passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadBack {
    /// As shown, so perhaps cut at its end.
    pub(crate) question: String,
    pub(crate) passage: Option<PassageRef>,
}

/// Reads one of our own answers; none when the message is something else. Make sure first that the
/// message is the bot's.
pub(crate) fn read_back(message: &Message) -> Option<ReadBack> {
    let question = message.embeds.first()?.author.as_ref()?.name.clone();
    let buttons = message.components.iter().flat_map(|row| &row.components);
    let passage = buttons
        .filter_map(|component| match component {
            ActionRowComponent::Button(button) => match &button.data {
                ButtonKind::NonLink { custom_id, .. } => Action::parse(custom_id).ok(),
                _ => None,
            },
            _ => None,
        })
        .find_map(|action| match action {
            Action::Context { passage, .. } => Some(passage),
            _ => None,
        });
    Some(ReadBack { question, passage })
}
