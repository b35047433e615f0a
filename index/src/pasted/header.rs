//! The head of the page: from the title to the first paragraph.

use super::dates::{DateLine, date_line, has_label};
use super::ends_sentence;
use super::furniture::{Furniture, is_lone_button, is_picture_credit, recognise, source_line};
use super::names::{byline, is_role, person_names};
use super::unwrap::Unit;
use crate::article::Date;

/// How many units after the title may belong to the head.
const HEAD_MAX_UNITS: usize = 14;
/// How many lines of text may stand among the furniture of the head.
const HEAD_MAX_TEXTS: usize = 2;
/// A standfirst is no longer.
const SUMMARY_MAX_CHARS: usize = 600;
/// A caption is no longer.
const CAPTION_MAX_CHARS: usize = 250;
/// A caption that stands again in the body is at least this long.
const QUOTE_MIN_CHARS: usize = 25;

/// What the head of the page tells.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The units that are furniture only because they stand in the head.
    pub(super) furniture: Vec<(usize, Furniture)>,
    /// The standfirst's place.
    pub(super) summary: Option<usize>,
    /// The first unit after the head.
    pub(super) end: usize,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// When it was published.
    pub(super) published: Option<Date>,
    /// Who published it.
    pub(super) publisher: Option<String>,
}

