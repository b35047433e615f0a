//! `attache evaluate` from outside.

use crate::support::{BRIDGE, HARBOUR, Shell};

const QUESTIONS: &str = r#"{"id":"q1","question":"Why did herring prices double?","lang":"en","article":"harbour","gold":[{"article":"harbour","paragraph":3}],"answer":["trucks could not reach the quay"],"kind":"direct"}
{"id":"q2","turns":["Who closed the bridge?","Which restaurants served turnips?"],"lang":"en","article":"harbour","gold":[{"article":"harbour","paragraph":4}],"answer":["Restaurants in Birch"],"kind":"chat"}

{"id":"q3","question":"quantum chromodynamics lecture","lang":"tr","article":"bridge","gold":[],"answer":[],"kind":"off","remark":"ignored"}
"#;

fn shell() -> Shell {
    Shell::among(&[
        ("articles/harbour.md", HARBOUR),
        ("articles/bridge.md", BRIDGE),
        ("q.jsonl", QUESTIONS),
    ])
}

const EVALUATE: &[&str] = &[
    "evaluate",
    "--articles",
    "articles",
    "--questions",
    "q.jsonl",
];

#[test]
fn figures_stand_over_all_and_by_kind_and_language() {
    let shell = shell();
    for whole_set in [&[][..], &["--whole-set"]] {
        let json = shell
            .run(&[EVALUATE, &["--json"], whole_set].concat())
            .json(0);
        assert_eq!((&json["n"], &json["refused"]), (&3.into(), &1.0.into()));
        assert_eq!(
            (&json["auc"], &json["overclaimed"]),
            (&1.0.into(), &0.0.into())
        );
        assert_eq!(json["by_kind"]["direct"]["top1"], 1.0);
        assert_eq!(json["by_kind"]["direct"]["sentence"], 1.0);
        assert!(json["by_kind"]["direct"]["refused"].is_null());
        assert!(json["by_lang"]["tr"]["top1"].is_null());
        assert!(json["micros_p50"].is_u64() && json["micros_p99"].is_u64());
    }
}

#[test]
fn the_table_fits_80_columns() {
    let out = shell().run(EVALUATE).fine(0);
    assert!(out.lines().all(|l| l.chars().count() <= 80), "{out}");
    let rows: Vec<&str> = out
        .lines()
        .filter_map(|l| l.split_whitespace().next())
        .collect();
    assert_eq!(
        &rows[..7],
        ["n", "all", "chat", "direct", "off", "en", "tr"]
    );
}

#[test]
fn predictions_are_one_line_a_question() {
    let shell = shell();
    shell.write("p.jsonl", b"old");
    shell
        .run(&[EVALUATE, &["--predictions", "p.jsonl"]].concat())
        .fine(0);
    let text = std::fs::read_to_string(shell.path().join("p.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["id"], "q1");
    assert_eq!(lines[0]["ranked"][0]["paragraph"], 3);
    assert!(
        lines[0]["sentence"]
            .as_str()
            .unwrap()
            .starts_with("Herring")
    );
    assert_eq!(lines[2]["verdict"], "not_covered");
}

#[test]
fn a_bad_line_is_named_and_nothing_is_written() {
    let shell = shell();
    shell.write(
        "bad.jsonl",
        QUESTIONS.replace("\"gold\":[]", "\"gold\":7").as_bytes(),
    );
    let args = ["--questions", "bad.jsonl", "--predictions", "p.jsonl"];
    let err = shell.run(&[EVALUATE, &args[..]].concat()).refused();
    assert!(
        err.contains("bad.jsonl, line 4: this line is no question"),
        "{err}"
    );
    let left = std::fs::read_dir(shell.path()).unwrap().count();
    assert_eq!(left, 3, "a file was left behind");
}

#[test]
fn a_question_about_another_article_or_paragraph_is_named() {
    let shell = shell();
    let err = shell
        .run(&[
            "evaluate",
            "--articles",
            "articles/bridge.md",
            "--questions",
            "q.jsonl",
        ])
        .refused();
    assert!(
        err.contains("q.jsonl, line 1: article \"harbour\" is not among"),
        "{err}"
    );
    shell.write(
        "q.jsonl",
        QUESTIONS
            .replace("\"paragraph\":4", "\"paragraph\":40")
            .as_bytes(),
    );
    let err = shell.run(EVALUATE).refused();
    assert!(
        err.contains("q.jsonl, line 2: gold names harbour#40"),
        "{err}"
    );
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let shell = shell();
    shell.write("empty.jsonl", b"\n");
    for (file, why) in [
        ("gone.jsonl", "No such file"),
        ("empty.jsonl", "holds no question"),
    ] {
        let err = shell
            .run(&["evaluate", "--articles", "articles", "--questions", file])
            .refused();
        assert!(err.contains(file) && err.contains(why), "{err}");
    }
    let into = |file| {
        shell
            .run(&[EVALUATE, &["--predictions", file]].concat())
            .refused()
    };
    assert!(into("articles").contains("not a plain file"));
    assert!(into("gone/p.jsonl").contains("does its folder exist"));
}

/// The built-in briefing and our own questions over it guard the ranking: a change that lowers
/// these figures must say why.
#[test]
fn the_briefing_answers_our_own_questions_as_well_as_it_did() {
    let questions = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/questions/briefing.jsonl"
    );
    let shell = Shell::among(&[]);
    let json = shell
        .run(&["evaluate", "--questions", questions, "--json"])
        .json(0);
    let least = |figure: &str, bound: f64| {
        let reached = json[figure].as_f64().expect("the figure is a number");
        assert!(reached >= bound, "{figure} fell to {reached:.3}");
    };
    least("top1", 0.68);
    least("recall3", 0.82);
    least("sentence", 0.62);
    least("answered", 0.82);
    assert_eq!(json["by_kind"]["off"]["overclaimed"], 0.0);
}
