//! A read-only view of one index: the questions it answers and the paragraphs it holds.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lru::LruCache;
use serde::Serialize;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::analyzed::Analyzed;
use crate::analyzer::{Analyzer, key};
use crate::answer::{Answer, Citation, Excerpt, Passage, Verdict};
use crate::article::{Article, ArticleId, ParagraphId};
use crate::background::Background;
use crate::confidence::{ConfidenceRow, Scored, confidence_features};
use crate::evidence::Evidence;
use crate::excerpt::cut_excerpt;
use crate::features::{ParagraphRow, Reading, SentenceRow, Surroundings, compare};
use crate::generation::{Fields, Generation, IndexError, Place};
use crate::heads::ArticleHead;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::query::{Channel, Query, Reader, StandIn, Vocabulary};
use crate::ranker::Ranker;
use crate::spelling;

/// Indexes of no more paragraphs than this are read whole for every question.
const READ_WHOLE: usize = 64;
/// How many candidates tantivy proposes for the ranking in larger ones.
const CANDIDATES: usize = 48;
/// How many paragraphs are kept cut into words.
const REMEMBERED_PARAGRAPHS: usize = 4096;

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

/// What a question is asked with.
#[derive(Debug, Clone)]
pub struct AskOptions {
    /// The most passages to return, 3 unless told.
    pub passages: usize,
    /// The turn before, for a question that leans on it.
    pub previous: Option<Turn>,
}

/// A question asked before and the passage that answered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The question.
    pub question: String,
    /// The first passage of its answer.
    pub passage: Option<ParagraphId>,
}

impl Default for AskOptions {
    fn default() -> Self {
        Self {
            passages: 3,
            previous: None,
        }
    }
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
}

impl Knowledge {
    /// The shipped background and weights, and a lexicon.
    pub fn with_lexicon(lexicon: Lexicon) -> Self {
        Self {
            lexicon: Arc::new(lexicon),
            background: Arc::new(Background::shipped()),
            ranker: Arc::new(Ranker::shipped()),
        }
    }
}

/// A read-only view of one index; cheap to share between threads.
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    heads: Vec<ArticleHead>,
    by_id: BTreeMap<ArticleId, usize>,
    /// By article and section: the stems of its heading.
    headings: Vec<Vec<Vec<u32>>>,
    knowledge: Knowledge,
    /// By concept of the lexicon: its stand-ins in this index, found when first needed.
    stand_ins: Vec<OnceLock<Box<[StandIn]>>>,
    languages: Vec<Language>,
    average_words: f32,
    analyzer: Mutex<Analyzer>,
    paragraphs: Mutex<LruCache<DocAddress, Arc<Analyzed>>>,
    /// Every paragraph, when there are few.
    whole: Vec<(Place, DocAddress)>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("articles", &self.heads.len())
            .field("paragraphs", &self.searcher.num_docs())
            .finish_non_exhaustive()
    }
}

