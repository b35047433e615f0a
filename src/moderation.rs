//! Who may moderate: the one check before every moderating command, button and menu.
//!
//! The bot's moderators are those who may manage a home guild (`[moderation]` in the settings), or
//! have a role named there; they act on what all guilds share. Whoever may manage any other guild
//! manages what is that guild's own, its settings. Either is checked on every use, by what comes
//! with the interaction: what Discord hides from a menu is a courtesy, and a button may be pressed
//! long after a moderator has become a member like others.
//!
//! Who is let through gets a [`Moderator`], which is made here only and signs what is recorded.
//!
//! ```ignore
//! // In a command of `commands::moderators`, which are checked before they are called:
//! let moderator = commands::moderation::moderator(ctx).await?;
//! // For a component, whose `Act` names what is tried:
//! let moderator = bot.moderator(component, act.name()).await?;
//! bot.store.audit(&moderator.signature(), "index.rollback", before, after).await?;
//! ```
//!
//! Deliberately absent: what moderators do (`commands/`, `surfaces/moderators.rs`).

use std::time::{Duration, Instant, SystemTime};

use serde_json::json;
use serenity::model::application::{CommandInteraction, ComponentInteraction};
use serenity::model::guild::Member;
use serenity::model::id::{GuildId, UserId};
use serenity::model::permissions::Permissions;

use crate::bot::Bot;
use crate::errors::UserError;
use crate::rate_limit::Limit;
use crate::settings::Moderation;
use crate::store::{By, Signature};

/// Who has one of these may manage a guild.
pub(crate) const MANAGES: Permissions = Permissions::MANAGE_GUILD.union(Permissions::ADMINISTRATOR);

/// So many denied attempts of a member are recorded in so much time: the record is never deleted
/// from, and must not be filled by pressing a button. Every one is counted and logged.
const RECORDED: Limit = Limit {
    questions: 5,
    per: Duration::from_secs(10 * 60),
};
/// How long an attempt may take to be recorded before the member is told all the same.
const RECORDING: Duration = Duration::from_secs(1);

/// Who tries something, and where: the part of an interaction that the check needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) user: UserId,
    pub(crate) guild: Option<GuildId>,
    /// With the permissions and roles Discord sends along.
    pub(crate) member: Option<&'a Member>,
}

/// Somebody who was checked, in the guild they acted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moderator {
    guild: u64,
    user: u64,
}

/// Whose affair something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Affair {
    /// All guilds': for the bot's moderators, in a home guild.
    Everyones,
    /// The guild's own: for who may manage it.
    TheGuilds,
}

impl Moderator {
    /// Signs an act of theirs, done now.
    pub(crate) fn signature(self) -> Signature {
        Signature {
            by: By::Member(self.user),
            guild: Some(self.guild),
            at: SystemTime::now(),
        }
    }

    /// The guild they acted in.
    pub(crate) fn guild(self) -> u64 {
        self.guild
    }
}

impl Bot {
    /// Lets a moderator of the bot do `what` (as in `questions unanswered`), in a home guild;
    /// anyone else's attempt is counted and recorded.
    ///
    /// # Errors
    /// [`UserError::NotHome`] or [`UserError::NotModerator`], to be told privately.
    pub(crate) async fn moderator<'a>(
        &self,
        attempt: impl Into<Attempt<'a>>,
        what: &str,
    ) -> Result<Moderator, UserError> {
        self.check(attempt.into(), Affair::Everyones, what).await
    }

    /// Lets who may manage the guild do `what` to what is the guild's own; anyone else's attempt
    /// is counted and recorded.
    ///
    /// # Errors
    /// [`UserError::NotAllowed`], to be told privately.
    pub(crate) async fn manager<'a>(
        &self,
        attempt: impl Into<Attempt<'a>>,
        what: &str,
    ) -> Result<Moderator, UserError> {
        self.check(attempt.into(), Affair::TheGuilds, what).await
    }

    /// Whether `attempt` would be let through; nobody is told and nothing is recorded.
    pub(crate) fn allows<'a>(&self, attempt: impl Into<Attempt<'a>>, affair: Affair) -> bool {
        judge(attempt.into(), affair, &self.settings.moderation).is_ok()
    }

    async fn check(
        &self,
        attempt: Attempt<'_>,
        affair: Affair,
        what: &str,
    ) -> Result<Moderator, UserError> {
        let judged = judge(attempt, affair, &self.settings.moderation);
        if let Err(denied) = &judged {
            self.record_denied(attempt, what, denied).await;
        }
        judged
    }

    async fn record_denied(&self, attempt: Attempt<'_>, what: &str, why: &UserError) {
        self.metrics.denied();
        tracing::info!(what, reason = %why, "moderating act denied");
        let user = attempt.user.get();
        if self.denials.take(user, RECORDED, Instant::now()).is_err() {
            return;
        }
        let signature = Signature {
            by: By::Member(user),
            guild: attempt.guild.map(GuildId::get),
            at: SystemTime::now(),
        };
        let tried = json!({ "tried": what, "reason": why.to_string() });
        let recording = self.store.audit(&signature, DENIED, None, Some(tried));
        // Why the database takes nothing is logged where it was found.
        let _ = tokio::time::timeout(RECORDING, recording).await;
    }
}

