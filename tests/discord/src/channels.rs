//! Channels, their messages and threads, guilds and members over REST.

use serde_json::{Value, json};

use crate::body::{MessageBody, Use};
use crate::permissions::permission;
use crate::rest::{Answer, Call, Refusal, Success};
use crate::webhooks;
use crate::world::{ChannelData, DIRECT, FORUM, Message, Shared, THREAD, World};
use crate::{gateway, shapes};

/// Routes that begin with `/channels`, `/users` or `/guilds`.
pub(crate) fn handle(call: &Call<'_>, segments: &[&str]) -> Answer {
    let mut world = call.shared.world();
    match (call.method.as_str(), segments) {
        ("GET", ["channels", id]) => {
            let id = visible(call, &world, id)?;
            Ok(Success::Json(shapes::channel(
                &world,
                id,
                &world.channels[&id],
            )))
        }
        ("GET", ["channels", id, "messages", message]) => {
            let channel = visible(call, &world, id)?;
            let message = message_in(&world, channel, message)?;
            let intents = world.sessions.first().map_or(0, |s| s.intents);
            let shown = &world.messages[&message];
            Ok(Success::Json(shapes::message_for(
                call.shared,
                &world,
                shown,
                intents,
            )))
        }
        ("POST", ["channels", id, "messages"]) => post(call, &mut world, id),
        ("PATCH", ["channels", id, "messages", message]) => patch(call, &mut world, id, message),
        ("DELETE", ["channels", id, "messages", message]) => {
            let channel = visible(call, &world, id)?;
            let message = own_message(call, &world, channel, message)?;
            webhooks::delete(&mut world, message);
            Ok(Success::NoContent)
        }
        (
            "PUT",
            [
                "channels",
                id,
                "messages",
                message,
                "reactions",
                emoji,
                "@me",
            ],
        ) => {
            let channel = allowed(call, &world, id, permission::ADD_REACTIONS)?;
            let message = message_in(&world, channel, message)?;
            let message = world
                .messages
                .get_mut(&message)
                .expect("found in the channel");
            message.reactions.push((*emoji).to_owned());
            Ok(Success::NoContent)
        }
        ("POST", ["channels", id, "typing"]) => {
            allowed(call, &world, id, permission::SEND_MESSAGES)?;
            Ok(Success::NoContent)
        }
        ("POST", ["channels", id, "messages", message, "threads"]) => {
            let channel = allowed(call, &world, id, permission::CREATE_PUBLIC_THREADS)?;
            let message = message_in(&world, channel, message)?;
            if world.channels.contains_key(&message) {
                return Err(Refusal::new(
                    400,
                    160_004,
                    "A thread has already been created for this message",
                ));
            }
            let name = thread_name(call)?;
            let thread = thread(call.shared.bot, channel, &name, &world);
            Ok(Success::Json(open(
                call.shared,
                &mut world,
                message,
                thread,
            )))
        }
        ("POST", ["channels", id, "threads"]) => {
            let channel = allowed(call, &world, id, permission::CREATE_PUBLIC_THREADS)?;
            let name = thread_name(call)?;
            let thread = thread(call.shared.bot, channel, &name, &world);
            let id = world.ids.now();
            Ok(Success::Json(open(call.shared, &mut world, id, thread)))
        }
        ("POST", ["users", "@me", "channels"]) => {
            let user = call.body["recipient_id"]
                .as_str()
                .and_then(|id| id.parse().ok());
            let user = user.filter(|id| world.users.contains_key(id));
            let user = user.ok_or_else(|| Refusal::unknown(10013, "User"))?;
            let id = direct_channel(&mut world, user);
            Ok(Success::Json(shapes::channel(
                &world,
                id,
                &world.channels[&id],
            )))
        }
        ("GET", ["users", "@me", "guilds"]) => Ok(Success::Json(own_guilds(call.shared, &world))),
        ("GET", ["guilds", id, rest @ ..]) => guild(call.shared, &world, id, rest),
        _ => Err(Refusal::new(404, 0, "404: Not Found")),
    }
}

