//! `meaning.vectors`: what a generation's paragraphs mean to one model, under their [`Spot`]s.
//!
//! A generation built without a model, or with another, lacks what the model needs; then the
//! paragraphs are read when it is opened ([`read_now`]).

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::error::{IndexError, at};
use super::listing::Listed;
use super::slots::Spot;
use crate::article::Article;
use crate::meaning::{Before, Meaning};
use crate::vectors::{Digest, Vector, Vectors};

/// The file of the vectors.
pub(super) const VECTORS_FILE: &str = "meaning.vectors";

/// Collects paragraphs' vectors as articles come by.
pub(super) struct Reading<'a> {
    meaning: &'a Meaning,
    /// Those of the generation built on.
    parent: Option<(Vectors, Before)>,
    read: BTreeMap<u64, (Digest, Arc<[Vector]>)>,
    /// Whether all that came by could be read.
    whole: bool,
}

impl<'a> Reading<'a> {
    /// With the vectors of the index in `parent` at hand.
    pub(super) fn new(meaning: &'a Meaning, parent: Option<&Path>) -> Self {
        let parent = parent.and_then(|dir| open(dir, meaning));
        Self {
            meaning,
            parent: parent.map(|vectors| (vectors.clone(), Before::new(vectors))),
            read: BTreeMap::new(),
            whole: true,
        }
    }

    /// Reads an article that is new; paragraphs that are not are known already.
    pub(super) fn read(&mut self, slot: u32, article: &Article) {
        let (numbers, texts): (Vec<u32>, Vec<&str>) =
            article.paragraphs().map(|p| (p.number, p.text)).unzip();
        let before = self.parent.as_ref().map(|(_, before)| before);
        let vectors = self.meaning.paragraphs(&texts, before, false);
        for (number, vectors) in numbers.into_iter().zip(vectors) {
            self.read.insert(Spot::new(slot, number).0, vectors);
        }
    }

    /// Takes an article over that is as it was.
    pub(super) fn keep(&mut self, listed: &Listed) {
        for number in listed.numbers() {
            let spot = Spot::new(listed.slot, number).0;
            let kept = self.parent.as_ref().and_then(|(vectors, _)| {
                let entry = vectors.at(spot)?;
                Some((entry.text, vectors.owned(&entry).into()))
            });
            match kept {
                Some(kept) => drop(self.read.insert(spot, kept)),
                None => self.whole = false,
            }
        }
    }

    /// Writes them into the folder `dir`; none when some are missing.
    pub(super) fn write(self, dir: &Path) -> Result<(), IndexError> {
        if !self.whole {
            return Ok(());
        }
        let path = dir.join(VECTORS_FILE);
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(&bytes_of(self.meaning, self.read))?;
            file.sync_all()
        };
        write().map_err(at(&path))
    }
}

/// Removes those of the parent from `dir`: their file is shared, and must not be written to.
pub(super) fn remove(dir: &Path) -> Result<(), IndexError> {
    let path = dir.join(VECTORS_FILE);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&path)(error)),
        _ => Ok(()),
    }
}

/// The vectors in `dir`, mapped into memory; none unless `meaning` made them.
pub(super) fn open(dir: &Path, meaning: &Meaning) -> Option<Vectors> {
    if !dir.join(VECTORS_FILE).exists() {
        return None;
    }
    // tantivy maps files without `unsafe` of ours.
    let directory = MmapDirectory::open(dir).ok()?;
    let file = directory.open_read(Path::new(VECTORS_FILE)).ok()?;
    let vectors = Vectors::parse(file.read_bytes().ok()?).ok()?;
    meaning.made(&vectors).then_some(vectors)
}

/// Reads `paragraphs` now; the model remembers them for the next time.
pub(crate) fn read_now(meaning: &Meaning, paragraphs: &[(Spot, String)]) -> Option<Vectors> {
    let texts: Vec<&str> = paragraphs.iter().map(|(_, text)| text.as_str()).collect();
    let read = meaning.paragraphs(&texts, None, true);
    let by_spot = paragraphs.iter().map(|(spot, _)| spot.0).zip(read);
    // What was just put together can be read.
    Vectors::parse(OwnedBytes::new(bytes_of(meaning, by_spot.collect()))).ok()
}

fn bytes_of(meaning: &Meaning, read: BTreeMap<u64, (Digest, Arc<[Vector]>)>) -> Vec<u8> {
    let mut writer = meaning.writer();
    for (spot, (text, vectors)) in read {
        writer.add(text, spot, &vectors);
    }
    writer.finish()
}
