//! The way back: an article as the Markdown it is read from.

use std::fmt::Write as _;

use super::{FENCE, is_escaped_heading, unindent};
use crate::article::Article;
use crate::lines::{marked_heading, split_lines};

/// Writes `article` as [`parse_markdown`](crate::parse_markdown) reads it, headings on level 2.
///
/// Reading gives the same article back as long as its texts are such as reading yields: no blank
/// line inside a paragraph, none blank at an end, no section without heading after the first.
pub fn to_markdown(article: &Article) -> String {
    let mut keys = vec![
        ("id", Some(quote(article.id.as_str()))),
        ("title", Some(quote(&article.title))),
        ("publisher", article.publisher.as_deref().map(quote)),
    ];
    if !article.authors.is_empty() {
        let authors: Vec<String> = article.authors.iter().map(|name| quote(name)).collect();
        keys.push(("authors", Some(format!("[{}]", authors.join(", ")))));
    }
    keys.extend([
        ("url", article.url.as_deref().map(quote)),
        ("published", article.published.map(|date| date.to_string())),
        ("retrieved", article.retrieved.map(|date| date.to_string())),
        ("language", Some(quote(&article.language))),
        ("summary", article.summary.as_deref().map(quote)),
        ("retelling", article.retelling.then(|| "true".into())),
    ]);
    let mut text = format!("{FENCE}\n");
    for (key, value) in keys {
        if let Some(value) = value {
            text.extend([key, " = ", &value, "\n"]);
        }
    }
    text.push_str(FENCE);
    text.push('\n');
    for section in &article.sections {
        if let Some(heading) = &section.heading {
            text.extend(["\n## ", heading, "\n"]);
        }
        for paragraph in &section.paragraphs {
            let lines: Vec<String> = split_lines(paragraph).map(escape_hashes).collect();
            text.extend(["\n", &lines.join("\n"), "\n"]);
        }
    }
    text
}

/// `text` as a TOML basic string: <https://toml.io/en/v1.0.0#string>.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn escape_hashes(line: &str) -> String {
    if marked_heading(unindent(line)).is_some() || is_escaped_heading(line) {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleId, Date, Section};
    use crate::markdown::parse_markdown;
    use proptest::prelude::*;

    fn date() -> impl Strategy<Value = Option<Date>> {
        let day = (1i32..=9999, 1u16..=365);
        proptest::option::of(
            day.prop_map(|(year, day)| Date::from_ordinal_date(year, day).unwrap()),
        )
    }

    /// One line that neither begins nor ends blank.
    fn line() -> impl Strategy<Value = String> {
        "[#\\\\\"+a-zà-я](\\PC{0,30}[\"!#.a-z])?"
    }

    fn paragraph() -> impl Strategy<Value = String> {
        proptest::collection::vec(line(), 1..4).prop_map(|lines| lines.join("\n"))
    }

    fn sections() -> impl Strategy<Value = Vec<Section>> {
        let paragraphs = || proptest::collection::vec(paragraph(), 1..4);
        let headed = ("[A-Z][a-z ]{0,20}[a-z]", paragraphs());
        let headed = headed.prop_map(|(heading, paragraphs)| Section {
            heading: Some(heading),
            paragraphs,
        });
        let first = paragraphs().prop_map(|paragraphs| Section {
            heading: None,
            paragraphs,
        });
        (first, proptest::collection::vec(headed, 0..3))
            .prop_map(|(first, rest)| std::iter::once(first).chain(rest).collect())
    }

    fn article() -> impl Strategy<Value = Article> {
        let names = proptest::collection::vec(line(), 0..3);
        let facts = (proptest::option::of(line()), names, date(), date());
        let texts = (line(), proptest::option::of(paragraph()), any::<bool>());
        (texts, facts, sections()).prop_map(|(texts, facts, sections)| Article {
            summary: texts.1,
            retelling: texts.2,
            publisher: facts.0,
            authors: facts.1,
            published: facts.2,
            retrieved: facts.3,
            url: Some("https://quay.example/a?b=1#c".into()),
            sections,
            ..Article::new(ArticleId::parse("quay").unwrap(), texts.0)
        })
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_article_back(article in article()) {
            let text = to_markdown(&article);
            prop_assert_eq!(parse_markdown(&text, None), Ok(article), "{}", text);
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,80}", body in any::<String>()) {
            let _ = parse_markdown(&text, None);
            let _ = parse_markdown(&format!("+++\n{text}\n+++\n{body}"), None);
        }
    }

    #[test]
    fn texts_are_quoted_for_toml() {
        assert_eq!(quote("a \"b\" \\ c\nd\te"), r#""a \"b\" \\ c\nd\u0009e""#);
    }
}
