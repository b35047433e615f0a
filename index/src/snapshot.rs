//! A read-only view of one index: the questions it answers and the paragraphs it holds.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lru::LruCache;
use serde::Serialize;
use tantivy::columnar::Column;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, Term};

use crate::analyzed::Analyzed;
use crate::analyzer::{Analyzer, key};
use crate::article::{Article, ArticleId, ParagraphId, Section};
use crate::background::Background;
use crate::citation::Citation;
use crate::generation::{
    self, BuildOptions, Entry, Fields, Generation, IndexError, Place, Slots, Spot,
};
use crate::heads::ArticleHead;
use crate::inflections;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::links::Links;
use crate::meaning::Meaning;
use crate::query::{StandIn, Vocabulary};
use crate::ranker::Ranker;
use crate::remembered::Remembered;
use crate::spelling;
use crate::statistics::Statistics;
use crate::transliteration::{self, Alike, Named};
use crate::vectors::Vectors;
use crate::verify;

/// Indexes of no more paragraphs than this are read whole for every question.
const READ_WHOLE: usize = 64;
/// How many articles' deep links are kept.
const REMEMBERED_LINKS: usize = 64;

/// A paragraph read back from the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParagraphText {
    /// Its number; 0 is the summary.
    pub number: u32,
    /// The heading it stands under.
    pub section: Option<String>,
    /// Its text, character for character.
    pub text: String,
}

/// What answers are made with besides the articles.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Names and words that mean the same.
    pub lexicon: Arc<Lexicon>,
    /// How common words are in general.
    pub background: Arc<Background>,
    /// The learned weights.
    pub ranker: Arc<Ranker>,
    /// What texts mean, when there is a model for it.
    pub meant: Option<Meant>,
}

/// What texts mean, and what that weighs.
#[derive(Debug, Clone)]
pub struct Meant {
    /// The model and what it has read.
    pub meaning: Arc<Meaning>,
    /// The weights of questions that the model can read; for others there are those without.
    pub ranker: Arc<Ranker>,
}

impl Knowledge {
    /// The shipped background and weights, and a lexicon.
    pub fn with_lexicon(lexicon: Lexicon) -> Self {
        Self {
            lexicon: Arc::new(lexicon),
            background: Arc::new(Background::shipped()),
            ranker: Arc::new(Ranker::shipped()),
            meant: None,
        }
    }

    /// With what texts mean, and the shipped weights that heed it.
    #[must_use]
    pub fn with_meaning(self, meaning: Arc<Meaning>) -> Self {
        Self {
            meant: Some(Meant {
                meaning,
                ranker: Arc::new(Ranker::shipped_with_meaning()),
            }),
            ..self
        }
    }

    /// The weights that most questions are ranked by: those with meaning, when there is a model.
    pub fn ranker_in_use(&mut self) -> &mut Arc<Ranker> {
        match &mut self.meant {
            Some(meant) => &mut meant.ranker,
            None => &mut self.ranker,
        }
    }

    fn meaning(&self) -> Option<&Meaning> {
        self.meant.as_ref().map(|meant| &*meant.meaning)
    }
}

