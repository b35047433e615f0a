//! The record of what moderators, the operator and the schedule did. Only ever added to.

use std::time::SystemTime;

use serde::{Serialize, Serializer};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{Page, Store, Trouble, count, milliseconds, moment};

/// Who did something, for which guild, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) by: By,
    /// `None` for what concerns no guild.
    pub(crate) guild: Option<u64>,
    pub(crate) at: SystemTime,
}

/// Who did something. Unlike askers, those who act on the bot are kept by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub(crate) enum By {
    /// A member, by Discord id.
    Member(#[serde(serialize_with = "as_text")] u64),
    /// Whoever runs the command line.
    Operator,
    /// The bot by itself.
    Schedule,
}

/// One act.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AuditEntry {
    /// Counts the entries from 1.
    pub(crate) number: u64,
    pub(crate) signature: Signature,
    /// What was done, as in `source.add`.
    pub(crate) what: String,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

/// Some of the acts, newest first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AuditPage {
    /// How many there are in all.
    pub(crate) total: u64,
    pub(crate) entries: Vec<AuditEntry>,
}

/// What was done: a name, and the state before and after.
#[derive(Debug, Default)]
pub(super) struct Act<'a> {
    pub(super) what: &'a str,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
    /// Whether moderators hear of it in another way.
    pub(super) reported: bool,
}

type Row = (
    i64,
    i64,
    String,
    Option<i64>,
    Option<i64>,
    String,
    Option<String>,
    Option<String>,
);

impl Store {
    /// Records an act that changes nothing in the store, as in a rollback or a denied attempt.
    ///
    /// # Errors
    /// When it cannot be recorded.
    pub(crate) async fn audit(
        &self,
        signature: &Signature,
        what: &str,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), Trouble> {
        let act = Act {
            what,
            before,
            after,
            reported: false,
        };
        self.write_act(signature, &act).await
    }

    /// As [`Self::audit`], of an act that moderators hear of in another way: it is in the record,
    /// and not announced besides.
    ///
    /// # Errors
    /// When it cannot be recorded.
    pub(crate) async fn audit_reported(
        &self,
        signature: &Signature,
        what: &str,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), Trouble> {
        let act = Act {
            what,
            before,
            after,
            reported: true,
        };
        self.write_act(signature, &act).await
    }

    async fn write_act(&self, signature: &Signature, act: &Act<'_>) -> Result<(), Trouble> {
        let database = self.shared.database()?;
        let done = async {
            let mut connection = database.pool.acquire().await?;
            write(&mut connection, signature, act).await
        };
        self.shared.written(done.await)
    }

    /// A page of all acts, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn audit_page(&self, page: Page) -> Result<AuditPage, Trouble> {
        let database = self.shared.database()?;
        let read = async {
            let mut transaction = database.pool.begin().await?;
            let total: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM audit")
                .fetch_one(&mut *transaction)
                .await?;
            let rows: Vec<Row> = sqlx::query_as(
                "SELECT id, at, actor, member, guild, what, before, after FROM audit \
                 ORDER BY id DESC LIMIT ? OFFSET ?",
            )
            .bind(page.limit())
            .bind(page.offset())
            .fetch_all(&mut *transaction)
            .await?;
            Ok(AuditPage {
                total: count(total),
                entries: rows.into_iter().map(AuditEntry::from).collect(),
            })
        };
        self.shared.read(read.await)
    }
}

/// The oldest acts that moderators' channels are to be told of.
pub(super) async fn after_announced(
    connection: &mut SqliteConnection,
    limit: u32,
) -> sqlx::Result<Vec<AuditEntry>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, at, actor, member, guild, what, before, after FROM audit \
         WHERE id > (SELECT audit FROM announced) AND NOT reported ORDER BY id LIMIT ?",
    )
    .bind(limit)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(AuditEntry::from).collect())
}

/// Adds `act` in the transaction that carries it out: neither happens without the other.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    signature: &Signature,
    act: &Act<'_>,
) -> sqlx::Result<()> {
    let (actor, member) = match signature.by {
        By::Member(id) => ("member", Some(id.cast_signed())),
        By::Operator => ("operator", None),
        By::Schedule => ("schedule", None),
    };
    sqlx::query(
        "INSERT INTO audit (at, actor, member, guild, what, before, after, reported) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(milliseconds(signature.at))
    .bind(actor)
    .bind(member)
    .bind(signature.guild.map(u64::cast_signed))
    .bind(act.what)
    .bind(act.before.as_ref().map(Value::to_string))
    .bind(act.after.as_ref().map(Value::to_string))
    .bind(act.reported)
    .execute(connection)
    .await?;
    Ok(())
}

impl From<Row> for AuditEntry {
    fn from((id, at, actor, member, guild, what, before, after): Row) -> Self {
        let by = match (actor.as_str(), member) {
            (_, Some(id)) => By::Member(id.cast_unsigned()),
            ("schedule", _) => By::Schedule,
            _ => By::Operator,
        };
        // The table takes nothing that is not JSON.
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            number: count(id),
            signature: Signature {
                by,
                guild: guild.map(i64::cast_unsigned),
                at: moment(at),
            },
            what,
            before: json(before),
            after: json(after),
        }
    }
}

/// Discord writes ids as text in JSON: many readers keep numbers of 53 bits only.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn as_text<S: Serializer>(id: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}
