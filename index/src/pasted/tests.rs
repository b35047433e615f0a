//! Whole pages, and the law that no text is lost.

use proptest::prelude::*;

use super::*;
use crate::lines::{is_blank, split_lines, trim_blank};

const PAGE: &str = "Two Towns, One Quay
Both mayors want the quay. Only one has the key to it.
Two Towns, One Quay
Boats lie at the quay of Old Town. / The Harbour Bell
6 hours ago

The mayors of Old Town and New Town met on Monday to speak of the quay.

The Key

The key hangs in the office of the clerk, who has not been seen since Friday.

RelatedThe Harbour Bell - Clerk seen in New Town

He likes the sea, said his sister.
SOURCE:The Harbour Bell
Sneak a peek at our new page. Share your feedback!
Contact us";

fn read(text: &str) -> Article {
    parse_pasted(text, ArticleId::parse("quay").unwrap()).unwrap()
}

fn outline(article: &Article) -> Vec<(Option<&str>, Vec<&str>)> {
    article
        .sections
        .iter()
        .map(|s| {
            (
                s.heading.as_deref(),
                s.paragraphs.iter().map(String::as_str).collect(),
            )
        })
        .collect()
}

fn assert_is_page(article: &Article) {
    assert_eq!(article.title, "Two Towns, One Quay");
    assert_eq!(
        article.summary.as_deref(),
        Some("Both mayors want the quay. Only one has the key to it.")
    );
    assert_eq!(article.publisher.as_deref(), Some("The Harbour Bell"));
    assert_eq!(
        outline(article),
        [
            (
                None,
                vec!["The mayors of Old Town and New Town met on Monday to speak of the quay."]
            ),
            (
                Some("The Key"),
                vec![
                    "The key hangs in the office of the clerk, who has not been seen since Friday.",
                    "He likes the sea, said his sister."
                ]
            ),
        ]
    );
}

#[test]
fn a_page_is_read_by_form_and_place() {
    assert_is_page(&read(PAGE));
}

#[test]
fn line_ends_marks_and_invisible_blank_lines_do_not_matter() {
    assert_is_page(&read(&PAGE.replace('\n', "\r\n")));
    assert_is_page(&read(&PAGE.replace('\n', "\r")));
    assert_is_page(&read(&format!("\u{feff}\n\n{PAGE}\n")));
    assert_is_page(&read(&PAGE.replace("\n\n", "\n\u{a0}\u{200b} \n")));
    assert_is_page(&read(&PAGE.replace("\n\n", "\n\n\n\n")));
}

#[test]
fn a_page_without_blank_lines_reads_the_same() {
    assert_is_page(&read(&PAGE.replace("\n\n", "\n")));
}

#[test]
fn a_hard_wrapped_page_reads_the_same() {
    for width in [40, 48, 60] {
        let wrapped: Vec<String> = PAGE.lines().map(|line| wrap(line, width)).collect();
        assert_is_page(&read(&wrapped.join("\n")));
    }
}

fn wrap(line: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        if column > 0 && column + 1 + word.len() > width {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += word.len();
    }
    wrapped
}

