//! Asking: from a question to ranked, cited passages and a verdict.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::{Arc, PoisonError};

use tantivy::DocAddress;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::analyzed::Analyzed;
use crate::answer::{Answer, Excerpt, Passage, Verdict};
use crate::article::ParagraphId;
use crate::best_first::{in_order, rounded};
use crate::confidence::{ConfidenceRow, Scored, confidence_features};
use crate::evidence::{Evidence, Match};
use crate::excerpt::cut_excerpt;
use crate::features::{Nearness, ParagraphRow, Reading, SentenceRow, Surroundings, compare};
use crate::generation::{Place, Spot};
use crate::query::{Channel, Query, Reader};
use crate::ranker::Ranker;
use crate::snapshot::Snapshot;
use crate::vectors::Vector;

/// How many candidates tantivy proposes for the ranking in an index too large to read whole.
const CANDIDATES: usize = 24;
/// Those whose score is a smaller part of the best one's are left out: on 2,301 public questions
/// asked of 2,479 paragraphs none of them came first.
const PROMISING: f32 = 0.4;
/// How many more are looked at, so that of those with one score the first are taken.
const TIED: usize = 8;
/// What the passage that answered the turn before gains when a question leans on it.
const PREVIOUS_PASSAGE_BONUS: f32 = 0.3;

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
    /// Answers a question asked in anyone's own words; no character of it is query syntax.
    pub fn answer(&self, question: &str, options: &AskOptions) -> Answer {
        let (query, candidates) = self.consider(question, options.previous.as_ref());
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

    /// Paragraphs ranked for `question`, best first, at most `limit`: for judging the ranking.
    pub fn rank(
        &self,
        question: &str,
        previous: Option<&Turn>,
        limit: usize,
    ) -> Vec<(ParagraphId, f32)> {
        let (_, candidates) = self.consider(question, previous);
        candidates
            .iter()
            .take(limit)
            .filter_map(|candidate| Some((self.id(candidate.place)?, candidate.score)))
            .collect()
    }

    /// The best passage found, whatever the verdict: for judging the marked sentence.
    pub fn top_passage(&self, question: &str, previous: Option<&Turn>) -> Option<Passage> {
        let (query, candidates) = self.consider(question, previous);
        let (_, confidence) = self.judge(&query, &candidates);
        self.passages(&query, &candidates, confidence, 1)
            .into_iter()
            .next()
    }

    /// The question as read, and the paragraphs that may answer it, best first.
    fn consider(&self, question: &str, previous: Option<&Turn>) -> (Query, Vec<Candidate>) {
        let query = self.read(question, previous.map(|turn| turn.question.as_str()));
        let mut candidates = self.candidates(&query);
        let before = previous.and_then(|turn| turn.passage.as_ref());
        if let (true, Some(passage)) = (query.leans, before) {
            for candidate in &mut candidates {
                if self.id(candidate.place).as_ref() == Some(passage) {
                    candidate.score += PREVIOUS_PASSAGE_BONUS;
                }
            }
            sort(&mut candidates);
        }
        (query, candidates)
    }

    pub(crate) fn read(&self, question: &str, previous: Option<&str>) -> Query {
        let reader = Reader {
            vocabulary: self,
            background: &self.knowledge.background,
            lexicon: &self.knowledge.lexicon,
        };
        let mut query = {
            let mut analyzer = self.analyzer.lock().unwrap_or_else(PoisonError::into_inner);
            reader.read(&mut analyzer, question, previous)
        };
        query.vector = self.meaning_of(question, previous, &query);
        query
    }

    /// What a question means; nothing when the model cannot tell: none of the usual English ones
    /// reads a question in a language that no article is in.
    fn meaning_of(&self, question: &str, previous: Option<&str>, query: &Query) -> Option<Vector> {
        let meaning = &self.knowledge.meant.as_ref()?.meaning;
        if query.is_empty() || query.foreign && !meaning.encoder().reads_many_languages() {
            return None;
        }
        Some(match previous.filter(|_| query.leans) {
            Some(previous) => meaning.question(&format!("{previous} {question}")),
            None => meaning.question(question),
        })
    }

    /// The paragraphs that may answer, best first.
    pub(crate) fn candidates(&self, query: &Query) -> Vec<Candidate> {
        let places = if self.whole.is_empty() {
            let mut places = self.propose(query);
            self.propose_near(query, &mut places);
            places
        } else {
            self.whole.clone()
        };
        let reading = Reading::new(query);
        let mut found = Vec::new();
        let candidates = places.into_iter().filter_map(|(place, address)| {
            let paragraph = self.analyzed(address)?;
            self.weigh(query, &reading, place, paragraph, &mut found)
        });
        let mut candidates: Vec<Candidate> = candidates.collect();
        self.order(query, &mut candidates);
        candidates
    }

    /// What a paragraph shows for the question; nothing when no word of it is met there, and there
    /// is no model to see that other words mean the same.
    fn weigh(
        &self,
        query: &Query,
        reading: &Reading<'_>,
        place: Place,
        paragraph: Arc<Analyzed>,
        found: &mut Vec<Match>,
    ) -> Option<Candidate> {
        let near =
            query
                .vector
                .as_ref()
                .zip(self.vectors.as_ref())
                .and_then(|(vector, vectors)| {
                    Nearness::of(vector.view(), vectors, self.slots.spot(place)?)
                });
        let evidence = Evidence::of(query, &paragraph, near.is_some(), found)?;
        let weights = reading.weights_of(&evidence);
        let mut sentences = reading.sentences(&paragraph, &evidence, &weights);
        if let Some(near) = &near {
            near.note_sentences(&mut sentences);
        }
        let ranker = self.ranker(query);
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
        let mut row = reading.paragraph(&paragraph, &evidence, &sentences, &weights, best, &around);
        if let Some(near) = &near {
            near.note_paragraph(best_sentence, &mut row);
        }
        Some(Candidate {
            place,
            paragraph,
            evidence,
            sentences,
            best_sentence,
            row,
            score: 0.0,
        })
    }

    /// The weights for `query`: without its vector, meaning weighs nothing.
    fn ranker(&self, query: &Query) -> &Ranker {
        match &self.knowledge.meant {
            Some(meant) if query.vector.is_some() => &meant.ranker,
            _ => &self.knowledge.ranker,
        }
    }

    /// Scores `candidates` beside one another: best first.
    pub(crate) fn order(&self, query: &Query, candidates: &mut [Candidate]) {
        let ranker = self.ranker(query);
        let mut rows: Vec<&mut ParagraphRow> =
            candidates.iter_mut().map(|one| &mut one.row).collect();
        compare(&mut rows);
        for candidate in candidates.iter_mut() {
            candidate.score = ranker.paragraph_score(&candidate.row);
        }
        sort(candidates);
    }

    /// tantivy's proposal: the paragraphs best by BM25 over what the question is about.
    fn propose(&self, query: &Query) -> Vec<(Place, DocAddress)> {
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        for (text, boost) in Self::search_terms(query) {
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
        let top = TopDocs::with_limit(CANDIDATES + TIED).order_by_score();
        let found = self
            .statistics
            .search(&BooleanQuery::new(clauses), &top)
            .unwrap_or_default();
        let mut found: Vec<(f32, Place, DocAddress)> = found
            .into_iter()
            .filter_map(|(score, address)| Some((rounded(score), self.place(address)?, address)))
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(CANDIDATES);
        let least = found.first().map_or(0.0, |(best, ..)| best * PROMISING);
        found.retain(|(score, ..)| *score >= least);
        found
            .into_iter()
            .map(|(_, place, address)| (place, address))
            .collect()
    }

    /// Adds the paragraphs nearest in meaning to `places`, out of all.
    fn propose_near(&self, query: &Query, places: &mut Vec<(Place, DocAddress)>) {
        let (Some(vector), Some(vectors)) = (&query.vector, &self.vectors) else {
            return;
        };
        for spot in vectors.nearest(vector.view(), CANDIDATES) {
            let Some(place) = self.slots.place(Spot(spot)) else {
                continue;
            };
            if !places.iter().any(|(known, _)| *known == place)
                && let Some(address) = self.address(place)
            {
                places.push((place, address));
            }
        }
    }

    /// The stems to search for and what each is worth: the question's own, and the weightiest of
    /// what may stand for them.
    fn search_terms(query: &Query) -> Vec<(Arc<str>, f32)> {
        let mut terms: Vec<(Arc<str>, f32)> = Vec::new();
        for term in &query.terms {
            if term.is_searched() {
                terms.push((Arc::from(&*term.stem_text), term.focus / term.plain));
            }
        }
        let also = query.also.iter();
        terms.extend(also.map(|one| (one.stem.clone(), one.worth)));
        terms
    }

    pub(crate) fn judge(&self, query: &Query, candidates: &[Candidate]) -> (Verdict, f32) {
        if query.is_empty() || candidates.is_empty() {
            return (Verdict::NotCovered, 0.0);
        }
        let row = Self::confidence_row(query, candidates);
        let ranker = self.ranker(query);
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
                evidence: &one.evidence,
            })
            .collect();
        let first = candidates.first();
        let marked = first.and_then(|one| one.sentences.get(one.best_sentence));
        confidence_features(query, marked, &scored)
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
            .filter_map(|candidate| {
                let excerpt = Self::excerpt(query, candidate);
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

    fn excerpt(query: &Query, candidate: &Candidate) -> Excerpt {
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
}

/// Best first; ties in the order of the articles.
fn sort(candidates: &mut [Candidate]) {
    // They are large, so each is moved once.
    candidates.sort_by_cached_key(|one| (Reverse(in_order(one.score)), one.place));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Section};
    use crate::lexicon::Lexicon;
    use crate::snapshot::Knowledge;

    fn harbour(lexicon: &str) -> Snapshot {
        let mut article = Article::new(ArticleId::parse("harbour").unwrap(), "Two towns");
        article.sections.push(Section {
            heading: None,
            paragraphs: vec![
                "The towns share a harbour and an old quarrel. Tolls doubled in 1998.".into(),
                "The United States sent an envoy. The envoy left without a word.".into(),
                "Fishermen or traders, the towns say, lost most and want peace.".into(),
            ],
        });
        let lexicon = Lexicon::parse(lexicon).unwrap();
        Snapshot::in_memory(&[article], Knowledge::with_lexicon(lexicon)).unwrap()
    }

    fn first(snapshot: &Snapshot, question: &str) -> Option<u32> {
        let ranked = snapshot.rank(question, None, 1);
        ranked.first().map(|(id, _)| id.paragraph)
    }

    #[test]
    fn a_question_of_operators_in_capitals_is_only_grammar() {
        let snapshot = harbour("");
        let answer = snapshot.answer("AND OR \"(", &AskOptions::default());
        assert_eq!(answer.verdict, Verdict::NotCovered);
    }

    #[test]
    fn a_short_name_in_capitals_is_a_name() {
        let snapshot =
            harbour("[[concept]]\nname = \"united-states\"\nen = [\"United States\", \"US\"]");
        assert_eq!(first(&snapshot, "What did the US do?"), Some(2));
        assert_eq!(first(&snapshot, "what did us do?"), None);
    }

    #[test]
    fn a_question_that_leans_borrows_from_the_one_before() {
        let snapshot = harbour("");
        let previous = Turn {
            question: "Who sent an envoy?".into(),
            passage: None,
        };
        let ranked = snapshot.rank("and why?", Some(&previous), 1);
        assert_eq!(ranked.first().map(|(id, _)| id.paragraph), Some(2));
        assert!(snapshot.rank("and why?", None, 1).is_empty());
    }

    #[test]
    fn misspelled_words_are_mended_and_told() {
        let snapshot = harbour("");
        let answer = snapshot.answer("when did the tolls doubel?", &AskOptions::default());
        let mended: Vec<_> = answer.mended.iter().map(|m| m.asked.as_str()).collect();
        assert_eq!(mended, ["doubel"]);
        assert_eq!(first(&snapshot, "when did the tolls doubel?"), Some(1));
    }
}
