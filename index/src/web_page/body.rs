//! Which blocks of a page are the article's: container, headings, paragraphs, end.
//!
//! Deliberately absent: any rule that names one publisher.

use super::blocks::{Block, Mark};
use super::closing::{drop_closing, drop_opening};
use super::dom::Dom;
use super::furniture::{is_article_body, name_words};
use crate::article::Section;
use crate::pasted::dates::date_line;
use crate::pasted::furniture::{Furniture, is_teaser, recognise, source_line};
use crate::pasted::names::byline;
use crate::pasted::{ends_sentence, looks_like_heading};

/// A block this long that ends as a sentence is surely a paragraph.
const SURE_CHARS: usize = 80;
/// The part of the running text, in percent, that the article's container holds.
const CONTAINER_PERCENT: usize = 70;
const HEADING_MAX_CHARS: usize = 160;
/// The blocks above the article that are searched for byline and date.
const HEAD_MAX_BLOCKS: usize = 40;
/// No box of pointers has more nodes.
const BOX_MAX_NODES: usize = 300;
/// No more labels of such boxes are looked at.
const BOXES_MAX: usize = 40;
const LABEL_MAX_CHARS: usize = 60;
/// No article has more quotes set large; each is sought in all of the text.
const QUOTES_MAX: usize = 64;
/// How much of the text metadata must hold to be believed, and how long an end they may lack, in percent.
const TOLD_PERCENT: usize = 70;
const TOLD_END_PERCENT: usize = 30;

/// Words in the names of a standfirst.
const STANDFIRST: [&str; 25] = [
    "standfirst",
    "subtitle",
    "subhead",
    "subheadline",
    "subheading",
    "dek",
    "deck",
    "lead",
    "lede",
    "excerpt",
    "summary",
    "desc",
    "description",
    "spot",
    "chapo",
    "chapeau",
    "vorspann",
    "teaser",
    "abstract",
    "perex",
    "bajada",
    "entradilla",
    "sommario",
    "strapline",
    "ingress",
];

/// What is read of a page's blocks.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) summary: Option<String>,
    pub(super) sections: Vec<Section>,
    /// The blocks from the title to the first paragraph, for byline and date.
    pub(super) head: Vec<String>,
}

/// What is known of an article before its blocks are chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) title: &'a str,
    pub(super) standfirst: Option<&'a str>,
    /// The whole text, run together, where metadata hold it.
    pub(super) text: Option<&'a str>,
}

/// Takes the article out of `blocks`.
pub(super) fn choose(dom: &Dom, blocks: &[Block], told: Told<'_>) -> Body {
    let mut body = Body::default();
    let inside = under(dom, container(dom, blocks));
    let teasers = teaser_boxes(dom, blocks, &inside);
    let mut kept: Vec<&Block> = Vec::new();
    let (mut has_begun, mut is_titled) = (false, false);
    let mut home = None;
    for (at, block) in blocks.iter().enumerate() {
        if block.mark == Mark::Heading(1) {
            // Some pages go on with the next article when a reader reaches the end.
            let own = nearest_article(dom, block.element);
            if is_title(block, told.title) {
                home = own;
            } else if has_begun && home.is_some() && own.is_some() && own != home {
                break;
            }
        }
        let inside = inside[block.element];
        // What heads links alone is no heading of the article's.
        let heads_links = matches!(block.mark, Mark::Heading(_))
            && blocks
                .get(at + 1)
                .is_some_and(|next| next.mark != Mark::Paragraph && is_link(next));
        if !has_begun {
            let is_first = inside
                && blocks
                    .get(at + 1)
                    .is_some_and(|next| is_alike(dom, block, next));
            if body.summary.is_none()
                && !is_first
                && is_standfirst(dom, block, told, is_titled && !inside)
            {
                body.summary = Some(block.text.clone());
                continue;
            }
            if body.head.len() < HEAD_MAX_BLOCKS {
                body.head.push(block.text.clone());
            }
            is_titled |= is_title(block, told.title);
        }
        if inside
            && !heads_links
            && !teasers[block.element]
            && is_kept(block, told.title, has_begun)
        {
            has_begun |= !matches!(block.mark, Mark::Heading(_));
            kept.push(block);
        }
    }
    drop_pull_quotes(&mut kept);
    if let Some(text) = told.text {
        drop_untold(&mut kept, text);
    }
    drop_opening(&mut kept);
    drop_closing(dom, &mut kept);
    body.sections = sections(&kept);
    body
}

