//! A question as it was meant to be typed: on the right keyboard, blanks where they belong, no
//! letter held down.
//!
//! `ghbdtn` is `привет` on the wrong keyboard, `gasexports` lacks a blank, `pipe line` has one too
//! many. Only words that neither the index, the lexicon nor general text knows are touched, and
//! only into words that one of them does know. Letters mistyped are left to [`crate::spelling`].

mod keyboard;

use std::ops::Range;

use crate::analyzer::{Analyzer, words};
use crate::answer::Mend;
use crate::language::{Language, language_of};
use crate::lexicon::Spoken;
use crate::query::{Reader, Vocabulary};
use crate::retyped::keyboard::{is_cyrillic, is_letter_key, other_layout, reads_better_in_russian};
use crate::spelling::is_one_edit;
use crate::stopwords::is_stopword;

/// The most unknown words of a question that are tried: each takes hundreds of look-ups.
const TRIED_MAX: usize = 8;
/// Words of fewer letters are not cut, longer ones are no words.
const CUT_CHARS: Range<usize> = 6..40;
/// The most words one is cut into.
const PARTS_MAX: usize = 3;
/// The fewest letters of a part that tells something, and of one that is grammar.
const PART_CHARS: (usize, usize) = (3, 2);
/// The fewest letters of a word joined of two.
const JOINED_CHARS: usize = 6;

/// What a question says when it is typed well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Retyped {
    pub text: String,
    /// In the order of the question.
    pub mended: Vec<Mend>,
}

/// Bytes of a text, and what stands there instead.
type Edit = (Range<usize>, String);

impl<V: Vocabulary> Reader<'_, V> {
    /// `question`, which is in `language`, typed well; none when nothing about it is mistyped.
    pub(crate) fn retyped(
        &self,
        analyzer: &mut Analyzer,
        question: &str,
        language: Language,
    ) -> Option<Retyped> {
        let mut mended = Vec::new();
        let edits = self.on_the_other_keyboard(analyzer, question, language);
        let text = applied(analyzer, question, edits, &mut mended);
        let language = if text == question {
            language
        } else {
            language_of(&text)
        };
        let edits = self.with_blanks_mended(analyzer, &text, language);
        let text = applied(analyzer, &text, edits, &mut mended);
        if text == question {
            return None;
        }
        mended.sort_by_key(|mend| question.find(&mend.asked));
        Some(Retyped { text, mended })
    }

    /// Whether the index, the lexicon or general text has a word.
    fn knows(&self, analyzer: &mut Analyzer, word: &str, language: Language) -> bool {
        let forms = analyzer.forms(word);
        let listed = is_stopword(forms.exact_key)
            || forms.exact.bytes().any(|byte| byte.is_ascii_digit())
            || language == Language::English
                && (self.background.knows(forms.stem_key)
                    || self.lexicon.shorthand(forms.exact_key).is_some());
        listed || self.lists(analyzer, word, language)
    }

    /// Whether the index or the lexicon has a word.
    fn lists(&self, analyzer: &mut Analyzer, word: &str, language: Language) -> bool {
        let forms = analyzer.forms(word);
        if self.vocabulary.count(&forms.stem) > 0 {
            return true;
        }
        let spoken = [Spoken {
            stem: forms.stem_key,
            exact: &forms.exact,
            capitals: false,
        }];
        !self.lexicon.namings(language, &spoken).is_empty()
    }

    fn knows_all(&self, analyzer: &mut Analyzer, text: &str, language: Language) -> bool {
        let mut any = false;
        words(text).all(|range| {
            any = true;
            self.knows(analyzer, text.get(range).unwrap_or_default(), language)
        }) && any
    }
}

