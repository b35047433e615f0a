//! What every command and surface shares, and how they answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use attache_index::Verdict;
use serde::Serialize;
use serenity::builder::{
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage,
};
use serenity::http::{Http, HttpError};
use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, InteractionId, UserId};

use crate::archive::Archive;
use crate::arrivals::{Arrivals, FIRST_RESPONSE};
use crate::health::Health;
use crate::in_flight::InFlight;
use crate::interactions::Interactions;
use crate::metrics::{Dropped, Metrics, Surface, verdict_name};
use crate::portal::{self, Application, Lacking};
use crate::rate_limit::RateLimiter;
use crate::refresh::Refresher;
use crate::reply::{File, Reply, nobody};
use crate::rest::{Rest, millis};
use crate::settings::Settings;
use crate::store::Store;

/// Anything that goes wrong; a [`crate::errors::UserError`] inside is worded for the member.
pub(crate) type Error = anyhow::Error;
/// What a command is called with.
pub(crate) type Context<'a> = poise::ApplicationContext<'a, Arc<Bot>, Error>;
/// A command.
pub(crate) type Command = poise::Command<Arc<Bot>, Error>;

/// What a response needs to reach Discord: searching ends so long before the deadline, so that
/// there is time to say that it took too long.
const RESPONSE_RESERVE: Duration = Duration::from_millis(500);
/// How often a channel message is tried.
const MESSAGE_TRIES: u32 = 4;
/// What is waited after the first failure of a channel message; doubled each time.
const MESSAGE_PAUSE: Duration = Duration::from_millis(500);

/// The shared state.
#[derive(Debug)]
pub(crate) struct Bot {
    pub(crate) settings: Settings,
    pub(crate) archive: Arc<Archive>,
    pub(crate) metrics: Metrics,
    pub(crate) health: Health,
    /// For channel messages: keeps Discord's rate limits.
    pub(crate) http: Arc<Http>,
    /// For interaction endpoints: outside all rate limits.
    pub(crate) interactions: Interactions,
    pub(crate) arrivals: Arrivals,
    pub(crate) in_flight: InFlight,
    pub(crate) rate_limiter: RateLimiter,
    /// How often a member's denied attempts were recorded.
    pub(crate) denials: RateLimiter,
    /// What is kept between runs.
    pub(crate) store: Arc<Store>,
    /// For what is asked about the application.
    pub(crate) rest: Rest,
    pub(crate) application: Application,
    /// Keeps the index current.
    pub(crate) refresher: Refresher,
    /// The bot's own user.
    pub(crate) user: AtomicU64,
    /// Whether Discord gives us the content of every message: answer channels need it.
    pub(crate) message_content: AtomicBool,
}

/// A question that was answered, for the log and the metrics.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) surface: Surface,
    pub(crate) question: &'a str,
    pub(crate) verdict: Verdict,
    /// How many passages were shown.
    pub(crate) passages: usize,
    /// Waiting for a thread included.
    pub(crate) search: Duration,
    /// The interaction's or message's id.
    pub(crate) id: u64,
}

