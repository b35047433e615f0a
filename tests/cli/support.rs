//! A small shell to run the real program in, and articles we wrote ourselves.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) const HARBOUR: &str = "\
+++
id = \"harbour\"
title = \"Two Towns, One Harbour\"
publisher = \"The Gazette\"
url = \"https://gazette.example/harbour\"
summary = \"The towns of Alder and Birch quarrel about the harbour they share.\"
+++

Fishermen from Alder blocked the harbour gate in March after a ferry struck a trawler.

The mayor of Birch called the blockade unlawful and closed the bridge in reply.

## The price of fish

Herring prices doubled within a week because trucks could not reach the quay.

Restaurants in Birch served turnips and apologised to their guests.

## What comes next

A judge will hear both towns in September and decide who repairs the gate.
";

pub(crate) const BRIDGE: &str = "\
+++
id = \"bridge\"
title = \"The Bridge Reopens\"
publisher = \"The Courier\"
url = \"https://courier.example/bridge\"
+++

Engineers reopened the bridge after welding seven cracked girders.

Cyclists crossed first, followed by a brass band.
";

/// A folder of our own to run `attache` in, with an environment that says nothing of colours.
pub(crate) struct Shell {
    folder: tempfile::TempDir,
}

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Shell {
    /// A shell among `files`, given by name and content.
    pub(crate) fn among(files: &[(&str, &str)]) -> Self {
        let shell = Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        for (name, text) in files {
            shell.write(name, text.as_bytes());
        }
        shell
    }

    /// A shell with one article, `harbour.md`.
    pub(crate) fn at_the_harbour() -> Self {
        Self::among(&[("harbour.md", HARBOUR)])
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let file = self.path().join(name);
        let folder = file.parent().expect("a file stands in a folder");
        std::fs::create_dir_all(folder).expect("a folder can be made");
        std::fs::write(file, bytes).expect("a file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("the file was written as text")
    }

    /// The command with `args`, its streams piped.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
        command
            .args(args)
            .current_dir(self.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("CLICOLOR")
            .env_remove("ATTACHE_SEMANTIC_MODEL")
            // Models installed on this machine would rank otherwise.
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_STATE_HOME", self.path().join("state"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs with `args` and nothing on standard input.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run(self.command(args), b"")
    }

    /// Runs with `args`, answering from `harbour.md`.
    pub(crate) fn harbour(&self, args: &[&str]) -> Ran {
        self.run(&[&["--articles", "harbour.md"], args].concat())
    }

    /// Runs as [`Shell::harbour`] does, with `input` on standard input.
    pub(crate) fn harbour_given(&self, input: &[u8], args: &[&str]) -> Ran {
        run(
            self.command(&[&["--articles", "harbour.md"], args].concat()),
            input,
        )
    }
}

/// Runs `command` to its end with `input` on standard input.
pub(crate) fn run(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    // A program that reads no input may be gone before it is written.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("the messages are UTF-8"),
    }
}

impl Ran {
    /// The output, when the run ended with `code` and had nothing to complain of.
    #[track_caller]
    pub(crate) fn fine(self, code: i32) -> String {
        assert_eq!(
            (self.code, self.err.as_str()),
            (Some(code), ""),
            "{}",
            self.out
        );
        self.out
    }

    /// The message, when the run was refused with nothing written.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!(
            (self.code, self.out.as_str()),
            (Some(2), ""),
            "{}",
            self.err
        );
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }

    /// The output as JSON, as [`Ran::fine`].
    #[track_caller]
    pub(crate) fn json(self, code: i32) -> serde_json::Value {
        serde_json::from_str(&self.fine(code)).expect("the output is JSON")
    }
}
