//! Articles as Markdown with TOML front matter between two `+++` lines.
//!
//! ```
//! use attache_index::{parse_markdown, to_markdown};
//!
//! let text = "+++\nid = \"quay\"\ntitle = \"Two towns, one quay\"\n+++\n\n## Monday\n\nThey met.\n";
//! let article = parse_markdown(text, None)?;
//! assert_eq!(article.sections[0].heading.as_deref(), Some("Monday"));
//! assert_eq!(article.sections[0].paragraphs, ["They met."]);
//! assert_eq!(parse_markdown(&to_markdown(&article), None)?, article);
//! # Ok::<(), attache_index::MarkdownError>(())
//! ```
//!
//! Of Markdown only headings and blank lines mean something; emphasis, links and lists stay as they
//! are written. Deliberately absent: files and their names (`source.rs`).

mod front_matter;
mod write;

use crate::article::{Article, ArticleId, Section};
use crate::language::article_language;
use crate::lines::{is_blank, marked_heading, split_lines, trim_blank};
use front_matter::FrontMatter;
pub use write::to_markdown;

/// The line that opens and closes the front matter.
pub(crate) const FENCE: &str = "+++";

/// Why a Markdown text is no article; every line number counts from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MarkdownError {
    /// The text does not begin with front matter.
    #[error(
        "line 1: no front matter: begin with a line `+++`, then `title = \"…\"`, then a line `+++`"
    )]
    NoFrontMatter,
    /// The front matter has no end.
    #[error(
        "line {line}: the front matter opened here never ends: add a line `+++` after its keys"
    )]
    Unclosed {
        /// Where it opens.
        line: usize,
    },
    /// The front matter is not TOML.
    #[error("line {line}: {message}: write one `key = \"value\"` a line, texts in double quotes")]
    Toml {
        /// Where reading stopped.
        line: usize,
        /// What the TOML reader found.
        message: String,
    },
    /// A key that means nothing here.
    #[error("line {line}: unknown key `{key}`{}: allowed are {}", did_you_mean(*.suggestion), front_matter::KEYS.join(", "))]
    UnknownKey {
        /// Where it stands.
        line: usize,
        /// The key as written.
        key: String,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A value of another type than the key takes.
    #[error("line {line}: `{key}` has {found}, but takes {allowed}")]
    WrongType {
        /// Where the value stands.
        line: usize,
        /// The key.
        key: &'static str,
        /// What was found, with its article.
        found: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A value of the right type that cannot be used.
    #[error("line {line}: `{key}` cannot be {value:?}: it takes {allowed}")]
    BadValue {
        /// Where the value stands.
        line: usize,
        /// The key.
        key: &'static str,
        /// The value as written.
        value: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// No `title`, or a blank one.
    #[error(
        "line {line}: no `title` in the front matter that ends here: add `title = \"…\"`, one line of text"
    )]
    MissingTitle {
        /// Where the front matter ends.
        line: usize,
    },
    /// No `id`, and the caller has none to give.
    #[error(
        "line {line}: no `id` in the front matter that ends here: add `id = \"…\"` of the characters a-z 0-9 - _ ."
    )]
    MissingId {
        /// Where the front matter ends.
        line: usize,
    },
    /// Neither a summary nor a paragraph.
    #[error(
        "line {line}: nothing but front matter ends here: write the article's paragraphs under it, with blank lines between them"
    )]
    NoParagraphs {
        /// Where the front matter ends.
        line: usize,
    },
}

/// Reads an article; one without an `id` key is named `default_id`.
///
/// A paragraph's characters are kept, but for line ends, which become `\n`, and white space or
/// invisible characters before its first and after its last visible one. A backslash before the
/// hashes of a line that would be a heading is taken away, as Markdown has it. A level-1 heading
/// that repeats the title is skipped.
///
/// # Errors
/// [`MarkdownError`] names the line, the key and what is allowed there.
pub fn parse_markdown(text: &str, default_id: Option<ArticleId>) -> Result<Article, MarkdownError> {
    let lines: Vec<&str> = split_lines(text.trim_start_matches('\u{feff}')).collect();
    let open = lines.iter().position(|line| !is_blank(line)).unwrap_or(0);
    if lines.get(open).is_none_or(|line| trim_blank(line) != FENCE) {
        return Err(MarkdownError::NoFrontMatter);
    }
    let close = (open + 1..lines.len())
        .find(|&at| lines.get(at).is_some_and(|line| trim_blank(line) == FENCE))
        .ok_or(MarkdownError::Unclosed { line: open + 1 })?;
    let keys = lines.get(open + 1..close).unwrap_or_default().join("\n");
    let front = FrontMatter::parse(&keys, open + 2)?;
    let line = close + 1;
    let title = front.title.ok_or(MarkdownError::MissingTitle { line })?;
    let id = front.id.or(default_id);
    let sections = read_body(lines.get(line..).unwrap_or_default(), &title);
    if front.summary.is_none() && sections.iter().all(|s| s.paragraphs.is_empty()) {
        return Err(MarkdownError::NoParagraphs { line });
    }
    let mut article = Article {
        publisher: front.publisher,
        authors: front.authors,
        url: front.url,
        published: front.published,
        retrieved: front.retrieved,
        summary: front.summary,
        retelling: front.retelling,
        sections,
        ..Article::new(id.ok_or(MarkdownError::MissingId { line })?, title)
    };
    article.language = front
        .language
        .unwrap_or_else(|| article_language(&article).into());
    Ok(article)
}