impl Bot {
    /// The guilds where the bot lacks permissions, as they are now; none when Discord does not say.
    pub(crate) async fn lacking(&self) -> Vec<Lacking> {
        match portal::guilds(&self.rest).await {
            Ok(guilds) => {
                let needed = portal::permissions(self.settings.discord.message_content);
                portal::lacking(&self.application, &guilds, needed)
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "permissions not checked");
                Vec::new()
            }
        }
    }

    /// The bot's own user.
    pub(crate) fn user(&self) -> UserId {
        UserId::new(self.user.load(Ordering::Relaxed).max(1))
    }

    /// Notes the bot's own user.
    pub(crate) fn set_user(&self, user: UserId) {
        self.user.store(user.get(), Ordering::Relaxed);
    }

    /// Whether answer channels can work: every message comes with its content.
    pub(crate) fn reads_messages(&self) -> bool {
        self.message_content.load(Ordering::Relaxed)
    }

    /// When searching for the interaction `id` must end, with time left to say so.
    pub(crate) fn deadline(&self, id: InteractionId) -> Instant {
        let deadline = self.responds_by(id);
        deadline.checked_sub(RESPONSE_RESERVE).unwrap_or(deadline)
    }

    /// Whether Discord no longer waits for the interaction `id`; then that is logged and counted.
    pub(crate) fn is_late(&self, id: InteractionId) -> bool {
        let late = Instant::now() >= self.responds_by(id);
        if late {
            self.note_late(id);
        }
        late
    }

    /// Sends the first response to an interaction, unless Discord no longer waits for it.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn respond(
        &self,
        id: InteractionId,
        token: &str,
        response: &impl Serialize,
    ) -> Result<(), Error> {
        self.respond_with(id, token, response, None).await
    }

    /// The same with the response's file, if it has one.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn respond_with(
        &self,
        id: InteractionId,
        token: &str,
        response: &impl Serialize,
        file: Option<&File>,
    ) -> Result<(), Error> {
        let deadline = self.responds_by(id);
        let sent = self
            .interactions
            .respond(id, token, response, file, deadline)
            .await;
        match &sent {
            Ok(()) => {
                if let Some(arrival) = self.arrivals.of(id.get()) {
                    self.metrics.replied(arrival.received.elapsed());
                }
            }
            Err(error) if error.is_late() => self.note_late(id),
            Err(_) => {}
        }
        Ok(sent?)
    }

    /// Sends a further message after the first response.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn follow_up(&self, token: &str, mut reply: Reply) -> Result<(), Error> {
        let file = reply.file.take();
        let message = reply.follow_up();
        Ok(self
            .interactions
            .follow_up(token, &message, file.as_ref())
            .await?)
    }

    /// Says that the answer will take its time; [`Self::edit`] gives it, privately.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn defer(&self, id: InteractionId, token: &str) -> Result<(), Error> {
        let message = CreateInteractionResponseMessage::new().ephemeral(true);
        self.respond(id, token, &CreateInteractionResponse::Defer(message))
            .await
    }

    /// Puts `reply` in place of the first response.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn edit(&self, token: &str, mut reply: Reply) -> Result<(), Error> {
        let file = reply.file.take();
        let message = reply.edit();
        Ok(self
            .interactions
            .edit(token, &message, file.as_ref())
            .await?)
    }

    /// Sends a message to a channel once, however often that has to be tried; it pings nobody.
    /// `answers` is the id of what it answers.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn send(
        &self,
        channel: ChannelId,
        message: CreateMessage,
        answers: u64,
    ) -> Result<Message, Error> {
        // Discord gives back the message it has when it sees a nonce again.
        let message = message
            .allowed_mentions(nobody())
            .nonce(serenity::model::channel::Nonce::String(answers.to_string()))
            .enforce_nonce(true);
        let sent = self.persist(|| channel.send_message(&self.http, message.clone()));
        // serenity's words name the address, which holds no secret here.
        sent.await.context("sending a message")
    }

    /// Makes a request for a channel, again when that may help; `request` must be one that has no
    /// further effect when it is done twice.
    ///
    /// # Errors
    /// When Discord does not take it.
    pub(crate) async fn persist<T, F>(&self, request: impl Fn() -> F) -> serenity::Result<T>
    where
        F: Future<Output = serenity::Result<T>>,
    {
        let mut tried = 1;
        loop {
            let error = match request().await {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            if tried >= MESSAGE_TRIES || !self.may_try_again(&error) {
                return Err(error);
            }
            self.metrics.retried();
            tokio::time::sleep(MESSAGE_PAUSE * (1 << tried)).await;
            tried += 1;
        }
    }

    /// Counts an answered question and logs its one line.
    pub(crate) fn answered(&self, asked: &Asked<'_>) {
        self.metrics
            .question(asked.surface, asked.verdict, asked.search);
        let total = self
            .arrivals
            .of(asked.id)
            .map(|known| known.received.elapsed());
        tracing::info!(
            surface = asked.surface.name(),
            verdict = verdict_name(asked.verdict),
            passages = asked.passages,
            search_ms = thousandths(asked.search),
            total_ms = thousandths(total.unwrap_or_default()),
            "question answered"
        );
        tracing::debug!(question = asked.question, "question");
    }

    fn responds_by(&self, id: InteractionId) -> Instant {
        match self.arrivals.of(id.get()) {
            Some(arrival) => arrival.deadline(),
            None => Instant::now() + FIRST_RESPONSE,
        }
    }

    fn note_late(&self, id: InteractionId) {
        self.metrics.dropped(Dropped::Late);
        let arrival = self.arrivals.of(id.get());
        tracing::warn!(
            interaction_id = id.get(),
            lag_ms = arrival.map(|known| millis(known.lag)),
            held_ms = arrival.map(|known| millis(known.received.elapsed())),
            "interaction dropped: discord no longer waits for it"
        );
    }

    fn may_try_again(&self, error: &serenity::Error) -> bool {
        let serenity::Error::Http(error) = error else {
            return false;
        };
        match error {
            HttpError::UnsuccessfulRequest(response) => {
                let status = response.status_code.as_u16();
                if status == 429 {
                    self.metrics.rate_limited("message");
                }
                status == 429 || status >= 500
            }
            HttpError::Request(_) => true,
            _ => false,
        }
    }
}

/// Milliseconds with a fraction, for logs.
fn thousandths(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