/// A candidate with all that its ranking was made of.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub place: Place,
    pub paragraph: Arc<Analyzed>,
    pub evidence: Evidence,
    pub sentences: Vec<SentenceRow>,
    pub best_sentence: usize,
    pub row: ParagraphRow,
    pub score: f32,
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
        Generation::build(dir, articles)
    }

    /// Opens the index in the folder `dir`.
    ///
    /// # Errors
    /// [`IndexError`] when there is none or it is damaged.
    pub fn open(dir: &Path, knowledge: Knowledge) -> Result<Self, IndexError> {
        Self::new(Generation::open(dir)?, knowledge)
    }

    fn new(generation: Generation, knowledge: Knowledge) -> Result<Self, IndexError> {
        let Generation {
            index,
            fields,
            heads,
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
        let mut tokens = 0;
        for segment in searcher.segment_readers() {
            tokens += segment.inverted_index(fields.stem)?.total_num_tokens();
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "an average needs no more precision"
        )]
        let average_words = tokens as f32 / searcher.num_docs().max(1) as f32;
        let mut snapshot = Self {
            by_id: heads
                .iter()
                .enumerate()
                .map(|(at, head)| (head.id.clone(), at))
                .collect(),
            whole: Vec::new(),
            stand_ins: vec![OnceLock::new(); knowledge.lexicon.len()],
            languages: languages_of(&heads),
            searcher,
            fields,
            heads,
            headings,
            knowledge,
            average_words,
            analyzer: Mutex::new(analyzer),
            paragraphs: Mutex::new(LruCache::new(
                NonZeroUsize::new(REMEMBERED_PARAGRAPHS).unwrap_or(NonZeroUsize::MIN),
            )),
        };
        if snapshot.searcher.num_docs() <= READ_WHOLE as u64 {
            snapshot.whole = snapshot.every_place()?;
        }
        Ok(snapshot)
    }

    fn every_place(&self) -> Result<Vec<(Place, DocAddress)>, IndexError> {
        let mut all = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let places = segment.fast_fields().u64("place")?;
            for doc in segment.doc_ids_alive() {
                let place = places.first(doc).unwrap_or_default();
                all.push((Place(place), DocAddress::new(ordinal, doc)));
            }
        }
        all.sort();
        Ok(all)
    }

    /// What is indexed, in the order given.
    pub fn articles(&self) -> &[ArticleHead] {
        &self.heads
    }

    /// Answers a question asked in anyone's own words; no character of it is query syntax.
    pub fn answer(&self, question: &str, options: &AskOptions) -> Answer {
        let query = self.read(question);
        let candidates = self.candidates(&query);
        let (verdict, confidence) = self.judge(&query, &candidates);
        let passages = if verdict == Verdict::NotCovered {
            Vec::new()
        } else {
            self.passages(&query, &candidates, confidence, options.passages)
        };
        Answer {
            verdict,
            confidence,
            passages,
            mended: query.mended,
        }
    }

    /// Every paragraph ranked for `question`, best first, at most `limit`: for judging the ranking.
    pub fn rank(&self, question: &str, limit: usize) -> Vec<(ParagraphId, f32)> {
        let query = self.read(question);
        self.candidates(&query)
            .iter()
            .take(limit)
            .filter_map(|candidate| Some((self.id(candidate.place)?, candidate.score)))
            .collect()
    }

    /// The best passage found, whatever the verdict: for judging the marked sentence.
    pub fn top_passage(&self, question: &str, _previous: Option<&Turn>) -> Option<Passage> {
        let query = self.read(question);
        let candidates = self.candidates(&query);
        let (_, confidence) = self.judge(&query, &candidates);
        self.passages(&query, &candidates, confidence, 1)
            .into_iter()
            .next()
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

    pub(crate) fn read(&self, question: &str) -> Query {
        let reader = Reader {
            vocabulary: self,
            background: &self.knowledge.background,
            lexicon: &self.knowledge.lexicon,
        };
        let mut analyzer = self.analyzer.lock().unwrap_or_else(PoisonError::into_inner);
        reader.read(&mut analyzer, question)
    }

    /// The paragraphs that may answer, best first.
    pub(crate) fn candidates(&self, query: &Query) -> Vec<Candidate> {
        let places = if self.whole.is_empty() {
            self.propose(query)
        } else {
            self.whole.clone()
        };
        let reading = Reading::new(query);
        let mut candidates: Vec<Candidate> = places
            .into_iter()
            .filter_map(|(place, address)| {
                let paragraph = self.analyzed(address)?;
                Some(self.weigh(query, &reading, place, paragraph))
            })
            .collect();
        self.order(&mut candidates);
        candidates
    }

    fn weigh(
        &self,
        query: &Query,
        reading: &Reading<'_>,
        place: Place,
        paragraph: Arc<Analyzed>,
    ) -> Candidate {
        let evidence = Evidence::new(query, &paragraph);
        let sentences = reading.sentences(&paragraph, &evidence);
        let ranker = &self.knowledge.ranker;
        let (best_sentence, best) = sentences
            .iter()
            .map(|row| ranker.sentence_score(row))
            .enumerate()
            .fold((0, f32::MIN), |best, (at, score)| {
                if score > best.1 { (at, score) } else { best }
            });
        let around = Surroundings {
            average_words: self.average_words,
            heading: self.heading_stems(place),
            is_summary: place.paragraph() == 0,
        };
        let best = if sentences.is_empty() { 0.0 } else { best };
        let row = reading.paragraph(&paragraph, &evidence, &sentences, best, &around);
        Candidate {
            place,
            paragraph,
            evidence,
            sentences,
            best_sentence,
            row,
            score: 0.0,
        }
    }

    fn order(&self, candidates: &mut [Candidate]) {
        let mut rows: Vec<ParagraphRow> = candidates.iter().map(|one| one.row).collect();
        compare(&mut rows);
        for (candidate, row) in candidates.iter_mut().zip(rows) {
            candidate.score = self.knowledge.ranker.paragraph_score(&row);
            candidate.row = row;
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    }

    /// tantivy's proposal: the paragraphs best by BM25 over what the question is about.
    fn propose(&self, query: &Query) -> Vec<(Place, DocAddress)> {
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        for (text, boost) in self.search_terms(query) {
            let term = Term::from_field_text(self.fields.stem, &text);
            let clause = TermQuery::new(term, IndexRecordOption::WithFreqs);
            clauses.push((
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(clause), boost)),
            ));
        }
        if clauses.is_empty() {
            return Vec::new();
        }
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        let found = self
            .searcher
            .search(&BooleanQuery::new(clauses), &top)
            .unwrap_or_default();
        found
            .into_iter()
            .filter_map(|(_, address)| Some((self.place(address)?, address)))
            .collect()
    }

    fn search_terms(&self, query: &Query) -> Vec<(String, f32)> {
        let mut terms = Vec::new();
        for term in &query.terms {
            if !term.stopword && term.plain > 0.0 && term.count > 0 {
                terms.push((term.stem_text.to_string(), term.focus / term.plain));
            }
        }
        for (stem, worth) in &query.stand_ins {
            if !terms.iter().any(|(known, _)| **known == **stem) {
                terms.push((stem.to_string(), *worth));
            }
        }
        terms
    }

    pub(crate) fn judge(&self, query: &Query, candidates: &[Candidate]) -> (Verdict, f32) {
        if query.is_empty() || candidates.is_empty() {
            return (Verdict::NotCovered, 0.0);
        }
        let row = Self::confidence_row(query, candidates);
        let ranker = &self.knowledge.ranker;
        let covered = ranker.covered.probability(&row);
        let confidence = covered * ranker.right.probability(&row);
        let verdict = if covered < ranker.thresholds.covered {
            Verdict::NotCovered
        } else if confidence >= ranker.thresholds.answered {
            Verdict::Answered
        } else {
            Verdict::Partly
        };
        (verdict, confidence)
    }

    pub(crate) fn confidence_row(query: &Query, candidates: &[Candidate]) -> ConfidenceRow {
        let scored: Vec<Scored<'_>> = candidates
            .iter()
            .map(|one| Scored {
                score: one.score,
                row: &one.row,
            })
            .collect();
        let none = Evidence::default();
        let top = candidates.first().map_or(&none, |one| &one.evidence);
        confidence_features(query, top, &scored)
    }

    fn passages(
        &self,
        query: &Query,
        candidates: &[Candidate],
        confidence: f32,
        limit: usize,
    ) -> Vec<Passage> {
        let best = candidates.first().map_or(0.0, |one| one.score);
        candidates
            .iter()
            .take(limit)
            .filter(|one| !one.evidence.matches.is_empty())
            .filter_map(|candidate| {
                let excerpt = self.excerpt(query, candidate);
                Some(Passage {
                    id: self.id(candidate.place)?,
                    citation: self.citation(candidate.place, &excerpt.sentence)?,
                    excerpt,
                    score: candidate.score,
                    confidence: confidence * (candidate.score - best).exp(),
                })
            })
            .collect()
    }

    fn excerpt(&self, query: &Query, candidate: &Candidate) -> Excerpt {
        let marked = candidate.evidence.matches.iter().filter(|hit| {
            query.terms.get(hit.term).is_some_and(|term| !term.stopword)
                && hit.channel != Channel::SuggestedBy
        });
        let highlights: Vec<Range<usize>> = marked
            .flat_map(|hit| {
                (hit.token..hit.token + hit.length).map(|at| candidate.paragraph.word(at))
            })
            .collect();
        cut_excerpt(&candidate.paragraph, candidate.best_sentence, highlights)
    }

    fn citation(&self, place: Place, _sentence: &Range<usize>) -> Option<Citation> {
        let head = self.heads.get(place.article())?;
        Some(Citation {
            publisher: head.publisher.clone(),
            title: head.title.clone(),
            section: head.heading_of(place.paragraph()).map(Into::into),
            paragraph: place.paragraph(),
            published: head.published,
            url: head.url.clone(),
            deep_link: None,
        })
    }

    fn heading_stems(&self, place: Place) -> &[u32] {
        let section = self
            .heads
            .get(place.article())
            .and_then(|head| head.section_of(place.paragraph()));
        section
            .and_then(|at| self.headings.get(place.article())?.get(at))
            .map_or(&[], Vec::as_slice)
    }

    fn id(&self, place: Place) -> Option<ParagraphId> {
        Some(ParagraphId {
            article: self.heads.get(place.article())?.id.clone(),
            paragraph: place.paragraph(),
        })
    }

    fn place(&self, address: DocAddress) -> Option<Place> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let places = segment.fast_fields().u64("place").ok()?;
        places.first(address.doc_id).map(Place)
    }

    fn address(&self, place: Place) -> Option<DocAddress> {
        let term = Term::from_field_u64(self.fields.place, place.0);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self
            .searcher
            .search(&query, &TopDocs::with_limit(1).order_by_score())
            .ok()?;
        found.first().map(|(_, address)| *address)
    }

    fn text(&self, address: DocAddress) -> Option<String> {
        let document: TantivyDocument = self.searcher.doc(address).ok()?;
        let text = document.get_first(self.fields.text)?.as_str()?.to_string();
        Some(text)
    }

    fn analyzed(&self, address: DocAddress) -> Option<Arc<Analyzed>> {
        let lock = || {
            self.paragraphs
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = lock().get(&address) {
            return Some(known.clone());
        }
        let text = self.text(address)?;
        let analyzed = {
            let mut analyzer = self.analyzer.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::new(Analyzed::new(&mut analyzer, text))
        };
        lock().put(address, analyzed.clone());
        Some(analyzed)
    }
}

