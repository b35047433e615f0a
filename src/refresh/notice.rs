//! What moderators hear of a refresh without asking.
//!
//! Deliberately absent: the message (the bot words it) and its channel.

use attache_index::ArticleId;

use super::report::{Fate, Report};
use crate::store::Signature;

/// After how many failures in a row moderators hear of a source.
const TOLD_AFTER: u32 = 3;

/// One refresh that moderators should hear of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Notice {
    /// Who began it; most notices are the schedule's.
    pub(crate) by: Signature,
    pub(crate) report: Report,
    /// Held now and not before.
    pub(crate) held: Vec<ArticleId>,
    /// Failed for the third time in a row just now.
    pub(crate) failing: Vec<Failing>,
}

/// A source that keeps failing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failing {
    pub(crate) id: ArticleId,
    pub(crate) why: String,
    pub(crate) times: u32,
}

impl Notice {
    /// What `report` gives to tell; nothing of a preview, or when all is as before.
    pub(super) fn of(report: &Report, by: Signature) -> Option<Self> {
        let held = report.articles.iter().filter_map(|entry| match entry.fate {
            Fate::Held { again: false, .. } => Some(entry.id.clone()),
            _ => None,
        });
        let failing = report
            .articles
            .iter()
            .filter_map(|entry| match &entry.fate {
                Fate::Failed { why, times } if *times == TOLD_AFTER => Some(Failing {
                    id: entry.source.clone(),
                    why: why.clone(),
                    times: *times,
                }),
                _ => None,
            });
        let notice = Self {
            by,
            held: held.collect(),
            failing: failing.collect(),
            report: report.clone(),
        };
        let is_worth_it =
            report.generation.is_some() || !notice.held.is_empty() || !notice.failing.is_empty();
        (is_worth_it && !report.preview).then_some(notice)
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::Reason;
    use super::super::held::HeldText;
    use super::super::report::tests::report;
    use super::*;
    use crate::store::By;

    fn notice(fates: Vec<Fate>, generation: Option<u64>) -> Option<Notice> {
        let mut report = report(fates);
        report.generation = generation;
        Notice::of(&report, super::super::signed_now(By::Schedule, None))
    }

    fn failed(times: u32) -> Fate {
        Fate::Failed {
            why: "500".into(),
            times,
        }
    }

    fn held(again: bool) -> Fate {
        Fate::Held {
            reason: Reason::RolledBack,
            again,
            changes: None,
            text: HeldText::default(),
        }
    }

    #[test]
    fn moderators_hear_of_a_failure_the_third_time_and_only_then() {
        for (times, told) in [(1, false), (2, false), (3, true), (4, false)] {
            assert_eq!(notice(vec![failed(times)], None).is_some(), told, "{times}");
        }
    }

    #[test]
    fn moderators_hear_once_of_what_is_held_and_of_every_generation() {
        assert_eq!(notice(vec![held(false)], None).unwrap().held.len(), 1);
        assert_eq!(notice(vec![held(true)], None), None);
        assert!(notice(vec![Fate::Unchanged], Some(3)).is_some());
        assert_eq!(notice(vec![Fate::Unchanged], None), None);
    }
}
