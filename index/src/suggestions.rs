//! What may be asked of a snapshot: completions of what is being typed, and questions that the
//! articles do answer.
//!
//! All of it is made once for a snapshot; what is suggested later costs no search.

mod completion;
mod names;
mod samples;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analyzer::{Analyzer, words};
use crate::answer::Verdict;
use crate::article::ArticleId;
use crate::ask::AskOptions;
use crate::snapshot::Snapshot;
use crate::stopwords::is_stopword;
use completion::{Completions, Kind};
pub use samples::{SampleQuestions, SamplesError};

/// With fewer sample questions than this, headings that answer themselves are suggested too.
const SAMPLES_ENOUGH: usize = 3;
/// How many headings are tried for that.
const HEADINGS_TRIED: usize = 64;

/// What may be asked of one snapshot.
#[derive(Debug)]
pub struct Suggestions {
    /// Questions that are answered, neighbours from different sections.
    covered: Vec<Covered>,
    /// By stem: in how many of `covered` it stands.
    commonness: HashMap<u32, u32>,
    completions: Completions,
    /// The sample questions that are not answered.
    unanswered: Vec<String>,
}

/// A question that the articles answer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Covered {
    question: String,
    language: String,
    /// The stems of the words that mean something.
    stems: HashSet<u32>,
    /// Where the answer stands: the article and its section.
    place: (ArticleId, Option<usize>),
}

impl Suggestions {
    /// Asks every sample question of `snapshot`, keeps those that are answered from the article
    /// they are listed under, and makes the table of completions.
    pub fn new(snapshot: &Snapshot, samples: &SampleQuestions) -> Self {
        let mut analyzer = Analyzer::new();
        let (mut covered, mut unanswered) = (Vec::new(), Vec::new());
        for (article, language, question) in samples.questions() {
            // An article that is not indexed is not asked about.
            if !snapshot.by_id.contains_key(article) {
                continue;
            }
            match covered_by(snapshot, question) {
                Some(place) if place.0 == *article => {
                    covered.push(Covered::new(&mut analyzer, question, language, place));
                }
                _ => unanswered.push(question.to_owned()),
            }
        }
        if covered.len() < SAMPLES_ENOUGH {
            covered.extend(covered_headings(snapshot, &mut analyzer));
        }
        let covered = spread(covered);
        let mut commonness = HashMap::new();
        for stem in covered.iter().flat_map(|one| &one.stems) {
            *commonness.entry(*stem).or_insert(0) += 1;
        }
        Self {
            completions: completions(snapshot, &mut analyzer, &covered),
            covered,
            commonness,
            unanswered,
        }
    }

    /// The sample questions that the articles do not answer; they are never suggested.
    pub fn unanswered(&self) -> &[String] {
        &self.unanswered
    }

    /// What `typed` may become, best first: sample questions, headings and names that begin with
    /// it or hold it, then `typed` with its last word completed to a name, then questions that
    /// share its words. Each has 1 to 100 characters, none comes twice. Nothing typed: sample
    /// questions, those in `language` (a BCP 47 tag) first.
    pub fn complete(&self, typed: &str, language: &str, limit: usize) -> Vec<String> {
        let mut analyzer = Analyzer::new();
        let mut found = self.completions.complete(&mut analyzer, typed, limit);
        let more = if found.is_empty() && words(typed).next().is_none() {
            self.in_language(language, limit)
        } else {
            self.sharing(&mut analyzer, typed)
        };
        for question in more {
            if found.len() >= limit {
                break;
            }
            if completion::fits(question) && !found.iter().any(|known| known == question) {
                found.push(question.to_owned());
            }
        }
        found
    }

    /// Questions that the articles do answer, at most `limit`: those that share words with
    /// `question`, closest first, then others from different sections. Those in `language` (a
    /// BCP 47 tag) are preferred.
    pub fn related(&self, question: &str, language: &str, limit: usize) -> Vec<String> {
        let mut analyzer = Analyzer::new();
        let mut related: Vec<&str> = self.sharing(&mut analyzer, question);
        let asked = folded(&mut analyzer, question);
        for other in self.in_language(language, usize::MAX) {
            if !related.contains(&other) {
                related.push(other);
            }
        }
        related.retain(|other| folded(&mut analyzer, other) != asked);
        related.truncate(limit);
        related.into_iter().map(str::to_owned).collect()
    }

