//! What can be wrong with an expert query, apart from the sentence that says so.
//!
//! ```
//! use attache_index::{ExpertQuery, Mistake};
//!
//! let error = ExpertQuery::parse("harbour AND").unwrap_err();
//! let Mistake::NothingAfter { operator } = &error.mistake else { panic!("{error}") };
//! assert_eq!(*operator, "AND");
//! assert_eq!(error.to_string(), "AND needs a word after it: add one or remove AND");
//! ```
//!
//! The English sentences are for a terminal. Whoever speaks another language words the variants.
//!
//! Deliberately absent: where the mistake stands, which [`SyntaxError`](crate::SyntaxError) tells.

use crate::expert::{EXPERT_MAX_DEPTH, EXPERT_MAX_TERMS, ExpertField};

/// The most characters of an unknown field's name that are kept.
const FIELD_MAX_CHARS: usize = 30;

/// How many letters a field's name may be off and still be taken for it.
const NEAR_MAX_EDITS: usize = 2;

/// What is wrong with an expert query; displayed, it says in English what to write instead.
///
/// Exhaustive on purpose: whoever words it in another language hears of a new one from the compiler.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// There is nothing to find.
    #[error("the query is empty: write a word to find, such as harbour")]
    Empty,
    /// A phrase has no end.
    #[error("this quote is never closed: write another \" where the phrase ends")]
    UnclosedQuote,
    /// Between two quotes stands no letter or digit.
    #[error("this phrase has no words: write some between the quotes or remove them")]
    EmptyPhrase,
    /// `(` without `)`.
    #[error("this ( is never closed: write ) where the group ends, or remove it")]
    UnclosedGroup,
    /// `)` without `(`.
    #[error("this ) closes nothing: remove it or write ( before")]
    UnopenedGroup,
    /// `()`.
    #[error("nothing stands between these parentheses: add a word or remove them")]
    EmptyGroup,
    /// An operator at the end, or before `)`.
    #[error("{operator} needs a word after it: add one or remove {operator}")]
    NothingAfter {
        /// `AND`, `OR`, `NOT`, `-` or `+`.
        operator: &'static str,
    },
    /// An operator at the beginning, or after another.
    #[error("{operator} needs a word before it: add one or write it small")]
    NothingBefore {
        /// `AND`, `OR` or `NOT`.
        operator: &'static str,
    },
    /// A sign that no word follows at once.
    #[error("this {sign} stands alone: write {sign}word with no blank, or put it in quotes")]
    SignAlone {
        /// `-` or `+`.
        sign: &'static str,
    },
    /// What only leaves out would find everything else there is.
    #[error("only NOT terms stand here: add a word that must be found, as in harbour NOT toll")]
    OnlyNots,
    /// A `NOT` of nothing but `NOT`s.
    #[error("NOT of NOT: remove both to find the word, or one to leave it out")]
    NotOfNot,
    /// More than [`EXPERT_MAX_DEPTH`].
    #[error("nested more than {EXPERT_MAX_DEPTH} deep: remove some parentheses or NOTs")]
    TooDeep,
    /// More than [`EXPERT_MAX_TERMS`].
    #[error("more than {EXPERT_MAX_TERMS} terms: remove this and what follows")]
    TooManyTerms,
    /// A name before a colon that is no field's.
    #[error("there is no field {name}: here; {}", remedy(*near))]
    UnknownField {
        /// As typed, its first 30 characters.
        name: String,
        /// The field that may be meant.
        near: Option<ExpertField>,
    },
    /// Nothing stands right after a field's colon.
    #[error("{}: needs a value right after the colon, as in {}:word or {}:\"two words\"",
        .field.name(), .field.name(), .field.name())]
    FieldWithoutValue {
        /// Whose colon.
        field: ExpertField,
    },
    /// `*` before or within a word, or in a field.
    #[error("* stands only at the end of a word of its own, as in harb*: move or remove it")]
    MisplacedStar,
    /// `*` alone.
    #[error("* needs the beginning of a word before it, as in harb*")]
    StarAlone,
    /// Neither a letter nor a digit.
    #[error("no letter or digit to look for here: remove it")]
    NoLetter,
}

impl Mistake {
    /// That there is no field `name`, with the nearest one there is.
    pub(crate) fn unknown_field(name: &str) -> Self {
        let near = ExpertField::ALL
            .into_iter()
            .map(|field| (edits(&name.to_lowercase(), field.name()), field))
            .min_by_key(|(edits, field)| (*edits, field.name()))
            .filter(|(edits, _)| *edits <= NEAR_MAX_EDITS);
        Self::UnknownField {
            name: name.chars().take(FIELD_MAX_CHARS).collect(),
            near: near.map(|(_, field)| field),
        }
    }
}

fn remedy(near: Option<ExpertField>) -> String {
    match near {
        Some(near) => format!("did you mean {}:?", near.name()),
        None => "use section:, article: or publisher:, or put the text in quotes".into(),
    }
}

/// How many characters to insert, drop or change to make `from` into `to` (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (i, a) in from.chars().take(FIELD_MAX_CHARS).enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, b) in to.chars().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (above.min(row[j]) + 1).min(diagonal + usize::from(a != b));
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}
