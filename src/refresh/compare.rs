//! What differs between two texts of one article: paragraphs added, removed, edited word by word.
//!
//! Deliberately absent: whether a difference may be published (`guard.rs`).

use std::time::Duration;

use attache_index::Article;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

/// From this likeness on, of 1, a paragraph is the same one, edited.
const EDITED: f32 = 0.5;
/// How many pairs of paragraphs are compared for likeness in one place before none is.
const PAIRS: usize = 10_000;
/// How long one comparison of words may take: only texts made to be slow take longer.
const PATIENCE: Duration = Duration::from_millis(200);

/// How a new text of an article differs from the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Changes {
    /// The headline before and after, when it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<Retitled>,
    /// What else is told differently: `publisher`, `authors`, `published`, `url`, `language`,
    /// `note`, `headings`, `retelling`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) about: Vec<String>,
    /// In the order of the new text, a removed one where it stood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) paragraphs: Vec<ParagraphChange>,
}

/// A headline that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retitled {
    pub(crate) before: String,
    pub(crate) after: String,
}

/// One paragraph that differs; number 0 is the summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub(crate) enum ParagraphChange {
    Added {
        number: u32,
        text: String,
    },
    Removed {
        /// Its number before.
        number: u32,
        text: String,
    },
    Edited {
        /// Its number before.
        was: u32,
        number: u32,
        words: Vec<Words>,
    },
}

/// Words of an edited paragraph, blanks included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Words {
    Same(String),
    Removed(String),
    Added(String),
}

/// How many paragraphs were added, removed, edited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) added: usize,
    pub(crate) removed: usize,
    pub(crate) edited: usize,
}

impl Changes {
    /// What differs in `new`; when it was taken does not count.
    pub(crate) fn between(old: &Article, new: &Article) -> Self {
        let title = (old.title != new.title).then(|| Retitled {
            before: old.title.clone(),
            after: new.title.clone(),
        });
        Self {
            title,
            about: told_differently(old, new),
            paragraphs: compare_paragraphs(old, new),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.paragraphs {
            match change {
                ParagraphChange::Added { .. } => counts.added += 1,
                ParagraphChange::Removed { .. } => counts.removed += 1,
                ParagraphChange::Edited { .. } => counts.edited += 1,
            }
        }
        counts
    }
}

fn told_differently(old: &Article, new: &Article) -> Vec<String> {
    let headings = |article: &Article| -> Vec<Option<String>> {
        article.sections.iter().map(|s| s.heading.clone()).collect()
    };
    let differs = [
        ("publisher", old.publisher != new.publisher),
        ("authors", old.authors != new.authors),
        ("published", old.published != new.published),
        ("url", old.url != new.url),
        ("language", old.language != new.language),
        ("headings", headings(old) != headings(new)),
        ("retelling", old.retelling != new.retelling),
    ];
    let differing = differs.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(name, _)| name.to_owned()).collect()
}

fn compare_paragraphs(old: &Article, new: &Article) -> Vec<ParagraphChange> {
    let numbered = |article: &'_ Article| -> (Vec<u32>, Vec<String>) {
        article
            .paragraphs()
            .map(|p| (p.number, p.text.to_owned()))
            .unzip()
    };
    let (old_numbers, old_texts) = numbered(old);
    let (new_numbers, new_texts) = numbered(new);
    let mut changes = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts) {
        if matches!(operation, DiffOp::Equal { .. }) {
            continue;
        }
        let (before, after) = (operation.old_range(), operation.new_range());
        let old: Vec<_> = (old_numbers.iter().copied())
            .zip(old_texts.iter().map(String::as_str))
            .skip(before.start)
            .take(before.len())
            .collect();
        let new: Vec<_> = (new_numbers.iter().copied())
            .zip(new_texts.iter().map(String::as_str))
            .skip(after.start)
            .take(after.len())
            .collect();
        replaced(&old, &new, &mut changes);
    }
    changes
}

/// Pairs the paragraphs that were edited, in order; the others were removed and added.
fn replaced(old: &[(u32, &str)], new: &[(u32, &str)], changes: &mut Vec<ParagraphChange>) {
    let removed = |&(number, text): &(u32, &str)| ParagraphChange::Removed {
        number,
        text: text.to_owned(),
    };
    let mut next = 0;
    for &(number, text) in new {
        let alike = |(_, was): &(usize, &(u32, &str))| likeness(was.1, text) >= EDITED;
        let mut rest = old.iter().enumerate().skip(next);
        let few = old.len() * new.len() <= PAIRS;
        let pair = if few { rest.find(alike) } else { None };
        let Some((at, &(was, before))) = pair else {
            let text = text.to_owned();
            changes.push(ParagraphChange::Added { number, text });
            continue;
        };
        changes.extend(old.iter().take(at).skip(next).map(removed));
        let words = compare_words(before, text);
        changes.push(ParagraphChange::Edited { was, number, words });
        next = at + 1;
    }
    changes.extend(old.iter().skip(next).map(removed));
}

fn words<'a>(old: &'a str, new: &'a str) -> TextDiff<'a, 'a, 'a, str> {
    TextDiff::configure().timeout(PATIENCE).diff_words(old, new)
}

/// How alike two paragraphs are, by their words: 0 to 1.
fn likeness(old: &str, new: &str) -> f32 {
    let (shorter, longer) = (old.len().min(new.len()), old.len().max(new.len()));
    // Too different in length to be the same paragraph: not worth a comparison.
    if shorter * 4 < longer {
        return 0.0;
    }
    words(old, new).ratio()
}

