//! `attache ask`: one question, the passages that answer it.

use std::io::Read;

use anyhow::{Context, bail};
use attache_index::{Answer, AskOptions, Citation, Passage, Verdict};
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::library::Library;
use crate::terminal::{Role, Run, Screen, excerpt_runs};

/// The longest question read from standard input, in bytes.
const LONGEST_QUESTION_BYTES: usize = 1 << 20;

const EXAMPLES: &str = "\
Examples:
  attache ask why does Russia need Azerbaijan
  attache ask --passages 1 \"Who is Alexander Kurenkov?\"
  attache ask --articles saved-page.txt what is the article about
  echo \"What happened in Yekaterinburg?\" | attache ask -

JSON: {question, verdict: answered|partly|not_covered, confidence, passages: [{article,
paragraph, excerpt: {text, bytes, sentence, highlights}, score, confidence, citation}],
mended: [{asked, searched}]}. Ranges are byte ranges of the paragraph.";

/// Answer a question with cited excerpts, best first
///
/// Ask in your own words; nothing is query syntax. What comes back is cut from the articles,
/// never written: the answering sentence is bold (between ** without colour).
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct AskArgs {
    /// The question; `-` reads it from standard input
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,

    /// The most passages to show
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=50))]
    passages: u8,
}

/// The answer as JSON has it.
#[derive(Serialize)]
struct Asked<'a> {
    question: &'a str,
    #[serde(flatten)]
    answer: &'a Answer,
}

pub(super) fn run(
    args: &AskArgs,
    library: impl FnOnce() -> anyhow::Result<Library>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let question = asked(&args.question)?;
    let options = AskOptions {
        passages: args.passages.into(),
        previous: None,
    };
    let answer = library()?.snapshot()?.answer(&question, &options);
    write(&question, &answer, screen)?;
    Ok(match answer.verdict {
        Verdict::Answered | Verdict::Partly => Outcome::Found,
        Verdict::NotCovered => Outcome::NothingFound,
    })
}

/// Writes one answer, for programs or people.
pub(super) fn write(
    question: &str,
    answer: &Answer,
    screen: &mut Screen<'_>,
) -> std::io::Result<()> {
    if screen.json() {
        screen.write_json(&Asked { question, answer })
    } else {
        write_answer(answer, screen)
    }
}

/// Writes the verdict and the passages for people.
fn write_answer(answer: &Answer, screen: &mut Screen<'_>) -> std::io::Result<()> {
    for mend in &answer.mended {
        let told = format!(
            "searched for “{}” instead of “{}”",
            mend.searched, mend.asked
        );
        screen.say(Role::Citation, &told)?;
    }
    match answer.verdict {
        Verdict::Answered => {}
        Verdict::Partly => {
            screen.say(Role::Verdict, "Not answered directly; closest passages:")?;
            screen.blank()?;
        }
        Verdict::NotCovered => {
            screen.say(Role::Verdict, "The articles do not cover this.")?;
            let next = "Try other words, or look at what is indexed: sources, show.";
            return screen.say(Role::Citation, next);
        }
    }
    if !answer.mended.is_empty() && answer.verdict == Verdict::Answered {
        screen.blank()?;
    }
    for (number, passage) in (1..).zip(&answer.passages) {
        if number > 1 {
            screen.blank()?;
        }
        write_passage(number, passage, screen)?;
    }
    Ok(())
}

/// Writes a citation under what it cites, its address on a line of its own.
pub(super) fn write_citation(
    citation: &Citation,
    indent: &str,
    screen: &mut Screen<'_>,
) -> std::io::Result<()> {
    let line = citation.line();
    let (parts, address) = match line.rsplit_once(" · ") {
        Some((parts, last)) if last.starts_with("http") => (parts, Some(last)),
        _ => (line.as_str(), None),
    };
    screen.wrapped(&format!("{indent}— "), &[Run::new(Role::Citation, parts)])?;
    // An address is never wrapped: it must survive being copied.
    address.map_or(Ok(()), |address| {
        screen.line(&format!("{indent}  "), &[Run::new(Role::Citation, address)])
    })
}

fn write_passage(number: u32, passage: &Passage, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let runs = excerpt_runs(&passage.excerpt, screen.color());
    screen.wrapped(&format!("{number:>2}  "), &runs)?;
    write_citation(&passage.citation, "    ", screen)
}

fn asked(words: &[String]) -> anyhow::Result<String> {
    let question = match words {
        [only] if only == "-" => read_question(std::io::stdin().lock())?,
        words => words.join(" "),
    };
    if question.trim().is_empty() {
        bail!("the question is empty: write it after `attache ask`, or pipe it to `attache ask -`");
    }
    Ok(question)
}

fn read_question(input: impl Read) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(LONGEST_QUESTION_BYTES).unwrap_or(u64::MAX) + 1;
    input
        .take(limit)
        .read_to_end(&mut bytes)
        .context("reading the question from standard input")?;
    if bytes.len() > LONGEST_QUESTION_BYTES {
        bail!("standard input is longer than 1 MiB: pipe in one question");
    }
    let question = String::from_utf8(bytes)
        .context("standard input is not UTF-8 text: convert the question first")?;
    Ok(question.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_and_empty_questions_refused() {
        assert_eq!(asked(&["who".into(), "won?".into()]).unwrap(), "who won?");
        assert!(
            asked(&["  ".into()])
                .unwrap_err()
                .to_string()
                .contains("empty")
        );
    }

    #[test]
    fn a_piped_question_is_trimmed_and_bounded() {
        assert_eq!(read_question(&b"who won?\n"[..]).unwrap(), "who won?");
        assert!(
            read_question(&b"\xff\xfe"[..])
                .unwrap_err()
                .to_string()
                .contains("UTF-8")
        );
        let long = vec![b'a'; LONGEST_QUESTION_BYTES + 1];
        assert!(
            read_question(&long[..])
                .unwrap_err()
                .to_string()
                .contains("1 MiB")
        );
    }
}
