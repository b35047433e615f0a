//! Entries that a lexicon may lack, from questions that were not answered.
//!
//! A word that neither the articles nor the lexicon know stands for something the articles may well
//! tell of in other words. Which words those are is a person's to say: what is near in letters is
//! put beside it. Deliberately absent: guesses at meaning.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use crate::analyzer::{Analyzer, key, words};
use crate::language::{Language, language_of};
use crate::lexicon::{FormsKey, Spoken};
use crate::query::Vocabulary;
use crate::snapshot::Snapshot;
use crate::spelling;
use crate::stopwords::is_stopword;

/// The most words of the articles put beside a word asked.
const NEAR_MAX: usize = 3;
/// Shorter words are too much like too many others.
const SHORTEST_CHARS: usize = 4;

/// What questions ask for and neither the articles nor the lexicon name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Proposals {
    /// How many words were passed over: they are read as misspellings of words in the articles.
    pub misspelled: usize,
    /// Those asked most often first, then by the alphabet.
    pub entries: Vec<Proposal>,
}

/// A concept that the lexicon may lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// A name that no concept has.
    pub name: String,
    /// The list that the word belongs in.
    pub key: FormsKey,
    /// The word asked, in its shortest form.
    pub word: String,
    /// How often it was asked for.
    pub asked: u64,
    /// In how many different questions.
    pub questions: usize,
    /// The question that was asked most often.
    pub example: String,
    /// Words of the articles that look like it, the likest first.
    pub near: Vec<NearWord>,
}

/// A word of the articles that looks like one asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearWord {
    /// The word, in lower case.
    pub word: String,
    /// In how many paragraphs it stands.
    pub paragraphs: u64,
    /// The list it belongs in.
    pub key: FormsKey,
    /// The concept that has it.
    pub concept: Option<String>,
    /// Whether it begins as the word asked does, and so may be of its family.
    pub kin: bool,
}

/// A word as it was asked for, all questions together.
#[derive(Debug, Default)]
struct Unknown {
    /// In lower case where it opened a question.
    spellings: BTreeSet<String>,
    exact: BTreeSet<Box<str>>,
    turkic: bool,
    /// How often, and which.
    questions: BTreeMap<String, u64>,
}

impl Snapshot {
    /// The words of `questions`, each with how often it was asked, that neither the articles nor
    /// the lexicon know, the forms of a word taken together.
    pub fn propose_entries<'a>(
        &self,
        questions: impl Iterator<Item = (&'a str, u64)>,
    ) -> Proposals {
        let mut analyzer = Analyzer::new();
        let mut unknown: BTreeMap<Box<str>, Unknown> = BTreeMap::new();
        let mut misspelled = BTreeSet::new();
        for (question, times) in questions {
            for found in self.unknown_words(&mut analyzer, question) {
                let forms = analyzer.forms(found).clone();
                if spelling::mend(self, &mut analyzer, &forms.exact, &forms.stem).is_some() {
                    misspelled.insert(forms.stem);
                    continue;
                }
                let turkic = language_of(question) == Language::Turkic;
                let stem = if turkic {
                    root(&forms.exact)
                } else {
                    forms.stem
                };
                let known = unknown.entry(stem).or_default();
                let opens = question.trim_start().starts_with(found);
                known.spellings.insert(if opens {
                    found.to_lowercase()
                } else {
                    found.into()
                });
                known.exact.insert(forms.exact);
                known.turkic |= turkic;
                *known.questions.entry(question.into()).or_default() += times;
            }
        }
        let mut entries: Vec<Proposal> = (unknown.values())
            .filter_map(|unknown| self.proposal(&mut analyzer, unknown))
            .collect();
        entries.sort_by(|a, b| b.asked.cmp(&a.asked).then_with(|| a.word.cmp(&b.word)));
        self.name_apart(&mut entries);
        Proposals {
            misspelled: misspelled.len(),
            entries,
        }
    }

