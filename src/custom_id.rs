//! What a button does, written into its custom id: nothing is stored for it, so it works after a
//! restart, and after a refresh as long as the sentence it names still stands in its article.
//!
//! `1` (the version), a letter for the action, then base64url of its parts; a search or a question
//! stands at the end in plain text. An article goes by a hash of its id. A passage is its paragraph's
//! number, its marked sentence's bytes and a hash of that sentence, by which a changed or moved
//! paragraph is noticed.
//!
//! Deliberately absent: what the buttons look like (`reply/`) and what pressing one does.

mod act;
mod bytes;
mod passage;
#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::{read_hash, read_number, read_u32, write_hash, write_number};

pub(crate) use act::Act;
pub(crate) use passage::{ArticleRef, Missing, PassageRef};

/// The most characters of a custom id.
///
/// Source: Discord API documentation, Components, Anatomy of a Component.
pub(crate) const CUSTOM_ID_MAX_CHARS: usize = 100;

/// Goes up when the layout changes, so that older buttons are told from broken ones.
const VERSION: char = '1';

/// What a button does. `asker` is whose buttons they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Show these passages in full.
    More {
        asker: u64,
        passages: Vec<PassageRef>,
    },
    /// Show the paragraph with its neighbours.
    Context { asker: u64, passage: PassageRef },
    /// Show a paragraph in its place.
    Read {
        asker: u64,
        article: ArticleRef,
        paragraph: u32,
    },
    /// Show what an article holds.
    Outline {
        asker: u64,
        article: ArticleRef,
        page: u32,
    },
    /// Show the paragraph whose number the menu gives.
    Pick { asker: u64, article: ArticleRef },
    /// Show a page of the articles.
    Articles { asker: u64, page: u32 },
    /// Show a page of a search.
    Search {
        asker: u64,
        page: u32,
        terms: String,
    },
    /// Ask this question.
    Ask { asker: u64, question: String },
    /// Delete what is kept about the asker.
    Forget { asker: u64 },
    /// Tell whether the passage helped.
    Vote {
        helpful: bool,
        /// The interaction or message that asked.
        asked: u64,
        passage: PassageRef,
    },
    /// Something for moderators alone.
    Moderate(Act),
}

/// A custom id that is none of ours, or of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotOurs;

impl Action {
    /// The custom id; none when it would be longer than [`CUSTOM_ID_MAX_CHARS`]. Passages that
    /// don't fit [`Action::More`] are left out, the last first.
    pub(crate) fn custom_id(&self) -> Option<String> {
        let mut bytes = Vec::new();
        let (letter, text) = match self {
            Self::More { asker, passages } => return more(*asker, passages),
            Self::Context { asker, passage } => {
                write_number(*asker, &mut bytes);
                passage.write(&mut bytes);
                ('c', "")
            }
            Self::Read {
                asker,
                article,
                paragraph,
            } => {
                write_number(*asker, &mut bytes);
                write_hash(article.0, &mut bytes);
                write_number((*paragraph).into(), &mut bytes);
                ('r', "")
            }
            Self::Outline {
                asker,
                article,
                page,
            } => {
                write_number(*asker, &mut bytes);
                write_hash(article.0, &mut bytes);
                write_number((*page).into(), &mut bytes);
                ('o', "")
            }
            Self::Pick { asker, article } => {
                write_number(*asker, &mut bytes);
                write_hash(article.0, &mut bytes);
                ('p', "")
            }
            Self::Articles { asker, page } => {
                write_number(*asker, &mut bytes);
                write_number((*page).into(), &mut bytes);
                ('a', "")
            }
            Self::Search { asker, page, terms } => {
                write_number(*asker, &mut bytes);
                write_number((*page).into(), &mut bytes);
                ('s', terms.as_str())
            }
            Self::Ask { asker, question } => {
                write_number(*asker, &mut bytes);
                ('q', question.as_str())
            }
            Self::Forget { asker } => {
                write_number(*asker, &mut bytes);
                ('f', "")
            }
            Self::Moderate(act) => {
                act.write(&mut bytes);
                ('x', "")
            }
            Self::Vote {
                helpful,
                asked,
                passage,
            } => {
                write_number(*asked, &mut bytes);
                passage.write(&mut bytes);
                (if *helpful { 'u' } else { 'd' }, "")
            }
        };
        encoded(letter, &bytes, text)
    }