/// What a denied attempt is called in the audit record.
pub(crate) const DENIED: &str = "denied";

/// Whether the attempt is a moderator's.
fn judge(
    attempt: Attempt<'_>,
    affair: Affair,
    moderation: &Moderation,
) -> Result<Moderator, UserError> {
    let home = attempt
        .guild
        .filter(|guild| moderation.is_home(guild.get()));
    let manages = |member: &Member| {
        member
            .permissions
            .is_some_and(|may| may.intersects(MANAGES))
    };
    let has_role = |member: &Member| {
        home.is_some() && (member.roles.iter()).any(|role| moderation.is_moderating(role.get()))
    };
    let guild = match affair {
        Affair::Everyones => home.ok_or(UserError::NotHome)?,
        Affair::TheGuilds => attempt.guild.ok_or(UserError::NotAllowed)?,
    };
    if (attempt.member).is_some_and(|member| manages(member) || has_role(member)) {
        return Ok(Moderator {
            guild: guild.get(),
            user: attempt.user.get(),
        });
    }
    Err(match affair {
        Affair::Everyones => UserError::NotModerator,
        Affair::TheGuilds => UserError::NotAllowed,
    })
}

impl<'a> From<&'a CommandInteraction> for Attempt<'a> {
    fn from(interaction: &'a CommandInteraction) -> Self {
        Self {
            user: interaction.user.id,
            guild: interaction.guild_id,
            member: interaction.member.as_deref(),
        }
    }
}

impl<'a> From<&'a ComponentInteraction> for Attempt<'a> {
    fn from(interaction: &'a ComponentInteraction) -> Self {
        Self {
            user: interaction.user.id,
            guild: interaction.guild_id,
            member: interaction.member.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: u64 = 1;
    const OTHER: u64 = 2;
    const ROLE: u64 = 7;

    fn moderation() -> Moderation {
        toml::from_str("home_guilds = [\"1\"]\nroles = [\"7\"]").unwrap()
    }

    fn member(permissions: Permissions, roles: &[u64]) -> Member {
        serde_json::from_value(json!({
            "user": { "id": "9", "username": "mira", "discriminator": "0", "avatar": null },
            "roles": roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "joined_at": null, "deaf": false, "mute": false, "flags": 0, "guild_id": "1",
            "permissions": permissions.bits().to_string(),
        }))
        .unwrap()
    }

    fn judged(guild: u64, member: Option<&Member>, affair: Affair) -> Result<Moderator, UserError> {
        let attempt = Attempt {
            user: UserId::new(9),
            guild: (guild > 0).then(|| GuildId::new(guild)),
            member,
        };
        judge(attempt, affair, &moderation())
    }

    #[test]
    fn at_home_the_permission_or_the_role_is_enough_and_nothing_else_is() {
        let let_through = Ok(Moderator {
            guild: HOME,
            user: 9,
        });
        for (permissions, roles, expected) in [
            (Permissions::MANAGE_GUILD, &[][..], let_through.clone()),
            (Permissions::ADMINISTRATOR, &[], let_through.clone()),
            (Permissions::empty(), &[ROLE], let_through),
            (Permissions::empty(), &[8], Err(UserError::NotModerator)),
            (
                Permissions::MANAGE_MESSAGES,
                &[],
                Err(UserError::NotModerator),
            ),
        ] {
            let member = member(permissions, roles);
            assert_eq!(judged(HOME, Some(&member), Affair::Everyones), expected);
        }
        let nobody = judged(HOME, None, Affair::Everyones);
        assert_eq!(nobody, Err(UserError::NotModerator));
    }

    #[test]
    fn elsewhere_nobody_moderates_the_bot_and_managers_manage_their_own() {
        let manager = member(Permissions::MANAGE_GUILD, &[]);
        let titled = member(Permissions::empty(), &[ROLE]);
        for guild in [OTHER, 0] {
            let judged = judged(guild, Some(&manager), Affair::Everyones);
            assert_eq!(judged, Err(UserError::NotHome));
        }
        assert!(judged(OTHER, Some(&manager), Affair::TheGuilds).is_ok());
        // The role is a role of a home guild's.
        let denied = judged(OTHER, Some(&titled), Affair::TheGuilds);
        assert_eq!(denied, Err(UserError::NotAllowed));
        assert!(judged(HOME, Some(&titled), Affair::TheGuilds).is_ok());
        let alone = judged(0, Some(&manager), Affair::TheGuilds);
        assert_eq!(alone, Err(UserError::NotAllowed));
    }
}
