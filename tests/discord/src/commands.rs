//! Registered commands: what is there, and what replaces it.

use std::collections::HashSet;

use hyper::Method;
use serde_json::{Value, json};

use crate::check;
use crate::rest::{Answer, Call, Refusal, Success};

/// Commands of one type a scope may hold.
const MOST_CHAT_INPUT: usize = 100;
const MOST_OF_A_MENU: usize = 15;

/// Routes after `/applications/{application}`.
pub(crate) fn handle(call: &Call<'_>, rest: &[&str]) -> Answer {
    let scope = match rest {
        ["commands"] => None,
        ["guilds", guild, "commands"] => {
            let known = guild
                .parse()
                .ok()
                .filter(|id| call.shared.world().guilds.get(id).is_some_and(|g| g.joined));
            Some(known.ok_or_else(|| Refusal::new(403, 50001, "Missing Access"))?)
        }
        _ => return Err(Refusal::new(404, 0, "404: Not Found")),
    };
    match *call.method {
        Method::GET => Ok(Success::Json(list(call, scope))),
        Method::PUT => replace(call, scope),
        _ => Err(Refusal::new(405, 0, "405: Method Not Allowed")),
    }
}

fn list(call: &Call<'_>, scope: Option<u64>) -> Value {
    let world = call.shared.world();
    let mut listed = world.commands.get(&scope).cloned().unwrap_or_default();
    if !call.query.contains("with_localizations=true") {
        listed.iter_mut().for_each(without_localizations);
    }
    listed.into()
}

/// Discord leaves translations out of lists unless asked.
fn without_localizations(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, _| !key.ends_with("_localizations"));
            map.values_mut().for_each(without_localizations);
        }
        Value::Array(list) => list.iter_mut().for_each(without_localizations),
        _ => {}
    }
}

fn replace(call: &Call<'_>, scope: Option<u64>) -> Answer {
    let list = call.body.as_array();
    let list = list.ok_or_else(|| Refusal::invalid_form("a list of commands is needed"))?;
    if call.shared.setup.checked {
        for command in list {
            check::command(command, scope.is_none()).map_err(Refusal::invalid_form)?;
        }
        check_together(list).map_err(Refusal::invalid_form)?;
    }
    let mut world = call.shared.world();
    let old = world.commands.remove(&scope).unwrap_or_default();
    let stored: Vec<Value> = list
        .iter()
        .map(|given| {
            let mut stored = as_discord_keeps(given, scope);
            stored["application_id"] = call.shared.application.to_string().into();
            // A command that keeps its name keeps its id.
            let same = |o: &&Value| o["name"] == stored["name"] && o["type"] == stored["type"];
            let id = old.iter().find(same).map(|o| o["id"].clone());
            stored["id"] = id.unwrap_or_else(|| world.ids.now().to_string().into());
            stored["version"] = world.ids.now().to_string().into();
            stored
        })
        .collect();
    world.commands.insert(scope, stored.clone());
    drop(world);
    call.shared.changed();
    Ok(Success::Json(stored.into()))
}

/// Defaults filled in, and options without the keys that say nothing.
fn as_discord_keeps(given: &Value, scope: Option<u64>) -> Value {
    let mut stored = json!({
        "type": 1, "description": "", "default_member_permissions": null, "nsfw": false,
        "dm_permission": true, "name_localizations": null, "description_localizations": null,
        "integration_types": [0], "contexts": null,
    });
    if let Some(guild) = scope {
        stored["guild_id"] = guild.to_string().into();
    }
    for (key, value) in given.as_object().into_iter().flatten() {
        stored[key] = value.clone();
    }
    if let Some(options) = stored.get_mut("options") {
        without_empty(options);
        if options.as_array().is_some_and(Vec::is_empty)
            && let Some(map) = stored.as_object_mut()
        {
            map.remove("options");
        }
    }
    stored
}

fn without_empty(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, inner| {
                let empty_list = inner.as_array().is_some_and(Vec::is_empty);
                !(inner.is_null() || *inner == Value::Bool(false) || empty_list)
            });
            map.values_mut().for_each(without_empty);
        }
        Value::Array(list) => list.iter_mut().for_each(without_empty),
        _ => {}
    }
}

fn check_together(list: &[Value]) -> Result<(), String> {
    let kind = |command: &Value| command["type"].as_u64().unwrap_or(1);
    let mut names = HashSet::new();
    for command in list {
        if !names.insert((kind(command), command["name"].to_string())) {
            return Err(format!("two commands are called {}", command["name"]));
        }
    }
    for (of, most) in [
        (1, MOST_CHAT_INPUT),
        (2, MOST_OF_A_MENU),
        (3, MOST_OF_A_MENU),
    ] {
        let count = list.iter().filter(|c| kind(c) == of).count();
        if count > most {
            return Err(format!("{count} commands of type {of}, above {most}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_command_has_defaults_and_no_empty_option_keys() {
        let given = json!({"name": "ask", "description": "Asks", "options": [
            {"type": 3, "name": "q", "description": "Q", "required": false, "choices": []}]});
        let stored = as_discord_keeps(&given, None);
        assert_eq!(stored["integration_types"], json!([0]));
        assert_eq!(
            stored["options"],
            json!([{"type": 3, "name": "q", "description": "Q"}])
        );
    }

    #[test]
    fn two_commands_of_one_name_are_refused_and_of_two_types_are_not() {
        let slash = json!({"name": "ask", "type": 1});
        let menu = json!({"name": "ask", "type": 3});
        assert!(check_together(&[slash.clone(), menu]).is_ok());
        assert!(check_together(&[slash.clone(), slash]).is_err());
    }
}
