//! The index, for moderators: where it stands, what can be gone back to, how far a refresh is.
//!
//! Deliberately absent: the sources (`source.rs`), and what a refresh found (`report.rs`).

use attache_index::{ArticleId, escape_markdown};
use serenity::builder::CreateActionRow;
use serenity::model::Permissions;

use super::card::{Card, Cards, Tone};
use super::day::moment;
use super::limits::one_line;
use super::report::{HELD_MAX, because, decisions, totals};
use super::{Reply, button, row};
use crate::custom_id::{Act, Action};
use crate::messages::Language;
use crate::portal::Lacking;
use crate::refresh::{GenerationLine, HeldLine, Phase, Progress, Status};
use crate::store::{By, Signature, Trouble};

/// The most characters shown of a title and of a reason.
const TITLE_MAX: usize = 100;
const WHY_MAX: usize = 300;
/// The room of a status, without what is held: what is wrong may be much.
const STATUS_MAX_BYTES: usize = 3_500;
/// The most generations that are listed.
const GENERATIONS_MAX: usize = 10;

/// Shows where the index stands; `trouble` is why nothing is recorded, `lacking` where the bot may
/// not do what it must.
pub(crate) fn index_status(
    language: Language,
    status: &Status,
    trouble: Option<&Trouble>,
    lacking: &[Lacking],
) -> Reply {
    let is_well = status.warning.is_none() && trouble.is_none() && lacking.is_empty();
    let mut card = Card::new(if is_well { Tone::Sure } else { Tone::Close })
        .title(&language.say("index-title"));
    let mut lines = standing(language, status);
    lines.extend(wrong(language, status, trouble, lacking));
    let (mut used_bytes, mut further) = (0, 0_usize);
    for line in lines {
        if used_bytes + line.len() > STATUS_MAX_BYTES {
            further += 1;
            continue;
        }
        used_bytes += line.len() + 1;
        card = card.block(line);
    }
    if further > 0 {
        card = card.block(language.say_with("and-more", [("count", further.into())]));
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

/// Where the index stands, a line each.
fn standing(language: Language, status: &Status) -> Vec<String> {
    let mut lines = match &status.generation {
        Some(generation) => vec![made(language, generation), counts(language, generation)],
        None => vec![language.say("index-none")],
    };
    if let Some(running) = &status.running {
        let facts = [
            ("who", who_text(language, &running.by).into()),
            ("when", moment(running.since, 'R').into()),
        ];
        lines.push(language.say_with("index-running", facts));
    }
    if let Some(last) = &status.last {
        let told = format!(
            "{} · {}",
            moment(last.at, 'R'),
            totals(language, last.totals)
        );
        lines.push(language.say_with("index-last", [("report", told.into())]));
    }
    let next = status.next.map(|at| ("when", moment(at, 'R').into()));
    lines.extend(next.map(|when| language.say_with("index-next", [when])));
    lines
}

/// What is wrong, a line each.
fn wrong(
    language: Language,
    status: &Status,
    trouble: Option<&Trouble>,
    lacking: &[Lacking],
) -> Vec<String> {
    let warnings = status.warning.iter().chain(&status.remarks);
    let mut lines: Vec<String> = warnings
        .map(|warning| format!("⚠ {}", shown(warning, WHY_MAX)))
        .collect();
    lines.extend(trouble.map(|trouble| {
        let why = ("why", shown(&trouble.to_string(), WHY_MAX).into());
        format!("⚠ {}", language.say_with("nothing-recorded", [why]))
    }));
    lines.extend(
        lacking
            .iter()
            .map(|guild| format!("⚠ {}", lacks(language, guild))),
    );
    let failing = status.sources.iter().filter(|source| source.failures > 0);
    lines.extend(failing.map(|source| {
        let why = source.trouble.as_deref().unwrap_or_default();
        let facts = [
            ("source", source.id.to_string().into()),
            ("times", source.failures.into()),
            ("why", shown(why, WHY_MAX).into()),
        ];
        language.say_with("index-failing", facts)
    }));
    lines
}

/// What the bot lacks in a guild, and the link that gives it.
fn lacks(language: Language, lacking: &Lacking) -> String {
    let missing: Vec<String> = (lacking.missing.iter())
        .map(|one| permission(language, one))
        .collect();
    let facts = [
        ("server", shown(&lacking.guild, TITLE_MAX).into()),
        ("missing", missing.join(", ").into()),
        ("link", lacking.fix.as_str().into()),
    ];
    language.say_with("index-lacking", facts)
}

/// A permission as Discord names it in that language; those that the bot needs.
fn permission(language: Language, one: Permissions) -> String {
    match one {
        Permissions::VIEW_CHANNEL => language.say("permission-view-channel"),
        Permissions::SEND_MESSAGES => language.say("permission-send-messages"),
        Permissions::SEND_MESSAGES_IN_THREADS => language.say("permission-send-in-threads"),
        Permissions::EMBED_LINKS => language.say("permission-embed-links"),
        Permissions::READ_MESSAGE_HISTORY => language.say("permission-read-history"),
        Permissions::CREATE_PUBLIC_THREADS => language.say("permission-create-threads"),
        other => other.get_permission_names().join(", "),
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
            ("when", moment(begun.at, 'R').into()),
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
            rows.extend(decisions(language, &one.id, one.text));
        }
    }
    rows
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
