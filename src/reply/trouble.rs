//! What did not work, in one private line with what to try next.

use std::time::Duration;

use super::Reply;
use crate::custom_id::Missing;
use crate::messages::Language;

/// Why a member gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// All searchers are busy.
    Busy,
    /// More questions than allowed; the next after so long.
    SlowDown { again_in: Duration },
    /// The passage of a button is not there any more.
    Missing(Missing),
    /// No such article.
    NoSuchArticle,
    /// No such section or paragraph in an article.
    NoSuchSection,
    /// A button of another version.
    OldButton,
    /// Our fault; the number stands in the log.
    Fault { interaction: u64 },
}

/// Says it.
pub(crate) fn trouble(language: Language, trouble: Trouble) -> Reply {
    Reply::private(match trouble {
        Trouble::Busy => language.say("busy"),
        Trouble::SlowDown { again_in } => {
            let seconds = again_in.as_millis().div_ceil(1000).max(1);
            let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
            language.say_with("slow-down", [("seconds", seconds.into())])
        }
        Trouble::Missing(Missing::Gone) => language.say("gone"),
        Trouble::Missing(Missing::Changed) => language.say("changed"),
        Trouble::NoSuchArticle => language.say("no-such-article"),
        Trouble::NoSuchSection => language.say("no-such-section"),
        Trouble::OldButton => language.say("old-button"),
        Trouble::Fault { interaction } => {
            language.say_with("error", [("id", interaction.to_string().into())])
        }
    })
}
