//! How the bot behaves: built-in defaults, then `config/attache.toml`, then the environment.
//!
//! Deliberately absent: the token (`token.rs`) and the articles (`sources.rs`). Nothing reads a
//! file or the environment after this.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::semantic::Semantic;

mod fetch;
mod moderation;
mod shards;

pub(crate) use fetch::Fetch;

pub(crate) use moderation::Moderation;
pub(crate) use shards::Shards;

/// The file in the configuration folder.
const FILE: &str = "attache.toml";
/// What environment variables that overrule a setting begin with.
const PREFIX: &str = "ATTACHE_";

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) discord: Discord,
    pub(crate) gateway: Gateway,
    pub(crate) limits: Limits,
    pub(crate) search: Search,
    pub(crate) answer: Answering,
    pub(crate) semantic: Semantic,
    pub(crate) fetch: Fetch,
    pub(crate) data: Data,
    pub(crate) index: Index,
    pub(crate) refresh: Refresh,
    pub(crate) moderation: Moderation,
    pub(crate) metrics: Metrics,
    pub(crate) log: Log,
}

/// How Discord is reached.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Discord {
    /// Where REST requests go instead of to Discord; empty for Discord.
    pub(crate) proxy: String,
    /// Gateway hosts allowed besides the proxy's own.
    pub(crate) gateway_hosts: Vec<String>,
    pub(crate) shards: Shards,
    /// Whether the privileged message content intent is wanted.
    pub(crate) message_content: bool,
}

/// When the watchdog opens a connection anew.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Gateway {
    pub(crate) connect_seconds: u64,
    pub(crate) silence_seconds: u64,
}

/// How much one member may ask.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) questions: u32,
    pub(crate) per_seconds: u64,
}

/// The search pool.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Search {
    /// 0 is one for each processor.
    pub(crate) threads: usize,
    pub(crate) queue: usize,
}

/// What an answer holds.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Answering {
    pub(crate) passages: usize,
}

/// What is kept between runs, and where.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Data {
    /// Empty for the usual one.
    pub(crate) folder: String,
    /// How long questions are kept.
    pub(crate) keep_days: u32,
}

/// The generations of the index.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Index {
    /// How many generations are kept, the current one counted.
    pub(crate) keep: usize,
    /// What building may use before it writes to disk.
    pub(crate) memory_megabytes: usize,
}

/// When sources are looked at without being asked to.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Refresh {
    /// Empty for never.
    pub(crate) every: String,
}

/// Where figures are served.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Metrics {
    /// Empty for nowhere.
    pub(crate) listen: String,
}

/// What is logged and how.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    pub(crate) filter: String,
}

/// Whom the log is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    // Plain comments: clap would spell documented values out under every command's help.
    // For people.
    #[default]
    Text,
    // For programs.
    Json,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            connect_seconds: 40,
            silence_seconds: 130,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            questions: 5,
            per_seconds: 30,
        }
    }
}

impl Default for Search {
    fn default() -> Self {
        Self {
            threads: 0,
            queue: 256,
        }
    }
}

impl Default for Answering {
    fn default() -> Self {
        Self { passages: 5 }
    }
}

impl Default for Data {
    fn default() -> Self {
        Self {
            folder: String::new(),
            keep_days: 90,
        }
    }
}

impl Default for Index {
    fn default() -> Self {
        Self {
            keep: 5,
            memory_megabytes: 128,
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            filter: "warn,attache=info".into(),
        }
    }
}

impl Settings {
    /// Reads `attache.toml` in `folder`, if there is one, and what `environment` overrules.
    ///
    /// # Errors
    /// The file and key, or the variable, that is wrong.
    pub(crate) fn load(
        folder: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let file = folder.join(FILE);
        let settings = match std::fs::read(&file) {
            Ok(bytes) => Self::parse(&crate::sources::utf8(bytes, &file)?, &file)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => {
                return Err(error).with_context(|| format!("reading {}", file.display()));
            }
        };
        settings.overruled(environment)
    }

    /// Reads the text of `file`.
    ///
    /// # Errors
    /// The key that is unknown or has a value that makes no sense.
    pub(crate) fn parse(toml: &str, file: &Path) -> anyhow::Result<Self> {
        let read = || -> anyhow::Result<Self> {
            let settings: Self = toml::from_str(toml)?;
            settings.check()?;
            Ok(settings)
        };
        read().map_err(|error| {
            anyhow::anyhow!("{}: {}", file.display(), format!("{error:#}").trim_end())
        })
    }

    /// These settings with every `ATTACHE_SECTION_KEY` of `environment` in place.
    fn overruled(
        self,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let mut given: Vec<_> = environment
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        given.sort();
        given.into_iter().try_fold(self, |settings, (name, value)| {
            settings
                .with(&name, &value)
                .map_err(|error| anyhow::anyhow!("{name}: {}", format!("{error:#}").trim_end()))
        })
    }

