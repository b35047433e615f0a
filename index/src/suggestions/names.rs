//! Names that occur in a snapshot: words written with a capital within a sentence, and the other
//! names that the lexicon has for them.

use std::collections::HashMap;
use std::ops::Range;

use super::folded;
use crate::analyzer::{Analyzer, words};
use crate::article::ParagraphId;
use crate::sentences::sentences;
use crate::snapshot::Snapshot;
use crate::stopwords::is_stopword;

/// How many paragraphs are read for names.
const PARAGRAPHS_READ: usize = 20_000;
/// How many names are kept, the most frequent first.
const NAMES_MAX: usize = 4000;
/// The most words of a name.
const WORDS_MAX: usize = 6;
/// A name that only opens sentences must do so this often: any word is written so there.
const OPENS_OFTEN: u32 = 2;

/// How often a name occurs, and how it is written.
#[derive(Debug, Clone, Default)]
struct Seen {
    text: String,
    within: u32,
    opening: u32,
    words: usize,
}

/// Names and how often they occur, the most frequent first.
pub(super) fn names_in(snapshot: &Snapshot, analyzer: &mut Analyzer) -> Vec<(String, u32)> {
    let mut seen: HashMap<String, Seen> = HashMap::new();
    let paragraphs = snapshot.heads.iter().flat_map(|head| {
        let first = u32::from(!head.summary);
        (first..=head.paragraphs).map(|paragraph| ParagraphId {
            article: head.id.clone(),
            paragraph,
        })
    });
    for id in paragraphs.take(PARAGRAPHS_READ) {
        if let Some(paragraph) = snapshot.paragraph(&id) {
            note(&mut seen, analyzer, &paragraph.text);
        }
    }
    seen.retain(|_, name| name.within > 0 || name.words > 1 && name.opening >= OPENS_OFTEN);
    let mut names: Vec<(String, u32)> = other_names(snapshot, analyzer, &seen);
    names.extend(
        seen.into_values()
            .map(|name| (name.text, name.within + name.opening)),
    );
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    names.truncate(NAMES_MAX);
    names
}

/// Notes the names of one paragraph.
fn note(seen: &mut HashMap<String, Seen>, analyzer: &mut Analyzer, text: &str) {
    for sentence in sentences(text) {
        let sentence = text.get(sentence).unwrap_or_default();
        let ranges: Vec<Range<usize>> = words(sentence).collect();
        let mut start = 0;
        while start < ranges.len() {
            let end = run_end(analyzer, sentence, &ranges, start);
            if end == start {
                start += 1;
                continue;
            }
            let bytes = ranges[start].start..ranges[end - 1].end;
            let name = without_possessive(sentence.get(bytes).unwrap_or_default());
            let known = seen.entry(folded(analyzer, name)).or_default();
            if known.text.is_empty() {
                name.clone_into(&mut known.text);
                known.words = end - start;
            }
            *if start == 0 {
                &mut known.opening
            } else {
                &mut known.within
            } += 1;
            start = end;
        }
    }
}

/// Where the name that begins with the word at `start` ends; `start` when none does.
fn run_end(
    analyzer: &mut Analyzer,
    sentence: &str,
    ranges: &[Range<usize>],
    start: usize,
) -> usize {
    let mut end = start;
    while let Some(range) = ranges.get(end) {
        let word = sentence.get(range.clone()).unwrap_or_default();
        let capital = word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some();
        let shouted = word.chars().count() <= 4 && !word.contains(char::is_lowercase);
        let grammar = !shouted && is_stopword(analyzer.forms(word).exact_key);
        let joined = end == start || {
            let before = ranges.get(end - 1).map_or(0, |before| before.end);
            matches!(sentence.get(before..range.start), Some(" " | "-" | "‑"))
        };
        if !capital || grammar || !joined || end - start == WORDS_MAX {
            break;
        }
        end += 1;
        if word.ends_with("'s") || word.ends_with("’s") {
            break;
        }
    }
    end
}

fn without_possessive(name: &str) -> &str {
    let stripped = name.strip_suffix("'s").or(name.strip_suffix("’s"));
    stripped.unwrap_or(name)
}

/// What the lexicon also calls the names `seen`.
fn other_names(
    snapshot: &Snapshot,
    analyzer: &mut Analyzer,
    seen: &HashMap<String, Seen>,
) -> Vec<(String, u32)> {
    let mut names = Vec::new();
    for forms in snapshot.knowledge.lexicon.concepts() {
        let is_name = |form: &&&str| form.starts_with(char::is_uppercase);
        let forms: Vec<&str> = forms.iter().filter(is_name).copied().collect();
        let count = forms
            .iter()
            .filter_map(|form| seen.get(&folded(analyzer, form)))
            .map(|name| name.within + name.opening)
            .max();
        let Some(count) = count else { continue };
        names.extend(forms.iter().map(|form| ((*form).to_owned(), count)));
    }
    names
}
