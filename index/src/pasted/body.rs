//! The body of the page: which short lines are headings, and where the article ends.

use super::ends_sentence;
use super::furniture::{is_tail_line, source_line};
use super::unwrap::Unit;
use crate::lines::marked_heading;

/// A heading is no longer, in characters and in words.
const HEADING_MAX_CHARS: usize = 90;
const HEADING_MAX_WORDS: usize = 14;
/// A unit this long that ends as a sentence is surely a paragraph of an article.
const SURE_PARAGRAPH_CHARS: usize = 200;

/// Whether `plain` is a short bare line, as headings are.
pub(crate) fn looks_like_heading(plain: &str) -> bool {
    let is_short = plain.chars().nth(HEADING_MAX_CHARS).is_none()
        && plain.split(' ').count() <= HEADING_MAX_WORDS;
    let opens = plain
        .starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase() || "\"'“‘«¿¡".contains(c));
    is_short
        && opens
        && plain.contains(char::is_alphabetic)
        && !ends_sentence(plain)
        && !plain.ends_with([':', ';', ',', '-', '—', '–'])
        // "Q: …" and "A: …" are turns of an interview.
        && plain.chars().nth(1).is_none_or(|second| second != ':')
}

/// Whether the unit is marked as a heading with hashes, as in Markdown.
pub(super) fn is_marked_heading(plain: &str) -> bool {
    marked_heading(plain).is_some_and(|(_, text)| !text.is_empty())
}

/// Whether `unit` heads `next`, the next unit of the article; `before` is the article's, too.
///
/// It must look like a heading, stand apart from what is before it, and have a paragraph after it.
/// Of several such lines only the last one can be a heading: the others may be a list.
pub(super) fn is_heading(
    unit: &Unit<'_>,
    before: Option<&Unit<'_>>,
    next: Option<&Unit<'_>>,
) -> bool {
    let may_end =
        |before: &Unit<'_>| ends_sentence(&before.plain) || !looks_like_heading(&before.plain);
    let stands_apart = unit.after_gap || before.is_none_or(may_end);
    let heads = |next: &Unit<'_>| {
        !looks_like_heading(&next.plain) && next.plain.chars().count() > unit.plain.chars().count()
    };
    stands_apart && looks_like_heading(&unit.plain) && next.is_some_and(heads)
}

/// Where the source line stands that ends the article, and the publisher it names.
///
/// A source line with a sure paragraph below it, or with more text below than above, belongs to a
/// table or picture, not to the end.
pub(super) fn find_source<'a>(units: &'a [Unit<'_>]) -> Option<(usize, &'a str)> {
    let tail = units
        .iter()
        .rposition(is_sure_paragraph)
        .map_or(0, |at| at + 1);
    let mut rest = units.iter().enumerate().skip(tail.max(1));
    let (at, name) = rest.find_map(|(at, unit)| source_line(&unit.plain).map(|name| (at, name)))?;
    let length = |units: &[Unit<'_>]| units.iter().map(|unit| unit.plain.len()).sum::<usize>();
    let (above, below) = (units.get(..at)?, units.get(at + 1..)?);
    (length(below) <= length(above)).then_some((at, name))
}

/// Where the last units begin that may be the page's tail.
pub(super) fn tail_start(units: &[Unit<'_>]) -> usize {
    let is_text = |unit: &Unit<'_>| {
        let is_sentence = ends_sentence(&unit.plain) && unit.plain.split(' ').count() > 6;
        is_sentence && !is_tail_line(&unit.plain)
    };
    units.iter().rposition(is_text).map_or(0, |at| at + 1)
}

fn is_sure_paragraph(unit: &Unit<'_>) -> bool {
    unit.plain.chars().nth(SURE_PARAGRAPH_CHARS).is_some()
        && ends_sentence(&unit.plain)
        && !is_tail_line(&unit.plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::unwrap::split_units;

    #[test]
    fn headings_are_short_and_bare() {
        for line in [
            "Who pays",
            "The Price of a Quay",
            "5 things to know",
            "“Ours”",
            "Кто платит",
        ] {
            assert!(looks_like_heading(line), "{line:?}");
        }
        for line in [
            "They met.",
            "who pays",
            "- Item",
            "• Item",
            "They said:",
            "2025",
            "Who pays?",
            "A: No one knows",
            "“Ours.”",
            "",
        ] {
            assert!(!looks_like_heading(line), "{line:?}");
        }
    }

    #[test]
    fn of_lines_in_a_row_only_the_last_can_be_a_heading() {
        let units = split_units("T\n\nOld Town\n\nNew Town\n\nThe towns met on Monday.");
        assert!(!is_heading(&units[1], units.first(), units.get(2)));
        assert!(is_heading(&units[2], units.get(1), units.get(3)));
        assert!(!is_heading(&units[2], units.get(1), None));
    }

    #[test]
    fn a_source_line_ends_the_article_only_below_its_last_paragraph() {
        let long = format!("{} went.", "The ferry ".repeat(30));
        let text = format!("T\n\n{long}\n\nSource: Port office\n\n{long}\n\nSOURCE:The Bell\nMore");
        assert_eq!(find_source(&split_units(&text)), Some((4, "The Bell")));
        let text = format!("T\n\nSource: Port office\n\n{long}");
        assert_eq!(find_source(&split_units(&text)), None);
        let short = "One quay\n\nSource: Port office\n\nThe mayors met.\n\nNo one signed.";
        assert_eq!(find_source(&split_units(short)), None);
    }
}
