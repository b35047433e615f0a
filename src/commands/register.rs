//! Tells Discord which commands there are, when that is not what it has.
//!
//! Discord fills in what we leave out, and orders as it likes; both sides are put into one form
//! before they are compared.

use std::time::{Duration, Instant};

use anyhow::Context;
use reqwest::Method;
use serde_json::{Map, Value};
use serenity::model::id::ApplicationId;

use crate::bot::Command;
use crate::rest::{Again, Body, Call, Rest};

/// What of a command or option a member can notice.
const TELLING: [&str; 19] = [
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "contexts",
    "integration_types",
    "nsfw",
    "required",
    "choices",
    "value",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "autocomplete",
];
/// How long this may take in all.
const PATIENCE: Duration = Duration::from_secs(60);

/// Registers `commands` everywhere or for one guild, if Discord has others there; tells whether
/// it did.
///
/// # Errors
/// When Discord cannot be asked, or takes none of them.
pub(crate) async fn register(
    rest: &Rest,
    application: ApplicationId,
    guild: Option<u64>,
    commands: &[Command],
) -> anyhow::Result<bool> {
    let wanted: Vec<Value> = super::builders(commands)
        .iter()
        .map(serde_json::to_value)
        .collect::<Result<_, _>>()?;
    let path = match guild {
        Some(guild) => format!("/applications/{application}/guilds/{guild}/commands"),
        None => format!("/applications/{application}/commands"),
    };
    let listing = format!("{path}?with_localizations=true");
    let deadline = Instant::now() + PATIENCE;
    let known = rest
        .send(&Call {
            name: "list_commands",
            method: Method::GET,
            path: &listing,
            body: None,
            again: Again::Always,
            deadline,
        })
        .await
        .context("asking Discord which commands it has")?;
    let mut known: Vec<Value> =
        serde_json::from_slice(&known.body).context("reading which commands Discord has")?;
    if guild.is_some() {
        known.iter_mut().for_each(without_reach);
    }
    if told(&known) == told(&wanted) {
        return Ok(false);
    }
    let body = serde_json::to_vec(&wanted)?;
    rest.send(&Call {
        name: "register_commands",
        method: Method::PUT,
        path: &path,
        body: Some(Body::Json(&body)),
        again: Again::Always,
        deadline,
    })
    .await
    .context("registering the commands")?;
    Ok(true)
}

/// Takes away where a command can be used: Discord fills that in for a guild's commands, which
/// cannot say it themselves.
fn without_reach(command: &mut Value) {
    if let Value::Object(fields) = command {
        fields.remove("contexts");
        fields.remove("integration_types");
    }
}

/// What commands tell a member, in one order.
fn told(commands: &[Value]) -> Vec<Value> {
    let mut told: Vec<Value> = commands.iter().map(telling).collect();
    told.sort_by_key(|command| {
        let kind = command.get("type").and_then(Value::as_u64);
        let name = command.get("name").and_then(Value::as_str);
        (kind, name.map(str::to_owned))
    });
    told
}

/// A command or option without what Discord adds, and without what says nothing.
fn telling(item: &Value) -> Value {
    let Value::Object(fields) = item else {
        return item.clone();
    };
    let mut kept = Map::new();
    for (name, value) in fields {
        if TELLING.contains(&name.as_str()) {
            let value = plain(name, value);
            if !says_nothing(&value) {
                kept.insert(name.clone(), value);
            }
        }
    }
    // A command without a type is a slash command.
    if kept.get("type").is_none() {
        kept.insert("type".into(), 1.into());
    }
    Value::Object(kept)
}

fn plain(name: &str, value: &Value) -> Value {
    match (name, value) {
        ("options" | "choices", Value::Array(items)) => items.iter().map(telling).collect(),
        ("contexts" | "integration_types" | "channel_types", Value::Array(items)) => {
            let mut numbers: Vec<Option<u64>> = items.iter().map(Value::as_u64).collect();
            numbers.sort_unstable();
            Value::from(numbers)
        }
        // Discord gives permissions as text, a builder may as a number.
        ("default_member_permissions", Value::Number(number)) => number.to_string().into(),
        _ => value.clone(),
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wanted() -> Vec<Value> {
        super::super::builders(&super::super::everyone())
            .iter()
            .map(|command| serde_json::to_value(command).unwrap())
            .collect()
    }

    /// A command as Discord lists it once it was registered.
    fn listed(command: &Value) -> Value {
        let mut listed = command.clone();
        let fields = listed.as_object_mut().unwrap();
        for (name, value) in [
            ("id", json!("1")),
            ("application_id", json!("2")),
            ("version", json!("3")),
            ("nsfw", json!(false)),
            ("dm_permission", json!(true)),
        ] {
            fields.insert(name.into(), value);
        }
        fields
            .entry("default_member_permissions")
            .or_insert(Value::Null);
        if let Some(Value::Array(contexts)) = fields.get_mut("contexts") {
            contexts.reverse();
        }
        listed
    }

    #[test]
    fn commands_as_discord_lists_them_are_the_same() {
        let wanted = wanted();
        let mut known: Vec<Value> = wanted.iter().map(listed).collect();
        known.reverse();
        assert_eq!(told(&known), told(&wanted));
    }

    #[test]
    fn a_difference_a_member_can_notice_is_one() {
        let wanted = wanted();
        let changes: [fn(&mut Value); 4] = [
            |command| command["description"] = json!("Other words"),
            |command| command["options"][0]["required"] = json!(false),
            |command| command["name_localizations"] = json!({"ru": "вопрос"}),
            |command| command["contexts"] = json!([0]),
        ];
        for change in changes {
            let mut known: Vec<Value> = wanted.iter().map(listed).collect();
            change(&mut known[0]);
            assert_ne!(told(&known), told(&wanted));
        }
        assert_ne!(told(&[]), told(&wanted));
    }
}