/// Whether a block above the article is what metadata tell of it, or is named a standfirst.
fn is_standfirst(dom: &Dom, block: &Block, told: Told<'_>, may_be_named: bool) -> bool {
    let is_told = told
        .standfirst
        .is_some_and(|words| is_same(words, &block.text));
    let length = chars(&block.text);
    if is_told || !may_be_named || is_title(block, told.title) {
        return is_told && length >= 15;
    }
    let mut at = Some(block.element);
    let is_named = (0..2).any(|_| {
        let Some(here) = at else { return false };
        at = dom.nodes[here].parent;
        !matches!(dom.name(here), "body" | "html" | "main")
            && name_words(dom, here).any(|word| STANDFIRST.contains(&&*word))
    });
    // A lead set apart needs no name if it is bold.
    let is_lead = block.bold_chars == shown_chars(block) && ends_sentence(&block.text);
    (is_named || is_lead)
        && (15..=600).contains(&length)
        && (ends_sentence(&block.text) || block.mark != Mark::Bare)
        && recognise(&block.text).is_none()
        && byline(&block.text).is_none()
        && date_line(&block.text).is_none()
        && !is_link(block)
}

/// The innermost `article` around a node.
fn nearest_article(dom: &Dom, at: usize) -> Option<usize> {
    let above = std::iter::successors(Some(at), |&at| dom.nodes[at].parent);
    above.into_iter().find(|&at| dom.name(at) == "article")
}

/// Whether two paragraphs stand side by side and are styled alike: many a page's description is its
/// first paragraph, which is no standfirst for that.
fn is_alike(dom: &Dom, one: &Block, other: &Block) -> bool {
    let (at, next) = (one.element, other.element);
    let names = |at| {
        (
            dom.name(at),
            dom.attribute(at, "class"),
            dom.nodes[at].parent,
        )
    };
    one.mark == Mark::Paragraph && other.mark == Mark::Paragraph && names(at) == names(next)
}

/// The nodes under `top`, marked.
fn under(dom: &Dom, top: usize) -> Vec<bool> {
    let mut marked = vec![false; dom.nodes.len()];
    for at in dom.under(top) {
        marked[at] = true;
    }
    marked
}

/// The nodes in boxes that begin by calling themselves pointers to other articles.
///
/// The box is the label's parent; where that holds body text before the label or much text, too,
/// the label is in the article's own flow and marks nothing.
fn teaser_boxes(dom: &Dom, blocks: &[Block], inside: &[bool]) -> Vec<bool> {
    let mut marked = vec![false; dom.nodes.len()];
    let total: usize = blocks
        .iter()
        .filter(|block| inside[block.element])
        .map(|block| chars(&block.text))
        .sum();
    let labels = blocks.iter().enumerate().filter(|(_, block)| {
        inside[block.element] && chars(&block.text) <= LABEL_MAX_CHARS && is_teaser(&block.text)
    });
    for (at, block) in labels.take(BOXES_MAX) {
        let Some(top) = dom.nodes[block.element].parent else {
            continue;
        };
        let boxed: Vec<usize> = dom.under(top).take(BOX_MAX_NODES).collect();
        let is_first = at
            .checked_sub(1)
            .is_none_or(|before| !boxed.contains(&blocks[before].element));
        let mass: usize = blocks
            .iter()
            .skip(at)
            .take(BOX_MAX_NODES)
            .take_while(|block| boxed.contains(&block.element))
            .map(|block| chars(&block.text))
            .sum();
        if is_first && boxed.len() < BOX_MAX_NODES && mass * 5 < total * 2 {
            for at in boxed {
                marked[at] = true;
            }
        }
    }
    marked
}

pub(super) fn chars(text: &str) -> usize {
    text.chars().count()
}

/// Whether a block's characters are nearly all a link's.
fn is_link(block: &Block) -> bool {
    block.link_chars * 10 >= shown_chars(block) * 9
}

