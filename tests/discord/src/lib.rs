//! A local stand-in for Discord's REST API v10 and Gateway v10, for tests of a whole bot.
//!
//! It speaks both over loopback to any client library, holds guilds, members, messages and
//! interactions, refuses what Discord refuses, and fails on demand. Tests read as sentences:
//!
//! ```ignore
//! let discord = StandIn::start().await;
//! // … start the bot with discord.rest_url() and discord.token() …
//! let guild = discord.guild("town");
//! let reply = guild.member("ana").slash("ask").option("question", "…").reply().await;
//! println!("{}", reply.render());
//! discord.finish();
//! ```
//!
//! It answers from the moment [`StandIn::start`] returns, and there is no other way to learn its
//! addresses. Deliberately absent: voice, presence, OAuth, whatever attaché never uses.

mod asked;
mod body;
mod channels;
mod check;
mod commands;
mod connection;
mod deliveries;
mod faults;
mod gateway;
mod ids;
mod interactions;
mod invocation;
mod limits;
#[path = "../../shared/own_thread.rs"]
mod own_thread;
mod people;
mod permissions;
mod posted;
mod published;
mod render;
mod reply;
mod rest;
mod setup;
mod shapes;
mod stand_in;
mod transcript;
mod uploads;
mod waiting;
mod webhooks;
mod world;

pub use asked::Asked;
pub use deliveries::Delivery;
pub use faults::{Fault, FaultBuilder};
pub use gateway::Gateway;
pub use invocation::Invocation;
pub use people::{Channel, Guild, Member};
pub use permissions::permission;
pub use posted::Posted;
pub use reply::{Button, Choice, Reply};
pub use rest::Request;
pub use setup::Setup;
pub use stand_in::StandIn;
pub use uploads::Attachment;
pub use world::{Message, Rejection};
