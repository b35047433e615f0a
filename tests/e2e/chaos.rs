//! Random faults for as long as wished: `ATTACHE_CHAOS_SECONDS=600 cargo test --test e2e chaos`.
//!
//! Prints its seed and its counts; `ATTACHE_CHAOS_SEED` repeats a run's choices.

use std::time::{Duration, Instant};

use discord_stand_in::{Asked, Delivery, Fault, Guild, Posted, Setup, StandIn};

use crate::asking::{QUESTIONS, ask, ready};
use crate::support::until;

/// Without a wish: short, for every run of the tests.
const SECONDS: u64 = 15;
/// A question comes about so often.
const PAUSE: Duration = Duration::from_millis(60);
/// Faults come about every so many questions.
const FAULT_EVERY: u64 = 7;
/// Losing the session costs the bot up to this long, in which Discord delivers nothing to it: that is
/// not done more often than twice as seldom.
const OUTAGE: Duration = Duration::from_secs(12);
/// A question in so many is a mention, not a command.
const MENTION_EVERY: u64 = 4;
/// A mention may be answered after any time; one that was heard so late is still one that was heard.
const EVER: Duration = Duration::from_secs(3600);

/// A sequence of numbers that looks random (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

#[derive(Debug, Default)]
struct Counts {
    answered: usize,
    refused: usize,
    /// Of which the client never said that it had read them: they went into connections that were
    /// lost together with their session.
    unheard: usize,
    /// Read when Discord no longer took an answer.
    late: usize,
    lost: usize,
    doubled: usize,
    faults: usize,
    outages: usize,
}

fn number(variable: &str, default: u64) -> u64 {
    let given = std::env::var(variable).ok();
    given.map_or(default, |text| {
        text.parse().expect("the variable is a number")
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn through_random_faults_every_question_is_answered_once_or_refused() {
    let seconds = number("ATTACHE_CHAOS_SECONDS", SECONDS);
    let seed = number("ATTACHE_CHAOS_SEED", u64::from(std::process::id()) + 1);
    println!("chaos: {seconds} s, ATTACHE_CHAOS_SEED={seed}");
    let heartbeat_interval = Duration::from_secs(2);
    let discord = StandIn::start_with(Setup {
        heartbeat_interval,
        ..Setup::default()
    })
    .await;
    let guilds: Vec<_> = (0..4)
        .map(|n| discord.guild(&format!("town {n}")))
        .collect();
    let bot = ready(&discord).await;
    let mut dice = Dice(seed);
    let mut counts = Counts::default();
    let mut last_outage: Option<Instant> = None;
    let mut commands = Vec::new();
    let mut mentions = Vec::new();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        if dice.below(FAULT_EVERY) == 0 {
            counts.faults += 1;
            let rested = last_outage.is_none_or(|last| last.elapsed() > OUTAGE * 2);
            if break_something(&discord, &mut dice, rested) {
                last_outage = Some(Instant::now());
                counts.outages += 1;
            }
        }
        let turn = usize::try_from(dice.below(1000)).expect("it is below 1000");
        let guild = guilds[turn % guilds.len()].clone();
        if dice.below(MENTION_EVERY) == 0 {
            mentions.push(tokio::spawn(mention(guild, turn)));
        } else {
            commands.push(tokio::spawn(command(guild, turn)));
        }
        tokio::time::sleep(PAUSE).await;
    }
    discord.heal();
    let asked_in_all = commands.len() + mentions.len();
    for task in commands {
        let (asked, told) = task.await.expect("asking does not fail");
        count(&mut counts, &asked, told);
    }
    for task in mentions {
        let (asked, expected) = task.await.expect("asking does not fail");
        count_mention(&mut counts, &asked, expected).await;
    }
    println!(
        "chaos: {asked_in_all} asked, {counts:?}, gateway: {} identifies, {} resumes, {} kB",
        discord.gateway().identifies(),
        discord.gateway().resumes(),
        bot.resident_kb()
    );
    assert_eq!((counts.lost, counts.doubled), (0, 0), "{}", bot.log());
    assert!(counts.answered > asked_in_all / 2, "{counts:?}");
    assert!(!bot.log().contains("panicked"), "{}", bot.log());
}

/// Asks with the command; whether the expected word came, and whether the answer was private.
async fn command(guild: Guild, turn: usize) -> (Asked, Option<(bool, bool)>) {
    let member = guild.member(&format!("member {turn}"));
    let (asked, expected) = ask(&member, turn).await;
    let outcome = asked.outcome().await;
    let told = outcome.map(|reply| (reply.text().contains(expected), reply.is_private()));
    (asked, told)
}

/// Asks with a mention, and does not wait.
async fn mention(guild: Guild, turn: usize) -> (Posted, &'static str) {
    let (question, expected) = QUESTIONS[turn % QUESTIONS.len()];
    let member = guild.member(&format!("member {turn}"));
    (member.mentions_bot(question).await, expected)
}

fn count(counts: &mut Counts, asked: &Asked, told: Option<(bool, bool)>) {
    match told {
        Some((true, _)) => counts.answered += 1,
        Some((false, true)) => counts.refused += 1,
        Some((false, false)) => counts.lost += 1,
        None => match asked.delivery() {
            Delivery::InTime => counts.lost += 1,
            Delivery::Late => counts.late += 1,
            Delivery::Unproven => counts.unheard += 1,
        },
    }
    if asked.messages().len() > 1 {
        counts.doubled += 1;
    }
}

async fn count_mention(counts: &mut Counts, asked: &Posted, expected: &str) {
    if asked.delivery(EVER) == Delivery::Unproven && asked.answers().is_empty() {
        counts.unheard += 1;
        return;
    }
    until("the answer to a mention that was heard", || {
        !asked.answers().is_empty()
    })
    .await;
    match &asked.answers()[..] {
        [answer] if answer.text().contains(expected) => counts.answered += 1,
        [_] => counts.lost += 1,
        _ => counts.doubled += 1,
    }
}

/// One fault; true when it costs the session, which is tried only if `outage` may be.
fn break_something(discord: &StandIn, dice: &mut Dice, outage: bool) -> bool {
    let gateway = discord.gateway();
    let short = Duration::from_millis(50 + dice.below(250));
    let callback = discord.on("callback");
    match dice.below(if outage { 20 } else { 16 }) {
        0 => callback.rate_limited(short),
        1 => callback.with(Fault::RateLimited {
            after: short,
            global: true,
            headers: true,
        }),
        2 => callback.with(Fault::RateLimited {
            after: short,
            global: false,
            headers: false,
        }),
        3 => callback.status(500),
        4 => callback.status(503),
        5 => callback.with(Fault::Dropped),
        6 => callback.with(Fault::AnswerLost),
        7 => callback.with(Fault::Delayed(short)),
        8 => callback.with(Fault::AnsweredLate(short * 3)),
        9 => gateway.drop_sockets(),
        10 => gateway.ask_to_reconnect(),
        11 => gateway.duplicate_next(3),
        12 => discord.on("/messages").rate_limited(short),
        13 => discord.on("/messages").status(502),
        14 => discord.on("/messages").with(Fault::Dropped),
        15 => discord.on("/messages").with(Fault::AnswerLost),
        other => {
            match other {
                16 => gateway.invalidate_sessions(false),
                17 => gateway.close(Some(4009)),
                18 => gateway.ignore_heartbeats(),
                _ => gateway.close(None),
            }
            return true;
        }
    }
    false
}
