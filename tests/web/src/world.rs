//! What the stand-in holds: the pages, and what was asked.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::answer::Answer;

/// How long a test waits for something to happen.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request that arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// The path, without the query.
    pub path: String,
    /// The query, without its question mark.
    pub query: Option<String>,
    /// Names in lower case, with values, in order.
    pub headers: Vec<(String, String)>,
    /// The status it was answered with; 0 while it is held.
    pub status: u16,
}

impl Request {
    /// The first value of the header of this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What changes.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) pages: BTreeMap<String, Answer>,
    pub(crate) requests: Vec<Request>,
    pub(crate) at_once: usize,
    pub(crate) most_at_once: usize,
}

/// What the server and its tests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) address: SocketAddr,
    world: Mutex<World>,
    changed: watch::Sender<()>,
}

impl Shared {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            world: Mutex::default(),
            changed: watch::Sender::new(()),
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the world, and wakes who waits for that.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let changed = change(&mut self.world());
        self.changed.send_replace(());
        changed
    }

    /// Waits until the world `is` as wanted.
    ///
    /// # Panics
    /// When that takes longer than the patience of a test.
    pub(crate) async fn until(&self, what: &str, is: impl Fn(&World) -> bool) {
        let mut changes = self.changed.subscribe();
        let wait = async {
            loop {
                changes.mark_unchanged();
                if is(&self.world()) {
                    return;
                }
                changes.changed().await.expect("the sender lives in self");
            }
        };
        let waited = tokio::time::timeout(PATIENCE, wait).await;
        assert!(waited.is_ok(), "waited {PATIENCE:?} for {what}");
    }
}
