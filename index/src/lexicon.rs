//! Names and words that mean the same or suggest one another.
//!
//! A *concept* is a set of forms, in any language, that a questioner and an article may use for
//! one thing; it may *suggest* other concepts, one way: "Kremlin" suggests Russia.
//!
//! ```
//! use attache_index::Lexicon;
//!
//! let lexicon = Lexicon::parse(r#"
//! [[concept]]
//! name = "harbour"
//! en = ["harbour", "port"]
//! tr = ["liman"]
//! suggests = ["ship"]
//!
//! [[concept]]
//! name = "ship"
//! en = ["ship", "vessel"]
//! "#)?;
//! assert_eq!(lexicon.len(), 2);
//! # Ok::<(), attache_index::LexiconError>(())
//! ```

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::analyzer::{Analyzer, FnvState, words};
use crate::language::Language;
use crate::stopwords::is_stopword;

/// The most words a form may have.
const FORM_MAX_WORDS: usize = 12;
/// Files from this size are read on several threads.
const READ_IN_PARTS_FROM_BYTES: usize = 1 << 16;

/// The groups of names and words an operator has listed.
///
/// Reading one checks all of it but stems nothing, so that a program that answers one question
/// does not wait for thousands of words it never meets: forms are stemmed letter by letter as
/// questions come with words in it, and those of a concept again when one names it.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    concepts: Vec<Concept>,
    english: StemTables,
    russian: StemTables,
    turkic: OnceLock<Vec<RootForm>>,
    /// Chat spellings by exact form: the words meant.
    shorthand: HashMap<u32, String, FnvState>,
}

/// A lexicon file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LexiconError(String);

/// How a concept relates to the words of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// It suggests what the question names.
    SuggestedBy,
    /// The question's words suggest it.
    Suggested,
    /// It is what the question names.
    Same,
}

/// Words of a question that name a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Naming {
    /// Which words of the question, by position.
    pub words: Range<usize>,
    pub concept: usize,
}

#[derive(Debug, Clone)]
struct Concept {
    entry: Entry,
    suggests: Vec<usize>,
    suggested_by: Vec<usize>,
}

/// The forms of a language by the first letter of their first word, `a` to `z`, then all others;
/// each sorted by the stem of the first word.
type StemTables = [OnceLock<Vec<StemForm>>; 27];

/// An English or Russian form.
#[derive(Debug, Clone)]
struct StemForm {
    /// The stem of its first word.
    first: u32,
    rest: Box<[u32]>,
    concept: usize,
    /// A short name that reads as a grammar word unless in capitals ("US").
    capitals: bool,
}

/// A Turkish or Azerbaijani form: endings pile up on its words, so roots are met as prefixes.
#[derive(Debug, Clone)]
struct RootForm {
    /// The root of its first word, which its table is sorted by.
    first: Box<str>,
    rest: Box<[Box<str>]>,
    concept: usize,
}

/// A word of a question, as the lexicon looks it up.
#[derive(Debug, Clone)]
pub(crate) struct Spoken<'a> {
    pub stem: u32,
    pub exact: &'a str,
    /// Typed in capitals.
    pub capitals: bool,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    concept: Vec<Entry>,
    shorthand: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    ru: Vec<String>,
    #[serde(default)]
    tr: Vec<String>,
    #[serde(default)]
    az: Vec<String>,
    #[serde(default)]
    az_cyrl: Vec<String>,
    #[serde(default)]
    suggests: Vec<String>,
}

