//! Which guilds have moderators' commands, and what their channels were told.

use std::collections::BTreeSet;

use super::{AuditEntry, Store, Trouble, audit};

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

    /// The oldest acts that nobody asked for since, up to `limit`; whoever gets them tells of them.
    ///
    /// # Errors
    /// When the database does not work.
    pub(crate) async fn unannounced(&self, limit: u32) -> Result<Vec<AuditEntry>, Trouble> {
        let database = self.shared.database()?;
        // Looked at often: only what is new needs the lock of a writer.
        let read = sqlx::query_scalar(
            "SELECT COALESCE((SELECT MAX(id) FROM audit), 0) > audit FROM announced",
        )
        .fetch_one(&database.pool)
        .await;
        if !self.shared.read::<bool>(read)? {
            return Ok(Vec::new());
        }
        let done = async {
            let mut transaction = database.pool.begin_with("BEGIN IMMEDIATE").await?;
            let acts = audit::after_announced(&mut transaction, limit).await?;
            // Where no further one waits, those that need no announcement are passed over too.
            let is_full = acts.len() as u64 >= u64::from(limit);
            let last = acts.last().filter(|_| is_full);
            sqlx::query("UPDATE announced SET audit = COALESCE(?, (SELECT MAX(id) FROM audit), 0)")
                .bind(last.map(|last| last.number.cast_signed()))
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(acts)
        };
        self.shared.written(done.await)
    }
}
