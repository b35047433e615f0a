//! Sentence models from outside: installing, listing, using and removing a tiny random one.

#[path = "../models/tiny.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "shared with the index's tests; each uses a part of it"
)]
mod tiny;

use crate::hub::{Offered, serve};
use crate::support::Shell;

fn shell() -> Shell {
    let shell = Shell::at_the_harbour();
    tiny::write(&shell.path().join("tiny"));
    shell
}

fn installed(shell: &Shell) -> Vec<String> {
    let folder = shell.path().join("data/attache/models");
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| {
            entry
                .expect("the folder can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

/// What the hub has of the tiny model, as it should be.
fn offered(shell: &Shell) -> Vec<Offered> {
    ["config.json", "tokenizer.json", "model.safetensors"]
        .map(|path| {
            let bytes = std::fs::read(shell.path().join("tiny").join(path))
                .expect("the folder can be read");
            Offered {
                path,
                listed: bytes.clone(),
                sent: bytes,
                large: path == "model.safetensors",
            }
        })
        .into()
}

#[test]
fn a_model_is_installed_listed_used_and_removed() {
    let shell = shell();
    let out = shell.run(&["model", "list"]).fine(1);
    assert!(out.contains("No model is installed."), "{out}");
    let out = shell.harbour(&["sources"]).fine(0);
    assert!(out.contains("Ranked by words alone"), "{out}");

    let out = shell.run(&["model", "install", "./tiny"]).fine(0);
    assert!(out.contains("Installed tiny in "), "{out}");
    let json = shell.run(&["model", "list", "--json"]).json(0);
    assert_eq!(json["models"][0]["name"], "tiny");
    assert_eq!(json["models"][0]["in_use"], true);
    let out = shell.harbour(&["sources"]).fine(0);
    assert!(out.contains("by meaning, with tiny."), "{out}");
    let question = ["ask", "Why did herring prices double?"];
    let out = shell.harbour(&question).fine(0);
    assert!(out.contains("Herring prices doubled"), "{out}");
    let kept = std::fs::read_dir(shell.path().join("state/attache/vectors")).unwrap();
    assert_eq!(kept.count(), 1, "the vectors are kept for the next start");
    // The same again, from the vectors kept.
    assert_eq!(shell.harbour(&question).fine(0), out);

    let told = shell.run(&["model", "install", "tiny"]).refused();
    assert!(told.contains("installed already"), "{told}");
    shell.run(&["model", "remove", "tiny"]).fine(0);
    assert!(installed(&shell).is_empty());
    let told = shell.run(&["model", "remove", "tiny"]).refused();
    assert!(told.contains("no model \"tiny\""), "{told}");
}

#[test]
fn the_settings_and_the_command_line_choose_the_model() {
    let shell = shell();
    shell.run(&["model", "install", "tiny"]).fine(0);
    shell.write("config/sources.toml", b"");
    let sources = |args: &[&str]| shell.harbour(&[&["sources"], args].concat());
    shell.write("config/attache.toml", b"[semantic]\nmodel = \"off\"\n");
    assert!(sources(&[]).fine(0).contains("by words alone"));
    assert!(sources(&["--model", "tiny"]).fine(0).contains("with tiny."));
    shell.write("config/attache.toml", b"[semantic]\nmodel = \"gone\"\n");
    let told = sources(&[]).refused();
    assert!(
        told.contains("[semantic] model") && told.contains("installed are tiny"),
        "{told}"
    );
    assert!(
        sources(&["--model", "off"])
            .fine(0)
            .contains("by words alone")
    );
}

#[test]
fn a_model_is_downloaded_and_held_against_its_checksums() {
    let shell = shell();
    let hub = serve(offered(&shell));
    let out = shell
        .run(&["model", "install", "someone/tiny", "--hub", &hub])
        .fine(0);
    assert!(out.contains("Installed tiny"), "{out}");
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        let read = |folder: &str| std::fs::read(shell.path().join(folder).join(file)).unwrap();
        assert_eq!(read("data/attache/models/tiny"), read("tiny"), "{file}");
    }
}

#[test]
fn what_does_not_arrive_as_listed_is_refused_and_leaves_nothing() {
    let shell = shell();
    let install = |files: Vec<Offered>| {
        let hub = serve(files);
        let told = shell
            .run(&["model", "install", "someone/tiny", "--hub", &hub])
            .refused();
        assert!(installed(&shell).is_empty(), "{told}");
        told
    };
    for at in [0, 2] {
        let mut files = offered(&shell);
        files[at].sent[30] ^= 1;
        let told = install(files);
        assert!(
            told.contains("checksum") && told.contains("try again"),
            "{told}"
        );
    }
    let mut files = offered(&shell);
    files[2].sent.truncate(100);
    assert!(install(files).contains("ended after 100 of"));
    let mut files = offered(&shell);
    files[2].sent.push(0);
    assert!(install(files).contains("longer than"));
    let mut files = offered(&shell);
    files.pop();
    assert!(install(files).contains("has no model.safetensors"));
    // Arrived whole, but no model.
    let mut files = offered(&shell);
    files[1].listed = b"{}".to_vec();
    files[1].sent = b"{}".to_vec();
    assert!(install(files).contains("tokenizer.json"));
}

#[test]
fn what_is_no_model_is_refused_with_what_to_do() {
    let shell = shell();
    let hub = serve(Vec::new());
    let told = shell
        .run(&["model", "install", "someone/else", "--hub", &hub])
        .refused();
    assert!(
        told.contains("404") && told.contains("name right"),
        "{told}"
    );
    let told = shell.run(&["model", "install", "nonsense"]).refused();
    assert!(told.contains("all-MiniLM-L6-v2"), "{told}");
    std::fs::remove_file(shell.path().join("tiny/tokenizer.json")).unwrap();
    let told = shell.run(&["model", "install", "tiny"]).refused();
    assert!(told.contains("tokenizer.json"), "{told}");
    let told = shell.harbour(&["ask", "--model", "tiny", "who?"]).refused();
    assert!(told.contains("tokenizer.json"), "{told}");
    assert!(installed(&shell).is_empty());
}
