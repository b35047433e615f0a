//! The real program from outside: what it prints, what it refuses, the code it ends with.

mod bad_input;
mod data;
mod evaluate;
mod hub;
mod index;
mod kills;
mod lexicon;
mod model;
#[path = "../shared/quay.rs"]
mod quay;
mod site;
mod support;
mod terminal;
mod train;
mod turns;

use insta::assert_snapshot;
use support::{BRIDGE, HARBOUR, Shell};

#[test]
fn a_question_is_answered_with_the_best_passage_first_and_its_address() {
    let shell = Shell::at_the_harbour();
    let out = shell
        .harbour(&["ask", "Why", "did", "herring", "prices", "double?"])
        .fine(0);
    assert!(
        out.contains(" 1  Herring prices doubled within a week"),
        "{out}"
    );
    assert!(out.contains("The Gazette"), "{out}");
    assert!(out.contains("https://gazette.example/harbour"), "{out}");
}

#[test]
fn a_question_can_be_piped_in() {
    let shell = Shell::at_the_harbour();
    let out = shell
        .harbour_given(b"Why did herring prices double?\n", &["ask", "-"])
        .fine(0);
    assert!(out.contains("Herring prices doubled"), "{out}");
}

#[test]
fn what_the_articles_do_not_cover_is_said_and_ends_with_one() {
    let shell = Shell::at_the_harbour();
    assert_snapshot!(shell.harbour(&["ask", "quantum chromodynamics lecture"]).fine(1), @r"
    The articles do not cover this.
    Try other words, or look at what is indexed: sources, show.
    ");
}

#[test]
fn ask_json_has_the_documented_shape() {
    let shell = Shell::at_the_harbour();
    let json = shell
        .harbour(&["ask", "--json", "Why did herring prices double?"])
        .json(0);
    assert_eq!(json["question"], "Why did herring prices double?");
    assert!(["answered", "partly"].contains(&json["verdict"].as_str().unwrap()));
    assert!(json["confidence"].is_number() && json["mended"].is_array());
    let passage = &json["passages"][0];
    assert_eq!(
        (&passage["article"], &passage["paragraph"]),
        (&"harbour".into(), &3.into())
    );
    let text = passage["excerpt"]["text"].as_str().unwrap();
    assert!(HARBOUR.contains(text), "{text:?} is not in the article");
    assert!(passage["excerpt"]["sentence"]["end"].is_number());
    assert_eq!(passage["citation"]["publisher"], "The Gazette");
    let none = shell
        .harbour(&["ask", "--json", "quantum chromodynamics lecture"])
        .json(1);
    assert_eq!(
        (&none["verdict"], &none["passages"]),
        (&"not_covered".into(), &serde_json::json!([]))
    );
}

#[test]
fn fewer_passages_can_be_asked_for() {
    let shell = Shell::at_the_harbour();
    let json = shell
        .harbour(&["ask", "--json", "--passages", "1", "harbour gate"])
        .json(0);
    assert_eq!(json["passages"].as_array().unwrap().len(), 1);
}

#[test]
fn search_lists_what_matches_and_nothing_ends_with_one() {
    let shell = Shell::at_the_harbour();
    let out = shell.harbour(&["search", "turnips"]).fine(0);
    assert!(
        out.contains("served turnips") && out.ends_with("1 paragraph found.\n"),
        "{out}"
    );
    assert_eq!(
        shell.harbour(&["search", "zeppelin"]).fine(1),
        "No paragraph matches.\n"
    );
    let json = shell
        .harbour(&["search", "--json", "--limit", "1", "gate"])
        .json(0);
    assert_eq!((&json["page"], &json["limit"]), (&1.into(), &1.into()));
    assert_eq!(json["hits"].as_array().unwrap().len(), 1);
    assert!(json["total"].as_u64().unwrap() >= 2);
}

#[test]
fn a_page_past_the_last_is_told() {
    let shell = Shell::at_the_harbour();
    let out = shell.harbour(&["search", "turnips", "--page", "9"]).fine(1);
    assert_eq!(
        out,
        "1 paragraph found, on pages 1 to 1: there is no page 9.\n"
    );
}

#[test]
fn a_search_that_cannot_be_read_points_at_the_place() {
    let shell = Shell::at_the_harbour();
    let err = shell.harbour(&["search", "\"herring prices"]).refused();
    assert!(
        err.starts_with("error: the search cannot be read: "),
        "{err}"
    );
    assert!(err.contains("\"herring prices\n^"), "{err}");
}

#[test]
fn show_outlines_an_article() {
    let shell = Shell::at_the_harbour();
    assert_snapshot!(shell.harbour(&["show", "harbour"]).fine(0), @r"
    Two Towns, One Harbour
    harbour · The Gazette · 5 paragraphs · 78 words
    https://gazette.example/harbour

        0  The towns of Alder and Birch quarrel about the harbour they share.
        1  Fishermen from Alder blocked the harbour gate in March after a ferry…
        2  The mayor of Birch called the blockade unlawful and closed the bridge in…

    The price of fish
        3  Herring prices doubled within a week because trucks could not reach the…
        4  Restaurants in Birch served turnips and apologised to their guests.

    What comes next
        5  A judge will hear both towns in September and decide who repairs the…
    ");
}

#[test]
fn show_sets_a_paragraph_between_its_neighbours() {
    let shell = Shell::at_the_harbour();
    let out = shell.harbour(&["show", "harbour#4"]).fine(0);
    let (paragraphs, citation) = out.split_once("— ").unwrap();
    assert_snapshot!(paragraphs, @r"
    The price of fish

       3  Herring prices doubled within a week because trucks could not reach the
          quay.

    >  4  Restaurants in Birch served turnips and apologised to their guests.

    What comes next

       5  A judge will hear both towns in September and decide who repairs the gate.

    ");
    assert!(
        citation.contains("https://gazette.example/harbour"),
        "{citation}"
    );
    for same in ["#4", "4"] {
        assert_eq!(shell.harbour(&["show", same]).fine(0), out);
    }
}

#[test]
fn show_json_has_the_documented_shapes() {
    let shell = Shell::at_the_harbour();
    let json = shell.harbour(&["show", "--json", "5"]).json(0);
    assert_eq!(
        (&json["article"], &json["paragraph"]),
        (&"harbour".into(), &5.into())
    );
    assert_eq!(json["before"]["number"], 4);
    assert!(json["after"].is_null());
    assert_eq!(json["citation"]["section"], "What comes next");
    let json = shell.harbour(&["show", "--json", "harbour"]).json(0);
    assert_eq!(json["article"]["id"], "harbour");
    assert_eq!(json["outline"][2]["heading"], "The price of fish");
    assert_eq!(json["outline"][2]["paragraphs"][0]["number"], 3);
}

#[test]
fn sources_are_listed_within_80_columns() {
    let shell = Shell::among(&[("a/harbour.md", HARBOUR), ("b/bridge.md", BRIDGE)]);
    let out = shell
        .run(&["sources", "--articles", "a", "--articles", "b/bridge.md"])
        .fine(0);
    assert_snapshot!(out, @r"
    ARTICLE  PUBLISHER                              PARAGRAPHS    WORDS  DATE
    harbour  The Gazette                                     5       78  –
             Two Towns, One Harbour
             a
    bridge   The Courier                                     2       17  –
             The Bridge Reopens
             b/bridge.md

    Ranked by words alone, without a sentence model (attache model --help).
    ");
}

#[test]
fn without_settings_the_built_in_briefing_is_answered_from() {
    let shell = Shell::among(&[]);
    let json = shell.run(&["sources", "--json"]).json(0);
    assert_eq!(json["articles"][0]["id"], "trt-backing-down");
    assert_eq!(json["articles"][0]["origin"]["kind"], "built_in_briefing");
    assert_eq!(json["articles"][0]["retelling"], true);
    assert!(json["articles"][0]["paragraphs"].as_u64().unwrap() > 10);
}

#[test]
fn a_config_folder_here_is_used_and_one_named_comes_first() {
    let listing = |id: &str| {
        format!("[[article]]\nid = \"{id}\"\ntitle = \"T\"\nnote = \"local\"\npath = \"h.md\"\n")
    };
    let shell = Shell::among(&[
        ("config/sources.toml", &listing("here")),
        ("config/h.md", HARBOUR),
        ("other/sources.toml", &listing("there")),
        ("other/h.md", HARBOUR),
    ]);
    let id = |args: &[&str]| shell.run(args).json(0)["articles"][0]["id"].clone();
    assert_eq!(id(&["sources", "--json"]), "here");
    assert_eq!(id(&["sources", "--json", "--config", "other"]), "there");
}

#[test]
fn chat_takes_piped_lines_without_prompts() {
    let shell = Shell::at_the_harbour();
    let lines = b"Why did herring prices double?\n\n/show 4\n/nope\n/quit\nherring\n";
    let out = shell.harbour_given(lines, &["chat"]).fine(0);
    assert!(out.contains(" 1  Herring prices doubled"), "{out}");
    assert!(out.contains(">  4  Restaurants"), "{out}");
    assert!(
        out.ends_with("no command /nope: /help lists them\n\n"),
        "{out}"
    );
}

#[test]
fn chat_json_is_one_value_a_line() {
    let shell = Shell::at_the_harbour();
    let lines = b"Why did herring prices double?\n/sources\n/show 99\n/search \"x\n";
    let out = shell.harbour_given(lines, &["chat", "--json"]).fine(0);
    let values: Vec<serde_json::Value> = out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(values.len(), 4);
    assert_eq!(values[0]["passages"][0]["paragraph"], 3);
    assert_eq!(values[1]["articles"][0]["id"], "harbour");
    assert!(
        values[2]["error"]
            .as_str()
            .unwrap()
            .contains("no paragraph 99")
    );
    assert!(values[3]["error"].is_string());
}

#[test]
fn every_command_explains_itself_with_examples() {
    let shell = Shell::among(&[]);
    for command in [
        "ask", "search", "show", "chat", "sources", "evaluate", "train",
    ] {
        let help = shell.run(&[command, "--help"]).fine(0);
        assert!(
            help.contains("Examples:") && help.contains("JSON"),
            "{help}"
        );
        let widest = help.lines().map(|l| l.chars().count()).max();
        assert!(widest <= Some(100), "{command}: {widest:?}");
    }
    assert!(shell.run(&["--help"]).fine(0).contains("Exit codes: 0"));
}
