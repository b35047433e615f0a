//! What each guild's moderators set. Read on every message, so kept in memory for the guilds that
//! were lately active.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::audit::{self, Act};
use super::{Shared, Signature, Store, Trouble};

/// How many guilds' settings are kept in memory; a shard has 2,500 guilds at most.
const CACHED: NonZeroUsize = NonZeroUsize::new(4096).expect("4,096 is not zero");

/// What one guild's moderators set. The default: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct GuildSettings {
    /// Channels where every question is answered.
    pub(crate) answer_channels: BTreeSet<u64>,
    /// Forums where every post that asks is answered.
    pub(crate) forum_channels: BTreeSet<u64>,
    /// In place of the configured limit.
    pub(crate) rate_limit: Option<RateLimit>,
    /// In place of the guild's language on Discord, as a tag.
    pub(crate) language: Option<String>,
    /// Where notices for moderators go.
    pub(crate) moderators_channel: Option<u64>,
}

/// How much one member may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct RateLimit {
    pub(crate) questions: u32,
    pub(crate) per_seconds: u32,
}

/// The settings read lately.
#[derive(Debug)]
pub(super) struct GuildCache(Mutex<Cached>);

#[derive(Debug)]
struct Cached {
    guilds: LruCache<u64, Arc<GuildSettings>>,
    /// Grows with every change: what was read before it is out of date.
    changes: u64,
}

impl Store {
    /// What the guild set; the default when nothing is set or the database cannot be read.
    pub(crate) async fn guild(&self, guild: u64) -> Arc<GuildSettings> {
        let changes = match self.shared.guilds.get(guild) {
            Ok(settings) => return settings,
            Err(changes) => changes,
        };
        match self.load(guild).await {
            Ok(settings) => {
                let settings = Arc::new(settings);
                self.shared.guilds.put_read(guild, &settings, changes);
                settings
            }
            Err(trouble) => {
                tracing::debug!(guild, reason = %trouble, "guild settings not read");
                Arc::default()
            }
        }
    }

    /// Replaces all that the guild set, and records who did.
    ///
    /// # Errors
    /// When it cannot be written; then nothing has changed.
    pub(crate) async fn set_guild(
        &self,
        guild: u64,
        settings: GuildSettings,
        signature: &Signature,
    ) -> Result<(), Trouble> {
        let database = self.shared.database()?;
        let done = async {
            let mut transaction = database.pool.begin_with("BEGIN IMMEDIATE").await?;
            let act = Act {
                what: "settings.set",
                before: Some(as_json(&read(&mut transaction, guild).await?)),
                after: Some(as_json(&settings)),
                reported: false,
            };
            replace(&mut transaction, guild, &settings).await?;
            audit::write(&mut transaction, signature, &act).await?;
            transaction.commit().await
        };
        self.shared.written(done.await)?;
        self.shared.guilds.put_set(guild, Arc::new(settings));
        Ok(())
    }

    async fn load(&self, guild: u64) -> Result<GuildSettings, Trouble> {
        let shared: &Shared = &self.shared;
        let database = shared.database()?;
        let done = async {
            let mut transaction = database.pool.begin().await?;
            read(&mut transaction, guild).await
        };
        shared.read(done.await)
    }
}

async fn read(connection: &mut SqliteConnection, guild: u64) -> sqlx::Result<GuildSettings> {
    type Row = (Option<u32>, Option<u32>, Option<String>, Option<i64>);
    let row: Option<Row> = sqlx::query_as(
        "SELECT limit_questions, limit_seconds, language, moderators_channel FROM guild \
         WHERE id = ?",
    )
    .bind(guild.cast_signed())
    .fetch_optional(&mut *connection)
    .await?;
    let Some((questions, seconds, language, moderators_channel)) = row else {
        return Ok(GuildSettings::default());
    };
    let channels: Vec<(String, i64)> =
        sqlx::query_as("SELECT kind, channel FROM guild_channel WHERE guild = ?")
            .bind(guild.cast_signed())
            .fetch_all(connection)
            .await?;
    let of_kind = |wanted: &str| {
        let of_it = channels.iter().filter(|(kind, _)| kind == wanted);
        of_it.map(|(_, channel)| channel.cast_unsigned()).collect()
    };
    Ok(GuildSettings {
        answer_channels: of_kind("answer"),
        forum_channels: of_kind("forum"),
        rate_limit: questions
            .zip(seconds)
            .map(|(questions, per_seconds)| RateLimit {
                questions,
                per_seconds,
            }),
        language,
        moderators_channel: moderators_channel.map(i64::cast_unsigned),
    })
}

