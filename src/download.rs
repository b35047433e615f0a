//! Getting a sentence model's files: from a hub that speaks Hugging Face's API, or from a folder.
//!
//! The hub lists a repository's files with their checksums; what arrives is held against them.
//!
//! Deliberately absent: where models are kept (`semantic.rs`), and judging a model's files (the
//! index does that when it loads them).

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Client, Response};
use ring::digest;
use serde::Deserialize;

/// The hub that is asked unless another is named.
pub(crate) const HUB: &str = "https://huggingface.co";
/// The files a model may have; the first three it must.
const FILES: [&str; 7] = [
    "config.json",
    "tokenizer.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
];
const NEEDED: usize = 3;
/// Models by short names, with the repositories that hold them.
pub(crate) const KNOWN: [(&str, &str); 5] = [
    ("all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"),
    (
        "paraphrase-multilingual-MiniLM-L12-v2",
        "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
    ),
    (
        "multi-qa-MiniLM-L6-cos-v1",
        "sentence-transformers/multi-qa-MiniLM-L6-cos-v1",
    ),
    ("e5-small", "intfloat/e5-small"),
    ("multilingual-e5-small", "intfloat/multilingual-e5-small"),
];
/// No small model's file is larger.
const LARGEST_BYTES: u64 = 4 << 30;
/// The most that is read of a list of files.
const LIST_MAX_BYTES: u64 = 4 << 20;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the hub may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// Told of every file to come and its bytes, then of each piece of it.
pub(crate) trait Watch {
    /// `name` of `bytes` comes next.
    fn file(&mut self, name: &str, bytes: u64);
    /// So many more bytes of it are there.
    fn more(&mut self, bytes: u64);
}

#[derive(Deserialize)]
struct Revision {
    sha: String,
}

/// A file of a repository as the hub lists it.
#[derive(Debug, Clone, Deserialize)]
struct Listed {
    path: String,
    #[serde(default)]
    size: u64,
    /// Git's name of its content.
    oid: String,
    lfs: Option<Large>,
}

#[derive(Debug, Clone, Deserialize)]
struct Large {
    /// SHA-256, in hexadecimal.
    oid: String,
    size: u64,
}

