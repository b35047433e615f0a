//! Colours, pipes and texts that try to command the terminal.

use std::process::Command;

use crate::support::{HARBOUR, Shell, run};

const ESC: char = '\u{1b}';

fn ask(shell: &Shell, args: &[&str]) -> Command {
    shell.command(&[&["--articles", "harbour.md", "ask", "herring prices"], args].concat())
}

#[test]
fn piped_output_is_plain_unless_colour_is_forced() {
    let shell = Shell::at_the_harbour();
    let colored = |args: &[&str], name: &str, value: &str| {
        let mut command = ask(&shell, args);
        command.env(name, value);
        run(command, b"").fine(0).contains(ESC)
    };
    assert!(!colored(&[], "TERM", "xterm-256color"));
    assert!(colored(&[], "CLICOLOR_FORCE", "1"));
    assert!(!colored(&["--color", "never"], "CLICOLOR_FORCE", "1"));
    assert!(!colored(&["--color", "auto"], "NO_COLOR", "1"));
    assert!(colored(&["--color", "always"], "NO_COLOR", "1"));
}

#[test]
fn json_is_never_coloured() {
    let shell = Shell::at_the_harbour();
    let out = run(ask(&shell, &["--json", "--color", "always"]), b"").fine(0);
    assert!(!out.contains(ESC));
}

#[test]
fn without_colour_the_answering_sentence_is_starred_in_a_longer_excerpt() {
    let longer = HARBOUR.replace(
        "Restaurants in Birch",
        "Nobody had planned for a winter like that. Restaurants in Birch",
    );
    let shell = Shell::among(&[("harbour.md", &longer)]);
    let out = shell
        .harbour(&["ask", "which restaurants served turnips"])
        .fine(0);
    let joined = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let starred = "**Restaurants in Birch served turnips and apologised to their guests.**";
    assert!(joined.contains(starred), "{out}");
}

#[test]
fn an_article_cannot_command_the_terminal() {
    let hostile = HARBOUR
        .replace("turnips", "\u{1b}[31mturnips\u{9b}2J\u{202e}")
        .replace("The price of fish", "The \u{1b}]0;owned\u{7} price");
    let shell = Shell::among(&[("harbour.md", &hostile)]);
    for args in [
        &[
            "ask",
            "which restaurants in Birch apologised to their guests",
        ][..],
        &["show", "4"],
        &["show"],
        &["search", "restaurants"],
        &["show", "4", "--json"],
    ] {
        let out = shell.harbour(args).fine(0);
        let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!out.contains(obeyed), "{args:?}: {out:?}");
    }
}

#[test]
fn a_mistake_quoted_back_is_harmless() {
    let shell = Shell::at_the_harbour();
    for args in [&["show", "x\u{1b}[2J"][..], &["search", "\"\u{1b}[2J"]] {
        assert!(!shell.harbour(args).refused().contains(ESC));
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let shell = Shell::at_the_harbour();
    let mut child = shell
        .command(&["--articles", "harbour.md", "show"])
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
