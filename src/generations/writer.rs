//! Making the next generation: built beside the others, checked, then published at one stroke.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use attache_index::{
    ANALYZER_VERSION, Article, ArticleId, BuildOptions, Entry, IndexError, SCHEMA_VERSION, Snapshot,
};

use super::disk::{self, UNFINISHED, discard, sync_folder, write_whole};
use super::lock::Lock;
use super::manifest::{ArticleRecord, Manifest, TextHash, texts_named};
use super::pointer::Pointer;
use super::texts::Stored;
use super::trouble::{NoWriter, Trouble};
use super::{Generations, MANIFEST_FILE, number_of, sealed};

/// Who alone may change the generations; dropping it lets others.
#[derive(Debug)]
pub(crate) struct Writer {
    generations: Generations,
    pointer: Option<Pointer>,
    parent: Option<Manifest>,
    _lock: Lock,
}

/// A generation to build: all its articles, in the order shown.
///
/// Those with the id and hash that they have in the parent are taken over as they are; the others
/// are read from the stored texts and indexed.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) articles: Vec<ArticleRecord>,
    /// Who asked, as in `operator`.
    pub(crate) by: String,
    pub(crate) why: String,
    pub(crate) made_at: SystemTime,
}

/// How far building has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) phase: Phase,
    /// Paragraphs indexed so far.
    pub(crate) done: u64,
    /// Paragraphs to index: those of new and changed articles.
    pub(crate) total: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Indexing,
    /// Checking what was indexed.
    Checking,
}

/// Told how far building is; [`ControlFlow::Break`] stops it.
pub(crate) type Watch<'a> = &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// A checked generation that nobody sees yet; dropped, it is gone without a trace.
#[derive(Debug)]
pub(crate) struct Built {
    writer: Writer,
    manifest: Manifest,
    unpublished: Unpublished,
}

/// A folder that is removed unless it is published.
#[derive(Debug)]
struct Unpublished(Option<PathBuf>);

impl Drop for Unpublished {
    fn drop(&mut self) {
        if let Some(dir) = &self.0 {
            discard(dir);
        }
    }
}

impl Writer {
    pub(super) fn new(
        generations: &Generations,
        who: &str,
        now: SystemTime,
    ) -> Result<Self, NoWriter> {
        let texts = generations.texts();
        for folder in [texts.folder(), &generations.home()] {
            make_folder(folder)?;
        }
        let lock = Lock::take(&generations.lock_file(), who, now)?;
        let pointer = match generations.pointer() {
            Ok(Some(pointer)) => Some(pointer),
            Ok(None) | Err(Trouble::Pointer { .. }) => recover(generations)?,
            Err(trouble) => return Err(trouble.into()),
        };
        clean(generations, pointer.as_ref())?;
        let numbers = pointer.iter().flat_map(Pointer::by_trust);
        let mut manifests = numbers.filter_map(|number| generations.manifest(number).ok());
        Ok(Self {
            parent: manifests.next(),
            generations: generations.clone(),
            pointer,
            _lock: lock,
        })
    }

    /// The generation that answers now, which the next one is built on; none at first.
    pub(crate) fn parent(&self) -> Option<&Manifest> {
        self.parent.as_ref()
    }

    /// The same, but what it builds shares no file with the current generation: for one that is
    /// damaged.
    pub(crate) fn afresh(mut self) -> Self {
        self.parent = None;
        self
    }

    /// Keeps the text of `article` for a plan; one that is there already costs nothing.
    ///
    /// # Errors
    /// [`Trouble::Article`] for one without a paragraph, else when it cannot be written.
    pub(crate) fn store(&self, article: &Article) -> Result<Stored, Trouble> {
        self.generations.texts().put(article)
    }

