//! What an address would give, fetched and read but not indexed.

use attache_index::{Article, ArticleId, Date};
use serde::Serialize;

use super::look::read_page;
use super::work::blocking;
use crate::fetch::feed;
use crate::fetch::{Document, Fetched, Fetcher, Validators};

/// How many of a feed's items are shown.
const ITEMS: usize = 25;

/// What would be indexed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Preview {
    /// Where the address led.
    pub(crate) url: String,
    #[serde(flatten)]
    pub(crate) kind: TrialKind,
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum TrialKind {
    Page {
        title: String,
        publisher: Option<String>,
        authors: Vec<String>,
        published: Option<Date>,
        language: String,
        /// How many paragraphs, the summary not counted.
        paragraphs: usize,
        words: usize,
        /// The first paragraph's text.
        first: String,
        /// The last paragraph's text.
        last: String,
        headings: Vec<String>,
    },
    /// The newest items first.
    Feed { items: Vec<TrialItem> },
}

/// An item of a feed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct TrialItem {
    pub(crate) title: String,
    pub(crate) url: String,
}

/// Fetches `url` and tells what would be indexed.
///
/// # Errors
/// What is wrong with the address or the page, and what to do.
pub(crate) async fn test(fetcher: &Fetcher, url: &str) -> anyhow::Result<Preview> {
    let document = match fetcher.fetch(url, &Validators::default()).await? {
        Fetched::Document(document) => document,
        // Nothing was said to be known.
        Fetched::Unchanged => anyhow::bail!("{url}: the site answered 304 to a first request"),
    };
    blocking(move || {
        let kind = match read_feed(&document) {
            Some(kind) => kind,
            None => page(&document)?,
        };
        Ok(Preview {
            url: document.url.to_string(),
            kind,
        })
    })
    .await
}

/// The document's items, when it is a feed.
fn read_feed(document: &Document) -> Option<TrialKind> {
    let is_page = matches!(
        document.media_type.as_deref(),
        Some("text/html" | "application/xhtml+xml")
    );
    if is_page {
        return None;
    }
    let items = feed::items(document).ok()?;
    let items = items.into_iter().take(ITEMS).map(|item| TrialItem {
        title: item.title,
        url: item.url.to_string(),
    });
    Some(TrialKind::Feed {
        items: items.collect(),
    })
}

fn page(document: &Document) -> anyhow::Result<TrialKind> {
    let id = ArticleId::parse("preview")?;
    let article = read_page(document, id).map_err(anyhow::Error::msg)?;
    Ok(shown(&article))
}

fn shown(article: &Article) -> TrialKind {
    let body: Vec<&str> = article
        .paragraphs()
        .filter(|paragraph| paragraph.number > 0)
        .map(|paragraph| paragraph.text)
        .collect();
    let end = |text: Option<&&str>| text.map(|&text| text.to_owned()).unwrap_or_default();
    let words = body.iter().map(|text| text.split_whitespace().count());
    TrialKind::Page {
        title: article.title.clone(),
        publisher: article.publisher.clone(),
        authors: article.authors.clone(),
        published: article.published,
        language: article.language.clone(),
        paragraphs: body.len(),
        words: words.sum(),
        first: end(body.first()),
        last: end(body.last()),
        headings: article
            .sections
            .iter()
            .filter_map(|section| section.heading.clone())
            .collect(),
    }
}
