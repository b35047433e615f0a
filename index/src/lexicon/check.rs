//! What an operator may want to mend in a lexicon, beside the articles it is for.
//!
//! Deliberately absent: what makes a lexicon unusable, which reading it refuses.

mod loops;

use std::collections::HashMap;

use serde::Serialize;

use crate::analyzer::{Analyzer, words};
use crate::language::Language;
use crate::lexicon::lines::{FileLines, FormsKey, LineNumbers};
use crate::lexicon::{Lexicon, LexiconError};
use crate::query::Vocabulary;
use crate::snapshot::Snapshot;

/// What was found in a lexicon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LexiconReport {
    /// How many concepts there are.
    pub concepts: usize,
    /// How many forms they have, in all languages.
    pub forms: usize,
    /// How many of the forms are in a language that articles are written in.
    pub comparable: usize,
    /// How many of those have all their words in the articles.
    pub mentioned: usize,
    /// By line.
    pub findings: Vec<LexiconFinding>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LexiconFinding {
    /// Where it stands in the file, counted from 1.
    pub line: usize,
    /// The concept's name; the spelling, where `[shorthand]` has it.
    pub concept: String,
    /// What it is.
    #[serde(flatten)]
    pub kind: FindingKind,
}

/// What there is to say of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    /// No article mentions the concept, nor one that it suggests.
    Dead,
    /// The form stands in no article.
    Unmentioned {
        /// The list it stands in.
        key: FormsKey,
        /// As written.
        form: String,
    },
    /// Its suggestions lead back to it.
    Loop {
        /// The concepts on the way, itself left out; none where it suggests itself.
        through: Vec<String>,
    },
    /// Another concept has the same form in the same language: a question that names it means both.
    Ambiguous {
        /// The list it stands in.
        key: FormsKey,
        /// As written.
        form: String,
        /// The other concept, which stands earlier.
        other: String,
        /// The line of the other's form.
        other_line: usize,
    },
    /// The list has the form already, capitals and accents aside.
    Repeated {
        /// The list it stands in.
        key: FormsKey,
        /// As written.
        form: String,
        /// As written where it stands first.
        first: String,
    },
    /// The concept suggests one twice.
    SuggestedTwice {
        /// The one suggested.
        suggests: String,
    },
    /// Nothing is left of the form once it is stemmed, so that nothing ever matches it.
    Nothing {
        /// The list it stands in.
        key: FormsKey,
        /// As written.
        form: String,
    },
    /// The spelling is not one word: questions are looked up word by word, so it is never met.
    NeverMet,
}

impl FindingKind {
    /// Whether the file is better without it, whatever the articles are.
    pub fn is_mistake(&self) -> bool {
        matches!(
            self,
            Self::Repeated { .. }
                | Self::SuggestedTwice { .. }
                | Self::Nothing { .. }
                | Self::NeverMet
        ) || matches!(self, Self::Loop { through } if through.is_empty())
    }
}

impl Snapshot {
    /// Compares the lexicon file `toml` with what is indexed here, and with itself.
    ///
    /// An article mentions a form when it has all of the form's words: that is how the form is
    /// searched for.
    ///
    /// # Errors
    /// [`LexiconError`] as [`Lexicon::parse`] tells it.
    pub fn check_lexicon(&self, toml: &str) -> Result<LexiconReport, LexiconError> {
        let lexicon = Lexicon::parse(toml)?;
        let file = FileLines::read(toml).unwrap_or_default();
        let mut check = Check {
            analyzer: Analyzer::new(),
            lines: LineNumbers::of(toml),
            snapshot: self,
            file: &file,
            findings: Vec::new(),
        };
        let counts = check.mentions(&lexicon);
        check.forms();
        check.suggestions(&lexicon);
        check.shorthand();
        check.findings.sort_by_key(|finding| finding.line);
        Ok(LexiconReport {
            concepts: lexicon.len(),
            forms: counts.forms,
            comparable: counts.comparable,
            mentioned: counts.mentioned,
            findings: check.findings,
        })
    }
}

struct Check<'a> {
    analyzer: Analyzer,
    lines: LineNumbers,
    snapshot: &'a Snapshot,
    file: &'a FileLines,
    findings: Vec<LexiconFinding>,
}

