//! What goes wrong for a member: their own mistakes, which are values, and everything else.
//!
//! A member sees a sentence for a mistake, and one neutral private line with the interaction's
//! number for all else; what happened goes to the log, once.
//!
//! Deliberately absent: the sentences (`reply`).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use poise::FrameworkError;
use serenity::model::application::{CommandInteraction, ComponentInteraction, ModalInteraction};
use serenity::model::id::InteractionId;

use crate::archive::Busy;
use crate::bot::{Bot, Error};
use crate::messages::Language;
use crate::metrics::Dropped;
use crate::reply::{Reply, Trouble, not_done, trouble};
use crate::rest::RestError;
use crate::store;

/// Discord's code for an interaction that has its first response.
const ACKNOWLEDGED: u32 = 40060;

/// Something a member can do something about; never logged as an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UserError {
    /// All searchers are busy: try again.
    Busy,
    /// More questions than allowed: wait this long.
    TooManyQuestions { again_in: Duration },
    /// Only who manages the guild may do this.
    NotAllowed,
    /// What a moderator asked for was not done, and why; in the program's own words.
    NotDone(String),
    /// Only the bot's moderators may do this.
    NotModerator,
    /// Moderators may do this, but in a home guild only.
    NotHome,
}

/// Whom to tell: the part of an interaction that an answer needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub(crate) id: InteractionId,
    pub(crate) token: &'a str,
    pub(crate) locale: &'a str,
}

impl<'a> From<&'a CommandInteraction> for Asker<'a> {
    fn from(interaction: &'a CommandInteraction) -> Self {
        Self {
            id: interaction.id,
            token: &interaction.token,
            locale: &interaction.locale,
        }
    }
}

impl<'a> From<&'a ComponentInteraction> for Asker<'a> {
    fn from(interaction: &'a ComponentInteraction) -> Self {
        Self {
            id: interaction.id,
            token: &interaction.token,
            locale: &interaction.locale,
        }
    }
}

impl<'a> From<&'a ModalInteraction> for Asker<'a> {
    fn from(interaction: &'a ModalInteraction) -> Self {
        Self {
            id: interaction.id,
            token: &interaction.token,
            locale: &interaction.locale,
        }
    }
}

impl UserError {
    /// What was asked for was not done, for this reason.
    #[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
    pub(crate) fn not_done(error: Error) -> Self {
        Self::NotDone(format!("{error:#}"))
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("all searchers are busy"),
            Self::TooManyQuestions { again_in } => {
                write!(f, "too many questions, again in {again_in:?}")
            }
            Self::NotAllowed => f.write_str("not allowed to manage the guild"),
            Self::NotDone(why) => write!(f, "not done: {why}"),
            Self::NotModerator => f.write_str("no moderator"),
            Self::NotHome => f.write_str("no home guild"),
        }
    }
}

impl std::error::Error for UserError {}

impl From<Busy> for UserError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// poise's error handler: logs what happened and tells the member who asked.
pub(crate) async fn on_error(error: FrameworkError<'_, Arc<Bot>, Error>) {
    match error {
        FrameworkError::Command {
            error,
            ctx: poise::Context::Application(ctx),
            ..
        }
        | FrameworkError::CommandCheckFailed {
            error: Some(error),
            ctx: poise::Context::Application(ctx),
            ..
        } => failed(ctx.framework.user_data, ctx.interaction.into(), &error).await,
        FrameworkError::CommandPanic {
            ctx: poise::Context::Application(ctx),
            ..
        } => panicked(ctx.framework.user_data, ctx.interaction.into()).await,
        FrameworkError::UnknownInteraction {
            framework,
            interaction,
            ..
        } => {
            let error = anyhow::anyhow!("there is no command {:?}", interaction.data.name);
            failed(framework.user_data, interaction.into(), &error).await;
        }
        other => {
            let error = anyhow::anyhow!("{other}");
            if let Some(poise::Context::Application(ctx)) = other.ctx() {
                failed(ctx.framework.user_data, ctx.interaction.into(), &error).await;
            } else {
                tracing::error!(%error, "handling an event failed");
            }
        }
    }
}

/// Logs `error` unless it is the member's own or logged already, and tells the member.
pub(crate) async fn failed(bot: &Bot, asker: Asker<'_>, error: &Error) {
    let reply = match error.downcast_ref::<UserError>() {
        Some(mistake) => {
            if *mistake == UserError::Busy {
                bot.metrics.dropped(Dropped::Busy);
            }
            tracing::info!(reason = %mistake, "question refused");
            worded(mistake, asker)
        }
        None if is_late(error) => return,
        // Why the database does not work is logged where it was found.
        None if error.is::<store::Trouble>() => {
            trouble(Language::of_locale(asker.locale), Trouble::NotKept)
        }
        None => {
            bot.metrics.dropped(Dropped::Failed);
            tracing::error!(error = format!("{error:#}"), "answering failed");
            if takes_nothing(error) {
                // Telling the member would fail too, and count towards a ban.
                return;
            }
            neutral(asker)
        }
    };
    tell(bot, asker, reply).await;
}

/// Tells the member that answering broke down; the panic itself is in the log.
pub(crate) async fn panicked(bot: &Bot, asker: Asker<'_>) {
    bot.metrics.dropped(Dropped::Failed);
    tell(bot, asker, neutral(asker)).await;
}

/// Whether Discord no longer waits, which is logged where it is noticed.
fn is_late(error: &Error) -> bool {
    let rest = error.downcast_ref::<RestError>();
    rest.is_some_and(RestError::is_late)
}

/// Whether Discord takes no request at the moment.
fn takes_nothing(error: &Error) -> bool {
    let rest = error.downcast_ref::<RestError>();
    rest.is_some_and(RestError::takes_nothing)
}

/// Tells the member privately, as the first response or after it.
async fn tell(bot: &Bot, asker: Asker<'_>, reply: Reply) {
    let reply = reply.privately(true);
    let first = bot
        .respond(asker.id, asker.token, &reply.clone().response())
        .await;
    let told = match first {
        Err(error) if is_acknowledged(&error) => bot.follow_up(asker.token, reply).await,
        told => told,
    };
    if let Err(error) = told
        && !is_late(&error)
    {
        tracing::warn!(error = format!("{error:#}"), "telling a member failed");
    }
}

fn is_acknowledged(error: &Error) -> bool {
    let rest = error.downcast_ref::<RestError>();
    rest.and_then(RestError::code) == Some(ACKNOWLEDGED)
}

fn worded(mistake: &UserError, asker: Asker<'_>) -> Reply {
    let language = Language::of_locale(asker.locale);
    let told = match mistake {
        UserError::NotDone(why) => return not_done(language, why),
        UserError::Busy => Trouble::Busy,
        UserError::TooManyQuestions { again_in } => Trouble::slow_down(*again_in),
        UserError::NotAllowed => Trouble::NotAllowed,
        UserError::NotModerator => Trouble::NotModerator,
        UserError::NotHome => Trouble::NotHome,
    };
    trouble(language, told)
}

fn neutral(asker: Asker<'_>) -> Reply {
    let fault = Trouble::Fault {
        interaction: asker.id.get(),
    };
    trouble(Language::of_locale(asker.locale), fault)
}