impl Lexicon {
    /// Reads a lexicon from TOML.
    ///
    /// # Errors
    /// [`LexiconError`] naming the line, key or concept and what is allowed there.
    pub fn parse(toml: &str) -> Result<Self, LexiconError> {
        let file = File::read(toml).map_err(|error| LexiconError(error.to_string()))?;
        let mut by_name = HashMap::new();
        for (index, entry) in file.concept.iter().enumerate() {
            if by_name.insert(entry.name.as_str(), index).is_some() {
                return Err(LexiconError(format!(
                    "two concepts are named {:?}: join them or rename one",
                    entry.name
                )));
            }
        }
        let mut links = Vec::with_capacity(file.concept.len());
        let mut suggested_by = vec![Vec::new(); file.concept.len()];
        for (index, entry) in file.concept.iter().enumerate() {
            let mut suggests = Vec::new();
            for name in &entry.suggests {
                let target = *by_name.get(name.as_str()).ok_or_else(|| {
                    LexiconError(format!(
                        "concept {:?} suggests {name:?}, which no concept is named",
                        entry.name
                    ))
                })?;
                suggests.push(target);
                if let Some(from) = suggested_by.get_mut(target) {
                    from.push(index);
                }
            }
            for (_, form) in entry.forms() {
                check(&entry.name, form)?;
            }
            links.push(suggests);
        }
        let mut lexicon = Self::default();
        for ((entry, suggests), suggested_by) in
            file.concept.into_iter().zip(links).zip(suggested_by)
        {
            lexicon.concepts.push(Concept {
                entry,
                suggests,
                suggested_by,
            });
        }
        let mut analyzer = Analyzer::new();
        for (spelling, meant) in file.shorthand.unwrap_or_default() {
            let exact = words(&spelling)
                .map(|range| {
                    analyzer
                        .forms(spelling.get(range).unwrap_or_default())
                        .exact_key
                })
                .collect::<Vec<_>>();
            if let [exact] = exact[..] {
                lexicon.shorthand.insert(exact, meant);
            }
        }
        Ok(lexicon)
    }

    /// How many concepts there are.
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// By concept: its forms in every language, as written.
    pub(crate) fn concepts(&self) -> impl Iterator<Item = Vec<&str>> {
        self.concepts
            .iter()
            .map(|concept| concept.entry.forms().map(|(_, form)| form).collect())
    }

    /// The words meant by a chat spelling.
    pub(crate) fn shorthand(&self, exact_key: u32) -> Option<&str> {
        self.shorthand.get(&exact_key).map(String::as_str)
    }

