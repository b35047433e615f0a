//! Articles in, cited verbatim answers out.
#![warn(missing_docs)]

mod address;
mod analyzed;
mod analyzer;
mod answer;
mod article;
mod ask;
mod background;
mod best_first;
mod chat;
mod citation;
mod claims;
mod confidence;
mod cues;
mod day;
mod deep_link;
mod encoder;
mod evidence;
mod excerpt;
mod expert;
mod expert_mistake;
mod expert_parser;
mod features;
mod follow_up;
mod generation;
mod heads;
mod inflections;
mod language;
mod lexicon;
mod lines;
mod links;
mod markdown;
mod meaning;
mod page_text;
mod pasted;
mod posed;
mod query;
mod quote;
mod ranker;
mod remembered;
mod retyped;
mod search;
mod sentences;
mod snapshot;
mod source;
mod spelling;
mod statistics;
mod stopwords;
mod suggestions;
mod text_fragment;
mod train;
mod transliteration;
mod turkic;
mod vectors;
mod verify;
mod web_page;

pub use answer::{Answer, Excerpt, Mend, Passage, Verdict};
pub use article::{
    ARTICLE_ID_MAX_CHARS, Article, ArticleId, ArticleIdError, Date, Paragraph, ParagraphId, Section,
};
pub use ask::{AskOptions, Turn};
pub use background::{Background, BackgroundError};
pub use citation::{CITATION_MAX_CHARS, Citation, LINK_MAX_CHARS, escape_markdown};
pub use claims::{CLAIMS_MAX, Claim, Claims, split_claims};
pub use deep_link::DeepLinks;
pub use encoder::{Encoder, ModelError, TextKind};
pub use expert::{
    EXPERT_MAX_DEPTH, EXPERT_MAX_TERMS, ExpertField, ExpertQuery, FieldValue, SyntaxError,
};
pub use expert_mistake::Mistake;
pub use generation::{ANALYZER_VERSION, BuildOptions, Entry, IndexError, SCHEMA_VERSION};
pub use heads::{ArticleHead, SectionHead};
pub use language::{article_language, language_tag};
pub use lexicon::{
    FindingKind, FormsKey, Lexicon, LexiconError, LexiconFinding, LexiconReport, NearWord,
    Proposal, Proposals,
};
pub use markdown::{MarkdownError, parse_markdown, to_markdown};
pub use meaning::Meaning;
pub use page_text::{PageMatch, PageText};
pub use pasted::{PastedError, parse_pasted};
pub use posed::{PosedQuestion, is_small_talk, posed_question};
pub use ranker::{Ranker, WeightsError};
pub use search::{SearchError, SearchHit, SearchPage};
pub use snapshot::{Knowledge, Meant, ParagraphText, Snapshot};
pub use source::{
    ARTICLE_MAX_BYTES, SourceError, parse_article, parse_article_bytes, read_article, read_articles,
};
pub use suggestions::{SampleQuestions, SamplesError, Suggestions};
pub use text_fragment::TextDirective;
pub use train::{Example, train};
pub use web_page::{EXTRACTOR_VERSION, PAGE_MAX_BYTES, WebPageError, parse_web_page};
