//! Questions while generations are published: a figure, not a law.
//!
//! `cargo test --release --test e2e measure_questions_while -- --ignored --nocapture`, where
//! `ATTACHE_MEASURE_RATE`, `_SECONDS` and `_ARTICLES` choose other numbers than below.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::index::{Harbour, QUESTION};
use crate::measure::{at, ms, report, unchecked};

/// Questions a second.
const RATE: u64 = 500;
/// How long they are asked, without publishing and with it.
const SECONDS: u64 = 10;
/// Articles besides the one that changes, of [`PARAGRAPHS`] each.
const ARTICLES: u64 = 500;
const PARAGRAPHS: usize = 20;
/// Between the end of a refresh and the next.
const PAUSE: Duration = Duration::from_millis(200);

fn number(name: &str, usual: u64) -> u64 {
    let set = std::env::var(name).ok().and_then(|text| text.parse().ok());
    set.unwrap_or(usual)
}

/// Articles about boats, each with words of its own.
fn shelf(articles: u64) -> Vec<(String, String)> {
    let made = (0..articles).map(|number| {
        let mut text = format!("+++\ntitle = \"Log of boat {number}\"\n+++\n");
        for paragraph in 0..PARAGRAPHS {
            let _ = write!(
                text,
                "\nBoat {number} left berth {paragraph} of the quay with net{} and came back with \
                 {} baskets of herring, sprat and cod for the market of Birch.\n",
                number * 31 + paragraph as u64,
                paragraph * 7 + 3,
            );
        }
        (format!("config/logs/boat-{number}.md"), text)
    });
    made.collect()
}

/// Latencies, shortest first, and how many questions failed.
async fn asked(harbour: &Harbour, rate: u64, seconds: u64) -> (Vec<Duration>, usize) {
    let period = Duration::from_secs(1) / u32::try_from(rate).expect("a rate is small");
    let mut ticks = tokio::time::interval(period);
    let mut open = Vec::new();
    for number in 0..rate * seconds {
        ticks.tick().await;
        let member = harbour.home.member(&format!("member {}", number % 200));
        open.push(tokio::spawn(async move {
            let ask = member.slash("ask").option("question", QUESTION);
            let outcome = ask.send().await.outcome().await;
            let answered = outcome.filter(|reply| reply.text().contains("nine shillings"));
            answered.map(|reply| reply.took())
        }));
    }
    let (mut took, mut failed) = (Vec::new(), 0);
    for task in open {
        match task.await.expect("asking does not fail") {
            Some(one) => took.push(one),
            None => failed += 1,
        }
    }
    took.sort();
    (took, failed)
}

/// What the bot itself logged since `from`: how long searches took, shortest first.
fn searches(harbour: &Harbour, from: usize) -> Vec<Duration> {
    let log = harbour.bot.log();
    let lines = log.get(from..).unwrap_or_default().lines();
    let took = lines.filter_map(|line| {
        let (_, rest) = line.split_once("search_ms=")?;
        let ms: f64 = rest.split_whitespace().next()?.parse().ok()?;
        Some(Duration::from_secs_f64(ms / 1000.0))
    });
    let mut took: Vec<Duration> = took.collect();
    took.sort();
    took
}

/// Changes the article and has it published, over and over, until `done`.
async fn publish(harbour: &Harbour, done: &AtomicBool, published: &AtomicUsize) {
    while !done.load(Ordering::Relaxed) {
        let number = published.load(Ordering::Relaxed);
        harbour.edit("shillings to four", &format!("shillings to 1{number:03}"));
        let told = harbour.refresh().await;
        assert!(told.text().contains("is published"), "{}", told.render());
        published.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(PAUSE).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn measure_questions_while_generations_are_published() {
    let rate = number("ATTACHE_MEASURE_RATE", RATE);
    let seconds = number("ATTACHE_MEASURE_SECONDS", SECONDS);
    let articles = number("ATTACHE_MEASURE_ARTICLES", ARTICLES);
    let harbour = Harbour::of(unchecked().await, |mut program| {
        for (name, text) in shelf(articles) {
            program = program.file(&name, &text);
        }
        program
            // A view is warm once it has answered these.
            .file(
                "config/questions.toml",
                &format!(
                    "[[article]]\nid = \"quay\"\n[article.questions]\nen = [\"{QUESTION}\"]\n"
                ),
            )
            .more_sources("[[folder]]\nid = \"logs\"\npath = \"logs\"\n")
            .env("ATTACHE_LIMITS_QUESTIONS", "1000000")
            .env("ATTACHE_SEARCH_QUEUE", "5000")
    })
    .await;
    let began = Instant::now();
    let first = harbour.refresh().await;
    assert!(first.text().contains("is published"), "{}", first.render());
    println!(
        "{articles} articles of {PARAGRAPHS} paragraphs: first refresh {:.0} ms",
        ms(began.elapsed())
    );
    asked(&harbour, rate, 2).await;
    let (mut p99s, published) = (Vec::new(), AtomicUsize::new(0));
    for round in 1..=2 {
        println!("round {round}");
        let from = harbour.bot.log().len();
        let (without, failed) = asked(&harbour, rate, seconds).await;
        report("without publishing", rate, &without, failed);
        report("  searching alone", rate, &searches(&harbour, from), 0);
        let from = harbour.bot.log().len();
        assert_eq!(failed, 0, "without publishing");
        let done = AtomicBool::new(false);
        let began = published.load(Ordering::Relaxed);
        let asking = async {
            let asked = asked(&harbour, rate, seconds).await;
            done.store(true, Ordering::Relaxed);
            asked
        };
        let ((with, failed), ()) = tokio::join!(asking, publish(&harbour, &done, &published));
        report("while publishing", rate, &with, failed);
        report("  searching alone", rate, &searches(&harbour, from), 0);
        println!(
            "generations published: {}",
            published.load(Ordering::Relaxed) - began
        );
        assert_eq!(failed, 0, "while publishing");
        p99s.push(ms(at(&with, 990)) / ms(at(&without, 990)));
    }
    println!("p99 while publishing, times that without: {p99s:.2?} (aim: at most 2)");
    harbour.discord.finish();
}
