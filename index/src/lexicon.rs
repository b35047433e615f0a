//! Names and words that mean the same or suggest one another.

/// The groups of names and words an operator has listed.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {}

/// A lexicon file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LexiconError(pub String);

impl Lexicon {
    /// Reads a lexicon from TOML.
    ///
    /// # Errors
    /// [`LexiconError`] naming the line and what is allowed there.
    pub fn parse(_toml: &str) -> Result<Self, LexiconError> {
        Ok(Self::default())
    }
}
