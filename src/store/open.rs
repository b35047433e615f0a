//! Opening the database: makes it at the first run, brings it up to date, finds out what is wrong.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use super::key::Key;
use super::trouble::{Trouble, TroubleKind};

/// Every step of the schema: version, name, SQL. Shipped steps are never edited, only added to.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("migrations/0001_first.sql")),
    (
        2,
        "moderators",
        include_str!("migrations/0002_moderators.sql"),
    ),
    (3, "reported", include_str!("migrations/0003_reported.sql")),
];

/// How long a statement waits for another's lock.
const BUSY: Duration = Duration::from_secs(5);
/// How long opening waits for another program: the bot is to answer within a second.
const OPENING: Duration = Duration::from_millis(800);
/// Connections for readers and the writer; each is a thread with a cache.
const CONNECTIONS: u32 = 3;

/// An open database.
#[derive(Debug)]
pub(super) struct Database {
    pub(super) pool: SqlitePool,
    pub(super) key: Key,
}

impl Database {
    /// Closes every connection; the last one puts the log into the database and removes it.
    pub(super) async fn close(&self) {
        let started = Instant::now();
        self.pool.close().await;
        // A connection that is given back just now escapes the pool's notice.
        while self.pool.size() > 0 && started.elapsed() < OPENING {
            tokio::time::sleep(Duration::from_millis(2)).await;
            self.pool.close().await;
        }
    }
}

/// Opens the database at `file`, made if need be.
///
/// One that can only be read is given together with its trouble.
pub(super) async fn open(file: &Path) -> Result<(Database, Option<Trouble>), Trouble> {
    make_file(file).map_err(|error| Trouble::new(TroubleKind::Unwritable, file, error))?;
    let started = Instant::now();
    let read_only = loop {
        match bring_up_to_date(file).await {
            // Two programs that make the database at once get into each other's way.
            Err(trouble) if retryable(&trouble) && started.elapsed() < OPENING => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            done => break done?,
        }
    };
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY)
        // Each would cost a statement before every use; a local file does not hang up.
        .test_before_acquire(false)
        .connect_lazy_with(options(file, BUSY));
    let key = prove_key(file, &pool, read_only.is_some()).await?;
    Ok((Database { pool, key }, read_only))
}

fn retryable(trouble: &Trouble) -> bool {
    trouble.is_passing() || trouble.kind == TroubleKind::Other
}

/// Makes an empty file for the database if there is none; nobody else can read it.
fn make_file(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.write(true).create_new(true).open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn options(file: &Path, busy: Duration) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        // With a write-ahead log a crash loses at most the last writes, never the database.
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(busy)
        // What is deleted is overwritten: a member's questions are to be gone, not unlisted.
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
}

/// Applies the steps that are missing; tells the trouble when it can only be read.
async fn bring_up_to_date(file: &Path) -> Result<Option<Trouble>, Trouble> {
    let failed = |error: &sqlx::Error| Trouble::of(error, file);
    let mut connection = options(file, OPENING / 4)
        .connect()
        .await
        .map_err(|error| failed(&error))?;
    let done = migrate_and_probe(&mut connection, file).await;
    // What is wrong was told already.
    let _ = connection.close().await;
    done
}

async fn migrate_and_probe(
    connection: &mut SqliteConnection,
    file: &Path,
) -> Result<Option<Trouble>, Trouble> {
    // `run` would make this future unfit to be spawned.
    migrator()
        .run_direct(connection)
        .await
        .map_err(|error| Trouble::of_migration(&error, file))?;
    // Writes and takes it back, which nothing read-only or locked allows.
    let probed = async {
        // The lock alone is given for read-only files too: as a reader's.
        for sql in ["BEGIN IMMEDIATE", "UPDATE key_check SET id = id"] {
            sqlx::query(sql).execute(&mut *connection).await?;
        }
        sqlx::query("ROLLBACK").execute(&mut *connection).await
    };
    match probed.await.map_err(|error| Trouble::of(&error, file)) {
        Ok(_) => Ok(None),
        Err(trouble) if trouble.kind == TroubleKind::ReadOnly => Ok(Some(trouble)),
        Err(trouble) => Err(trouble),
    }
}

fn migrator() -> Migrator {
    let migrations = MIGRATIONS.iter().map(|&(version, name, sql)| {
        Migration::new(
            version,
            Cow::Borrowed(name),
            MigrationType::Simple,
            Cow::Borrowed(sql),
            false,
        )
    });
    Migrator {
        migrations: migrations.collect(),
        ..Migrator::DEFAULT
    }
}

/// The key beside the database, if it is the one the database was written with; a new one only
/// for a new database: with another key, nobody's questions could be found any more.
async fn prove_key(file: &Path, pool: &SqlitePool, read_only: bool) -> Result<Key, Trouble> {
    let failed = |error: sqlx::Error| Trouble::of(&error, file);
    let key_file = file.with_extension("key");
    let wrong = |detail: &dyn fmt::Display| Trouble::new(TroubleKind::Key, &key_file, detail);
    let proof: Option<Vec<u8>> = sqlx::query_scalar("SELECT proof FROM key_check")
        .fetch_optional(pool)
        .await
        .map_err(failed)?;
    let key = match proof {
        Some(_) => Key::read(&key_file),
        None => Key::at(&key_file),
    };
    let key = key.map_err(|error| wrong(&error))?;
    if let Some(proof) = proof {
        if proof != key.proof() {
            return Err(wrong(&"its proof differs"));
        }
    } else if !read_only {
        sqlx::query("INSERT INTO key_check (id, proof) VALUES (1, ?) ON CONFLICT DO NOTHING")
            .bind(key.proof())
            .execute(pool)
            .await
            .map_err(failed)?;
    }
    Ok(key)
}
