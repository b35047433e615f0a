//! What Discord's published rules say of a body, through twilight's models and checks.
//!
//! A model reads the body and writes it again; what got lost on the way Discord does not know
//! either. On top come rules of this project: nobody is ever pinged.

use std::collections::HashSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_model::channel::message::component::Component;
use twilight_model::channel::message::{AllowedMentions, Embed, MessageReference};
use twilight_validate::command::CommandValidationErrorType;
use twilight_validate::{
    command as commands, component as components, embed as embeds, message as messages,
};

use crate::body::{MessageBody, Use};
use crate::uploads;
use crate::world::EPHEMERAL;

type Checked = Result<(), String>;

/// Discord's sum over the embeds of one message, in characters.
const EMBED_TOTAL: usize = 6000;
/// Discord's most for a command with all its options and their longest translations.
const COMMAND_TOTAL: usize = 8000;
/// Components V2: the message has only components.
const COMPONENTS_V2: u64 = 1 << 15;
/// Bits a bot may set: suppress embeds, ephemeral, suppress notifications, components V2.
const SETTABLE: u64 = (1 << 2) | EPHEMERAL | (1 << 12) | COMPONENTS_V2;
/// Keys twilight leaves out when they have their default value, though Discord knows them.
const LEFT_OUT: &[&str] = &[
    "replied_user",
    "users",
    "roles",
    "fields",
    "options",
    "required",
    "autocomplete",
    "disabled",
    "inline",
    "default",
    "min_values",
    "spoiler",
    "channel_types",
    "choices",
    "name_localizations",
    "description_localizations",
    "default_member_permissions",
    "nsfw",
    "attachments",
    "components",
];
/// <https://discord.com/developers/docs/reference#locales>
const LOCALES: &[&str] = &[
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko",
];

/// Checks a message.
pub(crate) fn message(body: &MessageBody, purpose: Use) -> Checked {
    nobody_pinged(body.allowed_mentions.as_ref())?;
    if let Some(content) = &body.content {
        messages::content(content).map_err(|e| e.to_string())?;
    }
    let flags = body.flags.unwrap_or(0);
    if flags & !SETTABLE != 0 || (flags & EPHEMERAL != 0 && purpose != Use::Respond) {
        return Err(format!("flags: {flags} cannot be set here"));
    }
    let embeds = body.embeds.as_deref().unwrap_or_default();
    embed_list(embeds)?;
    let said = body.attachments.as_deref().unwrap_or_default();
    uploads::check(&body.files, said, embeds, purpose == Use::Edit)?;
    let shown = body.components.as_deref().unwrap_or_default();
    if flags & COMPONENTS_V2 != 0 {
        let other = body.content.as_ref().is_some_and(|c| !c.is_empty());
        if other || body.embeds.as_ref().is_some_and(|e| !e.is_empty()) {
            return Err("components V2 go with neither content nor embeds".into());
        }
        component_tree(shown)?;
    } else {
        action_rows(shown)?;
    }
    if let Some(reference) = &body.message_reference {
        read_again::<MessageReference>(reference, "message_reference")?;
    }
    if purpose != Use::Edit && is_empty(body) {
        return Err("Cannot send an empty message (50006)".into());
    }
    Ok(())
}

fn is_empty(body: &MessageBody) -> bool {
    let text = body.content.as_ref().is_none_or(String::is_empty);
    let none = |list: &Option<Vec<Value>>| list.as_ref().is_none_or(Vec::is_empty);
    text && none(&body.embeds)
        && none(&body.components)
        && body.files.is_empty()
        && none(&body.sticker_ids)
        && body.poll.is_none()
}

/// Whatever is said, nobody may be pinged: without `allowed_mentions`, Discord pings.
fn nobody_pinged(given: Option<&Value>) -> Checked {
    let Some(given) = given.filter(|v| !v.is_null()) else {
        return Err("allowed_mentions is missing: Discord would ping".into());
    };
    let read: AllowedMentions = read_again(given, "allowed_mentions")?;
    if given.get("parse").is_none() {
        return Err("allowed_mentions.parse is missing: Discord would ping".into());
    }
    let nobody = read.parse.is_empty() && read.users.is_empty() && read.roles.is_empty();
    if !nobody || read.replied_user {
        return Err(format!("allowed_mentions: {given} could ping"));
    }
    Ok(())
}

fn embed_list(list: &[Value]) -> Checked {
    let mut read = Vec::new();
    for (at, value) in list.iter().enumerate() {
        let mut value = value.clone();
        set_default(&mut value, "type", &json!("rich"));
        let embed: Embed = read_again(&value, &format!("embeds[{at}]"))?;
        embeds::embed(&embed).map_err(|e| format!("embeds[{at}]: {e}"))?;
        read.push(embed);
    }
    messages::embeds(&read).map_err(|e| e.to_string())?;
    let total: usize = read.iter().map(embeds::chars).sum();
    if total > EMBED_TOTAL {
        return Err(format!("embeds: {total} characters, above {EMBED_TOTAL}"));
    }
    let urls: Vec<&String> = read.iter().filter_map(|e| e.url.as_ref()).collect();
    if urls.iter().collect::<HashSet<_>>().len() < urls.len() {
        return Err("embeds: two have the same url, so Discord shows only the first".into());
    }
    Ok(())
}

fn action_rows(list: &[Value]) -> Checked {
    let mut read = Vec::new();
    for (at, value) in list.iter().enumerate() {
        read.push(read_again::<Component>(
            value,
            &format!("components[{at}]"),
        )?);
    }
    messages::components(&read).map_err(|e| e.to_string())?;
    unique_custom_ids(list)
}

