//! Articles of made-up words as uneven as real ones, the same in every run.
//!
//! Ranks are drawn from a Zipf-Mandelbrot law without end: the r-th word has a share that falls
//! with (r + 8)^-1.5. So the commonest takes 6 in 100 words, and the vocabulary keeps growing with
//! the text (Heaps' law, exponent 2/3): 140,000 words in 100,000 paragraphs, 600,000 in a million.
//! The commonest ranks are real grammar words and names, which meet stop words and the lexicon.

use std::fmt::Write as _;

use attache_index::{Article, ArticleId, Section};

const PARAGRAPHS_AN_ARTICLE: u32 = 40;
const PARAGRAPHS_A_SECTION: u32 = 10;
const COMMON: &str = "the of and in to a is was for that on as with by it at from his an be are \
    which were this he or had not its but have their has been after also one they who first all \
    more other when would into two only some will there during between about over out no her \
    Russia gas president country Azerbaijan war trade government city Moscow people oil Turkey \
    police border Armenia minister company Europe railway airline journalist Baku agreement \
    Kremlin market court army harbour election export sanctions corridor media prison investment";
const OPENINGS: &[&str] = &[
    "what is",
    "who was",
    "when did",
    "why did",
    "where does",
    "how many",
    "which",
    "what happened to",
];
const CONSONANTS: &[u8] = b"bdfgklmnprstvz";
const VOWELS: &[u8] = b"aeiou";

/// A generator of numbers that look random: Steele, Lea and Flood's `SplitMix64` (2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(((self.roll() >> 32) * u64::from(end)) >> 32).expect("it is below `end`")
    }

    /// A word's rank, from 0.
    fn rank(&mut self) -> u64 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "any rank will do, and this one is not negative"
        )]
        {
            // From 1 down to, but never, 0.
            let share = ((self.roll() >> 11) + 1) as f64 / (1_u64 << 53) as f64;
            (8.0 * (share.powi(-2) - 1.0)) as u64
        }
    }
}

/// `paragraphs` paragraphs, 40 an article.
pub(crate) fn articles(paragraphs: u32) -> impl Iterator<Item = Article> {
    let common: Vec<&str> = COMMON.split_whitespace().collect();
    (0..paragraphs.div_ceil(PARAGRAPHS_AN_ARTICLE)).map(move |ordinal| {
        let from = ordinal * PARAGRAPHS_AN_ARTICLE;
        let numbers = from..paragraphs.min(from + PARAGRAPHS_AN_ARTICLE);
        let texts: Vec<String> = numbers.map(|number| paragraph(number, &common)).collect();
        let id = ArticleId::parse(format!("article-{ordinal}")).expect("the id is well formed");
        let mut article = Article::new(id, format!("Article {ordinal}"));
        article.publisher = Some("The Synthetic Gazette".into());
        article.url = Some(format!("https://gazette.example/{ordinal}"));
        let mut dice = Dice(u64::from(ordinal) << 32);
        for part in texts.chunks(PARAGRAPHS_A_SECTION as usize) {
            let heading: Vec<String> = (0..3).map(|_| word(&mut dice, &common)).collect();
            article.sections.push(Section {
                heading: Some(heading.join(" ")),
                paragraphs: part.to_vec(),
            });
        }
        article
    })
}

/// Questions without end, each of 4 to 9 words of one of `paragraphs` paragraphs.
pub(crate) fn questions(paragraphs: u32) -> impl Iterator<Item = String> {
    let common: Vec<&str> = COMMON.split_whitespace().collect();
    let mut dice = Dice(1);
    std::iter::from_fn(move || {
        let text = paragraph(dice.below(paragraphs), &common);
        let words: Vec<&str> = text.split_whitespace().collect();
        let opening = dice.below(u32::try_from(OPENINGS.len()).ok()?);
        let mut question = OPENINGS.get(opening as usize)?.to_string();
        for _ in 0..4 + dice.below(6) {
            let word = words.get(dice.below(u32::try_from(words.len()).ok()?) as usize)?;
            let _ = write!(question, " {}", word.trim_end_matches('.'));
        }
        Some(question + "?")
    })
}

/// The paragraph `number`: 40 to 120 words in sentences of 8 to 27.
fn paragraph(number: u32, common: &[&str]) -> String {
    let mut dice = Dice((u64::from(number) << 8) | 1);
    let words = 40 + dice.below(81);
    let mut left_in_sentence = 0;
    let mut text = String::new();
    for _ in 0..words {
        let mut word = word(&mut dice, common);
        if left_in_sentence == 0 {
            text.push_str(if text.is_empty() { "" } else { ". " });
            left_in_sentence = 8 + dice.below(20);
            word = capitalised(&word);
        } else {
            text.push(' ');
        }
        left_in_sentence -= 1;
        text.push_str(&word);
    }
    text.push('.');
    text
}

fn word(dice: &mut Dice, common: &[&str]) -> String {
    let (rank, kind) = (dice.rank(), dice.below(100));
    if kind < 2 {
        return (1900 + dice.below(130)).to_string();
    }
    let known = usize::try_from(rank).ok().and_then(|at| common.get(at));
    if let Some(word) = known {
        return (*word).into();
    }
    let mut word = spelled(rank);
    word.push_str(match kind {
        2..12 => "s",
        12..17 => "ed",
        17..22 => "ing",
        _ => "",
    });
    word
}

/// A word of two or more syllables for a rank.
fn spelled(mut rank: u64) -> String {
    let mut word = String::new();
    let mut syllables = 0;
    while rank > 0 || syllables < 2 {
        for letters in [CONSONANTS, VOWELS] {
            let count = letters.len() as u64;
            let at = usize::try_from(rank % count).expect("it is a letter's");
            word.extend(letters.get(at).map(|letter| char::from(*letter)));
            rank /= count;
        }
        syllables += 1;
    }
    word
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
