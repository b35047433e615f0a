//! `attache source test`: what an address would give, before it is a source.

use std::path::Path;

use clap::{Args, Subcommand};

use super::Outcome;
use super::run::read_settings;
use crate::fetch::Fetcher;
use crate::refresh::{Preview, TrialKind, test};
use crate::terminal::{Role, Run, Screen, counted};

const EXAMPLES: &str = "\
Examples:
  attache source test https://gazette.example/harbour
  attache source test https://gazette.example/feed.xml

Fetches the address and shows what would be indexed; indexes nothing. What to fetch and how is set in
[fetch] of attache.toml.
Exit codes: 0, or 2 when nothing can be read there.
JSON: {url, kind: page, title, publisher, authors, published, language, paragraphs, words, first, last,
headings} or {url, kind: feed, items: [{title, url}]}.";

/// Try an address before it is made a source
#[derive(Debug, Args)]
pub(super) struct SourceArgs {
    #[command(subcommand)]
    command: SourceCommand,
}

#[derive(Debug, Subcommand)]
enum SourceCommand {
    /// Fetch a page or feed and show what would be indexed
    #[command(after_help = EXAMPLES)]
    Test {
        /// The address
        #[arg(value_name = "URL")]
        url: String,
    },
}

pub(super) fn run(
    args: &SourceArgs,
    folder: &Path,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let SourceCommand::Test { url } = &args.command;
    let settings = read_settings(folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let fetcher = Fetcher::new(&settings.fetch);
    let preview = runtime.block_on(test(&fetcher, url))?;
    if screen.json() {
        screen.write_json(&preview)?;
    } else {
        write(&preview, screen)?;
    }
    Ok(Outcome::Found)
}

fn write(preview: &Preview, screen: &mut Screen<'_>) -> std::io::Result<()> {
    screen.line("", &[Run::new(Role::Citation, &preview.url)])?;
    match &preview.kind {
        TrialKind::Feed { items } => {
            let told = format!("A feed of {}:", counted(items.len() as u64, "item"));
            screen.say(Role::Verdict, &told)?;
            for item in items {
                screen.wrapped("  ", &[Run::new(Role::Plain, &item.title)])?;
                screen.line("    ", &[Run::new(Role::Citation, &item.url)])?;
            }
        }
        TrialKind::Page {
            title,
            publisher,
            authors,
            published,
            language,
            paragraphs,
            words,
            first,
            last,
            ..
        } => {
            screen.say(Role::Verdict, title)?;
            let published = published.map(|date| date.to_string());
            let authors = (!authors.is_empty()).then(|| authors.join(", "));
            let about: Vec<&str> = [
                publisher.as_deref(),
                authors.as_deref(),
                published.as_deref(),
            ]
            .into_iter()
            .flatten()
            .chain([language.as_str()])
            .collect();
            screen.say(Role::Citation, &about.join("; "))?;
            let told = format!(
                "{}, {}:",
                counted(*paragraphs as u64, "paragraph"),
                counted(*words as u64, "word")
            );
            screen.say(Role::Plain, &told)?;
            screen.wrapped("  first  ", &[Run::new(Role::Plain, first)])?;
            screen.wrapped("  last   ", &[Run::new(Role::Plain, last)])?;
        }
    }
    Ok(())
}
