//! Joins the parts of the bot and runs them.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use serenity::http::{Http, HttpBuilder};

use crate::archive::{Archive, View};
use crate::bot::Bot;
use crate::gateway;
use crate::in_flight::InFlight;
use crate::interactions::{Interactions, no_mentions};
use crate::library::Library;
use crate::metrics::Metrics;
use crate::seen::Seen;
use crate::settings::{Data, Discord, Settings};
use crate::store::{self, Store};
use crate::token::Token;

/// How long questions under way may take after the bot was told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How long a request to Discord may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// How often the store is tended: old questions deleted, a database that failed tried again.
const TENDING: Duration = Duration::from_secs(60 * 60);

/// The bot, ready to run.
#[derive(Debug)]
pub(crate) struct App {
    bot: Arc<Bot>,
    token: Token,
}

impl App {
    /// Joins all parts.
    ///
    /// # Errors
    /// When Discord cannot be reached or refuses the token.
    pub(crate) async fn build(
        settings: Settings,
        token: Token,
        library: &Library,
    ) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(REQUEST_TIMEOUT)
            .build()
            .context("setting up HTTP")?;
        let http = http(&settings.discord, &token, client.clone());
        let application = http
            .get_current_application_info()
            .await
            .context("asking Discord about the application")?;
        http.set_application_id(application.id);
        let bot = Bot {
            archive: Archive::start(View::new(library)?, &settings.search)?,
            metrics: Metrics::default(),
            store: open_store(&settings.data).await?,
            http: Arc::new(http),
            interactions: Interactions::new(client, settings.discord.proxy(), application.id),
            seen: Seen::new(),
            in_flight: InFlight::new(),
            settings,
        };
        Ok(Self {
            bot: Arc::new(bot),
            token,
        })
    }

    /// Answers until `shutdown` ends.
    ///
    /// # Errors
    /// When the gateway cannot be kept.
    pub(crate) async fn run(self, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
        let ended = tokio::select! {
            ended = gateway::run(self.bot.clone(), &self.token) => ended,
            () = tend_store(&self.bot) => Ok(()),
            () = shutdown => Ok(()),
        };
        self.bot.in_flight.finish(GRACE).await;
        self.bot.store.close().await;
        ended
    }
}

/// The store in the data folder.
async fn open_store(data: &Data) -> anyhow::Result<Store> {
    Ok(Store::open(&data.folder()?.join(store::FILE)).await)
}

/// Tends the store at the start and every [`TENDING`], for ever.
async fn tend_store(bot: &Bot) {
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

fn http(discord: &Discord, token: &Token, client: reqwest::Client) -> Http {
    let builder = HttpBuilder::new(token.expose())
        .client(client)
        .default_allowed_mentions(no_mentions());
    match discord.proxy() {
        // serenity heeds a proxy only without its limiter; the proxy has one.
        Some(proxy) => builder.proxy(proxy).ratelimiter_disabled(true).build(),
        None => builder.build(),
    }
}
