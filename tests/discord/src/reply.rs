//! What a member sees of the bot's answer.

use std::time::Duration;

use serde_json::Value;

use crate::interactions::{CHOICES, DEFERRED_UPDATE, MESSAGE, SHOW_MODAL, UPDATE};
use crate::render;
use crate::world::{EPHEMERAL, Message};

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    kind: u64,
    data: Value,
    message: Option<Message>,
    took: Duration,
    source: Option<u64>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What stands on it, emoji first.
    pub label: String,
    /// What it sends; empty for a link.
    pub custom_id: String,
    /// Where it leads; empty unless a link.
    pub url: String,
    /// Whether it can be pressed.
    pub enabled: bool,
}

/// A choice offered while typing.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What is sent.
    pub value: Value,
}

impl Reply {
    pub(crate) fn new(
        kind: u64,
        data: Value,
        message: Option<Message>,
        took: Duration,
        source: Option<u64>,
    ) -> Self {
        Self {
            kind,
            data,
            message,
            took,
            source,
        }
    }

    pub(crate) fn of_message(message: Message) -> Self {
        Self::new(MESSAGE, Value::Null, Some(message), Duration::ZERO, None)
    }

    /// The message.
    ///
    /// # Panics
    /// When the answer shows none.
    pub fn message(&self) -> &Message {
        let kind = self.kind;
        self.message
            .as_ref()
            .unwrap_or_else(|| panic!("a response of type {kind} shows no message"))
    }

    /// Whether only the asker sees it.
    pub fn is_private(&self) -> bool {
        self.message().flags & EPHEMERAL != 0
    }

    /// Whether it changed the message that the button was on, instead of adding one.
    pub fn is_update(&self) -> bool {
        self.kind == UPDATE
    }

    /// Whether the interaction was acknowledged and nothing shown.
    pub fn shows_nothing(&self) -> bool {
        self.kind == DEFERRED_UPDATE
    }

    /// From the dispatch to the arrival of the first response.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// All that can be read in it: content, embeds, text components, without buttons.
    pub fn text(&self) -> String {
        self.message().text()
    }

    /// Its buttons, in order.
    pub fn buttons(&self) -> Vec<Button> {
        self.message().buttons()
    }

    /// The whole message in plain text, for snapshots.
    pub fn render(&self) -> String {
        self.message().render()
    }

    /// The choices offered.
    ///
    /// # Panics
    /// When the response is something else.
    pub fn choices(&self) -> Vec<Choice> {
        assert_eq!(
            self.kind, CHOICES,
            "the response offers no choices: {}",
            self.data
        );
        let list = self.data["choices"].as_array().into_iter().flatten();
        list.map(|choice| Choice {
            name: choice["name"].as_str().unwrap_or_default().into(),
            value: choice["value"].clone(),
        })
        .collect()
    }

    /// The modal shown, as JSON.
    ///
    /// # Panics
    /// When the response is something else.
    pub fn modal(&self) -> &Value {
        assert_eq!(
            self.kind, SHOW_MODAL,
            "the response shows no modal: {}",
            self.data
        );
        &self.data
    }

    pub(crate) fn source(&self) -> Option<u64> {
        self.source
    }
}

impl AsRef<Message> for Reply {
    fn as_ref(&self) -> &Message {
        self.message()
    }
}

impl AsRef<Message> for Message {
    fn as_ref(&self) -> &Message {
        self
    }
}

impl Message {
    /// All that can be read in it: content, embeds, text components, without buttons.
    pub fn text(&self) -> String {
        render::text(self)
    }

    /// Its buttons, in order.
    pub fn buttons(&self) -> Vec<Button> {
        let mut buttons = Vec::new();
        each_component(&self.components, &mut |component| {
            if component["type"] == 2 {
                buttons.push(button(component));
            }
        });
        buttons
    }

    /// The whole message in plain text, for snapshots.
    pub fn render(&self) -> String {
        render::message(self)
    }
}

fn button(component: &Value) -> Button {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (emoji, label) = (word(&component["emoji"]["name"]), word(&component["label"]));
    Button {
        label: format!("{emoji} {label}").trim().into(),
        custom_id: word(&component["custom_id"]),
        url: word(&component["url"]),
        enabled: component["disabled"] != true,
    }
}

/// Calls `seen` with every component, outer ones first.
pub(crate) fn each_component<'a>(list: &'a [Value], seen: &mut impl FnMut(&'a Value)) {
    for component in list {
        seen(component);
        if let Some(inner) = component["components"].as_array() {
            each_component(inner, seen);
        }
        if let Some(accessory) = component.get("accessory") {
            each_component(std::slice::from_ref(accessory), seen);
        }
    }
}

/// The component of this type whose label or emoji is `name`, else whose custom id contains it.
pub(crate) fn component_named<'a>(list: &'a [Value], name: &str, kind: u64) -> Option<&'a Value> {
    let mut all = Vec::new();
    each_component(list, &mut |component| {
        if component["type"] == kind {
            all.push(component);
        }
    });
    let labelled = |c: &&&Value| {
        c["label"] == name
            || c["placeholder"] == name
            || c["emoji"]["name"] == name
            || button(c).label == name
    };
    let with_id = |c: &&&Value| c["custom_id"].as_str().is_some_and(|id| id.contains(name));
    let found = all
        .iter()
        .find(labelled)
        .or_else(|| all.iter().find(with_id));
    found.copied()
}
