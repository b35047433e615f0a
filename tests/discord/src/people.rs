//! Guilds, channels and members, as tests speak of them.

use std::sync::Arc;

use serde_json::Value;

use crate::invocation::Invocation;
use crate::permissions::{Overwrite, permission};
use crate::posted::Posted;
use crate::world::{ChannelData, FORUM, GROUP, GuildData, Message, Shared, TEXT, User, World};
use crate::{channels, gateway, shapes, webhooks};

/// A guild.
#[derive(Debug, Clone)]
pub struct Guild {
    shared: Arc<Shared>,
    id: u64,
}

impl Guild {
    pub(crate) fn named(shared: &Arc<Shared>, name: &str, joined: bool) -> Self {
        let mut world = shared.world();
        let found = world.guilds.iter().find(|(_, g)| g.name == name);
        let id = found.map(|(id, _)| *id);
        let id = id.unwrap_or_else(|| found_guild(shared, &mut world, name, joined));
        drop(world);
        Self {
            shared: shared.clone(),
            id,
        }
    }

    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The member of this name, who may what `@everyone` may; made if need be.
    pub fn member(&self, name: &str) -> Member {
        self.member_with(name, &[])
    }

    /// The member of this name, who may manage the guild and its messages.
    pub fn moderator(&self, name: &str) -> Member {
        let bits =
            permission::MANAGE_GUILD | permission::MANAGE_MESSAGES | permission::MODERATE_MEMBERS;
        let role = self.role(bits);
        self.member_with(name, &[role])
    }

    /// A new role with these permissions.
    pub fn role(&self, permissions: u64) -> u64 {
        let mut world = self.shared.world();
        let id = world.ids.old();
        if let Some(guild) = world.guilds.get_mut(&self.id) {
            guild.roles.push((id, permissions));
        }
        id
    }

    /// The member of this name, with these roles on top of what they have.
    pub fn member_with(&self, name: &str, roles: &[u64]) -> Member {
        let mut world = self.shared.world();
        let user = user_named(&mut world, name);
        if let Some(guild) = world.guilds.get_mut(&self.id) {
            guild.members.entry(user).or_default().extend(roles);
        }
        drop(world);
        Member {
            shared: self.shared.clone(),
            user,
            channel: self.channel().id,
        }
    }

    /// The first text channel.
    pub fn channel(&self) -> Channel {
        self.text_channel("general")
    }

    /// The text channel of this name; made if need be.
    pub fn text_channel(&self, name: &str) -> Channel {
        self.channel_of_kind(name, TEXT)
    }

    /// The forum of this name; made if need be.
    pub fn forum(&self, name: &str) -> Channel {
        self.channel_of_kind(name, FORUM)
    }

    fn channel_of_kind(&self, name: &str, kind: u64) -> Channel {
        let mut world = self.shared.world();
        let mut all = world.channels.iter();
        let found = all.find(|(_, c)| c.guild == Some(self.id) && c.kind == kind && c.name == name);
        let found = found.map(|(id, _)| *id);
        let id = found.unwrap_or_else(|| add_channel(&mut world, self.id, name, kind));
        Channel {
            shared: self.shared.clone(),
            id,
        }
    }

    /// Takes these permissions from `@everyone`, and so from the bot.
    pub fn withdraw(&self, permissions: u64) {
        self.change_everyone(|bits| bits & !permissions);
    }

    /// Gives these permissions to `@everyone`, and so to the bot.
    pub fn grant(&self, permissions: u64) {
        self.change_everyone(|bits| bits | permissions);
    }

    fn change_everyone(&self, change: impl FnOnce(u64) -> u64) {
        let mut world = self.shared.world();
        let guild = world.guilds.get_mut(&self.id);
        if let Some((_, bits)) = guild.and_then(|guild| guild.roles.first_mut()) {
            *bits = change(*bits);
        }
    }

    /// Takes this permission from the bot in all channels.
    pub fn deny_bot(&self, permissions: u64) {
        let mut world = self.shared.world();
        let bot = self.shared.bot;
        for channel in world
            .channels
            .values_mut()
            .filter(|c| c.guild == Some(self.id))
        {
            channel.overwrites.push(Overwrite {
                id: bot,
                allow: 0,
                deny: permissions,
            });
        }
    }

    /// Lets the bot into the guild, and tells it.
    pub fn add_bot(&self) {
        let mut world = self.shared.world();
        let bot = self.shared.bot;
        if let Some(guild) = world.guilds.get_mut(&self.id) {
            guild.joined = true;
            guild.members.insert(bot, Vec::new());
        }
        let event = shapes::guild_create(&self.shared, &world, self.id, false);
        gateway::dispatch(&mut world, here(self.id), "GUILD_CREATE", &event);
    }

