//! What Discord says about the application itself, and the link that invites it.
//!
//! Deliberately absent: changing any of it, which is done in the Developer Portal.

use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, bail};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
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
    /// Permissions by name.
    pub(crate) missing: Vec<&'static str>,
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
pub(crate) fn lacking(guilds: &[Guild], needed: Permissions) -> Vec<Lacking> {
    let lacking = guilds.iter().map(|guild| Lacking {
        guild: guild.name.clone(),
        missing: missing(guild.permissions, needed),
    });
    lacking
        .filter(|lacking| !lacking.missing.is_empty())
        .collect()
}

/// Refuses to start a bot that lacks permissions wherever it is; tells of single guilds.
///
/// # Errors
/// When it is in a guild, and in none that lets it do what it must.
pub(crate) fn permitted(
    application: &Application,
    guilds: &[Guild],
    needed: Permissions,
) -> anyhow::Result<()> {
    let lacking = lacking(guilds, needed);
    let Some(first) = lacking.first() else {
        return Ok(());
    };
    let missing = first.missing.join(", ");
    if lacking.len() == guilds.len() {
        bail!(
            "the bot lacks permissions in every guild it is in ({missing}): invite it again with \
             {}",
            application.invite(needed)
        );
    }
    tracing::warn!(
        lacking = lacking.len(),
        guilds = guilds.len(),
        missing,
        "permissions are missing in some guilds: attache check names them"
    );
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

/// The names of what is needed and not held.
fn missing(held: Permissions, needed: Permissions) -> Vec<&'static str> {
    if held.administrator() {
        return Vec::new();
    }
    (needed - held).get_permission_names()
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
    fn a_bot_without_permissions_anywhere_is_refused_with_the_invite() {
        let needed = permissions(true);
        let able = guild(needed);
        let ruler = guild(Permissions::ADMINISTRATOR);
        let mute = guild(needed - Permissions::SEND_MESSAGES);
        assert_eq!(lacking(&[able.clone(), ruler], needed), []);
        assert_eq!(
            lacking(std::slice::from_ref(&mute), needed)[0].missing,
            ["Send Messages"]
        );
        permitted(&application(), &[], needed).unwrap();
        permitted(&application(), &[able, mute.clone()], needed).unwrap();
        let told = permitted(&application(), &[mute], needed).unwrap_err();
        assert!(told.to_string().contains("client_id=77"), "{told}");
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
