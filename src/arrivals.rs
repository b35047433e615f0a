//! When interactions and messages came in, so that none is answered twice or too late.
//!
//! An id tells when Discord made it, by Discord's clock; how far ours is off is measured at start.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use lru::LruCache;

/// How long Discord waits for the first response to an interaction.
pub(crate) const FIRST_RESPONSE: Duration = Duration::from_secs(3);
/// How many are remembered; the oldest are forgotten first.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(16_384).expect("16,384 is not zero");
/// The first moment an id can tell: 2015-01-01, in milliseconds since 1970.
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;
/// An age past which it is the clock that is wrong: an interaction lives a quarter of an hour.
const ABSURD: Duration = Duration::from_secs(15 * 60);

/// The ids that came in lately.
#[derive(Debug)]
pub(crate) struct Arrivals {
    known: Mutex<LruCache<u64, Arrival>>,
    /// What to take from our clock to have Discord's, in milliseconds.
    ahead_ms: AtomicI64,
}

/// When something came in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    pub(crate) received: Instant,
    /// How old it was then.
    pub(crate) lag: Duration,
}

impl Arrival {
    /// When the first response must be with Discord.
    pub(crate) fn deadline(&self) -> Instant {
        self.received + FIRST_RESPONSE.saturating_sub(self.lag)
    }
}

impl Arrivals {
    /// None yet; our clock is `ahead_ms` milliseconds ahead of Discord's.
    pub(crate) fn new(ahead_ms: i64) -> Self {
        Self {
            known: Mutex::new(LruCache::new(REMEMBERED)),
            ahead_ms: AtomicI64::new(ahead_ms),
        }
    }

    /// Notes that `id` came in now; nothing when it did before.
    pub(crate) fn first(&self, id: u64) -> Option<Arrival> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(&id) {
            return None;
        }
        let arrival = Arrival {
            received: Instant::now(),
            lag: self.age(id),
        };
        known.put(id, arrival);
        Some(arrival)
    }

    /// When `id` came in, if that is remembered.
    pub(crate) fn of(&self, id: u64) -> Option<Arrival> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.peek(&id).copied()
    }

    /// The time since Discord made `id`; none when the clock cannot be right.
    fn age(&self, id: u64) -> Duration {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let now_ms = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        let made_ms = i64::try_from(id >> 22).unwrap_or(i64::MAX) + DISCORD_EPOCH_MS;
        let age_ms = now_ms - self.ahead_ms.load(Ordering::Relaxed) - made_ms;
        let age = Duration::from_millis(u64::try_from(age_ms).unwrap_or_default());
        if age > ABSURD { Duration::ZERO } else { age }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_made(ago: Duration) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let ms =
            i64::try_from(now.checked_sub(ago).unwrap().as_millis()).unwrap() - DISCORD_EPOCH_MS;
        u64::try_from(ms).unwrap() << 22
    }

    fn left(arrivals: &Arrivals, ago: Duration) -> Duration {
        let arrival = arrivals.first(id_made(ago)).unwrap();
        arrival
            .deadline()
            .saturating_duration_since(arrival.received)
    }

    #[test]
    fn an_id_is_new_once_and_its_time_is_kept() {
        let arrivals = Arrivals::new(0);
        assert!(arrivals.first(7).is_some());
        assert!(arrivals.first(7).is_none());
        assert!(arrivals.of(7).is_some() && arrivals.of(8).is_none());
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let arrivals = Arrivals::new(0);
        for id in 0..=REMEMBERED.get() as u64 {
            assert!(arrivals.first(id).is_some());
        }
        assert!(arrivals.first(0).is_some());
        assert!(arrivals.first(REMEMBERED.get() as u64).is_none());
    }

    #[test]
    fn the_three_seconds_begin_with_the_interaction_not_its_receipt() {
        let arrivals = Arrivals::new(0);
        assert!(left(&arrivals, Duration::from_secs(1)) <= Duration::from_secs(2));
        assert_eq!(left(&arrivals, Duration::from_secs(4)), Duration::ZERO);
    }

    #[test]
    fn a_clock_known_to_be_ahead_makes_nothing_late() {
        let arrivals = Arrivals::new(60_000);
        assert!(left(&arrivals, Duration::from_secs(60)) > Duration::from_secs(2));
    }

    #[test]
    fn an_age_that_cannot_be_counts_from_the_receipt() {
        let arrivals = Arrivals::new(0);
        assert_eq!(arrivals.first(1).unwrap().lag, Duration::ZERO);
        assert!(left(&arrivals, Duration::from_secs(86_400)) > Duration::from_secs(2));
    }
}