/// The keyboard.
impl<V: Vocabulary> Reader<'_, V> {
    /// The runs between blanks that were typed on the other keyboard.
    fn on_the_other_keyboard(
        &self,
        analyzer: &mut Analyzer,
        question: &str,
        language: Language,
    ) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut others = Vec::new();
        let (mut mistyped, mut typed) = (0, 0);
        for range in runs(question) {
            let run = question.get(range.clone()).unwrap_or_default();
            let letters = run.chars().filter(|c| c.is_alphabetic()).count();
            let known = self.knows_all(analyzer, run, language);
            typed += letters;
            let meant = if known {
                None
            } else {
                self.meant(analyzer, run)
            };
            if let Some((length, meant)) = meant {
                mistyped += if letters >= 3 { letters } else { 0 };
                edits.push((range.start..range.start + length, meant, letters));
            } else if letters > 0 && !(known && letters >= 4) {
                let meant = other_layout(run);
                if meant != run {
                    others.push((range, meant, letters));
                }
            }
        }
        // Nobody changes keyboards within most of a question.
        if mistyped * 2 > typed {
            edits.append(&mut others);
        } else {
            edits.retain(|(.., letters)| *letters >= 4);
        }
        edits.sort_by_key(|(range, ..)| range.start);
        edits
            .into_iter()
            .map(|(range, meant, _)| (range, meant))
            .collect()
    }

    /// How many bytes of `run` are a word of the other keyboard, and which.
    fn meant(&self, analyzer: &mut Analyzer, run: &str) -> Option<(usize, String)> {
        let to = if run.chars().any(is_cyrillic) {
            Language::English
        } else {
            Language::Russian
        };
        // A comma at the end is one, or a letter of the other keyboard.
        let typed = run.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_letter_key(c));
        let bare = run.trim_end_matches(|c: char| !c.is_alphanumeric());
        for word in [typed, bare] {
            let meant = other_layout(word);
            if word.chars().count() >= 2 && self.knows_all(analyzer, &meant, to) {
                return Some((word.len(), meant));
            }
        }
        let meant = other_layout(bare);
        (to == Language::Russian && reads_better_in_russian(bare, &meant))
            .then_some((bare.len(), meant))
    }
}