/// A read-only view of one index; cheap to share between threads.
pub struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) heads: Vec<ArticleHead>,
    pub(crate) by_id: BTreeMap<ArticleId, usize>,
    /// By article and section: the stems of its heading.
    pub(crate) headings: Vec<Vec<Vec<u32>>>,
    pub(crate) knowledge: Knowledge,
    /// By concept of the lexicon: its stand-ins in this index, found when first needed.
    pub(crate) stand_ins: Vec<OnceLock<Box<[StandIn]>>>,
    pub(crate) languages: Vec<Language>,
    /// Whether an article is in Azerbaijani in Cyrillic letters.
    pub(crate) azerbaijani_cyrillic: bool,
    pub(crate) average_words: f32,
    pub(crate) analyzer: Mutex<Analyzer>,
    paragraphs: Remembered,
    /// By article: the links to its sentences.
    pub(crate) links: Mutex<LruCache<usize, Arc<Links>>>,
    /// By segment: the [`Spot`] of each paragraph.
    places: Vec<Column<u64>>,
    pub(crate) slots: Arc<Slots>,
    pub(crate) statistics: Statistics,
    /// Every paragraph, when there are few.
    pub(crate) whole: Vec<(Place, DocAddress)>,
    /// What the paragraphs mean, when there is a model.
    pub(crate) vectors: Option<Vectors>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("articles", &self.heads.len())
            .field("paragraphs", &self.searcher.num_docs())
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Indexes `articles` in memory.
    ///
    /// # Errors
    /// [`IndexError`] when two articles have one id.
    pub fn in_memory(articles: &[Article], knowledge: Knowledge) -> Result<Self, IndexError> {
        Self::new(Generation::in_memory(articles)?, knowledge)
    }

    /// Indexes `articles` in the new folder `dir`; nothing is left there when it fails.
    ///
    /// # Errors
    /// [`IndexError`] when `dir` exists or cannot be written, or two articles have one id.
    pub fn build(dir: &Path, articles: impl Iterator<Item = Article>) -> Result<(), IndexError> {
        let entries = articles.map(|article| Ok(Entry::New(article)));
        generation::build(dir, entries, &BuildOptions::default())
    }

    /// Builds an index in the new folder `dir`, as `options` say, of `entries` in the order to be
    /// shown; articles of the index built on that are not among them are gone. Nothing is left there
    /// when it fails. The index built on is only read, and files are shared with it.
    ///
    /// An index built on others answers as one built afresh of the same articles.
    ///
    /// # Errors
    /// [`IndexError`] when `dir` exists or cannot be written, two articles have one id, an entry or
    /// the index built on cannot be read, or `options.progress` ended the build.
    pub fn build_on(
        dir: &Path,
        entries: impl Iterator<Item = Result<Entry, Box<dyn Error + Send + Sync>>>,
        options: &BuildOptions<'_>,
    ) -> Result<(), IndexError> {
        generation::build(dir, entries, options)
    }

    /// Reads every byte of the index in the folder `dir`, and tells whether it is as written.
    ///
    /// # Errors
    /// [`IndexError`] naming the first file that is not.
    pub fn check(dir: &Path) -> Result<(), IndexError> {
        generation::check(dir)
    }

    /// Compares the index in the folder `dir` with its list of articles, and searches it for words
    /// that a few of its paragraphs begin with.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be opened, or with what is wrong.
    pub fn verify(dir: &Path) -> Result<(), IndexError> {
        verify::verify(dir)
    }

    /// Opens the index in the folder `dir`.
    ///
    /// # Errors
    /// [`IndexError`] when there is none or it is damaged.
    pub fn open(dir: &Path, knowledge: Knowledge) -> Result<Self, IndexError> {
        let meaning = knowledge.meaning();
        Self::new(Generation::open(dir, meaning)?, knowledge)
    }

    fn new(generation: Generation, knowledge: Knowledge) -> Result<Self, IndexError> {
        let Generation {
            index,
            fields,
            heads,
            vectors,
            slots,
        } = generation;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let searcher = reader.searcher();
        let mut analyzer = Analyzer::new();
        let headings = heads
            .iter()
            .map(|head| {
                let stems = |heading: Option<&str>| {
                    heading.map_or_else(Vec::new, |text| stems(&mut analyzer, text))
                };
                head.sections
                    .iter()
                    .map(|s| s.heading.as_deref())
                    .map(stems)
                    .collect()
            })
            .collect();
        let segments = searcher.segment_readers().iter();
        let places = segments
            .map(|segment| segment.fast_fields().u64("place"))
            .collect::<tantivy::Result<_>>()?;
        let words = heads.iter().map(|head| head.words).sum();
        let statistics = Statistics::new(&searcher, fields, words, &mut analyzer)?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "an average needs no more precision"
        )]
        let average_words = words as f32 / searcher.num_docs().max(1) as f32;
        let paragraphs = Remembered::of(&searcher);
        let mut snapshot = Self {
            by_id: heads
                .iter()
                .enumerate()
                .map(|(at, head)| (head.id.clone(), at))
                .collect(),
            places,
            slots: Arc::new(slots),
            statistics,
            whole: Vec::new(),
            vectors,
            stand_ins: vec![OnceLock::new(); knowledge.lexicon.len()],
            languages: languages_of(&heads),
            azerbaijani_cyrillic: heads
                .iter()
                .any(|head| head.language.starts_with("az-Cyrl")),
            searcher,
            fields,
            heads,
            headings,
            knowledge,
            average_words,
            analyzer: Mutex::new(analyzer),
            paragraphs,
            links: remember(REMEMBERED_LINKS),
        };
        if snapshot.searcher.num_docs() <= READ_WHOLE as u64 {
            snapshot.whole = snapshot.every_place();
        }
        if snapshot.vectors.is_none() {
            snapshot.vectors = snapshot.read_now();
        }
        Ok(snapshot)
    }

    /// What the paragraphs mean, where there is a model that did not leave it in the index.
    fn read_now(&self) -> Option<Vectors> {
        let meaning = self.knowledge.meaning()?;
        let places = self.every_place().into_iter();
        let paragraphs: Vec<(Spot, String)> = places
            .filter_map(|(place, address)| Some((self.slots.spot(place)?, self.text(address)?)))
            .collect();
        generation::read_now(meaning, &paragraphs)
    }

    fn every_place(&self) -> Vec<(Place, DocAddress)> {
        let segments = (0..).zip(self.searcher.segment_readers());
        let addresses = segments.flat_map(|(ordinal, segment)| {
            let docs = segment.doc_ids_alive();
            docs.map(move |doc| DocAddress::new(ordinal, doc))
        });
        let mut all: Vec<_> = addresses
            .map(|address| (self.place(address).unwrap_or(Place(0)), address))
            .collect();
        all.sort();
        all
    }

    /// What is indexed, in the order given.
    pub fn articles(&self) -> &[ArticleHead] {
        &self.heads
    }

    /// The paragraph at `id`.
    pub fn paragraph(&self, id: &ParagraphId) -> Option<ParagraphText> {
        let article = *self.by_id.get(&id.article)?;
        let head = self.heads.get(article)?;
        let place = Place::new(u32::try_from(article).ok()?, id.paragraph);
        let address = self.address(place)?;
        Some(ParagraphText {
            number: id.paragraph,
            section: head.heading_of(id.paragraph).map(Into::into),
            text: self.text(address)?,
        })
    }

    pub(crate) fn heading_stems(&self, place: Place) -> &[u32] {
        let section = self
            .heads
            .get(place.article())
            .and_then(|head| head.section_of(place.paragraph()));
        section
            .and_then(|at| self.headings.get(place.article())?.get(at))
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn id(&self, place: Place) -> Option<ParagraphId> {
        Some(ParagraphId {
            article: self.heads.get(place.article())?.id.clone(),
            paragraph: place.paragraph(),
        })
    }

    pub(crate) fn place(&self, address: DocAddress) -> Option<Place> {
        let places = self.places.get(address.segment_ord as usize)?;
        self.slots.place(Spot(places.first(address.doc_id)?))
    }

    pub(crate) fn address(&self, place: Place) -> Option<DocAddress> {
        let spot = self.slots.spot(place)?;
        let term = Term::from_field_u64(self.fields.place, spot.0);
        let segments = (0..).zip(self.searcher.segment_readers());
        let mut found = segments.filter_map(|(ordinal, segment)| {
            let places = segment.inverted_index(self.fields.place).ok()?;
            let mut found = places
                .read_postings(&term, IndexRecordOption::Basic)
                .ok()??;
            // Postings tell of what is deleted as well.
            while found.doc() != TERMINATED && segment.is_deleted(found.doc()) {
                found.advance();
            }
            Some(DocAddress::new(ordinal, found.doc()))
        });
        found.find(|address| address.doc_id != TERMINATED)
    }

    fn text(&self, address: DocAddress) -> Option<String> {
        let document: TantivyDocument = self.searcher.doc(address).ok()?;
        let text = document.get_first(self.fields.text)?.as_str()?.to_string();
        Some(text)
    }

    pub(crate) fn analyzed(&self, address: DocAddress) -> Option<Arc<Analyzed>> {
        self.paragraphs.get(address, || {
            let text = self.text(address)?;
            let mut analyzer = self.analyzer.lock().unwrap_or_else(PoisonError::into_inner);
            Some(Arc::new(Analyzed::new(&mut analyzer, text)))
        })
    }
}

