//! Deep links against the draft's search, written here a second time, step by step, with the
//! default word boundaries of Unicode Standard Annex 29 and quotes compared as they are.

use attache_index::{Article, ArticleId, DeepLinks, PageText, Section, TextDirective};
use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};
use unicode_segmentation::UnicodeSegmentation;

/// A block, and a character's number in it.
type Place = (usize, usize);

/// The blocks as base letters, each with whether a word boundary is before it and its byte.
struct Page(Vec<Vec<(char, bool, usize)>>);

/// What "find a string in range" asks for besides the string.
#[derive(Clone, Copy)]
struct Wanted {
    start_bounded: bool,
    end_bounded: bool,
    at_beginning: bool,
}

fn base_letters(text: &str) -> Vec<char> {
    let marked = |c: &char| canonical_combining_class(*c) == 0;
    text.nfd()
        .filter(marked)
        .flat_map(char::to_lowercase)
        .collect()
}

impl Page {
    fn new(blocks: &[&str]) -> Self {
        let block = |text: &&str| {
            let bounds: Vec<usize> = text.split_word_bound_indices().map(|(at, _)| at).collect();
            let letters = text.char_indices().flat_map(|(at, c)| {
                let bound = bounds.contains(&at);
                base_letters(&c.to_string())
                    .into_iter()
                    .map(move |c| (c, bound, at))
            });
            letters.collect()
        };
        Self(blocks.iter().map(block).collect())
    }

    fn bounded(&self, (block, at): Place) -> bool {
        self.0[block].get(at).is_none_or(|letter| letter.1)
    }

    fn find_string(&self, query: &str, from: Place, wanted: Wanted) -> Option<(Place, Place)> {
        let query = base_letters(query);
        for block in from.0..self.0.len() {
            let first = if block == from.0 { from.1 } else { 0 };
            let letters: Vec<char> = self.0[block].iter().map(|letter| letter.0).collect();
            for at in first..letters.len() {
                let (start, end) = ((block, at), (block, at + query.len()));
                if letters.get(at..end.1) == Some(&query[..])
                    && (!wanted.start_bounded || self.bounded(start))
                    && (!wanted.end_bounded || self.bounded(end))
                {
                    return Some((start, end));
                }
                if wanted.at_beginning {
                    return None;
                }
            }
        }
        None
    }

    fn next_non_whitespace(&self, (mut block, mut at): Place) -> Place {
        while let Some(letters) = self.0.get(block) {
            match letters.get(at) {
                Some(letter) if !letter.0.is_whitespace() => break,
                Some(_) => at += 1,
                None => (block, at) = (block + 1, 0),
            }
        }
        (block, at)
    }

    fn find_directive(&self, wanted: &TextDirective) -> Option<(Place, Place)> {
        let word = Wanted {
            start_bounded: true,
            end_bounded: wanted.end.is_some() || wanted.suffix.is_none(),
            at_beginning: false,
        };
        let mut from = (0, 0);
        loop {
            let (start, mut end) = if let Some(prefix) = &wanted.prefix {
                let open = Wanted {
                    end_bounded: false,
                    ..word
                };
                let before = self.find_string(prefix, from, open)?;
                from = (before.0.0, before.0.1 + 1);
                let here = Wanted {
                    start_bounded: false,
                    at_beginning: true,
                    ..word
                };
                let at = self.next_non_whitespace(before.1);
                match self.find_string(&wanted.start, at, here) {
                    Some(found) => found,
                    None => continue,
                }
            } else {
                let found = self.find_string(&wanted.start, from, word)?;
                from = (found.0.0, found.0.1 + 1);
                found
            };
            loop {
                if let Some(last) = &wanted.end {
                    let bounded = Wanted {
                        end_bounded: wanted.suffix.is_none(),
                        ..word
                    };
                    end = self.find_string(last, end, bounded)?.1;
                }
                let Some(suffix) = &wanted.suffix else {
                    return Some((start, end));
                };
                let here = Wanted {
                    start_bounded: false,
                    end_bounded: true,
                    at_beginning: true,
                };
                let at = self.next_non_whitespace(end);
                if self.find_string(suffix, at, here).is_some() {
                    return Some((start, end));
                }
                if wanted.end.is_none() {
                    break;
                }
            }
        }
    }

    /// The bytes from the first to the last letter or digit of what was found, and its block.
    fn words(&self, (start, end): (Place, Place)) -> (usize, usize, usize) {
        assert_eq!(start.0, end.0);
        let found = self.0[start.0][start.1..end.1].iter();
        let words: Vec<usize> = found
            .filter(|c| c.0.is_alphanumeric())
            .map(|c| c.2)
            .collect();
        (start.0, words[0], words[words.len() - 1])
    }
}

fn sentences() -> impl Strategy<Value = Vec<Vec<String>>> {
    let sentence = "(“?[ABÉ]|a|Don’t|3\\.5|中文|ß)(,? (a|b|é|B|don't|U\\.S|x-y|\\$5|40%|_a|中，文)){0,16}[.!…][”)]?";
    prop::collection::vec(prop::collection::vec(sentence, 1..4), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_browser_keeping_to_the_draft_opens_the_sentence(paragraphs in sentences()) {
        let texts: Vec<String> = paragraphs.iter().map(|sentences| sentences.join(" ")).collect();
        let mut article = Article::new(ArticleId::parse("a").unwrap(), "A b");
        article.sections.push(Section { heading: None, paragraphs: texts.clone() });
        let links = DeepLinks::new(&article);
        let blocks: Vec<&str> = ["A b"].into_iter().chain(texts.iter().map(String::as_str)).collect();
        let (page, loose) = (Page::new(&blocks), PageText::new(blocks.iter().copied()));
        for (number, sentences) in paragraphs.iter().enumerate() {
            let mut start = 0;
            for sentence in sentences {
                let range = start..start + sentence.len();
                start = range.end + 1;
                let paragraph = u32::try_from(number + 1).unwrap();
                let url = links.link("https://q.example/", paragraph, &range);
                let Some(directive) = TextDirective::of_url(&url) else { continue };
                let found = page.find_directive(&directive).map(|found| page.words(found));
                let word = |(at, c): (usize, char)| c.is_alphanumeric().then_some(range.start + at);
                let first = sentence.char_indices().find_map(word).unwrap();
                let last = sentence.char_indices().rev().find_map(word).unwrap();
                prop_assert_eq!(found, Some((number + 1, first, last)), "{}", url);
                let found = loose.find(&directive).unwrap();
                prop_assert_eq!((found.start.0, found.end.0), (number + 1, number + 1));
                prop_assert!(found.start.1 <= first && last < found.end.1, "{}", url);
            }
        }
    }
}
