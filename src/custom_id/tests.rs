use attache_index::{Article, ArticleId, Knowledge, Lexicon, ParagraphId, Section, Snapshot};
use proptest::prelude::*;

use super::*;
use crate::refresh::HeldText;
use crate::store::TopicId;

fn passage() -> impl Strategy<Value = PassageRef> {
    ("[a-z]{1,9}", any::<(u32, u16, u16)>()).prop_map(|(article, (paragraph, start, length))| {
        let id = ParagraphId {
            article: ArticleId::parse(article).unwrap(),
            paragraph,
        };
        let start = usize::from(start);
        PassageRef::new(&id, &(start..start + usize::from(length)), "a sentence").unwrap()
    })
}

fn action() -> impl Strategy<Value = Action> {
    let passages = prop::collection::vec(passage(), 1..9);
    let article = "[a-z]{1,9}".prop_map(|id| ArticleRef::new(&ArticleId::parse(id).unwrap()));
    (
        any::<(u64, u64, u32, bool)>(),
        0..13_u8,
        passages,
        article,
        any::<String>(),
    )
        .prop_map(
            |((asker, asked, number, helpful), kind, passages, article, text)| {
                let passage = passages[0].clone();
                match kind {
                    0 => Action::More { asker, passages },
                    1 => Action::Context { asker, passage },
                    2 => Action::Read {
                        asker,
                        article,
                        paragraph: number,
                    },
                    3 => Action::Outline {
                        asker,
                        article,
                        page: number,
                    },
                    4 => Action::Pick { asker, article },
                    5 => Action::Articles {
                        asker,
                        page: number,
                    },
                    6 => Action::Search {
                        asker,
                        page: number,
                        terms: text,
                    },
                    7 => Action::Ask {
                        asker,
                        question: text,
                    },
                    8 => Action::Forget { asker },
                    9 => Action::Moderate(Act::Unanswered { page: number }),
                    10 => Action::Moderate(Act::Handled {
                        page: number,
                        topic: TopicId::from_number(asked),
                    }),
                    11 => Action::Moderate(Act::Audit { page: number }),
                    _ => Action::Vote {
                        helpful,
                        asked,
                        passage,
                    },
                }
            },
        )
}

fn snapshot(paragraphs: &[&str]) -> Snapshot {
    let mut article = Article::new(ArticleId::parse("quay").unwrap(), "Two towns");
    article.sections.push(Section {
        heading: None,
        paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
    });
    let knowledge = Knowledge::with_lexicon(Lexicon::parse("").unwrap());
    Snapshot::in_memory(&[article], knowledge).unwrap()
}

/// The sentence at the end of the second paragraph.
fn toll() -> PassageRef {
    let id = ParagraphId {
        article: ArticleId::parse("quay").unwrap(),
        paragraph: 2,
    };
    PassageRef::new(&id, &(21..41), "Birch wants it gone.").unwrap()
}

const TOLL: &str = "Elm charges each boat Birch wants it gone.";

fn found(paragraphs: &[&str]) -> Result<u32, Missing> {
    // The sentence begins after "Elm charges each boat".
    let found = toll().find(&snapshot(paragraphs))?;
    assert_eq!(
        found.text.text.get(found.sentence.clone()),
        Some("Birch wants it gone.")
    );
    Ok(found.id.paragraph)
}

#[test]
fn a_passage_is_found_where_it_was_or_where_it_moved() {
    let toll = TOLL.replace("boat ", "boat");
    assert_eq!(found(&["The towns met.", &toll, "They left."]), Ok(2));
    assert_eq!(found(&["New.", "The towns met.", &toll]), Ok(3));
}

#[test]
fn a_passage_that_changed_or_went_is_told_apart() {
    assert_eq!(
        found(&["The towns met.", "Elm charges each boat 40."]),
        Err(Missing::Changed)
    );
    assert_eq!(found(&["The towns met."]), Err(Missing::Gone));
    let other = Article::new(ArticleId::parse("elsewhere").unwrap(), "Other");
    let knowledge = Knowledge::with_lexicon(Lexicon::parse("").unwrap());
    let other = Snapshot::in_memory(&[other], knowledge).unwrap();
    assert_eq!(toll().find(&other), Err(Missing::Gone));
}

#[test]
fn five_usual_passages_fit_one_button() {
    let passages: Vec<_> = (10..20)
        .map(|paragraph| {
            let article = ArticleId::parse("two-towns").unwrap();
            PassageRef::new(&ParagraphId { article, paragraph }, &(300..480), "x").unwrap()
        })
        .collect();
    let more = Action::More {
        asker: 1_300_000_000_000_000_001,
        passages: passages.clone(),
    };
    let custom_id = more.custom_id().unwrap();
    let Ok(Action::More { passages: kept, .. }) = Action::parse(&custom_id) else {
        panic!("{custom_id}");
    };
    assert_eq!(kept, passages[..5]);
}

#[test]
fn another_version_is_not_ours() {
    let custom_id = Action::Articles { asker: 7, page: 1 }.custom_id().unwrap();
    assert!(Action::parse(&custom_id).is_ok());
    assert_eq!(
        Action::parse(&custom_id.replacen('1', "2", 1)),
        Err(NotOurs)
    );
    for hostile in [
        "",
        "1",
        "1m",
        "1m.",
        "1x.",
        "1é.",
        "1a////.",
        "1aAQE.",
        "feedback:up",
    ] {
        let read = Action::parse(hostile);
        assert!(read.is_err() || hostile == "1aAQE.", "{hostile}: {read:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(action in action()) {
        let Some(custom_id) = action.custom_id() else {
            let long = matches!(action, Action::Search { .. } | Action::Ask { .. });
            prop_assert!(long, "{action:?}");
            return Ok(());
        };
        prop_assert!((1..=CUSTOM_ID_MAX_CHARS).contains(&custom_id.chars().count()));
        let read = Action::parse(&custom_id);
        match (action, read) {
            (
                Action::More { asker, passages },
                Ok(Action::More { asker: read_asker, passages: read }),
            ) => {
                prop_assert_eq!(asker, read_asker);
                prop_assert!(!read.is_empty());
                prop_assert_eq!(&passages[..read.len()], &read[..]);
            }
            (action, read) => prop_assert_eq!(Ok(action), read),
        }
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>(), kind in "[a-z]", bytes in "[A-Za-z0-9_-]{0,90}") {
        let _ = Action::parse(&text);
        let _ = Action::parse(&format!("1{kind}{bytes}.{text}"));
    }
}

#[test]
fn the_longest_id_of_an_article_fits_beside_its_text() {
    let article = ArticleId::parse("a".repeat(64)).unwrap();
    let text = HeldText((1 << 56) - 1);
    for act in [
        Act::Publish {
            article: article.clone(),
            text,
        },
        Act::Discard { article, text },
    ] {
        let action = Action::Moderate(act);
        let custom_id = action.custom_id().unwrap();
        assert_eq!(Action::parse(&custom_id), Ok(action));
    }
}

#[test]
fn a_button_that_does_not_say_which_text_it_decides_on_is_of_an_older_version() {
    for kind in ["p", "d"] {
        let bytes = URL_SAFE_NO_PAD.encode(format!("{kind}quay"));
        assert_eq!(Action::parse(&format!("1x{bytes}.")), Err(NotOurs));
    }
}
