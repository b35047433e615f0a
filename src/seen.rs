//! Which interactions and messages came in already, so that a duplicate is not answered again.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use lru::LruCache;

/// How many are remembered; the oldest are forgotten first.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(16_384).expect("16,384 is not zero");

/// The ids that came in lately, and when.
#[derive(Debug)]
pub(crate) struct Seen(Mutex<LruCache<u64, Instant>>);

impl Seen {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(REMEMBERED)))
    }

    /// Remembers `id` and tells whether it is the first time.
    pub(crate) fn first(&self, id: u64) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(&id) {
            return false;
        }
        known.put(id, Instant::now());
        true
    }

    /// When `id` came in.
    pub(crate) fn received(&self, id: u64) -> Option<Instant> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.peek(&id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_and_its_time_is_kept() {
        let seen = Seen::new();
        assert!(seen.first(7));
        assert!(!seen.first(7));
        assert!(seen.received(7).is_some() && seen.received(8).is_none());
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let seen = Seen::new();
        for id in 0..=REMEMBERED.get() as u64 {
            assert!(seen.first(id));
        }
        assert!(seen.first(0));
        assert!(!seen.first(REMEMBERED.get() as u64));
    }
}
