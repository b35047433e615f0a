//! What Discord says about the application itself, and the link that invites it.
//!
//! Deliberately absent: changing any of it, which is done in the Developer Portal.

use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, bail};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use serenity::model::Permissions;
use serenity::model::id::{ApplicationId, GuildId};

use crate::rest::{Again, Call, Rest, RestError};

/// Everything the bot does in a guild, and nothing else. Slash commands and the message menu need
/// none of it.
pub(crate) const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);
/// What answer channels need besides: an answer's thread.
pub(crate) const CHANNEL_PERMISSIONS: Permissions = Permissions::CREATE_PUBLIC_THREADS;
/// How many guilds [`guilds`] gives at most.
///
/// Source: Discord API documentation, Get Current User Guilds.
pub(crate) const GUILDS_LISTED: usize = 200;
/// How many guilds that lack something are told of at a start.
const LACKING_TOLD: usize = 10;
/// How long Discord is asked.
const PATIENCE: Duration = Duration::from_secs(30);
/// A clock that is off by more than this is told of.
const CLOCK_OFF_MS: i64 = 2_000;
/// The application's flags that allow the message content intent.
///
/// Source: Discord API documentation, Application, Application Flags.
const MESSAGE_CONTENT_FLAGS: u64 = (1 << 18) | (1 << 19);

/// What Discord knows of the application.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: ApplicationId,
    pub(crate) name: String,
    #[serde(default)]
    flags: u64,
    bot: Option<BotUser>,
    /// How far our clock is ahead of Discord's, in milliseconds.
    #[serde(skip)]
    pub(crate) clock_ahead_ms: i64,
}

#[derive(Debug, Clone, Deserialize)]
struct BotUser {
    id: serenity::model::id::UserId,
}

/// A guild the bot is in.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Guild {
    pub(crate) id: GuildId,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
}

/// A guild where the bot may not do all it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Lacking {
    pub(crate) guild: String,
    #[serde(serialize_with = "as_text")]
    pub(crate) id: GuildId,
    /// Named in JSON.
    #[serde(serialize_with = "as_names")]
    pub(crate) missing: Permissions,
    /// The link by which who manages the guild gives the bot what is missing.
    pub(crate) fix: String,
}

impl Application {
    /// The bot's user, whose id is the application's unless Discord says otherwise.
    pub(crate) fn user(&self) -> u64 {
        self.bot.as_ref().map_or(self.id.get(), |bot| bot.id.get())
    }

    /// Whether the message content intent is switched on for it.
    pub(crate) fn may_read_messages(&self) -> bool {
        self.flags & MESSAGE_CONTENT_FLAGS != 0
    }

    /// The link by which a guild's owner adds the bot, with what it needs and nothing else.
    pub(crate) fn invite(&self, permissions: Permissions) -> String {
        format!(
            "https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands&permissions={}",
            self.id,
            permissions.bits()
        )
    }

    /// The same for one guild, where the bot may be already: then its role is given what it lacks.
    fn invite_to(&self, guild: GuildId, permissions: Permissions) -> String {
        format!(
            "{}&guild_id={guild}&disable_guild_select=true",
            self.invite(permissions)
        )
    }
}

impl Lacking {
    /// Where, what, and how to mend it; [`Self::fix`] comes after.
    pub(crate) fn told(&self) -> String {
        format!(
            "In {} ({}) the bot lacks: {}. Give its role these permissions in Server Settings, \
             Roles; or who manages that server opens:",
            self.guild,
            self.id,
            self.names(),
        )
    }

    fn names(&self) -> String {
        self.missing.get_permission_names().join(", ")
    }
}

/// The permissions to invite the bot with.
pub(crate) fn permissions(message_content: bool) -> Permissions {
    if message_content {
        PERMISSIONS | CHANNEL_PERMISSIONS
    } else {
        PERMISSIONS
    }
}

