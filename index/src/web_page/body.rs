//! Which blocks of a page are the article's: container, headings, paragraphs, end.
//!
//! Deliberately absent: any rule that names one publisher.

use super::blocks::{Block, Mark};
use super::dom::Dom;
use crate::article::Section;
use crate::pasted::dates::date_line;
use crate::pasted::ends_sentence;
use crate::pasted::furniture::{is_tail_line, recognise, source_line};
use crate::pasted::names::byline;

/// A block this long that ends as a sentence is surely a paragraph.
const SURE_CHARS: usize = 80;
/// The part of the running text, in percent, that the article's container holds.
const CONTAINER_PERCENT: usize = 70;
const HEADING_MAX_CHARS: usize = 160;

/// What closing credits and notes begin with, in lower case.
const CLOSING: [&str; 44] = [
    "reporting by",
    "additional reporting",
    "editing by",
    "writing by",
    "with files from",
    "this article was originally",
    "this story was originally",
    "this article first appeared",
    "this article originally",
    "this article was first",
    "follow ",
    "sign up",
    "subscribe",
    "©",
    "copyright",
    "all rights reserved",
    "read more",
    "related:",
    "also read",
    "read also",
    "see also",
    "the views expressed",
    "have a story",
    "contact us",
    "got a tip",
    "our standards",
    "compiled by",
    "edited by",
    "to support",
    "support our",
    "join our",
    "download our",
    "do you have a",
    "correction:",
    "editor's note",
    "editor’s note",
    "читайте также",
    "подписывайтесь",
    "подпишитесь",
    "при использовании материалов",
    "ayrıca okuyun",
    "həmçinin oxuyun",
    "lesen sie auch",
    "à lire aussi",
];

/// What a pointer to another article begins with when a link follows.
const POINTERS: [&str; 22] = [
    "read more",
    "related",
    "also read",
    "read also",
    "see also",
    "more:",
    "watch:",
    "read:",
    "read next",
    "don't miss",
    "don’t miss",
    "opinion:",
    "analysis:",
    "читайте также",
    "читать также",
    "ayrıca okuyun",
    "ilgili haber",
    "həmçinin oxuyun",
    "lesen sie auch",
    "à lire aussi",
    "lea también",
    "mehr zum thema",
];

/// What is read of a page's blocks.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) summary: Option<String>,
    pub(super) sections: Vec<Section>,
    /// The blocks from the title to the first paragraph, for byline and date.
    pub(super) head: Vec<String>,
}

/// Takes the article out of `blocks`; `title` is its headline, `standfirst` what metadata tell of it.
pub(super) fn choose(dom: &Dom, blocks: &[Block], title: &str, standfirst: Option<&str>) -> Body {
    let mut body = Body::default();
    let container = container(dom, blocks);
    let inside: Vec<bool> = blocks
        .iter()
        .map(|block| stands_in(dom, block.element, container))
        .collect();
    let mut kept: Vec<&Block> = Vec::new();
    for (block, inside) in blocks.iter().zip(&inside) {
        let has_begun = kept
            .iter()
            .any(|block| !matches!(block.mark, Mark::Heading(_)));
        if !has_begun {
            body.head.push(block.text.clone());
        }
        let is_standfirst = standfirst.is_some_and(|words| is_same(words, &block.text));
        let is_first = body.summary.is_none() && !has_begun;
        if is_standfirst
            && is_first
            && !(*inside && block.mark == Mark::Paragraph && !comes_early(&body.head))
        {
            body.summary = Some(block.text.clone());
        } else if *inside && is_kept(block, title) {
            kept.push(block);
        }
    }
    drop_pull_quotes(&mut kept);
    drop_closing(&mut kept);
    body.sections = sections(&kept);
    body
}

/// A standfirst stands among the first blocks, under the title.
fn comes_early(head: &[String]) -> bool {
    head.len() <= 12
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

fn is_sure(block: &Block) -> bool {
    let length = chars(&block.text);
    !matches!(block.mark, Mark::Heading(_))
        && length >= SURE_CHARS
        && block.link_chars * 2 < length
        && block.text.split(' ').count() >= 8
}

/// The deepest element that holds most of the page's sure paragraphs.
fn container(dom: &Dom, blocks: &[Block]) -> usize {
    let mut mass = vec![0_usize; dom.nodes.len()];
    let mut total = 0;
    for block in blocks.iter().filter(|block| is_sure(block)) {
        let length = chars(&block.text);
        total += length;
        let mut at = Some(block.element);
        while let Some(above) = at {
            mass[above] += length;
            at = dom.nodes[above].parent;
        }
    }
    let mut at = 0;
    loop {
        let best = dom.nodes[at]
            .children
            .iter()
            .copied()
            .max_by_key(|&child| mass[child]);
        match best {
            Some(child) if mass[child] > 0 && mass[child] * 100 >= total * CONTAINER_PERCENT => {
                // One long paragraph must not stand for the article it is in.
                if matches!(dom.name(child), "p" | "li" | "blockquote" | "ul" | "ol") {
                    return at;
                }
                at = child;
            }
            _ => return at,
        }
    }
}

fn stands_in(dom: &Dom, element: usize, container: usize) -> bool {
    let mut at = Some(element);
    while let Some(above) = at {
        if above == container {
            return true;
        }
        at = dom.nodes[above].parent;
    }
    false
}

/// Whether two texts say the same, but for case, marks and a cut end.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && one == other
}

