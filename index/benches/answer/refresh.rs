//! What a refresh costs beside building the whole index: one article of all has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use attache_index::{Article, BuildOptions, Entry, Knowledge, Snapshot};

use crate::timed;

/// Refreshes on top of each other.
const ROUNDS: usize = 40;

/// One refresh's cost.
struct Cost {
    took: Duration,
    /// Written by it, what is shared with the index before left out.
    bytes: u64,
}

/// Refreshes the index of `articles` in `dir` again and again and tells what that costs, where
/// building it took `full`.
pub(crate) fn time_refreshes(
    articles: &[Article],
    dir: &Path,
    full: Duration,
    knowledge: &Knowledge,
) -> String {
    let whole = bytes(dir, &|_| true);
    let mut parent = dir.to_owned();
    let mut costs = Vec::new();
    for round in 0..ROUNDS {
        let changed = articles.len() * round / ROUNDS;
        let (next, took) = refresh(articles, &parent, dir, changed);
        costs.push(Cost {
            took,
            bytes: bytes(&next, &|path| {
                !parent.join(path).exists()
                    || Path::new(path)
                        .extension()
                        .is_some_and(|ending| ending == "json")
            }),
        });
        if parent != dir {
            fs::remove_dir_all(&parent).expect("it is ours");
        }
        parent = next;
    }
    let opened = timed(|| Snapshot::open(&parent, knowledge.clone()).expect("it was just built"));
    let checked = timed(|| Snapshot::check(&parent).expect("it was just built"));
    let verified = timed(|| Snapshot::verify(&parent).expect("it is sound"));
    let segments = fs::read_dir(&parent).expect("it was just built").flatten();
    let segments = segments.filter(|file| file.path().extension().is_some_and(|e| e == "store"));
    let segments = segments.count();
    fs::remove_dir_all(&parent).expect("it is ours");
    let first = costs.first().expect("there are rounds");
    let worst = costs
        .iter()
        .max_by_key(|cost| cost.took)
        .expect("there are rounds");
    let count = u32::try_from(costs.len()).expect("there are few");
    let mean = costs.iter().map(|cost| cost.took).sum::<Duration>() / count;
    let mean_bytes = costs.iter().map(|cost| cost.bytes).sum::<u64>() / u64::from(count);
    let percent = |part: f64, of: f64| 100.0 * part / of;
    let of_time = |took: Duration| percent(took.as_secs_f64(), full.as_secs_f64());
    #[expect(clippy::cast_precision_loss, reason = "percents need no more")]
    let of_bytes = |bytes: u64| percent(bytes as f64, whole as f64);
    format!(
        "refresh of 1 article in {}: first {:.0} ms ({:.2} % of building), {} KB ({:.2} %); mean of \
         {ROUNDS} {:.0} ms ({:.2} %), {} KB ({:.2} %); worst {:.0} ms; then {segments} segments, \
         open {:.0} ms, every byte read {:.0} ms, verified {:.1} ms",
        articles.len(),
        millis(first.took),
        of_time(first.took),
        first.bytes >> 10,
        of_bytes(first.bytes),
        millis(mean),
        of_time(mean),
        mean_bytes >> 10,
        of_bytes(mean_bytes),
        millis(worst.took),
        millis(opened),
        millis(checked),
        millis(verified),
    )
}

fn refresh(articles: &[Article], parent: &Path, dir: &Path, changed: usize) -> (PathBuf, Duration) {
    let next = dir.with_extension(format!("refreshed-{changed}"));
    let entries = articles.iter().enumerate().map(|(at, article)| {
        if at != changed {
            return Ok(Entry::Kept(article.id.clone()));
        }
        let mut article = article.clone();
        article.sections[0].paragraphs[0].push_str(" The harbour was reopened.");
        Ok(Entry::New(article))
    });
    let options = BuildOptions {
        parent: Some(parent),
        paragraphs: 40,
        ..BuildOptions::default()
    };
    let took = timed(|| Snapshot::build_on(&next, entries, &options).expect("the parent is whole"));
    (next, took)
}

fn bytes(dir: &Path, counts: &dyn Fn(&str) -> bool) -> u64 {
    let files = fs::read_dir(dir).expect("the folder is there").flatten();
    let counted = files.filter(|file| counts(&file.file_name().to_string_lossy()));
    counted
        .map(|file| file.metadata().map_or(0, |m| m.len()))
        .sum()
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
