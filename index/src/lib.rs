//! Articles in, cited verbatim answers out.
#![warn(missing_docs)]

mod answer;
mod article;
mod citation;
mod deep_link;
mod expert;
mod expert_parser;
mod lexicon;
mod page_text;
mod snapshot;
mod text_fragment;

pub use answer::{Answer, Excerpt, Mend, Passage, Verdict};
pub use article::{
    ARTICLE_ID_MAX_CHARS, Article, ArticleId, ArticleIdError, Date, Paragraph, ParagraphId, Section,
};
pub use citation::{CITATION_MAX_CHARS, Citation, LINK_MAX_CHARS, escape_markdown};
pub use deep_link::DeepLinks;
pub use expert::{
    EXPERT_MAX_DEPTH, EXPERT_MAX_TERMS, ExpertField, ExpertQuery, FieldValue, SyntaxError,
};
pub use lexicon::{Lexicon, LexiconError};
pub use page_text::{PageMatch, PageText};
pub use snapshot::{
    ArticleHead, AskOptions, IndexError, ParagraphText, SearchHit, SearchPage, SectionHead,
    Snapshot, Turn,
};
pub use text_fragment::TextDirective;
