//! A message to a member, before it is known where it goes.

use serenity::builder::{
    CreateActionRow, CreateEmbed, CreateInteractionResponse, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage,
};

/// What a member is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Vec<CreateEmbed>,
    pub(crate) rows: Vec<CreateActionRow>,
    /// Whether only the asker sees it.
    pub(crate) private: bool,
}

impl Reply {
    /// One private line.
    pub(crate) fn private(line: impl Into<String>) -> Self {
        Self {
            content: Some(line.into()),
            private: true,
            ..Self::default()
        }
    }

    /// The first response to an interaction.
    pub(crate) fn response(self) -> CreateInteractionResponse {
        let message = CreateInteractionResponseMessage::new()
            .embeds(self.embeds)
            .components(self.rows)
            .ephemeral(self.private);
        CreateInteractionResponse::Message(match self.content {
            Some(content) => message.content(content),
            None => message,
        })
    }

    /// A further message after the first response to an interaction.
    pub(crate) fn follow_up(self) -> CreateInteractionResponseFollowup {
        let message = CreateInteractionResponseFollowup::new()
            .embeds(self.embeds)
            .components(self.rows)
            .ephemeral(self.private);
        match self.content {
            Some(content) => message.content(content),
            None => message,
        }
    }

    /// A message in a channel.
    pub(crate) fn message(self) -> CreateMessage {
        let message = CreateMessage::new()
            .embeds(self.embeds)
            .components(self.rows);
        match self.content {
            Some(content) => message.content(content),
            None => message,
        }
    }
}
