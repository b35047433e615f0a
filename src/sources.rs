//! `sources.toml`: which articles are answered from, who published them, where their text lies.
//!
//! Deliberately absent: reading the articles (`library.rs`).

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, bail};
use attache_index::{Article, ArticleId};
use serde::Deserialize;
use toml::Spanned;

/// The compiled-in `sources.toml`.
pub(crate) const BUILT_IN: &str = include_str!("../config/sources.toml");

/// The articles listed, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    pub(crate) entries: Vec<Source>,
}

/// One `[[article]]` table.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) id: ArticleId,
    pub(crate) title: String,
    pub(crate) publisher: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) text: Text,
    /// The line of `sources.toml` its id stands on, from 1.
    pub(crate) line: usize,
}

/// Where an article's text lies, relative to the configuration folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Text {
    /// The article itself.
    Path(String),
    /// A retelling, until the article is given.
    Briefing(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    article: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<ArticleId>,
    title: Spanned<String>,
    publisher: Option<String>,
    note: Option<String>,
    url: Option<Spanned<String>>,
    path: Option<String>,
    briefing: Option<String>,
}

impl Sources {
    /// Reads `toml`, the text of `file`.
    ///
    /// # Errors
    /// The file, line and key at fault, and what is allowed there.
    pub(crate) fn parse(toml: &str, file: &Path) -> anyhow::Result<Self> {
        let place = |span: std::ops::Range<usize>| {
            format!("{}, line {}", file.display(), line_of(toml, span.start))
        };
        let read: File = match toml::from_str(toml) {
            Ok(read) => read,
            Err(error) => bail!("{}: {}", file.display(), error.to_string().trim_end()),
        };
        let mut seen: HashMap<ArticleId, usize> = HashMap::new();
        let mut entries = Vec::new();
        for entry in read.article {
            let line = line_of(toml, entry.id.span().start);
            if let Some(first) = seen.insert(entry.id.get_ref().clone(), line) {
                bail!(
                    "{}: id {:?} is already taken on line {first}: give one of the two another id",
                    place(entry.id.span()),
                    entry.id.get_ref().as_str(),
                );
            }
            entries.push(
                entry
                    .checked(line)
                    .map_err(|(at, why)| anyhow::anyhow!("{}: {why}", place(at)))?,
            );
        }
        Ok(Self { entries })
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

    /// The entry `article` is a copy of: the one with its id, else the one with its headline.
    pub(crate) fn matching(&self, article: &Article) -> Option<&Source> {
        let same_title = |s: &&Source| plain_title(&s.title) == plain_title(&article.title);
        let by_id = self.entries.iter().find(|s| s.id == article.id);
        by_id.or_else(|| self.entries.iter().find(same_title))
    }
}

impl Source {
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

impl Entry {
    fn checked(self, line: usize) -> Result<Source, (std::ops::Range<usize>, String)> {
        if self.title.get_ref().trim().is_empty() {
            return Err((
                self.title.span(),
                "title is empty: give the article's headline".into(),
            ));
        }
        if let Some(url) = &self.url
            && !["http://", "https://"]
                .iter()
                .any(|s| url.get_ref().starts_with(s))
        {
            let why = format!(
                "url {:?} is no address: it must start with https:// or http://",
                url.get_ref()
            );
            return Err((url.span(), why));
        }
        let text = match (self.path, self.briefing) {
            (Some(path), _) => Text::Path(path),
            (None, Some(briefing)) => Text::Briefing(briefing),
            (None, None) => {
                let why = format!(
                    "article {:?} has no text: give `path` (the saved article) or `briefing`",
                    self.id.get_ref().as_str()
                );
                return Err((self.id.span(), why));
            }
        };
        Ok(Source {
            id: self.id.into_inner(),
            title: self.title.into_inner(),
            publisher: self.publisher,
            note: self.note,
            url: self.url.map(Spanned::into_inner),
            text,
            line,
        })
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

/// The line, from 1, that byte `at` stands on.
fn line_of(toml: &str, at: usize) -> usize {
    1 + toml.bytes().take(at).filter(|b| *b == b'\n').count()
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
