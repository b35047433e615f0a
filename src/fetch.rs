//! Fetches pages from the web, as if each address were meant to harm.
//!
//! An address is fetched only over http or https, from ports that are set, without credentials. Its
//! host is looked up once, every address it stands for must be on the public internet, and the
//! connection goes to one of these. Redirects are followed here, each as if it had been asked for.
//! A page that its site's robots.txt closes to us is not fetched; a host gets one request at a
//! time. Size counts after unpacking and as it arrives, time counts for all of it.
//!
//! Deliberately absent: what is on a page (`attache_index`), files, Discord, when to fetch what.

mod address;
mod error;
pub(crate) mod feed;
mod headers;
mod names;
mod request;
mod robots;
mod target;
#[cfg(test)]
mod tests;
mod turns;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lru::LruCache;
use reqwest::Url;
use tokio::time::Instant;

pub(crate) use error::{FetchError, Reason};
pub(crate) use headers::Validators;

use names::Names;
use request::{Answer, Limit, Page, Request};
use robots::Robots;
use target::Target;
use turns::{Turn, Turns};

use crate::settings::Fetch;

/// How much of a robots.txt is read: what RFC 9309, 2.5 asks for at least.
const ROBOTS_MAX_BYTES: usize = 500 * 1024;
/// How long a robots.txt holds; RFC 9309, 2.4 allows a day.
const ROBOTS_KEPT: Duration = Duration::from_secs(60 * 60);
/// How long one that could not be read is not asked for again.
const FAILURE_KEPT: Duration = Duration::from_secs(5 * 60);
/// How many are remembered; the one that was used longest ago is forgotten first.
const ROBOTS_REMEMBERED: NonZeroUsize = NonZeroUsize::new(128).expect("128 is not zero");

/// What came of fetching.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "one is there for each page, and then taken apart"
)]
pub(crate) enum Fetched {
    /// The site says that the version that is known is the current one.
    Unchanged,
    Document(Document),
}

/// A page as its site sent it, unpacked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    /// The address that it came from, after all redirects.
    pub(crate) url: Url,
    /// In lower case, as in `text/html`.
    pub(crate) media_type: Option<String>,
    /// What the header says it is encoded in: often wrong, so for the reader to weigh.
    pub(crate) charset: Option<String>,
    pub(crate) body: Vec<u8>,
    /// To be given with the next request for the same address.
    pub(crate) validators: Validators,
}

/// Fetches pages; to be shared, so that hosts get their pauses.
#[derive(Debug)]
pub(crate) struct Fetcher {
    settings: Fetch,
    user_agent: String,
    timeout: Duration,
    names: Names,
    turns: Turns,
    robots: Mutex<LruCache<String, Remembered>>,
}

/// A site's robots.txt, or the status that stood in its place.
#[derive(Debug, Clone)]
struct Remembered {
    robots: Result<Arc<Robots>, u16>,
    until: Instant,
}

/// What to ask for, and what is known of it.
#[derive(Debug, Clone, Copy)]
struct Ask<'a> {
    at: &'a Target,
    known: &'a Validators,
    limit: Limit,
}

impl Fetcher {
    /// One that keeps to these settings.
    pub(crate) fn new(settings: &Fetch) -> Self {
        Self {
            user_agent: settings.user_agent(),
            timeout: Duration::from_secs(settings.timeout_seconds),
            names: Names::System,
            turns: Turns::new(settings.hosts_at_once),
            robots: Mutex::new(LruCache::new(ROBOTS_REMEMBERED)),
            settings: settings.clone(),
        }
    }

    /// Fetches `url`, unless its site says that the version `known` is still current.
    ///
    /// Waiting for one's turn at a host, and for the pause it asks for, does not count as the
    /// request's time; all else does, redirects and robots.txt included.
    ///
    /// # Errors
    /// What is wrong with the address, its host, the connection or the answer.
    pub(crate) async fn fetch(&self, url: &str, known: &Validators) -> Result<Fetched, FetchError> {
        let fail = |at: Option<&Target>, reason| {
            let error = FetchError::new(url, at, reason);
            tracing::debug!(url = error.url, at = error.at, reason = ?error.reason, "not fetched");
            error
        };
        let first = Target::parse(url, &self.settings).map_err(|reason| fail(None, reason))?;
        let mut time = Time::new(self.timeout);
        let mut trail = Trail::new(first);
        loop {
            let answer = self.ask(&trail.at, known, &mut time).await;
            match answer.map_err(|reason| fail(Some(&trail.at), reason))? {
                Answer::Unchanged => return Ok(Fetched::Unchanged),
                Answer::Page(page) => return Ok(Fetched::Document(document(trail.at, page))),
                Answer::Moved(location) => trail
                    .follow(&location, &self.settings)
                    .map_err(|reason| fail(Some(&trail.at), reason))?,
            }
        }
    }

    /// Asks for one page, if its site's robots.txt lets us.
    async fn ask(
        &self,
        at: &Target,
        known: &Validators,
        time: &mut Time,
    ) -> Result<Answer, Reason> {
        let robots = self.robots(at, time).await?;
        if !robots.allow(&at.path_and_query()) {
            return Err(Reason::Forbidden);
        }
        let mut turn = self.turns.take(at.site()).await;
        turn.rest(robots.delay());
        let limit = Limit::Refuse(self.settings.max_bytes);
        self.send(&turn, Ask { at, known, limit }, time).await
    }

