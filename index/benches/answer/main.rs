//! How fast questions are answered and indexes built, beside plain tantivy in the same run.
//!
//! ```text
//! cargo bench -p attache-index
//! ATTACHE_BENCH_PARAGRAPHS=1000000 cargo bench -p attache-index
//! ```
//!
//! Plain tantivy is what a program would write first: one stored English text field, an OR of the
//! question's terms, the ten best documents fetched. Three sets of paragraphs: the built-in
//! briefing, the question set in the shared folder (skipped where it is absent) and synthetic
//! paragraphs, 100,000 unless `ATTACHE_BENCH_PARAGRAPHS` says otherwise. Both sides take turns at
//! every question, so that whatever else the machine does slows both.
//!
//! Deliberately absent: a benchmark framework. None prints the 99th percentile beside a rival's.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod plain;
mod refresh;
mod synthetic;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use attache_index::{Article, AskOptions, Knowledge, Lexicon, Snapshot, read_articles};

use crate::plain::Plain;

const DEFAULT_PARAGRAPHS: u32 = 100_000;
/// Questions asked before any is timed, and the most that are.
const WARM_UP: usize = 100;
const TIMED: usize = 2000;
/// Builds are timed this often, the quickest counts; those of large sets once.
const BUILDS: usize = 3;
const LARGE: usize = 200_000;
/// What this program is called with to tell how much memory an open index takes.
const OPEN: &str = "open";

/// Asked of the briefing again and again: it holds answers to some.
const BRIEFING_QUESTIONS: &[&str] = &[
    "why does Russia need Azerbaijan",
    "what happened in Yekaterinburg?",
    "who is the president of Azerbaijan",
    "how many people were detained",
    "what did the Kremlin say about the journalists",
    "when was the passenger plane shot down",
    "how much gas does Azerbaijan export to Europe",
    "is there a new transport corridor",
    "what is the weather in Paris tomorrow",
    "did turkey take a side in the dispute?",
    "whats the role of Armenia here",
    "почему Россия отступает",
];

/// Paragraphs and what is asked of them.
struct Set {
    name: &'static str,
    articles: Vec<Article>,
    questions: Vec<String>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, mode, dir] = arguments.as_slice()
        && mode == OPEN
    {
        tell_memory(Path::new(dir));
        return;
    }
    let knowledge = knowledge();
    let paragraphs = std::env::var("ATTACHE_BENCH_PARAGRAPHS").map_or(DEFAULT_PARAGRAPHS, |set| {
        set.parse()
            .expect("ATTACHE_BENCH_PARAGRAPHS is a number of paragraphs")
    });
    println!(
        "answers             paragraphs  questions       plain median/p99     attaché median/p99   ratio  p99/median"
    );
    for set in [Some(briefing()), question_set()].into_iter().flatten() {
        let plain = Plain::in_memory(&set.articles);
        let ours = Snapshot::in_memory(&set.articles, knowledge.clone()).expect("ids differ");
        time_answers(&set, &plain, &ours);
    }
    let set = synthetic_set(paragraphs);
    let folder = std::env::temp_dir().join(format!("attache-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let (plain_dir, our_dir) = (folder.join("plain"), folder.join("attache"));
    let (builds, took) = time_builds(&set, &plain_dir, &our_dir);
    {
        let plain = Plain::open(&plain_dir);
        let ours = Snapshot::open(&our_dir, knowledge.clone()).expect("it was just built");
        time_answers(&set, &plain, &ours);
    }
    println!("\n{builds}");
    let refreshes = refresh::time_refreshes(&set.articles, &our_dir, took, &knowledge);
    println!("{refreshes}");
    let program = std::env::current_exe().expect("this program has a file");
    let told = Command::new(program).arg(OPEN).arg(&our_dir).status();
    assert!(told.is_ok_and(|status| status.success()), "opening failed");
    std::fs::remove_dir_all(&folder).expect("the temporary folder can be removed");
}

fn knowledge() -> Knowledge {
    let lexicon = std::fs::read_to_string(config("lexicon.toml")).expect("the lexicon is there");
    Knowledge::with_lexicon(Lexicon::parse(&lexicon).expect("the shipped lexicon is well formed"))
}

fn config(file: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../config")).join(file)
}

fn briefing() -> Set {
    let questions = BRIEFING_QUESTIONS.iter().cycle().take(WARM_UP + TIMED);
    Set {
        name: "briefing",
        articles: read_articles(&config("briefing.md")).expect("the briefing is well formed"),
        questions: questions.map(ToString::to_string).collect(),
    }
}

/// The public question set, where it is at hand; none, and a word about it, where it is absent.
fn question_set() -> Option<Set> {
    let shared = std::env::var_os("ATTACHE_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")),
        PathBuf::from,
    );
    let folder = shared.join("retrieval/squad-train-sample");
    let Ok(lines) = std::fs::read_to_string(folder.join("questions.jsonl")) else {
        println!(
            "question set        skipped: {} is absent",
            folder.display()
        );
        return None;
    };
    let all: Vec<&str> = lines.lines().collect();
    let questions = all
        .iter()
        .step_by((all.len() / (WARM_UP + TIMED)).max(1))
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
            line["question"].as_str().expect("each asks").to_owned()
        });
    Some(Set {
        name: "question set",
        articles: read_articles(&folder.join("articles")).expect("the set is well formed"),
        questions: questions.collect(),
    })
}

