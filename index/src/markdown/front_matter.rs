//! The keys between the `+++` lines.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::MarkdownError;
use crate::article::{ArticleId, Date};
use crate::day::{calendar_day, parse_day};
use crate::lines::is_blank;

/// Every key, in the order they are written.
pub(super) const KEYS: [&str; 10] = [
    "id",
    "title",
    "publisher",
    "authors",
    "url",
    "published",
    "retrieved",
    "language",
    "summary",
    "retelling",
];

/// Words people use for a key that their spelling alone does not lead to.
const ALIASES: [(&str, &str); 12] = [
    ("byline", "authors"),
    ("date", "published"),
    ("description", "summary"),
    ("headline", "title"),
    ("lang", "language"),
    ("lead", "summary"),
    ("link", "url"),
    ("name", "title"),
    ("slug", "id"),
    ("source", "publisher"),
    ("standfirst", "summary"),
    ("subtitle", "summary"),
];

const ID: &str =
    "1 to 64 of the characters a-z 0-9 - _ . in double quotes, a letter or digit first";
const LINE: &str = "one line of text in double quotes";
const TEXT: &str = "text in double quotes";
const NAMES: &str = "a list of names, such as [\"Jane Doe\", \"John Roe\"]";
const URL: &str = "an address in double quotes that begins with https:// or http://";
const DATE: &str = "a day of the calendar as year-month-day, such as 2025-07-04";
const LANGUAGE: &str = "a language tag in double quotes, such as \"en\" or \"pt-BR\"";
const BOOL: &str = "true or false";

/// What the front matter told.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) id: Option<ArticleId>,
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) url: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) retrieved: Option<Date>,
    pub(super) language: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) retelling: bool,
}

/// A value with the key and line it stands at.
struct Entry<'a> {
    key: &'static str,
    line: usize,
    value: &'a DeValue<'a>,
}

impl FrontMatter {
    /// Reads `toml`, whose first line is line `first_line` of the file.
    pub(super) fn parse(toml: &str, first_line: usize) -> Result<Self, MarkdownError> {
        let line_at = |at: usize| {
            let before = toml.bytes().take(at);
            first_line + before.filter(|&byte| byte == b'\n').count()
        };
        let table = DeTable::parse(toml).map_err(|error| MarkdownError::Toml {
            line: line_at(error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut front = Self::default();
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let Some(known) = KEYS.into_iter().find(|known| *known == name) else {
                return Err(MarkdownError::UnknownKey {
                    line: line_at(key.span().start),
                    key: name.to_owned(),
                    suggestion: suggest(name),
                });
            };
            front.take(&Entry {
                key: known,
                line: line_at(value.span().start),
                value: value.get_ref(),
            })?;
        }
        Ok(front)
    }

    fn take(&mut self, entry: &Entry<'_>) -> Result<(), MarkdownError> {
        match entry.key {
            "id" => {
                let id = entry.text(ID)?;
                self.id = Some(ArticleId::parse(id).map_err(|_| entry.bad(id, ID))?);
            }
            "title" => self.title = entry.line_of_text()?,
            "publisher" => self.publisher = entry.line_of_text()?,
            "authors" => self.authors = entry.names()?,
            "url" => self.url = Some(entry.checked(URL, is_web_address)?),
            "published" => self.published = Some(entry.date()?),
            "retrieved" => self.retrieved = Some(entry.date()?),
            "language" => self.language = Some(entry.checked(LANGUAGE, is_language_tag)?),
            "summary" => {
                let text = entry.text(TEXT)?;
                self.summary = (!is_blank(text)).then(|| text.to_owned());
            }
            _ => self.retelling = entry.value.as_bool().ok_or_else(|| entry.wrong(BOOL))?,
        }
        Ok(())
    }
}

impl Entry<'_> {
    fn text(&self, allowed: &'static str) -> Result<&str, MarkdownError> {
        self.value.as_str().ok_or_else(|| self.wrong(allowed))
    }

    fn checked(
        &self,
        allowed: &'static str,
        is_good: impl Fn(&str) -> bool,
    ) -> Result<String, MarkdownError> {
        let text = self.text(allowed)?;
        if is_good(text) {
            Ok(text.to_owned())
        } else {
            Err(self.bad(text, allowed))
        }
    }

    fn line_of_text(&self) -> Result<Option<String>, MarkdownError> {
        let text = self.checked(LINE, |text| !text.contains(['\n', '\r']))?;
        Ok((!is_blank(&text)).then_some(text))
    }

    fn names(&self) -> Result<Vec<String>, MarkdownError> {
        let names = self.value.as_array().ok_or_else(|| self.wrong(NAMES))?;
        let name = |name: &Spanned<DeValue<'_>>| match name.get_ref().as_str() {
            Some(text) if is_blank(text) || text.contains(['\n', '\r']) => {
                Err(self.bad(text, NAMES))
            }
            Some(text) => Ok(text.to_owned()),
            None => {
                let found = format!("a list that holds {}", kind(name.get_ref()));
                Err(self.wrong_type(found, NAMES))
            }
        };
        names.iter().map(name).collect()
    }

