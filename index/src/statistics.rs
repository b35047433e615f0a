//! How common words are in an index, as if nothing had ever been deleted from it.
//!
//! The engine counts paragraphs that are deleted until their segment is rewritten. Scores would
//! drift with an index's history, and questions be mended into words that no article has any more.
//! So what was deleted is read once, when the index is opened, and counted out. The engine's own
//! totals of words are left aside: after a merge they are estimates.

use std::collections::{HashMap, HashSet};

use tantivy::collector::Collector;
use tantivy::query::{Bm25StatisticsProvider, Query};
use tantivy::schema::{Field, Value};
use tantivy::{Searcher, SegmentReader, TantivyDocument, Term};
use tantivy_fst::Automaton;

use crate::analyzer::{Analyzer, words};
use crate::generation::Fields;

/// The store's blocks are read one after the other.
const CACHED_BLOCKS: usize = 1;

/// The statistics of what is alive in an index.
pub(crate) struct Statistics {
    searcher: Searcher,
    fields: Fields,
    /// How many words the paragraphs have.
    words: u64,
    /// By segment.
    deleted: Vec<Deleted>,
}

/// In how many deleted paragraphs of a segment each word stands.
#[derive(Debug, Default)]
struct Deleted {
    stems: HashMap<Box<str>, u32>,
    exact: HashMap<Box<str>, u32>,
}

impl Statistics {
    /// Those of an index whose paragraphs have `words` words.
    pub(crate) fn new(
        searcher: &Searcher,
        fields: Fields,
        words: u64,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter();
        Ok(Self {
            deleted: segments
                .map(|segment| Deleted::read(segment, fields, analyzer))
                .collect::<tantivy::Result<_>>()?,
            searcher: searcher.clone(),
            fields,
            words,
        })
    }

    /// In how many paragraphs `word` stands.
    pub(crate) fn count(&self, field: Field, word: &str) -> u64 {
        let term = Term::from_field_text(field, word);
        let indexed = self.searcher.doc_freq(&term).unwrap_or_default();
        self.alive(field, word, indexed)
    }

    /// Hands the words of `field` that `wanted` accepts to `take`, segment by segment, each with in how
    /// many paragraphs of its segment it stands; words that stand in none any more are left out.
    pub(crate) fn each_word<A>(&self, field: Field, wanted: &A, mut take: impl FnMut(&str, u32))
    where
        A: Automaton,
        A::State: Clone,
    {
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            let Ok(index) = segment.inverted_index(field) else {
                continue;
            };
            let Ok(mut stream) = index.terms().search(wanted).into_stream() else {
                continue;
            };
            while stream.advance() {
                let Ok(word) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                let indexed = stream.value().doc_freq;
                let count = self.count_in(ordinal, field, word, indexed);
                if count > 0 {
                    take(word, count);
                }
            }
        }
    }

    /// In how many paragraphs of a segment `word` stands, where the engine counts `indexed`.
    pub(crate) fn count_in(&self, segment: usize, field: Field, word: &str, indexed: u32) -> u32 {
        let deleted = self.deleted.get(segment);
        indexed.saturating_sub(deleted.map_or(0, |one| one.count(self.fields, field, word)))
    }

    /// Runs a query, scored by these statistics.
    pub(crate) fn search<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> tantivy::Result<C::Fruit> {
        self.searcher
            .search_with_statistics_provider(query, collector, self)
    }

    fn alive(&self, field: Field, word: &str, indexed: u64) -> u64 {
        let deleted = self.deleted.iter();
        let deleted: u64 = deleted
            .map(|one| u64::from(one.count(self.fields, field, word)))
            .sum();
        // Never more than there are: the engine takes that for granted.
        indexed
            .saturating_sub(deleted)
            .min(self.searcher.num_docs())
    }
}

impl Bm25StatisticsProvider for Statistics {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        // Both fields hold every word.
        Ok(self.words)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let indexed = self.searcher.doc_freq(term)?;
        let value = term.value();
        Ok(match value.as_str() {
            Some(word) => self.alive(term.field(), word, indexed),
            None => indexed,
        })
    }
}

impl Deleted {
    fn read(
        segment: &SegmentReader,
        fields: Fields,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Self> {
        let mut deleted = Self::default();
        if !segment.has_deletes() {
            return Ok(deleted);
        }
        let store = segment.get_store_reader(CACHED_BLOCKS)?;
        for doc in (0..segment.max_doc()).filter(|doc| segment.is_deleted(*doc)) {
            let document: TantivyDocument = store.get(doc)?;
            if let Some(text) = document.get_first(fields.text).and_then(|v| v.as_str()) {
                deleted.add(analyzer, text);
            }
        }
        Ok(deleted)
    }

    fn add(&mut self, analyzer: &mut Analyzer, text: &str) {
        let (mut stems, mut exact) = (HashSet::new(), HashSet::new());
        for range in words(text) {
            let forms = analyzer.forms(text.get(range).unwrap_or_default());
            for (form, seen, counts) in [
                (&forms.stem, &mut stems, &mut self.stems),
                (&forms.exact, &mut exact, &mut self.exact),
            ] {
                if !seen.contains(form) {
                    seen.insert(form.clone());
                    *counts.entry(form.clone()).or_default() += 1;
                }
            }
        }
    }

    fn count(&self, fields: Fields, field: Field, word: &str) -> u32 {
        let counts = if field == fields.stem {
            &self.stems
        } else if field == fields.exact {
            &self.exact
        } else {
            return 0;
        };
        counts.get(word).copied().unwrap_or_default()
    }
}
