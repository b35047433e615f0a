//! What moderators' buttons do.

use super::bytes::{read_number, read_u32, write_number};
use crate::store::TopicId;

/// An act for moderators alone. They are checked whenever one is pressed, by whomever, so it does
/// not say whose buttons they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// Show a page, from 0, of the questions not covered.
    Unanswered { page: u32 },
    /// Mark a question as handled, and show that page again.
    Handled { page: u32, topic: TopicId },
    /// Show a page, from 0, of the audit record.
    Audit { page: u32 },
}

impl Act {
    /// What is tried by pressing, for the audit record.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unanswered { .. } => "questions unanswered",
            Self::Handled { .. } => "questions handled",
            Self::Audit { .. } => "index audit",
        }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Unanswered { page } => {
                out.push(b'u');
                write_number((*page).into(), out);
            }
            Self::Handled { page, topic } => {
                out.push(b'h');
                write_number((*page).into(), out);
                write_number(topic.number(), out);
            }
            Self::Audit { page } => {
                out.push(b'a');
                write_number((*page).into(), out);
            }
        }
    }

    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        *bytes = rest;
        let page = read_u32(bytes)?;
        Some(match kind {
            b'u' => Self::Unanswered { page },
            b'h' => Self::Handled {
                page,
                topic: TopicId::from_number(read_number(bytes)?),
            },
            b'a' => Self::Audit { page },
            _ => return None,
        })
    }
}
