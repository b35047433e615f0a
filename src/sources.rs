//! `sources.toml`: which articles are answered from, who published them, where their text lies.
//!
//! Deliberately absent: the file's tables (`sources/file.rs`), reading the articles
//! (`library.rs`), fetching them (`refresh.rs`).

mod file;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use attache_index::{Article, ArticleId};

pub(crate) use file::parse_every;

use crate::store::{AddedSource, SourceKind};

/// The compiled-in `sources.toml`.
pub(crate) const BUILT_IN: &str = include_str!("../config/sources.toml");
/// How many items of a feed are kept when its entry does not say.
const NEWEST: usize = 10;

/// The articles, folders and feeds listed, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    pub(crate) entries: Vec<Source>,
}

/// One `[[article]]`, `[[folder]]` or `[[feed]]` table, or what a moderator added.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The article's id; a feed's or folder's own.
    pub(crate) id: ArticleId,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) note: Option<String>,
    /// Of the page or the feed.
    pub(crate) url: Option<String>,
    /// As a tag; it overrules what a text says of itself.
    pub(crate) language: Option<String>,
    /// How often a scheduled refresh looks, where it differs from the usual.
    pub(crate) every: Option<Duration>,
    pub(crate) text: Text,
    /// The line of `sources.toml` its id stands on, from 1; none for what a moderator added.
    pub(crate) line: Option<usize>,
}

/// Where texts lie, paths relative to the configuration folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Text {
    /// The article itself.
    Path(String),
    /// A retelling, until the article is fetched or given.
    Briefing(String),
    /// The page at the address: nothing before it is fetched.
    Page,
    /// Every article in a folder, by its own id.
    Folder(String),
    /// The pages that a feed names.
    Feed(Feed),
}

/// Which of a feed's items are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Feed {
    /// An item must have one of them; without words every item is wanted.
    pub(crate) words: Vec<String>,
    /// How many are kept, the newest first.
    pub(crate) newest: usize,
}

impl Sources {
    /// Reads `toml`, the text of `file`.
    ///
    /// # Errors
    /// The file, line and key at fault, and what is allowed there.
    pub(crate) fn parse(toml: &str, file: &Path) -> anyhow::Result<Self> {
        file::parse(toml, file)
    }

    /// Reads `sources.toml` in `folder`.
    ///
    /// # Errors
    /// As [`Sources::parse`], or that the file cannot be read.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join("sources.toml");
        let bytes = std::fs::read(&file).with_context(|| {
            format!(
                "reading {}, which a configuration folder needs",
                file.display()
            )
        })?;
        let toml = utf8(bytes, &file)?;
        Self::parse(&toml, &file)
    }

    /// Puts what moderators `added` after what is configured, and tells which cannot be used.
    pub(crate) fn join(&mut self, added: impl IntoIterator<Item = AddedSource>) -> Vec<String> {
        let mut taken: HashSet<ArticleId> = self.entries.iter().map(|s| s.id.clone()).collect();
        let mut refused = Vec::new();
        for source in added {
            match ArticleId::parse(source.id.clone()) {
                Ok(id) if taken.insert(id.clone()) => {
                    self.entries.push(Source::added(id, source));
                }
                Ok(id) => refused.push(format!(
                    "the added source {:?} is left out: sources.toml has that id now; remove it \
                     and add it again under another",
                    id.as_str()
                )),
                Err(error) => {
                    refused.push(format!("an added source is left out: {error}"));
                }
            }
        }
        refused
    }

    /// The source `id`.
    pub(crate) fn get(&self, id: &ArticleId) -> Option<&Source> {
        self.entries.iter().find(|source| source.id == *id)
    }

    /// The entry `article` is a copy of: the one with its id, else the one with its headline.
    pub(crate) fn matching(&self, article: &Article) -> Option<&Source> {
        let title = plain_title(&article.title);
        let same_title = |s: &&Source| s.title.as_deref().is_some_and(|t| plain_title(t) == title);
        let one = |s: &&Source| !matches!(s.text, Text::Folder(_) | Text::Feed(_));
        let by_id = self.entries.iter().find(|s| one(s) && s.id == article.id);
        by_id.or_else(|| self.entries.iter().find(|s| one(s) && same_title(s)))
    }
}

impl Source {
    fn added(id: ArticleId, source: AddedSource) -> Self {
        let text = match source.kind {
            SourceKind::Page => Text::Page,
            SourceKind::Feed => Text::Feed(Feed {
                words: source.words,
                newest: NEWEST,
            }),
        };
        Self {
            id,
            title: None,
            publisher: source.publisher,
            note: source.note,
            url: Some(source.url),
            language: source.language,
            every: Some(source.interval.max(file::EVERY_MIN)),
            text,
            line: None,
        }
    }

    /// The address that is fetched on a refresh; none for what lies in files.
    pub(crate) fn fetched(&self) -> Option<&str> {
        match self.text {
            Text::Briefing(_) | Text::Page | Text::Feed(_) => self.url.as_deref(),
            Text::Path(_) | Text::Folder(_) => None,
        }
    }

    /// Gives an article read for this entry what the entry knows better: its id, unless it is one
    /// of a folder; publisher, address and language where the text names none.
    pub(crate) fn furnish(&self, article: &mut Article) {
        if let Some(language) = &self.language {
            article.language.clone_from(language);
        }
        if matches!(self.text, Text::Folder(_)) {
            article.publisher = article.publisher.take().or_else(|| self.publisher.clone());
            return;
        }
        article.id = self.id.clone();
        self.complete(article);
    }

