//! `/metrics` and `/healthz` over HTTP, on a port of the operator's choice.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::Now;
use crate::bot::Bot;

const TEXT: &str = "text/plain; charset=utf-8";
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// How many may ask at once; more wait.
const CONNECTIONS: usize = 16;
/// How long somebody may take to say what they want.
const HEADERS: Duration = Duration::from_secs(5);

/// Answers on `listener` until dropped.
pub(crate) async fn serve(listener: TcpListener, bot: Arc<Bot>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "taking a connection for metrics failed");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        let bot = bot.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(bot.clone(), request));
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADERS)
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), service);
            // Whoever asked has gone; there is nobody to tell.
            let _ = connection.await;
            drop(place);
        });
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the future must own the bot, and nothing of the request"
)]
fn answer(
    bot: Arc<Bot>,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Response<String>, Infallible>> {
    let response = match (request.method(), request.uri().path()) {
        (&Method::GET, "/metrics") => {
            let now = Now {
                generation: bot.archive.now().generation,
                waiting: bot.archive.waiting(),
                in_flight: bot.in_flight.count(),
            };
            text(StatusCode::OK, OPEN_METRICS, bot.metrics.text(&now))
        }
        (&Method::GET, "/healthz") => match bot.health.complaint() {
            None => text(StatusCode::OK, TEXT, "ok\n".into()),
            Some(complaint) => text(StatusCode::SERVICE_UNAVAILABLE, TEXT, complaint),
        },
        _ => text(
            StatusCode::NOT_FOUND,
            TEXT,
            "there are /metrics and /healthz\n".into(),
        ),
    };
    std::future::ready(Ok(response))
}

fn text(status: StatusCode, kind: &'static str, body: String) -> Response<String> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(kind));
    response
}
