//! Random faults for as long as wished: `ATTACHE_CHAOS_SECONDS=600 cargo test --test e2e chaos`.
//!
//! Prints its seed and its counts; `ATTACHE_CHAOS_SEED` repeats a run's choices.

use std::time::{Duration, Instant};

use discord_stand_in::{Asked, Fault, Setup, StandIn};

use crate::asking::{ask, ready};

/// Without a wish: short, for every run of the tests.
const SECONDS: u64 = 15;
/// A question comes about so often.
const PAUSE: Duration = Duration::from_millis(60);
/// Faults come about every so many questions.
const FAULT_EVERY: u64 = 7;
/// Losing the session costs the bot up to this long, in which Discord delivers nothing to it.
const OUTAGE: Duration = Duration::from_secs(12);

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
    /// Asked while no session was there to hear it.
    unheard: usize,
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
    let mut outages: Vec<Instant> = Vec::new();
    let mut open = Vec::new();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        if dice.below(FAULT_EVERY) == 0 {
            counts.faults += 1;
            let rested = outages
                .last()
                .is_none_or(|last| last.elapsed() > OUTAGE * 2);
            if break_something(&discord, &mut dice, rested) {
                outages.push(Instant::now());
                counts.outages += 1;
            }
        }
        let turn = usize::try_from(dice.below(1000)).expect("it is below 1000");
        let member = guilds[turn % guilds.len()].member(&format!("member {turn}"));
        open.push(tokio::spawn(async move {
            let (asked, expected) = ask(&member, turn).await;
            let at = Instant::now();
            let outcome = asked.outcome().await;
            let told = outcome.map(|reply| (reply.text().contains(expected), reply.is_private()));
            (asked, at, told)
        }));
        tokio::time::sleep(PAUSE).await;
    }
    discord.heal();
    let asked_in_all = open.len();
    for task in open {
        let (asked, at, told) = task.await.expect("asking does not fail");
        count(&mut counts, &asked, at, told, &outages);
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

fn count(
    counts: &mut Counts,
    asked: &Asked,
    at: Instant,
    told: Option<(bool, bool)>,
    outages: &[Instant],
) {
    match told {
        Some((true, _)) => counts.answered += 1,
        Some((false, true)) => counts.refused += 1,
        Some((false, false)) => counts.lost += 1,
        None => {
            let waited = Duration::from_secs(3);
            let unheard = outages.iter().any(|o| at + waited > *o && at < *o + OUTAGE);
            if unheard {
                counts.unheard += 1;
            } else {
                counts.lost += 1;
            }
        }
    }
    if asked.messages().len() > 1 {
        counts.doubled += 1;
    }
}

/// One fault; true when it costs the session, which is tried only if `outage` may be.
fn break_something(discord: &StandIn, dice: &mut Dice, outage: bool) -> bool {
    let gateway = discord.gateway();
    let short = Duration::from_millis(50 + dice.below(250));
    let callback = discord.on("callback");
    match dice.below(if outage { 16 } else { 12 }) {
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
        other => {
            match other {
                12 => gateway.invalidate_sessions(false),
                13 => gateway.close(Some(4009)),
                14 => gateway.ignore_heartbeats(),
                _ => gateway.close(None),
            }
            return true;
        }
    }
    false
}
