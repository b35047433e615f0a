//! Looking at one source: fetching or reading it, and making articles of what is there.
//!
//! Deliberately absent: comparing with what is answered from (`plan.rs`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use attache_index::{Article, ArticleId, parse_article_bytes, parse_markdown, to_markdown};

use super::aside::aside;
use super::held::Held;
use super::memory::{Memory, PageMemory};
use crate::fetch::feed::{self, Item};
use crate::fetch::{self, Document, FetchError, Fetched, Fetcher};
use crate::generations::{ArticleRecord, Manifest, Place, TextHash, Validators};
use crate::library;
use crate::sources::{Feed, Source, Text};

/// One source to look at.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) source: Source,
    /// Its articles in the generation that answers now.
    pub(super) records: Vec<ArticleRecord>,
    pub(super) known: Known,
}

/// Pages of which it is known what they were, so that they need not be fetched whole.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pages: Arc<HashMap<String, Validators>>,
    /// By feed address: what it was asked for then, and its version.
    feeds: Arc<HashMap<String, (TextHash, Validators)>>,
}

/// What looking at a source gave.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) source: ArticleId,
    /// In the order shown.
    pub(super) seen: Vec<Seen>,
    /// Why it, or the page it is, could not be read.
    pub(super) trouble: Option<Trouble>,
    /// To remember of a feed that was read with all its items.
    pub(super) feed: Option<(String, PageMemory)>,
}

/// An article of a source.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) id: ArticleId,
    pub(super) url: Option<String>,
    pub(super) place: Place,
    pub(super) sight: Sight,
}

/// What was seen of an article.
#[derive(Debug)]
pub(super) enum Sight {
    /// As it was when it was fetched last.
    Same,
    Text {
        article: Box<Article>,
        validators: Validators,
        /// The version of what read it; 0 for what is not fetched.
        extractor: u32,
        fetched: bool,
    },
    /// Its publisher says that there is no such page any more.
    Gone(String),
    Failed(Trouble),
}

/// Why something could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// With what to do about it.
    pub(super) why: String,
    pub(super) retry_after: Option<Duration>,
}

impl Known {
    /// What is known of pages whose text is answered from, held or discarded, and was read by the
    /// reader of today.
    pub(super) fn of(memory: &Memory, held: &[Held], base: Option<&Manifest>) -> Self {
        let stored: HashSet<&TextHash> = base
            .into_iter()
            .flat_map(|base| base.articles.iter().map(|record| &record.hash))
            .collect();
        let mut decided: HashSet<&TextHash> = memory.discarded.values().collect();
        let held = held.iter().filter_map(|held| held.candidate.as_ref());
        decided.extend(held.map(|candidate| &candidate.record.hash));
        let usable = |page: &&PageMemory| {
            let is_stored = page
                .stored
                .as_ref()
                .is_some_and(|hash| stored.contains(hash));
            let is_known = is_stored || decided.contains(&page.text);
            page.extractor == attache_index::EXTRACTOR_VERSION && is_known
        };
        let pages = memory.pages.iter().filter(|(_, page)| usable(page));
        let feeds = memory.feeds.iter();
        Self {
            pages: Arc::new(
                pages
                    .map(|(url, page)| (url.clone(), page.validators.clone()))
                    .collect(),
            ),
            feeds: Arc::new(
                feeds
                    .map(|(url, feed)| (url.clone(), (feed.text.clone(), feed.validators.clone())))
                    .collect(),
            ),
        }
    }

    fn page(&self, url: &str) -> Validators {
        self.pages.get(url).cloned().unwrap_or_default()
    }
}

impl Look {
    fn new(source: &Source) -> Self {
        Self {
            source: source.id.clone(),
            seen: Vec::new(),
            trouble: None,
            feed: None,
        }
    }

    pub(super) fn failed(source: ArticleId, why: String) -> Self {
        Self {
            source,
            seen: Vec::new(),
            trouble: Some(Trouble {
                why,
                retry_after: None,
            }),
            feed: None,
        }
    }
}

