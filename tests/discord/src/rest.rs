//! The REST server: authentication, faults, limits, and the way to each route.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use hyper::service::service_fn;
use hyper::{Method, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::faults::Fault;
use crate::limits::{Budget, Exceeded, PER_ROUTE};
use crate::uploads::{self, Upload};
use crate::world::{Rejection, Shared};
use crate::{channels, commands, interactions, published, shapes, webhooks};

/// What a route answers.
pub(crate) type Answer = Result<Success, Refusal>;

/// Taken.
#[derive(Debug)]
pub(crate) enum Success {
    Json(Value),
    NoContent,
}

/// Refused, with Discord's status and code.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: u64,
    pub(crate) message: String,
    /// Set where a correct bot never sends this.
    pub(crate) invalid: bool,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u64, message: &str) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            invalid: false,
        }
    }

    /// A body that breaks Discord's rules.
    pub(crate) fn invalid_form(why: impl Into<String>) -> Self {
        Self {
            status: 400,
            code: 50035,
            message: format!("Invalid Form Body: {}", why.into()),
            invalid: true,
        }
    }

    pub(crate) fn unknown(code: u64, what: &str) -> Self {
        Self::new(404, code, &format!("Unknown {what}"))
    }
}

/// A request the stand-in received.
#[derive(Debug, Clone)]
pub struct Request {
    /// Method and path template, as in `POST /channels/{id}/messages`.
    pub route: String,
    /// The path as it was sent, after `/api/v10`.
    pub path: String,
    /// The body; null when there was none.
    pub body: Value,
    /// When it had arrived in full.
    pub arrived: Instant,
    /// The status it was answered with; 0 while it is being handled, or when it never was.
    pub status: u16,
}

/// A request on its way to its route.
pub(crate) struct Call<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) method: &'a Method,
    pub(crate) query: &'a str,
    pub(crate) body: &'a Value,
    pub(crate) files: &'a [Upload],
    pub(crate) arrived: Instant,
}

type Response = hyper::Response<Full<Bytes>>;

/// Serves one connection.
pub(crate) async fn serve(shared: Arc<Shared>, stream: TcpStream) {
    let service = service_fn(move |request| {
        let shared = shared.clone();
        async move { receive(&shared, request).await.ok_or(Closed) }
    });
    let connection = hyper::server::conn::http1::Builder::new();
    // A client that goes away is its own affair.
    let _ = connection
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Makes the server close the connection without an answer.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed on purpose")
    }
}

impl std::error::Error for Closed {}

async fn receive(shared: &Shared, request: hyper::Request<Incoming>) -> Option<Response> {
    let (parts, body) = request.into_parts();
    let bytes = body.collect().await.ok()?.to_bytes();
    let arrived = Instant::now();
    let path = parts.uri.path();
    let path = path.strip_prefix("/api/v10").unwrap_or(path).to_owned();
    let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
    let route = format!("{} {}", parts.method, template(&segments));
    let body = if bytes.is_empty() {
        Ok((Value::Null, Vec::new()))
    } else {
        uploads::read(&parts.headers, bytes).await
    };
    let json = body.as_ref().ok().map(|(json, _)| json);
    let at = record(shared, &route, &path, json, arrived);
    let fault = shared.world().faults.next(&route);
    let (lost, late) = match &fault {
        Some(Fault::Dropped) => return None,
        Some(Fault::Delayed(wait)) => {
            tokio::time::sleep(*wait).await;
            (false, None)
        }
        Some(Fault::AnsweredLate(wait)) => (false, Some(*wait)),
        Some(Fault::AnswerLost) => (true, None),
        Some(fault @ (Fault::RateLimited { .. } | Fault::Status(_))) => {
            let response = failed(fault);
            finish(shared, at, response.status());
            return Some(response);
        }
        None => (false, None),
    };
    let budget = budget(shared, &route, &segments, arrived);
    let response = if let Some(exceeded) = budget.exceeded {
        rate_limited(budget.reset_after, exceeded == Exceeded::Global, true)
    } else {
        let answer = authorised(shared, &segments, &parts.headers).and_then(|()| {
            let (body, files) = body.map_err(|why| {
                Refusal::new(
                    400,
                    50109,
                    &format!("The request body cannot be read: {why}"),
                )
            })?;
            let call = Call {
                shared,
                method: &parts.method,
                query: parts.uri.query().unwrap_or_default(),
                body: &body,
                files: &files,
                arrived,
            };
            let answer = as_published(&call, &route).and_then(|()| handle(&call, &segments));
            if let Err(refusal) = &answer
                && refusal.invalid
            {
                reject(shared, &route, &refusal.message, &body);
            }
            answer
        });
        respond(answer, &route, budget)
    };
    finish(shared, at, response.status());
    if let Some(wait) = late {
        tokio::time::sleep(wait).await;
    }
    (!lost).then_some(response)
}

