//! One complete index: built once, in memory or in a folder, never changed after.
//!
//! A folder holds tantivy's files and `articles.json`, the heads of the articles. It is built
//! beside its place and moved there whole, so that a folder with that name is always complete.
//!
//! Deliberately absent: numbers, names and dates of generations, and which of them is current.

mod build;
mod error;
mod frozen;
mod listing;
mod meant;
mod merging;
mod slots;

use std::path::Path;

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{Index, TantivyError};

use crate::analyzer::{Form, FormTokenizer};
use crate::article::Article;
use crate::heads::ArticleHead;
use crate::meaning::Meaning;
use crate::vectors::Vectors;
use build::Filling;
pub(crate) use build::build;
pub use build::{BuildOptions, Entry};
pub use error::IndexError;
use frozen::Frozen;
use listing::{Listed, Listing};
pub(crate) use meant::read_now;
pub(crate) use slots::{Place, Slots, Spot};

/// Counts the layouts of an index: one with another number must be built again from its articles.
pub const SCHEMA_VERSION: u32 = 1;
/// Counts the ways texts are cut into words and stems: an index with another number must be built
/// again from its articles.
pub const ANALYZER_VERSION: u32 = 1;

/// What a build in memory is laid out for; it grows when the articles are many.
const RAM_WRITER_BYTES: usize = 1 << 20;

/// tantivy's fields of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Stems, with frequencies: what questions are matched on.
    pub stem: Field,
    /// Exact forms, with positions: phrases and prefixes of the expert syntax.
    pub exact: Field,
    /// Its [`Spot`]: the article's slot and the paragraph's number.
    pub place: Field,
    /// Its text.
    pub text: Field,
}

/// An open index and what it holds.
#[derive(Debug)]
pub(crate) struct Generation {
    pub index: Index,
    pub fields: Fields,
    /// In the order shown.
    pub heads: Vec<ArticleHead>,
    pub slots: Slots,
    /// What its paragraphs mean, where the model at hand wrote that down.
    pub vectors: Option<Vectors>,
}

impl Generation {
    /// Builds in memory, on this thread: starting tantivy's costs more than indexing a few articles.
    pub(crate) fn in_memory(articles: &[Article]) -> Result<Self, IndexError> {
        let (schema, fields) = schema();
        let mut writer = Index::builder()
            .schema(schema)
            .tokenizers(tokenizers())
            .single_segment_index_writer(RamDirectory::create(), RAM_WRITER_BYTES)?;
        let nothing = Listing::default();
        let mut filling = Filling::new(fields, &nothing);
        for article in articles {
            filling.index(article, |document| writer.add_document(document))?;
        }
        Ok(Self::new(writer.finalize()?, fields, filling.articles))
    }

    /// Opens the folder `dir`, which is only read, and the vectors that `meaning` left there.
    pub(crate) fn open(dir: &Path, meaning: Option<&Meaning>) -> Result<Self, IndexError> {
        let listing = Listing::read(dir)?;
        // tantivy panics on a file cut short, so lengths are checked before it looks.
        listing.check(dir, false)?;
        let directory = MmapDirectory::open(dir).map_err(TantivyError::from)?;
        let mut index = Index::open(Frozen(directory))?;
        index.set_tokenizers(tokenizers());
        let (wanted, fields) = schema();
        if index.schema() != wanted {
            let told = "it has other fields than this program knows";
            return Err(IndexError::Disagrees(told.into()));
        }
        let mut generation = Self::new(index, fields, listing.articles);
        generation.vectors = meaning.and_then(|meaning| meant::open(dir, meaning));
        Ok(generation)
    }

    fn new(index: Index, fields: Fields, articles: Vec<Listed>) -> Self {
        Self {
            index,
            fields,
            slots: articles.iter().map(|listed| listed.slot).collect(),
            heads: articles.into_iter().map(Listed::head).collect(),
            vectors: None,
        }
    }
}

/// That every file of the index in `dir` holds what was written.
pub(crate) fn check(dir: &Path) -> Result<(), IndexError> {
    Listing::read(dir)?.check(dir, true)
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
