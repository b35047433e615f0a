//! What a member does to the bot through Discord's interface, and waiting for what comes of it.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::sync::Notify;

use crate::asked::Asked;
use crate::interactions::{self, AUTOCOMPLETE, COMMAND, COMPONENT, MODAL};
use crate::people::{Member, option_kind};
use crate::permissions::permission;
use crate::reply::{Choice, Reply, component_named};
use crate::shapes;
use crate::world::{DIRECT, Interaction, Message, Shared, World};

/// An interaction about to happen.
#[derive(Debug)]
#[must_use = "nothing happens until it is sent"]
pub struct Invocation {
    member: Member,
    what: What,
    options: Vec<(String, Value)>,
    focused: Option<(String, String)>,
    hidden_too: bool,
}

#[derive(Debug)]
enum What {
    Slash(String),
    Autocomplete(String),
    Menu(String, u64),
    Component { message: u64, data: Value },
    Modal { message: Option<u64>, data: Value },
}

impl Invocation {
    fn new(member: Member, what: What) -> Self {
        Self {
            member,
            what,
            options: Vec::new(),
            focused: None,
            hidden_too: false,
        }
    }

    pub(crate) fn slash(member: Member, command: &str) -> Self {
        Self::new(member, What::Slash(command.into()))
    }

    pub(crate) fn autocomplete(member: Member, command: &str) -> Self {
        Self::new(member, What::Autocomplete(command.into()))
    }

    pub(crate) fn message_command(member: Member, name: &str, message: &Message) -> Self {
        let channel = message.channel;
        let what = What::Menu(name.into(), message.id);
        let mut invocation = Self::new(member, what);
        invocation.member.channel = channel;
        invocation
    }

    pub(crate) fn click(member: Member, message: &Message, button: &str) -> Self {
        let found = component_named(&message.components, button, 2);
        let Some(found) = found else {
            panic!("no button {button:?} in {}", json!(message.components));
        };
        assert!(
            found["disabled"] != true,
            "the button {button:?} is disabled"
        );
        let Some(custom_id) = found["custom_id"].as_str() else {
            panic!("the button {button:?} is a link");
        };
        let data = json!({"custom_id": custom_id, "component_type": 2});
        Self::component(member, message, data)
    }

    pub(crate) fn choose(member: Member, message: &Message, menu: &str, value: &str) -> Self {
        let found = component_named(&message.components, menu, 3);
        let Some(found) = found else {
            panic!("no select menu {menu:?} in {}", json!(message.components));
        };
        let data = json!({"custom_id": found["custom_id"], "component_type": 3, "values": [value]});
        Self::component(member, message, data)
    }

    fn component(member: Member, message: &Message, data: Value) -> Self {
        let (id, channel) = (message.id, message.channel);
        let mut invocation = Self::new(member, What::Component { message: id, data });
        invocation.member.channel = channel;
        invocation
    }

    pub(crate) fn submit(member: Member, modal: &Reply, values: &[(&str, &str)]) -> Self {
        let shown = modal.modal();
        let rows = values.iter().map(|(id, value)| {
            json!({"type": 1, "components": [{"type": 4, "custom_id": id, "value": value}]})
        });
        let data = json!({"custom_id": shown["custom_id"], "components": rows.collect::<Vec<_>>()});
        let message = modal.source();
        Self::new(member, What::Modal { message, data })
    }

    /// Fills an option in.
    pub fn option(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.options.push((name.into(), value.into()));
        self
    }

    /// What has been typed into which option so far.
    pub fn typing(mut self, name: &str, text: &str) -> Self {
        self.focused = Some((name.into(), text.into()));
        self
    }

    /// Uses the command even where Discord's menu hides it from this member.
    pub fn even_if_hidden(mut self) -> Self {
        self.hidden_too = true;
        self
    }

    /// Does it and waits until the member sees the outcome.
    pub async fn reply(self) -> Reply {
        self.send().await.reply().await
    }

    /// Types it and waits for the choices offered.
    pub async fn choices(self) -> Vec<Choice> {
        self.reply().await.choices()
    }

    /// Does it, and leaves waiting to the caller.
    ///
    /// # Panics
    /// When Discord's client would not let the member do this.
    pub async fn send(self) -> Asked {
        let shared = self.member.shared.clone();
        self.member.session(self.member.channel).await;
        if let What::Slash(name) | What::Autocomplete(name) | What::Menu(name, _) = &self.what {
            let first = name.split(' ').next().unwrap_or_default().to_owned();
            let whole = matches!(self.what, What::Menu(..));
            let name = if whole { name.clone() } else { first };
            let kind = if whole { 3 } else { 1 };
            let guild = shared.world().guild_of(self.member.channel);
            let what = format!("a command {name:?}");
            shared
                .until(&what, |world| world.command(guild, kind, &name).map(|_| ()))
                .await;
        }
        let mut world = shared.world();
        let (kind, data) = self.data(&world);
        let id = open(&mut world, &self.member, kind, self.message());
        let payload = self.payload(&shared, &world, id, kind, &data);
        let guild = world.guild_of(self.member.channel);
        interactions::dispatch(&mut world, id, guild, &payload);
        drop(world);
        shared.changed();
        Asked { shared, id }
    }