    /// The words of `question` that neither the index nor the lexicon knows.
    fn unknown_words<'a>(&self, analyzer: &mut Analyzer, question: &'a str) -> Vec<&'a str> {
        let lexicon = &self.knowledge.lexicon;
        let asked: Vec<&str> = words(question)
            .filter_map(|range| question.get(range))
            .collect();
        let forms: Vec<_> = (asked.iter())
            .map(|word| analyzer.forms(word).clone())
            .collect();
        let spoken: Vec<Spoken<'_>> = (asked.iter().zip(&forms))
            .map(|(word, forms)| Spoken {
                stem: forms.stem_key,
                exact: &forms.exact,
                capitals: word.chars().all(|c| !c.is_lowercase()),
            })
            .collect();
        let namings = lexicon.namings(language_of(question), &spoken);
        let is_unknown = |at: usize, exact: &str| {
            exact.chars().count() >= SHORTEST_CHARS
                && !exact.contains(|c: char| c.is_numeric())
                && !namings.iter().any(|naming| naming.words.contains(&at))
        };
        (asked.iter().zip(&forms).enumerate())
            .filter(|(at, (_, forms))| {
                is_unknown(*at, &forms.exact)
                    && !is_stopword(forms.exact_key)
                    && lexicon.shorthand(forms.exact_key).is_none()
                    && self.count(&forms.stem) == 0
            })
            .map(|(_, (word, _))| *word)
            .collect()
    }

    fn proposal(&self, analyzer: &mut Analyzer, unknown: &Unknown) -> Option<Proposal> {
        let word = (unknown.spellings.iter()).min_by_key(|word| (word.chars().count(), *word))?;
        // Of questions asked as often, the first by the alphabet.
        let (example, _) = (unknown.questions.iter()).max_by_key(|one| (one.1, Reverse(one.0)))?;
        let exact = (unknown.exact.iter()).min_by_key(|exact| exact.chars().count())?;
        Some(Proposal {
            name: word.to_lowercase(),
            key: key_of(word, unknown.turkic),
            word: word.clone(),
            asked: unknown.questions.values().sum(),
            questions: unknown.questions.len(),
            example: example.clone(),
            near: self.near_words(analyzer, exact),
        })
    }

    /// Words of the articles that begin as `exact` does, then those that differ by a few letters.
    fn near_words(&self, analyzer: &mut Analyzer, exact: &str) -> Vec<NearWord> {
        let length = exact.chars().count();
        let opening: String = exact
            .chars()
            .take(length.div_ceil(2).max(SHORTEST_CHARS))
            .collect();
        let mut found: Vec<(usize, String, u64, bool)> = Vec::new();
        let alike = |word: &str| {
            (word.chars().zip(exact.chars()))
                .take_while(|(one, other)| one == other)
                .count()
        };
        for (word, paragraphs) in self.words_that_begin(&opening) {
            // "interview" and "international" share half of one, not of both.
            if alike(&word) * 2 >= word.chars().count() {
                found.push((alike(&word), word, paragraphs, true));
            }
        }
        for near in spelling::near(self, self.fields.exact, exact, 2) {
            if !is_stopword(key(&near.word)) && !found.iter().any(|known| known.1 == near.word) {
                found.push((alike(&near.word), near.word, near.count.into(), false));
            }
        }
        found.sort_by(|a, b| {
            let rank =
                |one: &(usize, String, u64, bool)| (Reverse(one.3), Reverse(one.0), Reverse(one.2));
            rank(a).cmp(&rank(b)).then_with(|| a.1.cmp(&b.1))
        });
        let mut stems = BTreeSet::new();
        found.retain(|(_, word, ..)| stems.insert(analyzer.forms(word).stem.clone()));
        found.truncate(NEAR_MAX);
        found
            .into_iter()
            .map(|(_, word, paragraphs, kin)| self.near_word(analyzer, word, paragraphs, kin))
            .collect()
    }

    fn near_word(
        &self,
        analyzer: &mut Analyzer,
        word: String,
        paragraphs: u64,
        kin: bool,
    ) -> NearWord {
        let list = key_of(&word, !self.speaks(Language::English));
        let forms = analyzer.forms(&word);
        let spoken = Spoken {
            stem: forms.stem_key,
            exact: &forms.exact,
            capitals: false,
        };
        let lexicon = &self.knowledge.lexicon;
        let namings = lexicon.namings(list.language(), &[spoken]);
        let concept = namings
            .first()
            .and_then(|naming| lexicon.name(naming.concept));
        NearWord {
            paragraphs,
            key: list,
            concept: concept.map(Into::into),
            kin,
            word,
        }
    }

    /// The words of the articles that begin with `opening`, and in how many paragraphs they stand.
    fn words_that_begin(&self, opening: &str) -> BTreeMap<String, u64> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(self.fields.exact) else {
                continue;
            };
            let Ok(mut terms) = index.terms().range().ge(opening).into_stream() else {
                continue;
            };
            while terms.advance() {
                match std::str::from_utf8(terms.key()) {
                    Ok(word) if word.starts_with(opening) => found.insert(word.to_owned()),
                    _ => break,
                };
            }
        }
        let counted = found.into_iter().map(|word| {
            let paragraphs = self.statistics.count(self.fields.exact, &word);
            (word, paragraphs)
        });
        counted.filter(|(_, paragraphs)| *paragraphs > 0).collect()
    }

    /// Gives entries names that no concept has and no other entry.
    fn name_apart(&self, entries: &mut [Proposal]) {
        let mut taken: BTreeSet<String> = (0..self.knowledge.lexicon.len())
            .filter_map(|concept| self.knowledge.lexicon.name(concept))
            .map(Into::into)
            .collect();
        for entry in entries {
            let plain = entry.name.clone();
            let mut number = 1;
            while !taken.insert(entry.name.clone()) {
                number += 1;
                entry.name = format!("{plain}-{number}");
            }
        }
    }
}

