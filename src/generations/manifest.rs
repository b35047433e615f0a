//! What a generation was made of: who asked, when and why, and each article's source.
//!
//! Deliberately absent: the texts (`texts.rs`) and where the files lie.

use std::fmt;
use std::time::SystemTime;

use attache_index::{ANALYZER_VERSION, ArticleId, SCHEMA_VERSION};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::moment;
use super::sealed::{self, Broken};
use super::trouble::Trouble;

/// One generation, told without its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Counts the generations from 1; a number is never used twice.
    pub(crate) number: u64,
    /// The generation it was built on, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) parent: Option<u64>,
    #[serde(with = "moment")]
    pub(crate) made_at: SystemTime,
    /// Who asked for it, as in `operator` or `schedule`.
    pub(crate) by: String,
    /// What for.
    pub(crate) why: String,
    /// [`attache_index::SCHEMA_VERSION`] of its index.
    pub(crate) schema: u32,
    /// [`attache_index::ANALYZER_VERSION`] of its index.
    pub(crate) analyzer: u32,
    /// In the order shown.
    pub(crate) articles: Vec<ArticleRecord>,
}

/// Where an article came from and which text it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ArticleRecord {
    pub(crate) id: ArticleId,
    /// The id of its source: several articles come from one feed or folder.
    pub(crate) source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// When the page was last looked at; none for what is not fetched.
    #[serde(
        default,
        with = "moment::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) fetched_at: Option<SystemTime>,
    /// What to ask the page's server by whether it has changed.
    #[serde(default, skip_serializing_if = "Validators::is_empty")]
    pub(crate) validators: Validators,
    /// Which stored text it has, as [`Writer::store`](super::Writer::store) tells.
    pub(crate) hash: TextHash,
    /// How many paragraphs that has, the summary counted.
    pub(crate) paragraphs: u32,
    /// The version of what turned the page into an article; 0 where nothing did.
    #[serde(default)]
    pub(crate) extractor: u32,
    /// The one neutral line about its publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    /// Where its text lay.
    #[serde(default)]
    pub(crate) place: Place,
}

/// Where a text lay, as its source says: one that says something else by now is another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "at")]
pub(crate) enum Place {
    /// Nobody said.
    #[default]
    Unknown,
    /// The article in a file or folder, as `sources.toml` names it.
    Path(String),
    /// A retelling in a file.
    Briefing(String),
    /// The page of a configured article.
    Page(String),
    /// A page that a configured feed named.
    Feed(String),
    /// A page that a moderator added.
    AddedPage(String),
    /// A page of a feed that a moderator added.
    AddedFeed(String),
}

/// What a server said a page's version by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
}

/// Names a stored text: the SHA-256 of its bytes, in 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct TextHash(String);

impl Manifest {
    /// The record of the article `id`.
    pub(crate) fn article(&self, id: &ArticleId) -> Option<&ArticleRecord> {
        self.articles.iter().find(|record| record.id == *id)
    }

    /// How many paragraphs it has, summaries counted.
    pub(crate) fn paragraphs(&self) -> u64 {
        let counts = self.articles.iter().map(|one| u64::from(one.paragraphs));
        counts.sum()
    }

    /// That this program can answer from its index.
    ///
    /// # Errors
    /// [`Trouble::Older`] or [`Trouble::Newer`].
    pub(super) fn fits(&self) -> Result<(), Trouble> {
        let (found, known) = (
            (self.schema, self.analyzer),
            (SCHEMA_VERSION, ANALYZER_VERSION),
        );
        let number = self.number;
        if found.0 > known.0 || found.1 > known.1 {
            let (found, known) = if found.0 > known.0 {
                (found.0, known.0)
            } else {
                (found.1, known.1)
            };
            return Err(Trouble::Newer {
                number,
                found,
                known,
            });
        }
        if found == known {
            Ok(())
        } else {
            Err(Trouble::Older { number })
        }
    }

    /// Reads what was [sealed](sealed::seal) as the manifest of generation `number`.
    ///
    /// # Errors
    /// [`Trouble::Newer`] for a format of the future, [`Trouble::Damaged`] for anything else.
    pub(super) fn open(number: u64, bytes: &[u8]) -> Result<Self, Trouble> {
        let manifest: Self = sealed::open(bytes).map_err(|broken| told(number, broken))?;
        if manifest.number != number {
            let what = format!("its manifest is that of {}", manifest.number);
            return Err(Trouble::damaged(number, what));
        }
        Ok(manifest)
    }
}

/// The hashes of the texts that a sealed manifest names, without the rest of it.
pub(super) fn texts_named(number: u64, bytes: &[u8]) -> Result<Vec<TextHash>, Trouble> {
    #[derive(Deserialize)]
    struct Named {
        hash: TextHash,
    }
    #[derive(Deserialize)]
    struct Short {
        articles: Vec<Named>,
    }
    let short: Short = sealed::open(bytes).map_err(|broken| told(number, broken))?;
    Ok(short.articles.into_iter().map(|named| named.hash).collect())
}

fn told(number: u64, broken: Broken) -> Trouble {
    match broken {
        Broken::Newer(found) => Trouble::Newer {
            number,
            found,
            known: sealed::FORMAT,
        },
        Broken::Damaged(what) => {
            Trouble::damaged(number, format!("its manifest cannot be read ({what})"))
        }
    }
}

impl Validators {
    pub(crate) fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

impl TextHash {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(format!("{:x}", Sha256::digest(bytes)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first 7 bytes as a number: enough that two texts never share it by accident, and no more
    /// than a button has room for.
    pub(crate) fn short(&self) -> u64 {
        let digits = self.0.get(..14).unwrap_or_default();
        u64::from_str_radix(digits, 16).unwrap_or_default()
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for TextHash {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(hex) {
            Ok(Self(text))
        } else {
            Err(format!("{text:?} is not 64 hexadecimal digits"))
        }
    }
}

impl From<TextHash> for String {
    fn from(hash: TextHash) -> Self {
        hash.0
    }
}
