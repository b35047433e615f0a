//! A paragraph in its place, with its neighbours or alone, and what an article holds.

use std::ops::Range;

use attache_index::{
    ArticleHead, Citation, Excerpt, ParagraphId, ParagraphText, Snapshot, escape_markdown,
};
use serenity::builder::{
    CreateActionRow, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::id::UserId;

use super::card::{Card, Cards, Tone};
use super::day::cite;
use super::limits::{LABEL_MAX, one_line};
use super::marked::{quoted, quoted_plain, quoted_sentence};
use super::{Reply, button, link_button, row};
use crate::custom_id::{Action, ArticleRef};
use crate::messages::Language;

/// How many paragraphs a page of an outline lists; a menu could hold 25.
const OUTLINE_PARAGRAPHS: u32 = 15;
/// The most characters of a paragraph's opening and of a heading in an outline.
const OUTLINE_LINE_MAX: usize = 50;
/// Kept free for a note under the text.
const NOTES_MAX_BYTES: usize = 300;

/// A paragraph between its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spread {
    pub(crate) head: ArticleHead,
    pub(crate) before: Option<ParagraphText>,
    pub(crate) at: ParagraphText,
    pub(crate) after: Option<ParagraphText>,
    pub(crate) citation: Citation,
}

/// A page of an article's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) head: ArticleHead,
    /// From 0.
    pub(crate) page: u32,
    pub(crate) pages: u32,
    pub(crate) paragraphs: Vec<ParagraphText>,
}

impl Spread {
    /// The paragraph `id` of `snapshot`; its citation leads to the bytes `sentence` of it.
    pub(crate) fn open(
        snapshot: &Snapshot,
        id: &ParagraphId,
        sentence: &Range<usize>,
    ) -> Option<Self> {
        let head = snapshot
            .articles()
            .iter()
            .find(|head| head.id == id.article)?;
        let at = |paragraph| {
            let article = id.article.clone();
            snapshot.paragraph(&ParagraphId { article, paragraph })
        };
        Some(Self {
            head: head.clone(),
            before: id.paragraph.checked_sub(1).and_then(at),
            at: at(id.paragraph)?,
            after: id.paragraph.checked_add(1).and_then(at),
            citation: snapshot.cite(id, sentence)?,
        })
    }
}

impl Outline {
    /// The page `page`, from 0, of what `head` of `snapshot` holds; the last one when there are
    /// not as many.
    pub(crate) fn open(snapshot: &Snapshot, head: &ArticleHead, page: u32) -> Self {
        let first = u32::from(!head.summary);
        let count = head.paragraphs + 1 - first;
        let pages = count.div_ceil(OUTLINE_PARAGRAPHS).max(1);
        let page = page.min(pages - 1);
        let start = first + page * OUTLINE_PARAGRAPHS;
        let end = (start + OUTLINE_PARAGRAPHS).min(head.paragraphs + 1);
        let paragraphs = (start..end).filter_map(|paragraph| {
            let article = head.id.clone();
            snapshot.paragraph(&ParagraphId { article, paragraph })
        });
        Self {
            head: head.clone(),
            page,
            pages,
            paragraphs: paragraphs.collect(),
        }
    }
}

/// Shows the paragraph with the sentence marked, between its neighbours; those are left out when
/// there is no room for them.
pub(crate) fn context(
    language: Language,
    asker: UserId,
    spread: &Spread,
    sentence: Range<usize>,
) -> Reply {
    let text = &spread.at.text;
    let excerpt = Excerpt {
        text: text.clone(),
        bytes: 0..text.len(),
        sentence,
        highlights: Vec::new(),
    };
    let neighbour = |paragraph: &Option<ParagraphText>| {
        paragraph
            .as_ref()
            .map(|p| (label(language, p), quoted_plain(&p.text)))
    };
    let (before, after) = (neighbour(&spread.before), neighbour(&spread.after));
    let own = (label(language, &spread.at), quoted(&excerpt));
    let short = (own.0.clone(), quoted_sentence(&excerpt));
    let card = |paragraphs: &[&Option<(String, String)>]| {
        let mut card = Card::new(Tone::Sure)
            .author(&spread.head.title)
            .title(&language.say("context"));
        for (label, text) in paragraphs.iter().filter_map(|p| p.as_ref()) {
            card = card.block(label).block(text);
        }
        card.block(cite(language, &spread.citation))
    };
    let (own, short) = (Some(own), Some(short));
    let variants = [
        vec![&before, &own, &after],
        vec![&own, &after],
        vec![&before, &own],
        vec![&own],
        vec![&short],
        vec![],
    ];
    let there = variants[0].iter().filter(|p| p.is_some()).count();
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let shown = variants.iter().find(|variant| cards.add(card(variant)));
    let shown = shown.map_or(0, |variant| variant.iter().filter(|p| p.is_some()).count());
    Reply {
        embeds: cards.close(&note(language, there - shown)),
        rows: neighbours(language, asker, spread),
        ..Reply::default()
    }
}

