//! The blocks of text a reader sees on a page, in order.
//!
//! Deliberately absent: which of them are the article's (`body.rs`).

use super::dom::{Dom, Kind};
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
    /// How many of its characters are links', and how many are slanted.
    pub(super) link_chars: usize,
    pub(super) slanted_chars: usize,
}

/// Elements without text of the article's.
const SKIPPED: [&str; 32] = [
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "aside",
    "footer",
    "form",
    "button",
    "select",
    "textarea",
    "input",
    "label",
    "figure",
    "figcaption",
    "picture",
    "video",
    "audio",
    "svg",
    "math",
    "iframe",
    "object",
    "canvas",
    "map",
    "dialog",
    "menu",
    "title",
    "address",
    "embed",
    "progress",
    "time-ago",
];

/// Elements that stand in a line of text.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "ruby", "img", "rp",
];

/// Words in classes and ids of what is not the article's; weak evidence, see [`is_furniture`].
const FURNITURE: [&str; 52] = [
    "related",
    "newsletter",
    "caption",
    "share",
    "sharing",
    "social",
    "comments",
    "comment",
    "promo",
    "advert",
    "advertisement",
    "ad",
    "ads",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "byline",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "recirc",
    "recirculation",
    "recommended",
    "recommendations",
    "teaser",
    "teasers",
    "pullquote",
    "subscribe",
    "subscription",
    "paywall",
    "signup",
    "popup",
    "modal",
    "outbrain",
    "taboola",
    "disqus",
    "trending",
    "popular",
    "tags",
    "footer",
    "footnote",
    "toolbar",
    "copyright",
    "credit",
    "disclaimer",
    "menu",
    "navigation",
    "widget",
    "onetrust",
    "tweet",
];

/// Classes of text that only screen readers speak.
const UNSEEN: [&str; 5] = [
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "u-hidden",
];

/// Characters of running text under every node.
pub(super) fn text_mass(dom: &Dom) -> Vec<usize> {
    let mut mass = vec![0_usize; dom.nodes.len()];
    let order: Vec<usize> = dom.under(0).collect();
    for &at in order.iter().rev() {
        let node = &dom.nodes[at];
        if let Kind::Text(text) = &node.kind {
            let parent = node.parent.map_or("", |parent| dom.name(parent));
            if !matches!(parent, "script" | "style" | "a" | "noscript" | "title") {
                mass[at] = text.split_whitespace().map(str::len).sum();
            }
        }
        if let Some(parent) = node.parent {
            mass[parent] += mass[at];
        }
    }
    mass
}

/// All blocks that a reader sees.
pub(super) fn read_blocks(dom: &Dom) -> Vec<Block> {
    let mass = text_mass(dom);
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
                if is_skipped(dom, at, &mass) {
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
    reader.blocks
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
    links: usize,
    slants: usize,
    link_chars: usize,
    slanted_chars: usize,
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
            "a" => self.open.links += 1,
            "em" | "i" => self.open.slants += 1,
            "br" => self.open.text.push('\n'),
            name if !name.is_empty() && !INLINE.contains(&name) => self.flush(),
            _ => {}
        }
    }

    fn leave(&mut self, at: usize) {
        match self.dom.name(at) {
            "a" => self.open.links = self.open.links.saturating_sub(1),
            "em" | "i" => self.open.slants = self.open.slants.saturating_sub(1),
            "" | "br" => {}
            name if !INLINE.contains(&name) => self.flush(),
            _ => {}
        }
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
        // A line's end in the source is a space; only `br` breaks a line. No-break spaces stay.
        let spaces = |c: char| if c.is_ascii_whitespace() { ' ' } else { c };
        open.text.extend(text.chars().map(spaces));
    }

    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        (self.open.links, self.open.slants) = (open.links, open.slants);
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

fn is_skipped(dom: &Dom, at: usize, mass: &[usize]) -> bool {
    let name = dom.name(at);
    if name.is_empty() {
        return false;
    }
    SKIPPED.contains(&name) || is_hidden(dom, at) || is_furniture(dom, at, mass)
}

fn is_hidden(dom: &Dom, at: usize) -> bool {
    let style = dom.attribute(at, "style").unwrap_or_default();
    let style: String = style.split_whitespace().collect::<String>().to_lowercase();
    let classes = dom.attribute(at, "class").unwrap_or_default();
    dom.attribute(at, "hidden").is_some()
        || dom.attribute(at, "aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || classes
            .split_whitespace()
            .any(|class| UNSEEN.contains(&class))
}

/// Whether class, id or role call the element furniture, and it isn't most of the page's text.
fn is_furniture(dom: &Dom, at: usize, mass: &[usize]) -> bool {
    if matches!(
        dom.name(at),
        "body" | "html" | "article" | "main" | "p" | "h1"
    ) {
        return false;
    }
    let role = dom.attribute(at, "role").unwrap_or_default();
    let of_role = matches!(
        role,
        "navigation"
            | "complementary"
            | "contentinfo"
            | "dialog"
            | "search"
            | "banner"
            | "alertdialog"
    );
    let names = [
        dom.attribute(at, "class").unwrap_or_default(),
        dom.attribute(at, "id").unwrap_or_default(),
    ];
    let mut words = names
        .iter()
        .flat_map(|name| name.split([' ', '-', '_', '\t', '\n']));
    let is_named = words.any(|word| FURNITURE.contains(&word.to_lowercase().as_str()));
    // Comments outgrow short articles; nothing else does.
    let is_comments = names.iter().any(|name| {
        let name = name.to_lowercase();
        matches!(&*name, "comments" | "disqus_thread" | "comment-list")
            || name.starts_with("comments")
    });
    let share = mass[at] * 100 / mass[0].max(1);
    (of_role || is_named) && share < if is_comments { 85 } else { 40 }
}
