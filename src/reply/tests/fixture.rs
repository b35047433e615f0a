//! Two short articles and a way to ask them.

use attache_index::{
    Answer, Article, ArticleId, AskOptions, Knowledge, Lexicon, ParagraphId, Section, Snapshot,
};
use serenity::model::id::UserId;

use crate::messages::Language;
use crate::reply::Question;

pub(super) const ASKER: UserId = UserId::new(80_351_110_224_678_912);

pub(super) fn articles() -> Vec<Article> {
    let mut towns = Article::new(id("two-towns"), "Two towns, one *harbour*");
    towns.publisher = Some("The Quay Gazette".into());
    towns.url = Some("https://gazette.example/two-towns".into());
    towns.published = attache_index::Date::from_ordinal_date(2025, 73).ok();
    towns.retrieved = attache_index::Date::from_ordinal_date(2025, 120).ok();
    towns.summary = Some("Elm and Birch cannot agree who pays for the harbour they share.".into());
    towns.sections = vec![
        Section {
            heading: None,
            paragraphs: vec!["The harbour lies between Elm and Birch. Both towns have used it since 1890.".into()],
        },
        Section {
            heading: Some("The toll".into()),
            paragraphs: vec![
                "In January Elm began to charge each boat 40 crowns a day. Ruth Dahl says the money is for dredging.".into(),
                "Birch calls the toll a breach of the treaty. Its boats now land their herring in Aspen.".into(),
                "The harbour master counts *fewer* boats than before. Nobody in Elm expected the herring to leave.".into(),
            ],
        },
    ];
    let mut ferry = Article::new(id("ferry"), "Fishermen block the ferry");
    ferry.publisher = Some("The Birch Bell".into());
    ferry.sections = vec![Section {
        heading: None,
        paragraphs: vec![
            "Eleven boats from Birch lay across the ferry channel on Tuesday. The ferry waited for five hours.".into(),
            "The crews say they land no herring in Elm until the toll is gone.".into(),
        ],
    }];
    vec![towns, ferry]
}

pub(super) fn snapshot() -> Snapshot {
    indexed(&articles())
}

pub(super) fn indexed(articles: &[Article]) -> Snapshot {
    let knowledge = Knowledge::with_lexicon(Lexicon::parse("").unwrap());
    Snapshot::in_memory(articles, knowledge).unwrap()
}

pub(super) fn id(id: &str) -> ArticleId {
    ArticleId::parse(id).unwrap()
}

pub(super) fn paragraph(article: &str, paragraph: u32) -> ParagraphId {
    ParagraphId {
        article: id(article),
        paragraph,
    }
}

pub(super) fn asking(text: &str, language: Language) -> Question<'_> {
    Question {
        text,
        id: 1_300_000_000_000_000_001,
        asker: ASKER,
        language,
    }
}

pub(super) fn answered(snapshot: &Snapshot, question: &str) -> Answer {
    let options = AskOptions {
        passages: 6,
        ..AskOptions::default()
    };
    snapshot.answer(question, &options)
}
