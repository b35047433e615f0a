//! A local stand-in for the web, for tests of what fetches from it.
//!
//! It serves pages that a test writes, over loopback, changes them while it runs, counts what was
//! asked for, and misbehaves on demand: redirects, wrong charsets, bombs, bodies without an end.
//!
//! ```ignore
//! let web = Web::start().await;
//! let page = web.page("/news");
//! page.set(web_stand_in::news::PLAIN).tagged();
//! // … fetch web.url("/news") twice; the second costs a 304 …
//! assert_eq!(web.hits("/news"), 2);
//! assert_eq!(web.requests("/news")[1].status, 304);
//! page.set("<p>Something else.</p>"); // the tag follows the content
//! ```
//!
//! A path without a page is answered 404, `/robots.txt` too. Deliberately absent: TLS, HTTP/2.

mod answer;
mod compress;
pub mod feeds;
pub mod news;
#[path = "../../shared/own_thread.rs"]
mod own_thread;
mod page;
mod serve;
#[cfg(test)]
mod tests;
mod web;
mod world;

pub use page::{Hold, Page};
pub use web::Web;
pub use world::Request;
