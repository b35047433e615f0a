//! A main runtime that hangs. Nothing in the program blocks it, so it is stopped from outside: a
//! debugger can hold single threads.

use std::thread::{self, JoinHandle};
use std::time::Duration;

use discord_stand_in::StandIn;
use nix::sys::ptrace::{self, Options};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::support::{ANSWER, Bot, QUESTION};

/// What the threads of a runtime with several are named, as far as the system keeps it.
const WORKERS: &str = "tokio-r";

/// The watchdog waits for 30 seconds.
const LIMIT: Duration = Duration::from_secs(90);

/// The threads of process `pid` whose names begin so.
fn threads(pid: u32, name: &str) -> Vec<Pid> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).expect("it runs");
    let named = tasks.flatten().filter(|task| {
        let known = std::fs::read_to_string(task.path().join("comm")).unwrap_or_default();
        known.starts_with(name)
    });
    let ids = named.filter_map(|task| task.file_name().to_str()?.parse().ok());
    ids.map(Pid::from_raw).collect()
}

/// Stops these threads until their process ends; how many they were.
fn hold(threads: Vec<Pid>) -> JoinHandle<usize> {
    // Only the thread that took them may hold them.
    thread::spawn(move || {
        for thread in &threads {
            ptrace::seize(*thread, Options::empty()).expect("a child may be traced here");
            ptrace::interrupt(*thread).expect("it is traced");
        }
        for thread in &threads {
            // Their process is gone only once somebody has heard of each one's end.
            while let Ok(status) = waitpid(*thread, Some(WaitPidFlag::__WALL)) {
                if let WaitStatus::Exited(..) | WaitStatus::Signaled(..) = status {
                    break;
                }
            }
        }
        threads.len()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_main_runtime_that_hangs_ends_the_process_for_its_supervisor() {
    let discord = StandIn::start().await;
    let mut bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let reply = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(reply.text().contains(ANSWER));
    let held = hold(threads(bot.pid(), WORKERS));
    let ended = bot.ended_within(LIMIT).await;
    assert_eq!(ended.code(), Some(75), "{}", bot.log());
    assert!(held.join().expect("it may trace") > 0);
    bot.logs("the main runtime hangs").await;
    assert_eq!(bot.lines_with("ending the process"), 1);
    discord.finish();
}
