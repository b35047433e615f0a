//! Labels above an article's first paragraph; credits, notes and bios under its last.
//!
//! Deliberately absent: closing lines of pasted pages, which bear no markup (`pasted/body.rs`); the
//! words themselves (`pasted/words.rs`), which both share.

use super::blocks::{Block, Mark};
use super::body::{chars, shown_chars};
use super::dom::Dom;
use super::furniture::name_words;
use crate::pasted::ends_sentence;
use crate::pasted::furniture::{Furniture, is_closing_note, is_tail_line, recognise};
use crate::pasted::names::person_names;

/// Words in the names of closing notes.
const NOTES: [&str; 9] = [
    "note",
    "notes",
    "bio",
    "credit",
    "credits",
    "footnote",
    "disclaimer",
    "correction",
    "signature",
];
/// A last line that ends as no sentence does and is no longer is a signature: "kv/dba (AFP)".
const SIGNATURE_MAX_CHARS: usize = 60;
/// Below a line of dashes at most so many blocks, each so long, are credits.
const CREDITS_MAX_BLOCKS: usize = 3;
const CREDIT_MAX_CHARS: usize = 400;

/// Takes labels off the beginning: "Subscribers only", a place, an office.
pub(super) fn drop_opening(kept: &mut Vec<&Block>) {
    let labels = kept.iter().take_while(|block| is_signature(block)).count();
    if labels < kept.len() {
        kept.drain(..labels);
    }
}

/// Takes closing blocks off the end of `kept`, and lines of dashes out of it.
pub(super) fn drop_closing(dom: &Dom, kept: &mut Vec<&Block>) {
    let is_rule = |block: &&Block| recognise(&block.text) == Some(Furniture::Rule);
    if let Some(at) = kept.iter().rposition(is_rule)
        && at * 2 > kept.len()
        && kept.len() - at - 1 <= CREDITS_MAX_BLOCKS
        && kept
            .iter()
            .skip(at)
            .all(|block| chars(&block.text) <= CREDIT_MAX_CHARS)
    {
        kept.truncate(at);
    }
    kept.retain(|block| !is_rule(block));
    while let Some(last) = kept.last() {
        let is_closing = matches!(last.mark, Mark::Heading(_)) || is_closing(dom, last);
        if kept.len() == 1 || !is_closing {
            return;
        }
        kept.pop();
    }
}

fn is_closing(dom: &Dom, block: &Block) -> bool {
    let text = block.text.as_str();
    let is_slanted = block.slanted_chars * 10 >= shown_chars(block) * 9;
    is_slanted
        || is_signature(block)
        || is_closing_note(text)
        || is_tail_line(text)
        || name_words(dom, block.element).any(|word| NOTES.contains(&&*word))
        || is_bio(text)
}

/// A short line that ends as no sentence does, nor opens a list.
fn is_signature(block: &Block) -> bool {
    let text = block.text.as_str();
    matches!(block.mark, Mark::Paragraph | Mark::Bare)
        && chars(text) <= SIGNATURE_MAX_CHARS
        && !ends_sentence(text)
        && !text.ends_with([':', '"', '”', '»', '’'])
}

/// "Jane Doe is a reporter at The Bell."
fn is_bio(text: &str) -> bool {
    const VERBS: [&str; 5] = [" is a ", " is an ", " is the ", " covers ", " writes "];
    const TRADES: [&str; 11] = [
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
    let tells = |verb: &&str| {
        text.split_once(*verb).is_some_and(|(name, rest)| {
            let rest: String = rest.chars().take(80).collect();
            person_names(name).is_some_and(|names| names.len() == 1)
                // To be something needs a trade: many a last line says what somebody is.
                && (!verb.starts_with(" is") || TRADES.iter().any(|trade| rest.contains(trade)))
        })
    };
    chars(text) < 400 && VERBS.iter().any(tells)
}
