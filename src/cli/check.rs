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
use crate::portal::{self, Application, Guild, Lacking};
use crate::rest::Rest;
use crate::settings::Settings;
use crate::terminal::{Role, Run, Screen};

const AFTER: &str = "\
Reads the token and the settings as `attache run` does, asks Discord, and starts nothing.
JSON: {application, name, articles, shards, sessions_left, guilds, lacking: [{guild, missing}],
model: the sentence model's name, or null, message_content: {wanted, allowed}, invite}.";

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
    invite: String,
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
            lacking: portal::lacking(guilds, needed),
            message_content: MessageContent {
                wanted,
                allowed: application.may_read_messages(),
            },
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
        for line in lines {
            screen.say(Role::Citation, &line)?;
        }
        for lacking in &self.lacking {
            let line = format!(
                "In {} it lacks: {}.",
                lacking.guild,
                lacking.missing.join(", ")
            );
            screen.say(Role::Verdict, &line)?;
        }
        screen.say(Role::Citation, "Invite it with this link:")?;
        // Never wrapped: it must survive being copied.
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
        if !self.lacking.is_empty() {
            bail!(
                "permissions are missing in {} of {} guilds: open the invite link again, or let a \
                 moderator give the bot's role what is missing",
                self.lacking.len(),
                self.guilds
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            invite: "https://discord.com/oauth2/authorize".into(),
        }
    }

    #[test]
    fn what_would_keep_the_bot_from_working_is_refused_with_its_fix() {
        report(Vec::new()).judge().unwrap();
        let told = report(vec![Lacking {
            guild: "Harbour".into(),
            missing: vec!["Send Messages"],
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
