//! JSON Feed 1.0 and 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde::Deserialize;
use serde_json::Value;

use super::xml::moment;
use super::{FeedError, ITEMS_MAX, Raw};

#[derive(Debug, Deserialize)]
struct Feed {
    version: String,
    #[serde(default)]
    items: Vec<Entry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    /// Text by the rules, a number on some sites.
    id: Value,
    url: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    content_text: Option<String>,
    content_html: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<Raw>, FeedError> {
    let feed: Feed =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            if error.is_data() {
                FeedError::NotAFeed
            } else {
                FeedError::Malformed(error.to_string())
            }
        })?;
    if !feed.version.contains("jsonfeed.org/version/") {
        return Err(FeedError::NotAFeed);
    }
    if feed.items.len() > ITEMS_MAX {
        return Err(FeedError::TooManyItems(ITEMS_MAX));
    }
    Ok(feed.items.into_iter().map(Entry::raw).collect())
}

impl Entry {
    fn raw(self) -> Raw {
        let date = |text: Option<String>| moment(&text?);
        let id = self.id.as_str().filter(|id| id.contains("://"));
        Raw {
            id: id.unwrap_or_default().into(),
            title: self.title.unwrap_or_default(),
            link: self.url.unwrap_or_default(),
            published: date(self.date_published),
            updated: date(self.date_modified),
            summary: self.summary.unwrap_or_default(),
            content: self.content_text.or(self.content_html).unwrap_or_default(),
        }
    }
}
