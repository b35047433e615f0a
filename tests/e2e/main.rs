//! The whole bot, run as its own process against a local stand-in for Discord.

mod asking;
mod chaos;
mod faults;
mod load;
mod measure;
mod restart;
mod secrets;
mod shutdown;
mod standing;
mod start;
mod support;
