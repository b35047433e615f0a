//! Vectors in bytes: one for each paragraph and each of its sentences, in eight bits a number.
//!
//! The same layout lies in memory, in a generation's file (mapped, never read whole) and in the
//! file that remembers vectors between starts:
//!
//! ```text
//! header   "attache-vectors1", model digest u128, dimensions u32, entries u32, rows u32, 0 u32
//! entries  by place: text digest u128, place u64, first row u32, rows u32
//! rows     scale f32, then a signed byte for each dimension
//! ```
//!
//! All numbers are little-endian. An entry's first row is the paragraph's, the others are its
//! sentences', in order.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

const MAGIC: &[u8; 16] = b"attache-vectors1";
const HEADER_BYTES: usize = 48;
const ENTRY_BYTES: usize = 32;
const SCALE_BYTES: usize = 4;

/// A fingerprint of bytes: FNV-1a in 128 bits (Fowler, Noll and Vo). Not proof against forgery,
/// which gains nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Digest(u128);

impl Digest {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut digest = Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        digest.add(bytes);
        digest
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A vector of length 1 in eight bits a number; of length 0 where there is nothing to compare.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Vector {
    scale: f32,
    values: Box<[u8]>,
}

/// A vector where it lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VectorRef<'a> {
    scale: f32,
    /// Signed bytes.
    values: &'a [u8],
}

impl Vector {
    pub(crate) fn of(numbers: &[f32]) -> Self {
        let most = numbers.iter().map(|x| x.abs()).fold(0.0, f32::max);
        let scale = most / 127.0;
        let step = if scale > 0.0 { scale } else { 1.0 };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "between -127 and 127 by the scale"
        )]
        let values = numbers
            .iter()
            .map(|x| ((x / step).round() as i8).cast_unsigned());
        Self {
            values: values.collect(),
            scale,
        }
    }

    pub(crate) fn view(&self) -> VectorRef<'_> {
        VectorRef {
            scale: self.scale,
            values: &self.values,
        }
    }
}

impl VectorRef<'_> {
    /// The cosine of the angle between two vectors, -1 to 1; 0 with one of length 0.
    pub(crate) fn cosine(self, other: VectorRef<'_>) -> f32 {
        let pairs = self.values.iter().zip(other.values);
        let sum: i32 = pairs
            .map(|(a, b)| i32::from(a.cast_signed()) * i32::from(b.cast_signed()))
            .sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a cosine needs no more than 24 bits"
        )]
        let sum = sum as f32;
        (sum * self.scale * other.scale).clamp(-1.0, 1.0)
    }

    fn owned(self) -> Vector {
        Vector {
            scale: self.scale,
            values: self.values.into(),
        }
    }
}

/// Stored vectors, read where they lie.
#[derive(Clone)]
pub(crate) struct Vectors {
    bytes: OwnedBytes,
    model: Digest,
    dimensions: usize,
    entries: usize,
}

impl std::fmt::Debug for Vectors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vectors")
            .field("dimensions", &self.dimensions)
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}

/// One text's place in [`Vectors`].
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub text: Digest,
    pub place: u64,
    pub rows: Range<usize>,
}

