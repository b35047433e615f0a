//! The tracing subscriber: what is logged, for whom.

use std::io;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::settings::{Log, LogFormat};

/// Reads the directives of `[log] filter`.
///
/// # Errors
/// The directive that cannot be read.
pub(crate) fn filter(directives: &str) -> anyhow::Result<EnvFilter> {
    EnvFilter::builder()
        .parse(directives)
        .with_context(|| format!("[log] `filter` = {directives:?} cannot be read"))
}

/// Sends everything logged from now on to standard error.
///
/// # Errors
/// When the filter cannot be read, or a subscriber is set already.
pub(crate) fn start(log: &Log) -> anyhow::Result<()> {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter(&log.filter)?)
        .with_writer(io::stderr);
    let set = match log.format {
        LogFormat::Text => builder.with_ansi(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    set.map_err(|error| anyhow::anyhow!("starting the log: {error}"))
}
