//! The blocks of text a reader sees on a page, in order.
//!
//! Deliberately absent: which of them are the article's (`body.rs`).

use super::WebPageError;
use super::dom::{Dom, Kind};
use super::furniture::Seen;
use crate::pasted::ends_sentence;

/// What a block is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Heading(u8),
    Paragraph,
    Item,
    Quote,
    /// Text in a `div` or the like.
    Bare,
}

/// One block of text.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) mark: Mark,
    /// The element it stands in.
    pub(super) element: usize,
    /// How many of its characters stand in links to elsewhere, are slanted, are bold; spaces aside.
    pub(super) link_chars: usize,
    pub(super) slanted_chars: usize,
    pub(super) bold_chars: usize,
}

/// Elements that stand in a line of text.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "ruby", "img", "rp",
];

/// No news page has more blocks, live blogs included.
const MAX_BLOCKS: usize = 10_000;

/// All blocks that a reader sees.
pub(super) fn read_blocks(dom: &Dom) -> Result<Vec<Block>, WebPageError> {
    let seen = Seen::new(dom);
    let mut reader = Reader {
        dom,
        blocks: Vec::new(),
        open: Open::default(),
    };
    let mut stack = vec![Step::Enter(0)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Leave(at) => reader.leave(at),
            Step::Enter(at) => {
                if seen.is_skipped(at) {
                    if !INLINE.contains(&dom.name(at)) {
                        reader.flush();
                    }
                    continue;
                }
                reader.enter(at);
                stack.push(Step::Leave(at));
                stack.extend(
                    dom.nodes[at]
                        .children
                        .iter()
                        .rev()
                        .map(|&at| Step::Enter(at)),
                );
            }
        }
    }
    reader.flush();
    if reader.blocks.len() > MAX_BLOCKS {
        return Err(WebPageError::TooComplex);
    }
    Ok(reader.blocks)
}

enum Step {
    Enter(usize),
    Leave(usize),
}

/// The block being read.
#[derive(Default)]
struct Open {
    text: String,
    element: usize,
    /// How many links, slanted and bold elements are open.
    links: usize,
    slants: usize,
    bolds: usize,
    link_chars: usize,
    slanted_chars: usize,
    bold_chars: usize,
}

struct Reader<'a> {
    dom: &'a Dom,
    blocks: Vec<Block>,
    open: Open,
}

impl Reader<'_> {
    fn enter(&mut self, at: usize) {
        if let Kind::Text(text) = &self.dom.nodes[at].kind {
            return self.take(at, text);
        }
        match self.dom.name(at) {
            "a" if self.leads_away(at) => self.open.links += 1,
            "em" | "i" => self.open.slants += 1,
            "strong" | "b" => self.open.bolds += 1,
            "br" => self.open.text.push('\n'),
            name if !name.is_empty() && !INLINE.contains(&name) => self.flush(),
            _ => {}
        }
    }

    fn leave(&mut self, at: usize) {
        match self.dom.name(at) {
            "a" if self.leads_away(at) => self.open.links = self.open.links.saturating_sub(1),
            "em" | "i" => self.open.slants = self.open.slants.saturating_sub(1),
            "strong" | "b" => self.open.bolds = self.open.bolds.saturating_sub(1),
            "" | "br" => {}
            name if !INLINE.contains(&name) => self.flush(),
            _ => {}
        }
    }

    /// Whether a link leads to another page; one to a place in this page says nothing of its text.
    fn leads_away(&self, at: usize) -> bool {
        let target = self.dom.attribute(at, "href").unwrap_or("#");
        !target.starts_with('#')
    }

    fn take(&mut self, at: usize, text: &str) {
        let shown = text
            .split_whitespace()
            .map(|word| word.chars().count())
            .sum::<usize>();
        let open = &mut self.open;
        if open.text.trim().is_empty() && shown > 0 {
            open.element = at;
        }
        open.link_chars += if open.links > 0 { shown } else { 0 };
        open.slanted_chars += if open.slants > 0 { shown } else { 0 };
        open.bold_chars += if open.bolds > 0 { shown } else { 0 };
        // A line's end in the source is a space; only `br` breaks a line. No-break spaces stay.
        let spaces = |c: char| if c.is_ascii_whitespace() { ' ' } else { c };
        open.text.extend(text.chars().map(spaces));
    }

    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.open.links = open.links;
        (self.open.slants, self.open.bolds) = (open.slants, open.bolds);
        if open.text.trim().is_empty() {
            return;
        }
        let (element, mark) = self.mark(open.element);
        let paragraphs = split_breaks(&open.text);
        let is_whole = paragraphs.len() == 1;
        for text in paragraphs {
            self.blocks.push(Block {
                text,
                mark,
                element,
                link_chars: if is_whole { open.link_chars } else { 0 },
                slanted_chars: if is_whole { open.slanted_chars } else { 0 },
                bold_chars: if is_whole { open.bold_chars } else { 0 },
            });
        }
    }

    /// The element that makes the block of the text at `at`, and what it is marked as.
    fn mark(&self, at: usize) -> (usize, Mark) {
        let (mut element, mut own) = (at, None);
        let mut above = self.dom.nodes[at].parent;
        let mut mark = Mark::Bare;
        for _ in 0..12 {
            let Some(at) = above else { break };
            let name = self.dom.name(at);
            if own.is_none() && !INLINE.contains(&name) {
                own = Some(at);
                element = at;
            }
            mark = match name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    let level = name.as_bytes()[1] - b'0';
                    return (element, Mark::Heading(level));
                }
                "p" if mark == Mark::Bare => Mark::Paragraph,
                "li" if mark == Mark::Bare || mark == Mark::Paragraph => Mark::Item,
                "blockquote" => return (element, Mark::Quote),
                _ => mark,
            };
            above = self.dom.nodes[at].parent;
        }
        (element, mark)
    }
}

/// The paragraphs of a block: two breaks part them; one does if sentences end at each.
fn split_breaks(text: &str) -> Vec<String> {
    let lines: Vec<String> = text.split('\n').map(collapse).collect();
    let filled: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    let long = |line: &&&String| ends_sentence(line) && line.chars().count() > 60;
    if filled.len() > 1 && filled.iter().filter(long).count() * 2 > filled.len() {
        return filled.into_iter().cloned().collect();
    }
    let joined = lines
        .split(String::is_empty)
        .filter(|lines| !lines.is_empty());
    joined.map(|lines| lines.join(" ")).collect()
}

/// `text` with every run of spaces one space, none at its ends.
pub(super) fn collapse(text: &str) -> String {
    let words = text.split(|c: char| c.is_ascii_whitespace());
    let text = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    crate::lines::trim_blank(&text).to_owned()
}
