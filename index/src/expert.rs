//! Expert search syntax: a query text to an [`ExpertQuery`], or a [`SyntaxError`] that says where.
//!
//! ```
//! use attache_index::ExpertQuery;
//!
//! let query = ExpertQuery::parse(r#"harbour "fishing fleet" -toll OR section:history"#)?;
//! assert_eq!(query.to_string(), r#"harbour AND "fishing fleet" AND NOT toll OR section:history"#);
//!
//! let wrong = ExpertQuery::parse("harbour AND").unwrap_err();
//! assert_eq!(wrong.render("harbour AND"), "harbour AND\n        ^^^");
//! # Ok::<(), attache_index::SyntaxError>(())
//! ```
//!
//! `NOT` binds closest, then `AND`, then `OR`; all three in capitals, or they are words to find.
//! Terms side by side are joined by `AND`, as in most search boxes; `-word` is `NOT word`, and
//! `+word` is plain `word`, since every term is required already. `prefix*` finds words that begin
//! so. A field (`section:`, `article:`, `publisher:`) takes one word or one `"phrase"`, with no
//! blank between. Curly quotes count as straight ones, because phones type them.
//!
//! Deliberately absent: the analyzer and the engine; what a term matches is decided elsewhere.

use std::fmt;
use std::ops::Range;

use crate::expert_mistake::Mistake;
use crate::expert_parser;

/// The most parentheses and `NOT`s that may stand inside each other.
pub const EXPERT_MAX_DEPTH: usize = 32;

/// The most words and phrases in one query.
pub const EXPERT_MAX_TERMS: usize = 64;

/// The most characters of the query that [`SyntaxError::render`] shows.
const RENDERED_CHARS: usize = 72;

/// How many of them may stand before the place.
const RENDERED_BEFORE_CHARS: usize = 24;

/// What an expert query asks for.
///
/// A parsed query always has something to find: no alternative of an `Or` and no whole query is
/// made of `Not`s alone, and a `Not` never holds one that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpertQuery {
    /// One word, as typed; it has at least one letter or digit.
    Word(String),
    /// Words that begin so; the `*` is not part of it.
    Prefix(String),
    /// Words in this order, as typed between the quotes.
    Phrase(String),
    /// A term looked for in one field only.
    Field(ExpertField, FieldValue),
    /// All of these; two or more, none of them an `And`.
    And(Vec<ExpertQuery>),
    /// Any of these; two or more, none of them an `Or`.
    Or(Vec<ExpertQuery>),
    /// Not this.
    Not(Box<ExpertQuery>),
}

/// What a term can be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExpertField {
    /// The heading over the paragraph.
    Section,
    /// The article.
    Article,
    /// Who published the article.
    Publisher,
}

/// What follows a field's colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// One word.
    Word(String),
    /// A text between quotes.
    Phrase(String),
}

/// An expert query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{mistake}")]
pub struct SyntaxError {
    /// What is wrong; displayed, it says in English what to write instead.
    pub mistake: Mistake,
    /// Which bytes of the query it is about; on character boundaries, empty only in an empty query.
    pub at: Range<usize>,
}

impl ExpertField {
    /// Every field, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Section, Self::Article, Self::Publisher];

    /// The field's name, without the colon.
    pub fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Article => "article",
            Self::Publisher => "publisher",
        }
    }
}

impl ExpertQuery {
    /// Reads `query`.
    ///
    /// # Errors
    /// [`SyntaxError`] pointing at the bytes to change, its mistake saying how.
    pub fn parse(query: &str) -> Result<Self, SyntaxError> {
        expert_parser::parse(query)
    }

    /// Whether there is anything to find, and not only to leave out.
    pub(crate) fn finds(&self) -> bool {
        match self {
            Self::Not(_) => false,
            Self::And(all) => all.iter().any(Self::finds),
            _ => true,
        }
    }
}

impl fmt::Display for ExpertQuery {
    /// The query in its plainest spelling; it parses to the same query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) | Self::Field(_, FieldValue::Word(word)) => {
                if let Self::Field(field, _) = self {
                    write!(f, "{}:", field.name())?;
                }
                f.write_str(word)
            }
            Self::Prefix(start) => write!(f, "{start}*"),
            Self::Phrase(text) => write!(f, "\"{text}\""),
            Self::Field(field, FieldValue::Phrase(text)) => {
                write!(f, "{}:\"{text}\"", field.name())
            }
            Self::And(all) => write_joined(f, all, " AND "),
            Self::Or(any) => write_joined(f, any, " OR "),
            Self::Not(query) if matches!(**query, Self::And(_)) => write!(f, "NOT ({query})"),
            Self::Not(query) => f.write_str("NOT ").and_then(|()| write_operand(f, query)),
        }
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, parts: &[ExpertQuery], joint: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        f.write_str(if i == 0 { "" } else { joint })?;
        write_operand(f, part)?;
    }
    Ok(())
}

