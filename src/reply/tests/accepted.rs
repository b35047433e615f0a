//! Discord's rules, through twilight's models and checks.

use serde_json::Value;
use serenity::builder::CreateInteractionResponse;
use serenity::model::application::{ActionRowComponent, ButtonKind};
use twilight_model::channel::message::Component;
use twilight_model::http::interaction::InteractionResponse;

use crate::custom_id::Action;
use crate::reply::Reply;
use crate::reply::limits::{CONTENT_MAX, EMBEDS_TEXT_MAX_BYTES, length};

/// Fails unless Discord would take `reply`, as a first response and in place of another message.
pub(super) fn assert_accepted(reply: &Reply) {
    for response in [reply.clone().response(), reply.clone().update()] {
        assert_response(&response);
    }
    let message = serde_json::to_value(reply.clone().message()).unwrap();
    assert_eq!(message["allowed_mentions"]["parse"], serde_json::json!([]));
    assert_eq!(message["allowed_mentions"]["replied_user"], false);
}

fn assert_response(response: &CreateInteractionResponse) {
    let sent = serde_json::to_value(response).unwrap();
    let read: InteractionResponse = serde_json::from_value(sent.clone()).unwrap();
    let again = serde_json::to_value(&read).unwrap();
    let mut unknown = Vec::new();
    lost(&sent, &again, "", &mut unknown);
    assert_eq!(unknown, Vec::<String>::new());

    let data = read.data.unwrap();
    assert_eq!(
        sent["data"]["allowed_mentions"]["parse"],
        serde_json::json!([])
    );
    assert_eq!(sent["data"]["allowed_mentions"]["replied_user"], false);
    let embeds = data.embeds.unwrap_or_default();
    let content = data.content.unwrap_or_default();
    assert!(
        !embeds.is_empty() || !content.is_empty(),
        "an empty message"
    );
    twilight_validate::message::content(&content).unwrap();
    assert!(length(&content) <= CONTENT_MAX);
    twilight_validate::message::embeds(&embeds).unwrap();
    for embed in &embeds {
        twilight_validate::embed::embed(embed).unwrap();
        assert_eq!(embed.url, None);
    }
    let texts: usize = embeds.iter().map(twilight_validate::embed::chars).sum();
    assert!(texts <= EMBEDS_TEXT_MAX_BYTES, "{texts}");
    let components = data.components.unwrap_or_default();
    twilight_validate::message::components(&components).unwrap();
    assert_custom_ids(&components);
}

/// Every custom id is distinct and read back.
fn assert_custom_ids(components: &[Component]) {
    let mut seen = std::collections::BTreeSet::new();
    for component in components {
        let Component::ActionRow(row) = component else {
            panic!("not a row");
        };
        for component in &row.components {
            let custom_id = match component {
                Component::Button(button) => button.custom_id.clone(),
                Component::SelectMenu(menu) => Some(menu.custom_id.clone()),
                other => panic!("{other:?}"),
            };
            if let Some(custom_id) = custom_id {
                assert!(Action::parse(&custom_id).is_ok(), "{custom_id}");
                assert!(seen.insert(custom_id.clone()), "{custom_id} twice");
            }
        }
    }
}

/// What of `sent` is not in `again`: fields that twilight does not know.
fn lost(sent: &Value, again: &Value, at: &str, unknown: &mut Vec<String>) {
    match (sent, again) {
        (Value::Object(sent), Value::Object(again)) => {
            for (key, value) in sent {
                // Left out when they are empty or false, though they are known.
                let default = [Value::Null, Value::Bool(false), serde_json::json!([])];
                match again.get(key) {
                    Some(again) => lost(value, again, &format!("{at}.{key}"), unknown),
                    None if default.contains(value) => {}
                    None => unknown.push(format!("{at}.{key}")),
                }
            }
        }
        (Value::Array(sent), Value::Array(again)) => {
            for (number, (sent, again)) in sent.iter().zip(again).enumerate() {
                lost(sent, again, &format!("{at}[{number}]"), unknown);
            }
            assert_eq!(sent.len(), again.len(), "{at}");
        }
        _ => {}
    }
}

/// The custom ids and addresses of a reply's buttons, in order.
pub(super) fn custom_ids(reply: &Reply) -> Vec<String> {
    let rows = serde_json::to_value(&reply.rows).unwrap();
    let rows: Vec<serenity::model::application::ActionRow> = serde_json::from_value(rows).unwrap();
    let components = rows.into_iter().flat_map(|row| row.components);
    components
        .map(|component| match component {
            ActionRowComponent::Button(button) => match button.data {
                ButtonKind::NonLink { custom_id, .. } => custom_id,
                ButtonKind::Link { url } => url,
                ButtonKind::Premium { .. } => panic!("a premium button"),
            },
            ActionRowComponent::SelectMenu(menu) => menu.custom_id.unwrap(),
            other => panic!("{other:?}"),
        })
        .collect()
}