    fn message(&self) -> Option<u64> {
        match &self.what {
            What::Component { message, .. } => Some(*message),
            What::Modal { message, .. } => *message,
            _ => None,
        }
    }

    fn data(&self, world: &World) -> (u64, Value) {
        match &self.what {
            What::Slash(path) => (COMMAND, self.command_data(world, path)),
            What::Autocomplete(path) => (AUTOCOMPLETE, self.command_data(world, path)),
            What::Menu(name, target) => {
                let command = self.registered(world, 3, name);
                let message = shapes::message(&self.member.shared, world, &world.messages[target]);
                let target = target.to_string();
                let resolved = json!({"messages": {&target: message}});
                let data = json!({"id": command["id"], "name": name, "type": 3, "target_id": target, "resolved": resolved});
                (COMMAND, data)
            }
            What::Component { data, .. } => (COMPONENT, data.clone()),
            What::Modal { data, .. } => (MODAL, data.clone()),
        }
    }

    /// The command, if the member's client would offer it.
    fn registered<'w>(&self, world: &'w World, kind: u64, name: &str) -> &'w Value {
        let channel = self.member.channel;
        let guild = world.guild_of(channel);
        let command = world
            .command(guild, kind, name)
            .expect("send waited for it");
        let context = context(world, channel);
        if let Some(contexts) = command["contexts"].as_array() {
            assert!(
                contexts.contains(&json!(context)),
                "{name} is not offered in context {context}"
            );
        }
        let installed = u64::from(user_install_only(world, channel));
        let types = command["integration_types"]
            .as_array()
            .into_iter()
            .flatten();
        assert!(
            types.into_iter().any(|t| *t == installed),
            "{name} is not offered to installation type {installed}"
        );
        let needed = command["default_member_permissions"].as_str();
        let needed: u64 = needed.and_then(|bits| bits.parse().ok()).unwrap_or(0);
        let may = world.permissions(self.member.user, channel);
        let shown = may & needed == needed || guild.is_none();
        assert!(
            shown || self.hidden_too,
            "{name} is hidden from this member"
        );
        command
    }

    fn command_data(&self, world: &World, path: &str) -> Value {
        let mut names = path.split(' ');
        let name = names.next().unwrap_or_default();
        let command = self.registered(world, 1, name);
        let path: Vec<&str> = names.collect();
        let mut registered = &command["options"];
        for name in &path {
            let found = registered
                .as_array()
                .into_iter()
                .flatten()
                .find(|o| o["name"] == **name);
            registered = &found.unwrap_or_else(|| panic!("{command} has no {name}"))["options"];
        }
        let known: Vec<&Value> = registered.as_array().into_iter().flatten().collect();
        let mut options: Value = self.filled(&known).into();
        for (depth, name) in path.iter().enumerate().rev() {
            // A group is type 2, the subcommand in it type 1.
            let kind = if depth + 1 == path.len() { 1 } else { 2 };
            options = json!([{"name": name, "type": kind, "options": options}]);
        }
        let mut data = json!({"id": command["id"], "name": name, "type": 1, "options": options});
        if let Some(resolved) = self.resolved(world) {
            data["resolved"] = resolved;
        }
        data
    }

    /// The options as Discord sends them, checked as its client does.
    fn filled(&self, known: &[&Value]) -> Vec<Value> {
        let find = |name: &str| {
            let option = known.iter().find(|o| o["name"] == name);
            *option.unwrap_or_else(|| panic!("no option {name:?} in {known:?}"))
        };
        let mut filled = Vec::new();
        for (name, value) in &self.options {
            let registered = find(name);
            within_bounds(registered, value);
            let kind = registered["type"]
                .as_u64()
                .unwrap_or_else(|| option_kind(value));
            filled.push(json!({"name": name, "type": kind, "value": value}));
        }
        if let Some((name, text)) = &self.focused {
            let registered = find(name);
            assert!(
                registered["autocomplete"] == true,
                "{name} is not completed"
            );
            filled.push(
                json!({"name": name, "type": registered["type"], "value": text, "focused": true}),
            );
        } else {
            for option in known.iter().filter(|o| o["required"] == true) {
                let given = self
                    .options
                    .iter()
                    .any(|(name, _)| option["name"] == name.as_str());
                assert!(given, "the option {} is required", option["name"]);
            }
        }
        filled
    }

    /// Channels named among the options.
    fn resolved(&self, world: &World) -> Option<Value> {
        let mut found = Map::new();
        for (_, value) in &self.options {
            let id = value.as_str().and_then(|id| id.parse::<u64>().ok());
            if let Some((id, channel)) = id.and_then(|id| Some((id, world.channels.get(&id)?))) {
                let mut shown = shapes::channel(world, id, channel);
                let may = world.permissions(self.member.user, id);
                shown["permissions"] = may.to_string().into();
                found.insert(id.to_string(), shown);
            }
        }
        (!found.is_empty()).then(|| json!({"channels": found}))
    }

    fn payload(&self, shared: &Shared, world: &World, id: u64, kind: u64, data: &Value) -> Value {
        let (user, channel) = (self.member.user, self.member.channel);
        let interaction = &world.interactions[&id];
        let guild = world.guild_of(channel);
        let owners = if interaction.user_install_only {
            json!({"1": user.to_string()})
        } else {
            json!({"0": guild.map_or_else(|| "0".into(), |g| g.to_string())})
        };
        let may = world.permissions(user, channel);
        let mut channel_shown = shapes::channel(world, channel, &world.channels[&channel]);
        channel_shown["permissions"] = may.to_string().into();
        let bot_may = if guild.is_some_and(|g| !world.guilds[&g].joined) {
            permission::EVERYONE
        } else {
            world.permissions(shared.bot, channel)
        };
        let mut payload = json!({
            "id": id.to_string(), "application_id": shared.application.to_string(), "type": kind,
            "token": interaction.token, "version": 1, "channel_id": channel.to_string(),
            "channel": channel_shown, "locale": world.users[&user].locale, "entitlements": [],
            "attachment_size_limit": 10_485_760, "authorizing_integration_owners": owners,
            "context": context(world, channel), "app_permissions": bot_may.to_string(), "data": data,
        });
        match guild {
            Some(guild) => {
                let mut member = shapes::member(world, guild, user);
                member["permissions"] = may.to_string().into();
                payload["guild_id"] = guild.to_string().into();
                payload["guild_locale"] = world.guilds[&guild].locale.clone().into();
                payload["guild"] = json!({"id": guild.to_string(), "locale": world.guilds[&guild].locale, "features": []});
                payload["member"] = member;
            }
            None => payload["user"] = shapes::user_of(world, user),
        }
        if let Some(message) = self.message() {
            payload["message"] = shapes::message(shared, world, &world.messages[&message]);
        }
        payload
    }
}

