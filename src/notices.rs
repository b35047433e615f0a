//! What moderators hear of without asking, in the channels their guilds chose for it.
//!
//! Acts are taken from the audit record, so that none is forgotten, whoever did it and wherever:
//! in Discord, at the command line, by schedule. Of several processes with one database, one tells
//! of each act. An act is told to the moderators of every home guild and of the guild it was done
//! in; all else to those of the home guilds. A denied attempt is no act: it is in the record, but
//! nobody can make a channel noisy with it.
//!
//! What a refresh led to is told as its report, with buttons for what is held; then the act itself is
//! not told besides. Notices are told at
//! most once. They wait in a bounded queue; what does not fit is dropped, and that is logged, as is a
//! channel that takes none, once until it does again.
//!
//! Deliberately absent: the wording (`reply`), and which acts there are.

use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serenity::model::id::ChannelId;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::MissedTickBehavior;

use crate::bot::Bot;
use crate::messages::Language;
use crate::moderation::DENIED;
use crate::refresh::Notice;
use crate::reply::{self, ACTS_PER_PAGE, Reply};
use crate::store::AuditEntry;

/// How often the audit record is looked at for new acts.
const LOOKING: Duration = Duration::from_secs(2);

/// Tells notices and acts, one after the other, for ever.
pub(crate) async fn tell(bot: &Bot, mut notices: Receiver<Notice>) {
    let mut failing = HashSet::new();
    let mut looks = tokio::time::interval(LOOKING);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            notice = notices.recv() => match notice {
                Ok(notice) => {
                    for guild in homes(bot) {
                        let word = |language| reply::notice(language, &notice);
                        post(bot, guild, word, &mut failing).await;
                    }
                }
                Err(RecvError::Lagged(dropped)) => {
                    tracing::warn!(dropped, "notices for moderators were dropped: too many wait");
                }
                Err(RecvError::Closed) => return,
            },
            _ = looks.tick() => tell_acts(bot, &mut failing).await,
        }
    }
}

async fn tell_acts(bot: &Bot, failing: &mut HashSet<u64>) {
    // Why the database does not work is logged where it was found.
    let Ok(mut acts) = bot.store.unannounced(ACTS_PER_PAGE).await else {
        return;
    };
    acts.retain(|act| act.what != DENIED);
    let mut guilds = homes(bot);
    guilds.extend(acts.iter().filter_map(|act| act.signature.guild));
    for guild in guilds {
        let is_home = bot.settings.moderation.is_home(guild);
        let theirs = |act: &&AuditEntry| is_home || act.signature.guild == Some(guild);
        let theirs: Vec<AuditEntry> = acts.iter().filter(theirs).cloned().collect();
        if !theirs.is_empty() {
            let word = |language| reply::acts(language, &theirs, guild);
            post(bot, guild, word, failing).await;
        }
    }
}

fn homes(bot: &Bot) -> BTreeSet<u64> {
    let homes = bot.settings.moderation.home_guilds.iter();
    homes.map(|guild| guild.get()).collect()
}

/// Posts to the moderators' channel of `guild`, if it has one, in the guild's language.
async fn post(
    bot: &Bot,
    guild: u64,
    word: impl FnOnce(Language) -> Reply,
    failing: &mut HashSet<u64>,
) {
    let settings = bot.store.guild(guild).await;
    let Some(channel) = settings.moderators_channel.filter(|id| *id > 0) else {
        return;
    };
    let language = Language::of_locale(settings.language.as_deref().unwrap_or_default());
    let message = word(language).message();
    match bot.send(ChannelId::new(channel), message, nonce()).await {
        Ok(_) => {
            failing.remove(&channel);
        }
        Err(error) if failing.insert(channel) => tracing::warn!(
            guild,
            channel,
            error = format!("{error:#}"),
            "the moderators' channel takes no notices"
        ),
        Err(_) => {}
    }
}

/// A number that no other notice to the channel has within minutes.
fn nonce() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or_default()
}
