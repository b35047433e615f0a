//! Sources that moderators added, besides those in `sources.toml`.
//!
//! Deliberately absent: whether an address may be fetched, and files: a moderator names web
//! addresses only.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::audit::{self, Act};
use super::{Signature, Store, Trouble, count, milliseconds, moment};

/// A source that a moderator added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AddedSource {
    pub(crate) id: String,
    pub(crate) kind: SourceKind,
    pub(crate) url: String,
    pub(crate) publisher: Option<String>,
    /// The one neutral line about the publisher.
    pub(crate) note: Option<String>,
    /// As a tag.
    pub(crate) language: Option<String>,
    /// How often to look, in whole seconds, at least one.
    pub(crate) interval: Duration,
    /// The words that a feed's items must match; all match none.
    pub(crate) words: Vec<String>,
}

/// What is at a source's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SourceKind {
    Page,
    /// RSS or Atom.
    Feed,
}

type Row = (
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    i64,
    String,
    i64,
);

const COLUMNS: &str = "id, kind, url, publisher, note, language, interval_seconds, words, added_at";

impl Store {
    /// The sources added and when, in the order of their ids.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn sources(&self) -> Result<Vec<(AddedSource, SystemTime)>, Trouble> {
        let database = self.shared.database()?;
        let rows: sqlx::Result<Vec<Row>> =
            sqlx::query_as(&format!("SELECT {COLUMNS} FROM source ORDER BY id"))
                .fetch_all(&database.pool)
                .await;
        let rows = self.shared.read(rows)?;
        Ok(rows.into_iter().map(from_row).collect())
    }

    /// Adds a source and records who did; `false`, and nothing changed, when its id or address is
    /// there already.
    ///
    /// # Errors
    /// When it cannot be written; then nothing has changed.
    pub(crate) async fn add_source(
        &self,
        source: &AddedSource,
        signature: &Signature,
    ) -> Result<bool, Trouble> {
        let database = self.shared.database()?;
        let seconds = i64::try_from(source.interval.as_secs().max(1)).unwrap_or(i64::MAX);
        let kind = match source.kind {
            SourceKind::Page => "page",
            SourceKind::Feed => "feed",
        };
        let done = async {
            let mut transaction = database.pool.begin_with("BEGIN IMMEDIATE").await?;
            let added = sqlx::query(&format!(
                "INSERT INTO source ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT DO NOTHING"
            ))
            .bind(&source.id)
            .bind(kind)
            .bind(&source.url)
            .bind(&source.publisher)
            .bind(&source.note)
            .bind(&source.language)
            .bind(seconds)
            .bind(serde_json::json!(source.words).to_string())
            .bind(milliseconds(signature.at))
            .execute(&mut *transaction)
            .await?;
            if added.rows_affected() == 0 {
                return Ok(false);
            }
            let act = Act {
                what: "source.add",
                before: None,
                after: serde_json::to_value(source).ok(),
                reported: false,
            };
            audit::write(&mut transaction, signature, &act).await?;
            transaction.commit().await?;
            Ok(true)
        };
        self.shared.written(done.await)
    }

    /// Removes a source, records who did, and tells what it was; `None` when it is not there.
    ///
    /// # Errors
    /// When it cannot be written; then nothing has changed.
    pub(crate) async fn remove_source(
        &self,
        id: &str,
        signature: &Signature,
    ) -> Result<Option<AddedSource>, Trouble> {
        let database = self.shared.database()?;
        let done = async {
            let mut transaction = database.pool.begin_with("BEGIN IMMEDIATE").await?;
            let removed: Option<Row> = sqlx::query_as(&format!(
                "DELETE FROM source WHERE id = ? RETURNING {COLUMNS}"
            ))
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await?;
            let Some((source, _)) = removed.map(from_row) else {
                return Ok(None);
            };
            let act = Act {
                what: "source.remove",
                before: serde_json::to_value(&source).ok(),
                after: None,
                reported: false,
            };
            audit::write(&mut transaction, signature, &act).await?;
            transaction.commit().await?;
            Ok(Some(source))
        };
        self.shared.written(done.await)
    }
}

fn from_row(row: Row) -> (AddedSource, SystemTime) {
    let (id, kind, url, publisher, note, language, seconds, words, added_at) = row;
    let source = AddedSource {
        id,
        kind: if kind == "feed" {
            SourceKind::Feed
        } else {
            SourceKind::Page
        },
        url,
        publisher,
        note,
        language,
        interval: Duration::from_secs(count(seconds)),
        // We wrote them.
        words: serde_json::from_str(&words).unwrap_or_default(),
    };
    (source, moment(added_at))
}
