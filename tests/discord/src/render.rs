//! Messages in plain text, for snapshots.

use std::fmt::Write as _;

use serde_json::Value;

use crate::reply::each_component;
use crate::world::{EPHEMERAL, Message};

/// What can be read in a message, part by part, without buttons.
pub(crate) fn text(message: &Message) -> String {
    let mut parts = vec![message.content.clone()];
    for embed in &message.embeds {
        let fields = embed["fields"].as_array().into_iter().flatten();
        let named = [
            &embed["author"]["name"],
            &embed["title"],
            &embed["description"],
        ];
        let named = named
            .into_iter()
            .chain(fields.flat_map(|f| [&f["name"], &f["value"]]));
        let named = named.chain([&embed["footer"]["text"]]);
        parts.extend(named.filter_map(Value::as_str).map(str::to_owned));
    }
    each_component(&message.components, &mut |component| {
        parts.extend(component["content"].as_str().map(str::to_owned));
    });
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The whole message: who sees it, its text, embeds in a frame, rows of buttons.
pub(crate) fn message(message: &Message) -> String {
    let mut out = String::new();
    if message.flags & EPHEMERAL != 0 {
        out.push_str("(only you can see this)\n");
    }
    if !message.content.is_empty() {
        let _ = writeln!(out, "{}", message.content);
    }
    for embed in &message.embeds {
        write_embed(&mut out, embed);
    }
    for attachment in &message.attachments {
        let _ = writeln!(out, "( {} )", attachment.name);
    }
    for component in &message.components {
        write_component(&mut out, component, 0);
    }
    out
}

fn write_embed(out: &mut String, embed: &Value) {
    let mut line = |text: &str| {
        for part in text.lines() {
            let _ = writeln!(out, "│ {part}");
        }
    };
    let linked = |text: &Value, url: &Value| {
        let text = text.as_str().unwrap_or_default();
        url.as_str()
            .map_or_else(|| text.to_owned(), |url| format!("[{text}]({url})"))
    };
    line(&linked(&embed["author"]["name"], &embed["author"]["url"]));
    line(&linked(&embed["title"], &embed["url"]));
    line(embed["description"].as_str().unwrap_or_default());
    for field in embed["fields"].as_array().into_iter().flatten() {
        line(field["name"].as_str().unwrap_or_default());
        line(field["value"].as_str().unwrap_or_default());
    }
    if let Some(footer) = embed["footer"]["text"].as_str() {
        line(&format!("— {footer}"));
    }
    out.push_str("└\n");
}

fn write_component(out: &mut String, component: &Value, depth: usize) {
    let indent = "│ ".repeat(depth);
    if let Some(content) = component["content"].as_str() {
        for part in content.lines() {
            let _ = writeln!(out, "{indent}{part}");
        }
    }
    match component["type"].as_u64() {
        Some(1) => {
            let row = component["components"].as_array().into_iter().flatten();
            let row: Vec<String> = row.map(in_row).collect();
            let _ = writeln!(out, "{indent}{}", row.join(" "));
        }
        Some(14) => {
            let _ = writeln!(out, "{indent}───");
        }
        _ => {
            for inner in component["components"].as_array().into_iter().flatten() {
                write_component(out, inner, depth + 1);
            }
            if component["accessory"]["type"] == 2 {
                let _ = writeln!(out, "{indent}{}", in_row(&component["accessory"]));
            }
        }
    }
}

/// `[ label ]`, `[ label ↗ url ]` for a link, struck through with dashes when disabled.
fn in_row(component: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let emoji = word(&component["emoji"]["name"]);
    let label = match component["type"].as_u64() {
        Some(2) => format!("{emoji} {}", word(&component["label"])),
        _ => word(&component["placeholder"]),
    };
    let label = label.trim();
    match component["url"].as_str() {
        Some(url) => format!("[ {label} ↗ {url} ]"),
        None if component["disabled"] == true => format!("[-{label}-]"),
        None => format!("[ {label} ]"),
    }
}
