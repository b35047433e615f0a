//! From features to an order, a marked sentence and a confidence.
//!
//! All of it is linear: a paragraph's score is the sum of its features by their weights, so is a
//! sentence's, and the two probabilities are logistic in theirs. The weights are learned offline
//! (`train.rs`) and shipped in `data/weights.toml`, where a person can read and change them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::confidence::{CONFIDENCE, CONFIDENCE_FEATURES, ConfidenceRow};
use crate::features::{
    OF_MEANING, PARAGRAPH, PARAGRAPH_FEATURES, ParagraphRow, SENTENCE, SENTENCE_FEATURES,
    SentenceRow,
};

/// The learned weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    pub(crate) paragraph: [f32; PARAGRAPH_FEATURES],
    pub(crate) sentence: [f32; SENTENCE_FEATURES],
    pub(crate) covered: Logistic,
    pub(crate) right: Logistic,
    pub(crate) thresholds: Thresholds,
    /// Whether it heeds what texts mean.
    pub(crate) of_meaning: bool,
}

/// A logistic model over the confidence features.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Logistic {
    pub bias: f32,
    pub weights: [f32; CONFIDENCE_FEATURES],
}

/// Where verdicts change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Thresholds {
    /// Below this chance that the articles speak of the question, it is not covered.
    pub covered: f32,
    /// From this confidence on, the first passage is given as the answer.
    pub answered: f32,
}

/// A weights file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WeightsError(String);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verdict: Thresholds,
    paragraph: BTreeMap<String, f32>,
    sentence: BTreeMap<String, f32>,
    covered: BTreeMap<String, f32>,
    right: BTreeMap<String, f32>,
}

const BIAS: &str = "bias";

impl Ranker {
    /// The weights shipped with the crate.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn shipped() -> Self {
        Self::parse(include_str!("../data/weights.toml"))
            .expect("the shipped weights are parsed by a test")
    }

    /// The weights shipped with the crate for use with a model.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn shipped_with_meaning() -> Self {
        Self::parse(include_str!("../data/weights-semantic.toml"))
            .expect("the shipped weights are parsed by a test")
    }

    /// Whether these weights heed what texts mean: they were learned with a model.
    pub fn heeds_meaning(&self) -> bool {
        self.of_meaning
    }

    /// Reads weights from TOML; those learned without a model lack the features of meaning.
    ///
    /// # Errors
    /// [`WeightsError`] naming the line, or the feature that is missing, unknown or not a finite
    /// number.
    pub fn parse(toml: &str) -> Result<Self, WeightsError> {
        let file: File = toml::from_str(toml).map_err(|error| WeightsError(error.to_string()))?;
        let Thresholds { covered, answered } = file.verdict;
        for (key, value) in [("covered", covered), ("answered", answered)] {
            if !(0.0..=1.0).contains(&value) {
                return Err(WeightsError(format!(
                    "[verdict] {key} = {value}: give a chance between 0 and 1"
                )));
            }
        }
        let of_meaning = file
            .paragraph
            .keys()
            .any(|name| name.starts_with(OF_MEANING));
        Ok(Self {
            paragraph: row("paragraph", PARAGRAPH, file.paragraph, of_meaning)?,
            sentence: row("sentence", SENTENCE, file.sentence, of_meaning)?,
            covered: Logistic::read("covered", file.covered, of_meaning)?,
            right: Logistic::read("right", file.right, of_meaning)?,
            thresholds: file.verdict,
            of_meaning,
        })
    }

    /// The weights as TOML, as [`Ranker::parse`] reads them.
    ///
    /// # Panics
    /// Never: names and finite numbers can be written.
    pub fn to_toml(&self) -> String {
        let table = |names: &[&str], values: &[f32]| -> BTreeMap<String, f32> {
            names
                .iter()
                .zip(values)
                .filter(|(name, _)| self.of_meaning || !name.starts_with(OF_MEANING))
                .map(|(name, value)| ((*name).to_string(), *value))
                .collect()
        };
        let logistic = |model: &Logistic| {
            let mut named = table(CONFIDENCE, &model.weights);
            named.insert(BIAS.into(), model.bias);
            named
        };
        let mut text = String::new();
        let mut section = |name: &str, values: BTreeMap<String, f32>| {
            use std::fmt::Write as _;
            let _ = writeln!(text, "[{name}]");
            for (key, value) in values {
                let _ = writeln!(text, "{key} = {value:.4}");
            }
            text.push('\n');
        };
        section(
            "verdict",
            BTreeMap::from([
                ("covered".to_string(), self.thresholds.covered),
                ("answered".to_string(), self.thresholds.answered),
            ]),
        );
        section("paragraph", table(PARAGRAPH, &self.paragraph));
        section("sentence", table(SENTENCE, &self.sentence));
        section("covered", logistic(&self.covered));
        section("right", logistic(&self.right));
        text
    }

    /// Sets where verdicts change: below the chance `covered` nothing is shown, from the confidence
    /// `answered` on the first passage is given as the answer.
    pub fn set_thresholds(&mut self, covered: f32, answered: f32) {
        self.thresholds = Thresholds { covered, answered };
    }

    /// The chance `covered` and the confidence `answered`, as [`Ranker::set_thresholds`] takes them.
    pub fn thresholds(&self) -> (f32, f32) {
        (self.thresholds.covered, self.thresholds.answered)
    }

    pub(crate) fn paragraph_score(&self, row: &ParagraphRow) -> f32 {
        dot(&self.paragraph, row)
    }

    pub(crate) fn sentence_score(&self, row: &SentenceRow) -> f32 {
        dot(&self.sentence, row)
    }
}

