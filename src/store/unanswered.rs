//! Questions the articles did not cover, the same question counted once however it is spelled.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use super::audit::{self, Act};
use super::{Page, Signature, Store, Trouble, count, milliseconds, moment};

/// What all spellings of a question share; fits a button's custom id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TopicId(i64);

/// A question not covered, and how often it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Topic {
    pub(crate) id: TopicId,
    /// As it was asked last.
    pub(crate) text: String,
    /// The language it was asked in last.
    pub(crate) language: String,
    /// How often it was asked since it was last marked as handled.
    pub(crate) count: u64,
    pub(crate) last_asked: SystemTime,
}

/// Some of the questions not covered, those asked last first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TopicPage {
    /// How many there are in all.
    pub(crate) total: u64,
    pub(crate) topics: Vec<Topic>,
}

/// Not covered and not handled; `?1` is the guild, or NULL for all.
const OPEN: &str = "FROM question q LEFT JOIN handled h ON h.topic = q.topic \
     WHERE q.verdict = 'not_covered' AND (?1 IS NULL OR q.guild = ?1) \
     AND (h.until IS NULL OR q.asked_at > h.until)";

impl Store {
    /// A page of the questions not covered and not handled, of one guild or of all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn unanswered(
        &self,
        guild: Option<u64>,
        page: Page,
    ) -> Result<TopicPage, Trouble> {
        let database = self.shared.database()?;
        let guild = guild.map(u64::cast_signed);
        let read = async {
            let mut transaction = database.pool.begin().await?;
            let total: i64 = sqlx::query_scalar(&format!("SELECT COUNT(DISTINCT q.topic) {OPEN}"))
                .bind(guild)
                .fetch_one(&mut *transaction)
                .await?;
            // Beside MAX(), SQLite takes the other columns from the row that has the maximum.
            let rows: Vec<(i64, String, String, i64, i64)> = sqlx::query_as(&format!(
                "SELECT q.topic, q.text, q.language, COUNT(*), MAX(q.asked_at) AS last {OPEN} \
                 GROUP BY q.topic ORDER BY last DESC, q.topic LIMIT ?2 OFFSET ?3"
            ))
            .bind(guild)
            .bind(page.limit())
            .bind(page.offset())
            .fetch_all(&mut *transaction)
            .await?;
            let topics = rows
                .into_iter()
                .map(|(id, text, language, asked, last)| Topic {
                    id: TopicId(id),
                    text,
                    language,
                    count: count(asked),
                    last_asked: moment(last),
                });
            Ok(TopicPage {
                total: count(total),
                topics: topics.collect(),
            })
        };
        self.shared.read(read.await)
    }

    /// Marks all askings of a question until the signature's time as handled, and records who
    /// did; `false` when there are none. Asked again later, it is back.
    ///
    /// # Errors
    /// When it cannot be written; then nothing has changed.
    pub(crate) async fn mark_handled(
        &self,
        topic: TopicId,
        signature: &Signature,
    ) -> Result<bool, Trouble> {
        let database = self.shared.database()?;
        let until = milliseconds(signature.at);
        let done = async {
            let mut transaction = database.pool.begin_with("BEGIN IMMEDIATE").await?;
            let asked: i64 = sqlx::query_scalar(&format!(
                "SELECT COUNT(*) {OPEN} AND q.topic = ?2 AND q.asked_at <= ?3"
            ))
            .bind(None::<i64>)
            .bind(topic.0)
            .bind(until)
            .fetch_one(&mut *transaction)
            .await?;
            if asked == 0 {
                return Ok(false);
            }
            sqlx::query(
                "INSERT INTO handled (topic, until) VALUES (?, ?) \
                 ON CONFLICT (topic) DO UPDATE SET until = excluded.until",
            )
            .bind(topic.0)
            .bind(until)
            .execute(&mut *transaction)
            .await?;
            // Not the text: the record outlives the question.
            let act = Act {
                what: "questions.handled",
                before: None,
                after: Some(serde_json::json!({ "topic": topic.to_string(), "asked": asked })),
                reported: false,
            };
            audit::write(&mut transaction, signature, &act).await?;
            transaction.commit().await?;
            Ok(true)
        };
        self.shared.written(done.await)
    }
}

impl TopicId {
    /// As a number, for a custom id.
    pub(crate) fn number(self) -> u64 {
        self.0.cast_unsigned()
    }

    /// The topic that [`TopicId::number`] gave; any number may come from outside.
    pub(crate) fn from_number(number: u64) -> Self {
        Self(number.cast_signed())
    }
}

impl fmt::Display for TopicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for TopicId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(|id| Self(id.cast_signed()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_is_read_as_it_was_written(id: i64) {
            let written = TopicId(id).to_string();
            prop_assert_eq!(written.len(), 16);
            prop_assert_eq!(written.parse(), Ok(TopicId(id)));
            prop_assert_eq!(TopicId::from_number(TopicId(id).number()), TopicId(id));
        }
    }
}
