//! Whether the bot can answer: what `/healthz` says.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The state of each shard this process runs.
#[derive(Debug, Default)]
pub(crate) struct Health(Mutex<BTreeMap<u32, bool>>);

impl Health {
    /// Notes whether `shard` is connected; tells whether that is news.
    pub(crate) fn shard(&self, shard: u32, connected: bool) -> bool {
        let mut shards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shards.insert(shard, connected) != Some(connected)
    }

    /// What keeps the bot from answering, as a line; nothing when it can.
    pub(crate) fn complaint(&self) -> Option<String> {
        let shards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shards.is_empty() {
            return Some("starting\n".into());
        }
        let down: Vec<String> = shards
            .iter()
            .filter(|(_, connected)| !**connected)
            .map(|(shard, _)| shard.to_string())
            .collect();
        (!down.is_empty()).then(|| format!("not connected: shard {}\n", down.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_well_when_every_shard_is_connected() {
        let health = Health::default();
        assert_eq!(health.complaint().unwrap(), "starting\n");
        assert!(health.shard(0, true));
        assert!(health.shard(1, false));
        assert_eq!(health.complaint().unwrap(), "not connected: shard 1\n");
        assert!(health.shard(1, true));
        assert!(!health.shard(1, true));
        assert_eq!(health.complaint(), None);
    }
}
