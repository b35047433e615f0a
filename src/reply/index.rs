//! The index and its changes, for moderators: where it stands, what a refresh found, what waits for
//! them.
//!
//! Deliberately absent: the sources (`source.rs`), and the report in full, which goes along as a file.

use attache_index::{ArticleId, escape_markdown};
use serenity::builder::CreateActionRow;
use time::OffsetDateTime;

use super::card::{Card, Cards, Tone};
use super::limits::one_line;
use super::{File, Reply, button, row, topics};
use crate::custom_id::{Act, Action};
use crate::messages::Language;
use crate::refresh::{
    Changes, Entry, Fate, GenerationLine, HeldLine, Notice, ParagraphChange, Phase, Progress,
    Reason, Report, Status, Totals, Words,
};
use crate::store::{By, Signature, Trouble};

/// The most characters shown of a title, of a reason, of a paragraph.
const TITLE_MAX: usize = 100;
const WHY_MAX: usize = 300;
const TEXT_MAX: usize = 220;
/// The most articles of a report that are told of, and changes of one.
const ENTRIES_MAX: usize = 8;
const CHANGES_MAX: usize = 3;
/// The most changes that are held of which each has its buttons: Discord has five rows.
const HELD_MAX: usize = 5;
/// The most generations that are listed.
const GENERATIONS_MAX: usize = 10;
/// The words beside a change that tell where it is.
const CONTEXT_WORDS: usize = 6;
/// Kept free for what is said under the cards.
const NOTES_MAX_BYTES: usize = 300;

/// Shows where the index stands; `trouble` is why nothing is recorded.
pub(crate) fn index_status(
    language: Language,
    status: &Status,
    trouble: Option<&Trouble>,
) -> Reply {
    let mut card = Card::new(if status.warning.is_some() || trouble.is_some() {
        Tone::Close
    } else {
        Tone::Sure
    })
    .title(&language.say("index-title"));
    card = match &status.generation {
        Some(generation) => card
            .block(made(language, generation))
            .block(counts(language, generation)),
        None => card.block(language.say("index-none")),
    };
    for warning in status.warning.iter().chain(&status.remarks) {
        card = card.block(format!("⚠ {}", shown(warning, WHY_MAX)));
    }
    if let Some(trouble) = trouble {
        let why = ("why", shown(&trouble.to_string(), WHY_MAX).into());
        card = card.block(format!(
            "⚠ {}",
            language.say_with("nothing-recorded", [why])
        ));
    }
    if let Some(running) = &status.running {
        let facts = [
            ("who", who_text(language, &running.by).into()),
            ("when", moment(running.since, 'R').into()),
        ];
        card = card.block(language.say_with("index-running", facts));
    }
    for source in status.sources.iter().filter(|s| s.failures > 0).take(5) {
        let facts = [
            ("source", source.id.to_string().into()),
            ("times", source.failures.into()),
            (
                "why",
                shown(source.trouble.as_deref().unwrap_or_default(), WHY_MAX).into(),
            ),
        ];
        card = card.block(language.say_with("index-failing", facts));
    }
    if let Some(next) = status.next {
        card = card.block(language.say_with("index-next", [("when", moment(next, 'R').into())]));
    }
    if let Some(last) = &status.last {
        let told = format!(
            "{} · {}",
            moment(last.at, 'R'),
            totals(language, last.totals)
        );
        card = card.block(language.say_with("index-last", [("report", told.into())]));
    }
    let mut cards = Cards::default();
    cards.add(card);
    let held = held_cards(language, &status.held, &mut cards);
    Reply {
        embeds: cards.embeds(),
        rows: held,
        private: true,
        ..Reply::default()
    }
}

