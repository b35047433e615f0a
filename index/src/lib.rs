//! Articles in, cited verbatim answers out.
#![warn(missing_docs)]

mod analyzed;
mod analyzer;
mod answer;
mod article;
mod background;
mod confidence;
mod evidence;
mod excerpt;
mod features;
mod generation;
mod heads;
mod language;
mod lexicon;
mod query;
mod ranker;
mod sentences;
mod snapshot;
mod spelling;
mod stopwords;
mod train;

pub use answer::{Answer, Citation, Excerpt, Mend, Passage, Verdict};
pub use article::{
    ARTICLE_ID_MAX_CHARS, Article, ArticleId, ArticleIdError, Date, Paragraph, ParagraphId, Section,
};
pub use background::{Background, BackgroundError};
pub use generation::IndexError;
pub use heads::{ArticleHead, SectionHead};
pub use lexicon::{Lexicon, LexiconError};
pub use ranker::{Ranker, WeightsError};
pub use snapshot::{AskOptions, Knowledge, ParagraphText, Snapshot, Turn};
pub use train::{Example, train};