#[derive(Default)]
struct Counts {
    forms: usize,
    comparable: usize,
    mentioned: usize,
}

/// A form by what questions are compared by: its language's words, capitals and accents aside.
type Compared = (Language, Vec<Box<str>>);

impl Check<'_> {
    fn find(&mut self, line: usize, concept: &str, kind: FindingKind) {
        self.findings.push(LexiconFinding {
            line,
            concept: concept.into(),
            kind,
        });
    }

    /// Which concepts and forms the articles have.
    fn mentions(&mut self, lexicon: &Lexicon) -> Counts {
        let file = self.file;
        let mut counts = Counts::default();
        let mut mentioned = Vec::with_capacity(file.concept.len());
        for entry in &file.concept {
            let mut any = false;
            for (key, form) in entry.forms() {
                counts.forms += 1;
                if !self.snapshot.speaks(key.language()) {
                    continue;
                }
                counts.comparable += 1;
                if self.is_mentioned(form.get_ref()) {
                    counts.mentioned += 1;
                    any = true;
                    continue;
                }
                let form_text = form.get_ref().clone();
                self.find(
                    self.lines.line(form),
                    entry.name.get_ref(),
                    FindingKind::Unmentioned {
                        key,
                        form: form_text,
                    },
                );
            }
            mentioned.push(any);
        }
        for (at, entry) in file.concept.iter().enumerate() {
            let is_mentioned = |one: &usize| mentioned.get(*one) == Some(&true);
            if !is_mentioned(&at) && !lexicon.suggests_of(at).iter().any(is_mentioned) {
                let line = self.lines.line(&entry.name);
                self.find(line, entry.name.get_ref(), FindingKind::Dead);
            }
        }
        counts
    }

    fn is_mentioned(&mut self, form: &str) -> bool {
        words(form).all(|range| {
            let word = form.get(range).unwrap_or_default();
            self.snapshot.count(&self.analyzer.forms(word).stem) > 0
        })
    }

    /// Forms that stand twice, or match nothing.
    fn forms(&mut self) {
        let file = self.file;
        let mut seen: HashMap<Compared, (usize, usize)> = HashMap::new();
        for (at, entry) in file.concept.iter().enumerate() {
            let mut own: Vec<(FormsKey, Vec<Box<str>>, &str)> = Vec::new();
            for (key, form) in entry.forms() {
                let line = self.lines.line(form);
                let text = form.get_ref().clone();
                let Some(compared) = self.compared(&text) else {
                    let kind = FindingKind::Nothing { key, form: text };
                    self.find(line, entry.name.get_ref(), kind);
                    continue;
                };
                let same =
                    |one: &&(FormsKey, Vec<Box<str>>, &str)| one.0 == key && one.1 == compared;
                if let Some((.., first)) = own.iter().find(same) {
                    let kind = FindingKind::Repeated {
                        key,
                        form: text,
                        first: (*first).into(),
                    };
                    self.find(line, entry.name.get_ref(), kind);
                    continue;
                }
                own.push((key, compared.clone(), form.get_ref()));
                let (first, other_line) =
                    *(seen.entry((key.language(), compared))).or_insert((at, line));
                if first == at {
                    continue;
                }
                let kind = FindingKind::Ambiguous {
                    key,
                    form: text,
                    other: self.name(first),
                    other_line,
                };
                self.find(line, entry.name.get_ref(), kind);
            }
        }
    }

    /// The words of a form as they are compared, none when no word is left with a stem.
    fn compared(&mut self, form: &str) -> Option<Vec<Box<str>>> {
        let mut is_anything = false;
        let exact = words(form)
            .map(|range| {
                let forms = self.analyzer.forms(form.get(range).unwrap_or_default());
                is_anything |= !forms.stem.is_empty();
                forms.exact.clone()
            })
            .collect();
        is_anything.then_some(exact)
    }

    /// Suggestions that stand twice, or lead back.
    fn suggestions(&mut self, lexicon: &Lexicon) {
        let file = self.file;
        for entry in &file.concept {
            for (at, suggested) in entry.suggests.iter().enumerate() {
                let earlier = entry.suggests.get(..at).unwrap_or_default();
                if (earlier.iter()).any(|one| one.get_ref() == suggested.get_ref()) {
                    let kind = FindingKind::SuggestedTwice {
                        suggests: suggested.get_ref().clone(),
                    };
                    self.find(self.lines.line(suggested), entry.name.get_ref(), kind);
                }
            }
        }
        for found in loops::loops(lexicon.len(), |at| lexicon.suggests_of(at)) {
            let Some((entry, through)) = found
                .split_first()
                .and_then(|(first, through)| Some((file.concept.get(*first)?, through)))
            else {
                continue;
            };
            let through = through.iter().map(|at| self.name(*at)).collect();
            let line = self.lines.line(&entry.name);
            self.find(line, entry.name.get_ref(), FindingKind::Loop { through });
        }
    }

    fn shorthand(&mut self) {
        let file = self.file;
        for spelling in file.shorthand.keys() {
            if words(spelling.get_ref()).count() != 1 {
                let line = self.lines.line(spelling);
                self.find(line, spelling.get_ref(), FindingKind::NeverMet);
            }
        }
    }

    fn name(&self, concept: usize) -> String {
        let entry = self.file.concept.get(concept);
        entry.map_or_else(String::new, |entry| entry.name.get_ref().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Section};
    use crate::snapshot::Knowledge;

    const HARBOUR: &str = "\
[[concept]]
name = 'harbour'
en = ['harbour', 'port', 'Harbour', 'quay wall']
ru = ['гавань', 'Гавань']
suggests = ['ship', 'ship']

[[concept]]
name = 'ship'
en = ['ship', 'Port']
tr = ['gemi']
suggests = ['harbour']

[[concept]]
name = 'moor'
en = ['moor', 's']
suggests = ['moor']

[[concept]]
name = 'bollard'
en = ['bollard']
suggests = ['ship']

[shorthand]
'w/o' = 'without'
w = 'with'
";

    fn report(toml: &str) -> LexiconReport {
        let mut article = Article::new(ArticleId::parse("a").unwrap(), "A");
        article.sections.push(Section {
            heading: None,
            paragraphs: vec![
                "A ship lay at the quay. Behind the wall of the port it rained.".into(),
            ],
        });
        let snapshot =
            Snapshot::in_memory(&[article], Knowledge::with_lexicon(Lexicon::default())).unwrap();
        snapshot.check_lexicon(toml).unwrap()
    }

    #[test]
    fn each_kind_is_found_on_its_line() {
        let told: Vec<String> = (report(HARBOUR).findings.iter())
            .filter(|one| !matches!(one.kind, FindingKind::Unmentioned { .. }))
            .map(|one| format!("{} {} {:?}", one.line, one.concept, one.kind))
            .collect();
        let expected = [
            "2 harbour Loop { through: [\"ship\"] }",
            "3 harbour Repeated { key: En, form: \"Harbour\", first: \"harbour\" }",
            "4 harbour Repeated { key: Ru, form: \"Гавань\", first: \"гавань\" }",
            "5 harbour SuggestedTwice { suggests: \"ship\" }",
            "9 ship Ambiguous { key: En, form: \"Port\", other: \"harbour\", other_line: 3 }",
            // The bollard suggests a ship, which an article mentions.
            "14 moor Dead",
            "14 moor Loop { through: [] }",
            "15 moor Nothing { key: En, form: \"s\" }",
            "24 w/o NeverMet",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn forms_are_counted_in_the_articles_languages() {
        let report = report(HARBOUR);
        assert_eq!((report.concepts, report.forms), (4, 12));
        assert_eq!((report.comparable, report.mentioned), (9, 4));
    }

    #[test]
    fn the_shipped_lexicon_holds_no_mistake() {
        let report = report(include_str!("../../../config/lexicon.toml"));
        let mistakes = report.findings.iter().filter(|one| one.kind.is_mistake());
        assert_eq!(mistakes.collect::<Vec<_>>(), [] as [&LexiconFinding; 0]);
        assert!(report.forms > 30_000 && report.mentioned > 0);
    }

    #[test]
    fn a_lexicon_that_cannot_be_read_is_refused() {
        let snapshot =
            Snapshot::in_memory(&[], Knowledge::with_lexicon(Lexicon::default())).unwrap();
        assert!(snapshot.check_lexicon("[[concept]]\nnom = 'a'").is_err());
    }
}
