//! Lines that say when: "6 hours ago", "Published: July 4, 2025".

use crate::article::Date;
use crate::day::{calendar_day, parse_day};

/// A line that is nothing but a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateLine {
    /// The day the article was published.
    Published(Date),
    /// A day whose year, order or meaning the line leaves open, or the day of a change.
    Other,
}

/// What may stand before a date, and whether it then is that of publication.
const LABELS: [(&str, bool); 17] = [
    ("first published", true),
    ("published on", true),
    ("published at", true),
    ("published", true),
    ("posted on", true),
    ("posted", true),
    ("last updated on", false),
    ("last updated", false),
    ("last modified", false),
    ("updated on", false),
    ("updated", false),
    ("опубликовано", true),
    ("обновлено", false),
    ("yayınlanma tarihi", true),
    ("güncelleme", false),
    ("dərc olunub", true),
    ("yenilənib", false),
];

/// Month names from January on, by their beginnings: English, Russian, Turkish, Azerbaijani.
const MONTHS: [&[&str]; 12] = [
    &["jan", "янв", "oca", "yan"],
    &["feb", "фев", "şub", "fev"],
    &["mar", "мар"],
    &["apr", "апр", "nis"],
    &["may", "мая", "май"],
    &["jun", "июн", "haz", "iyun"],
    &["jul", "июл", "tem", "iyul"],
    &["aug", "авг", "ağu", "avq"],
    &["sep", "сен", "eyl", "sen"],
    &["oct", "окт", "eki", "okt"],
    &["nov", "ноя", "kas", "noy"],
    &["dec", "дек", "ara", "dek"],
];

/// Month names written in full, where a beginning alone would take other words too.
const MONTH_NAMES: &str = " january february march april may june july august september october \
    november december jan feb mar apr jun jul aug sep sept oct nov dec января февраля марта апреля \
    мая июня июля августа сентября октября ноября декабря янв фев мар апр июн июл авг сен окт ноя дек \
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık yanvar fevral aprel \
    iyun iyul avqust sentyabr oktyabr noyabr dekabr ";

/// Words that stand around a date without being one.
const FILLERS: &str = " mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday \
    sat saturday sun sunday at on of the am pm a.m p.m gmt utc est edt cst cdt mst mdt pst pdt bst \
    cet cest eet eest msk ist trt azt et г года в il понедельник вторник среда четверг пятница \
    суббота воскресенье pazartesi salı çarşamba perşembe cuma cumartesi pazar - – — | / , · • ";

/// Whether `line` tells a time that only the day of copying gives a meaning.
pub(crate) fn is_relative_date(line: &str) -> bool {
    let line = line.to_lowercase();
    let line = line.trim_end_matches('.');
    let rest = strip_label(line).map_or(line, |(rest, _)| rest);
    if matches!(
        rest,
        "just now"
            | "yesterday"
            | "today"
            | "вчера"
            | "сегодня"
            | "dün"
            | "bugün"
            | "dünən"
            | "bu gün"
    ) {
        return rest != line || rest == "just now";
    }
    let ago = ["ago", "назад", "önce", "əvvəl"];
    let Some((count, word)) = rest.rsplit_once(' ') else {
        return false;
    };
    let mut words = count.split(' ');
    let number = words.next().unwrap_or_default();
    let is_number = matches!(number, "a" | "an" | "one" | "bir")
        || number.parse::<u16>().is_ok()
        || is_glued_count(number);
    ago.contains(&word) && is_number && words.all(is_time_unit)
}

/// The date that `line` is, if it is nothing else and names day, month and year.
pub(crate) fn date_line(line: &str) -> Option<DateLine> {
    let lower = line.to_lowercase();
    let labelled = strip_label(&lower);
    let (rest, is_publication) = labelled.unwrap_or((&lower, true));
    let mut parts = Parts::default();
    for token in rest.split([' ', ',', '|', '(', ')']) {
        parts.take(token.trim_matches(['.', ':', ';']))?;
    }
    if labelled.is_none() && !parts.names_a_day() {
        return None;
    }
    if !parts.saw_number {
        return None;
    }
    let day = parts.day_of_calendar().filter(|_| is_publication);
    Some(day.map_or(DateLine::Other, DateLine::Published))
}

