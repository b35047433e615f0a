//! `articles.json`: a generation's articles, and every other file of it with its checksum.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::error::{IndexError, at};
use crate::article::{ArticleId, Date};
use crate::heads::{ArticleHead, SectionHead};

/// The file that lists a generation's articles.
pub(super) const ARTICLES_FILE: &str = "articles.json";

/// What [`ARTICLES_FILE`] holds.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Listing {
    /// In the order shown.
    pub articles: Vec<Listed>,
    /// The first slot that no article has had.
    pub next_slot: u32,
    /// Every other file.
    pub files: BTreeMap<String, FileMark>,
}

/// What a file must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileMark {
    /// Its length.
    pub bytes: u64,
    /// The CRC-32 of its bytes.
    pub crc32: u32,
}

/// An article's head, in few bytes: a refresh writes it for every article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Listed {
    /// What its paragraphs are indexed under.
    pub slot: u32,
    pub id: ArticleId,
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retrieved: Option<Date>,
    language: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    retelling: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub summary: bool,
    pub paragraphs: u32,
    words: u64,
    /// Each section's heading and how many paragraphs it has.
    sections: Vec<(Option<String>, u32)>,
}

/// A listing as it lies on disk: with the CRC-32 of its text.
#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    crc32: u32,
    listing: T,
}

impl Listing {
    /// Reads that of the folder `dir`.
    pub(super) fn read(dir: &Path) -> Result<Self, IndexError> {
        let path = dir.join(ARTICLES_FILE);
        let bytes = fs::read(&path).map_err(at(&path))?;
        parse(&bytes).map_err(|source| IndexError::Articles { path, source })
    }

    /// Writes it into the folder `dir`, safe from a loss of power.
    pub(super) fn write(&self, dir: &Path) -> Result<(), IndexError> {
        let path = dir.join(ARTICLES_FILE);
        let sealed = serde_json::value::to_raw_value(self)
            .and_then(|listing| {
                serde_json::to_vec(&Sealed {
                    crc32: crc32fast::hash(listing.get().as_bytes()),
                    listing,
                })
            })
            .map_err(|source| IndexError::Articles {
                path: path.clone(),
                source,
            })?;
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(&sealed)?;
            file.sync_all()
        };
        write().map_err(at(&path))
    }

    /// That every file listed has the length it was written with; and its bytes, if `whole`.
    pub(super) fn check(&self, dir: &Path, whole: bool) -> Result<(), IndexError> {
        for (name, mark) in &self.files {
            let path = dir.join(name);
            let found = match fs::metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
                found => found.map_err(at(&path))?.len(),
            };
            if found != mark.bytes {
                return Err(IndexError::Damaged {
                    path,
                    bytes: mark.bytes,
                    found,
                });
            }
            if whole && FileMark::of(&path).map_err(at(&path))? != *mark {
                return Err(IndexError::Altered(path));
            }
        }
        Ok(())
    }
}

fn parse(bytes: &[u8]) -> serde_json::Result<Listing> {
    let sealed: Sealed<&RawValue> = serde_json::from_slice(bytes)?;
    let text = sealed.listing.get();
    if crc32fast::hash(text.as_bytes()) != sealed.crc32 {
        return Err(serde_json::Error::custom("its bytes are not those written"));
    }
    serde_json::from_str(text)
}

impl FileMark {
    /// What the file at `path` is like.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let (mut bytes, mut hasher) = (0, crc32fast::Hasher::new());
        let mut buffer = vec![0; 1 << 18];
        loop {
            let read = file.read(&mut buffer)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else {
                break;
            };
            hasher.update(part);
            bytes += read as u64;
        }
        Ok(Self {
            bytes,
            crc32: hasher.finalize(),
        })
    }
}

/// Whether tantivy writes the file `name` anew; all others it never writes twice.
pub(super) fn is_replaced(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "json")
}

/// The files of the index in `dir`: those of the same name in `known` are what they were, the
/// listing itself is left out.
pub(super) fn mark_files(
    dir: &Path,
    known: &BTreeMap<String, FileMark>,
) -> Result<BTreeMap<String, FileMark>, IndexError> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let path = entry.map_err(at(dir))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name == ARTICLES_FILE {
            continue;
        }
        let mark = match known.get(&*name) {
            Some(mark) if !is_replaced(&name) => *mark,
            _ => FileMark::of(&path).map_err(at(&path))?,
        };
        files.insert(name.into_owned(), mark);
    }
    Ok(files)
}

impl Listed {
    pub(super) fn new(slot: u32, head: ArticleHead) -> Self {
        let sections = head.sections.into_iter();
        Self {
            slot,
            id: head.id,
            title: head.title,
            publisher: head.publisher,
            authors: head.authors,
            url: head.url,
            published: head.published,
            retrieved: head.retrieved,
            language: head.language,
            retelling: head.retelling,
            summary: head.summary,
            paragraphs: head.paragraphs,
            words: head.words,
            sections: sections
                .map(|section| {
                    let count = section.paragraphs.end - section.paragraphs.start;
                    (section.heading, count)
                })
                .collect(),
        }
    }

    pub(super) fn head(self) -> ArticleHead {
        let mut next: u32 = 1;
        let sections = self.sections.into_iter();
        ArticleHead {
            id: self.id,
            title: self.title,
            publisher: self.publisher,
            authors: self.authors,
            url: self.url,
            published: self.published,
            retrieved: self.retrieved,
            language: self.language,
            retelling: self.retelling,
            summary: self.summary,
            paragraphs: self.paragraphs,
            words: self.words,
            sections: sections
                .map(|(heading, count)| {
                    let first = next;
                    next = next.saturating_add(count);
                    SectionHead {
                        heading,
                        paragraphs: first..next,
                    }
                })
                .collect(),
        }
    }

    /// The numbers of its paragraphs, the summary's 0 among them.
    pub(super) fn numbers(&self) -> std::ops::RangeInclusive<u32> {
        u32::from(!self.summary)..=self.paragraphs
    }
}