pub(super) async fn look(fetcher: &Fetcher, settings: &library::Settings, job: Job) -> Look {
    match (&job.source.text, job.source.fetched()) {
        (Text::Feed(feed), Some(url)) => look_at_feed(fetcher, &job, feed, url).await,
        (_, Some(url)) => look_at_page(fetcher, settings, &job, url).await,
        (_, None) => look_at_files(settings, &job).await,
    }
}

/// The page of an article; its briefing until the page was read once.
async fn look_at_page(
    fetcher: &Fetcher,
    settings: &library::Settings,
    job: &Job,
    url: &str,
) -> Look {
    let source = &job.source;
    let sight = fetch_article(fetcher, &job.known, source, url, source.id.clone()).await;
    let mut look = Look::new(source);
    let Sight::Failed(trouble) = sight else {
        let place = match source.line {
            Some(_) => Place::Page(url.to_owned()),
            None => Place::AddedPage(url.to_owned()),
        };
        look.seen.push(Seen {
            id: source.id.clone(),
            url: Some(url.to_owned()),
            place,
            sight,
        });
        return look;
    };
    let retold = |record: &ArticleRecord| matches!(record.place, Place::Briefing(_));
    if matches!(source.text, Text::Briefing(_)) && job.records.iter().all(retold) {
        look = look_at_files(settings, job).await;
    }
    look.trouble = Some(trouble);
    look
}

async fn look_at_files(settings: &library::Settings, job: &Job) -> Look {
    let (settings, source) = (settings.clone(), job.source.clone());
    let read = aside(move || settings.local(&source).map(|listed| (listed, source))).await;
    let (listed, source) = match read {
        Ok(read) => read,
        Err(error) => return Look::failed(job.source.id.clone(), format!("{error:#}")),
    };
    let place = match &source.text {
        Text::Briefing(name) => Place::Briefing(name.clone()),
        Text::Path(name) | Text::Folder(name) => Place::Path(name.clone()),
        Text::Page | Text::Feed(_) => Place::Unknown,
    };
    let mut look = Look::new(&source);
    for listed in listed {
        look.seen.push(Seen {
            id: listed.article.id.clone(),
            url: listed.article.url.clone(),
            place: place.clone(),
            sight: settled(&listed.article, Validators::default(), 0, false),
        });
    }
    look
}

async fn look_at_feed(fetcher: &Fetcher, job: &Job, feed: &Feed, url: &str) -> Look {
    let source = &job.source;
    let mut look = Look::new(source);
    let wanted = wanted_key(feed);
    let known = job.known.feeds.get(url).filter(|known| known.0 == wanted);
    let known = known.map(|known| known.1.clone()).unwrap_or_default();
    let answer = fetcher.fetch(url, &validators_out(&known)).await;
    let mut version = None;
    let mut urls: Vec<String> = match answer {
        Ok(Fetched::Unchanged) => Vec::new(),
        Ok(Fetched::Document(document)) => {
            version = Some(validators_in(&document.validators));
            match read_feed(document, feed.clone()).await {
                Ok(items) => items.into_iter().map(|item| item.url.to_string()).collect(),
                Err(why) => return Look::failed(source.id.clone(), format!("{url}: {why}")),
            }
        }
        Err(error) => {
            look.trouble = Some(trouble(&error));
            return look;
        }
    };
    // Pages that the feed no longer names stay until newer ones take their places.
    urls.extend(job.records.iter().filter_map(|record| record.url.clone()));
    let mut named = HashSet::new();
    urls.retain(|url| named.insert(url.clone()));
    urls.truncate(feed.newest);
    for item in urls {
        let id = item_id(&source.id, &item);
        let sight = match &id {
            Some(id) => fetch_article(fetcher, &job.known, source, &item, id.clone()).await,
            None => continue,
        };
        let place = match source.line {
            Some(_) => Place::Feed(url.to_owned()),
            None => Place::AddedFeed(url.to_owned()),
        };
        look.seen.extend(id.map(|id| Seen {
            id,
            url: Some(item),
            place,
            sight,
        }));
    }
    let all_read = look
        .seen
        .iter()
        .all(|seen| !matches!(seen.sight, Sight::Failed(_)));
    if let (Some(validators), true) = (version, all_read) {
        let memory = PageMemory {
            validators,
            text: wanted,
            stored: None,
            extractor: 0,
        };
        look.feed = Some((url.to_owned(), memory));
    }
    look
}

