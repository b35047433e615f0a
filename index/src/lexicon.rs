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

mod check;
mod file;
mod lines;
mod propose;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use toml::Spanned;

use crate::analyzer::{Analyzer, FnvState, is_word_char, words};
use crate::language::Language;
use crate::lexicon::file::{Entry, File};
use crate::lexicon::lines::{FileLines, line_of};
use crate::stopwords::is_stopword;
pub use check::{FindingKind, LexiconFinding, LexiconReport};
pub use lines::FormsKey;
pub use propose::{NearWord, Proposal, Proposals};

/// How many tables the forms of a language are parted into.
const SLOTS: usize = 512;
/// The most words a form may have.
const FORM_MAX_WORDS: usize = 12;

/// The groups of names and words an operator has listed.
///
/// Reading one checks all of it but stems nothing, so that a program that answers one question
/// does not wait for thousands of words it never meets: forms are stemmed as questions come with
/// words that begin like them, and those of a concept again when one names it.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    concepts: Vec<Concept>,
    english: Tables<StemForm>,
    russian: Tables<StemForm>,
    turkic: Tables<RootForm>,
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

/// The forms of a language by how their first word begins ([`slot`]), each sorted by its stem or
/// root.
#[derive(Debug, Clone)]
struct Tables<T> {
    /// Where the forms of each table stand.
    places: OnceLock<Vec<Placed>>,
    tables: Vec<OnceLock<Vec<T>>>,
}

/// A form that belongs in a table, or in any for all that its first two letters tell.
#[derive(Debug, Clone, Copy)]
struct Placed {
    slot: Option<usize>,
    concept: usize,
    /// Which of the concept's forms, all languages counted.
    form: usize,
}

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

