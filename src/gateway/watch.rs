//! The watchdog: a plain thread, so that nothing a runtime does can stop it. It opens each shard's
//! connection in its turn, opens a starved or silent one anew, and ends the process when that does
//! not help.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use serenity::http::Http;
use serenity::model::gateway::GatewayIntents;
use tokio::sync::oneshot;

use super::connection::{Connection, End, Plan};
use super::pulse::Moment;
use super::{CONTENT_INTENTS, Lost, intents};
use crate::dispatch::Dispatch;

/// How often it looks.
const TICK: Duration = Duration::from_millis(250);
/// A runtime without a beat for so long is starved.
const STARVED: Duration = Duration::from_secs(3);
/// A main runtime that has not run for so long is beyond help.
const HUNG: Duration = Duration::from_secs(30);
/// One shard of a group may identify in so long.
const IDENTIFY_EVERY: Duration = Duration::from_secs(5);
/// A connection that lasted so long was a good one.
const GOOD: Duration = Duration::from_secs(60);
/// The longest wait before a connection that keeps failing is opened again: Discord allows a
/// thousand sessions a day.
const WAIT_MAX: Duration = Duration::from_secs(300);
/// So many readers may spin, abandoned, before the process must go.
const ABANDONED_MAX: usize = 4;

/// What the watchdog is told.
#[derive(Debug)]
pub(super) enum Note {
    /// A connection's thread is done.
    Ended { shard: u32, serial: u64, end: End },
    /// Close everything.
    Close,
}

/// What it watches.
pub(super) struct Watch {
    pub(super) http: Box<dyn Fn() -> anyhow::Result<Http> + Send>,
    pub(super) url: String,
    pub(super) total: u32,
    pub(super) max_concurrency: u32,
    pub(super) dispatch: Arc<Dispatch>,
    pub(super) main_beat: Arc<Moment>,
    pub(super) slots: Vec<Slot>,
    pub(super) intents: GatewayIntents,
    pub(super) identified: HashMap<u32, Instant>,
    /// Connections given up on whose thread has not ended.
    pub(super) abandoned: Vec<u64>,
    pub(super) serial: u64,
    pub(super) notes: mpsc::Sender<Note>,
}

/// A shard and its connection.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) shard: u32,
    pub(super) connection: Option<Connection>,
    /// When it was opened last.
    opened: Instant,
    /// How often in a row it did not last.
    failures: u32,
}

impl Slot {
    /// One that may be opened at once.
    pub(super) fn new(shard: u32) -> Self {
        Self {
            shard,
            connection: None,
            opened: Instant::now(),
            failures: 0,
        }
    }

    /// Lets go of the connection, and counts whether it was a good one.
    fn release(&mut self) -> Option<Connection> {
        self.failures = if self.opened.elapsed() < GOOD {
            self.failures + 1
        } else {
            0
        };
        self.connection.take()
    }

    /// Whether it is time to open one.
    fn is_due(&self) -> bool {
        let wait = self.failures.checked_sub(1).map(wait_after);
        self.connection.is_none() && wait.is_none_or(|wait| self.opened.elapsed() >= wait)
    }
}

/// How long after its opening a connection that failed so often again is opened anew.
fn wait_after(failures: u32) -> Duration {
    (IDENTIFY_EVERY * 2_u32.saturating_pow(failures.min(8))).min(WAIT_MAX)
}