fn is_kept(block: &Block, title: &str) -> bool {
    let text = block.text.as_str();
    let length = chars(text);
    if is_same(text, title) || !text.contains(char::is_alphanumeric) {
        return false;
    }
    if let Mark::Heading(level) = block.mark {
        return level > 1 && length <= HEADING_MAX_CHARS && recognise(text).is_none();
    }
    let shown = text.chars().filter(|c| !c.is_whitespace()).count();
    let is_link = block.link_chars * 10 >= shown * 9;
    let lower = text.to_lowercase();
    let points = block.link_chars > 0 && POINTERS.iter().any(|label| lower.starts_with(label));
    let is_furniture = recognise(text).is_some()
        || byline(text).is_some()
        || date_line(text).is_some()
        || source_line(text).is_some();
    if is_link || points || is_furniture {
        return false;
    }
    match block.mark {
        Mark::Bare => ends_sentence(text) && length >= 25 || length >= SURE_CHARS,
        Mark::Item => block.link_chars * 2 < shown,
        _ => true,
    }
}

/// Quotes set large that repeat what a longer paragraph says.
fn drop_pull_quotes(kept: &mut Vec<&Block>) {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    // Short pages only would be cheap to compare each with each; large ones are books, not news.
    if kept.len() > 1000 {
        return;
    }
    let bare: Vec<String> = kept.iter().map(|block| letters(&block.text)).collect();
    let repeats = |at: usize| {
        let words = &bare[at];
        chars(words) >= 20
            && bare.iter().enumerate().any(|(other, text)| {
                text.len() > words.len() && text.contains(words.as_str())
                    || other < at && text == words
            })
    };
    let drops: Vec<bool> = (0..kept.len())
        .map(|at| !matches!(kept[at].mark, Mark::Heading(_)) && repeats(at))
        .collect();
    let mut drops = drops.into_iter();
    kept.retain(|_| !drops.next().unwrap_or_default());
}

/// Credits, notes and bios under the last paragraph.
fn drop_closing(kept: &mut Vec<&Block>) {
    while let Some(last) = kept.last() {
        let is_only = kept.len() == 1;
        if is_only || !(is_closing(last) || matches!(last.mark, Mark::Heading(_))) {
            return;
        }
        kept.pop();
    }
}

fn is_closing(block: &Block) -> bool {
    let text = block.text.as_str();
    let bare = text.trim_start_matches(['(', '[', '*', '—', '-', ' ', '_']);
    let lower = bare.to_lowercase();
    let shown = text.chars().filter(|c| !c.is_whitespace()).count();
    let is_slanted = block.slanted_chars * 10 >= shown * 9;
    let credits = |lower: &str| CLOSING.iter().any(|start| lower.starts_with(start));
    let is_short_tail = !ends_sentence(text) && is_tail_line(text);
    is_slanted || credits(&lower) || is_short_tail || is_bio(text)
}

/// "Jane Doe is a reporter at The Bell."
fn is_bio(text: &str) -> bool {
    let people = [" is a ", " is an ", " is the ", " covers ", " writes "];
    let trades = [
        "reporter",
        "correspondent",
        "journalist",
        "editor",
        "writer",
        "author",
        "columnist",
        "professor",
        "fellow",
        "analyst",
        "researcher",
    ];
    people.iter().any(|verb| {
        text.split_once(verb).is_some_and(|(name, rest)| {
            let rest: String = rest.chars().take(80).collect();
            crate::pasted::names::person_names(name).is_some_and(|names| names.len() == 1)
                && trades.iter().any(|trade| rest.contains(trade))
        })
    }) && chars(text) < 300
}

fn sections(kept: &[&Block]) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for block in kept {
        if let Mark::Heading(_) = block.mark {
            sections.push(Section {
                heading: Some(block.text.clone()),
                paragraphs: Vec::new(),
            });
        } else if let Some(section) = sections.last_mut() {
            section.paragraphs.push(block.text.clone());
        }
    }
    sections.retain(|section| !section.paragraphs.is_empty());
    sections
}
