//! Which guilds have moderators' commands, and what their channels were told.

use std::collections::BTreeSet;

use super::{Store, Trouble};

impl Store {
    /// The guilds for which moderators' commands were registered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn registered_guilds(&self) -> Result<BTreeSet<u64>, Trouble> {
        let database = self.shared.database()?;
        let read = sqlx::query_scalar("SELECT guild FROM registered_guild")
            .fetch_all(&database.pool)
            .await;
        let guilds: Vec<i64> = self.shared.read(read)?;
        Ok(guilds.into_iter().map(i64::cast_unsigned).collect())
    }

    /// Notes that moderators' commands are registered for a guild, or no longer.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) async fn note_registered(
        &self,
        guild: u64,
        registered: bool,
    ) -> Result<(), Trouble> {
        let database = self.shared.database()?;
        let sql = if registered {
            "INSERT INTO registered_guild (guild) VALUES (?) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM registered_guild WHERE guild = ?"
        };
        let done = sqlx::query(sql)
            .bind(guild.cast_signed())
            .execute(&database.pool)
            .await;
        self.shared.written(done).map(drop)
    }
}
