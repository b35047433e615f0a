//! Learning the weights from labelled questions.
//!
//! Three steps, each linear: which sentence of the right paragraph answers, which paragraph of the
//! article is the right one (both a softmax over the choices, maximum likelihood with a small
//! penalty on large weights), then two logistic models for the confidence. Deterministic: equal
//! input gives equal weights.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::{Article, ArticleId};
use crate::ask::Candidate;
use crate::background::Background;
use crate::confidence::{CONFIDENCE_FEATURES, ConfidenceRow};
use crate::features::{PARAGRAPH_FEATURES, SENTENCE_FEATURES};
use crate::generation::IndexError;
use crate::lexicon::Lexicon;
use crate::meaning::Meaning;
use crate::query::Query;
use crate::ranker::{Logistic, Ranker, Thresholds};
use crate::snapshot::{Knowledge, Meant, Snapshot};

/// How many passes of gradient descent each model takes.
const PASSES: usize = 300;

/// A labelled question.
#[derive(Debug, Clone)]
pub struct Example {
    /// The question.
    pub question: String,
    /// The article it is asked of.
    pub article: ArticleId,
    /// The numbers of the paragraphs that answer; none where the article does not.
    pub gold: Vec<u32>,
    /// Texts that answer, as they stand in the gold paragraphs.
    pub answers: Vec<String>,
    /// How many examples it counts for.
    pub weight: f32,
}

/// A choice among rows: those at `right` are right.
struct Choice<const N: usize> {
    rows: Vec<[f32; N]>,
    right: Vec<bool>,
    weight: f32,
}

/// Learns weights from `examples`, each asked of its own article; with `meaning`, also how much
/// that counts.
///
/// # Errors
/// [`IndexError`] when the articles cannot be indexed.
pub fn train(
    articles: &[Article],
    examples: &[Example],
    lexicon: &Arc<Lexicon>,
    background: &Arc<Background>,
    meaning: Option<&Arc<Meaning>>,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Ranker, IndexError> {
    let mut ranker = Ranker {
        paragraph: [0.0; PARAGRAPH_FEATURES],
        sentence: [0.0; SENTENCE_FEATURES],
        covered: Logistic::zero(),
        right: Logistic::zero(),
        thresholds: Thresholds {
            covered: 0.5,
            answered: 0.5,
        },
        of_meaning: meaning.is_some(),
    };
    if let Some(meaning) = meaning {
        progress("encoding questions");
        let questions: Vec<&str> = examples.iter().map(|e| e.question.as_str()).collect();
        meaning.read_questions(&questions);
    }
    let mut by_article: BTreeMap<&ArticleId, Vec<&Example>> = BTreeMap::new();
    for example in examples {
        by_article
            .entry(&example.article)
            .or_default()
            .push(example);
    }
    let work: Vec<(&Article, Vec<&Example>)> = articles
        .iter()
        .filter_map(|article| Some((article, by_article.remove(&article.id)?)))
        .collect();
    let knowledge = |ranker: &Ranker| Knowledge {
        lexicon: lexicon.clone(),
        background: background.clone(),
        ranker: Arc::new(ranker.clone()),
        meant: meaning.map(|meaning| Meant {
            meaning: meaning.clone(),
            ranker: Arc::new(ranker.clone()),
        }),
    };

    progress("reading sentences");
    let choices = for_each_question(&work, &knowledge(&ranker), |_, _, candidates, example| {
        sentence_choice(&candidates, example)
    })?;
    ranker.sentence = fit_choices(&choices, 0.5);

    progress("reading paragraphs");
    let choices = for_each_question(&work, &knowledge(&ranker), |_, _, candidates, example| {
        paragraph_choice(&candidates, example)
    })?;
    ranker.paragraph = fit_choices(&choices, 0.5);

    progress("reading answers");
    let rows = for_each_question(&work, &knowledge(&ranker), outcome)?;
    ranker.covered = fit_logistic(rows.iter().map(|one| (&one.row, one.covered, one.weight)));
    let missed = rows
        .iter()
        .filter_map(|one| Some((one.missed.as_ref()?, false, one.weight)));
    ranker.right = fit_logistic(
        rows.iter()
            .filter(|one| one.covered)
            .map(|one| (&one.row, one.right, one.weight))
            .chain(missed),
    );
    Ok(ranker)
}

/// Asks every question of its article and collects what `take` makes of the candidates.
fn for_each_question<T: Send>(
    work: &[(&Article, Vec<&Example>)],
    knowledge: &Knowledge,
    take: impl Fn(&Snapshot, &Query, Vec<Candidate>, &Example) -> Option<T> + Sync,
) -> Result<Vec<T>, IndexError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = work.len().div_ceil(threads).max(1);
    let take = &take;
    std::thread::scope(|scope| {
        let handles: Vec<_> = work
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let mut taken = Vec::new();
                    for (article, examples) in part {
                        let one = std::slice::from_ref(*article);
                        let snapshot = Snapshot::in_memory(one, knowledge.clone())?;
                        for example in examples {
                            let query = snapshot.read(&example.question, None);
                            // Ranked without meaning, it teaches nothing of that.
                            if knowledge.meant.is_some() && query.vector.is_none() {
                                continue;
                            }
                            let candidates = snapshot.candidates(&query);
                            taken.extend(take(&snapshot, &query, candidates, example));
                        }
                    }
                    Ok::<_, IndexError>(taken)
                })
            })
            .collect();
        let mut all = Vec::new();
        for handle in handles {
            all.extend(handle.join().expect("a training thread does not panic")?);
        }
        Ok(all)
    })
}