    /// Reads a custom id, whoever wrote it.
    ///
    /// # Errors
    /// [`NotOurs`] when it is none that [`Action::custom_id`] writes.
    pub(crate) fn parse(custom_id: &str) -> Result<Self, NotOurs> {
        Self::read(custom_id).ok_or(NotOurs)
    }

    fn read(custom_id: &str) -> Option<Self> {
        let rest = custom_id.strip_prefix(VERSION)?;
        let letter = rest.chars().next()?;
        let (bytes, text) = rest.strip_prefix(letter)?.split_once('.')?;
        let bytes = URL_SAFE_NO_PAD.decode(bytes).ok()?;
        let mut left = bytes.as_slice();
        let action = Self::read_parts(letter, &mut left, text)?;
        left.is_empty().then_some(action)
    }

    fn read_parts(letter: char, bytes: &mut &[u8], text: &str) -> Option<Self> {
        if let 'u' | 'd' = letter {
            return Some(Self::Vote {
                helpful: letter == 'u',
                asked: read_number(bytes)?,
                passage: PassageRef::read(bytes)?,
            });
        }
        if letter == 'x' {
            return Some(Self::Moderate(Act::read(bytes)?));
        }
        let asker = read_number(bytes)?;
        Some(match letter {
            'm' => {
                let mut passages = Vec::new();
                while !bytes.is_empty() {
                    passages.push(PassageRef::read(bytes)?);
                }
                Self::More { asker, passages }
            }
            'c' => Self::Context {
                asker,
                passage: PassageRef::read(bytes)?,
            },
            'r' => Self::Read {
                asker,
                article: ArticleRef(read_hash(bytes)?),
                paragraph: read_u32(bytes)?,
            },
            'o' => Self::Outline {
                asker,
                article: ArticleRef(read_hash(bytes)?),
                page: read_u32(bytes)?,
            },
            'p' => Self::Pick {
                asker,
                article: ArticleRef(read_hash(bytes)?),
            },
            'a' => Self::Articles {
                asker,
                page: read_u32(bytes)?,
            },
            's' => Self::Search {
                asker,
                page: read_u32(bytes)?,
                terms: text.to_owned(),
            },
            'q' => Self::Ask {
                asker,
                question: text.to_owned(),
            },
            'f' => Self::Forget { asker },
            _ => return None,
        })
    }

    /// Whose buttons they are; none where everyone may press.
    pub(crate) fn asker(&self) -> Option<u64> {
        match self {
            Self::More { asker, .. }
            | Self::Context { asker, .. }
            | Self::Read { asker, .. }
            | Self::Outline { asker, .. }
            | Self::Pick { asker, .. }
            | Self::Articles { asker, .. }
            | Self::Search { asker, .. }
            | Self::Ask { asker, .. }
            | Self::Forget { asker } => Some(*asker),
            Self::Vote { .. } | Self::Moderate(_) => None,
        }
    }
}

/// As many of `passages` as fit; none when not one does.
fn more(asker: u64, passages: &[PassageRef]) -> Option<String> {
    let mut bytes = Vec::new();
    write_number(asker, &mut bytes);
    let mut longest = None;
    for passage in passages {
        passage.write(&mut bytes);
        match encoded('m', &bytes, "") {
            Some(custom_id) => longest = Some(custom_id),
            None => break,
        }
    }
    longest
}

fn encoded(letter: char, bytes: &[u8], text: &str) -> Option<String> {
    let custom_id = format!("{VERSION}{letter}{}.{text}", URL_SAFE_NO_PAD.encode(bytes));
    // Discord does not say how it counts; UTF-16 units are never fewer than characters.
    (custom_id.encode_utf16().count() <= CUSTOM_ID_MAX_CHARS).then_some(custom_id)
}
