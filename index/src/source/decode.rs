//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotText {
    /// What they look like, with an article.
    Binary(&'static str),
    /// Bytes on `line`, from 1, that mean nothing in `encoding`.
    Malformed { line: usize, encoding: &'static str },
}

/// First bytes of files that people mistake for text.
const MAGIC: [(&[u8], &str); 15] = [
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
];

/// The text that `bytes` stand for, its byte order mark taken off.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    if let Some(looks_like) = known_format(bytes) {
        return Err(NotText::Binary(looks_like));
    }
    let marked = Encoding::for_bom(bytes);
    if marked.is_none_or(|(encoding, _)| encoding == UTF_8) && bytes.contains(&0) {
        return Err(NotText::Binary(
            "binary data, or UTF-16 without a byte order mark",
        ));
    }
    let (encoding, mark_bytes) = marked.unwrap_or_else(|| (guess_encoding(bytes), 0));
    let bytes = bytes.get(mark_bytes..).unwrap_or_default();
    let (text, is_malformed) = encoding.decode_without_bom_handling(bytes);
    if is_malformed {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        return Err(NotText::Malformed {
            line: before
                .matches('\n')
                .count()
                .max(before.matches('\r').count())
                + 1,
            encoding: encoding.name(),
        });
    }
    if text.contains('\0') {
        return Err(NotText::Binary("binary data"));
    }
    Ok(text)
}

fn known_format(bytes: &[u8]) -> Option<&'static str> {
    let starts_as = |(magic, _): &&(&[u8], &'static str)| bytes.starts_with(magic);
    let known = MAGIC.iter().find(starts_as).map(|(_, name)| *name);
    known.or_else(|| match bytes {
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("a WebP image"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("a video or an image"),
        bytes => is_web_page(bytes).then_some("a saved web page"),
    })
}

pub(crate) fn is_web_page(bytes: &[u8]) -> bool {
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let starts = |tag: &[u8]| {
        bytes
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    starts(b"<!doctype html") || starts(b"<html")
}

/// UTF-8 where most bytes beyond ASCII are; else what the bytes' statistics say.
///
/// One broken character in a UTF-8 text must not turn all others into those of another encoding.
pub(crate) fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if bad * 2 <= good {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{WINDOWS_1251, WINDOWS_1254};
    use proptest::prelude::*;

    const RUSSIAN: &str =
        "Мэры двух городов встретились в понедельник у причала. Никто не подписал бумагу.";

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(to_bytes)
            .collect()
    }

    #[test]
    fn utf_8_and_utf_16_are_read() {
        assert_eq!(decode(RUSSIAN.as_bytes()).unwrap(), RUSSIAN);
        assert_eq!(
            decode(format!("\u{feff}{RUSSIAN}").as_bytes()).unwrap(),
            RUSSIAN
        );
        assert_eq!(decode(&utf_16(RUSSIAN, u16::to_le_bytes)).unwrap(), RUSSIAN);
        assert_eq!(decode(&utf_16(RUSSIAN, u16::to_be_bytes)).unwrap(), RUSSIAN);
        assert_eq!(decode(b"").unwrap(), "");
    }

    #[test]
    fn old_encodings_are_guessed() {
        assert_eq!(decode(&WINDOWS_1251.encode(RUSSIAN).0).unwrap(), RUSSIAN);
        let turkish =
            "Başkanlar pazartesi günü iskelede buluştu. Hiç kimse kâğıdı imzalamadı, dediği gibi.";
        assert_eq!(decode(&WINDOWS_1254.encode(turkish).0).unwrap(), turkish);
        assert_eq!(
            decode(b"The mayor\x92s \x93quay\x94.").unwrap(),
            "The mayor’s “quay”."
        );
    }

    #[test]
    fn broken_characters_are_refused_with_their_line() {
        let mut bytes = format!("One quay\n\n{RUSSIAN}").into_bytes();
        bytes.truncate(bytes.len() - 2);
        bytes.extend(b"\xd0.");
        let malformed = NotText::Malformed {
            line: 3,
            encoding: "UTF-8",
        };
        assert_eq!(decode(&bytes), Err(malformed));
        let mut bytes = utf_16("Quay", u16::to_le_bytes);
        bytes.pop();
        assert!(matches!(
            decode(&bytes),
            Err(NotText::Malformed { line: 1, .. })
        ));
    }

    #[test]
    fn binary_files_are_told_by_their_look() {
        for (bytes, look) in [
            (&b"%PDF-1.7"[..], "PDF"),
            (b"PK\x03\x04rest", "ZIP"),
            (b"\x89PNG\r\n", "PNG"),
            (b"\xff\xd8\xff\xe0", "JPEG"),
            (b"RIFF\0\0\0\0WEBPVP8", "WebP"),
            (b"text\0text", "binary"),
            (b" <!DOCTYPE HTML><p>", "web page"),
            (b"\xff\xfe\0\0a\0\0\0", "binary"),
        ] {
            let Err(NotText::Binary(looks_like)) = decode(bytes) else {
                panic!("{bytes:?} was taken");
            };
            assert!(looks_like.contains(look), "{looks_like}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_decoding_panic(bytes in any::<Vec<u8>>()) {
            let _ = decode(&bytes);
        }

        #[test]
        fn every_text_without_nul_is_read_as_it_is(text in "[^\0\u{feff}]{1,40}") {
            prop_assume!(known_format(text.as_bytes()).is_none());
            prop_assert_eq!(decode(text.as_bytes()), Ok(Cow::Borrowed(&*text)));
        }
    }
}
