//! `attache check`: whether the bot could start, and how to invite it.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::run::{read_settings, read_token};
use crate::library::Library;
use crate::terminal::Screen;

/// Check the token, the configuration and the connection, and print the invite link
#[derive(Debug, Args)]
pub(super) struct CheckArgs {}

pub(super) fn run(
    _args: &CheckArgs,
    library: impl FnOnce() -> anyhow::Result<Library>,
    folder: &impl Fn() -> PathBuf,
    _screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    read_settings(&folder())?;
    read_token()?;
    library()?;
    Ok(Outcome::Found)
}
