//! `attache chat`: question after question, each free to lean on the one before.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use attache_index::{AskOptions, Snapshot, Turn};
use clap::Args;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::{Outcome, ask, search, show, sources};
use crate::library::Library;
use crate::settings::state_folder;
use crate::terminal::{self, Role, Run, Screen, counted};

const PROMPT: &str = "> ";

const EXAMPLES: &str = "\
Examples:
  attache chat
  printf 'Who is Kurenkov?\\nWhy did he come?\\n' | attache chat

Lines that start with a slash are commands; /help lists them. Piped in, each line is a question.

JSON: one line per question, shaped as in `attache ask`; commands write theirs; a line that
cannot be carried out gives {error}.";

const HELP: &str = "\
Ask in your own words; a question may lean on the one before.
  /show             the outline of the article
  /show 7           paragraph 7 between its neighbours
  /search TERMS     find paragraphs by words, phrases and operators
  /sources          what is indexed
  /quit             leave (also Ctrl-D)";

/// Ask question after question
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ChatArgs {}

/// Whether to go on after a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Line,
    Leave,
}

struct Chat<'a> {
    library: &'a Library,
    snapshot: Arc<Snapshot>,
    previous: Option<Turn>,
}

pub(super) fn run(
    _args: &ChatArgs,
    library: &Library,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    screen.set_json_lines();
    let mut chat = Chat {
        library,
        snapshot: library.snapshot()?,
        previous: None,
    };
    if terminal::is_interactive() {
        chat.converse(screen)?;
    } else {
        chat.read(std::io::stdin().lock(), screen)?;
    }
    Ok(Outcome::Found)
}

impl Chat<'_> {
    /// Prompts at a terminal until the reader leaves.
    fn converse(&mut self, screen: &mut Screen<'_>) -> anyhow::Result<()> {
        let mut editor = DefaultEditor::new().context("opening the terminal")?;
        let history = history_file();
        if let Some(file) = &history {
            // None is there the first time.
            let _ = editor.load_history(file);
        }
        let articles = self.snapshot.articles().len() as u64;
        let told = format!(
            "{} indexed. Ask away; /help lists commands.",
            counted(articles, "article")
        );
        screen.say(Role::Citation, &told)?;
        loop {
            screen.flush()?;
            let line = match editor.readline(PROMPT) {
                Ok(line) => line,
                Err(ReadlineError::Interrupted) => continue,
                Err(ReadlineError::Eof) => break,
                Err(error) => return Err(error).context("reading from the terminal"),
            };
            if !line.trim().is_empty() {
                editor.add_history_entry(line.trim())?;
            }
            if self.take(&line, screen)? == Next::Leave {
                break;
            }
        }
        if let Some(file) = &history {
            editor
                .save_history(file)
                .with_context(|| format!("writing the history to {}", file.display()))?;
        }
        Ok(())
    }

    /// Takes every line of `input`, unprompted.
    fn read(&mut self, mut input: impl BufRead, screen: &mut Screen<'_>) -> anyhow::Result<()> {
        let mut bytes = Vec::new();
        while input
            .read_until(b'\n', &mut bytes)
            .context("reading standard input")?
            > 0
        {
            if self.take(&String::from_utf8_lossy(&bytes), screen)? == Next::Leave {
                break;
            }
            screen.flush()?;
            bytes.clear();
        }
        Ok(())
    }

    fn take(&mut self, line: &str, screen: &mut Screen<'_>) -> anyhow::Result<Next> {
        let line = line.trim();
        let Some(command) = line.strip_prefix('/') else {
            if !line.is_empty() {
                self.ask(line, screen)?;
            }
            return Ok(Next::Line);
        };
        let (name, rest) = command
            .split_once(char::is_whitespace)
            .unwrap_or((command, ""));
        let done = match name {
            "quit" | "exit" | "q" => return Ok(Next::Leave),
            "help" | "?" => HELP
                .lines()
                .try_for_each(|line| screen.say(Role::Plain, line))
                .map_err(Into::into),
            "sources" => {
                let model = self.library.model.as_ref().map(|model| model.name.as_str());
                sources::list(self.library, &self.snapshot, model, screen).map_err(Into::into)
            }
            "show" => show::show(rest, &self.snapshot, screen),
            "search" => {
                search::search(rest, search::Wanted::default(), &self.snapshot, screen).map(drop)
            }
            _ => Err(anyhow::anyhow!("no command /{name}: /help lists them")),
        };
        if let Err(error) = done {
            // Output that cannot be written ends the chat; a mistake in a line does not.
            if error.downcast_ref::<std::io::Error>().is_some() {
                return Err(error);
            }
            complain(&format!("{error:#}"), screen)?;
        }
        end_reply(screen)?;
        Ok(Next::Line)
    }

    fn ask(&mut self, question: &str, screen: &mut Screen<'_>) -> std::io::Result<()> {
        let options = AskOptions {
            previous: self.previous.take(),
            ..AskOptions::default()
        };
        let answer = self.snapshot.answer(question, &options);
        self.previous = Some(Turn {
            question: question.into(),
            passage: answer.passages.first().map(|p| p.id.clone()),
        });
        ask::write(question, &answer, screen)?;
        end_reply(screen)
    }
}

/// Says what was wrong with a line, each of its own lines left whole: one may point at another.
fn complain(message: &str, screen: &mut Screen<'_>) -> std::io::Result<()> {
    if screen.json() {
        return screen.write_json(&serde_json::json!({ "error": message }));
    }
    for line in message.lines() {
        screen.line("", &[Run::new(Role::Verdict, line)])?;
    }
    Ok(())
}

fn end_reply(screen: &mut Screen<'_>) -> std::io::Result<()> {
    if screen.json() {
        Ok(())
    } else {
        screen.blank()
    }
}

/// The history in the state folder, which is made if need be; none without a home.
fn history_file() -> Option<PathBuf> {
    let folder = state_folder()?;
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}