    fn with(&self, name: &str, value: &str) -> anyhow::Result<Self> {
        let path = name.trim_start_matches(PREFIX).to_ascii_lowercase();
        let mut table = toml::Table::try_from(self)?;
        let place = path
            .split_once('_')
            .and_then(|(section, key)| table.get_mut(section)?.as_table_mut()?.get_mut(key));
        let Some(place) = place else {
            bail!("no setting has this name: it is ATTACHE_, the section, _, the key");
        };
        // Text needs no quotes in the environment; everything else is written as in the file.
        *place = match place {
            toml::Value::String(_) => toml::Value::String(value.into()),
            _ => toml::from_str::<toml::Table>(&format!("value = {value}"))
                .ok()
                .and_then(|mut table| table.remove("value"))
                .with_context(|| format!("{value:?} cannot be read: write it as in {FILE}"))?,
        };
        let settings: Self = table.try_into()?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> anyhow::Result<()> {
        self.discord.check()?;
        if !(10..=600).contains(&self.gateway.connect_seconds)
            || !(3..=3600).contains(&self.gateway.silence_seconds)
        {
            bail!("[gateway] `connect_seconds` must be 10 to 600, `silence_seconds` 3 to 3600");
        }
        if self.limits.questions == 0 || self.limits.per_seconds == 0 {
            bail!("[limits] `questions` and `per_seconds` must be at least 1");
        }
        if self.search.threads > 256 || !(1..=100_000).contains(&self.search.queue) {
            bail!("[search] `threads` is at most 256 and `queue` 1 to 100000");
        }
        if !(1..=10).contains(&self.answer.passages) {
            bail!("[answer] `passages` must be 1 to 10");
        }
        self.fetch.check()?;
        if !(1..=3650).contains(&self.data.keep_days) {
            bail!("[data] `keep_days` must be 1 to 3650");
        }
        if !(1..=1000).contains(&self.index.keep)
            || !(16..=65_536).contains(&self.index.memory_megabytes)
        {
            bail!("[index] `keep` must be 1 to 1000, `memory_megabytes` 16 to 65536");
        }
        self.refresh.every()?;
        self.moderation.check()?;
        self.metrics.address()?;
        crate::telemetry::filter(&self.log.filter)?;
        Ok(())
    }
}

impl Discord {
    /// The proxy, when there is one.
    pub(crate) fn proxy(&self) -> Option<&str> {
        let proxy = self.proxy.trim_end_matches('/');
        (!proxy.is_empty()).then_some(proxy)
    }

    fn check(&self) -> anyhow::Result<()> {
        let Some(proxy) = self.proxy() else {
            return Ok(());
        };
        let url = reqwest::Url::parse(proxy).ok().filter(|url| {
            ["http", "https"].contains(&url.scheme()) && url.has_host() && url.path() == "/"
        });
        if url.is_none() {
            bail!(
                "[discord] `proxy` = {proxy:?} is no address: write http://host:port, and nothing after it"
            );
        }
        Ok(())
    }
}

impl Data {
    /// The folder, which may not be there yet.
    ///
    /// # Errors
    /// When none is set and there is no home to have the usual one in.
    pub(crate) fn folder(&self) -> anyhow::Result<PathBuf> {
        if !self.folder.is_empty() {
            return Ok(self.folder.clone().into());
        }
        state_folder().context("there is no home folder: set [data] `folder`")
    }

    /// How long questions are kept.
    pub(crate) fn keep(&self) -> Duration {
        Duration::from_secs(u64::from(self.keep_days) * 24 * 60 * 60)
    }
}

impl Refresh {
    /// How often sources are looked at that do not say themselves, if at all.
    ///
    /// # Errors
    /// When it is no time, or too short.
    pub(crate) fn every(&self) -> anyhow::Result<Option<Duration>> {
        if self.every.is_empty() {
            return Ok(None);
        }
        match crate::sources::parse_every(&self.every) {
            Ok(every) => Ok(Some(every)),
            Err(why) => bail!("[refresh] {why}"),
        }
    }
}

/// `attache` in the XDG state folder; none without a home.
pub(crate) fn state_folder() -> Option<PathBuf> {
    Some(xdg_folder("XDG_STATE_HOME", ".local/state")?.join("attache"))
}

/// The folder that `variable` of the XDG specification names, or the `usual` one under home.
pub(crate) fn xdg_folder(variable: &str, usual: &str) -> Option<PathBuf> {
    let folder = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            // The specification has relative paths ignored.
            .filter(|folder| folder.is_absolute())
    };
    folder(variable).or_else(|| Some(folder("HOME")?.join(usual)))
}

