//! Deleting: a member's own questions and votes, what has become too old, and the room it took.

use std::time::{Duration, SystemTime};

use serde::Serialize;
use sqlx::SqlitePool;

use super::{Member, Store, Trouble, milliseconds};

/// The most questions deleted in one transaction, so that the writer need not wait long.
const BATCH: i64 = 1_000;

/// How much was deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Forgotten {
    pub(crate) questions: u64,
    /// The member's votes on anyone's questions.
    pub(crate) votes: u64,
}

impl Store {
    /// Deletes what a member asked and voted, still queued questions included. Moderating acts
    /// stay in the audit record.
    ///
    /// # Errors
    /// When it cannot be deleted; part of it may have been.
    pub(crate) async fn delete_user(&self, member: Member) -> Result<Forgotten, Trouble> {
        self.flush().await;
        let database = self.shared.database()?;
        let hash = database.key.member(member);
        let done = async {
            let votes = sqlx::query("DELETE FROM vote WHERE voter = ?")
                .bind(&hash)
                .execute(&database.pool)
                .await?
                .rows_affected();
            let mut questions = 0;
            loop {
                let deleted = sqlx::query(
                    "DELETE FROM question WHERE id IN \
                     (SELECT id FROM question WHERE asker = ? LIMIT ?)",
                )
                .bind(&hash)
                .bind(BATCH)
                .execute(&database.pool)
                .await?
                .rows_affected();
                if deleted == 0 {
                    break;
                }
                questions += deleted;
            }
            clear_up(&database.pool).await?;
            Ok(Forgotten { questions, votes })
        };
        self.shared.written(done.await)
    }

    /// Deletes the questions asked more than `keep` before `now`; tells how many there were.
    ///
    /// # Errors
    /// When they cannot be deleted; part of them may have been.
    pub(super) async fn prune(&self, now: SystemTime, keep: Duration) -> Result<u64, Trouble> {
        let database = self.shared.database()?;
        let Some(oldest) = now.checked_sub(keep) else {
            return Ok(0);
        };
        let done = async {
            let mut pruned = 0;
            loop {
                let deleted = sqlx::query(
                    "DELETE FROM question WHERE id IN \
                     (SELECT id FROM question WHERE asked_at < ? LIMIT ?)",
                )
                .bind(milliseconds(oldest))
                .bind(BATCH)
                .execute(&database.pool)
                .await?
                .rows_affected();
                if deleted == 0 {
                    break;
                }
                pruned += deleted;
            }
            clear_up(&database.pool).await?;
            Ok(pruned)
        };
        self.shared.written(done.await)
    }

    /// Gives unused room back to the disk; tells the file's size before and after, in bytes.
    ///
    /// # Errors
    /// When the database cannot be rewritten; it is as it was then.
    pub(crate) async fn vacuum(&self) -> Result<(u64, u64), Trouble> {
        let database = self.shared.database()?;
        let size_bytes = || std::fs::metadata(&self.shared.file).map_or(0, |file| file.len());
        let done = async {
            checkpoint(&database.pool).await?;
            let before = size_bytes();
            sqlx::query("VACUUM").execute(&database.pool).await?;
            checkpoint(&database.pool).await?;
            Ok((before, size_bytes()))
        };
        self.shared.written(done.await)
    }
}

/// Takes away marks on questions that are gone, and the deleted text that the log still holds.
async fn clear_up(pool: &SqlitePool) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM handled WHERE topic NOT IN \
         (SELECT topic FROM question WHERE verdict = 'not_covered')",
    )
    .execute(pool)
    .await?;
    checkpoint(pool).await
}

/// Writes the log into the database and empties it, unless someone reads from it just now.
async fn checkpoint(pool: &SqlitePool) -> sqlx::Result<()> {
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(pool)
        .await?;
    Ok(())
}
