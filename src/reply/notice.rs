//! What a refresh leads to, for a moderators' channel.

use attache_index::escape_markdown;

use super::Reply;
use super::card::{Card, Cards, Tone};
use super::limits::one_line;
use crate::messages::Language;
use crate::notices::Notice;

/// How many held articles are named.
const NAMED: usize = 10;
/// The most characters shown of a name, and of why something failed.
const NAME_MAX: usize = 100;
const WHY_MAX: usize = 500;

/// Words a notice.
pub(crate) fn notice(language: Language, notice: &Notice) -> Reply {
    let card = match notice {
        Notice::Changed {
            generation,
            new,
            changed,
            gone,
        } => {
            let title = [("generation", (*generation).into())];
            let counts = [
                ("new", (*new).into()),
                ("changed", (*changed).into()),
                ("gone", (*gone).into()),
            ];
            Card::new(Tone::Sure)
                .title(&language.say_with("notice-changed", title))
                .block(language.say_with("notice-changed-counts", counts))
        }
        Notice::Held { articles } => held(language, articles),
        Notice::Failed { source, times, why } => {
            let failed = [("times", (*times).into())];
            Card::new(Tone::Close)
                .title(&language.say_with("notice-failed", failed))
                .block(format!("**{}**", shown(source, NAME_MAX)))
                .block(shown(why, WHY_MAX))
        }
    };
    let mut cards = Cards::default();
    cards.add(card);
    Reply {
        embeds: cards.embeds(),
        ..Reply::default()
    }
}

fn held(language: Language, articles: &[String]) -> Card {
    let count = [("count", articles.len().into())];
    let mut card = Card::new(Tone::Close).title(&language.say_with("notice-held", count));
    for article in articles.iter().take(NAMED) {
        card = card.block(format!("- {}", shown(article, NAME_MAX)));
    }
    if articles.len() > NAMED {
        card = card.block("- …");
    }
    card.block(language.say("notice-held-hint"))
}

fn shown(text: &str, max: usize) -> String {
    escape_markdown(&one_line(text, max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_fits_and_says_what_happened_in_every_language() {
        let long = "*ы".repeat(2_000);
        let notices = [
            (
                Notice::Changed {
                    generation: 4_711,
                    new: 1,
                    changed: 2,
                    gone: 3,
                },
                "4711",
            ),
            (
                Notice::Held {
                    articles: vec![long.clone(); 30],
                },
                "30",
            ),
            (
                Notice::Failed {
                    source: long.clone(),
                    times: 3,
                    why: long,
                },
                "3",
            ),
        ];
        for language in Language::ALL {
            for (notice, told) in &notices {
                let message = serde_json::to_value(super::notice(language, notice).message());
                let message = message.unwrap().to_string();
                let digits: String = message.chars().filter(char::is_ascii_digit).collect();
                assert!(digits.contains(told), "{language:?}: {message}");
                assert!(message.contains("\"title\""), "{language:?}: {message}");
            }
        }
    }
}