impl Snapshot {
    /// The citation of the bytes `sentence` of the paragraph at `place`.
    pub(crate) fn citation(&self, place: Place, sentence: &Range<usize>) -> Option<Citation> {
        let head = self.heads.get(place.article())?;
        let deep_link = match &head.url {
            Some(url) if !head.retelling => self
                .links(place.article())
                .and_then(|links| links.to(place.paragraph(), sentence))
                .map(|directive| directive.attach(url)),
            _ => None,
        };
        Some(Citation {
            publisher: head.publisher.clone(),
            title: head.title.clone(),
            section: head.heading_of(place.paragraph()).map(Into::into),
            paragraph: place.paragraph(),
            published: head.published,
            url: head.url.clone(),
            deep_link,
        })
    }

    fn links(&self, article: usize) -> Option<Arc<Links>> {
        let lock = || self.links.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&article) {
            return Some(known.clone());
        }
        let links = Arc::new(Links::new(&self.article_at(article)?));
        lock().put(article, links.clone());
        Some(links)
    }

    /// The whole article `id`, read back from the index.
    pub fn article(&self, id: &ArticleId) -> Option<Article> {
        self.article_at(*self.by_id.get(id)?)
    }

    fn article_at(&self, ordinal: usize) -> Option<Article> {
        let head = self.heads.get(ordinal)?;
        let text = |number: u32| {
            let place = Place::new(u32::try_from(ordinal).ok()?, number);
            self.text(self.address(place)?)
        };
        let mut article = Article {
            publisher: head.publisher.clone(),
            authors: head.authors.clone(),
            url: head.url.clone(),
            published: head.published,
            retrieved: head.retrieved,
            language: head.language.clone(),
            retelling: head.retelling,
            ..Article::new(head.id.clone(), head.title.clone())
        };
        if head.summary {
            article.summary = text(0);
        }
        for section in &head.sections {
            article.sections.push(Section {
                heading: section.heading.clone(),
                paragraphs: section.paragraphs.clone().filter_map(text).collect(),
            });
        }
        Some(article)
    }

    fn find_stand_ins(&self, concept: usize) -> Box<[StandIn]> {
        let lexicon = &self.knowledge.lexicon;
        // Its own: the snapshot's is held by whoever reads the question.
        let mut analyzer = Analyzer::new();
        let mut found: Vec<StandIn> = Vec::new();
        for (related, relation) in lexicon.related(concept) {
            for stems in lexicon.forms(&mut analyzer, related, &self.languages) {
                let rarest = stems.iter().map(|stem| (self.count(stem), stem)).min();
                let Some((count @ 1.., rarest)) = rarest else {
                    continue;
                };
                let keys: Vec<u32> = stems.iter().map(|stem| key(stem)).collect();
                if !found.iter().any(|known| known.stems == keys) {
                    found.push(StandIn {
                        relation,
                        stems: keys,
                        rarest: Arc::from(&**rarest),
                        count,
                    });
                }
            }
        }
        found.into()
    }
}

