//! Follow-ups to interactions, and edits of what was sent.

use hyper::Method;

use crate::body::{MessageBody, Use};
use crate::rest::{Answer, Call, Refusal, Success};
use crate::world::{EPHEMERAL, Message, Shared, World};
use crate::{gateway, shapes};

/// Follow-ups an interaction may have where only its user has installed the application.
const USER_INSTALL_FOLLOW_UPS: usize = 5;

/// Why a message is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Post {
    Response,
    Deferred,
    FollowUp,
}

/// Routes after `/webhooks/{application}/{token}`.
pub(crate) fn handle(call: &Call<'_>, token: &str, rest: &[&str]) -> Answer {
    let unknown = || Refusal::unknown(10015, "Webhook");
    let mut world = call.shared.world();
    let id = *world.tokens.get(token).ok_or_else(unknown)?;
    let interaction = &world.interactions[&id];
    let sent = interaction.dispatched.ok_or_else(unknown)?;
    if call.arrived.duration_since(sent) > call.shared.setup.token_life {
        return Err(Refusal::new(401, 50027, "Invalid Webhook Token"));
    }
    if interaction.response.is_none() {
        return Err(unknown());
    }
    match (call.method, rest) {
        (&Method::POST, []) => follow_up(call, &mut world, id),
        (&Method::GET, ["messages", which]) => {
            let message = find(&world, id, which)?;
            let message = shapes::message(call.shared, &world, &world.messages[&message]);
            Ok(Success::Json(message))
        }
        (&Method::PATCH, ["messages", which]) => {
            let message = find(&world, id, which)?;
            let body = MessageBody::read(call, call.body, Use::Edit)?;
            edit(call.shared, &mut world, message, &body);
            wake(&world, id);
            let shown = shapes::message(call.shared, &world, &world.messages[&message]);
            Ok(Success::Json(shown))
        }
        (&Method::DELETE, ["messages", which]) => {
            let message = find(&world, id, which)?;
            delete(&mut world, message);
            wake(&world, id);
            Ok(Success::NoContent)
        }
        _ => Err(Refusal::new(405, 0, "405: Method Not Allowed")),
    }
}

fn wake(world: &World, interaction: u64) {
    world.interactions[&interaction].news.notify_one();
}

fn follow_up(call: &Call<'_>, world: &mut World, id: u64) -> Answer {
    let body = MessageBody::read(call, call.body, Use::Respond)?;
    let interaction = &world.interactions[&id];
    if interaction.user_install_only && interaction.follow_ups.len() >= USER_INSTALL_FOLLOW_UPS {
        return Err(Refusal::new(400, 40094, "Too many follow-up messages"));
    }
    // The first follow-up to a deferred response takes its place.
    let loading = interaction.original.filter(|m| world.messages[m].loading);
    let message = if let Some(message) = loading {
        edit(call.shared, world, message, &body);
        message
    } else {
        let message = post(call.shared, world, id, &body, Post::FollowUp);
        let interaction = world.interactions.get_mut(&id).expect("found by its token");
        interaction.follow_ups.push(message);
        message
    };
    wake(world, id);
    let shown = shapes::message(call.shared, world, &world.messages[&message]);
    Ok(Success::Json(shown))
}

fn find(world: &World, interaction: u64, which: &str) -> Result<u64, Refusal> {
    let interaction = &world.interactions[&interaction];
    let id = match which {
        "@original" => interaction.original,
        id => id
            .parse()
            .ok()
            .filter(|id| interaction.original == Some(*id) || interaction.follow_ups.contains(id)),
    };
    id.filter(|id| world.messages.get(id).is_some_and(|m| !m.deleted))
        .ok_or_else(|| Refusal::unknown(10008, "Message"))
}

/// Makes the message of a response or follow-up.
pub(crate) fn post(
    shared: &Shared,
    world: &mut World,
    interaction: u64,
    body: &MessageBody,
    why: Post,
) -> u64 {
    let id = world.ids.now();
    let channel = world.interactions[&interaction].channel;
    let message = Message {
        id,
        channel,
        author: shared.bot,
        content: body.content.clone().unwrap_or_default(),
        embeds: body.embeds.clone().unwrap_or_default(),
        components: body.components.clone().unwrap_or_default(),
        attachments: body.attachments(),
        flags: body.flags.unwrap_or(0),
        interaction: Some(interaction),
        loading: why == Post::Deferred,
        ..Message::default()
    };
    publish(shared, world, message);
    id
}

/// Adds a message and tells of it, unless only one member sees it.
pub(crate) fn publish(shared: &Shared, world: &mut World, message: Message) {
    if message.flags & EPHEMERAL == 0 {
        gateway::dispatch_message(shared, world, "MESSAGE_CREATE", &message);
    }
    world.messages.insert(message.id, message);
}

/// Changes what the body names; the rest stays.
pub(crate) fn edit(shared: &Shared, world: &mut World, id: u64, body: &MessageBody) {
    let Some(message) = world.messages.get_mut(&id) else {
        return;
    };
    if let Some(content) = &body.content {
        message.content.clone_from(content);
    }
    if let Some(embeds) = &body.embeds {
        message.embeds.clone_from(embeds);
    }
    if let Some(components) = &body.components {
        message.components.clone_from(components);
    }
    // What an edit says nothing of stays.
    if body.attachments.is_some() || !body.files.is_empty() {
        message.attachments = body.attachments();
    }
    if let Some(flags) = body.flags {
        message.flags = flags | (message.flags & EPHEMERAL);
    }
    if std::mem::take(&mut message.loading) {
        // A deferred response that arrives counts as written, not as edited.
    } else {
        message.edits += 1;
    }
    let message = message.clone();
    if message.flags & EPHEMERAL == 0 {
        gateway::dispatch_message(shared, world, "MESSAGE_UPDATE", &message);
    }
}

pub(crate) fn delete(world: &mut World, id: u64) {
    let Some(message) = world.messages.get_mut(&id) else {
        return;
    };
    message.deleted = true;
    let (channel, hidden) = (message.channel, message.flags & EPHEMERAL != 0);
    let guild = world.guild_of(channel);
    if hidden {
        return;
    }
    let mut data = serde_json::json!({"id": id.to_string(), "channel_id": channel.to_string()});
    let intents = match guild {
        Some(guild) => {
            data["guild_id"] = guild.to_string().into();
            gateway::GUILD_MESSAGES
        }
        None => gateway::DIRECT_MESSAGES,
    };
    gateway::dispatch(
        world,
        gateway::Place { guild, intents },
        "MESSAGE_DELETE",
        &data,
    );
}
