//! How many questions a member may ask in a while. Pure: the moment is passed in.
//!
//! Deliberately absent: who is exempt, and telling.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;

/// How many members are remembered; who asked longest ago is forgotten first.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(16_384).expect("16,384 is not zero");
/// No limit allows more at once, which bounds what is kept of a member.
const QUESTIONS_MAX: usize = 100;

/// So many questions in so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) questions: u32,
    pub(crate) per: Duration,
}

/// A question too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) again_in: Duration,
    /// Whether it is the first since the member last might ask.
    pub(crate) first: bool,
}

/// The members who asked lately.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    members: Mutex<LruCache<u64, Asked>>,
}

#[derive(Debug, Default)]
struct Asked {
    /// Oldest first.
    at: VecDeque<Instant>,
    refused: bool,
}

impl RateLimiter {
    pub(crate) fn new() -> Self {
        Self {
            members: Mutex::new(LruCache::new(REMEMBERED)),
        }
    }

    /// Lets `member` ask on as if they had not asked yet.
    pub(crate) fn forget(&self, member: u64) {
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        members.pop(&member);
    }

    /// Counts a question of `member` at `now`.
    ///
    /// # Errors
    /// When the member has asked too many within the limit's time; then it is not counted.
    pub(crate) fn take(&self, member: u64, limit: Limit, now: Instant) -> Result<(), Refused> {
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = members.get_or_insert_mut(member, Asked::default);
        let over = |at: &Instant| now.saturating_duration_since(*at) >= limit.per;
        while asked.at.front().is_some_and(over) {
            asked.at.pop_front();
        }
        let most = usize::try_from(limit.questions).unwrap_or(QUESTIONS_MAX);
        let most = most.clamp(1, QUESTIONS_MAX);
        // A limit that was lowered meanwhile counts the latest questions.
        let blocking = asked.at.len().checked_sub(most);
        let Some(oldest) = blocking.and_then(|at| asked.at.get(at)) else {
            asked.at.push_back(now);
            asked.refused = false;
            return Ok(());
        };
        let again_in = limit
            .per
            .saturating_sub(now.saturating_duration_since(*oldest));
        let first = !std::mem::replace(&mut asked.refused, true);
        Err(Refused { again_in, first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit {
        questions: 2,
        per: Duration::from_secs(30),
    };

    fn after(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    #[test]
    fn a_question_too_many_waits_until_the_oldest_is_past() {
        let (limiter, start) = (RateLimiter::new(), Instant::now());
        assert!(limiter.take(1, LIMIT, start).is_ok());
        assert!(limiter.take(1, LIMIT, after(start, 10)).is_ok());
        let refused = limiter.take(1, LIMIT, after(start, 12)).unwrap_err();
        assert_eq!(refused.again_in, Duration::from_secs(18));
        assert!(limiter.take(1, LIMIT, after(start, 29)).is_err());
        assert!(limiter.take(1, LIMIT, after(start, 30)).is_ok());
        assert!(limiter.take(1, LIMIT, after(start, 31)).is_err());
    }

    #[test]
    fn a_refusal_is_the_first_once_until_a_question_is_let_through() {
        let (limiter, start) = (RateLimiter::new(), Instant::now());
        let first = |seconds| {
            limiter
                .take(1, LIMIT, after(start, seconds))
                .map_err(|r| r.first)
        };
        assert_eq!([first(0), first(0)], [Ok(()), Ok(())]);
        assert_eq!([first(1), first(2)], [Err(true), Err(false)]);
        assert_eq!(
            [first(30), first(30), first(31)],
            [Ok(()), Ok(()), Err(true)]
        );
    }

    #[test]
    fn members_do_not_count_for_one_another() {
        let (limiter, start) = (RateLimiter::new(), Instant::now());
        for member in 0..100 {
            assert!(limiter.take(member, LIMIT, start).is_ok());
        }
    }

    #[test]
    fn a_lowered_limit_counts_the_latest_questions() {
        let (limiter, start) = (RateLimiter::new(), Instant::now());
        let wide = Limit {
            questions: 3,
            ..LIMIT
        };
        for seconds in [0, 10, 20] {
            assert!(limiter.take(1, wide, after(start, seconds)).is_ok());
        }
        let one = Limit {
            questions: 1,
            ..LIMIT
        };
        let refused = limiter.take(1, one, after(start, 21)).unwrap_err();
        assert_eq!(refused.again_in, Duration::from_secs(29));
    }

    #[test]
    fn no_more_members_are_remembered_than_may_be() {
        let (limiter, start) = (RateLimiter::new(), Instant::now());
        let one = Limit {
            questions: 1,
            ..LIMIT
        };
        for member in 0..=REMEMBERED.get() as u64 {
            assert!(limiter.take(member, one, start).is_ok());
        }
        assert_eq!(limiter.members.lock().unwrap().len(), REMEMBERED.get());
        assert!(limiter.take(REMEMBERED.get() as u64, one, start).is_err());
    }
}
