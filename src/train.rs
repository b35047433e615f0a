//! Learns the ranking files, `weights.toml` and `background.tsv`, from questions with known answers.
//!
//! Deliberately absent: how weights are learned (the index does that), arguments and files
//! (`cli/train.rs`).

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, bail};
use attache_index::{Article, ArticleId, Background, Example, Knowledge, Ranker};
use serde::Serialize;

use crate::evaluate::questions::Question;
use crate::library::{Library, Listed};
use crate::terminal::{counted, grouped};

/// What was learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Lessons {
    /// How many articles.
    pub(crate) articles: usize,
    /// How many questions taught.
    pub(crate) questions: usize,
    /// How many of them the articles answer.
    pub(crate) answered: usize,
    /// How many questions were passed over: follow-ups, and those only another article answers.
    pub(crate) passed_over: usize,
}

/// What was learned.
#[derive(Debug)]
pub(crate) struct Learned {
    pub(crate) lessons: Lessons,
    ranker: Arc<Ranker>,
    pub(crate) knowledge: Knowledge,
}

/// Parts the articles of `library`, every other one in the order of their ids: the first half to
/// learn from, the second to be judged by.
///
/// # Errors
/// When there are fewer than two articles.
pub(crate) fn halves(library: Library) -> anyhow::Result<(Library, Library)> {
    let Library {
        mut articles,
        knowledge,
        samples,
        model,
        settings,
        ..
    } = library;
    if articles.len() < 2 {
        bail!("--hold-out learns from some articles and judges by others: give at least two");
    }
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    let (mut learned, mut held_out): (Vec<Listed>, Vec<Listed>) = (Vec::new(), Vec::new());
    for (at, listed) in articles.into_iter().enumerate() {
        let half = if at % 2 == 0 {
            &mut learned
        } else {
            &mut held_out
        };
        half.push(listed);
    }
    let library = |articles| Library {
        articles,
        knowledge: knowledge.clone(),
        samples: samples.clone(),
        model: model.clone(),
        settings: settings.clone(),
        is_configured: false,
        is_damaged: false,
        stored: None,
        warning: None,
    };
    Ok((library(learned), library(held_out)))
}

/// Those of `questions` that are asked of an article of `library`.
pub(crate) fn asked_of(library: &Library, questions: &[Question]) -> Vec<Question> {
    let asked = |q: &&Question| library.listed(&q.article).is_some();
    questions.iter().filter(asked).cloned().collect()
}

/// Refuses questions that teach nothing.
///
/// # Errors
/// When none has gold in the article it is asked of.
pub(crate) fn check(questions: &[Question]) -> anyhow::Result<()> {
    let teaches = |q: &Question| example(q).is_some_and(|e| !e.gold.is_empty());
    if !questions.iter().any(teaches) {
        bail!(
            "no question has a gold paragraph in its own article: there is nothing to learn from"
        );
    }
    Ok(())
}

/// Learns from `questions`, each asked of its own article of `library`; the lexicon and the
/// verdicts' thresholds stay those of `library`, and with `keep_background` how common words are.
/// Equal input teaches the same.
///
/// # Errors
/// When the articles cannot be indexed.
pub(crate) fn learn(
    library: &Library,
    questions: &[Question],
    keep_background: bool,
    progress: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<Learned> {
    let examples: Vec<Example> = questions.iter().filter_map(example).collect();
    let answered: Vec<&Example> = examples.iter().filter(|e| !e.gold.is_empty()).collect();
    let lessons = Lessons {
        articles: library.articles.len(),
        questions: examples.len(),
        answered: answered.len(),
        passed_over: questions.len() - examples.len(),
    };
    let mut articles: Vec<Article> = library.articles.iter().map(|l| l.article.clone()).collect();
    articles.sort_by(|a, b| a.id.cmp(&b.id));

    progress("counting words");
    // Questions that count for several are few and about few things: they say nothing of how
    // common words are in general, nor does an article that only they are asked of. The same
    // question twice says nothing new.
    let general: Vec<&&Example> = answered.iter().filter(|e| e.weight <= 1.0).collect();
    let texts: BTreeSet<&str> = general.iter().map(|e| e.question.as_str()).collect();
    let asked: BTreeSet<&ArticleId> = general.iter().map(|e| &e.article).collect();
    let paragraphs = articles
        .iter()
        .filter(|a| asked.contains(&a.id))
        .flat_map(|a| a.paragraphs().map(|p| p.text));
    let background = if keep_background {
        library.knowledge.background.clone()
    } else {
        Arc::new(Background::count(paragraphs, texts.into_iter()))
    };
    let lexicon = &library.knowledge.lexicon;
    let mut ranker = attache_index::train(
        &articles,
        &examples,
        lexicon,
        &background,
        library.knowledge.meant.as_ref().map(|meant| &meant.meaning),
        progress,
    )
    .context("indexing the articles")?;
    library.keep();
    let mut knowledge = library.knowledge.clone();
    let (covered, answered) = knowledge.ranker_in_use().thresholds();
    ranker.set_thresholds(covered, answered);
    let ranker = Arc::new(ranker);
    knowledge.background = background;
    *knowledge.ranker_in_use() = ranker.clone();
    Ok(Learned {
        lessons,
        ranker,
        knowledge,
    })
}

/// What `question` teaches; nothing when it leans on another, or only another article answers it.
fn example(question: &Question) -> Option<Example> {
    let own = |gold: &&attache_index::ParagraphId| gold.article == question.article;
    let gold: Vec<u32> = question
        .gold
        .iter()
        .filter(own)
        .map(|gold| gold.paragraph)
        .collect();
    let teaches = question.before.is_none() && gold.is_empty() == question.gold.is_empty();
    teaches.then(|| Example {
        question: question.text.clone(),
        article: question.article.clone(),
        gold,
        answers: question.answer.clone(),
        weight: question.weight,
    })
}

impl Lessons {
    /// `60 articles and 11,507 questions, 5,754 of them answered there`.
    pub(crate) fn told(&self) -> String {
        format!(
            "{} and {}, {} of them answered there",
            counted(self.articles as u64, "article"),
            counted(self.questions as u64, "question"),
            grouped(self.answered as u64),
        )
    }
}

impl Learned {
    /// `weights.toml`, with a word on what it is.
    ///
    /// # Errors
    /// When what was learned cannot be read back: the questions were too few or too odd.
    pub(crate) fn weights(&self) -> anyhow::Result<String> {
        let toml = format!(
            "# What each sign weighs when paragraphs are ranked and answers trusted: learned, not chosen.\n\
             # Made by `attache train` from {}.\n\n{}",
            self.lessons.told(),
            self.ranker.to_toml()
        );
        Ranker::parse(&toml)
            .context("nothing usable was learned: give more questions, some of them answered")?;
        Ok(toml)
    }
}
