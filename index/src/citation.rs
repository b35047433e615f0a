//! Where a passage can be read, as one line for a terminal or for Discord.
//!
//! ```
//! use attache_index::Citation;
//!
//! let citation = Citation {
//!     publisher: Some("Quay Times".into()),
//!     title: "Two towns, one *harbour*".into(),
//!     section: Some("History".into()),
//!     paragraph: 3,
//!     published: None,
//!     url: Some("https://quay.example/harbour".into()),
//!     deep_link: None,
//! };
//! assert_eq!(
//!     citation.line(),
//!     "Quay Times · “Two towns, one *harbour*” · History · ¶3 · https://quay.example/harbour"
//! );
//! assert_eq!(
//!     citation.markdown(),
//!     r"[Quay Times · “Two towns, one \*harbour\*”](<https://quay.example/harbour>) · History · ¶3"
//! );
//! ```
//!
//! Deliberately absent: how a deep link is made (`deep_link.rs`), and messages to send.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::article::Date;

/// The most UTF-16 units, and so the most characters, of [`Citation::markdown`].
pub const CITATION_MAX_CHARS: usize = 1_000;

/// The most characters of an address that is linked: a Discord link button takes no more.
///
/// Source: Discord API documentation, Components, Button.
pub const LINK_MAX_CHARS: usize = 512;

/// The most characters shown of a publisher and of a section heading.
const PART_MAX_CHARS: usize = 80;

/// What the paragraph 0 is called in English.
const SUMMARY: &str = "summary";

/// What an address could end a Markdown link with, or what no address holds unencoded; `%` stays,
/// since the address may be encoded already.
const NOT_IN_LINKS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Where a passage can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Who published the article.
    pub publisher: Option<String>,
    /// The article's headline.
    pub title: String,
    /// The heading the paragraph stands under.
    pub section: Option<String>,
    /// The paragraph's number; 0 is the summary.
    pub paragraph: u32,
    /// When the article was published.
    pub published: Option<Date>,
    /// The article's page.
    pub url: Option<String>,
    /// The page, opened at the marked sentence by a text fragment; none when the article retells
    /// its page in other words or the page has no address.
    pub deep_link: Option<String>,
}

impl Citation {
    /// One line of plain text for a terminal: every known part, ` · ` between them, the link last.
    ///
    /// Line breaks, control characters and direction marks in any part become blanks or go.
    pub fn line(&self) -> String {
        let parts = [
            self.publisher.as_deref().map(one_line),
            Some(format!("“{}”", one_line(&self.title))),
            self.section.as_deref().map(one_line),
            Some(self.place(SUMMARY)),
            self.published.map(english_date),
            self.link(),
        ];
        join_known(parts)
    }

    /// One line of Discord Markdown: publisher and headline as a link, then the other known parts.
    ///
    /// The link is [`Citation::link`] in `<>`, so that nothing unfurls; without one the text stays
    /// plain. Every Markdown-active character is escaped, and a zero-width space after `@` keeps
    /// the text from mentioning anyone. A long headline is cut with `…` so that the line never
    /// exceeds [`CITATION_MAX_CHARS`].
    pub fn markdown(&self) -> String {
        self.markdown_in(SUMMARY, english_date)
    }

    /// The same in another language: `summary` stands for the paragraph 0, and `date` words when
    /// the article was published.
    pub fn markdown_in(&self, summary: &str, date: impl Fn(Date) -> String) -> String {
        let part = |text: &str| escape_markdown(&shorten(&one_line(text), PART_MAX_CHARS));
        let rest = join_known([
            self.section.as_deref().map(part),
            Some(part(&self.place(summary))),
            self.published.map(|day| part(&date(day))),
        ]);
        let publisher = self.publisher.as_deref().map(part);
        let link = self.link();
        let with_title = |title: String| {
            let shown = join_known([publisher.clone(), Some(format!("“{title}”"))]);
            match &link {
                Some(link) => format!("[{shown}](<{link}>) · {rest}"),
                None => format!("{shown} · {rest}"),
            }
        };
        let title = one_line(&self.title);
        let room = CITATION_MAX_CHARS.saturating_sub(utf16_units(&with_title(String::new())));
        with_title(escape_within(&title, room))
    }

