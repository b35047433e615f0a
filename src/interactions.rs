//! The endpoints an interaction is answered at: its callback, the edit of that, and follow-ups.
//!
//! Whatever is sent from here pings nobody.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};
use serenity::model::id::{ApplicationId, InteractionId};

use crate::reply::File;
use crate::rest::{Again, Body, Call, Multipart, Rest, RestError};

/// Discord's code for an interaction that has its first response.
const ACKNOWLEDGED: u32 = 40060;
/// How long an edit or a follow-up is tried.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client for them.
#[derive(Debug)]
pub(crate) struct Interactions {
    rest: Rest,
    application: ApplicationId,
}

impl Interactions {
    pub(crate) fn new(rest: Rest, application: ApplicationId) -> Self {
        Self { rest, application }
    }

    /// Sends the first response, in one request unless that fails, with a file if there is one.
    ///
    /// # Errors
    /// When Discord does not take it before `deadline`.
    pub(crate) async fn respond(
        &self,
        id: InteractionId,
        token: &str,
        response: &impl Serialize,
        file: Option<&File>,
        deadline: Instant,
    ) -> Result<(), RestError> {
        let form = Form::new(response, file);
        self.call(&Call {
            name: "callback",
            method: Method::POST,
            path: &format!("/interactions/{id}/{token}/callback"),
            body: Some(form.body()),
            // A first try whose answer was lost may have been acted on.
            again: Again::Until(ACKNOWLEDGED),
            deadline,
        })
        .await
    }

    /// Sends a message after the first response, with a file if there is one.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn follow_up(
        &self,
        token: &str,
        message: &impl Serialize,
        file: Option<&File>,
    ) -> Result<(), RestError> {
        let form = Form::new(message, file);
        self.call(&Call {
            name: "follow_up",
            method: Method::POST,
            path: &format!("/webhooks/{}/{token}", self.application),
            body: Some(form.body()),
            // A second one would be a second message.
            again: Again::Unacted,
            deadline: Instant::now() + PATIENCE,
        })
        .await
    }

    /// Puts a message in place of the first response, with a file if there is one.
    ///
    /// # Errors
    /// When Discord does not take it, as it does for fifteen minutes.
    pub(crate) async fn edit(
        &self,
        token: &str,
        message: &impl Serialize,
        file: Option<&File>,
    ) -> Result<(), RestError> {
        let form = Form::new(message, file);
        self.call(&Call {
            name: "edit",
            method: Method::PATCH,
            path: &format!("/webhooks/{}/{token}/messages/@original", self.application),
            body: Some(form.body()),
            // It is the same message however often it is put there.
            again: Again::Always,
            deadline: Instant::now() + PATIENCE,
        })
        .await
    }

    async fn call(&self, call: &Call<'_>) -> Result<(), RestError> {
        self.rest.send(call).await.map(drop)
    }
}

/// What is sent: JSON, and a file beside it.
enum Form {
    Json(Vec<u8>),
    Multipart(Multipart),
}

impl Form {
    fn new(body: &impl Serialize, file: Option<&File>) -> Self {
        let json = mentioning_nobody(body, file);
        match file {
            Some(file) => Self::Multipart(Multipart::new(&json, file)),
            None => Self::Json(json),
        }
    }

    fn body(&self) -> Body<'_> {
        match self {
            Self::Json(json) => Body::Json(json),
            Self::Multipart(form) => Body::Multipart(form),
        }
    }
}

/// `body` as JSON; where it is or holds a message, one that mentions nobody and names `file`.
fn mentioning_nobody(body: &impl Serialize, file: Option<&File>) -> Vec<u8> {
    let mut body = serde_json::to_value(body).unwrap_or_default();
    let message = match body.get("type").and_then(Value::as_u64) {
        // A message, or one in place of the message a component stands on.
        Some(4 | 7) => body.get_mut("data"),
        // A deferral, choices, a modal.
        Some(_) => None,
        None => Some(&mut body),
    };
    if let Some(Value::Object(message)) = message {
        message.insert(
            "allowed_mentions".into(),
            json!({ "parse": [], "replied_user": false }),
        );
        if let Some(file) = file {
            message.insert("attachments".into(), json!([file.attachment()]));
        }
    }
    body.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use serenity::builder::{
        CreateAllowedMentions, CreateInteractionResponse, CreateInteractionResponseMessage,
        EditInteractionResponse,
    };

    use super::*;

    fn sent(body: &impl Serialize) -> Value {
        serde_json::from_slice(&mentioning_nobody(body, None)).unwrap()
    }

    #[test]
    fn no_message_mentions_anybody_whatever_it_was_built_with() {
        let nobody = json!({ "parse": [], "replied_user": false });
        let loud = CreateAllowedMentions::new().everyone(true).all_users(true);
        let message = CreateInteractionResponseMessage::new()
            .content("@everyone")
            .allowed_mentions(loud);
        let first = sent(&CreateInteractionResponse::Message(message.clone()));
        assert_eq!(first["data"]["allowed_mentions"], nobody);
        let update = sent(&CreateInteractionResponse::UpdateMessage(message));
        assert_eq!(update["data"]["allowed_mentions"], nobody);
        let edit = sent(&EditInteractionResponse::new().content("@here"));
        assert_eq!(edit["allowed_mentions"], nobody);
    }

    #[test]
    fn what_is_no_message_is_left_alone() {
        let message = CreateInteractionResponseMessage::new().ephemeral(true);
        let deferred = sent(&CreateInteractionResponse::Defer(message));
        assert_eq!(deferred["data"].get("allowed_mentions"), None);
    }
}
