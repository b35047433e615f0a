//! Days, moments and citations in the member's language.
//!
//! A day that an article was published or fetched on has no hour, so it is worded here: Discord's own
//! timestamps are shown in the reader's time zone and would move it to the day before or after. A
//! moment is left to them.
//!
//! Deliberately absent: the months' names (`messages/`).

use std::time::{SystemTime, UNIX_EPOCH};

use attache_index::{Citation, Date};

use crate::messages::Language;

/// As in `4 July 2031`.
pub(super) fn day(language: Language, date: Date) -> String {
    let parts = [
        ("day", date.day().into()),
        ("month", u8::from(date.month()).into()),
        ("year", date.year().into()),
    ];
    language.say_with("day", parts)
}

/// A moment that every member's client shows in their own words and time zone.
pub(super) fn moment(at: impl Into<SystemTime>, style: char) -> String {
    let since = at.into().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("<t:{}:{style}>", since.as_secs())
}

/// Where a passage can be read, as one line of Markdown.
pub(super) fn cite(language: Language, citation: &Citation) -> String {
    citation.markdown_in(&language.say("summary"), |date| day(language, date))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The days in the middle of each month of a year.
    fn months(language: Language) -> Vec<String> {
        let middle = |month: u16| Date::from_ordinal_date(2031, 15 + 30 * month).unwrap();
        (0..12).map(|month| day(language, middle(month))).collect()
    }

    #[test]
    fn a_day_is_worded_in_each_language() {
        let date = Date::from_ordinal_date(2031, 185).unwrap();
        for (language, worded) in [
            (Language::English, "4 July 2031"),
            (Language::Russian, "4 июля 2031"),
            (Language::Turkish, "4 Temmuz 2031"),
            (Language::Ukrainian, "4 липня 2031"),
        ] {
            assert_eq!(day(language, date), worded);
        }
    }

    #[test]
    fn no_month_of_another_language_is_english_and_none_is_named_twice() {
        let english = months(Language::English);
        for language in Language::ALL {
            let own = months(language);
            let different: BTreeSet<&String> = own.iter().collect();
            assert_eq!(different.len(), 12, "{own:?}");
            let borrowed = own.iter().any(|day| english.contains(day));
            assert_eq!(borrowed, language == Language::English, "{own:?}");
        }
    }
}
