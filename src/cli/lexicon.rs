//! `attache lexicon`: whether the lexicon fits the articles, and what it lacks.

mod check;
mod suggest;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Outcome;
use super::run::read_settings;
use crate::library::Library;
use crate::terminal::Screen;

const EXAMPLES: &str = "\
Examples:
  attache lexicon check
  attache lexicon check --all --config config/ --articles saved-pages/
  attache lexicon suggest";

const CHECK_HELP: &str = "\
Mistakes are what the file is better without: a form or a suggestion written twice, one that can never
match, a concept that suggests itself. Notes are worth a look: concepts that no article mentions and that
suggest none that is mentioned (dead), forms that two concepts share, suggestions that lead back to where
they began, forms that stand in no article. Of each kind the first 12 are shown, all with --all.

Exit codes: 0 when there is no mistake, notes or not; 1 when there are mistakes; 2 when the file cannot be
used at all (a concept that is suggested but not there, two of one name), with the line and what to do.
JSON: {file, concepts, forms, comparable, mentioned: integer, findings: [{line, concept, mistake: boolean,
kind: dead|unmentioned|loop|ambiguous|repeated|suggested_twice|nothing|never_met, …}]}, where a kind that
concerns a form has {key: en|ru|az_cyrl|tr|az, form}, ambiguous also {other, other_line}, loop {through:
[string]}, suggested_twice {suggests}. Comparable are forms in a language that articles are written in.";

const SUGGEST_HELP: &str = "\
Reads the questions that the articles did not cover and no moderator has marked as handled, and prints
entries for the words in them that neither the articles nor the lexicon know, those asked for most first.
Look at each before you paste it into lexicon.toml: what is proposed is alike in letters, not in meaning.
A word of the articles that begins alike stands in the entry, or what its concept is called in `suggests`.

Exit codes: 0 when there is something to propose, 1 when there is nothing, 2 when nothing was ever recorded.
JSON: {questions: integer, misspelled: integer, total: integer, entries: [{name, key: en|ru|az_cyrl|tr|az,
word, asked, questions, example, near: [{word, paragraphs, key, concept, kin: boolean}], toml}]}: misspelled
words are passed over, as they are read as words of the articles.";

/// Check the lexicon, or find what it lacks
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct LexiconArgs {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
enum LexiconCommand {
    /// Compare the lexicon with the articles and with itself
    #[command(after_help = CHECK_HELP)]
    Check {
        /// Show every finding, and the forms that stand in no article
        #[arg(long)]
        all: bool,
    },
    /// Propose entries from the questions that were not answered
    #[command(after_help = SUGGEST_HELP)]
    Suggest {
        /// The most entries to print
        #[arg(long, value_name = "N", default_value_t = 20)]
        #[arg(value_parser = clap::value_parser!(u16).range(1..=1000))]
        limit: u16,
    },
}

pub(super) fn run(
    args: &LexiconArgs,
    library: impl FnOnce() -> anyhow::Result<Library>,
    folder: &impl Fn() -> PathBuf,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    match &args.command {
        LexiconCommand::Check { all } => check::run(*all, &library()?, screen),
        LexiconCommand::Suggest { limit } => {
            let settings = read_settings(&folder())?;
            suggest::run(usize::from(*limit), library, &settings, screen)
        }
    }
}
