//! What a page answers with.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::watch;

use crate::compress::{brotli, gzip};

/// The answer of one page.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) media_type: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) course: Course,
    pub(crate) coding: Option<Coding>,
    pub(crate) tag: Option<Tag>,
    pub(crate) last_modified: Option<String>,
    /// How long nothing is answered.
    pub(crate) late: Duration,
    /// While the value is true, requests wait.
    pub(crate) held: Option<watch::Receiver<bool>>,
}

/// How the body goes over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// All of it, at once.
    Whole,
    /// All of it, and then nothing more, without an end.
    Stalled,
    /// A byte at a time, this far apart.
    Dripping(Duration),
    /// Again and again, for ever.
    Endless,
    /// Half of it, under a length that promises all.
    Truncated,
}

/// How the body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Brotli,
}

/// The entity tag.
#[derive(Debug, Clone)]
pub(crate) enum Tag {
    /// Follows the content.
    OfContent,
    Fixed(String),
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            status: 200,
            media_type: Some("text/html; charset=utf-8".into()),
            headers: Vec::new(),
            body: Bytes::new(),
            course: Course::Whole,
            coding: None,
            tag: None,
            last_modified: None,
            late: Duration::ZERO,
            held: None,
        }
    }
}

impl Answer {
    /// The entity tag as it is sent.
    pub(crate) fn etag(&self) -> Option<String> {
        match self.tag.as_ref()? {
            Tag::Fixed(tag) => Some(tag.clone()),
            Tag::OfContent => {
                let mut hasher = DefaultHasher::new();
                self.body.hash(&mut hasher);
                Some(format!("\"{:016x}\"", hasher.finish()))
            }
        }
    }

    /// Whether a client that knows this much has the current content, as RFC 9110 weighs the two.
    pub(crate) fn is_known(&self, if_none_match: Option<&str>, if_modified: Option<&str>) -> bool {
        let Some(known) = if_none_match else {
            return if_modified.is_some() && if_modified == self.last_modified.as_deref();
        };
        let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let current = self.etag().as_deref().map(weak);
        current.is_some_and(|tag| known.split(',').any(|known| weak(known) == tag))
    }

    /// The body as it goes over the wire.
    pub(crate) fn encoded(&self) -> Bytes {
        match self.coding {
            None => self.body.clone(),
            Some(Coding::Gzip) => gzip(&self.body).into(),
            Some(Coding::Brotli) => brotli(&self.body).into(),
        }
    }
}