    /// Takes the bot out of the guild, and tells it.
    pub fn remove_bot(&self) {
        let mut world = self.shared.world();
        let data = serde_json::json!({"id": self.id.to_string()});
        gateway::dispatch(&mut world, here(self.id), "GUILD_DELETE", &data);
        if let Some(guild) = world.guilds.get_mut(&self.id) {
            guild.joined = false;
        }
    }
}

fn here(guild: u64) -> gateway::Place {
    gateway::Place {
        guild: Some(guild),
        intents: gateway::GUILDS,
    }
}

/// Makes a guild, and tells the bot if it is connected.
fn found_guild(shared: &Shared, world: &mut World, name: &str, joined: bool) -> u64 {
    let id = world.ids.old();
    let mut guild = GuildData {
        name: name.into(),
        owner: world.ids.old(),
        locale: "en-US".into(),
        joined,
        roles: vec![(id, permission::EVERYONE)],
        members: std::iter::empty().collect(),
    };
    if joined {
        guild.members.insert(shared.bot, Vec::new());
    }
    world.guilds.insert(id, guild);
    add_channel(world, id, "general", TEXT);
    if joined {
        let event = shapes::guild_create(shared, world, id, false);
        gateway::dispatch(world, here(id), "GUILD_CREATE", &event);
    }
    id
}

fn add_channel(world: &mut World, guild: u64, name: &str, kind: u64) -> u64 {
    let id = world.ids.old();
    let channel = ChannelData {
        kind,
        name: name.into(),
        guild: Some(guild),
        parent: None,
        owner: None,
        overwrites: Vec::new(),
        archived: false,
    };
    let event = shapes::channel(world, id, &channel);
    world.channels.insert(id, channel);
    if world.guilds.get(&guild).is_some_and(|g| g.joined) {
        gateway::dispatch(world, here(guild), "CHANNEL_CREATE", &event);
    }
    id
}

fn user_named(world: &mut World, name: &str) -> u64 {
    if let Some(id) = world.people.get(name) {
        return *id;
    }
    let id = world.ids.old();
    world.users.insert(id, User::new(name, false));
    world.people.insert(name.into(), id);
    id
}

/// A channel, thread or forum.
#[derive(Debug, Clone)]
pub struct Channel {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: u64,
}

impl Channel {
    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// How it is written in a message or option: `<#id>`.
    pub fn mention(&self) -> String {
        format!("<#{}>", self.id)
    }

    /// Takes permissions from the bot here.
    pub fn deny_bot(&self, permissions: u64) {
        let bot = self.shared.bot;
        let mut world = self.shared.world();
        if let Some(channel) = world.channels.get_mut(&self.id) {
            channel.overwrites.push(Overwrite {
                id: bot,
                allow: 0,
                deny: permissions,
            });
        }
    }

    /// Its messages, oldest first, without private and deleted ones.
    pub fn messages(&self) -> Vec<Message> {
        let world = self.shared.world();
        let all = world.messages.values();
        let shown = |m: &&Message| m.channel == self.id && !m.deleted && m.flags & 64 == 0;
        all.filter(shown).cloned().collect()
    }
}

/// Somebody, where they are at the moment.
#[derive(Debug, Clone)]
pub struct Member {
    pub(crate) shared: Arc<Shared>,
    pub(crate) user: u64,
    pub(crate) channel: u64,
}

impl Member {
    /// The user's id.
    pub fn id(&self) -> u64 {
        self.user
    }

    /// The same person, whose Discord speaks this language, as in `ru`.
    #[must_use]
    pub fn speaking(self, locale: &str) -> Self {
        let mut world = self.shared.world();
        if let Some(user) = world.users.get_mut(&self.user) {
            locale.clone_into(&mut user.locale);
        }
        drop(world);
        self
    }

    /// The same person in another channel.
    #[must_use]
    pub fn in_channel(mut self, channel: &Channel) -> Self {
        self.channel = channel.id;
        self
    }

    /// The same person in the direct messages with the bot.
    #[must_use]
    pub fn in_direct_messages(mut self) -> Self {
        self.channel = channels::direct_channel(&mut self.shared.world(), self.user);
        self
    }

    /// The same person in a private channel with others, where only they have the bot installed.
    #[must_use]
    pub fn in_private_channel(mut self) -> Self {
        let mut world = self.shared.world();
        let id = world.ids.now();
        let group = ChannelData {
            kind: GROUP,
            name: "friends".into(),
            guild: None,
            parent: None,
            owner: Some(self.user),
            overwrites: Vec::new(),
            archived: false,
        };
        world.channels.insert(id, group);
        drop(world);
        self.channel = id;
        self
    }

