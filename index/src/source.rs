//! From files to articles: which format a text has, how its bytes are encoded, what it is called.
//!
//! ```
//! let article = attache_index::parse_article("Two towns, one quay\n\nThey met.", "The Quay.txt")?;
//! assert_eq!(article.id.as_str(), "the-quay");
//! # Ok::<(), attache_index::SourceError>(())
//! ```
//!
//! Deliberately absent: what the formats mean (`markdown.rs`, `pasted.rs`); whether two articles
//! share an id; the network.

pub(crate) mod decode;
mod slug;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::lines::{is_blank, split_lines, trim_blank};
use crate::markdown::{FENCE, MarkdownError, parse_markdown};
use crate::pasted::{PastedError, parse_pasted};
use crate::web_page::{WebPageError, parse_web_page};

/// The largest file that is read, in bytes: 16 MiB.
pub const ARTICLE_MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The endings of files that a folder is searched for, in lower case.
const ARTICLE_ENDINGS: [&str; 4] = ["md", "txt", "html", "htm"];

/// Those of saved web pages.
const PAGE_ENDINGS: [&str; 2] = ["html", "htm"];

/// Why a path gives no article.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Nothing is at the path.
    #[error("{}: there is no such file or folder: check its spelling", file.display())]
    Missing {
        /// The path.
        file: PathBuf,
    },
    /// A folder where one file is wanted.
    #[error("{}: this is a folder: name one .md or .txt file in it", file.display())]
    IsFolder {
        /// The path.
        file: PathBuf,
    },
    /// A device, socket or the like.
    #[error("{}: this is neither a file nor a folder: save the article as a .md or .txt file", file.display())]
    NotAFile {
        /// The path.
        file: PathBuf,
    },
    /// The system would not let it be read.
    #[error("{}: cannot be read ({source}): check that you may open it", file.display())]
    Read {
        /// The path.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Larger than [`ARTICLE_MAX_BYTES`].
    #[error("{}: too large, {size_bytes} bytes: an article may have {ARTICLE_MAX_BYTES}, so split it or take its text alone", file.display())]
    TooLarge {
        /// The path.
        file: PathBuf,
        /// Its size.
        size_bytes: u64,
    },
    /// Not a text.
    #[error("{}: this looks like {looks_like}, not text: copy the article's text into a .txt file", file.display())]
    Binary {
        /// The path.
        file: PathBuf,
        /// What it looks like, with an article.
        looks_like: &'static str,
    },
    /// Bytes that mean nothing in the text's encoding.
    #[error("{}, line {line}: some bytes are not {encoding}, as the rest seems to be: save the file as UTF-8", file.display())]
    Malformed {
        /// The path.
        file: PathBuf,
        /// The first line with such bytes.
        line: usize,
        /// The encoding's name.
        encoding: &'static str,
    },
    /// Front matter in YAML.
    #[error("{}, line {line}: front matter between `---` lines is not read: put `key = \"value\"` lines between `+++` lines", file.display())]
    YamlFrontMatter {
        /// The path.
        file: PathBuf,
        /// Where it opens.
        line: usize,
    },
    /// A Markdown text that is no article.
    #[error("{}, {problem}", file.display())]
    Markdown {
        /// The path.
        file: PathBuf,
        /// What is wrong, with its line.
        problem: MarkdownError,
    },
    /// A pasted text that is no article.
    #[error("{}, {problem}", file.display())]
    Pasted {
        /// The path.
        file: PathBuf,
        /// What is wrong, with its line.
        problem: PastedError,
    },
    /// A web page without an article.
    #[error("{}: {problem}", file.display())]
    WebPage {
        /// The path.
        file: PathBuf,
        /// What is wrong.
        problem: WebPageError,
    },
    /// A folder without articles.
    #[error("{}: no article in this folder: put .md, .txt or .html files in it, not hidden ones", folder.display())]
    EmptyFolder {
        /// The folder.
        folder: PathBuf,
    },
}

/// Reads the article in the file `path`; links are followed.
///
/// A file called .html or .htm, or that begins as HTML does, is a web page; a text whose first line
/// is `+++` is Markdown, any other one pasted. Bytes are UTF-8, UTF-16 with
/// a byte order mark, or what their statistics say.
///
/// # Errors
/// [`SourceError`], whose message names the file, the line where there is one, and what to do.
pub fn read_article(path: &Path) -> Result<Article, SourceError> {
    parse_bytes(&read_bytes(path)?, path)
}

/// Reads an article from the bytes of a file or a fetched page, as [`read_article`] does; `name` is
/// its name, path or address, for the id and for messages.
///
/// # Errors
/// [`SourceError`] when the bytes are no article.
pub fn parse_article_bytes(bytes: &[u8], name: &str) -> Result<Article, SourceError> {
    parse_bytes(bytes, Path::new(name))
}

