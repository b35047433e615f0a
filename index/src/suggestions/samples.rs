//! Questions that an operator wrote down for members to try.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::article::ArticleId;

/// The most characters of a question: what a member may ask at once.
const QUESTION_MAX_CHARS: usize = 300;

/// Sample questions by article and language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SampleQuestions {
    article: Vec<Listed>,
}

/// A file of sample questions that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SamplesError(String);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    article: Vec<Listed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    id: ArticleId,
    /// By language tag.
    questions: BTreeMap<String, Vec<String>>,
}

impl SampleQuestions {
    /// Reads sample questions from TOML: `[[article]]` tables with an `id` and, by language tag,
    /// its `questions`.
    ///
    /// # Errors
    /// [`SamplesError`] naming the line or the question and what is allowed there.
    pub fn parse(toml: &str) -> Result<Self, SamplesError> {
        let file: File = toml::from_str(toml).map_err(|error| SamplesError(error.to_string()))?;
        let samples = Self {
            article: file.article,
        };
        for (article, _, question) in samples.questions() {
            let chars = question.chars().count();
            if question.trim().is_empty() || chars > QUESTION_MAX_CHARS {
                return Err(SamplesError(format!(
                    "article {:?}, question {question:?}: {chars} characters, use 1 to \
                     {QUESTION_MAX_CHARS}",
                    article.as_str()
                )));
            }
        }
        Ok(samples)
    }

    /// Every question with its article and language tag; an article's languages by name.
    pub fn questions(&self) -> impl Iterator<Item = (&ArticleId, &str, &str)> {
        self.article.iter().flat_map(|listed| {
            listed.questions.iter().flat_map(|(language, questions)| {
                let with_place = |q| (&listed.id, language.as_str(), q);
                questions.iter().map(String::as_str).map(with_place)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_read_with_their_article_and_language() {
        let samples = SampleQuestions::parse(
            "[[article]]\nid = \"a\"\n[article.questions]\nen = [\"Who?\"]\naz = [\"Kim?\"]",
        )
        .unwrap();
        let all: Vec<_> = samples.questions().map(|(_, tag, q)| (tag, q)).collect();
        assert_eq!(all, [("az", "Kim?"), ("en", "Who?")]);
    }

    #[test]
    fn mistakes_are_named() {
        for (toml, named) in [
            (
                "[[article]]\nid = \"A b\"\nquestions = {}",
                "not an article id",
            ),
            ("[[article]]\nid = \"a\"\nquestion = []", "question"),
            (
                "[[article]]\nid = \"a\"\nquestions = {en = [\" \"]}",
                "use 1 to 300",
            ),
        ] {
            let error = SampleQuestions::parse(toml).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
