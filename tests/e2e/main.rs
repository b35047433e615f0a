//! The whole bot, run as its own process against a local stand-in for Discord.

mod buttons;
mod lookup;
mod shutdown;
mod standing;
mod start;
mod support;
