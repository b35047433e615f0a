//! Interactions: sent to the bot, and the one response each may have.

use std::time::Instant;

use hyper::Method;
use serde_json::{Value, json};
use twilight_model::http::interaction::InteractionResponse;

use crate::body::{MessageBody, Use};
use crate::rest::{Answer, Call, Refusal, Success};
use crate::webhooks::{self, Post};
use crate::world::{EPHEMERAL, Interaction, World};
use crate::{check, gateway};

pub(crate) const COMMAND: u64 = 2;
pub(crate) const COMPONENT: u64 = 3;
pub(crate) const AUTOCOMPLETE: u64 = 4;
pub(crate) const MODAL: u64 = 5;

/// Types of response.
pub(crate) const MESSAGE: u64 = 4;
pub(crate) const DEFERRED_MESSAGE: u64 = 5;
pub(crate) const DEFERRED_UPDATE: u64 = 6;
pub(crate) const UPDATE: u64 = 7;
pub(crate) const CHOICES: u64 = 8;
pub(crate) const SHOW_MODAL: u64 = 9;

/// Sends an interaction to the shard that serves its guild.
pub(crate) fn dispatch(world: &mut World, id: u64, guild: Option<u64>, payload: &Value) {
    if let Some(interaction) = world.interactions.get_mut(&id) {
        interaction.dispatched = Some(Instant::now());
    }
    let guild = guild.filter(|id| world.guilds.get(id).is_some_and(|g| g.joined));
    let place = gateway::Place { guild, intents: 0 };
    gateway::dispatch(world, place, "INTERACTION_CREATE", payload);
}

/// Takes the first response.
pub(crate) fn respond(call: &Call<'_>, id: &str, token: &str) -> Answer {
    if call.method != Method::POST {
        return Err(Refusal::new(405, 0, "405: Method Not Allowed"));
    }
    let unknown = || Refusal::unknown(10062, "interaction");
    let id: u64 = id.parse().map_err(|_| unknown())?;
    let mut world = call.shared.world();
    let interaction = world.interactions.get_mut(&id).filter(|i| i.token == token);
    let interaction = interaction.ok_or_else(unknown)?;
    let late = interaction
        .dispatched
        .is_none_or(|sent| call.arrived.duration_since(sent) > call.shared.setup.first_response);
    if late {
        return Err(unknown());
    }
    if interaction.response.is_some() {
        interaction.repeats += 1;
        return Err(Refusal::new(
            400,
            40060,
            "Interaction has already been acknowledged.",
        ));
    }
    let kind = call.body["type"].as_u64().unwrap_or(0);
    if call.shared.setup.checked {
        check_response(interaction, kind, call.body).map_err(Refusal::invalid_form)?;
    }
    let data = call.body["data"].clone();
    let original = show(call, &mut world, id, kind, &data)?;
    let interaction = world.interactions.get_mut(&id).expect("it was there above");
    interaction.original = original;
    interaction.response = Some((call.arrived, kind, data));
    interaction.news.notify_one();
    drop(world);
    call.shared.changed();
    Ok(Success::NoContent)
}

fn check_response(interaction: &Interaction, kind: u64, body: &Value) -> Result<(), String> {
    let allowed: &[u64] = match interaction.kind {
        AUTOCOMPLETE => &[CHOICES],
        COMMAND => &[MESSAGE, DEFERRED_MESSAGE, SHOW_MODAL],
        COMPONENT => &[
            MESSAGE,
            DEFERRED_MESSAGE,
            DEFERRED_UPDATE,
            UPDATE,
            SHOW_MODAL,
        ],
        _ => &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE],
    };
    if !allowed.contains(&kind) {
        return Err(format!(
            "type: {kind} does not answer interactions of type {}",
            interaction.kind
        ));
    }
    let mut filled = body.clone();
    for embed in filled["data"]["embeds"]
        .as_array_mut()
        .into_iter()
        .flatten()
    {
        if let Some(map) = embed.as_object_mut() {
            map.entry("type").or_insert_with(|| json!("rich"));
        }
    }
    if filled["data"].is_null()
        && let Some(map) = filled.as_object_mut()
    {
        map.remove("data");
    }
    check::read_again::<InteractionResponse>(&filled, "response")?;
    let data = &body["data"];
    match kind {
        CHOICES => match data["choices"].as_array() {
            Some(list) => check::choices(list),
            None => Err("data.choices is missing".into()),
        },
        DEFERRED_MESSAGE => {
            let keys = data.as_object().into_iter().flatten();
            let says = |value: &Value| !value.is_null() && *value != json!([]);
            let mut others = keys.filter(|(key, value)| *key != "flags" && says(value));
            match others.next() {
                Some((key, _)) => Err(format!("data.{key}: a deferred response has only flags")),
                None => Ok(()),
            }
        }
        SHOW_MODAL => modal(data),
        _ => Ok(()),
    }
}

fn modal(data: &Value) -> Result<(), String> {
    let chars = |key: &str| data[key].as_str().map_or(0, |text| text.chars().count());
    let rows = data["components"].as_array().map_or(0, Vec::len);
    if !(1..=45).contains(&chars("title"))
        || !(1..=100).contains(&chars("custom_id"))
        || !(1..=5).contains(&rows)
    {
        return Err(
            "a modal has a title of 45, a custom id of 100 characters and five rows at most".into(),
        );
    }
    Ok(())
}

/// Makes or changes the message that a response is about.
fn show(
    call: &Call<'_>,
    world: &mut World,
    id: u64,
    kind: u64,
    data: &Value,
) -> Result<Option<u64>, Refusal> {
    let source = world.interactions[&id].message;
    let shared = call.shared;
    match kind {
        MESSAGE => {
            let body = MessageBody::read(call, data, Use::Respond)?;
            Ok(Some(webhooks::post(
                shared,
                world,
                id,
                &body,
                Post::Response,
            )))
        }
        DEFERRED_MESSAGE => {
            let flags = data["flags"].as_u64().map(|flags| flags & EPHEMERAL);
            let body = MessageBody {
                flags,
                ..MessageBody::default()
            };
            Ok(Some(webhooks::post(
                shared,
                world,
                id,
                &body,
                Post::Deferred,
            )))
        }
        UPDATE => {
            let body = MessageBody::read(call, data, Use::Edit)?;
            if let Some(message) = source {
                webhooks::edit(shared, world, message, &body);
            }
            Ok(source)
        }
        DEFERRED_UPDATE => Ok(source),
        _ => Ok(None),
    }
}
