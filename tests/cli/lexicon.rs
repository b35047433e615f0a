//! `attache lexicon`: the report, the proposals, the codes they end with.

use insta::assert_snapshot;
use sqlx::Connection;

use crate::data::{FOLDER, KEY, make};
use crate::support::{Ran, Shell};

const SOURCES: &str =
    "[[article]]\nid = \"harbour\"\ntitle = \"Harbour\"\npath = \"../harbour.md\"\n";

const LEXICON: &str = "\
[[concept]]
name = \"ferry\"
en = [\"ferry\", \"boat\"]
ru = [\"паром\"]
suggests = [\"bridge\"]

[[concept]]
name = \"bridge\"
en = [\"bridge\", \"boat\"]
suggests = [\"ferry\"]

[[concept]]
name = \"airport\"
en = [\"airport\"]
";

fn shell(lexicon: &str) -> Shell {
    let shell = Shell::at_the_harbour();
    shell.write("config/sources.toml", SOURCES.as_bytes());
    shell.write("config/lexicon.toml", lexicon.as_bytes());
    shell
}

/// What `attache lexicon suggest` makes of questions that were not covered.
fn suggest(shell: &Shell, questions: &[&str], args: &[&str]) -> Ran {
    shell.write(&format!("{FOLDER}/attache.key"), &KEY);
    let file = shell.path().join(FOLDER).join("attache.sqlite");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    runtime.block_on(async {
        let mut database = make(&file).await;
        for (id, question) in (1_i64..).zip(questions) {
            let topic = questions.iter().position(|one| one == question);
            sqlx::query(
                "INSERT INTO question VALUES (?, 1760000000123, ?, 77, 'command', 'en', \
                 'not_covered', 0.1, ?, ?)",
            )
            .bind(id)
            .bind(vec![1_u8; 32])
            .bind(*question)
            .bind(i64::try_from(topic.unwrap_or_default()).expect("few questions"))
            .execute(&mut database)
            .await
            .expect("a question fits its table");
        }
        database.close().await.expect("the database closes");
    });
    shell.run(&[&["lexicon", "suggest"], args].concat())
}

#[test]
fn notes_are_told_and_are_no_failure() {
    let out = shell(LEXICON).run(&["lexicon", "check"]).fine(0);
    assert_snapshot!(out, @r#"
    config/lexicon.toml: 3 concepts with 6 forms.
    2 of 5 forms in the articles' languages stand in the articles.

    Suggestions that lead back: 1
    Suggestions go one step. Concepts that mean one thing are better joined.
         2  ferry → bridge → itself

    Concepts that share forms: 1
    A question with such a form means both; leave it where that is so.
         9  bridge  en “boat” is also in ferry, line 3

    Dead concepts: 1
    No article mentions them or what they suggest. They do no harm, and serve
    articles to come.
        13  airport

    No mistakes.
    "#);
}

#[test]
fn mistakes_end_with_one_and_every_finding_is_in_the_json() {
    let shell = shell(&LEXICON.replace("[\"ferry\", ", "[\"ferry\", \"Ferry\", "));
    let out = shell.run(&["lexicon", "check", "--all"]).fine(1);
    assert!(out.contains("Mistakes: 1"), "{out}");
    assert!(out.contains("Forms in no article: 3"), "{out}");
    let json = shell.run(&["lexicon", "check", "--json"]).json(1);
    assert_eq!((&json["concepts"], &json["forms"]), (&3.into(), &7.into()));
    let expected = serde_json::json!({"line": 3, "concept": "ferry", "mistake": true,
        "kind": "repeated", "key": "en", "form": "Ferry", "first": "ferry"});
    let findings = json["findings"].as_array().expect("a list");
    assert!(findings.contains(&expected), "{json}");
}

#[test]
fn a_lexicon_that_cannot_be_used_is_refused_with_file_line_and_remedy() {
    let shell = shell(&LEXICON.replace("[\"bridge\"]\n", "[\"brigde\"]\n"));
    let err = shell.run(&["lexicon", "check"]).refused();
    assert!(
        err.contains(
            "config/lexicon.toml: line 5: concept \"ferry\" suggests \"brigde\", which no"
        ),
        "{err}"
    );
    assert!(err.contains("correct the name"), "{err}");
}

#[test]
fn colour_is_only_for_terminals_unless_asked_for() {
    let shell = shell(LEXICON);
    let plain = shell.run(&["lexicon", "check"]).fine(0);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let coloured = shell
        .run(&["--color", "always", "lexicon", "check"])
        .fine(0);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
}

#[test]
fn what_is_proposed_can_be_pasted_and_is_then_known() {
    let shell = shell(LEXICON);
    let questions = [
        "Who pays for the lighthouse?",
        "Who pays for the lighthouse?",
        "Is the trawlerboot \"open\"?",
    ];
    let out = suggest(&shell, &questions, &[]).fine(0);
    assert_snapshot!(out, @r#"
    # 4 entries from 2 questions not covered. Look at each before it goes into lexicon.toml.

    # asked 2 times, as in: Who pays for the lighthouse?
    # of no use before a word of the articles stands beside it, or in `suggests`
    [[concept]]
    name = "lighthouse"
    en = ["lighthouse"]

    # asked 2 times, as in: Who pays for the lighthouse?
    # of no use before a word of the articles stands beside it, or in `suggests`
    [[concept]]
    name = "pays"
    en = ["pays"]

    # asked once, as in: Is the trawlerboot "open"?
    # of no use before a word of the articles stands beside it, or in `suggests`
    [[concept]]
    name = "open"
    en = ["open"]

    # asked once, as in: Is the trawlerboot "open"?
    [[concept]]
    name = "trawlerboot"
    en = ["trawlerboot", "trawler"]
    "#);
    shell.write(
        "config/lexicon.toml",
        format!("{LEXICON}\n{out}").as_bytes(),
    );
    shell.run(&["lexicon", "check"]).fine(0);
    let again = shell.run(&["lexicon", "suggest"]).fine(1);
    assert_eq!(
        again,
        "# Nothing to propose from 2 questions not covered: the articles or the lexicon know their \
         words.\n"
    );
}

#[test]
fn proposals_are_limited_and_have_the_documented_json() {
    let shell = shell(LEXICON);
    let questions = ["Where is the lighthouse?", "Where is the windmill?"];
    let json = suggest(&shell, &questions, &["--json", "--limit", "1"]).json(0);
    assert_eq!(
        json,
        serde_json::json!({"questions": 2, "misspelled": 0, "total": 2, "entries": [{
            "name": "lighthouse", "key": "en", "word": "lighthouse", "asked": 1, "questions": 1,
            "example": "Where is the lighthouse?", "near": [],
            "toml": "# asked once, as in: Where is the lighthouse?\n# of no use before a word of \
                     the articles stands beside it, or in `suggests`\n[[concept]]\nname = \
                     \"lighthouse\"\nen = [\"lighthouse\"]\n",
        }]})
    );
}

#[test]
fn nothing_recorded_is_said_clearly() {
    let shell = shell(LEXICON);
    let err = shell.run(&["lexicon", "suggest"]).refused();
    assert!(err.contains("nothing has been recorded"), "{err}");
    let out = suggest(&shell, &[], &[]).fine(1);
    assert_eq!(
        out,
        "# No question is recorded that the articles did not cover, or all are handled.\n"
    );
}
