//! What the articles did not cover, for moderators: a page of questions, each with a button that
//! marks it as handled.

use attache_index::escape_markdown;

use super::card::{Card, Cards, Tone};
use super::day::moment;
use super::limits::one_line;
use super::{Reply, button, row};
use crate::custom_id::{Act, Action};
use crate::messages::Language;
use crate::store::{Topic, TopicPage};

/// How many questions a page shows: as many as a row has buttons.
pub(crate) const TOPICS_PER_PAGE: u32 = 5;

/// The most characters shown of a question.
const QUESTION_MAX: usize = 300;
/// Kept free for the notes under the questions.
const NOTES_MAX_BYTES: usize = 400;

/// Shows the page `page`, from 0, privately.
pub(crate) fn unanswered(language: Language, found: &TopicPage, page: u32) -> Reply {
    if found.topics.is_empty() {
        return Reply::private(language.say("questions-none"));
    }
    let title = language.say_with("questions-unanswered", [("count", found.total.into())]);
    let first = u64::from(page) * u64::from(TOPICS_PER_PAGE) + 1;
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    let mut handled = Vec::new();
    for (number, topic) in (first..).zip(&found.topics) {
        let card = card(language, number, topic);
        let card = if number == first {
            card.title(&title)
        } else {
            card
        };
        // The longest questions fit: see the test.
        cards.add(card);
        let act = Act::Handled {
            page,
            topic: topic.id,
        };
        handled.push(button(&Action::Moderate(act), &format!("✓ {number}")));
    }
    let pages = found.total.div_ceil(TOPICS_PER_PAGE.into());
    let turns = turns(language, page, pages, |page| Act::Unanswered { page });
    let notes = format!(
        "{} · {}",
        page_of(language, page, pages),
        language.say("questions-handled-hint")
    );
    let mut rows = row(handled);
    rows.extend(turns);
    Reply {
        embeds: cards.close(&notes),
        rows,
        private: true,
        ..Reply::default()
    }
}

fn card(language: Language, number: u64, topic: &Topic) -> Card {
    let question = escape_markdown(&one_line(&topic.text, QUESTION_MAX));
    let facts = [
        ("count", topic.count.into()),
        ("when", moment(topic.last_asked, 'R').into()),
    ];
    let asked = language.say_with("questions-asked", facts);
    let tag = escape_markdown(&one_line(&topic.language, 10));
    Card::new(Tone::Quiet)
        .block(format!("**{number}.** {question}"))
        .block(format!("{asked} · {tag}"))
}

/// Which page it is, as in `page 1 of 3`.
pub(super) fn page_of(language: Language, page: u32, pages: u64) -> String {
    let numbers = [
        ("page", page.saturating_add(1).into()),
        ("pages", pages.into()),
    ];
    language.say_with("page", numbers)
}

/// The row of buttons that turn the pages; none where there is one page.
pub(super) fn turns(
    language: Language,
    page: u32,
    pages: u64,
    act: impl Fn(u32) -> Act,
) -> Vec<serenity::builder::CreateActionRow> {
    let turn = |to: Option<u32>, key| {
        let to = to.filter(|to| u64::from(*to) < pages)?;
        button(&Action::Moderate(act(to)), &language.say(key))
    };
    row([
        turn(page.checked_sub(1), "button-previous"),
        turn(page.checked_add(1), "button-next"),
    ])
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use serde_json::Value;

    use super::*;
    use crate::store::TopicId;

    fn page(texts: &[&str], total: u64) -> TopicPage {
        let topics = (1..).zip(texts).map(|(id, text)| Topic {
            id: TopicId::from_number(id),
            text: (*text).to_owned(),
            language: "en".into(),
            count: id,
            last_asked: UNIX_EPOCH,
        });
        TopicPage {
            total,
            topics: topics.collect(),
        }
    }

    fn shown(reply: Reply) -> Value {
        serde_json::to_value(reply.response()).unwrap()["data"].take()
    }

    #[test]
    fn each_question_has_its_button_and_pages_turn() {
        let found = page(&["Where is the *quay*?", "Who pays?"], 12);
        let shown = shown(unanswered(Language::English, &found, 1));
        let text = shown["embeds"].to_string();
        assert!(text.contains(r"**6.** Where is the \\*quay\\*?"), "{text}");
        assert!(text.contains("page 2 of 3"), "{text}");
        let labels = |row: usize| {
            let row = shown["components"][row]["components"].as_array().unwrap();
            let labels = row.iter().map(|button| button["label"].as_str().unwrap());
            labels.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(labels(0), ["✓ 6", "✓ 7"]);
        assert_eq!(labels(1), ["Previous", "Next"]);
        assert_eq!(shown["flags"], 64);
    }

    #[test]
    fn a_page_of_the_longest_questions_fits_whole() {
        let long = "*ы".repeat(2_000);
        for language in Language::ALL {
            let found = page(&[long.as_str(); 5], 5);
            let shown = shown(unanswered(language, &found, 0));
            assert_eq!(shown["embeds"].as_array().unwrap().len(), 5, "{language:?}");
            assert_eq!(shown["components"].as_array().unwrap().len(), 1);
        }
    }

    #[test]
    fn nothing_to_show_is_said() {
        let shown = shown(unanswered(Language::English, &page(&[], 0), 0));
        assert!(shown["content"].as_str().unwrap().contains("Nothing"));
    }
}
