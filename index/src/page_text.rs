//! A page's text as a browser searches it for a text directive.
//!
//! ```
//! use attache_index::{PageText, TextDirective};
//!
//! let page = PageText::new(["Two towns", "The towns met. The tolls rose."]);
//! let found = page.find(&TextDirective::parse("the%20TOLLS").unwrap()).unwrap();
//! assert_eq!((found.start, found.end), ((1, 15), (1, 24)));
//! ```
//!
//! Source: URL Fragment Text Directives, WICG draft,
//! <https://wicg.github.io/scroll-to-text-fragment/>, "find a range from a text directive": each
//! term lies within one block, but prefix and suffix may lie in the blocks before and after, since
//! only white space has to stand between. Letters are compared without case and marks.
//!
//! Browsers differ in what they take for a word boundary and for the same letter. This search is
//! looser than any of them: a boundary is wherever one may be, so also between any two letters of
//! a script written without spaces. So where it finds a text first, no stricter search finds an
//! earlier one.
//!
//! Deliberately absent: choosing a directive (`deep_link.rs`).

use std::ops::Range;

use unicode_normalization::char::{
    canonical_combining_class, decompose_canonical, is_combining_mark,
};

use crate::text_fragment::TextDirective;

/// Stands between blocks in the folded text, where no other line break is left.
const BLOCK_END: char = '\n';

/// How many bytes at a word's start find its places; shorter terms are searched for in the text.
const KEY_BYTES: usize = 8;

/// The text of a page, block after block, folded once for many searches.
#[derive(Debug, Clone)]
pub struct PageText {
    /// The blocks as given, one after another.
    source: String,
    /// Where each block begins in `source` and in `folded`, and at last where a next one would.
    blocks: Vec<(usize, usize)>,
    /// The blocks in lower case, without marks, white space made single blanks.
    folded: String,
    /// Where `folded` and `source` drift apart: from the first place on they run in step again.
    steps: Vec<(usize, usize)>,
    /// What `folded` reads at each place where a word may start, and that place; ascending.
    starts: Vec<([u8; KEY_BYTES], usize)>,
}

/// What a directive leads to: block numbers from 0 and byte positions in the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageMatch {
    /// The block and the place in it where the text starts.
    pub start: (usize, usize),
    /// The block and the place in it where the text ends.
    pub end: (usize, usize),
}

/// A directive's terms, folded as the page is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FoldedTerms<'a> {
    pub(crate) prefix: Option<&'a str>,
    pub(crate) start: &'a str,
    pub(crate) end: Option<&'a str>,
    pub(crate) suffix: Option<&'a str>,
}

