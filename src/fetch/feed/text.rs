//! The texts of feeds: markup taken off, compared whatever the case. Pure.

use quick_xml::escape::resolve_html5_entity;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest reference that is looked at, in bytes: no entity of HTML has a longer name.
const REFERENCE_MAX_BYTES: usize = 33;

/// The text of a piece of HTML, or of text that looks like none, on one line.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut left = html;
    while let Some(at) = left.find(['<', '&']) {
        let (before, from) = left.split_at(at);
        text.push_str(before);
        left = if let Some(after) = without_tag(from) {
            text.push(' ');
            after
        } else if let Some((characters, after)) = resolved(from) {
            text.push_str(&characters);
            after
        } else {
            let mut rest = from.chars();
            text.extend(rest.next());
            rest.as_str()
        };
    }
    text.push_str(left);
    one_line(&text)
}

/// What follows the tag that this begins with. A tag that never ends goes to the end.
fn without_tag(from: &str) -> Option<&str> {
    let inner = from.strip_prefix('<')?;
    let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!');
    if !inner.starts_with(begins) {
        return None;
    }
    Some(inner.split_once('>').map_or("", |(_, after)| after))
}

/// What the reference that this begins with stands for, and what follows it.
fn resolved(from: &str) -> Option<(String, &str)> {
    let inner = from.strip_prefix('&')?;
    let end = inner
        .bytes()
        .take(REFERENCE_MAX_BYTES)
        .position(|b| b == b';')?;
    let (name, after) = (inner.get(..end)?, inner.get(end + 1..)?);
    Some((reference(name)?, after))
}

/// What `&name;` stands for in HTML.
pub(super) fn reference(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    Some(char::from_u32(code.ok()?)?.into())
}

fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters of `text`.
pub(super) fn shortened(text: &str, chars: usize) -> String {
    if text.chars().nth(chars).is_none() {
        return text.into();
    }
    let mut short: String = text.chars().take(chars - 1).collect();
    short.push('…');
    short
}

/// A text to be compared: a space before each word, letters and digits only, no case, no accents.
pub(super) fn folded(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c));
    let mut folded = String::from(" ");
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            // The dotless one has no decomposition, and whoever types the word has the other.
            'ı' => folded.push('i'),
            _ if is_combining_mark(letter) => {}
            _ if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off_and_what_only_looks_like_it_stays() {
        for (html, text) in [
            ("<p>One</p><p class=\"a>b\">two</p>", "One b\">two"),
            ("a < b & c", "a < b & c"),
            (
                "Tom &amp; Ana&nbsp;&#8212; &#x41;&hellip;",
                "Tom & Ana — A…",
            ),
            (
                "&nosuch; &#xffffffff; &#99999999999; &",
                "&nosuch; &#xffffffff; &#99999999999; &",
            ),
            ("one\u{7}\n\ttwo <b", "one two"),
            ("<!-- c -->", ""),
            ("&é;<é>", "&é;<é>"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }

    #[test]
    fn texts_are_compared_without_case_and_accents() {
        assert_eq!(folded("  Élan: İzmir’s ИЁ-2 "), " elan izmir s ие 2");
        assert_eq!(folded("…"), "");
    }

    #[test]
    fn a_long_text_is_shortened_by_characters() {
        assert_eq!(shortened("порт", 4), "порт");
        assert_eq!(shortened("порты", 4), "пор…");
    }
}
