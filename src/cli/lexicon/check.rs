//! `attache lexicon check`: what is wrong with the lexicon, and what is of no use.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;

use anyhow::Context;
use attache_index::{FindingKind, LexiconFinding, LexiconReport};
use serde::Serialize;

use crate::cli::Outcome;
use crate::library::Library;
use crate::terminal::{Role, Run, Screen, counted, grouped};

/// How many findings of a kind are shown unless all are.
const SHOWN: usize = 12;

/// The report as programs read it.
#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    concepts: usize,
    forms: usize,
    comparable: usize,
    mentioned: usize,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    mistake: bool,
    #[serde(flatten)]
    finding: &'a LexiconFinding,
}

/// A kind of finding as people read of it.
struct Group {
    heading: &'static str,
    remedy: &'static str,
    holds: fn(&FindingKind) -> bool,
    /// Listed only with `--all`.
    long: bool,
}

const GROUPS: &[Group] = &[
    Group {
        heading: "Mistakes",
        remedy: "Correct or remove these lines.",
        holds: FindingKind::is_mistake,
        long: false,
    },
    Group {
        heading: "Suggestions that lead back",
        remedy: "Suggestions go one step. Concepts that mean one thing are better joined.",
        holds: |kind| matches!(kind, FindingKind::Loop { .. }) && !kind.is_mistake(),
        long: false,
    },
    Group {
        heading: "Concepts that share forms",
        remedy: "A question with such a form means both; leave it where that is so.",
        holds: |kind| matches!(kind, FindingKind::Ambiguous { .. }),
        long: false,
    },
    Group {
        heading: "Dead concepts",
        remedy: "No article mentions them or what they suggest. They do no harm, and serve articles to come.",
        holds: |kind| matches!(kind, FindingKind::Dead),
        long: false,
    },
    Group {
        heading: "Forms in no article",
        remedy: "Questions may still use them.",
        holds: |kind| matches!(kind, FindingKind::Unmentioned { .. }),
        long: true,
    },
];

/// Checks the lexicon of `library` and tells of it.
pub(super) fn run(
    all: bool,
    library: &Library,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let (file, text) = library.settings.lexicon_text()?;
    let snapshot = library.snapshot()?;
    let report = snapshot
        .check_lexicon(&text)
        .with_context(|| file.clone())?;
    if screen.json() {
        screen.write_json(&Json::of(&file, &report))?;
    } else {
        write(&file, &report, all, screen)?;
    }
    let mistaken = report.findings.iter().any(|one| one.kind.is_mistake());
    // As other checkers do: 1 says that there is something to do.
    Ok(if mistaken {
        Outcome::NothingFound
    } else {
        Outcome::Found
    })
}

impl<'a> Json<'a> {
    fn of(file: &'a str, report: &'a LexiconReport) -> Self {
        let findings = report.findings.iter().map(|finding| JsonFinding {
            mistake: finding.kind.is_mistake(),
            finding,
        });
        Self {
            file,
            concepts: report.concepts,
            forms: report.forms,
            comparable: report.comparable,
            mentioned: report.mentioned,
            findings: findings.collect(),
        }
    }
}

fn write(file: &str, report: &LexiconReport, all: bool, screen: &mut Screen<'_>) -> io::Result<()> {
    let told = format!(
        "{file}: {} with {}.",
        counted(report.concepts as u64, "concept"),
        counted(report.forms as u64, "form")
    );
    screen.say(Role::Verdict, &told)?;
    let told = format!(
        "{} of {} in the articles' languages stand in the articles.",
        grouped(report.mentioned as u64),
        counted(report.comparable as u64, "form")
    );
    screen.say(Role::Plain, &told)?;
    for group in GROUPS {
        let found: Vec<&LexiconFinding> = (report.findings.iter())
            .filter(|finding| (group.holds)(&finding.kind))
            .collect();
        if !found.is_empty() && (all || !group.long) {
            group.write(&found, all, screen)?;
        }
    }
    if !report.findings.iter().any(|one| one.kind.is_mistake()) {
        screen.blank()?;
        screen.say(Role::Verdict, "No mistakes.")?;
    }
    Ok(())
}

impl Group {
    fn write(
        &self,
        found: &[&LexiconFinding],
        all: bool,
        screen: &mut Screen<'_>,
    ) -> io::Result<()> {
        let rows = rows(found);
        let shown = if all { rows.len() } else { SHOWN };
        screen.blank()?;
        let heading = format!("{}: {}", self.heading, grouped(rows.len() as u64));
        screen.say(Role::Heading, &heading)?;
        screen.say(Role::Citation, self.remedy)?;
        for (finding, further) in rows.iter().take(shown) {
            let mut told = told(&finding.kind);
            if *further > 0 {
                // Writing to a string cannot fail.
                let _ = write!(told, ", and {further} more");
            }
            let runs = [
                Run::new(Role::Match, finding.concept.as_str()),
                Run::new(Role::Plain, told),
            ];
            screen.wrapped(&format!("{:>6}  ", finding.line), &runs)?;
        }
        if let Some(more @ 1..) = rows.len().checked_sub(shown) {
            let told = format!("        … and {} more (--all)", grouped(more as u64));
            screen.line("", &[Run::new(Role::Citation, told)])?;
        }
        Ok(())
    }
}

/// The findings, with how many further forms the same two concepts share: they come as one.
fn rows<'a>(found: &[&'a LexiconFinding]) -> Vec<(&'a LexiconFinding, usize)> {
    let mut rows: Vec<(&LexiconFinding, usize)> = Vec::new();
    let mut row_of: HashMap<(&str, &str), usize> = HashMap::new();
    for &finding in found {
        if let FindingKind::Ambiguous { other, .. } = &finding.kind {
            let row = *(row_of.entry((&finding.concept, other))).or_insert(rows.len());
            if let Some((_, further)) = rows.get_mut(row) {
                *further += 1;
                continue;
            }
        }
        rows.push((finding, 0));
    }
    rows
}

/// What follows the concept's name.
fn told(kind: &FindingKind) -> String {
    match kind {
        FindingKind::Unmentioned { key, form } => format!("  {} “{form}”", key.name()),
        FindingKind::Loop { through } if through.is_empty() => ": suggests itself".into(),
        FindingKind::Loop { through } => format!(" → {} → itself", through.join(" → ")),
        FindingKind::Ambiguous {
            key,
            form,
            other,
            other_line,
        } => format!(
            "  {} “{form}” is also in {other}, line {other_line}",
            key.name()
        ),
        FindingKind::Repeated { key, form, first } if form == first => {
            format!(": {} has “{form}” twice", key.name())
        }
        FindingKind::Repeated { key, form, first } => format!(
            ": {} has “{form}”, which is read as “{first}” is",
            key.name()
        ),
        FindingKind::SuggestedTwice { suggests } => format!(": suggests {suggests} twice"),
        FindingKind::Nothing { key, form } => format!(
            ": nothing is left of {} “{form}” when it is read",
            key.name()
        ),
        FindingKind::NeverMet => " in [shorthand] is not one word, so no question has it".into(),
        // What is dead is named, and there is no more to say of kinds to come.
        _ => String::new(),
    }
}
