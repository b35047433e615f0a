//! A file shown with a message.

use serde_json::{Value, json};
use serenity::builder::CreateAttachment;

use super::limits::cut;

/// The most characters of a file's description.
///
/// Source: Discord API documentation, Attachment Object.
const DESCRIPTION_MAX: usize = 1_024;

/// A file to attach.
#[derive(Debug, Clone)]
pub(crate) struct File {
    name: String,
    pub(crate) bytes: Vec<u8>,
    /// What it shows, for who cannot see it.
    description: String,
}

impl File {
    /// A file called `name`, of which what Discord would change is made `-`.
    pub(crate) fn new(name: &str, bytes: Vec<u8>, description: &str) -> Self {
        let kept = |c: char| {
            if c.is_ascii_alphanumeric() || ".-_".contains(c) {
                c
            } else {
                '-'
            }
        };
        Self {
            name: name.chars().map(kept).collect(),
            bytes,
            description: cut(description, DESCRIPTION_MAX),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its media type.
    pub(crate) fn kind(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("png") => "image/png",
            Some("json") => "application/json",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// Where an embed of the same message finds it.
    pub(super) fn address(&self) -> String {
        format!("attachment://{}", self.name)
    }

    /// What the message says of it, as its first file.
    pub(crate) fn attachment(&self) -> Value {
        json!({ "id": 0, "filename": self.name, "description": self.description })
    }

    /// The same for a message in a channel.
    pub(super) fn create(self) -> CreateAttachment {
        CreateAttachment::bytes(self.bytes, self.name).description(self.description)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let file = File::new("a\"\r\nb é.txt", Vec::new(), "");
        assert_eq!(file.name(), "a---b--.txt");
        assert_eq!(file.kind(), "text/plain; charset=utf-8");
    }
}