    /// Covered questions, those in `language` first.
    fn in_language(&self, language: &str, limit: usize) -> Vec<&str> {
        let mut all: Vec<&Covered> = self.covered.iter().collect();
        all.sort_by_key(|one| primary(&one.language) != primary(language));
        let questions = all.into_iter().map(|one| one.question.as_str());
        questions.take(limit).collect()
    }

    /// Covered questions that share words with `text`, the rarer the words the better.
    fn sharing(&self, analyzer: &mut Analyzer, text: &str) -> Vec<&str> {
        let stems = content_stems(analyzer, text);
        #[expect(clippy::cast_precision_loss, reason = "a few hundred questions")]
        let all = self.covered.len() as f32;
        let rarity = |stem: &u32| {
            let count = self.commonness.get(stem).copied().unwrap_or_default();
            #[expect(clippy::cast_precision_loss, reason = "a few hundred questions")]
            let count = count as f32;
            (1.0 + all / count.max(1.0)).ln()
        };
        let mut scored: Vec<(f32, &Covered)> = self
            .covered
            .iter()
            .map(|one| (stems.intersection(&one.stems).map(rarity).sum(), one))
            .filter(|(score, _)| *score > 0.0)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored
            .into_iter()
            .map(|(_, one)| one.question.as_str())
            .collect()
    }
}

impl Covered {
    fn new(
        analyzer: &mut Analyzer,
        question: &str,
        language: &str,
        place: (ArticleId, Option<usize>),
    ) -> Self {
        Self {
            question: question.to_owned(),
            language: language.to_owned(),
            stems: content_stems(analyzer, question),
            place,
        }
    }
}

/// Where the answer to `question` stands; none when it is not answered.
fn covered_by(snapshot: &Snapshot, question: &str) -> Option<(ArticleId, Option<usize>)> {
    let options = AskOptions {
        passages: 1,
        previous: None,
    };
    let answer = snapshot.answer(question, &options);
    let passage = answer.passages.into_iter().next()?;
    let head = snapshot
        .heads
        .get(*snapshot.by_id.get(&passage.id.article)?)?;
    let section = head.section_of(passage.id.paragraph);
    (answer.verdict == Verdict::Answered).then_some((passage.id.article, section))
}

/// Headings that are answered when asked.
fn covered_headings(snapshot: &Snapshot, analyzer: &mut Analyzer) -> Vec<Covered> {
    let headings = snapshot.heads.iter().flat_map(|head| {
        let headings = head.sections.iter().filter_map(|s| s.heading.as_deref());
        headings.map(|heading| (heading, head.language.as_str()))
    });
    headings
        .take(HEADINGS_TRIED)
        .filter_map(|(heading, language)| {
            let place = covered_by(snapshot, heading)?;
            Some(Covered::new(analyzer, heading, language, place))
        })
        .collect()
}

/// The first question of every section, then the second, and so on; language by language.
fn spread(covered: Vec<Covered>) -> Vec<Covered> {
    let mut seen: BTreeMap<(String, ArticleId, Option<usize>), usize> = BTreeMap::new();
    let mut rounds: Vec<(usize, Covered)> = covered
        .into_iter()
        .map(|one| {
            let (article, section) = one.place.clone();
            let count = seen
                .entry((one.language.clone(), article, section))
                .or_default();
            *count += 1;
            (*count, one)
        })
        .collect();
    rounds.sort_by_key(|(round, _)| *round);
    rounds.into_iter().map(|(_, one)| one).collect()
}

fn completions(snapshot: &Snapshot, analyzer: &mut Analyzer, covered: &[Covered]) -> Completions {
    let mut table = Completions::default();
    for one in covered {
        table.add(analyzer, &one.question, Kind::Question, 1);
    }
    for head in &snapshot.heads {
        let headings = head.sections.iter().filter_map(|s| s.heading.as_deref());
        for heading in headings.chain([head.title.as_str()]) {
            table.add(analyzer, heading, Kind::Heading, 1);
        }
    }
    for (name, count) in names::names_in(snapshot, analyzer) {
        table.add(analyzer, &name, Kind::Name, count);
    }
    table
}

/// The stems of the words of `text` that mean something.
fn content_stems(analyzer: &mut Analyzer, text: &str) -> HashSet<u32> {
    words(text)
        .filter_map(|range| {
            let forms = analyzer.forms(text.get(range).unwrap_or_default());
            (!is_stopword(forms.exact_key)).then_some(forms.stem_key)
        })
        .collect()
}