impl PageText {
    /// Folds `blocks`: headline, headings and paragraphs, in the order they stand on the page.
    pub fn new<'a>(blocks: impl IntoIterator<Item = &'a str>) -> Self {
        let mut page = Self {
            source: String::new(),
            blocks: vec![(0, 0)],
            folded: String::new(),
            steps: vec![(0, 0)],
            starts: vec![],
        };
        for block in blocks {
            page.push(block);
        }
        page.index_starts();
        page
    }

    /// The first text that `directive` leads to.
    pub fn find(&self, directive: &TextDirective) -> Option<PageMatch> {
        let start = fold(&directive.start);
        let [prefix, end, suffix] = [&directive.prefix, &directive.end, &directive.suffix]
            .map(|term| term.as_deref().map(fold));
        let found = self.find_folded(&FoldedTerms {
            prefix: prefix.as_deref(),
            start: &start,
            end: end.as_deref(),
            suffix: suffix.as_deref(),
        })?;
        Some(PageMatch {
            start: self.place(found.start),
            end: self.place(found.end),
        })
    }

    /// How many blocks there are.
    pub(crate) fn len(&self) -> usize {
        self.blocks.len() - 1
    }

    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// Where `block` stands in the folded text, its end mark left out.
    pub(crate) fn folded_block(&self, block: usize) -> Option<Range<usize>> {
        Some(self.blocks.get(block)?.1..self.blocks.get(block + 1)?.1 - 1)
    }

    /// Where the bytes `range` of `block` stand in the folded text.
    pub(crate) fn folded_range(&self, block: usize, range: &Range<usize>) -> Option<Range<usize>> {
        let (first, next) = (self.blocks.get(block)?.0, self.blocks.get(block + 1)?.0);
        let within = self.folded_block(block)?;
        // A mark dropped after a letter that grew by folding would leave a place inside it.
        let folded = |at: usize| {
            let at = self.to_folded(first + at).clamp(within.start, within.end);
            (at..=within.end).find(|at| self.folded.is_char_boundary(*at))
        };
        if range.start > range.end || range.end > next - first {
            return None;
        }
        Some(folded(range.start)?..folded(range.end)?)
    }

    /// The page's own characters at `range` of the folded text, white space made single blanks.
    pub(crate) fn term(&self, range: &Range<usize>) -> String {
        let source = self.to_source(range.start)..self.to_source(range.end);
        let text = self.source.get(source).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The draft's "find a range from a text directive", over folded text.
    pub(crate) fn find_folded(&self, terms: &FoldedTerms) -> Option<Range<usize>> {
        let ends_word = terms.end.is_some() || terms.suffix.is_none();
        let mut from = 0;
        loop {
            let start = if let Some(prefix) = terms.prefix {
                let before = self.next(prefix, from, true, false)?;
                from = self.after(before.start);
                let at = self.skip_blanks(before.end);
                match self.here(terms.start, at, ends_word) {
                    Some(start) => start,
                    None => continue,
                }
            } else {
                let start = self.next(terms.start, from, true, ends_word)?;
                from = self.after(start.start);
                start
            };
            let Some(end) = terms.end else {
                if self.followed(start.end, terms.suffix) {
                    return Some(start);
                }
                continue;
            };
            let mut end_from = start.end;
            loop {
                let last = self.next(end, end_from, true, terms.suffix.is_none())?;
                if self.followed(last.end, terms.suffix) {
                    return Some(start.start..last.end);
                }
                end_from = last.end;
            }
        }
    }

    fn push(&mut self, block: &str) {
        let (first, source) = (self.folded.len(), self.source.len());
        let mut blank = None;
        for (at, c) in block.char_indices() {
            if c.is_whitespace() {
                blank = blank.or(Some(source + at));
            } else if let Some(folded) = fold_char(c) {
                if let Some(blank) = blank.take().filter(|_| self.folded.len() > first) {
                    self.push_folded(' ', blank);
                }
                self.push_folded(folded, source + at);
            }
        }
        self.source.push_str(block);
        self.push_folded(BLOCK_END, blank.unwrap_or(self.source.len()));
        self.blocks.push((self.source.len(), self.folded.len()));
        self.step(self.source.len());
    }

    fn index_starts(&mut self) {
        let mut before = BLOCK_END;
        for (at, c) in self.folded.char_indices() {
            let starts = !matches!(c, ' ' | BLOCK_END) && may_part(before, c);
            before = c;
            if starts && let Some(key) = self.folded.get(at..).and_then(key_of) {
                self.starts.push((key, at));
            }
        }
        self.starts.sort_unstable();
    }

    fn push_folded(&mut self, folded: char, source: usize) {
        self.step(source);
        self.folded.push(folded);
    }

    /// Notes that the folded text's end is at `source`, unless that follows from before.
    fn step(&mut self, source: usize) {
        let end = self.folded.len();
        if self.to_source(end) != source {
            self.steps.pop_if(|last| last.0 == end);
            self.steps.push((end, source));
        }
    }

    fn to_source(&self, folded: usize) -> usize {
        let next = self.steps.partition_point(|step| step.0 <= folded);
        let step = self.steps.get(next.saturating_sub(1)).copied();
        step.map_or(0, |step| step.1 + (folded - step.0))
    }

    fn to_folded(&self, source: usize) -> usize {
        let next = self.steps.partition_point(|step| step.1 <= source);
        let limit = self
            .steps
            .get(next)
            .map_or(self.folded.len(), |step| step.0);
        let step = self.steps.get(next.saturating_sub(1)).copied();
        step.map_or(0, |step| limit.min(step.0 + source.saturating_sub(step.1)))
    }

    /// The block and the place in it of a place in the folded text.
    fn place(&self, folded: usize) -> (usize, usize) {
        let block = self
            .blocks
            .partition_point(|block| block.1 <= folded)
            .saturating_sub(1);
        let first = self.blocks.get(block).map_or(0, |block| block.0);
        (block, self.to_source(folded) - first)
    }

    /// The first `needle` from `from` on that starts and ends at word boundaries as wanted.
    fn next(&self, needle: &str, from: usize, starts: bool, ends: bool) -> Option<Range<usize>> {
        let mut from = from;
        if starts && let Some(key) = key_of(needle) {
            let first = self.starts.partition_point(|start| *start < (key, from));
            let places = self.starts.get(first..)?.iter();
            return places
                .take_while(|start| start.0 == key)
                .find_map(|start| self.here(needle, start.1, ends));
        }
        while !needle.is_empty() {
            let start = from + self.folded.get(from..)?.find(needle)?;
            let end = start + needle.len();
            if (!starts || self.may_bound(start)) && (!ends || self.may_bound(end)) {
                return Some(start..end);
            }
            from = self.after(start);
        }
        None
    }

    fn here(&self, needle: &str, at: usize, ends: bool) -> Option<Range<usize>> {
        let end = at + needle.len();
        let found = !needle.is_empty() && self.folded.get(at..)?.starts_with(needle);
        (found && (!ends || self.may_bound(end))).then_some(at..end)
    }

    fn followed(&self, at: usize, suffix: Option<&str>) -> bool {
        suffix.is_none_or(|suffix| self.here(suffix, self.skip_blanks(at), true).is_some())
    }

    fn after(&self, at: usize) -> usize {
        at + self.char_at(at).map_or(1, char::len_utf8)
    }

    fn skip_blanks(&self, at: usize) -> usize {
        let rest = self.folded.get(at..).unwrap_or_default();
        self.folded.len() - rest.trim_start_matches([' ', BLOCK_END]).len()
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.folded.get(at..)?.chars().next()
    }

    /// Whether any browser may see a word boundary at `at`.
    fn may_bound(&self, at: usize) -> bool {
        let before = self
            .folded
            .get(..at)
            .and_then(|text| text.chars().next_back());
        let (Some(before), Some(after)) = (before, self.char_at(at)) else {
            return true;
        };
        may_part(before, after)
    }

    /// Whether every browser sees a word boundary at `at`.
    ///
    /// Source: Unicode Standard Annex 29, rules WB6, WB7, WB11, WB12 and WB13; a quote, stop or comma
    /// inside a word or number joins its halves.
    pub(crate) fn is_bound(&self, at: usize) -> bool {
        let (Some(left), Some(right)) = (self.folded.get(..at), self.folded.get(at..)) else {
            return false;
        };
        let (mut left, mut right) = (left.chars().rev(), right.chars());
        let (Some(a), Some(b)) = (left.next(), right.next()) else {
            return true;
        };
        match (in_word(a), in_word(b)) {
            (true, true) => false,
            (true, false) if joins_words(b) => !right.next().is_some_and(in_word),
            (false, true) if joins_words(a) => !left.next().is_some_and(in_word),
            _ => true,
        }
    }
}

