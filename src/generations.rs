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

mod disk;
mod lock;
mod manifest;
mod moment;
mod pointer;
mod sealed;
#[cfg(test)]
mod tests;
mod texts;
mod trouble;
mod writer;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use attache_index::{Article, IndexError, Knowledge, Meaning, Snapshot};

pub(crate) use disk::write_whole;
pub(crate) use lock::Holder;
use lock::Lock;
pub(crate) use manifest::{ArticleRecord, Manifest, Place, TextHash, Validators};
pub(crate) use moment::text as time_text;
use pointer::Pointer;
pub(crate) use texts::Stored;
use texts::Texts;
pub(crate) use trouble::{NoWriter, Trouble};
pub(crate) use writer::{Built, Phase, Plan, Progress, Watch, Writer};

use crate::settings;

/// The folder of the generations in the data folder.
pub(crate) const FOLDER: &str = "index";
/// What a generation was made of, in its folder.
const MANIFEST_FILE: &str = "manifest.json";

/// All generations in a folder; cheap to make, safe to share, reads afresh every time.
#[derive(Debug, Clone)]
pub(crate) struct Generations {
    folder: PathBuf,
    settings: settings::Index,
    /// What says what paragraphs mean when a generation is built, if anything does.
    meaning: Option<Arc<Meaning>>,
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
            meaning: None,
        }
    }

    /// With what `meaning` says of the paragraphs of generations to come.
    pub(crate) fn with_meaning(self, meaning: Option<Arc<Meaning>>) -> Self {
        Self { meaning, ..self }
    }

    /// The number of the current generation; none before the first.
    ///
    /// # Errors
    /// When it cannot be told.
    pub(crate) fn current(&self) -> Result<Option<u64>, Trouble> {
        Ok(self.pointer()?.map(|pointer| pointer.current))
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
        Manifest::open(number, &self.manifest_bytes(number)?)
    }

    /// The published generations that are kept, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn history(&self) -> Result<Vec<Kept>, Trouble> {
        let current = self.current().ok().flatten();
        let mut numbers = match self.pointer() {
            Ok(pointer) => pointer.map_or_else(Vec::new, |pointer| pointer.published),
            Err(_) => self.on_disk()?,
        };
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        let kept = numbers.into_iter().map(|number| Kept {
            number,
            is_current: Some(number) == current,
            manifest: self.manifest(number),
        });
        Ok(kept.collect())
    }

    /// Opens generation `number`; its files' lengths are checked, their bytes are not.
    ///
    /// # Errors
    /// [`Trouble::Older`] when it must be [built again](Writer::rebuild), else when it is not
    /// there, damaged or too new.
    pub(crate) fn snapshot(&self, number: u64, knowledge: Knowledge) -> Result<Opened, Trouble> {
        let manifest = self.manifest(number)?;
        manifest.fits()?;
        self.opened(manifest, knowledge)
    }

    /// The current generation if every byte of it is as written, else the newest that is: for the
    /// start of a program.
    pub(crate) fn newest_good(&self, knowledge: &Knowledge) -> Found {
        let mut found = Found::default();
        let numbers = self.by_trust(&mut found.troubles);
        for number in numbers {
            let checked = self.checked(number);
            match checked.and_then(|manifest| self.opened(manifest, knowledge.clone())) {
                Ok(opened) => {
                    found.opened = Some(opened);
                    break;
                }
                Err(trouble) => found.troubles.push(trouble),
            }
        }
        found
    }

    /// The stored text `hash` as an article, exactly as it was indexed.
    ///
    /// # Errors
    /// When it is gone or not what was written.
    pub(crate) fn article(&self, hash: &TextHash) -> Result<Article, Trouble> {
        self.texts().get(hash)
    }

    /// The right to change the generations, for `who`; removes what an interrupted writer left.
    ///
    /// # Errors
    /// [`NoWriter::Taken`] when somebody has it, named; else when the folder cannot be written.
    pub(crate) fn writer(&self, who: &str, now: SystemTime) -> Result<Writer, NoWriter> {
        Writer::new(self, who, now)
    }

    /// Who changes the generations just now, in whatever process.
    pub(crate) fn holder(&self) -> Option<Holder> {
        Lock::holder(&self.lock_file())
    }
}

