//! What a member is shown, before it is known where it goes: pure functions from what was found to
//! a message that Discord accepts, whatever an article or a question holds.
//!
//! Messages are made of embeds, not of components V2. On a phone an embed's colour and border part
//! a quotation from the chat around it, its author and footer lines show a question and our notes
//! as they are, without Markdown, and the bot can read its own embeds back when somebody replies to
//! them, for which serenity has no types in V2. No embed has a `url`, by which Discord would
//! collapse them. Links stand in embeds and in `<>`, so nothing unfurls; a message without embeds
//! has the flag that forbids it. Nobody is ever pinged.
//!
//! Deliberately absent: sending, state, and the sentences themselves (`messages.rs`).

mod acts;
mod answer;
mod card;
mod chart;
mod claims;
mod day;
mod file;
mod found;
mod index;
mod limits;
mod marked;
mod mistake;
mod read_back;
mod reading;
mod report;
mod shelf;
mod source;
mod statistics;
mod topics;
mod trouble;

use serenity::builder::{
    CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage,
    EditInteractionResponse,
};
use serenity::model::application::{ButtonStyle, InteractionResponseFlags};
use serenity::model::channel::MessageFlags;
use serenity::model::id::UserId;

pub(crate) use acts::{ACTS_PER_PAGE, acts, audit};
pub(crate) use answer::{Question, answer, more};
pub(crate) use claims::{Claim, sources};
pub(crate) use file::File;
pub(crate) use found::{HITS_PER_PAGE, Search, found, unreadable};
pub(crate) use index::{
    confirm_rollback, discarded, index_history, index_status, not_done, progress, rolled_back,
};
pub(crate) use limits::one_line;
pub(crate) use read_back::read_back;
pub(crate) use reading::{Outline, Spread, context, outline, paragraph};
pub(crate) use report::{notice, replaced, report};
pub(crate) use shelf::{Counts, Shelved, about, articles, help, privacy};
pub(crate) use source::{source_added, source_list, source_preview, source_removed};
pub(crate) use statistics::statistics;
pub(crate) use topics::{TOPICS_PER_PAGE, unanswered};
pub(crate) use trouble::{Trouble, trouble};

use crate::custom_id::Action;
use crate::reply::limits::{CONTENT_MAX, LABEL_MAX, cut};

/// What a member is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Vec<CreateEmbed>,
    pub(crate) rows: Vec<CreateActionRow>,
    /// Taken out before the first response or a follow-up is made of this: it travels beside it.
    pub(crate) file: Option<File>,
    /// Whether only the asker sees it.
    pub(crate) private: bool,
}

impl Reply {
    /// One line, Markdown.
    pub(crate) fn line(markdown: impl Into<String>) -> Self {
        Self {
            content: Some(cut(&markdown.into(), CONTENT_MAX)),
            ..Self::default()
        }
    }

    /// One private line, Markdown.
    pub(crate) fn private(markdown: impl Into<String>) -> Self {
        Self::line(markdown).privately(true)
    }

    /// The same, only for the asker's eyes if `private`; what is private already stays so.
    pub(crate) fn privately(mut self, private: bool) -> Self {
        self.private |= private;
        self
    }

    /// The first response to an interaction.
    pub(crate) fn response(self) -> CreateInteractionResponse {
        CreateInteractionResponse::Message(self.response_message())
    }

    /// Puts this in place of the message whose button was pressed.
    pub(crate) fn update(self) -> CreateInteractionResponse {
        // A line has to take the place of embeds too.
        let content = self.content.clone().unwrap_or_default();
        // Who sees a message is settled when it is made; Discord takes no word on it afterwards.
        let message = Self {
            private: false,
            ..self
        };
        CreateInteractionResponse::UpdateMessage(message.response_message().content(content))
    }

    fn response_message(self) -> CreateInteractionResponseMessage {
        let mut flags = InteractionResponseFlags::empty();
        flags.set(InteractionResponseFlags::EPHEMERAL, self.private);
        flags.set(
            InteractionResponseFlags::SUPPRESS_EMBEDS,
            self.embeds.is_empty(),
        );
        let message = CreateInteractionResponseMessage::new()
            .allowed_mentions(nobody())
            .flags(flags)
            .embeds(self.embeds)
            .components(self.rows);
        match self.content {
            Some(content) => message.content(content),
            None => message,
        }
    }

    /// A further message after the first response to an interaction.
    pub(crate) fn follow_up(self) -> CreateInteractionResponseFollowup {
        let mut flags = MessageFlags::empty();
        flags.set(MessageFlags::EPHEMERAL, self.private);
        flags.set(MessageFlags::SUPPRESS_EMBEDS, self.embeds.is_empty());
        let message = CreateInteractionResponseFollowup::new()
            .allowed_mentions(nobody())
            .flags(flags)
            .embeds(self.embeds)
            .components(self.rows);
        match self.content {
            Some(content) => message.content(content),
            None => message,
        }
    }

    /// Puts this in place of the response there is, of whatever that showed.
    pub(crate) fn edit(self) -> EditInteractionResponse {
        EditInteractionResponse::new()
            .content(self.content.unwrap_or_default())
            .embeds(self.embeds)
            .components(self.rows)
    }

    /// A message in a channel, where nothing is private.
    pub(crate) fn message(self) -> CreateMessage {
        let mut flags = MessageFlags::empty();
        flags.set(MessageFlags::SUPPRESS_EMBEDS, self.embeds.is_empty());
        let message = CreateMessage::new()
            .allowed_mentions(nobody())
            .flags(flags)
            .embeds(self.embeds)
            .components(self.rows)
            .add_files(self.file.map(File::create));
        match self.content {
            Some(content) => message.content(content),
            None => message,
        }
    }
}

/// Mentions nobody, not even who is replied to.
pub(crate) fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}

/// A row of those buttons that there are; no row without any.
fn row(buttons: impl IntoIterator<Item = Option<CreateButton>>) -> Vec<CreateActionRow> {
    let buttons: Vec<_> = buttons.into_iter().flatten().collect();
    if buttons.is_empty() {
        return Vec::new();
    }
    vec![CreateActionRow::Buttons(buttons)]
}

/// A button that does `action`; none when that does not fit a custom id.
fn button(action: &Action, label: &str) -> Option<CreateButton> {
    let button = CreateButton::new(action.custom_id()?).style(ButtonStyle::Secondary);
    Some(button.label(one_line(label, LABEL_MAX)))
}

/// A button that opens an address.
fn link_button(address: Option<String>, label: &str) -> Option<CreateButton> {
    Some(CreateButton::new_link(address?).label(one_line(label, LABEL_MAX)))
}

fn id(user: UserId) -> u64 {
    user.get()
}

#[cfg(test)]
mod tests;
