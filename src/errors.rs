//! What goes wrong for a member: their own mistakes, and everything else.
//!
//! Deliberately absent: the sentences members read.

use std::fmt;
use std::time::Duration;

use crate::archive::Busy;

/// Something a member can do something about; never logged as an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UserError {
    /// All searchers are busy: try again.
    Busy,
    /// More questions than allowed: wait this long.
    TooManyQuestions { again_in: Duration },
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("busy"),
            Self::TooManyQuestions { .. } => f.write_str("too many questions"),
        }
    }
}

impl std::error::Error for UserError {}

impl From<Busy> for UserError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::QueueFull => "the search queue is full",
            Self::DeadlinePassed => "the search took too long",
        })
    }
}

impl std::error::Error for Busy {}
