//! Articles out of saved or fetched news pages: title, people, day, and the text as a reader sees it.
//!
//! ```
//! use attache_index::{ArticleId, parse_web_page};
//!
//! let page = b"<title>Two towns, one quay | The Bell</title><h1>Two towns, one quay</h1>
//!     <nav>Home</nav><p>The mayors met on <b>Monday</b>, the office of the port said in a note.</p>";
//! let article = parse_web_page(page, None, ArticleId::parse("quay")?)?;
//! assert_eq!(article.title, "Two towns, one quay");
//! assert_eq!(
//!     article.sections[0].paragraphs,
//!     ["The mayors met on Monday, the office of the port said in a note."]
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The page is decoded (`decode`), fed to an HTML parser within limits (`feed.rs`) that builds a flat
//! tree (`dom.rs`); metadata come from JSON-LD, `meta` elements and bylines (`metadata.rs`). Its
//! text is cut into the blocks a reader sees (`blocks.rs`, `furniture.rs`), and of these the
//! article's are chosen (`body.rs`, `closing.rs`). A page beyond 5 MB, 512 levels, 80,000 nodes,
//! 160,000 tokens or 10,000 blocks is refused, not cut: half an article quotes as if it were whole.
//!
//! Deliberately absent: the network; scripts, which are never run; any rule that names one publisher.

mod blocks;
mod body;
mod closing;
mod dom;
mod feed;
mod furniture;
mod metadata;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::article::{Article, ArticleId};
use crate::language::article_language;
use crate::pasted::names::byline;
use crate::source::decode::guess_encoding;

/// The version of these rules: raised when they read a page differently, so that pages which were
/// read by older ones are fetched and read again.
pub const EXTRACTOR_VERSION: u32 = 1;
/// The largest page that is read, in bytes: 5 MB.
pub const PAGE_MAX_BYTES: usize = 5_000_000;
/// How much of a page is searched for its `meta` with a charset.
const META_BYTES: usize = 4096;

/// Why a page gives no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebPageError {
    /// Larger than [`PAGE_MAX_BYTES`].
    #[error(
        "the page has {0} bytes, more than {PAGE_MAX_BYTES}: save its text alone as a .txt file"
    )]
    TooLarge(usize),
    /// Elements in elements without end.
    #[error(
        "the page's elements are nested too deep to be a news page: save its text as a .txt file"
    )]
    TooDeep,
    /// More elements, or attributes, than a news page has.
    #[error("the page has more elements than a news page has: save its text as a .txt file")]
    TooComplex,
    /// Binary data.
    #[error("this is no web page but binary data: save the page as HTML")]
    NotHtml,
    /// No paragraph to read.
    #[error(
        "no article's text stands in the page: if scripts or a login show it, copy the text into a .txt file"
    )]
    NothingReadable,
}

/// Reads the article in a page and names it `id`; `charset` is what the HTTP header said.
///
/// Every paragraph is as a reader sees it: white space collapsed, markup gone, no-break spaces kept.
/// The summary is the standfirst if the page shows one. Items of lists and quotations are
/// paragraphs; embedded posts, captions, boxes and pull quotes are left out. The date is the one
/// printed, in the page's own time zone. The same bytes give the same article.
///
/// # Errors
/// [`WebPageError`] when there is none, or the page is beyond the limits.
pub fn parse_web_page(
    bytes: &[u8],
    charset: Option<&str>,
    id: ArticleId,
) -> Result<Article, WebPageError> {
    if bytes.len() > PAGE_MAX_BYTES {
        return Err(WebPageError::TooLarge(bytes.len()));
    }
    let html = decode(bytes, charset)?;
    let dom = feed::parse(&html)?;
    let metadata = metadata::read(&dom);
    let blocks = blocks::read_blocks(&dom)?;
    let title = metadata.title.unwrap_or_default();
    let told = body::Told {
        title: &title,
        standfirst: metadata.description.as_deref(),
        text: metadata.text.as_deref(),
    };
    let body = body::choose(&dom, &blocks, told);
    if body.sections.is_empty() {
        return Err(WebPageError::NothingReadable);
    }
    let title = if title.is_empty() {
        id.to_string()
    } else {
        title
    };
    let mut article = Article::new(id, title);
    article.authors = metadata.authors;
    if article.authors.is_empty() {
        let signed = body
            .head
            .iter()
            .find_map(|line| byline(line))
            .unwrap_or_default();
        article.authors = metadata::clean_authors(signed, metadata.publisher.as_deref());
    }
    let shown = || {
        body.head
            .iter()
            .find_map(|line| crate::pasted::published_in(line))
    };
    article.published = metadata.published.or_else(shown);
    article.publisher = metadata.publisher;
    article.url = metadata.url;
    article.summary = body.summary;
    article.sections = body.sections;
    let told = metadata.language.filter(|tag| is_language(tag));
    article.language = told.unwrap_or_else(|| article_language(&article).into());
    Ok(article)
}

/// "en", "pt-BR": letters, digits and hyphens, begun by two or three letters.
fn is_language(tag: &str) -> bool {
    let first = tag.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.len() <= 35
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The page's text: byte order mark, then what is UTF-8, header, `meta`, and at last statistics.
fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> Result<Cow<'a, str>, WebPageError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return Ok(encoding.decode_without_bom_handling(rest).0);
    }
    if bytes.iter().take(META_BYTES).any(|&byte| byte == 0) {
        return Err(WebPageError::NotHtml);
    }
    // Text that is UTF-8 throughout is that, whatever a wrong label says.
    let label = || charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = if std::str::from_utf8(bytes).is_ok() && !bytes.is_ascii() {
        UTF_8
    } else {
        label()
            .or_else(|| meta_charset(bytes))
            .unwrap_or_else(|| guess_encoding(bytes))
    };
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// The charset that a `meta` names: <https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding>.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(META_BYTES))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(['"', '\'', ' ', ';', '>', '/'])
        .unwrap_or(label.len());
    let encoding = Encoding::for_label(label.get(..end)?.as_bytes())?;
    // A page whose meta is readable as ASCII cannot be UTF-16.
    let is_wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    Some(if is_wide { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests;
