//! Snowflakes, as Discord makes them: milliseconds since 2015 above 22 bits of counter.

use std::time::{SystemTime, UNIX_EPOCH};

/// Discord's epoch in Unix milliseconds.
const EPOCH_MS: u64 = 1_420_070_400_000;
/// Guilds and users are this much older than the run, so that no clock sees them born.
const AGE_MS: u64 = 400_000_000;

/// Hands out ids; no two are equal.
#[derive(Debug)]
pub(crate) struct Ids {
    started_ms: u64,
    next: u64,
    old: u64,
}

impl Ids {
    pub(crate) fn new() -> Self {
        Self {
            started_ms: now_ms(),
            next: 0,
            old: 0,
        }
    }

    /// An id of this moment: messages, interactions.
    pub(crate) fn now(&mut self) -> u64 {
        self.next += 1;
        ((now_ms() - EPOCH_MS) << 22) | (self.next & 0x3f_ffff)
    }

    /// An id from before the run, each a millisecond after the one before: as shards are told
    /// apart by the milliseconds, consecutive guilds fall on consecutive shards.
    pub(crate) fn old(&mut self) -> u64 {
        self.old += 1;
        (self.started_ms - EPOCH_MS - AGE_MS + self.old) << 22
    }
}

/// When `id` was made, in Unix milliseconds.
pub(crate) fn unix_ms(id: u64) -> u64 {
    (id >> 22) + EPOCH_MS
}

/// Unix milliseconds.
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_consecutive_old_ones_fall_on_consecutive_shards() {
        let mut ids = Ids::new();
        let (a, b) = (ids.old(), ids.old());
        assert_eq!((a >> 22) + 1, b >> 22);
        assert_ne!(ids.now(), ids.now());
        assert!(ids.now() > b);
    }
}
