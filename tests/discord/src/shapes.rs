//! Objects as Discord's JSON.

use serde_json::{Value, json};

use twilight_model::util::Timestamp;

use crate::ids::unix_ms;
use crate::setup::MESSAGE_CONTENT;
use crate::world::{ChannelData, Message, Shared, THREAD, User, World};

/// A time that nothing depends on.
const LONG_AGO: &str = "2020-01-01T00:00:00.000000+00:00";

pub(crate) fn user(id: u64, user: &User) -> Value {
    json!({
        "id": id.to_string(), "username": user.name, "global_name": user.name,
        "discriminator": "0", "avatar": null, "bot": user.bot, "public_flags": 0,
    })
}

/// The bot's own user.
pub(crate) fn own_user(shared: &Shared, world: &World) -> Value {
    let mut own = user(shared.bot, &world.users[&shared.bot]);
    own["verified"] = true.into();
    own["mfa_enabled"] = true.into();
    own["email"] = Value::Null;
    own["flags"] = 0.into();
    own
}

/// A user by id; one that is not there any more is Discord's "deleted user".
pub(crate) fn user_of(world: &World, id: u64) -> Value {
    match world.users.get(&id) {
        Some(found) => user(id, found),
        None => user(id, &User::new("deleted_user", false)),
    }
}

/// A guild member without its user.
pub(crate) fn partial_member(world: &World, guild: u64, id: u64) -> Value {
    let roles = world.guilds.get(&guild).and_then(|g| g.members.get(&id));
    let roles: Vec<String> = roles.into_iter().flatten().map(u64::to_string).collect();
    json!({
        "roles": roles, "joined_at": LONG_AGO, "deaf": false, "mute": false, "flags": 0,
        "nick": null, "avatar": null, "pending": false, "premium_since": null,
        "communication_disabled_until": null,
    })
}

pub(crate) fn member(world: &World, guild: u64, id: u64) -> Value {
    let mut member = partial_member(world, guild, id);
    member["user"] = user_of(world, id);
    member
}

pub(crate) fn channel(world: &World, id: u64, channel: &ChannelData) -> Value {
    let mut value = json!({
        "id": id.to_string(), "type": channel.kind, "name": channel.name,
        "last_message_id": null, "flags": 0,
    });
    let Some(guild) = channel.guild else {
        let other = channel.owner.map(|owner| user_of(world, owner));
        value["recipients"] = other.into_iter().collect();
        return value;
    };
    value["guild_id"] = guild.to_string().into();
    value["parent_id"] = channel.parent.map(|p| p.to_string()).into();
    if channel.kind == THREAD {
        value["owner_id"] = channel.owner.map(|o| o.to_string()).into();
        value["message_count"] = 0.into();
        value["member_count"] = 1.into();
        value["thread_metadata"] = json!({
            "archived": channel.archived, "auto_archive_duration": 1440,
            "archive_timestamp": LONG_AGO, "locked": false, "create_timestamp": LONG_AGO,
        });
    } else {
        let overwrites = channel.overwrites.iter();
        let overwrites = overwrites.map(|o| {
            let kind = u8::from(world.users.contains_key(&o.id));
            json!({"id": o.id.to_string(), "type": kind, "allow": o.allow.to_string(), "deny": o.deny.to_string()})
        });
        value["permission_overwrites"] = overwrites.collect();
        value["position"] = 0.into();
        value["nsfw"] = false.into();
        value["rate_limit_per_user"] = 0.into();
        value["topic"] = Value::Null;
    }
    value
}

pub(crate) fn role(id: u64, permissions: u64, guild: u64) -> Value {
    let name = if id == guild { "@everyone" } else { "role" };
    json!({
        "id": id.to_string(), "name": name, "color": 0, "hoist": false, "managed": false,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "mentionable": false, "permissions": permissions.to_string(), "position": 0, "flags": 0,
        "icon": null, "unicode_emoji": null,
    })
}

/// A guild as REST shows it; `GUILD_CREATE` adds to it.
pub(crate) fn guild(world: &World, id: u64) -> Value {
    let data = &world.guilds[&id];
    let roles = data.roles.iter();
    let roles: Vec<Value> = roles
        .map(|(role_id, bits)| role(*role_id, *bits, id))
        .collect();
    json!({
        "id": id.to_string(), "name": data.name, "owner_id": data.owner.to_string(),
        "icon": null, "splash": null, "discovery_splash": null, "afk_channel_id": null,
        "afk_timeout": 300, "verification_level": 0, "default_message_notifications": 1,
        "explicit_content_filter": 0, "roles": roles, "emojis": [], "features": [],
        "mfa_level": 0, "application_id": null, "system_channel_id": null,
        "system_channel_flags": 0, "rules_channel_id": null, "max_members": 500_000,
        "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": data.locale,
        "public_updates_channel_id": null, "nsfw_level": 0, "stickers": [],
        "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null,
    })
}

