//! Mistakes and malice: each is told plainly, none panics.

use crate::support::{HARBOUR, Ran, Shell};

#[track_caller]
fn told(ran: Ran, parts: &[&str]) {
    let err = ran.refused();
    assert!(err.starts_with("error: "), "{err}");
    assert_eq!(err.matches("error: ").count(), 1, "one message: {err}");
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

/// Asks at the harbour with `text` as the file `name` of the configuration folder.
fn configured(name: &str, text: &[u8]) -> Ran {
    let shell = Shell::at_the_harbour();
    shell.write("c/sources.toml", b"");
    shell.write(&format!("c/{name}"), text);
    shell.harbour(&["ask", "--config", "c", "herring"])
}

#[test]
fn broken_sources_name_the_file_the_line_and_the_key() {
    for (text, parts) in [
        (
            &b"[[artcle]]\n"[..],
            &["line 1", "`artcle`", "`article`"][..],
        ),
        (b"[[article]\n", &["line 1"]),
        (
            b"[[article]]\nid = \"a\"\ntitle = \"T\"\npath = 3\n",
            &["line 4", "path = 3"],
        ),
        (
            b"[[article]]\nid = \"A B\"\ntitle = \"T\"\n",
            &["line 2", "a-z 0-9"],
        ),
        (
            b"# ok\ntitle = \"\xe9\"\n",
            &["line 2", "save the file as UTF-8"],
        ),
    ] {
        told(
            configured("sources.toml", text),
            &[&["c/sources.toml"], parts].concat(),
        );
    }
    let shell = Shell::at_the_harbour();
    shell.write(
        "c/sources.toml",
        b"[[article]]\nid = \"a\"\ntitle = \"T\"\npath = \"no.md\"\n",
    );
    told(
        shell.run(&["sources", "--config", "c"]),
        &[
            "c/sources.toml, line 2",
            "`path`",
            "c/no.md",
            "no such file",
        ],
    );
    told(
        shell.run(&["sources", "--config", "nowhere"]),
        &["nowhere/sources.toml", "which a configuration folder needs"],
    );
}

#[test]
fn a_broken_lexicon_names_the_file_the_place_and_the_remedy() {
    for (text, parts) in [
        (
            &b"[[concept]]\nname = \"a\"\nfr = [\"x\"]\n"[..],
            &["line 3", "`fr`", "`az_cyrl`"][..],
        ),
        (
            b"[[concept]]\nname = \"a\"\nsuggests = [\"b\"]\n",
            &["\"a\"", "\"b\""],
        ),
        (
            b"[[concept]]\nname = \"a\"\nen = \"x\"\n",
            &["line 3", "en = "],
        ),
        (b"x =", &["line 1"]),
        (b"\xff\xfe", &["line 1", "UTF-8"]),
    ] {
        let ran = configured("lexicon.toml", text);
        told(ran, &[&["c/lexicon.toml"], parts].concat());
    }
    told(
        configured("lexicon.toml", b"x ="),
        &["remove it to use what is built in"],
    );
}

#[test]
fn broken_trained_files_name_the_file_the_place_and_the_remedy() {
    for (name, text, parts) in [
        ("weights.toml", &b""[..], &["`verdict`"][..]),
        ("weights.toml", b"[verdict\n", &["line 1"]),
        (
            "weights.toml",
            b"[verdict]\ncovered = \"a\"\n",
            &["line 2", "covered = "],
        ),
        (
            "weights.toml",
            b"[verdict]\nanswerd = 1.0\n",
            &["line 2", "`answerd`", "`answered`"],
        ),
        (
            "weights.toml",
            b"[verdict]\ncovered = 2\nanswered = 1\n[paragraph]\n[sentence]\n[covered]\n[right]\n",
            &["covered = 2", "between 0 and 1"],
        ),
        (
            "weights.toml",
            b"[verdict]\ncovered = 0\nanswered = 1\n[paragraph]\n[sentence]\n[covered]\n[right]\n",
            &["[paragraph] lacks"],
        ),
        ("background.tsv", b"", &["line 1", "totals"]),
        (
            "background.tsv",
            b"\t3\t2\ngas\t2\n",
            &["line 2", "`attache train`"],
        ),
    ] {
        let file = format!("c/{name}");
        let remedy = "remove it to use what is built in";
        told(
            configured(name, text),
            &[&[file.as_str(), remedy], parts].concat(),
        );
    }
}

#[cfg(unix)]
#[test]
fn a_settings_file_that_cannot_be_read_is_named() {
    let shell = Shell::at_the_harbour();
    shell.write("c/sources.toml", b"");
    for name in ["weights.toml", "lexicon.toml", "background.tsv"] {
        let file = shell.path().join("c").join(name);
        std::os::unix::fs::symlink(name, &file).unwrap();
        let ran = shell.harbour(&["ask", "--config", "c", "herring"]);
        told(ran, &["reading", &format!("c/{name}")]);
        std::fs::remove_file(&file).unwrap();
        std::fs::create_dir(&file).unwrap();
        let ran = shell.harbour(&["ask", "--config", "c", "herring"]);
        told(ran, &["reading", &format!("c/{name}")]);
        std::fs::remove_dir(&file).unwrap();
    }
}

#[test]
fn an_over_large_article_is_refused_without_reading_it() {
    let shell = Shell::among(&[]);
    let file = std::fs::File::create(shell.path().join("large.txt")).unwrap();
    file.set_len(100 << 20).unwrap();
    let ran = shell.run(&["ask", "--articles", "large.txt", "herring"]);
    told(
        ran,
        &["large.txt", "too large", "104857600 bytes", "split it"],
    );
}

#[test]
fn an_article_in_windows_1251_is_read() {
    let shell = Shell::among(&[]);
    // "Два города", "Цены на сельдь удвоились за неделю." and one more sentence.
    let lines: [&[u8]; 2] = [
        b"\xc4\xe2\xe0 \xe3\xee\xf0\xee\xe4\xe0",
        b"\xd6\xe5\xed\xfb \xed\xe0 \xf1\xe5\xeb\xfc\xe4\xfc \xf3\xe4\xe2\xee\xe8\xeb\xe8\xf1\xfc \xe7\xe0 \xed\xe5\xe4\xe5\xeb\xfe.",
    ];
    shell.write("ru.txt", &lines.join(&b"\r\n\r\n"[..]));
    let out = shell.run(&["show", "--articles", "ru.txt"]).fine(0);
    assert!(out.starts_with("Два города\n"), "{out}");
    let question = "почему цены на сельдь удвоились";
    let out = shell
        .run(&["ask", "--articles", "ru.txt", question])
        .fine(0);
    assert!(out.contains("Цены на сельдь удвоились за неделю."), "{out}");
}

#[test]
fn broken_front_matter_names_the_file_the_line_and_the_key() {
    let shell = Shell::among(&[]);
    for (text, parts) in [
        ("+++\nid = \"h\"\n", &["line 1", "never ends", "`+++`"][..]),
        (
            "+++\ntitle = \"T\"\ncolour = \"red\"\n+++\n\nx\n",
            &["line 3", "`colour`", "allowed are id, title"],
        ),
        ("+++\ntitle = T\n+++\n\nx\n", &["line 2", "double quotes"]),
        (
            "+++\nid = \"A B\"\ntitle = \"T\"\n+++\n\nx\n",
            &["line 2", "`id`", "a-z 0-9"],
        ),
        (
            "+++\ntitle = \"T\"\npublished = \"today\"\n+++\n\nx\n",
            &["line 3", "`published`", "2025-07-04"],
        ),
        (
            "+++\ntitle = \"T\"\n+++\n",
            &["line 3", "paragraphs under it"],
        ),
        ("---\ntitle: T\n---\n\nx\n", &["line 1", "`---`", "`+++`"]),
    ] {
        shell.write("b.md", text.as_bytes());
        let ran = shell.run(&["ask", "--articles", "b.md", "herring"]);
        told(ran, &[&["b.md"], parts].concat());
    }
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
fn hostile_searches_are_refused_with_a_reason() {
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
        told(
            shell.harbour(&["search", "--", hostile]),
            &["the search cannot be read: "],
        );
    }
}
