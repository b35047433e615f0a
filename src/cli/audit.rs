//! `attache audit`: what moderators, the operator and the bot itself changed.

use std::path::Path;
use std::time::SystemTime;

use clap::Args;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Outcome;
use super::data::with_store;
use super::run::read_settings;
use crate::store::{AuditEntry, AuditPage, By, Page};
use crate::terminal::{Role, Run, Screen, counted};

const EXAMPLES: &str = "\
Examples:
  attache audit
  attache audit --limit 5 --page 2
  attache audit --json

Times are UTC. Nothing in the record is ever changed or deleted.
JSON: {total, page, limit, entries: [{number, at, by: {kind: member|operator|schedule, id},
guild, what, before, after}]}.";

/// List what was changed, by whom and when, newest first
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct AuditArgs {
    /// The most entries on a page
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,

    /// The page, from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
}

#[derive(Serialize)]
struct Listing<'a> {
    total: u64,
    page: u32,
    limit: u32,
    entries: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    number: u64,
    at: String,
    by: By,
    guild: Option<String>,
    what: &'a str,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
}

pub(super) fn run(
    args: &AuditArgs,
    folder: &Path,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let settings = read_settings(folder)?;
    with_store(&settings, screen, async |store, screen| {
        let page = Page {
            number: args.page,
            size: args.limit,
        };
        let found = store.audit_page(page).await?;
        write(args, &found, screen)?;
        Ok(if found.entries.is_empty() {
            Outcome::NothingFound
        } else {
            Outcome::Found
        })
    })
}

fn write(args: &AuditArgs, found: &AuditPage, screen: &mut Screen<'_>) -> std::io::Result<()> {
    if screen.json() {
        return screen.write_json(&Listing {
            total: found.total,
            page: args.page,
            limit: args.limit,
            entries: found.entries.iter().map(Row::from).collect(),
        });
    }
    if !found.entries.is_empty() {
        let heading = cells(["NUMBER", "TIME", "WHO", "GUILD", "WHAT"]);
        screen.line("", &[Run::new(Role::Heading, heading)])?;
    }
    for entry in &found.entries {
        write_entry(entry, screen)?;
    }
    let pages = found.total.div_ceil(args.limit.into());
    let told = match (found.total, found.entries.is_empty()) {
        (0, _) => "Nothing has been changed.".into(),
        (total, true) => format!(
            "{} on pages 1 to {pages}: there is no page {}.",
            acts(total),
            args.page
        ),
        (total, false) if pages > 1 => format!("{}, page {} of {pages}.", acts(total), args.page),
        (total, false) => format!("{}.", acts(total)),
    };
    screen.say(Role::Citation, &told)
}

fn write_entry(entry: &AuditEntry, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let row = Row::from(entry);
    let who = match row.by {
        By::Member(id) => id.to_string(),
        By::Operator => "operator".into(),
        By::Schedule => "schedule".into(),
    };
    let line = cells([
        &row.number.to_string(),
        &row.at.replace('T', " ").replace('Z', ""),
        &who,
        row.guild.as_deref().unwrap_or("–"),
        row.what,
    ]);
    screen.line("", &[Run::new(Role::Plain, line)])?;
    for (label, state) in [("before  ", row.before), ("after   ", row.after)] {
        if let Some(state) = state {
            let runs = [Run::new(Role::Citation, state.to_string())];
            screen.wrapped(&format!("        {label}"), &runs)?;
        }
    }
    Ok(())
}

fn cells([number, time, who, guild, what]: [&str; 5]) -> String {
    format!("{number:>6}  {time:19}  {who:20}  {guild:20}  {what}")
}

fn acts(total: u64) -> String {
    counted(total, "entry").replace("entrys", "entries")
}

/// Seconds are enough, as in `2025-07-04T12:30:00Z`.
fn utc(at: SystemTime) -> String {
    let since = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs())
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_else(|| "–".into())
}

impl<'a> From<&'a AuditEntry> for Row<'a> {
    fn from(entry: &'a AuditEntry) -> Self {
        Self {
            number: entry.number,
            at: utc(entry.signature.at),
            by: entry.signature.by,
            guild: entry.signature.guild.map(|id| id.to_string()),
            what: &entry.what,
            before: entry.before.as_ref(),
            after: entry.after.as_ref(),
        }
    }
}
