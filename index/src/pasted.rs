//! Articles as a person copies them from a news page: plain text with the page's furniture in it.
//!
//! ```
//! use attache_index::{ArticleId, parse_pasted};
//!
//! let text = "Two towns, one quay\nBoth mayors want it.\n\nThey met on Monday.\n\nSOURCE:The Bell\nContact us";
//! let article = parse_pasted(text, ArticleId::parse("quay")?)?;
//! assert_eq!(article.summary.as_deref(), Some("Both mayors want it."));
//! assert_eq!(article.sections[0].paragraphs, ["They met on Monday."]);
//! assert_eq!(article.publisher.as_deref(), Some("The Bell"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Lines are known by form and place alone, and a line in doubt stays a paragraph. Deliberately
//! absent: any rule that names one publisher; files and their encodings (`source.rs`).

mod body;
pub(crate) mod dates;
pub(crate) mod furniture;
mod header;
pub(crate) mod names;
mod roles;
mod unwrap;
mod words;

use crate::article::{Article, ArticleId, Section};
use crate::language::article_language;
use crate::lines::marked_heading;
pub(crate) use body::looks_like_heading;
use roles::Role;

/// The longest first line that is taken whole as a title.
const TITLE_MAX_CHARS: usize = 300;
/// How much of a longer first line serves as the title.
const CUT_TITLE_CHARS: usize = 100;

/// Why a pasted text is no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PastedError {
    /// Nothing but white space.
    #[error("line 1: no text: paste the article, its title on the first line")]
    Empty,
}

/// Reads a pasted article and names it `id`.
///
/// The first line is the title. A standfirst under it becomes the summary, a byline the authors, a
/// complete date the day of publication, a source line the publisher. Paragraphs keep their
/// characters; only those broken over lines of one width are joined, with one space. A text of one
/// line has that line as its title and its only paragraph.
///
/// # Errors
/// [`PastedError::Empty`] when no line shows anything.
pub fn parse_pasted(text: &str, id: ArticleId) -> Result<Article, PastedError> {
    let units = unwrap::split_units(text.trim_start_matches('\u{feff}'));
    let reading = roles::assign(&units).ok_or(PastedError::Empty)?;
    let title_unit = units.get(reading.title).ok_or(PastedError::Empty)?;
    let title = bare(&title_unit.text);
    let mut article = Article::new(id, cut_title(title));
    article.authors = reading.authors;
    article.published = reading.published;
    article.publisher = reading.publisher;
    let mut sections = vec![Section::default()];
    if title.chars().count() > TITLE_MAX_CHARS {
        push_paragraph(&mut sections, title);
    }
    for (unit, role) in units.iter().zip(&reading.roles) {
        match role {
            Role::Title | Role::Furniture(_) => {}
            Role::Summary => article.summary = Some(unit.text.to_string()),
            Role::Heading => sections.push(Section {
                heading: Some(bare(&unit.text).to_owned()),
                paragraphs: Vec::new(),
            }),
            Role::Paragraph => push_paragraph(&mut sections, &unit.text),
        }
    }
    if article.summary.is_none() && sections.iter().all(|s| s.paragraphs.is_empty()) {
        push_paragraph(&mut sections, title);
    }
    sections.retain(|section| section.heading.is_some() || !section.paragraphs.is_empty());
    article.sections = sections;
    article.language = article_language(&article).into();
    Ok(article)
}

fn push_paragraph(sections: &mut [Section], text: &str) {
    if let Some(section) = sections.last_mut() {
        section.paragraphs.push(text.to_owned());
    }
}

/// `text` without the hashes that mark a heading.
fn bare(text: &str) -> &str {
    match marked_heading(text) {
        Some((_, heading)) if !heading.is_empty() => heading,
        _ => text,
    }
}

/// `title`, or its first words when it is a paragraph's length.
fn cut_title(title: &str) -> String {
    if title.chars().count() <= TITLE_MAX_CHARS {
        return title.to_owned();
    }
    let head: String = title.chars().take(CUT_TITLE_CHARS).collect();
    let words = head
        .rsplit_once(' ')
        .map_or(head.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end())
}

/// The day of publication in a line that tells nothing but times.
pub(crate) fn published_in(line: &str) -> Option<crate::article::Date> {
    header::date_in(line)
}

/// Whether `plain` ends as a sentence does, closing quotes and brackets aside.
pub(crate) fn ends_sentence(plain: &str) -> bool {
    let closers = |c: char| "\"'”’»)]*_".contains(c);
    plain
        .trim_end_matches(closers)
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '։'])
}

#[cfg(test)]
mod tests;