impl Generations {
    /// The manifest of generation `number`, after reading every byte of the generation.
    fn checked(&self, number: u64) -> Result<Manifest, Trouble> {
        let manifest = self.manifest(number)?;
        manifest.fits()?;
        let dir = self.dir(number);
        let checked = Snapshot::check(&dir).and_then(|()| Snapshot::verify(&dir));
        checked.map_err(|error| Trouble::damaged(number, error))?;
        Ok(manifest)
    }

    fn opened(&self, manifest: Manifest, knowledge: Knowledge) -> Result<Opened, Trouble> {
        let number = manifest.number;
        let damaged = |error: IndexError| Trouble::damaged(number, error);
        let snapshot = Snapshot::open(&self.dir(number), knowledge).map_err(damaged)?;
        let indexed = snapshot.articles().iter().map(|head| &head.id);
        if !indexed.eq(manifest.articles.iter().map(|record| &record.id)) {
            let what = "its manifest and its index name different articles";
            return Err(Trouble::damaged(number, what));
        }
        Ok(Opened { manifest, snapshot })
    }

    /// The generations in the order to look for a good one: the current one, then the newest.
    fn by_trust(&self, troubles: &mut Vec<Trouble>) -> Vec<u64> {
        let numbers = match self.pointer() {
            Ok(Some(pointer)) => Ok(pointer.by_trust()),
            Ok(None) => self.on_disk(),
            Err(trouble) => {
                troubles.push(trouble);
                self.on_disk()
            }
        };
        numbers.unwrap_or_else(|trouble| {
            troubles.push(trouble);
            Vec::new()
        })
    }

    fn pointer(&self) -> Result<Option<Pointer>, Trouble> {
        Pointer::read(&self.folder)
    }

    /// The numbers of the generations that lie there whole, published or not, newest first.
    fn on_disk(&self) -> Result<Vec<u64>, Trouble> {
        let names = disk::names(&self.home())?;
        let mut numbers: Vec<u64> = names.iter().filter_map(|name| number_of(name)).collect();
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        Ok(numbers)
    }

    fn manifest_bytes(&self, number: u64) -> Result<Vec<u8>, Trouble> {
        let dir = self.dir(number);
        let file = dir.join(MANIFEST_FILE);
        match std::fs::read(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound && !dir.exists() => {
                Err(Trouble::Missing(number))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(Trouble::damaged(number, "its manifest is gone"))
            }
            bytes => bytes.map_err(Trouble::at(&file)),
        }
    }

    fn home(&self) -> PathBuf {
        self.folder.join("generations")
    }

    fn dir(&self, number: u64) -> PathBuf {
        self.home().join(format!("{number:06}"))
    }

    /// Where generation `number` stands until it is published.
    fn unpublished(&self, number: u64) -> PathBuf {
        self.home().join(format!("{number:06}.unpublished"))
    }

    fn lock_file(&self) -> PathBuf {
        self.folder.join("lock")
    }

    fn texts(&self) -> Texts {
        Texts::new(self.folder.join("texts"))
    }
}

/// The number of the generation in the folder `name`; none for one that is not finished.
fn number_of(name: &str) -> Option<u64> {
    let number: u64 = name.parse().ok()?;
    (name == format!("{number:06}")).then_some(number)
}

impl Found {
    /// Whether a generation waits to be [built again](Writer::rebuild) from its texts, without
    /// looking at any source: an older program made it, or its files are damaged.
    pub(crate) fn can_be_rebuilt(&self) -> bool {
        let files =
            |trouble: &Trouble| matches!(trouble, Trouble::Older { .. } | Trouble::Damaged { .. });
        self.troubles.iter().any(files)
    }

    /// What to tell operators and moderators; none when all is well.
    pub(crate) fn warning(&self) -> Option<String> {
        let told: Vec<String> = self.troubles.iter().map(ToString::to_string).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}
