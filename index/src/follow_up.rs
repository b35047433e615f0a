//! Which questions lean on the one before: "and how much of it goes to Europe?", "why?".

use crate::query::Query;

/// What a borrowed word weighs beside one of the question's own.
pub(crate) const BORROWED: f32 = 0.5;

/// A question with fewer words of its own than this leans on the one before.
const ENOUGH_WORDS: usize = 2;

/// Words that open a question that goes on.
const OPENERS: &[&str] = &[
    "and", "but", "so", "then", "also", "или", "и", "а", "но", "ve", "peki", "va", "bas", "ama",
    "amma",
];

/// Words that stand for something said before.
const POINTERS: &[&str] = &[
    "it",
    "its",
    "they",
    "them",
    "their",
    "that",
    "those",
    "these",
    "this",
    "he",
    "she",
    "him",
    "her",
    "his",
    "else",
    "there",
    "then",
    "он",
    "она",
    "они",
    "оно",
    "его",
    "ее",
    "их",
    "это",
    "этого",
    "этом",
    "там",
    "тогда",
    "еще",
    "onu",
    "onun",
    "onlar",
    "bu",
    "bunu",
    "bunun",
    "orada",
    "baska",
    "basqa",
];

/// Whether `query` leans on the question before it: it says little itself, opens as a
/// continuation, or points back without naming what it means.
pub(crate) fn leans(query: &Query) -> bool {
    let content = query.terms.iter().filter(|term| !term.stopword).count();
    let word = |at: usize| {
        let term = query
            .sequence
            .get(at)
            .and_then(|&index| query.terms.get(index));
        term.map_or("", |term| &*term.exact_text)
    };
    let names = query
        .terms
        .iter()
        .any(|term| term.shape.capital && !term.stopword);
    let points = query
        .terms
        .iter()
        .any(|term| POINTERS.contains(&&*term.exact_text));
    content < ENOUGH_WORDS || OPENERS.contains(&word(0)) || points && (content <= 3 || !names)
}