/// Whether `line` says what its date is of, as in "Published: July 4, 2025".
pub(crate) fn has_label(line: &str) -> bool {
    strip_label(&line.to_lowercase()).is_some()
}

fn strip_label(line: &str) -> Option<(&str, bool)> {
    LABELS.iter().find_map(|(label, is_publication)| {
        let rest = line.strip_prefix(label)?;
        let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix(' '))?;
        Some((rest.trim_start_matches([':', ' ']), *is_publication))
    })
}

/// "6h", "3d", "45min".
fn is_glued_count(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len() && matches!(unit, "s" | "m" | "min" | "h" | "hr" | "hrs" | "d" | "w")
}

fn is_time_unit(word: &str) -> bool {
    let units = [
        "sec",
        "second",
        "min",
        "minute",
        "hr",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "секунд",
        "минут",
        "мин",
        "час",
        "день",
        "дня",
        "дней",
        "недел",
        "месяц",
        "saniye",
        "dakika",
        "saat",
        "gün",
        "hafta",
        "ay",
        "saniyə",
        "dəqiqə",
        "həftə",
    ];
    let endings = ["", "s", "s.", ".", "у", "ы", "а", "ов", "ю", "и", "ь", "ев"];
    units.iter().any(|unit| {
        let ending = word.strip_prefix(unit);
        ending.is_some_and(|ending| endings.contains(&ending))
    })
}

/// The numbers of a date as far as they were read; the first complete date counts.
#[derive(Debug, Default)]
struct Parts {
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    whole: Option<Date>,
    is_ambiguous: bool,
    saw_number: bool,
}

impl Parts {
    /// Takes one word of the line; none if no date has such a word.
    fn take(&mut self, token: &str) -> Option<()> {
        if token.is_empty() || is_listed(FILLERS, token) || is_clock(token) {
            return Some(());
        }
        if strip_label(&format!("{token} ")).is_some() {
            return Some(());
        }
        if let Some(month) = month_number(token) {
            self.month.get_or_insert(month);
            return Some(());
        }
        self.saw_number = true;
        if let Some(date) = parse_day(token.split('t').next().unwrap_or_default()) {
            self.whole.get_or_insert(date);
            return Some(());
        }
        self.take_number(token)
            .or_else(|| self.take_numeric_date(token))
    }

    fn take_number(&mut self, token: &str) -> Option<()> {
        let digits = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| token.strip_suffix(ending))
            .unwrap_or(token);
        let number: u16 = digits.parse().ok()?;
        match number {
            1..=31 if digits.len() <= 2 => {
                self.day.get_or_insert(u8::try_from(number).ok()?);
            }
            1800..=2199 => {
                self.year.get_or_insert(number.into());
            }
            _ => return None,
        }
        Some(())
    }

    /// `4.7.2025` has the day first; of `4/7/2025` no one can tell.
    fn take_numeric_date(&mut self, token: &str) -> Option<()> {
        let numbers: Option<Vec<u16>> = token
            .split(['.', '/'])
            .map(|part| part.parse().ok())
            .collect();
        let [first, second, year] = *numbers? else {
            return None;
        };
        let (first, second) = (u8::try_from(first).ok()?, u8::try_from(second).ok()?);
        let day_first = calendar_day(year.into(), second, first);
        let month_first = calendar_day(year.into(), first, second);
        let is_open = !token.contains('.') && first != second;
        match (day_first, month_first) {
            (Some(_), Some(_)) if is_open => self.is_ambiguous = true,
            (Some(date), _) => self.whole = self.whole.or(Some(date)),
            (None, Some(date)) if is_open => self.whole = self.whole.or(Some(date)),
            _ => return None,
        }
        (1800..=2199).contains(&year).then_some(())
    }

    fn names_a_day(&self) -> bool {
        self.is_ambiguous || self.day_of_calendar().is_some()
    }

    fn day_of_calendar(&self) -> Option<Date> {
        let spelled = || calendar_day(self.year?, self.month?, self.day?);
        self.whole.or_else(spelled).filter(|_| !self.is_ambiguous)
    }
}