/// Shows the generations there are, newest first.
pub(crate) fn index_history(language: Language, history: &[GenerationLine]) -> Reply {
    if history.is_empty() {
        return Reply::private(language.say("index-none"));
    }
    let mut card = Card::new(Tone::Quiet).title(&language.say("index-history"));
    for generation in history.iter().take(GENERATIONS_MAX) {
        let mark = if generation.is_current { "▶ " } else { "" };
        card = card.block(match &generation.trouble {
            Some(trouble) => format!(
                "{mark}**{}** ⚠ {}",
                generation.number,
                shown(trouble, WHY_MAX)
            ),
            None => format!(
                "{mark}{}\n{}",
                made(language, generation),
                counts(language, generation)
            ),
        });
    }
    let mut cards = Cards::default();
    cards.add(card);
    Reply {
        embeds: cards.embeds(),
        private: true,
        ..Reply::default()
    }
}

/// Asks whether to go back to generation `number`, or the one before.
pub(crate) fn confirm_rollback(
    language: Language,
    history: &[GenerationLine],
    number: Option<u64>,
) -> Reply {
    let current = history.iter().find(|known| known.is_current);
    let older = |known: &&GenerationLine| {
        known.trouble.is_none()
            && match number {
                Some(number) => known.number == number && !known.is_current,
                None => current.is_none_or(|current| known.number < current.number),
            }
    };
    let Some(target) = history.iter().find(older) else {
        return Reply::private(language.say("rollback-none"));
    };
    let mut card = Card::new(Tone::Close)
        .title(&language.say_with("rollback-confirm", [("number", target.number.into())]))
        .block(made(language, target))
        .block(counts(language, target));
    if let Some(current) = current {
        card = card.block(language.say_with("rollback-from", [("number", current.number.into())]));
    }
    let mut cards = Cards::default();
    cards.add(card);
    let act = Action::Moderate(Act::RollBack {
        number: target.number,
    });
    let label = language.say_with("button-roll-back", [("number", target.number.into())]);
    Reply {
        embeds: cards.embeds(),
        rows: row([button(&act, &label)]),
        private: true,
        ..Reply::default()
    }
}

/// Says which generation is answered from after going back.
pub(crate) fn rolled_back(language: Language, generation: &GenerationLine) -> Reply {
    let told = language.say_with("rolled-back", [("number", generation.number.into())]);
    Reply::private(told)
}

/// Says of which articles held changes were given up.
pub(crate) fn discarded(language: Language, articles: &[ArticleId]) -> Reply {
    let names: Vec<String> = articles.iter().map(|id| format!("`{id}`")).collect();
    let names = one_line(&names.join(", "), WHY_MAX);
    Reply::private(language.say_with("discarded", [("articles", names.into())]))
}

/// Says why what a moderator asked for was not done.
pub(crate) fn not_done(language: Language, why: &str) -> Reply {
    Reply::private(language.say_with("not-done", [("why", shown(why, WHY_MAX * 3).into())]))
}

/// Shows how far a refresh is; `begun` is by whom and when, if not by the reader.
pub(crate) fn progress(language: Language, begun: Option<Signature>, progress: &Progress) -> Reply {
    let told = match progress.phase {
        Phase::Beginning => language.say("progress-beginning"),
        Phase::Looking => {
            let facts = [
                ("done", progress.sources_done.into()),
                ("of", progress.sources.into()),
            ];
            language.say_with("progress-looking", facts)
        }
        Phase::Comparing => language.say("progress-comparing"),
        Phase::Indexing => {
            let facts = [
                ("done", progress.paragraphs_done.into()),
                ("of", progress.paragraphs.into()),
            ];
            language.say_with("progress-indexing", facts)
        }
        Phase::Checking => language.say("progress-checking"),
        Phase::Publishing => language.say("progress-publishing"),
    };
    let source = match (&progress.source, progress.phase) {
        (Some(source), Phase::Looking) => format!(" · `{source}`"),
        _ => String::new(),
    };
    let mut lines = Vec::new();
    if let Some(begun) = begun {
        let facts = [
            ("who", who(language, begun.by).into()),
            ("when", moment(begun.at.into(), 'R').into()),
        ];
        lines.push(language.say_with("index-running", facts));
    }
    lines.push(format!("{} {told}{source}", bar(progress)));
    Reply::private(lines.join("\n"))
}

