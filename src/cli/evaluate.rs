//! `attache evaluate`: how well the library answers questions with known answers.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use crate::evaluate::metrics::{Figures, Judged, Report};
use crate::evaluate::questions::{self, Question};
use crate::evaluate::reliability::Band;
use crate::evaluate::{self, Indexes, Prediction};
use crate::library::Library;
use crate::terminal::{Role, Run, Screen, counted, escape_json, grouped, shorten};
use crate::whole_file::WholeFile;

/// From how many questions on a run is long enough to show its progress.
const LONG_RUN: usize = 300;
/// The widest a kind's or language's name is shown, in columns.
const NAME_COLUMNS: usize = 12;

const EXAMPLES: &str = "\
Examples:
  attache evaluate --articles articles/ --questions dev.jsonl
  attache evaluate --articles articles/ --questions a.jsonl b.jsonl --whole-set --json
  attache evaluate --questions dev.jsonl --predictions predictions.jsonl

A question is one line: {\"id\", \"question\", \"lang\", \"article\", \"gold\": [{\"article\",
\"paragraph\"}], \"answer\": [spans], \"kind\"}; \"turns\": [first, follow-up] instead of
\"question\" judges the follow-up. gold is empty where the article does not answer.

Figures, in percent in the table and 0 to 1 in JSON:
  top1   a gold paragraph is first         recall3  one is among the first three
         (all of them in kind multi)       mrr10    mean reciprocal rank, first ten
  sent   (sentence) the first passage's marked sentence holds an answer
  answ   (answered) gold questions answered or partly
  right  (answered_right) answered, with a gold paragraph first
  refus  (refused) gold-less questions not covered
  over   (overclaimed) gold-less questions answered
  auc    ROC area of the confidence between questions with gold and without
  ref95  (refused_at_95) gold-less questions below the confidence 95 % of the others reach
Below them: by confidence, how many answers there are and how many have a gold paragraph first.

JSON: {n, top1, recall3, mrr10, sentence, answered, answered_right, refused, overclaimed, auc,
refused_at_95, micros_p50, micros_p99, by_kind: {KIND: {n, …}}, by_lang: {LANG: {n, …}},
reliability: [{from, n, told: mean confidence, right}]};
null where there is nothing to count. Predictions: one line per question {id, verdict,
confidence, ranked: [{article, paragraph, score}], sentence}.";

/// Judge the answers by questions with known answers
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct EvaluateArgs {
    /// Files of questions, one JSON object a line
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    questions: Vec<PathBuf>,

    /// Ask against all articles at once, not each question against its own
    #[arg(long)]
    whole_set: bool,

    /// Write what became of each question to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
}

pub(super) fn run(
    args: &EvaluateArgs,
    library: impl FnOnce() -> anyhow::Result<Library>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let questions = questions::read(&args.questions)?;
    let library = library()?;
    evaluate::check(&questions, &library)?;
    let mut predictions = args
        .predictions
        .as_deref()
        .map(|file| WholeFile::create(file, "--predictions"))
        .transpose()?;
    let indexes = Indexes::build(&library, &questions, args.whole_set)?;

    let judged = judge_all(&questions, &indexes, |prediction| {
        predictions.as_mut().map_or(Ok(()), |file| {
            let json = serde_json::to_string(prediction)?;
            file.add(&format!("{}\n", escape_json(&json)))
        })
    })?;
    if let Some(predictions) = predictions {
        predictions.finish()?;
    }
    let report = Report::over(&judged);
    if screen.json() {
        screen.write_json(&report)?;
    } else {
        write_table(&report, screen)?;
    }
    Ok(Outcome::Found)
}

/// Judges every question, showing how far it is, and hands each prediction to `each`.
///
/// # Errors
/// Those of [`evaluate::judge`] and of `each`.
pub(super) fn judge_all(
    questions: &[Question],
    indexes: &Indexes,
    mut each: impl FnMut(&Prediction) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<Judged>> {
    let progress = progress(questions.len())?;
    let mut judged = Vec::with_capacity(questions.len());
    for question in questions {
        let (one, prediction) = evaluate::judge(question, indexes)?;
        judged.push(one);
        each(&prediction)?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(judged)
}

fn progress(questions: usize) -> anyhow::Result<ProgressBar> {
    if questions < LONG_RUN || !std::io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} questions, {eta} left")?;
    Ok(ProgressBar::new(questions as u64).with_style(style))
}

/// Writes the figures as a table, one row over all and one for each kind and language.
pub(super) fn write_table(report: &Report, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let columns = [
        "top1", "rec3", "mrr10", "sent", "answ", "right", "refus", "over", "auc", "ref95",
    ];
    let cells: String = columns.map(|c| format!(" {c:>5}")).concat();
    let heading = format!("{:NAME_COLUMNS$} {:>6}{cells}", "", "n");
    screen.line("", &[Run::new(Role::Heading, heading)])?;
    write_row("all", &report.all, screen)?;
    for group in [&report.by_kind, &report.by_lang] {
        screen.blank()?;
        for (name, figures) in group {
            write_row(name, figures, screen)?;
        }
    }
    write_reliability(&report.reliability, screen)?;
    if let (Some(p50), Some(p99)) = (report.all.micros_p50, report.all.micros_p99) {
        screen.blank()?;
        let told = format!(
            "{} in percent; an answer takes {} µs in the median, {} µs at the 99th percentile.",
            counted(report.all.n as u64, "question"),
            grouped(p50),
            grouped(p99),
        );
        screen.say(Role::Citation, &told)?;
    }
    Ok(())
}

/// Writes how often answers of each confidence were right.
fn write_reliability(bands: &[Band], screen: &mut Screen<'_>) -> std::io::Result<()> {
    let line = |name: &str, cell: &dyn Fn(&Band) -> String| {
        let cells: Vec<String> = bands.iter().map(|b| format!(" {:>5}", cell(b))).collect();
        format!("{name:NAME_COLUMNS$}{}", cells.concat())
    };
    screen.blank()?;
    let heading = line("confidence", &|b| format!("{:.1}–", b.from));
    screen.line("", &[Run::new(Role::Heading, heading)])?;
    for row in [
        line("answers", &|b| b.n.to_string()),
        line("right", &|b| format!("{:.1}", b.right * 100.0)),
    ] {
        screen.line("", &[Run::new(Role::Plain, row)])?;
    }
    Ok(())
}

/// Writes one row of the table.
pub(super) fn write_row(
    name: &str,
    figures: &Figures,
    screen: &mut Screen<'_>,
) -> std::io::Result<()> {
    let shares = [
        figures.top1,
        figures.recall3,
        figures.mrr10,
        figures.sentence,
        figures.answered,
        figures.answered_right,
        figures.refused,
        figures.overclaimed,
        figures.auc,
        figures.refused_at_95,
    ];
    let cells: String = shares
        .map(|share| match share {
            Some(share) => format!(" {:>5.1}", share * 100.0),
            None => format!(" {:>5}", "–"),
        })
        .concat();
    let name = shorten(name, NAME_COLUMNS);
    let row = format!("{name:NAME_COLUMNS$} {:>6}{cells}", figures.n);
    screen.line("", &[Run::new(Role::Plain, row)])
}
