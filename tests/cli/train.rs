//! `attache train` from outside.

use std::fmt::Write as _;

use crate::support::{BRIDGE, HARBOUR, Shell};

const ORCHARD: &str = "\
+++
id = \"orchard\"
title = \"A Frost in the Orchard\"
+++

Frost killed half of the apple blossom in one April night. Growers lit candles between the rows.

Cider makers expect dearer bottles and a smaller fair in October.
";

const LIGHTHOUSE: &str = "\
+++
id = \"lighthouse\"
title = \"The Lighthouse Keeper Retires\"
+++

The keeper climbed 212 steps every evening for thirty years. A sensor now switches the lamp.

Schoolchildren painted the door green on his last day.
";

/// Article, question, gold paragraph (0 for none), answer.
const ASKED: &[(&str, &str, u32, &str)] = &[
    (
        "harbour",
        "Who blocked the harbour gate?",
        1,
        "Fishermen from Alder",
    ),
    (
        "harbour",
        "Why did herring prices double?",
        3,
        "could not reach the quay",
    ),
    (
        "harbour",
        "Which restaurants served turnips?",
        4,
        "Restaurants in Birch",
    ),
    ("bridge", "Who crossed the bridge first?", 2, "Cyclists"),
    ("bridge", "How many girders were welded?", 1, "seven"),
    (
        "orchard",
        "What did growers light between the rows?",
        1,
        "candles",
    ),
    (
        "orchard",
        "What do cider makers expect?",
        2,
        "dearer bottles",
    ),
    (
        "lighthouse",
        "How many steps did the keeper climb?",
        1,
        "212",
    ),
    ("lighthouse", "What colour is the door?", 2, "green"),
    ("harbour", "Which candles light an orchard?", 0, ""),
    ("bridge", "Why did herring prices double?", 0, ""),
    ("orchard", "Who switches the lamp?", 0, ""),
    ("lighthouse", "How many girders were welded?", 0, ""),
];

fn questions() -> String {
    let mut lines = String::new();
    for (at, (article, question, gold, answer)) in ASKED.iter().enumerate() {
        let (gold, answer) = match gold {
            0 => (String::new(), String::new()),
            _ => (
                format!("{{\"article\":\"{article}\",\"paragraph\":{gold}}}"),
                format!("\"{answer}\""),
            ),
        };
        let _ = writeln!(
            lines,
            "{{\"id\":\"q{at}\",\"question\":\"{question}\",\"lang\":\"en\",\"article\":\"{article}\",\
             \"gold\":[{gold}],\"answer\":[{answer}],\"kind\":\"direct\"}}"
        );
    }
    lines
}

fn shell() -> Shell {
    Shell::among(&[
        ("articles/harbour.md", HARBOUR),
        ("articles/bridge.md", BRIDGE),
        ("articles/orchard.md", ORCHARD),
        ("articles/lighthouse.md", LIGHTHOUSE),
        ("q.jsonl", &questions()),
    ])
}

const TRAIN: &[&str] = &["train", "--articles", "articles", "--questions", "q.jsonl"];

fn trained(shell: &Shell, out: &str, more: &[&str]) -> (String, String) {
    shell.run(&[TRAIN, &["--out", out], more].concat()).fine(0);
    let read = |name| shell.read(&format!("{out}/{name}"));
    (read("weights.toml"), read("background.tsv"))
}

#[test]
fn the_files_written_are_used_from_a_configuration_folder() {
    let shell = shell();
    let (weights, background) = trained(&shell, "c", &["--covered", "1", "--answered", "0.25"]);
    assert!(
        weights.contains(
            "# Made by `attache train` from 4 articles and 13 questions, 9 of them answered there."
        ),
        "{weights}"
    );
    assert!(weights.contains("covered = 1.0000\n") && weights.contains("answered = 0.2500\n"));
    assert!(background.starts_with("\t12\t9\n"), "{background}");
    shell.write("c/sources.toml", b"");
    let ask = |config| {
        let question = "Why did herring prices double?";
        let article = "articles/harbour.md";
        shell.run(&["ask", "--articles", article, "--config", config, question])
    };
    // From chance 1 on only: whatever is asked is not covered.
    let not_covered = ask("c").fine(1);
    assert!(not_covered.contains("do not cover"));
    trained(&shell, "c", &["--covered", "0"]);
    assert!(ask("c").fine(0).contains("Herring prices doubled"));
    shell.write("c/background.tsv", b"\t12\t9\ngas\t2\n");
    let err = ask("c").refused();
    assert!(
        err.contains("c/background.tsv") && err.contains("line 2"),
        "{err}"
    );
}

#[test]
fn equal_input_writes_equal_files_and_keeps_the_thresholds_in_force() {
    let shell = shell();
    let first = trained(&shell, "one", &[]);
    assert_eq!(trained(&shell, "a/new/folder", &[]), first);
    assert!(first.0.contains("[verdict]"));
    shell.write("two/sources.toml", b"");
    shell.write(
        "two/weights.toml",
        first
            .0
            .replace("[verdict]\nanswered = ", "[verdict]\nanswered = 0.1 # ")
            .as_bytes(),
    );
    let second = trained(&shell, "three", &["--config", "two"]);
    assert!(second.0.contains("answered = 0.1000\n"), "{}", second.0);
    assert_eq!(second.1, first.1);
}

