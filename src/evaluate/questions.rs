//! Questions with known answers: one JSON object a line.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use attache_index::{ArticleId, ParagraphId};
use serde::Deserialize;

/// A question and what answers it.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) id: String,
    /// The question asked before it, whose turn it follows.
    pub(crate) before: Option<String>,
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) article: ArticleId,
    /// The paragraphs that answer; none when the article does not.
    pub(crate) gold: Vec<ParagraphId>,
    /// Spans, one of which the marked sentence should hold.
    pub(crate) answer: Vec<String>,
    pub(crate) kind: String,
    /// How many examples it counts for when it teaches.
    pub(crate) weight: f32,
    pub(crate) place: Place,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    file: PathBuf,
    line: usize,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    question: Option<String>,
    turns: Option<(String, String)>,
    lang: String,
    article: ArticleId,
    gold: Vec<ParagraphId>,
    #[serde(default)]
    answer: Vec<String>,
    kind: String,
    #[serde(default = "once")]
    weight: f32,
}

fn once() -> f32 {
    1.0
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file.display(), self.line)
    }
}

/// Reads every question of `files`, in order.
///
/// # Errors
/// The file, and the line where one is to blame.
pub(crate) fn read(files: &[PathBuf]) -> anyhow::Result<Vec<Question>> {
    let mut questions = Vec::new();
    for file in files {
        let bytes = std::fs::read(file)
            .with_context(|| format!("reading the questions in {}", file.display()))?;
        let before = questions.len();
        questions.extend(parse(&bytes, file)?);
        if questions.len() == before {
            bail!(
                "{} holds no question: give one JSON object a line",
                file.display()
            );
        }
    }
    Ok(questions)
}

/// The questions in `bytes`, the content of `file`; empty lines are skipped.
fn parse(bytes: &[u8], file: &Path) -> anyhow::Result<Vec<Question>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    (1..)
        .zip(bytes.split(|b| *b == b'\n'))
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(number, line)| {
            let place = Place {
                file: file.into(),
                line: number,
            };
            question(line, &place).with_context(|| place.to_string())
        })
        .collect()
}

fn question(line: &[u8], place: &Place) -> anyhow::Result<Question> {
    let line = std::str::from_utf8(line).context("this line is not UTF-8 text")?;
    let line: Line = serde_json::from_str(line).context("this line is no question")?;
    let (before, text) = match (line.question, line.turns) {
        (Some(text), None) => (None, text),
        (None, Some((first, follow_up))) => (Some(first), follow_up),
        _ => bail!("question {:?} needs either `question` or `turns`", line.id),
    };
    if !(line.weight.is_finite() && line.weight > 0.0) {
        bail!(
            "question {:?} has the weight {}: give a number above 0",
            line.id,
            line.weight
        );
    }
    Ok(Question {
        id: line.id,
        before,
        text,
        lang: line.lang,
        article: line.article,
        gold: line.gold,
        answer: line.answer,
        kind: line.kind,
        weight: line.weight,
        place: place.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"id":"q1","question":"Who met?","lang":"en","article":"harbour","gold":[{"article":"harbour","paragraph":1}],"answer":["The towns"],"kind":"direct","extra":1}"#;

    fn parsed(text: &str) -> anyhow::Result<Vec<Question>> {
        parse(text.as_bytes(), Path::new("q.jsonl"))
    }

    fn complaint(text: &str) -> String {
        format!("{:#}", parsed(text).unwrap_err())
    }

    #[test]
    fn unknown_keys_empty_lines_and_a_byte_order_mark_are_passed_over() {
        let read = parsed(&format!("\u{feff}{GOOD}\r\n\n{GOOD}")).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].place.to_string(), "q.jsonl, line 3");
        assert_eq!(read[0].gold[0].to_string(), "harbour#1");
        assert!((read[0].weight - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn a_follow_up_knows_the_question_before() {
        let line = GOOD.replace(r#""question":"Who met?""#, r#""turns":["Who met?","Why?"]"#);
        let read = parsed(&line).unwrap();
        assert_eq!(read[0].before.as_deref(), Some("Who met?"));
        assert_eq!(read[0].text, "Why?");
    }

    #[test]
    fn a_bad_line_is_named() {
        let told = complaint(&format!("{GOOD}\n{{\"id\":\"q2\"}}"));
        assert!(
            told.starts_with("q.jsonl, line 2: ") && told.contains("`lang`"),
            "{told}"
        );
        let told = complaint(&GOOD.replace("\"harbour\",\"gold\"", "\"Two Words\",\"gold\""));
        assert!(told.contains("not an article id"), "{told}");
        let told = complaint(&GOOD.replace(r#""question":"Who met?","#, ""));
        assert!(told.contains("either `question` or `turns`"), "{told}");
        let told = complaint(&GOOD.replace("\"extra\":1", "\"weight\":0"));
        assert!(
            told.contains("line 1: question \"q1\" has the weight 0"),
            "{told}"
        );
        let bytes = [GOOD.as_bytes(), b"\n\xff\xfe"].concat();
        let told = format!("{:#}", parse(&bytes, Path::new("q.jsonl")).unwrap_err());
        assert!(
            told.starts_with("q.jsonl, line 2: this line is not UTF-8"),
            "{told}"
        );
    }
}
