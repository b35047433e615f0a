//! The whole bot, run as its own process against a local stand-in for Discord.

mod shutdown;
mod standing;
mod start;
mod support;
