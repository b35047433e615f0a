//! What this Discord holds, and the one lock around it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::Value;
use tokio::sync::{Notify, watch};

use crate::connection::Session;
use crate::deliveries::Deliveries;
use crate::faults::Faults;
use crate::ids::Ids;
use crate::limits::Limits;
use crate::permissions::{Overwrite, computed, permission};
use crate::rest::Request;
use crate::setup::Setup;
use crate::transcript::Transcript;
use crate::uploads::Attachment;

/// Everything the servers and the tests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) setup: Setup,
    pub(crate) token: String,
    pub(crate) application: u64,
    pub(crate) bot: u64,
    pub(crate) rest_url: String,
    pub(crate) gateway_url: String,
    pub(crate) transcript: Transcript,
    world: Mutex<World>,
    changed: watch::Sender<()>,
}

impl Shared {
    pub(crate) fn new(setup: Setup, rest_url: String, gateway_url: String) -> Self {
        let mut world = World::default();
        let (application, bot) = (world.ids.old(), world.ids.old());
        world.users.insert(bot, User::new("attaché", true));
        Self {
            token: crate::setup::token(bot),
            setup,
            application,
            bot,
            rest_url,
            gateway_url,
            transcript: Transcript::from_environment(),
            world: Mutex::new(world),
            changed: watch::Sender::new(()),
        }
    }

    /// The world, to read or change; call [`Shared::changed`] after a change others wait for.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A test that panics while it looks must not hide its reason behind others' panics.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes whoever waits for the world to change.
    pub(crate) fn changed(&self) {
        self.changed.send_replace(());
    }

    /// Follows changes.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}

/// Guilds, channels, users, messages, interactions, commands and sessions.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) ids: Ids,
    pub(crate) guilds: BTreeMap<u64, GuildData>,
    pub(crate) channels: BTreeMap<u64, ChannelData>,
    pub(crate) users: BTreeMap<u64, User>,
    /// Users who are no bots, by name.
    pub(crate) people: HashMap<String, u64>,
    pub(crate) messages: BTreeMap<u64, Message>,
    pub(crate) interactions: HashMap<u64, Interaction>,
    /// Interactions by their token.
    pub(crate) tokens: HashMap<String, u64>,
    /// Registered commands by guild; global ones under `None`.
    pub(crate) commands: HashMap<Option<u64>, Vec<Value>>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) deliveries: Deliveries,
    /// Whether a session identified, and as which shard, in order.
    pub(crate) identified: Vec<(Instant, u64, u64)>,
    pub(crate) resumed: usize,
    pub(crate) requests: Vec<Request>,
    pub(crate) rejections: Vec<Rejection>,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
    /// Messages by channel and nonce, which Discord keeps unique when asked to.
    pub(crate) nonces: HashMap<(u64, String), u64>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            ids: Ids::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            users: BTreeMap::new(),
            people: HashMap::new(),
            messages: BTreeMap::new(),
            interactions: HashMap::new(),
            tokens: HashMap::new(),
            commands: HashMap::new(),
            sessions: Vec::new(),
            deliveries: Deliveries::default(),
            identified: Vec::new(),
            resumed: 0,
            requests: Vec::new(),
            rejections: Vec::new(),
            faults: Faults::default(),
            limits: Limits::default(),
            nonces: HashMap::new(),
        }
    }
}

/// A body that Discord would have refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Method and path template.
    pub route: String,
    /// What is wrong with it.
    pub why: String,
    /// The body.
    pub body: String,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  {}", self.route, self.why, self.body)
    }
}

/// A person or bot.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) locale: String,
    /// The channel of direct messages with the bot, once there is one.
    pub(crate) direct: Option<u64>,
}

impl User {
    pub(crate) fn new(name: &str, bot: bool) -> Self {
        Self {
            name: name.into(),
            bot,
            locale: "en-US".into(),
            direct: None,
        }
    }
}

/// A guild.
#[derive(Debug, Clone)]
pub(crate) struct GuildData {
    pub(crate) name: String,
    pub(crate) owner: u64,
    pub(crate) locale: String,
    /// Whether the bot is a member; elsewhere it is at most installed by users.
    pub(crate) joined: bool,
    /// `(id, permissions)`; the first is `@everyone` and has the guild's id.
    pub(crate) roles: Vec<(u64, u64)>,
    /// Roles of each member.
    pub(crate) members: BTreeMap<u64, Vec<u64>>,
}

