//! What moderators' buttons do.

use attache_index::ArticleId;

use super::bytes::{read_number, read_u32, write_number};
use crate::refresh::HeldText;
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
    /// Publish this held text of an article.
    Publish { article: ArticleId, text: HeldText },
    /// Give this held text of an article up.
    Discard { article: ArticleId, text: HeldText },
    /// Answer from this generation again.
    RollBack { number: u64 },
}

impl Act {
    /// What is tried by pressing, for the audit record.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unanswered { .. } => "questions unanswered",
            Self::Handled { .. } => "questions handled",
            Self::Audit { .. } => "index audit",
            Self::Publish { .. } => "index publish",
            Self::Discard { .. } => "index discard",
            Self::RollBack { .. } => "index rollback",
        }
    }

    /// Whether it may take longer than Discord waits for a first answer.
    pub(crate) fn is_slow(&self) -> bool {
        matches!(
            self,
            Self::Publish { .. } | Self::Discard { .. } | Self::RollBack { .. }
        )
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
            Self::Publish { article, text } => write_held(b'P', article, *text, out),
            Self::Discard { article, text } => write_held(b'D', article, *text, out),
            Self::RollBack { number } => {
                out.push(b'b');
                write_number(*number, out);
            }
        }
    }

    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        *bytes = rest;
        Some(match kind {
            b'u' => Self::Unanswered {
                page: read_u32(bytes)?,
            },
            b'h' => Self::Handled {
                page: read_u32(bytes)?,
                topic: TopicId::from_number(read_number(bytes)?),
            },
            b'a' => Self::Audit {
                page: read_u32(bytes)?,
            },
            // Older buttons, `p` and `d`, did not say which text they were shown with.
            b'P' => Self::Publish {
                text: read_text(bytes)?,
                article: read_article(bytes)?,
            },
            b'D' => Self::Discard {
                text: read_text(bytes)?,
                article: read_article(bytes)?,
            },
            b'b' => Self::RollBack {
                number: read_number(bytes)?,
            },
            _ => return None,
        })
    }
}

/// A decision must never fall on another article or text: the whole id, which fits.
fn write_held(kind: u8, article: &ArticleId, text: HeldText, out: &mut Vec<u8>) {
    out.push(kind);
    let [_, bytes @ ..] = text.0.to_be_bytes();
    out.extend(bytes);
    out.extend(article.as_str().bytes());
}

fn read_text(bytes: &mut &[u8]) -> Option<HeldText> {
    let (text, rest) = bytes.split_first_chunk::<7>()?;
    *bytes = rest;
    let number = text.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
    Some(HeldText(number))
}

/// All that is left, as an article's id.
fn read_article(bytes: &mut &[u8]) -> Option<ArticleId> {
    let id = std::str::from_utf8(bytes).ok()?;
    let id = ArticleId::parse(id).ok()?;
    *bytes = &[];
    Some(id)
}
