//! Bodies against the API description that Discord publishes, where a copy of it is at hand.
//!
//! `discord/openapi.json` in the folder `shared` beside the project; without it nothing is checked
//! here, and twilight's models and checks (`check.rs`) stand alone. `boon` reads JSON Schema 2020-12,
//! the dialect of the description.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

/// What the description is called while it is read; nothing is fetched from there.
const NAME: &str = "https://description.invalid/openapi.json";

/// The description's schemas of bodies.
#[derive(Default)]
struct Published {
    schemas: Schemas,
    /// By method and path template, all parameters made equal.
    bodies: HashMap<String, SchemaIndex>,
}

/// Checks the body of `route` (method and path template); a route that the description gives no body
/// is passed over.
///
/// # Errors
/// What Discord would say.
pub(crate) fn check(route: &str, body: &Value) -> Result<(), String> {
    match published() {
        Some(published) => published.check(route, body),
        None => Ok(()),
    }
}

/// Where the description would be.
fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/discord/openapi.json")
}

fn published() -> Option<&'static Published> {
    static PUBLISHED: OnceLock<Option<Published>> = OnceLock::new();
    let read = || {
        let text = fs::read(file()).ok()?;
        let description = serde_json::from_slice(&text);
        Some(Published::new(
            description.expect("Discord's description of its API is JSON"),
        ))
    };
    PUBLISHED.get_or_init(read).as_ref()
}

impl Published {
    fn new(description: Value) -> Self {
        let places = places(&description);
        let mut compiler = Compiler::new();
        compiler
            .add_resource(NAME, description)
            .expect("the description is an object");
        let mut published = Self::default();
        for (route, place) in places {
            let schema = compiler
                .compile(&format!("{NAME}#{place}"), &mut published.schemas)
                .expect("the description's schemas are schemas");
            published.bodies.insert(route, schema);
        }
        published
    }

    fn check(&self, route: &str, body: &Value) -> Result<(), String> {
        let Some(schema) = self.bodies.get(&shape(route)) else {
            return Ok(());
        };
        let mut body = body.clone();
        permissions_as_numbers(&mut body);
        attachment_ids_as_text(&mut body);
        self.schemas
            .validate(&body, *schema)
            .map_err(|error| format!("Discord's description: {error:#}"))
    }
}

/// The requests of `description` that have a JSON body, and where its schema stands.
fn places(description: &Value) -> Vec<(String, String)> {
    let mut places = Vec::new();
    for (path, methods) in description["paths"].as_object().into_iter().flatten() {
        for (method, request) in methods.as_object().into_iter().flatten() {
            if !request["requestBody"]["content"]["application/json"].is_null() {
                let place = format!(
                    "/paths/{}/{method}/requestBody/content/application~1json/schema",
                    escape(path)
                );
                places.push((shape(&format!("{} {path}", method.to_uppercase())), place));
            }
        }
    }
    places
}

/// The route with every parameter made equal.
fn shape(route: &str) -> String {
    let segments = route
        .split('/')
        .map(|s| if s.starts_with('{') { "{}" } else { s });
    segments.collect::<Vec<_>>().join("/")
}

/// A path as a part of a JSON pointer in an address.
fn escape(path: &str) -> String {
    path.replace('~', "~0")
        .replace('/', "~1")
        .replace('{', "%7B")
        .replace('}', "%7D")
}

/// The description has the default permissions of a command as a number; Discord takes, and its
/// documentation asks for, the digits as a string.
fn permissions_as_numbers(body: &mut Value) {
    match body {
        Value::Array(list) => list.iter_mut().for_each(permissions_as_numbers),
        Value::Object(map) => {
            if let Some(permissions) = map.get_mut("default_member_permissions")
                && let Some(bits) = permissions.as_str().and_then(|p| p.parse::<u64>().ok())
            {
                *permissions = bits.into();
            }
        }
        _ => {}
    }
}

/// The description has the id of a file as digits; Discord takes, and its documentation shows, a
/// number too.
fn attachment_ids_as_text(body: &mut Value) {
    for message in ["/attachments", "/data/attachments"] {
        let files = body.pointer_mut(message).and_then(Value::as_array_mut);
        for file in files.into_iter().flatten() {
            if let Some(id) = file["id"].as_u64() {
                file["id"] = id.to_string().into();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn description() -> Value {
        json!({
            "openapi": "3.1.0",
            "paths": {"/channels/{channel_id}/messages": {"post": {"requestBody": {"content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Message"}},
            }}}}},
            "components": {"schemas": {"Message": {
                "type": "object",
                "properties": {"content": {"type": ["string", "null"], "maxLength": 5}},
            }}},
        })
    }

    #[test]
    fn a_body_is_held_to_the_schema_of_its_route() {
        let published = Published::new(description());
        let route = "POST /channels/{id}/messages";
        assert_eq!(published.check(route, &json!({"content": "short"})), Ok(()));
        let told = published
            .check(route, &json!({"content": "too long"}))
            .unwrap_err();
        assert!(told.contains("/content"), "{told}");
    }

    #[test]
    fn what_the_description_does_not_have_is_passed_over() {
        let published = Published::new(description());
        for route in ["POST /channels/{id}", "PATCH /channels/{id}/messages"] {
            assert_eq!(published.check(route, &json!(7)), Ok(()));
        }
    }

    #[test]
    fn discords_own_description_is_read_whole() {
        let Some(published) = published() else {
            println!("skipped: {} is not there", file().display());
            return;
        };
        for route in [
            "POST /channels/{id}/messages",
            "POST /interactions/{id}/{token}/callback",
            "PATCH /webhooks/{id}/{token}/messages/@original",
            "PUT /applications/{id}/commands",
        ] {
            assert!(published.bodies.contains_key(&shape(route)), "{route}");
        }
        let told = published.check("POST /channels/{id}/messages", &json!({"content": 7}));
        assert!(told.unwrap_err().contains("/content"));
    }
}
