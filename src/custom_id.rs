//! What a button does, written into its custom id: nothing is stored for it, so it works after a
//! restart, and after a refresh as long as the sentence it names still stands in its article.
//!
//! `1` (the version), a letter for the action, then base64url of its parts; a search or a question
//! stands at the end in plain text. An article goes by a hash of its id. A passage is its paragraph's
//! number, its marked sentence's bytes and a hash of that sentence, by which a changed or moved
//! paragraph is noticed.
//!
//! Deliberately absent: what the buttons look like (`reply/`) and what pressing one does.

use std::hash::Hasher as _;
use std::ops::Range;

use attache_index::{ArticleHead, ArticleId, ParagraphId, ParagraphText, Passage, Snapshot};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The most characters of a custom id.
///
/// Source: Discord API documentation, Components, Anatomy of a Component.
pub(crate) const CUSTOM_ID_MAX_CHARS: usize = 100;

/// Goes up when the layout changes, so that older buttons are told from broken ones.
const VERSION: char = '1';
/// The bytes kept of a hash.
const HASH_BYTES: usize = 3;

/// An article, by a hash of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArticleRef(u32);

/// A passage that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PassageRef {
    pub(crate) article: ArticleRef,
    pub(crate) paragraph: u32,
    /// The marked sentence, in the paragraph's bytes.
    sentence: Range<u32>,
    sentence_hash: u32,
}

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
    /// Tell whether the passage helped.
    Vote {
        helpful: bool,
        /// The interaction or message that asked.
        asked: u64,
        passage: PassageRef,
    },
}

/// A custom id that is none of ours, or of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotOurs;

/// A passage found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: ParagraphId,
    pub(crate) text: ParagraphText,
    /// The marked sentence, in the paragraph's bytes.
    pub(crate) sentence: Range<usize>,
}

/// Why a passage cannot be shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Its article or its paragraph is not there any more.
    Gone,
    /// The paragraph says something else now.
    Changed,
}

impl ArticleRef {
    pub(crate) fn new(id: &ArticleId) -> Self {
        Self(short_hash(id.as_str()))
    }

    /// The article in `snapshot`; of two with one hash, the first.
    pub(crate) fn find(self, snapshot: &Snapshot) -> Option<&ArticleHead> {
        self.candidates(snapshot).next()
    }

    fn candidates(self, snapshot: &Snapshot) -> impl Iterator<Item = &ArticleHead> {
        snapshot
            .articles()
            .iter()
            .filter(move |head| Self::new(&head.id) == self)
    }
}

impl PassageRef {
    /// A paragraph and the sentence marked in it; none for a sentence beyond 4 GiB.
    pub(crate) fn new(
        id: &ParagraphId,
        sentence: &Range<usize>,
        sentence_text: &str,
    ) -> Option<Self> {
        let (start, end) = (
            sentence.start.try_into().ok()?,
            sentence.end.try_into().ok()?,
        );
        Some(Self {
            article: ArticleRef::new(&id.article),
            paragraph: id.paragraph,
            sentence: start..end,
            sentence_hash: short_hash(sentence_text),
        })
    }

    pub(crate) fn of(passage: &Passage) -> Option<Self> {
        let excerpt = &passage.excerpt;
        Self::new(&passage.id, &excerpt.sentence, excerpt.sentence_text())
    }

    /// The passage in `snapshot`, in another paragraph of its article if it moved there.
    ///
    /// # Errors
    /// Why it cannot be shown again.
    pub(crate) fn find(&self, snapshot: &Snapshot) -> Result<Found, Missing> {
        let mut missing = Missing::Gone;
        for head in self.article.candidates(snapshot) {
            if let Some(found) = self.at(snapshot, head, self.paragraph) {
                return Ok(found);
            }
            let first = u32::from(!head.summary);
            let moved = (first..=head.paragraphs).find_map(|n| self.at(snapshot, head, n));
            if let Some(found) = moved {
                return Ok(found);
            }
            if (first..=head.paragraphs).contains(&self.paragraph) {
                missing = Missing::Changed;
            }
        }
        Err(missing)
    }

    fn at(&self, snapshot: &Snapshot, head: &ArticleHead, paragraph: u32) -> Option<Found> {
        let id = ParagraphId {
            article: head.id.clone(),
            paragraph,
        };
        let text = snapshot.paragraph(&id)?;
        let sentence = self.sentence.start as usize..self.sentence.end as usize;
        let same = short_hash(text.text.get(sentence.clone())?) == self.sentence_hash;
        same.then_some(Found { id, text, sentence })
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_hash(self.article.0, out);
        write_number(self.paragraph.into(), out);
        write_number(self.sentence.start.into(), out);
        write_number(
            (self.sentence.end.saturating_sub(self.sentence.start)).into(),
            out,
        );
        write_hash(self.sentence_hash, out);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let article = ArticleRef(read_hash(bytes)?);
        let paragraph = read_u32(bytes)?;
        let start = read_u32(bytes)?;
        let end = start.checked_add(read_u32(bytes)?)?;
        let sentence_hash = read_hash(bytes)?;
        Some(Self {
            article,
            paragraph,
            sentence: start..end,
            sentence_hash,
        })
    }
}

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
            | Self::Ask { asker, .. } => Some(*asker),
            Self::Vote { .. } => None,
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

/// The first [`HASH_BYTES`] of FNV-1a: the same in every build, which std's hasher need not be.
fn short_hash(text: &str) -> u32 {
    let mut hasher = fnv::FnvHasher::default();
    hasher.write(text.as_bytes());
    let bytes = hasher.finish().to_be_bytes();
    bytes
        .iter()
        .rev()
        .take(HASH_BYTES)
        .fold(0, |hash, byte| hash << 8 | u32::from(*byte))
}

fn write_hash(hash: u32, out: &mut Vec<u8>) {
    let [_, bytes @ ..] = hash.to_be_bytes();
    out.extend(bytes);
}

fn read_hash(bytes: &mut &[u8]) -> Option<u32> {
    let (hash, rest) = bytes.split_first_chunk::<HASH_BYTES>()?;
    *bytes = rest;
    Some(
        hash.iter()
            .fold(0, |hash, byte| hash << 8 | u32::from(*byte)),
    )
}

/// Seven bits a byte, the lowest first; the high bit says that more follow (LEB128).
fn write_number(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        out.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return;
        }
    }
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number: u64 = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let low = u64::from(byte & 0x7f);
        if low << shift >> shift != low {
            return None;
        }
        number |= low << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn read_u32(bytes: &mut &[u8]) -> Option<u32> {
    read_number(bytes)?.try_into().ok()
}
