//! The tables of `sources.toml`, checked with the line and key of every mistake.
//!
//! Deliberately absent: what becomes of the sources (`library.rs`, `refresh.rs`).

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use anyhow::bail;
use attache_index::ArticleId;
use serde::Deserialize;
use toml::Spanned;

use super::{Feed, NEWEST, Source, Sources, Text};

/// The shortest time between two looks.
pub(super) const EVERY_MIN: Duration = Duration::from_secs(60);
/// The most items of a feed that may be kept.
const NEWEST_MAX: usize = 100;
/// The longest id of a feed: its articles' ids are made from it.
const FEED_ID_MAX_CHARS: usize = 48;

/// Where in the file something is wrong, and what.
type Complaint = (Range<usize>, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    article: Vec<ArticleTable>,
    #[serde(default)]
    folder: Vec<FolderTable>,
    #[serde(default)]
    feed: Vec<FeedTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleTable {
    id: Spanned<ArticleId>,
    title: Option<Spanned<String>>,
    publisher: Option<String>,
    note: Option<String>,
    url: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    every: Option<Spanned<String>>,
    path: Option<String>,
    briefing: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FolderTable {
    id: Spanned<ArticleId>,
    publisher: Option<String>,
    note: Option<String>,
    language: Option<Spanned<String>>,
    every: Option<Spanned<String>>,
    path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedTable {
    id: Spanned<ArticleId>,
    publisher: Option<String>,
    note: Option<String>,
    url: Spanned<String>,
    language: Option<Spanned<String>>,
    every: Option<Spanned<String>>,
    #[serde(default)]
    words: Vec<String>,
    newest: Option<Spanned<usize>>,
}

/// Reads `toml`, the text of `file`.
pub(super) fn parse(toml: &str, file: &Path) -> anyhow::Result<Sources> {
    let place =
        |span: &Range<usize>| format!("{}, line {}", file.display(), line_of(toml, span.start));
    let read: File = match toml::from_str(toml) {
        Ok(read) => read,
        Err(error) => bail!("{}: {}", file.display(), error.to_string().trim_end()),
    };
    let tables = (read.article.into_iter())
        .map(|table| (table.id.span(), table.checked()))
        .chain((read.folder.into_iter()).map(|table| (table.id.span(), table.checked())))
        .chain((read.feed.into_iter()).map(|table| (table.id.span(), table.checked())));
    let mut seen: HashMap<ArticleId, usize> = HashMap::new();
    let mut entries = Vec::new();
    for (span, checked) in tables {
        let mut source = checked.map_err(|(at, why)| anyhow::anyhow!("{}: {why}", place(&at)))?;
        let line = line_of(toml, span.start);
        if let Some(first) = seen.insert(source.id.clone(), line) {
            bail!(
                "{}: id {:?} is already taken on line {first}: give one of the two another id",
                place(&span),
                source.id.as_str(),
            );
        }
        source.line = Some(line);
        entries.push(source);
    }
    Ok(Sources { entries })
}

impl ArticleTable {
    fn checked(self) -> Result<Source, Complaint> {
        if let Some(title) = &self.title
            && title.get_ref().trim().is_empty()
        {
            let why = "title is empty: give the article's headline";
            return Err((title.span(), why.into()));
        }
        if self.title.is_none() && self.url.is_none() {
            let why = format!(
                "article {:?} has no title: give the headline, or `url` to take it from the page",
                self.id.get_ref().as_str()
            );
            return Err((self.id.span(), why));
        }
        let url = self.url.map(address).transpose()?;
        let text = match (self.path, self.briefing) {
            (Some(path), _) => Text::Path(path),
            (None, Some(briefing)) => Text::Briefing(briefing),
            (None, None) if url.is_some() => Text::Page,
            (None, None) => {
                let why = format!(
                    "article {:?} has no text: give `path` (the saved article), `briefing`, or \
                     `url` to fetch it",
                    self.id.get_ref().as_str()
                );
                return Err((self.id.span(), why));
            }
        };
        Ok(Source {
            id: self.id.into_inner(),
            title: self.title.map(Spanned::into_inner),
            publisher: self.publisher,
            note: self.note,
            url,
            language: self.language.map(language).transpose()?,
            every: self.every.as_ref().map(every).transpose()?,
            text,
            line: None,
        })
    }
}

impl FolderTable {
    fn checked(self) -> Result<Source, Complaint> {
        Ok(Source {
            id: self.id.into_inner(),
            title: None,
            publisher: self.publisher,
            note: self.note,
            url: None,
            language: self.language.map(language).transpose()?,
            every: self.every.as_ref().map(every).transpose()?,
            text: Text::Folder(self.path),
            line: None,
        })
    }
}

impl FeedTable {
    fn checked(self) -> Result<Source, Complaint> {
        if self.id.get_ref().as_str().len() > FEED_ID_MAX_CHARS {
            let why = format!(
                "a feed's id may have {FEED_ID_MAX_CHARS} characters: its articles' ids begin with it"
            );
            return Err((self.id.span(), why));
        }
        if let Some(newest) = &self.newest
            && !(1..=NEWEST_MAX).contains(newest.get_ref())
        {
            let why = format!("newest = {} must be 1 to {NEWEST_MAX}", newest.get_ref());
            return Err((newest.span(), why));
        }
        Ok(Source {
            id: self.id.into_inner(),
            title: None,
            publisher: self.publisher,
            note: self.note,
            url: Some(address(self.url)?),
            language: self.language.map(language).transpose()?,
            every: self.every.as_ref().map(every).transpose()?,
            text: Text::Feed(Feed {
                words: self.words,
                newest: self.newest.map_or(NEWEST, Spanned::into_inner),
            }),
            line: None,
        })
    }
}

fn address(url: Spanned<String>) -> Result<String, Complaint> {
    if ["http://", "https://"]
        .iter()
        .any(|scheme| url.get_ref().starts_with(scheme))
    {
        return Ok(url.into_inner());
    }
    let why = format!(
        "url {:?} is no address: it must start with https:// or http://",
        url.get_ref()
    );
    Err((url.span(), why))
}

fn language(tag: Spanned<String>) -> Result<String, Complaint> {
    let read = unic_langid::LanguageIdentifier::from_bytes(tag.get_ref().as_bytes());
    // Registered languages have two or three letters; longer words are names of languages.
    if read.is_ok_and(|tag| tag.language.as_str().len() <= 3) {
        return Ok(tag.into_inner());
    }
    let why = format!(
        "language {:?} is no tag: write it as in \"en\", \"tr\" or \"pt-BR\"",
        tag.get_ref()
    );
    Err((tag.span(), why))
}

/// How often to look, as in `6h` or `1h 30m`.
pub(crate) fn parse_every(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(every) if every >= EVERY_MIN => Ok(every),
        Ok(_) => Err(format!("every = {text:?} is too often: at least \"1m\"")),
        Err(error) => Err(format!(
            "every = {text:?} cannot be read ({error}): write it as in \"30m\", \"6h\" or \"1day\""
        )),
    }
}

fn every(text: &Spanned<String>) -> Result<Duration, Complaint> {
    parse_every(text.get_ref()).map_err(|why| (text.span(), why))
}

/// The line, from 1, that byte `at` stands on.
fn line_of(toml: &str, at: usize) -> usize {
    1 + toml.bytes().take(at).filter(|b| *b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> anyhow::Result<Sources> {
        parse(toml, Path::new("config/sources.toml"))
    }

    fn complaint(toml: &str) -> String {
        format!("{:#}", read(toml).unwrap_err())
    }

    #[test]
    fn pages_folders_and_feeds_are_read_with_their_own_keys() {
        let sources = read(
            "[[article]]\nid = \"quay\"\nurl = \"https://g.example/q\"\nlanguage = \"tr\"\n\
             [[folder]]\nid = \"saved\"\npath = \"saved\"\n\
             [[feed]]\nid = \"bell\"\nurl = \"https://b.example/feed\"\nevery = \"1h 30m\"\n\
             words = [\"quay\"]\nnewest = 4\n",
        )
        .unwrap();
        let texts: Vec<_> = sources.entries.iter().map(|s| s.text.clone()).collect();
        let feed = Feed {
            words: vec!["quay".into()],
            newest: 4,
        };
        assert_eq!(
            texts,
            [Text::Page, Text::Folder("saved".into()), Text::Feed(feed)]
        );
        assert_eq!(sources.entries[0].language.as_deref(), Some("tr"));
        assert_eq!(sources.entries[2].every, Some(Duration::from_secs(5400)));
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_what_to_write() {
        let page = "[[article]]\nid = \"quay\"\nurl = \"https://g.example/q\"\n";
        for (toml, line, remedy) in [
            (format!("{page}every = \"often\"\n"), 4, "\"30m\", \"6h\""),
            (format!("{page}every = \"3s\"\n"), 4, "at least \"1m\""),
            (format!("{page}language = \"Turkish\"\n"), 4, "\"pt-BR\""),
            (
                format!("{page}[[folder]]\nid = \"quay\"\npath = \"p\"\n"),
                5,
                "taken on line 2",
            ),
            (
                "[[feed]]\nid = \"f\"\nurl = \"f.example\"\n".into(),
                3,
                "https:// or",
            ),
            (
                "[[feed]]\nid = \"f\"\nurl = \"https://f.example\"\nnewest = 0\n".into(),
                4,
                "1 to 100",
            ),
            (
                "[[article]]\nid = \"a\"\npath = \"a.txt\"\n".into(),
                2,
                "has no title",
            ),
        ] {
            let told = complaint(&toml);
            assert!(told.contains(&format!("line {line}: ")), "{told}");
            assert!(told.contains(remedy), "{told}");
        }
    }
}