/// Characters but for spaces.
pub(super) fn shown_chars(block: &Block) -> usize {
    block.text.chars().filter(|c| !c.is_whitespace()).count()
}

fn is_sure(block: &Block) -> bool {
    let length = chars(&block.text);
    let is_sentence = ends_sentence(&block.text);
    // Not every script parts words by spaces.
    let has_words = block.text.split(' ').count() >= 6 || is_sentence && !block.text.is_ascii();
    !matches!(block.mark, Mark::Heading(_))
        && (length >= SURE_CHARS || length * 2 >= SURE_CHARS && is_sentence)
        && block.link_chars * 2 < length
        && has_words
}

/// The deepest element that holds most of the page's sure paragraphs.
fn container(dom: &Dom, blocks: &[Block]) -> usize {
    let mut mass = vec![0_usize; dom.nodes.len()];
    for block in blocks.iter().filter(|block| is_sure(block)) {
        mass[block.element] += chars(&block.text);
    }
    let order: Vec<usize> = dom.under(0).collect();
    for &at in order.iter().rev() {
        if let Some(parent) = dom.nodes[at].parent {
            mass[parent] += mass[at];
        }
    }
    let total = mass[0];
    let told = order
        .iter()
        .copied()
        .find(|&at| is_article_body(dom, at) && mass[at] * 2 > total);
    if let Some(told) = told {
        return told;
    }
    let mut at = 0;
    loop {
        let children = dom.nodes[at].children.iter().copied();
        match children.max_by_key(|&child| mass[child]) {
            Some(child) if mass[child] > 0 && mass[child] * 100 >= total * CONTAINER_PERCENT => {
                // One long paragraph must not stand for the article it is in.
                if matches!(dom.name(child), "p" | "li" | "blockquote" | "ul" | "ol") {
                    return at;
                }
                at = child;
            }
            _ => return with_opening(dom, blocks, at),
        }
    }
}

/// `container`, or its parent if that holds the article's first paragraphs itself: what a paywall
/// leaves open often stands beside what it hides.
fn with_opening(dom: &Dom, blocks: &[Block], container: usize) -> usize {
    let Some(parent) = dom.nodes[container].parent else {
        return container;
    };
    let siblings = &dom.nodes[parent].children;
    let own = siblings.iter().position(|&at| at == container);
    let before: std::collections::HashSet<usize> = siblings
        .iter()
        .take(own.unwrap_or_default())
        .copied()
        .collect();
    let opens = |block: &Block| {
        block.mark == Mark::Paragraph
            && before.contains(&block.element)
            && is_sure(block)
            && !name_words(dom, block.element).any(|word| STANDFIRST.contains(&&*word))
    };
    if blocks.iter().any(opens) {
        parent
    } else {
        container
    }
}

/// The letters and digits of `text` in lower case.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether two texts say the same, but for case, marks and a cut end.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && one == other
}

/// Whether a block is the title, alone or as a heading after a kicker.
fn is_title(block: &Block, title: &str) -> bool {
    let is_heading = matches!(block.mark, Mark::Heading(1 | 2));
    is_same(&block.text, title) || is_heading && !title.is_empty() && block.text.ends_with(title)
}

fn is_kept(block: &Block, title: &str, has_begun: bool) -> bool {
    let text = block.text.as_str();
    let length = chars(text);
    if is_title(block, title) {
        return false;
    }
    // A line of dashes parts the article from its credits; `drop_closing` takes it out.
    if !text.contains(char::is_alphanumeric) {
        return recognise(text) == Some(Furniture::Rule);
    }
    if let Mark::Heading(level) = block.mark {
        return (level > 1 || has_begun)
            && length <= HEADING_MAX_CHARS
            && recognise(text).is_none()
            && !is_link(block);
    }
    let is_text = match block.mark {
        Mark::Bare => ends_sentence(text) && length >= 25 || length >= SURE_CHARS,
        Mark::Item => block.link_chars * 2 < shown_chars(block),
        _ => true,
    };
    if !is_text || is_link(block) || is_pointer(block) {
        return false;
    }
    let is_furniture = recognise(text).is_some()
        || byline(text).is_some()
        || date_line(text).is_some()
        || source_line(text).is_some()
        || crate::pasted::published_in(text).is_some();
    !is_furniture
}

