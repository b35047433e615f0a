//! Which shards a process runs: `auto`, or `FIRST..LAST/TOTAL` with both ends included.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The shards this process runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) enum Shards {
    /// All, as many as Discord recommends.
    #[default]
    Auto,
    /// These of `total`, both ends included.
    Range { first: u32, last: u32, total: u32 },
}

impl Shards {
    /// The first, the last and the total, when Discord recommends so many.
    pub(crate) fn of(self, recommended: u32) -> (u32, u32, u32) {
        match self {
            Self::Auto => (0, recommended.max(1) - 1, recommended.max(1)),
            Self::Range { first, last, total } => (first, last, total),
        }
    }

    /// How many run here, when Discord recommends so many.
    pub(crate) fn count(self, recommended: u32) -> u32 {
        let (first, last, _) = self.of(recommended);
        last - first + 1
    }
}

impl FromStr for Shards {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let read = || {
            let (range, total) = text.split_once('/')?;
            let (first, last) = range.split_once("..")?;
            let number = |text: &str| text.trim().parse::<u32>().ok();
            Some((number(first)?, number(last)?, number(total)?))
        };
        match read() {
            Some((first, last, total)) if first <= last && last < total => {
                Ok(Self::Range { first, last, total })
            }
            _ => Err(format!(
                "`shards` = {text:?} cannot be read: write \"auto\", or FIRST..LAST/TOTAL, \
                 as in 0..3/8 for the first four of eight"
            )),
        }
    }
}

impl TryFrom<String> for Shards {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Shards> for String {
    fn from(shards: Shards) -> Self {
        shards.to_string()
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Range { first, last, total } => write!(f, "{first}..{last}/{total}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_and_written_alike() {
        for text in ["auto", "0..3/8", "7..7/8"] {
            assert_eq!(text.parse::<Shards>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn both_ends_run() {
        assert_eq!(Shards::Auto.of(3), (0, 2, 3));
        assert_eq!(Shards::Auto.count(0), 1);
        assert_eq!("2..4/8".parse::<Shards>().unwrap().count(3), 3);
    }

    #[test]
    fn a_range_that_is_none_is_refused() {
        for text in ["", "3", "0..3", "4..3/8", "0..8/8", "-1..0/1", "a..b/c"] {
            let told = text.parse::<Shards>().unwrap_err();
            assert!(told.contains("FIRST..LAST/TOTAL"), "{told}");
        }
    }
}
