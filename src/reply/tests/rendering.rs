//! A message as text, about as Discord lays it out.

use serde_json::Value;

use crate::reply::Reply;

/// Every line of a reply: its embeds behind bars, then its buttons.
pub(super) fn rendered(reply: &Reply) -> String {
    let sent = serde_json::to_value(reply.clone().response()).unwrap();
    let data = &sent["data"];
    let mut lines: Vec<String> = Vec::new();
    if reply.private {
        lines.push("(only you can see this)".into());
    }
    lines.extend(data["content"].as_str().map(str::to_owned));
    for embed in data["embeds"].as_array().into_iter().flatten() {
        lines.push(format!("┌ #{:06x}", embed["color"].as_u64().unwrap()));
        let texts = [
            ("", &embed["author"]["name"]),
            ("# ", &embed["title"]),
            ("", &embed["description"]),
            ("_ ", &embed["footer"]["text"]),
        ];
        for (mark, text) in texts {
            let text = text.as_str().unwrap_or_default();
            lines.extend(
                text.lines()
                    .map(|line| format!("│ {mark}{line}").trim_end().to_owned()),
            );
        }
    }
    for row in data["components"].as_array().into_iter().flatten() {
        let buttons = row["components"].as_array().unwrap().iter().map(component);
        lines.push(buttons.collect::<Vec<_>>().join(" "));
    }
    lines.join("\n")
}

fn component(component: &Value) -> String {
    match component["type"].as_u64() {
        Some(3) => {
            let options = component["options"].as_array().unwrap().iter();
            let labels: Vec<_> = options.map(|o| o["label"].as_str().unwrap()).collect();
            format!(
                "[{} ▾ {}]",
                component["placeholder"].as_str().unwrap(),
                labels.join(" / ")
            )
        }
        _ => match component["url"].as_str() {
            Some(url) => format!("[{} ↗ {url}]", component["label"].as_str().unwrap()),
            None => format!("[{}]", component["label"].as_str().unwrap()),
        },
    }
}
