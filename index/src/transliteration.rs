//! Names across scripts: `Куренков`, `Kurenkov` and `Kürenkov` are one.
//!
//! A word of a question that the index lacks is looked for in every spelling of its sounds, in both
//! scripts; then without the ending its language gave it; then, when it is long, with one letter
//! differing. The first of these that the index has a word for is taken.
//!
//! Deliberately absent: converting a text from one script to another.

mod pattern;
mod sounds;

use tantivy::schema::Field;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::analyzer::Analyzer;
use crate::language::Language;
use crate::snapshot::Snapshot;
use crate::transliteration::pattern::Pattern;
use crate::transliteration::sounds::{LATIN_ENDINGS, RUSSIAN_ENDINGS};
use crate::turkic;

/// The letters a name may have: among shorter ones too many sound alike, longer ones are no names.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 4..=24;
/// The fewest letters of a name without its ending.
const BASE_CHARS: usize = 3;
/// From so many letters one may differ.
const EDITED_FROM_CHARS: usize = 7;
/// The most stems one name is met as.
const MET_MAX: usize = 3;

/// A name as a question has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    /// As asked.
    pub asked: &'a str,
    /// What the question is asked in.
    pub language: Language,
    /// Whether only words in the other script are looked for.
    pub elsewhere: bool,
}

/// A word of the index that a name is met as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alike {
    pub word: String,
    pub stem: String,
    /// In how many paragraphs the word stands.
    pub count: u32,
    /// Whether one letter differs.
    pub edited: bool,
    /// Whether it is in the other script.
    pub crosses: bool,
}

/// One way to look for a name.
struct Look<'a> {
    base: &'a str,
    tails: bool,
    edit: bool,
}

/// The words of the index that `named` is met as, the most frequent first.
pub(crate) fn alike(snapshot: &Snapshot, analyzer: &mut Analyzer, named: Named<'_>) -> Vec<Alike> {
    let name = letters_of(named.asked);
    let plain = name.chars().all(char::is_alphabetic);
    if !plain || !NAME_CHARS.contains(&name.chars().count()) {
        return Vec::new();
    }
    let capital = named.asked.starts_with(char::is_uppercase);
    for look in looks(&name, named.language, capital) {
        let met = meet(snapshot, analyzer, &look, &name, named.elsewhere);
        if !met.is_empty() {
            return met;
        }
    }
    Vec::new()
}

/// The ways to look for `name`, best first.
fn looks(name: &str, language: Language, capital: bool) -> Vec<Look<'_>> {
    let look = |base, tails| Look {
        base,
        tails,
        edit: false,
    };
    let mut all = vec![look(name, false), look(name, true)];
    let without = |endings: &'static [&'static str]| {
        let bases = endings
            .iter()
            .filter_map(|ending| name.strip_suffix(ending));
        bases.filter(|base| base.chars().count() >= BASE_CHARS)
    };
    if is_cyrillic(name) {
        all.extend(without(RUSSIAN_ENDINGS).map(|base| look(base, true)));
    } else {
        all.extend(without(LATIN_ENDINGS).map(|base| look(base, true)));
        if language == Language::Turkic && capital {
            all.extend(
                turkic::bases(name)
                    .into_iter()
                    .map(|base| look(base, false)),
            );
        }
    }
    if capital {
        let long = |look: &&Look<'_>| look.base.chars().count() >= EDITED_FROM_CHARS;
        let edited: Vec<Look<'_>> = all
            .iter()
            .filter(long)
            .map(|look| Look {
                edit: true,
                ..*look
            })
            .collect();
        all.extend(edited);
    }
    all
}

fn meet(
    snapshot: &Snapshot,
    analyzer: &mut Analyzer,
    look: &Look<'_>,
    name: &str,
    elsewhere: bool,
) -> Vec<Alike> {
    let pattern = Pattern::new(look.base, look.tails, look.edit);
    let mut found: Vec<Alike> = Vec::new();
    for field in [snapshot.fields.exact, snapshot.fields.stem] {
        for (word, count) in spelled(snapshot, field, &pattern) {
            let crosses = is_cyrillic(&word) != is_cyrillic(name);
            // In Latin letters an ending is part of a name; in its own script the word is known.
            let strange = elsewhere && !crosses || look.tails && !crosses && !is_cyrillic(name);
            let whole = !look.tails && look.base == name;
            let short = word.chars().count() < *NAME_CHARS.start() && !whole;
            if strange || short {
                continue;
            }
            let stem = analyzer.forms(&word).stem.to_string();
            // A word found in the stem field is a stem already.
            let is_word = snapshot.statistics.count(snapshot.fields.stem, &stem) > 0;
            let stem = if is_word { stem } else { word.clone() };
            if !found.iter().any(|known| known.stem == stem) {
                found.push(Alike {
                    word,
                    stem,
                    count,
                    edited: look.edit,
                    crosses,
                });
            }
        }
    }
    found.sort_by(|a, b| b.count.cmp(&a.count).then(a.word.cmp(&b.word)));
    found.truncate(MET_MAX);
    found
}

/// The words of a field that `pattern` spells, and in how many paragraphs each stands.
fn spelled(snapshot: &Snapshot, field: Field, pattern: &Pattern) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    for (ordinal, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let Ok(index) = segment.inverted_index(field) else {
            continue;
        };
        let Ok(mut stream) = index.terms().search(pattern).into_stream() else {
            continue;
        };
        while stream.advance() {
            let Ok(word) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            let indexed = stream.value().doc_freq;
            let count = snapshot.statistics.count_in(ordinal, field, word, indexed);
            match found.iter_mut().find(|known| known.0 == word) {
                _ if count == 0 => {}
                Some(known) => known.1 += count,
                None => found.push((word.into(), count)),
            }
        }
    }
    found
}

/// A name in lower case, with the letters that tell how it sounds, without what follows an
/// apostrophe.
fn letters_of(asked: &str) -> String {
    let name = turkic::before_apostrophe(asked).unwrap_or(asked);
    let lower = name.replace('İ', "i").to_lowercase();
    let mut letters = String::with_capacity(lower.len());
    for letter in lower.nfc() {
        if is_cyrillic_letter(letter) || "ğşçöü".contains(letter) {
            letters.push(letter);
        } else {
            let plain = std::iter::once(letter).nfkd();
            letters.extend(plain.filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c)));
        }
    }
    letters
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2bc}')
}

fn is_cyrillic(word: &str) -> bool {
    word.starts_with(is_cyrillic_letter)
}

fn is_cyrillic_letter(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}
