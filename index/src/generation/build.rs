//! Building an index in a folder: from nothing, or on the index of the generation before.
//!
//! tantivy never writes a segment's file twice, so a new index takes those of its parent as hard
//! links, marks what is gone as deleted in files of its own and adds segments with what is new. The
//! parent is only read.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use tantivy::directory::{INDEX_WRITER_LOCK, META_LOCK};
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::error::{IndexError, at};
use super::listing::{Listed, Listing, is_replaced, mark_files};
use super::meant::{self, Reading};
use super::merging::{Size, merges};
use super::slots::Spot;
use super::{Fields, schema, tokenizers};
use crate::article::{Article, ArticleId};
use crate::heads::ArticleHead;
use crate::meaning::Meaning;

/// tantivy wants this much memory for each thread at least, in bytes.
const THREAD_BYTES_MIN: usize = 15_000_000;
/// More it does not take.
const THREAD_BYTES_MAX: usize = u32::MAX as usize - 1_000_001;
/// Fewer paragraphs are indexed sooner on one thread, and leave one segment.
const PARALLEL_FROM: u64 = 5000;
/// More threads than this only wait for each other.
const THREADS_MAX: usize = 8;

/// One article of an index to build.
#[derive(Debug, Clone)]
pub enum Entry {
    /// As it is in the index built on.
    Kept(ArticleId),
    /// New there, or changed.
    New(Article),
}

/// How an index is built.
#[derive(Clone, Copy)]
pub struct BuildOptions<'a> {
    /// The folder of the index to build on.
    pub parent: Option<&'a Path>,
    /// What indexing may use before it writes to disk, in bytes; 15 MB at least.
    pub writer_bytes: usize,
    /// About how many paragraphs are new, to choose the number of threads by.
    pub paragraphs: u64,
    /// Told how many paragraphs are indexed; [`ControlFlow::Break`] ends the build.
    pub progress: &'a (dyn Fn(u64) -> ControlFlow<()> + Sync),
    /// What says what the paragraphs mean, if anything does.
    pub meaning: Option<&'a Meaning>,
}

impl Default for BuildOptions<'_> {
    fn default() -> Self {
        Self {
            parent: None,
            writer_bytes: 128 << 20,
            paragraphs: u64::MAX,
            progress: &|_| ControlFlow::Continue(()),
            meaning: None,
        }
    }
}

impl std::fmt::Debug for BuildOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BuildOptions")
            .field("parent", &self.parent)
            .field("writer_bytes", &self.writer_bytes)
            .field("paragraphs", &self.paragraphs)
            .finish_non_exhaustive()
    }
}

type Failure = Box<dyn Error + Send + Sync>;

/// Builds in the folder `dir`, which must not exist yet; nothing is left there on failure.
pub(crate) fn build(
    dir: &Path,
    entries: impl Iterator<Item = Result<Entry, Failure>>,
    options: &BuildOptions<'_>,
) -> Result<(), IndexError> {
    if dir.exists() {
        return Err(IndexError::Exists(dir.into()));
    }
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let partial = dir.with_file_name(name);
    let built = build_in(&partial, entries, options);
    if built.is_err() {
        let _ = fs::remove_dir_all(&partial);
        return built;
    }
    fs::rename(&partial, dir).map_err(at(dir))?;
    sync_folder(dir.parent().unwrap_or(Path::new("")))
}

fn build_in(
    dir: &Path,
    entries: impl Iterator<Item = Result<Entry, Failure>>,
    options: &BuildOptions<'_>,
) -> Result<(), IndexError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(dir)(error)),
        _ => {}
    }
    fs::create_dir_all(dir).map_err(at(dir))?;
    let mut parent = match options.parent {
        Some(parent) => link(parent, dir)?,
        None => Listing::default(),
    };
    meant::remove(dir)?;
    parent.files.remove(meant::VECTORS_FILE);
    let (schema, fields) = schema();
    let mut index = match options.parent {
        Some(_) => Index::open_in_dir(dir)?,
        None => Index::create_in_dir(dir, schema)?,
    };
    index.set_tokenizers(tokenizers());
    let mut writer = writer(&index, options)?;
    let mut filling = Filling::new(fields, &parent);
    filling.reading = options
        .meaning
        .map(|meaning| Reading::new(meaning, options.parent));
    for entry in entries {
        filling.take(entry.map_err(IndexError::Article)?, |document| {
            writer.add_document(document).map(drop)
        })?;
        if (options.progress)(filling.indexed).is_break() {
            return Err(IndexError::Stopped);
        }
    }
    for spot in filling.gone() {
        writer.delete_term(Term::from_field_u64(fields.place, spot.0));
    }
    writer.commit()?;
    if options.parent.is_some() {
        put_together(&index, &mut writer)?;
    }
    writer.wait_merging_threads()?;
    for lock in [&META_LOCK, &INDEX_WRITER_LOCK] {
        // Nobody writes here any more.
        let _ = fs::remove_file(dir.join(&lock.filepath));
    }
    if let Some(reading) = filling.reading {
        reading.write(dir)?;
    }
    let listing = Listing {
        next_slot: filling.next_slot,
        articles: filling.articles,
        files: mark_files(dir, &parent.files)?,
    };
    listing.write(dir)?;
    sync_folder(dir)
}

