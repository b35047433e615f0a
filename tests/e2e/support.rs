//! Runs the real program against a stand-in, with articles we wrote ourselves.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use discord_stand_in::StandIn;
use tokio::sync::watch;

/// How long the program may take to do what a test waits for.
const PATIENCE: Duration = Duration::from_secs(30);

const HARBOUR: &str = "\
+++
id = \"harbour\"
title = \"Two Towns, One Harbour\"
publisher = \"The Gazette\"
url = \"https://gazette.example/harbour\"
summary = \"The towns of Alder and Birch quarrel about the harbour they share.\"
+++

Fishermen from Alder blocked the harbour gate in March after a ferry struck a trawler.

The mayor of Birch called the blockade unlawful and closed the bridge in reply.

## The price of fish

Herring prices doubled within a week because trucks could not reach the quay.

Restaurants in Birch served turnips and apologised to their guests.

## What comes next

A judge will hear both towns in September and decide who repairs the gate.
";

/// Questions, each with words that only its answer has.
pub(crate) const QUESTIONS: [(&str, &str); 4] = [
    ("Who blocked the harbour gate in March?", "Fishermen"),
    ("Why did herring prices double?", "trucks"),
    ("What did restaurants in Birch serve?", "turnips"),
    ("When will a judge hear both towns?", "September"),
];

/// A running program; killed when dropped.
#[derive(Debug)]
pub(crate) struct Attache {
    child: Child,
    log: watch::Receiver<String>,
    folder: tempfile::TempDir,
}

impl Attache {
    /// Starts the program for `discord`, with limits that no test meets by accident.
    pub(crate) fn start(discord: &StandIn) -> Self {
        Self::start_with(discord, &[])
    }

    /// The same with further environment variables; returns before it is connected.
    pub(crate) fn start_with(discord: &StandIn, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("harbour.md"), HARBOUR).expect("it can be written to");
        let child = Command::new(env!("CARGO_BIN_EXE_attache"))
            .args(["--articles", "harbour.md", "run"])
            .current_dir(folder.path())
            .env_clear()
            .env("DISCORD_TOKEN", discord.token())
            .env("ATTACHE_DISCORD_PROXY", discord.rest_url())
            .env("ATTACHE_LIMITS_QUESTIONS", "1000000")
            .env("ATTACHE_SEARCH_QUEUE", "5000")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.expect("the program starts");
        let log = follow(child.stderr.take().expect("standard error is piped"));
        Self { child, log, folder }
    }

    /// Starts it and waits until it is connected and its commands are registered.
    pub(crate) async fn ready(discord: &StandIn) -> Self {
        let attache = Self::start(discord);
        discord.ready().await;
        attache
    }

    /// Everything logged so far.
    pub(crate) fn log(&self) -> String {
        self.log.borrow().clone()
    }

    /// Waits until `text` stands in the log.
    pub(crate) async fn logs(&self, text: &str) {
        let mut log = self.log.clone();
        let found = log.wait_for(|log| log.contains(text));
        let found = tokio::time::timeout(PATIENCE, found).await;
        if !matches!(found, Ok(Ok(_))) {
            panic!("{text:?} was not logged:\n{}", self.log());
        }
    }

    /// Asks it to stop, as a supervisor does.
    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.expect("there is a kill command").success());
    }

    /// Waits for its end; its exit code and log.
    pub(crate) async fn ended(mut self) -> (Option<i32>, String) {
        let began = Instant::now();
        let status: ExitStatus = loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                break status;
            }
            assert!(began.elapsed() < PATIENCE, "still running:\n{}", self.log());
            // The system tells of a child's end only by polling or by blocking a thread.
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        // The reader ends with the pipe.
        let mut log = self.log.clone();
        while log.changed().await.is_ok() {}
        (status.code(), self.log())
    }

    /// Kilobytes of memory it occupies.
    pub(crate) fn resident_kb(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
        let number = line.and_then(|l| l.split_whitespace().next());
        number.and_then(|n| n.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Attache {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!(
                "log of the program in {}:\n{}",
                self.folder.path().display(),
                self.log()
            );
        }
    }
}

/// Collects lines as they come.
fn follow(stream: impl Read + Send + 'static) -> watch::Receiver<String> {
    let (sender, log) = watch::channel(String::new());
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            sender.send_modify(|log| log.push_str(&String::from_utf8_lossy(&line)));
            line.clear();
        }
    });
    log
}
