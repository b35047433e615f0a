//! Articles in, cited verbatim answers out.
#![warn(missing_docs)]

mod answer;
mod article;
mod day;
mod lexicon;
mod lines;
mod markdown;
mod pasted;
mod snapshot;
mod source;

pub use answer::{Answer, Citation, Excerpt, Mend, Passage, Verdict};
pub use article::{
    ARTICLE_ID_MAX_CHARS, Article, ArticleId, ArticleIdError, Date, Paragraph, ParagraphId, Section,
};
pub use lexicon::{Lexicon, LexiconError};
pub use markdown::{MarkdownError, parse_markdown, to_markdown};
pub use pasted::{PastedError, parse_pasted};
pub use snapshot::{
    ArticleHead, AskOptions, IndexError, ParagraphText, SearchHit, SearchPage, SectionHead,
    Snapshot, SyntaxError, Turn,
};
pub use source::{ARTICLE_MAX_BYTES, SourceError, parse_article, read_article, read_articles};
