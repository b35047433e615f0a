//! What somebody says in a chat message, sentence by sentence, beside what the articles say on it.
//!
//! Deliberately absent: whether a claim is true. It is only said which passage speaks to it.

use serde::Serialize;

use crate::analyzer::{Analyzer, words};
use crate::answer::{Answer, Verdict};
use crate::ask::{AskOptions, Turn};
use crate::chat::plain_lines;
use crate::sentences::sentences;
use crate::snapshot::Snapshot;
use crate::stopwords::is_stopword;

/// The most claims of one message that are looked up.
pub const CLAIMS_MAX: usize = 10;
/// A sentence with fewer words says nothing that can be looked up.
const CLAIM_MIN_WORDS: usize = 3;
/// A sentence with fewer words that mean something, likewise.
const CLAIM_MIN_CONTENT_WORDS: usize = 2;

/// The claims of a message and what the articles say on each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claims {
    /// In the message's order, at most [`CLAIMS_MAX`].
    pub claims: Vec<Claim>,
    /// How many further ones were not looked up.
    pub left_out: usize,
}

/// A sentence of a message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// The sentence without its markup.
    pub text: String,
    /// What the articles say on it; without passages when they don't speak of it.
    pub answer: Answer,
}

impl Claim {
    /// Whether the articles speak of it.
    pub fn is_mentioned(&self) -> bool {
        self.answer.verdict != Verdict::NotCovered
    }
}

/// The sentences of a chat message that say something, in order, without their markup.
pub fn split_claims(message: &str) -> Vec<String> {
    let mut analyzer = Analyzer::new();
    let mut claims: Vec<String> = Vec::new();
    for line in plain_lines(message) {
        for range in sentences(&line) {
            let sentence = line.get(range).unwrap_or_default();
            let outer = |c: char| !c.is_alphanumeric() && !"\"'“”‘’«»().!?…%€$£".contains(c);
            let sentence = sentence.trim_matches(outer);
            if says_something(&mut analyzer, sentence) && !claims.iter().any(|c| c == sentence) {
                claims.push(sentence.to_owned());
            }
        }
    }
    claims
}

impl Snapshot {
    /// Looks up every claim of a chat message; a claim that leans on the one before it ("they
    /// left later") borrows its words. Each has at most `passages` passages.
    pub fn claims(&self, message: &str, passages: usize) -> Claims {
        let mut texts = split_claims(message);
        let left_out = texts.len().saturating_sub(CLAIMS_MAX);
        texts.truncate(CLAIMS_MAX);
        let mut claims: Vec<Claim> = Vec::new();
        for text in texts {
            let previous = claims.last().map(|before| Turn {
                question: before.text.clone(),
                passage: before.answer.passages.first().map(|p| p.id.clone()),
            });
            let options = AskOptions { passages, previous };
            let answer = self.answer(&text, &options);
            claims.push(Claim { text, answer });
        }
        Claims { claims, left_out }
    }
}

fn says_something(analyzer: &mut Analyzer, sentence: &str) -> bool {
    let (mut all, mut content) = (0, 0);
    for range in words(sentence) {
        let word = sentence.get(range).unwrap_or_default();
        all += 1;
        content += usize::from(!is_stopword(analyzer.forms(word).exact_key));
    }
    all >= CLAIM_MIN_WORDS && content >= CLAIM_MIN_CONTENT_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Section};
    use crate::lexicon::Lexicon;
    use crate::snapshot::Knowledge;

    fn harbour() -> Snapshot {
        let mut article = Article::new(ArticleId::parse("harbour").unwrap(), "Two towns");
        article.sections.push(Section {
            heading: None,
            paragraphs: vec![
                "The towns share a harbour and an old quarrel. Tolls doubled in 1998.".into(),
                "Ruth Dahl closed the northern quay after the storm.".into(),
                "Fishermen say they lost most of their herring.".into(),
            ],
        });
        let knowledge = Knowledge::with_lexicon(Lexicon::default());
        Snapshot::in_memory(&[article], knowledge).unwrap()
    }

    #[test]
    fn a_message_becomes_its_sentences() {
        let message = "lol ok\n> **Ruth Dahl** closed the quay. Tolls doubled!! https://a.example\n\
            ```\nlet it = be;\n```\n😀 <@12> the boats stayed away for weeks 😀";
        assert_eq!(
            split_claims(message),
            [
                "Ruth Dahl closed the quay.",
                "the boats stayed away for weeks"
            ]
        );
    }

    #[test]
    fn a_sentence_said_twice_is_one_claim() {
        let message = "The toll doubled again. The toll doubled again.";
        assert_eq!(split_claims(message).len(), 1);
    }

    #[test]
    fn each_claim_gets_the_passage_that_speaks_of_it_or_none() {
        let claims = harbour().claims(
            "Ruth Dahl closed the northern quay. Penguins juggle violins underwater.",
            2,
        );
        let [quay, penguins] = &claims.claims[..] else {
            panic!("{claims:?}");
        };
        assert!(quay.is_mentioned());
        assert_eq!(quay.answer.passages[0].id.paragraph, 2);
        assert!(!penguins.is_mentioned() && penguins.answer.passages.is_empty());
    }

    #[test]
    fn a_claim_that_leans_on_the_one_before_borrows_its_words() {
        let claims = harbour().claims("Ruth Dahl closed the quay. It happened after the storm.", 1);
        assert_eq!(claims.claims[1].answer.passages[0].id.paragraph, 2);
    }

    #[test]
    fn no_more_than_ten_claims_are_looked_up_and_the_rest_are_counted() {
        let lines = (0..13).map(|n| format!("Fisherman number {n} lost herring."));
        let message = lines.collect::<Vec<_>>().join("\n");
        let claims = harbour().claims(&message, 1);
        assert_eq!((claims.claims.len(), claims.left_out), (CLAIMS_MAX, 3));
    }
}