fn synthetic_set(paragraphs: u32) -> Set {
    Set {
        name: "synthetic",
        articles: synthetic::articles(paragraphs).collect(),
        questions: synthetic::questions(paragraphs)
            .take(WARM_UP + TIMED)
            .collect(),
    }
}

fn time_answers(set: &Set, plain: &Plain, ours: &Snapshot) {
    let options = AskOptions::default();
    let (mut plain_took, mut we_took) = (Vec::new(), Vec::new());
    for question in &set.questions {
        plain_took.push(timed(|| plain.ask(question)));
        we_took.push(timed(|| ours.answer(question, &options)));
    }
    let warm_up = WARM_UP.min(set.questions.len() / 2);
    let (plain_median, plain_p99) = quantiles(&mut plain_took.split_off(warm_up));
    let (our_median, our_p99) = quantiles(&mut we_took.split_off(warm_up));
    println!(
        "{:<18} {:>11} {:>10}   {:>9.3} /{:>9.3} ms   {:>9.3} /{:>9.3} ms   {:>5.2}  {:>10.1}",
        set.name,
        count_paragraphs(&set.articles),
        set.questions.len() - warm_up,
        millis(plain_median),
        millis(plain_p99),
        millis(our_median),
        millis(our_p99),
        our_median.as_secs_f64() / plain_median.as_secs_f64(),
        our_p99.as_secs_f64() / our_median.as_secs_f64(),
    );
}

/// Builds both indexes, leaves them in their folders and tells how long each, and ours, took.
fn time_builds(set: &Set, plain_dir: &Path, our_dir: &Path) -> (String, Duration) {
    let paragraphs = count_paragraphs(&set.articles);
    let (mut plain, mut ours) = (Duration::MAX, Duration::MAX);
    for _ in 0..if paragraphs < LARGE { BUILDS } else { 1 } {
        for dir in [plain_dir, our_dir] {
            let _ = std::fs::remove_dir_all(dir);
        }
        plain = plain.min(timed(|| Plain::build(plain_dir, &set.articles)));
        ours = ours.min(timed(|| {
            Snapshot::build(our_dir, set.articles.iter().cloned()).expect("the folder is new");
        }));
    }
    let told = format!(
        "build, {paragraphs} paragraphs: plain {:.2} s, {} MB; attaché {:.2} s, {} MB; ratio {:.2}",
        plain.as_secs_f64(),
        megabytes(plain_dir),
        ours.as_secs_f64(),
        megabytes(our_dir),
        ours.as_secs_f64() / plain.as_secs_f64(),
    );
    (told, ours)
}

/// Opens the index in `dir` and prints what that took, of memory and time.
fn tell_memory(dir: &Path) {
    let start = resident_megabytes();
    let knowledge = knowledge();
    let knowing = resident_megabytes();
    let mut opened = None;
    let took = timed(|| opened = Snapshot::open(dir, knowledge).ok());
    println!(
        "open: {:.1} ms; resident {start} MB at start, {knowing} MB with the lexicon, {} MB open",
        millis(took),
        resident_megabytes(),
    );
    let snapshot = opened.expect("the index can be opened");
    let took = timed(|| snapshot.answer("what happened in the harbour", &AskOptions::default()));
    println!(
        "first question: {:.1} ms; {} MB after it",
        millis(took),
        resident_megabytes()
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = work();
    let took = start.elapsed();
    drop(made);
    took
}

/// The median and the 99th percentile.
fn quantiles(durations: &mut [Duration]) -> (Duration, Duration) {
    durations.sort();
    let at = |hundredths: usize| {
        let index = durations.len() * hundredths / 100;
        durations.get(index).copied().unwrap_or_default()
    };
    (at(50), at(99))
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn count_paragraphs(articles: &[Article]) -> usize {
    articles.iter().map(|one| one.paragraphs().count()).sum()
}

fn megabytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).expect("the folder is there");
    let sizes = files.map(|file| file.and_then(|f| f.metadata()).map_or(0, |f| f.len()));
    sizes.sum::<u64>() >> 20
}

/// Memory this process holds that is in use, as Linux tells it; 0 elsewhere.
fn resident_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = resident.and_then(|told| told.split_whitespace().next());
    kilobytes.and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) >> 10
}