fn key_of(text: &str) -> Option<[u8; KEY_BYTES]> {
    text.as_bytes().first_chunk().copied()
}

/// Whether any browser may see a word boundary between `a` and `b`.
fn may_part(a: char, b: char) -> bool {
    !in_word(a) || !in_word(b) || is_unspaced(a) || is_unspaced(b)
}

/// Whether `c` is part of a word or number.
pub(crate) fn in_word(c: char) -> bool {
    let flag_letter = matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && (flag_letter || is_combining_mark(c)))
}

/// Whether `c` belongs to a script written without spaces: CJK, Thai, Lao, Khmer, Burmese.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

fn joins_words(c: char) -> bool {
    matches!(
        c,
        '\'' | '"'
            | '.'
            | ','
            | ';'
            | ':'
            | '\u{b7}'
            | '\u{387}'
            | '\u{5f4}'
            | '\u{2024}'
            | '\u{2027}'
            | '\u{203f}'
            | '\u{2040}'
            | '\u{202f}'
            | '\u{66b}'
            | '\u{66c}'
            | '\u{fe13}'
            | '\u{fe55}'
            | '\u{ff07}'
            | '\u{ff0e}'
            | '\u{ff1a}'
    )
}

/// `text` as [`PageText`] folds a block.
fn fold(text: &str) -> String {
    text.split_whitespace()
        .map(|word| word.chars().filter_map(fold_char).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The base letter of `c` in lower case, quotes made straight; none for what is not compared.
///
/// Always one character or none, so that places in both texts stay easy to match.
fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    let ignored = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    if ignored || canonical_combining_class(c) != 0 {
        return None;
    }
    let (mut base, mut letters) = (c, 0);
    decompose_canonical(c, |part| {
        if canonical_combining_class(part) == 0 {
            base = part;
            letters += 1;
        }
    });
    let lower = if letters == 1 { base } else { c }.to_lowercase().next()?;
    Some(match lower {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{3c2}' => '\u{3c3}',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(page: &PageText, directive: &str) -> Option<((usize, usize), (usize, usize))> {
        let found = page.find(&TextDirective::parse(directive).unwrap())?;
        Some((found.start, found.end))
    }

    #[test]
    fn a_term_matches_at_word_bounds_without_case_and_marks() {
        let page = PageText::new([
            "Forest ranger",
            "The \u{c9}tang  range\u{301}, \u{201c}old\u{201d}",
        ]);
        assert_eq!(found(&page, "range"), Some(((1, 12), (1, 19))));
        assert_eq!(found(&page, "orest%20ranger"), None);
        assert_eq!(found(&page, "etang%20RANGE"), Some(((1, 4), (1, 19))));
        assert_eq!(found(&page, "%22old%22"), Some(((1, 21), (1, 30))));
    }

    #[test]
    fn a_term_stays_in_its_block_but_context_and_range_may_cross() {
        let page = PageText::new(["One quay", "Two quays", "", "One toll"]);
        assert_eq!(found(&page, "quay%20two"), None);
        assert_eq!(found(&page, "quays-,one"), Some(((3, 0), (3, 3))));
        assert_eq!(found(&page, "One,-toll"), Some(((3, 0), (3, 3))));
        assert_eq!(found(&page, "two,toll"), Some(((1, 0), (3, 8))));
    }

    #[test]
    fn a_range_keeps_its_first_start_and_tries_every_end() {
        let page = PageText::new(["a b c a d b e"]);
        assert_eq!(found(&page, "a,b"), Some(((0, 0), (0, 3))));
        assert_eq!(found(&page, "a,b,-e"), Some(((0, 0), (0, 11))));
        assert_eq!(found(&page, "c-,a,b"), Some(((0, 6), (0, 11))));
        assert_eq!(found(&page, "a,-d"), Some(((0, 6), (0, 7))));
    }

    proptest! {
        #[test]
        fn places_in_both_texts_answer_each_other(
            blocks in prop::collection::vec("[a\u{c9}\u{23a}\u{301}\u{4e2d} \n\u{1f6a2}\u{ad}.]{0,9}|\\PC{0,9}", 0..5)
        ) {
            let page = PageText::new(blocks.iter().map(String::as_str));
            for (i, block) in blocks.iter().enumerate() {
                let folded = page.folded.get(page.folded_block(i).unwrap());
                prop_assert_eq!(folded.map(ToOwned::to_owned), Some(fold(block)));
                for (at, c) in block.char_indices() {
                    let range = page.folded_range(i, &(at..at + c.len_utf8()));
                    if fold_char(c).is_some_and(|c| !c.is_whitespace()) {
                        let range = range.unwrap();
                        prop_assert_eq!(page.place(range.start), (i, at));
                        prop_assert_eq!(page.char_at(range.start), fold_char(c));
                    }
                }
            }
        }
    }
}
