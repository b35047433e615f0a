//! Status and history for people.

use std::io;

use time::OffsetDateTime;

use crate::refresh::{GenerationLine, SourceLine, Status, times_told};
use crate::terminal::{Role, Run, Screen, counted, grouped};

/// Writes `status`.
pub(super) fn write_status(status: &Status, screen: &mut Screen<'_>) -> io::Result<()> {
    let told = match &status.generation {
        Some(generation) => format!(
            "Generation {} of {}, by {}: {}, {}.",
            generation.number,
            minute(generation.made_at),
            generation.by,
            counted(generation.articles as u64, "article"),
            counted(generation.paragraphs, "paragraph"),
        ),
        None => "Nothing was published yet: the articles are read from their files. \
                 `attache index refresh` makes the first generation."
            .into(),
    };
    screen.say(Role::Verdict, &told)?;
    for warning in status.warning.iter().chain(&status.remarks) {
        screen.say(Role::Removed, &format!("Warning: {warning}"))?;
    }
    if let Some(running) = &status.running {
        let process = running.pid.map(|pid| format!(" (process {pid})"));
        let told = format!(
            "{}{} has been changing it since {}.",
            running.by,
            process.unwrap_or_default(),
            minute(running.since)
        );
        screen.say(Role::Plain, &told)?;
    }
    write_sources(&status.sources, screen)?;
    write_held(status, screen)?;
    if let Some(last) = &status.last {
        screen.blank()?;
        screen.say(Role::Citation, &last.headline())?;
    }
    Ok(())
}

fn write_sources(sources: &[SourceLine], screen: &mut Screen<'_>) -> io::Result<()> {
    screen.blank()?;
    let widest = sources.iter().map(|source| source.id.as_str().len()).max();
    let columns = widest.unwrap_or_default().clamp("SOURCE".len(), 32);
    let line = |cells: [&str; 5]| {
        let [id, kind, articles, looked, next] = cells;
        let line = format!("{id:columns$}  {kind:6}  {articles:>8}  {looked:16}  {next:16}");
        line.trim_end().to_owned()
    };
    let heading = line(["SOURCE", "KIND", "ARTICLES", "LOOKED AT", "NEXT"]);
    screen.line("", &[Run::new(Role::Heading, heading)])?;
    for source in sources {
        let at = |at: Option<OffsetDateTime>| at.map_or_else(|| "–".into(), minute);
        let cells = [
            source.id.as_str(),
            source.kind,
            &grouped(source.articles as u64),
            &at(source.looked_at),
            &at(source.next),
        ];
        screen.line("", &[Run::new(Role::Plain, line(cells))])?;
        if let Some(trouble) = &source.trouble {
            let told = format!("{trouble}{}", times_told(source.failures));
            screen.wrapped("  ", &[Run::new(Role::Removed, told)])?;
        }
    }
    Ok(())
}

fn write_held(status: &Status, screen: &mut Screen<'_>) -> io::Result<()> {
    if status.held.is_empty() {
        return Ok(());
    }
    screen.blank()?;
    let told = "Held until `attache index publish` or `attache index discard`:";
    screen.say(Role::Heading, told)?;
    for held in &status.held {
        let told = format!(
            "{}: {} (since {})",
            held.id,
            held.reason,
            minute(held.since)
        );
        screen.wrapped("  ", &[Run::new(Role::Plain, told)])?;
    }
    Ok(())
}

/// Writes the generations that are kept.
pub(super) fn write_history(lines: &[GenerationLine], screen: &mut Screen<'_>) -> io::Result<()> {
    if lines.is_empty() {
        let told = "Nothing was published yet: `attache index refresh` makes the first generation.";
        return screen.say(Role::Verdict, told);
    }
    let line = |cells: [&str; 5]| {
        let [number, made, articles, paragraphs, by] = cells;
        format!("{number:>10}  {made:16}  {articles:>8}  {paragraphs:>10}  {by}")
    };
    let heading = line(["GENERATION", "MADE (UTC)", "ARTICLES", "PARAGRAPHS", "BY"]);
    screen.line("", &[Run::new(Role::Heading, heading)])?;
    for generation in lines {
        let current = if generation.is_current { "→ " } else { "" };
        let role = if generation.is_current {
            Role::Verdict
        } else {
            Role::Plain
        };
        let cells = [
            format!("{current}{}", generation.number),
            minute(generation.made_at),
            grouped(generation.articles as u64),
            grouped(generation.paragraphs),
            format!("{}, {}", generation.by, generation.why),
        ];
        let row = line(cells.each_ref().map(String::as_str));
        screen.line("", &[Run::new(role, row)])?;
        if let Some(trouble) = &generation.trouble {
            screen.wrapped("            ", &[Run::new(Role::Removed, trouble)])?;
        }
    }
    Ok(())
}

/// As in `2025-07-04 12:30`, UTC.
fn minute(at: OffsetDateTime) -> String {
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}
