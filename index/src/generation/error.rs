//! Why an index could not be built or opened.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;

use crate::article::ArticleId;

/// An index that could not be built or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Two articles have one id.
    #[error("two articles have the id {0}: give one of them another id")]
    DuplicateArticle(ArticleId),
    /// An article that is to be kept is not in the index built on.
    #[error("there is no article {0} in the index to build on: give its text")]
    NotInParent(ArticleId),
    /// An article to index could not be had.
    #[error("an article could not be read: {0}")]
    Article(#[source] Box<dyn Error + Send + Sync>),
    /// Whoever watched the build ended it.
    #[error("the build was stopped")]
    Stopped,
    /// A folder could not be read or written.
    #[error("{path}: {source}")]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder to build in is taken.
    #[error("{0} exists already: name a new folder for the index, or remove it")]
    Exists(PathBuf),
    /// The list of articles in a folder cannot be read.
    #[error("{path} is damaged ({source}): build the index again from its articles")]
    Articles {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A file is not as long as it was written.
    #[error(
        "{path} is damaged ({found} bytes of {bytes}): build the index again from its articles"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Its length as written, in bytes.
        bytes: u64,
        /// Its length as found, in bytes.
        found: u64,
    },
    /// A file does not hold the bytes that were written.
    #[error(
        "{0} is damaged (its bytes are not those written): build the index again from its articles"
    )]
    Altered(PathBuf),
    /// An index does not hold what it says it holds.
    #[error("the index disagrees with its list of articles ({0}): build it again from them")]
    Disagrees(String),
    /// tantivy could not build or read its files.
    #[error("the index could not be used ({0}): build it again from its articles")]
    Engine(#[from] TantivyError),
}

impl IndexError {
    /// Whether it came of a disk, a quota or a file that can take no more.
    pub fn is_full(&self) -> bool {
        let mut cause: Option<&(dyn Error + 'static)> = Some(self);
        while let Some(error) = cause {
            let error_here = error.downcast_ref::<io::Error>().or_else(|| {
                let shared = error.downcast_ref::<std::sync::Arc<io::Error>>()?;
                Some(shared)
            });
            if error_here.is_some_and(is_full) {
                return true;
            }
            cause = error.source();
        }
        // Some of tantivy's errors carry the system's only as text.
        let told = self.to_string();
        ["os error 27)", "os error 28)", "os error 122)"]
            .iter()
            .any(|code| told.contains(code))
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> IndexError {
    let path = path.to_owned();
    move |source| IndexError::Folder { path, source }
}
