//! Two-turn questions over the briefing: follow-ups borrow, questions that stand alone do not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::Shell;

const TURNS: &str = include_str!("../questions/turns.jsonl");

/// What was ranked for each question, by id.
fn ranked(shell: &Shell, questions: &str, name: &str) -> BTreeMap<String, Value> {
    shell.write("questions.jsonl", questions.as_bytes());
    let args = [
        "evaluate",
        "--questions",
        "questions.jsonl",
        "--predictions",
        name,
    ];
    shell.run(&args).fine(0);
    let lines = shell.read(name);
    let predictions = lines.lines().map(|line| {
        let line: Value = serde_json::from_str(line).expect("a prediction is JSON");
        (line["id"].as_str().expect("it has an id").to_owned(), line)
    });
    predictions.collect()
}

fn questions() -> Vec<Value> {
    let lines = TURNS.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("every line is JSON")
}

/// The second question of each turn, by itself.
fn alone() -> String {
    let lines = questions().into_iter().map(|mut question| {
        let second = question["turns"][1].take();
        question["question"] = second;
        question.as_object_mut().expect("an object").remove("turns");
        format!("{question}\n")
    });
    lines.collect()
}

/// How many questions of a kind have a first passage that answers, and how many there are.
fn right(kind: &str, ranked: &BTreeMap<String, Value>) -> (usize, usize) {
    let of_kind: Vec<Value> = (questions().into_iter())
        .filter(|question| question["kind"] == kind)
        .collect();
    let is_right = |question: &&Value| {
        let first = &ranked[question["id"].as_str().expect("an id")]["ranked"][0];
        let gold = question["gold"].as_array().expect("a list");
        gold.iter()
            .any(|gold| gold["paragraph"] == first["paragraph"])
    };
    (of_kind.iter().filter(is_right).count(), of_kind.len())
}

#[test]
fn follow_ups_borrow_and_other_questions_are_answered_as_if_asked_alone() {
    let shell = Shell::among(&[]);
    let after = ranked(&shell, TURNS, "after.jsonl");
    let alone = ranked(&shell, &alone(), "alone.jsonl");
    for question in questions().iter().filter(|one| one["kind"] == "alone") {
        let id = question["id"].as_str().unwrap();
        assert_eq!(after[id], alone[id], "{question}");
    }
    let (borrowing, of) = right("leaning", &after);
    assert!(borrowing * 20 >= of * 17, "{borrowing} of {of}");
    // Without the turn before they say too little.
    let (by_themselves, _) = right("leaning", &alone);
    assert!(by_themselves * 2 < borrowing, "{by_themselves}");
    let (right, of) = right("alone", &after);
    assert!(right * 4 >= of * 3, "{right} of {of}");
}
