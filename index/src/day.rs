//! Days of the calendar from their numbers.

use crate::article::Date;

/// The day that `year`-`month`-`day` names, if the calendar has it.
pub(crate) fn calendar_day(year: i32, month: u8, day: u8) -> Option<Date> {
    let month = time::Month::try_from(month).ok()?;
    Date::from_calendar_date(year, month, day).ok()
}

/// Reads `YYYY-MM-DD`, nothing else.
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        let good = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    if parts.next().is_some() {
        return None;
    }
    calendar_day(year.into(), month.try_into().ok()?, day.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_days_of_the_calendar_are_read() {
        assert_eq!(parse_day("2024-02-29").unwrap().to_string(), "2024-02-29");
        for bad in [
            "2025-02-29",
            "2025-7-4",
            "2025-07",
            "2025-07-04-1",
            "+025-07-04",
            "",
        ] {
            assert_eq!(parse_day(bad), None, "{bad:?}");
        }
    }
}
