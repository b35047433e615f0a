//! A question's words in the forms the articles have them in.
//!
//! Stems do that for English and Russian, but for what is done here: Turkish and Azerbaijani words,
//! which have none ([`crate::turkic`]); Russian names, whose ends are taken for endings; and names
//! that stand in the articles in another script ([`crate::transliteration`]).

use std::sync::Arc;

use tantivy_fst::Automaton;

use crate::analyzer::{Analyzer, key};
use crate::answer::Mend;
use crate::language::Language;
use crate::query::{Channel, Query, Reader, Target, Term, Vocabulary, strength};
use crate::snapshot::Snapshot;
use crate::transliteration::{Alike, Named};
use crate::turkic::{self, ROOT_CHARS};

/// The most other forms of a word that are searched for.
const FORMS_MAX: usize = 12;
/// The fewest letters of a Russian name whose stem is doubted.
const NAME_CHARS: usize = 4;
/// What a guess is worth beside a name met letter by letter.
const EDITED: f32 = 0.75;

impl<V: Vocabulary> Reader<'_, V> {
    /// Adds the forms in which the index has a question's Turkish and Azerbaijani words and its
    /// Russian names. They are those words: they count as their stems do.
    pub(crate) fn add_forms(&self, analyzer: &mut Analyzer, query: &mut Query, language: Language) {
        let turkic = self.vocabulary.speaks(Language::Turkic);
        self.weigh_grammar(query);
        for index in 0..query.terms.len() {
            let Some(term) = query.terms.get(index) else {
                continue;
            };
            if term.stopword || term.shape.number {
                continue;
            }
            let strange = language == Language::Turkic || term.shape.capital || term.count == 0;
            let long = term.exact_text.chars().count() >= NAME_CHARS;
            let forms = if term.shape.capital && long && language == Language::Russian {
                self.name_forms(analyzer, term)
            } else if turkic && strange {
                let mut forms =
                    self.vocabulary
                        .other_forms(analyzer, &term.exact_text, &term.asked);
                forms.retain(|form| *form.stem != *term.stem_text);
                forms
            } else {
                continue;
            };
            let count = forms.iter().map(|form| form.count).sum::<u32>();
            if count == 0 {
                continue;
            }
            if let Some(term) = query.terms.get_mut(index) {
                term.count = (term.count + count).min(self.vocabulary.paragraphs());
                let (stem, count) = (term.stem, term.count);
                self.weigh_as(term, stem, count);
            }
            for form in &forms {
                query.stand_in(index, &form.stem, Channel::Stem, strength(Channel::Stem));
            }
        }
    }

    /// Beside articles in other languages the grammar words of one look rare.
    fn weigh_grammar(&self, query: &mut Query) {
        let all = [Language::English, Language::Russian, Language::Turkic];
        let spoken = all.iter().filter(|one| self.vocabulary.speaks(**one));
        if spoken.count() < 2 {
            return;
        }
        let common = self.idf(self.vocabulary.paragraphs() / 2);
        for term in query.terms.iter_mut().filter(|term| term.stopword) {
            term.plain = term.plain.min(common);
        }
    }

    /// The stemmer takes the end of some Russian names for an ending: the stem of `Алиев` is `али`,
    /// that of `Алиева` is `алиев`; `Карабах` and `Карабахе` fare likewise.
    fn name_forms(&self, analyzer: &mut Analyzer, term: &Term) -> Vec<Alike> {
        let nominative = analyzer.forms(&term.stem_text).stem.to_string();
        let stems = [term.exact_text.to_string(), nominative];
        let form = |stem: String| Alike {
            word: stem.clone(),
            count: self.vocabulary.count(&stem),
            stem,
            edited: false,
            crosses: false,
        };
        let others = stems.into_iter().filter(|stem| **stem != *term.stem_text);
        let forms = others.map(form).filter(|form| form.count > 0);
        forms.collect()
    }

    /// Adds the words that names the index lacks, or has in one script only, are met as.
    pub(crate) fn transliterate(
        &self,
        analyzer: &mut Analyzer,
        query: &mut Query,
        language: Language,
        named: u64,
    ) {
        for index in 0..query.terms.len() {
            let Some(term) = query.terms.get(index) else {
                continue;
            };
            let listed = named >> index & 1 == 1
                && (!term.shape.capital || query.is_met(index, Channel::Same));
            let grammar = term.stopword || term.shape.number || listed;
            let general = language == Language::English
                && !term.shape.capital
                && self.background.knows(term.stem);
            let known = term.count > 0;
            if grammar || general || known && !(term.shape.capital && self.has_both_scripts()) {
                continue;
            }
            let (asked, capital) = (term.asked.clone(), term.shape.capital);
            let alike = self.vocabulary.alike(
                analyzer,
                Named {
                    asked: &asked,
                    language,
                    elsewhere: known,
                },
            );
            let Some(first) = alike.first() else {
                continue;
            };
            if !known && let Some(term) = query.terms.get_mut(index) {
                let count = alike.iter().map(|one| one.count).sum::<u32>();
                term.count = count.min(self.vocabulary.paragraphs());
                let count = term.count;
                self.weigh_as(term, key(&first.stem), count);
                if !turkic::folded(&asked).starts_with(&first.word) {
                    query.mended.push(Mend {
                        asked,
                        searched: first.word.clone(),
                    });
                }
            }
            for one in &alike {
                // A name spelled otherwise is that name; a letter that differs makes it a guess.
                let (channel, worth) = if one.edited || !capital && !one.crosses {
                    (Channel::Transliterated, EDITED)
                } else {
                    (Channel::Stem, 1.0)
                };
                let worth = worth * strength(Channel::Transliterated);
                query.stand_in(index, &one.stem, channel, worth);
            }
        }
    }

    fn has_both_scripts(&self) -> bool {
        let latin = [Language::English, Language::Turkic];
        self.vocabulary.speaks(Language::Russian)
            && latin.iter().any(|one| self.vocabulary.speaks(*one))
    }
}