/// Asks which application the token belongs to.
///
/// # Errors
/// When Discord refuses the token or cannot be reached.
pub(crate) async fn application(rest: &Rest) -> anyhow::Result<Application> {
    let (mut application, date): (Application, _) =
        get(rest, "application", "/applications/@me").await?;
    application.clock_ahead_ms = date.map_or(0, ahead_ms);
    if application.clock_ahead_ms.abs() > CLOCK_OFF_MS {
        tracing::warn!(
            ahead_ms = application.clock_ahead_ms,
            "this machine's clock is off by discord's: allowed for, but set it right"
        );
    }
    Ok(application)
}

/// Asks which guilds the bot is in: the first [`GUILDS_LISTED`].
///
/// # Errors
/// When Discord cannot be reached.
pub(crate) async fn guilds(rest: &Rest) -> anyhow::Result<Vec<Guild>> {
    Ok(get(rest, "guilds", "/users/@me/guilds").await?.0)
}

/// The guilds where something of `needed` is missing.
pub(crate) fn lacking(
    application: &Application,
    guilds: &[Guild],
    needed: Permissions,
) -> Vec<Lacking> {
    let lacking = guilds.iter().map(|guild| Lacking {
        guild: guild.name.clone(),
        id: guild.id,
        missing: missing(guild.permissions, needed),
        fix: application.invite_to(guild.id, needed),
    });
    lacking
        .filter(|lacking| !lacking.missing.is_empty())
        .collect()
}

/// Refuses to start a bot that lacks permissions wherever it is; warns of each guild otherwise.
///
/// # Errors
/// When it is in a guild, and in none that lets it do what it must.
pub(crate) fn permitted(
    application: &Application,
    guilds: &[Guild],
    needed: Permissions,
) -> anyhow::Result<()> {
    let lacking = lacking(application, guilds, needed);
    // Of a bot in very many guilds only some are known: another may be good.
    let all_are_known = guilds.len() < GUILDS_LISTED;
    let further = lacking.len().saturating_sub(LACKING_TOLD);
    let told = lacking.iter().take(LACKING_TOLD);
    if all_are_known && !lacking.is_empty() && lacking.len() == guilds.len() {
        let mut lines: Vec<String> = told
            .map(|guild| format!("{}\n{}", guild.told(), guild.fix))
            .collect();
        if further > 0 {
            lines.push(format!("And {further} more: `attache check` names them."));
        }
        bail!(
            "the bot lacks permissions in every server it is in:\n{}",
            lines.join("\n")
        );
    }
    for guild in told {
        tracing::warn!(
            guild = guild.guild,
            guild_id = guild.id.get(),
            missing = guild.names(),
            fix = guild.fix,
            "permissions are missing in a guild: it cannot be answered there as it should"
        );
    }
    if further > 0 {
        tracing::warn!(further, "and in further guilds: attache check names them");
    }
    Ok(())
}

/// Refuses to start `shards` shards when Discord allows fewer sessions today.
///
/// # Errors
/// When `left` is too few.
pub(crate) fn enough_starts(left: u32, shards: u32) -> anyhow::Result<()> {
    if left < shards {
        bail!("{shards} shards cannot start with {left} session starts left: wait until tomorrow");
    }
    Ok(())
}

/// What is needed and not held.
fn missing(held: Permissions, needed: Permissions) -> Permissions {
    if held.administrator() {
        return Permissions::empty();
    }
    needed - held
}

/// Discord writes ids as text in JSON: many readers keep numbers of 53 bits only.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn as_text<S: Serializer>(id: &GuildId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn as_names<S: Serializer>(missing: &Permissions, serializer: S) -> Result<S::Ok, S::Error> {
    missing.get_permission_names().serialize(serializer)
}

