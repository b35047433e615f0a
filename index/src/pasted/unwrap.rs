//! From lines to units: one unit is one paragraph, heading or other whole line of the page.

use std::borrow::Cow;

use super::ends_sentence;
use super::furniture::{self, Furniture};
use crate::lines::{is_blank, plain, split_lines, trim_blank};

/// The widest column that text is broken at; a longer line was never broken.
const WRAP_MAX_CHARS: usize = 120;
/// A broken line is at least this long.
const WRAP_MIN_CHARS: usize = 30;

/// One whole line of the page, or a paragraph put together again.
#[derive(Debug, Clone)]
pub(super) struct Unit<'a> {
    /// The characters as pasted, trimmed.
    pub(super) text: Cow<'a, str>,
    /// The same for the rules: plain single spaces, nothing invisible.
    pub(super) plain: String,
    /// Whether a blank line, or the start of the text, stands before it.
    pub(super) after_gap: bool,
}

/// How a text is broken into lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wrap {
    /// The length in characters of the longest line that surely goes on in the next.
    width: usize,
    /// Whether blank lines part the paragraphs.
    has_gaps: bool,
}

/// Splits `text` at its line ends, joining the lines of paragraphs that are broken at a width.
pub(super) fn split_units(text: &str) -> Vec<Unit<'_>> {
    let blocks = split_blocks(text);
    let wrap = detect_wrap(&blocks);
    let mut units = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let mut open: Vec<&str> = Vec::new();
        let mut first_unit = true;
        for (i, line) in block.iter().enumerate() {
            open.push(line);
            let goes_on = wrap.is_some_and(|wrap| goes_on(wrap, block, i, at == 0));
            if !goes_on {
                units.push(unit(&open, std::mem::take(&mut first_unit)));
                open.clear();
            }
        }
    }
    units
}

fn unit<'a>(lines: &[&'a str], after_gap: bool) -> Unit<'a> {
    let text = match lines {
        [line] => Cow::Borrowed(*line),
        lines => Cow::Owned(lines.join(" ")),
    };
    let plain = plain(&text);
    Unit {
        text,
        plain,
        after_gap,
    }
}