/// A label and a link: "See also: The fish market opens again", in whatever language.
fn is_pointer(block: &Block) -> bool {
    if block.link_chars == 0 {
        return false;
    }
    let (label, rest) = block
        .text
        .split_once([':', '|', '»', '→', '：'])
        .unwrap_or_default();
    let rest = rest.chars().filter(|c| !c.is_whitespace()).count();
    !rest.eq(&0) && chars(label) <= 30 && block.link_chars * 10 >= rest * 9
}

/// Quotes set large that repeat what a longer paragraph says, and paragraphs that stand twice.
fn drop_pull_quotes(kept: &mut Vec<&Block>) {
    let bare: Vec<String> = kept.iter().map(|block| letters(&block.text)).collect();
    let all = bare.join("\n");
    let mut quotes_left = QUOTES_MAX;
    let mut met = std::collections::HashSet::new();
    let mut drops = Vec::with_capacity(kept.len());
    for (block, words) in kept.iter().zip(&bare) {
        let is_long = chars(words) >= 20 && !matches!(block.mark, Mark::Heading(_));
        let is_second = is_long && !met.insert(words);
        let may_be_quote = is_long
            && quotes_left > 0
            && (matches!(block.mark, Mark::Quote | Mark::Bare)
                || block.text.starts_with(['“', '"', '«', '„', '»']));
        quotes_left -= usize::from(may_be_quote);
        drops.push(is_second || may_be_quote && is_repeated(words, &bare, &all));
    }
    let mut drops = drops.into_iter();
    kept.retain(|_| !drops.next().unwrap_or_default());
}

/// Whether a longer one of `texts`, which `all` joins, holds `words`.
fn is_repeated(words: &String, texts: &[String], all: &str) -> bool {
    let own = texts.iter().filter(|text| *text == words).count();
    all.matches(words.as_str()).take(own + 1).count() > own
}

/// Paragraphs that are not in the article's text as metadata tell it.
///
/// That text is often cut or another edition, so it counts only if it holds most of the page's,
/// and a long end that it lacks stays.
fn drop_untold(kept: &mut Vec<&Block>, told: &str) {
    let told = letters(told);
    let is_told: Vec<bool> = kept
        .iter()
        .map(|block| told.contains(&letters(&block.text)))
        .collect();
    let mass = |marks: &[bool], wanted: bool| -> usize {
        let both = kept.iter().zip(marks);
        both.filter(|(_, mark)| **mark == wanted)
            .map(|(block, _)| chars(&block.text))
            .sum()
    };
    let (held, lacking) = (mass(&is_told, true), mass(&is_told, false));
    let total = held + lacking;
    let Some(last) = is_told.iter().rposition(|told| *told) else {
        return;
    };
    let end: usize = kept
        .iter()
        .skip(last + 1)
        .map(|block| chars(&block.text))
        .sum();
    if held * 100 < total * TOLD_PERCENT {
        return;
    }
    // A text that ends where a paragraph does is whole; any other was cut at a length.
    let is_whole = told.ends_with(&letters(&kept[last].text));
    let most = if is_whole { TOLD_END_PERCENT } else { 0 };
    let keeps_end = end * 100 > total * most;
    let mut at = 0;
    kept.retain(|block| {
        let stays = is_told[at]
            || !matches!(block.mark, Mark::Paragraph | Mark::Bare)
            || at > last && keeps_end;
        at += 1;
        stays
    });
}

fn sections(kept: &[&Block]) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for (at, block) in kept.iter().enumerate() {
        if matches!(block.mark, Mark::Heading(_)) || is_bold_heading(kept, at) {
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

/// A short bold line before a longer paragraph, as editors without heading styles set headings.
fn is_bold_heading(kept: &[&Block], at: usize) -> bool {
    let heads = |next: &&Block| {
        !matches!(next.mark, Mark::Heading(_)) && chars(&next.text) > chars(&kept[at].text)
    };
    let block = kept[at];
    matches!(block.mark, Mark::Paragraph | Mark::Bare)
        && at > 0
        && block.bold_chars == shown_chars(block)
        && looks_like_heading(&block.text)
        && kept.get(at + 1).is_some_and(heads)
}