/// Reads the head of `units` after the unit `title`.
///
/// The head reaches to the last line that only a head has: a date, a byline, a caption, the title
/// again. Without one it is the block the title stands in.
pub(super) fn read_head(units: &[Unit<'_>], title: usize) -> Head {
    let start = title + 1;
    let mut head = Head {
        end: start,
        ..Head::default()
    };
    let mut texts = Vec::new();
    for (at, unit) in units.iter().enumerate().skip(start).take(HEAD_MAX_UNITS) {
        if let Some(kind) = head_furniture(units, title, at, &texts) {
            head.furniture.push((at, kind));
            head.note(units, at, kind);
            head.end = at + 1;
        } else if recognise(&unit.plain).is_none() && !is_lone_button(&unit.plain) {
            texts.push(at);
            if texts.len() > HEAD_MAX_TEXTS || unit.plain.chars().count() > SUMMARY_MAX_CHARS {
                break;
            }
        }
    }
    let first = texts.first().copied();
    let is_summary = |at: &usize| {
        let is_short = units
            .get(*at)
            .is_some_and(|unit| unit.plain.chars().count() <= SUMMARY_MAX_CHARS);
        is_short && (*at < head.end || shares_block_with_title(units, title, *at))
    };
    head.summary = first.filter(is_summary);
    head.end = head.end.max(head.summary.map_or(0, |at| at + 1));
    head
}

impl Head {
    fn note(&mut self, units: &[Unit<'_>], at: usize, kind: Furniture) {
        let Some(unit) = units.get(at) else { return };
        match kind {
            Furniture::Byline if self.authors.is_empty() => self.authors = names_in(&unit.plain),
            Furniture::Date if self.published.is_none() => self.published = date_in(&unit.plain),
            Furniture::Source => self.publisher = source_line(&unit.plain).map(str::to_owned),
            _ => {}
        }
    }
}

/// What the unit is if it could stand in no place but the head.
fn head_furniture(
    units: &[Unit<'_>],
    title: usize,
    at: usize,
    texts: &[usize],
) -> Option<Furniture> {
    let plain = &units.get(at)?.plain;
    let repeats = |other: &usize| units.get(*other).is_some_and(|other| other.plain == *plain);
    let is_long = plain.chars().count() >= QUOTE_MIN_CHARS;
    if repeats(&title) || is_long && texts.iter().any(repeats) {
        return Some(Furniture::Repeat);
    }
    if plain.chars().nth(CAPTION_MAX_CHARS).is_some() {
        return None;
    }
    if let Some(kind @ (Furniture::Date | Furniture::Caption)) = recognise(plain) {
        return Some(kind);
    }
    if !texts.is_empty() && heads_a_chronicle(units, at) {
        return None;
    }
    if date_line(plain).is_some() || is_dated_row(plain) {
        return Some(Furniture::Date);
    }
    if source_line(plain).is_some() {
        return Some(Furniture::Source);
    }
    let next = units.get(at + 1).map(|next| next.plain.as_str());
    let is_signed = || next.is_some_and(|next| is_date(next) || is_role(next));
    let is_name = byline(plain).is_some() || person_names(plain).is_some() && is_signed();
    if is_name || is_role(plain) {
        return Some(Furniture::Byline);
    }
    let is_caption = ends_with_credit(plain)
        || follows_credit(units, at)
        || !texts.is_empty() && stands_again(units, at);
    is_caption.then_some(Furniture::Caption)
}

/// Whether the unit is the first of several bare dates, which then are headings.
fn heads_a_chronicle(units: &[Unit<'_>], at: usize) -> bool {
    let is_bare_date =
        |unit: &Unit<'_>| date_line(&unit.plain).is_some() && !has_label(&unit.plain);
    units.get(at).is_some_and(is_bare_date)
        && units
            .iter()
            .skip(at + 2)
            .any(|later| later.after_gap && is_bare_date(later))
}

fn is_date(plain: &str) -> bool {
    recognise(plain) == Some(Furniture::Date) || date_line(plain).is_some() || is_dated_row(plain)
}

/// "By Jane Doe | July 4, 2025", "July 4, 2025 · 4 min read".
fn is_dated_row(plain: &str) -> bool {
    let mut any = false;
    let mut parts = row(plain);
    let all = parts.all(|part| {
        let is_time = recognise(part) == Some(Furniture::Date) || date_line(part).is_some();
        any |= is_time;
        is_time || byline(part).is_some() || person_names(part).is_some()
    });
    all && any
}

fn row(plain: &str) -> impl Iterator<Item = &str> {
    plain.split(['|', '·', '•']).map(str::trim)
}

fn names_in(plain: &str) -> Vec<String> {
    byline(plain)
        .or_else(|| person_names(plain))
        .unwrap_or_default()
}

/// The first day of publication in a row of dates.
pub(super) fn date_in(plain: &str) -> Option<Date> {
    let whole = std::iter::once(plain);
    whole
        .chain(row(plain))
        .find_map(|part| match date_line(part) {
            Some(DateLine::Published(date)) => Some(date),
            _ => None,
        })
}

/// Whether a line ends with whose picture it tells of: "… / The Bell", "… (AP)", "… [Doe/Bell]".
pub(super) fn ends_with_credit(plain: &str) -> bool {
    if let Some((_, owner)) = plain.rsplit_once(" / ") {
        return is_owner(owner);
    }
    let inside = [('(', ')'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| {
            let (before, inside) = plain.strip_suffix(close)?.rsplit_once(open)?;
            (!before.is_empty()).then_some(inside)
        });
    let agencies = [
        "AP",
        "AFP",
        "EPA",
        "Reuters",
        "Getty",
        "Getty Images",
        "TASS",
        "File",
    ];
    inside.is_some_and(|inside| {
        let lower = inside.to_lowercase();
        agencies.contains(&inside)
            || lower.contains("photo")
            || lower.contains("getty")
            || inside
                .split_once('/')
                .is_some_and(|(who, owner)| is_owner(who) && is_owner(owner))
    })
}

/// Whether the unit is a bare line right under a picture's owner.
fn follows_credit(units: &[Unit<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| units.get(before));
    let is_credit = before.is_some_and(|before| is_picture_credit(&before.plain));
    is_credit
        && units
            .get(at)
            .is_some_and(|unit| !unit.after_gap && !ends_sentence(&unit.plain))
}

/// One to four words with capitals.
fn is_owner(text: &str) -> bool {
    let words: Vec<&str> = text.trim().split(' ').collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || "-.'’".contains(c))
    };
    words.len() <= 4 && words.iter().all(is_name)
}

/// Whether a later, longer unit holds the words of this one.
fn stands_again(units: &[Unit<'_>], at: usize) -> bool {
    let Some(unit) = units.get(at) else {
        return false;
    };
    let words = unit.plain.as_str();
    words.chars().count() >= QUOTE_MIN_CHARS
        && units
            .iter()
            .skip(at + 1)
            .any(|later| later.plain.len() > words.len() && later.plain.contains(words))
}

/// Whether no blank line stands between the title and `at`, but one after it.
fn shares_block_with_title(units: &[Unit<'_>], title: usize, at: usize) -> bool {
    let is_joined = |at: usize| units.get(at).is_some_and(|unit| !unit.after_gap);
    (title + 1..=at).all(is_joined) && units.get(at + 1).is_some_and(|next| next.after_gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::unwrap::split_units;

    fn head(text: &str) -> Head {
        read_head(&split_units(text), 0)
    }

    #[test]
    fn the_head_ends_at_its_last_own_line() {
        let head = head(
            "One quay\nBoth mayors want it.\nOne quay\nBoats at the quay. / The Bell\n6 hours ago\n\nText.",
        );
        assert_eq!((head.summary, head.end), (Some(1), 5));
    }

    #[test]
    fn bylines_and_dates_are_noted() {
        let head =
            head("One quay\n\nBoth want it.\n\nBy Jane Doe\n\nJuly 4, 2025 · 4 min read\n\nText.");
        assert_eq!(head.authors, ["Jane Doe"]);
        assert_eq!(head.published.unwrap().to_string(), "2025-07-04");
        assert_eq!((head.summary, head.end), (Some(1), 4));
    }

    #[test]
    fn names_without_by_need_a_date_beside_them() {
        let certain = head("One quay\nJane Doe and John Roe\n6 hours ago\n\nText.");
        assert_eq!(certain.authors, ["Jane Doe", "John Roe"]);
        let doubtful = head("One quay\nOld Town and New Town\n\nText.");
        assert!(doubtful.authors.is_empty());
        assert_eq!(doubtful.summary, Some(1));
    }

    #[test]
    fn a_name_above_an_office_is_an_author() {
        let text = "One quay\n\nJane Doe\nHarbour correspondent\nReporting from Old Town\n\n\
                    Getty Images\nBoats at the quay\n\nText.";
        let head = head(text);
        assert_eq!(head.authors, ["Jane Doe"]);
        assert_eq!((head.summary, head.end), (None, 6));
    }

    #[test]
    fn a_source_line_in_the_head_names_the_publisher() {
        let head = head("One quay\nSource: The Bell\n\nThe mayors met.\n\nNo one signed.");
        assert_eq!(head.publisher.as_deref(), Some("The Bell"));
        assert_eq!((head.summary, head.end), (None, 2));
    }

    #[test]
    fn short_lines_may_repeat() {
        assert!(head("One quay\n\nYes.\n\nYes.\n\nNo.").furniture.is_empty());
    }

    #[test]
    fn paragraphs_apart_from_the_title_are_no_standfirst() {
        let head = head("One quay\n\nThe mayors met.\n\nNo one signed.");
        assert_eq!((head.summary, head.end), (None, 1));
    }

    #[test]
    fn credits_are_known_by_their_form() {
        for line in [
            "Boats. / The Bell",
            "Boats at dusk (AP)",
            "Boats [Jane Doe/The Bell]",
            "Boats (AP Photo/J. Doe)",
        ] {
            assert!(ends_with_credit(line), "{line:?}");
        }
        for line in [
            "Boats and / or ferries",
            "Boats (and ferries)",
            "Boats / that the mayor owns",
            "(AP)",
            "Old Town",
        ] {
            assert!(!ends_with_credit(line), "{line:?}");
        }
    }

    #[test]
    fn a_caption_without_credit_stands_again_in_the_body() {
        let head = head(
            "One quay\nBoth want it.\nThe quay belongs to both towns.\n2 days ago\n\nHe said: The quay belongs to both towns. No one signed.",
        );
        assert!(head.furniture.contains(&(2, Furniture::Caption)));
    }
}