/// The path with its ids and tokens left out.
fn template(segments: &[&str]) -> String {
    let shown = segments.iter().enumerate().map(|(at, segment)| {
        let secret = at == 2 && matches!(segments[0], "interactions" | "webhooks");
        let id = !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit());
        if secret {
            "{token}"
        } else if id {
            "{id}"
        } else {
            segment
        }
    });
    shown.fold(String::new(), |path, segment| path + "/" + segment)
}

fn record(
    shared: &Shared,
    route: &str,
    path: &str,
    body: Option<&Value>,
    arrived: Instant,
) -> usize {
    let body = body.cloned().unwrap_or_default();
    if let Some((method, path)) = route.split_once(' ')
        && !body.is_null()
    {
        shared.transcript.write(method, path, &body);
    }
    let mut world = shared.world();
    world.requests.push(Request {
        route: route.into(),
        path: path.into(),
        body,
        arrived,
        status: 0,
    });
    let at = world.requests.len() - 1;
    drop(world);
    shared.changed();
    at
}

fn finish(shared: &Shared, at: usize, status: StatusCode) {
    if let Some(request) = shared.world().requests.get_mut(at) {
        request.status = status.as_u16();
    }
    shared.changed();
}

fn reject(shared: &Shared, route: &str, why: &str, body: &Value) {
    shared.world().rejections.push(Rejection {
        route: route.into(),
        why: why.into(),
        body: body.to_string(),
    });
}

/// Interaction endpoints carry their token in the path; all else needs the bot's.
fn authorised(shared: &Shared, segments: &[&str], headers: &HeaderMap) -> Result<(), Refusal> {
    let by_path = matches!(segments, ["interactions" | "webhooks", ..] | ["gateway"]);
    let given = headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok());
    let given = given.and_then(|v| v.strip_prefix("Bot "));
    if by_path || given == Some(&shared.token) {
        return Ok(());
    }
    Err(Refusal::new(401, 0, "401: Unauthorized"))
}

/// Holds the body to what Discord publishes about its API.
fn as_published(call: &Call<'_>, route: &str) -> Result<(), Refusal> {
    if !call.shared.setup.checked || call.body.is_null() {
        return Ok(());
    }
    published::check(route, call.body).map_err(Refusal::invalid_form)
}

fn handle(call: &Call<'_>, segments: &[&str]) -> Answer {
    let get = call.method == Method::GET;
    match segments {
        ["gateway", ..] if get => Ok(Success::Json(gateway(call.shared))),
        ["users", "@me"] if get => {
            let world = call.shared.world();
            Ok(Success::Json(shapes::own_user(call.shared, &world)))
        }
        ["applications" | "oauth2", .., "@me"] if get => {
            let world = call.shared.world();
            Ok(Success::Json(shapes::application(call.shared, &world)))
        }
        ["applications", application, rest @ ..] => {
            own_application(call.shared, application)?;
            commands::handle(call, rest)
        }
        ["interactions", id, token, "callback"] => interactions::respond(call, id, token),
        ["webhooks", application, token, rest @ ..] => {
            own_application(call.shared, application)?;
            webhooks::handle(call, token, rest)
        }
        ["channels" | "users" | "guilds", ..] => channels::handle(call, segments),
        _ => Err(Refusal::new(404, 0, "404: Not Found")),
    }
}

fn own_application(shared: &Shared, id: &str) -> Result<(), Refusal> {
    if id == shared.application.to_string() {
        return Ok(());
    }
    Err(Refusal::unknown(10002, "Application"))
}