impl Snapshot {
    fn find_stand_ins(&self, concept: usize) -> Box<[StandIn]> {
        let lexicon = &self.knowledge.lexicon;
        let mut found: Vec<StandIn> = Vec::new();
        for (related, relation) in lexicon.related(concept) {
            for stems in lexicon.forms(related, &self.languages) {
                let rarest = stems.iter().map(|stem| (self.count(stem), stem)).min();
                let Some((count @ 1.., rarest)) = rarest else {
                    continue;
                };
                let keys: Vec<u32> = stems.iter().map(|stem| key(stem)).collect();
                if !found.iter().any(|known| known.stems == keys) {
                    found.push(StandIn {
                        relation,
                        stems: keys,
                        rarest: rarest.clone(),
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

    fn count(&self, stem: &str) -> u32 {
        let term = Term::from_field_text(self.fields.stem, stem);
        let count = self.searcher.doc_freq(&term).unwrap_or_default();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn stand_ins(&self, concept: usize) -> &[StandIn] {
        let Some(cell) = self.stand_ins.get(concept) else {
            return &[];
        };
        cell.get_or_init(|| self.find_stand_ins(concept))
    }

    fn mend(&self, exact: &str, stem: &str) -> Option<(String, String)> {
        spelling::mend(&self.searcher, self.fields, exact, stem)
    }
}

fn stems(analyzer: &mut Analyzer, text: &str) -> Vec<u32> {
    crate::analyzer::words(text)
        .map(|range| analyzer.forms(text.get(range).unwrap_or_default()).stem_key)
        .collect()
}
