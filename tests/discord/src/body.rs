//! Bodies of messages as bots send them, read strictly.

use serde::Deserialize;
use serde_json::Value;

use crate::check;
use crate::rest::{Call, Refusal};
use crate::uploads::{self, Attachment, Upload};

/// What a bot may put into a message; keys it leaves out stay as they were in an edit.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MessageBody {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Option<Vec<Value>>,
    pub(crate) components: Option<Vec<Value>>,
    pub(crate) flags: Option<u64>,
    pub(crate) tts: Option<bool>,
    pub(crate) allowed_mentions: Option<Value>,
    pub(crate) message_reference: Option<Value>,
    pub(crate) attachments: Option<Vec<Value>>,
    pub(crate) nonce: Option<Value>,
    pub(crate) enforce_nonce: Option<bool>,
    pub(crate) sticker_ids: Option<Vec<Value>>,
    pub(crate) poll: Option<Value>,
    #[serde(skip)]
    pub(crate) files: Vec<Upload>,
}

/// Where a body goes, which decides what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Create,
    Edit,
    /// The response or follow-up to an interaction; it may be ephemeral.
    Respond,
}

impl MessageBody {
    /// Reads the body of `call`, or the part of it that is a message; unless checks are on, its
    /// shape only.
    pub(crate) fn read(call: &Call<'_>, value: &Value, purpose: Use) -> Result<Self, Refusal> {
        let mut body: Self = serde_json::from_value(value.clone())
            .map_err(|error| Refusal::invalid_form(error.to_string()))?;
        body.files = call.files.to_vec();
        if call.shared.setup.checked {
            check::message(&body, purpose).map_err(Refusal::invalid_form)?;
        }
        Ok(body)
    }

    /// The files it shows.
    pub(crate) fn attachments(&self) -> Vec<Attachment> {
        uploads::attachments(&self.files, self.attachments.as_deref().unwrap_or_default())
    }

    /// The message this replies to.
    pub(crate) fn replies_to(&self) -> Option<u64> {
        let id = self.message_reference.as_ref()?["message_id"].as_str()?;
        id.parse().ok()
    }
}
