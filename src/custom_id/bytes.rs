//! Numbers and hashes in as few bytes as they need.

use std::hash::Hasher as _;

/// The bytes kept of a hash.
const HASH_BYTES: usize = 3;

/// The first [`HASH_BYTES`] of FNV-1a: the same in every build, which std's hasher need not be.
pub(super) fn short_hash(text: &str) -> u32 {
    let mut hasher = fnv::FnvHasher::default();
    hasher.write(text.as_bytes());
    let bytes = hasher.finish().to_be_bytes();
    bytes
        .iter()
        .rev()
        .take(HASH_BYTES)
        .fold(0, |hash, byte| hash << 8 | u32::from(*byte))
}

pub(super) fn write_hash(hash: u32, out: &mut Vec<u8>) {
    let [_, bytes @ ..] = hash.to_be_bytes();
    out.extend(bytes);
}

pub(super) fn read_hash(bytes: &mut &[u8]) -> Option<u32> {
    let (hash, rest) = bytes.split_first_chunk::<HASH_BYTES>()?;
    *bytes = rest;
    Some(
        hash.iter()
            .fold(0, |hash, byte| hash << 8 | u32::from(*byte)),
    )
}

/// Seven bits a byte, the lowest first; the high bit says that more follow (LEB128).
pub(super) fn write_number(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        out.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return;
        }
    }
}

pub(super) fn read_number(bytes: &mut &[u8]) -> Option<u64> {
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

pub(super) fn read_u32(bytes: &mut &[u8]) -> Option<u32> {
    read_number(bytes)?.try_into().ok()
}
