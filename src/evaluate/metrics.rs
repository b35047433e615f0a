//! Figures over judged questions; pure arithmetic.
//!
//! Mean reciprocal rank as in TREC-8's question answering track; the ROC area is the chance that a
//! question with gold gets more confidence than one without, a tie counting half (Mann–Whitney).

use std::collections::BTreeMap;

use attache_index::Verdict;
use serde::Serialize;

use super::reliability::{Band, reliability};

/// How many of the first paragraphs recall looks at.
const RECALLED: usize = 3;
/// How many of the first paragraphs the reciprocal rank looks at.
const RECIPROCAL: usize = 10;
/// The kind whose questions need all their gold paragraphs at once.
const NEEDS_ALL: &str = "multi";
/// The share of gold questions, in percent, that `refused_at_95` keeps.
const KEPT_PERCENT: usize = 95;

/// One question, asked and held against its gold.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) kind: String,
    pub(crate) lang: String,
    /// How many gold paragraphs it has.
    pub(crate) gold: usize,
    /// Where each gold paragraph was ranked, from 0; none when it was not.
    pub(crate) ranks: Vec<Option<usize>>,
    /// Whether the marked sentence of the first passage holds an answer.
    pub(crate) sentence: bool,
    pub(crate) verdict: Verdict,
    pub(crate) confidence: f32,
    pub(crate) micros: u64,
}

/// The figures over some questions; null where there are none to count.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct Figures {
    pub(crate) n: usize,
    pub(crate) top1: Option<f64>,
    pub(crate) recall3: Option<f64>,
    pub(crate) mrr10: Option<f64>,
    pub(crate) sentence: Option<f64>,
    pub(crate) answered: Option<f64>,
    pub(crate) answered_right: Option<f64>,
    pub(crate) refused: Option<f64>,
    pub(crate) overclaimed: Option<f64>,
    pub(crate) auc: Option<f64>,
    pub(crate) refused_at_95: Option<f64>,
    pub(crate) micros_p50: Option<u64>,
    pub(crate) micros_p99: Option<u64>,
}

/// The figures over all questions, and over each kind and language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Report {
    #[serde(flatten)]
    pub(crate) all: Figures,
    pub(crate) by_kind: BTreeMap<String, Figures>,
    pub(crate) by_lang: BTreeMap<String, Figures>,
    /// Whether confidences mean what they say, over all questions.
    pub(crate) reliability: Vec<Band>,
}

impl Judged {
    fn best_rank(&self) -> Option<usize> {
        self.ranks.iter().copied().flatten().min()
    }

    /// Whether the first passage answers.
    pub(crate) fn top1(&self) -> bool {
        self.best_rank() == Some(0)
    }

    fn recalled(&self) -> bool {
        let near = |rank: &Option<usize>| rank.is_some_and(|r| r < RECALLED);
        if self.kind == NEEDS_ALL {
            self.ranks.iter().all(near)
        } else {
            self.ranks.iter().any(near)
        }
    }

    fn reciprocal(&self) -> f64 {
        match self.best_rank() {
            Some(rank) if rank < RECIPROCAL => 1.0 / ratio(rank + 1, 1),
            _ => 0.0,
        }
    }
}

impl Report {
    /// Computes every figure.
    pub(crate) fn over(judged: &[Judged]) -> Self {
        let all: Vec<&Judged> = judged.iter().collect();
        Self {
            all: Figures::over(&all),
            by_kind: grouped(judged, |j| &j.kind),
            by_lang: grouped(judged, |j| &j.lang),
            reliability: reliability(judged),
        }
    }
}

impl Figures {
    /// Computes the figures over `judged`.
    pub(crate) fn over(judged: &[&Judged]) -> Self {
        let (gold, goldless): (Vec<&Judged>, Vec<&Judged>) =
            judged.iter().copied().partition(|j| j.gold > 0);
        let answered = |j: &Judged| j.verdict == Verdict::Answered;
        let refused = |j: &Judged| j.verdict == Verdict::NotCovered;
        let total: f64 = gold.iter().map(|j| j.reciprocal()).sum();
        let confidences = |of: &[&Judged]| of.iter().map(|j| j.confidence).collect::<Vec<_>>();
        let (with, without) = (confidences(&gold), confidences(&goldless));
        let mut micros: Vec<u64> = judged.iter().map(|j| j.micros).collect();
        micros.sort_unstable();
        Self {
            n: judged.len(),
            top1: share(&gold, Judged::top1),
            recall3: share(&gold, Judged::recalled),
            mrr10: (!gold.is_empty()).then(|| total / ratio(gold.len(), 1)),
            sentence: share(&gold, |j| j.sentence),
            answered: share(&gold, |j| !refused(j)),
            answered_right: share(&gold, |j| answered(j) && j.top1()),
            refused: share(&goldless, refused),
            overclaimed: share(&goldless, answered),
            auc: roc_area(&with, &without),
            refused_at_95: refused_when_keeping(KEPT_PERCENT, &with, &without),
            micros_p50: percentile(50, &micros),
            micros_p99: percentile(99, &micros),
        }
    }
}

fn grouped(judged: &[Judged], key: impl Fn(&Judged) -> &String) -> BTreeMap<String, Figures> {
    let mut groups: BTreeMap<String, Vec<&Judged>> = BTreeMap::new();
    for one in judged {
        groups.entry(key(one).clone()).or_default().push(one);
    }
    groups
        .into_iter()
        .map(|(name, group)| (name, Figures::over(&group)))
        .collect()
}

