//! What is indexed: an [`Article`] of sections and numbered paragraphs.
//!
//! ```
//! use attache_index::{Article, ArticleId, Section};
//!
//! let mut article = Article::new(ArticleId::parse("harbour-dispute")?, "Two towns, one harbour");
//! article.sections.push(Section { heading: None, paragraphs: vec!["The towns met.".into()] });
//! assert_eq!(article.paragraphs().next().map(|p| (p.number, p.text)), Some((1, "The towns met.")));
//! # Ok::<(), attache_index::ArticleIdError>(())
//! ```
//!
//! Deliberately absent: file formats (`markdown.rs`, `pasted.rs`) and reading files (`source.rs`).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A calendar date, as publishers print it; no time of day, no zone.
pub type Date = time::Date;

/// The most characters an [`ArticleId`] may have.
pub const ARTICLE_ID_MAX_CHARS: usize = 64;

/// Names an article: 1 to 64 of `a-z 0-9 - _ .`, starting with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleId(String);

/// A text that cannot be an [`ArticleId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not an article id: use 1 to 64 of the characters a-z 0-9 - _ . and start with a letter or digit"
)]
pub struct ArticleIdError(String);

/// Where a paragraph stands: its article and its number there.
///
/// Numbers run from 1 through the whole article, headings not counted; 0 is the summary.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ParagraphId {
    /// The article.
    pub article: ArticleId,
    /// The paragraph's number in it.
    pub paragraph: u32,
}

/// One published text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its name in this library.
    pub id: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it, in the order printed.
    pub authors: Vec<String>,
    /// The address of its page.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// When this copy was taken.
    pub retrieved: Option<Date>,
    /// Its language as a BCP 47 tag, `en` unless told.
    pub language: String,
    /// Its standfirst: paragraph 0.
    pub summary: Option<String>,
    /// Whether it retells the page at `url` in other words, so that its sentences do not stand there.
    pub retelling: bool,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A heading and the paragraphs under it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; none for paragraphs before the first.
    pub heading: Option<String>,
    /// The paragraphs, character for character as published.
    pub paragraphs: Vec<String>,
}

/// One paragraph in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// Its number; 0 is the summary.
    pub number: u32,
    /// The heading it stands under.
    pub section: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
}

impl ArticleId {
    /// Takes `id` if it may name an article.
    ///
    /// # Errors
    /// [`ArticleIdError`] when it is empty, longer than [`ARTICLE_ID_MAX_CHARS`] or has another character.
    pub fn parse(id: impl Into<String>) -> Result<Self, ArticleIdError> {
        let id = id.into();
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        let starts_well = id.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        if starts_well && id.len() <= ARTICLE_ID_MAX_CHARS && id.chars().all(allowed) {
            Ok(Self(id))
        } else {
            Err(ArticleIdError(id))
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ArticleId {
    type Error = ArticleIdError;

    fn try_from(id: String) -> Result<Self, Self::Error> {
        Self::parse(id)
    }
}

impl From<ArticleId> for String {
    fn from(id: ArticleId) -> Self {
        id.0
    }
}

impl fmt::Display for ParagraphId {
    /// `article#number`, the form `attache show` takes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.article, self.paragraph)
    }
}

impl Article {
    /// An article with nothing but its name and headline.
    pub fn new(id: ArticleId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            publisher: None,
            authors: Vec::new(),
            url: None,
            published: None,
            retrieved: None,
            language: "en".into(),
            summary: None,
            retelling: false,
            sections: Vec::new(),
        }
    }

    /// The summary (number 0), if there is one, then every paragraph in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = Paragraph<'_>> {
        let summary = self.summary.as_deref().map(|text| Paragraph {
            number: 0,
            section: None,
            text,
        });
        let body = self.sections.iter().flat_map(|section| {
            section
                .paragraphs
                .iter()
                .map(|text| (section.heading.as_deref(), text.as_str()))
        });
        summary
            .into_iter()
            .chain((1..).zip(body).map(|(number, (section, text))| Paragraph {
                number,
                section,
                text,
            }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_numbered_through_sections_and_the_summary_is_zero() {
        let mut article = Article::new(ArticleId::parse("a").unwrap(), "A");
        article.summary = Some("In short.".into());
        article.sections = vec![
            Section {
                heading: None,
                paragraphs: vec!["One.".into()],
            },
            Section {
                heading: Some("Later".into()),
                paragraphs: vec!["Two.".into(), "Three.".into()],
            },
        ];
        let numbered: Vec<_> = article
            .paragraphs()
            .map(|p| (p.number, p.section, p.text))
            .collect();
        assert_eq!(
            numbered,
            [
                (0, None, "In short."),
                (1, None, "One."),
                (2, Some("Later"), "Two."),
                (3, Some("Later"), "Three."),
            ]
        );
    }

    #[test]
    fn an_id_with_blanks_capitals_or_nothing_is_refused() {
        for bad in ["", "Two Words", "a/b", "-a", "é", &"x".repeat(65)] {
            assert!(ArticleId::parse(bad).is_err(), "{bad:?} was taken");
        }
        assert!(ArticleId::parse("trt-2025.07_a").is_ok());
    }
}
