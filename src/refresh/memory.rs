//! What is remembered between refreshes besides the generations: looks and failures, what pages
//! said of their versions, what moderators would not have.
//!
//! Losing it costs a few fetches, and decisions are asked for again; never a text. So a damaged
//! file is begun anew.
//!
//! Deliberately absent: held changes (`held.rs`) and the texts (the generations).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use attache_index::{Article, to_markdown};
use serde::{Deserialize, Serialize};

use super::report::Report;
use super::schedule::Looks;
use crate::generations::{TextHash, Validators, write_whole};

/// The file in the folder of the generations.
const FILE: &str = "refresh.json";

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// By source id.
    pub(crate) looks: BTreeMap<String, Looks>,
    /// By address: what the last text fetched from there was.
    pub(crate) pages: BTreeMap<String, PageMemory>,
    /// By address: what feeds were when they were read last, and what was wanted of them.
    pub(crate) feeds: BTreeMap<String, PageMemory>,
    /// By article id: the text a moderator discarded, not to be held again.
    pub(crate) discarded: BTreeMap<String, TextHash>,
    /// By article id: the text a rollback took back, not to be published unasked.
    pub(crate) rolled_back: BTreeMap<String, TextHash>,
    /// The last report that was no preview, without what was unchanged.
    pub(crate) last: Option<Report>,
}

/// What a page was when it was fetched last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PageMemory {
    pub(crate) validators: Validators,
    /// What it said, as [`text_key`] tells.
    pub(crate) text: TextHash,
    /// The stored text that says so, if any does.
    pub(crate) stored: Option<TextHash>,
    /// The version of what read it.
    pub(crate) extractor: u32,
}

impl Memory {
    /// What is remembered beside the generations in `folder`; nothing at first.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = path(folder);
        let bytes = match fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    tracing::warn!(file = %file.display(), %error, "refresh record not read");
                }
                return Self::default();
            }
        };
        serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(file = %file.display(), %error, "refresh record begun anew");
            Self::default()
        })
    }

    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        write_whole(&path(folder), &serde_json::to_vec(self)?)?;
        Ok(())
    }
}

/// Names what `article` says: equal for texts that differ only in when they were taken.
pub(super) fn text_key(article: &Article) -> TextHash {
    let timeless = Article {
        retrieved: None,
        ..article.clone()
    };
    TextHash::of(to_markdown(&timeless).as_bytes())
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::super::report;
    use super::*;

    #[test]
    fn what_was_remembered_is_read_back_and_damage_begins_it_anew() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Memory::read(folder.path()), Memory::default());
        let mut memory = Memory::default();
        memory.looks.insert("quay".into(), Looks::default());
        memory.last = Some(report::tests::report(Vec::new()));
        let text = TextHash::of(b"text");
        memory.discarded.insert("quay".into(), text);
        memory.write(folder.path()).unwrap();
        assert_eq!(Memory::read(folder.path()), memory);
        fs::write(path(folder.path()), "{\"looks\": 3}").unwrap();
        assert_eq!(Memory::read(folder.path()), Memory::default());
    }
}