fn share(of: &[&Judged], holds: impl Fn(&Judged) -> bool) -> Option<f64> {
    let holding = of.iter().filter(|j| holds(j)).count();
    (!of.is_empty()).then(|| ratio(holding, of.len()))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of questions are far below 2^52"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// The chance that one of `with` is above one of `without`, a tie counting half.
fn roc_area(with: &[f32], without: &[f32]) -> Option<f64> {
    if with.is_empty() || without.is_empty() {
        return None;
    }
    let mut sorted = without.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let halves: usize = with
        .iter()
        .map(|one| {
            let below = sorted.partition_point(|other| other < one);
            let not_above = sorted.partition_point(|other| other <= one);
            below + not_above
        })
        .sum();
    Some(ratio(halves, 2 * with.len() * without.len()))
}

/// The share of `without` below the confidence that `percent` of `with` reach.
fn refused_when_keeping(percent: usize, with: &[f32], without: &[f32]) -> Option<f64> {
    let mut falling = with.to_vec();
    falling.sort_unstable_by(|a, b| b.total_cmp(a));
    let kept = (percent * falling.len()).div_ceil(100);
    let threshold = falling.get(kept.checked_sub(1)?)?;
    let below = without.iter().filter(|c| *c < threshold).count();
    (!without.is_empty()).then(|| ratio(below, without.len()))
}

/// The smallest of `sorted` that `percent` of them do not exceed (nearest rank).
fn percentile(percent: usize, sorted: &[u64]) -> Option<u64> {
    let rank = (percent * sorted.len()).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(kind: &str, ranks: &[Option<usize>], verdict: Verdict, confidence: f32) -> Judged {
        Judged {
            kind: kind.into(),
            lang: "en".into(),
            gold: ranks.len(),
            ranks: ranks.to_vec(),
            sentence: ranks.contains(&Some(0)),
            verdict,
            confidence,
            micros: 10,
        }
    }

    fn close(got: Option<f64>, want: f64) {
        assert!(
            got.is_some_and(|g| (g - want).abs() < 1e-12),
            "{got:?} is not {want}"
        );
    }

    #[test]
    fn four_questions_by_hand() {
        use Verdict::{Answered, NotCovered, Partly};
        let report = Report::over(&[
            judged("direct", &[Some(0)], Answered, 0.9),
            judged("direct", &[None, Some(2)], Partly, 0.5),
            judged("multi", &[Some(0), Some(3)], Answered, 0.7),
            judged("typo", &[None], NotCovered, 0.1),
            judged("near", &[], Answered, 0.5),
            judged("near", &[], NotCovered, 0.0),
        ]);
        let all = &report.all;
        assert_eq!(all.n, 6);
        close(all.top1, 0.5);
        // The multi question has its second paragraph fourth.
        close(all.recall3, 0.5);
        close(all.mrr10, (1.0 + 1.0 / 3.0 + 1.0) / 4.0);
        close(all.sentence, 0.5);
        close(all.answered, 0.75);
        close(all.answered_right, 0.5);
        close(all.refused, 0.5);
        close(all.overclaimed, 0.5);
        // 0.9 and 0.7 win both, 0.5 wins one and ties one, 0.1 wins one.
        close(all.auc, (2.0 + 1.5 + 2.0 + 1.0) / 8.0);
        close(all.refused_at_95, 0.5);
        assert_eq!(report.by_kind["near"].top1, None);
        assert_eq!(report.by_kind["direct"].refused, None);
        assert_eq!(report.by_kind["direct"].auc, None);
        assert_eq!(report.by_lang["en"].n, 6);
    }

    #[test]
    fn no_questions_give_no_figures() {
        let none = Figures::over(&[]);
        assert_eq!(none.n, 0);
        assert_eq!((none.top1, none.auc, none.micros_p50), (None, None, None));
    }

    #[test]
    fn the_area_runs_from_reversed_to_perfect() {
        close(roc_area(&[0.8, 0.9], &[0.1, 0.2]), 1.0);
        close(roc_area(&[0.1], &[0.2, 0.3]), 0.0);
        close(roc_area(&[0.5, 0.5], &[0.5]), 0.5);
    }

    #[test]
    fn keeping_95_of_20_lets_one_go() {
        let mut with: Vec<f32> = vec![0.6; 19];
        with.push(0.1);
        close(refused_when_keeping(95, &with, &[0.5, 0.6, 0.2, 0.7]), 0.5);
        // With 19 questions none can be let go: 18 of 19 is under 95 %.
        close(refused_when_keeping(95, &with[1..], &[0.05, 0.5]), 0.5);
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let hundred: Vec<u64> = (1..=100).collect();
        assert_eq!(percentile(50, &hundred), Some(50));
        assert_eq!(percentile(99, &hundred), Some(99));
        assert_eq!(percentile(99, &[7]), Some(7));
        assert_eq!(percentile(50, &[1, 2, 3]), Some(2));
    }

    #[test]
    fn a_gold_paragraph_eleventh_counts_for_nothing() {
        let late = judged("direct", &[Some(10)], Verdict::Partly, 0.5);
        close(Figures::over(&[&late]).mrr10, 0.0);
    }
}
