//! attaché: answers questions about a dispute with cited, verbatim excerpts from articles.

mod cli;
mod download;
mod evaluate;
mod library;
mod semantic;
mod sources;
mod terminal;
mod train;
mod whole_file;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use crate::cli::{Cli, Outcome};

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.color.apply();
    match run(&cli) {
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

fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    let mut screen = terminal::Screen::stdout();
    let outcome = cli::run(cli, &mut screen)?;
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
