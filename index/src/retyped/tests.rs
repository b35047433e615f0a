use std::sync::LazyLock;

use crate::answer::{Mend, Verdict};
use crate::article::{Article, ArticleId, Section};
use crate::ask::AskOptions;
use crate::lexicon::Lexicon;
use crate::snapshot::{Knowledge, Snapshot};

const LEXICON: &str = r#"
    [[concept]]
    name = "harbour"
    en = ["harbour"]
    ru = ["гавань"]
    tr = ["liman"]
    [[concept]]
    name = "toll"
    en = ["toll"]
    ru = ["пошлина", "бюджет гавани"]
    [shorthand]
    ppl = "people"
"#;

static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| {
    let mut article = Article::new(ArticleId::parse("harbour").unwrap(), "Two towns");
    article.sections.push(Section {
        heading: None,
        paragraphs: vec![
            "The towns share a harbour and an old quarrel. Tolls doubled in 1998.".into(),
            "Gas exports through the pipeline brought an envoy of the United States.".into(),
            "Fishermen or traders, the towns say, lost most and want peace.".into(),
        ],
    });
    let lexicon = Lexicon::parse(LEXICON).unwrap();
    Snapshot::in_memory(&[article], Knowledge::with_lexicon(lexicon)).unwrap()
});

fn mends(question: &str) -> Vec<(String, String)> {
    let answer = SNAPSHOT.answer(question, &AskOptions::default());
    let pairs = answer.mended.into_iter();
    pairs
        .map(|Mend { asked, searched }| (asked, searched))
        .collect()
}

fn first(question: &str) -> Option<u32> {
    let ranked = SNAPSHOT.rank(question, None, 1);
    ranked.first().map(|(id, _)| id.paragraph)
}

fn pair(asked: &str, searched: &str) -> (String, String) {
    (asked.into(), searched.into())
}

#[test]
fn a_question_typed_on_the_wrong_keyboard_is_read_on_the_right_one() {
    // "почему выросла пошлина", the comma and all.
    assert_eq!(
        mends("gjxtve dshjckf gjikbyf?"),
        [pair("dshjckf", "выросла"), pair("gjikbyf", "пошлина")]
    );
    assert_eq!(first("gjxtve dshjckf gjikbyf?"), Some(1));
    // "for cargo the envoy": its grammar words are read, and not told.
    assert_eq!(
        mends("ащк сфкпщ еру утмщн"),
        [pair("сфкпщ", "cargo"), pair("утмщн", "envoy")]
    );
    assert_eq!(mends("what about утмщн"), [pair("утмщн", "envoy")]);
    assert_eq!(first("what about утмщн"), Some(2));
    assert_eq!(mends("ghbdtn"), [pair("ghbdtn", "привет")]);
}

#[test]
fn a_mend_decides_the_answer() {
    let answer = SNAPSHOT.answer("what of gasexports", &AskOptions::default());
    assert_ne!(answer.verdict, Verdict::NotCovered);
    assert_eq!(answer.passages[0].id.paragraph, 2);
    assert_eq!(answer.mended[0].searched, "gas exports");
}

#[test]
fn missing_blanks_are_set_and_needless_ones_go() {
    for (question, asked, searched, paragraph) in [
        ("gasexports", "gasexports", "gas exports", 2),
        (
            "Who sent an envoyofthe town?",
            "envoyofthe",
            "envoy of the",
            2,
        ),
        ("the pipe line", "pipe line", "pipeline", 2),
        ("tollllls", "tollllls", "tolls", 1),
    ] {
        assert_eq!(mends(question), [pair(asked, searched)], "{question}");
        assert_eq!(first(question), Some(paragraph), "{question}");
    }
}

#[test]
fn words_that_are_known_stay_as_they_are() {
    for question in [
        "exports",
        "fishermen",
        "ppl",
        "limanlarında ne var",
        "гавани",
        "What do the United States want?",
        "harbour tolls 1998",
        "B2B mp3 24-25",
        "",
        "🙂 ,,, [] ;",
    ] {
        assert_eq!(mends(question), [], "{question}");
    }
    // One letter away from a word of the index: misspelled rather than joined.
    assert_eq!(
        mends("harbours' envoys quarel"),
        [pair("quarel", "quarrel")]
    );
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_every_mend_was_asked(
        question in "([a-zа-я,.;'\\[\\]` ]|gas|exports|ghbdtn|tolls|\\PC){0,40}",
    ) {
        for (asked, searched) in mends(&question) {
            proptest::prop_assert!(!searched.is_empty() && searched != asked);
        }
    }
}