impl Vectors {
    /// Reads the layout described above.
    ///
    /// # Errors
    /// What is wrong with the bytes.
    pub(crate) fn parse(bytes: OwnedBytes) -> Result<Self, &'static str> {
        const SHORT: &str = "it is cut short";
        let header = bytes.get(..HEADER_BYTES).ok_or(SHORT)?;
        if header.get(..16) != Some(MAGIC.as_slice()) {
            return Err("it holds no vectors of this version");
        }
        let size = |at: usize| number::<4>(header, at).map_or(0, u32::from_le_bytes) as usize;
        let model = Digest(number::<16>(header, 16).map_or(0, u128::from_le_bytes));
        let (dimensions, entries, rows) = (size(32), size(36), size(40));
        let wanted = entries
            .checked_mul(ENTRY_BYTES)
            .zip(rows.checked_mul(SCALE_BYTES + dimensions))
            .and_then(|(entries, rows)| entries.checked_add(rows)?.checked_add(HEADER_BYTES));
        if wanted != Some(bytes.len()) {
            return Err(SHORT);
        }
        Ok(Self {
            bytes,
            model,
            dimensions,
            entries,
        })
    }

    /// The model that made them.
    pub(crate) fn model(&self) -> Digest {
        self.model
    }

    /// All entries, by place.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        (0..self.entries).filter_map(|at| self.entry(at))
    }

    /// The entry at `place`.
    pub(crate) fn at(&self, place: u64) -> Option<Entry> {
        let (mut low, mut high) = (0, self.entries);
        while low < high {
            let middle = low.midpoint(high);
            let entry = self.entry(middle)?;
            match entry.place.cmp(&place) {
                std::cmp::Ordering::Equal => return Some(entry),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The places of the `most` texts nearest to `question`, nearest first; ties by place.
    pub(crate) fn nearest(&self, question: VectorRef<'_>, most: usize) -> Vec<u64> {
        let each = self.entries().filter_map(|entry| {
            let row = self
                .row(entry.rows.start)
                .filter(|_| !entry.rows.is_empty())?;
            Some((row.cosine(question), entry.place))
        });
        let mut found: Vec<(f32, u64)> = each.collect();
        let before = |a: &(f32, u64), b: &(f32, u64)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if found.len() > most && most > 0 {
            found.select_nth_unstable_by(most - 1, before);
        }
        found.truncate(most);
        found.sort_by(before);
        found.into_iter().map(|(_, place)| place).collect()
    }

    pub(crate) fn row(&self, at: usize) -> Option<VectorRef<'_>> {
        let length = SCALE_BYTES + self.dimensions;
        let start = HEADER_BYTES + self.entries * ENTRY_BYTES + at.checked_mul(length)?;
        let bytes = self.bytes.get(start..start.checked_add(length)?)?;
        let (scale, values) = bytes.split_at_checked(SCALE_BYTES)?;
        let scale = f32::from_le_bytes(scale.try_into().ok()?);
        Some(VectorRef { scale, values })
    }

    /// The vectors of `entry`, copied.
    pub(crate) fn owned(&self, entry: &Entry) -> Vec<Vector> {
        let rows = entry.rows.clone().map_while(|at| self.row(at));
        rows.map(VectorRef::owned).collect()
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let start = HEADER_BYTES + at * ENTRY_BYTES;
        let bytes = self.bytes.get(start..start + ENTRY_BYTES)?;
        let first = u32::from_le_bytes(number(bytes, 24)?) as usize;
        let rows = u32::from_le_bytes(number(bytes, 28)?) as usize;
        Some(Entry {
            text: Digest(u128::from_le_bytes(number(bytes, 0)?)),
            place: u64::from_le_bytes(number(bytes, 16)?),
            rows: first..first + rows,
        })
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

/// Puts [`Vectors`] together, in the order of places.
#[derive(Debug)]
pub(crate) struct VectorsWriter {
    model: Digest,
    dimensions: usize,
    entries: Vec<u8>,
    rows: Vec<u8>,
    counts: (u32, u32),
}

impl VectorsWriter {
    pub(crate) fn new(model: Digest, dimensions: usize) -> Self {
        Self {
            model,
            dimensions,
            entries: Vec::new(),
            rows: Vec::new(),
            counts: (0, 0),
        }
    }

    /// Adds the vectors of the text at `place`, which is after all places added before.
    pub(crate) fn add(&mut self, text: Digest, place: u64, vectors: &[Vector]) {
        let (entries, rows) = self.counts;
        let count = u32::try_from(vectors.len()).unwrap_or(0);
        self.entries.extend(text.0.to_le_bytes());
        self.entries.extend(place.to_le_bytes());
        self.entries.extend(rows.to_le_bytes());
        self.entries.extend(count.to_le_bytes());
        for vector in vectors {
            self.rows.extend(vector.scale.to_le_bytes());
            self.rows.extend(&vector.values);
        }
        self.counts = (entries + 1, rows + count);
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES + self.entries.len() + self.rows.len());
        bytes.extend(MAGIC);
        bytes.extend(self.model.0.to_le_bytes());
        let dimensions = u32::try_from(self.dimensions).unwrap_or(0);
        for size in [dimensions, self.counts.0, self.counts.1, 0] {
            bytes.extend(size.to_le_bytes());
        }
        bytes.extend(self.entries);
        bytes.extend(self.rows);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unit(numbers: &[f32]) -> Vec<f32> {
        let length = numbers.iter().map(|x| x * x).sum::<f32>().sqrt();
        numbers.iter().map(|x| x / length).collect()
    }

    fn written() -> Vec<u8> {
        let mut writer = VectorsWriter::new(Digest::of(b"model"), 3);
        let vector = |x: [f32; 3]| Vector::of(&unit(&x));
        writer.add(Digest::of(b"a"), 1, &[vector([1.0, 0.0, 0.0])]);
        let two = [vector([0.0, 1.0, 0.0]), vector([0.0, 1.0, 1.0])];
        writer.add(Digest::of(b"b"), 1 << 32, &two);
        writer.finish()
    }

    #[test]
    fn vectors_are_found_again_by_place() {
        let vectors = Vectors::parse(OwnedBytes::new(written())).unwrap();
        assert_eq!(vectors.model(), Digest::of(b"model"));
        assert_eq!(vectors.entries().count(), 2);
        let entry = vectors.at(1 << 32).unwrap();
        assert_eq!((entry.text, entry.rows.clone()), (Digest::of(b"b"), 1..3));
        assert!(vectors.at(2).is_none());
        let cosine = vectors.row(1).unwrap().cosine(vectors.row(2).unwrap());
        assert!((cosine - 0.5_f32.sqrt()).abs() < 0.01, "{cosine}");
        assert_eq!(vectors.owned(&entry).len(), 2);
    }

    #[test]
    fn a_digest_is_the_published_one() {
        // From the authors' test vectors for FNV-1a in 128 bits: "" and "foobar".
        assert_eq!(Digest::of(b"").0, 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(
            Digest::of(b"foobar").0,
            0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(cut in 0_usize..200, at in 0_usize..200, byte in any::<u8>()) {
            let mut bytes = written();
            if let Some(one) = bytes.get_mut(at) {
                *one = byte;
            }
            bytes.truncate(cut);
            if let Ok(vectors) = Vectors::parse(OwnedBytes::new(bytes)) {
                for entry in vectors.entries() {
                    let _ = (vectors.owned(&entry), vectors.at(entry.place));
                }
            }
        }

        #[test]
        fn eight_bits_keep_a_cosine(
            a in prop::collection::vec(-1.0_f32..1.0, 384),
            b in prop::collection::vec(-1.0_f32..1.0, 384),
        ) {
            let (a, b) = (unit(&a), unit(&b));
            let exact: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
            let kept = Vector::of(&a).view().cosine(Vector::of(&b).view());
            prop_assert!((exact - kept).abs() < 0.005, "{} {}", exact, kept);
        }
    }
}
