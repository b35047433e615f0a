//! Whether an index does what it is for: its counts agree, and its own sentences find themselves.

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::analyzer::words;
use crate::generation::{IndexError, Place};
use crate::snapshot::Snapshot;

/// How many paragraphs are looked for.
const SAMPLES: usize = 16;
/// How many words of each.
const WORDS: usize = 8;

impl Snapshot {
    /// Compares the index with its list of articles, and searches for the words that a few of its
    /// paragraphs, spread over all articles, begin with.
    ///
    /// # Errors
    /// [`IndexError::Disagrees`] with what is wrong; [`IndexError::Engine`] when it cannot be read.
    pub fn verify(&self) -> Result<(), IndexError> {
        let listed = self.heads.iter();
        let listed: u64 = listed
            .map(|head| u64::from(head.paragraphs) + u64::from(head.summary))
            .sum();
        let indexed = self.searcher.num_docs();
        if listed != indexed {
            return Err(IndexError::Disagrees(format!(
                "{listed} paragraphs are listed and {indexed} are indexed"
            )));
        }
        let step = self.heads.len().div_ceil(SAMPLES).max(1);
        for (position, head) in (0..).zip(&self.heads).step_by(step) {
            let number = (u32::from(!head.summary)).max(head.paragraphs / 2);
            if number <= head.paragraphs {
                self.find_itself(Place::new(position, number))?;
            }
        }
        Ok(())
    }

    fn find_itself(&self, place: Place) -> Result<(), IndexError> {
        let disagrees = |what: &str| {
            let id = self.id(place).map(|id| id.to_string());
            Err(IndexError::Disagrees(format!(
                "paragraph {} {what}",
                id.unwrap_or_default()
            )))
        };
        let Some(paragraph) = self.address(place).and_then(|at| self.analyzed(at)) else {
            return disagrees("is missing");
        };
        let mut analyzer = crate::analyzer::Analyzer::new();
        let terms: Vec<Term> = words(&paragraph.text)
            .take(WORDS)
            .map(|range| {
                let word = paragraph.text.get(range).unwrap_or_default();
                Term::from_field_text(self.fields.exact, &analyzer.forms(word).exact)
            })
            .collect();
        let Some(spot) = self.slots.spot(place) else {
            return disagrees("has no slot");
        };
        let only = |term| TermQuery::new(term, IndexRecordOption::Basic);
        let here = only(Term::from_field_u64(self.fields.place, spot.0));
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(here))];
        match terms.as_slice() {
            [] => {}
            [term] => clauses.push((Occur::Must, Box::new(only(term.clone())))),
            _ => clauses.push((Occur::Must, Box::new(PhraseQuery::new(terms)))),
        }
        match self.searcher.search(&BooleanQuery::new(clauses), &Count)? {
            1 => Ok(()),
            found => disagrees(&format!("is found {found} times by its own words")),
        }
    }
}