fn parse_bytes(bytes: &[u8], path: &Path) -> Result<Article, SourceError> {
    if has_ending(path, &PAGE_ENDINGS) || decode::is_web_page(bytes) {
        let id = slug::id_from_name(&path.to_string_lossy());
        return parse_web_page(bytes, None, id).map_err(|problem| SourceError::WebPage {
            file: path.to_owned(),
            problem,
        });
    }
    let text = decode::decode(bytes).map_err(|problem| match problem {
        decode::NotText::Binary(looks_like) => SourceError::Binary {
            file: path.to_owned(),
            looks_like,
        },
        decode::NotText::Malformed { line, encoding } => SourceError::Malformed {
            file: path.to_owned(),
            line,
            encoding,
        },
    })?;
    parse_named(&text, path)
}

/// Reads the article in a file, or all those in a folder and the folders in it.
///
/// Of a folder every `.md`, `.txt`, `.html` and `.htm` file is read, in the order of their paths. Hidden files and
/// folders are skipped, and links to folders are not followed.
///
/// # Errors
/// [`SourceError`] of the first file that cannot be read, or if the folder holds none.
pub fn read_articles(path: &Path) -> Result<Vec<Article>, SourceError> {
    if !metadata(path)?.is_dir() {
        return read_article(path).map(|article| vec![article]);
    }
    let mut files = Vec::new();
    find_articles(path, &mut files)?;
    if files.is_empty() {
        return Err(SourceError::EmptyFolder {
            folder: path.to_owned(),
        });
    }
    files.sort();
    files.iter().map(|file| read_article(file)).collect()
}

/// Reads an article from `text`; `name` is the file's name or path, for the id and for messages.
///
/// # Errors
/// [`SourceError`] when `text` is no article.
pub fn parse_article(text: &str, name: &str) -> Result<Article, SourceError> {
    parse_named(text, Path::new(name))
}

fn parse_named(text: &str, file: &Path) -> Result<Article, SourceError> {
    let id = slug::id_from_name(&file.to_string_lossy());
    let text = text.trim_start_matches('\u{feff}');
    if first_line(text) == Some(FENCE) {
        return parse_markdown(text, Some(id)).map_err(|problem| SourceError::Markdown {
            file: file.to_owned(),
            problem,
        });
    }
    if let Some(line) = yaml_front_matter(text) {
        return Err(SourceError::YamlFrontMatter {
            file: file.to_owned(),
            line,
        });
    }
    parse_pasted(text, id).map_err(|problem| SourceError::Pasted {
        file: file.to_owned(),
        problem,
    })
}

fn first_line(text: &str) -> Option<&str> {
    split_lines(text)
        .find(|line| !is_blank(line))
        .map(trim_blank)
}

/// The line on which YAML front matter opens: `---`, a `title:` or the like, `---`.
fn yaml_front_matter(text: &str) -> Option<usize> {
    let mut lines = split_lines(text)
        .zip(1..)
        .filter(|(line, _)| !is_blank(line));
    let (_, opened) = lines.next().filter(|(line, _)| trim_blank(line) == "---")?;
    let mut has_key = false;
    let is_key = |line: &str| {
        let key = line.split_once(':').map(|(key, _)| key);
        key.is_some_and(|key| {
            key.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })
    };
    for (line, _) in lines.take(64) {
        if trim_blank(line) == "---" {
            return has_key.then_some(opened);
        }
        has_key |= is_key(line);
    }
    None
}

fn read_error(file: &Path) -> impl Fn(std::io::Error) -> SourceError {
    |source| {
        let file = file.to_owned();
        if source.kind() == std::io::ErrorKind::NotFound {
            SourceError::Missing { file }
        } else {
            SourceError::Read { file, source }
        }
    }
}

fn metadata(path: &Path) -> Result<fs::Metadata, SourceError> {
    fs::metadata(path).map_err(read_error(path))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, SourceError> {
    let metadata = metadata(path)?;
    let file = path.to_owned();
    if metadata.is_dir() {
        return Err(SourceError::IsFolder { file });
    }
    if !metadata.is_file() {
        return Err(SourceError::NotAFile { file });
    }
    let mut bytes = Vec::new();
    let mut size_bytes = metadata.len();
    if size_bytes <= ARTICLE_MAX_BYTES {
        let opened = File::open(path).map_err(read_error(path))?;
        // The file may have grown since it was measured.
        let mut opened = opened.take(ARTICLE_MAX_BYTES + 1);
        size_bytes = opened.read_to_end(&mut bytes).map_err(read_error(path))? as u64;
    }
    if size_bytes > ARTICLE_MAX_BYTES {
        return Err(SourceError::TooLarge { file, size_bytes });
    }
    Ok(bytes)
}

fn find_articles(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    for entry in fs::read_dir(folder).map_err(read_error(folder))? {
        let entry = entry.map_err(read_error(folder))?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(read_error(&path))?;
        if kind.is_dir() {
            find_articles(&path, found)?;
        } else if has_ending(&path, &ARTICLE_ENDINGS)
            && (kind.is_file() || metadata(&path)?.is_file())
        {
            found.push(path);
        }
    }
    Ok(())
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests;
