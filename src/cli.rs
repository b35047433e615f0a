//! The command line: what can be asked of `attache` in a shell, and the exit code it ends with.
//!
//! Deliberately absent: the Discord bot's slash commands, which live in `commands/`.

mod ask;
mod audit;
mod chat;
mod check;
mod data;
mod evaluate;
mod index;
mod lexicon;
mod model;
mod run;
mod search;
mod show;
mod source;
mod sources;
mod train;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand, ValueEnum};

use crate::generations::{self, Generations};
use crate::library::{Library, model_folder};
use crate::semantic::Choice;
use crate::terminal::{self, Screen};

const EXIT_CODES: &str = "\
Exit codes: 0 answered or found, 1 not covered or nothing found, 2 a mistake in the command or its input.";

/// Answers questions about a dispute with verbatim, cited excerpts from articles.
#[derive(Debug, Parser)]
#[command(name = "attache", version, after_help = EXIT_CODES)]
#[command(arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Answer from this article file or folder instead of the configured sources (repeatable)
    #[arg(
        long,
        value_name = "PATH",
        global = true,
        help_heading = "Global options"
    )]
    articles: Vec<PathBuf>,

    /// Read sources.toml, lexicon.toml and trained files from here [default: ./config, else built in]
    #[arg(
        long,
        value_name = "DIR",
        global = true,
        help_heading = "Global options"
    )]
    config: Option<PathBuf>,

    /// Rank with this sentence model: an installed one's name, a folder, or "off" [default: configured]
    #[arg(
        long,
        value_name = "MODEL",
        global = true,
        help_heading = "Global options"
    )]
    model: Option<String>,

    /// Write JSON for programs instead of text for people
    #[arg(long, global = true, help_heading = "Global options")]
    json: bool,

    #[arg(
        help = "When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE",
        long,
        value_name = "WHEN",
        global = true,
        value_enum,
        default_value_t,
        help_heading = "Global options"
    )]
    color: Color,
}

/// When to colour the output.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Color {
    // Plain comments: clap would spell documented values out under every command's help.
    // On a terminal.
    #[default]
    Auto,
    // Even when piped.
    Always,
    // Not at all.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ask(ask::AskArgs),
    Search(search::SearchArgs),
    Show(show::ShowArgs),
    Chat(chat::ChatArgs),
    Sources(sources::SourcesArgs),
    Evaluate(evaluate::EvaluateArgs),
    Train(train::TrainArgs),
    Run(run::RunArgs),
    Check(check::CheckArgs),
    Data(data::DataArgs),
    Index(index::IndexArgs),
    Source(source::SourceArgs),
    Audit(audit::AuditArgs),
    Model(model::ModelArgs),
    Lexicon(lexicon::LexiconArgs),
}

/// How a command ended, when nothing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Something was found and shown.
    Found,
    /// The articles hold nothing that was asked for.
    NothingFound,
}

impl Color {
    /// Makes this the choice for everything written after.
    fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Does what the command line says, and tells what went wrong.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.color.apply();
    match write(&cli) {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => ExitCode::from(1),
        // Whoever was reading has seen enough (`attache … | head`).
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let message = terminal::neutralise_lines(&format!("{error:#}"));
            // Nobody is left to tell when standard error is gone too.
            let _ = writeln!(anstream::stderr(), "{}", terminal::error_line(&message));
            ExitCode::from(2)
        }
    }
}

fn write(cli: &Cli) -> anyhow::Result<Outcome> {
    let mut screen = Screen::stdout();
    let outcome = run(cli, &mut screen)?;
    screen.flush().context("writing the output")?;
    Ok(outcome)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Carries out the command.
///
/// # Errors
/// A mistake in the arguments or their files, or output that cannot be written.
fn run(cli: &Cli, screen: &mut Screen<'_>) -> anyhow::Result<Outcome> {
    screen.set_json(cli.json);
    let folder = || cli.config.clone().unwrap_or_else(|| "config".into());
    let load = |choice| library(cli, choice);
    let overruled = || std::env::var("ATTACHE_SEMANTIC_MODEL").ok();
    let model = cli.model.clone().or_else(overruled);
    let choice = model.as_deref().map_or(Choice::Configured, Choice::Named);
    let library = || load(choice);
    // These rank nothing, so that loading a model would only cost time.
    let unranked = || load(Choice::None);
    match &cli.command {
        Command::Ask(args) => ask::run(args, library, screen),
        Command::Search(args) => search::run(args, &unranked()?, screen),
        Command::Show(args) => show::run(args, &unranked()?, screen),
        Command::Chat(args) => chat::run(args, &library()?, screen),
        Command::Sources(args) => {
            let model = model_folder(cli.config.as_deref(), choice)?;
            sources::run(args, &unranked()?, model.as_deref(), screen)
        }
        Command::Evaluate(args) => evaluate::run(args, library, screen),
        Command::Train(args) => train::run(args, library, screen),
        // Its log tells.
        Command::Run(args) => run::run(args, || open_library(cli, choice), &folder),
        Command::Check(args) => check::run(args, library, &folder, screen),
        Command::Data(args) => data::run(args, &folder(), screen),
        Command::Index(args) => index::run(args, &folder(), cli.config.as_deref(), choice, screen),
        Command::Source(args) => source::run(args, &folder(), screen),
        Command::Audit(args) => audit::run(args, &folder(), screen),
        Command::Model(args) => {
            let in_use = || model_folder(cli.config.as_deref(), choice);
            model::run(args, in_use, screen)
        }
        Command::Lexicon(args) => lexicon::run(args, unranked, &folder, screen),
    }
}

/// The articles to answer from; that they are not those of the current generation is told.
fn library(cli: &Cli, choice: Choice<'_>) -> anyhow::Result<Library> {
    let library = open_library(cli, choice)?;
    if let Some(warning) = &library.warning {
        warn(warning)?;
    }
    Ok(library)
}

fn open_library(cli: &Cli, choice: Choice<'_>) -> anyhow::Result<Library> {
    let folder = cli.config.as_deref();
    if !cli.articles.is_empty() {
        return Library::load(&cli.articles, folder, choice);
    }
    let settings = run::read_settings(&folder.map_or_else(|| "config".into(), PathBuf::from))?;
    // Without a home there is no data folder, and nothing was ever published.
    let Ok(data) = settings.data.folder() else {
        return Library::load(&[], folder, choice);
    };
    let generations = Generations::open(&data.join(generations::FOLDER), &settings.index);
    Library::open(&[], folder, choice, &generations)
}

/// Tells what does not keep the command from its work.
fn warn(message: &str) -> io::Result<()> {
    let message = terminal::neutralise_lines(message);
    writeln!(anstream::stderr(), "{}", terminal::warning_line(&message))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
