//! Words that tell what kind of thing a sentence holds: a number, a date, a reason.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analyzer::{FnvState, key};

/// What a word tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Number,
    Date,
    Reason,
}

const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve twenty \
thirty forty fifty hundred hundreds thousand thousands million millions billion billions trillion \
dozen dozens half third quarter twice double several percent";
const DATES: &str = "january february march april may june july august september october november \
december monday tuesday wednesday thursday friday saturday sunday century decade spring summer \
autumn winter";
const REASONS: &str = "because due since reason cause caused causes owing therefore thus result \
resulted resulting led hence";

/// What the word with this exact key tells of.
pub(crate) fn cue(exact: u32) -> Option<Cue> {
    static CUES: LazyLock<HashMap<u32, Cue, FnvState>> = LazyLock::new(|| {
        let lists = [
            (NUMBERS, Cue::Number),
            (DATES, Cue::Date),
            (REASONS, Cue::Reason),
        ];
        let words = lists
            .iter()
            .flat_map(|(list, cue)| list.split(' ').map(|word| (key(word), *cue)));
        words.collect()
    });
    CUES.get(&exact).copied()
}
