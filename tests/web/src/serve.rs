//! Connections, requests, bodies.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, Stream, StreamExt};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use crate::answer::{Answer, Coding, Course};
use crate::world::{Request, Shared};

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// Serves every connection, each as a task of its own.
pub(crate) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        // A client that hung up between its call and ours is no fault of the listener.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        if stream.set_nodelay(true).is_ok() {
            tokio::spawn(serve(stream, shared.clone()));
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(move |request| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(answer(&shared, &request).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new();
    // A client that goes away is its own affair, and so is a body that breaks off on purpose.
    let _ = connection
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(shared: &Shared, request: &hyper::Request<Incoming>) -> Response<Body> {
    let (at, answer) = record(shared, request);
    let _busy = Busy(shared);
    let Some(answer) = answer else {
        return finish(shared, at, plain(StatusCode::NOT_FOUND));
    };
    tokio::time::sleep(answer.late).await;
    if let Some(mut held) = answer.held.clone() {
        // A dropped sender releases too.
        let _ = held.wait_for(|held| !held).await;
    }
    let header = |name| request.headers().get(name)?.to_str().ok();
    let known = answer.is_known(
        header(header::IF_NONE_MATCH),
        header(header::IF_MODIFIED_SINCE),
    );
    let response = if known {
        bare(&answer, StatusCode::NOT_MODIFIED)
    } else {
        full(&answer)
    };
    finish(shared, at, response)
}

/// One request fewer is being answered once this is dropped.
struct Busy<'a>(&'a Shared);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.change(|world| world.at_once -= 1);
    }
}

/// Writes the request down; its place, and the page's answer.
fn record(shared: &Shared, request: &hyper::Request<Incoming>) -> (usize, Option<Answer>) {
    let lossy = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = request.headers().iter();
    let recorded = Request {
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        headers: headers
            .map(|(name, value)| (name.as_str().to_owned(), lossy(value)))
            .collect(),
        status: 0,
    };
    shared.change(|world| {
        world.at_once += 1;
        world.most_at_once = world.most_at_once.max(world.at_once);
        let answer = world.pages.get(&recorded.path).cloned();
        world.requests.push(recorded);
        (world.requests.len() - 1, answer)
    })
}

fn finish(shared: &Shared, at: usize, response: Response<Body>) -> Response<Body> {
    shared.change(|world| world.requests[at].status = response.status().as_u16());
    response
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Full::default().boxed_unsync());
    *response.status_mut() = status;
    response
}

/// The answer without its body.
fn bare(answer: &Answer, status: StatusCode) -> Response<Body> {
    let mut response = plain(status);
    let headers = response.headers_mut();
    if let Some(tag) = answer.etag() {
        set(headers, "etag", &tag);
    }
    if let Some(date) = &answer.last_modified {
        set(headers, "last-modified", date);
    }
    for (name, value) in &answer.headers {
        set(headers, name, value);
    }
    response
}

fn full(answer: &Answer) -> Response<Body> {
    let status = StatusCode::from_u16(answer.status).expect("a test writes a status that exists");
    let mut response = bare(answer, status);
    let bytes = answer.encoded();
    let headers = response.headers_mut();
    if let Some(media_type) = &answer.media_type {
        set(headers, "content-type", media_type);
    }
    match answer.coding {
        Some(Coding::Gzip) => set(headers, "content-encoding", "gzip"),
        Some(Coding::Brotli) => set(headers, "content-encoding", "br"),
        None => {}
    }
    if answer.course == Course::Truncated {
        set(headers, "content-length", &bytes.len().to_string());
    }
    *response.body_mut() = body(answer.course, bytes);
    response
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = HeaderName::try_from(name).expect("a test writes a header that exists");
    let value = HeaderValue::try_from(value).expect("a test writes a value that can be sent");
    headers.append(name, value);
}

fn body(course: Course, bytes: Bytes) -> Body {
    match course {
        Course::Whole => Full::new(bytes).boxed_unsync(),
        Course::Stalled => streamed(stream::iter([bytes]).chain(stream::pending())),
        Course::Dripping(apart) => streamed(dripping(&bytes, apart)),
        Course::Endless => streamed(stream::repeat(bytes)),
        Course::Truncated => {
            let half = bytes.slice(..bytes.len() / 2);
            // What came is sent only when the rest is waited for, so it must be.
            let nothing = stream::once(tokio::task::yield_now()).map(|()| Bytes::new());
            streamed(stream::iter([half]).chain(nothing))
        }
    }
}

fn dripping(bytes: &Bytes, apart: Duration) -> impl Stream<Item = Bytes> + use<> {
    let pieces: Vec<Bytes> = (0..bytes.len()).map(|at| bytes.slice(at..=at)).collect();
    stream::iter(pieces).then(move |piece| async move {
        tokio::time::sleep(apart).await;
        piece
    })
}

fn streamed(chunks: impl Stream<Item = Bytes> + Send + 'static) -> Body {
    StreamBody::new(chunks.map(|chunk| Ok(Frame::data(chunk)))).boxed_unsync()
}
