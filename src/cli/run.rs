//! `attache run`: the bot in Discord, until it is told to stop.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use crate::app::App;
use crate::library::Library;
use crate::settings::{LogFormat, Settings, Shards};
use crate::telemetry;
use crate::token::Token;

const AFTER: &str = "\
The token comes from DISCORD_TOKEN, or from the file that DISCORD_TOKEN_FILE names. Settings come
from attache.toml in the configuration folder and from ATTACHE_SECTION_KEY in the environment.
SIGTERM or ctrl-c ends it: questions under way are answered first, for 10 seconds at most.";

/// Answer questions in Discord
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct RunArgs {
    /// The shards to run here, as in 0..3/8 for the first four of eight [default: all]
    #[arg(long, value_name = "FIRST..LAST/TOTAL")]
    shards: Option<Shards>,

    /// Log for people or for programs
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

impl RunArgs {
    /// The settings, with what the command line overrules.
    fn settings(&self, folder: &std::path::Path) -> anyhow::Result<Settings> {
        let mut settings = read_settings(folder)?;
        settings.discord.shards = self.shards.unwrap_or(settings.discord.shards);
        settings.log.format = self.log_format.unwrap_or(settings.log.format);
        Ok(settings)
    }
}

pub(super) fn run(
    args: &RunArgs,
    library: impl FnOnce() -> anyhow::Result<Library>,
    folder: &impl Fn() -> PathBuf,
) -> anyhow::Result<Outcome> {
    let settings = args.settings(&folder())?;
    let token = read_token()?;
    telemetry::start(&settings.log, &token)?;
    let library = library()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let app = App::build(settings, token, &library).await?;
        app.run(shutdown()).await
    })?;
    Ok(Outcome::Found)
}

/// The settings in `folder` and the environment.
pub(super) fn read_settings(folder: &std::path::Path) -> anyhow::Result<Settings> {
    // A variable that is no text cannot name a setting.
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    Settings::load(folder, std::env::vars_os().filter_map(text))
}

/// The token in the environment.
pub(super) fn read_token() -> anyhow::Result<Token> {
    Token::from_environment(|name| std::env::var(name).ok())
}

/// Ends when the process is told to.
async fn shutdown() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
