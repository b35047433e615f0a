//! What the articles say on each claim of a message. It is shown, never weighed.

use attache_index::Passage;

use super::Reply;
use super::card::{Card, Cards, Tone};
use super::day::cite;
use super::marked::{quoted, quoted_sentence};
use crate::messages::Language;

/// Kept free for a note under the claims.
const NOTES_MAX_BYTES: usize = 200;

/// A sentence of somebody's message and the passage that speaks to it, if any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'a> {
    pub(crate) text: &'a str,
    pub(crate) passage: Option<&'a Passage>,
}

/// Shows a card for each claim, as many as one message holds, and says how many it does not;
/// `further` more were not looked up.
pub(crate) fn sources(language: Language, claims: &[Claim<'_>], further: usize) -> Reply {
    if claims.is_empty() {
        return Reply::private(language.say("sources-none"));
    }
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let mut left_out = further;
    for (at, claim) in claims.iter().enumerate() {
        let card = |tone| {
            let card = Card::new(tone).author(claim.text);
            if at == 0 {
                card.title(&language.say("sources"))
            } else {
                card
            }
        };
        let added = match claim.passage {
            None => cards.add(card(Tone::Quiet).block(language.say("sources-unmentioned"))),
            Some(passage) => {
                let cited = |quoted: String| {
                    card(Tone::Sure)
                        .block(quoted)
                        .block(cite(language, &passage.citation))
                };
                // One claim has the room to itself; several are told in a sentence each.
                let whole = (claims.len() == 1).then(|| cited(quoted(&passage.excerpt)));
                let short = cited(quoted_sentence(&passage.excerpt));
                cards.add_first_that_fits(whole.into_iter().chain([short]))
            }
        };
        left_out += usize::from(!added);
    }
    let note = match left_out {
        0 => String::new(),
        count => language.say_with("claims-left-out", [("count", count.into())]),
    };
    if left_out == claims.len() + further {
        return Reply::private(note);
    }
    Reply {
        embeds: cards.close(&note),
        private: true,
        ..Reply::default()
    }
}
