//! Files that come with a message, as `multipart/form-data`: `payload_json` and `files[n]`.
//!
//! <https://discord.com/developers/docs/reference#uploading-files>

use std::collections::HashSet;
use std::convert::Infallible;

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use serde_json::{Value, json};

/// Files a message may have.
const MOST_FILES: usize = 10;
/// Bytes of all of them, in a guild without boosts.
const MOST_BYTES: usize = 10 << 20;
/// Characters of a description.
const MOST_DESCRIBED: usize = 1024;

/// A file as it was sent.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// The number in `files[n]`.
    id: u64,
    name: String,
    kind: String,
    bytes: Bytes,
}

/// A file that a message shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: String,
    /// What it shows, for who cannot see it.
    pub description: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The JSON of a body and the files beside it.
pub(crate) async fn read(
    headers: &HeaderMap,
    bytes: Bytes,
) -> Result<(Value, Vec<Upload>), String> {
    let kind = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let kind = kind.unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let read = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
        return Ok((read, Vec::new()));
    }
    let boundary = multer::parse_boundary(kind).map_err(|error| error.to_string())?;
    let stream = futures_util::stream::iter([Ok::<_, Infallible>(bytes)]);
    parts(multer::Multipart::new(stream, boundary))
        .await
        .map_err(|error| error.to_string())?
}

async fn parts(
    mut form: multer::Multipart<'_>,
) -> multer::Result<Result<(Value, Vec<Upload>), String>> {
    let mut payload = Err("payload_json is missing".to_owned());
    let mut uploads = Vec::new();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().unwrap_or_default().to_owned();
        let kind = field
            .content_type()
            .map_or_else(String::new, ToString::to_string);
        let bytes = field.bytes().await?;
        if name == "payload_json" {
            payload = serde_json::from_slice(&bytes).map_err(|error| error.to_string());
            continue;
        }
        let number = name
            .strip_prefix("files[")
            .and_then(|n| n.strip_suffix(']'));
        let Some(id) = number.and_then(|n| n.parse().ok()) else {
            return Ok(Err(format!(
                "the part {name:?} is neither payload_json nor files[n]"
            )));
        };
        uploads.push(Upload {
            id,
            name: file,
            kind,
            bytes,
        });
    }
    Ok(payload.map(|payload| (payload, uploads)))
}

/// Checks `uploads` against what the message says of its attachments and shows of them; in an
/// edit (`kept`), what is not sent may be there already.
pub(crate) fn check(
    uploads: &[Upload],
    said: &[Value],
    embeds: &[Value],
    kept: bool,
) -> Result<(), String> {
    let total: usize = uploads.iter().map(|upload| upload.bytes.len()).sum();
    if uploads.len() > MOST_FILES || total > MOST_BYTES {
        return Err(format!(
            "files: {} of {total} bytes are too many",
            uploads.len()
        ));
    }
    let ids: HashSet<u64> = uploads.iter().map(|upload| upload.id).collect();
    if ids.len() < uploads.len() {
        return Err("files: two parts have one number".into());
    }
    for upload in uploads {
        looked_into(upload)?;
    }
    for attachment in said {
        let id = number(&attachment["id"]);
        let upload = uploads.iter().find(|upload| Some(upload.id) == id);
        let Some(upload) = upload else {
            if kept {
                continue;
            }
            return Err(format!(
                "attachments: there is no file {}",
                attachment["id"]
            ));
        };
        if attachment["filename"]
            .as_str()
            .is_some_and(|name| name != upload.name)
        {
            return Err(format!(
                "attachments: {} is sent as {:?}",
                attachment, upload.name
            ));
        }
        let described = attachment["description"].as_str().unwrap_or_default();
        if described.chars().count() > MOST_DESCRIBED {
            return Err("attachments: a description is too long".into());
        }
    }
    for embed in embeds {
        let shown = embed["image"]["url"].as_str().unwrap_or_default();
        if let Some(name) = shown.strip_prefix("attachment://")
            && !kept
            && !uploads.iter().any(|upload| upload.name == name)
        {
            return Err(format!("embeds: there is no file {name:?} to show"));
        }
    }
    Ok(())
}

