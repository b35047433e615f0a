//! JSON that tells whether it is what was written: beside it stands the hash of its bytes.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::manifest::TextHash;

/// The format this program writes, and the newest it reads.
pub(super) const FORMAT: u32 = 1;

/// Why sealed JSON cannot be used.
#[derive(Debug)]
pub(super) enum Broken {
    /// A newer program wrote it, in this format.
    Newer(u32),
    Damaged(String),
}

#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    format: u32,
    sha256: TextHash,
    content: T,
}

/// `content` as bytes to write.
pub(super) fn seal<T: Serialize>(content: &T) -> serde_json::Result<Vec<u8>> {
    let content = to_raw_value(content)?;
    serde_json::to_vec(&Sealed {
        format: FORMAT,
        sha256: TextHash::of(content.get().as_bytes()),
        content,
    })
}

/// Reads what [`seal`] wrote.
pub(super) fn open<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Broken> {
    let damaged = |error: serde_json::Error| Broken::Damaged(error.to_string());
    let sealed: Sealed<&RawValue> = serde_json::from_slice(bytes).map_err(damaged)?;
    if sealed.format > FORMAT {
        return Err(Broken::Newer(sealed.format));
    }
    if sealed.format == 0 || TextHash::of(sealed.content.get().as_bytes()) != sealed.sha256 {
        return Err(Broken::Damaged("it is not what was written".into()));
    }
    serde_json::from_str(sealed.content.get()).map_err(damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_byte_is_flipped_it_is_told() {
        let sealed = seal(&vec!["herring", "toll"]).unwrap();
        assert_eq!(open::<Vec<String>>(&sealed).unwrap(), ["herring", "toll"]);
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut flipped = sealed.clone();
                flipped[at] ^= 1 << bit;
                assert!(open::<Vec<String>>(&flipped).is_err(), "{at} {bit}");
            }
        }
        assert!(open::<Vec<String>>(b"").is_err());
    }

    #[test]
    fn a_format_of_the_future_is_told_apart() {
        let sealed = String::from_utf8(seal(&1).unwrap()).unwrap();
        let future = sealed.replace("\"format\":1", "\"format\":7");
        assert!(matches!(
            open::<u32>(future.as_bytes()),
            Err(Broken::Newer(7))
        ));
    }
}
