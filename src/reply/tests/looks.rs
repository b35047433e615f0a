//! Each kind of reply, as text.

use attache_index::{Answer, ExpertQuery, Mend, Verdict};
use insta::assert_snapshot;

use super::accepted::{assert_accepted, custom_ids};
use super::fixture::{ASKER, answered, articles, asking, indexed, paragraph, snapshot};
use super::rendering::rendered;
use crate::custom_id::{Action, Missing};
use crate::messages::Language;
use crate::reply::{
    self, Claim, Counts, Outline, Reply, Search, Shelved, Spread, Trouble, trouble,
};

const QUESTION: &str = "Where do the boats of Birch land their herring?";

fn shown(reply: &Reply) -> String {
    assert_accepted(reply);
    rendered(reply)
}

#[test]
fn an_answer_marks_its_sentence_and_shows_two_more_in_short() {
    let answer = answered(&snapshot(), QUESTION);
    let question = asking(QUESTION, Language::English);
    assert_snapshot!(shown(&reply::answer(&question, &answer, &[])));
}

#[test]
fn the_three_verdicts_differ_visibly() {
    let mut answer = answered(&snapshot(), QUESTION);
    let mut looks = std::collections::BTreeSet::new();
    for verdict in [Verdict::Answered, Verdict::Partly, Verdict::NotCovered] {
        answer.verdict = verdict;
        if verdict == Verdict::NotCovered {
            answer.passages.clear();
        }
        let question = asking(QUESTION, Language::English);
        let shown = shown(&reply::answer(&question, &answer, &[]));
        let head: Vec<_> = shown
            .lines()
            .filter(|line| line.contains('#'))
            .take(2)
            .collect();
        looks.insert(head.join("\n"));
    }
    assert_snapshot!(looks.into_iter().collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn a_mended_word_is_said() {
    let mut answer = answered(&snapshot(), QUESTION);
    answer.mended.push(Mend {
        asked: "her`ing`".into(),
        searched: "herring".into(),
    });
    let shown = shown(&reply::answer(
        &asking(QUESTION, Language::English),
        &answer,
        &[],
    ));
    // A footer is no Markdown: nothing in it needs to be escaped.
    assert!(
        shown.contains("_ searched for “herring” instead of “her`ing`”"),
        "{shown}"
    );
}

#[test]
fn a_question_that_is_not_covered_is_answered_privately_with_questions_that_are() {
    let answer = Answer {
        verdict: Verdict::NotCovered,
        confidence: 0.0,
        passages: Vec::new(),
        mended: Vec::new(),
    };
    let covered = [
        "Who pays for the dredging?",
        "Where do boats land *herring*?",
        "3",
        "4",
    ];
    let question = asking("Who won the [match](https://x.example)?", Language::Turkish);
    assert_snapshot!(shown(&reply::answer(
        &question,
        &answer,
        &covered.map(String::from)
    )));
}

#[test]
fn more_shows_the_other_passages_in_full_and_counts_those_that_are_gone() {
    let snapshot = snapshot();
    let answer = answered(&snapshot, QUESTION);
    let question = asking(QUESTION, Language::English);
    let ids = custom_ids(&reply::answer(&question, &answer, &[]));
    let Ok(Action::More { asker, passages }) = Action::parse(&ids[0]) else {
        panic!("{ids:?}");
    };
    assert_eq!(asker, ASKER.get());
    // A restart later, with one article gone:
    let later = indexed(&articles()[..1]);
    let found: Vec<_> = passages
        .iter()
        .filter_map(|passage| passage.find(&later).ok())
        .collect();
    let quoted: Vec<_> = found
        .iter()
        .map(|found| {
            let excerpt = later.quote(&found.id, found.sentence.start).unwrap();
            (excerpt, later.cite(&found.id, &found.sentence).unwrap())
        })
        .collect();
    assert!(quoted.len() < passages.len());
    let missing = passages.len() - quoted.len();
    assert_snapshot!(shown(&reply::more(Language::Russian, &quoted, missing)));
}

#[test]
fn a_paragraph_is_shown_between_its_neighbours() {
    let sentence = 45..87;
    let spread = Spread::open(&snapshot(), &paragraph("two-towns", 3), &sentence).unwrap();
    assert_snapshot!(shown(&reply::context(
        Language::English,
        ASKER,
        &spread,
        sentence
    )));
}

#[test]
fn a_paragraph_is_read_alone_with_a_way_on() {
    let spread = Spread::open(&snapshot(), &paragraph("two-towns", 0), &(0..0)).unwrap();
    assert_snapshot!(shown(&reply::paragraph(
        Language::Ukrainian,
        ASKER,
        &spread
    )));
}

#[test]
fn an_outline_lists_paragraphs_under_their_headings() {
    let snapshot = snapshot();
    let outline = Outline::open(&snapshot, &snapshot.articles()[0], 0);
    assert_snapshot!(shown(&reply::outline(Language::English, ASKER, &outline)));
}

#[test]
fn a_search_shows_a_page_and_turns() {
    let snapshot = snapshot();
    let found = snapshot
        .search("boats OR herring OR harbour", 0, 2)
        .unwrap();
    let search = Search {
        terms: "boats OR herring OR harbour",
        page: 0,
        asker: ASKER,
        language: Language::English,
    };
    assert_snapshot!(shown(&reply::found(&search, &found)));
}

#[test]
fn a_search_that_cannot_be_read_is_marked_where_it_is_wrong() {
    let terms = "boats_ AND (herring OR";
    let error = ExpertQuery::parse(terms).unwrap_err();
    assert_snapshot!(shown(&reply::unreadable(Language::English, terms, &error)));
}

#[test]
fn claims_meet_what_the_articles_say() {
    let answer = answered(&snapshot(), QUESTION);
    let claims = [
        Claim {
            text: "The boats land in **Aspen** now!",
            passage: answer.passages.first(),
        },
        Claim {
            text: "The moon is made of cheese.",
            passage: None,
        },
    ];
    assert_snapshot!(shown(&reply::sources(Language::English, &claims, 0)));
}

#[test]
fn the_articles_are_listed_with_their_publishers() {
    let snapshot = snapshot();
    let shelf: Vec<_> = snapshot
        .articles()
        .iter()
        .zip([Some("a weekly of *Elm*"), None])
        .map(|(head, note)| Shelved { head, note })
        .collect();
    assert_snapshot!(shown(&reply::articles(Language::English, ASKER, &shelf, 0)));
}

#[test]
fn help_about_and_privacy_fit_in_every_language() {
    for language in Language::ALL {
        let counts = Counts {
            articles: 2,
            paragraphs: 7,
        };
        shown(&reply::help(language));
        shown(&reply::about(language, counts, None, "0.1.0"));
        let named = shown(&reply::about(language, counts, Some("a_small"), "0.1.0"));
        assert!(named.contains("a\\_small"), "{named}");
        shown(&reply::privacy(language, ASKER, None));
        shown(&reply::privacy(language, ASKER, Some(90)));
    }
    assert_snapshot!(shown(&reply::help(Language::English)));
}

#[test]
fn every_trouble_says_what_to_try_next_privately() {
    let all = [
        Trouble::Busy,
        Trouble::SlowDown {
            from: 1_700_000_000,
        },
        Trouble::NotAllowed,
        Trouble::Missing(Missing::Gone),
        Trouble::Missing(Missing::Changed),
        Trouble::NoSuchArticle,
        Trouble::NoSuchSection,
        Trouble::VoteGone,
        Trouble::NotKept,
        Trouble::OldButton,
        Trouble::Fault {
            interaction: 1_300_000_000_000_000_001,
        },
    ];
    let lines: Vec<_> = all
        .into_iter()
        .map(|kind| {
            let reply = trouble(Language::English, kind);
            assert!(reply.private);
            shown(&reply)
        })
        .collect();
    assert_snapshot!(lines.join("\n"));
}
