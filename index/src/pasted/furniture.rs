//! What a news page puts around its article, known by form, wherever it stands.

use super::dates::{date_line, has_label, is_relative_date};
use super::ends_sentence;
use super::words::{
    AD_LINES, AD_STARTS, BUTTON_LINES, BUTTONS, CLOSING_PARTS, CLOSING_STARTS, CREDIT_LABELS,
    CREDIT_LINES, LETTER_STARTS, LETTER_TOPICS, SOURCES, TAIL_PARTS, TAIL_STARTS, TEASERS,
};

/// A line of the page that is not the article's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Furniture {
    /// When the page was made or copied.
    Date,
    /// Who wrote it.
    Byline,
    /// What a picture shows, or whose it is.
    Caption,
    /// The title or standfirst once more.
    Repeat,
    /// A pointer to another article.
    Teaser,
    /// Buttons and counters.
    ShareBar,
    /// Where an advertisement stood.
    Advertisement,
    /// A call to subscribe or to agree.
    Newsletter,
    /// A line of dashes or stars.
    Rule,
    /// Where the text is from.
    Source,
    /// What follows the article.
    Tail,
}

/// No furniture is longer; what is longer is the article's.
const FURNITURE_MAX_CHARS: usize = 200;
/// Closing notes are sentences, and longer.
const CLOSING_MAX_CHARS: usize = 500;

/// What `plain` is if it is furniture wherever it stands; none for anything in doubt.
pub(crate) fn recognise(plain: &str) -> Option<Furniture> {
    if plain.chars().nth(FURNITURE_MAX_CHARS).is_some() {
        return None;
    }
    let lower = plain.to_lowercase();
    if is_rule(plain) {
        Some(Furniture::Rule)
    } else if is_time_line(plain) {
        Some(Furniture::Date)
    } else if is_teaser(plain) {
        Some(Furniture::Teaser)
    } else if is_advertisement(&lower) {
        Some(Furniture::Advertisement)
    } else if is_share_bar(&lower) {
        Some(Furniture::ShareBar)
    } else if is_newsletter(&lower) {
        Some(Furniture::Newsletter)
    } else {
        is_picture_credit(plain).then_some(Furniture::Caption)
    }
}

/// Dashes, stars or dots that part two pieces of a page.
fn is_rule(plain: &str) -> bool {
    let mut marks = plain.chars().filter(|&c| c != ' ');
    let first = marks.next();
    let is_mark = |c: char| "*-_=~•·—–#|".contains(c);
    first.is_some_and(is_mark) && marks.all(is_mark)
}