/// A channel of any kind.
#[derive(Debug, Clone)]
pub(crate) struct ChannelData {
    /// Discord's number: 0 text, 1 direct, 3 group, 11 thread, 15 forum.
    pub(crate) kind: u64,
    pub(crate) name: String,
    pub(crate) guild: Option<u64>,
    /// The channel a thread is in.
    pub(crate) parent: Option<u64>,
    /// The other side of direct messages, or who opened the thread.
    pub(crate) owner: Option<u64>,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) archived: bool,
}

pub(crate) const TEXT: u64 = 0;
pub(crate) const DIRECT: u64 = 1;
pub(crate) const GROUP: u64 = 3;
pub(crate) const THREAD: u64 = 11;
pub(crate) const FORUM: u64 = 15;

/// A message as everybody would see it.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Its id.
    pub id: u64,
    /// The channel it is in.
    pub channel: u64,
    /// Who wrote it.
    pub author: u64,
    /// Its text.
    pub content: String,
    /// Embeds as JSON.
    pub embeds: Vec<Value>,
    /// Components as JSON.
    pub components: Vec<Value>,
    /// Files it shows.
    pub attachments: Vec<Attachment>,
    /// Discord's bits: 64 is ephemeral.
    pub flags: u64,
    /// The message it replies to.
    pub replies_to: Option<u64>,
    /// Who is mentioned, a ping by reply included.
    pub mentions: Vec<u64>,
    /// The interaction that it answers.
    pub interaction: Option<u64>,
    /// How often it was edited.
    pub edits: usize,
    /// Emoji the bot added.
    pub reactions: Vec<String>,
    pub(crate) deleted: bool,
    /// A deferred response that shows "thinking" so far.
    pub(crate) loading: bool,
}

/// Only the asker sees the message.
pub(crate) const EPHEMERAL: u64 = 1 << 6;

/// An interaction and what became of it.
#[derive(Debug)]
pub(crate) struct Interaction {
    pub(crate) id: u64,
    pub(crate) token: String,
    /// Discord's number: 2 command, 3 component, 4 autocomplete, 5 modal.
    pub(crate) kind: u64,
    pub(crate) user: u64,
    pub(crate) channel: u64,
    /// Whether only the user has installed the application here.
    pub(crate) user_install_only: bool,
    /// The message whose component was used.
    pub(crate) message: Option<u64>,
    /// When it was first sent to the bot.
    pub(crate) dispatched: Option<Instant>,
    /// The first response: when it came, its type, its data.
    pub(crate) response: Option<(Instant, u64, Value)>,
    /// The message that the response made or changed.
    pub(crate) original: Option<u64>,
    pub(crate) follow_ups: Vec<u64>,
    /// Callbacks refused because there was one already.
    pub(crate) repeats: usize,
    /// Wakes the asker.
    pub(crate) news: Arc<Notify>,
}

impl World {
    /// What a user may do in a channel; in direct messages, everything.
    pub(crate) fn permissions(&self, user: u64, channel: u64) -> u64 {
        let Some(channel) = self.channels.get(&channel) else {
            return 0;
        };
        let Some(guild) = channel.guild.and_then(|id| self.guilds.get(&id)) else {
            return permission::EVERYONE;
        };
        if guild.owner == user {
            return u64::MAX >> 11;
        }
        // Threads have the overwrites of the channel they are in.
        let parent = channel.parent.and_then(|id| self.channels.get(&id));
        let overwrites = &parent.unwrap_or(channel).overwrites;
        let has = guild.members.get(&user).map_or(&[][..], Vec::as_slice);
        computed(user, has, &guild.roles, overwrites)
    }

    /// The command of this name and type that is registered for the guild.
    pub(crate) fn command(&self, guild: Option<u64>, kind: u64, name: &str) -> Option<&Value> {
        let of = |scope| self.commands.get(&scope).into_iter().flatten();
        let local = guild.into_iter().flat_map(|id| of(Some(id)));
        local
            .chain(of(None))
            .find(|c| c["name"] == name && c["type"].as_u64() == Some(kind))
    }

    /// The guild a channel is in.
    pub(crate) fn guild_of(&self, channel: u64) -> Option<u64> {
        self.channels.get(&channel).and_then(|c| c.guild)
    }
}