fn sentence_choice(
    candidates: &[Candidate],
    example: &Example,
) -> Option<Choice<SENTENCE_FEATURES>> {
    let gold = candidates
        .iter()
        .find(|one| Some(&one.place.paragraph()) == example.gold.first())?;
    let right: Vec<bool> = gold
        .paragraph
        .sentences
        .iter()
        .map(|sentence| {
            let text = gold
                .paragraph
                .text
                .get(sentence.bytes.clone())
                .unwrap_or_default();
            example
                .answers
                .iter()
                .any(|answer| text.contains(answer.as_str()))
        })
        .collect();
    (right.contains(&true) && right.contains(&false)).then(|| Choice {
        rows: gold.sentences.clone(),
        right,
        weight: example.weight,
    })
}

fn paragraph_choice(
    candidates: &[Candidate],
    example: &Example,
) -> Option<Choice<PARAGRAPH_FEATURES>> {
    let right: Vec<bool> = candidates
        .iter()
        .map(|one| example.gold.contains(&one.place.paragraph()))
        .collect();
    (right.contains(&true) && right.contains(&false)).then(|| Choice {
        rows: candidates.iter().map(|one| one.row).collect(),
        right,
        weight: example.weight,
    })
}

/// What became of a question, for the confidence.
struct Outcome {
    row: ConfidenceRow,
    covered: bool,
    right: bool,
    /// The same question with the paragraphs that answer taken out of the article: what a near
    /// miss looks like.
    missed: Option<ConfidenceRow>,
    weight: f32,
}

fn outcome(
    snapshot: &Snapshot,
    query: &Query,
    candidates: Vec<Candidate>,
    example: &Example,
) -> Option<Outcome> {
    let is_gold = |one: &Candidate| example.gold.contains(&one.place.paragraph());
    let right = is_gold(candidates.first()?);
    let row = Snapshot::confidence_row(query, &candidates);
    let covered = !example.gold.is_empty();
    let missed = covered.then(|| {
        let mut others: Vec<Candidate> =
            candidates.into_iter().filter(|one| !is_gold(one)).collect();
        snapshot.order(query, &mut others);
        Snapshot::confidence_row(query, &others)
    });
    Some(Outcome {
        row,
        covered,
        right,
        missed,
        weight: example.weight,
    })
}

impl Logistic {
    fn zero() -> Self {
        Self {
            bias: 0.0,
            weights: [0.0; CONFIDENCE_FEATURES],
        }
    }
}

/// Mean and spread of each feature, so that one step size fits all.
struct Scale<const N: usize> {
    mean: [f32; N],
    spread: [f32; N],
}

impl<const N: usize> Scale<N> {
    fn of<'a>(rows: impl Iterator<Item = &'a [f32; N]>) -> Self {
        let mut count = 0.0_f64;
        let mut sums = [0.0_f64; N];
        let mut squares = [0.0_f64; N];
        for row in rows {
            count += 1.0;
            for (at, value) in row.iter().enumerate() {
                sums[at] += f64::from(*value);
                squares[at] += f64::from(*value).powi(2);
            }
        }
        let count = count.max(1.0);
        let (mut mean, mut spread) = ([0.0; N], [1.0; N]);
        for at in 0..N {
            let average = sums[at] / count;
            let deviation = (squares[at] / count - average * average).max(0.0).sqrt();
            #[expect(clippy::cast_possible_truncation, reason = "weights are kept in f32")]
            {
                mean[at] = average as f32;
                spread[at] = if deviation > 1e-6 {
                    deviation as f32
                } else {
                    f32::INFINITY
                };
            }
        }
        Self { mean, spread }
    }

    fn apply(&self, row: &[f32; N]) -> [f32; N] {
        std::array::from_fn(|at| (row[at] - self.mean[at]) / self.spread[at])
    }
}