async fn replace(
    connection: &mut SqliteConnection,
    guild: u64,
    settings: &GuildSettings,
) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM guild WHERE id = ?")
        .bind(guild.cast_signed())
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO guild (id, limit_questions, limit_seconds, language, moderators_channel) \
         VALUES (?, ?, ?, ?, ?)",
    )
    .bind(guild.cast_signed())
    .bind(settings.rate_limit.map(|limit| limit.questions))
    .bind(settings.rate_limit.map(|limit| limit.per_seconds))
    .bind(&settings.language)
    .bind(settings.moderators_channel.map(u64::cast_signed))
    .execute(&mut *connection)
    .await?;
    let answer = settings.answer_channels.iter().map(|id| ("answer", id));
    let forum = settings.forum_channels.iter().map(|id| ("forum", id));
    for (kind, channel) in answer.chain(forum) {
        sqlx::query("INSERT INTO guild_channel (guild, kind, channel) VALUES (?, ?, ?)")
            .bind(guild.cast_signed())
            .bind(kind)
            .bind(channel.cast_signed())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Settings in the audit record: ids are text, as in Discord's JSON.
fn as_json(settings: &GuildSettings) -> serde_json::Value {
    let text = |ids: &BTreeSet<u64>| ids.iter().map(u64::to_string).collect::<Vec<_>>();
    serde_json::json!({
        "answer_channels": text(&settings.answer_channels),
        "forum_channels": text(&settings.forum_channels),
        "rate_limit": settings.rate_limit,
        "language": settings.language,
        "moderators_channel": settings.moderators_channel.map(|id| id.to_string()),
    })
}

impl GuildCache {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Cached {
            guilds: LruCache::new(CACHED),
            changes: 0,
        }))
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        let mut cached = self.lock();
        cached.guilds.clear();
        cached.changes += 1;
    }

    /// The settings, or how many changes there were until now.
    fn get(&self, guild: u64) -> Result<Arc<GuildSettings>, u64> {
        let mut cached = self.lock();
        let changes = cached.changes;
        cached.guilds.get(&guild).cloned().ok_or(changes)
    }

    /// Keeps what was read from the database, unless something was changed since `changes`.
    fn put_read(&self, guild: u64, settings: &Arc<GuildSettings>, changes: u64) {
        let mut cached = self.lock();
        if cached.changes == changes {
            cached.guilds.put(guild, settings.clone());
        }
    }

    fn put_set(&self, guild: u64, settings: Arc<GuildSettings>) {
        let mut cached = self.lock();
        cached.changes += 1;
        cached.guilds.put(guild, settings);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cached> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_a_change_is_not_kept() {
        let cache = GuildCache::new();
        let changes = cache.get(1).unwrap_err();
        let newer = Arc::new(GuildSettings {
            language: Some("ru".into()),
            ..GuildSettings::default()
        });
        cache.put_set(1, newer.clone());
        cache.put_read(1, &Arc::default(), changes);
        assert_eq!(cache.get(1).unwrap(), newer);
    }

    #[test]
    fn the_guilds_kept_are_bounded() {
        let cache = GuildCache::new();
        for guild in 0..=CACHED.get() as u64 {
            let changes = cache.get(guild).unwrap_err();
            cache.put_read(guild, &Arc::default(), changes);
        }
        assert!(cache.get(0).is_err());
        assert!(cache.get(1).is_ok());
    }
}
