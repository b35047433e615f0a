//! What the client is known to have received: a client tells in heartbeats and on resume up to which
//! event it has read, and only that is proof.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Whether an event reached the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It did, while it could still be answered.
    InTime,
    /// It did, when it could no longer be answered.
    Late,
    /// The client never said so: it went into a connection that was lost with its session.
    Unproven,
}

/// Every event with an id of its own, by that id.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    known: HashMap<u64, Event>,
}

#[derive(Debug)]
struct Event {
    session: String,
    /// Its place in the session, from 1.
    sequence: usize,
    dispatched: Instant,
    /// When it was last written to a socket.
    written: Option<Instant>,
    /// When it was written to the socket from which the client read it.
    read: Option<Instant>,
}

impl Deliveries {
    /// Notes an event; one that is sent twice counts from the first time.
    pub(crate) fn dispatched(&mut self, id: u64, session: &str, sequence: usize) {
        self.known.entry(id).or_insert_with(|| Event {
            session: session.into(),
            sequence,
            dispatched: Instant::now(),
            written: None,
            read: None,
        });
    }

    /// Notes that the event was written to a socket.
    pub(crate) fn written(&mut self, id: u64) {
        if let Some(event) = self.known.get_mut(&id) {
            event.written = Some(Instant::now());
        }
    }

    /// Notes that the client of `session` has read all events up to `sequence`.
    pub(crate) fn read(&mut self, session: &str, sequence: usize) {
        let events = self.known.values_mut();
        let read = events.filter(|e| e.session == session && e.sequence <= sequence);
        for event in read {
            event.read = event.read.or(event.written);
        }
    }

    /// Whether event `id` was there within `limit`.
    pub(crate) fn of(&self, id: u64, limit: Duration) -> Delivery {
        let Some((event, read)) = self.known.get(&id).and_then(|e| Some((e, e.read?))) else {
            return Delivery::Unproven;
        };
        if read.duration_since(event.dispatched) < limit {
            Delivery::InTime
        } else {
            Delivery::Late
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(3);

    #[test]
    fn only_what_the_client_says_it_has_read_was_delivered() {
        let mut deliveries = Deliveries::default();
        for (id, sequence) in [(71, 1), (72, 2), (73, 3)] {
            deliveries.dispatched(id, "a", sequence);
        }
        deliveries.written(71);
        deliveries.written(72);
        deliveries.read("b", 9);
        assert_eq!(deliveries.of(71, LIMIT), Delivery::Unproven);
        deliveries.read("a", 1);
        let told = [71, 72, 73, 74].map(|id| deliveries.of(id, LIMIT));
        let unproven = Delivery::Unproven;
        assert_eq!(told, [Delivery::InTime, unproven, unproven, unproven]);
        assert_eq!(deliveries.of(71, Duration::ZERO), Delivery::Late);
    }
}