/// The words of `text` without case and diacritics, parted by blanks.
fn folded(analyzer: &mut Analyzer, text: &str) -> String {
    let mut folded = String::new();
    for range in words(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&analyzer.forms(text.get(range).unwrap_or_default()).exact);
    }
    folded
}

/// The language of a BCP 47 tag.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Section};
    use crate::lexicon::Lexicon;
    use crate::snapshot::Knowledge;

    fn harbour() -> Snapshot {
        let section = |heading: &str, paragraphs: &[&str]| Section {
            heading: Some(heading.into()),
            paragraphs: paragraphs.iter().map(|&p| p.into()).collect(),
        };
        let mut article = Article::new(ArticleId::parse("harbour").unwrap(), "Two towns");
        article.sections = vec![
            section(
                "The toll",
                &["In 1998 the toll was doubled by Ruth Dahl, the mayor of Élm."],
            ),
            section(
                "What the boats do",
                &["Boats from Birch land their herring in Aspen since the toll went up."],
            ),
        ];
        let lexicon =
            "[[concept]]\nname = \"ruth-dahl\"\nen = [\"Ruth Dahl\"]\nru = [\"Рут Даль\"]";
        let knowledge = Knowledge::with_lexicon(Lexicon::parse(lexicon).unwrap());
        Snapshot::in_memory(&[article], knowledge).unwrap()
    }

    fn suggestions(questions: &str) -> Suggestions {
        let samples = format!("[[article]]\nid = \"harbour\"\n[article.questions]\n{questions}");
        Suggestions::new(&harbour(), &SampleQuestions::parse(&samples).unwrap())
    }

    fn shipped() -> Suggestions {
        suggestions(
            "en = [\"Where do the boats land their herring?\", \"Who doubled the toll in 1998?\", \
             \"How do penguins juggle violins?\"]\nru = [\"Что сделала Рут Даль?\"]",
        )
    }

    #[test]
    fn only_questions_that_are_answered_are_suggested() {
        let suggestions = shipped();
        assert!(
            suggestions
                .unanswered()
                .contains(&"How do penguins juggle violins?".to_owned())
        );
        let all = suggestions.complete("", "en", 25);
        assert!(all.contains(&"Where do the boats land their herring?".to_owned()));
        assert!(!all.iter().any(|one| one.contains("penguins")));
    }

    #[test]
    fn what_is_typed_is_completed_to_questions_headings_and_names() {
        let suggestions = shipped();
        let first = |typed: &str| suggestions.complete(typed, "en", 25).into_iter().next();
        for (typed, completed) in [
            ("wher", "Where do the boats land their herring?"),
            ("the t", "The toll"),
            ("ruth", "Ruth Dahl"),
            ("dah", "Ruth Dahl"),
            ("elm", "Élm"),
            ("рут", "Рут Даль"),
            ("what did asp", "what did Aspen"),
            ("doubled who", "Who doubled the toll in 1998?"),
            ("erring", "Where do the boats land their herring?"),
        ] {
            assert_eq!(first(typed).as_deref(), Some(completed), "{typed}");
        }
        assert_eq!(first("xyzzy"), None);
    }

    #[test]
    fn related_questions_share_words_or_come_from_everywhere() {
        let suggestions = shipped();
        let related = suggestions.related("Do boats fly?", "en", 3);
        assert_eq!(related[0], "Where do the boats land their herring?");
        let spread = suggestions.related("Quantum chromodynamics", "en", 2);
        assert_eq!(spread.len(), 2);
        assert!(
            suggestions
                .related("who doubled the toll in 1998", "en", 3)
                .iter()
                .all(|other| !other.starts_with("Who doubled")),
            "a question is not related to itself"
        );
    }

    #[test]
    fn without_samples_headings_that_answer_themselves_are_suggested() {
        let suggestions = Suggestions::new(&harbour(), &SampleQuestions::default());
        let related = suggestions.related("Quantum chromodynamics", "en", 3);
        for heading in &related {
            assert!(["The toll", "What the boats do"].contains(&heading.as_str()));
        }
    }

    proptest::proptest! {
        #[test]
        fn completions_fit_discord_whatever_is_typed(typed in "\\PC{0,120}|(wh|r|th|boat| )\\PC{0,3}") {
            let found = shipped().complete(&typed, "ru", 25);
            proptest::prop_assert!(found.len() <= 25);
            for one in &found {
                proptest::prop_assert!((1..=100).contains(&one.chars().count()));
                proptest::prop_assert_eq!(found.iter().filter(|other| *other == one).count(), 1);
            }
        }
    }
}
