//! One request over one connection, to addresses that were checked.
//!
//! reqwest keeps to them: it gets them for this host, a resolver that knows nothing for any other,
//! no proxy and no redirects. What it connected to is checked once more before anything is read.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::dns::{Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, CONTENT_ENCODING, HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use super::error::Reason;
use super::headers::{Validators, content_type, retry_after};
use super::names::all_public;
use super::target::Target;

const ACCEPTED: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, \
                        application/feed+json, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1";

/// What to ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) user_agent: &'a str,
    /// The version that is known already.
    pub(super) known: &'a Validators,
    pub(super) limit: Limit,
    /// Whether the host may be anywhere.
    pub(super) may_be_private: bool,
    /// How long all addresses together may take to connect to.
    pub(super) connect_timeout: Duration,
}

/// How much of a body is read, unpacked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit {
    /// More is an error.
    Refuse(usize),
    /// The rest is left unread.
    Cut(usize),
}

/// What came back.
#[derive(Debug)]
pub(super) enum Answer {
    Page(Page),
    /// The known version is the current one.
    Unchanged,
    /// Another address, not checked yet.
    Moved(String),
}

/// A page as it was sent, unpacked.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) media_type: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) body: Vec<u8>,
    pub(super) validators: Validators,
}

/// Sends a request to one of `addresses`, and reads what comes back.
pub(super) async fn send(
    target: &Target,
    addresses: &[SocketAddr],
    request: Request<'_>,
) -> Result<Answer, Reason> {
    let client = client(target, addresses, request).map_err(|error| told(&error))?;
    let sent = client
        .get(target.url.clone())
        .header(ACCEPT, HeaderValue::from_static(ACCEPTED))
        .headers(request.known.conditions());
    let response = sent.send().await.map_err(|error| told(&error))?;
    check_peer(&response, addresses, request.may_be_private)?;
    answered(response, request).await
}

/// A client that can reach nothing but these addresses.
fn client(
    target: &Target,
    addresses: &[SocketAddr],
    request: Request<'_>,
) -> reqwest::Result<Client> {
    Client::builder()
        .user_agent(request.user_agent)
        .connect_timeout(request.connect_timeout)
        .no_proxy()
        .redirect(Policy::none())
        .referer(false)
        .pool_max_idle_per_host(0)
        .dns_resolver(Arc::new(Nobody))
        .resolve_to_addrs(target.host(), addresses)
        .build()
}

/// Knows no name.
#[derive(Debug)]
struct Nobody;

impl Resolve for Nobody {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async { Err("a name that was not checked".into()) })
    }
}

fn check_peer(
    response: &Response,
    addresses: &[SocketAddr],
    may_be_private: bool,
) -> Result<(), Reason> {
    let peer = response.remote_addr().ok_or(Reason::Diverted)?;
    // Not the whole of it: an IPv6 peer has a scope that a looked up address has not.
    let is_peer = |at: &SocketAddr| (at.ip(), at.port()) == (peer.ip(), peer.port());
    if !addresses.iter().any(is_peer) {
        return Err(Reason::Diverted);
    }
    if may_be_private {
        return Ok(());
    }
    all_public(&[peer])
}

async fn answered(response: Response, request: Request<'_>) -> Result<Answer, Reason> {
    let status = response.status().as_u16();
    match status {
        200 | 203 => Ok(Answer::Page(page(response, request.limit).await?)),
        201..=299 => Err(Reason::NoPage(status)),
        301 | 302 | 303 | 307 | 308 => location(response.headers())
            .map(Answer::Moved)
            .ok_or(Reason::NoTarget(status)),
        304 if !request.known.is_empty() => Ok(Answer::Unchanged),
        404 => Err(Reason::NotFound),
        410 => Err(Reason::Gone),
        _ => Err(Reason::Status {
            status,
            retry_after: retry_after(response.headers(), SystemTime::now()),
        }),
    }
}

/// Where a redirect leads: text, and UTF-8 where it should have been encoded.
fn location(headers: &HeaderMap) -> Option<String> {
    let value = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

async fn page(response: Response, limit: Limit) -> Result<Page, Reason> {
    let headers = response.headers();
    // reqwest takes the header away when it unpacks.
    if let Some(coding) = headers.get(CONTENT_ENCODING)
        && !coding.as_bytes().eq_ignore_ascii_case(b"identity")
    {
        let coding: String = coding.to_str().unwrap_or("?").chars().take(40).collect();
        return Err(Reason::Garbled(coding));
    }
    let (media_type, charset) = content_type(headers);
    let validators = Validators::read(headers);
    let body = body(response, limit).await?;
    Ok(Page {
        media_type,
        charset,
        body,
        validators,
    })
}

/// The body, counted as it is unpacked: a bomb goes off no further than the limit.
async fn body(mut response: Response, limit: Limit) -> Result<Vec<u8>, Reason> {
    let (Limit::Refuse(most) | Limit::Cut(most)) = limit;
    let announced = response.content_length().unwrap_or_default();
    if matches!(limit, Limit::Refuse(_)) && usize::try_from(announced).is_ok_and(|n| n > most) {
        return Err(Reason::TooLarge(most));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| told(&error))? {
        let left = most - body.len();
        if chunk.len() <= left {
            body.extend_from_slice(&chunk);
        } else if matches!(limit, Limit::Cut(_)) {
            body.extend_from_slice(chunk.get(..left).unwrap_or_default());
            break;
        } else {
            return Err(Reason::TooLarge(most));
        }
    }
    Ok(body)
}

type Cause = dyn Error + 'static;

/// The cause of an error. An I/O error tells the cause of what it wraps, and so passes that over.
fn cause_of(error: &Cause) -> Option<&Cause> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// What a failure of reqwest means.
fn told(error: &reqwest::Error) -> Reason {
    let causes: Vec<_> =
        std::iter::successors(Some(error as &Cause), |cause| cause_of(*cause)).collect();
    let io_kind = |kind| {
        let io = causes.iter().filter_map(|c| c.downcast_ref::<io::Error>());
        io.map(io::Error::kind).any(|known| known == kind)
    };
    let broken_off = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_incomplete_message);
    // The last cause says most; reqwest's own words only repeat the address.
    let why = causes.last().map(ToString::to_string).unwrap_or_default();
    let why: String = why.chars().take(120).collect();
    if error.is_connect() && io_kind(io::ErrorKind::InvalidData) {
        Reason::Insecure(why)
    } else if error.is_connect() || error.is_builder() {
        Reason::Unreachable(why)
    } else if broken_off || io_kind(io::ErrorKind::UnexpectedEof) {
        Reason::BrokenOff
    } else if error.is_decode() {
        Reason::Garbled(why)
    } else {
        Reason::Unreachable(why)
    }
}