impl Lexicon {
    /// Reads a lexicon from TOML.
    ///
    /// # Errors
    /// [`LexiconError`] naming the line, key or concept and what is allowed there.
    pub fn parse(toml: &str) -> Result<Self, LexiconError> {
        let file = File::read(toml).map_err(|error| LexiconError(error.to_string()))?;
        let mut by_name = HashMap::new();
        for (index, entry) in file.concept.iter().enumerate() {
            if let Some(first) = by_name.insert(entry.name.as_str(), index) {
                let line = line_of(toml, |file| Some(&file.concept.get(first)?.name));
                let message = format!(
                    "two concepts are named {:?}, the first on line {}: join them or rename one",
                    entry.name,
                    line.unwrap_or_default()
                );
                return Err(refused(toml, &message, |file| {
                    Some(&file.concept.get(index)?.name)
                }));
            }
        }
        let mut links = Vec::with_capacity(file.concept.len());
        let mut suggested_by = vec![Vec::new(); file.concept.len()];
        for (index, entry) in file.concept.iter().enumerate() {
            let mut suggests = Vec::new();
            for (at, name) in entry.suggests.iter().enumerate() {
                let target = *by_name.get(name).ok_or_else(|| {
                    let message = format!(
                        "concept {:?} suggests {name:?}, which no concept is named: correct the \
                         name, add the concept or remove the suggestion",
                        entry.name
                    );
                    refused(toml, &message, |file| {
                        file.concept.get(index)?.suggests.get(at)
                    })
                })?;
                suggests.push(target);
                if let Some(from) = suggested_by.get_mut(target) {
                    from.push(index);
                }
            }
            for (at, (_, form)) in entry.forms().enumerate() {
                check(&entry.name, form).map_err(|message| {
                    refused(toml, &message, |file| {
                        Some(file.concept.get(index)?.forms().nth(at)?.1)
                    })
                })?;
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
        let slot = slot(language, first.exact);
        let table = tables.get(slot, || {
            let forms = self.placed(tables, language, slot);
            stem_table(forms, language, slot)
        });
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
        let slot = slot(Language::Turkic, first.exact);
        let table = self.turkic.get(slot, || {
            let forms = self.placed(&self.turkic, Language::Turkic, slot);
            root_table(forms)
        });
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

    /// The forms in `language` whose first word may belong in the table `slot`, and their concepts.
    fn placed<T>(
        &self,
        tables: &Tables<T>,
        language: Language,
        slot: usize,
    ) -> impl Iterator<Item = (usize, &str)> {
        let every = tables.places.get_or_init(|| self.places(language));
        let in_doubt = equal_range(every, |place| place.slot.cmp(&None));
        let placed = equal_range(every, |place| place.slot.cmp(&Some(slot)));
        let form = |place: &Placed| {
            let mut forms = self.concepts.get(place.concept)?.entry.forms();
            Some((place.concept, forms.nth(place.form)?.1))
        };
        in_doubt.iter().chain(placed).filter_map(form)
    }

    fn places(&self, language: Language) -> Vec<Placed> {
        let mut analyzer = Analyzer::new();
        let mut places = Vec::new();
        for (concept, its) in self.concepts.iter().enumerate() {
            for (form, (_, text)) in its
                .entry
                .forms()
                .enumerate()
                .filter(|(_, form)| form.0 == language)
            {
                let slot = beginning(text).map(|letters| slot_of(&mut analyzer, language, letters));
                places.push(Placed {
                    slot,
                    concept,
                    form,
                });
            }
        }
        places.sort_by_key(|place| place.slot);
        places
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

    pub(crate) fn name(&self, concept: usize) -> Option<&str> {
        Some(&self.concepts.get(concept)?.entry.name)
    }

    /// The concepts that `concept` suggests.
    pub(crate) fn suggests_of(&self, concept: usize) -> &[usize] {
        (self.concepts.get(concept)).map_or(&[], |concept| &concept.suggests)
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

/// Refuses a form that could never be met.
fn check(concept: &str, form: &str) -> Result<(), String> {
    if !form.contains(is_word_char) {
        return Err(format!(
            "concept {concept:?} has the form {form:?}, which holds no word: remove it"
        ));
    }
    // Too short to hold too many words, as nearly all are: each takes a byte and a blank.
    if form.len() < 2 * FORM_MAX_WORDS || words(form).count() <= FORM_MAX_WORDS {
        return Ok(());
    }
    Err(format!(
        "concept {concept:?}: the form {form:?} is longer than {FORM_MAX_WORDS} words: shorten it"
    ))
}

/// The error on the line of what `find` finds in the file.
fn refused(
    toml: &str,
    message: &str,
    find: impl FnOnce(&FileLines) -> Option<&Spanned<String>>,
) -> LexiconError {
    LexiconError(match line_of(toml, find) {
        Some(line) => format!("line {line}: {message}"),
        None => message.into(),
    })
}

impl<T> Default for Tables<T> {
    fn default() -> Self {
        Self {
            places: OnceLock::new(),
            tables: (0..SLOTS).map(|_| OnceLock::new()).collect(),
        }
    }
}

impl<T> Tables<T> {
    fn get(&self, slot: usize, make: impl FnOnce() -> Vec<T>) -> &[T] {
        let table = self.tables.get(slot);
        table.map_or(&[], |table| table.get_or_init(make))
    }
}

/// Those of `forms` whose first word belongs in the table `wanted`, sorted by its stem.
fn stem_table<'a>(
    forms: impl Iterator<Item = (usize, &'a str)>,
    language: Language,
    wanted: usize,
) -> Vec<StemForm> {
    let mut analyzer = Analyzer::new();
    let mut table = Vec::new();
    for (concept, form) in forms {
        let mut only_grammar = true;
        let mut keys = Vec::new();
        for range in words(form) {
            let forms = analyzer.forms(form.get(range).unwrap_or_default());
            if keys.is_empty() && slot(language, &forms.exact) != wanted {
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

/// `forms` sorted by the root of their first word.
fn root_table<'a>(forms: impl Iterator<Item = (usize, &'a str)>) -> Vec<RootForm> {
    let mut analyzer = Analyzer::new();
    let mut table = Vec::new();
    for (concept, form) in forms {
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

/// Which of [`Tables`] a folded word belongs in: words with one stem or root begin alike.
fn slot(language: Language, exact: &str) -> usize {
    let mut letters = exact.chars();
    let first = letters.next();
    let second = match language {
        // Of short Russian words endings leave one letter.
        Language::Russian => None,
        // "dying" is a form of "die".
        Language::English | Language::Turkic => {
            letters.next().map(|c| if c == 'y' { 'i' } else { c })
        }
    };
    let number = |letter: Option<char>| letter.map_or(0, |c| c as usize);
    (number(first) * 29 + number(second)) % SLOTS
}

/// The first two letters of a form's first word, or its only one; none where only analysis tells.
fn beginning(form: &str) -> Option<&str> {
    let mut letters = form.char_indices().skip_while(|(_, c)| !is_word_char(*c));
    let (start, _) = letters.next()?;
    let end = match letters.next() {
        Some((at, c)) if is_word_char(c) => at + c.len_utf8(),
        // What joins letters goes, and a mark belongs to the letter before it.
        Some((_, c)) if !c.is_ascii() || matches!(c, '\'' | '.' | ',') => return None,
        Some((at, _)) => at,
        None => form.len(),
    };
    form.get(start..end)
}

/// The table of the words that begin with `letters`, not folded yet.
fn slot_of(analyzer: &mut Analyzer, language: Language, letters: &str) -> usize {
    let mut lower = [0; 2];
    let bytes = letters.as_bytes();
    if letters.is_ascii()
        && let Some(lower) = lower.get_mut(..bytes.len())
    {
        lower.copy_from_slice(bytes);
        lower.make_ascii_lowercase();
        return slot(language, std::str::from_utf8(lower).unwrap_or_default());
    }
    slot(language, &analyzer.forms(letters).exact)
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
    fn every_shipped_form_is_placed_where_its_first_word_is_looked_for() {
        let lexicon = Lexicon::parse(include_str!("../../config/lexicon.toml")).unwrap();
        let mut analyzer = Analyzer::new();
        for language in [Language::English, Language::Russian, Language::Turkic] {
            let mut in_doubt = 0;
            let places = lexicon.places(language);
            for place in &places {
                let mut forms = lexicon.concepts[place.concept].entry.forms();
                let (_, form) = forms.nth(place.form).unwrap();
                let first = form.get(words(form).next().unwrap()).unwrap();
                let forms = analyzer.forms(first);
                let wanted = slot(language, &forms.exact);
                assert!(place.slot.is_none_or(|slot| slot == wanted), "{form}");
                if language != Language::Turkic && !forms.stem.is_empty() {
                    assert_eq!(slot(language, &forms.stem), wanted, "{form}");
                }
                in_doubt += usize::from(place.slot.is_none());
            }
            assert!(in_doubt * 20 < places.len(), "{in_doubt} {language:?}");
        }
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
    fn mistakes_are_named() {
        let error = |toml: &str| Lexicon::parse(toml).unwrap_err().to_string();
        assert!(error("[[concept]]\nname = 'a'\nfr = ['x']").contains("line 3"));
        assert_eq!(
            error("[[concept]]\nname = 'a'\nsuggests = [\n'a',\n'b',\n]"),
            "line 5: concept \"a\" suggests \"b\", which no concept is named: correct the name, add \
             the concept or remove the suggestion"
        );
        assert_eq!(
            error("[[concept]]\nname = 'a'\n[[concept]]\nname = 'a'"),
            "line 4: two concepts are named \"a\", the first on line 2: join them or rename one"
        );
        assert_eq!(
            error("[[concept]]\nname = 'a'\nen = ['x']\nru = ['?!']"),
            "line 4: concept \"a\" has the form \"?!\", which holds no word: remove it"
        );
        let long = format!("[[concept]]\nname = 'a'\ntr = ['{}']", ["b"; 13].join(" "));
        assert!(error(&long).contains("longer than 12 words"));
        assert!(Lexicon::parse(&long.replacen("b ", "", 1)).is_ok());
    }
}
