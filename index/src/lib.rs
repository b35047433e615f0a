//! Articles in, cited verbatim answers out.
#![warn(missing_docs)]

mod answer;
mod article;
mod citation;
mod expert;
mod expert_parser;
mod lexicon;
mod snapshot;

pub use answer::{Answer, Excerpt, Mend, Passage, Verdict};
pub use article::{
    ARTICLE_ID_MAX_CHARS, Article, ArticleId, ArticleIdError, Date, Paragraph, ParagraphId, Section,
};
pub use citation::{CITATION_MAX_CHARS, Citation, LINK_MAX_CHARS, escape_markdown};
pub use expert::{
    EXPERT_MAX_DEPTH, EXPERT_MAX_TERMS, ExpertField, ExpertQuery, FieldValue, SyntaxError,
};
pub use lexicon::{Lexicon, LexiconError};
pub use snapshot::{
    ArticleHead, AskOptions, IndexError, ParagraphText, SearchHit, SearchPage, SectionHead,
    Snapshot, Turn,
};