/// Components V2: up to 40 over all levels.
fn component_tree(list: &[Value]) -> Checked {
    let mut count = 0;
    for (at, value) in list.iter().enumerate() {
        read_again::<Component>(value, &format!("components[{at}]"))?;
        count_components(value, &mut count);
    }
    if count > 40 {
        return Err(format!("components: {count}, above 40"));
    }
    for value in list {
        rows_within(value)?;
    }
    unique_custom_ids(list)
}

fn count_components(value: &Value, count: &mut usize) {
    match value {
        Value::Object(map) => {
            let component = map.get("type").is_some_and(Value::is_u64);
            *count += usize::from(component);
            map.values().for_each(|v| count_components(v, count));
        }
        Value::Array(list) => list.iter().for_each(|v| count_components(v, count)),
        _ => {}
    }
}

/// Checks every action row of a tree of components.
fn rows_within(value: &Value) -> Checked {
    if value["type"] == 1 {
        let row: Component = read_again(value, "action row")?;
        return components::component(&row).map_err(|e| e.to_string());
    }
    let inner = value["components"].as_array().into_iter().flatten();
    inner
        .chain(value.get("accessory"))
        .try_for_each(rows_within)
}

fn unique_custom_ids(list: &[Value]) -> Checked {
    fn collect<'a>(value: &'a Value, ids: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                ids.extend(map.get("custom_id").and_then(Value::as_str));
                map.values().for_each(|v| collect(v, ids));
            }
            Value::Array(list) => list.iter().for_each(|v| collect(v, ids)),
            _ => {}
        }
    }
    let mut ids = Vec::new();
    for value in list {
        collect(value, &mut ids);
    }
    let mut seen = HashSet::new();
    for id in ids {
        if id.is_empty() || !seen.insert(id) {
            return Err(format!(
                "components: custom id {id:?} is empty or there twice"
            ));
        }
    }
    Ok(())
}

/// Checks the choices of an autocompletion.
pub(crate) fn choices(list: &[Value]) -> Checked {
    if list.len() > 25 {
        return Err(format!("choices: {}, above 25", list.len()));
    }
    for (at, value) in list.iter().enumerate() {
        let choice: CommandOptionChoice = read_again(value, &format!("choices[{at}]"))?;
        commands::choice(&choice).map_err(|e| format!("choices[{at}]: {e}"))?;
    }
    Ok(())
}

/// Checks a command to register.
pub(crate) fn command(value: &Value, global: bool) -> Checked {
    let mut value = value.clone();
    set_default(&mut value, "version", &json!("1"));
    set_default(&mut value, "description", &json!(""));
    set_default(&mut value, "type", &json!(1));
    let read: Command = read_again(&value, "command")?;
    match commands::command(&read) {
        // twilight still has the limit of before the translations counted.
        Err(error) if matches!(error.kind(), CommandValidationErrorType::CommandTooLarge { characters } if *characters <= COMMAND_TOTAL) =>
            {}
        Err(error) => return Err(format!("{}: {error}", read.name)),
        Ok(()) => {}
    }
    if !global && (value.get("contexts").is_some() || value.get("integration_types").is_some()) {
        return Err(format!("{}: only global commands have contexts", read.name));
    }
    known_locales(&value)
}

fn known_locales(value: &Value) -> Checked {
    match value {
        Value::Object(map) => map.iter().try_for_each(|(key, inner)| {
            if key.ends_with("_localizations") {
                let mut given = inner.as_object().into_iter().flat_map(Map::keys);
                return match given.find(|l| !LOCALES.contains(&l.as_str())) {
                    Some(locale) => Err(format!("{key}: {locale} is no locale of Discord's")),
                    None => Ok(()),
                };
            }
            known_locales(inner)
        }),
        Value::Array(list) => list.iter().try_for_each(known_locales),
        _ => Ok(()),
    }
}

fn set_default(value: &mut Value, key: &str, default: &Value) {
    if let Some(map) = value.as_object_mut() {
        map.entry(key).or_insert_with(|| default.clone());
    }
}

/// Reads `value` as a `T`, and finds what a `T` does not hold.
pub(crate) fn read_again<T: DeserializeOwned + Serialize>(
    value: &Value,
    at: &str,
) -> Result<T, String> {
    let read: T = serde_json::from_value(value.clone()).map_err(|e| format!("{at}: {e}"))?;
    let written = serde_json::to_value(&read).map_err(|e| format!("{at}: {e}"))?;
    lost(value, &written, at)?;
    Ok(read)
}

/// What `written` lacks of `given`.
fn lost(given: &Value, written: &Value, at: &str) -> Checked {
    match (given, written) {
        (Value::Object(given), Value::Object(written)) => {
            for (key, inner) in given {
                let at = format!("{at}.{key}");
                match written.get(key) {
                    Some(kept) => lost(inner, kept, &at)?,
                    None if inner.is_null() || is_default(key, inner) => {}
                    None => return Err(format!("{at} is unknown")),
                }
            }
            Ok(())
        }
        (Value::Array(given), Value::Array(written)) => given
            .iter()
            .zip(written)
            .enumerate()
            .try_for_each(|(i, (a, b))| lost(a, b, &format!("{at}[{i}]"))),
        _ => Ok(()),
    }
}

fn is_default(key: &str, value: &Value) -> bool {
    let default = match value {
        Value::Bool(on) => !on,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    };
    default && LEFT_OUT.contains(&key)
}
