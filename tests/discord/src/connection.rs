//! One gateway socket, and the session that outlives it.

use std::sync::Arc;
use std::time::Instant;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::gateway::GUILDS;
use crate::shapes;
use crate::world::{Shared, World};

/// Something a socket is told to do. Channels are unbounded: tests end before memory does.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    Send(String),
    /// Event `id`, for which it matters whether it arrives.
    Deliver(u64, String),
    Close(Option<u16>),
    Drop,
    Freeze,
    IgnoreHeartbeats,
}

/// What the client may resume.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) shard: (u64, u64),
    pub(crate) intents: u64,
    /// Events still to be sent twice.
    pub(crate) duplicates: usize,
    /// Every event so far; its sequence number is its place, counted from 1.
    log: Vec<Order>,
    socket: Option<UnboundedSender<Order>>,
}

impl Session {
    /// Whether events of the guild, or of no guild, come to this session's shard.
    pub(crate) fn hears(&self, guild: Option<u64>) -> bool {
        let (shard, total) = self.shard;
        guild.map_or(0, |guild| (guild >> 22) % total) == shard
    }

    /// Sends an event now, or on resume; its sequence number.
    pub(crate) fn push(&mut self, event: &str, data: &Value) -> usize {
        let sequence = self.log.len() + 1;
        let text = json!({"op": 0, "s": sequence, "t": event, "d": data}).to_string();
        let order = match id_of(event, data) {
            Some(id) => Order::Deliver(id, text),
            None => Order::Send(text),
        };
        self.order(order.clone());
        self.log.push(order);
        sequence
    }

    pub(crate) fn order(&self, order: Order) {
        if let Some(socket) = &self.socket {
            // The socket may be gone already; the log keeps the event for a resume.
            let _ = socket.send(order);
        }
    }

    pub(crate) fn connected(&self) -> bool {
        self.socket.as_ref().is_some_and(|s| !s.is_closed())
    }
}

/// The id of an event that somebody waits to see answered.
pub(crate) fn id_of(event: &str, data: &Value) -> Option<u64> {
    if !matches!(event, "INTERACTION_CREATE" | "MESSAGE_CREATE") {
        return None;
    }
    data["id"].as_str()?.parse().ok()
}

/// Serves one client until either side ends it.
pub(crate) async fn serve(shared: Arc<Shared>, stream: TcpStream) {
    let Ok(socket) = tokio_tungstenite::accept_async(stream).await else {
        return;
    };
    let (orders, inbox) = unbounded_channel();
    let hello = shared.setup.heartbeat_interval.as_millis();
    let hello = json!({"op": 10, "d": {"heartbeat_interval": u64::try_from(hello).unwrap_or(1)}});
    let connection = Connection {
        shared,
        socket,
        orders,
        session: None,
        ignore_heartbeats: false,
    };
    connection.run(inbox, hello.to_string()).await;
}

struct Connection {
    shared: Arc<Shared>,
    socket: WebSocketStream<TcpStream>,
    orders: UnboundedSender<Order>,
    /// The session's id, once there is one.
    session: Option<String>,
    ignore_heartbeats: bool,
}

impl Connection {
    async fn run(mut self, mut inbox: UnboundedReceiver<Order>, hello: String) {
        if self.socket.send(Frame::Text(hello)).await.is_err() {
            return;
        }
        loop {
            let goes_on = tokio::select! {
                Some(order) = inbox.recv() => self.obey(order).await,
                frame = self.socket.next() => match frame {
                    Some(Ok(Frame::Text(text))) => self.hear(&text).await,
                    Some(Ok(Frame::Close(_)) | Err(_)) | None => false,
                    Some(Ok(_)) => true,
                },
            };
            if !goes_on {
                break;
            }
        }
        drop(inbox);
        self.shared.changed();
    }

    /// Does what it is told; false ends the connection.
    async fn obey(&mut self, order: Order) -> bool {
        match order {
            Order::Send(text) => self.socket.send(Frame::Text(text)).await.is_ok(),
            Order::Deliver(id, text) => {
                let sent = self.socket.send(Frame::Text(text)).await.is_ok();
                if sent {
                    self.shared.world().deliveries.written(id);
                }
                sent
            }
            Order::Close(code) => {
                self.close(code, "asked to").await;
                false
            }
            Order::Drop => false,
            Order::Freeze => {
                // Until the client gives up, which this side, not reading, never learns; the
                // runtime ends with the stand-in.
                std::future::pending::<bool>().await
            }
            Order::IgnoreHeartbeats => {
                self.ignore_heartbeats = true;
                true
            }
        }
    }

    async fn close(&mut self, code: Option<u16>, reason: &'static str) {
        let frame = code.map(|code| CloseFrame {
            code: code.into(),
            reason: reason.into(),
        });
        // The client may be gone already.
        let _ = self.socket.send(Frame::Close(frame)).await;
    }

