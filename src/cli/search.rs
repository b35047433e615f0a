//! `attache search`: paragraphs found by expert syntax.

use anyhow::{Context, bail};
use attache_index::{SearchError, SearchPage, Snapshot};
use clap::Args;
use serde::Serialize;

use super::{Outcome, ask};
use crate::library::Library;
use crate::terminal::{Role, Run, Screen, counted, excerpt_runs};

const EXAMPLES: &str = "\
Examples:
  attache search karabakh peacekeepers
  attache search '\"North-South\" AND Iran'
  attache search --limit 5 --page 2 azerbaijan

JSON: {query, page, limit, total, hits: [{article, paragraph, excerpt, score, citation}]};
hits are shaped as the passages of `attache ask`.";

/// Find paragraphs by words, phrases and operators
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SearchArgs {
    /// What to look for
    #[arg(required = true, value_name = "TERMS")]
    terms: Vec<String>,

    /// Which page of the results to show
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    page: u16,

    /// The most paragraphs on a page
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
}

/// Which part of the results is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    page: usize,
    limit: usize,
}

#[derive(Serialize)]
struct Found<'a> {
    query: &'a str,
    page: usize,
    limit: usize,
    #[serde(flatten)]
    results: &'a SearchPage,
}

pub(super) fn run(
    args: &SearchArgs,
    library: &Library,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let wanted = Wanted {
        page: args.page.into(),
        limit: args.limit.into(),
    };
    search(&args.terms.join(" "), wanted, &*library.snapshot()?, screen)
}

impl Default for Wanted {
    fn default() -> Self {
        Self { page: 1, limit: 10 }
    }
}

/// Searches and writes what was found.
pub(super) fn search(
    query: &str,
    wanted: Wanted,
    snapshot: &Snapshot,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    if query.trim().is_empty() {
        bail!("the search is empty: write what to look for after `attache search`");
    }
    let offset = (wanted.page - 1) * wanted.limit;
    let found = match snapshot.search(query, offset, wanted.limit) {
        Ok(found) => found,
        Err(SearchError::Syntax(error)) => bail!(
            "the search cannot be read: {error}\n{}",
            error.render(query)
        ),
        Err(error) => return Err(error).context("searching"),
    };
    if screen.json() {
        screen.write_json(&Found {
            query,
            page: wanted.page,
            limit: wanted.limit,
            results: &found,
        })?;
    } else {
        write_page(wanted, &found, screen)?;
    }
    Ok(if found.hits.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Found
    })
}

fn write_page(wanted: Wanted, found: &SearchPage, screen: &mut Screen<'_>) -> anyhow::Result<()> {
    let pages = found.total.div_ceil(wanted.limit);
    let total = counted(u64::try_from(found.total)?, "paragraph");
    if found.total == 0 {
        screen.say(Role::Verdict, "No paragraph matches.")?;
        return Ok(());
    }
    if found.hits.is_empty() {
        let told = format!(
            "{total} found, on pages 1 to {pages}: there is no page {}.",
            wanted.page
        );
        screen.say(Role::Verdict, &told)?;
        return Ok(());
    }
    let first = (wanted.page - 1) * wanted.limit + 1;
    for (number, hit) in (first..).zip(&found.hits) {
        let runs = excerpt_runs(&hit.excerpt, screen.color());
        screen.wrapped(&format!("{number:>2}  "), &runs)?;
        ask::write_citation(&hit.citation, "    ", screen)?;
        screen.blank()?;
    }
    let told = if pages > 1 {
        format!("{total} found; page {} of {pages}.", wanted.page)
    } else {
        format!("{total} found.")
    };
    screen.wrapped("", &[Run::new(Role::Citation, told)])?;
    Ok(())
}
