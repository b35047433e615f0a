//! What is counted and timed, as Prometheus reads it.
//!
//! Deliberately absent: the port it is served on (`metrics/serve.rs`), and anything that names a
//! member, a guild or a question.

mod serve;

use std::time::Duration;

use attache_index::Verdict;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

pub(crate) use serve::serve;

type Labelled<const N: usize> = Family<[(&'static str, &'static str); N], Counter>;

/// From half a millisecond to the three seconds that Discord waits.
const SECONDS: [f64; 12] = [
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0,
];

/// Where a question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surface {
    /// A slash command.
    Command,
    /// The message menu.
    FindSources,
    /// A message that mentions the bot.
    Mention,
    /// A reply to an answer.
    FollowUp,
    /// A direct message.
    DirectMessage,
    /// A channel or forum whose questions are all answered.
    AnswerChannel,
    /// A button under an answer.
    Button,
}

/// Why something that came in was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dropped {
    /// Discord no longer waited.
    Late,
    /// It came in before.
    Duplicate,
    /// The bot was stopping.
    Stopping,
    /// The search queue was full.
    Busy,
    /// Answering failed.
    Failed,
}

/// What is counted; copies count together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metrics {
    questions: Labelled<2>,
    dropped: Labelled<1>,
    rate_limited: Labelled<1>,
    denied: Counter,
    retries: Counter,
    gateway_restarts: Counter,
    shards: Family<[(&'static str, u32); 1], Gauge>,
    abandoned: Gauge,
    generation: Gauge,
    queue: Gauge,
    in_flight: Gauge,
    search: Seconds,
    reply: Seconds,
    gateway_lag: Seconds,
}

#[derive(Debug, Clone)]
struct Seconds(Histogram);

impl Default for Seconds {
    fn default() -> Self {
        Self(Histogram::new(SECONDS))
    }
}

impl Surface {
    /// Its name in logs and labels.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::FindSources => "find_sources",
            Self::Mention => "mention",
            Self::FollowUp => "follow_up",
            Self::DirectMessage => "direct_message",
            Self::AnswerChannel => "answer_channel",
            Self::Button => "button",
        }
    }
}

impl Dropped {
    fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Duplicate => "duplicate",
            Self::Stopping => "stopping",
            Self::Busy => "busy",
            Self::Failed => "failed",
        }
    }
}

/// A verdict's name in logs and labels.
pub(crate) fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Answered => "answered",
        Verdict::Partly => "partly",
        Verdict::NotCovered => "not_covered",
    }
}

impl Metrics {
    pub(crate) fn question(&self, surface: Surface, verdict: Verdict, search: Duration) {
        let labels = [
            ("surface", surface.name()),
            ("verdict", verdict_name(verdict)),
        ];
        self.questions.get_or_create(&labels).inc();
        self.search.0.observe(search.as_secs_f64());
    }

    pub(crate) fn dropped(&self, why: Dropped) {
        self.dropped.get_or_create(&[("reason", why.name())]).inc();
    }

    /// Counts an answer 429, by the kind of request that got it.
    pub(crate) fn rate_limited(&self, request: &'static str) {
        self.rate_limited
            .get_or_create(&[("request", request)])
            .inc();
    }

    /// Counts a moderating act that somebody else tried.
    pub(crate) fn denied(&self) {
        self.denied.inc();
    }

    pub(crate) fn retried(&self) {
        self.retries.inc();
    }

    pub(crate) fn gateway_restarted(&self) {
        self.gateway_restarts.inc();
    }

    /// Tells how many connections were given up on and have not ended.
    pub(crate) fn abandoned(&self, count: usize) {
        self.abandoned.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    pub(crate) fn shard(&self, shard: u32, connected: bool) {
        self.shards
            .get_or_create(&[("shard", shard)])
            .set(connected.into());
    }

    /// Counts the time from an interaction's receipt to Discord's word that it has the response.
    pub(crate) fn replied(&self, after: Duration) {
        self.reply.0.observe(after.as_secs_f64());
    }

    /// Counts the time from an event's creation to its receipt.
    pub(crate) fn lagged(&self, lag: Duration) {
        self.gateway_lag.0.observe(lag.as_secs_f64());
    }

    /// All there is, in the `OpenMetrics` text format, with what is known now.
    pub(crate) fn text(&self, now: &Now) -> String {
        self.generation
            .set(i64::try_from(now.generation).unwrap_or(i64::MAX));
        self.queue
            .set(i64::try_from(now.waiting).unwrap_or(i64::MAX));
        self.in_flight
            .set(i64::try_from(now.in_flight).unwrap_or(i64::MAX));
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry());
        text
    }

    fn registry(&self) -> Registry {
        let mut all = Registry::with_prefix("attache");
        all.register("questions", "Questions answered", self.questions.clone());
        all.register(
            "dropped",
            "Events that were not answered",
            self.dropped.clone(),
        );
        all.register(
            "rate_limited",
            "Requests that Discord answered 429",
            self.rate_limited.clone(),
        );
        all.register(
            "denied",
            "Moderating acts tried by who may not",
            self.denied.clone(),
        );
        all.register(
            "request_retries",
            "Requests sent again",
            self.retries.clone(),
        );
        all.register(
            "gateway_restarts",
            "Gateway connections opened anew by the watchdog",
            self.gateway_restarts.clone(),
        );
        all.register(
            "shard_connected",
            "Whether a shard is connected",
            self.shards.clone(),
        );
        all.register(
            "gateway_abandoned",
            "Gateway connections given up on that have not ended",
            self.abandoned.clone(),
        );
        all.register(
            "generation",
            "The generation of the articles that answers",
            self.generation.clone(),
        );
        all.register(
            "search_queue",
            "Questions that wait for a search thread",
            self.queue.clone(),
        );
        all.register("in_flight", "Answers under way", self.in_flight.clone());
        all.register(
            "search_seconds",
            "Time a question waited and was searched",
            self.search.0.clone(),
        );
        all.register(
            "reply_seconds",
            "Time from an interaction's receipt to its response",
            self.reply.0.clone(),
        );
        all.register(
            "gateway_lag_seconds",
            "Time from an event's creation to its receipt",
            self.gateway_lag.0.clone(),
        );
        all
    }
}

/// What is only known when asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub(crate) generation: u64,
    pub(crate) waiting: usize,
    pub(crate) in_flight: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Now = Now {
        generation: 3,
        waiting: 2,
        in_flight: 1,
    };

    #[test]
    fn what_was_counted_is_told() {
        let metrics = Metrics::default();
        let copy = metrics.clone();
        copy.question(
            Surface::Mention,
            Verdict::Partly,
            Duration::from_micros(1500),
        );
        copy.dropped(Dropped::Late);
        copy.rate_limited("callback");
        copy.denied();
        copy.shard(4, true);
        copy.replied(Duration::from_millis(3));
        let text = metrics.text(&NOW);
        for line in [
            "attache_questions_total{surface=\"mention\",verdict=\"partly\"} 1",
            "attache_dropped_total{reason=\"late\"} 1",
            "attache_rate_limited_total{request=\"callback\"} 1",
            "attache_denied_total 1",
            "attache_shard_connected{shard=\"4\"} 1",
            "attache_generation 3",
            "attache_search_queue 2",
            "attache_in_flight 1",
            "attache_search_seconds_bucket{le=\"0.002\"} 1",
            "attache_reply_seconds_count 1",
            "# EOF",
        ] {
            assert!(
                text.lines().any(|known| known == line),
                "{line} not in\n{text}"
            );
        }
    }
}
