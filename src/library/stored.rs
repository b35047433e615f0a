//! Which articles of a generation `sources.toml` still lists, and which it lists besides.
//!
//! Deliberately absent: publishing the difference, which a refresh does.

use std::collections::HashSet;

use attache_index::ArticleId;

use super::{Listed, Origin, Settings};
use crate::generations::{ArticleRecord, Generations, Opened, Place};
use crate::sources::{Source, Sources, Text};

/// The articles to answer from, and whether they are exactly those of the generation.
///
/// # Errors
/// When a text that is needed cannot be read.
pub(super) fn articles(
    settings: &Settings,
    sources: &Sources,
    generations: &Generations,
    opened: &Opened,
) -> anyhow::Result<(Vec<Listed>, bool)> {
    let records = &opened.manifest.articles;
    let mut listed = Vec::new();
    let mut covered: HashSet<&ArticleId> = HashSet::new();
    for record in records.iter().filter(|record| is_listed(record, sources)) {
        if let Some(source) = source_of(record, sources) {
            covered.insert(&source.id);
        }
        listed.push(Listed {
            article: generations.article(&record.hash)?,
            note: record.note.clone(),
            origin: Origin::Generation {
                number: opened.manifest.number,
                place: record.place.clone(),
                fetched_at: record.fetched_at,
            },
        });
    }
    let mut is_as_stored = listed.len() == records.len();
    for source in &sources.entries {
        if covered.contains(&source.id) {
            continue;
        }
        for local in settings.local(source)? {
            is_as_stored = false;
            listed.push(local);
        }
    }
    Ok((listed, is_as_stored))
}

fn source_of<'a>(record: &ArticleRecord, sources: &'a Sources) -> Option<&'a Source> {
    let mut entries = sources.entries.iter();
    entries.find(|source| source.id.as_str() == record.source)
}

/// Whether `record` still comes from where its source says; moderators' sources are not listed
/// in the file, so theirs do unless the file took the id.
fn is_listed(record: &ArticleRecord, sources: &Sources) -> bool {
    let Some(source) = source_of(record, sources) else {
        return matches!(record.place, Place::AddedPage(_) | Place::AddedFeed(_));
    };
    match (&record.place, &source.text) {
        (Place::Unknown, _) => true,
        (Place::Path(at), Text::Path(path) | Text::Folder(path)) => at == path,
        (Place::Briefing(at), Text::Briefing(name)) => at == name,
        (Place::Page(at), Text::Briefing(_) | Text::Page) | (Place::Feed(at), Text::Feed(_)) => {
            source.url.as_ref() == Some(at)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::generations::{TextHash, Validators};

    const SOURCES: &str = "[[article]]\nid = \"quay\"\ntitle = \"Q\"\nbriefing = \"q.md\"\n\
        url = \"https://b.example/quay\"\n\
        [[article]]\nid = \"pier\"\ntitle = \"P\"\npath = \"p.md\"\n\
        [[feed]]\nid = \"bell\"\nurl = \"https://b.example/feed\"\n";

    fn is_listed_at(source: &str, place: Place) -> bool {
        let record = ArticleRecord {
            id: ArticleId::parse(source).unwrap(),
            source: source.into(),
            url: None,
            fetched_at: None,
            validators: Validators::default(),
            hash: TextHash::of(b""),
            paragraphs: 1,
            extractor: 0,
            note: None,
            place,
        };
        is_listed(
            &record,
            &Sources::parse(SOURCES, Path::new("s.toml")).unwrap(),
        )
    }

    #[test]
    fn what_the_file_lists_in_the_same_place_is_answered_from() {
        assert!(is_listed_at("quay", Place::Briefing("q.md".into())));
        assert!(is_listed_at(
            "quay",
            Place::Page("https://b.example/quay".into())
        ));
        assert!(is_listed_at("pier", Place::Path("p.md".into())));
        assert!(is_listed_at(
            "bell",
            Place::Feed("https://b.example/feed".into())
        ));
        assert!(is_listed_at(
            "other",
            Place::AddedPage("https://c.example".into())
        ));
    }

    #[test]
    fn what_was_removed_or_lies_elsewhere_now_is_not() {
        assert!(!is_listed_at("gone", Place::Path("p.md".into())));
        assert!(!is_listed_at(
            "quay",
            Place::Page("https://b.example/old".into())
        ));
        assert!(!is_listed_at("pier", Place::Briefing("p.md".into())));
        assert!(!is_listed_at(
            "pier",
            Place::AddedPage("https://c.example".into())
        ));
    }
}
