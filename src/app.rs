//! Joins the parts of the bot and runs them.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use reqwest::Client;
use serenity::http::{Http, HttpBuilder, Ratelimiter};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use crate::archive::{Archive, View};
use crate::arrivals::Arrivals;
use crate::bot::Bot;
use crate::dispatch::Dispatch;
use crate::fetch::Fetcher;
use crate::gateway::{self, Gateway, GatewayBot};
use crate::generations::{self, Generations};
use crate::health::Health;
use crate::in_flight::InFlight;
use crate::interactions::Interactions;
use crate::library::Library;
use crate::metrics::{Metrics, serve};
use crate::notices;
use crate::portal::{self, Application};
use crate::rate_limit::RateLimiter;
use crate::refresh::{Answering, Parts, Refresher};
use crate::registration::register;
use crate::reply::nobody;
use crate::rest::{Rest, client};
use crate::settings::{self, Data, Discord, Settings};
use crate::store::{self, Store};
use crate::token::Token;

/// How long questions under way may take after the bot was told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How long closing the gateway may take.
const CLOSING: Duration = Duration::from_secs(4);
/// How often the store is tended: old questions deleted, a database that failed tried again.
const TENDING: Duration = Duration::from_secs(60 * 60);

/// The bot, ready to run.
#[derive(Debug)]
pub(crate) struct App {
    dispatch: Arc<Dispatch>,
    rest: Rest,
    application: Application,
    gateway: GatewayBot,
    clients: Clients,
    metrics: Option<TcpListener>,
    /// Whether the current generation is to be built anew.
    mend: bool,
}

/// What serenity's HTTP clients are made from.
#[derive(Debug, Clone)]
struct Clients {
    client: Client,
    discord: Discord,
    token: Token,
}

impl App {
    /// Joins all parts, with Discord reached but nothing answered yet.
    ///
    /// # Errors
    /// When Discord cannot be reached, refuses the token or hands out a gateway that is not
    /// allowed; or the articles cannot be indexed.
    pub(crate) async fn build(
        settings: Settings,
        token: Token,
        library: &Library,
    ) -> anyhow::Result<Self> {
        let metrics = Metrics::default();
        let listener = listen(&settings.metrics).await?;
        let rest = Rest::new(&settings.discord, &token, metrics.clone())?;
        let application = portal::application(&rest).await?;
        let (gateway, guilds) = tokio::join!(
            gateway::ask(&rest, &settings.discord),
            portal::guilds(&rest)
        );
        let gateway = gateway?;
        let shards = settings.discord.shards.count(gateway.shards);
        portal::enough_starts(gateway.session_start_limit.remaining, shards)?;
        match guilds {
            Ok(guilds) => {
                let needed = portal::permissions(settings.discord.message_content);
                portal::permitted(&application, &guilds, needed)?;
            }
            Err(error) => tracing::warn!(error = format!("{error:#}"), "permissions not checked"),
        }
        let clients = Clients {
            client: client(&settings.discord)?,
            discord: settings.discord.clone(),
            token,
        };
        tell_model(library);
        if let Some(warning) = &library.warning {
            tracing::warn!(
                reason = warning,
                "not answering from the current generation"
            );
        }
        let archive = Arc::new(Archive::start(View::new(library)?, &settings.search)?);
        let store = Arc::new(open_store(&settings.data).await?);
        let bot = Bot {
            refresher: refresher(&settings, library, &store, &archive)?,
            archive,
            health: Health::default(),
            http: Arc::new(clients.limited(&metrics)),
            interactions: Interactions::new(rest.clone(), application.id),
            arrivals: Arrivals::new(application.clock_ahead_ms),
            in_flight: InFlight::new(Handle::current()),
            rate_limiter: RateLimiter::new(),
            denials: RateLimiter::new(),
            store,
            rest: rest.clone(),
            application: application.clone(),
            user: AtomicU64::new(application.user()),
            message_content: AtomicBool::new(settings.discord.message_content),
            metrics,
            settings,
        };
        bot.http.set_application_id(application.id);
        let dispatch = Dispatch::new(Arc::new(bot), clients.unlimited());
        Ok(Self {
            dispatch: Arc::new(dispatch),
            rest,
            application,
            gateway,
            clients,
            metrics: listener,
            mend: library.is_damaged,
        })
    }

    /// Answers until `shutdown` ends; then stops taking, finishes what is under way, and closes.
    ///
    /// # Errors
    /// When there can be no gateway connection.
    pub(crate) async fn run(self, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
        let bot = self.dispatch.bot.clone();
        let mut beside = JoinSet::new();
        if let Some(listener) = self.metrics {
            tracing::info!(address = %listener.local_addr()?, "serving metrics");
            beside.spawn(serve(listener, bot.clone()));
        }
        beside.spawn(register(self.rest, self.application.id, bot.clone()));
        beside.spawn(tend_store(bot.clone()));
        // Before anything can be refreshed.
        let (teller, notices) = (bot.clone(), bot.refresher.notices());
        beside.spawn(async move { notices::tell(&teller, notices).await });
        beside.spawn(keep_current(bot.refresher.clone(), self.mend));
        let http = self.clients.separate();
        let mut gateway = Gateway::open(self.dispatch, &self.gateway, http)?;
        tracing::info!(
            application = self.application.id.get(),
            articles = bot.archive.now().shelved.len(),
            generation = bot.archive.now().stored,
            "starting"
        );
        tokio::select! {
            why = gateway.lost() => {
                bot.refresher.close().await;
                bot.store.close().await;
                return Err(anyhow::anyhow!(why.told()));
            }
            () = shutdown => {}
        }
        tracing::info!(in_flight = bot.in_flight.count(), "stopping");
        let left = bot.in_flight.finish(GRACE).await;
        if left > 0 {
            tracing::warn!(left, "stopping with answers unfinished");
        }
        bot.refresher.close().await;
        gateway.close(CLOSING).await;
        bot.store.close().await;
        tracing::info!("stopped");
        Ok(())
    }
}

