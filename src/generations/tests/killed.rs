//! A writer that is killed at any moment leaves the generation before or the next, whole.

use std::process::{Command, Stdio};
use std::time::Instant;

use super::*;

/// What tells the program of the tests to refresh in a folder until it is killed.
const FOLDER_TO_REFRESH: &str = "ATTACHE_TEST_REFRESH";
const KILLS: u32 = 200;

fn library(round: u64) -> Vec<Article> {
    let of_round = |id| article(id, &format!("This is round {round} in the harbour."));
    vec![
        of_round("elm"),
        article("birch", "Birch never changes its mind."),
        of_round("aspen"),
    ]
}

fn refresh(generations: &Generations) -> Manifest {
    let writer = generations.writer("operator", now()).unwrap();
    let round = writer.parent().map_or(1, |parent| parent.number + 1);
    let records = records(&writer, &library(round));
    let plan = plan(records, &format!("round {round}"));
    writer.build(plan, &go_on).unwrap().publish().unwrap()
}

/// Part of the test below.
#[test]
fn refreshes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER_TO_REFRESH) else {
        return;
    };
    let generations = in_folder(Path::new(&folder), 3);
    loop {
        refresh(&generations);
    }
}

#[test]
fn a_refresh_killed_at_any_moment_leaves_a_whole_generation() {
    let shelf = keeping(3);
    let quickest = (0..5).map(|_| {
        let began = Instant::now();
        refresh(&shelf.generations);
        began.elapsed()
    });
    // From before the child's first step to well into its second refresh.
    let longest = quickest.min().unwrap() * 2 + Duration::from_millis(20);
    let (mut last, mut dice, mut interrupted) = (5, 7_u32, 0);
    let knowledge = knowledge();
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["generations::tests::killed::refreshes_until_it_is_killed"])
            .args(["--exact", "--nocapture"])
            .env(FOLDER_TO_REFRESH, &shelf.generations.folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // The moment is the thing tested: nothing is waited for.
        std::thread::sleep(longest * (dice >> 16) / 0xffff);
        child.kill().unwrap();
        child.wait().unwrap();
        let left = disk::names(&shelf.generations.home()).unwrap();
        interrupted += u32::from(left.iter().any(|name| number_of(name).is_none()));
        last = whole_since(&shelf, &knowledge, last, kill);
    }
    assert!(last > 5 && interrupted > 10, "{last} {interrupted}");
}

/// That the current generation is whole and not older than `last`; tells its number.
fn whole_since(shelf: &Shelf, knowledge: &Knowledge, last: u64, kill: u32) -> u64 {
    let found = shelf.generations.newest_good(knowledge);
    assert_eq!(found.warning(), None, "kill {kill}");
    let Opened { manifest, snapshot } = found.opened.unwrap();
    let number = manifest.number;
    assert!(number >= last, "kill {kill}: {number} after {last}");
    assert_eq!(manifest.why, format!("round {number}"));
    for (record, article) in manifest.articles.iter().zip(library(number)) {
        assert_eq!(snapshot.article(&record.id), Some(article.clone()));
        assert_eq!(shelf.generations.article(&record.hash).unwrap(), article);
    }
    number
}