/// Gradient ascent with Adam's steps (Kingma and Ba 2015), whole batch.
fn ascend<const N: usize>(mut gradient: impl FnMut(&[f32; N]) -> [f32; N]) -> [f32; N] {
    let (mut weights, mut first, mut second) = ([0.0_f32; N], [0.0_f32; N], [0.0_f32; N]);
    let (mut decay1, mut decay2) = (1.0_f32, 1.0_f32);
    for pass in 0..PASSES {
        let step = gradient(&weights);
        decay1 *= 0.9;
        decay2 *= 0.999;
        #[expect(clippy::cast_precision_loss, reason = "a few hundred passes")]
        let rate = 0.05 * (1.0 - pass as f32 / PASSES as f32).max(0.02);
        for at in 0..N {
            first[at] = 0.9 * first[at] + 0.1 * step[at];
            second[at] = 0.999 * second[at] + 0.001 * step[at] * step[at];
            let (m, v) = (first[at] / (1.0 - decay1), second[at] / (1.0 - decay2));
            weights[at] += rate * m / (v.sqrt() + 1e-8);
        }
    }
    weights
}

/// Weights that make the right rows likeliest; `penalty` is on their squares, in examples.
fn fit_choices<const N: usize>(choices: &[Choice<N>], penalty: f32) -> [f32; N] {
    let scale = Scale::of(choices.iter().flat_map(|choice| &choice.rows));
    let scaled: Vec<Vec<[f32; N]>> = choices
        .iter()
        .map(|choice| choice.rows.iter().map(|row| scale.apply(row)).collect())
        .collect();
    let count = choices
        .iter()
        .map(|choice| choice.weight)
        .sum::<f32>()
        .max(1.0);
    let weights = ascend(|weights: &[f32; N]| {
        let mut gradient = [0.0_f32; N];
        for (choice, rows) in choices.iter().zip(&scaled) {
            let scores: Vec<f32> = rows
                .iter()
                .map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum())
                .collect();
            let best = scores.iter().copied().fold(f32::MIN, f32::max);
            let chances: Vec<f32> = scores.iter().map(|score| (score - best).exp()).collect();
            let all: f32 = chances.iter().sum();
            let right: f32 = chances
                .iter()
                .zip(&choice.right)
                .map(|(chance, right)| if *right { *chance } else { 0.0 })
                .sum();
            for ((row, chance), is_right) in rows.iter().zip(&chances).zip(&choice.right) {
                let wanted = if *is_right {
                    chance / right.max(1e-12)
                } else {
                    0.0
                };
                let push = choice.weight * (wanted - chance / all);
                for (slot, x) in gradient.iter_mut().zip(row) {
                    *slot += push * x;
                }
            }
        }
        for (slot, weight) in gradient.iter_mut().zip(weights) {
            *slot = (*slot - penalty * weight) / count;
        }
        gradient
    });
    std::array::from_fn(|at| weights[at] / scale.spread[at])
}

fn fit_logistic<'a>(
    rows: impl Iterator<Item = (&'a ConfidenceRow, bool, f32)> + Clone,
) -> Logistic {
    const N: usize = CONFIDENCE_FEATURES + 1;
    let scale = Scale::of(rows.clone().map(|(row, _, _)| row));
    let scaled: Vec<([f32; CONFIDENCE_FEATURES], bool, f32)> = rows
        .map(|(row, yes, weight)| (scale.apply(row), yes, weight))
        .collect();
    let count = scaled
        .iter()
        .map(|(_, _, weight)| weight)
        .sum::<f32>()
        .max(1.0);
    let fitted = ascend(|weights: &[f32; N]| {
        let mut gradient = [0.0_f32; N];
        let bias = weights[N - 1];
        for (row, yes, weight) in &scaled {
            let sum: f32 = bias + row.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>();
            let push = weight * (f32::from(*yes) - 1.0 / (1.0 + (-sum).exp()));
            for (slot, x) in gradient.iter_mut().zip(row) {
                *slot += push * x;
            }
            gradient[N - 1] += push;
        }
        for (slot, weight) in gradient.iter_mut().zip(weights) {
            *slot = (*slot - 0.5 * weight) / count;
        }
        gradient
    });
    let weights: [f32; CONFIDENCE_FEATURES] =
        std::array::from_fn(|at| fitted[at] / scale.spread[at]);
    let shift: f32 = weights.iter().zip(&scale.mean).map(|(w, m)| w * m).sum();
    Logistic {
        bias: fitted[N - 1] - shift,
        weights,
    }
}
