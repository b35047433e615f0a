//! When each source is looked at next. Pure: times come in, times go out.
//!
//! Deliberately absent: the clock, and what is done when the time comes (`refresh.rs`).

use std::hash::Hasher;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// The longest pause that failures lead to, unless the interval is longer by itself.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// What is remembered of looking at one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Looks {
    /// The last look, in seconds since 1970; none before the first.
    pub(crate) last: Option<u64>,
    /// How many failed in a row.
    pub(crate) failures: u32,
    /// Why the last one failed, if it did.
    pub(crate) trouble: Option<String>,
    /// Not before this, said the publisher; in seconds since 1970.
    pub(crate) not_before: Option<u64>,
}

impl Looks {
    /// When the source `id`, looked at `every` so often, is due; before the first look at once.
    ///
    /// Each wait is up to a tenth longer or shorter, differently for each source and look, so that
    /// they spread; after failures it doubles each time, up to a day.
    pub(crate) fn next(&self, id: &str, every: Duration) -> SystemTime {
        let Some(last) = self.last else {
            return moment(self.not_before.unwrap_or_default());
        };
        let doubled = every.saturating_mul(2_u32.saturating_pow(self.failures));
        let pause = doubled.min(LONGEST.max(every));
        let due = moment(last) + spread(pause, id, last);
        due.max(moment(self.not_before.unwrap_or_default()))
    }

    pub(crate) fn succeeded(&mut self, at: SystemTime) {
        *self = Self {
            last: Some(seconds(at)),
            ..Self::default()
        };
    }

    pub(crate) fn failed(&mut self, at: SystemTime, why: String, retry_after: Option<Duration>) {
        self.last = Some(seconds(at));
        self.failures = self.failures.saturating_add(1);
        self.trouble = Some(why);
        self.not_before = retry_after.map(|pause| seconds(at + pause.min(LONGEST)));
    }
}

/// `pause`, made up to a tenth longer or shorter by what is hashed.
fn spread(pause: Duration, id: &str, last: u64) -> Duration {
    let mut hash = fnv::FnvHasher::default();
    hash.write(id.as_bytes());
    hash.write_u64(last);
    // Two hundred and one steps, from 900 to 1100 thousandths.
    let thousandths = u32::try_from(hash.finish() % 201).unwrap_or_default() + 900;
    pause / 1000 * thousandths
}

pub(crate) fn seconds(at: SystemTime) -> u64 {
    let since = at.duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

pub(crate) fn moment(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);
    const START: u64 = 1_760_000_000;

    fn looked(failures: u32) -> Looks {
        Looks {
            last: Some(START),
            failures,
            ..Looks::default()
        }
    }

    fn pause(looks: &Looks, id: &str, every: Duration) -> Duration {
        looks.next(id, every).duration_since(moment(START)).unwrap()
    }

    #[test]
    fn a_source_never_looked_at_is_due_at_once() {
        assert_eq!(Looks::default().next("quay", HOUR), SystemTime::UNIX_EPOCH);
    }

    #[test]
    fn waits_spread_by_a_tenth_and_differ_by_source_and_look() {
        let pauses: std::collections::HashSet<_> = (0..50)
            .map(|n| pause(&looked(0), &format!("source-{n}"), HOUR))
            .collect();
        assert!(pauses.len() > 25, "{}", pauses.len());
        assert!(
            pauses
                .iter()
                .all(|p| *p >= HOUR * 9 / 10 && *p <= HOUR * 11 / 10)
        );
        assert_eq!(
            pause(&looked(0), "quay", HOUR),
            pause(&looked(0), "quay", HOUR)
        );
    }

    #[test]
    fn each_failure_doubles_the_wait_up_to_a_day() {
        let wait = |failures| pause(&looked(failures), "quay", HOUR);
        assert_eq!(wait(1), wait(0) * 2);
        assert_eq!(wait(3), wait(0) * 8);
        assert!(wait(5) <= LONGEST * 11 / 10);
        assert_eq!(wait(5), wait(4_000_000_000));
    }

    #[test]
    fn a_source_looked_at_weekly_is_not_looked_at_more_often_for_failing() {
        let week = LONGEST * 7;
        assert_eq!(
            pause(&looked(2), "quay", week),
            pause(&looked(0), "quay", week)
        );
    }

    #[test]
    fn a_publisher_that_names_a_time_is_left_alone_until_then() {
        let mut looks = looked(0);
        looks.failed(moment(START), "too many".into(), Some(HOUR * 5));
        assert_eq!(looks.next("quay", HOUR), moment(START) + HOUR * 5);
        assert_eq!(
            (looks.failures, looks.trouble.as_deref()),
            (1, Some("too many"))
        );
        looks.succeeded(moment(START + 9));
        assert_eq!((looks.failures, looks.last), (0, Some(START + 9)));
    }
}
