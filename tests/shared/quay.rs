//! A configuration of one article, on a web of our own, with a briefing to begin with: for the
//! command line's tests and those of the whole bot, which both include this file.

use web_stand_in::{Web, news};

/// Where the article is.
pub(crate) const QUAY: &str = "/quay";

/// `quay.md`, the briefing.
pub(crate) const BRIEFING: &str = "\
+++
id = \"quay\"
title = \"Elm lowers its harbour toll\"
publisher = \"The Quay Gazette\"
retelling = true
+++

In our own words: Elm asks less of boats than it did.
";

/// `lexicon.toml`: the built-in one is large, and nothing here needs it.
pub(crate) const LEXICON: &str = "[shorthand]\nu = \"you\"\n";

/// `attache.toml`: what lets the program fetch from `web`.
pub(crate) fn settings(web: &Web) -> String {
    format!(
        "[fetch]\nallow_private = [\"127.0.0.1\"]\nports = [{}]\ntimeout_seconds = 10\n",
        web.port()
    )
}

/// `sources.toml`: the article.
pub(crate) fn sources(web: &Web) -> String {
    format!(
        "[[article]]\nid = \"quay\"\ntitle = \"{}\"\nurl = \"{}\"\nbriefing = \"quay.md\"\n",
        news::TITLE,
        web.url(QUAY)
    )
}

/// The article's page, with `old` replaced by `new`.
#[track_caller]
pub(crate) fn edit(web: &Web, old: &str, new: &str) {
    assert!(news::PLAIN.contains(old), "{old:?} is not on the page");
    web.page(QUAY).set(news::PLAIN.replace(old, new));
}