/// The repository of a model: a known short name's, or `owner/name` itself.
pub(crate) fn repository(name: &str) -> Option<&str> {
    let known = KNOWN.iter().find(|(short, _)| *short == name);
    let is_part = |part: &str| {
        let mut chars = part.chars();
        !part.starts_with('.')
            && !part.is_empty()
            && chars.all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    let whole = || match name.split_once('/') {
        Some((owner, rest)) if is_part(owner) && is_part(rest) => Some(name),
        _ => None,
    };
    known.map(|(_, repository)| *repository).or_else(whole)
}

/// Downloads the model in `repository` of `hub` into `folder`.
///
/// # Errors
/// When the hub cannot be reached or has no such model, or a file does not arrive as listed.
pub(crate) fn download(
    hub: &str,
    repository: &str,
    folder: &Path,
    watch: &mut dyn Watch,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("starting to download")?;
    runtime.block_on(fetch(hub.trim_end_matches('/'), repository, folder, watch))
}

async fn fetch(
    hub: &str,
    repository: &str,
    folder: &Path,
    watch: &mut dyn Watch,
) -> anyhow::Result<()> {
    let client = Client::builder()
        .user_agent(concat!("attache/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(SILENCE)
        .build()
        .context("starting to download")?;
    // One revision throughout: a model may be changed while it is fetched.
    let about = format!("{hub}/api/models/{repository}");
    let Revision { sha } = json(&client, &about).await?;
    if sha.is_empty() || !sha.chars().all(|c| c.is_ascii_alphanumeric()) {
        bail!("{about} names no revision: is this a hub of models?");
    }
    let listed: Vec<Listed> = json(&client, &format!("{about}/tree/{sha}?recursive=true")).await?;
    for (at, name) in FILES.into_iter().enumerate() {
        match listed.iter().find(|file| file.path == name) {
            Some(file) => {
                let address = format!("{hub}/{repository}/resolve/{sha}/{name}");
                one(&client, &address, file, folder, watch).await?;
            }
            None if at < NEEDED => bail!(
                "{repository} has no {name}: it holds no model that can be used here; known are {}",
                KNOWN.map(|(short, _)| short).join(", ")
            ),
            None => {}
        }
    }
    Ok(())
}

async fn get(client: &Client, address: &str) -> anyhow::Result<Response> {
    let response = client
        .get(address)
        .send()
        .await
        .with_context(|| format!("asking {address}: is the network there?"))?;
    match response.status() {
        status if status.is_success() => Ok(response),
        status if matches!(status.as_u16(), 401 | 403 | 404) => {
            bail!(
                "{address} is not there ({status}): is the model's name right, and is it open to all?"
            )
        }
        status => bail!("{address} answered {status}: try again later"),
    }
}

async fn json<T: serde::de::DeserializeOwned>(client: &Client, address: &str) -> anyhow::Result<T> {
    let mut response = get(client, address).await?;
    let mut bytes = Vec::new();
    while let Some(piece) = response
        .chunk()
        .await
        .with_context(|| format!("reading {address}"))?
    {
        bytes.extend(piece);
        if bytes.len() as u64 > LIST_MAX_BYTES {
            bail!("{address} is longer than any list of files: is this a hub of models?");
        }
    }
    serde_json::from_slice(&bytes)
        .with_context(|| format!("{address} was not understood: is this a hub of models?"))
}

/// Downloads one file and holds it against its checksum.
async fn one(
    client: &Client,
    address: &str,
    listed: &Listed,
    folder: &Path,
    watch: &mut dyn Watch,
) -> anyhow::Result<()> {
    let bytes = listed.lfs.as_ref().map_or(listed.size, |large| large.size);
    if bytes > LARGEST_BYTES {
        bail!("{address} has {bytes} bytes: that is no small model");
    }
    watch.file(&listed.path, bytes);
    let path = folder.join(&listed.path);
    let writing = || format!("writing {}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(writing)?;
    }
    let mut file = File::create(&path).with_context(writing)?;
    let mut sum = Checksum::of(listed, bytes);
    let mut response = get(client, address).await?;
    let mut arrived: u64 = 0;
    while let Some(piece) = response
        .chunk()
        .await
        .with_context(|| format!("reading {address}"))?
    {
        arrived += piece.len() as u64;
        if arrived > bytes {
            bail!("{address} is longer than the {bytes} bytes listed: try again later");
        }
        sum.context.update(&piece);
        file.write_all(&piece).with_context(writing)?;
        watch.more(piece.len() as u64);
    }
    if arrived != bytes {
        bail!("{address} ended after {arrived} of {bytes} bytes: try again");
    }
    file.sync_all().with_context(writing)?;
    sum.check()
        .with_context(|| format!("{address} did not arrive as it was sent: try again"))
}

/// What a file's bytes must add up to.
struct Checksum<'a> {
    context: digest::Context,
    wanted: &'a str,
}

impl<'a> Checksum<'a> {
    /// Large files are listed with their SHA-256, small ones with git's name: the SHA-1 of a header
    /// and the content.
    fn of(listed: &'a Listed, bytes: u64) -> Self {
        if let Some(large) = &listed.lfs {
            return Self {
                context: digest::Context::new(&digest::SHA256),
                wanted: large.oid.strip_prefix("sha256:").unwrap_or(&large.oid),
            };
        }
        let mut context = digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY);
        context.update(format!("blob {bytes}\0").as_bytes());
        Self {
            context,
            wanted: &listed.oid,
        }
    }

    fn check(self) -> anyhow::Result<()> {
        let sum = self.context.finish();
        let is = hex(sum.as_ref());
        if is.eq_ignore_ascii_case(self.wanted) {
            Ok(())
        } else {
            bail!("its checksum is {is}, not {}", self.wanted)
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Copies the model in `from` into `folder`.
///
/// # Errors
/// The file that is not there or cannot be copied.
pub(crate) fn copy(from: &Path, folder: &Path, watch: &mut dyn Watch) -> anyhow::Result<()> {
    for (at, name) in FILES.into_iter().enumerate() {
        let (source, target) = (from.join(name), folder.join(name));
        let Ok(metadata) = std::fs::metadata(&source) else {
            if at < NEEDED {
                bail!(
                    "{} is not there: a model's folder holds config.json, tokenizer.json and model.safetensors",
                    source.display()
                );
            }
            continue;
        };
        watch.file(name, metadata.len());
        let copying = || format!("copying {} to {}", source.display(), target.display());
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).with_context(copying)?;
        }
        let copied = std::fs::copy(&source, &target).with_context(copying)?;
        watch.more(copied);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_and_repositories_are_known_others_not() {
        let known = repository("all-MiniLM-L6-v2");
        assert_eq!(known, Some("sentence-transformers/all-MiniLM-L6-v2"));
        assert_eq!(repository("someone/model.v1"), Some("someone/model.v1"));
        for odd in [
            "", "model", "a/b/c", "../x", "a/..", "a b/c", "a/b?c", "/b", "a/",
        ] {
            assert_eq!(repository(odd), None, "{odd}");
        }
    }

    #[test]
    fn checksums_are_those_of_git_and_sha_256() {
        // `printf 'hello\n' | git hash-object --stdin`, and sha256sum of the same.
        let mut listed = Listed {
            path: "config.json".into(),
            size: 6,
            oid: "ce013625030ba8dba906f756967f9e9ca394464a".into(),
            lfs: None,
        };
        let check = |listed: &Listed, content: &[u8]| {
            let mut sum = Checksum::of(listed, 6);
            sum.context.update(content);
            sum.check()
        };
        assert!(check(&listed, b"hello\n").is_ok());
        assert!(
            check(&listed, b"hullo\n")
                .unwrap_err()
                .to_string()
                .contains("ce013625")
        );
        listed.lfs = Some(Large {
            oid: "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03".into(),
            size: 6,
        });
        assert!(check(&listed, b"hello\n").is_ok());
    }
}