/// Shows one paragraph, as it stands.
pub(crate) fn paragraph(language: Language, asker: UserId, spread: &Spread) -> Reply {
    let card = || {
        Card::new(Tone::Sure)
            .author(&spread.head.title)
            .title(&heading(language, &spread.at))
    };
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let whole = card()
        .block(quoted_plain(&spread.at.text))
        .block(cite(language, &spread.citation));
    let left_out = usize::from(!cards.add(whole));
    if left_out > 0 {
        cards.add(card().block(cite(language, &spread.citation)));
    }
    let mut notes = note(language, left_out);
    if spread.at.number > 0 {
        let total = spread.head.paragraphs.into();
        let place = [("number", spread.at.number.into()), ("total", total)];
        notes = format!("{} {notes}", language.say_with("place", place));
    }
    Reply {
        embeds: cards.close(&notes),
        rows: neighbours(language, asker, spread),
        ..Reply::default()
    }
}

/// Shows what an article holds, with a menu to choose a paragraph from.
pub(crate) fn outline(language: Language, asker: UserId, outline: &Outline) -> Reply {
    let head = &outline.head;
    let mut card = Card::new(Tone::Sure)
        .author(&one_line(
            head.publisher.as_deref().unwrap_or_default(),
            LABEL_MAX,
        ))
        .title(&escape_markdown(&one_line(&head.title, LABEL_MAX)));
    let mut section = None;
    for paragraph in &outline.paragraphs {
        let heading = heading(language, paragraph);
        if section.as_ref() != Some(&heading) {
            card = card.block(format!("**{heading}**"));
            section = Some(heading);
        }
        card = card.block(format!(
            "¶{} {}",
            paragraph.number,
            escape_markdown(&one_line(&paragraph.text, OUTLINE_LINE_MAX))
        ));
    }
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    cards.add(card);
    let count = [("count", head.paragraphs.into())];
    let page = [
        ("page", (outline.page + 1).into()),
        ("pages", outline.pages.into()),
    ];
    let notes = format!(
        "{} · {}",
        language.say_with("paragraphs", count),
        language.say_with("page", page)
    );
    let article = ArticleRef::new(&head.id);
    let asker = super::id(asker);
    let turn = |page: Option<u32>, key| {
        let page = page.filter(|page| *page < outline.pages)?;
        let action = Action::Outline {
            asker,
            article,
            page,
        };
        button(&action, &language.say(key))
    };
    let mut rows = menu(
        language,
        &Action::Pick { asker, article },
        &outline.paragraphs,
    );
    rows.extend(row([
        turn(outline.page.checked_sub(1), "button-previous"),
        turn(outline.page.checked_add(1), "button-next"),
    ]));
    Reply {
        embeds: cards.close(&notes),
        rows,
        ..Reply::default()
    }
}

fn menu(language: Language, action: &Action, paragraphs: &[ParagraphText]) -> Vec<CreateActionRow> {
    let Some(custom_id) = action.custom_id().filter(|_| !paragraphs.is_empty()) else {
        return Vec::new();
    };
    let options = paragraphs.iter().map(|paragraph| {
        let opening = format!("¶{} {}", paragraph.number, paragraph.text);
        let label = one_line(&opening, LABEL_MAX);
        CreateSelectMenuOption::new(label, paragraph.number.to_string())
    });
    let kind = CreateSelectMenuKind::String {
        options: options.collect(),
    };
    let menu = CreateSelectMenu::new(custom_id, kind).placeholder(language.say("choose-paragraph"));
    vec![CreateActionRow::SelectMenu(menu)]
}

fn neighbours(language: Language, asker: UserId, spread: &Spread) -> Vec<CreateActionRow> {
    let asker = super::id(asker);
    let article = ArticleRef::new(&spread.head.id);
    let read = |paragraph: &Option<ParagraphText>, key| {
        let paragraph = paragraph.as_ref()?.number;
        let action = Action::Read {
            asker,
            article,
            paragraph,
        };
        button(&action, &language.say(key))
    };
    row([
        read(&spread.before, "button-previous"),
        read(&spread.after, "button-next"),
        button(
            &Action::Outline {
                asker,
                article,
                page: 0,
            },
            &language.say("button-outline"),
        ),
        link_button(spread.citation.link(), &language.say("button-open")),
    ])
}

/// Where the paragraph stands: `¶3 · The toll`.
fn label(language: Language, paragraph: &ParagraphText) -> String {
    format!(
        "**¶{} · {}**",
        paragraph.number,
        heading(language, paragraph)
    )
}

/// The heading over the paragraph, Markdown.
fn heading(language: Language, paragraph: &ParagraphText) -> String {
    match (&paragraph.section, paragraph.number) {
        (Some(heading), _) => escape_markdown(&one_line(heading, OUTLINE_LINE_MAX)),
        (None, 0) => language.say("summary"),
        (None, _) => language.say("unnamed-section"),
    }
}

fn note(language: Language, left_out: usize) -> String {
    match left_out {
        0 => String::new(),
        count => language.say_with("left-out", [("count", count.into())]),
    }
}
