//! Sources, for moderators: which there are, and what an address would give.

use super::Reply;
use super::card::{Card, Cards, Tone};
use super::day::{day, moment};
use super::index::shown;
use crate::messages::Language;
use crate::refresh::{Preview, SourceLine, TrialKind};
use crate::store::AddedSource;

/// The most characters shown of a title, of an address, of a paragraph.
const TITLE_MAX: usize = 160;
const URL_MAX: usize = 200;
const TEXT_MAX: usize = 300;
/// The most sources and items that are listed.
const SOURCES_MAX: usize = 15;
const ITEMS_MAX: usize = 10;

/// Says that `source` was added, and what it gave.
pub(crate) fn source_added(language: Language, source: &AddedSource, preview: &Preview) -> Reply {
    let told = language.say_with("source-added", [("id", source.id.as_str().into())]);
    let mut cards = Cards::default();
    cards.add(Card::new(Tone::Sure).block(told));
    cards.add(card(language, preview));
    private(cards)
}

/// Says that the source `id` was removed, or is not there.
pub(crate) fn source_removed(language: Language, id: &str, was_there: bool) -> Reply {
    let key = if was_there {
        "source-removed"
    } else {
        "source-unknown"
    };
    Reply::private(language.say_with(key, [("id", shown(id, 64).into())]))
}

/// Shows what an address would give.
pub(crate) fn source_preview(language: Language, preview: &Preview) -> Reply {
    let mut cards = Cards::default();
    cards.add(card(language, preview));
    private(cards)
}

/// Lists the sources.
pub(crate) fn source_list(language: Language, sources: &[SourceLine]) -> Reply {
    let mut card = Card::new(Tone::Quiet)
        .title(&language.say_with("source-list-title", [("count", sources.len().into())]));
    for source in sources.iter().take(SOURCES_MAX) {
        card = card.block(line(language, source));
    }
    let more = sources.len().saturating_sub(SOURCES_MAX);
    if more > 0 {
        card = card.block(language.say_with("and-more", [("count", more.into())]));
    }
    let mut cards = Cards::default();
    cards.add(card);
    private(cards)
}

fn line(language: Language, source: &SourceLine) -> String {
    let mut facts = vec![
        format!("`{}`", source.id),
        language.say(match source.kind {
            "feed" => "source-feed",
            "folder" => "source-folder",
            "file" => "source-file",
            _ => "source-page",
        }),
        language.say_with("source-articles", [("count", source.articles.into())]),
    ];
    facts.extend(source.added.then(|| language.say("source-by-moderator")));
    facts.extend(source.looked_at.map(|at| moment(at, 'R')));
    let next = source.next.map(|at| ("when", moment(at, 'R').into()));
    facts.extend(next.map(|when| language.say_with("index-next", [when])));
    let trouble = source.trouble.as_deref().filter(|_| source.failures > 0);
    facts.extend(trouble.map(|why| format!("⚠ {}", shown(why, TEXT_MAX))));
    facts.join(" · ")
}

fn card(language: Language, preview: &Preview) -> Card {
    match &preview.kind {
        TrialKind::Page {
            title,
            publisher,
            authors,
            published,
            paragraphs,
            first,
            last,
            ..
        } => {
            let mut facts: Vec<String> = publisher
                .iter()
                .chain(authors)
                .map(|name| shown(name, TITLE_MAX))
                .collect();
            facts.extend(published.map(|date| day(language, date)));
            facts.push(language.say_with("paragraphs", [("count", (*paragraphs).into())]));
            Card::new(Tone::Sure)
                .title(&shown(title, TITLE_MAX))
                .block(facts.join(" · "))
                .block(format!("**1** {}", shown(first, TEXT_MAX)))
                .block(format!("**{paragraphs}** {}", shown(last, TEXT_MAX)))
                .block(shown(&preview.url, URL_MAX))
                .block(language.say("source-nothing-indexed"))
        }
        TrialKind::Feed { items } => {
            let count = [("count", items.len().into())];
            let mut card = Card::new(Tone::Sure).title(&language.say_with("source-items", count));
            for item in items.iter().take(ITEMS_MAX) {
                card = card.block(format!("• {}", shown(&item.title, TITLE_MAX)));
            }
            card.block(shown(&preview.url, URL_MAX))
                .block(language.say("source-nothing-indexed"))
        }
    }
}

fn private(cards: Cards) -> Reply {
    Reply {
        embeds: cards.embeds(),
        private: true,
        ..Reply::default()
    }
}
