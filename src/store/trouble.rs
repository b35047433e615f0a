//! Why nothing can be kept or read, in words for an operator.

use std::fmt;
use std::path::{Path, PathBuf};

use sqlx::migrate::MigrateError;

/// What is wrong with the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) kind: TroubleKind,
    /// The database, or the key beside it.
    pub(crate) file: PathBuf,
    /// What the system or SQLite said.
    pub(crate) detail: String,
}

/// Kinds that call for different remedies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TroubleKind {
    /// A newer attaché made it.
    Newer,
    /// Another program holds it.
    Locked,
    /// It is no database, or a damaged one.
    Corrupt,
    /// It can be read only.
    ReadOnly,
    /// It cannot be opened or made where it should be.
    Unwritable,
    /// The disk has no room left.
    Full,
    /// The key is not the one its hashes were made with, or cannot be read.
    Key,
    /// Anything else.
    Other,
}

impl Trouble {
    pub(super) fn new(kind: TroubleKind, file: &Path, detail: impl fmt::Display) -> Self {
        Self {
            kind,
            file: file.into(),
            detail: detail.to_string(),
        }
    }

    /// What `error` means for the database in `file`.
    pub(super) fn of(error: &sqlx::Error, file: &Path) -> Self {
        let kind = match error {
            // Every connection waits for another program.
            sqlx::Error::PoolTimedOut => TroubleKind::Locked,
            sqlx::Error::Io(_) => TroubleKind::Unwritable,
            sqlx::Error::Database(error) => error
                .code()
                .and_then(|code| code.parse().ok())
                .map_or(TroubleKind::Other, kind_of),
            _ => TroubleKind::Other,
        };
        Self::new(kind, file, error)
    }

    pub(super) fn of_migration(error: &MigrateError, file: &Path) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                Self::of(error, file)
            }
            MigrateError::VersionMissing(_)
            | MigrateError::VersionTooNew(..)
            | MigrateError::VersionNotPresent(_) => Self::new(TroubleKind::Newer, file, error),
            _ => Self::new(TroubleKind::Other, file, error),
        }
    }

    /// Whether it may pass by itself.
    pub(super) fn is_passing(&self) -> bool {
        self.kind == TroubleKind::Locked
    }
}

/// The primary result code is the low byte: <https://sqlite.org/rescode.html>.
fn kind_of(code: u32) -> TroubleKind {
    match code & 0xff {
        5 | 6 => TroubleKind::Locked,
        8 => TroubleKind::ReadOnly,
        11 | 26 => TroubleKind::Corrupt,
        13 => TroubleKind::Full,
        3 | 14 | 23 => TroubleKind::Unwritable,
        _ => TroubleKind::Other,
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, remedy) = match self.kind {
            TroubleKind::Newer => (
                "was made by a newer attaché",
                "run that version, or move the file away to begin a new one",
            ),
            TroubleKind::Locked => (
                "is locked by another program",
                "end whatever else has it open; it is tried again every hour",
            ),
            TroubleKind::Corrupt => (
                "is damaged or no database",
                "put a backup in its place, or move it away to begin a new one",
            ),
            TroubleKind::ReadOnly => (
                "can be read but not written",
                "let attaché write to it, to the files beside it and to their folder",
            ),
            TroubleKind::Unwritable => (
                "cannot be opened or made",
                "let attaché write to its folder, or set another one: [data] `folder`",
            ),
            TroubleKind::Full => ("has no room left on its disk", "make room"),
            TroubleKind::Key => (
                "is not the key this database was written with",
                "put the right one back, or move the database away to begin a new one",
            ),
            TroubleKind::Other => ("does not work", "see what SQLite says"),
        };
        write!(
            f,
            "{} {what} ({}): {remedy}",
            self.file.display(),
            self.detail
        )
    }
}

impl std::error::Error for Trouble {}