    /// Uses a slash command; a subcommand's name follows after a space.
    pub fn slash(&self, command: &str) -> Invocation {
        Invocation::slash(self.clone(), command)
    }

    /// Types in a slash command's option; say which with [`Invocation::typing`].
    pub fn autocomplete(&self, command: &str) -> Invocation {
        Invocation::autocomplete(self.clone(), command)
    }

    /// Uses an entry of a message's menu.
    pub fn message_command(&self, name: &str, message: impl AsRef<Message>) -> Invocation {
        Invocation::message_command(self.clone(), name, message.as_ref())
    }

    /// Presses a button, named by its label, its emoji or a part of its custom id.
    pub fn click(&self, message: impl AsRef<Message>, button: &str) -> Invocation {
        Invocation::click(self.clone(), message.as_ref(), button)
    }

    /// Picks a value from a select menu, named by a part of its custom id.
    pub fn choose(&self, message: impl AsRef<Message>, menu: &str, value: &str) -> Invocation {
        Invocation::choose(self.clone(), message.as_ref(), menu, value)
    }

    /// Sends a modal off, with values by the inputs' custom ids.
    pub fn submit(&self, modal: &crate::Reply, values: &[(&str, &str)]) -> Invocation {
        Invocation::submit(self.clone(), modal, values)
    }

    /// Writes into a channel.
    pub async fn says(&self, channel: &Channel, text: &str) -> Posted {
        self.write(channel.id, text, None, false).await
    }

    /// Writes with a mention of the bot in front.
    pub async fn mentions_bot(&self, text: &str) -> Posted {
        let text = format!("<@{}> {text}", self.shared.bot);
        self.write(self.channel, &text, None, false).await
    }

    /// Replies to a message; when that is the bot's, this pings it, as Discord's clients do.
    pub async fn replies_to(&self, message: impl AsRef<Message>, text: &str) -> Posted {
        let target = message.as_ref();
        let pings = target.author == self.shared.bot;
        self.write(target.channel, text, Some(target.id), pings)
            .await
    }

    /// Replies to a message with a mention of the bot in front.
    pub async fn replies_with_mention(&self, message: impl AsRef<Message>, text: &str) -> Posted {
        let target = message.as_ref();
        let text = format!("<@{}> {text}", self.shared.bot);
        self.write(target.channel, text.trim_end(), Some(target.id), false)
            .await
    }

    /// Writes to the bot directly.
    pub async fn writes_directly(&self, text: &str) -> Posted {
        let channel = channels::direct_channel(&mut self.shared.world(), self.user);
        self.write(channel, text, None, false).await
    }

    /// Opens a post in a forum.
    pub async fn posts(&self, forum: &Channel, title: &str, text: &str) -> Posted {
        self.session(forum.id).await;
        let mut world = self.shared.world();
        let id = world.ids.now();
        let thread = channels::thread(self.user, forum.id, title, &world);
        channels::open(&self.shared, &mut world, id, thread);
        let message = self.message(&world, id, id, text);
        self.publish(&mut world, message)
    }

    async fn write(&self, channel: u64, text: &str, to: Option<u64>, ping: bool) -> Posted {
        self.session(channel).await;
        let mut world = self.shared.world();
        let id = world.ids.now();
        let mut message = self.message(&world, id, channel, text);
        message.replies_to = to;
        if ping && !message.mentions.contains(&self.shared.bot) {
            message.mentions.push(self.shared.bot);
        }
        self.publish(&mut world, message)
    }

    fn message(&self, world: &World, id: u64, channel: u64, text: &str) -> Message {
        let named = |user: &&u64| text.contains(&format!("<@{user}>"));
        Message {
            id,
            channel,
            author: self.user,
            content: text.into(),
            mentions: world.users.keys().filter(named).copied().collect(),
            ..Message::default()
        }
    }

    fn publish(&self, world: &mut World, message: Message) -> Posted {
        webhooks::publish(&self.shared, world, message.clone());
        self.shared.changed();
        Posted::new(self.shared.clone(), self.clone(), message)
    }

    /// Waits for a session that hears of the channel: what nobody hears is never answered.
    pub(crate) async fn session(&self, channel: u64) {
        self.shared
            .until("a session to hear this", |world| {
                let guild = world.guild_of(channel);
                let guild = guild.filter(|id| world.guilds[id].joined);
                world.sessions.iter().any(|s| s.hears(guild)).then_some(())
            })
            .await;
    }
}

/// The values that a test may give to an option.
pub(crate) fn option_kind(value: &Value) -> u64 {
    match value {
        Value::Bool(_) => 5,
        Value::Number(n) if n.is_f64() => 10,
        Value::Number(_) => 4,
        _ => 3,
    }
}