#[test]
fn furniture_of_other_pages_is_left_out() {
    let article = read(
        "Skip to content\nTwo Towns, One Quay\n\nBoth mayors want the quay.\n\nBy Jane Doe and John Roe\n\n\
         Published: 4 July 2025\n\n4 min read\n\nShare\n\nFacebook\n\nListen to this article\n\n\
         The mayors met.\n\nAdvertisement\n\nWho pays\n\nNo one signed the paper.\n\nRead more: The ferry\n\n\
         Sign up for our newsletter\n\nNo one will.\n\nFollow us\n\n© 2025 The Bell. All rights reserved.",
    );
    assert_eq!(article.title, "Two Towns, One Quay");
    assert_eq!(article.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(
        article.published.map(|date| date.to_string()).as_deref(),
        Some("2025-07-04")
    );
    assert_eq!(
        article.summary.as_deref(),
        Some("Both mayors want the quay.")
    );
    assert_eq!(
        outline(&article),
        [
            (None, vec!["The mayors met."]),
            (
                Some("Who pays"),
                vec!["No one signed the paper.", "No one will."]
            ),
        ]
    );
}

#[test]
fn a_list_of_other_articles_is_left_out() {
    let article = read(
        "One quay\n\nThe mayors met.\n\nRecommended Stories\nlist of 2 items\nlist 1 of 2\nThe ferry\n\
         list 2 of 2\nThe rope\nend of list\n\nNo one signed.",
    );
    assert_eq!(
        outline(&article),
        [(None, vec!["The mayors met.", "No one signed."])]
    );
}

#[test]
fn a_russian_page_is_read_too() {
    let article = read(
        "Два города, один причал\nОба мэра хотят его.\n2 часа назад\n\nМэры встретились в понедельник.\n\n\
         Читайте также: Паром\n\nКто платит\n\nНикто не подписал бумагу.\n\nИсточник: Колокол\nВсе права защищены",
    );
    assert_eq!(article.summary.as_deref(), Some("Оба мэра хотят его."));
    assert_eq!(article.publisher.as_deref(), Some("Колокол"));
    assert_eq!(article.sections.len(), 2);
    assert_eq!(article.paragraphs().count(), 3);
}

#[test]
fn chronicles_keep_their_dates_as_headings() {
    let article = read(
        "One quay\n\nA chronicle of the quay.\n\nJuly 4, 2025\n\nThe mayors met in the town hall.\n\n\
         July 5, 2025\n\nNo one met anyone.",
    );
    let headings: Vec<_> = article
        .sections
        .iter()
        .filter_map(|s| s.heading.as_deref())
        .collect();
    assert_eq!(headings, ["July 4, 2025", "July 5, 2025"]);
    assert_eq!(article.published, None);
}

#[test]
fn hashes_mark_headings_and_titles() {
    let article = read("# One quay\n\n## Monday\n\nThe mayors met.");
    assert_eq!(article.title, "One quay");
    assert_eq!(
        outline(&article),
        [(Some("Monday"), vec!["The mayors met."])]
    );
}

#[test]
fn one_line_is_title_and_paragraph() {
    let article = read("The mayors met on Monday.");
    assert_eq!(article.title, "The mayors met on Monday.");
    assert_eq!(
        outline(&article),
        [(None, vec!["The mayors met on Monday."])]
    );
}

#[test]
fn a_first_line_of_a_paragraphs_length_is_kept_as_one() {
    let long = "The mayors met. ".repeat(3200);
    let article = read(&long);
    assert!(article.title.chars().count() <= CUT_TITLE_CHARS + 1);
    assert_eq!(outline(&article), [(None, vec![long.trim_end()])]);
    let article = read(&format!("One quay\n\n{long}\n\nNo one signed."));
    assert_eq!(article.paragraphs().count(), 2);
}

#[test]
fn a_blank_text_is_an_error() {
    let id = ArticleId::parse("quay").unwrap();
    for blank in ["", "\n\n", "\u{feff} \u{a0}\r\n"] {
        assert_eq!(parse_pasted(blank, id.clone()), Err(PastedError::Empty));
    }
}

/// Whatever was kept of a page, in one text.
fn kept(article: &Article) -> String {
    let headings = article
        .sections
        .iter()
        .filter_map(|section| section.heading.clone());
    let paragraphs = article
        .paragraphs()
        .map(|paragraph| paragraph.text.to_owned());
    let all: Vec<String> = std::iter::once(article.title.clone())
        .chain(headings)
        .chain(paragraphs)
        .collect();
    all.join("\n")
}

fn assert_nothing_is_lost(text: &str) {
    let id = ArticleId::parse("quay").unwrap();
    let Ok(article) = parse_pasted(text, id) else {
        assert!(is_blank(text));
        return;
    };
    let units = unwrap::split_units(text.trim_start_matches('\u{feff}'));
    let reading = roles::assign(&units).unwrap();
    let kept = kept(&article);
    for (unit, role) in units.iter().zip(&reading.roles) {
        if !matches!(role, Role::Furniture(_)) {
            assert!(
                kept.contains(bare(&unit.text)),
                "{:?} is lost as {role:?}",
                unit.text
            );
        }
    }
    for line in split_lines(text).filter(|line| !is_blank(line)) {
        let line = trim_blank(line);
        assert!(
            units.iter().any(|unit| unit.text.contains(line)),
            "{line:?} is in no unit"
        );
    }
}

/// Lines as pages have them, furniture and text.
fn page_line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("\u{a0}".into()),
        "[A-Z][a-z]{1,8}( [a-z]{1,9}){0,30}[.?]?",
        "[a-z]{1,8}( [a-z]{1,9}){3,12}",
        "(Share|Facebook|Related: Quay|By Jane Doe|July 4, 2025|6 hours ago|SOURCE:Bell|Contact us|Photo: Bell)",
    ]
}

proptest! {
    #[test]
    fn no_line_of_any_text_is_lost(text in any::<String>()) {
        assert_nothing_is_lost(&text);
    }

    #[test]
    fn no_line_of_a_page_is_lost(
        lines in proptest::collection::vec(page_line(), 0..24),
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
    ) {
        assert_nothing_is_lost(&lines.join(end));
    }

    #[test]
    fn sentences_are_always_kept(sentences in proptest::collection::vec("[A-Z][a-z]{3,9}( [a-z]{2,9}){5,20}\\.", 1..9)) {
        let article = read(&format!("One quay\n\n{}", sentences.join("\n\n")));
        let texts: Vec<&str> = article.paragraphs().map(|paragraph| paragraph.text).collect();
        prop_assert_eq!(texts, sentences);
    }
}
