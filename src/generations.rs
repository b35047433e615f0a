//! The generations of the index in the data folder: read, built on one another, published, kept.
//!
//! ```text
//! index/
//!   current              which generation answers, and which were published: replaced at one stroke
//!   generations/000042/  one generation, never changed: the engine's files, articles.json, manifest.json
//!   texts/<sha256>.md    article texts, shared by the generations that name them
//!   lock                 held by who writes, with its name
//! ```
//!
//! A new generation shares the files of the one before as hard links. Nothing here waits: call it
//! off the asynchronous threads.
//!
//! Deliberately absent: fetching and comparing articles, the clock, and Discord.

mod lock;
mod manifest;
mod moment;
mod trouble;
mod writer;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use attache_index::{Article, Knowledge, Snapshot};

pub(crate) use lock::Holder;
pub(crate) use manifest::{ArticleRecord, Manifest, Place, TextHash, Validators};
pub(crate) use moment::text as time_text;
pub(crate) use trouble::{NoWriter, Trouble};
pub(crate) use writer::{Built, Phase, Plan, Progress, Stored, Watch, Writer};

use crate::settings;

/// The folder of the generations in the data folder.
pub(crate) const FOLDER: &str = "index";

/// All generations in a folder; cheap to make, safe to share, reads afresh every time.
#[derive(Debug, Clone)]
pub(crate) struct Generations {
    folder: PathBuf,
    settings: settings::Index,
}

/// A generation ready to answer.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) manifest: Manifest,
    pub(crate) snapshot: Snapshot,
}

/// The newest generation that is whole, and what is wrong with those before it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// None: answer from the briefing.
    pub(crate) opened: Option<Opened>,
    /// Worst first; empty when all is well.
    pub(crate) troubles: Vec<Trouble>,
}

/// A generation that was published.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) number: u64,
    pub(crate) is_current: bool,
    pub(crate) manifest: Result<Manifest, Trouble>,
}

impl Generations {
    /// Those in `folder`, which need not be there; nothing is written before there is a writer.
    pub(crate) fn open(folder: &Path, settings: &settings::Index) -> Self {
        Self {
            folder: folder.into(),
            settings: settings.clone(),
        }
    }

    /// The number of the current generation; none before the first.
    ///
    /// # Errors
    /// When it cannot be told.
    pub(crate) fn current(&self) -> Result<Option<u64>, Trouble> {
        Ok(None)
    }

    /// The current generation's number when it is not `number`: one small file is read. Ask twice
    /// a second, and open what is new with [`Self::snapshot`].
    pub(crate) fn changed_since(&self, number: Option<u64>) -> Option<u64> {
        let current = self.current().ok().flatten();
        current.filter(|current| Some(*current) != number)
    }

    /// What generation `number` was made of.
    ///
    /// # Errors
    /// When it is not there, damaged, or too new.
    pub(crate) fn manifest(&self, number: u64) -> Result<Manifest, Trouble> {
        Err(Trouble::Missing(number))
    }

    /// The published generations that are kept, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn history(&self) -> Result<Vec<Kept>, Trouble> {
        Ok(Vec::new())
    }

    /// Opens generation `number`; its files' lengths are checked, their bytes are not.
    ///
    /// # Errors
    /// [`Trouble::Older`] when it must be [built again](Writer::rebuild), else when it is not
    /// there, damaged or too new.
    pub(crate) fn snapshot(&self, number: u64, knowledge: Knowledge) -> Result<Opened, Trouble> {
        let _ = knowledge;
        Err(Trouble::Missing(number))
    }

    /// The current generation if every byte of it is as written, else the newest that is: for the
    /// start of a program.
    pub(crate) fn newest_good(&self, knowledge: &Knowledge) -> Found {
        let _ = knowledge;
        Found::default()
    }

    /// The stored text `hash` as an article, exactly as it was indexed.
    ///
    /// # Errors
    /// When it is gone or not what was written.
    pub(crate) fn article(&self, hash: &TextHash) -> Result<Article, Trouble> {
        Err(Trouble::Text {
            hash: hash.clone(),
            what: "gone".into(),
        })
    }

    /// The right to change the generations, for `who`; removes what an interrupted writer left.
    ///
    /// # Errors
    /// [`NoWriter::Taken`] when somebody has it, named; else when the folder cannot be written.
    pub(crate) fn writer(&self, who: &str, now: SystemTime) -> Result<Writer, NoWriter> {
        let _ = (who, now);
        Err(NoWriter::Taken(None))
    }

    /// Who changes the generations just now, in whatever process.
    pub(crate) fn holder(&self) -> Option<Holder> {
        lock::Lock::holder(&self.folder.join("lock"))
    }
}

impl Found {
    /// What to tell operators and moderators; none when all is well.
    pub(crate) fn warning(&self) -> Option<String> {
        let told: Vec<String> = self.troubles.iter().map(ToString::to_string).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}
