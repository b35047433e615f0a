//! What texts mean, as vectors: a model and the vectors it has made, so that none is made twice.
//!
//! Deliberately absent: the model itself (`encoder.rs`), how vectors are laid out (`vectors.rs`)
//! and what the ranking makes of them (`features/`).

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::OwnedBytes;

use crate::encoder::{Encoder, TextKind};
use crate::sentences::sentences;
use crate::vectors::{Digest, Vector, Vectors, VectorsWriter};

/// Beyond this, only vectors used since the start are kept.
const KEPT_BYTES: usize = 64 << 20;

/// A model and what it has read.
#[derive(Debug)]
pub struct Meaning {
    encoder: Encoder,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    texts: HashMap<Digest, Text>,
    /// Something was encoded that is not in the bytes it was filled from.
    grown: bool,
}

#[derive(Debug)]
struct Text {
    /// The whole text's, then its sentences'.
    vectors: Arc<[Vector]>,
    used: bool,
}

impl Meaning {
    /// What `encoder` makes of texts, none of them known yet.
    pub fn new(encoder: Encoder) -> Self {
        Self {
            encoder,
            known: Mutex::default(),
        }
    }

    /// The model.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// Takes over the vectors in `bytes`, as [`Meaning::remembered`] wrote them; says whether it
    /// could: not those of another model, nor damaged ones.
    pub fn remember(&self, bytes: Vec<u8>) -> bool {
        let Ok(vectors) = Vectors::parse(OwnedBytes::new(bytes)) else {
            return false;
        };
        if vectors.model() != self.encoder.digest() {
            return false;
        }
        let mut known = self.known();
        for entry in vectors.entries() {
            known.texts.entry(entry.text).or_insert_with(|| Text {
                vectors: vectors.owned(&entry).into(),
                used: false,
            });
        }
        true
    }

    /// The vectors to remember for the next start; nothing when there are no new ones.
    pub fn remembered(&self) -> Option<Vec<u8>> {
        let known = self.known();
        if !known.grown {
            return None;
        }
        let row = self.encoder.dimensions() + 4;
        let rows: usize = known.texts.values().map(|text| text.vectors.len()).sum();
        let all = rows * row <= KEPT_BYTES;
        let mut kept: Vec<(&Digest, &Text)> = known.texts.iter().collect();
        kept.retain(|(_, text)| all || text.used);
        kept.sort_by_key(|(digest, _)| **digest);
        let mut writer = self.writer();
        for (place, (digest, text)) in (0..).zip(kept) {
            writer.add(*digest, place, &text.vectors);
        }
        Some(writer.finish())
    }

    /// Reads questions ahead of asking them, on every core. They are remembered like the articles:
    /// for training questions, not for people's.
    pub fn read_questions(&self, questions: &[&str]) {
        let digests: Vec<Digest> = questions.iter().map(|text| question_digest(text)).collect();
        let missing: Vec<(Digest, &str)> = {
            let mut known = self.known();
            let mut seen = HashSet::new();
            let pairs = digests.into_iter().zip(questions.iter().copied());
            pairs
                .filter(|(digest, _)| !known.touch(*digest) && seen.insert(*digest))
                .collect()
        };
        let texts: Vec<&str> = missing.iter().map(|(_, text)| *text).collect();
        let encoded = self.encoder.encode_all(&texts, TextKind::Question);
        let mut known = self.known();
        for ((digest, _), vector) in missing.into_iter().zip(encoded) {
            known.put(digest, Arc::new([vector]));
        }
    }

    /// A question's vector.
    pub(crate) fn question(&self, text: &str) -> Vector {
        let known = self.known().get(question_digest(text));
        let known = known.and_then(|vectors| vectors.first().cloned());
        known.unwrap_or_else(|| Vector::of(&self.encoder.encode(text, TextKind::Question)))
    }

    /// Every paragraph's vectors: its own, then its sentences'. Those in `before` are taken from
    /// there; with `keep`, new ones are remembered.
    pub(crate) fn paragraphs(
        &self,
        texts: &[&str],
        before: Option<&Before>,
        keep: bool,
    ) -> Vec<(Digest, Arc<[Vector]>)> {
        let mut found: Vec<(Digest, Option<Arc<[Vector]>>)> = Vec::with_capacity(texts.len());
        let mut parts: Vec<&str> = Vec::new();
        for text in texts {
            let digest = passage_digest(text);
            let known = before.and_then(|before| before.get(digest));
            let known = known.or_else(|| self.known().get(digest));
            if known.is_none() {
                parts.extend(parts_of(text));
            }
            found.push((digest, known));
        }
        let mut encoded = self
            .encoder
            .encode_all(&parts, TextKind::Passage)
            .into_iter();
        let each = found.into_iter().zip(texts);
        each.map(|((digest, known), text)| {
            let vectors = known.unwrap_or_else(|| {
                let vectors: Arc<[Vector]> =
                    encoded.by_ref().take(parts_of(text).count()).collect();
                if keep {
                    self.known().put(digest, vectors.clone());
                }
                vectors
            });
            (digest, vectors)
        })
        .collect()
    }

    pub(crate) fn writer(&self) -> VectorsWriter {
        VectorsWriter::new(self.encoder.digest(), self.encoder.dimensions())
    }

    /// Whether this model made `vectors`.
    pub(crate) fn made(&self, vectors: &Vectors) -> bool {
        vectors.model() == self.encoder.digest()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An older index's vectors, by text.
#[derive(Debug)]
pub(crate) struct Before {
    vectors: Vectors,
    by_text: HashMap<Digest, u64>,
}

impl Before {
    pub(crate) fn new(vectors: Vectors) -> Self {
        let by_text = vectors.entries().map(|entry| (entry.text, entry.place));
        Self {
            by_text: by_text.collect(),
            vectors,
        }
    }

    fn get(&self, text: Digest) -> Option<Arc<[Vector]>> {
        let entry = self.vectors.at(*self.by_text.get(&text)?)?;
        Some(self.vectors.owned(&entry).into())
    }
}

impl Known {
    fn touch(&mut self, digest: Digest) -> bool {
        self.get(digest).is_some()
    }

    fn get(&mut self, digest: Digest) -> Option<Arc<[Vector]>> {
        let text = self.texts.get_mut(&digest)?;
        text.used = true;
        Some(text.vectors.clone())
    }

    fn put(&mut self, digest: Digest, vectors: Arc<[Vector]>) {
        self.grown = true;
        let used = true;
        self.texts.insert(digest, Text { vectors, used });
    }
}

/// What of a paragraph is encoded: the whole, then each sentence.
fn parts_of(text: &str) -> impl Iterator<Item = &str> {
    let each = sentences(text).into_iter();
    std::iter::once(text).chain(each.map(|range| text.get(range).unwrap_or_default()))
}

fn passage_digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn question_digest(text: &str) -> Digest {
    let mut digest = Digest::of(text.as_bytes());
    digest.add(b"\0question");
    digest
}
