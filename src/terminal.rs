//! Writing to people: styles, wrapping, marked excerpts, and texts from outside made harmless.
//!
//! Every text of an article or a question goes through [`neutralise`] on its way to the terminal;
//! JSON keeps the exact characters, the dangerous ones escaped. Deliberately absent: what to say.

mod run;

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

pub(crate) use run::{Role, Run, excerpt_runs};

/// The widest a line of text gets, in columns.
const WIDEST_COLUMNS: usize = 100;
/// The width taken when the terminal's is unknown, in columns.
const USUAL_COLUMNS: usize = 80;
/// The narrowest a line of text gets, in columns.
const NARROWEST_COLUMNS: usize = 20;

/// Where a command writes its result.
pub(crate) struct Screen<'a> {
    out: Box<dyn Write + 'a>,
    color: bool,
    width_columns: usize,
    json: bool,
    json_lines: bool,
}

impl Screen<'_> {
    /// Standard output, coloured if it takes colour and as wide as the terminal.
    pub(crate) fn stdout() -> Self {
        let stdout = io::stdout();
        let choice = anstream::AutoStream::choice(&stdout);
        let width = terminal_size::terminal_size_of(&stdout).map(|size| usize::from(size.0.0));
        Self {
            out: Box::new(BufWriter::new(stdout)),
            color: choice != anstream::ColorChoice::Never,
            width_columns: width
                .filter(|w| *w > 0)
                .unwrap_or(USUAL_COLUMNS)
                .clamp(NARROWEST_COLUMNS, WIDEST_COLUMNS),
            json: false,
            json_lines: false,
        }
    }

    pub(crate) fn set_json(&mut self, json: bool) {
        self.json = json;
    }

    /// Whether programs, not people, read what is written.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// Whether people see colours.
    pub(crate) fn color(&self) -> bool {
        self.color
    }

    /// Columns of a full line.
    pub(crate) fn width_columns(&self) -> usize {
        self.width_columns
    }

    /// Puts every JSON value on one line from here on, for readers that take line after line.
    pub(crate) fn set_json_lines(&mut self) {
        self.json_lines = true;
    }

    /// Writes `value` as JSON, indented unless lines were asked for.
    pub(crate) fn write_json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let json = if self.json_lines {
            serde_json::to_string(value)?
        } else {
            serde_json::to_string_pretty(value)?
        };
        writeln!(self.out, "{}", escape_json(&json))
    }

    /// Ends a line, or leaves one empty.
    pub(crate) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Writes `text` in one role, wrapped.
    pub(crate) fn say(&mut self, role: Role, text: &str) -> io::Result<()> {
        self.wrapped("", &[Run::new(role, text)])
    }

    /// Writes `runs` as one wrapped block: `label` before the first line, blanks before the others.
    pub(crate) fn wrapped(&mut self, label: &str, runs: &[Run<'_>]) -> io::Result<()> {
        let indent = textwrap::core::display_width(label);
        let width = self.width_columns.saturating_sub(indent);
        for (at, line) in run::wrap(runs, width.max(NARROWEST_COLUMNS))
            .into_iter()
            .enumerate()
        {
            if at == 0 {
                self.out.write_all(label.as_bytes())?;
            } else if !line.is_empty() {
                write!(self.out, "{:indent$}", "")?;
            }
            for run in line {
                self.styled(run.role, &run.text)?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// Writes `runs` as one line, however long: for addresses and table rows.
    pub(crate) fn line(&mut self, label: &str, runs: &[Run<'_>]) -> io::Result<()> {
        self.out.write_all(label.as_bytes())?;
        for run in runs {
            self.styled(run.role, &neutralise(&run.text))?;
        }
        writeln!(self.out)
    }

    fn styled(&mut self, role: Role, text: &str) -> io::Result<()> {
        let style = role.style();
        if self.color && style != Style::new() {
            write!(self.out, "{style}{text}{style:#}")
        } else {
            self.out.write_all(text.as_bytes())
        }
    }

    /// Hands everything written to the reader.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
impl<'a> Screen<'a> {
    /// Any writer.
    pub(crate) fn on(out: impl Write + 'a, color: bool, width_columns: usize) -> Self {
        Self {
            out: Box::new(out),
            color,
            width_columns,
            json: false,
            json_lines: false,
        }
    }
}

/// Whether someone sits at a terminal, typing and reading.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// `error: message`, the first word in red where standard error takes colour.
pub(crate) fn error_line(message: &str) -> String {
    let red = AnsiColor::Red.on_default().bold();
    format!("{red}error:{red:#} {message}")
}

/// `warning: message`, the first word in yellow where standard error takes colour.
pub(crate) fn warning_line(message: &str) -> String {
    let yellow = AnsiColor::Yellow.on_default().bold();
    format!("{yellow}warning:{yellow:#} {message}")
}

/// `text` on one line with nothing a terminal would obey: control characters and bidirectional
/// overrides become U+FFFD, line breaks and tabs a blank.
pub(crate) fn neutralise(text: &str) -> String {
    text.chars().map(neutral_char).collect()
}

/// As [`neutralise`], but keeps line breaks: for our own messages that quote other texts.
pub(crate) fn neutralise_lines(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { c } else { neutral_char(c) })
        .collect()
}

/// Shortens `text` to `columns`, at a word's end where there is one, and shows that it did.
pub(crate) fn shorten(text: &str, columns: usize) -> String {
    let text = neutralise(text);
    if textwrap::core::display_width(&text) <= columns {
        return text;
    }
    let first = textwrap::wrap(&text, columns.saturating_sub(1).max(1));
    let opening = first.first().map_or("", |line| line.trim_end());
    format!(
        "{}…",
        opening.trim_end_matches([',', ';', ':', '.', '—', '-', ' '])
    )
}

/// Counts with thousands separated: `1,234`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 paragraph`, `2 paragraphs`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

fn neutral_char(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        c if is_dangerous(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// Control characters (C0, DEL, C1) and bidirectional embeddings, overrides and isolates.
fn is_dangerous(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// JSON escapes C0 itself; the other dangerous characters stand inside strings only, where an
/// escape says the same.
pub(crate) fn escape_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if is_dangerous(c) && c != '\n' {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(color: bool, width: usize, write: impl FnOnce(&mut Screen<'_>)) -> String {
        let mut out = Vec::new();
        let mut screen = Screen::on(&mut out, color, width);
        write(&mut screen);
        drop(screen);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_a_terminal_obeys_gets_through() {
        let hostile = "a\u{1b}[2Jb\u{9b}31mc\u{202e}d\u{7f}e\rf\u{2066}";
        assert_eq!(
            neutralise(hostile),
            "a\u{fffd}[2Jb\u{fffd}31mc\u{fffd}d\u{fffd}e f\u{fffd}"
        );
        assert_eq!(neutralise_lines("a\nb\u{7}"), "a\nb\u{fffd}");
        let shown = written(true, 80, |s| s.say(Role::Plain, hostile).unwrap());
        assert!(
            !shown.contains('\u{1b}') && !shown.contains('\u{9b}'),
            "{shown:?}"
        );
    }

    #[test]
    fn json_keeps_the_exact_text_and_stays_harmless() {
        let hostile = "a\u{1b}b\u{9b}c\u{202e}\u{7f}\n";
        let json = written(false, 80, |s| s.write_json(&[hostile]).unwrap());
        assert!(
            !json.chars().any(|c| is_dangerous(c) && c != '\n'),
            "{json:?}"
        );
        let back: Vec<String> = serde_json::from_str(&json).unwrap();
        assert_eq!(back, [hostile]);
    }

    #[test]
    fn a_label_hangs_before_wrapped_lines() {
        let shown = written(false, 26, |s| {
            s.wrapped(
                " 1  ",
                &[Run::new(Role::Plain, "one two three four five six")],
            )
            .unwrap();
        });
        assert_eq!(shown, " 1  one two three four\n    five six\n");
    }

    #[test]
    fn colour_is_written_only_where_wanted() {
        let write = |s: &mut Screen<'_>| s.say(Role::Verdict, "No.").unwrap();
        assert_eq!(written(false, 80, write), "No.\n");
        assert!(written(true, 80, write).starts_with("\u{1b}["));
    }

    #[test]
    fn long_texts_are_cut_at_a_word_and_say_so() {
        assert_eq!(
            shorten("The towns met, then quarrelled.", 17),
            "The towns met…"
        );
        assert_eq!(shorten("The towns met.", 14), "The towns met.");
    }

    #[test]
    fn numbers_are_grouped_and_nouns_counted() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(counted(1, "word"), "1 word");
        assert_eq!(counted(1000, "word"), "1,000 words");
    }
}
