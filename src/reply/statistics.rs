//! A week at a glance, for moderators.

use attache_index::{ArticleHead, escape_markdown};

use super::card::{Card, Cards, Tone};
use super::chart::{chart, name};
use super::limits::one_line;
use super::{File, Reply};
use crate::messages::Language;
use crate::store::{Busy, Day, Statistics};

/// How many of the busiest are shown: a glance, not a report.
const BUSIEST: usize = 5;
/// The most characters shown of a title.
const TITLE_MAX: usize = 80;
/// The chart's file.
const CHART: &str = "week.png";

/// Shows the figures and their chart, privately; `articles` has the titles.
pub(crate) fn statistics(
    language: Language,
    statistics: &Statistics,
    articles: &[ArticleHead],
) -> Reply {
    let days = [("days", statistics.days.len().into())];
    let mut card = Card::new(Tone::Sure)
        .title(&language.say_with("stats", days))
        .block(language.say_with("stats-asked", [("count", statistics.asked().into())]))
        .block(legend(language, statistics))
        .block(format!("👍 {} · 👎 {}", statistics.up, statistics.down));
    for (heading, busiest) in [
        (language.say("stats-articles"), &statistics.articles),
        (language.say("stats-paragraphs"), &statistics.paragraphs),
    ] {
        if !busiest.is_empty() {
            card = card.block(format!("\n**{heading}**"));
            for busy in busiest.iter().take(BUSIEST) {
                card = card.block(line(busy, articles));
            }
        }
    }
    let file = match chart(statistics) {
        Ok(png) => Some(File::new(CHART, png, &described(language, statistics))),
        Err(error) => {
            tracing::error!(%error, "chart not drawn");
            None
        }
    };
    let card = match &file {
        Some(file) => card.image(&file.address()),
        None => card,
    };
    let mut cards = Cards::default();
    cards.add(card);
    Reply {
        embeds: cards.embeds(),
        file,
        private: true,
        ..Reply::default()
    }
}

fn legend(language: Language, statistics: &Statistics) -> String {
    let sum = |of: fn(&Day) -> u64| statistics.days.iter().map(of).sum::<u64>();
    let parts = [
        ("answered", sum(|day| day.answered).into()),
        ("partly", sum(|day| day.partly).into()),
        ("uncovered", sum(|day| day.not_covered).into()),
    ];
    language.say_with("stats-verdicts", parts)
}

fn line(busy: &Busy, articles: &[ArticleHead]) -> String {
    let known = articles
        .iter()
        .find(|head| head.id.as_str() == busy.article);
    // An article that is gone has no title any more.
    let title = known.map_or(busy.article.as_str(), |head| head.title.as_str());
    let title = escape_markdown(&one_line(title, TITLE_MAX));
    let paragraph = busy.paragraph.map(|number| format!(" ¶{number}"));
    let paragraph = paragraph.unwrap_or_default();
    format!("`{:>4}` {title}{paragraph}", busy.questions)
}

/// The chart in words, for who cannot see it.
fn described(language: Language, statistics: &Statistics) -> String {
    let days = statistics.days.iter().map(|day| {
        let numbers = [
            ("day", name(day).into()),
            ("asked", day.asked().into()),
            ("answered", day.answered.into()),
            ("partly", day.partly.into()),
            ("uncovered", day.not_covered.into()),
        ];
        language.say_with("stats-day", numbers)
    });
    days.collect::<Vec<_>>().join("\n")
}