fn month_number(word: &str) -> Option<u8> {
    if !is_listed(MONTH_NAMES, word) {
        return None;
    }
    (1..).zip(MONTHS).find_map(|(number, starts)| {
        starts
            .iter()
            .any(|start| word.starts_with(start))
            .then_some(number)
    })
}

fn is_listed(list: &str, word: &str) -> bool {
    list.split(' ')
        .any(|listed| listed == word && !word.is_empty())
}

/// "10:32", "10:32:05", "9am", "gmt+3", "+0300".
fn is_clock(token: &str) -> bool {
    let zone = token
        .strip_prefix("gmt")
        .or_else(|| token.strip_prefix("utc"));
    let token = zone.unwrap_or(token);
    let half = token
        .strip_suffix("am")
        .or_else(|| token.strip_suffix("pm"));
    let digits = half.unwrap_or(token).trim_start_matches(['+', '-']);
    let is_marked =
        half.is_some() || zone.is_some() || token.starts_with(['+', '-']) || token.contains(':');
    let is_number =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    is_marked && digits.trim_end_matches('z').split(':').all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_dates_are_known_in_four_languages() {
        for line in [
            "6 hours ago",
            "Updated 3 min ago",
            "an hour ago",
            "2 days ago.",
            "6h ago",
            "Just now",
            "Published: yesterday",
            "2 часа назад",
            "3 saat önce",
            "5 dəqiqə əvvəl",
            "15 минут назад",
            "Last updated 1 hour ago",
        ] {
            assert!(is_relative_date(line), "{line:?}");
        }
        for line in [
            "Years ago",
            "Long ago",
            "Yesterday",
            "Six hours ago the ferry left",
            "ago",
            "",
        ] {
            assert!(!is_relative_date(line), "{line:?}");
        }
    }

    #[test]
    fn complete_dates_are_read() {
        for line in [
            "July 4, 2025",
            "4 Jul 2025 10:32 GMT",
            "Published: 4 July 2025",
            "Fri, Jul 4th 2025",
            "2025-07-04",
            "2025-07-04T10:32:00Z",
            "04.07.2025 10:32",
            "Published on July 4, 2025 at 9:05 AM",
            "4 июля 2025 г.",
            "4 Temmuz 2025 Cuma",
            "4 iyul 2025",
            "Published July 4, 2025, Updated July 5, 2025",
            "Friday 4 July 2025 10:32 GMT+3",
            "JULY 4, 2025 | 10:32 (GMT+3)",
        ] {
            let date = calendar_day(2025, 7, 4).unwrap();
            assert_eq!(date_line(line), Some(DateLine::Published(date)), "{line:?}");
        }
    }

    #[test]
    fn open_and_changed_dates_are_dates_without_a_day() {
        for line in [
            "Updated: July 5, 2025",
            "4/7/2025",
            "Published: July 4",
            "Обновлено 05.07.2025",
        ] {
            assert_eq!(date_line(line), Some(DateLine::Other), "{line:?}");
        }
    }

    #[test]
    fn other_lines_are_no_dates() {
        for line in [
            "",
            "July",
            "2025",
            "July 2025",
            "May",
            "On July 4, 2025 the ferry stopped.",
            "Published",
            "31 February 2025",
            "The 4 of July",
            "Updated rules",
            "99999999",
            "The second of May",
            "4 | 5",
            "- 12 -",
        ] {
            assert_eq!(date_line(line), None, "{line:?}");
        }
    }
}