impl Proposal {
    /// The entry as TOML, to be put into the lexicon's file once a person has looked at it.
    ///
    /// A word that begins alike stands in it, or, where a concept has the word, that is suggested;
    /// what only looks alike is told in a comment.
    pub fn to_toml(&self) -> String {
        let mut toml = match self.asked {
            1 => "# asked once".to_owned(),
            times => format!("# asked {times} times"),
        };
        if self.questions > 1 {
            let _ = write!(toml, " in {} questions", self.questions);
        }
        let _ = writeln!(toml, ", as in: {}", plain(&self.example));
        let mut lists = BTreeMap::from([(self.key, vec![self.word.as_str()])]);
        let mut suggests: Vec<&str> = Vec::new();
        let mut unlike = Vec::new();
        for near in &self.near {
            match &near.concept {
                _ if !near.kin => unlike.push(near.word.as_str()),
                Some(concept) if suggests.contains(&concept.as_str()) => {}
                Some(concept) => suggests.push(concept),
                None => lists.entry(near.key).or_default().push(&near.word),
            }
        }
        if !unlike.is_empty() {
            let _ = writeln!(
                toml,
                "# the articles have, alike in letters: {}",
                unlike.join(", ")
            );
        }
        if self.near.iter().all(|near| !near.kin) {
            toml.push_str(
                "# of no use before a word of the articles stands beside it, or in `suggests`\n",
            );
        }
        let _ = writeln!(toml, "[[concept]]\nname = {}", quoted(&self.name));
        for (key, forms) in lists {
            let _ = writeln!(toml, "{} = {}", key.name(), list(&forms));
        }
        if !suggests.is_empty() {
            let _ = writeln!(toml, "suggests = {}", list(&suggests));
        }
        toml
    }
}

/// What Turkish and Azerbaijani words are taken together by: endings pile up on a root.
fn root(exact: &str) -> Box<str> {
    let root: String = exact.chars().take(6).collect();
    root.into()
}

fn key_of(word: &str, turkic: bool) -> FormsKey {
    if word.contains(|c| matches!(c, '\u{400}'..='\u{52f}')) {
        FormsKey::Ru
    } else if word.contains(['ə', 'Ə']) {
        FormsKey::Az
    } else if turkic {
        FormsKey::Tr
    } else {
        FormsKey::En
    }
}

