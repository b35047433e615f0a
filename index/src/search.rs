//! Expert search: a parsed query run as the engine's own, each hit with its matched words.

use std::cmp::Reverse;
use std::ops::{Bound, Range};

use serde::Serialize;
use tantivy::Term;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as EngineQuery,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analyzed::Analyzed;
use crate::analyzer::{Analyzer, Forms, words};
use crate::answer::Excerpt;
use crate::article::ParagraphId;
use crate::best_first::{ByPlace, ByScore};
use crate::citation::Citation;
use crate::excerpt::cut_excerpt;
use crate::expert::{ExpertField, ExpertQuery, FieldValue, SyntaxError};
use crate::generation::{IndexError, Place, Spot};
use crate::snapshot::Snapshot;

/// The most words a `prefix*` may stand for; the first in the alphabet are taken.
const PREFIX_WORDS_MAX: usize = 512;

/// One page of what an expert query found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchPage {
    /// How many paragraphs match in all.
    pub total: usize,
    /// The paragraphs of this page, best first by BM25, ties in the order of the articles.
    pub hits: Vec<SearchHit>,
}

/// One paragraph an expert query found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchHit {
    /// Where it stands.
    #[serde(flatten)]
    pub id: ParagraphId,
    /// The part of it to show, with the matched words; the sentence that matches most is marked.
    pub excerpt: Excerpt,
    /// Its BM25 score.
    pub score: f32,
    /// Where to read it.
    pub citation: Citation,
}

/// A search that did not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The query cannot be read.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// The words to mark in what was found.
#[derive(Debug, Default)]
struct Marks {
    stems: Vec<u32>,
    exact: Vec<u32>,
    /// Exact forms that must stand in a row.
    phrases: Vec<Vec<u32>>,
}

impl Snapshot {
    /// Finds paragraphs by expert syntax: the `limit` after the first `offset`.
    ///
    /// # Errors
    /// [`SearchError::Syntax`] naming the offending bytes; [`SearchError::Index`] when the index
    /// cannot be read.
    pub fn search(
        &self,
        query: &str,
        offset: usize,
        limit: usize,
    ) -> Result<SearchPage, SearchError> {
        let parsed = ExpertQuery::parse(query)?;
        let mut marks = Marks::default();
        let mut analyzer = Analyzer::new();
        let engine_query = self.compile(&parsed, &mut analyzer, &mut marks, true)?;
        let top = TopDocs::with_limit(limit.max(1))
            .and_offset(offset)
            .order_by((ByScore, ByPlace(self.slots.clone())));
        let (total, found) = self
            .statistics
            .search(&engine_query, &(Count, top))
            .map_err(IndexError::from)?;
        let hits = found
            .into_iter()
            .take(limit)
            .filter_map(|((score, Reverse(place)), address)| {
                let paragraph = self.analyzed(address)?;
                let excerpt = marks.excerpt(&paragraph);
                Some(SearchHit {
                    id: self.id(place)?,
                    citation: self.citation(place, &excerpt.sentence)?,
                    excerpt,
                    score,
                })
            })
            .collect();
        Ok(SearchPage { total, hits })
    }

    fn compile(
        &self,
        query: &ExpertQuery,
        analyzer: &mut Analyzer,
        marks: &mut Marks,
        wanted: bool,
    ) -> Result<Box<dyn EngineQuery>, IndexError> {
        Ok(match query {
            ExpertQuery::Word(word) => match &forms_of(analyzer, word)[..] {
                [only] => {
                    if wanted {
                        marks.stems.push(only.stem_key);
                    }
                    term(self.fields.stem, &only.stem)
                }
                several => self.phrase(several, marks, wanted),
            },
            ExpertQuery::Phrase(text) => self.phrase(&forms_of(analyzer, text), marks, wanted),
            ExpertQuery::Prefix(start) => {
                let start = forms_of(analyzer, start).pop().map(|forms| forms.exact);
                self.prefix(start.as_deref().unwrap_or_default(), marks, wanted)?
            }
            ExpertQuery::Field(field, FieldValue::Word(value) | FieldValue::Phrase(value)) => {
                self.field(*field, &forms_of(analyzer, value), analyzer)
            }
            ExpertQuery::And(all) => self.combine(all, Occur::Must, analyzer, marks, wanted)?,
            ExpertQuery::Or(any) => self.combine(any, Occur::Should, analyzer, marks, wanted)?,
            ExpertQuery::Not(inner) => self.compile(inner, analyzer, marks, !wanted)?,
        })
    }

