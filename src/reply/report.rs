//! What a refresh found, for moderators, and the buttons that decide on what it held.
//!
//! Deliberately absent: the report in full, which goes along as a file (`refresh/report.rs`).

use attache_index::{ArticleId, escape_markdown};
use serenity::builder::CreateActionRow;

use super::card::{Card, Cards, Tone};
use super::index::shown;
use super::limits::one_line;
use super::{File, Reply, button, row};
use crate::custom_id::{Act, Action};
use crate::messages::Language;
use crate::refresh::{
    Changes, Entry, Fate, Held, HeldText, Notice, ParagraphChange, Reason, Report, Totals, Words,
};

/// The most characters shown of a title, of a reason, of a paragraph.
const TITLE_MAX: usize = 100;
const WHY_MAX: usize = 300;
const TEXT_MAX: usize = 220;
/// The most articles that are told of, and changes of one.
const ENTRIES_MAX: usize = 8;
const CHANGES_MAX: usize = 3;
/// The most changes that are held of which each has its buttons: Discord has five rows.
pub(super) const HELD_MAX: usize = 5;
/// The words beside a change that tell where it is.
const CONTEXT_WORDS: usize = 6;
/// Kept free for what is said under the cards.
const NOTES_MAX_BYTES: usize = 300;

/// Shows what a refresh found; the whole report goes along as a file where this is not all of it.
pub(crate) fn report(language: Language, report: &Report) -> Reply {
    let made = match report.generation {
        Some(number) => language.say_with("refresh-published", [("number", number.into())]),
        None if report.preview => language.say("refresh-preview"),
        None => language.say("refresh-nothing"),
    };
    let tone = if report.totals.held + report.totals.failed > 0 {
        Tone::Close
    } else {
        Tone::Sure
    };
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let mut head = Card::new(tone)
        .title(&made)
        .block(totals(language, report.totals));
    for remark in report.remarks.iter().take(3) {
        head = head.block(format!("⚠ {}", shown(remark, WHY_MAX)));
    }
    cards.add(head);
    let mut left_out = report.remarks.len() > 3;
    let mut rows = Vec::new();
    for (at, entry) in report.notable().enumerate() {
        let (card, is_whole) = entry_card(language, entry);
        left_out |= !is_whole;
        if at >= ENTRIES_MAX || !cards.add(card) {
            left_out = true;
            continue;
        }
        if let Fate::Held { text, .. } = entry.fate
            && !report.preview
            && rows.len() < HELD_MAX
        {
            rows.extend(decisions(language, &entry.id, text));
        }
    }
    let embeds = if left_out {
        cards.close(&language.say("refresh-file"))
    } else {
        cards.embeds()
    };
    let file = left_out.then(|| {
        File::new(
            "report.txt",
            report.to_text().into_bytes(),
            &language.say("refresh-file"),
        )
    });
    Reply {
        embeds,
        rows,
        file,
        private: true,
        ..Reply::default()
    }
}

/// The same for a moderators' channel.
pub(crate) fn notice(language: Language, notice: &Notice) -> Reply {
    Reply {
        private: false,
        ..report(language, &notice.report)
    }
}

/// Says that another text than the one decided on is held by now, and shows it to be decided on.
pub(crate) fn replaced(language: Language, held: &Held) -> Reply {
    Reply {
        content: Some(language.say("held-replaced")),
        ..report(language, &held.report())
    }
}

/// An article of a report, and whether that is all there is to tell.
fn entry_card(language: Language, entry: &Entry) -> (Card, bool) {
    let title = entry.title.as_deref().unwrap_or(entry.id.as_str());
    let tone = match entry.fate {
        Fate::Changed { .. } | Fate::New { .. } | Fate::Unchanged => Tone::Sure,
        Fate::Gone { .. } | Fate::Failed { .. } | Fate::Held { .. } => Tone::Close,
    };
    let heading = format!(
        "**{}** · {} · `{}`",
        fate(language, &entry.fate),
        shown(title, TITLE_MAX),
        entry.id
    );
    let card = Card::new(tone).block(heading);
    match &entry.fate {
        Fate::Unchanged => (card, true),
        Fate::Changed { changes } => with_changes(language, card, changes),
        Fate::New {
            paragraphs,
            replaces_briefing,
        } => {
            let mut told = language.say_with("paragraphs", [("count", (*paragraphs).into())]);
            if *replaces_briefing {
                told = format!("{told} · {}", language.say("replaces-briefing"));
            }
            (card.block(told), true)
        }
        Fate::Gone { why } => (card.block(shown(why, WHY_MAX)), true),
        Fate::Failed { why, times } => {
            let times = language.say_with("failed-times", [("times", (*times).into())]);
            (
                card.block(format!("{} · {times}", shown(why, WHY_MAX))),
                true,
            )
        }
        Fate::Held {
            reason, changes, ..
        } => {
            let card = card.block(because(language, reason));
            match changes {
                Some(changes) => with_changes(language, card, changes),
                None => (card, true),
            }
        }
    }
}

