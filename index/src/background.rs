//! How common words are in general: the yardstick for what a question is about.
//!
//! An article says nothing about how rare its own words are in the language: in 26 paragraphs on
//! gas, "gas" is common and "weather" never occurs. So rarity is counted elsewhere, once, over
//! general paragraphs and over questions people asked of them, and shipped as a small table: a
//! line a stem, `stem <tab> paragraphs that have it <tab> questions that have it`, the first line
//! holding the totals. `attache train` makes it anew.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use crate::analyzer::{Analyzer, FnvState, key, words};

/// Stems seen in fewer paragraphs and questions together than this are left out of the table.
const KEPT_FROM: u32 = 2;

/// Document frequencies of stems in general paragraphs and in questions.
#[derive(Debug, Clone)]
pub struct Background {
    paragraphs: f32,
    questions: f32,
    counts: HashMap<u32, (u32, u32), FnvState>,
    table: String,
}

/// A background table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("background table, line {line}: {what}; make it anew with `attache train`")]
pub struct BackgroundError {
    line: usize,
    what: String,
}

impl Background {
    /// The table shipped with the crate.
    ///
    /// # Panics
    /// Never: a test reads it.
    pub fn shipped() -> Self {
        Self::parse(include_str!("../data/background.tsv"))
            .expect("the shipped table is parsed by a test")
    }

    /// Reads a table.
    ///
    /// # Errors
    /// [`BackgroundError`] naming the first line that is not `stem <tab> count <tab> count`, or that
    /// the first line, which has no stem, does not hold the totals.
    pub fn parse(table: &str) -> Result<Self, BackgroundError> {
        let mut rows = table.lines().enumerate().map(|(index, line)| {
            let mut cells = line.split('\t');
            let row = (|| {
                let stem = cells.next()?;
                let paragraphs: u32 = cells.next()?.parse().ok()?;
                let questions: u32 = cells.next()?.parse().ok()?;
                cells
                    .next()
                    .is_none()
                    .then_some((stem, paragraphs, questions))
            })();
            row.ok_or_else(|| BackgroundError {
                line: index + 1,
                what: format!("{line:?} is not a stem and two counts parted by tabs"),
            })
        });
        let (_, paragraphs, questions) = rows
            .next()
            .transpose()?
            .filter(|(stem, ..)| stem.is_empty())
            .ok_or_else(|| BackgroundError {
                line: 1,
                what: "the totals are missing: a tab, two counts parted by a tab".into(),
            })?;
        // A line has a stem, two tabs and two numbers: ten bytes are few.
        let mut counts = HashMap::with_capacity_and_hasher(table.len() / 10, FnvState);
        for row in rows {
            let (stem, in_paragraphs, in_questions) = row?;
            counts.insert(key(stem), (in_paragraphs, in_questions));
        }
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^24")]
        Ok(Self {
            paragraphs: paragraphs as f32,
            questions: questions as f32,
            counts,
            table: table.into(),
        })
    }

    /// Counts a table from texts: general paragraphs, and questions asked of them.
    ///
    /// # Panics
    /// Never: the table it writes is one it reads.
    pub fn count<'a>(
        paragraphs: impl Iterator<Item = &'a str>,
        questions: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut analyzer = Analyzer::new();
        let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        let mut totals = (0, 0);
        for text in paragraphs {
            totals.0 += 1;
            for stem in distinct_stems(&mut analyzer, text) {
                counts.entry(stem).or_default().0 += 1;
            }
        }
        for text in questions {
            totals.1 += 1;
            for stem in distinct_stems(&mut analyzer, text) {
                counts.entry(stem).or_default().1 += 1;
            }
        }
        let mut table = format!("\t{}\t{}\n", totals.0, totals.1);
        for (stem, (in_paragraphs, in_questions)) in counts {
            if in_paragraphs + in_questions >= KEPT_FROM && !stem.contains(['\t', '\n', '\r']) {
                let _ = writeln!(table, "{stem}\t{in_paragraphs}\t{in_questions}");
            }
        }
        Self::parse(&table).expect("the table was just written")
    }

    /// The table as text, as [`Background::parse`] reads it.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// How rare a stem is in general paragraphs: BM25's inverse document frequency, 0 and up.
    pub(crate) fn rarity(&self, stem_key: u32) -> f32 {
        let (count, _) = self.counts.get(&stem_key).copied().unwrap_or_default();
        idf(self.paragraphs, count)
    }

    /// Whether the stem is a word people write: it stands in the table.
    pub(crate) fn knows(&self, stem_key: u32) -> bool {
        self.counts.contains_key(&stem_key)
    }

    /// How much a stem tells in a question, 0 (in every question) to 1 (in none).
    pub(crate) fn question_rarity(&self, stem_key: u32) -> f32 {
        let (_, count) = self.counts.get(&stem_key).copied().unwrap_or_default();
        idf(self.questions, count) / idf(self.questions, 0).max(f32::MIN_POSITIVE)
    }
}

/// BM25's inverse document frequency of a term in `count` of `total` documents (Robertson and
/// Zaragoza 2009), in the form that never turns negative.
#[expect(
    clippy::cast_precision_loss,
    reason = "rarities need no more precision"
)]
pub(crate) fn idf(total: f32, count: u32) -> f32 {
    let count = count as f32;
    (1.0 + (total - count + 0.5).max(0.0) / (count + 0.5)).ln()
}

fn distinct_stems(analyzer: &mut Analyzer, text: &str) -> HashSet<String> {
    words(text)
        .map(|range| {
            let word = text.get(range).unwrap_or_default();
            analyzer.forms(word).stem.to_string()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_per_paragraph_and_survive_the_table() {
        let background = Background::count(
            ["gas gas pipes", "gas", "towns"].into_iter(),
            ["how much gas?", "how many towns?"].into_iter(),
        );
        let again = Background::parse(background.table()).unwrap();
        assert_eq!(again.counts.get(&key("gas")), Some(&(2, 1)));
        assert_eq!(again.counts.get(&key("how")), Some(&(0, 2)));
        assert!(again.rarity(key("pipe")) > again.rarity(key("gas")));
        assert!(again.question_rarity(key("how")) < again.question_rarity(key("gas")));
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = Background::parse("\t3\t2\ngas\t2\n").unwrap_err();
        assert_eq!(error.line, 2);
        for headless in ["", "gas\t2\t1\n"] {
            assert_eq!(Background::parse(headless).unwrap_err().line, 1);
        }
    }

    #[test]
    fn the_shipped_table_is_whole() {
        let shipped = Background::shipped();
        assert!(shipped.paragraphs > 1000.0 && shipped.counts.len() > 5000);
    }
}