    fn combine(
        &self,
        parts: &[ExpertQuery],
        occur: Occur,
        analyzer: &mut Analyzer,
        marks: &mut Marks,
        wanted: bool,
    ) -> Result<Box<dyn EngineQuery>, IndexError> {
        let mut clauses = Vec::new();
        for part in parts {
            let occur = match part {
                ExpertQuery::Not(_) => Occur::MustNot,
                _ => occur,
            };
            clauses.push((occur, self.compile(part, analyzer, marks, wanted)?));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn phrase(&self, forms: &[Forms], marks: &mut Marks, wanted: bool) -> Box<dyn EngineQuery> {
        match forms {
            [] => Box::new(EmptyQuery),
            [only] => {
                if wanted {
                    marks.exact.push(only.exact_key);
                }
                term(self.fields.exact, &only.exact)
            }
            several => {
                if wanted {
                    marks
                        .phrases
                        .push(several.iter().map(|forms| forms.exact_key).collect());
                }
                let terms = several
                    .iter()
                    .map(|forms| Term::from_field_text(self.fields.exact, &forms.exact))
                    .collect();
                Box::new(PhraseQuery::new(terms))
            }
        }
    }

    fn prefix(
        &self,
        start: &str,
        marks: &mut Marks,
        wanted: bool,
    ) -> Result<Box<dyn EngineQuery>, IndexError> {
        let mut found: Vec<String> = Vec::new();
        let field = self.fields.exact;
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            let index = segment.inverted_index(field)?;
            let mut stream = index
                .terms()
                .range()
                .ge(start)
                .into_stream()
                .map_err(tantivy::TantivyError::from)?;
            let mut taken = 0;
            while taken < PREFIX_WORDS_MAX && stream.advance() {
                let Ok(word) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                if !word.starts_with(start) {
                    break;
                }
                let indexed = stream.value().doc_freq;
                if self.statistics.count_in(ordinal, field, word, indexed) == 0 {
                    continue;
                }
                taken += 1;
                found.push(word.to_string());
            }
        }
        found.sort();
        found.dedup();
        found.truncate(PREFIX_WORDS_MAX);
        let clauses = found
            .iter()
            .map(|word| {
                if wanted {
                    marks.exact.push(crate::analyzer::key(word));
                }
                (Occur::Should, term(self.fields.exact, word))
            })
            .collect();
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The paragraphs whose article or section says so: every word of the value stands there, in
    /// a row.
    fn field(
        &self,
        field: ExpertField,
        value: &[Forms],
        analyzer: &mut Analyzer,
    ) -> Box<dyn EngineQuery> {
        let wanted: Vec<u32> = value.iter().map(|forms| forms.exact_key).collect();
        let mut says = |text: &str| {
            let here: Vec<u32> = forms_of(analyzer, text)
                .iter()
                .map(|f| f.exact_key)
                .collect();
            !wanted.is_empty() && here.windows(wanted.len()).any(|run| run == wanted)
        };
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        for (ordinal, head) in (0..).zip(&self.heads) {
            let mut add = |numbers: Range<u32>| {
                let spot = |number| self.slots.spot(Place::new(ordinal, number));
                let (Some(start), Some(end)) = (spot(numbers.start), spot(numbers.end)) else {
                    return;
                };
                let spot = |spot: Spot| Term::from_field_u64(self.fields.place, spot.0);
                let range =
                    RangeQuery::new(Bound::Included(spot(start)), Bound::Excluded(spot(end)));
                clauses.push((Occur::Should, Box::new(range)));
            };
            let whole = 0..head.paragraphs + 1;
            match field {
                ExpertField::Article => {
                    if says(head.id.as_str()) || says(&head.title) {
                        add(whole);
                    }
                }
                ExpertField::Publisher => {
                    if head.publisher.as_deref().is_some_and(&mut says) {
                        add(whole);
                    }
                }
                ExpertField::Section => {
                    for section in &head.sections {
                        if section.heading.as_deref().is_some_and(&mut says) {
                            add(section.paragraphs.clone());
                        }
                    }
                }
            }
        }
        // Where a paragraph stands makes it no better an answer.
        Box::new(ConstScoreQuery::new(
            Box::new(BooleanQuery::new(clauses)),
            0.0,
        ))
    }
}

impl Marks {
    fn excerpt(&self, paragraph: &Analyzed) -> Excerpt {
        let mut marked: Vec<usize> = Vec::new();
        for (at, token) in paragraph.tokens.iter().enumerate() {
            if self.stems.contains(&token.stem) || self.exact.contains(&token.exact) {
                marked.push(at);
            }
            for phrase in &self.phrases {
                let here = paragraph
                    .tokens
                    .get(at..at + phrase.len())
                    .unwrap_or_default();
                if !here.is_empty()
                    && here
                        .iter()
                        .map(|token| token.exact)
                        .eq(phrase.iter().copied())
                {
                    marked.extend(at..at + phrase.len());
                }
            }
        }
        let mut counts = vec![0_usize; paragraph.sentences.len()];
        for &at in &marked {
            let sentence = paragraph
                .tokens
                .get(at)
                .map(|token| token.sentence as usize);
            if let Some(count) = sentence.and_then(|sentence| counts.get_mut(sentence)) {
                *count += 1;
            }
        }
        let most = counts.iter().max().copied().unwrap_or_default();
        let best = counts
            .iter()
            .position(|count| *count == most)
            .unwrap_or_default();
        let highlights = marked.into_iter().map(|at| paragraph.word(at)).collect();
        cut_excerpt(paragraph, best, highlights)
    }
}

fn term(field: Field, text: &str) -> Box<dyn EngineQuery> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn forms_of(analyzer: &mut Analyzer, text: &str) -> Vec<Forms> {
    words(text)
        .map(|range| analyzer.forms(text.get(range).unwrap_or_default()).clone())
        .collect()
}
