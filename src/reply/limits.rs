//! Discord's limits on a message, and texts cut to them.
//!
//! Discord does not say whether it counts characters or UTF-16 units. We count units, which are
//! never fewer. Source: Discord API documentation, Create Message, Embed Limits, Button.

pub(crate) const CONTENT_MAX: usize = 2_000;
pub(crate) const EMBEDS_MAX: usize = 10;
/// Title, description, footer and author of all embeds of a message together. We count bytes here,
/// as twilight does, so that every check accepts what we send; it costs a passage now and then.
pub(crate) const EMBEDS_TEXT_MAX_BYTES: usize = 6_000;
pub(crate) const DESCRIPTION_MAX: usize = 4_096;
pub(crate) const TITLE_MAX: usize = 256;
pub(crate) const AUTHOR_MAX: usize = 256;
pub(crate) const FOOTER_MAX: usize = 2_048;
pub(crate) const LABEL_MAX: usize = 80;

/// The length that counts.
pub(crate) fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// `text` on one line without control characters and marks that turn the direction of what
/// follows, cut with `…` to `max`: for places where Discord reads no Markdown.
pub(crate) fn one_line(text: &str, max: usize) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let words = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .map(|word| word.chars().filter(|c| !unseen(*c)).collect::<String>())
        .filter(|word| !word.is_empty());
    cut(&words.collect::<Vec<_>>().join(" "), max)
}

/// `text`, cut with `…` to `max`.
pub(crate) fn cut(text: &str, max: usize) -> String {
    if length(text) <= max {
        return text.to_owned();
    }
    let mut used = '…'.len_utf16();
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= max
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.truncate(kept.trim_end().len());
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_has_the_length_asked_for() {
        assert_eq!(cut("harbour", 7), "harbour");
        assert_eq!(cut("harbours", 7), "harbou…");
        assert_eq!(cut("🚢🚢🚢🚢", 7), "🚢🚢🚢…");
        assert_eq!(cut("one two", 5), "one…");
    }

    #[test]
    fn one_line_has_no_breaks_and_turns() {
        assert_eq!(one_line("a\r\n b\u{202e}c\u{7}", 10), "a bc");
    }
}