    /// What the site's robots.txt says: as remembered, or read now.
    async fn robots(&self, at: &Target, time: &mut Time) -> Result<Arc<Robots>, Reason> {
        let origin = at.origin();
        if let Some(remembered) = self.remembered(&origin) {
            return remembered.map_err(Reason::RobotsUnreadable);
        }
        let turn = self.turns.take(at.site()).await;
        // Whoever had the turn before may have read it.
        if let Some(remembered) = self.remembered(&origin) {
            return remembered.map_err(Reason::RobotsUnreadable);
        }
        let robots = match self.read_robots(turn, at.robots(), time).await {
            Ok(file) => Ok(Arc::new(Robots::parse(&file))),
            Err(reason) if says_nothing(&reason) => Ok(Arc::default()),
            Err(Reason::Status { status, .. }) => Err(status),
            // The page would fail alike.
            Err(reason) => return Err(reason),
        };
        let kept = if robots.is_ok() {
            ROBOTS_KEPT
        } else {
            FAILURE_KEPT
        };
        let remembered = Remembered {
            robots: robots.clone(),
            until: Instant::now() + kept,
        };
        let mut known = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        known.put(origin, remembered);
        drop(known);
        robots.map_err(Reason::RobotsUnreadable)
    }

    fn remembered(&self, origin: &str) -> Option<Result<Arc<Robots>, u16>> {
        let mut known = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        let remembered = known.get(origin)?;
        (remembered.until > Instant::now()).then(|| remembered.robots.clone())
    }

    /// Reads a robots.txt, wherever it was moved to: the first request in `turn`.
    async fn read_robots(
        &self,
        turn: Turn<'_>,
        first: Target,
        time: &mut Time,
    ) -> Result<Vec<u8>, Reason> {
        let nothing = Validators::default();
        let mut trail = Trail::new(first);
        let mut turn = Some(turn);
        loop {
            // The old turn ends before the next begins.
            let now = match turn.take() {
                Some(turn) => turn,
                None => self.turns.take(trail.at.site()).await,
            };
            let ask = Ask {
                at: &trail.at,
                known: &nothing,
                limit: Limit::Cut(ROBOTS_MAX_BYTES),
            };
            let answer = self.send(&now, ask, time).await;
            match answer.map_err(|reason| trail.astray(reason))? {
                Answer::Page(page) => return Ok(page.body),
                Answer::Unchanged => return Ok(Vec::new()),
                Answer::Moved(location) => trail
                    .follow(&location, &self.settings)
                    .map_err(|reason| trail.astray(reason))?,
            }
        }
    }

    /// One request in the host's turn, to addresses that are looked up and checked for it alone.
    async fn send(
        &self,
        _turn: &Turn<'_>,
        Ask { at, known, limit }: Ask<'_>,
        time: &mut Time,
    ) -> Result<Answer, Reason> {
        let asking = async {
            let addresses = self.names.addresses(at, &self.settings).await?;
            let request = Request {
                user_agent: &self.user_agent,
                known,
                limit,
                may_be_private: at.may_be_private(&self.settings),
                // Leaves time for a page, should the first of several addresses not answer.
                connect_timeout: self.timeout / 2,
            };
            request::send(at, &addresses, request).await
        };
        time.limit(asking).await
    }
}

/// Whether a site that answers so has no robots.txt, and is open (RFC 9309, 2.3.1.2 and 2.3.1.3);
/// not so one for which we are too many.
fn says_nothing(reason: &Reason) -> bool {
    match reason {
        Reason::NotFound
        | Reason::Gone
        | Reason::NoPage(_)
        | Reason::TooManyRedirects(_)
        | Reason::Circle => true,
        Reason::Status { status, .. } => (400..500).contains(status) && *status != 429,
        _ => false,
    }
}

fn document(at: Target, page: Page) -> Document {
    Document {
        url: at.url,
        media_type: page.media_type,
        charset: page.charset,
        body: page.body,
        validators: page.validators,
    }
}

/// The time that is left for a page.
#[derive(Debug)]
struct Time {
    whole: Duration,
    left: Duration,
}

impl Time {
    fn new(whole: Duration) -> Self {
        Self { whole, left: whole }
    }

    /// What `work` gives, if it does so in the time that is left.
    async fn limit<T>(
        &mut self,
        work: impl Future<Output = Result<T, Reason>>,
    ) -> Result<T, Reason> {
        let start = Instant::now();
        let done = tokio::time::timeout(self.left, work).await;
        self.left = self.left.saturating_sub(start.elapsed());
        done.unwrap_or(Err(Reason::TooSlow(self.whole)))
    }
}

/// The way that redirects led, and where it ends.
#[derive(Debug)]
struct Trail {
    at: Target,
    passed: HashSet<Url>,
}

impl Trail {
    fn new(at: Target) -> Self {
        Self {
            at,
            passed: HashSet::new(),
        }
    }

    /// What went wrong with a robots.txt, told as such where it is not the page's own site that did.
    fn astray(&self, reason: Reason) -> Reason {
        let is_status = matches!(reason, Reason::Status { .. });
        if self.passed.is_empty() || is_status || says_nothing(&reason) {
            return reason;
        }
        Reason::RobotsAstray(reason.into())
    }

    fn follow(&mut self, location: &str, settings: &Fetch) -> Result<(), Reason> {
        self.passed.insert(self.at.url.clone());
        let next = self.at.join(location, settings)?;
        if self.passed.contains(&next.url) {
            return Err(Reason::Circle);
        }
        if self.passed.len() > settings.redirects {
            return Err(Reason::TooManyRedirects(settings.redirects));
        }
        self.at = next;
        Ok(())
    }
}
