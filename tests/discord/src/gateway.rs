//! Sends events to the sessions that want them, and misbehaves on demand.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::connection::{Order, Session, id_of};
use crate::shapes;
use crate::world::{Message, Shared, World};

/// Intents, as bits.
pub(crate) const GUILDS: u64 = 1;
pub(crate) const GUILD_MESSAGES: u64 = 1 << 9;
pub(crate) const DIRECT_MESSAGES: u64 = 1 << 12;

/// Where an event happens, which decides who hears of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// None reaches shard 0 only, as direct messages do.
    pub(crate) guild: Option<u64>,
    /// Intents of which one is needed; 0 is none.
    pub(crate) intents: u64,
}

/// Sends an event to all sessions that should hear of it.
pub(crate) fn dispatch(world: &mut World, place: Place, event: &str, data: &Value) {
    dispatch_shaped(world, place, event, |_, _| data.clone());
}

/// The same, with data that depends on the session's intents.
fn dispatch_shaped(
    world: &mut World,
    place: Place,
    event: &str,
    shaped: impl Fn(&World, u64) -> Value,
) {
    for at in 0..world.sessions.len() {
        let session = &world.sessions[at];
        let wants = place.intents == 0 || session.intents & place.intents != 0;
        if !wants || !session.hears(place.guild) {
            continue;
        }
        let data = shaped(world, session.intents);
        let session = &mut world.sessions[at];
        let sequence = session.push(event, &data);
        if let Some(id) = id_of(event, &data) {
            world.deliveries.dispatched(id, &session.id, sequence);
        }
        if session.duplicates > 0 {
            session.duplicates -= 1;
            session.push(event, &data);
        }
    }
}

/// Tells of a message: `MESSAGE_CREATE` or `MESSAGE_UPDATE`.
pub(crate) fn dispatch_message(shared: &Shared, world: &mut World, event: &str, message: &Message) {
    let guild = world.guild_of(message.channel);
    let intents = if guild.is_some() {
        GUILD_MESSAGES
    } else {
        DIRECT_MESSAGES
    };
    dispatch_shaped(world, Place { guild, intents }, event, |world, intents| {
        let mut value = shapes::message_for(shared, world, message, intents);
        if let Some(guild) = guild {
            value["guild_id"] = guild.to_string().into();
            value["member"] = shapes::partial_member(world, guild, message.author);
        }
        value
    });
}

/// What goes wrong on the gateway; get it from [`crate::StandIn::gateway`].
#[derive(Debug)]
pub struct Gateway {
    pub(crate) shared: Arc<Shared>,
}

impl Gateway {
    /// Asks every session to reconnect (op 7).
    pub fn ask_to_reconnect(&self) {
        self.order(&Order::Send(json!({"op": 7, "d": null}).to_string()));
    }

    /// Says that every session is invalid (op 9); unless `resumable`, it is forgotten.
    pub fn invalidate_sessions(&self, resumable: bool) {
        self.order(&Order::Send(json!({"op": 9, "d": resumable}).to_string()));
        if !resumable {
            self.shared.world().sessions.clear();
        }
    }

    /// Closes every socket with this code, or with none at all.
    pub fn close(&self, code: Option<u16>) {
        self.order(&Order::Close(code));
        // Discord ends the session on these; after others it can be resumed.
        if matches!(code, Some(1000 | 1001 | 4003 | 4004 | 4007 | 4009..=4014)) {
            self.shared.world().sessions.clear();
        }
    }

    /// Drops every connection without a close frame.
    pub fn drop_sockets(&self) {
        self.order(&Order::Drop);
    }

    /// Neither reads nor writes on today's sockets any more, and leaves them open.
    pub fn freeze_sockets(&self) {
        self.order(&Order::Freeze);
    }

    /// Leaves heartbeats of today's sockets unanswered.
    pub fn ignore_heartbeats(&self) {
        self.order(&Order::IgnoreHeartbeats);
    }

    /// Sends the next `count` events of every session twice.
    pub fn duplicate_next(&self, count: usize) {
        for session in &mut self.shared.world().sessions {
            session.duplicates = count;
        }
    }

    /// How often a session was opened by identifying.
    pub fn identifies(&self) -> usize {
        self.shared.world().identified.len()
    }

    /// How often a session was resumed.
    pub fn resumes(&self) -> usize {
        self.shared.world().resumed
    }

    /// Waits until this many sessions were opened over the whole run.
    pub async fn identified(&self, times: usize) {
        let what = format!("identify number {times}");
        self.shared
            .until(&what, |world| {
                (world.identified.len() >= times).then_some(())
            })
            .await;
    }

    /// Waits until sessions were resumed this many times over the whole run.
    pub async fn resumed(&self, times: usize) {
        let what = format!("resume number {times}");
        self.shared
            .until(&what, |world| (world.resumed >= times).then_some(()))
            .await;
    }

    /// Waits until no socket is open.
    pub async fn disconnected(&self) {
        self.shared
            .until("the gateway's sockets to close", |world| {
                (!world.sessions.iter().any(Session::connected)).then_some(())
            })
            .await;
    }

    fn order(&self, order: &Order) {
        for session in &self.shared.world().sessions {
            session.order(order.clone());
        }
    }
}