/// The trimmed lines between blank ones.
fn split_blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    for line in split_lines(text) {
        match blocks.last_mut() {
            Some(block) if !is_blank(line) => block.push(trim_blank(line)),
            Some(block) if !block.is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// A text is hard-wrapped when a third of its line breaks fall inside sentences.
///
/// The break after the title proves nothing: neither has a standfirst always a capital.
fn detect_wrap(blocks: &[Vec<&str>]) -> Option<Wrap> {
    let is_title_break = blocks.first().is_some_and(|block| block.len() > 1);
    let breaks = blocks.iter().flat_map(|block| block.windows(2));
    let (mut all, mut inside, mut width) = (0_usize, 0_usize, 0);
    for pair in breaks.skip(usize::from(is_title_break)) {
        let [line, next] = pair else { continue };
        let len = line.chars().count();
        // A short line ends where it ends in any text.
        all += usize::from(len >= WRAP_MIN_CHARS);
        if (WRAP_MIN_CHARS..=WRAP_MAX_CHARS).contains(&len) && runs_into(line, next) {
            inside += 1;
            width = width.max(len);
        }
    }
    let longest_block = blocks.iter().map(Vec::len).max().unwrap_or_default();
    let lines: usize = blocks.iter().map(Vec::len).sum();
    (inside > 0 && inside * 3 >= all).then_some(Wrap {
        width,
        has_gaps: longest_block <= 8 || longest_block * 2 < lines,
    })
}

/// Whether the line at `i` of `block` goes on in the next one.
fn goes_on(wrap: Wrap, block: &[&str], i: usize, is_first_block: bool) -> bool {
    let (Some(line), Some(next)) = (block.get(i), block.get(i + 1)) else {
        return false;
    };
    let kinds = [line, next].map(|line| furniture::recognise(&plain(line)));
    let word = next.split_whitespace().next().unwrap_or_default();
    let len = line.chars().count();
    let next_word_fits = len + 1 + word.chars().count() <= wrap.width;
    if kinds == [Some(Furniture::Teaser), None] && block.len() == 2 && !next_word_fits {
        return true;
    }
    if kinds != [None, None] {
        return false;
    }
    if runs_into(line, next) {
        return true;
    }
    let is_end =
        |line: &str| furniture::source_line(line).is_some() || furniture::is_tail_line(line);
    if is_end(&plain(line)) || is_end(&plain(next)) {
        return false;
    }
    let is_open = !ends_sentence(line);
    if is_first_block {
        // A title may be as wide as the column; only the body tells where it ends.
        let is_title_alone = !block.iter().any(|line| ends_sentence(line));
        return !next_word_fits && (i > 0 || is_title_alone);
    }
    if !next_word_fits {
        return true;
    }
    let is_heading = is_open && i == 0 && len * 5 < wrap.width * 4;
    wrap.has_gaps && !is_heading
}

/// Whether `next` surely carries on the sentence of `line`.
fn runs_into(line: &str, next: &str) -> bool {
    // Georgian has capitals that no one writes.
    let is_small = |c: char| c.is_lowercase() && !('\u{10d0}'..='\u{10ff}').contains(&c);
    !ends_sentence(line) && next.starts_with(is_small)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let units = split_units(text);
        units
            .into_iter()
            .map(|unit| unit.text.into_owned())
            .collect()
    }

    #[test]
    fn paragraphs_broken_at_a_width_are_joined_with_one_space() {
        let text = "One quay\n\nThe two mayors of the lower bay met on Monday and said that\n\
                    the quay belongs to both. No one signed. The ferry of Old\n\
                    Town went on as before.\n\nThe next talks will be held in the spring, said the\n\
                    clerk.";
        assert_eq!(
            texts(text),
            [
                "One quay",
                "The two mayors of the lower bay met on Monday and said that the quay belongs to \
                 both. No one signed. The ferry of Old Town went on as before.",
                "The next talks will be held in the spring, said the clerk.",
            ]
        );
    }

    #[test]
    fn a_short_line_ends_a_broken_paragraph_where_no_blank_lines_do() {
        let text = "One quay\n\
                    The two mayors of the lower bay met on Monday and said that\n\
                    the quay belongs to both of the towns that stand beside it,\n\
                    and no one signed.\n\
                    The next talks will be held in the spring, said the clerk,\n\
                    who had counted the boats of the bay and found that all the\n\
                    ferries go on as before, winter and summer, day and night.";
        let texts = texts(text);
        assert_eq!(texts.len(), 3, "{texts:#?}");
        assert!(texts.last().unwrap().starts_with("The next talks"));
    }

    #[test]
    fn a_heading_without_a_blank_line_stays_apart() {
        let text = "One quay\n\nWho pays\nThe two mayors of the lower bay met on Monday and said that\n\
                    the quay belongs to both of the towns.\n\nNo one signed the paper that the clerk had\nbrought.";
        assert_eq!(texts(text).get(1).map(String::as_str), Some("Who pays"));
    }

    #[test]
    fn whole_lines_are_never_joined() {
        let text = "One quay\nthe standfirst without a capital\n\nThe mayors met.\nNo one signed.";
        assert_eq!(texts(text).len(), 4);
    }

    #[test]
    fn invisible_lines_are_gaps_and_inner_ones_stay() {
        let units = split_units("A\u{a0}b\u{200b}c\n\u{a0}\u{200b}\nD");
        assert_eq!(units.first().unwrap().text, "A\u{a0}b\u{200b}c");
        assert_eq!(units.first().unwrap().plain, "A bc");
        assert!(units.last().unwrap().after_gap);
    }
}