/// The blanks.
impl<V: Vocabulary> Reader<'_, V> {
    fn with_blanks_mended(
        &self,
        analyzer: &mut Analyzer,
        text: &str,
        language: Language,
    ) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut tried = 0;
        let mut before: Option<Range<usize>> = None;
        for range in words(text) {
            let word = text.get(range.clone()).unwrap_or_default();
            let whole = before
                .take()
                .and_then(|before| self.joined(analyzer, text, before.start..range.end, language));
            if let Some(edit) = whole {
                edits.push(edit);
                continue;
            }
            before = Some(range.clone());
            if self.knows(analyzer, word, language) || tried == TRIED_MAX {
                continue;
            }
            tried += 1;
            let meant = self
                .with_letters_released(analyzer, word, language)
                .or_else(|| self.cut(analyzer, word, language));
            if let Some(meant) = meant {
                edits.push((range, meant));
                before = None;
            }
        }
        edits
    }

    /// Two words that the index has as one, and not as two.
    fn joined(
        &self,
        analyzer: &mut Analyzer,
        text: &str,
        range: Range<usize>,
        language: Language,
    ) -> Option<Edit> {
        let both = text.get(range.clone())?;
        let (first, second) = both.split_once([' ', '-'])?;
        let one = format!("{first}{second}");
        let plain = one.chars().all(char::is_alphabetic);
        if !plain || one.chars().count() < JOINED_CHARS {
            return None;
        }
        let telling = [first, second].into_iter().all(|part| {
            part.chars().count() >= PART_CHARS.0 && !is_stopword(analyzer.forms(part).exact_key)
        });
        let counts = |analyzer: &mut Analyzer, word: &str| {
            let stem = analyzer.forms(word).stem.clone();
            self.vocabulary.count(&stem)
        };
        let apart = counts(analyzer, first) > 0 && counts(analyzer, second) > 0;
        if !telling || apart || counts(analyzer, &one) == 0 {
            return None;
        }
        (!self.names_both(analyzer, first, second, language)).then_some((range, one))
    }

    fn names_both(
        &self,
        analyzer: &mut Analyzer,
        first: &str,
        second: &str,
        language: Language,
    ) -> bool {
        let forms = [first, second].map(|word| analyzer.forms(word).clone());
        let spoken = forms.each_ref().map(|forms| Spoken {
            stem: forms.stem_key,
            exact: &forms.exact,
            capitals: false,
        });
        let namings = self.lexicon.namings(language, &spoken);
        namings.iter().any(|naming| naming.words.len() == 2)
    }

    /// A known word in which letters were held down: `gaaas`.
    fn with_letters_released(
        &self,
        analyzer: &mut Analyzer,
        word: &str,
        language: Language,
    ) -> Option<String> {
        let shortened = |most: usize| {
            let mut kept = String::new();
            let (mut last, mut run) = (None, 0);
            for c in word.chars() {
                run = if last == Some(c) { run + 1 } else { 1 };
                last = Some(c);
                if run <= most {
                    kept.push(c);
                }
            }
            kept
        };
        let twice = shortened(2);
        if twice == word {
            return None;
        }
        [twice, shortened(1)]
            .into_iter()
            .find(|shorter| self.knows(analyzer, shorter, language))
    }

    /// A word cut into words of the index or the lexicon, unless it is one letter away from one.
    fn cut(&self, analyzer: &mut Analyzer, word: &str, language: Language) -> Option<String> {
        let letters = word.chars().count();
        // Turkish and Azerbaijani endings would pass for words, and so would those of a language that
        // the index has no words of.
        let cut = language != Language::Turkic
            && self.vocabulary.speaks(language)
            && CUT_CHARS.contains(&letters)
            && word.chars().all(char::is_alphabetic);
        if !cut {
            return None;
        }
        let parts = (2..=PARTS_MAX).find_map(|most| self.parts(analyzer, word, most, language))?;
        let telling = parts.iter().any(|part| {
            part.chars().count() > PART_CHARS.0 && !is_stopword(analyzer.forms(part).exact_key)
        });
        let forms = analyzer.forms(word).clone();
        let misspelled = self
            .vocabulary
            .mend(analyzer, &forms.exact, &forms.stem)
            .is_some_and(|(near, _)| {
                is_one_edit(&forms.exact, &near) || is_one_edit(&forms.stem, &near)
            });
        (telling && !misspelled).then(|| parts.join(" "))
    }

    /// `word` as exactly `count` known words, the shortest as long as can be.
    fn parts<'w>(
        &self,
        analyzer: &mut Analyzer,
        word: &'w str,
        count: usize,
        language: Language,
    ) -> Option<Vec<&'w str>> {
        if count == 1 {
            return self
                .is_part(analyzer, word, language)
                .then(|| Vec::from([word]));
        }
        let mut best: Option<Vec<&str>> = None;
        for (at, _) in word.char_indices().skip(PART_CHARS.1) {
            let (first, rest) = word.split_at(at);
            if !self.is_part(analyzer, first, language) {
                continue;
            }
            let Some(mut parts) = self.parts(analyzer, rest, count - 1, language) else {
                continue;
            };
            parts.insert(0, first);
            if best
                .as_ref()
                .is_none_or(|best| shortest(&parts) > shortest(best))
            {
                best = Some(parts);
            }
        }
        best
    }

    fn is_part(&self, analyzer: &mut Analyzer, word: &str, language: Language) -> bool {
        let letters = word.chars().count();
        let grammar = is_stopword(analyzer.forms(word).exact_key);
        let fewest = if grammar { PART_CHARS.1 } else { PART_CHARS.0 };
        letters >= fewest && (grammar || self.lists(analyzer, word, language))
    }
}

/// `text` after `edits`; those that are searched for are told.
fn applied(
    analyzer: &mut Analyzer,
    text: &str,
    edits: Vec<Edit>,
    mended: &mut Vec<Mend>,
) -> String {
    let mut done = String::with_capacity(text.len());
    let mut at = 0;
    for (range, searched) in edits {
        done.push_str(text.get(at..range.start).unwrap_or_default());
        done.push_str(&searched);
        at = range.end;
        // Grammar words are not searched for.
        if !is_grammar(analyzer, &searched) {
            mended.push(Mend {
                asked: text.get(range).unwrap_or_default().into(),
                searched,
            });
        }
    }
    done.push_str(text.get(at..).unwrap_or_default());
    done
}

fn is_grammar(analyzer: &mut Analyzer, text: &str) -> bool {
    words(text).all(|range| {
        let word = text.get(range).unwrap_or_default();
        is_stopword(analyzer.forms(word).exact_key)
    })
}

fn shortest(parts: &[&str]) -> usize {
    parts.iter().map(|part| part.len()).min().unwrap_or(0)
}

/// The byte ranges of what stands between blanks.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_whitespace().map(|run| {
        let start = run.as_ptr().addr() - text.as_ptr().addr();
        start..start + run.len()
    })
}

#[cfg(test)]
mod tests;
