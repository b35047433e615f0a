//! The file that names the current generation and those that were published.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{sync_folder, write_whole};
use super::sealed::{self, Broken};
use super::trouble::Trouble;

/// Its name.
const FILE: &str = "current";

/// Which generations there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pointer {
    pub(super) current: u64,
    /// In the order published; whatever else is in the folder was never, or is no more.
    pub(super) published: Vec<u64>,
    /// The number of the next one.
    pub(super) next: u64,
}

impl Pointer {
    /// That in `folder`; none before the first generation.
    ///
    /// # Errors
    /// [`Trouble::Pointer`] when it is not what was written.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, Trouble> {
        let file = path(folder);
        let bytes = match fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(Trouble::at(&file))?,
        };
        let pointer: Result<Self, Broken> = sealed::open(&bytes);
        let what = match pointer {
            Ok(pointer) if pointer.published.contains(&pointer.current) => {
                return Ok(Some(pointer));
            }
            Ok(pointer) => format!("it names {}, which is not there", pointer.current),
            Err(Broken::Newer(format)) => format!("a newer attaché wrote it, in format {format}"),
            Err(Broken::Damaged(what)) => what,
        };
        Err(Trouble::Pointer { file, what })
    }

    /// Puts it in place of the one in `folder`, at one stroke: the publication.
    ///
    /// # Errors
    /// When it cannot be written; then the old one still counts.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Trouble> {
        let file = path(folder);
        let sealed = sealed::seal(self).map_err(|error| Trouble::at(&file)(error.into()))?;
        write_whole(&file, &sealed)?;
        sync_folder(folder)
    }

    /// The current one, then the others, newest first: in which order to look for a good one.
    pub(super) fn by_trust(&self) -> Vec<u64> {
        let mut others: Vec<u64> = self.published.clone();
        others.retain(|number| *number != self.current);
        others.sort_unstable_by(|a, b| b.cmp(a));
        others.insert(0, self.current);
        others
    }

    /// Takes out the oldest that are more than `keep`, never the current one, and tells which.
    pub(super) fn drop_beyond(&mut self, keep: usize) -> Vec<u64> {
        let mut dropped = Vec::new();
        while self.published.len() > keep.max(1) {
            let oldest = self.published.iter().position(|n| *n != self.current);
            let Some(oldest) = oldest else { break };
            dropped.push(self.published.remove(oldest));
        }
        dropped
    }
}

pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first_and_the_current_one_never() {
        let mut pointer = Pointer {
            current: 2,
            published: vec![1, 2, 3, 4, 5],
            next: 6,
        };
        assert_eq!(pointer.by_trust(), [2, 5, 4, 3, 1]);
        assert_eq!(pointer.drop_beyond(3), [1, 3]);
        assert_eq!(pointer.published, [2, 4, 5]);
        assert_eq!(pointer.drop_beyond(0), [4, 5]);
        assert_eq!(pointer.published, [2]);
    }
}
