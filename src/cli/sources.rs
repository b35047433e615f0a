//! `attache sources`: what is indexed and where it came from.

use std::path::Path;

use attache_index::{ArticleHead, Snapshot};
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::library::{Library, Origin};
use crate::semantic::name_of;
use crate::terminal::{Role, Run, Screen, grouped, shorten};

const EXAMPLES: &str = "\
Examples:
  attache sources
  attache sources --articles saved-pages/

JSON: {articles: [{id, title, publisher, authors, url, published, retrieved, language,
retelling, summary, paragraphs, words, sections, note, origin: {kind: built_in_briefing|
briefing|path, path} or {kind: generation, generation: its number, place: {kind: unknown|path|
briefing|page|feed|added_page|added_feed, at}, fetched_at}}], model: the sentence model's name, or null}.";

/// List the articles answered from
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SourcesArgs {}

#[derive(Serialize)]
struct Listing<'a> {
    articles: Vec<Row<'a>>,
    model: Option<&'a str>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    head: &'a ArticleHead,
    note: Option<&'a str>,
    origin: Option<&'a Origin>,
}

pub(super) fn run(
    _args: &SourcesArgs,
    library: &Library,
    model: Option<&Path>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let model = model.map(name_of);
    list(library, &*library.snapshot()?, model.as_deref(), screen)?;
    Ok(Outcome::Found)
}

/// Writes the list, and the sentence model it is ranked with.
pub(super) fn list(
    library: &Library,
    snapshot: &Snapshot,
    model: Option<&str>,
    screen: &mut Screen<'_>,
) -> std::io::Result<()> {
    let articles: Vec<Row<'_>> = snapshot
        .articles()
        .iter()
        .map(|head| {
            let listed = library.listed(&head.id);
            Row {
                head,
                note: listed.and_then(|l| l.note.as_deref()),
                origin: listed.map(|l| &l.origin),
            }
        })
        .collect();
    if screen.json() {
        return screen.write_json(&Listing { articles, model });
    }
    write_table(&articles, screen)?;
    let told = match model {
        Some(model) => format!("Ranked by words and by meaning, with {model}."),
        None => "Ranked by words alone, without a sentence model (attache model --help).".into(),
    };
    screen.blank()?;
    screen.say(Role::Citation, &told)
}

fn write_table(rows: &[Row<'_>], screen: &mut Screen<'_>) -> std::io::Result<()> {
    let widest = rows.iter().map(|r| r.head.id.as_str().len()).max();
    let id_columns = widest.unwrap_or_default().clamp("ARTICLE".len(), 24);
    let indent = " ".repeat(id_columns + 2);
    let name_columns = screen
        .width_columns()
        .saturating_sub(id_columns + 36)
        .max(9);
    let line = |cells: [&str; 5]| {
        let [id, publisher, paragraphs, words, date] = cells;
        let gap = name_columns.saturating_sub(textwrap::core::display_width(publisher));
        format!(
            "{id:id_columns$}  {publisher}{:gap$}  {paragraphs:>10}  {words:>7}  {date:10}",
            ""
        )
    };
    let heading = line(["ARTICLE", "PUBLISHER", "PARAGRAPHS", "WORDS", "DATE"]);
    screen.line("", &[Run::new(Role::Heading, heading.trim_end())])?;
    for row in rows {
        let head = row.head;
        let publisher = shorten(head.publisher.as_deref().unwrap_or("–"), name_columns);
        let date = head.published.map_or_else(|| "–".into(), |d| d.to_string());
        let cells = line([
            head.id.as_str(),
            &publisher,
            &grouped(head.paragraphs.into()),
            &grouped(head.words),
            &date,
        ]);
        screen.line("", &[Run::new(Role::Plain, cells.trim_end())])?;
        screen.wrapped(&indent, &[Run::new(Role::Plain, head.title.as_str())])?;
        let origin = row.origin.map(ToString::to_string);
        let about: Vec<&str> = row.note.into_iter().chain(origin.as_deref()).collect();
        if !about.is_empty() {
            screen.wrapped(&indent, &[Run::new(Role::Citation, about.join("; "))])?;
        }
    }
    Ok(())
}