/// Discord takes any bytes; a member sees a broken picture where they are none.
fn looked_into(upload: &Upload) -> Result<(), String> {
    if upload.name.is_empty() || upload.bytes.is_empty() {
        return Err(format!("files[{}] has no name or is empty", upload.id));
    }
    let kind = upload.name.rsplit('.').next().unwrap_or_default();
    if !kind.eq_ignore_ascii_case("png") {
        return Ok(());
    }
    let not_shown = |why: &dyn std::fmt::Display| format!("{}: {why}", upload.name);
    if upload.kind != "image/png" {
        return Err(not_shown(&"is not sent as image/png"));
    }
    picture(&upload.bytes)
        .map(drop)
        .map_err(|error| not_shown(&error))
}

/// The width and height of a PNG that can be read to its end.
fn picture(bytes: &[u8]) -> Result<(u32, u32), png::DecodingError> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info()?;
    let size = reader.output_buffer_size().unwrap_or_default();
    let info = reader.next_frame(&mut vec![0; size])?;
    Ok((info.width, info.height))
}

/// An id as a number or, as Discord writes them, as digits.
fn number(id: &Value) -> Option<u64> {
    id.as_u64().or_else(|| id.as_str()?.parse().ok())
}

/// What a message then shows.
pub(crate) fn attachments(uploads: &[Upload], said: &[Value]) -> Vec<Attachment> {
    let described = |upload: &Upload| {
        let own = said
            .iter()
            .find(|said| number(&said["id"]) == Some(upload.id));
        let text = own.and_then(|own| own["description"].as_str());
        text.unwrap_or_default().to_owned()
    };
    let shown = uploads.iter().map(|upload| Attachment {
        name: upload.name.clone(),
        kind: upload.kind.clone(),
        description: described(upload),
        bytes: upload.bytes.to_vec(),
    });
    shown.collect()
}

impl Attachment {
    /// The width and height in pixels, where it is a picture.
    pub fn size(&self) -> Option<(u32, u32)> {
        picture(&self.bytes).ok()
    }

    /// As a message shows it in Discord's JSON.
    pub(crate) fn shape(&self, message: u64, at: usize) -> Value {
        let url = format!("https://cdn.invalid/attachments/{message}/{}", self.name);
        let mut shape = json!({
            "id": (message + at as u64 + 1).to_string(), "filename": self.name,
            "size": self.bytes.len(), "url": url, "proxy_url": url,
            "content_type": self.kind, "description": self.description,
        });
        if let Some((width, height)) = self.size() {
            shape["width"] = width.into();
            shape["height"] = height.into();
        }
        shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(name: &str, kind: &str, bytes: &'static [u8]) -> Upload {
        Upload {
            id: 0,
            name: name.into(),
            kind: kind.into(),
            bytes: Bytes::from_static(bytes),
        }
    }

    async fn sent(body: &'static str) -> Result<(Value, Vec<Upload>), String> {
        let mut headers = HeaderMap::new();
        let kind = "multipart/form-data; boundary=line".parse();
        headers.insert(CONTENT_TYPE, kind.expect("it is a header's value"));
        read(&headers, Bytes::from_static(body.as_bytes())).await
    }

    #[tokio::test]
    async fn parts_are_told_apart() {
        let (payload, files) = sent(
            "--line\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"x\"}\r\n\
             --line\r\nContent-Disposition: form-data; name=\"files[3]\"; filename=\"a.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nhello\r\n--line--\r\n",
        )
        .await
        .unwrap();
        assert_eq!(payload["content"], "x");
        assert_eq!(
            (files[0].id, &*files[0].name, &*files[0].bytes),
            (3, "a.txt", &b"hello"[..])
        );
        let other =
            "--line\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--line--\r\n";
        for body in [other, "--line--\r\n", "no part at all"] {
            assert!(sent(body).await.is_err(), "{body}");
        }
    }

    #[test]
    fn what_no_member_could_see_is_refused() {
        let text = [upload("a.txt", "text/plain", b"hello")];
        let said = |id: u64, name: &str| [json!({"id": id, "filename": name})];
        assert_eq!(check(&text, &said(0, "a.txt"), &[], false), Ok(()));
        assert!(check(&text, &said(1, "a.txt"), &[], false).is_err());
        assert!(check(&text, &said(0, "b.txt"), &[], false).is_err());
        let shows = [json!({"image": {"url": "attachment://b.png"}})];
        assert!(check(&text, &[], &shows, false).is_err());
        for broken in [
            upload("a.png", "image/png", b"hello"),
            upload("a.txt", "text/plain", b""),
            upload("", "text/plain", b"hello"),
        ] {
            assert!(check(&[broken], &[], &[], false).is_err());
        }
    }
}
