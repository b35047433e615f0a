//! Figures, not laws: `cargo test --release --test e2e measure -- --ignored --nocapture --test-threads 1`.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use discord_stand_in::{Guild, Setup, StandIn};
use serenity::all::{
    Context, CreateAutocompleteResponse, CreateCommand, CreateCommandOption,
    CreateInteractionResponse, CreateInteractionResponseMessage, EventHandler, GatewayIntents,
    Interaction, Ready,
};
use serenity::async_trait;
use serenity::http::HttpBuilder;

use crate::asking::{QUESTIONS, ask, ready, unhurried};

/// Tells the bare handler where to connect: address, then token.
const BARE: &str = "ATTACHE_MEASURE_BARE";

pub(crate) async fn unchecked() -> StandIn {
    StandIn::start_with(Setup {
        checked: false,
        ..Setup::default()
    })
    .await
}

/// What a member does.
#[derive(Debug, Clone, Copy)]
enum Doing {
    /// Sends a question.
    Asking,
    /// Types one: the choices come while the member does.
    Typing,
}

/// Beginnings of questions, of a heading and of a name, and nothing yet.
const TYPED: [&str; 6] = ["", "w", "why did herr", "who blocked", "price of", "birc"];

/// Latencies of questions asked at `rate` a second for `seconds`, shortest first, and how many
/// were not answered in time.
async fn latencies(
    discord: &StandIn,
    guild: &Guild,
    rate: u64,
    seconds: u64,
) -> (Vec<Duration>, usize) {
    latencies_of(Doing::Asking, discord, guild, rate, seconds).await
}

/// The same of anything that a member does.
async fn latencies_of(
    doing: Doing,
    discord: &StandIn,
    guild: &Guild,
    rate: u64,
    seconds: u64,
) -> (Vec<Duration>, usize) {
    let before = discord.latencies().len();
    let total = rate * seconds;
    let period = Duration::from_secs(1) / u32::try_from(rate).expect("a rate is small");
    let mut ticks = tokio::time::interval(period);
    let mut open = Vec::new();
    for n in 0..total {
        ticks.tick().await;
        let member = guild.member(&format!("member {}", n % 200));
        let turn = usize::try_from(n).expect("it is small");
        open.push(tokio::spawn(async move {
            let asked = match doing {
                Doing::Asking => ask(&member, turn).await.0,
                Doing::Typing => {
                    let typed = TYPED[turn % TYPED.len()];
                    let typing = member.autocomplete("ask").typing("question", typed);
                    typing.send().await
                }
            };
            asked.outcome().await.is_some()
        }));
    }
    let mut unanswered = 0;
    for task in open {
        unanswered += usize::from(!task.await.expect("asking does not fail"));
    }
    let mut all = discord.latencies().split_off(before);
    all.sort();
    (all, unanswered)
}

pub(crate) fn at(sorted: &[Duration], per_mille: usize) -> Duration {
    let place = (sorted.len() * per_mille / 1000).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}

pub(crate) fn report(name: &str, rate: u64, sorted: &[Duration], unanswered: usize) {
    println!(
        "{name}: {rate}/s, {} answered, {unanswered} not; median {:.3} ms, p90 {:.3} ms, p99 {:.3} ms, most {:.3} ms",
        sorted.len(),
        ms(at(sorted, 500)),
        ms(at(sorted, 900)),
        ms(at(sorted, 990)),
        ms(at(sorted, 1000)),
    );
}

pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn measure_latency_beside_a_bare_handler() {
    beside_a_bare_handler(Doing::Asking).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn measure_autocomplete_beside_a_bare_handler() {
    beside_a_bare_handler(Doing::Typing).await;
}

async fn beside_a_bare_handler(doing: Doing) {
    for round in 1..=2 {
        println!("round {round}");
        for bare in [true, false] {
            let discord = unchecked().await;
            let guild = discord.guild("town");
            let mut bot = None;
            let mut handler = None;
            if bare {
                handler = Some(BareProcess::start(&discord));
                discord.ready().await;
            } else {
                bot = Some(ready(&discord).await);
            }
            latencies_of(doing, &discord, &guild, 200, 2).await;
            let (sorted, unanswered) = latencies_of(doing, &discord, &guild, 200, 20).await;
            report(
                if bare { "bare serenity" } else { "attaché" },
                200,
                &sorted,
                unanswered,
            );
            drop((bot, handler));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn measure_the_highest_sustained_rate() {
    let discord = unchecked().await;
    let guild = discord.guild("town");
    let _bot = ready(&discord).await;
    latencies(&discord, &guild, 200, 2).await;
    for rate in [400, 800, 1200, 1600, 2000, 2400, 2800, 3200, 4000, 5000] {
        let (sorted, unanswered) = latencies(&discord, &guild, rate, 8).await;
        report("attaché", rate, &sorted, unanswered);
        if unanswered > 0 || at(&sorted, 990) > Duration::from_millis(100) {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn measure_memory_with_a_thousand_guilds_and_the_time_to_the_first_answer() {
    for content in ["false", "true"] {
        let discord = unchecked().await;
        for n in 0..1000 {
            let guild = discord.guild(&format!("town {n}"));
            for m in 0..100 {
                guild.member(&format!("member {n} {m}"));
            }
        }
        let guild = discord.guild("town 0");
        let ana = guild.member("ana");
        let began = Instant::now();
        let bot = unhurried(&discord)
            .env("ATTACHE_DISCORD_MESSAGE_CONTENT", content)
            .start();
        let asked = ana
            .slash("ask")
            .option("question", QUESTIONS[0].0)
            .reply()
            .await;
        let first = began.elapsed();
        assert!(asked.text().contains(QUESTIONS[0].1));
        latencies(&discord, &guild, 100, 5).await;
        println!(
            "message_content = {content}: first answer {:.0} ms after the start, {:.1} MB resident after 500 more",
            ms(first),
            f64::from(bot.resident_kb()) / 1024.0,
        );
    }
}

/// The handler that answers a constant, in a process of its own as the bot is.
struct BareProcess(Child);

impl BareProcess {
    fn start(discord: &StandIn) -> Self {
        let this = std::env::current_exe().expect("a test knows its program");
        let child = Command::new(this)
            .args(["measure::bare_handler", "--exact", "--ignored"])
            .env(BARE, format!("{} {}", discord.rest_url(), discord.token()))
            .stdout(Stdio::null())
            .spawn();
        Self(child.expect("the program starts"))
    }
}

impl Drop for BareProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Constant;

#[async_trait]
impl EventHandler for Constant {
    async fn ready(&self, ctx: Context, _: Ready) {
        let kind = serenity::all::CommandOptionType::String;
        let question = CreateCommandOption::new(kind, "question", "What to ask")
            .required(true)
            .set_autocomplete(true);
        let command = CreateCommand::new("ask")
            .description("Asks")
            .add_option(question);
        let set = serenity::all::Command::set_global_commands(&ctx.http, vec![command]).await;
        set.expect("the stand-in takes it");
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        // What is late or refused is counted by the other side.
        let _ = match interaction {
            Interaction::Command(command) => {
                let message = CreateInteractionResponseMessage::new().content("a constant");
                let response = CreateInteractionResponse::Message(message);
                command.create_response(&ctx.http, response).await
            }
            Interaction::Autocomplete(typing) => {
                let choice = CreateAutocompleteResponse::new().add_string_choice("one", "one");
                let response = CreateInteractionResponse::Autocomplete(choice);
                typing.create_response(&ctx.http, response).await
            }
            _ => Ok(()),
        };
    }
}

/// Not a test: the process that [`BareProcess`] starts.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the other side of a measurement"]
async fn bare_handler() {
    let Ok(target) = std::env::var(BARE) else {
        return;
    };
    let (address, token) = target.split_once(' ').expect("two words");
    let http = HttpBuilder::new(token)
        .proxy(address)
        .ratelimiter_disabled(true)
        .build();
    let client = serenity::client::ClientBuilder::new_with_http(http, GatewayIntents::empty());
    let mut client = client
        .event_handler(Constant)
        .await
        .expect("it is a client");
    client.start().await.expect("it runs until killed");
}