impl Clients {
    /// serenity's client, which keeps Discord's rate limits and counts what they cost.
    fn limited(&self, metrics: &Metrics) -> Http {
        if self.discord.proxy().is_some() {
            return self.builder().build();
        }
        let mut limiter = Ratelimiter::new(self.client.clone(), self.token.expose());
        let metrics = metrics.clone();
        limiter.set_ratelimit_callback(Box::new(move |_| metrics.rate_limited("message")));
        self.builder().ratelimiter(limiter).build()
    }

    /// serenity's client without its limiter.
    fn unlimited(&self) -> Http {
        self.builder().ratelimiter_disabled(true).build()
    }

    /// A source of such clients that share no connection: one's lives in the runtime that opened it
    /// and would hang with that.
    fn separate(&self) -> impl Fn() -> anyhow::Result<Http> + Send + 'static {
        let clients = self.clone();
        move || {
            let alone = Self {
                client: client(&clients.discord)?,
                ..clients.clone()
            };
            Ok(alone.unlimited())
        }
    }

    fn builder(&self) -> HttpBuilder {
        let builder = HttpBuilder::new(self.token.expose())
            .client(self.client.clone())
            .default_allowed_mentions(nobody());
        match self.discord.proxy() {
            // serenity heeds a proxy only without its limiter; the proxy has one.
            Some(proxy) => builder.proxy(proxy).ratelimiter_disabled(true),
            None => builder,
        }
    }
}

/// Says once what answers are ranked by.
fn tell_model(library: &Library) {
    if let Some(model) = &library.model {
        tracing::info!(model = model.name, "ranking by words and by meaning");
    } else {
        tracing::info!("ranking by words alone, without a sentence model");
    }
}

/// The store in the data folder.
async fn open_store(data: &Data) -> anyhow::Result<Store> {
    Ok(Store::open(&data.folder()?.join(store::FILE)).await)
}

/// What refreshes the index that `archive` shows; articles named on the command line stay as they are.
fn refresher(
    settings: &Settings,
    library: &Library,
    store: &Arc<Store>,
    archive: &Arc<Archive>,
) -> anyhow::Result<Refresher> {
    let folder = settings.data.folder()?.join(generations::FOLDER);
    let meaning = library.model.as_ref().map(|model| model.meaning.clone());
    let generations = Generations::open(&folder, &settings.index).with_meaning(meaning);
    // Though it may not be what is shown: only a newer one is moved to.
    let shown = generations.current().ok().flatten();
    let parts = Parts {
        settings: library.settings.clone(),
        generations,
        folder,
        fetcher: Arc::new(Fetcher::new(&settings.fetch)),
        store: Some(store.clone()),
        answering: library.is_configured.then(|| Answering {
            archive: archive.clone(),
            knowledge: library.knowledge.clone(),
            samples: library.samples.clone(),
            model: library.model.as_ref().map(|model| model.name.clone()),
        }),
        every: settings.refresh.every()?,
    };
    Ok(Refresher::new(parts, shown, library.warning.clone()))
}

/// Mends the index if need be, then follows other processes and keeps the schedule, until it is closed.
async fn keep_current(refresher: Refresher, mend: bool) {
    if mend && let Err(error) = refresher.mend().await {
        tracing::error!(error = format!("{error:#}"), "index not mended");
    }
    tokio::join!(refresher.follow(), refresher.keep_schedule());
}

/// Tends the store at the start and every [`TENDING`], for ever.
async fn tend_store(bot: Arc<Bot>) {
    let mut hours = tokio::time::interval(TENDING);
    loop {
        hours.tick().await;
        let keep = bot.settings.data.keep();
        match bot.store.tend(SystemTime::now(), keep).await {
            Ok(0) => {}
            Ok(questions) => tracing::info!(questions, "old questions deleted"),
            // Logged where it was found.
            Err(trouble) => tracing::debug!(reason = %trouble, "old questions not deleted"),
        }
    }
}

async fn listen(metrics: &settings::Metrics) -> anyhow::Result<Option<TcpListener>> {
    let Some(address) = metrics.address()? else {
        return Ok(None);
    };
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("[metrics] `listen` = {address}: is another program listening there?")
    })?;
    Ok(Some(listener))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clients(proxy: &str) -> Clients {
        let discord = Discord {
            proxy: proxy.into(),
            ..Discord::default()
        };
        let token = format!("{}.{}.{}", "A".repeat(24), "B".repeat(6), "C".repeat(38));
        Clients {
            client: client(&discord).unwrap(),
            discord,
            token: Token::parse(&token).unwrap(),
        }
    }

    #[test]
    fn what_answers_interactions_has_no_limiter_that_could_grow_or_couple_members() {
        let straight = clients("");
        assert!(straight.unlimited().ratelimiter.is_none());
        assert!(straight.separate()().unwrap().ratelimiter.is_none());
    }

    #[test]
    fn channel_messages_keep_the_limits_unless_a_proxy_does() {
        let metrics = Metrics::default();
        assert!(clients("").limited(&metrics).ratelimiter.is_some());
        let proxied = clients("http://127.0.0.1:3000").limited(&metrics);
        // serenity would go around the proxy with a limiter of its own.
        assert!(proxied.ratelimiter.is_none());
        assert_eq!(proxied.proxy.as_deref(), Some("http://127.0.0.1:3000"));
    }
}
