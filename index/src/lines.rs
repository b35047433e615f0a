//! Lines of a text, however the system that wrote it ended them, and what counts as blank.
//!
//! Deliberately absent: any rule about what a line says (`pasted/`, `markdown.rs`).

/// The lines of `text`, ended by `\n`, `\r\n` or a lone `\r`, without their ends.
pub(crate) fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// `line` without white space and invisible characters at both ends.
pub(crate) fn trim_blank(line: &str) -> &str {
    line.trim_matches(is_blank_char)
}

/// Whether `line` shows nothing: only white space, no-break spaces, zero-width characters.
pub(crate) fn is_blank(line: &str) -> bool {
    line.chars().all(is_blank_char)
}

/// `line` as the rules read it: no zero-width characters, every run of white space one space.
pub(crate) fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for c in trim_blank(line).chars().filter(|&c| !is_zero_width(c)) {
        if !c.is_whitespace() {
            plain.push(c);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain
}

/// The level and the text of `line` if it is a Markdown heading with hashes.
///
/// The text may be empty; closing hashes after a space are not part of it:
/// <https://spec.commonmark.org/0.31.2/#atx-headings>.
pub(crate) fn marked_heading(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let text = trim_blank(rest);
    let without_close = text.trim_end_matches('#');
    let closed = without_close.is_empty() || without_close.ends_with([' ', '\t']);
    Some((level, trim_blank(if closed { without_close } else { text })))
}

fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || is_zero_width(c)
}

fn is_zero_width(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let lines: Vec<_> = split_lines("a\r\nb\rc\n\nd").collect();
        assert_eq!(lines, ["a", "b", "c", "", "d"]);
    }

    #[test]
    fn invisible_characters_are_blank_and_trimmed() {
        assert!(is_blank("\u{a0} \u{200b}\t\u{feff}"));
        assert!(!is_blank("\u{200b}x"));
        assert_eq!(
            trim_blank("\u{a0}two\u{a0}words\u{200b} "),
            "two\u{a0}words"
        );
    }

    #[test]
    fn the_rules_see_plain_spaces_only() {
        assert_eq!(plain(" 6\u{a0}\u{200b} hours  ago"), "6 hours ago");
    }

    #[test]
    fn hashes_and_a_space_mark_a_heading() {
        assert_eq!(marked_heading("## The quay ##"), Some((2, "The quay")));
        assert_eq!(marked_heading("# In C#"), Some((1, "In C#")));
        assert_eq!(marked_heading("###"), Some((3, "")));
        assert_eq!(marked_heading("#quay"), None);
        assert_eq!(marked_heading("####### seven"), None);
    }
}
