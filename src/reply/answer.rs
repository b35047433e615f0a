//! An answer: the best passage in full, up to two more in short, and what to do next; or the plain
//! word that the articles don't cover the question.

use attache_index::{Answer, Citation, Excerpt, Mend, Passage, Verdict, escape_markdown};
use serenity::model::id::UserId;

use super::card::{Card, Cards, Tone};
use super::day::cite;
use super::limits::{LABEL_MAX, length, one_line};
use super::marked::{quoted, quoted_sentence};
use super::{Reply, button, id, link_button, row};
use crate::custom_id::{Action, PassageRef};
use crate::messages::Language;

/// How many passages an answer shows; further ones stand behind its button.
const SHOWN: usize = 3;
/// How many questions are suggested at most.
const SUGGESTIONS_MAX: usize = 3;
/// The most characters of a suggested question.
const SUGGESTION_MAX: usize = 200;
/// Kept free for our notes under an answer.
const NOTES_MAX_BYTES: usize = 500;
/// The most characters of a word in a note.
const NOTED_WORD_MAX: usize = 40;

/// Who asked what, in which language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) text: &'a str,
    /// The interaction or message that asks it.
    pub(crate) id: u64,
    pub(crate) asker: UserId,
    /// The asker's.
    pub(crate) language: Language,
}

/// Shows an answer. One that has no passage is private, with up to three of `suggestions`, which
/// are questions that the articles do cover.
pub(crate) fn answer(question: &Question<'_>, answer: &Answer, suggestions: &[String]) -> Reply {
    let Some((best, others)) = answer.passages.split_first() else {
        return not_covered(question, suggestions);
    };
    let (tone, verdict) = match answer.verdict {
        Verdict::Answered => (Tone::Sure, "answered"),
        Verdict::Partly | Verdict::NotCovered => (Tone::Close, "partly"),
    };
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let head = || {
        Card::new(tone)
            .author(question.text)
            .title(&question.language.say(verdict))
    };
    let mut left_out = 0;
    if !cards.add_first_that_fits(in_full(
        question.language,
        head,
        &best.excerpt,
        &best.citation,
    )) {
        left_out += 1;
        cards.add(head().block(cite(question.language, &best.citation)));
    }
    for passage in others.iter().take(SHOWN - 1) {
        let short = quoted_sentence(&passage.excerpt);
        let card = Card::new(Tone::Quiet)
            .block(short)
            .block(cite(question.language, &passage.citation));
        left_out += usize::from(!cards.add(card));
    }
    Reply {
        embeds: cards.close(&notes(question.language, &answer.mended, left_out)),
        rows: buttons(question, best, others),
        ..Reply::default()
    }
}

/// Shows passages in full, as many as one message holds, and says how many it does not.
pub(crate) fn more(language: Language, passages: &[(Excerpt, Citation)], missing: usize) -> Reply {
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let mut left_out = 0;
    for (at, (excerpt, citation)) in passages.iter().enumerate() {
        let card = || match at {
            0 => Card::new(Tone::Quiet).title(&language.say("more-passages")),
            _ => Card::new(Tone::Quiet),
        };
        left_out +=
            usize::from(!cards.add_first_that_fits(in_full(language, card, excerpt, citation)));
    }
    let mut noted = notes(language, &[], left_out);
    if missing > 0 {
        noted = format!(
            "{noted} {}",
            language.say_with("passages-gone", [("count", missing.into())])
        );
    }
    if left_out == passages.len() {
        return Reply::private(noted);
    }
    Reply {
        embeds: cards.close(noted.trim()),
        ..Reply::default()
    }
}

/// The passage as much of it as may fit, the most first.
fn in_full(
    language: Language,
    card: impl Fn() -> Card,
    excerpt: &Excerpt,
    citation: &Citation,
) -> impl Iterator<Item = Card> {
    let whole = card()
        .block(quoted(excerpt))
        .block(cite(language, citation));
    let sentence = card()
        .block(quoted_sentence(excerpt))
        .block(cite(language, citation));
    [whole, sentence].into_iter()
}

fn buttons(
    question: &Question<'_>,
    best: &Passage,
    others: &[Passage],
) -> Vec<serenity::builder::CreateActionRow> {
    let say = |key| question.language.say(key);
    let asker = id(question.asker);
    let passages: Vec<_> = others
        .iter()
        .enumerate()
        .filter(|(at, passage)| *at >= SHOWN - 1 || !shown_whole_in_short(&passage.excerpt))
        .filter_map(|(_, passage)| PassageRef::of(passage))
        .collect();
    let passage = PassageRef::of(best);
    let context = |passage| Action::Context { asker, passage };
    let vote = |helpful| {
        let passage = passage.clone()?;
        let action = Action::Vote {
            helpful,
            asked: question.id,
            passage,
        };
        button(&action, if helpful { "👍" } else { "👎" })
    };
    row([
        button(&Action::More { asker, passages }, &say("button-more")),
        passage
            .clone()
            .and_then(|passage| button(&context(passage), &say("button-context"))),
        link_button(best.citation.link(), &say("button-open")),
        vote(true),
        vote(false),
    ])
}

/// Whether the short form leaves nothing out.
fn shown_whole_in_short(excerpt: &Excerpt) -> bool {
    excerpt.text.trim() == excerpt.sentence_text().trim()
}

fn notes(language: Language, mended: &[Mend], left_out: usize) -> String {
    let word = |text: &str| one_line(text, NOTED_WORD_MAX);
    let mut notes: Vec<String> = Vec::new();
    if left_out > 0 {
        notes.push(language.say_with("left-out", [("count", left_out.into())]));
    }
    notes.extend(mended.iter().map(|mend| {
        let words = [
            ("searched", word(&mend.searched).into()),
            ("asked", word(&mend.asked).into()),
        ];
        language.say_with("mended", words)
    }));
    notes.join(" · ")
}

fn not_covered(question: &Question<'_>, suggestions: &[String]) -> Reply {
    let language = question.language;
    let mut card = Card::new(Tone::Quiet)
        .author(question.text)
        .title(&language.say("not-covered"));
    if !suggestions.is_empty() {
        card = card.block(language.say("not-covered-hint"));
    }
    let mut buttons = Vec::new();
    for suggestion in suggestions.iter().take(SUGGESTIONS_MAX) {
        let action = Action::Ask {
            asker: id(question.asker),
            question: suggestion.clone(),
        };
        let button = button(&action, suggestion).filter(|_| length(suggestion) <= LABEL_MAX);
        if button.is_some() {
            buttons.push(button);
        } else {
            let suggestion = escape_markdown(&one_line(suggestion, SUGGESTION_MAX));
            card = card.block(format!("- {suggestion}"));
        }
    }
    let mut cards = Cards::default();
    cards.add(card);
    Reply {
        embeds: cards.embeds(),
        rows: row(buttons),
        private: true,
        ..Reply::default()
    }
}
