//! Why a generation cannot be read or written, in words for an operator.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use attache_index::{IndexError, MarkdownError};

use super::lock::Holder;
use super::manifest::TextHash;
use super::moment;

/// What is wrong with the generations on disk, or kept one from being made.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Trouble {
    /// There is no such generation.
    #[error("there is no generation {0}: see which there are with `attache index history`")]
    Missing(u64),
    /// A newer attaché made it.
    #[error(
        "generation {number} was made by a newer attaché (format {found}, this one knows {known}): \
         update attaché, or go back to an older generation"
    )]
    Newer { number: u64, found: u32, known: u32 },
    /// An older attaché made it: its texts are good, its index must be built again.
    #[error("generation {number} was made by an older attaché: it is built again from its texts")]
    Older { number: u64 },
    /// A file does not hold what was written.
    #[error("generation {number} is damaged: {what}")]
    Damaged { number: u64, what: String },
    /// The file that names the current generation cannot be understood.
    #[error("{file} is damaged ({what}): the newest whole generation is used instead")]
    Pointer { file: PathBuf, what: String },
    /// A stored text is gone or not what was written.
    #[error("the text {hash} is {what}: fetch its article again")]
    Text { hash: TextHash, what: String },
    /// An article that cannot be stored as text.
    #[error("article {id:?} cannot be stored: {source}")]
    Article { id: String, source: MarkdownError },
    /// The index cannot be built or checked.
    #[error("building the index: {0}")]
    Index(Arc<IndexError>),
    /// The disk has no room left.
    #[error("no room is left on the disk of {file}: free some and try again")]
    Full { file: PathBuf },
    /// A file or folder cannot be read or written.
    #[error("{file}: {source}")]
    File {
        file: PathBuf,
        source: Arc<io::Error>,
    },
    /// The caller wanted no more of it.
    #[error("stopped before the end; nothing has changed")]
    Stopped,
}

/// Why nothing may be written just now.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum NoWriter {
    /// Somebody else writes.
    #[error("{}", taken(.0.as_ref()))]
    Taken(Option<Holder>),
    /// The folder cannot be written.
    #[error(transparent)]
    Folder(#[from] Trouble),
}

fn taken(holder: Option<&Holder>) -> String {
    let who = holder.map_or_else(
        || "another program".into(),
        |holder| {
            let since = moment::text(holder.since);
            format!("{} (process {}, since {since})", holder.who, holder.pid)
        },
    );
    format!("{who} is changing the index just now: try again when that is done")
}

impl Trouble {
    /// What `error`, met at `file`, means.
    pub(super) fn at(file: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| {
            let file = file.to_owned();
            // A quota or a limit on file sizes is, to whoever must make room, the same.
            match source.kind() {
                io::ErrorKind::StorageFull
                | io::ErrorKind::QuotaExceeded
                | io::ErrorKind::FileTooLarge => Self::Full { file },
                _ => Self::File {
                    file,
                    source: Arc::new(source),
                },
            }
        }
    }

    pub(super) fn damaged(number: u64, what: impl Into<String>) -> Self {
        Self::Damaged {
            number,
            what: what.into(),
        }
    }
}