fn within_bounds(registered: &Value, value: &Value) {
    if let Some(text) = value.as_str() {
        let chars = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        let most = registered["max_length"].as_u64().unwrap_or(6000);
        let least = registered["min_length"].as_u64().unwrap_or(0);
        assert!(
            (least..=most).contains(&chars),
            "{} takes {least} to {most} characters",
            registered["name"]
        );
    }
    if let (Some(number), Some(most)) = (value.as_f64(), registered["max_value"].as_f64()) {
        assert!(
            number <= most,
            "{} takes at most {most}",
            registered["name"]
        );
    }
    if let (Some(number), Some(least)) = (value.as_f64(), registered["min_value"].as_f64()) {
        assert!(
            number >= least,
            "{} takes at least {least}",
            registered["name"]
        );
    }
}

/// 0 in a guild, 1 in direct messages with the bot, 2 in others' private channels.
fn context(world: &World, channel: u64) -> u64 {
    match &world.channels[&channel] {
        channel if channel.guild.is_some() => 0,
        channel if channel.kind == DIRECT => 1,
        _ => 2,
    }
}

fn user_install_only(world: &World, channel: u64) -> bool {
    match world.guild_of(channel) {
        Some(guild) => !world.guilds[&guild].joined,
        None => context(world, channel) == 2,
    }
}

/// Adds an interaction.
fn open(world: &mut World, member: &Member, kind: u64, message: Option<u64>) -> u64 {
    let id = world.ids.now();
    let token = crate::setup::interaction_token(id);
    let user_install_only = user_install_only(world, member.channel);
    world.tokens.insert(token.clone(), id);
    world.interactions.insert(
        id,
        Interaction {
            id,
            token,
            kind,
            user: member.user,
            channel: member.channel,
            user_install_only,
            message,
            dispatched: None,
            response: None,
            original: None,
            follow_ups: Vec::new(),
            repeats: 0,
            news: Arc::new(Notify::new()),
        },
    );
    id
}
