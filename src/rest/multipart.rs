//! A message's JSON and the file it shows, as one `multipart/form-data` body.
//!
//! reqwest's own forms cannot be sent twice, and a request is tried again when Discord stumbles.
//! Source: Discord API documentation, Uploading Files; RFC 7578.

use crate::reply::File;

/// A body and the boundary between its parts.
#[derive(Debug)]
pub(crate) struct Multipart {
    pub(crate) bytes: Vec<u8>,
    pub(super) boundary: String,
}

impl Multipart {
    /// `json` as `payload_json`, `file` as `files[0]`.
    pub(crate) fn new(json: &[u8], file: &File) -> Self {
        let boundary = boundary([json, &file.bytes]);
        let mut bytes = Vec::with_capacity(json.len() + file.bytes.len() + 512);
        let mut part = |disposition: &str, kind: &str, content: &[u8]| {
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\
                 Content-Type: {kind}\r\n\r\n"
            );
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(content);
            bytes.extend_from_slice(b"\r\n");
        };
        part("name=\"payload_json\"", "application/json", json);
        let named = format!("name=\"files[0]\"; filename=\"{}\"", file.name());
        part(&named, file.kind(), &file.bytes);
        bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Self { bytes, boundary }
    }
}

/// A line that stands in none of `parts`.
fn boundary(parts: [&[u8]; 2]) -> String {
    let stands_in = |boundary: &str, part: &[u8]| {
        (part.windows(boundary.len())).any(|window| window == boundary.as_bytes())
    };
    let candidates = (0_u32..).map(|number| format!("attache-{number:08x}"));
    let mut free =
        candidates.filter(|boundary| !parts.iter().any(|part| stands_in(boundary, part)));
    free.next()
        .expect("a body of 4 GiB cannot hold all of 2^32 boundaries")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_stands_in_no_part() {
        let file = File::new("week.png", b"--attache-00000000\r\n".to_vec(), "");
        let body = Multipart::new(b"{}", &file);
        assert_eq!(body.boundary, "attache-00000001");
        let text = String::from_utf8(body.bytes).unwrap();
        assert_eq!(text.matches("--attache-00000001").count(), 3);
        assert!(text.contains("name=\"files[0]\"; filename=\"week.png\""));
        assert!(text.contains("Content-Type: image/png\r\n\r\n--attache-00000000\r\n\r\n"));
    }
}
