//! `attache train`: makes the ranking files anew from questions with known answers.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;

use super::{Outcome, evaluate};
use crate::evaluate::metrics::{Figures, Report};
use crate::evaluate::{self as judging, Indexes, questions};
use crate::library::Library;
use crate::terminal::{Role, Screen, counted};
use crate::train::{self, Learned, Lessons};
use crate::whole_file::WholeFile;

/// How often the spinner moves.
const TICK: Duration = Duration::from_millis(120);

const EXAMPLES: &str = "\
Examples:
  attache train --articles articles/ --questions train.jsonl --hold-out
  attache train --articles articles/ --questions train.jsonl off.jsonl --out trained/

Questions are read as by `attache evaluate`; those with empty gold teach what is not covered,
and one with \"weight\": 8 counts for eight. Written are weights.toml, what each sign weighs, and
background.tsv, how common words are; with a sentence model (--model) weights-semantic.toml alone,
for use with that background. In a configuration folder they replace the built-in ones. Equal
input gives equal files.

JSON: {lessons: {articles, questions, answered, passed_over}, files: [paths]}; with --hold-out
{lessons, held_out: {articles}, report: {…as in `attache evaluate`}, plain: {n, top1, recall3, …}}.";

/// Learn the ranking anew from questions with known answers
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct TrainArgs {
    /// Files of questions, one JSON object a line
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    questions: Vec<PathBuf>,

    /// The folder to write weights.toml and background.tsv into, or with a sentence model
    /// weights-semantic.toml; made when it is not there
    #[arg(
        long,
        value_name = "DIR",
        required_unless_present = "hold_out",
        conflicts_with = "hold_out"
    )]
    out: Option<PathBuf>,

    /// Learn from every other article, judge by the rest beside plain BM25, and write nothing
    #[arg(long)]
    hold_out: bool,

    /// Below this chance that the articles speak of it, a question is not covered [default: kept]
    #[arg(long, value_name = "CHANCE", value_parser = chance)]
    covered: Option<f32>,

    /// From this confidence on, the first passage is given as the answer [default: kept]
    #[arg(long, value_name = "CHANCE", value_parser = chance)]
    answered: Option<f32>,
}

/// The files as JSON has them.
#[derive(Serialize)]
struct Written<'a> {
    lessons: Lessons,
    files: &'a [PathBuf],
}

/// The judgement as JSON has it.
#[derive(Serialize)]
struct Compared {
    lessons: Lessons,
    held_out: HeldOut,
    report: Report,
    plain: Figures,
}

#[derive(Serialize)]
struct HeldOut {
    articles: usize,
}

pub(super) fn run(
    args: &TrainArgs,
    library: impl FnOnce() -> anyhow::Result<Library>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let questions = questions::read(&args.questions)?;
    let mut library = library()?;
    judging::check(&questions, &library)?;
    let ranker = library.knowledge.ranker_in_use();
    let (covered, answered) = ranker.thresholds();
    Arc::make_mut(ranker).set_thresholds(
        args.covered.unwrap_or(covered),
        args.answered.unwrap_or(answered),
    );
    if let Some(out) = &args.out {
        write(out, &library, &questions, screen)?;
    } else {
        compare(library, &questions, screen)?;
    }
    Ok(Outcome::Found)
}

/// Learns from everything and writes the files.
fn write(
    out: &PathBuf,
    library: &Library,
    questions: &[questions::Question],
    screen: &mut Screen<'_>,
) -> anyhow::Result<()> {
    train::check(questions)?;
    // Learning takes minutes: what cannot be written is better known before.
    std::fs::create_dir_all(out)
        .with_context(|| format!("making the folder --out {}", out.display()))?;
    // Both sets of weights are used with one background: it is learned with the first.
    let with_model = library.model.is_some();
    let mut files = vec![out.join(if with_model {
        "weights-semantic.toml"
    } else {
        "weights.toml"
    })];
    if !with_model {
        files.push(out.join("background.tsv"));
    }
    let mut open: Vec<WholeFile> = files
        .iter()
        .map(|file| WholeFile::create(file, "--out"))
        .collect::<Result<_, _>>()?;
    let learned = learn(library, questions, with_model)?;
    let weights = learned.weights()?;
    let texts = [weights.as_str(), learned.knowledge.background.table()];
    for (file, text) in open.iter_mut().zip(texts) {
        file.add(text)?;
    }
    open.into_iter().try_for_each(WholeFile::finish)?;
    if screen.json() {
        return Ok(screen.write_json(&Written {
            lessons: learned.lessons,
            files: &files,
        })?);
    }
    tell(&learned.lessons, screen)?;
    let names: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    Ok(screen.say(Role::Plain, &format!("Wrote {}.", names.join(" and ")))?)
}

/// Learns from one half of the articles and judges by the other.
fn compare(
    library: Library,
    questions: &[questions::Question],
    screen: &mut Screen<'_>,
) -> anyhow::Result<()> {
    let (half, mut held_out) = train::halves(library)?;
    let asked = train::asked_of(&held_out, questions);
    if asked.is_empty() {
        bail!("no question is asked of the articles held out: give questions about every article");
    }
    let lessons = train::asked_of(&half, questions);
    train::check(&lessons)?;
    let learned = learn(&half, &lessons, false)?;
    held_out.knowledge = learned.knowledge;
    let indexes = Indexes::build(&held_out, &asked, false)?;
    let report = Report::over(&evaluate::judge_all(&asked, &indexes, |_| Ok(()))?);
    let plain = judging::judge_plain(&asked, &indexes)?;
    let articles = held_out.articles.len();
    if screen.json() {
        return Ok(screen.write_json(&Compared {
            lessons: learned.lessons,
            held_out: HeldOut { articles },
            report,
            plain,
        })?);
    }
    tell(&learned.lessons, screen)?;
    let told = format!(
        "Judged by {} it has not seen:",
        counted(articles as u64, "article")
    );
    screen.say(Role::Plain, &told)?;
    screen.blank()?;
    evaluate::write_table(&report, screen)?;
    screen.blank()?;
    Ok(evaluate::write_row("plain BM25", &plain, screen)?)
}

/// Learns with a spinner on standard error, if someone watches.
fn learn(
    library: &Library,
    questions: &[questions::Question],
    keep_background: bool,
) -> anyhow::Result<Learned> {
    let spinner = if std::io::stderr().is_terminal() {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::hidden()
    };
    spinner.enable_steady_tick(TICK);
    let learned = train::learn(library, questions, keep_background, &|doing| {
        spinner.set_message(doing.to_owned());
    });
    spinner.finish_and_clear();
    learned
}

fn tell(lessons: &Lessons, screen: &mut Screen<'_>) -> std::io::Result<()> {
    screen.say(Role::Plain, &format!("Learned from {}.", lessons.told()))?;
    if lessons.answered == lessons.questions {
        let told = "Every question has gold: what is not covered was not taught.";
        screen.say(Role::Citation, told)?;
    }
    if lessons.passed_over > 0 {
        let told = format!(
            "Passed over {}: follow-ups, or answered by another article only.",
            counted(lessons.passed_over as u64, "question")
        );
        screen.say(Role::Citation, &told)?;
    }
    Ok(())
}

fn chance(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(chance) if (0.0..=1.0).contains(&chance) => Ok(chance),
        _ => Err("give a chance between 0 and 1".into()),
    }
}