    /// The address to open: the deep link, or the page when that is longer than
    /// [`LINK_MAX_CHARS`]; none when neither is an `http` or `https` address short enough.
    ///
    /// Blanks, brackets, quotes, control and non-ASCII characters in it are percent-encoded.
    pub fn link(&self) -> Option<String> {
        [&self.deep_link, &self.url]
            .into_iter()
            .flatten()
            .filter(|address| is_web_address(address))
            .map(|address| utf8_percent_encode(address, NOT_IN_LINKS).to_string())
            .find(|address| address.len() <= LINK_MAX_CHARS)
    }

    fn place(&self, summary: &str) -> String {
        match self.paragraph {
            0 => summary.into(),
            number => format!("¶{number}"),
        }
    }
}

/// As in `4 July 2031`.
fn english_date(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// `text` with everything that Discord would read as Markdown, mention or address made plain.
///
/// A backslash goes before each such character; `@` is followed by a zero-width space instead,
/// since Discord looks for `@everyone` before it reads Markdown. At most two characters come of
/// one. Line breaks are kept, and what only matters at the start of a line is escaped everywhere.
pub fn escape_markdown(text: &str) -> String {
    escape_within(text, usize::MAX)
}

/// Escapes as much of `text` as fits `room` UTF-16 units, with `…` for what does not.
fn escape_within(text: &str, room: usize) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let (mut used, mut with_ellipsis) = (0, 0);
    let mut before = ' ';
    for c in text.chars() {
        let backslash = needs_backslash(c, before);
        used += c.len_utf16() + usize::from(backslash || c == '@');
        if used > room {
            escaped.truncate(with_ellipsis);
            escaped.push('…');
            break;
        }
        escaped.extend(backslash.then_some('\\'));
        escaped.push(c);
        escaped.extend((c == '@').then_some('\u{200b}'));
        if used < room {
            with_ellipsis = escaped.len();
        }
        before = c;
    }
    escaped
}

/// `:` and `/` would begin an address, `.` after a digit and `+` or `-` a list.
fn needs_backslash(c: char, before: char) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '~' | '|' | '<' | '>' | '[' | ']' | '(' | ')' | '#' | '-'
        | '+' | '/' | ':' => true,
        '.' => before.is_ascii_digit(),
        _ => false,
    }
}

fn utf16_units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn shorten(text: &str, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        None => text.to_owned(),
        Some(_) => text.chars().take(max_chars - 1).chain(['…']).collect(),
    }
}

fn join_known<const N: usize>(parts: [Option<String>; N]) -> String {
    let known: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    known.join(" · ")
}