    /// What the words of a question in `language` name: at each position the longest form, and
    /// every concept it stands in.
    pub(crate) fn namings(&self, language: Language, words: &[Spoken<'_>]) -> Vec<Naming> {
        let mut found = Vec::new();
        for start in 0..words.len() {
            let here = words.get(start..).unwrap_or_default();
            let matching = match language {
                Language::Turkic => self.root_forms(here),
                _ => self.stem_forms(language, here),
            };
            let longest = matching.iter().map(|(_, length)| *length).max();
            for (concept, length) in matching {
                if Some(length) == longest {
                    found.push(Naming {
                        words: start..start + length,
                        concept,
                    });
                }
            }
        }
        found
    }

    /// The concepts whose forms `words` start with, and how many words the form has.
    fn stem_forms(&self, language: Language, words: &[Spoken<'_>]) -> Vec<(usize, usize)> {
        let Some((first, following)) = words.split_first() else {
            return Vec::new();
        };
        let tables = match language {
            Language::Russian => &self.russian,
            _ => &self.english,
        };
        let letter = letter(first.exact);
        let Some(table) = tables.get(letter) else {
            return Vec::new();
        };
        let table = table.get_or_init(|| self.stem_table(language, letter));
        let matches = |form: &&StemForm| {
            (first.capitals || !form.capitals)
                && form.rest.len() <= following.len()
                && form
                    .rest
                    .iter()
                    .zip(following)
                    .all(|(stem, word)| *stem == word.stem)
        };
        equal_range(table, |form| form.first.cmp(&first.stem))
            .iter()
            .filter(matches)
            .map(|form| (form.concept, 1 + form.rest.len()))
            .collect()
    }

    fn root_forms(&self, words: &[Spoken<'_>]) -> Vec<(usize, usize)> {
        let Some((first, following)) = words.split_first() else {
            return Vec::new();
        };
        let table = self.turkic.get_or_init(|| self.root_table());
        for root in roots_of(first.exact) {
            let matching: Vec<(usize, usize)> =
                equal_range(table, |form| form.first.as_ref().cmp(root.as_str()))
                    .iter()
                    .filter(|form| {
                        form.rest.len() <= following.len()
                            && form
                                .rest
                                .iter()
                                .zip(following)
                                .all(|(root, word)| roots_of(word.exact).any(|r| *r == **root))
                    })
                    .map(|form| (form.concept, 1 + form.rest.len()))
                    .collect();
            if !matching.is_empty() {
                return matching;
            }
        }
        Vec::new()
    }

    /// The forms in `language` whose first word begins with the `initial`th letter.
    fn stem_table(&self, language: Language, initial: usize) -> Vec<StemForm> {
        let mut analyzer = Analyzer::new();
        let mut table = Vec::new();
        for (concept, form) in self.forms_in(language) {
            // A stem keeps its first letter; only a letter beyond ASCII may fold into another.
            let start = form.find(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii());
            let written = start
                .and_then(|start| form.get(start..))
                .unwrap_or_default();
            if written.starts_with(|c: char| c.is_ascii()) && letter(written) != initial {
                continue;
            }
            let mut only_grammar = true;
            let mut keys = Vec::new();
            for range in words(form) {
                let forms = analyzer.forms(form.get(range).unwrap_or_default());
                if keys.is_empty() && letter(&forms.exact) != initial {
                    break;
                }
                only_grammar &= is_stopword(forms.exact_key);
                keys.push(forms.stem_key);
            }
            let Some((&first, rest)) = keys.split_first() else {
                continue;
            };
            let capitals = form.len() <= 3 && form.chars().all(char::is_uppercase) && only_grammar;
            table.push(StemForm {
                first,
                rest: rest.into(),
                concept,
                capitals,
            });
        }
        table.sort_by_key(|form| form.first);
        table
    }

    fn root_table(&self) -> Vec<RootForm> {
        let mut analyzer = Analyzer::new();
        let mut table = Vec::new();
        for (concept, form) in self.forms_in(Language::Turkic) {
            let mut roots = words(form).map(|range| {
                let forms = analyzer.forms(form.get(range).unwrap_or_default());
                root_of(&forms.exact).into()
            });
            let Some(first) = roots.next() else { continue };
            let rest = roots.collect();
            table.push(RootForm {
                first,
                rest,
                concept,
            });
        }
        table.sort_by(|a, b| a.first.cmp(&b.first));
        table
    }

    /// Every form in `language` and its concept, in the order of the file.
    fn forms_in(&self, language: Language) -> impl Iterator<Item = (usize, &str)> {
        self.concepts
            .iter()
            .enumerate()
            .flat_map(|(index, concept)| concept.entry.forms().map(move |form| (index, form)))
            .filter(move |(_, (its, _))| *its == language)
            .map(|(index, (_, form))| (index, form))
    }

    /// Concepts that may stand in for `concept`, itself first.
    pub(crate) fn related(&self, concept: usize) -> Vec<(usize, Relation)> {
        let Some(itself) = self.concepts.get(concept) else {
            return Vec::new();
        };
        let mut all = vec![(concept, Relation::Same)];
        all.extend(itself.suggests.iter().map(|&to| (to, Relation::Suggested)));
        all.extend(
            itself
                .suggested_by
                .iter()
                .map(|&from| (from, Relation::SuggestedBy)),
        );
        all
    }

    /// The stems of the forms of `concept` in the languages asked for, each set once.
    pub(crate) fn forms(
        &self,
        analyzer: &mut Analyzer,
        concept: usize,
        languages: &[Language],
    ) -> Vec<Vec<Box<str>>> {
        let mut stems_of = |form: &str| -> Vec<Box<str>> {
            words(form)
                .map(|range| {
                    analyzer
                        .forms(form.get(range).unwrap_or_default())
                        .stem
                        .clone()
                })
                .collect()
        };
        let mut all: Vec<(Language, Vec<Box<str>>)> = self
            .concepts
            .get(concept)
            .into_iter()
            .flat_map(|concept| concept.entry.forms())
            .filter(|(language, _)| languages.contains(language))
            .map(|(language, form)| (language, stems_of(form)))
            .collect();
        all.sort();
        all.dedup();
        all.into_iter().map(|(_, stems)| stems).collect()
    }
}

impl File {
    /// Reads a large file on several threads: its TOML is most of what a first answer waits for.
    fn read(toml: &str) -> Result<Self, toml::de::Error> {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        if toml.len() >= READ_IN_PARTS_FROM_BYTES
            && let Some(file) = Self::read_in_parts(toml, threads.min(4))
        {
            return Ok(file);
        }
        toml::from_str(toml)
    }

    /// The same as reading `toml` whole; none where that fails, or might.
    ///
    /// A part ends before a line that begins a concept. Where that line lies in a string, the part
    /// leaves the string open and fails; only a second `[shorthand]` goes unseen by the parts.
    fn read_in_parts(toml: &str, count: usize) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = toml;
        for left in (2..=count).rev() {
            let mut starts = rest.match_indices("\n[[concept]]").map(|(at, _)| at + 1);
            let Some(start) = starts.find(|start| start * left >= rest.len()) else {
                break;
            };
            let (part, after) = rest.split_at_checked(start)?;
            parts.push(part);
            rest = after;
        }
        let parts: Vec<Self> = std::thread::scope(|scope| {
            let read = |part| scope.spawn(move || toml::from_str(part).ok());
            let running: Vec<_> = parts.into_iter().map(read).collect();
            let last: Option<Self> = toml::from_str(rest).ok();
            let read = running.into_iter().map(|part| part.join().ok().flatten());
            read.chain([last]).collect::<Option<_>>()
        })?;
        let mut whole = Self::default();
        for part in parts {
            whole.concept.extend(part.concept);
            if part.shorthand.is_some() && whole.shorthand.is_some() {
                return None;
            }
            whole.shorthand = whole.shorthand.or(part.shorthand);
        }
        Some(whole)
    }
}

impl Entry {
    /// Its forms with their languages, in the order of the file.
    fn forms(&self) -> impl Iterator<Item = (Language, &str)> {
        [
            (Language::English, &self.en),
            (Language::Russian, &self.ru),
            (Language::Russian, &self.az_cyrl),
            (Language::Turkic, &self.tr),
            (Language::Turkic, &self.az),
        ]
        .into_iter()
        .flat_map(|(language, forms)| forms.iter().map(move |form| (language, form.as_str())))
    }
}

/// Refuses a form that could never be met.
fn check(concept: &str, form: &str) -> Result<(), LexiconError> {
    if !form.contains(char::is_alphanumeric) {
        return Err(LexiconError(format!(
            "concept {concept:?} has the form {form:?}, which holds no word: remove it"
        )));
    }
    // Too short to hold too many words, as nearly all are: each takes a byte and a blank.
    if form.len() < 2 * FORM_MAX_WORDS || words(form).count() <= FORM_MAX_WORDS {
        return Ok(());
    }
    Err(LexiconError(format!(
        "concept {concept:?}: the form {form:?} is longer than {FORM_MAX_WORDS} words"
    )))
}

/// Which of [`StemTables`] a word belongs in, by its first letter.
fn letter(word: &str) -> usize {
    match word.bytes().next().map(|first| first.to_ascii_lowercase()) {
        Some(first @ b'a'..=b'z') => usize::from(first - b'a'),
        _ => 26,
    }
}

/// The part of a sorted `table` that `order` calls equal.
fn equal_range<T>(table: &[T], order: impl Fn(&T) -> Ordering) -> &[T] {
    let start = table.partition_point(|one| order(one).is_lt());
    let from = table.get(start..).unwrap_or_default();
    let length = from.partition_point(|one| order(one).is_eq());
    from.get(..length).unwrap_or_default()
}

/// A Turkish or Azerbaijani word without the ending of the infinitive.
fn root_of(exact: &str) -> &str {
    ["mak", "mek", "maq"]
        .iter()
        .find_map(|ending| exact.strip_suffix(ending))
        .filter(|root| root.chars().count() >= 2)
        .unwrap_or(exact)
}

/// The roots a word may be built on, longest first: its prefixes, also with the last letter as it
/// stands before a vowel hardened again (`kitabı` is built on `kitap`).
fn roots_of(exact: &str) -> impl Iterator<Item = String> {
    let ends: Vec<usize> = exact
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    let shortest = if ends.len() <= 5 { 3 } else { 4 };
    let mut roots = Vec::new();
    for (index, &end) in ends.iter().enumerate().rev() {
        let whole = index + 1 == ends.len();
        if index + 1 < shortest && !whole {
            break;
        }
        let root = exact.get(..end).unwrap_or_default();
        roots.push(root.to_string());
        let hard = match root.chars().last() {
            Some('b') => "p",
            Some('c') => "c",
            Some('d') => "t",
            Some('g') => "k",
            Some('y') => "q",
            _ => continue,
        };
        if !whole && let Some(start) = root.get(..root.len() - 1) {
            roots.push(format!("{start}{hard}"));
        }
    }
    roots.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARBOUR: &str = r#"
        [[concept]]
        name = "harbour"
        en = ["harbour", "deep sea port"]
        tr = ["liman"]
        suggests = ["ship"]
        [[concept]]
        name = "ship"
        en = ["ship", "vessel"]
        tr = ["gemi"]
        [[concept]]
        name = "united-states"
        en = ["United States", "US"]
        [shorthand]
        ppl = "people"
    "#;

    fn named(lexicon: &Lexicon, language: Language, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut analyzer = Analyzer::new();
        let forms: Vec<_> = words(text)
            .map(|range| {
                (
                    text.get(range.clone()).unwrap().to_string(),
                    analyzer.forms(text.get(range).unwrap()).clone(),
                )
            })
            .collect();
        let spoken: Vec<_> = forms
            .iter()
            .map(|(word, forms)| Spoken {
                stem: forms.stem_key,
                exact: &forms.exact,
                capitals: word.chars().all(char::is_uppercase),
            })
            .collect();
        let namings = lexicon.namings(language, &spoken);
        namings.into_iter().map(|n| (n.words, n.concept)).collect()
    }

    #[test]
    fn the_longest_form_is_found_and_short_names_need_capitals() {
        let lexicon = Lexicon::parse(HARBOUR).unwrap();
        let found = named(
            &lexicon,
            Language::English,
            "the deep sea ports tell us US ships",
        );
        assert_eq!(found, [(1..4, 0), (6..7, 2), (7..8, 1)]);
    }

    #[test]
    fn forms_are_met_under_the_letter_they_fold_to() {
        let toml = "[[concept]]\nname = 'a'\nen = ['Éclair', 'Æon', '9th Army', 'dying']\n\
            ru = ['Ёлка', 'NATO']";
        let lexicon = Lexicon::parse(toml).unwrap();
        let found = named(&lexicon, Language::English, "eclairs aeon 9th army die");
        assert_eq!(found, [(0..1, 0), (1..2, 0), (2..4, 0), (4..5, 0)]);
        let found = named(&lexicon, Language::Russian, "ёлки Nato army");
        assert_eq!(found, [(0..1, 0), (1..2, 0)]);
    }

    #[test]
    fn turkish_words_are_met_under_their_endings() {
        let lexicon = Lexicon::parse(HARBOUR).unwrap();
        let found = named(&lexicon, Language::Turkic, "limanlarında gemisi kitabı");
        assert_eq!(found, [(0..1, 0), (1..2, 1)]);
        assert!(named(&lexicon, Language::English, "limanlar").is_empty());
    }

    #[test]
    fn suggestions_go_one_way_more_strongly() {
        let lexicon = Lexicon::parse(HARBOUR).unwrap();
        assert!(lexicon.related(0).contains(&(1, Relation::Suggested)));
        assert!(lexicon.related(1).contains(&(0, Relation::SuggestedBy)));
        assert!(lexicon.related(1).contains(&(1, Relation::Same)));
    }

    #[test]
    fn a_file_read_in_parts_is_the_same_as_read_whole() {
        let names = (0..40).map(|n| format!("\n[[concept]]\nname = 'Ə{n}'\nen = ['a{n}']\n"));
        let plain: String = names.collect();
        let string = format!("{plain}tr = [\"\"\"x\n[[concept]]\n\"\"\"]\n{plain}");
        let with_shorthand = format!("{plain}[shorthand]\nppl = 'people'\n");
        let twice = format!("{with_shorthand}{with_shorthand}");
        for text in [&plain, &string, &with_shorthand, &twice, ""] {
            let whole: Option<File> = toml::from_str(text).ok();
            for count in 1..9 {
                let parts = File::read_in_parts(text, count);
                assert!(parts.is_none() || parts == whole, "{count} parts of {text}");
            }
        }
        assert!(File::read_in_parts(&with_shorthand, 3).is_some());
        assert!(File::read_in_parts(&twice, 2).is_none());
    }

    #[test]
    fn mistakes_are_named() {
        let error = |toml: &str| Lexicon::parse(toml).unwrap_err().to_string();
        assert!(error("[[concept]]\nname = 'a'\nfr = ['x']").contains("line 3"));
        assert!(error("[[concept]]\nname = 'a'\nsuggests = ['b']").contains("\"b\""));
        assert!(error("[[concept]]\nname = 'a'\nen = ['?!']").contains("no word"));
        let long = format!("[[concept]]\nname = 'a'\ntr = ['{}']", ["b"; 13].join(" "));
        assert!(error(&long).contains("longer than 12 words"));
        assert!(Lexicon::parse(&long.replacen("b ", "", 1)).is_ok());
    }
}