impl Metrics {
    /// Where to listen, if anywhere.
    ///
    /// # Errors
    /// When it is no address with a port.
    pub(crate) fn address(&self) -> anyhow::Result<Option<SocketAddr>> {
        if self.listen.is_empty() {
            return Ok(None);
        }
        let address = self.listen.parse().ok().with_context(|| {
            format!(
                "[metrics] `listen` = {:?} is no address with a port, as in 127.0.0.1:9464",
                self.listen
            )
        })?;
        Ok(Some(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../config/attache.toml");

    fn parse(toml: &str) -> anyhow::Result<Settings> {
        Settings::parse(toml, Path::new("config/attache.toml"))
    }

    fn complaint(toml: &str) -> String {
        format!("{:#}", parse(toml).unwrap_err())
    }

    fn with(name: &str, value: &str) -> anyhow::Result<Settings> {
        Settings::default().overruled([(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn the_shipped_file_holds_every_setting_with_its_default() {
        assert_eq!(parse(SHIPPED).unwrap(), Settings::default());
        let shipped: toml::Table = toml::from_str(SHIPPED).unwrap();
        let known = toml::Table::try_from(Settings::default()).unwrap();
        assert_eq!(shipped, known);
    }

    #[test]
    fn every_shipped_setting_has_a_comment_above_it() {
        let lines: Vec<&str> = SHIPPED.lines().collect();
        for pair in lines.windows(2) {
            if pair[1].contains(" = ") && !pair[1].starts_with('#') {
                assert!(pair[0].starts_with('#'), "no comment above {:?}", pair[1]);
            }
        }
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_file_and_name() {
        let told = complaint("[limits]\nquestion = 3\n");
        assert!(told.starts_with("config/attache.toml: "), "{told}");
        assert!(
            told.contains("`question`") && told.contains("`questions`"),
            "{told}"
        );
    }

    #[test]
    fn a_value_that_makes_no_sense_is_refused_with_its_key() {
        for (toml, key) in [
            ("[limits]\nquestions = 0\n", "questions"),
            ("[gateway]\nsilence_seconds = 1\n", "silence_seconds"),
            ("[search]\nqueue = 0\n", "queue"),
            ("[answer]\npassages = 40\n", "passages"),
            ("[fetch]\ntimeout_seconds = 0\n", "timeout_seconds"),
            ("[fetch]\nmax_bytes = 100\n", "max_bytes"),
            ("[fetch]\nports = []\n", "ports"),
            ("[fetch]\nallow_private = [\"a:80\"]\n", "allow_private"),
            ("[fetch]\nhosts_at_once = 0\n", "hosts_at_once"),
            ("[data]\nkeep_days = 0\n", "keep_days"),
            ("[index]\nkeep = 0\n", "keep"),
            ("[index]\nmemory_megabytes = 1\n", "memory_megabytes"),
            ("[refresh]\nevery = \"often\"\n", "every"),
            ("[moderation]\nhome_guilds = [\"here\"]\n", "home_guilds"),
            ("[moderation]\nroles = [\"7\"]\n", "roles"),
            ("[metrics]\nlisten = \"9464\"\n", "listen"),
            ("[discord]\nproxy = \"proxy:3000/api\"\n", "proxy"),
            ("[discord]\nshards = \"4..1/8\"\n", "shards"),
            ("[log]\nfilter = \"attache=loud\"\n", "filter"),
        ] {
            let told = complaint(toml);
            assert!(
                told.contains(key) && told.contains("config/attache.toml"),
                "{told}"
            );
        }
    }

    #[test]
    fn the_environment_overrules_the_file() {
        assert_eq!(
            with("ATTACHE_LIMITS_PER_SECONDS", "7")
                .unwrap()
                .limits
                .per_seconds,
            7
        );
        let settings = with("ATTACHE_DISCORD_PROXY", "http://127.0.0.1:3000").unwrap();
        assert_eq!(settings.discord.proxy(), Some("http://127.0.0.1:3000"));
        let settings = with("ATTACHE_DISCORD_GATEWAY_HOSTS", "[\"a.example\"]").unwrap();
        assert_eq!(settings.discord.gateway_hosts, ["a.example"]);
        assert_eq!(with("OTHER_THING", "7").unwrap(), Settings::default());
    }

    #[test]
    fn a_wrong_variable_is_named() {
        for (name, value) in [
            ("ATTACHE_LIMITS_QUESTION", "7"),
            ("ATTACHE_LIMITS_QUESTIONS", "many"),
            ("ATTACHE_LIMITS_QUESTIONS", "0"),
            ("ATTACHE_NOTHING", "0"),
        ] {
            let told = with(name, value).unwrap_err().to_string();
            assert!(told.starts_with(&format!("{name}: ")), "{told}");
        }
    }

    #[test]
    fn a_folder_without_the_file_means_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::load(folder.path(), []).unwrap();
        assert_eq!(settings, Settings::default());
        std::fs::write(folder.path().join(FILE), "[limits]\nquestions = 9\n").unwrap();
        let settings = Settings::load(folder.path(), []).unwrap();
        assert_eq!(settings.limits.questions, 9);
    }
}
