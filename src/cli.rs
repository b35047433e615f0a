//! The command line: what can be asked of `attache` in a shell, and the exit code it ends with.
//!
//! Deliberately absent: the Discord bot's slash commands, which live in `commands/`.

mod ask;
mod chat;
mod evaluate;
mod model;
mod search;
mod show;
mod sources;
mod train;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::library::{Library, model_folder};
use crate::semantic::Choice;
use crate::terminal::Screen;

const EXIT_CODES: &str = "\
Exit codes: 0 answered or found, 1 not covered or nothing found, 2 a mistake in the command or its input.";

/// Answers questions about a dispute with verbatim, cited excerpts from articles.
#[derive(Debug, Parser)]
#[command(name = "attache", version, after_help = EXIT_CODES)]
#[command(arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
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
    pub(crate) color: Color,
}

/// When to colour the output.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Color {
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
    Model(model::ModelArgs),
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
    pub(crate) fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Carries out the command.
///
/// # Errors
/// A mistake in the arguments or their files, or output that cannot be written.
pub(crate) fn run(cli: &Cli, screen: &mut Screen<'_>) -> anyhow::Result<Outcome> {
    screen.set_json(cli.json);
    let load = |choice| Library::load(&cli.articles, cli.config.as_deref(), choice);
    let choice = cli
        .model
        .as_deref()
        .map_or(Choice::Configured, Choice::Named);
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
        Command::Model(args) => {
            let in_use = || model_folder(cli.config.as_deref(), choice);
            model::run(args, in_use, screen)
        }
    }
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