fn compare_words(old: &str, new: &str) -> Vec<Words> {
    let mut compared: Vec<Words> = Vec::new();
    for change in words(old, new).iter_all_changes() {
        let text = change.value();
        match (change.tag(), compared.last_mut()) {
            (ChangeTag::Equal, Some(Words::Same(last)))
            | (ChangeTag::Delete, Some(Words::Removed(last)))
            | (ChangeTag::Insert, Some(Words::Added(last))) => last.push_str(text),
            (ChangeTag::Equal, _) => compared.push(Words::Same(text.to_owned())),
            (ChangeTag::Delete, _) => compared.push(Words::Removed(text.to_owned())),
            (ChangeTag::Insert, _) => compared.push(Words::Added(text.to_owned())),
        }
    }
    compared
}

#[cfg(test)]
pub(super) mod tests {
    use attache_index::{ArticleId, Section};
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn article(title: &str, paragraphs: &[&str]) -> Article {
        let mut article = Article::new(ArticleId::parse("quay").unwrap(), title);
        article.sections.push(Section {
            heading: None,
            paragraphs: paragraphs.iter().map(|&text| text.to_owned()).collect(),
        });
        article
    }

    #[test]
    fn a_text_that_only_was_taken_later_has_not_changed() {
        let old = article("The Quay", &["One.", "Two."]);
        let mut new = old.clone();
        new.retrieved = time::Date::from_ordinal_date(2025, 9).ok();
        assert!(Changes::between(&old, &new).is_empty());
    }

    #[test]
    fn an_edited_paragraph_is_compared_word_by_word() {
        let old = article("The Quay", &["The mayor called it unlawful on Monday."]);
        let new = article("The Quay", &["The mayor called it wise on Monday."]);
        let changes = Changes::between(&old, &new);
        let words = vec![
            Words::Same("The mayor called it ".into()),
            Words::Removed("unlawful".into()),
            Words::Added("wise".into()),
            Words::Same(" on Monday.".into()),
        ];
        let edited = ParagraphChange::Edited {
            was: 1,
            number: 1,
            words,
        };
        assert_eq!(changes.paragraphs, [edited]);
    }

    #[test]
    fn a_paragraph_put_between_moves_no_other() {
        let old = article("The Quay", &["Boats came.", "Nets were torn."]);
        let new = article(
            "The Quay",
            &["Boats came.", "A judge spoke of peace.", "Nets were torn."],
        );
        let added = ParagraphChange::Added {
            number: 2,
            text: "A judge spoke of peace.".into(),
        };
        assert_eq!(Changes::between(&old, &new).paragraphs, [added]);
    }

    #[test]
    fn another_paragraph_in_its_place_is_one_removed_and_one_added() {
        let old = article("The Quay", &["Boats came in from the north at dawn."]);
        let new = article("The Quay", &["Subscribe now to read everything we print."]);
        let counts = Changes::between(&old, &new).counts();
        assert_eq!((counts.added, counts.removed, counts.edited), (1, 1, 0));
    }

    #[test]
    fn headline_and_headings_are_told() {
        let old = article("The Quay", &["One."]);
        let mut new = article("The Pier", &["One."]);
        new.sections[0].heading = Some("Later".into());
        new.publisher = Some("The Bell".into());
        let changes = Changes::between(&old, &new);
        assert_eq!(changes.title.unwrap().after, "The Pier");
        assert_eq!(changes.about, ["publisher", "headings"]);
    }

    proptest! {
        #[test]
        fn the_new_text_follows_from_the_old_and_the_changes(
            old in prop::collection::vec("[abc ]{1,12}", 0..8),
            new in prop::collection::vec("[abc ]{1,12}", 0..8),
        ) {
            let texts = |list: &[String]| article("T", &list.iter().map(String::as_str).collect::<Vec<_>>());
            let changes = Changes::between(&texts(&old), &texts(&new));
            let (mut gone, mut come) = (Vec::new(), Vec::new());
            for change in &changes.paragraphs {
                match change {
                    ParagraphChange::Added { number, text } => come.push((*number, text.clone())),
                    ParagraphChange::Removed { number, text } => gone.push((*number, text.clone())),
                    ParagraphChange::Edited { was, number, words } => {
                        let side = |keep: fn(&Words) -> Option<&String>| -> String {
                            words.iter().filter_map(keep).cloned().collect()
                        };
                        gone.push((*was, side(|w| match w { Words::Same(t) | Words::Removed(t) => Some(t), Words::Added(_) => None })));
                        come.push((*number, side(|w| match w { Words::Same(t) | Words::Added(t) => Some(t), Words::Removed(_) => None })));
                    }
                }
            }
            for (number, text) in &gone {
                prop_assert_eq!(&old[*number as usize - 1], text);
            }
            for (number, text) in &come {
                prop_assert_eq!(&new[*number as usize - 1], text);
            }
            let kept = |list: &[String], taken: &[(u32, String)]| -> Vec<String> {
                (1..).zip(list).filter(|(n, _)| !taken.iter().any(|t| t.0 == *n)).map(|(_, t)| t.clone()).collect()
            };
            prop_assert_eq!(kept(&old, &gone), kept(&new, &come));
        }
    }
}
