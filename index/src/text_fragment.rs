//! Text directives: the part of an address that opens a page at a quoted text.
//!
//! ```
//! use attache_index::TextDirective;
//!
//! let directive = TextDirective::parse("the%20toll-,Both%20towns,by%20June").unwrap();
//! assert_eq!(directive.prefix.as_deref(), Some("the toll"));
//! assert_eq!(
//!     directive.attach("https://quay.example/a#top"),
//!     "https://quay.example/a#top:~:text=the%20toll-,Both%20towns,by%20June"
//! );
//! ```
//!
//! Source of syntax and parsing: URL Fragment Text Directives, WICG draft,
//! <https://wicg.github.io/scroll-to-text-fragment/>, sections "Syntax" and "Parsing the fragment
//! directive".
//!
//! Deliberately absent: where a directive leads (`page_text.rs`) and how one is chosen
//! (`deep_link.rs`).

use std::fmt;

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};

/// What stands between the fragment and its directives.
const DELIMITER: &str = ":~:";

/// Everything but letters, digits and `.`, `_`, `~`: more than the draft asks for (`-`, `,`, `&`),
/// so that no bracket, quote or `!` of the text can end the link in whatever text it is put.
const NOT_IN_TERMS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// The text a page is to be opened at; no part is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextDirective {
    /// What stands right before `start`, blanks aside; it is not highlighted.
    pub prefix: Option<String>,
    /// The text, or its beginning when there is an `end`.
    pub start: String,
    /// The end of the text.
    pub end: Option<String>,
    /// What stands right after the text, blanks aside; it is not highlighted.
    pub suffix: Option<String>,
}

impl TextDirective {
    /// Reads what follows `text=`; none when it does not follow the draft's syntax.
    pub fn parse(value: &str) -> Option<Self> {
        let mut terms: Vec<&str> = value.split(',').collect();
        let prefix = terms.first().and_then(|term| term.strip_suffix('-'));
        if prefix.is_some() {
            terms.remove(0);
        }
        let suffix = terms.last().and_then(|term| term.strip_prefix('-'));
        if suffix.is_some() {
            terms.pop();
        }
        let (start, end) = match terms[..] {
            [start] => (start, None),
            [start, end] => (start, Some(end)),
            _ => return None,
        };
        let optional = |term: Option<&str>| term.map_or(Some(None), |term| decode(term).map(Some));
        Some(Self {
            prefix: optional(prefix)?,
            start: decode(start)?,
            end: optional(end)?,
            suffix: optional(suffix)?,
        })
    }

    /// Reads the first text directive of the address `url`.
    pub fn of_url(url: &str) -> Option<Self> {
        let (_, fragment) = url.split_once('#')?;
        let (_, directives) = fragment.split_once(DELIMITER)?;
        directives
            .split('&')
            .find_map(|directive| Self::parse(directive.strip_prefix("text=")?))
    }

    /// The address `url` with this directive, its fragment kept and older directives dropped.
    pub fn attach(&self, url: &str) -> String {
        let page = match url.split_once('#') {
            Some((_, fragment)) => {
                let directives = fragment.find(DELIMITER).map_or(0, |at| fragment.len() - at);
                url.get(..url.len() - directives).unwrap_or(url)
            }
            None => url,
        };
        let hash = if page.contains('#') { "" } else { "#" };
        format!("{page}{hash}{DELIMITER}text={self}")
    }
}

impl fmt::Display for TextDirective {
    /// What follows `text=`, percent-encoded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(prefix) = &self.prefix {
            write!(f, "{}-,", encode(prefix))?;
        }
        write!(f, "{}", encode(&self.start))?;
        if let Some(end) = &self.end {
            write!(f, ",{}", encode(end))?;
        }
        if let Some(suffix) = &self.suffix {
            write!(f, ",-{}", encode(suffix))?;
        }
        Ok(())
    }
}

fn encode(term: &str) -> PercentEncode<'_> {
    utf8_percent_encode(term, NOT_IN_TERMS)
}

fn decode(term: &str) -> Option<String> {
    let valid = !term.is_empty() && !term.contains('-');
    valid.then(|| percent_decode_str(term).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start(text: &str) -> TextDirective {
        TextDirective {
            prefix: None,
            start: text.into(),
            end: None,
            suffix: None,
        }
    }

    #[test]
    fn syntax_characters_of_the_text_are_encoded() {
        assert_eq!(
            start("a-b, c & 5% #é").to_string(),
            "a%2Db%2C%20c%20%26%205%25%20%23%C3%A9"
        );
    }

    #[test]
    fn an_older_directive_makes_way_and_the_fragment_stays() {
        for (url, expected) in [
            ("https://q.example/", "https://q.example/#:~:text=quay"),
            ("https://q.example/#", "https://q.example/#:~:text=quay"),
            ("https://q.example/#a", "https://q.example/#a:~:text=quay"),
            (
                "https://q.example/#a:~:text=toll",
                "https://q.example/#a:~:text=quay",
            ),
        ] {
            assert_eq!(start("quay").attach(url), expected);
        }
    }

    #[test]
    fn what_the_draft_refuses_is_refused() {
        for refused in [
            "",
            "a-",
            "-a",
            "a-,-b",
            "a,b,c",
            "-,a",
            "a,-",
            "a,",
            "a-b",
            "a--,b",
            "a-,b,c,d,-e",
        ] {
            assert_eq!(TextDirective::parse(refused), None, "{refused:?}");
        }
    }

    proptest! {
        #[test]
        fn a_directive_reads_back_from_its_address(
            (start, end) in ("\\PC{1,9}", proptest::option::of("\\PC{1,9}")),
            (prefix, suffix) in proptest::option::of(("\\PC{1,9}", "[-,&% ]{1,9}")).prop_map(Option::unzip),
        ) {
            let directive = TextDirective { prefix, start, end, suffix };
            let url = directive.attach("https://q.example/#a");
            prop_assert_eq!(TextDirective::of_url(&url), Some(directive));
        }
    }
}
