//! `attache lexicon suggest`: entries for the words of questions that were not answered.

use std::io;

use attache_index::{Proposal, Proposals};
use serde::Serialize;

use crate::cli::Outcome;
use crate::cli::data::with_store;
use crate::library::Library;
use crate::settings::Settings;
use crate::store::{Page, Store, Topic, Trouble};
use crate::terminal::{Role, Run, Screen, counted};

/// How many questions are read at once.
const PAGE: u32 = 500;

/// The proposals as programs read them.
#[derive(Serialize)]
struct Json<'a> {
    questions: usize,
    misspelled: usize,
    total: usize,
    entries: Vec<JsonEntry<'a>>,
}

#[derive(Serialize)]
struct JsonEntry<'a> {
    #[serde(flatten)]
    entry: &'a Proposal,
    toml: String,
}

/// Proposes at most `limit` entries from what the bot has recorded.
pub(super) fn run(
    limit: usize,
    library: impl FnOnce() -> anyhow::Result<Library>,
    settings: &Settings,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    with_store(settings, screen, async |store, screen| {
        let questions = unanswered(store).await?;
        let asked = questions.iter().map(|one| (one.text.as_str(), one.count));
        let proposals = library()?.snapshot()?.propose_entries(asked);
        let shown = proposals.entries.iter().take(limit);
        if screen.json() {
            screen.write_json(&Json {
                questions: questions.len(),
                misspelled: proposals.misspelled,
                total: proposals.entries.len(),
                entries: (shown.map(|entry| JsonEntry {
                    entry,
                    toml: entry.to_toml(),
                }))
                .collect(),
            })?;
        } else {
            write(&proposals, questions.len(), limit, screen)?;
        }
        Ok(if proposals.entries.is_empty() {
            Outcome::NothingFound
        } else {
            Outcome::Found
        })
    })
}

/// Every question not covered and not handled.
async fn unanswered(store: &Store) -> Result<Vec<Topic>, Trouble> {
    let mut all: Vec<Topic> = Vec::new();
    for number in 1.. {
        let page = Page { number, size: PAGE };
        let read = store.unanswered(None, page).await?;
        // The bot may record more meanwhile: a page that is not full is the last.
        let is_last = read.topics.len() < PAGE as usize;
        all.extend(read.topics);
        if is_last {
            break;
        }
    }
    Ok(all)
}

/// Writes what can be pasted as it stands: all else is a comment.
fn write(
    proposals: &Proposals,
    questions: usize,
    limit: usize,
    screen: &mut Screen<'_>,
) -> io::Result<()> {
    if questions == 0 {
        let told = "# No question is recorded that the articles did not cover, or all are handled.";
        return line(screen, Role::Citation, told);
    }
    let from = format!("from {} not covered", counted(questions as u64, "question"));
    if proposals.entries.is_empty() {
        let told =
            format!("# Nothing to propose {from}: the articles or the lexicon know their words.");
        line(screen, Role::Citation, &told)?;
    } else {
        let entries = entries(proposals.entries.len());
        let told = format!("# {entries} {from}. Look at each before it goes into lexicon.toml.");
        line(screen, Role::Citation, &told)?;
    }
    for entry in proposals.entries.iter().take(limit) {
        screen.blank()?;
        for text in entry.to_toml().lines() {
            let role = match text.chars().next() {
                Some('#') => Role::Citation,
                Some('[') => Role::Heading,
                _ => Role::Plain,
            };
            line(screen, role, text)?;
        }
    }
    if let Some(more @ 1..) = proposals.entries.len().checked_sub(limit) {
        screen.blank()?;
        let told = format!("# {} more with a higher --limit.", entries(more));
        line(screen, Role::Citation, &told)?;
    }
    if proposals.misspelled > 0 {
        screen.blank()?;
        let words = counted(proposals.misspelled as u64, "word");
        let told = format!("# {words} left out: read as misspelled words of the articles.");
        line(screen, Role::Citation, &told)?;
    }
    Ok(())
}

fn entries(number: usize) -> String {
    match number {
        1 => "1 entry".into(),
        _ => format!("{number} entries"),
    }
}

/// Never wrapped: half a comment is no comment.
fn line(screen: &mut Screen<'_>, role: Role, text: &str) -> io::Result<()> {
    screen.line("", &[Run::new(role, text)])
}