async fn get<T: DeserializeOwned>(
    rest: &Rest,
    name: &'static str,
    path: &str,
) -> anyhow::Result<(T, Option<SystemTime>)> {
    let answered = rest
        .send(&Call {
            name,
            method: Method::GET,
            path,
            body: None,
            again: Again::Always,
            deadline: Instant::now() + PATIENCE,
        })
        .await;
    let answered = match answered {
        Err(error) if error.status() == Some(401) => bail!(
            "Discord refuses the token: it was reset or belongs to no bot; copy the one there is \
             now from the Developer Portal, your application, Bot"
        ),
        answered => answered.map_err(unreachable)?,
    };
    let read = serde_json::from_slice(&answered.body)
        .with_context(|| format!("reading what Discord says about the {name}"))?;
    Ok((read, answered.date))
}

fn unreachable(error: RestError) -> anyhow::Error {
    anyhow::Error::new(error).context(
        "Discord cannot be reached: is this machine on the network, and is `proxy` in [discord] \
         right?",
    )
}

/// How far our clock is ahead of `date`, which is in whole seconds: half a second off on average.
fn ahead_ms(date: SystemTime) -> i64 {
    let now = SystemTime::now();
    let ms = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    let ahead = match now.duration_since(date) {
        Ok(ahead) => ms(ahead) - 500,
        Err(behind) => -ms(behind.duration()) - 500,
    };
    // Under that, the whole seconds and the way here say more than the clock.
    if ahead.abs() < CLOCK_OFF_MS { 0 } else { ahead }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn application() -> Application {
        serde_json::from_str(r#"{"id":"77","name":"attaché","bot":{"id":"78"}}"#).unwrap()
    }

    fn guild(permissions: Permissions) -> Guild {
        Guild {
            id: GuildId::new(7),
            name: "Harbour".into(),
            permissions,
        }
    }

    #[test]
    fn a_bot_that_is_usable_nowhere_is_refused_with_each_guild_and_its_fix() {
        let needed = permissions(true);
        let able = guild(needed);
        let ruler = guild(Permissions::ADMINISTRATOR);
        let mute = guild(needed - Permissions::SEND_MESSAGES);
        let application = application();
        assert_eq!(lacking(&application, &[able.clone(), ruler], needed), []);
        permitted(&application, &[], needed).unwrap();
        permitted(&application, &[able, mute.clone()], needed).unwrap();
        let told = permitted(&application, std::slice::from_ref(&mute), needed);
        let told = told.unwrap_err().to_string();
        for part in [
            "In Harbour (7) the bot lacks: Send Messages.",
            "client_id=77",
            "guild_id=7",
        ] {
            assert!(told.contains(part), "{told}");
        }
        let many = vec![mute.clone(); LACKING_TOLD + 2];
        let told = permitted(&application, &many, needed).unwrap_err();
        assert!(told.to_string().contains("And 2 more"), "{told}");
        // One that was not listed may be good.
        permitted(&application, &vec![mute; GUILDS_LISTED], needed).unwrap();
    }

    #[test]
    fn the_invite_asks_for_what_is_needed_and_nothing_else() {
        let application = application();
        assert_eq!(application.user(), 78);
        assert!(!application.may_read_messages());
        // View, send, send in threads, embed, history: 10, 11, 38, 14, 16.
        let bits: u64 = [10, 11, 38, 14, 16].iter().map(|bit| 1_u64 << bit).sum();
        assert_eq!(
            application.invite(permissions(false)),
            format!(
                "https://discord.com/oauth2/authorize?client_id=77&scope=bot+applications.commands&permissions={bits}"
            )
        );
        assert_eq!(permissions(true).bits(), bits | (1 << 35));
    }

    #[test]
    fn a_clock_that_is_off_is_noticed_and_a_good_one_is_not() {
        let now = SystemTime::now();
        assert_eq!(ahead_ms(now - Duration::from_millis(700)), 0);
        assert!(ahead_ms(now - Duration::from_secs(60)) > 58_000);
        assert!(ahead_ms(now + Duration::from_secs(60)) < -58_000);
    }
}
