//! An excerpt as Markdown: a quotation, its answering sentence bold and its matched words
//! underlined, every other character just as the article has it.

use std::ops::Range;

use attache_index::{Excerpt, escape_markdown};

/// How a character is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Look {
    bold: bool,
    underlined: bool,
}

/// The whole excerpt, quoted.
pub(crate) fn quoted(excerpt: &Excerpt) -> String {
    quote(&marked(excerpt, &(0..excerpt.text.len()), true))
}

/// The marked sentence alone, quoted, with `…` where the excerpt goes on.
pub(crate) fn quoted_sentence(excerpt: &Excerpt) -> String {
    let sentence = sentence_within(excerpt);
    let before = excerpt.text.get(..sentence.start).unwrap_or_default();
    let after = excerpt.text.get(sentence.end..).unwrap_or_default();
    let dots = |text: &str| if text.trim().is_empty() { "" } else { "…" };
    let shown = marked(excerpt, &sentence, false);
    quote(&format!("{}{shown}{}", dots(before), dots(after)))
}

/// A text nobody marked, quoted.
pub(crate) fn quoted_plain(text: &str) -> String {
    quote(&escape(text))
}

/// A quotation: `> ` before every line.
fn quote(markdown: &str) -> String {
    format!("> {}", markdown.replace('\n', "\n> "))
}

/// `text` escaped, with no control character that could end a line or upset a reader.
fn escape(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(
        ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'],
        "\n",
    );
    let shown = |c: char| {
        if c.is_control() && c != '\n' && c != '\t' {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    let escaped = escape_markdown(&text.chars().map(shown).collect::<String>());
    // The digit that would make a list of it may stand in the piece before.
    if escaped.starts_with('.') {
        format!("\\{escaped}")
    } else {
        escaped
    }
}

/// The marked sentence in the bytes of the excerpt, without the blanks around it.
fn sentence_within(excerpt: &Excerpt) -> Range<usize> {
    let text = excerpt.sentence_text();
    let Some(start) = excerpt.sentence.start.checked_sub(excerpt.bytes.start) else {
        return 0..0;
    };
    let start = start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// `shown` of the excerpt, a range of its bytes; the sentence bold if wanted.
fn marked(excerpt: &Excerpt, shown: &Range<usize>, bold: bool) -> String {
    let sentence = sentence_within(excerpt);
    let highlights: Vec<Range<usize>> = excerpt
        .highlights
        .iter()
        .filter_map(|h| {
            Some(
                h.start.checked_sub(excerpt.bytes.start)?
                    ..h.end.checked_sub(excerpt.bytes.start)?,
            )
        })
        .collect();
    let mut out = String::new();
    let mut look = Look::default();
    let mut piece = String::new();
    for (at, c) in excerpt
        .text
        .char_indices()
        .filter(|(at, _)| shown.contains(at))
    {
        // Marks never run across a line: each line is a quotation of its own.
        let breaks = c == '\n' || c == '\r';
        let next = Look {
            bold: bold && !breaks && sentence.contains(&at),
            underlined: !breaks && highlights.iter().any(|h| h.contains(&at)),
        };
        if next != look {
            out += &escape(&piece);
            piece.clear();
            switch(look, next, &mut out);
            look = next;
        }
        piece.push(c);
    }
    out += &escape(&piece);
    switch(look, Look::default(), &mut out);
    out
}

/// Closes and opens marks; underlines stand inside bold, never across its ends.
fn switch(from: Look, to: Look, out: &mut String) {
    let underline_ends = from.underlined && (!to.underlined || from.bold != to.bold);
    let underline_begins = to.underlined && (!from.underlined || from.bold != to.bold);
    if underline_ends {
        *out += "__";
    }
    if from.bold != to.bold {
        *out += "**";
    }
    if underline_begins {
        *out += "__";
    }
}
