//! Judges the library by questions whose answering paragraphs are known.
//!
//! Deliberately absent: arguments and tables (`cli/evaluate.rs`), and learning (`train.rs`).

pub(crate) mod metrics;
mod plain;
pub(crate) mod questions;
pub(crate) mod reliability;

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use anyhow::{Context, anyhow, bail};
use attache_index::{
    Article, ArticleId, AskOptions, Knowledge, ParagraphId, Snapshot, Turn, Verdict,
};
use serde::Serialize;

use crate::library::Library;
use metrics::{Figures, Judged};
use questions::Question;

/// How many ranked paragraphs are looked at.
const RANKED: usize = 10;

/// The indexes questions are asked of.
#[derive(Debug)]
pub(crate) enum Indexes {
    /// Every article in one.
    Whole(Arc<Snapshot>),
    /// One for each article asked of.
    Own(HashMap<ArticleId, Snapshot>),
}

/// What the library made of one question, for `--predictions`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Prediction {
    id: String,
    verdict: Verdict,
    confidence: f32,
    ranked: Vec<Ranked>,
    sentence: Option<String>,
}

/// A ranked paragraph.
#[derive(Debug, Clone, Serialize)]
struct Ranked {
    #[serde(flatten)]
    id: ParagraphId,
    score: f32,
}

/// Refuses questions about an article or paragraph that `library` does not hold.
///
/// # Errors
/// The first such question's file and line.
pub(crate) fn check(questions: &[Question], library: &Library) -> anyhow::Result<()> {
    let articles: HashMap<&ArticleId, &Article> = library
        .articles
        .iter()
        .map(|l| (&l.article.id, &l.article))
        .collect();
    let known = |id: &ArticleId| articles.get(id).copied();
    for question in questions {
        let place = &question.place;
        let missing = |id: &ArticleId| {
            anyhow!(
                "{place}: article {:?} is not among the articles: name it with --articles",
                id.as_str()
            )
        };
        known(&question.article).ok_or_else(|| missing(&question.article))?;
        for gold in &question.gold {
            let article = known(&gold.article).ok_or_else(|| missing(&gold.article))?;
            let mut numbers = article.paragraphs().map(|p| p.number);
            if !numbers.any(|n| n == gold.paragraph) {
                bail!(
                    "{place}: gold names {gold}, but the last paragraph of that article is {}",
                    article.paragraphs().last().map_or(0, |p| p.number),
                );
            }
        }
    }
    Ok(())
}

impl Indexes {
    /// Indexes what `questions` need, on every core.
    ///
    /// # Errors
    /// When an index cannot be built.
    pub(crate) fn build(
        library: &Library,
        questions: &[Question],
        whole_set: bool,
    ) -> anyhow::Result<Self> {
        if whole_set {
            return Ok(Self::Whole(library.snapshot()?));
        }
        let needed: Vec<&Article> = library
            .articles
            .iter()
            .map(|l| &l.article)
            .filter(|a| questions.iter().any(|q| q.article == a.id))
            .collect();
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let share = needed.len().div_ceil(cores).max(1);
        let built: Vec<anyhow::Result<Vec<_>>> = thread::scope(|scope| {
            let workers: Vec<_> = needed
                .chunks(share)
                .map(|articles| scope.spawn(|| index_each(articles, &library.knowledge)))
                .collect();
            workers
                .into_iter()
                .map(|worker| {
                    worker
                        .join()
                        .unwrap_or_else(|_| Err(anyhow!("indexing panicked")))
                })
                .collect()
        });
        let mut own = HashMap::new();
        for share in built {
            own.extend(share?);
        }
        library.keep();
        Ok(Self::Own(own))
    }

    fn of(&self, article: &ArticleId) -> anyhow::Result<&Snapshot> {
        match self {
            Self::Whole(snapshot) => Ok(snapshot),
            Self::Own(own) => own
                .get(article)
                .with_context(|| format!("{article} is not indexed")),
        }
    }
}

fn index_each(
    articles: &[&Article],
    knowledge: &Knowledge,
) -> anyhow::Result<Vec<(ArticleId, Snapshot)>> {
    articles
        .iter()
        .map(|article| {
            let one = std::slice::from_ref(*article);
            let snapshot = Snapshot::in_memory(one, knowledge.clone())
                .with_context(|| format!("indexing {}", article.id))?;
            Ok((article.id.clone(), snapshot))
        })
        .collect()
}

/// Asks `question`, times the answer and holds it against what is known.
///
/// # Errors
/// When the question's article is not indexed.
pub(crate) fn judge(
    question: &Question,
    indexes: &Indexes,
) -> anyhow::Result<(Judged, Prediction)> {
    let snapshot = indexes.of(&question.article)?;
    let options = AskOptions {
        previous: question
            .before
            .as_deref()
            .map(|first| turn(first, snapshot)),
        ..AskOptions::default()
    };
    let start = Instant::now();
    let answer = snapshot.answer(&question.text, &options);
    let took = start.elapsed();

    let ranked: Vec<Ranked> = snapshot
        .rank(&question.text, options.previous.as_ref(), RANKED)
        .into_iter()
        .map(|(id, score)| Ranked { id, score })
        .collect();
    let top = snapshot.top_passage(&question.text, options.previous.as_ref());
    let sentence = top.map(|passage| passage.excerpt.sentence_text().to_owned());
    let ids: Vec<&ParagraphId> = ranked.iter().map(|r| &r.id).collect();
    let judged = Judged {
        kind: question.kind.clone(),
        lang: question.lang.clone(),
        gold: question.gold.len(),
        ranks: ranks(question, &ids),
        sentence: sentence
            .as_ref()
            .is_some_and(|s| question.answer.iter().any(|a| s.contains(a.as_str()))),
        verdict: answer.verdict,
        confidence: answer.confidence,
        micros: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
    };
    let prediction = Prediction {
        id: question.id.clone(),
        verdict: answer.verdict,
        confidence: answer.confidence,
        ranked,
        sentence,
    };
    Ok((judged, prediction))
}

/// How tantivy's plain BM25 does on `questions`: `top1` and `recall3` alone.
///
/// # Errors
/// When a question's article is not indexed, or its index cannot be read.
pub(crate) fn judge_plain(questions: &[Question], indexes: &Indexes) -> anyhow::Result<Figures> {
    let mut judged = Vec::new();
    for question in questions {
        let ids = plain::rank(&question.text, indexes.of(&question.article)?, RANKED)?;
        judged.push(Judged {
            kind: question.kind.clone(),
            lang: question.lang.clone(),
            gold: question.gold.len(),
            ranks: ranks(question, &ids.iter().collect::<Vec<_>>()),
            sentence: false,
            verdict: Verdict::Partly,
            confidence: 0.0,
            micros: 0,
        });
    }
    let all = Figures::over(&judged.iter().collect::<Vec<_>>());
    Ok(Figures {
        n: all.n,
        top1: all.top1,
        recall3: all.recall3,
        ..Figures::default()
    })
}

/// Where each gold paragraph of `question` stands among `ids`.
fn ranks(question: &Question, ids: &[&ParagraphId]) -> Vec<Option<usize>> {
    let rank = |gold| ids.iter().position(|id| *id == gold);
    question.gold.iter().map(rank).collect()
}

fn turn(first: &str, snapshot: &Snapshot) -> Turn {
    let answer = snapshot.answer(first, &AskOptions::default());
    Turn {
        question: first.into(),
        passage: answer.passages.into_iter().next().map(|p| p.id),
    }
}
