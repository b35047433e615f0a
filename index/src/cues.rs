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

// Folded, as exact forms are; none of the other languages' words is an English one.
const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve twenty \
thirty forty fifty hundred hundreds thousand thousands million millions billion billions trillion \
dozen dozens half third quarter twice double several percent \
один одна два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок сто \
тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиарда миллиардов процент процента \
процентов млн млрд тыс половина половину треть вдвое втрое несколько \
iki dort dord alti yedi yeddi sekiz sakkiz dokuz doqquz yirmi iyirmi otuz qirx yuz \
milyon milyar milyard yuzde yarisi";
const DATES: &str = "january february march april may june july august september october november \
december monday tuesday wednesday thursday friday saturday sunday century decade spring summer \
autumn winter \
января февраля марта апреля мая июня июля августа сентября октября ноября декабря январе феврале \
марте апреле мае июне июле августе сентябре октябре ноябре декабре понедельник вторник среду \
четверг пятницу субботу воскресенье году года весной летом осенью зимой \
ocak subat nisan mayis haziran temmuz agustos eylul ekim kasim aralik pazartesi carsamba persembe \
yilinda yanvar fevral aprel iyun iyul avqust sentyabr oktyabr noyabr dekabr ilda";
const REASONS: &str = "because due since reason cause caused causes owing therefore thus result \
resulted resulting led hence \
потому поскольку причина причине вследствие благодаря cunku cunki dolayi nedeniyle sebebiyle \
yuzunden sababindan";

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