    fn date(&self) -> Result<Date, MarkdownError> {
        match self.value {
            DeValue::Datetime(written) => {
                let day = written.date.filter(|_| written.time.is_none());
                let day = day.and_then(|day| calendar_day(day.year.into(), day.month, day.day));
                day.ok_or_else(|| self.bad(&written.to_string(), DATE))
            }
            DeValue::String(text) => parse_day(text).ok_or_else(|| self.bad(text, DATE)),
            _ => Err(self.wrong(DATE)),
        }
    }

    fn wrong(&self, allowed: &'static str) -> MarkdownError {
        self.wrong_type(kind(self.value).to_owned(), allowed)
    }

    fn wrong_type(&self, found: String, allowed: &'static str) -> MarkdownError {
        MarkdownError::WrongType {
            line: self.line,
            key: self.key,
            found,
            allowed,
        }
    }

    fn bad(&self, value: &str, allowed: &'static str) -> MarkdownError {
        MarkdownError::BadValue {
            line: self.line,
            key: self.key,
            value: value.to_owned(),
            allowed,
        }
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Whether `text` is an http or https address that a browser would take as it stands.
fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let never = |c: char| c.is_whitespace() || c.is_control() || "<>\"`\\".contains(c);
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
        && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !rest.contains(never)
}

/// Whether `text` has the form of a BCP 47 tag: <https://www.rfc-editor.org/rfc/rfc5646#section-2.1>.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let is_alphabetic = language.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=3).contains(&language.len())
        && is_alphabetic
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn suggest(key: &str) -> Option<&'static str> {
    let key = key.to_lowercase();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == key);
    alias.map(|(_, known)| *known).or_else(|| {
        let near = KEYS.into_iter().map(|known| (edits(&key, known), known));
        // A short key is two edits from almost anything.
        let near = near.filter(|(edits, known)| edits * 5 <= known.len() * 2);
        near.min().map(|(_, known)| known)
    })
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.chars().zip(row.windows(2)) {
            if let [diagonal, up] = above {
                left = (left + 1).min(up + 1).min(diagonal + usize::from(x != y));
            }
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(toml: &str) -> String {
        FrontMatter::parse(toml, 2).unwrap_err().to_string()
    }

    #[test]
    fn every_key_is_read() {
        let front = FrontMatter::parse(
            "id = \"quay\"\ntitle = \"T\"\npublisher = \"The Bell\"\nauthors = [\"Jane Doe\"]\n\
             url = \"http://quay.example\"\npublished = 2025-07-04\nretrieved = \"2025-07-05\"\n\
             language = \"pt-BR\"\nsummary = \"S\"\nretelling = true",
            2,
        )
        .unwrap();
        assert_eq!(front.published.unwrap().to_string(), "2025-07-04");
        assert_eq!(front.retrieved.unwrap().to_string(), "2025-07-05");
        assert_eq!(front.authors, ["Jane Doe"]);
        assert!(front.retelling);
    }

    #[test]
    fn errors_name_line_key_and_what_is_allowed() {
        for (toml, parts) in [
            (
                "title = \"T\"\nauthor = \"J\"",
                ["line 3", "`author`", "did you mean `authors`"],
            ),
            ("titel = 1", ["line 2", "`titel`", "did you mean `title`"]),
            ("date = 1", ["line 2", "`date`", "did you mean `published`"]),
            (
                "colour = 1",
                ["line 2", "`colour`", "allowed are id, title"],
            ),
            (
                "title = 5",
                ["line 2", "`title` has a number", "text in double quotes"],
            ),
            (
                "authors = \"J\"",
                ["line 2", "`authors` has a text", "[\"Jane Doe\""],
            ),
            ("authors = [1]", ["line 2", "`authors`", "[\"Jane Doe\""]),
            ("\nid = \"Two Words\"", ["line 3", "`id`", "a-z 0-9"]),
            (
                "published = \"4 July\"",
                ["line 2", "`published`", "2025-07-04"],
            ),
            (
                "published = \"2025-02-30\"",
                ["line 2", "`published`", "2025-07-04"],
            ),
            (
                "published = 2025-07-04T10:00:00",
                ["line 2", "`published`", "2025-07-04"],
            ),
            ("url = \"ftp://a.example\"", ["line 2", "`url`", "https://"]),
            ("url = \"https://\"", ["line 2", "`url`", "https://"]),
            ("url = \"https://a b\"", ["line 2", "`url`", "https://"]),
            ("language = \"English\"", ["line 2", "`language`", "pt-BR"]),
            (
                "retelling = \"yes\"",
                ["line 2", "`retelling`", "true or false"],
            ),
            ("title = \"a\\nb\"", ["line 2", "`title`", "one line"]),
            (
                "title = \"T\"\ntitle = \"U\"",
                ["line 3", "duplicate key", "one `key"],
            ),
            ("title = \"T\"\n\nsummary: x", ["line 4", "", "one `key"]),
        ] {
            let message = message(toml);
            for part in parts {
                assert!(message.contains(part), "{part:?} is not in {message:?}");
            }
        }
    }

    #[test]
    fn a_far_word_suggests_nothing() {
        assert_eq!(suggest("colour"), None);
        assert_eq!(suggest("ID"), Some("id"));
        assert_eq!(suggest("Languge"), Some("language"));
    }

    #[test]
    fn a_blank_title_is_none() {
        assert!(
            FrontMatter::parse("title = \" \"", 2)
                .unwrap()
                .title
                .is_none()
        );
    }
}
