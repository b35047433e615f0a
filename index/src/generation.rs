//! One complete index: built once, in memory or in a folder, never changed after.
//!
//! A folder holds tantivy's files and `articles.json`, the heads of the articles. It is built
//! beside its place and moved there whole, so that a folder with that name is always complete.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::RamDirectory;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{Index, TantivyDocument, TantivyError};

use crate::analyzer::{Form, FormTokenizer};
use crate::article::{Article, ArticleId};
use crate::heads::ArticleHead;

/// Counts the layouts of an index: one with another number must be built again from its articles.
pub const SCHEMA_VERSION: u32 = 1;
/// Counts the ways texts are cut into words and stems: an index with another number must be built
/// again from its articles.
pub const ANALYZER_VERSION: u32 = 1;

/// The file that lists a generation's articles.
const ARTICLES_FILE: &str = "articles.json";
/// The memory a build may use before it writes a segment, in bytes, for each thread.
const WRITER_BYTES: usize = 64 << 20;
/// What a build in memory is laid out for; it grows when the articles are many.
const RAM_WRITER_BYTES: usize = 1 << 20;

/// An index that could not be built or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Two articles have one id.
    #[error("two articles have the id {0}: give one of them another id")]
    DuplicateArticle(ArticleId),
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
    /// tantivy could not build or read its files.
    #[error("the index could not be used ({0}): build it again from its articles")]
    Engine(#[from] TantivyError),
}

/// tantivy's fields of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Stems, with frequencies: what questions are matched on.
    pub stem: Field,
    /// Exact forms, with positions: phrases and prefixes of the expert syntax.
    pub exact: Field,
    /// Where it stands: the article's ordinal and the paragraph's number.
    pub place: Field,
    /// Its text.
    pub text: Field,
}

/// Where a paragraph stands, as one number: article ordinal, then paragraph number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place(pub u64);

impl Place {
    pub(crate) fn new(article: u32, paragraph: u32) -> Self {
        Self(u64::from(article) << 32 | u64::from(paragraph))
    }

    pub(crate) fn article(self) -> usize {
        usize::try_from(self.0 >> 32).unwrap_or(usize::MAX)
    }

    pub(crate) fn paragraph(self) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the low half is the number"
        )]
        {
            self.0 as u32
        }
    }
}

/// What [`ARTICLES_FILE`] holds.
#[derive(Serialize, Deserialize)]
struct Listing {
    articles: Vec<ArticleHead>,
    /// The length of every other file, in bytes.
    files: BTreeMap<String, u64>,
}

/// An open index and what it holds.
#[derive(Debug)]
pub(crate) struct Generation {
    pub index: Index,
    pub fields: Fields,
    pub heads: Vec<ArticleHead>,
}

impl Generation {
    /// Builds in memory, on this thread: starting tantivy's costs more than indexing a few articles.
    pub(crate) fn in_memory(articles: &[Article]) -> Result<Self, IndexError> {
        let (schema, fields) = schema();
        let mut writer = Index::builder()
            .schema(schema)
            .tokenizers(tokenizers())
            .single_segment_index_writer(RamDirectory::create(), RAM_WRITER_BYTES)?;
        let articles = articles.iter().map(Cow::Borrowed);
        let heads = fill(fields, articles, |document| writer.add_document(document))?;
        Ok(Self {
            index: writer.finalize()?,
            fields,
            heads,
        })
    }

    /// Builds in the folder `dir`, which must not exist yet.
    pub(crate) fn build(
        dir: &Path,
        articles: impl Iterator<Item = Article>,
    ) -> Result<(), IndexError> {
        if dir.exists() {
            return Err(IndexError::Exists(dir.into()));
        }
        let mut name = dir.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = dir.with_file_name(name);
        let built = build_in(&partial, articles);
        if built.is_err() {
            let _ = fs::remove_dir_all(&partial);
            return built;
        }
        fs::rename(&partial, dir).map_err(at(dir))
    }

