//! The whole bot, run as its own process against a local stand-in for Discord.

#![expect(clippy::print_stdout, reason = "people read what was measured")]

mod ask;
mod asking;
mod buttons;
mod channels;
mod chaos;
mod faults;
mod find_sources;
#[cfg(target_os = "linux")]
mod hung;
mod index;
mod lacking;
mod load;
mod lookup;
mod measure;
mod message_faults;
mod messages;
mod model;
mod moderators;
mod permissions;
mod publishing;
#[path = "../shared/quay.rs"]
mod quay;
mod restart;
mod secrets;
mod shutdown;
mod standing;
mod start;
mod support;
