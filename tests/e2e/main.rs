//! The whole bot, run as its own process against a local stand-in for Discord.

mod ask;
mod buttons;
mod channels;
mod find_sources;
mod lookup;
mod messages;
mod permissions;
mod shutdown;
mod standing;
mod start;
mod support;