fn with_changes(language: Language, card: Card, changes: &Changes) -> (Card, bool) {
    let counts = changes.counts();
    let facts = [
        ("added", counts.added.into()),
        ("removed", counts.removed.into()),
        ("edited", counts.edited.into()),
    ];
    let mut card = card.block(language.say_with("change-counts", facts));
    if let Some(title) = &changes.title {
        card = card.block(format!(
            "~~{}~~ → {}",
            shown(&title.before, TITLE_MAX),
            shown(&title.after, TITLE_MAX)
        ));
    }
    for change in changes.paragraphs.iter().take(CHANGES_MAX) {
        card = card.block(match change {
            ParagraphChange::Added { number, text } => {
                format!("`+{number}` {}", shown(text, TEXT_MAX))
            }
            ParagraphChange::Removed { number, text } => {
                format!("`-{number}` ~~{}~~", shown(text, TEXT_MAX))
            }
            ParagraphChange::Edited { number, words, .. } => {
                format!("`~{number}` {}", edited(words))
            }
        });
    }
    (card, changes.paragraphs.len() <= CHANGES_MAX)
}

/// What went struck through, what came in bold, each with a few words around it.
fn edited(words: &[Words]) -> String {
    let mut told = String::new();
    let last = words.len().saturating_sub(1);
    for (at, part) in words.iter().enumerate() {
        match part {
            Words::Same(text) => told.push_str(&context(text, at == 0, at == last)),
            Words::Removed(text) => marked(&mut told, text, "~~"),
            Words::Added(text) => marked(&mut told, text, "**"),
        }
        if told.chars().count() > TEXT_MAX * 2 {
            told.push('…');
            break;
        }
    }
    told
}

/// `text` between two `marks`; blanks stay outside, where Markdown wants them.
fn marked(told: &mut String, text: &str, marks: &str) {
    let core = text.trim();
    if core.is_empty() {
        told.push_str(text);
        return;
    }
    let lead = text.len() - text.trim_start().len();
    let trail = text.trim_end().len();
    told.push_str(text.get(..lead).unwrap_or_default());
    told.push_str(marks);
    told.push_str(&shown(core, TEXT_MAX));
    told.push_str(marks);
    told.push_str(text.get(trail..).unwrap_or_default());
}

/// The words of `text` that stand beside a change.
fn context(text: &str, is_first: bool, is_last: bool) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let escaped = |words: &[&str]| escape_markdown(&words.concat());
    let from_end = words.len().saturating_sub(CONTEXT_WORDS);
    let start = words
        .get(..CONTEXT_WORDS.min(words.len()))
        .unwrap_or_default();
    let end = words.get(from_end..).unwrap_or_default();
    match (is_first, is_last) {
        _ if words.len() <= CONTEXT_WORDS => escaped(&words),
        (true, true) => escaped(start) + "…",
        (true, false) => format!("…{}", escaped(end)),
        (false, true) => format!("{}…", escaped(start)),
        (false, false) if words.len() <= CONTEXT_WORDS * 2 => escaped(&words),
        (false, false) => format!("{}… {}", escaped(start), escaped(end)),
    }
}

/// The buttons that decide on the held change of `article`.
pub(super) fn decisions(
    language: Language,
    article: &ArticleId,
    text: HeldText,
) -> Vec<CreateActionRow> {
    let (published, discarded) = (article.clone(), article.clone());
    let name = one_line(article.as_str(), 40);
    let publish = format!("{} · {name}", language.say("button-publish"));
    let discard = format!("{} · {name}", language.say("button-discard"));
    row([
        button(
            &Action::Moderate(Act::Publish {
                article: published,
                text,
            }),
            &publish,
        ),
        button(
            &Action::Moderate(Act::Discard {
                article: discarded,
                text,
            }),
            &discard,
        ),
    ])
}

/// Why a change is held.
pub(super) fn because(language: Language, reason: &Reason) -> String {
    let why = match reason {
        Reason::ParagraphsDropped { dropped, of } => language.say_with(
            "held-dropped",
            [("dropped", (*dropped).into()), ("of", (*of).into())],
        ),
        Reason::Retitled { before, after } => language.say_with(
            "held-retitled",
            [
                ("before", shown(before, TITLE_MAX).into()),
                ("after", shown(after, TITLE_MAX).into()),
            ],
        ),
        Reason::Gone { why } => {
            language.say_with("held-gone", [("why", shown(why, WHY_MAX).into())])
        }
        Reason::RolledBack => language.say("held-rolled-back"),
    };
    format!("{why} {}", language.say("held-hint"))
}

fn fate(language: Language, fate: &Fate) -> String {
    language.say(match fate {
        Fate::Unchanged => "fate-unchanged",
        Fate::Changed { .. } => "fate-changed",
        Fate::New { .. } => "fate-new",
        Fate::Gone { .. } => "fate-gone",
        Fate::Failed { .. } => "fate-failed",
        Fate::Held { .. } => "fate-held",
    })
}

/// How many articles met each fate, in one line.
pub(super) fn totals(language: Language, totals: Totals) -> String {
    let counts = [
        (totals.changed, "fate-changed"),
        (totals.new, "fate-new"),
        (totals.gone, "fate-gone"),
        (totals.held, "fate-held"),
        (totals.failed, "fate-failed"),
        (totals.unchanged, "fate-unchanged"),
    ];
    let told: Vec<String> = (counts.iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, key)| format!("{}: **{count}**", language.say(key)))
        .collect();
    if told.is_empty() {
        return language.say("refresh-no-sources");
    }
    told.join(" · ")
}
