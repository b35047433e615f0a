//! What did not work, in one private line with what to try next.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Reply;
use crate::custom_id::Missing;
use crate::messages::Language;

/// Why a member gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// All searchers are busy.
    Busy,
    /// More questions than allowed; the next from this second since 1970 on.
    SlowDown { from: u64 },
    /// Only who manages the guild may do this.
    NotAllowed,
    /// Only the bot's moderators may do this.
    NotModerator,
    /// Only in a home guild may this be done.
    NotHome,
    /// The passage of a button is not there any more.
    Missing(Missing),
    /// No such article.
    NoSuchArticle,
    /// No such section or paragraph in an article.
    NoSuchSection,
    /// A vote on a question that is not kept.
    VoteGone,
    /// What should be kept or deleted could not be.
    NotKept,
    /// A button of another version.
    OldButton,
    /// Our fault; the number stands in the log.
    Fault { interaction: u64 },
}

impl Trouble {
    /// More questions than allowed; the next after so long.
    pub(crate) fn slow_down(again_in: Duration) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let until = now.unwrap_or_default() + again_in;
        Self::SlowDown {
            from: until.as_secs() + u64::from(until.subsec_nanos() > 0),
        }
    }
}

/// Says it.
pub(crate) fn trouble(language: Language, trouble: Trouble) -> Reply {
    Reply::private(match trouble {
        Trouble::Busy => language.say("busy"),
        Trouble::SlowDown { from } => {
            // Every member's client counts down by itself.
            let when = format!("<t:{from}:R>");
            language.say_with("slow-down", [("when", when.into())])
        }
        Trouble::NotAllowed => language.say("not-allowed"),
        Trouble::NotModerator => language.say("not-moderator"),
        Trouble::NotHome => language.say("not-home"),
        Trouble::Missing(Missing::Gone) => language.say("gone"),
        Trouble::Missing(Missing::Changed) => language.say("changed"),
        Trouble::NoSuchArticle => language.say("no-such-article"),
        Trouble::NoSuchSection => language.say("no-such-section"),
        Trouble::VoteGone => language.say("vote-gone"),
        Trouble::NotKept => language.say("not-kept"),
        Trouble::OldButton => language.say("old-button"),
        Trouble::Fault { interaction } => {
            language.say_with("error", [("id", interaction.to_string().into())])
        }
    })
}
