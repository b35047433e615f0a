//! What is indexed, told without its text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::analyzer::words;
use crate::article::{Article, ArticleId, Date};

/// An article as indexed: everything but its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleHead {
    /// Its name in this library.
    pub id: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The address of its page.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// When this copy was taken.
    pub retrieved: Option<Date>,
    /// Its language as a BCP 47 tag.
    pub language: String,
    /// Whether it retells its page in other words.
    pub retelling: bool,
    /// Whether it has a summary (paragraph 0).
    pub summary: bool,
    /// How many paragraphs it has, the summary not counted.
    pub paragraphs: u32,
    /// How many words its paragraphs and summary have.
    pub words: u64,
    /// Its sections, in order.
    pub sections: Vec<SectionHead>,
}

/// A section as indexed: its heading and which paragraphs stand under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionHead {
    /// The heading; none before the first.
    pub heading: Option<String>,
    /// The numbers of its paragraphs.
    pub paragraphs: Range<u32>,
}

impl ArticleHead {
    /// The head of `article`.
    pub(crate) fn of(article: &Article) -> Self {
        let mut next = 1;
        let sections = article
            .sections
            .iter()
            .map(|section| {
                let first = next;
                next += u32::try_from(section.paragraphs.len()).unwrap_or(u32::MAX);
                SectionHead {
                    heading: section.heading.clone(),
                    paragraphs: first..next,
                }
            })
            .collect();
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            authors: article.authors.clone(),
            url: article.url.clone(),
            published: article.published,
            retrieved: article.retrieved,
            language: article.language.clone(),
            retelling: article.retelling,
            summary: article.summary.is_some(),
            paragraphs: next - 1,
            words: article
                .paragraphs()
                .map(|p| words(p.text).count() as u64)
                .sum(),
            sections,
        }
    }

    /// The section that holds paragraph `number`.
    pub(crate) fn section_of(&self, number: u32) -> Option<usize> {
        let after = self
            .sections
            .partition_point(|section| section.paragraphs.start <= number);
        let index = after.checked_sub(1)?;
        self.sections
            .get(index)?
            .paragraphs
            .contains(&number)
            .then_some(index)
    }

    /// The heading paragraph `number` stands under.
    pub fn heading_of(&self, number: u32) -> Option<&str> {
        self.sections
            .get(self.section_of(number)?)?
            .heading
            .as_deref()
    }
}