fn gateway(shared: &Shared) -> Value {
    json!({
        "url": shared.gateway_url, "shards": shared.setup.shards,
        "session_start_limit": {
            "total": 1000, "remaining": 1000, "reset_after": 86_400_000,
            "max_concurrency": shared.setup.max_concurrency,
        },
    })
}

fn budget(shared: &Shared, route: &str, segments: &[&str], arrived: Instant) -> Budget {
    let exempt = matches!(segments, ["interactions" | "webhooks", ..]);
    let bucket = (shared.setup.rate_limited && !exempt)
        .then(|| format!("{route} {}", segments.get(1).unwrap_or(&"")));
    shared.world().limits.count(bucket.as_deref(), arrived)
}

fn respond(answer: Answer, route: &str, budget: Budget) -> Response {
    let (status, body) = match answer {
        Ok(Success::Json(value)) => (200, Some(value)),
        Ok(Success::NoContent) => (204, None),
        Err(refusal) => {
            let body = json!({"message": refusal.message, "code": refusal.code});
            (refusal.status, Some(body))
        }
    };
    let mut response = json_response(status, body.as_ref());
    let headers = response.headers_mut();
    header(headers, "x-ratelimit-limit", &PER_ROUTE.to_string());
    header(
        headers,
        "x-ratelimit-remaining",
        &budget.remaining.to_string(),
    );
    let reset = budget.reset_after.as_secs_f64();
    header(headers, "x-ratelimit-reset-after", &format!("{reset:.3}"));
    header(
        headers,
        "x-ratelimit-reset",
        &format!("{:.3}", unix_seconds() + reset),
    );
    let bucket = route
        .bytes()
        .fold(0_u64, |hash, b| hash.wrapping_mul(31) ^ u64::from(b));
    header(headers, "x-ratelimit-bucket", &format!("{bucket:016x}"));
    response
}

fn failed(fault: &Fault) -> Response {
    match fault {
        Fault::RateLimited {
            after,
            global,
            headers,
        } => rate_limited(*after, *global, *headers),
        // Discord's edge answers such in HTML.
        Fault::Status(status) if *status >= 500 => {
            let mut response = Response::new(Full::from("<html>upstream connect error</html>"));
            *response.status_mut() =
                StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_GATEWAY);
            response
        }
        Fault::Status(status) => json_response(
            *status,
            Some(&json!({"message": "told to fail", "code": 0})),
        ),
        _ => unreachable!("the caller passes these two only"),
    }
}

fn rate_limited(after: Duration, global: bool, with_headers: bool) -> Response {
    let seconds = after.as_secs_f64();
    let body =
        json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global});
    let mut response = json_response(429, Some(&body));
    if with_headers {
        let headers = response.headers_mut();
        header(
            headers,
            "retry-after",
            &after.as_secs_f64().ceil().to_string(),
        );
        header(headers, "via", "1.1 stand-in");
        header(
            headers,
            "x-ratelimit-scope",
            if global { "global" } else { "user" },
        );
        header(headers, "x-ratelimit-reset-after", &format!("{seconds:.3}"));
        header(
            headers,
            "x-ratelimit-reset",
            &format!("{:.3}", unix_seconds() + seconds),
        );
        header(headers, "x-ratelimit-limit", &PER_ROUTE.to_string());
        header(headers, "x-ratelimit-remaining", "0");
        if global {
            header(headers, "x-ratelimit-global", "true");
        }
    }
    response
}

fn json_response(status: u16, body: Option<&Value>) -> Response {
    let text = body.map(Value::to_string).unwrap_or_default();
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    if body.is_some() {
        header(
            response.headers_mut(),
            CONTENT_TYPE.as_str(),
            "application/json",
        );
    }
    response
}

fn header(headers: &mut HeaderMap, name: &'static str, value: &str) {
    let value = value.parse().expect("figures and words are header values");
    headers.insert(name, value);
}

fn unix_seconds() -> f64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0.0, |d| d.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_names_neither_ids_nor_tokens() {
        let path = ["webhooks", "12", "aW50", "messages", "@original"];
        assert_eq!(template(&path), "/webhooks/{id}/{token}/messages/@original");
        assert_eq!(
            template(&["channels", "1", "messages"]),
            "/channels/{id}/messages"
        );
    }
}
