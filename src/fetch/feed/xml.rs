//! RSS, RDF and Atom, read event by event.
//!
//! Elements are told by name and prefix, not by namespace: the few prefixes in use mean the same in
//! every feed, and looking namespaces up is what hostile declarations make slow.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};

use super::text::reference;
use super::{FeedError, ITEMS_MAX, Raw};

/// The most bytes kept of one element's text: summaries are cut far shorter.
const TEXT_MAX_BYTES: usize = 64 * 1024;

/// What is being read.
#[derive(Debug, Default)]
struct State {
    depth: usize,
    /// Whether an element that only feeds have was seen.
    is_feed: bool,
    item: Option<Raw>,
    /// The depth of the item's element.
    item_depth: usize,
    field: Option<Field>,
    text: String,
    items: Vec<Raw>,
}

/// A child of an item that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Id,
    Published,
    Updated,
    Summary,
    Content,
}

pub(super) fn read(text: &str) -> Result<Vec<Raw>, FeedError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    // Feeds are read as far as they make sense.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let mut state = State::default();
    loop {
        let event = reader.read_event().map_err(|error| state.broken(&error))?;
        match event {
            Event::Start(element) => state.open(&element)?,
            Event::End(_) => state.close(),
            Event::Text(text) => state.add(&text.xml10_content()),
            Event::CData(text) => state.add(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let name = name.into_inner();
                // What is unknown stands for itself.
                let text = reference(&name).unwrap_or_else(|| format!("&{name};"));
                state.add(&text);
            }
            Event::DocType(declaration) if declaration.contains("<!ENTITY") => {
                return Err(FeedError::Entities);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !state.is_feed {
        return Err(FeedError::NotAFeed);
    }
    Ok(state.items)
}

impl State {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), FeedError> {
        let name = element.name();
        let (prefix, name) = name.as_ref().split_once(':').unwrap_or(("", name.as_ref()));
        if self.depth == 0 {
            self.is_feed = matches!(name, "rss" | "feed" | "RDF");
        }
        let is_own = matches!(prefix, "" | "atom" | "a10" | "rss");
        if let Some(item) = &mut self.item {
            if self.field.is_some() {
                // Markup inside a text parts words.
                self.add(" ");
            } else if self.depth == self.item_depth + 1 {
                self.field = field(prefix, name, is_own).filter(|field| match field {
                    Field::Link => is_text_link(element, item),
                    Field::Id => attribute(element, "isPermaLink").as_deref() != Some("false"),
                    _ => true,
                });
            }
        } else if self.is_feed && is_own && matches!(name, "item" | "entry") {
            if self.items.len() == ITEMS_MAX {
                return Err(FeedError::TooManyItems(ITEMS_MAX));
            }
            self.item = Some(Raw::default());
            self.item_depth = self.depth;
        }
        self.depth += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        let Some(item) = &mut self.item else {
            return;
        };
        if self.depth <= self.item_depth {
            self.items.extend(self.item.take());
            self.field = None;
            self.text.clear();
        } else if self.depth == self.item_depth + 1
            && let Some(field) = self.field.take()
        {
            item.fill(field, std::mem::take(&mut self.text));
        } else {
            self.add(" ");
        }
    }

    fn add(&mut self, text: &str) {
        if self.field.is_some() && self.text.len() + text.len() <= TEXT_MAX_BYTES {
            self.text.push_str(text);
        } else if self.field.is_some() && self.text.is_empty() {
            self.text.extend(text.chars().take(TEXT_MAX_BYTES / 4));
        }
    }

    fn broken(&self, error: &quick_xml::Error) -> FeedError {
        if self.is_feed {
            FeedError::Malformed(error.to_string())
        } else {
            FeedError::NotAFeed
        }
    }
}

impl Raw {
    /// Keeps the first of what comes twice.
    fn fill(&mut self, field: Field, text: String) {
        let place = match field {
            Field::Published => {
                self.published = self.published.or_else(|| moment(&text));
                return;
            }
            Field::Updated => {
                self.updated = self.updated.or_else(|| moment(&text));
                return;
            }
            Field::Id if !text.contains("://") => return,
            Field::Title => &mut self.title,
            Field::Link => &mut self.link,
            Field::Id => &mut self.id,
            Field::Summary => &mut self.summary,
            Field::Content => &mut self.content,
        };
        if place.is_empty() {
            *place = text;
        }
    }
}

fn field(prefix: &str, name: &str, is_own: bool) -> Option<Field> {
    match (prefix, name) {
        ("dc", "date") => Some(Field::Published),
        ("content", "encoded") => Some(Field::Content),
        _ if !is_own => None,
        (_, "title") => Some(Field::Title),
        (_, "link") => Some(Field::Link),
        (_, "guid" | "id") => Some(Field::Id),
        (_, "pubDate" | "published" | "issued") => Some(Field::Published),
        (_, "updated" | "modified") => Some(Field::Updated),
        (_, "description" | "summary") => Some(Field::Summary),
        (_, "content") => Some(Field::Content),
        _ => None,
    }
}

/// Whether the address is this link's text, as in RSS; Atom's, an attribute, goes into `item`.
fn is_text_link(element: &BytesStart<'_>, item: &mut Raw) -> bool {
    let Some(address) = attribute(element, "href") else {
        return true;
    };
    let relation = attribute(element, "rel");
    if relation.is_none_or(|relation| relation == "alternate") {
        item.fill(Field::Link, address);
    }
    false
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // The check for doubles takes time that grows with the square of their number.
    let mut all = element.attributes();
    let found = all
        .with_checks(false)
        .flatten()
        .find(|a| a.key.as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value);
    Some(value.map_or_else(|_| found.value.to_string(), Into::into))
}

/// A moment as feeds write it: RFC 3339, RFC 2822, or a day.
pub(super) fn moment(text: &str) -> Option<OffsetDateTime> {
    let text = text.trim();
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(moment);
    }
    // The name of the day says nothing new, and is often in another language, or wrong.
    let day = text.split_once(',').map_or(text, |(_, day)| day.trim());
    let day = day.replace("UTC", "GMT");
    if let Ok(moment) = OffsetDateTime::parse(&day, &Rfc2822) {
        return Some(moment);
    }
    let midnight = format!("{text}T00:00:00Z");
    OffsetDateTime::parse(&midnight, &Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_however_feeds_write_them() {
        let expected = OffsetDateTime::from_unix_timestamp(1_747_121_400).unwrap();
        for text in [
            "2025-05-13T07:30:00Z",
            " 2025-05-13T09:30:00+02:00\n",
            "2025-05-13T07:30:00.000Z",
            "Tue, 13 May 2025 09:30:00 +0200",
            "Di, 13 May 2025 07:30:00 GMT",
            "13 May 2025 07:30:00 UTC",
            "Tue, 13 May 2025 07:30 +0000",
        ] {
            assert_eq!(moment(text), Some(expected), "{text}");
        }
        let day = moment("2025-05-13").unwrap();
        assert_eq!((expected - day).whole_minutes(), 7 * 60 + 30);
        for text in [
            "",
            "yesterday",
            "2025-99-13",
            "Tue, 99 May 2025 09:30:00 +0200",
            ",",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