fn list(texts: &[&str]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        plain(text).replace('\\', "\\\\").replace('"', "\\\"")
    )
}

/// A text on one line, with nothing in it that TOML forbids.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Section};
    use crate::lexicon::Lexicon;
    use crate::snapshot::Knowledge;

    const LEXICON: &str = "\
[[concept]]
name = 'boat'
en = ['boat', 'trawler']

[[concept]]
name = 'quota'
en = ['allotment']
";

    fn snapshot() -> Snapshot {
        let mut article = Article::new(ArticleId::parse("a").unwrap(), "A");
        article.sections.push(Section {
            heading: None,
            paragraphs: vec![
                "The trawler lay at the quay while negotiations went on.".into(),
                "Negotiators from Elm dredged the boats’ channel.".into(),
            ],
        });
        let lexicon = Lexicon::parse(LEXICON).unwrap();
        Snapshot::in_memory(&[article], Knowledge::with_lexicon(lexicon)).unwrap()
    }

    fn proposals(questions: &[(&str, u64)]) -> Proposals {
        snapshot().propose_entries(questions.iter().copied())
    }

    #[test]
    fn forms_of_a_word_count_together_and_known_words_are_left_out() {
        let found = proposals(&[
            ("Which quotas has the boat of Elm?", 2),
            ("Who has the quota in 2021?", 3),
            ("Is there an allotment for negotiatons?", 1),
        ]);
        assert_eq!(found.misspelled, 1);
        let [quota] = &found.entries[..] else {
            panic!("{found:?}");
        };
        assert_eq!(
            (quota.word.as_str(), quota.asked, quota.questions),
            ("quota", 5, 2)
        );
        assert_eq!(quota.example, "Who has the quota in 2021?");
        assert_eq!(quota.name, "quota-2");
    }

    #[test]
    fn words_of_a_family_are_proposed_and_their_concepts_suggested() {
        let found = proposals(&[("Dredgework by trawlerboot?", 1)]);
        let toml: Vec<String> = found.entries.iter().map(Proposal::to_toml).collect();
        assert_eq!(
            toml.join("\n"),
            "# asked once, as in: Dredgework by trawlerboot?\n[[concept]]\nname = \"dredgework\"\n\
             en = [\"dredgework\", \"dredged\"]\n\n\
             # asked once, as in: Dredgework by trawlerboot?\n[[concept]]\nname = \"trawlerboot\"\n\
             en = [\"trawlerboot\"]\nsuggests = [\"boat\"]\n"
        );
    }

    #[test]
    fn what_is_printed_is_a_lexicon_together_with_what_is_there() {
        let found = proposals(&[
            ("Is \"desalin\\ation\"\n\u{1b}[2J paid for?", 4),
            ("Кто платит за опреснение?", 1),
            ("Tuzdan arındırma tesisi nerede?", 1),
            ("Duzsuzlaşdırma zavodu haradadır, zəfəran?", 1),
            ("d’Artagnan’s zzzz\u{200b}zzzz?", 1),
        ]);
        assert!(found.entries.len() >= 7, "{found:?}");
        let printed: String = found.entries.iter().map(Proposal::to_toml).collect();
        let lexicon = Lexicon::parse(&format!("{LEXICON}\n{printed}")).unwrap();
        assert_eq!(lexicon.len(), 2 + found.entries.len(), "{printed}");
        for key in ["en = ", "ru = ", "tr = ", "az = "] {
            assert!(printed.contains(key), "{printed}");
        }
    }

    #[test]
    fn what_was_taken_up_is_not_proposed_again() {
        let questions = [("Is a desalination plant planned?", 1)];
        let found = proposals(&questions);
        let printed: String = found.entries.iter().map(Proposal::to_toml).collect();
        let lexicon = Lexicon::parse(&printed).unwrap();
        let snapshot = Snapshot::in_memory(&[], Knowledge::with_lexicon(lexicon)).unwrap();
        let again = snapshot.propose_entries(questions.into_iter());
        assert_eq!(again.entries, []);
    }
}