    /// Builds what `plan` says beside the other generations and checks it; gives up the right to
    /// write when it fails.
    ///
    /// # Errors
    /// When a text or the index cannot be read or written; then nothing has changed.
    pub(crate) fn build(self, plan: Plan, watch: Watch<'_>) -> Result<Built, Trouble> {
        let number = self.pointer.as_ref().map_or(1, |pointer| pointer.next);
        let dir = self.generations.unpublished(number);
        let unpublished = Unpublished(Some(dir.clone()));
        // The texts' names, which the manifest relies on.
        sync_folder(self.generations.texts().folder())?;
        let parent = self.usable_parent(&plan);
        let index = |parent: Option<&Manifest>| {
            self.index(&dir, parent, &plan.articles, watch)?;
            Snapshot::verify(&dir).map_err(|error| self.generations.trouble(error))
        };
        let (mut built_on, mut indexed) = (parent, index(parent));
        // A damaged parent costs time, not the refresh.
        if let (Some(_), Err(Trouble::Index(_))) = (parent, &indexed) {
            discard(&dir);
            (built_on, indexed) = (None, index(None));
        }
        indexed?;
        let manifest = Manifest {
            number,
            parent: built_on.map(|parent| parent.number),
            made_at: plan.made_at,
            by: plan.by,
            why: plan.why,
            schema: SCHEMA_VERSION,
            analyzer: ANALYZER_VERSION,
            articles: plan.articles,
        };
        let file = dir.join(MANIFEST_FILE);
        let sealed = sealed::seal(&manifest).map_err(|error| Trouble::at(&file)(error.into()))?;
        write_whole(&file, &sealed)?;
        sync_folder(&dir)?;
        Ok(Built {
            writer: self,
            manifest,
            unpublished,
        })
    }

    /// Builds the current generation once more from its stored texts, for one that is damaged or
    /// of an older schema.
    ///
    /// # Errors
    /// As [`Self::build`]; [`Trouble::Missing`] when no manifest can be read.
    pub(crate) fn rebuild(
        mut self,
        by: &str,
        made_at: SystemTime,
        watch: Watch<'_>,
    ) -> Result<Built, Trouble> {
        let current = self.pointer.as_ref().map_or(0, |pointer| pointer.current);
        let parent = self.parent.take().ok_or(Trouble::Missing(current))?;
        let plan = Plan {
            articles: parent.articles,
            by: by.into(),
            why: format!("built again from the texts of {}", parent.number),
            made_at,
        };
        self.build(plan, watch)
    }

    /// Makes generation `number` the current one again, after checking that it is whole.
    ///
    /// # Errors
    /// When it is not there or not whole; then nothing has changed.
    pub(crate) fn rollback(&mut self, number: u64) -> Result<Manifest, Trouble> {
        let generations = &self.generations;
        let mut pointer = self.pointer.clone().ok_or(Trouble::Missing(number))?;
        if !pointer.published.contains(&number) {
            return Err(Trouble::Missing(number));
        }
        let manifest = generations.checked(number)?;
        pointer.current = number;
        pointer.write(&generations.folder)?;
        self.pointer = Some(pointer);
        self.parent = Some(manifest.clone());
        Ok(manifest)
    }

    /// The parent, when it is worth building on.
    fn usable_parent(&self, plan: &Plan) -> Option<&Manifest> {
        let parent = self.parent.as_ref().filter(|one| one.fits().is_ok())?;
        let known = known(Some(parent));
        let paragraphs = |wanted: &dyn Fn(&&ArticleRecord) -> bool| -> u64 {
            let records = plan.articles.iter().filter(wanted);
            records.map(|record| u64::from(record.paragraphs)).sum()
        };
        let kept = paragraphs(&|record| known.get(&record.id) == Some(&&record.hash));
        // Where most is new, it is cheaper to begin anew than to carry what is deleted along.
        (kept * 2 >= paragraphs(&|_| true)).then_some(parent)
    }

    /// Indexes `records` in the folder `dir`.
    fn index(
        &self,
        dir: &Path,
        parent: Option<&Manifest>,
        records: &[ArticleRecord],
        watch: Watch<'_>,
    ) -> Result<(), Trouble> {
        let known = known(parent);
        let is_kept = |record: &ArticleRecord| known.get(&record.id) == Some(&&record.hash);
        let new = records.iter().filter(|record| !is_kept(record));
        let total = new.map(|record| u64::from(record.paragraphs)).sum();
        let texts = self.generations.texts();
        let entries = records.iter().map(|record| {
            if is_kept(record) {
                return Ok(Entry::Kept(record.id.clone()));
            }
            let article = texts.get(&record.hash)?;
            if article.id != record.id {
                let what = format!("that of {}, not of {}", article.id, record.id);
                let hash = record.hash.clone();
                return Err(Trouble::Text { hash, what }.into());
            }
            Ok(Entry::New(article))
        });
        let folder = parent.map(|parent| self.generations.dir(parent.number));
        let progress = |phase, done| watch(Progress { phase, done, total });
        let options = BuildOptions {
            parent: folder.as_deref(),
            writer_bytes: self.generations.settings.memory_megabytes << 20,
            paragraphs: total,
            progress: &|done| progress(Phase::Indexing, done),
            meaning: self.generations.meaning.as_deref(),
        };
        Snapshot::build_on(dir, entries, &options)
            .map_err(|error| self.generations.trouble(error))?;
        match progress(Phase::Checking, total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Trouble::Stopped),
        }
    }
}

