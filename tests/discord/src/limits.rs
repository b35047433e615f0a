//! Discord's rate limits, for stand-ins that keep them.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Requests a bot may send in one second over all routes but interactions.
const GLOBAL: usize = 50;
/// Requests one route and channel take in [`WINDOW`].
pub(crate) const PER_ROUTE: usize = 5;
pub(crate) const WINDOW: Duration = Duration::from_secs(5);

/// When which bucket was used.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    buckets: HashMap<String, Vec<Instant>>,
}

/// What a request is told about its bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    /// How many more fit into the window.
    pub(crate) remaining: usize,
    /// When the window ends.
    pub(crate) reset_after: Duration,
    /// Over the limit: of all routes, or of this one.
    pub(crate) exceeded: Option<Exceeded>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exceeded {
    Global,
    Route,
}

impl Limits {
    /// Counts a request at `now`; interactions pass `None` and are never limited.
    pub(crate) fn count(&mut self, bucket: Option<&str>, now: Instant) -> Budget {
        let Some(bucket) = bucket else {
            return Budget {
                remaining: PER_ROUTE - 1,
                reset_after: WINDOW,
                exceeded: None,
            };
        };
        let (used, reset_after) = self.use_up("", Duration::from_secs(1), now);
        if used > GLOBAL {
            return Budget {
                remaining: 0,
                reset_after,
                exceeded: Some(Exceeded::Global),
            };
        }
        let (used, reset_after) = self.use_up(bucket, WINDOW, now);
        Budget {
            remaining: PER_ROUTE.saturating_sub(used),
            reset_after,
            exceeded: (used > PER_ROUTE).then_some(Exceeded::Route),
        }
    }

    /// How often the bucket was used within the window before `now`, this time included, and when
    /// the oldest use leaves it.
    fn use_up(&mut self, bucket: &str, window: Duration, now: Instant) -> (usize, Duration) {
        let uses = self.buckets.entry(bucket.to_owned()).or_default();
        uses.retain(|at| now.duration_since(*at) < window);
        uses.push(now);
        (
            uses.len(),
            window.saturating_sub(now.duration_since(uses[0])),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_request_of_a_route_waits_and_another_route_does_not() {
        let mut limits = Limits::default();
        let now = Instant::now();
        for left in (0..PER_ROUTE).rev() {
            let budget = limits.count(Some("a"), now);
            assert_eq!((budget.remaining, budget.exceeded), (left, None));
        }
        let sixth = limits.count(Some("a"), now + Duration::from_secs(1));
        assert_eq!(sixth.exceeded, Some(Exceeded::Route));
        assert_eq!(sixth.reset_after, Duration::from_secs(4));
        assert_eq!(limits.count(Some("b"), now).exceeded, None);
        assert_eq!(limits.count(None, now).exceeded, None);
    }

    #[test]
    fn the_fifty_first_request_in_a_second_waits_whatever_its_route() {
        let mut limits = Limits::default();
        let now = Instant::now();
        for i in 0..GLOBAL {
            assert_eq!(limits.count(Some(&i.to_string()), now).exceeded, None);
        }
        let next = limits.count(Some("another"), now);
        assert_eq!(next.exceeded, Some(Exceeded::Global));
        let later = now + Duration::from_millis(1_001);
        assert_eq!(limits.count(Some("another"), later).exceeded, None);
    }
}