/// `text` with runs of blanks, line breaks and control characters made one blank, and with no
/// marks that turn the direction of what follows.
fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .map(|word| word.chars().filter(|c| !turns(*c)).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_web_address(address: &str) -> bool {
    address.split_once("://").is_some_and(|(scheme, rest)| {
        (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
            && rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    fn cited(title: &str) -> Citation {
        Citation {
            publisher: None,
            title: title.into(),
            section: None,
            paragraph: 1,
            published: None,
            url: None,
            deep_link: None,
        }
    }

    /// What `markdown` shows once the escapes are read, or why it is not all escaped.
    fn read_escaped(markdown: &str) -> Result<String, String> {
        let (mut shown, mut chars, mut before) = (String::new(), markdown.chars(), ' ');
        while let Some(mut c) = chars.next() {
            if c == '\\' {
                c = chars.next().ok_or("a backslash at the end")?;
                if !c.is_ascii_punctuation() {
                    return Err(format!("a backslash before {c:?}"));
                }
            } else if "`*_~|<>[]()#-+/:".contains(c) || (c == '.' && before.is_ascii_digit()) {
                return Err(format!("{c:?} is active in {markdown:?}"));
            } else if c == '@' && chars.next() != Some('\u{200b}') {
                return Err(format!("{markdown:?} may mention"));
            }
            shown.push(c);
            before = c;
        }
        Ok(shown)
    }

    #[test]
    fn a_line_has_every_known_part_in_order() {
        let mut citation = cited("Two towns");
        assert_eq!(citation.line(), "“Two towns” · ¶1");
        citation.publisher = Some("Quay Times".into());
        citation.section = Some("History".into());
        citation.paragraph = 0;
        citation.published = Some(date!(2031 - 07 - 04));
        citation.url = Some("https://quay.example/a".into());
        citation.deep_link = Some("https://quay.example/a#:~:text=Both".into());
        assert_eq!(
            citation.line(),
            "Quay Times · “Two towns” · History · summary · 4 July 2031 · https://quay.example/a#:~:text=Both"
        );
    }

    #[test]
    fn a_line_of_markdown_speaks_the_language_it_is_given() {
        let mut citation = cited("Two towns");
        citation.published = Some(date!(2031 - 07 - 04));
        assert_eq!(citation.markdown(), "“Two towns” · ¶1 · 4 July 2031");
        citation.paragraph = 0;
        let day = |date: Date| format!("{} Temmuz {}", date.day(), date.year());
        assert_eq!(
            citation.markdown_in("özet", day),
            "“Two towns” · özet · 4 Temmuz 2031"
        );
    }

    #[test]
    fn control_characters_and_direction_marks_never_reach_a_terminal() {
        let line = cited("Two\r\n\u{1b}[31m to\u{202e}wns\u{2028}").line();
        assert_eq!(line, "“Two [31m towns” · ¶1");
    }

    #[test]
    fn mentions_addresses_and_masked_links_in_a_title_stay_text() {
        assert_eq!(
            cited("@everyone <@1> [quay](https://quay.example) **now**").markdown(),
            "“@\u{200b}everyone \\<@\u{200b}1\\> \\[quay\\]\\(https\\:\\/\\/quay.example\\) \\*\\*now\\*\\*” · ¶1"
        );
    }

    #[test]
    fn only_a_web_address_is_linked_and_its_brackets_are_encoded() {
        let mut citation = cited("Two towns");
        for refused in [
            "javascript:alert(1)",
            "file:///etc",
            "https://",
            "https:///a",
            "quay",
        ] {
            citation.url = Some(refused.into());
            assert_eq!(citation.link(), None, "{refused}");
        }
        citation.url = Some("HTTPS://quay.example/two towns_(one)>é".into());
        assert_eq!(
            citation.markdown(),
            "[“Two towns”](<HTTPS://quay.example/two%20towns_%28one%29%3E%C3%A9>) · ¶1"
        );
    }

    #[test]
    fn a_deep_link_too_long_for_a_button_gives_way_to_the_page() {
        let mut citation = cited("Two towns");
        citation.url = Some("https://quay.example/".into());
        let deep = |length: usize| format!("{:x<length$}", "https://quay.example/#:~:text=");
        citation.deep_link = Some(deep(LINK_MAX_CHARS));
        assert_eq!(citation.link(), citation.deep_link);
        citation.deep_link = Some(deep(LINK_MAX_CHARS + 1));
        assert_eq!(citation.link(), citation.url);
    }

    #[test]
    fn only_the_part_of_a_title_that_does_not_fit_is_cut() {
        let fits = "x".repeat(CITATION_MAX_CHARS - "“” · ¶1".chars().count());
        assert!(!cited(&fits).markdown().contains('…'));
        let cut = cited(&format!("{fits}y")).markdown();
        assert!(cut.ends_with("xx…” · ¶1"));
        assert_eq!(cut.chars().count(), CITATION_MAX_CHARS);
    }

    proptest! {
        #[test]
        fn escaping_shows_the_same_text(text in any::<String>()) {
            prop_assert_eq!(read_escaped(&escape_markdown(&text)), Ok(text));
        }

        #[test]
        fn any_citation_is_one_bounded_line_with_nothing_active(
            title in "\\PC{0,40}|[*_~`|@<>.1\\[\\]()\\\\\n-]{0,1200}|\u{1f6a2}{0,600}",
            (publisher, section) in any::<(Option<String>, Option<String>)>(),
            address in "(https?://)?(quay)?[a-z<>() é\\\\\n]{0,600}",
            paragraph in prop_oneof![Just(0), any::<u32>()],
            (summary, day) in any::<(String, String)>(),
        ) {
            let citation = Citation {
                publisher, section, paragraph, published: Some(date!(2031 - 07 - 04)),
                url: Some(address), ..cited(&title)
            };
            let markdown = citation.markdown_in(&summary, |_| day.clone());
            prop_assert!(utf16_units(&markdown) <= CITATION_MAX_CHARS);
            prop_assert!(!markdown.contains(char::is_control));
            prop_assert!(!citation.line().contains(char::is_control));
            let texts = match citation.link() {
                None => markdown,
                Some(link) => {
                    prop_assert!(!link.contains(|c| "<>() \\".contains(c)));
                    let masked = format!("](<{link}>)");
                    prop_assert!(markdown.starts_with('[') && markdown.contains(&masked));
                    markdown.replacen(&masked, "", 1).replacen('[', "", 1)
                }
            };
            let shown = read_escaped(&texts);
            prop_assert!(shown.is_ok(), "{:?}", shown);
        }
    }
}