/// What `GUILD_CREATE` carries; without the members intent, only the bot among the members.
pub(crate) fn guild_create(shared: &Shared, world: &World, id: u64, members: bool) -> Value {
    let mut value = guild(world, id);
    let data = &world.guilds[&id];
    let in_guild = |threads: bool| -> Vec<Value> {
        let all = world.channels.iter();
        all.filter(|(_, c)| c.guild == Some(id) && (c.kind == THREAD) == threads)
            .map(|(channel_id, c)| channel(world, *channel_id, c))
            .collect()
    };
    let listed = data.members.keys().copied();
    let listed = listed.filter(|user| members || *user == shared.bot);
    let listed: Vec<Value> = listed.map(|user| member(world, id, user)).collect();
    value["joined_at"] = LONG_AGO.into();
    value["large"] = (data.members.len() > 250).into();
    value["unavailable"] = false.into();
    value["member_count"] = data.members.len().into();
    value["members"] = listed.into();
    value["channels"] = in_guild(false).into();
    value["threads"] = in_guild(true).into();
    for empty in [
        "voice_states",
        "presences",
        "stage_instances",
        "guild_scheduled_events",
        "soundboard_sounds",
    ] {
        value[empty] = json!([]);
    }
    value
}

/// A message in full.
pub(crate) fn message(shared: &Shared, world: &World, message: &Message) -> Value {
    let mut value = bare_message(shared, world, message);
    if let Some(target) = message.replies_to {
        let channel = message.channel.to_string();
        let mut reference =
            json!({"type": 0, "channel_id": channel, "message_id": target.to_string()});
        if let Some(guild) = world.guild_of(message.channel) {
            reference["guild_id"] = guild.to_string().into();
        }
        value["message_reference"] = reference;
        let target = world.messages.get(&target).filter(|m| !m.deleted);
        // Discord nests only one message deep.
        value["referenced_message"] = target.map(|m| bare_message(shared, world, m)).into();
    }
    value
}

fn bare_message(shared: &Shared, world: &World, message: &Message) -> Value {
    let mentions: Vec<Value> = message
        .mentions
        .iter()
        .map(|id| user_of(world, *id))
        .collect();
    let kind = match (message.interaction, message.replies_to) {
        (Some(id), _) if world.interactions.get(&id).is_some_and(|i| i.kind == 2) => 20,
        (_, Some(_)) => 19,
        _ => 0,
    };
    let attachments = message.attachments.iter().enumerate();
    let attachments: Vec<Value> = attachments.map(|(at, a)| a.shape(message.id, at)).collect();
    let edited = (message.edits > 0).then_some(LONG_AGO);
    let written = i64::try_from(unix_ms(message.id) * 1000).ok();
    let written = written.and_then(|us| Timestamp::from_micros(us).ok());
    let written = written.map_or_else(|| LONG_AGO.into(), |t| t.iso_8601().to_string());
    let mut value = json!({
        "id": message.id.to_string(), "channel_id": message.channel.to_string(), "type": kind,
        "author": user_of(world, message.author), "content": message.content,
        "timestamp": written, "edited_timestamp": edited, "tts": false,
        "mention_everyone": false, "mentions": mentions, "mention_roles": [], "attachments": attachments,
        "embeds": message.embeds, "components": message.components, "pinned": false,
        "flags": message.flags,
    });
    if message.author == shared.bot {
        value["application_id"] = shared.application.to_string().into();
    }
    if let Some(interaction) = message
        .interaction
        .and_then(|id| world.interactions.get(&id))
    {
        value["interaction_metadata"] = json!({
            "id": interaction.id.to_string(), "type": interaction.kind,
            "user": user_of(world, interaction.user), "authorizing_integration_owners": {},
        });
        // Of a component's, Discord also says which message it was on.
        if let Some(on) = interaction.message {
            value["interaction_metadata"]["interacted_message_id"] = on.to_string().into();
        }
        value["webhook_id"] = shared.application.to_string().into();
    }
    value
}

/// A message as a session with these intents sees it: without the message content intent, Discord
/// empties what others wrote, except to the bot directly or with a mention of it.
pub(crate) fn message_for(shared: &Shared, world: &World, shown: &Message, intents: u64) -> Value {
    let mut value = message(shared, world, shown);
    if intents & MESSAGE_CONTENT == 0 {
        hide_content(shared, world, shown, &mut value);
        if let Some(target) = shown.replies_to.and_then(|id| world.messages.get(&id)) {
            hide_content(shared, world, target, &mut value["referenced_message"]);
        }
    }
    value
}

fn hide_content(shared: &Shared, world: &World, message: &Message, value: &mut Value) {
    let direct = world.guild_of(message.channel).is_none();
    if !direct
        && message.author != shared.bot
        && !message.mentions.contains(&shared.bot)
        && value.is_object()
    {
        value["content"] = "".into();
        for list in ["embeds", "attachments", "components"] {
            value[list] = json!([]);
        }
    }
}

/// The application, as its owner sees it.
pub(crate) fn application(shared: &Shared, world: &World) -> Value {
    let allowed = |intent: u64, flag: u64| {
        if shared.setup.disallowed_intents & intent == 0 {
            flag
        } else {
            0
        }
    };
    let flags =
        allowed(1 << 8, 1 << 13) | allowed(1 << 1, 1 << 15) | allowed(MESSAGE_CONTENT, 1 << 19);
    json!({
        "id": shared.application.to_string(), "name": "attaché", "icon": null, "description": "",
        "bot_public": true, "bot_require_code_grant": false, "verify_key": "0".repeat(64),
        "flags": flags, "hook": true, "summary": "", "team": null, "bot": own_user(shared, world),
        "owner": {"id": "1", "username": "owner", "discriminator": "0", "avatar": null, "global_name": null, "public_flags": 0},
        "integration_types_config": {"0": {}, "1": {}}, "approximate_guild_count": world.guilds.len(),
        "approximate_user_install_count": 0, "redirect_uris": [], "interactions_endpoint_url": null,
    })
}