/// Only an `Or` needs parentheses in what may hold it; fewer of them keep within the depth allowed.
fn write_operand(f: &mut fmt::Formatter<'_>, query: &ExpertQuery) -> fmt::Result {
    if matches!(query, ExpertQuery::Or(_)) {
        write!(f, "({query})")
    } else {
        write!(f, "{query}")
    }
}

impl SyntaxError {
    pub(crate) fn new(mistake: Mistake, at: Range<usize>) -> Self {
        Self { mistake, at }
    }

    /// Two lines: `query`, and under it a `^` for each character at fault.
    ///
    /// Widths are counted in characters. Of a long query only the part around the place is shown,
    /// with `…` where it is cut; line breaks and other control characters are shown as blanks.
    pub fn render(&self, query: &str) -> String {
        let chars_before = |at: usize| query.char_indices().take_while(|(i, _)| *i < at).count();
        let (from, to) = (chars_before(self.at.start), chars_before(self.at.end));
        let length = query.chars().count();
        let first = if length <= RENDERED_CHARS {
            0
        } else {
            from.saturating_sub(RENDERED_BEFORE_CHARS)
        };
        let last = length.min(first + RENDERED_CHARS);
        let shown = query.chars().skip(first).take(last - first);
        let shown: String = shown
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let (lead, trail) = (
            if first > 0 { "…" } else { "" },
            if last < length { "…" } else { "" },
        );
        let indent = " ".repeat(lead.chars().count() + from - first);
        let carets = "^".repeat(to.min(last).saturating_sub(from).max(1));
        format!("{lead}{shown}{trail}\n{indent}{carets}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts of what queries are made of, in any order.
    fn query_like() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => prop::sample::select(vec!["harbour", "toll", "10:30", "łódź", "fle*", "x"]),
            2 => prop::sample::select(vec!["AND", "OR", "NOT", "-", "+", "section:", "publisher:"]),
            2 => prop::sample::select(vec!["\"", "\"two towns\"", "(", ")", "“quay”", "*", "…"]),
            2 => prop::sample::select(vec![" ", "(a OR b)", "-(c d)", "NOT "]),
        ];
        let glue = prop_oneof![3 => Just(" "), 1 => Just("")];
        prop::collection::vec((piece, glue), 0..12)
            .prop_map(|all| all.into_iter().flat_map(|(a, b)| [a, b]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn display_parses_to_the_same_query(text in query_like()) {
            if let Ok(query) = ExpertQuery::parse(&text) {
                let shown = query.to_string();
                prop_assert_eq!(ExpertQuery::parse(&shown), Ok(query), "{:?}", shown);
            }
        }

        #[test]
        fn an_error_points_at_characters_of_the_query(text in prop_oneof![query_like(), any::<String>()]) {
            if let Err(error) = ExpertQuery::parse(&text) {
                prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
                prop_assert!(!error.at.is_empty() || text.is_empty());
                prop_assert_eq!(error.render(&text).lines().count(), 2);
            }
        }
    }

    #[test]
    fn render_puts_carets_under_characters_not_bytes() {
        let query = "\u{142}\u{f3}d\u{17a} (quay";
        let error = ExpertQuery::parse(query).unwrap_err();
        assert_eq!(error.render(query), "\u{142}\u{f3}d\u{17a} (quay\n     ^");
    }

    #[test]
    fn render_shows_the_part_of_a_long_query_around_the_place() {
        let query = format!("{}) {}", "quay ".repeat(30), "toll ".repeat(30));
        let shown = ExpertQuery::parse(&query).unwrap_err().render(&query);
        let (line, carets) = shown.split_once('\n').unwrap();
        assert!(line.starts_with('…') && line.ends_with('…'));
        assert_eq!(line.chars().count(), RENDERED_CHARS + 2);
        assert_eq!(line.chars().position(|c| c == ')'), carets.find('^'));
    }

    #[test]
    fn render_survives_an_error_of_another_query() {
        assert_eq!(
            SyntaxError::new(Mistake::Empty, 5..99).render("a\nb"),
            "a b\n   ^"
        );
    }
}