    /// Opens the folder `dir`.
    pub(crate) fn open(dir: &Path) -> Result<Self, IndexError> {
        let path = dir.join(ARTICLES_FILE);
        let listed = fs::read(&path).map_err(at(&path))?;
        let Listing { articles, files } = serde_json::from_slice(&listed)
            .map_err(|source| IndexError::Articles { path, source })?;
        // tantivy panics on a file cut short, so lengths are checked before it looks.
        for (name, bytes) in files {
            let path = dir.join(name);
            let found = match fs::metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
                found => found.map_err(at(&path))?.len(),
            };
            if found != bytes {
                return Err(IndexError::Damaged { path, bytes, found });
            }
        }
        let mut index = Index::open_in_dir(dir)?;
        index.set_tokenizers(tokenizers());
        let (_, fields) = schema();
        Ok(Self {
            index,
            fields,
            heads: articles,
        })
    }
}

fn build_in(dir: &Path, articles: impl Iterator<Item = Article>) -> Result<(), IndexError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(dir)(error)),
        _ => {}
    }
    fs::create_dir_all(dir).map_err(at(dir))?;
    let (schema, fields) = schema();
    let mut index = Index::create_in_dir(dir, schema)?;
    index.set_tokenizers(tokenizers());
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
    let mut writer = index.writer_with_num_threads(threads, threads * WRITER_BYTES)?;
    let heads = fill(fields, articles.map(Cow::Owned), |document| {
        writer.add_document(document).map(drop)
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    let path = dir.join(ARTICLES_FILE);
    let listing = Listing {
        articles: heads,
        files: lengths(dir)?,
    };
    let listed = serde_json::to_vec(&listing).map_err(|source| IndexError::Articles {
        path: path.clone(),
        source,
    })?;
    fs::write(&path, listed).map_err(at(&path))
}

/// The length of every file of the index in `dir`, tantivy's locks left out.
fn lengths(dir: &Path) -> Result<BTreeMap<String, u64>, IndexError> {
    let mut lengths = BTreeMap::new();
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let entry = entry.map_err(at(dir))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry
            .path()
            .extension()
            .is_none_or(|ending| ending != "lock")
        {
            let bytes = entry.metadata().map_err(at(&entry.path()))?.len();
            lengths.insert(name, bytes);
        }
    }
    Ok(lengths)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> IndexError {
    let path = path.to_owned();
    move |source| IndexError::Folder { path, source }
}

fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, option: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option),
        )
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        stem: builder.add_text_field("stem", text("stem", IndexRecordOption::WithFreqs)),
        exact: builder.add_text_field(
            "exact",
            text("exact", IndexRecordOption::WithFreqsAndPositions),
        ),
        place: builder.add_u64_field("place", INDEXED | FAST),
        text: builder.add_text_field("text", TextOptions::from(STORED)),
    };
    (builder.build(), fields)
}

fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    for (name, form) in [("stem", Form::Stem), ("exact", Form::Exact)] {
        tokenizers.register(name, TextAnalyzer::from(FormTokenizer::new(form)));
    }
    tokenizers
}

/// Hands every paragraph of `articles` to `add`.
fn fill<'a>(
    fields: Fields,
    articles: impl Iterator<Item = Cow<'a, Article>>,
    mut add: impl FnMut(TantivyDocument) -> tantivy::Result<()>,
) -> Result<Vec<ArticleHead>, IndexError> {
    let mut heads: Vec<ArticleHead> = Vec::new();
    let mut ids = HashSet::new();
    for (ordinal, article) in (0..).zip(articles) {
        if !ids.insert(article.id.clone()) {
            return Err(IndexError::DuplicateArticle(article.id.clone()));
        }
        for paragraph in article.paragraphs() {
            let mut document = TantivyDocument::default();
            document.add_text(fields.stem, paragraph.text);
            document.add_text(fields.exact, paragraph.text);
            document.add_text(fields.text, paragraph.text);
            document.add_u64(fields.place, Place::new(ordinal, paragraph.number).0);
            add(document)?;
        }
        heads.push(ArticleHead::of(&article));
    }
    Ok(heads)
}