impl Logistic {
    /// The probability for one row.
    pub(crate) fn probability(&self, row: &ConfidenceRow) -> f32 {
        1.0 / (1.0 + (-(self.bias + dot(&self.weights, row))).exp())
    }

    fn read(
        section: &str,
        mut values: BTreeMap<String, f32>,
        of_meaning: bool,
    ) -> Result<Self, WeightsError> {
        let bias = values.remove(BIAS).ok_or_else(|| {
            WeightsError(format!("[{section}] lacks `{BIAS}`: add it or train anew"))
        })?;
        Ok(Self {
            bias,
            weights: row(section, CONFIDENCE, values, of_meaning)?,
        })
    }
}

fn row<const N: usize>(
    section: &str,
    names: &[&str],
    mut values: BTreeMap<String, f32>,
    of_meaning: bool,
) -> Result<[f32; N], WeightsError> {
    let mut row = [0.0; N];
    for (slot, name) in row.iter_mut().zip(names) {
        if !of_meaning && name.starts_with(OF_MEANING) {
            continue;
        }
        let value = values.remove(*name).ok_or_else(|| {
            WeightsError(format!("[{section}] lacks `{name}`: add it or train anew"))
        })?;
        if !value.is_finite() {
            return Err(WeightsError(format!(
                "[{section}] {name} = {value}: give a finite number"
            )));
        }
        *slot = value;
    }
    match values.keys().next() {
        None => Ok(row),
        Some(unknown) => Err(WeightsError(format!(
            "[{section}] has `{unknown}`, which is no feature; known are: {}",
            names.join(", ")
        ))),
    }
}

fn dot(weights: &[f32], row: &[f32]) -> f32 {
    weights.iter().zip(row).map(|(w, x)| w * x).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_read_back_as_written() {
        for shipped in [Ranker::shipped(), Ranker::shipped_with_meaning()] {
            assert_eq!(Ranker::parse(&shipped.to_toml()).unwrap(), shipped);
        }
        assert!(!Ranker::shipped().heeds_meaning());
        assert!(Ranker::shipped_with_meaning().heeds_meaning());
    }

    #[test]
    fn a_missing_or_unknown_feature_is_named() {
        let text = Ranker::shipped().to_toml();
        let missing = text.replacen("proximity = ", "proximty = ", 1);
        let message = Ranker::parse(&missing).unwrap_err().to_string();
        assert!(
            message.contains("[paragraph]") && message.contains("`proximity`"),
            "{message}"
        );
        let message = Ranker::parse(&format!("{text}\nextra = 1.0"))
            .unwrap_err()
            .to_string();
        assert!(message.contains("`extra`"), "{message}");
        assert!(Ranker::parse("verdict = 3").is_err());
    }

    #[test]
    fn names_and_rows_have_one_length() {
        assert_eq!(PARAGRAPH.len(), PARAGRAPH_FEATURES);
        assert_eq!(SENTENCE.len(), SENTENCE_FEATURES);
        assert_eq!(CONFIDENCE.len(), CONFIDENCE_FEATURES);
    }
}