#[test]
fn what_was_written_is_told_to_people_and_programs() {
    let shell = shell();
    let out = shell.run(&[TRAIN, &["--out", "new"]].concat()).fine(0);
    insta::assert_snapshot!(out, @r"
    Learned from 4 articles and 13 questions, 9 of them answered there.
    Wrote new/weights.toml and new/background.tsv.
    ");
    let json = shell
        .run(&[TRAIN, &["--out", "new", "--json"]].concat())
        .json(0);
    assert_eq!(json["lessons"]["answered"], 9);
    assert_eq!(json["files"][1], "new/background.tsv");
    let left: Vec<_> = std::fs::read_dir(shell.path().join("new"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn holding_out_judges_by_unseen_articles_beside_plain_bm25_and_writes_nothing() {
    let shell = shell();
    let out = shell.run(&[TRAIN, &["--hold-out"]].concat()).fine(0);
    assert!(
        out.starts_with("Learned from 2 articles and 6 questions, 4 of them"),
        "{out}"
    );
    assert!(
        out.contains("\nJudged by 2 articles it has not seen:\n"),
        "{out}"
    );
    assert!(out.lines().all(|l| l.chars().count() <= 80), "{out}");
    assert!(
        out.lines()
            .last()
            .unwrap()
            .starts_with("plain BM25        7 "),
        "{out}"
    );
    let json = shell
        .run(&[TRAIN, &["--hold-out", "--json"]].concat())
        .json(0);
    // In the order of their ids bridge and lighthouse teach, harbour and orchard judge.
    assert_eq!(json["lessons"]["questions"], 6);
    assert_eq!(json["held_out"]["articles"], 2);
    assert_eq!(json["report"]["n"], 7);
    assert_eq!(
        (&json["plain"]["n"], &json["plain"]["top1"]),
        (&7.into(), &1.0.into())
    );
    assert!(json["plain"]["auc"].is_null());
    assert_eq!(std::fs::read_dir(shell.path()).unwrap().count(), 2);
}

#[test]
fn follow_ups_and_answers_elsewhere_teach_nothing() {
    let shell = shell();
    let elsewhere = "{\"id\":\"a\",\"question\":\"Who?\",\"lang\":\"en\",\"article\":\"bridge\",\"gold\":[{\"article\":\"harbour\",\"paragraph\":1}],\"kind\":\"k\"}\n\
        {\"id\":\"b\",\"turns\":[\"Who?\",\"Why?\"],\"lang\":\"en\",\"article\":\"harbour\",\"gold\":[{\"article\":\"harbour\",\"paragraph\":1}],\"kind\":\"k\"}\n";
    shell.write("e.jsonl", elsewhere.as_bytes());
    let out = shell
        .run(&[TRAIN, &["e.jsonl", "--out", "new"]].concat())
        .fine(0);
    assert!(out.contains("Passed over 2 questions: follow-ups"), "{out}");
    let err = shell
        .run(&[
            "train",
            "--articles",
            "articles",
            "--questions",
            "e.jsonl",
            "--out",
            "none",
        ])
        .refused();
    assert!(err.contains("nothing to learn from"), "{err}");
    assert!(!shell.path().join("none").exists());
}

#[test]
fn a_mistake_writes_nothing() {
    let shell = shell();
    shell.write("file", b"x");
    std::fs::create_dir_all(shell.path().join("taken/weights.toml")).unwrap();
    for (more, part) in [
        (&[][..], "--out"),
        (&["--out", "new", "--hold-out"], "--hold-out"),
        (&["--out", "file"], "file"),
        (&["--out", "file/deeper"], "file/deeper"),
        (
            &["--out", "taken"],
            "taken/weights.toml is not a plain file",
        ),
        (&["--out", "new", "--covered", "1.5"], "between 0 and 1"),
    ] {
        let err = shell.run(&[TRAIN, more].concat()).refused();
        assert!(err.contains(part), "{more:?}: {err}");
    }
    let one = [
        "train",
        "--articles",
        "articles/bridge.md",
        "--questions",
        "q.jsonl",
        "--hold-out",
    ];
    assert!(shell.run(&one).refused().contains("not among"));
    shell.write("b.jsonl", questions().lines().nth(3).unwrap().as_bytes());
    let one = [
        "train",
        "--articles",
        "articles/bridge.md",
        "--questions",
        "b.jsonl",
        "--hold-out",
    ];
    assert!(shell.run(&one).refused().contains("at least two"));
    assert_eq!(
        std::fs::read_dir(shell.path().join("taken"))
            .unwrap()
            .count(),
        1
    );
    assert!(!shell.path().join("new").exists());
}
