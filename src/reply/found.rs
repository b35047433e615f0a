//! What an expert search found, page by page, and what is wrong with one that cannot be read.

use attache_index::{SearchPage, SyntaxError, escape_markdown};
use serenity::model::id::UserId;

use super::card::{Card, Cards, Tone};
use super::day::cite;
use super::limits::one_line;
use super::marked::quoted_sentence;
use super::mistake::mistake;
use super::{Reply, button, row};
use crate::custom_id::Action;
use crate::messages::Language;

/// How many paragraphs a page shows.
pub(crate) const HITS_PER_PAGE: u32 = 5;

/// The most characters shown of a search that cannot be read, and of what is wrong with it.
const SHOWN_MAX: usize = 600;
/// Kept free for a note under the hits.
const NOTES_MAX_BYTES: usize = 300;

/// A search and the page of it to show, from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search<'a> {
    pub(crate) terms: &'a str,
    pub(crate) page: u32,
    pub(crate) asker: UserId,
    pub(crate) language: Language,
}

/// Shows a page of [`HITS_PER_PAGE`] hits.
pub(crate) fn found(search: &Search<'_>, found: &SearchPage) -> Reply {
    let language = search.language;
    let total = u32::try_from(found.total).unwrap_or(u32::MAX);
    let pages = total.div_ceil(HITS_PER_PAGE).max(1);
    let head = Card::new(if total == 0 { Tone::Quiet } else { Tone::Sure })
        .author(search.terms)
        .title(&language.say_with("found", [("count", total.into())]));
    if found.hits.is_empty() {
        let mut cards = Cards::default();
        cards.add(head.block(language.say("nothing-found-hint")));
        return Reply {
            embeds: cards.embeds(),
            private: true,
            ..Reply::default()
        };
    }
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    cards.add(head);
    let mut left_out = 0;
    for hit in &found.hits {
        let card = Card::new(Tone::Quiet)
            .block(quoted_sentence(&hit.excerpt))
            .block(cite(language, &hit.citation));
        left_out += usize::from(!cards.add(card));
    }
    let turn = |page: Option<u32>, key| {
        let action = Action::Search {
            asker: super::id(search.asker),
            page: page.filter(|page| *page < pages)?,
            terms: search.terms.to_owned(),
        };
        Some((action, key))
    };
    let turns = [
        turn(search.page.checked_sub(1), "button-previous"),
        turn(search.page.checked_add(1), "button-next"),
    ];
    let page = [
        ("page", (search.page.saturating_add(1)).into()),
        ("pages", pages.into()),
    ];
    let mut notes = vec![language.say_with("page", page)];
    if left_out > 0 {
        notes.push(language.say_with("left-out", [("count", left_out.into())]));
    }
    let unpaged = |turn: &Option<(Action, &str)>| {
        turn.as_ref()
            .is_some_and(|(action, _)| action.custom_id().is_none())
    };
    if turns.iter().any(unpaged) {
        notes.push(language.say("narrow-search"));
    }
    Reply {
        embeds: cards.close(&notes.join(" · ")),
        rows: row(turns.map(|turn| {
            let (action, key) = turn?;
            button(&action, &language.say(key))
        })),
        ..Reply::default()
    }
}

/// Says privately what is wrong with a search, the offending characters marked in it: a caret
/// under them would stand elsewhere once a phone wraps the line.
pub(crate) fn unreadable(language: Language, terms: &str, error: &SyntaxError) -> Reply {
    let part =
        |range| escape_markdown(&one_line_keeping_ends(terms.get(range).unwrap_or_default()));
    let (before, after) = (part(0..error.at.start), part(error.at.end..terms.len()));
    let wrong = match part(error.at.clone()) {
        empty if empty.trim().is_empty() => "▲".to_owned(),
        wrong => wrong,
    };
    let mut cards = Cards::default();
    let message = one_line(&mistake(language, &error.mistake), SHOWN_MAX);
    cards.add_first_that_fits([
        Card::new(Tone::Close)
            .title(&language.say("search-unreadable"))
            .block(format!("{before}__**{wrong}**__{after}"))
            .block(&message),
        Card::new(Tone::Close)
            .title(&language.say("search-unreadable"))
            .block(&message),
    ]);
    Reply {
        embeds: cards.embeds(),
        private: true,
        ..Reply::default()
    }
}

/// `text` with every blank and control character made one blank, for the middle of a line.
fn one_line_keeping_ends(text: &str) -> String {
    let blank = |c: char| {
        if c.is_whitespace() || c.is_control() {
            ' '
        } else {
            c
        }
    };
    text.chars().map(blank).collect()
}
