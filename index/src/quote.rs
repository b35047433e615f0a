//! Quoting a passage that was found before: its excerpt and its citation, without a question.

use std::ops::Range;

use crate::answer::Excerpt;
use crate::article::ParagraphId;
use crate::citation::Citation;
use crate::excerpt::cut_excerpt;
use crate::generation::Place;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// Where the paragraph at `id` can be read, opened at the bytes `sentence` of it; none when
    /// there is no such paragraph.
    pub fn cite(&self, id: &ParagraphId, sentence: &Range<usize>) -> Option<Citation> {
        let place = self.place_of(id)?;
        self.address(place)?;
        self.citation(place, sentence)
    }

    /// The part of the paragraph at `id` to show around the sentence that begins at the byte
    /// `sentence_start`, that one marked and no words; none when no sentence begins there.
    pub fn quote(&self, id: &ParagraphId, sentence_start: usize) -> Option<Excerpt> {
        let paragraph = self.analyzed(self.address(self.place_of(id)?)?)?;
        let marked = paragraph
            .sentences
            .iter()
            .position(|sentence| sentence.bytes.start == sentence_start)?;
        Some(cut_excerpt(&paragraph, marked, Vec::new()))
    }

    fn place_of(&self, id: &ParagraphId) -> Option<Place> {
        let article = *self.by_id.get(&id.article)?;
        Some(Place::new(u32::try_from(article).ok()?, id.paragraph))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Article, ArticleId, AskOptions, Knowledge, Lexicon, ParagraphId, Section, Snapshot,
    };

    fn snapshot() -> Snapshot {
        let mut article = Article::new(ArticleId::parse("quay").unwrap(), "Two towns");
        article.url = Some("https://quay.example/towns".into());
        let text = "Elm has the herring. Birch wants the toll gone. Nobody has asked Aspen.";
        article.sections.push(Section {
            heading: None,
            paragraphs: vec!["The towns met.".into(), text.into()],
        });
        let knowledge = Knowledge::with_lexicon(Lexicon::parse("").unwrap());
        Snapshot::in_memory(&[article], knowledge).unwrap()
    }

    #[test]
    fn a_passage_is_quoted_again_as_it_was_answered() {
        let snapshot = snapshot();
        let answer = snapshot.answer("Who wants the toll gone?", &AskOptions::default());
        let passage = &answer.passages[0];
        let again = snapshot
            .quote(&passage.id, passage.excerpt.sentence.start)
            .unwrap();
        assert_eq!(again.text, passage.excerpt.text);
        assert_eq!(again.sentence, passage.excerpt.sentence);
        let cited = snapshot.cite(&passage.id, &again.sentence).unwrap();
        assert_eq!(cited, passage.citation);
        assert!(cited.deep_link.is_some());
    }

    #[test]
    fn what_is_not_there_is_not_quoted() {
        let snapshot = snapshot();
        let id = |article: &str, paragraph| ParagraphId {
            article: ArticleId::parse(article).unwrap(),
            paragraph,
        };
        for (id, start) in [(id("quay", 9), 0), (id("gone", 1), 0), (id("quay", 2), 3)] {
            assert_eq!(snapshot.quote(&id, start), None, "{id}");
        }
        assert_eq!(snapshot.cite(&id("quay", 9), &(0..1)), None);
    }
}
