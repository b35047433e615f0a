//! The stand-in itself: started, asked, finished.

use std::sync::Arc;

use tokio::net::TcpListener;

use crate::own_thread::OwnThread;
use crate::page::Page;
use crate::serve;
use crate::world::{Request, Shared};

/// A web of one's own, on loopback.
///
/// It runs on a thread of its own, so that a client that blocks its runtime, or stops its clock,
/// blocks nothing here. Dropping it closes every connection.
#[derive(Debug)]
pub struct Web {
    shared: Arc<Shared>,
    _thread: OwnThread,
}

impl Web {
    /// Starts one without pages; it answers once this returns.
    ///
    /// # Panics
    /// When loopback has no free port.
    #[expect(
        clippy::unused_async,
        reason = "so that it may come to wait for more than a port"
    )]
    pub async fn start() -> Self {
        let (thread, shared) = OwnThread::start("web", |tell| async move {
            let listener = TcpListener::bind("127.0.0.1:0").await;
            let listener = listener.expect("loopback has free ports");
            let address = listener.local_addr().expect("it is bound");
            let shared = Arc::new(Shared::new(address));
            tell.send(shared.clone()).expect("the starter waits");
            serve::accept(listener, shared).await;
        });
        Self {
            shared,
            _thread: thread,
        }
    }

    /// The address of `path` here, as in `http://127.0.0.1:40123/news`.
    pub fn url(&self, path: &str) -> String {
        self.url_at("127.0.0.1", path)
    }

    /// As [`Self::url`], under another name for this machine.
    pub fn url_at(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port())
    }

    /// The port it listens on, at 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.shared.address.port()
    }

    /// The page at `path` (without a query), to write or change; it exists once something of it was set.
    pub fn page(&self, path: &str) -> Page {
        Page::new(self.shared.clone(), path)
    }

    /// How often `path` was asked for, with whatever query.
    pub fn hits(&self, path: &str) -> usize {
        self.requests(path).len()
    }

    /// The requests for `path`, in order of arrival.
    pub fn requests(&self, path: &str) -> Vec<Request> {
        let mut requests = self.all_requests();
        requests.retain(|request| request.path == path);
        requests
    }

    /// Every request so far, in order of arrival.
    pub fn all_requests(&self) -> Vec<Request> {
        self.shared.world().requests.clone()
    }

    /// The most requests that were being answered at one moment.
    pub fn most_at_once(&self) -> usize {
        self.shared.world().most_at_once
    }

    /// Waits until `path` was asked for this many times, answered or not.
    ///
    /// # Panics
    /// When that takes longer than ten seconds.
    pub async fn asked(&self, path: &str, times: usize) {
        let what = format!("{times} requests for {path}");
        self.shared
            .until(&what, |world| {
                let those = world.requests.iter().filter(|r| r.path == path);
                those.count() >= times
            })
            .await;
    }
}