impl Watch {
    /// Watches until told to close; then until every connection is closed.
    pub(super) fn run(mut self, inbox: &mpsc::Receiver<Note>, lost: oneshot::Sender<Lost>) {
        let mut looked = Instant::now();
        self.open_due();
        loop {
            match inbox.recv_timeout(TICK) {
                Ok(Note::Close) => return self.close(inbox),
                Ok(Note::Ended { shard, serial, end }) => {
                    if let Some(why) = self.ended(shard, serial, end) {
                        // Whoever waits for this decides what it means.
                        let _ = lost.send(why);
                        return;
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
            }
            // After a pause of the whole machine every age is wrong: look again first.
            if looked.elapsed() < TICK + STARVED / 2 {
                self.look();
            }
            looked = Instant::now();
            self.open_due();
        }
    }

    /// Opens the connections whose turn it is.
    fn open_due(&mut self) {
        for at in 0..self.slots.len() {
            let Some(slot) = self.slots.get(at).filter(|slot| slot.is_due()) else {
                continue;
            };
            let shard = slot.shard;
            let group = shard % self.max_concurrency.max(1);
            let last = self.identified.get(&group);
            if last.is_some_and(|last| last.elapsed() < IDENTIFY_EVERY) {
                continue;
            }
            self.identified.insert(group, Instant::now());
            self.serial += 1;
            let opened = self.open(shard);
            let Some(slot) = self.slots.get_mut(at) else {
                continue;
            };
            slot.opened = Instant::now();
            match opened {
                Ok(connection) => slot.connection = Some(connection),
                Err(error) => tracing::error!(shard, error = format!("{error:#}"), "no connection"),
            }
        }
    }

    fn open(&self, shard: u32) -> anyhow::Result<Connection> {
        let plan = Plan {
            http: (self.http)()?,
            url: self.url.clone(),
            shard,
            total: self.total,
            intents: self.intents,
            dispatch: self.dispatch.clone(),
        };
        Connection::open(plan, self.serial, self.notes.clone())
    }

    /// Gives up on connections that show no life.
    fn look(&mut self) {
        if self.main_beat.age() > HUNG {
            end_process("the main runtime hangs");
        }
        let limits = &self.dispatch.bot.settings.gateway;
        for slot in &mut self.slots {
            let Some(connection) = &slot.connection else {
                continue;
            };
            let pulse = &connection.pulse;
            let limit = Duration::from_secs(if pulse.connected() {
                limits.silence_seconds
            } else {
                limits.connect_seconds
            });
            let why = if pulse.since_beat() > STARVED {
                pulse.prod();
                "its reader spins"
            } else if pulse.since_heard() > limit {
                "nothing is heard"
            } else {
                continue;
            };
            tracing::warn!(
                shard = slot.shard,
                reason = why,
                "opening a gateway connection anew"
            );
            let bot = &self.dispatch.bot;
            bot.metrics.gateway_restarted();
            bot.metrics.shard(slot.shard, false);
            bot.health.shard(slot.shard, false);
            if let Some(connection) = slot.release() {
                self.abandoned.push(connection.serial);
            }
        }
        let spinning = self.abandoned.len();
        self.dispatch.bot.metrics.abandoned(spinning);
        if spinning > ABANDONED_MAX {
            end_process("too many gateway connections spin");
        }
    }

    /// What the end of a connection means; a reason when there can be no other.
    fn ended(&mut self, shard: u32, serial: u64, end: End) -> Option<Lost> {
        self.abandoned.retain(|&known| known != serial);
        let slot = self.slots.iter_mut().find(|slot| {
            let connection = slot.connection.as_ref();
            connection.is_some_and(|known| known.serial == serial)
        })?;
        slot.release();
        let bot = &self.dispatch.bot;
        bot.metrics.shard(shard, false);
        bot.health.shard(shard, false);
        match end {
            End::TokenRefused => return Some(Lost::TokenRefused),
            End::IntentsRefused if self.intents.intersects(CONTENT_INTENTS) => {
                if bot.message_content.swap(false, Ordering::Relaxed) {
                    tracing::warn!(
                        "discord refuses the message content intent: answer channels stay silent. \
                         switch on Message Content Intent in the Developer Portal, your \
                         application, Bot; or set message_content = false"
                    );
                }
                self.intents = intents(false);
                // Nothing was started, so the next may be at once.
                slot.failures = 0;
                self.identified.clear();
            }
            End::IntentsRefused => return Some(Lost::IntentsRefused),
            End::Broken(why) => {
                tracing::warn!(shard, why, "the gateway connection ended");
                bot.metrics.gateway_restarted();
            }
            End::Stopped => {}
        }
        None
    }

    /// Closes every connection and waits for their ends: each is bounded, but for spinning ones.
    fn close(self, inbox: &mpsc::Receiver<Note>) {
        let mut open = 0;
        for connection in self.slots.into_iter().filter_map(|slot| slot.connection) {
            // A reader that spins would never hear of it.
            if connection.pulse.since_beat() < STARVED {
                open += 1;
                connection.close();
            }
        }
        while open > 0 {
            match inbox.recv_timeout(STARVED) {
                Ok(Note::Ended { .. }) => open -= 1,
                Ok(Note::Close) => {}
                Err(_) => return,
            }
        }
    }
}

/// Ends the process for its supervisor to start anew.
#[expect(
    clippy::exit,
    reason = "what hangs or spins cannot be asked to end, and cannot end the process itself"
)]
fn end_process(why: &'static str) -> ! {
    tracing::error!(why, code = super::EXIT_CODE, "ending the process");
    std::process::exit(super::EXIT_CODE.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_that_keeps_failing_is_opened_ever_more_rarely() {
        let mut slot = Slot::new(0);
        assert!(slot.is_due());
        slot.release();
        // The first time it is opened as soon as it may identify again.
        assert_eq!((slot.failures, wait_after(0)), (1, IDENTIFY_EVERY));
        slot.release();
        assert!(!slot.is_due());
        assert_eq!(wait_after(1), IDENTIFY_EVERY * 2);
        // 86,400 seconds by 300: within the thousand sessions a day.
        assert_eq!((wait_after(30), wait_after(u32::MAX)), (WAIT_MAX, WAIT_MAX));
    }

    #[test]
    fn a_connection_that_lasted_is_opened_anew_at_once() {
        let mut slot = Slot::new(0);
        slot.failures = 7;
        slot.opened = Instant::now().checked_sub(GOOD).unwrap();
        slot.release();
        assert!(slot.is_due());
    }
}