fn writer(index: &Index, options: &BuildOptions<'_>) -> Result<IndexWriter, IndexError> {
    let most = if options.paragraphs < PARALLEL_FROM {
        1
    } else {
        std::thread::available_parallelism().map_or(1, |n| n.get().min(THREADS_MAX))
    };
    let threads = most.min(options.writer_bytes / THREAD_BYTES_MIN).max(1);
    let each = (options.writer_bytes / threads).clamp(THREAD_BYTES_MIN, THREAD_BYTES_MAX);
    let writer = index.writer_with_num_threads(threads, threads * each)?;
    if options.parent.is_some() {
        // What is merged is decided when all is known, and waited for.
        writer.set_merge_policy(Box::new(NoMergePolicy));
    }
    Ok(writer)
}

/// Takes the files of the index in `parent` over into `dir`.
fn link(parent: &Path, dir: &Path) -> Result<Listing, IndexError> {
    let listing = Listing::read(parent)?;
    listing.check(parent, false)?;
    for name in listing.files.keys() {
        let (from, to) = (parent.join(name), dir.join(name));
        // tantivy replaces these, and a file that is to be replaced is better not shared.
        if is_replaced(name) || fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to).map_err(at(&to))?;
        }
    }
    Ok(listing)
}

/// Merges what [`merges`] says.
fn put_together(index: &Index, writer: &mut IndexWriter) -> Result<(), IndexError> {
    let segments = index.searchable_segment_metas()?;
    let sizes: Vec<Size> = segments
        .iter()
        .map(|segment| Size {
            alive: segment.num_docs(),
            deleted: segment.num_deleted_docs(),
        })
        .collect();
    for group in merges(&sizes) {
        let ids: Vec<SegmentId> = group
            .into_iter()
            .filter_map(|at| Some(segments.get(at)?.id()))
            .collect();
        writer.merge(&ids).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    Ok(())
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), IndexError> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    // Only Unix has folders that are opened and flushed as files.
    if cfg!(unix) {
        let sync = || File::open(folder)?.sync_all();
        sync().map_err(at(folder))?;
    }
    Ok(())
}

/// What is put into an index, article by article.
pub(super) struct Filling<'a> {
    fields: Fields,
    /// The parent's articles that were not kept so far.
    left: HashMap<&'a ArticleId, &'a Listed>,
    seen: HashSet<ArticleId>,
    pub articles: Vec<Listed>,
    pub next_slot: u32,
    /// What they mean, if that is to be written down.
    pub reading: Option<Reading<'a>>,
    /// Paragraphs handed over.
    indexed: u64,
}

impl<'a> Filling<'a> {
    pub(super) fn new(fields: Fields, parent: &'a Listing) -> Self {
        let left = parent.articles.iter().map(|listed| (&listed.id, listed));
        Self {
            fields,
            left: left.collect(),
            seen: HashSet::new(),
            articles: Vec::new(),
            next_slot: parent.next_slot,
            reading: None,
            indexed: 0,
        }
    }

    fn take(
        &mut self,
        entry: Entry,
        add: impl FnMut(TantivyDocument) -> tantivy::Result<()>,
    ) -> Result<(), IndexError> {
        match entry {
            Entry::New(article) => self.index(&Cow::Owned(article), add),
            Entry::Kept(id) => match self.left.remove(&id) {
                Some(listed) => {
                    if let Some(reading) = &mut self.reading {
                        reading.keep(listed);
                    }
                    self.articles.push(listed.clone());
                    self.note(id)
                }
                None if self.seen.contains(&id) => Err(IndexError::DuplicateArticle(id)),
                None => Err(IndexError::NotInParent(id)),
            },
        }
    }

    /// Hands every paragraph of `article` to `add`.
    pub(super) fn index(
        &mut self,
        article: &Article,
        mut add: impl FnMut(TantivyDocument) -> tantivy::Result<()>,
    ) -> Result<(), IndexError> {
        self.note(article.id.clone())?;
        let (fields, slot) = (self.fields, self.next_slot);
        for paragraph in article.paragraphs() {
            let mut document = TantivyDocument::default();
            document.add_text(fields.stem, paragraph.text);
            document.add_text(fields.exact, paragraph.text);
            document.add_text(fields.text, paragraph.text);
            document.add_u64(fields.place, Spot::new(slot, paragraph.number).0);
            add(document)?;
            self.indexed += 1;
        }
        if let Some(reading) = &mut self.reading {
            reading.read(slot, article);
        }
        self.articles
            .push(Listed::new(slot, ArticleHead::of(article)));
        self.next_slot += 1;
        Ok(())
    }

    fn note(&mut self, id: ArticleId) -> Result<(), IndexError> {
        if self.seen.contains(&id) {
            return Err(IndexError::DuplicateArticle(id));
        }
        self.seen.insert(id);
        Ok(())
    }

    /// The paragraphs of the parent's articles that were not kept.
    fn gone(&self) -> impl Iterator<Item = Spot> {
        let left = self.left.values();
        left.flat_map(|listed| {
            listed
                .numbers()
                .map(|number| Spot::new(listed.slot, number))
        })
    }
}
