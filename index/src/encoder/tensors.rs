//! Reading weights: `model.safetensors`, mapped into memory, to matrices of `f32`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2};
use safetensors::tensor::Metadata;
use safetensors::{Dtype, SafeTensors};
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::ModelError;
use crate::vectors::Digest;

const DAMAGED: &str = "the file is damaged or does not belong to config.json: download it again";
/// What names may begin with, by how the model was saved.
const PREFIXES: [&str; 3] = ["", "bert.", "roberta."];

/// The open weights file.
pub(super) struct Tensors {
    path: PathBuf,
    bytes: OwnedBytes,
    metadata: Metadata,
    /// Where the data begins.
    data: usize,
    prefix: &'static str,
}

/// A matrix left in the file: a vocabulary is large, and a text needs few of its rows.
pub(super) struct Rows {
    bytes: OwnedBytes,
    kind: Kind,
    columns: usize,
    count: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Single,
    Half,
    Brain,
}

impl Tensors {
    pub(super) fn open(folder: &Path) -> Result<Self, ModelError> {
        let name = Path::new("model.safetensors");
        let path = folder.join(name);
        // tantivy maps files without `unsafe` of ours; it also refuses what is no file.
        std::fs::File::open(&path).map_err(ModelError::file(&path))?;
        let unusable = |what: String| ModelError::unusable(&path, what, DAMAGED);
        let directory = MmapDirectory::open(folder).map_err(|error| unusable(error.to_string()))?;
        let file = directory
            .open_read(name)
            .map_err(|error| unusable(error.to_string()))?;
        let bytes = file.read_bytes().map_err(ModelError::file(&path))?;
        let (header, metadata) =
            SafeTensors::read_metadata(&bytes).map_err(|error| unusable(error.to_string()))?;
        // Eight bytes tell the header's length.
        let data = header + 8;
        let prefix = PREFIXES
            .into_iter()
            .find(|prefix| {
                metadata
                    .info(&format!("{prefix}{}", super::bert::WORDS))
                    .is_some()
            })
            .ok_or_else(|| unusable(format!("there is no tensor {:?}", super::bert::WORDS)))?;
        Ok(Self {
            path,
            bytes,
            metadata,
            data,
            prefix,
        })
    }

    /// A row of numbers.
    pub(super) fn row(&self, name: &str, length: usize) -> Result<Array1<f32>, ModelError> {
        Ok(Array1::from_vec(self.numbers(name, &[length])?))
    }

    /// A matrix.
    pub(super) fn matrix(&self, name: &str, shape: [usize; 2]) -> Result<Array2<f32>, ModelError> {
        let numbers = self.numbers(name, &shape)?;
        Array2::from_shape_vec(shape, numbers).map_err(|error| self.wrong(name, &error.to_string()))
    }

    /// A matrix to be read row by row.
    pub(super) fn rows(&self, name: &str, shape: [usize; 2]) -> Result<Rows, ModelError> {
        let (kind, range) = self.find(name, &shape)?;
        let [rows, columns] = shape;
        Ok(Rows {
            bytes: self.bytes.slice(range),
            kind,
            columns,
            count: rows,
        })
    }

    /// Adds the header and some bytes from both ends of the data: reading all would take as long as
    /// loading the model.
    pub(super) fn sample(&self, bytes: usize, digest: &mut Digest) {
        let start = (self.data + bytes).min(self.bytes.len());
        let end = self.bytes.len().saturating_sub(bytes);
        digest.add(self.bytes.get(..start).unwrap_or_default());
        digest.add(self.bytes.get(end..).unwrap_or_default());
    }

    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let (kind, range) = self.find(name, shape)?;
        let bytes = self.bytes.get(range).unwrap_or_default();
        let numbers: Vec<f32> = kind.numbers(bytes).collect();
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(self.wrong(name, "has numbers that are not finite"))
        }
    }

    fn find(&self, name: &str, shape: &[usize]) -> Result<(Kind, Range<usize>), ModelError> {
        let info = self
            .metadata
            .info(&format!("{}{name}", self.prefix))
            .ok_or_else(|| self.wrong(name, "is missing"))?;
        if info.shape != shape {
            let what = format!("has the shape {:?}, not {shape:?}", info.shape);
            return Err(self.wrong(name, &what));
        }
        let kind = match info.dtype {
            Dtype::F32 => Kind::Single,
            Dtype::F16 => Kind::Half,
            Dtype::BF16 => Kind::Brain,
            other => {
                return Err(ModelError::unusable(
                    &self.path,
                    format!("tensor {name:?} is of {other:?}"),
                    "take weights saved as F32, F16 or BF16",
                ));
            }
        };
        let (start, end) = info.data_offsets;
        let range = self.data + start..self.data + end;
        let bytes: usize = shape.iter().product::<usize>() * kind.bytes();
        if range.len() != bytes || range.end > self.bytes.len() {
            return Err(self.wrong(name, "is cut short"));
        }
        Ok((kind, range))
    }

    fn wrong(&self, name: &str, what: &str) -> ModelError {
        ModelError::unusable(&self.path, format!("tensor {name:?} {what}"), DAMAGED)
    }
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Adds row `at` to `sums`; nothing when there is no such row.
    pub(super) fn add(&self, at: usize, sums: &mut [f32]) {
        let length = self.columns * self.kind.bytes();
        let bytes = self.bytes.get(at * length..(at + 1) * length);
        let numbers = self.kind.numbers(bytes.unwrap_or_default());
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum += number;
        }
    }
}

impl Kind {
    fn bytes(self) -> usize {
        match self {
            Self::Single => 4,
            Self::Half | Self::Brain => 2,
        }
    }

    fn numbers(self, bytes: &[u8]) -> impl Iterator<Item = f32> + '_ {
        bytes
            .chunks_exact(self.bytes())
            .map(move |chunk| match (self, chunk) {
                (Self::Single, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
                (Self::Half, &[a, b]) => from_half(u16::from_le_bytes([a, b])),
                (_, &[a, b, ..]) => f32::from_bits(u32::from(u16::from_le_bytes([a, b])) << 16),
                _ => 0.0,
            })
    }
}

/// IEEE 754 binary16 to binary32.
fn from_half(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let exponent = u32::from(half >> 10 & 0x1f);
    let fraction = u32::from(half & 0x3ff);
    match exponent {
        // Subnormal: fraction times 2^-24, exact in binary32.
        0 => {
            #[expect(clippy::cast_precision_loss, reason = "ten bits are exact")]
            let value = fraction as f32 / 16_777_216.0;
            f32::from_bits(sign | value.to_bits())
        }
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_read_as_ieee_754_has_them() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0400, 2.0_f32.powi(-14)),
            (0x0001, 2.0_f32.powi(-24)),
            (0x3555, 0.333_251_95),
        ] {
            assert!(
                (from_half(bits) - value).abs() <= f32::EPSILON * value.abs(),
                "{bits:x}"
            );
        }
        assert!(from_half(0x7c00).is_infinite() && from_half(0x7e00).is_nan());
    }
}
