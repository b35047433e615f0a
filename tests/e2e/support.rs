//! Runs the real program against a stand-in, with articles and settings of our own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use discord_stand_in::StandIn;
use tempfile::TempDir;

pub(crate) const HARBOUR: &str = "\
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
";

/// A question that the article answers, and a word of the answer.
pub(crate) const QUESTION: &str = "Why did herring prices double?";
pub(crate) const ANSWER: &str = "trucks";

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the program may take to come up: a debug build on a busy machine.
const START: Duration = Duration::from_secs(60);

/// How much of a failed run's log is shown.
const SHOWN_LINES: usize = 40;

/// The program with its settings, not running yet.
pub(crate) struct Program {
    command: Command,
    folder: TempDir,
}

/// The program, running; killed when dropped.
pub(crate) struct Bot {
    child: Child,
    log: Arc<Mutex<String>>,
    // Deleted with it.
    folder: TempDir,
}

/// What a run to its end left behind.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Program {
    /// `attache`, without a token or settings.
    pub(crate) fn new(subcommand: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("harbour.md"), HARBOUR).expect("it can be written to");
        let mut command = command_in(folder.path());
        command.arg(subcommand).args(["--articles", "harbour.md"]);
        Self { command, folder }
    }

    /// `attache`, answering from what its configuration folder lists.
    pub(crate) fn configured(subcommand: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut command = command_in(folder.path());
        command.arg(subcommand);
        Self { command, folder }
    }

    /// `attache run` against `discord`.
    pub(crate) fn bot(discord: &StandIn) -> Self {
        Self::new("run").against(discord)
    }

    /// With the stand-in's token and address.
    pub(crate) fn against(self, discord: &StandIn) -> Self {
        self.env("DISCORD_TOKEN", discord.token())
            .env("ATTACHE_DISCORD_PROXY", discord.rest_url())
            .env("ATTACHE_METRICS_LISTEN", "127.0.0.1:0")
            .env("ATTACHE_DATA_FOLDER", "data")
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    /// With a file in the folder it runs in.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let path = self.folder.path().join(name);
        let parent = path.parent().expect("it is in the folder");
        std::fs::create_dir_all(parent).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
        self
    }

    /// With these entries in the configuration's `sources.toml` besides.
    pub(crate) fn more_sources(self, entries: &str) -> Self {
        let path = self.folder.path().join("config/sources.toml");
        let sources = std::fs::read_to_string(path).expect("it was written before");
        self.file("config/sources.toml", &format!("{sources}{entries}"))
    }

    /// With a folder, that `write` fills, in the folder it runs in.
    pub(crate) fn with_folder(self, name: &str, write: impl FnOnce(&Path)) -> Self {
        write(&self.folder.path().join(name));
        self
    }

    /// Starts it; it may not be connected yet.
    pub(crate) fn start(mut self) -> Bot {
        let mut child = self
            .command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let log = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().expect("it is piped"));
        let kept = log.clone();
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let mut log = kept.lock().expect("nobody panics with it");
                log.push_str(&line);
                log.push('\n');
            }
        });
        Bot {
            child,
            log,
            folder: self.folder,
        }
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Ran {
        ran(&mut self.command)
    }
}

/// The program, run in `folder` without any setting of ours.
fn command_in(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
    command
        .current_dir(folder)
        // Models installed on this machine would rank otherwise.
        .env("XDG_DATA_HOME", folder.join("installed"))
        .env("XDG_STATE_HOME", folder.join("state"))
        .stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("ATTACHE_") || name.starts_with("DISCORD_") {
            command.env_remove(&*name);
        }
    }
    command
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("the program can be started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran {
        code: output.status.code(),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

impl Bot {
    /// A bot that is connected to `discord` and has its commands registered.
    pub(crate) async fn of(discord: &StandIn) -> Self {
        let bot = Program::bot(discord).start();
        bot.connected().await;
        discord.ready().await;
        bot
    }

    /// Waits until every shard is connected, as its health says.
    pub(crate) async fn connected(&self) {
        let address = self.metrics_address().await;
        let health = format!("http://{address}/healthz");
        let began = Instant::now();
        loop {
            let answer = reqwest::get(&health).await.expect("it answers");
            if answer.status().is_success() {
                return;
            }
            assert!(began.elapsed() < START, "not connected:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Runs another command on the same data, to its end.
    pub(crate) fn beside(&self, args: &[&str]) -> Ran {
        ran(command_in(self.folder.path())
            .args(args)
            .env("ATTACHE_DATA_FOLDER", "data"))
    }

    /// The log so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("nobody panics with it").clone()
    }

    /// Waits until the log holds `text`.
    pub(crate) async fn logs(&self, text: &str) {
        let began = Instant::now();
        while !self.log().contains(text) {
            assert!(began.elapsed() < START, "the log has no {text:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How many lines of the log hold `text`.
    pub(crate) fn lines_with(&self, text: &str) -> usize {
        self.log()
            .lines()
            .filter(|line| line.contains(text))
            .count()
    }

    /// What `/metrics` says.
    pub(crate) async fn metrics(&self) -> String {
        let url = format!("http://{}/metrics", self.metrics_address().await);
        let answer = reqwest::get(url).await.expect("it answers");
        answer.text().await.expect("it is text")
    }

    /// Waits until `/metrics` holds this line.
    pub(crate) async fn counts(&self, line: &str) {
        let began = Instant::now();
        loop {
            let metrics = self.metrics().await;
            if metrics.lines().any(|known| known == line) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "no {line:?} in\n{metrics}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Its process.
    #[cfg(target_os = "linux")]
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal, by name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(sent.expect("there is a kill").success());
    }

    /// Waits until it ended by itself.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        self.ended_within(PATIENCE).await
    }

    /// The same, for what takes its time.
    pub(crate) async fn ended_within(&mut self, limit: Duration) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status;
            }
            assert!(began.elapsed() < limit, "still running:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Kilobytes of memory it occupies; 0 where the system does not tell.
    pub(crate) fn resident_kb(&self) -> u32 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    async fn metrics_address(&self) -> String {
        self.logs("serving metrics").await;
        let log = self.log();
        let line = log.lines().find(|line| line.contains("serving metrics"));
        let (_, port) = line
            .and_then(|line| line.split_once("127.0.0.1:"))
            .expect("the line names the address");
        let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
        format!("127.0.0.1:{digits}")
    }
}

impl Drop for Bot {
    #[expect(
        clippy::print_stderr,
        reason = "a failed test should show what the bot said"
    )]
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            let last = lines.len().saturating_sub(SHOWN_LINES);
            eprintln!("the end of the bot's log:\n{}", lines[last..].join("\n"));
        }
    }
}

/// Waits until `holds` does.
pub(crate) async fn until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