/// The channel, if the bot may see it.
fn visible(call: &Call<'_>, world: &World, id: &str) -> Result<u64, Refusal> {
    let id = id.parse().ok().filter(|id| world.channels.contains_key(id));
    let id = id.ok_or_else(|| Refusal::unknown(10003, "Channel"))?;
    let outside = world
        .guild_of(id)
        .is_some_and(|guild| !world.guilds[&guild].joined);
    if outside || world.permissions(call.shared.bot, id) & permission::VIEW_CHANNEL == 0 {
        return Err(Refusal::new(403, 50001, "Missing Access"));
    }
    Ok(id)
}

/// The channel, if the bot may see it and has this permission there.
fn allowed(call: &Call<'_>, world: &World, id: &str, needed: u64) -> Result<u64, Refusal> {
    let id = visible(call, world, id)?;
    if world.permissions(call.shared.bot, id) & needed == 0 {
        return Err(Refusal::new(403, 50013, "Missing Permissions"));
    }
    Ok(id)
}

fn message_in(world: &World, channel: u64, id: &str) -> Result<u64, Refusal> {
    let id = id.parse().ok();
    let found = id.and_then(|id| world.messages.get(&id));
    let found = found.filter(|m| m.channel == channel && !m.deleted);
    found
        .map(|m| m.id)
        .ok_or_else(|| Refusal::unknown(10008, "Message"))
}

fn own_message(call: &Call<'_>, world: &World, channel: u64, id: &str) -> Result<u64, Refusal> {
    let id = message_in(world, channel, id)?;
    if world.messages[&id].author != call.shared.bot {
        return Err(Refusal::new(
            403,
            50005,
            "Cannot edit a message authored by another user",
        ));
    }
    Ok(id)
}

fn post(call: &Call<'_>, world: &mut World, id: &str) -> Answer {
    let channel = visible(call, world, id)?;
    let needed = match world.channels[&channel].kind {
        THREAD => permission::SEND_MESSAGES_IN_THREADS,
        FORUM => {
            return Err(Refusal::new(
                400,
                50008,
                "Cannot send messages in a non-text channel",
            ));
        }
        _ => permission::SEND_MESSAGES,
    };
    allowed(call, world, id, needed)?;
    let body = MessageBody::read(call, call.body, Use::Create)?;
    let replies_to = body.replies_to();
    if let Some(target) = replies_to
        && message_in(world, channel, &target.to_string()).is_err()
    {
        let lenient = body
            .message_reference
            .as_ref()
            .is_some_and(|r| r["fail_if_not_exists"] == false);
        if !lenient {
            return Err(Refusal::new(
                400,
                50035,
                "Invalid Form Body: message_reference: Unknown message",
            ));
        }
    }
    if let Some(nonce) = body
        .nonce
        .as_ref()
        .filter(|_| body.enforce_nonce == Some(true))
        && let Some(first) = world.nonces.get(&(channel, nonce.to_string()))
    {
        // Sent already: Discord gives the first message back.
        return Ok(Success::Json(shapes::message(
            call.shared,
            world,
            &world.messages[first],
        )));
    }
    let message = Message {
        id: world.ids.now(),
        channel,
        author: call.shared.bot,
        attachments: body.attachments(),
        content: body.content.unwrap_or_default(),
        embeds: body.embeds.unwrap_or_default(),
        components: body.components.unwrap_or_default(),
        flags: body.flags.unwrap_or(0),
        replies_to,
        ..Message::default()
    };
    if let Some(nonce) = body.nonce {
        world
            .nonces
            .insert((channel, nonce.to_string()), message.id);
    }
    let shown = shapes::message(call.shared, world, &message);
    webhooks::publish(call.shared, world, message);
    Ok(Success::Json(shown))
}

