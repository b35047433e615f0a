//! One request at a time to each host, with the pause that the host asks for, and so many hosts at once.
//!
//! Who holds a turn never waits for another, so turns cannot wait for each other in a circle. A
//! host is remembered only while somebody waits for it or its pause lasts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The hosts that are fetched from.
#[derive(Debug)]
pub(super) struct Turns {
    hosts: Mutex<HashMap<String, Host>>,
    everywhere: Arc<Semaphore>,
}

#[derive(Debug)]
struct Host {
    gate: Arc<Semaphore>,
    /// Who waits or has the turn.
    waiting: usize,
    /// When the pause after the last request is over.
    free_at: Instant,
}

/// The right to send one request to a host; the next one's begins when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    // Dropped in this order: the gate opens before the place is given up.
    permits: Option<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
    pause: Duration,
    place: Place<'a>,
}

/// A place in a host's queue.
#[derive(Debug)]
struct Place<'a> {
    turns: &'a Turns,
    host: String,
}

impl Turns {
    pub(super) fn new(hosts_at_once: usize) -> Self {
        Self {
            hosts: Mutex::default(),
            everywhere: Arc::new(Semaphore::new(hosts_at_once)),
        }
    }

    /// Waits for the turn at `host`, in the order of asking.
    pub(super) async fn take(&self, host: &str) -> Turn<'_> {
        let (gate, place) = self.queue(host);
        // Neither semaphore is ever closed; if one were, everybody's turn would come at once.
        let own = gate.acquire_owned().await;
        let free_at = self.hosts().get(host).map(|host| host.free_at);
        if let Some(free_at) = free_at.filter(|at| *at > Instant::now()) {
            tokio::time::sleep_until(free_at).await;
        }
        let shared = self.everywhere.clone().acquire_owned().await;
        Turn {
            permits: own.ok().zip(shared.ok()),
            pause: Duration::ZERO,
            place,
        }
    }

    fn queue(&self, host: &str) -> (Arc<Semaphore>, Place<'_>) {
        let now = Instant::now();
        let mut hosts = self.hosts();
        hosts.retain(|_, host| host.waiting > 0 || host.free_at > now);
        let known = hosts.entry(host.to_owned()).or_insert_with(|| Host {
            gate: Arc::new(Semaphore::new(1)),
            waiting: 0,
            free_at: now,
        });
        known.waiting += 1;
        let gate = known.gate.clone();
        let host = host.to_owned();
        (gate, Place { turns: self, host })
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// Keeps the host free for so long after this turn.
    pub(super) fn rest(&mut self, pause: Duration) {
        self.pause = pause;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(host) = self.place.turns.hosts().get_mut(&self.place.host) {
            host.free_at = Instant::now() + self.pause;
        }
        drop(self.permits.take());
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut hosts = self.turns.hosts();
        if let Some(host) = hosts.get_mut(&self.host) {
            host.waiting -= 1;
            if host.waiting == 0 && host.free_at <= Instant::now() {
                hosts.remove(&self.host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const PAUSE: Duration = Duration::from_secs(3);

    #[tokio::test]
    async fn a_host_has_one_turn_at_a_time_and_others_have_theirs() {
        let turns = Turns::new(8);
        let first = turns.take("a").await;
        let mut second = Box::pin(turns.take("a"));
        assert!((&mut second).now_or_never().is_none());
        assert!(turns.take("b").now_or_never().is_some());
        drop(first);
        assert!(second.now_or_never().is_some());
    }

    #[tokio::test]
    async fn only_so_many_hosts_have_a_turn_at_once() {
        let turns = Turns::new(2);
        let first = turns.take("a").await;
        let _second = turns.take("b").await;
        assert!(turns.take("c").now_or_never().is_none());
        drop(first);
        assert!(turns.take("c").now_or_never().is_some());
    }

    #[tokio::test]
    async fn a_host_is_forgotten_once_nobody_waits_for_it() {
        let turns = Turns::new(1);
        drop(turns.take("a").await);
        assert!(turns.hosts().is_empty());
        let held = turns.take("a").await;
        // Given up while waiting.
        assert!(turns.take("a").now_or_never().is_none());
        assert!(turns.take("b").now_or_never().is_none());
        assert_eq!(turns.hosts().len(), 1);
        drop(held);
        assert!(turns.hosts().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_that_a_host_asks_for_is_kept() {
        let turns = Turns::new(8);
        let start = Instant::now();
        let mut first = turns.take("a").await;
        first.rest(PAUSE);
        drop(first);
        drop(turns.take("b").await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(turns.take("a").await);
        assert_eq!(start.elapsed(), PAUSE);
        assert!(turns.hosts().is_empty());
    }
}
