//! What was asked over a time, counted.

use std::time::{Duration, SystemTime};

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{Store, Trouble, count, milliseconds, moment};

/// The most articles, and the most paragraphs, that are listed as the busiest.
const BUSIEST: i64 = 10;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Counts over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statistics {
    /// 24 hours each, the last one ending now; their sum is the whole.
    pub(crate) days: Vec<Day>,
    pub(crate) up: u64,
    pub(crate) down: u64,
    /// Those shown for the most questions, the busiest first, then by name.
    pub(crate) articles: Vec<Busy>,
    pub(crate) paragraphs: Vec<Busy>,
}

/// The questions of 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) begins: SystemTime,
    pub(crate) answered: u64,
    pub(crate) partly: u64,
    pub(crate) not_covered: u64,
}

/// An article or paragraph, and for how many questions it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Busy {
    pub(crate) article: String,
    /// `None` for the article as a whole.
    pub(crate) paragraph: Option<u32>,
    pub(crate) questions: u64,
}

impl Statistics {
    /// Every question, whatever came of it.
    pub(crate) fn asked(&self) -> u64 {
        self.days.iter().map(Day::asked).sum()
    }
}

impl Day {
    /// Every question, whatever came of it.
    pub(crate) fn asked(&self) -> u64 {
        self.answered + self.partly + self.not_covered
    }
}

impl Store {
    /// The `days` times 24 hours until `now`, in one guild or everywhere.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn statistics(
        &self,
        guild: Option<u64>,
        now: SystemTime,
        days: u32,
    ) -> Result<Statistics, Trouble> {
        let database = self.shared.database()?;
        let window = Window::before(now, days, guild);
        let read = async {
            let mut transaction = database.pool.begin().await?;
            let (up, down) = window.votes(&mut transaction).await?;
            Ok(Statistics {
                days: window.days(&mut transaction).await?,
                up,
                down,
                articles: window.busiest(&mut transaction, "NULL", "1").await?,
                paragraphs: window
                    .busiest(&mut transaction, "p.paragraph", "p.paragraph")
                    .await?,
            })
        };
        self.shared.read(read.await)
    }
}

/// From when to when (the end included), and where.
struct Window {
    from: i64,
    to: i64,
    days: u32,
    guild: Option<i64>,
}

impl Window {
    fn before(now: SystemTime, days: u32, guild: Option<u64>) -> Self {
        let to = milliseconds(now);
        Self {
            from: to - i64::from(days) * day_milliseconds(),
            to,
            days,
            guild: guild.map(u64::cast_signed),
        }
    }

    async fn days(&self, connection: &mut SqliteConnection) -> sqlx::Result<Vec<Day>> {
        let mut days: Vec<Day> = (0..self.days)
            .map(|day| Day {
                begins: moment(self.from + i64::from(day) * day_milliseconds()),
                answered: 0,
                partly: 0,
                not_covered: 0,
            })
            .collect();
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT (asked_at - ?1 - 1) / ?4, verdict, COUNT(*) FROM question \
             WHERE asked_at > ?1 AND asked_at <= ?2 AND (?3 IS NULL OR guild = ?3) GROUP BY 1, 2",
        )
        .bind(self.from)
        .bind(self.to)
        .bind(self.guild)
        .bind(day_milliseconds())
        .fetch_all(connection)
        .await?;
        for (day, verdict, asked) in rows {
            let day = usize::try_from(day).ok().and_then(|day| days.get_mut(day));
            let place = day.map(|day| match verdict.as_str() {
                "answered" => &mut day.answered,
                "partly" => &mut day.partly,
                _ => &mut day.not_covered,
            });
            if let Some(place) = place {
                *place = count(asked);
            }
        }
        Ok(days)
    }

    async fn votes(&self, connection: &mut SqliteConnection) -> sqlx::Result<(u64, u64)> {
        let (up, down): (i64, i64) = sqlx::query_as(
            "SELECT COALESCE(SUM(v.up), 0), COALESCE(SUM(1 - v.up), 0) FROM vote v \
             JOIN question q ON q.id = v.question \
             WHERE v.voted_at > ?1 AND v.voted_at <= ?2 AND (?3 IS NULL OR q.guild = ?3)",
        )
        .bind(self.from)
        .bind(self.to)
        .bind(self.guild)
        .fetch_one(connection)
        .await?;
        Ok((count(up), count(down)))
    }

    /// `shown` and `grouped` are SQL of ours.
    async fn busiest(
        &self,
        connection: &mut SqliteConnection,
        shown: &str,
        grouped: &str,
    ) -> sqlx::Result<Vec<Busy>> {
        let rows: Vec<(String, Option<u32>, i64)> = sqlx::query_as(&format!(
            "SELECT p.article, {shown}, COUNT(DISTINCT p.question) AS questions \
             FROM question q JOIN passage p ON p.question = q.id \
             WHERE q.asked_at > ?1 AND q.asked_at <= ?2 AND (?3 IS NULL OR q.guild = ?3) \
             GROUP BY p.article, {grouped} ORDER BY questions DESC, p.article, {shown} LIMIT ?4"
        ))
        .bind(self.from)
        .bind(self.to)
        .bind(self.guild)
        .bind(BUSIEST)
        .fetch_all(connection)
        .await?;
        let busy = rows
            .into_iter()
            .map(|(article, paragraph, questions)| Busy {
                article,
                paragraph,
                questions: count(questions),
            });
        Ok(busy.collect())
    }
}

fn day_milliseconds() -> i64 {
    i64::try_from(DAY.as_millis()).expect("a day has fewer milliseconds than i64 holds")
}