async fn read_feed(document: Document, feed: Feed) -> Result<Vec<Item>, String> {
    aside(move || {
        let items = feed::items(&document).map_err(|error| error.to_string())?;
        Ok(feed::matching(items, &feed.words, feed.newest))
    })
    .await
}

/// Fetches a page, unless it is as it was, and makes an article of it.
async fn fetch_article(
    fetcher: &Fetcher,
    known: &Known,
    source: &Source,
    url: &str,
    id: ArticleId,
) -> Sight {
    let known = known.page(url);
    match fetcher.fetch(url, &validators_out(&known)).await {
        Ok(Fetched::Unchanged) => Sight::Same,
        Ok(Fetched::Document(document)) => {
            let validators = validators_in(&document.validators);
            let (source, url) = (source.clone(), url.to_owned());
            let read = aside(move || {
                let mut article = read_page(&document, id)?;
                furnish(&mut article, &source, &url);
                Ok(article)
            });
            match read.await {
                Ok(article) => {
                    settled(&article, validators, attache_index::EXTRACTOR_VERSION, true)
                }
                Err(why) => Sight::Failed(Trouble {
                    why,
                    retry_after: None,
                }),
            }
        }
        Err(error) if error.status() == Some(410) => Sight::Gone(error.to_string()),
        Err(error) => Sight::Failed(trouble(&error)),
    }
}

/// The article in a fetched document.
///
/// # Errors
/// Why there is none, with the address and what to do.
pub(super) fn read_page(document: &Document, id: ArticleId) -> Result<Article, String> {
    let url = &document.url;
    let charset = document.charset.as_deref();
    match document.media_type.as_deref() {
        Some("text/html" | "application/xhtml+xml") => {
            attache_index::parse_web_page(&document.body, charset, id)
                .map_err(|error| format!("{url}: {error}"))
        }
        None | Some("text/plain" | "text/markdown" | "application/octet-stream") => {
            let mut article = parse_article_bytes(&document.body, url.as_str())
                .map_err(|error| error.to_string())?;
            article.id = id;
            Ok(article)
        }
        Some(media_type) => Err(format!(
            "{url}: this is {media_type}, which is not read: give the address of a web page, or \
             save its text in a file"
        )),
    }
}

/// Gives a fetched article what its source knows better than a page, which may say anything.
fn furnish(article: &mut Article, source: &Source, url: &str) {
    article.url = Some(url.to_owned());
    if source.publisher.is_some() {
        article.publisher.clone_from(&source.publisher);
    }
    if let Some(language) = &source.language {
        article.language.clone_from(language);
    }
}

/// An article as it will be read back from where it is stored.
fn settled(article: &Article, validators: Validators, extractor: u32, fetched: bool) -> Sight {
    let id = article.id.clone();
    match parse_markdown(&to_markdown(article), Some(id)) {
        Ok(article) => Sight::Text {
            article: Box::new(article),
            validators,
            extractor,
            fetched,
        },
        Err(error) => Sight::Failed(Trouble {
            why: format!("the text cannot be kept ({error}): save it in a file and mend it there"),
            retry_after: None,
        }),
    }
}

/// The id of a feed's article: the feed's, and what stands for the address.
fn item_id(feed: &ArticleId, url: &str) -> Option<ArticleId> {
    let hash: String = TextHash::of(url.as_bytes())
        .as_str()
        .chars()
        .take(10)
        .collect();
    ArticleId::parse(format!("{feed}-{hash}")).ok()
}

/// Stands for what is wanted of a feed: with other words, other items are.
fn wanted_key(feed: &Feed) -> TextHash {
    TextHash::of(format!("{feed:?}").as_bytes())
}

fn trouble(error: &FetchError) -> Trouble {
    Trouble {
        why: error.to_string(),
        retry_after: error.retry_after(),
    }
}

fn validators_in(validators: &fetch::Validators) -> Validators {
    Validators {
        etag: validators.etag.clone(),
        last_modified: validators.last_modified.clone(),
    }
}

fn validators_out(validators: &Validators) -> fetch::Validators {
    fetch::Validators {
        etag: validators.etag.clone(),
        last_modified: validators.last_modified.clone(),
    }
}
