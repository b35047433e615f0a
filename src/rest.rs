//! Requests to Discord outside serenity's limiter, with a time limit and a bounded number of tries.
//!
//! Interaction endpoints stand outside Discord's global limit, and serenity's limiter lets one
//! member's 429 delay another's answer and remembers every interaction for ever. Addresses hold
//! interaction tokens: no error and no log line repeats one.
//!
//! Deliberately absent: what the requests mean (`interactions.rs`).

mod error;
mod multipart;

use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response};

use crate::metrics::Metrics;
use crate::settings::Discord;
use crate::token::Token;

pub(crate) use error::RestError;
pub(crate) use multipart::Multipart;

/// Where requests go when no proxy is set.
const DISCORD: &str = "https://discord.com";
/// What Discord asks a bot's user agent to look like.
const USER_AGENT: &str = concat!("DiscordBot (attache, ", env!("CARGO_PKG_VERSION"), ")");
/// How often a request is sent at most.
const TRIES: u32 = 4;
/// What is waited after a failure, doubled each time, when Discord does not say.
const PAUSE: Duration = Duration::from_millis(100);
/// How long one request may take.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The most that is read of a response.
const BODY_MAX_BYTES: usize = 8 << 20;

/// A client for Discord's REST API.
#[derive(Debug, Clone)]
pub(crate) struct Rest {
    client: Client,
    base: String,
    authorization: HeaderValue,
    metrics: Metrics,
}

/// One request.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// What it is for: in metrics and errors, where the address must not be.
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    /// After `/api/v10`.
    pub(crate) path: &'a str,
    pub(crate) body: Option<Body<'a>>,
    pub(crate) again: Again,
    /// When its answer is of no more use.
    pub(crate) deadline: Instant,
}

/// What a request carries.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Body<'a> {
    Json(&'a [u8]),
    /// JSON and a file.
    Multipart(&'a Multipart),
}

/// When a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// Whenever it failed for no fault of ours: a second one changes nothing.
    Always,
    /// Only when Discord surely has not acted on it.
    Unacted,
    /// As [`Again::Always`]; this code then says that an earlier one was acted on.
    Until(u32),
}

impl Rest {
    /// A client that reaches the configured address, and nothing else.
    ///
    /// # Errors
    /// When no HTTP client can be set up.
    pub(crate) fn new(discord: &Discord, token: &Token, metrics: Metrics) -> anyhow::Result<Self> {
        let mut authorization = HeaderValue::from_str(&format!("Bot {}", token.expose()))
            .context("the token cannot be sent")?;
        authorization.set_sensitive(true);
        Ok(Self {
            client: client(discord)?,
            base: format!("{}/api/v10", discord.proxy().unwrap_or(DISCORD)),
            authorization,
            metrics,
        })
    }

    /// Sends a request until it is answered, it may not be sent again, or its time is over.
    ///
    /// # Errors
    /// What the last try met.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<Answered, RestError> {
        for tried in 1.. {
            let error = match self.once(call).await {
                Ok(answered) => return Ok(answered),
                Err(error) => error,
            };
            if let (Again::Until(code), true) = (call.again, tried > 1)
                && error.code() == Some(code)
            {
                return Ok(Answered::default());
            }
            let pause = error.pause().unwrap_or(PAUSE * (1 << tried.min(8)));
            if tried >= TRIES || !error.may_try_again(call.again) {
                return Err(error);
            }
            if Instant::now() + pause >= call.deadline {
                tracing::debug!(request = call.name, %error, "no time for another try");
                return Err(RestError::late(call.name));
            }
            self.metrics.retried();
            tracing::debug!(request = call.name, %error, pause_ms = millis(pause), "trying again");
            tokio::time::sleep(pause).await;
        }
        Err(RestError::late(call.name))
    }

    async fn once(&self, call: &Call<'_>) -> Result<Answered, RestError> {
        let left = call.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(RestError::late(call.name));
        }
        let mut request = self
            .client
            .request(call.method.clone(), format!("{}{}", self.base, call.path))
            .header(AUTHORIZATION, self.authorization.clone())
            .timeout(left.min(REQUEST_TIMEOUT));
        if let Some(body) = call.body {
            request = body.onto(request);
        }
        let response = request
            .send()
            .await
            .map_err(|error| RestError::unreachable(call.name, &error))?;
        if response.status().as_u16() == 429 {
            self.metrics.rate_limited(call.name);
        }
        answered(call.name, response).await
    }
}

impl Body<'_> {
    fn onto(self, request: RequestBuilder) -> RequestBuilder {
        let (kind, bytes) = match self {
            Self::Json(bytes) => ("application/json".to_owned(), bytes),
            Self::Multipart(form) => (
                format!("multipart/form-data; boundary={}", form.boundary),
                form.bytes.as_slice(),
            ),
        };
        request.header(CONTENT_TYPE, kind).body(bytes.to_vec())
    }
}

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    pub(crate) body: Vec<u8>,
    /// Discord's clock, when it told.
    pub(crate) date: Option<SystemTime>,
}

/// An HTTP client that waits for nothing for ever and follows nobody elsewhere.
///
/// # Errors
/// When it cannot be set up.
pub(crate) fn client(discord: &Discord) -> anyhow::Result<Client> {
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .timeout(REQUEST_TIMEOUT)
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none());
    // A proxy of the environment would stand between us and the address that was configured.
    let builder = match discord.proxy() {
        Some(_) => builder.no_proxy(),
        None => builder.https_only(true),
    };
    builder.build().context("setting up HTTP")
}

async fn answered(name: &'static str, mut response: Response) -> Result<Answered, RestError> {
    let status = response.status();
    let pause = retry_after(response.headers());
    let date = date(response.headers());
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| RestError::unreachable(name, &error))?
    {
        if body.len() + chunk.len() > BODY_MAX_BYTES {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    if status.is_success() {
        return Ok(Answered { body, date });
    }
    Err(RestError::refused(name, status.as_u16(), &body, pause))
}

/// How long to wait before the next try, as Discord says: in seconds, with a fraction.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: f64 = headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn date(headers: &HeaderMap) -> Option<SystemTime> {
    let text = headers.get(reqwest::header::DATE)?.to_str().ok()?;
    httpdate::parse_http_date(text).ok()
}

/// Whole milliseconds, for logs.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
