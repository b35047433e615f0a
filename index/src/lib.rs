//! Articles in, cited verbatim answers out.
#![warn(missing_docs)]

mod answer;
mod article;
mod expert;
mod expert_parser;
mod lexicon;
mod snapshot;

pub use answer::{Answer, Citation, Excerpt, Mend, Passage, Verdict};
pub use article::{
    ARTICLE_ID_MAX_CHARS, Article, ArticleId, ArticleIdError, Date, Paragraph, ParagraphId, Section,
};
pub use expert::{
    EXPERT_MAX_DEPTH, EXPERT_MAX_TERMS, ExpertField, ExpertQuery, FieldValue, SyntaxError,
};
pub use lexicon::{Lexicon, LexiconError};
pub use snapshot::{
    ArticleHead, AskOptions, IndexError, ParagraphText, SearchHit, SearchPage, SectionHead,
    Snapshot, Turn,
};