    async fn refuse(&mut self, code: u16, reason: &'static str) -> bool {
        self.close(Some(code), reason).await;
        false
    }

    /// Takes a frame from the client; false ends the connection.
    async fn hear(&mut self, text: &str) -> bool {
        let Ok(frame) = serde_json::from_str::<Value>(text) else {
            return self.refuse(4002, "Decode error").await;
        };
        match frame["op"].as_u64() {
            Some(1) => {
                self.has_read(&frame["d"]);
                if self.ignore_heartbeats {
                    return true;
                }
                let ack = json!({"op": 11, "d": null}).to_string();
                self.socket.send(Frame::Text(ack)).await.is_ok()
            }
            Some(2) => self.identify(&frame["d"]).await,
            Some(6) => self.resume(&frame["d"]).await,
            Some(3 | 4 | 8) => true,
            _ => self.refuse(4001, "Unknown opcode").await,
        }
    }

    /// Notes up to which event the client has read.
    fn has_read(&self, sequence: &Value) {
        let sequence = sequence.as_u64().and_then(|s| usize::try_from(s).ok());
        if let (Some(session), Some(sequence)) = (&self.session, sequence) {
            self.shared.world().deliveries.read(session, sequence);
        }
    }

    fn knows(&self, token: &Value) -> bool {
        let token = token.as_str().unwrap_or_default();
        token.strip_prefix("Bot ").unwrap_or(token) == self.shared.token
    }

    async fn identify(&mut self, data: &Value) -> bool {
        if !self.knows(&data["token"]) {
            return self.refuse(4004, "Authentication failed").await;
        }
        let intents = data["intents"].as_u64().unwrap_or_default();
        if intents & self.shared.setup.disallowed_intents != 0 {
            return self.refuse(4014, "Disallowed intent(s)").await;
        }
        let shard = data["shard"][0].as_u64().unwrap_or(0);
        let total = data["shard"][1].as_u64().unwrap_or(1);
        if shard >= total {
            return self.refuse(4010, "Invalid shard").await;
        }
        let mut world = self.shared.world();
        let mut session = Session {
            id: format!("session-{}", world.ids.now()),
            shard: (shard, total),
            intents,
            duplicates: 0,
            log: Vec::new(),
            socket: Some(self.orders.clone()),
        };
        greet(&self.shared, &world, &mut session);
        self.session = Some(session.id.clone());
        world.sessions.retain(|s| s.shard != session.shard);
        world.sessions.push(session);
        world.identified.push((Instant::now(), shard, total));
        drop(world);
        self.shared.changed();
        true
    }

    async fn resume(&mut self, data: &Value) -> bool {
        if !self.knows(&data["token"]) {
            return self.refuse(4004, "Authentication failed").await;
        }
        self.session = data["session_id"].as_str().map(str::to_owned);
        self.has_read(&data["seq"]);
        let seen = data["seq"].as_u64().and_then(|s| usize::try_from(s).ok());
        let resumed = self.take_over(&data["session_id"], seen.unwrap_or(0));
        if !resumed {
            let invalid = json!({"op": 9, "d": false}).to_string();
            return self.socket.send(Frame::Text(invalid)).await.is_ok();
        }
        self.shared.changed();
        true
    }

    /// Gives the session this socket and replays what came after event number `seen`.
    fn take_over(&self, id: &Value, seen: usize) -> bool {
        let mut world = self.shared.world();
        let Some(session) = world.sessions.iter_mut().find(|s| *id == s.id.as_str()) else {
            return false;
        };
        session.socket = Some(self.orders.clone());
        for missed in session.log.iter().skip(seen) {
            session.order(missed.clone());
        }
        session.push("RESUMED", &json!({}));
        world.resumed += 1;
        true
    }
}

/// READY, then the shard's guilds.
fn greet(shared: &Shared, world: &World, session: &mut Session) {
    let mine = world
        .guilds
        .iter()
        .filter(|(id, guild)| guild.joined && session.hears(Some(**id)));
    let mine: Vec<u64> = mine.map(|(id, _)| *id).collect();
    let unavailable = mine
        .iter()
        .map(|id| json!({"id": id.to_string(), "unavailable": true}));
    let ready = json!({
        "v": 10, "user": shapes::own_user(shared, world), "guilds": unavailable.collect::<Vec<_>>(),
        "session_id": session.id, "resume_gateway_url": shared.gateway_url,
        "shard": [session.shard.0, session.shard.1], "private_channels": [], "relationships": [],
        "application": {"id": shared.application.to_string(), "flags": shapes::application(shared, world)["flags"]},
    });
    session.push("READY", &ready);
    if session.intents & GUILDS != 0 {
        for id in mine {
            let members = session.intents & (1 << 1) != 0;
            session.push(
                "GUILD_CREATE",
                &shapes::guild_create(shared, world, id, members),
            );
        }
    }
}
