//! Which changes a moderator decides on: those a paywall, a consent page or a redesign would cause.
//!
//! Deliberately absent: keeping what is held (`held.rs`).

use std::fmt;

use attache_index::Article;
use serde::{Deserialize, Serialize};

use super::compare::Changes;

/// Headlines that are so alike, of 1, are one headline edited.
const ALIKE: f64 = 0.5;
/// A headline's words of so many letters or more tell what it speaks of.
const TELLING_CHARS: usize = 4;

/// Why a change is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub(crate) enum Reason {
    /// More than a third of the paragraphs are gone.
    ParagraphsDropped { dropped: usize, of: usize },
    /// The headline has nothing in common with the one before.
    Retitled { before: String, after: String },
    /// The article is no longer there.
    Gone { why: String },
    /// It is the text that a rollback took back.
    RolledBack,
}

/// Why the step from `old` to `new`, which differ by `changes`, is not taken unasked.
///
/// A retelling gives way to any text of its article that has its headline.
pub(crate) fn judge(old: &Article, new: &Article, changes: &Changes) -> Option<Reason> {
    if old.retelling && !new.retelling {
        return other_headline(&old.title, &new.title);
    }
    let of = old.paragraphs().count();
    let dropped = changes.counts().removed;
    if dropped * 3 > of {
        return Some(Reason::ParagraphsDropped { dropped, of });
    }
    other_headline(&old.title, &new.title)
}

/// Why a text headed `after` is not taken for the one headed `before`.
pub(super) fn other_headline(before: &str, after: &str) -> Option<Reason> {
    if speak_of_one_thing(before, after) {
        return None;
    }
    Some(Reason::Retitled {
        before: before.to_owned(),
        after: after.to_owned(),
    })
}

/// Whether two headlines share a telling word, or most of their letters.
fn speak_of_one_thing(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let words = |title: &str| -> Vec<String> {
        title
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= TELLING_CHARS)
            .map(str::to_owned)
            .collect()
    };
    let others = words(&other);
    words(&one).iter().any(|word| others.contains(word))
        || strsim::normalized_levenshtein(&one, &other) >= ALIKE
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ParagraphsDropped { dropped, of } => {
                write!(f, "{dropped} of {of} paragraphs would be gone")
            }
            Self::Retitled { before, after } => {
                write!(f, "the headline would be {after:?} instead of {before:?}")
            }
            Self::Gone { why } => write!(f, "the article would be gone: {why}"),
            Self::RolledBack => f.write_str("it is the text that a rollback took back"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::tests::article;
    use super::*;

    const NINE: [&str; 9] = [
        "Ferries.", "Herring.", "Bridges.", "Girders.", "Turnips.", "Judges.", "Mayors.", "Nets.",
        "Bells.",
    ];

    fn judged(old: &Article, new: &Article) -> Option<Reason> {
        judge(old, new, &Changes::between(old, new))
    }

    #[test]
    fn a_third_of_the_paragraphs_may_go_and_one_more_may_not() {
        let old = article("The Quay", &NINE);
        assert_eq!(judged(&old, &article("The Quay", &NINE[..6])), None);
        let reason = judged(&old, &article("The Quay", &NINE[..5]));
        assert_eq!(
            reason,
            Some(Reason::ParagraphsDropped { dropped: 4, of: 9 })
        );
    }

    #[test]
    fn an_article_of_one_paragraph_is_held_when_that_is_another() {
        let old = article("The Quay", &["Ferries came in."]);
        assert!(
            judged(
                &old,
                &article("The Quay", &["Please accept all our cookies."])
            )
            .is_some()
        );
        assert_eq!(
            judged(&old, &article("The Quay", &["Ferries came in late."])),
            None
        );
    }

    #[test]
    fn a_text_replaced_in_full_is_held_whatever_its_length() {
        let old = article("The Quay", &NINE[..3]);
        assert!(judged(&old, &article("The Quay", &NINE[3..])).is_some());
    }

    #[test]
    fn a_headline_may_be_edited_but_not_exchanged() {
        let old = article("Why the Ferry Waits in Alder", &NINE);
        for fine in ["Alder: the ferry waits", "Why the Ferries Wait in Alder?"] {
            assert_eq!(judged(&old, &article(fine, &NINE)), None, "{fine}");
        }
        for bad in ["Subscribe to continue", "Before you go on", "404"] {
            let reason = judged(&old, &article(bad, &NINE));
            assert!(matches!(reason, Some(Reason::Retitled { .. })), "{bad}");
        }
        // "the" alone says nothing.
        assert!(judged(&article("The Quay", &NINE), &article("The Paywall", &NINE)).is_some());
        assert_eq!(
            judged(&article("港口之争", &NINE), &article("港口争端", &NINE)),
            None
        );
    }

    #[test]
    fn a_retelling_gives_way_to_the_article_but_not_to_another_page() {
        let mut old = article("The Ferry Waits", &NINE);
        old.retelling = true;
        assert_eq!(
            judged(&old, &article("The ferry waits", &["All new."])),
            None
        );
        assert!(judged(&old, &article("Log in", &["All new."])).is_some());
    }

    #[test]
    fn growing_is_never_held() {
        assert_eq!(
            judged(
                &article("The Quay", &NINE[..1]),
                &article("The Quay", &NINE)
            ),
            None
        );
    }
}
