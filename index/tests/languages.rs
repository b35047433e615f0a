//! Questions in four languages over small articles in as many, all in one library.

use attache_index::{
    Article, ArticleId, AskOptions, Knowledge, Lexicon, ParagraphId, Section, Snapshot, Verdict,
    parse_markdown,
};
use serde::Deserialize;

const ARTICLES: [(&str, &str, &str); 5] = [
    (
        "quay-en",
        "en",
        include_str!("../../tests/questions/articles/quay-en.md"),
    ),
    (
        "most-ru",
        "ru",
        include_str!("../../tests/questions/articles/most-ru.md"),
    ),
    (
        "muze-tr",
        "tr",
        include_str!("../../tests/questions/articles/muze-tr.md"),
    ),
    (
        "korpu-az",
        "az",
        include_str!("../../tests/questions/articles/korpu-az.md"),
    ),
    (
        "deyirman-az-cyrl",
        "az-Cyrl",
        include_str!("../../tests/questions/articles/deyirman-az-cyrl.md"),
    ),
];
const QUESTIONS: &str = include_str!("../../tests/questions/languages.jsonl");

#[derive(Deserialize)]
struct Question {
    id: String,
    #[serde(rename = "question")]
    text: String,
    gold: Vec<ParagraphId>,
    kind: String,
}

fn articles() -> Vec<Article> {
    let read = |(name, _, text): &(&str, &str, &str)| {
        parse_markdown(text, Some(id(name))).expect("our own article is well formed")
    };
    ARTICLES.iter().map(read).collect()
}

fn id(text: &str) -> ArticleId {
    ArticleId::parse(text).expect("our own ids are well formed")
}

/// All articles, and with them so many more paragraphs that the index is not read whole.
fn library() -> Snapshot {
    let mut articles = articles();
    let mut weather = Article::new(id("weather"), "Weather");
    let line = |day: usize| format!("On day {day} the wind turned twice and rain fell by noon.");
    weather.sections = vec![Section {
        heading: None,
        paragraphs: (1..=80).map(line).collect(),
    }];
    articles.push(weather);
    let lexicon = Lexicon::parse(include_str!("../../config/lexicon.toml"));
    let knowledge = Knowledge::with_lexicon(lexicon.expect("the shipped lexicon is well formed"));
    Snapshot::in_memory(&articles, knowledge).expect("the ids differ")
}

#[test]
fn an_article_s_language_is_told_by_its_text() {
    for ((_, language, _), article) in ARTICLES.iter().zip(articles()) {
        assert_eq!(article.language, *language, "{}", article.id);
    }
}

#[test]
fn one_library_answers_in_four_languages_from_articles_in_any() {
    let library = library();
    let mut right = [0, 0];
    let mut all = [0, 0];
    let mut missed = Vec::new();
    for line in QUESTIONS.lines() {
        let question: Question = serde_json::from_str(line).expect("a line is a question");
        let group = usize::from(question.kind == "own");
        all[group] += 1;
        let first = library.rank(&question.text, None, 1).pop();
        if first
            .as_ref()
            .is_some_and(|(id, _)| question.gold.contains(id))
        {
            right[group] += 1;
        } else {
            missed.push((question.id, first.map(|(id, _)| id.to_string())));
        }
    }
    assert!(
        right[0] >= 25,
        "names: {} of {}: {missed:?}",
        right[0],
        all[0]
    );
    assert!(
        right[1] >= 19,
        "own language: {} of {}: {missed:?}",
        right[1],
        all[1]
    );
}

#[test]
fn what_a_name_was_searched_for_as_is_told_and_marked() {
    let library = library();
    for (question, asked, searched, marked) in [
        ("Что обещал Цветаев?", "Цветаев", "tsvetayev", "Tsvetayev"),
        (
            "What did Tuychiev build?",
            "Tuychiev",
            "туйчиева",
            "Туйчиева",
        ),
        (
            "Mühendis Haltürova kim?",
            "Haltürova",
            "khalturova",
            "Khalturova",
        ),
    ] {
        let answer = library.answer(question, &AskOptions::default());
        assert_ne!(answer.verdict, Verdict::NotCovered, "{question}");
        let mend = answer.mended.iter().find(|mend| mend.asked == asked);
        assert_eq!(
            mend.map(|mend| mend.searched.as_str()),
            Some(searched),
            "{question}"
        );
        let excerpt = &answer.passages[0].excerpt;
        let mut marks = excerpt.highlights.iter().map(|range| excerpt.slice(range));
        assert!(marks.any(|mark| mark == marked), "{question}: {excerpt:?}");
    }
}
