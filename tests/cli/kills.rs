//! The real program, killed at random moments of a refresh: what was published stays whole.

use std::process::Command;
use std::time::{Duration, Instant};

use web_stand_in::news;

use crate::site::Site;

/// How often it is killed.
const KILLS: u32 = 200;

/// Numbers that look random and are the same in every run: the constants of Knuth's MMIX.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, most: Duration) -> Duration {
        self.0 = (self.0)
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let thousandths = u32::try_from((self.0 >> 33) % 1000).expect("below 1000");
        most * thousandths / 1000
    }
}

/// The version of the page that is answered from, which must be whole and without a warning.
#[track_caller]
fn version(site: &Site) -> u32 {
    let text = site.text();
    assert!(text.contains(news::PARAGRAPHS[1]), "{text}");
    let (_, after) = text
        .split_once("shillings to ")
        .expect("the first paragraph is there");
    let number = after
        .split(',')
        .next()
        .expect("there is always a first piece");
    number.trim().parse().expect("the version is a number")
}

fn publish(site: &Site, version: u32) {
    site.edit(
        "nine shillings to four",
        &format!("nine shillings to {version}"),
    );
}

fn refresh(site: &Site) -> Command {
    site.shell.command(&["index", "refresh"])
}

#[test]
fn killed_at_any_moment_the_old_generation_answers_or_the_new_one() {
    let site = Site::with_page();
    // The first one makes the database as well, and takes longer.
    site.refresh(0);
    publish(&site, 0);
    let began = Instant::now();
    site.refresh(0);
    let whole = began.elapsed() * 5 / 4;
    let mut dice = Dice(2025);
    let mut answered = version(&site);
    let mut published = 0;
    for kill in 1..=KILLS {
        publish(&site, kill);
        let mut child = refresh(&site).spawn().expect("the program starts");
        // No waiting for anything: the moment is the point.
        std::thread::sleep(dice.upto(whole));
        child.kill().expect("it can be killed, or has ended");
        child.wait().expect("it ends");
        let now = version(&site);
        assert!(
            now == answered || now == kill,
            "{answered} or {kill}, not {now}"
        );
        published += u32::from(now != answered);
        answered = now;
    }
    // Both sides of the moment of publishing were met.
    assert!(
        published > 5 && published < KILLS - 5,
        "{published} of {KILLS}"
    );
    let report = site.refresh(0);
    assert_eq!(report["totals"]["failed"], 0);
    assert_eq!(version(&site), KILLS);
    let generations = site.generations();
    assert!(generations.len() <= 5, "{generations:?}");
}
