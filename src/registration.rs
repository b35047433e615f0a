//! Sees to it that Discord knows our commands: everyone's everywhere, moderators' in home guilds.
//!
//! Deliberately absent: which commands there are and how they are compared (`commands/`).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serenity::model::id::ApplicationId;

use crate::bot::Bot;
use crate::commands;
use crate::rest::{Rest, RestError};

/// What is waited before moderators' commands are registered again; doubled each time up to the
/// longest.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(10 * 60);

/// Registers the commands; without that the bot still answers those that Discord knows.
pub(crate) async fn register(rest: Rest, application: ApplicationId, bot: Arc<Bot>) {
    let everyones = commands::everyone();
    told(
        "everywhere",
        commands::register(&rest, application, None, &everyones).await,
    );
    let registered = bot.store.registered_guilds().await.unwrap_or_default();
    let homes = bot.settings.moderation.home_guilds.iter();
    let homes: BTreeSet<u64> = homes.map(|guild| guild.get()).collect();
    for guild in registered.difference(&homes) {
        let done = commands::register(&rest, application, Some(*guild), &[]).await;
        // Where the bot was put out, its commands went with it.
        if done.is_ok() || done.as_ref().is_err_and(is_outside) {
            // Why the database takes nothing is logged where it was found.
            let _ = bot.store.note_registered(*guild, false).await;
        }
        told(&guild.to_string(), done);
    }
    for guild in &homes {
        // Before they are there, so that they are surely taken away again one day.
        let _ = bot.store.note_registered(*guild, true).await;
    }
    register_at_home(&rest, application, homes).await;
}

/// Registers moderators' commands for `homes`; where the bot is not let in yet, again later, for
/// without the guilds intent Discord does not say when it is.
async fn register_at_home(rest: &Rest, application: ApplicationId, mut homes: BTreeSet<u64>) {
    let moderators = commands::moderators();
    let mut pause = FIRST_PAUSE;
    loop {
        let mut without = BTreeSet::new();
        for guild in homes {
            let done = commands::register(rest, application, Some(guild), &moderators).await;
            if done.is_err() {
                without.insert(guild);
            }
            if done.is_ok() || pause == FIRST_PAUSE {
                told(&guild.to_string(), done);
            }
        }
        if without.is_empty() {
            return;
        }
        homes = without;
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Whether the bot is not in the guild.
fn is_outside(error: &anyhow::Error) -> bool {
    let refused = error.downcast_ref::<RestError>();
    refused.and_then(RestError::status) == Some(403)
}

fn told(place: &str, registered: anyhow::Result<bool>) {
    match registered {
        Ok(true) => tracing::info!(place, "commands registered"),
        Ok(false) => tracing::info!(place, "commands are registered already"),
        Err(error) => {
            tracing::error!(
                place,
                error = format!("{error:#}"),
                "commands not registered"
            );
        }
    }
}
