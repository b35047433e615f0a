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
mod download;
mod errors;
mod evaluate;
#[allow(
    dead_code,
    unused_imports,
    reason = "the refresh that uses it comes next"
)]
mod fetch;
mod gateway;
#[allow(
    dead_code,
    unused_imports,
    reason = "the refresh that uses it comes next"
)]
mod generations;
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
#[allow(
    dead_code,
    unused_imports,
    reason = "the commands that use it come next"
)]
mod refresh;
mod reply;
mod rest;
mod semantic;
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
