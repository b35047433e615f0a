//! A page of the stand-in, written and changed by a test.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::watch;

use crate::answer::{Answer, Coding, Course, Tag};
use crate::world::Shared;

/// A page; what is set holds from the next request on, until it is set otherwise.
#[derive(Debug, Clone)]
pub struct Page {
    shared: Arc<Shared>,
    path: String,
}

/// Keeps requests for a page waiting until it is dropped.
#[derive(Debug)]
pub struct Hold(#[expect(dead_code, reason = "its drop releases")] watch::Sender<bool>);

impl Page {
    pub(crate) fn new(shared: Arc<Shared>, path: &str) -> Self {
        Self {
            shared,
            path: path.into(),
        }
    }

    /// Answers 200 with this HTML in UTF-8, unless the type or status was set otherwise.
    pub fn set(&self, body: impl Into<Vec<u8>>) -> &Self {
        let body: Vec<u8> = body.into();
        self.change(|answer| answer.body = Bytes::from(body))
    }

    /// Sets the `Content-Type`, its charset included; empty: sends none.
    pub fn media_type(&self, value: &str) -> &Self {
        let value = (!value.is_empty()).then(|| value.to_owned());
        self.change(|answer| answer.media_type = value)
    }

    /// Answers with this status.
    pub fn status(&self, status: u16) -> &Self {
        self.change(|answer| answer.status = status)
    }

    /// Adds a header.
    pub fn header(&self, name: &str, value: &str) -> &Self {
        let header = (name.to_owned(), value.to_owned());
        self.change(|answer| answer.headers.push(header))
    }

    /// Answers with a redirect to this address, which may be relative.
    pub fn redirect(&self, status: u16, to: &str) -> &Self {
        self.status(status).header("location", to)
    }

    /// Sends an entity tag that follows the content, and answers 304 to who knows it.
    pub fn tagged(&self) -> &Self {
        self.change(|answer| answer.tag = Some(Tag::OfContent))
    }

    /// Sends this entity tag, quotes included, whatever the content.
    pub fn etag(&self, tag: &str) -> &Self {
        self.change(|answer| answer.tag = Some(Tag::Fixed(tag.into())))
    }

    /// Sends this `Last-Modified`, and answers 304 to who knows it.
    pub fn last_modified(&self, date: &str) -> &Self {
        self.change(|answer| answer.last_modified = Some(date.into()))
    }

    /// Compresses the body with gzip.
    pub fn gzipped(&self) -> &Self {
        self.change(|answer| answer.coding = Some(Coding::Gzip))
    }

    /// Compresses the body with brotli.
    pub fn brotli(&self) -> &Self {
        self.change(|answer| answer.coding = Some(Coding::Brotli))
    }

    /// Answers this much later.
    pub fn late(&self, by: Duration) -> &Self {
        self.change(|answer| answer.late = by)
    }

    /// Sends the body and then neither more nor an end.
    pub fn stalled(&self) -> &Self {
        self.change(|answer| answer.course = Course::Stalled)
    }

    /// Sends a byte of the body at a time, this far apart.
    pub fn dripping(&self, apart: Duration) -> &Self {
        self.change(|answer| answer.course = Course::Dripping(apart))
    }

    /// Sends the body again and again, for ever.
    pub fn endless(&self) -> &Self {
        self.change(|answer| answer.course = Course::Endless)
    }

    /// Promises the whole length, sends half, hangs up.
    pub fn truncated(&self) -> &Self {
        self.change(|answer| answer.course = Course::Truncated)
    }

    /// Lets requests for this page wait until what is returned is dropped.
    #[must_use = "dropping it releases the page"]
    pub fn hold(&self) -> Hold {
        let (release, held) = watch::channel(true);
        self.change(|answer| answer.held = Some(held));
        Hold(release)
    }

    /// Takes the page away: it is answered 404 again.
    pub fn remove(&self) {
        self.shared.change(|world| world.pages.remove(&self.path));
    }

    fn change(&self, change: impl FnOnce(&mut Answer)) -> &Self {
        self.shared.change(|world| {
            change(world.pages.entry(self.path.clone()).or_default());
        });
        self
    }
}
