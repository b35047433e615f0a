//! A read-only view of one index: the questions it answers and the paragraphs it holds.

use std::ops::Range;
use std::path::Path;

use serde::Serialize;

use crate::answer::{Answer, Excerpt, Verdict};
use crate::article::{Article, ArticleId, Date, ParagraphId};
use crate::citation::Citation;
use crate::expert::SyntaxError;
use crate::lexicon::Lexicon;

/// An article as indexed: everything but its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleHead {
    /// Its name in this library.
    pub id: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The address of its page.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// When this copy was taken.
    pub retrieved: Option<Date>,
    /// Its language as a BCP 47 tag.
    pub language: String,
    /// Whether it retells its page in other words.
    pub retelling: bool,
    /// Whether it has a summary (paragraph 0).
    pub summary: bool,
    /// How many paragraphs it has, the summary not counted.
    pub paragraphs: u32,
    /// How many words its paragraphs and summary have.
    pub words: u64,
    /// Its sections: heading and the numbers of the paragraphs under it.
    pub sections: Vec<SectionHead>,
}

/// A section as indexed: its heading and which paragraphs stand under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionHead {
    /// The heading; none before the first.
    pub heading: Option<String>,
    /// The numbers of its paragraphs.
    pub paragraphs: Range<u32>,
}

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

/// One page of what an expert query found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchPage {
    /// How many paragraphs match in all.
    pub total: usize,
    /// The paragraphs of this page, best first.
    pub hits: Vec<SearchHit>,
}

/// One paragraph an expert query found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchHit {
    /// Where it stands.
    #[serde(flatten)]
    pub id: ParagraphId,
    /// The part of it to show, with the matched words.
    pub excerpt: Excerpt,
    /// Its BM25 score.
    pub score: f32,
    /// Where to read it.
    pub citation: Citation,
}

/// An index that could not be built or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Two articles have one id.
    #[error("two articles have the id {0}: give one of them another id")]
    DuplicateArticle(ArticleId),
}

/// A read-only view of one index; cheap to share between threads.
#[derive(Debug)]
pub struct Snapshot {
    articles: Vec<Article>,
    heads: Vec<ArticleHead>,
}

impl Default for AskOptions {
    fn default() -> Self {
        Self {
            passages: 3,
            previous: None,
        }
    }
}

impl Snapshot {
    /// Indexes `articles` in memory.
    ///
    /// # Errors
    /// [`IndexError`] when two articles have one id.
    pub fn in_memory(articles: Vec<Article>, _lexicon: &Lexicon) -> Result<Self, IndexError> {
        Ok(Self {
            articles,
            heads: Vec::new(),
        })
    }

    /// Opens the index in the folder `dir`.
    ///
    /// # Errors
    /// [`IndexError`] when there is none or it is damaged.
    pub fn open(_dir: &Path, lexicon: &Lexicon) -> Result<Self, IndexError> {
        Self::in_memory(Vec::new(), lexicon)
    }

    /// What is indexed, in the order given.
    pub fn articles(&self) -> &[ArticleHead] {
        &self.heads
    }

    /// Answers a question asked in anyone's own words; no character of it is query syntax.
    pub fn answer(&self, _question: &str, _options: &AskOptions) -> Answer {
        Answer {
            verdict: Verdict::NotCovered,
            confidence: 0.0,
            passages: Vec::new(),
            mended: Vec::new(),
        }
    }

    /// Every paragraph ranked for `question`, best first, at most `limit`: for judging the ranking.
    pub fn rank(&self, _question: &str, _limit: usize) -> Vec<(ParagraphId, f32)> {
        Vec::new()
    }

    /// Finds paragraphs by expert syntax.
    ///
    /// # Errors
    /// [`SyntaxError`] naming the offending bytes.
    pub fn search(
        &self,
        _query: &str,
        _offset: usize,
        _limit: usize,
    ) -> Result<SearchPage, SyntaxError> {
        Ok(SearchPage {
            total: 0,
            hits: Vec::new(),
        })
    }

    /// The paragraph at `id`.
    pub fn paragraph(&self, id: &ParagraphId) -> Option<ParagraphText> {
        let article = self.articles.iter().find(|a| a.id == id.article)?;
        article
            .paragraphs()
            .find(|p| p.number == id.paragraph)
            .map(|p| ParagraphText {
                number: p.number,
                section: p.section.map(Into::into),
                text: p.text.into(),
            })
    }
}