/// The languages the articles are written in, as far as the lexicon keeps them apart.
fn languages_of(heads: &[ArticleHead]) -> Vec<Language> {
    let mut languages: Vec<Language> = heads
        .iter()
        .map(|head| match head.language.split('-').next() {
            Some("ru") => Language::Russian,
            Some("tr" | "az") => Language::Turkic,
            _ => Language::English,
        })
        .collect();
    languages.sort();
    languages.dedup();
    languages
}

impl Vocabulary for Snapshot {
    fn paragraphs(&self) -> u32 {
        u32::try_from(self.searcher.num_docs()).unwrap_or(u32::MAX)
    }

    fn speaks(&self, language: Language) -> bool {
        self.languages.contains(&language)
    }

    fn count(&self, stem: &str) -> u32 {
        let count = self.statistics.count(self.fields.stem, stem);
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn stand_ins(&self, concept: usize) -> &[StandIn] {
        let Some(cell) = self.stand_ins.get(concept) else {
            return &[];
        };
        cell.get_or_init(|| self.find_stand_ins(concept))
    }

    fn mend(&self, analyzer: &mut Analyzer, exact: &str, stem: &str) -> Option<(String, String)> {
        spelling::mend(self, analyzer, exact, stem)
    }

    fn alike(&self, analyzer: &mut Analyzer, named: Named<'_>) -> Vec<Alike> {
        transliteration::alike(self, analyzer, named)
    }

    fn other_forms(&self, analyzer: &mut Analyzer, exact: &str, asked: &str) -> Vec<Alike> {
        inflections::other_forms(self, analyzer, exact, asked)
    }
}

fn remember<K: std::hash::Hash + Eq, V>(most: usize) -> Mutex<LruCache<K, V>> {
    Mutex::new(LruCache::new(
        NonZeroUsize::new(most).unwrap_or(NonZeroUsize::MIN),
    ))
}

fn stems(analyzer: &mut Analyzer, text: &str) -> Vec<u32> {
    crate::analyzer::words(text)
        .map(|range| analyzer.forms(text.get(range).unwrap_or_default()).stem_key)
        .collect()
}