/// How much of the phase is done, in ten blocks.
fn bar(progress: &Progress) -> String {
    let (done, of) = match progress.phase {
        Phase::Beginning => (0, 1),
        Phase::Looking => (progress.sources_done as u64, progress.sources as u64),
        Phase::Indexing => (progress.paragraphs_done, progress.paragraphs),
        Phase::Comparing | Phase::Checking | Phase::Publishing => (1, 1),
    };
    let blocks = usize::try_from((done * 10).checked_div(of).unwrap_or(0).min(10)).unwrap_or(10);
    format!("{}{}", "▰".repeat(blocks), "▱".repeat(10 - blocks))
}

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
        if matches!(entry.fate, Fate::Held { .. }) && !report.preview && rows.len() < HELD_MAX {
            rows.extend(decisions(language, &entry.id));
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

/// Adds what is held, and its buttons.
fn held_cards(language: Language, held: &[HeldLine], cards: &mut Cards) -> Vec<CreateActionRow> {
    let mut rows = Vec::new();
    for one in held.iter().take(HELD_MAX) {
        let title = one.title.as_deref().unwrap_or(one.id.as_str());
        let card = Card::new(Tone::Close)
            .block(format!(
                "**{}** · {} · `{}` · {}",
                language.say("fate-held"),
                shown(title, TITLE_MAX),
                one.id,
                moment(one.since, 'R')
            ))
            .block(because(language, &one.reason));
        if cards.add(card) {
            rows.extend(decisions(language, &one.id));
        }
    }
    rows
}

/// The buttons that decide on the held change of `article`.
fn decisions(language: Language, article: &ArticleId) -> Vec<CreateActionRow> {
    let of = || article.clone();
    let name = one_line(article.as_str(), 40);
    let publish = format!("{} · {name}", language.say("button-publish"));
    let discard = format!("{} · {name}", language.say("button-discard"));
    row([
        button(&Action::Moderate(Act::Publish { article: of() }), &publish),
        button(&Action::Moderate(Act::Discard { article: of() }), &discard),
    ])
}

/// Why a change is held.
fn because(language: Language, reason: &Reason) -> String {
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

/// Which generation, when, by whom and why.
fn made(language: Language, generation: &GenerationLine) -> String {
    let facts = [
        ("number", generation.number.into()),
        ("when", moment(generation.made_at, 'R').into()),
        ("who", who_text(language, &generation.by).into()),
        ("why", shown(&generation.why, TITLE_MAX).into()),
    ];
    language.say_with("index-generation", facts)
}

fn counts(language: Language, generation: &GenerationLine) -> String {
    let counts = [
        ("articles", generation.articles.into()),
        ("paragraphs", generation.paragraphs.into()),
    ];
    language.say_with("about-indexed", counts)
}

/// Who did something; members as Discord shows them.
pub(super) fn who(language: Language, by: By) -> String {
    match by {
        By::Member(id) => format!("<@{id}>"),
        By::Operator => language.say("who-operator"),
        By::Schedule => language.say("who-schedule"),
    }
}

/// The same of a manifest's words.
fn who_text(language: Language, by: &str) -> String {
    let member = by.strip_prefix("member ").and_then(|id| id.parse().ok());
    match (member, by) {
        (Some(id), _) => who(language, By::Member(id)),
        (None, "operator") => who(language, By::Operator),
        (None, "schedule") => who(language, By::Schedule),
        (None, other) => shown(other, TITLE_MAX),
    }
}

/// Foreign text as it is, in one line.
pub(super) fn shown(text: &str, max: usize) -> String {
    escape_markdown(&one_line(text, max))
}

/// A moment that every member's client shows in their own words and time zone.
pub(super) fn moment(at: OffsetDateTime, style: char) -> String {
    topics::moment(at.into(), style)
}
