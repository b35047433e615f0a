//! Signs of life of one gateway connection, written by its runtime and read by the watchdog.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serenity::gateway::ShardMessenger;
use tokio_tungstenite::tungstenite::Message;

/// What a connection's runtime tells.
#[derive(Debug)]
pub(super) struct Pulse {
    /// When its runtime last ran a task.
    beat: Moment,
    /// When Discord was last heard, or the connection last changed.
    heard: Moment,
    connected: AtomicBool,
    messenger: Mutex<Option<ShardMessenger>>,
}

/// A moment that threads share without a lock.
#[derive(Debug)]
pub(super) struct Moment(AtomicU64);

impl Moment {
    pub(super) fn now() -> Self {
        Self(AtomicU64::new(millis_now()))
    }

    pub(super) fn set(&self) {
        self.0.store(millis_now(), Ordering::Relaxed);
    }

    pub(super) fn age(&self) -> Duration {
        Duration::from_millis(millis_now().saturating_sub(self.0.load(Ordering::Relaxed)))
    }
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self {
            beat: Moment::now(),
            heard: Moment::now(),
            connected: AtomicBool::new(false),
            messenger: Mutex::new(None),
        }
    }

    pub(super) fn beat(&self) {
        self.beat.set();
    }

    pub(super) fn heard(&self) {
        self.heard.set();
    }

    pub(super) fn since_beat(&self) -> Duration {
        self.beat.age()
    }

    pub(super) fn since_heard(&self) -> Duration {
        self.heard.age()
    }

    pub(super) fn connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    pub(super) fn set_connected(&self, connected: bool) {
        self.connected.store(connected, Ordering::Relaxed);
    }

    /// Keeps the way to the shard's reader.
    pub(super) fn set_messenger(&self, messenger: ShardMessenger) {
        *self.lock() = Some(messenger);
    }

    /// Makes a reader that spins on a closed socket stop: it cannot send this ping, and gives up.
    /// An open connection only answers it.
    pub(super) fn prod(&self) {
        if let Some(messenger) = &*self.lock() {
            messenger.websocket_message(Message::Ping(Vec::new()));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<ShardMessenger>> {
        self.messenger
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Milliseconds since the first call.
fn millis_now() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let since = START.get_or_init(Instant::now).elapsed();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
