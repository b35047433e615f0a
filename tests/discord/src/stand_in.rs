//! The stand-in itself: started, asked, finished.

use std::future::Future;
use std::sync::Arc;

use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};

use crate::faults::FaultBuilder;
use crate::gateway::Gateway;
use crate::own_thread::OwnThread;
use crate::people::Guild;
use crate::rest::Request;
use crate::setup::Setup;
use crate::world::{Message, Rejection, Shared};
use crate::{connection, rest};

/// A Discord of one's own, on loopback.
///
/// It runs on a thread of its own, so that a client that blocks its runtime blocks nothing here.
/// Dropping it closes every connection, and fails the test if a body was refused unexpectedly.
#[derive(Debug)]
pub struct StandIn {
    pub(crate) shared: Arc<Shared>,
    thread: Option<OwnThread>,
    expects_rejections: std::sync::atomic::AtomicBool,
}

impl StandIn {
    /// Starts one with Discord's own numbers; it answers once this returns.
    pub async fn start() -> Self {
        Self::start_with(Setup::default()).await
    }

    /// Starts one with these numbers; it answers once this returns.
    ///
    /// # Panics
    /// When loopback has no free port.
    #[expect(
        clippy::unused_async,
        reason = "so that a test may come to wait for more than ports"
    )]
    pub async fn start_with(setup: Setup) -> Self {
        let (thread, shared) = OwnThread::start("discord", |tell| async move {
            let (shared, rest, gateway) = listen(setup).await;
            tell.send(shared.clone()).expect("the starter waits");
            tokio::select! {
                () = accept(rest, shared.clone(), rest::serve) => {}
                () = accept(gateway, shared, connection::serve) => {}
            }
        });
        Self {
            shared,
            thread: Some(thread),
            expects_rejections: false.into(),
        }
    }

    /// The address for REST requests, as in `http://127.0.0.1:40123`.
    pub fn rest_url(&self) -> &str {
        &self.shared.rest_url
    }

    /// The address that `/gateway` hands out, as in `ws://127.0.0.1:40124`.
    pub fn gateway_url(&self) -> &str {
        &self.shared.gateway_url
    }

    /// The only token it knows.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// The bot's application.
    pub fn application_id(&self) -> u64 {
        self.shared.application
    }

    /// The bot's user, which is not the application's number.
    pub fn bot_id(&self) -> u64 {
        self.shared.bot
    }

    /// The setup it was started with.
    pub fn setup(&self) -> &Setup {
        &self.shared.setup
    }

    /// The guild of this name, with the bot in it and one text channel; made if need be.
    pub fn guild(&self, name: &str) -> Guild {
        Guild::named(&self.shared, name, true)
    }

    /// A guild that the bot is not a member of, where it can only be installed by users.
    pub fn guild_without_bot(&self, name: &str) -> Guild {
        Guild::named(&self.shared, name, false)
    }

    /// What goes wrong on the gateway.
    pub fn gateway(&self) -> Gateway {
        Gateway {
            shared: self.shared.clone(),
        }
    }

    /// Makes requests fail whose method and path template contain `route`, as in
    /// `POST /channels` or `callback`; an empty one means all.
    pub fn on(&self, route: &str) -> FaultBuilder {
        FaultBuilder::new(self.shared.clone(), route)
    }

    /// Forgets the faults that have not come about.
    pub fn heal(&self) {
        self.shared.world().faults.clear();
    }

    /// How many requests met a planned fault.
    pub fn injected_faults(&self) -> usize {
        self.shared.world().faults.injected
    }

    /// Every request so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.world().requests.clone()
    }

    /// Requests whose method and path template contain `route`.
    pub fn requests_to(&self, route: &str) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|r| r.route.contains(route));
        requests
    }

    /// Requests that Discord counts towards a ban of the address: 401, 403 and 429.
    pub fn invalid_requests(&self) -> usize {
        let world = self.shared.world();
        let invalid = |status: u16| matches!(status, 401 | 403 | 429);
        world.requests.iter().filter(|r| invalid(r.status)).count()
    }

    /// Messages of a channel, oldest first, private and deleted ones left out.
    pub fn messages(&self, channel: u64) -> Vec<Message> {
        let world = self.shared.world();
        let all = world.messages.values();
        let shown = |m: &&Message| m.channel == channel && !m.deleted && m.flags & 64 == 0;
        all.filter(shown).cloned().collect()
    }

    /// Commands that are registered globally, as Discord keeps them.
    pub fn commands(&self) -> Vec<Value> {
        self.shared
            .world()
            .commands
            .get(&None)
            .cloned()
            .unwrap_or_default()
    }

    /// Waits until a session is open on every shard and commands are registered.
    pub async fn ready(&self) {
        self.shared
            .until("the bot to connect and to register commands", |world| {
                let total = world.sessions.first().map(|s| s.shard.1)?;
                let shards = world.sessions.iter().filter(|s| s.connected()).count();
                let all = u64::try_from(shards).is_ok_and(|n| n >= total);
                (all && !world.commands.is_empty()).then_some(())
            })
            .await;
    }

    /// Waits until this many requests that contain `route` have arrived, handled or not.
    pub async fn received(&self, route: &str, times: usize) {
        let what = format!("{times} requests to {route} to arrive");
        self.shared
            .until(&what, |world| {
                let those = world.requests.iter().filter(|r| r.route.contains(route));
                (those.count() >= times).then_some(())
            })
            .await;
    }

    /// Waits until requests that contain `route` have been handled this many times.
    pub async fn requested(&self, route: &str, times: usize) {
        let what = format!("{times} requests to {route}");
        self.shared
            .until(&what, |world| {
                let handled = |r: &&Request| r.route.contains(route) && r.status != 0;
                (world.requests.iter().filter(handled).count() >= times).then_some(())
            })
            .await;
    }

    /// Bodies that Discord would have refused.
    pub fn rejections(&self) -> Vec<Rejection> {
        self.shared.world().rejections.clone()
    }

    /// Callbacks that came although their interaction had been answered.
    pub fn repeated_callbacks(&self) -> usize {
        self.shared
            .world()
            .interactions
            .values()
            .map(|i| i.repeats)
            .sum()
    }

    /// From the dispatch of each answered interaction to the arrival of its callback, in the order
    /// they were dispatched in.
    pub fn latencies(&self) -> Vec<std::time::Duration> {
        let world = self.shared.world();
        let all = world.interactions.values();
        let mut answered: Vec<_> = all
            .filter_map(|i| Some((i.dispatched?, i.response.as_ref()?.0)))
            .collect();
        answered.sort();
        let took = answered
            .into_iter()
            .map(|(sent, came)| came.duration_since(sent));
        took.collect()
    }

    /// Lets bodies be refused without failing the test.
    pub fn expect_rejections(&self) {
        self.expects_rejections
            .store(true, std::sync::atomic::Ordering::Relaxed);
    }

    /// Ends it; the same as dropping it, but it reads as a sentence.
    pub fn finish(self) {}
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // What still arrives counts.
        drop(self.thread.take());
        let expected = *self.expects_rejections.get_mut();
        let rejections = self.rejections();
        if !expected && !rejections.is_empty() && !std::thread::panicking() {
            let listed: Vec<String> = rejections.iter().map(Rejection::to_string).collect();
            panic!("Discord would have refused:\n{}", listed.join("\n"));
        }
    }
}

/// Binds both servers; from here on a client can connect.
async fn listen(setup: Setup) -> (Arc<Shared>, TcpListener, TcpListener) {
    let rest = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback has free ports");
    let gateway = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback has free ports");
    let address = |listener: &TcpListener| listener.local_addr().expect("it is bound");
    let rest_url = format!("http://{}", address(&rest));
    let gateway_url = format!("ws://{}", address(&gateway));
    (
        Arc::new(Shared::new(setup, rest_url, gateway_url)),
        rest,
        gateway,
    )
}

/// Serves every connection, each as a task of its own.
async fn accept<F>(
    listener: TcpListener,
    shared: Arc<Shared>,
    serve: fn(Arc<Shared>, TcpStream) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        // A client that hung up between its call and ours is no fault of the listener.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        // Without this, bursts wait for acknowledgements that come 40 ms later.
        if stream.set_nodelay(true).is_ok() {
            tokio::spawn(serve(shared.clone(), stream));
        }
    }
}
