//! A refresh's report for people: what changed, marked word by word.

use std::io;

use crate::refresh::{Changes, Entry, Fate, ParagraphChange, Report, Words, times_told};
use crate::terminal::{Role, Run, Screen, counted};

/// Writes `report`.
pub(super) fn write(report: &Report, screen: &mut Screen<'_>) -> io::Result<()> {
    screen.say(Role::Verdict, &report.headline())?;
    for remark in &report.remarks {
        screen.wrapped("  ", &[Run::new(Role::Removed, remark)])?;
    }
    for entry in report.notable() {
        screen.blank()?;
        write_entry(entry, screen)?;
    }
    Ok(())
}

fn write_entry(entry: &Entry, screen: &mut Screen<'_>) -> io::Result<()> {
    let name = format!("{:8}  ", entry.fate.name());
    let mut runs = vec![
        Run::new(role_of(&entry.fate), name),
        Run::new(Role::Heading, entry.id.as_str()),
    ];
    if let Some(title) = &entry.title {
        runs.push(Run::new(Role::Plain, format!("  {title}")));
    }
    screen.wrapped("", &runs)?;
    if let Some(url) = &entry.url {
        screen.line("          ", &[Run::new(Role::Citation, url)])?;
    }
    match &entry.fate {
        Fate::Unchanged => Ok(()),
        Fate::Changed { changes } => write_changes(changes, screen),
        Fate::New {
            paragraphs,
            replaces_briefing,
        } => {
            let instead = if *replaces_briefing {
                ", instead of the briefing"
            } else {
                ""
            };
            let told = format!("{}{instead}", counted((*paragraphs).into(), "paragraph"));
            detail(&told, screen)
        }
        Fate::Gone { why } => detail(why, screen),
        Fate::Failed { why, times } => detail(&format!("{why}{}", times_told(*times)), screen),
        Fate::Held {
            reason, changes, ..
        } => {
            detail(&reason.to_string(), screen)?;
            if let Some(changes) = changes {
                write_changes(changes, screen)?;
            }
            let told = format!(
                "attache index publish {id}  or  attache index discard {id}",
                id = entry.id
            );
            screen.line("          ", &[Run::new(Role::Citation, told)])
        }
    }
}

fn detail(told: &str, screen: &mut Screen<'_>) -> io::Result<()> {
    screen.wrapped("          ", &[Run::new(Role::Plain, told)])
}

fn role_of(fate: &Fate) -> Role {
    match fate {
        Fate::Unchanged => Role::Plain,
        Fate::Changed { .. } | Fate::New { .. } => Role::Added,
        Fate::Gone { .. } | Fate::Failed { .. } => Role::Removed,
        Fate::Held { .. } => Role::SentenceMatch,
    }
}

fn write_changes(changes: &Changes, screen: &mut Screen<'_>) -> io::Result<()> {
    if let Some(title) = &changes.title {
        screen.wrapped(" headline ", &[Run::new(Role::Removed, &title.before)])?;
        screen.wrapped("          ", &[Run::new(Role::Added, &title.after)])?;
    }
    if !changes.about.is_empty() {
        detail(
            &format!("told differently: {}", changes.about.join(", ")),
            screen,
        )?;
    }
    for change in &changes.paragraphs {
        match change {
            ParagraphChange::Added { number, text } => {
                screen.wrapped(
                    &format!("    + {number:>3} "),
                    &[Run::new(Role::Added, text)],
                )?;
            }
            ParagraphChange::Removed { number, text } => {
                screen.wrapped(
                    &format!("    - {number:>3} "),
                    &[Run::new(Role::Removed, text)],
                )?;
            }
            ParagraphChange::Edited { number, words, .. } => {
                let runs = word_runs(words, screen.color());
                screen.wrapped(&format!("    ~ {number:>3} "), &runs)?;
            }
        }
    }
    Ok(())
}

/// Without colour, what went and what came stands in brackets.
fn word_runs(words: &[Words], color: bool) -> Vec<Run<'_>> {
    let marked = |role: Role, text: &str, open: &str, close: &str| {
        if color {
            Run::new(role, text.to_owned())
        } else {
            Run::new(role, format!("{open}{text}{close}"))
        }
    };
    words
        .iter()
        .map(|words| match words {
            Words::Same(text) => Run::new(Role::Plain, text.as_str()),
            Words::Removed(text) => marked(Role::Removed, text, "[-", "-]"),
            Words::Added(text) => marked(Role::Added, text, "{+", "+}"),
        })
        .collect()
}
