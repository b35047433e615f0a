//! Whether an index does what it is for: its counts agree, and its own sentences find themselves.

use std::path::Path;

use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::analyzer::{Analyzer, words};
use crate::generation::{Fields, Generation, IndexError, Place, Spot};

/// How many paragraphs are looked for.
const SAMPLES: usize = 16;
/// How many words of each.
const WORDS: usize = 8;

/// Opens the index in the folder `dir`, compares it with its list of articles, and searches for the
/// words that a few of its paragraphs, spread over all articles, begin with.
pub(crate) fn verify(dir: &Path) -> Result<(), IndexError> {
    let generation = Generation::open(dir, None)?;
    let reader = generation
        .index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    agrees(&generation, &reader.searcher())
}

fn agrees(generation: &Generation, searcher: &Searcher) -> Result<(), IndexError> {
    let heads = &generation.heads;
    let listed = heads.iter();
    let listed: u64 = listed
        .map(|head| u64::from(head.paragraphs) + u64::from(head.summary))
        .sum();
    let indexed = searcher.num_docs();
    if listed != indexed {
        return Err(IndexError::Disagrees(format!(
            "{listed} paragraphs are listed and {indexed} are indexed"
        )));
    }
    let step = heads.len().div_ceil(SAMPLES).max(1);
    for (position, head) in (0..).zip(heads).step_by(step) {
        let number = u32::from(!head.summary).max(head.paragraphs / 2);
        let spot = generation.slots.spot(Place::new(position, number));
        let Some(spot) = spot.filter(|_| number <= head.paragraphs) else {
            continue;
        };
        let found = found_by_itself(searcher, generation.fields, spot)?;
        if found != Some(1) {
            let found = found.map_or("missing".into(), |n| {
                format!("found {n} times by its words")
            });
            return Err(IndexError::Disagrees(format!(
                "paragraph {number} of {} is {found}",
                head.id
            )));
        }
    }
    Ok(())
}

/// How often the paragraph at `spot` is found there by the words it begins with; none when nothing
/// is there.
fn found_by_itself(
    searcher: &Searcher,
    fields: Fields,
    spot: Spot,
) -> Result<Option<usize>, IndexError> {
    let only = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic));
    let here = only(Term::from_field_u64(fields.place, spot.0));
    let Some(address) = searcher
        .search(&*here, &DocSetCollector)?
        .into_iter()
        .next()
    else {
        return Ok(None);
    };
    let document: TantivyDocument = searcher.doc(address)?;
    let text = document.get_first(fields.text).and_then(|v| v.as_str());
    let text = text.unwrap_or_default();
    let mut analyzer = Analyzer::new();
    let terms: Vec<Term> = words(text)
        .take(WORDS)
        .map(|range| {
            let word = text.get(range).unwrap_or_default();
            Term::from_field_text(fields.exact, &analyzer.forms(word).exact)
        })
        .collect();
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, here)];
    match terms.as_slice() {
        [] => {}
        [term] => clauses.push((Occur::Must, only(term.clone()))),
        _ => clauses.push((Occur::Must, Box::new(PhraseQuery::new(terms)))),
    }
    Ok(Some(searcher.search(&BooleanQuery::new(clauses), &Count)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Section};

    #[test]
    fn an_index_that_lacks_or_misplaces_paragraphs_is_told() {
        let mut article = Article::new(ArticleId::parse("quay").unwrap(), "One quay");
        article.sections.push(Section {
            heading: None,
            paragraphs: vec!["They met.".into(), "They parted on the quay.".into()],
        });
        let mut generation = Generation::in_memory(&[article]).unwrap();
        let searcher = generation.index.reader().unwrap().searcher();
        agrees(&generation, &searcher).unwrap();
        generation.slots = [5].into_iter().collect();
        let told = agrees(&generation, &searcher).unwrap_err().to_string();
        assert!(told.contains("paragraph 1 of quay is missing"), "{told}");
        generation.heads[0].paragraphs = 3;
        let told = agrees(&generation, &searcher).unwrap_err().to_string();
        assert!(
            told.contains("3 paragraphs are listed and 2 are indexed"),
            "{told}"
        );
    }
}
