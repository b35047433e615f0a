//! Mistakes and malice: each is told plainly, none panics.

use crate::support::{HARBOUR, Ran, Shell};

#[track_caller]
fn told(ran: Ran, parts: &[&str]) {
    let err = ran.refused();
    assert!(err.starts_with("error: "), "{err}");
    for part in parts {
        assert!(err.contains(part), "{part:?} is missing: {err}");
    }
}

/// Ends with an answer or the plain word that there is none.
#[track_caller]
fn settled(ran: &Ran) {
    assert!(
        matches!(ran.code, Some(0 | 1)),
        "{:?} {}",
        ran.code,
        ran.err
    );
    assert_eq!(ran.err, "");
}

#[test]
fn an_article_that_is_missing_empty_or_no_text_is_named() {
    let shell = Shell::at_the_harbour();
    shell.write("empty.txt", b"");
    shell.write("blank.txt", b" \n\n \n");
    shell.write(
        "picture.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xfe\xfd\0\0",
    );
    for name in ["gone.txt", "empty.txt", "blank.txt", "picture.txt"] {
        told(shell.run(&["ask", "--articles", name, "herring"]), &[name]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_or_folder_that_cannot_be_read_is_named() {
    let shell = Shell::at_the_harbour();
    // Links in a circle cannot be read even by root.
    std::os::unix::fs::symlink("loop.md", shell.path().join("loop.md")).unwrap();
    told(
        shell.run(&["ask", "--articles", "loop.md", "herring"]),
        &["loop.md"],
    );
    told(
        shell.run(&["ask", "--articles", "loop.md/", "herring"]),
        &["loop.md"],
    );
    told(shell.run(&["sources", "--config", "loop.md"]), &["loop.md"]);
}

#[test]
fn a_folder_without_articles_is_named() {
    let shell = Shell::among(&[("texts/readme.pdf", "x")]);
    told(
        shell.run(&["ask", "--articles", "texts", "herring"]),
        &["texts"],
    );
}

#[test]
fn two_articles_with_one_id_name_both_files() {
    let shell = Shell::among(&[("a.md", HARBOUR), ("b.md", HARBOUR)]);
    let ran = shell.run(&["sources", "--articles", "a.md", "--articles", "b.md"]);
    told(ran, &["\"harbour\"", "a.md", "b.md", "another id"]);
    told(
        shell.run(&["sources", "--articles", "."]),
        &["\"harbour\"", "a.md", "b.md"],
    );
}

#[test]
fn settings_with_a_mistake_name_file_line_key_and_what_is_allowed() {
    let shell = Shell::among(&[("c/sources.toml", "[[article]]\nid = \"a\"\ntitel = \"T\"\n")]);
    let ran = shell.run(&["sources", "--config", "c"]);
    told(
        ran,
        &[
            "c/sources.toml",
            "line 3",
            "`titel`",
            "`title`",
            "`briefing`",
        ],
    );
}

#[test]
fn an_unknown_article_or_number_is_told_with_what_there_is() {
    let shell = Shell::at_the_harbour();
    told(
        shell.harbour(&["show", "harbor"]),
        &["no article \"harbor\"", "did you mean harbour?"],
    );
    told(
        shell.harbour(&["show", "zzz"]),
        &["`attache sources` lists them"],
    );
    told(
        shell.harbour(&["show", "harbour#6"]),
        &["paragraphs 1 to 5 and a summary, 0"],
    );
    told(
        shell.harbour(&["show", "#six"]),
        &["no paragraph number", "1 to 5"],
    );
}

#[test]
fn an_empty_question_or_search_is_refused() {
    let shell = Shell::at_the_harbour();
    told(shell.harbour(&["ask", ""]), &["the question is empty"]);
    told(
        shell.harbour(&["ask", " ", "\t"]),
        &["the question is empty"],
    );
    told(
        shell.harbour_given(b"\n", &["ask", "-"]),
        &["the question is empty"],
    );
    told(
        shell.harbour_given(b"\xff\xfeq", &["ask", "-"]),
        &["standard input is not UTF-8"],
    );
    told(shell.harbour(&["search", " "]), &["the search is empty"]);
    told(shell.harbour(&["ask"]), &["<QUESTION>"]);
    told(
        shell.harbour(&["ask", "--passages", "0", "x"]),
        &["--passages"],
    );
}

#[test]
fn stop_words_or_emoji_alone_are_not_covered() {
    let shell = Shell::at_the_harbour();
    assert_eq!(shell.harbour(&["ask", "what is the of"]).code, Some(1));
    assert_eq!(shell.harbour(&["ask", "🦀🦀 🐟"]).code, Some(1));
}

#[test]
fn a_question_of_100_000_characters_is_settled() {
    let shell = Shell::at_the_harbour();
    let long = "herring prices ".repeat(6_667);
    settled(&shell.harbour(&["ask", &long]));
    // An argument holds at most 128 KiB on Linux.
    settled(&shell.harbour_given("é".repeat(100_000).as_bytes(), &["ask", "-"]));
}

#[test]
fn query_syntax_in_a_question_is_only_text() {
    let shell = Shell::at_the_harbour();
    for hostile in [
        "\"(((",
        "herring AND NOT (",
        "field:[a TO",
        "*?~^:\\",
        "a^999999999",
        "{}[]\u{0}",
        "herring\" OR \"",
        "../../etc/passwd",
        "\u{202e}\u{1b}[2J",
    ] {
        // An argument cannot hold a NUL; standard input can.
        settled(&shell.harbour_given(hostile.as_bytes(), &["ask", "-"]));
    }
}

#[test]
fn hostile_searches_end_cleanly() {
    let shell = Shell::at_the_harbour();
    let deep = "(".repeat(5_000);
    for hostile in [
        "\"",
        "(((",
        ")",
        "AND",
        "a AND OR b",
        "x:[",
        "*",
        "~",
        "-",
        &deep,
    ] {
        let ran = shell.harbour(&["search", "--", hostile]);
        assert!(
            matches!(ran.code, Some(0..=2)),
            "{hostile:?}: {:?}",
            ran.code
        );
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
}
