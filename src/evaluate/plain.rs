//! The yardstick: tantivy's own BM25 over the paragraphs, any word of the question counting.

use std::collections::HashSet;

use attache_index::{EXPERT_MAX_TERMS, ParagraphId, Snapshot};

/// The paragraphs of `snapshot` that plain BM25 finds for `question`, best first, at most `limit`.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn rank(
    question: &str,
    snapshot: &Snapshot,
    limit: usize,
) -> anyhow::Result<Vec<ParagraphId>> {
    let query = any_word_of(question);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let found = snapshot.search(&query, 0, limit)?;
    Ok(found.hits.into_iter().map(|hit| hit.id).collect())
}

/// `question` in expert syntax, each of its words once. Capitals would be operators.
fn any_word_of(question: &str) -> String {
    let lower = question.to_lowercase();
    let mut seen = HashSet::new();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && seen.insert(*word))
        .take(EXPERT_MAX_TERMS)
        .collect();
    words.join(" OR ")
}

#[cfg(test)]
mod tests {
    use attache_index::ExpertQuery;

    use super::*;

    #[test]
    fn any_question_is_a_query_of_its_words() {
        assert_eq!(
            any_word_of("NOT the quay? The (quay): *toll*"),
            "not OR the OR quay OR toll"
        );
        assert_eq!(any_word_of("?! 🦀"), "");
        let long: Vec<String> = (0..200).map(|n| format!("w{n}")).collect();
        assert!(ExpertQuery::parse(&any_word_of(&long.join(" "))).is_ok());
    }
}
