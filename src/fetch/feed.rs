//! What a feed announces: RSS 0.9 to 2.0, RDF, Atom, JSON Feed.
//!
//! Own code over an XML reader: `feed-rs` 3.0 panics on outside text (an author of `—a@b.co`, a
//! thumbnail at a huge time) and keeps every item of a feed, however many. Here nothing recurses,
//! items and texts are bounded, and entities that a feed declares are refused.
//!
//! Reading a feed of 5 MB takes a processor for a while: not on a thread that answers. Deliberately
//! absent: fetching, `xml:base`, authors, enclosures, the content of items beyond a summary.

mod json;
mod text;
mod xml;

use std::cmp::Reverse;
use std::collections::HashSet;

use encoding_rs::{Encoding, UTF_8};
use reqwest::Url;
use time::OffsetDateTime;

use super::Document;
use text::{folded, plain, shortened};

/// A feed that holds more is refused: those of news sites hold some dozens.
const ITEMS_MAX: usize = 5000;
/// The most characters of a title.
const TITLE_CHARS: usize = 300;
/// The most characters of a summary.
const SUMMARY_CHARS: usize = 2000;

/// One announcement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// Plain text on one line, shortened to 300 characters.
    pub(crate) title: String,
    /// Where the article is: http or https, without credentials, not checked any further.
    pub(crate) url: Url,
    pub(crate) published: Option<OffsetDateTime>,
    /// Plain text on one line, shortened to 2000 characters; may be empty.
    pub(crate) summary: String,
}

/// Why there is nothing to read in a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum FeedError {
    /// It is another kind of document.
    #[error("this is no RSS, Atom or JSON feed: look for the site's feed address")]
    NotAFeed,
    /// It declares entities, which feeds never need and which can be made to grow without end.
    #[error("the feed declares XML entities and is not read: its owner must mend that")]
    Entities,
    /// It holds more items than are read.
    #[error("the feed holds more than {0} items and is not read: look for one of news only")]
    TooManyItems(usize),
    /// It breaks the rules of its format.
    #[error("the feed cannot be read ({0}): its owner must mend that")]
    Malformed(String),
}

/// An item as its feed wrote it.
#[derive(Debug, Default)]
struct Raw {
    title: String,
    link: String,
    /// An address that also identifies the item.
    id: String,
    published: Option<OffsetDateTime>,
    updated: Option<OffsetDateTime>,
    summary: String,
    content: String,
}

/// The items of a feed, newest first, those without a date last; of two with one address the first.
///
/// Items without a title or with an address that is none of the web are left out.
///
/// # Errors
/// When it is no feed, or one that is not read.
pub(crate) fn items(document: &Document) -> Result<Vec<Item>, FeedError> {
    let text = decoded(&document.body, document.charset.as_deref());
    let raw = if text.trim_start().starts_with('{') {
        json::read(&text)?
    } else {
        xml::read(&text)?
    };
    let mut seen = HashSet::new();
    let items = raw.into_iter().filter_map(|raw| raw.item(&document.url));
    let mut items: Vec<_> = items.filter(|item| seen.insert(item.url.clone())).collect();
    items.sort_by_key(|item| Reverse(item.published));
    Ok(items)
}

/// The first `newest` of `items` of which the title or the summary has one of `words`.
///
/// A word matches where a word of the text begins with it, whatever the case and the accents; a
/// phrase likewise, word after word. Without words every item matches.
pub(crate) fn matching(items: Vec<Item>, words: &[String], newest: usize) -> Vec<Item> {
    let words: Vec<String> = words.iter().map(|word| folded(word)).collect();
    let about = |item: &Item| {
        let texts = [folded(&item.title), folded(&item.summary)];
        words.is_empty()
            || words
                .iter()
                .any(|word| texts.iter().any(|t| t.contains(word)))
    };
    items.into_iter().filter(about).take(newest).collect()
}

impl Raw {
    fn item(self, base: &Url) -> Option<Item> {
        let link = [&self.link, &self.id].into_iter().find(|s| !s.is_empty())?;
        let mut url = base.join(link.trim()).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        if !is_web || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        url.set_fragment(None);
        let title = shortened(&plain(&self.title), TITLE_CHARS);
        let summary = if self.summary.is_empty() {
            self.content
        } else {
            self.summary
        };
        (!title.is_empty()).then(|| Item {
            title,
            url,
            published: self.published.or(self.updated),
            summary: shortened(&plain(&summary), SUMMARY_CHARS),
        })
    }
}

/// The text of a feed: its byte order mark, the header and its own declaration are believed in this order.
fn decoded<'a>(body: &'a [u8], charset: Option<&str>) -> std::borrow::Cow<'a, str> {
    let named = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
    let encoding = named.or_else(|| declared(body)).unwrap_or(UTF_8);
    encoding.decode(body).0
}

/// The encoding that an XML declaration names.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(body.get(..body.len().min(200))?);
    let (declaration, _) = start.split_once("?>")?;
    let (_, after) = declaration.split_once("encoding")?;
    let name = after.split(['"', '\'']).nth(1)?;
    Encoding::for_label(name.as_bytes())
}

#[cfg(test)]
mod tests;