/// Relative dates, labelled dates and reading times, alone or in a row.
///
/// A bare date may head a chronicle's section, so it is furniture in the page's head only.
fn is_time_line(plain: &str) -> bool {
    let mut parts = plain
        .split(['|', '·', '•'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let is_labelled = |part: &str| has_label(part) && date_line(part).is_some();
    let mut any = false;
    parts.all(|part| {
        any = true;
        is_relative_date(part) || is_labelled(part) || is_reading_time(&part.to_lowercase())
    }) && any
}

/// "4 min read", "5 minute read", "Reading time: 4 minutes".
fn is_reading_time(lower: &str) -> bool {
    let minutes = |words: &str| {
        let mut words = words.split([' ', '-']);
        let is_number = words.next().is_some_and(|word| word.parse::<u16>().is_ok());
        let is_minutes = words.next().is_some_and(|word| word.starts_with("min"));
        is_number && is_minutes && words.next().is_none()
    };
    let after = lower
        .strip_prefix("reading time")
        .map(|rest| rest.trim_start_matches([':', ' ']));
    let before = lower.strip_suffix(" read");
    after.or(before).is_some_and(minutes)
}

/// "Related" glued to a headline, "Read more: …", "Recommended".
pub(crate) fn is_teaser(plain: &str) -> bool {
    if ends_sentence(plain) && plain.trim_end_matches(['"', '”', '\'', '’']).ends_with('.') {
        return false;
    }
    TEASERS.iter().any(|label| {
        let Some(rest) = strip_prefix_ignoring_case(plain, label) else {
            return false;
        };
        let is_glued = *label == "related" && rest.starts_with(char::is_uppercase);
        let rest = rest.trim_start();
        let is_marked = rest.starts_with([':', '|', '>', '»', '→'])
            || rest.starts_with("- ")
            || rest.starts_with("– ");
        // "More" and "Watch" alone begin too many headings.
        let is_alone = rest.is_empty() && !matches!(*label, "more" | "watch" | "trending");
        is_glued && starts_like_label(plain) || is_marked || is_alone
    })
}

/// "Related" or "RELATED": only a label stands glued to a capital.
fn starts_like_label(plain: &str) -> bool {
    plain.starts_with("Related") || plain.starts_with("RELATED")
}

fn is_advertisement(lower: &str) -> bool {
    let bare = lower.trim_matches(['-', '—', '–', '.', ':', ' ', '[', ']', '(', ')']);
    AD_LINES.contains(&bare)
        || AD_STARTS.iter().any(|start| lower.starts_with(start))
            && lower.chars().count() <= 60
            && !lower.ends_with('.')
}

fn is_newsletter(lower: &str) -> bool {
    let asks = LETTER_STARTS.iter().any(|start| lower.starts_with(start));
    asks && LETTER_TOPICS.iter().any(|word| lower.contains(word))
}

/// Two or more buttons in a row, or a line that only a button bears.
fn is_share_bar(lower: &str) -> bool {
    let is_count = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = lower
        .split([' ', '|', '·', '•', ',', '/'])
        .filter(|word| !word.is_empty())
        .collect();
    let counted =
        matches!(&*words, [count, "comments" | "comment" | "shares" | "share"] if is_count(count));
    let row = words.len() > 1 && words.iter().all(|word| BUTTONS.contains(word));
    counted || row || BUTTON_LINES.contains(&lower) || is_player(lower) || is_read_aloud(&words)
}

/// "Listen to this article | 5 mins".
fn is_player(lower: &str) -> bool {
    let (button, minutes) = lower.rsplit_once(['|', '·', '•']).unwrap_or_default();
    let minutes = minutes.trim().strip_suffix('s').unwrap_or(minutes.trim());
    let is_time = is_reading_time(&format!("{minutes} read"));
    is_time && (BUTTON_LINES.contains(&button.trim()) || BUTTONS.contains(&button.trim()))
}

/// What a page says to those who have it read aloud: "list of 3 items", "end of list".
fn is_read_aloud(words: &[&str]) -> bool {
    let is_number = |word: &str| word.parse::<u16>().is_ok();
    match words {
        ["list", "of", ..] => listed_items(&words.join(" ")).is_some(),
        ["list", at, "of", count] => is_number(at) && is_number(count),
        ["end", "of", "list"] => true,
        _ => false,
    }
}

/// How many items a list has that is read aloud: "list of 3 items".
pub(crate) fn listed_items(lower: &str) -> Option<usize> {
    let count = lower.strip_prefix("list of ")?;
    let count = count
        .strip_suffix(" items")
        .or_else(|| count.strip_suffix(" item"))?;
    count.parse().ok()
}

/// One button's word; see [`BUTTONS`].
pub(crate) fn is_lone_button(plain: &str) -> bool {
    BUTTONS.contains(&plain.to_lowercase().as_str())
}

/// A picture's owner and nothing else: "Photo: Jane Doe", "(AP)", "Getty Images", "[Jane Doe/Bell]".
pub(crate) fn is_picture_credit(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    let is_short = plain.split(' ').count() <= 8 && !plain.ends_with('.');
    is_short
        && (CREDIT_LABELS.iter().any(|label| lower.starts_with(label))
            || CREDIT_LINES.contains(&&*lower))
        || bracketed(plain).is_some_and(|inside| inside.contains('/') && is_short)
}

/// What stands between the brackets of a line that is nothing else.
fn bracketed(plain: &str) -> Option<&str> {
    let square = plain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    square.or_else(|| {
        plain
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
    })
}

/// The publisher that a line like "SOURCE:The Bell" names.
pub(crate) fn source_line(plain: &str) -> Option<&str> {
    let (label, name) = plain.split_once([':', '：'])?;
    let name = name.trim().trim_end_matches('.');
    let is_label = SOURCES.contains(&label.trim().to_lowercase().as_str());
    let is_name = !name.is_empty() && name.split(' ').count() <= 8 && name.chars().count() <= 80;
    (is_label && is_name).then_some(name)
}

/// Whether `plain` is such a line as stands below an article.
pub(crate) fn is_tail_line(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    let is_short = plain.chars().count() <= 80;
    let is_copyright = ["©", "(c) 20", "(c) 19", "copyright ©", "copyright 20"];
    plain.chars().count() <= 2 * FURNITURE_MAX_CHARS
        && (TAIL_PARTS.iter().any(|words| lower.contains(words))
            || is_copyright.iter().any(|start| lower.starts_with(start)))
        || is_short && TAIL_STARTS.iter().any(|start| lower.starts_with(start))
}

/// Whether `plain` begins or speaks as closing credits and notes do; true of the last lines only.
pub(crate) fn is_closing_note(plain: &str) -> bool {
    if plain.chars().nth(CLOSING_MAX_CHARS).is_some() {
        return false;
    }
    let bare = plain.trim_start_matches(['(', '[', '*', '—', '-', ' ', '_']);
    let lower = bare.to_lowercase();
    CLOSING_STARTS.iter().any(|start| lower.starts_with(start))
        || CLOSING_PARTS.iter().any(|words| lower.contains(words))
}

/// `text` after `prefix`, which is in lower case.
fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in prefix.chars() {
        let given = rest.next()?;
        // The capital of the Turkish i has a lower case of two characters.
        let is_same = given.to_lowercase().eq([expected]) || (given, expected) == ('İ', 'i');
        if !is_same {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_all(kind: Furniture, lines: &[&str]) {
        for line in lines {
            assert_eq!(recognise(line), Some(kind), "{line:?}");
        }
    }

    #[test]
    fn furniture_is_known_wherever_it_stands() {
        assert_all(
            Furniture::Date,
            &[
                "6 hours ago",
                "6 hours ago · 4 min read",
                "4 min read",
                "Published: July 4, 2025",
                "Updated July 5, 2025",
                "Reading time: 4 minutes",
                "Published 4 Jul 2025 | Updated 2 hours ago",
            ],
        );
        assert_all(
            Furniture::Teaser,
            &[
                "RelatedThe Bell - Old Town votes on quay",
                "RELATED: Old Town votes",
                "Read more: Old Town votes",
                "Also read | Who pays?",
                "MORE: The ferry question",
                "Recommended",
                "Related Stories",
                "Читайте также: Паром",
                "По теме",
                "İlgili haber: Vapur",
                "Həmçinin oxuyun: Bərə",
            ],
        );
        assert_all(
            Furniture::Advertisement,
            &[
                "Advertisement",
                "ADVERTISEMENT — continue reading",
                "Story continues below advertisement",
                "Реклама",
                "[Advertisement]",
            ],
        );
        assert_all(
            Furniture::ShareBar,
            &[
                "Copy link",
                "Listen to this article",
                "Share Facebook X Copy link",
                "12 comments",
                "Listen to this article | 5 mins",
                "list 1 of 3",
                "end of list",
                "Facebook | Twitter",
            ],
        );
        assert_all(
            Furniture::Newsletter,
            &[
                "Sign up for our morning newsletter",
                "We use cookies to make this site work.",
                "By signing up you agree to our terms.",
            ],
        );
        assert_all(
            Furniture::Caption,
            &[
                "Photo: Jane Doe",
                "(AP)",
                "Getty Images",
                "[Jane Doe/The Bell]",
            ],
        );
        assert_all(Furniture::Rule, &["* * *", "———", "•"]);
    }

    #[test]
    fn what_only_looks_like_furniture_is_kept() {
        for line in [
            "Related matters came up when the mayors met.",
            "Relatedness",
            "More boats",
            "Read more books, said the clerk.",
            "Advertisement rules for the quay are strict.",
            "Share",
            "X",
            "Facebook",
            "July 4, 2025",
            "4 July 2025",
            "Sign up for the ferry at the clerk's desk.",
            "The photo: a quay at dusk",
            "By clicking his tongue he called the dog.",
            "Source: The Bell",
            "Two hours ago the ferry left.",
            "Friday, 4 July 2025",
            "Watch",
            "More",
            "?",
        ] {
            assert_eq!(recognise(line), None, "{line:?}");
        }
        let long = format!("Related: {}", "quay ".repeat(60));
        assert_eq!(recognise(&long), None);
    }

    #[test]
    fn source_lines_name_the_publisher() {
        assert_eq!(source_line("SOURCE:The Bell"), Some("The Bell"));
        assert_eq!(
            source_line("Source: The Bell and agencies"),
            Some("The Bell and agencies")
        );
        assert_eq!(source_line("Источник: Колокол."), Some("Колокол"));
        assert_eq!(source_line("Mənbə: Zəng"), Some("Zəng"));
        assert_eq!(source_line("Kaynak: Çan"), Some("Çan"));
        for line in [
            "SOURCE:",
            "The source: a clerk",
            "Source: the clerk said that he had not seen any boat",
            "Sources say so",
        ] {
            assert_eq!(source_line(line), None, "{line:?}");
        }
    }

    #[test]
    fn tail_lines_are_known_by_their_beginnings() {
        for line in [
            "Contact us",
            "© 2025 The Bell",
            "Copyright 2025 The Bell. All rights reserved. Do not copy.",
            "Follow us on X",
            "Share your feedback!",
            "Bizi takip edin",
        ] {
            assert!(is_tail_line(line), "{line:?}");
        }
        for line in [
            "The mayors contact us daily.",
            "Quay rights",
            "Copyright law applies to the quay's pictures.",
        ] {
            assert!(!is_tail_line(line), "{line:?}");
        }
    }
}
