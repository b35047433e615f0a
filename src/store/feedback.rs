//! 👍 and 👎: one vote of each member for each passage of each answer, which may be changed.

use std::time::SystemTime;

use attache_index::ParagraphId;

use super::open::Database;
use super::{Member, Occasion, Store, Trouble, milliseconds};

/// A member's opinion of a passage shown for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vote {
    /// The interaction or message that asked the question.
    pub(crate) asked: Occasion,
    pub(crate) passage: ParagraphId,
    pub(crate) member: Member,
    /// 👍 rather than 👎.
    pub(crate) up: bool,
    pub(crate) at: SystemTime,
}

/// What became of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voted {
    /// It is the member's first for this passage.
    Counted,
    /// It took the place of the opposite.
    Changed,
    /// The member had voted so before.
    Unchanged,
    /// The question is not, or no longer, recorded.
    QuestionGone,
}

impl Store {
    /// Counts a vote.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) async fn vote(&self, vote: &Vote) -> Result<Voted, Trouble> {
        let database = self.shared.database()?;
        let mut voted = self.shared.written(count(&database, vote).await)?;
        if voted == Voted::QuestionGone {
            // It may still be on its way to the database.
            self.flush().await;
            voted = self.shared.written(count(&database, vote).await)?;
        }
        Ok(voted)
    }
}

async fn count(database: &Database, vote: &Vote) -> sqlx::Result<Voted> {
    let question = database.key.question(vote.asked);
    let voter = database.key.member(vote.member);
    let mut transaction = database.pool.begin_with("BEGIN IMMEDIATE").await?;
    let known: Option<i64> = sqlx::query_scalar("SELECT 1 FROM question WHERE id = ?")
        .bind(question)
        .fetch_optional(&mut *transaction)
        .await?;
    if known.is_none() {
        return Ok(Voted::QuestionGone);
    }
    let before: Option<bool> = sqlx::query_scalar(
        "SELECT up FROM vote WHERE question = ? AND article = ? AND paragraph = ? AND voter = ?",
    )
    .bind(question)
    .bind(vote.passage.article.as_str())
    .bind(vote.passage.paragraph)
    .bind(&voter)
    .fetch_optional(&mut *transaction)
    .await?;
    if before == Some(vote.up) {
        return Ok(Voted::Unchanged);
    }
    sqlx::query(
        "INSERT INTO vote (question, article, paragraph, voter, up, voted_at) \
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (question, article, paragraph, voter) \
         DO UPDATE SET up = excluded.up, voted_at = excluded.voted_at",
    )
    .bind(question)
    .bind(vote.passage.article.as_str())
    .bind(vote.passage.paragraph)
    .bind(&voter)
    .bind(vote.up)
    .bind(milliseconds(vote.at))
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(before.map_or(Voted::Counted, |_| Voted::Changed))
}