impl Built {
    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Makes it the current generation, for this and all other processes, and removes those that
    /// are too many.
    ///
    /// # Errors
    /// When it cannot be written; then the old one is still current.
    pub(crate) fn publish(self) -> Result<Manifest, Trouble> {
        let Self {
            writer,
            manifest,
            mut unpublished,
        } = self;
        let (generations, number) = (&writer.generations, manifest.number);
        let dir = generations.dir(number);
        fs::rename(generations.unpublished(number), &dir).map_err(Trouble::at(&dir))?;
        unpublished.0 = Some(dir);
        sync_folder(&generations.home())?;
        let mut pointer = writer.pointer.clone().unwrap_or(Pointer {
            current: number,
            published: Vec::new(),
            next: number,
        });
        pointer.current = number;
        pointer.next = number + 1;
        pointer.published.push(number);
        let dropped = pointer.drop_beyond(generations.settings.keep);
        let written = pointer.write(&generations.folder);
        // Nothing that fails once others see it may take it away from them.
        if written.is_ok()
            || !matches!(generations.current(), Ok(current) if current != Some(number))
        {
            unpublished.0 = None;
        }
        written?;
        for number in &dropped {
            discard(&generations.dir(*number));
        }
        if !dropped.is_empty() {
            sweep(generations, &pointer);
        }
        Ok(manifest)
    }
}

impl Generations {
    /// What `error`, met while building, means.
    fn trouble(&self, error: IndexError) -> Trouble {
        match error {
            IndexError::Stopped => Trouble::Stopped,
            error if error.is_full() => Trouble::Full {
                file: self.folder.clone(),
            },
            IndexError::Article(source) => match source.downcast::<Trouble>() {
                Ok(trouble) => *trouble,
                Err(source) => Trouble::Index(Arc::new(IndexError::Article(source))),
            },
            error => Trouble::Index(Arc::new(error)),
        }
    }
}

/// The texts of a generation's articles.
fn known(manifest: Option<&Manifest>) -> HashMap<&ArticleId, &TextHash> {
    let records = manifest.into_iter().flat_map(|manifest| &manifest.articles);
    records.map(|record| (&record.id, &record.hash)).collect()
}

fn make_folder(folder: &Path) -> Result<(), Trouble> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .recursive(true)
        .create(folder)
        .map_err(Trouble::at(folder))
}

/// The pointer as the generations that lie there tell it, where the file is lost or damaged: the
/// newest that can be read is current.
fn recover(generations: &Generations) -> Result<Option<Pointer>, Trouble> {
    let mut published = generations.on_disk()?;
    published.retain(|number| generations.manifest(*number).is_ok());
    published.reverse();
    let Some(current) = published.last().copied() else {
        return Ok(None);
    };
    let pointer = Pointer {
        current,
        published,
        next: current + 1,
    };
    pointer.write(&generations.folder)?;
    Ok(Some(pointer))
}

/// Removes what an interrupted writer left.
fn clean(generations: &Generations, pointer: Option<&Pointer>) -> Result<(), Trouble> {
    let home = generations.home();
    let is_published = |name: &String| {
        number_of(name).is_some_and(|n| pointer.is_some_and(|one| one.published.contains(&n)))
    };
    let mut left: Vec<PathBuf> = disk::names(&home)?
        .iter()
        .filter(|name| !is_published(name))
        .map(|name| home.join(name))
        .collect();
    let ending = format!(".{UNFINISHED}");
    for folder in [generations.folder.as_path(), generations.texts().folder()] {
        let names = disk::names(folder)?.into_iter();
        left.extend(
            names
                .filter(|name| name.ends_with(&ending))
                .map(|name| folder.join(name)),
        );
    }
    for path in &left {
        discard(path);
    }
    if let Some(pointer) = pointer.filter(|_| !left.is_empty()) {
        sweep(generations, pointer);
    }
    Ok(())
}

/// Removes the texts that no generation names; none when a manifest cannot be read.
fn sweep(generations: &Generations, pointer: &Pointer) {
    let swept = || {
        let mut named = HashSet::new();
        for number in &pointer.published {
            named.extend(texts_named(*number, &generations.manifest_bytes(*number)?)?);
        }
        generations.texts().sweep(&named)
    };
    if let Err(trouble) = swept() {
        tracing::warn!(error = %trouble, "texts that nobody needs are left");
    }
}
