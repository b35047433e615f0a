//! Everything that is stored, or all of one member, as JSON.
//!
//! Deliberately absent: the hashes of askers and voters, which say nothing to anyone, and the key.

use anyhow::Context;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::{Member, Store};

/// Rows read at once.
const BATCH: i64 = 500;

/// A kind of record: its rows have an `id` to go on from.
struct Kind {
    table: &'static str,
    json: &'static str,
}

const QUESTION: Kind = Kind {
    table: "question",
    json: "json_object('record', 'question', 'asked_at', strftime('%Y-%m-%dT%H:%M:%SZ', \
        asked_at / 1000, 'unixepoch'), 'guild', CAST(guild AS TEXT), 'surface', surface, \
        'language', language, 'verdict', verdict, 'confidence', round(confidence, 4), \
        'text', text, 'passages', (SELECT json_group_array(json_object('article', article, \
        'paragraph', paragraph) ORDER BY place) FROM passage WHERE question = question.id), \
        'votes', (SELECT json_group_array(json_object('article', article, 'paragraph', paragraph, \
        'up', json(iif(up, 'true', 'false')))) FROM vote WHERE question = question.id))",
};

const EVERYTHING: &[Kind] = &[
    Kind {
        table: "guild",
        json: "json_object('record', 'guild', 'guild', CAST(id AS TEXT), \
            'limit_questions', limit_questions, 'limit_seconds', limit_seconds, \
            'language', language, 'moderators_channel', CAST(moderators_channel AS TEXT), \
            'channels', (SELECT json_group_array(json_object('kind', kind, \
            'channel', CAST(channel AS TEXT))) FROM guild_channel WHERE guild = guild.id))",
    },
    Kind {
        table: "source",
        json: "json_object('record', 'source', 'source', id, 'kind', kind, 'url', url, \
            'publisher', publisher, 'note', note, 'language', language, \
            'interval_seconds', interval_seconds, 'words', json(words), \
            'added_at', strftime('%Y-%m-%dT%H:%M:%SZ', added_at / 1000, 'unixepoch'))",
    },
    QUESTION,
    Kind {
        table: "audit",
        json: "json_object('record', 'audit', 'number', id, 'at', \
            strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch'), 'actor', actor, \
            'member', CAST(member AS TEXT), 'guild', CAST(guild AS TEXT), 'what', what, \
            'before', json(before), 'after', json(after))",
    },
];

const OWN_VOTES: &str = "SELECT json_object('record', 'vote', 'voted_at', \
    strftime('%Y-%m-%dT%H:%M:%SZ', voted_at / 1000, 'unixepoch'), 'article', article, \
    'paragraph', paragraph, 'up', json(iif(up, 'true', 'false'))) \
    FROM vote WHERE voter = ? ORDER BY voted_at";

impl Store {
    /// Hands every record to `take` as one line of JSON: all there is as it was at one moment, or
    /// what one member asked and voted. Tells how many there were.
    ///
    /// # Errors
    /// When the database cannot be read, or `take` fails.
    pub(crate) async fn export(
        &self,
        member: Option<Member>,
        take: &mut dyn FnMut(&str) -> std::io::Result<()>,
    ) -> anyhow::Result<u64> {
        self.flush().await;
        let database = self.shared.database()?;
        let mut snapshot = self.shared.read(database.pool.begin().await)?;
        let mut taken = 0;
        let Some(member) = member else {
            for kind in EVERYTHING {
                taken += self.export_kind(&mut snapshot, kind, None, take).await?;
            }
            return Ok(taken);
        };
        let hash = database.key.member(member);
        taken += self
            .export_kind(&mut snapshot, &QUESTION, Some(&hash), take)
            .await?;
        let votes: sqlx::Result<Vec<String>> = sqlx::query_scalar(OWN_VOTES)
            .bind(hash)
            .fetch_all(&mut *snapshot)
            .await;
        for vote in self.shared.read(votes)? {
            take(&vote).context("writing the export")?;
            taken += 1;
        }
        Ok(taken)
    }

    async fn export_kind(
        &self,
        snapshot: &mut SqliteConnection,
        kind: &Kind,
        asker: Option<&[u8]>,
        take: &mut dyn FnMut(&str) -> std::io::Result<()>,
    ) -> anyhow::Result<u64> {
        let mut taken = 0;
        let mut after = String::new();
        loop {
            let rows = batch(snapshot, kind, asker, (taken > 0).then_some(&after)).await;
            let rows = self.shared.read(rows)?;
            let Some((last, _)) = rows.last() else {
                return Ok(taken);
            };
            after.clone_from(last);
            for (_, json) in rows {
                take(&json).context("writing the export")?;
                taken += 1;
            }
        }
    }
}

async fn batch(
    snapshot: &mut SqliteConnection,
    kind: &Kind,
    asker: Option<&[u8]>,
    after: Option<&String>,
) -> sqlx::Result<Vec<(String, String)>> {
    let Kind { table, json } = kind;
    let mut query: QueryBuilder<'_, Sqlite> = QueryBuilder::new(format!(
        "SELECT CAST(id AS TEXT), {json} FROM {table} WHERE true"
    ));
    if let Some(asker) = asker {
        query.push(" AND asker = ").push_bind(asker);
    }
    if let Some(after) = after {
        // The column's own kind decides how the text is compared: as a number or as text.
        query.push(" AND id > ").push_bind(after);
    }
    query.push(" ORDER BY id LIMIT ").push_bind(BATCH);
    query.build_query_as().fetch_all(snapshot).await
}
