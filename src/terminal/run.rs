//! Text in runs of one role each, wrapped without losing the roles.

use std::borrow::Cow;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use attache_index::Excerpt;

use super::neutralise;

/// What a piece of text is, which decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Plain,
    /// The answering sentence.
    Sentence,
    /// A matched word.
    Match,
    /// A matched word of the answering sentence.
    SentenceMatch,
    /// Where it can be read.
    Citation,
    /// What the articles say of the question, before any excerpt.
    Verdict,
    Heading,
    /// What came, in a comparison.
    Added,
    /// What went, in a comparison; what went wrong.
    Removed,
}

/// A piece of text in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run<'a> {
    pub(crate) role: Role,
    pub(crate) text: Cow<'a, str>,
}

impl Role {
    pub(super) fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Sentence | Self::Verdict => Style::new().bold(),
            Self::Match => AnsiColor::Yellow.on_default(),
            Self::SentenceMatch => AnsiColor::Yellow.on_default().bold(),
            Self::Citation => Style::new().dimmed(),
            Self::Heading => AnsiColor::Cyan.on_default().bold(),
            Self::Added => AnsiColor::Green.on_default(),
            Self::Removed => AnsiColor::Red.on_default(),
        }
    }
}

impl<'a> Run<'a> {
    pub(crate) fn new(role: Role, text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            role,
            text: text.into(),
        }
    }
}

/// The excerpt with its answering sentence and matched words in their roles.
///
/// Without colour the sentence stands between `**`, unless it is all there is to see.
pub(crate) fn excerpt_runs(excerpt: &Excerpt, color: bool) -> Vec<Run<'_>> {
    let shown = &excerpt.bytes;
    let sentence = trimmed(excerpt);
    let mut cuts = vec![shown.start, shown.end, sentence.start, sentence.end];
    cuts.extend(excerpt.highlights.iter().flat_map(|h| [h.start, h.end]));
    cuts.retain(|cut| shown.contains(cut) || *cut == shown.end);
    cuts.sort_unstable();
    cuts.dedup();

    let whole = excerpt.slice(&sentence) == excerpt.text.trim();
    let starred = !color && !whole && !sentence.is_empty();
    let mut runs = Vec::new();
    for pair in cuts.windows(2) {
        let piece = pair[0]..pair[1];
        if starred && piece.start == sentence.start {
            runs.push(Run::new(Role::Plain, "**"));
        }
        let inside = |range: &Range<usize>| range.start <= piece.start && piece.end <= range.end;
        let role = match (inside(&sentence), excerpt.highlights.iter().any(inside)) {
            (true, true) => Role::SentenceMatch,
            (true, false) => Role::Sentence,
            (false, true) => Role::Match,
            (false, false) => Role::Plain,
        };
        runs.push(Run::new(role, excerpt.slice(&piece)));
        if starred && piece.end == sentence.end {
            runs.push(Run::new(Role::Plain, "**"));
        }
    }
    runs
}

/// The sentence's range without the blanks around it.
fn trimmed(excerpt: &Excerpt) -> Range<usize> {
    let text = excerpt.sentence_text();
    let start = excerpt.sentence.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// Lines of at most `columns`, the blanks between them dropped, every text neutralised.
pub(super) fn wrap(runs: &[Run<'_>], columns: usize) -> Vec<Vec<Run<'static>>> {
    let cells: Vec<(Role, char)> = runs
        .iter()
        .flat_map(|run| {
            let text = neutralise(&run.text);
            text.chars().map(|c| (run.role, c)).collect::<Vec<_>>()
        })
        .collect();
    let plain: String = cells.iter().map(|cell| cell.1).collect();
    let mut rest = cells.as_slice();
    textwrap::wrap(plain.trim_end(), columns)
        .iter()
        .map(|line| {
            let (here, after) = rest.split_at(line.chars().count().min(rest.len()));
            let blanks = after.iter().take_while(|cell| cell.1 == ' ').count();
            rest = after.split_at(blanks).1;
            joined(here)
        })
        .collect()
}

fn joined(cells: &[(Role, char)]) -> Vec<Run<'static>> {
    cells
        .chunk_by(|a, b| a.0 == b.0)
        .map(|chunk| {
            let text: String = chunk.iter().map(|cell| cell.1).collect();
            Run::new(chunk[0].0, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt() -> Excerpt {
        let text = "The towns met. They share one harbour. All left.";
        Excerpt {
            text: text.into(),
            bytes: 10..10 + text.len(),
            sentence: 25..48,
            highlights: vec![14..19, 40..47],
        }
    }

    fn plain(runs: &[Run<'_>]) -> String {
        runs.iter().map(|r| r.text.as_ref()).collect()
    }

    #[test]
    fn roles_follow_the_sentence_and_the_matched_words() {
        let excerpt = excerpt();
        let runs = excerpt_runs(&excerpt, true);
        let roles: Vec<_> = runs.iter().map(|r| (r.role, r.text.as_ref())).collect();
        assert_eq!(
            roles,
            [
                (Role::Plain, "The "),
                (Role::Match, "towns"),
                (Role::Plain, " met. "),
                (Role::Sentence, "They share one "),
                (Role::SentenceMatch, "harbour"),
                (Role::Sentence, "."),
                (Role::Plain, " All left."),
            ]
        );
    }

    #[test]
    fn without_colour_the_sentence_is_starred_and_the_text_kept() {
        let excerpt = excerpt();
        assert_eq!(
            plain(&excerpt_runs(&excerpt, false)),
            "The towns met. **They share one harbour.** All left."
        );
        assert_eq!(plain(&excerpt_runs(&excerpt, true)), excerpt.text);
    }

    #[test]
    fn an_excerpt_that_is_all_sentence_needs_no_stars() {
        let excerpt = Excerpt {
            text: "They share one harbour. ".into(),
            bytes: 0..24,
            sentence: 0..24,
            highlights: Vec::new(),
        };
        assert_eq!(plain(&excerpt_runs(&excerpt, false)), excerpt.text);
    }

    #[test]
    fn ranges_outside_the_excerpt_show_its_text_all_the_same() {
        let mut excerpt = excerpt();
        excerpt.sentence = 0..0;
        excerpt.highlights = vec![0..4, 100..200];
        assert_eq!(plain(&excerpt_runs(&excerpt, false)), excerpt.text);
    }

    #[test]
    fn wrapping_loses_no_word_and_keeps_roles() {
        let runs = [
            Run::new(Role::Plain, "one  two "),
            Run::new(Role::Match, "three four"),
            Run::new(Role::Plain, "\nfivesixseveneightnine  "),
        ];
        let lines = wrap(&runs, 10);
        let shown: Vec<_> = lines.iter().map(|line| plain(line)).collect();
        assert_eq!(
            shown,
            ["one  two", "three four", "fivesixsev", "eneightnin", "e"]
        );
        assert!(lines[1].iter().all(|run| run.role == Role::Match));
    }

    #[test]
    fn wide_letters_count_two_columns() {
        let lines = wrap(&[Run::new(Role::Plain, "港港港港港港")], 4);
        assert_eq!(lines.len(), 3);
    }
}