fn read_body(lines: &[&str], title: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut paragraph: Vec<&str> = Vec::new();
    for line in lines {
        let heading = marked_heading(unindent(line));
        if !is_blank(line) && heading.is_none() {
            paragraph.push(line);
            continue;
        }
        close_paragraph(&mut sections, &mut paragraph);
        if let Some((level, text)) = heading
            && !text.is_empty()
            && !(level == 1 && text == trim_blank(title))
        {
            sections.push(Section {
                heading: Some(text.to_owned()),
                paragraphs: Vec::new(),
            });
        }
    }
    close_paragraph(&mut sections, &mut paragraph);
    sections.retain(|section| section.heading.is_some() || !section.paragraphs.is_empty());
    sections
}

fn close_paragraph(sections: &mut [Section], lines: &mut Vec<&str>) {
    let text: Vec<&str> = lines.drain(..).map(unescape_hashes).collect();
    let text = text.join("\n");
    if let Some(section) = sections.last_mut()
        && !is_blank(&text)
    {
        section.paragraphs.push(trim_blank(&text).to_owned());
    }
}

/// Markdown lets a heading stand in by up to three spaces.
fn unindent(line: &str) -> &str {
    let rest = line.trim_start_matches(' ');
    if line.len() - rest.len() <= 3 {
        rest
    } else {
        line
    }
}

fn unescape_hashes(line: &str) -> &str {
    if is_escaped_heading(line) {
        line.strip_prefix('\\').unwrap_or(line)
    } else {
        line
    }
}

/// Whether `line` is a heading behind one or more backslashes.
fn is_escaped_heading(line: &str) -> bool {
    line.starts_with('\\') && marked_heading(line.trim_start_matches('\\')).is_some()
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |key| format!(", did you mean `{key}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str = "+++\nid = \"quay\"\ntitle = \"One quay\"\n+++\n";

    fn body(text: &str) -> Vec<(Option<String>, Vec<String>)> {
        let article = parse_markdown(&format!("{FRONT}{text}"), None).unwrap();
        article
            .sections
            .into_iter()
            .map(|section| (section.heading, section.paragraphs))
            .collect()
    }

    #[test]
    fn paragraphs_keep_their_characters_and_line_breaks() {
        assert_eq!(
            body("\n  The *mayor*\u{a0}said\r\nno.  \r\n\r\nThen yes."),
            [(
                None,
                vec!["The *mayor*\u{a0}said\nno.".into(), "Then yes.".into()]
            )]
        );
    }

    #[test]
    fn headings_of_any_level_open_sections_and_interrupt_paragraphs() {
        assert_eq!(
            body("One.\n### Later ###\nTwo.\n#hashtag\n\n# Last\n"),
            [
                (None, vec!["One.".into()]),
                (Some("Later".into()), vec!["Two.\n#hashtag".into()]),
                (Some("Last".into()), vec![]),
            ]
        );
    }

    #[test]
    fn only_a_level_one_heading_that_repeats_the_title_is_skipped() {
        assert_eq!(
            body("# One quay\n\nText.\n\n## One quay\n\nMore."),
            [
                (None, vec!["Text.".into()]),
                (Some("One quay".into()), vec!["More.".into()]),
            ]
        );
    }

    #[test]
    fn an_escaped_hash_is_text() {
        assert_eq!(
            body("\\# not a heading\n\n\\#tag"),
            [(None, vec!["# not a heading".into(), "\\#tag".into()])]
        );
    }

    #[test]
    fn byte_order_mark_windows_ends_and_leading_blank_lines_do_not_matter() {
        let text = format!("\u{feff}\r\n{}\r\nText.", FRONT.replace('\n', "\r\n"));
        assert_eq!(parse_markdown(&text, None).unwrap().title, "One quay");
    }

    #[test]
    fn front_matter_must_open_and_close() {
        let error = parse_markdown("Title\n\nText", None).unwrap_err();
        assert_eq!(error, MarkdownError::NoFrontMatter);
        let error = parse_markdown("\n+++\ntitle = \"x\"\n\nText", None).unwrap_err();
        assert_eq!(error, MarkdownError::Unclosed { line: 2 });
        assert!(parse_markdown("", None).is_err());
    }

    #[test]
    fn the_id_falls_back_to_the_callers() {
        let text = "+++\ntitle = \"x\"\n+++\nText";
        let id = ArticleId::parse("by-name").unwrap();
        assert_eq!(parse_markdown(text, Some(id.clone())).unwrap().id, id);
        let error = parse_markdown(text, None).unwrap_err();
        assert_eq!(error, MarkdownError::MissingId { line: 3 });
    }

    #[test]
    fn an_article_needs_a_paragraph_or_a_summary() {
        let error = parse_markdown(FRONT, None).unwrap_err();
        assert_eq!(error, MarkdownError::NoParagraphs { line: 4 });
        let text = "+++\nid = \"a\"\ntitle = \"x\"\nsummary = \"In short.\"\n+++";
        assert!(parse_markdown(text, None).unwrap().sections.is_empty());
    }
}
