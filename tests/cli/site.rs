//! A web of our own and a shell whose `attache` fetches from it.

use serde_json::Value;
use web_stand_in::{Page, Web, news};

use crate::quay::{BRIEFING, LEXICON, edit, settings, sources};
use crate::support::{Ran, Shell};

pub(crate) use crate::quay::QUAY;

/// The stand-in and the shell.
pub(crate) struct Site {
    pub(crate) web: Web,
    pub(crate) shell: Shell,
}

impl Site {
    /// A site whose `sources.toml` is what `sources` makes of the web.
    pub(crate) fn new(sources: impl FnOnce(&Web) -> String) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let web = runtime.expect("a runtime starts").block_on(Web::start());
        let shell = Shell::among(&[
            ("config/attache.toml", &settings(&web)),
            ("config/sources.toml", &sources(&web)),
            ("config/quay.md", BRIEFING),
            ("config/lexicon.toml", LEXICON),
        ]);
        Self { web, shell }
    }

    /// A site of one page, at [`QUAY`], with a briefing to begin with.
    pub(crate) fn with_page() -> Self {
        let site = Self::new(sources);
        site.page().set(news::PLAIN).tagged();
        site
    }

    pub(crate) fn page(&self) -> Page {
        self.web.page(QUAY)
    }

    /// The page, with `old` replaced by `new`.
    pub(crate) fn edit(&self, old: &str, new: &str) {
        edit(&self.web, old, new);
    }

    /// Refreshes, and gives the report of a run that ended with `code`.
    #[track_caller]
    pub(crate) fn refresh(&self, code: i32) -> Value {
        self.shell.run(&["index", "refresh", "--json"]).json(code)
    }

    /// Runs `attache index` with `args`.
    pub(crate) fn index(&self, args: &[&str]) -> Ran {
        self.shell.run(&[&["index"], args].concat())
    }

    /// What is answered from now: the article's first two paragraphs.
    #[track_caller]
    pub(crate) fn text(&self) -> String {
        let shown = self.shell.run(&["show", "quay#1", "--json"]).json(0);
        let text = |part: &Value| part["text"].as_str().unwrap_or_default().to_owned();
        format!("{}\n{}", text(&shown), text(&shown["after"]))
    }

    /// The numbers of the generations that are kept, newest first.
    #[track_caller]
    pub(crate) fn generations(&self) -> Vec<u64> {
        let history = self.index(&["history", "--json"]).json(0);
        let generations = history["generations"].as_array().expect("a list");
        let numbers = generations.iter().filter_map(|one| one["number"].as_u64());
        numbers.collect()
    }
}