    /// Gives pasted text, which names no publisher or page itself, this entry's.
    pub(crate) fn complete(&self, article: &mut Article) {
        if article.publisher.is_some() && article.url.is_some() {
            return;
        }
        article.id = self.id.clone();
        article.publisher = article.publisher.take().or_else(|| self.publisher.clone());
        article.url = article.url.take().or_else(|| self.url.clone());
    }
}

/// The text in `bytes`, the content of `file`.
///
/// # Errors
/// The line that is not UTF-8.
pub(crate) fn utf8(bytes: Vec<u8>, file: &Path) -> anyhow::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error
            .as_bytes()
            .iter()
            .take(error.utf8_error().valid_up_to());
        anyhow::anyhow!(
            "{}, line {}: this is not UTF-8 text: save the file as UTF-8",
            file.display(),
            1 + good.filter(|b| **b == b'\n').count()
        )
    })
}

/// A headline with case, blanks and the kind of quotation mark or dash taken away.
fn plain_title(title: &str) -> String {
    title
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(toml: &str) -> anyhow::Result<Sources> {
        Sources::parse(toml, Path::new("config/sources.toml"))
    }

    fn complaint(toml: &str) -> String {
        format!("{:#}", parse(toml).unwrap_err())
    }

    const HARBOUR: &str = r#"
[[article]]
id = "harbour"
title = "Two Towns, One Harbour"
publisher = "The Gazette"
url = "https://gazette.example/harbour"
briefing = "harbour.md"
"#;

    #[test]
    fn the_shipped_sources_are_read() {
        let sources = parse(BUILT_IN).unwrap();
        assert_eq!(sources.entries[0].id.as_str(), "trt-backing-down");
        assert_eq!(
            sources.entries[0].text,
            Text::Briefing("briefing.md".into())
        );
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line_and_the_allowed_ones() {
        let told = complaint(&format!("{HARBOUR}colour = \"red\"\n"));
        assert!(told.starts_with("config/sources.toml: "), "{told}");
        assert!(
            told.contains("line 8") && told.contains("`colour`"),
            "{told}"
        );
        assert!(
            told.contains("`publisher`") && told.contains("`briefing`"),
            "{told}"
        );
    }

    #[test]
    fn a_bad_id_is_refused_with_its_line() {
        let told = complaint("[[article]]\nid = \"Two Words\"\ntitle = \"T\"\n");
        assert!(
            told.contains("line 2") && told.contains("a-z 0-9"),
            "{told}"
        );
    }

    #[test]
    fn an_id_given_twice_names_both_lines() {
        let told = complaint(&format!("{HARBOUR}{HARBOUR}"));
        assert!(
            told.contains("line 10: id \"harbour\" is already taken on line 3"),
            "{told}"
        );
    }

    #[test]
    fn an_article_needs_a_text_a_title_and_a_true_address() {
        let told = complaint("[[article]]\nid = \"a\"\ntitle = \"T\"\n");
        assert!(
            told.contains("line 2: article \"a\" has no text: give `path`"),
            "{told}"
        );
        let told = complaint("[[article]]\nid = \"a\"\ntitle = \" \"\npath = \"a.txt\"\n");
        assert!(told.contains("line 3: title is empty"), "{told}");
        let told = complaint(&HARBOUR.replace("https://", ""));
        assert!(
            told.contains("line 6: url \"gazette.example/harbour\" is no address"),
            "{told}"
        );
    }

    #[test]
    fn what_moderators_added_comes_after_and_may_take_no_configured_id() {
        let added = |id: &str| AddedSource {
            id: id.into(),
            kind: SourceKind::Page,
            url: "https://b.example/quay".into(),
            publisher: None,
            note: None,
            language: None,
            interval: Duration::from_secs(3600),
            words: Vec::new(),
        };
        let mut sources = parse(HARBOUR).unwrap();
        let refused = sources.join([added("harbour"), added("quay"), added("Not An Id")]);
        let ids: Vec<_> = sources.entries.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["harbour", "quay"]);
        assert!(refused[0].contains("\"harbour\"") && refused[0].contains("another"));
        assert!(refused[1].contains("Not An Id"), "{refused:?}");
    }

    #[test]
    fn the_saved_article_comes_before_its_briefing() {
        let sources = parse(&format!("{HARBOUR}path = \"harbour.txt\"\n")).unwrap();
        assert_eq!(sources.entries[0].text, Text::Path("harbour.txt".into()));
    }

    #[test]
    fn pasted_text_is_known_by_its_headline_and_completed() {
        let sources = parse(HARBOUR).unwrap();
        let id = ArticleId::parse("saved").unwrap();
        let mut pasted = Article::new(id, "Two towns,  one harbour");
        sources.matching(&pasted).unwrap().complete(&mut pasted);
        assert_eq!(pasted.id.as_str(), "harbour");
        assert_eq!(pasted.publisher.as_deref(), Some("The Gazette"));
        assert_eq!(
            pasted.url.as_deref(),
            Some("https://gazette.example/harbour")
        );
    }

    #[test]
    fn an_article_that_names_its_publisher_and_page_is_left_alone() {
        let sources = parse(HARBOUR).unwrap();
        let mut article = Article::new(ArticleId::parse("own").unwrap(), "Two Towns, One Harbour");
        article.publisher = Some("Another".into());
        article.url = Some("https://another.example".into());
        let before = article.clone();
        sources.matching(&article).unwrap().complete(&mut article);
        assert_eq!(article, before);
    }
}
