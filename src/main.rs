//! attaché: answers questions about a dispute with cited, verbatim excerpts from articles.

mod app;
mod archive;
mod arrivals;
mod asking;
mod bot;
mod cli;
mod commands;
mod custom_id;
mod dispatch;
mod errors;
mod evaluate;
mod gateway;
mod health;
mod in_flight;
mod interactions;
mod library;
mod lookup;
mod messages;
mod metrics;
mod moderation;
mod notices;
mod portal;
mod rate_limit;
mod registration;
mod reply;
mod rest;
mod settings;
mod sources;
mod store;
mod surfaces;
mod telemetry;
mod terminal;
mod token;
mod train;
mod whole_file;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
