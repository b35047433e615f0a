//! The articles there are, and what the bot tells about itself.

use attache_index::{ArticleHead, Citation, escape_markdown};
use serenity::model::id::UserId;

use super::card::{Card, Cards, Tone};
use super::day::day;
use super::limits::one_line;
use super::{Reply, button, id, row};
use crate::custom_id::Action;
use crate::messages::Language;

/// How many articles a page lists: the most that fit however long their titles are.
const ARTICLES_PER_PAGE: usize = 3;
/// Kept free for the page's number.
const NOTES_MAX_BYTES: usize = 100;
/// The most characters shown of a title and of a publisher.
const NAME_MAX: usize = 80;
/// The most characters shown of a publisher's note.
const NOTE_MAX: usize = 160;

/// An article and the one neutral line about its publisher.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shelved<'a> {
    pub(crate) head: &'a ArticleHead,
    pub(crate) note: Option<&'a str>,
}

/// What `/about` tells besides its sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) articles: usize,
    pub(crate) paragraphs: u64,
}

/// Shows the page `page`, from 0, of the articles; the last one when there are not as many.
pub(crate) fn articles(
    language: Language,
    asker: UserId,
    shelf: &[Shelved<'_>],
    page: u32,
) -> Reply {
    if shelf.is_empty() {
        return Reply::private(language.say("no-articles"));
    }
    let pages = shelf.len().div_ceil(ARTICLES_PER_PAGE);
    let page = usize::try_from(page).unwrap_or(usize::MAX).min(pages - 1);
    let numbers = [("page", (page + 1).into()), ("pages", pages.into())];
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let shown = shelf
        .iter()
        .skip(page * ARTICLES_PER_PAGE)
        .take(ARTICLES_PER_PAGE);
    for (at, shelved) in shown.enumerate() {
        let card = card(language, *shelved);
        cards.add(match at {
            0 => card.title(&language.say_with("articles", [("count", shelf.len().into())])),
            _ => card,
        });
    }
    let turn = |page: Option<usize>, key| {
        let page = page.filter(|page| *page < pages)?.try_into().ok()?;
        let action = Action::Articles {
            asker: id(asker),
            page,
        };
        button(&action, &language.say(key))
    };
    Reply {
        embeds: match pages {
            1 => cards.embeds(),
            _ => cards.close(&language.say_with("page", numbers)),
        },
        rows: row([
            turn(page.checked_sub(1), "button-previous"),
            turn(page.checked_add(1), "button-next"),
        ]),
        ..Reply::default()
    }
}

fn card(language: Language, shelved: Shelved<'_>) -> Card {
    let head = shelved.head;
    let title = escape_markdown(&one_line(&head.title, NAME_MAX));
    let title = match link(head) {
        Some(link) => format!("**[{title}](<{link}>)**"),
        None => format!("**{title}**"),
    };
    let publisher = head.publisher.iter().map(|name| (name.as_str(), NAME_MAX));
    let note = shelved.note.map(|note| (note, NOTE_MAX));
    let about: Vec<String> = publisher
        .chain(note)
        .map(|(text, max)| escape_markdown(&one_line(text, max)))
        .collect();
    let count = [("count", head.paragraphs.into())];
    let mut facts: Vec<String> = head
        .published
        .iter()
        .map(|date| day(language, *date))
        .collect();
    facts.push(language.say_with("paragraphs", count));
    facts.extend(head.retelling.then(|| language.say("retelling")));
    facts.extend(
        head.retrieved
            .map(|date| language.say_with("refreshed", [("when", day(language, date).into())])),
    );
    facts.push(format!("`{}`", head.id));
    Card::new(Tone::Sure)
        .block(title)
        .block(about.join(" – "))
        .block(facts.join(" · "))
}

/// The address of the article's page, if it can be linked.
fn link(head: &ArticleHead) -> Option<String> {
    let citation = Citation {
        publisher: None,
        title: String::new(),
        section: None,
        paragraph: 0,
        published: None,
        url: head.url.clone(),
        deep_link: None,
    };
    citation.link()
}

/// Says how to use the bot.
pub(crate) fn help(language: Language) -> Reply {
    told(
        &language.say("help-title"),
        &[
            language.say("help-ask"),
            language.say("help-mention"),
            language.say("help-sources"),
            language.say("help-search"),
            language.say("help-read"),
            language.say("help-privacy"),
            language.say("help-marks"),
        ],
    )
}

/// Says what the bot is, and what it is not; `model` is the sentence model it ranks with.
pub(crate) fn about(
    language: Language,
    counts: Counts,
    model: Option<&str>,
    version: &str,
) -> Reply {
    let indexed = [
        ("articles", counts.articles.into()),
        ("paragraphs", counts.paragraphs.into()),
    ];
    let version = language.say_with("about-version", [("version", version.into())]);
    let ranked = match model {
        Some(model) => language.say_with(
            "about-meaning",
            [("model", escape_markdown(&one_line(model, NAME_MAX)).into())],
        ),
        None => language.say("about-words"),
    };
    told(
        &language.say("about-title"),
        &[
            language.say("about-what"),
            language.say("about-neutral"),
            language.say("about-miss"),
            ranked,
            format!(
                "{} · {version}",
                language.say_with("about-indexed", indexed)
            ),
        ],
    )
}

/// Says what is kept about the asker, questions for so many days, with a button that deletes it;
/// or that nothing is kept.
pub(crate) fn privacy(language: Language, asker: UserId, kept_days: Option<u32>) -> Reply {
    let mut sentences = vec![match kept_days {
        Some(days) => language.say_with("privacy-kept", [("days", days.into())]),
        None => language.say("privacy-questions"),
    }];
    sentences.push(language.say("privacy-messages"));
    if kept_days.is_some() {
        sentences.push(language.say("privacy-moderators"));
        sentences.push(language.say("privacy-feedback"));
    }
    sentences.push(language.say("privacy-nobody"));
    let forget = Action::Forget { asker: id(asker) };
    let forget = button(&forget, &language.say("button-forget"));
    Reply {
        rows: row([forget.filter(|_| kept_days.is_some())]),
        ..told(&language.say("privacy-title"), &sentences)
    }
}

/// Our own sentences, privately.
fn told(title: &str, sentences: &[String]) -> Reply {
    let card = sentences
        .iter()
        .fold(Card::new(Tone::Quiet).title(title), |card, sentence| {
            card.block(sentence)
        });
    let mut cards = Cards::default();
    cards.add(card);
    Reply {
        embeds: cards.embeds(),
        private: true,
        ..Reply::default()
    }
}