impl Query {
    /// Whether the index has something that stands for the term at `index` so well.
    fn is_met(&self, index: usize, channel: Channel) -> bool {
        let meets = |one: &Target| one.terms >> index & 1 == 1 && one.channel >= channel;
        self.targets.iter().any(meets)
    }

    /// Lets `stem` stand for the term at `index`.
    fn stand_in(&mut self, index: usize, stem: &str, channel: Channel, worth: f32) {
        self.targets.push(Target {
            stem: key(stem),
            terms: 1 << index,
            channel,
            strength: worth,
            rest: Box::default(),
        });
        // It is the question's own.
        self.search_also(&Arc::from(stem), worth, f32::MAX);
    }
}

/// The words of the index that are forms of `exact`, by stem, the most frequent first; `asked` is
/// the word as typed. Also those in Cyrillic letters, where articles are written so.
pub(crate) fn other_forms(
    snapshot: &Snapshot,
    analyzer: &mut Analyzer,
    exact: &str,
    asked: &str,
) -> Vec<Alike> {
    let exact = turkic::before_apostrophe(asked).map_or(exact.into(), turkic::folded);
    let mut found: Vec<Alike> = Vec::new();
    let mut note = |word: &str, count: u32| {
        let stem = analyzer.forms(word).stem.to_string();
        match found.iter_mut().find(|known| known.stem == stem) {
            Some(known) => known.count += count,
            None => found.push(Alike {
                word: word.into(),
                stem,
                count,
                edited: false,
                crosses: false,
            }),
        }
    };
    if let Some(beginning) = beginning_of(&exact) {
        snapshot.statistics.each_word(
            snapshot.fields.exact,
            &Beginning(beginning.as_bytes()),
            |word, count| {
                if turkic::same_word(&exact, word) {
                    note(word, count);
                }
            },
        );
    }
    if snapshot.azerbaijani_cyrillic {
        let cyrillic = turkic::in_cyrillic(&asked.to_lowercase());
        let beginning: String = cyrillic.chars().take(ROOT_CHARS).collect();
        snapshot.statistics.each_word(
            snapshot.fields.exact,
            &Beginning(beginning.as_bytes()),
            |word, count| {
                if turkic::same_word(&exact, &turkic::folded(&turkic::in_latin(word))) {
                    note(word, count);
                }
            },
        );
    }
    found.sort_by(|a, b| b.count.cmp(&a.count).then(a.word.cmp(&b.word)));
    found.truncate(FORMS_MAX);
    found
}

/// What the forms of `exact` begin with.
fn beginning_of(exact: &str) -> Option<String> {
    let beginning: String = exact.chars().take(ROOT_CHARS).collect();
    (exact.is_ascii() && beginning.len() == ROOT_CHARS).then_some(beginning)
}

/// Accepts what begins with its bytes; the state is how many of them were met.
struct Beginning<'a>(&'a [u8]);

impl Automaton for Beginning<'_> {
    type State = Option<usize>;

    fn start(&self) -> Self::State {
        Some(0)
    }

    fn is_match(&self, met: &Self::State) -> bool {
        *met == Some(self.0.len())
    }

    fn can_match(&self, met: &Self::State) -> bool {
        met.is_some()
    }

    fn accept(&self, met: &Self::State, byte: u8) -> Self::State {
        match (*met)? {
            all if all == self.0.len() => Some(all),
            met => (self.0.get(met) == Some(&byte)).then_some(met + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Section};
    use crate::lexicon::Lexicon;
    use crate::snapshot::Knowledge;

    fn snapshot(language: &str, paragraph: &str) -> Snapshot {
        let mut article = Article::new(ArticleId::parse("a").unwrap(), "A");
        article.language = language.into();
        article.sections.push(Section {
            heading: None,
            paragraphs: vec![paragraph.into()],
        });
        let knowledge = Knowledge::with_lexicon(Lexicon::default());
        Snapshot::in_memory(&[article], knowledge).unwrap()
    }

    #[test]
    fn russian_names_are_met_in_every_case() {
        for (written, asked) in [
            ("Приехал Алиев.", "Где был Алиева?"),
            ("Видели Алиева.", "Где Алиев?"),
            ("Дорога в Карабах.", "Что в Карабахе?"),
            ("Дороги в Карабахе.", "Что такое Карабах?"),
        ] {
            let query = snapshot("ru", written).read(asked, None);
            let name = query.terms.last().unwrap();
            assert_eq!(name.count, 1, "{asked}");
            assert!(query.mended.is_empty(), "{asked}");
        }
    }

    #[test]
    fn turkic_words_are_met_in_every_form_and_nothing_else_is() {
        let snapshot = snapshot("tr", "Köprünün kitabı limanda, kar yağıyor.");
        for (asked, found) in [("köprüye", 1), ("kitap", 1), ("limanlar", 1), ("karar", 0)] {
            let query = snapshot.read(asked, None);
            assert_eq!(query.terms[0].count, found, "{asked}");
        }
    }

    #[test]
    fn english_questions_over_english_articles_are_read_as_ever() {
        let query = snapshot("en", "The port of Karabakh.").read("Which ports, limans?", None);
        assert!(query.also.is_empty() && query.mended.is_empty());
    }
}
