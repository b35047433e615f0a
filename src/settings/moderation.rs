//! Who moderates the bot, and from which guilds.

use std::collections::BTreeSet;

use anyhow::bail;
use serde::{Deserialize, Serialize};

/// Where moderators' commands exist and who may use them there.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Moderation {
    /// The guilds whose moderators are the bot's; empty for nobody.
    pub(crate) home_guilds: BTreeSet<DiscordId>,
    /// Roles that may do what whoever may manage a home guild may.
    pub(crate) roles: BTreeSet<DiscordId>,
}

/// A Discord id, written as text: many readers keep numbers of 53 bits only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct DiscordId(u64);

impl Moderation {
    /// Whether the moderators of `guild` are the bot's.
    pub(crate) fn is_home(&self, guild: u64) -> bool {
        self.home_guilds.contains(&DiscordId(guild))
    }

    /// Whether whoever has `role` moderates.
    pub(crate) fn is_moderating(&self, role: u64) -> bool {
        self.roles.contains(&DiscordId(role))
    }

    /// Refuses what can have no effect.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.home_guilds.is_empty() && !self.roles.is_empty() {
            bail!("[moderation] `roles` moderate nothing without `home_guilds`");
        }
        Ok(())
    }
}

impl DiscordId {
    pub(crate) fn get(self) -> u64 {
        self.0
    }
}

impl TryFrom<String> for DiscordId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(id) if digits && id > 0 => Ok(Self(id)),
            _ => Err(format!(
                "{text:?} is no Discord id: switch on Developer Mode in Discord (Settings, \
                 Advanced), right-click the server or role, Copy ID"
            )),
        }
    }
}

impl From<DiscordId> for String {
    fn from(id: DiscordId) -> Self {
        id.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> anyhow::Result<Moderation> {
        let read: Moderation = toml::from_str(toml)?;
        read.check()?;
        Ok(read)
    }

    #[test]
    fn ids_are_read_as_text_and_known_again() {
        let read = read("home_guilds = [\"41771983423143937\"]\nroles = [\"7\"]").unwrap();
        assert!(read.is_home(41_771_983_423_143_937) && !read.is_home(7));
        assert!(read.is_moderating(7) && !read.is_moderating(8));
        let written = toml::Table::try_from(&read).unwrap();
        let homes = written["home_guilds"].as_array().unwrap();
        assert_eq!(homes[0].as_str(), Some("41771983423143937"));
    }

    #[test]
    fn what_is_no_id_or_has_no_effect_is_refused_with_what_to_do() {
        for (toml, told) in [
            ("home_guilds = [\"my server\"]", "Copy ID"),
            ("home_guilds = [\"0\"]", "Copy ID"),
            ("home_guilds = [\"+7\"]", "Copy ID"),
            ("home_guilds = [7]", "string"),
            ("roles = [\"7\"]", "without `home_guilds`"),
        ] {
            let error = format!("{:#}", read(toml).unwrap_err());
            assert!(error.contains(told), "{toml}: {error}");
        }
    }
}
