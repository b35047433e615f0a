//! `attache check`: whether the bot could start, and the link that invites it.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use super::run::{read_settings, read_token};
use crate::gateway::{self, GatewayBot};
use crate::library::Library;
use crate::metrics::Metrics;
use crate::portal::{self, Application, GUILDS_LISTED, Guild, Lacking};
use crate::rest::Rest;
use crate::settings::{Moderation, Settings};
use crate::terminal::{Role, Run, Screen, counted};

const AFTER: &str = "\
Reads the token and the settings as `attache run` does, asks Discord, and starts nothing.
JSON: {application, name, articles, shards, sessions_left, guilds, lacking: [{guild, id, missing, fix}],
model: the sentence model's name, or null, message_content: {wanted, allowed}, moderation: {home_guilds: [{id, name}], roles}, invite}.";

/// Check the token, the configuration and the connection, and print the invite link
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct CheckArgs {}

/// What was found out.
#[derive(Serialize)]
struct Report {
    application: u64,
    name: String,
    articles: usize,
    model: Option<String>,
    shards: u32,
    sessions_left: u32,
    guilds: usize,
    lacking: Vec<Lacking>,
    message_content: MessageContent,
    moderation: Moderated,
    invite: String,
}

/// Where moderators' commands exist.
#[derive(Serialize)]
struct Moderated {
    home_guilds: Vec<Home>,
    /// How many roles moderate besides.
    roles: usize,
}

#[derive(Serialize)]
struct Home {
    id: String,
    /// None when the bot is not in it.
    name: Option<String>,
}

#[derive(Serialize)]
struct MessageContent {
    wanted: bool,
    allowed: bool,
}

pub(super) fn run(
    _args: &CheckArgs,
    library: impl FnOnce() -> anyhow::Result<Library>,
    folder: &impl Fn() -> PathBuf,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let settings = read_settings(&folder())?;
    let token = read_token()?;
    let library = library()?;
    library.snapshot()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (application, gateway, guilds) = runtime.block_on(async {
        let rest = Rest::new(&settings.discord, &token, Metrics::default())?;
        let application = portal::application(&rest).await?;
        let gateway = gateway::ask(&rest, &settings.discord).await?;
        anyhow::Ok((application, gateway, portal::guilds(&rest).await?))
    })?;
    let report = Report::new(&settings, &library, &application, &gateway, &guilds);
    report.write(screen)?;
    report.judge()?;
    Ok(Outcome::Found)
}

impl Report {
    fn new(
        settings: &Settings,
        library: &Library,
        application: &Application,
        gateway: &GatewayBot,
        guilds: &[Guild],
    ) -> Self {
        let wanted = settings.discord.message_content;
        let needed = portal::permissions(wanted);
        Self {
            application: application.id.get(),
            name: application.name.clone(),
            articles: library.articles.len(),
            model: library.model.as_ref().map(|model| model.name.clone()),
            shards: settings.discord.shards.count(gateway.shards),
            sessions_left: gateway.session_start_limit.remaining,
            guilds: guilds.len(),
            lacking: portal::lacking(application, guilds, needed),
            message_content: MessageContent {
                wanted,
                allowed: application.may_read_messages(),
            },
            moderation: Moderated::new(&settings.moderation, guilds),
            invite: application.invite(needed),
        }
    }

    fn write(&self, screen: &mut Screen<'_>) -> std::io::Result<()> {
        if screen.json() {
            return screen.write_json(self);
        }
        let lines = [
            format!("The token opens {} ({}).", self.name, self.application),
            format!("{} articles are read.", self.articles),
            match &self.model {
                Some(model) => format!("They are ranked by words and by meaning, with {model}."),
                None => "They are ranked by words alone, without a sentence model.".into(),
            },
            format!(
                "The gateway answers: {} shards here, {} session starts left today.",
                self.shards, self.sessions_left
            ),
        ];
        for line in lines.into_iter().chain(self.moderation.told()) {
            screen.say(Role::Citation, &line)?;
        }
        for lacking in &self.lacking {
            screen.say(Role::Verdict, &lacking.told())?;
            // Never wrapped: it must survive being copied.
            screen.line("", &[Run::new(Role::Citation, &lacking.fix)])?;
        }
        screen.say(Role::Citation, "Invite it with this link:")?;
        screen.line("", &[Run::new(Role::Citation, &self.invite)])
    }

    /// Refuses what would keep the bot from working.
    fn judge(&self) -> anyhow::Result<()> {
        if self.message_content.wanted && !self.message_content.allowed {
            bail!(
                "message_content is set, but Discord does not allow it: switch on Message Content \
                 Intent in the Developer Portal, your application, Bot; without it answer channels \
                 stay silent"
            );
        }
        portal::enough_starts(self.sessions_left, self.shards)?;
        if let Some(home) = self.moderation.absent() {
            bail!(
                "[moderation] `home_guilds` names {}, and the bot is not there: invite it with the \
                 link above, or correct the id",
                home.id
            );
        }
        if !self.lacking.is_empty() {
            bail!(
                "permissions are missing in {} of {} guilds: see above where, and how to give them",
                self.lacking.len(),
                self.guilds
            );
        }
        Ok(())
    }
}

impl Moderated {
    /// `guilds` are the first 200 that the bot is in: beyond that, a home may only seem absent.
    fn new(moderation: &Moderation, guilds: &[Guild]) -> Self {
        let homes = moderation.home_guilds.iter().map(|home| Home {
            id: home.get().to_string(),
            name: (guilds.iter())
                .find(|guild| guild.id.get() == home.get())
                .map(|guild| guild.name.clone())
                .or_else(|| (guilds.len() >= GUILDS_LISTED).then(|| "?".into())),
        });
        Self {
            home_guilds: homes.collect(),
            roles: moderation.roles.len(),
        }
    }

    /// A home guild that the bot is not in.
    fn absent(&self) -> Option<&Home> {
        self.home_guilds.iter().find(|home| home.name.is_none())
    }

    fn told(&self) -> Vec<String> {
        if self.home_guilds.is_empty() {
            return vec![
                "Moderators' commands are off: to switch them on, name your server in \
                 [moderation] `home_guilds`, by its id."
                    .into(),
            ];
        }
        let homes = self.home_guilds.iter();
        let homes: Vec<&str> = homes
            .map(|home| home.name.as_deref().unwrap_or(&home.id))
            .collect();
        vec![format!(
            "Moderators' commands are in {}, for who may manage the server and {}.",
            homes.join(", "),
            counted(self.roles as u64, "role")
        )]
    }
}

#[cfg(test)]
mod tests {
    use serenity::model::Permissions;

    use super::*;

    /// What is told of a bot that is in the guild 7.
    fn moderated(toml: &str) -> Moderated {
        let harbour = serde_json::json!({ "id": "7", "name": "Harbour", "permissions": "0" });
        let guilds = [serde_json::from_value(harbour).unwrap()];
        Moderated::new(&toml::from_str(toml).unwrap(), &guilds)
    }

    #[test]
    fn where_moderators_commands_are_is_told_or_how_to_switch_them_on() {
        let off = moderated("").told().join(" ");
        assert!(off.contains("home_guilds"), "{off}");
        let on = moderated("home_guilds = [\"7\"]\nroles = [\"8\"]");
        assert!(on.absent().is_none());
        let on = on.told().join(" ");
        assert!(on.contains("in Harbour") && on.contains("1 role"), "{on}");
        let mut elsewhere = report(Vec::new());
        elsewhere.moderation = moderated("home_guilds = [\"9\"]");
        let told = elsewhere.judge().unwrap_err().to_string();
        assert!(told.contains("names 9"), "{told}");
    }

    fn report(lacking: Vec<Lacking>) -> Report {
        Report {
            application: 77,
            name: "attaché".into(),
            articles: 1,
            model: None,
            shards: 1,
            sessions_left: 1000,
            guilds: 2,
            lacking,
            message_content: MessageContent {
                wanted: false,
                allowed: false,
            },
            moderation: moderated(""),
            invite: "https://discord.com/oauth2/authorize".into(),
        }
    }

    #[test]
    fn what_would_keep_the_bot_from_working_is_refused_with_its_fix() {
        report(Vec::new()).judge().unwrap();
        let told = report(vec![Lacking {
            guild: "Harbour".into(),
            id: 7.into(),
            missing: Permissions::SEND_MESSAGES,
            fix: "https://discord.com/oauth2/authorize".into(),
        }]);
        let told = told.judge().unwrap_err().to_string();
        assert!(told.contains("1 of 2 guilds"), "{told}");
        let mut wanting = report(Vec::new());
        wanting.message_content.wanted = true;
        let told = wanting.judge().unwrap_err().to_string();
        assert!(told.contains("Developer Portal"), "{told}");
        let mut spent = report(Vec::new());
        spent.sessions_left = 0;
        assert!(spent.judge().is_err());
    }
}