fn patch(call: &Call<'_>, world: &mut World, channel: &str, message: &str) -> Answer {
    let channel = visible(call, world, channel)?;
    let message = own_message(call, world, channel, message)?;
    let body = MessageBody::read(call, call.body, Use::Edit)?;
    webhooks::edit(call.shared, world, message, &body);
    Ok(Success::Json(shapes::message(
        call.shared,
        world,
        &world.messages[&message],
    )))
}

fn thread_name(call: &Call<'_>) -> Result<String, Refusal> {
    let name = call.body["name"].as_str().unwrap_or_default();
    if (1..=100).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    Err(Refusal::invalid_form("name: must be 1 to 100 characters"))
}

pub(crate) fn thread(owner: u64, parent: u64, name: &str, world: &World) -> ChannelData {
    ChannelData {
        kind: THREAD,
        name: name.into(),
        guild: world.guild_of(parent),
        parent: Some(parent),
        owner: Some(owner),
        overwrites: Vec::new(),
        archived: false,
    }
}

/// Adds a thread and tells of it.
pub(crate) fn open(shared: &Shared, world: &mut World, id: u64, thread: ChannelData) -> Value {
    let guild = thread.guild;
    world.channels.insert(id, thread);
    let shown = shapes::channel(world, id, &world.channels[&id]);
    let mut event = shown.clone();
    event["newly_created"] = true.into();
    let place = gateway::Place {
        guild,
        intents: gateway::GUILDS,
    };
    gateway::dispatch(world, place, "THREAD_CREATE", &event);
    shared.changed();
    shown
}

/// The channel of direct messages between the bot and a user.
pub(crate) fn direct_channel(world: &mut World, user: u64) -> u64 {
    if let Some(id) = world.users.get(&user).and_then(|u| u.direct) {
        return id;
    }
    let id = world.ids.now();
    world.channels.insert(
        id,
        ChannelData {
            kind: DIRECT,
            name: String::new(),
            guild: None,
            parent: None,
            owner: Some(user),
            overwrites: Vec::new(),
            archived: false,
        },
    );
    if let Some(user) = world.users.get_mut(&user) {
        user.direct = Some(id);
    }
    id
}

fn own_guilds(shared: &Shared, world: &World) -> Value {
    let joined = world.guilds.iter().filter(|(_, g)| g.joined);
    joined
        .map(|(id, guild)| {
            let has = guild
                .members
                .get(&shared.bot)
                .map_or(&[][..], Vec::as_slice);
            let bits = crate::permissions::computed(shared.bot, has, &guild.roles, &[]);
            json!({"id": id.to_string(), "name": guild.name, "icon": null, "banner": null,
                "owner": false, "permissions": bits.to_string(), "features": []})
        })
        .collect()
}

fn guild(shared: &Shared, world: &World, id: &str, rest: &[&str]) -> Answer {
    let id: Option<u64> = id.parse().ok();
    let id = id.filter(|id| world.guilds.get(id).is_some_and(|g| g.joined));
    let id = id.ok_or_else(|| Refusal::unknown(10004, "Guild"))?;
    match rest {
        [] => Ok(Success::Json(shapes::guild(world, id))),
        ["roles"] => Ok(Success::Json(shapes::guild(world, id)["roles"].clone())),
        ["channels"] => {
            let all = world.channels.iter();
            let here = all.filter(|(_, c)| c.guild == Some(id) && c.kind != THREAD);
            Ok(Success::Json(
                here.map(|(at, c)| shapes::channel(world, *at, c)).collect(),
            ))
        }
        ["members", user] => {
            let user = if *user == "@me" {
                Some(shared.bot)
            } else {
                user.parse().ok()
            };
            let user = user.filter(|user| world.guilds[&id].members.contains_key(user));
            let user = user.ok_or_else(|| Refusal::unknown(10007, "Member"))?;
            Ok(Success::Json(shapes::member(world, id, user)))
        }
        _ => Err(Refusal::new(404, 0, "404: Not Found")),
    }
}
