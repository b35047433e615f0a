//! Deep links: an article's page, opened at one sentence.
//!
//! ```
//! use attache_index::{Article, ArticleId, DeepLinks, Section};
//!
//! let mut article = Article::new(ArticleId::parse("harbour")?, "Two towns");
//! let paragraphs = vec!["The towns met. Tolls rose.".into(), "Tolls rose. Ships left.".into()];
//! article.sections.push(Section { heading: None, paragraphs });
//! let links = DeepLinks::new(&article);
//! assert_eq!(
//!     links.link("https://quay.example/a", 2, &(0..11)),
//!     "https://quay.example/a#:~:text=Tolls%20rose,-.%20Ships%20left"
//! );
//! # Ok::<(), attache_index::ArticleIdError>(())
//! ```
//!
//! A short sentence is quoted whole, a long one by its first and last words. Words before or after
//! it are added when the quote would lead to another place; words of the neighbouring paragraphs
//! only when nothing else tells the places apart, since a page may show something in between.
//!
//! Deliberately absent: a directive's syntax (`text_fragment.rs`) and where it leads
//! (`page_text.rs`).

use std::ops::Range;

use crate::article::Article;
use crate::page_text::{FoldedTerms, PageText, in_word, is_unspaced};
use crate::text_fragment::TextDirective;

/// The most characters of a sentence quoted whole.
const WHOLE_MAX_CHARS: usize = 300;

/// The most words of a sentence quoted whole.
const WHOLE_MAX_WORDS: usize = 12;

/// How many words of a long sentence are quoted at each end; the later ones when fewer mislead.
const EDGE_WORDS: [usize; 3] = [5, 8, 12];

/// How many words of context are tried on either side.
const CONTEXT_WORDS: [usize; 4] = [3, 6, 10, 20];

/// So many bytes of a percent-encoded word count as one word: addresses may not grow too long.
const WORD_ENCODED_BYTES: usize = 15;

/// Marks that belong to what stands beside them, as in `$5` or `40%`.
const KEPT_MARKS: &str = "$€£¥₺₽₴%‰°§#@&+";

/// Links to the sentences of one article; made once, asked often.
#[derive(Debug, Clone)]
pub struct DeepLinks {
    page: PageText,
    /// The block of each paragraph; that of the summary, number 0, is none when there is none.
    blocks: Vec<Option<usize>>,
}

impl DeepLinks {
    /// Reads `article` as its page shows it: headline, summary, then headings and paragraphs.
    pub fn new(article: &Article) -> Self {
        let mut texts = vec![article.title.as_str()];
        let mut blocks = vec![article.summary.is_some().then_some(1)];
        texts.extend(article.summary.as_deref());
        for section in &article.sections {
            texts.extend(section.heading.as_deref());
            for paragraph in &section.paragraphs {
                blocks.push(Some(texts.len()));
                texts.push(paragraph);
            }
        }
        Self {
            page: PageText::new(texts),
            blocks,
        }
    }

    /// The address `url`, opened at the bytes `sentence` of the paragraph numbered `paragraph`.
    ///
    /// It is `url` itself when no directive leads there first and only there.
    pub fn link(&self, url: &str, paragraph: u32, sentence: &Range<usize>) -> String {
        self.directive(paragraph, sentence)
            .map_or_else(|| url.to_owned(), |directive| directive.attach(url))
    }

    /// The directive that leads to the bytes `sentence` of the paragraph numbered `paragraph`.
    ///
    /// Quotes, brackets and stops at the sentence's ends are left out. None when the sentence is
    /// not in the article, holds no word, starts or ends inside one, or cannot be told apart from
    /// the same words elsewhere.
    pub fn directive(&self, paragraph: u32, sentence: &Range<usize>) -> Option<TextDirective> {
        let number = usize::try_from(paragraph).ok()?;
        let block = (*self.blocks.get(number)?)?;
        directive_to(&self.page, block, sentence)
    }
}

/// The directive that leads to the bytes `sentence` of `block` of `page`, if there is one.
fn directive_to(page: &PageText, block: usize, sentence: &Range<usize>) -> Option<TextDirective> {
    let target = trimmed(page, page.folded_range(block, sentence)?)?;
    if !page.is_bound(target.start) || !page.is_bound(target.end) {
        return None;
    }
    let words = words_within(page, &target);
    let whole = Quote {
        text: target.clone(),
        inner: None,
    };
    let mut quotes = vec![];
    if is_long(page, &target, &words) {
        quotes.extend(
            EDGE_WORDS
                .iter()
                .filter_map(|edge| ends_only(page, &target, &words, *edge)),
        );
    }
    quotes.push(whole);
    let plain = Context::default();
    if let Some(quote) = quotes.iter().find(|quote| quote.leads_home(page, &plain)) {
        return Some(quote.directive(page, &plain));
    }
    let neighbours = Neighbours::new(page, block, &target);
    for across in [false, true] {
        for quote in &quotes {
            for (quote, context) in neighbours.contexts(quote, across) {
                if quote.leads_home(page, &context) {
                    return Some(quote.directive(page, &context));
                }
            }
        }
    }
    None
}

/// What is quoted of a sentence; all ranges here are of the folded text.
#[derive(Debug, Clone)]
struct Quote {
    /// The sentence.
    text: Range<usize>,
    /// Where the quoted beginning ends and the quoted end begins; none when quoted whole.
    inner: Option<(usize, usize)>,
}

/// What stands around it.
#[derive(Debug, Clone, Default)]
struct Context {
    prefix: Option<Range<usize>>,
    suffix: Option<Range<usize>>,
}

impl Quote {
    fn start(&self) -> Range<usize> {
        self.text.start..self.inner.map_or(self.text.end, |inner| inner.0)
    }

    fn end(&self) -> Option<Range<usize>> {
        self.inner.map(|inner| inner.1..self.text.end)
    }

    fn leads_home(&self, page: &PageText, context: &Context) -> bool {
        let text = |range: Range<usize>| page.folded().get(range).unwrap_or_default();
        let terms = FoldedTerms {
            prefix: context.prefix.clone().map(text),
            start: text(self.start()),
            end: self.end().map(text),
            suffix: context.suffix.clone().map(text),
        };
        page.find_folded(&terms).as_ref() == Some(&self.text)
    }

    fn directive(&self, page: &PageText, context: &Context) -> TextDirective {
        TextDirective {
            prefix: context.prefix.as_ref().map(|range| page.term(range)),
            start: page.term(&self.start()),
            end: self.end().map(|range| page.term(&range)),
            suffix: context.suffix.as_ref().map(|range| page.term(range)),
        }
    }
}

/// The words before and after a sentence.
struct Neighbours {
    block: Range<usize>,
    target: Range<usize>,
    /// Where the text before it in its block ends, and the words of that text.
    before: (usize, Vec<Range<usize>>),
    /// Where the text after it in its block starts, and the words of that text.
    after: (usize, Vec<Range<usize>>),
    /// The previous block that is not empty, and its words.
    previous: Option<(Range<usize>, Vec<Range<usize>>)>,
    /// The next one.
    next: Option<(Range<usize>, Vec<Range<usize>>)>,
}

impl Neighbours {
    fn new(page: &PageText, number: usize, target: &Range<usize>) -> Self {
        let block = page.folded_block(number).unwrap_or_default();
        let filled = |number: usize| page.folded_block(number).filter(|block| !block.is_empty());
        let with_words = |block: Range<usize>| {
            let words = words_within(page, &block);
            (block, words)
        };
        let text = |range: Range<usize>| page.folded().get(range).unwrap_or_default();
        let lead = text(block.start..target.start).trim_end().len();
        let trail = text(target.end..block.end).trim_start().len();
        let before = block.start..block.start + lead;
        let after = block.end - trail..block.end;
        Self {
            before: (before.end, words_within(page, &before)),
            after: (after.start, words_within(page, &after)),
            previous: (0..number).rev().find_map(filled).map(with_words),
            next: (number + 1..page.len()).find_map(filled).map(with_words),
            target: target.start..target.end,
            block,
        }
    }

    /// `quote` with ever more words around it, fewest first; `across` allows other blocks' words.
    fn contexts(&self, quote: &Quote, across: bool) -> impl Iterator<Item = (Quote, Context)> {
        CONTEXT_WORDS.into_iter().flat_map(move |count| {
            let prefix = self.prefix(count, across);
            let suffix = self.suffix(count, across);
            let sides = [(false, true), (true, false), (true, true)];
            sides
                .into_iter()
                .filter_map(move |(with_prefix, with_suffix)| {
                    let mut quote = quote.clone();
                    let mut context = Context::default();
                    if with_prefix {
                        let (start, prefix) = prefix.clone()?;
                        quote.text.start = start;
                        context.prefix = Some(prefix);
                    }
                    if with_suffix {
                        let (end, suffix) = suffix.clone()?;
                        quote.text.end = end;
                        context.suffix = Some(suffix);
                    }
                    Some((quote, context))
                })
        })
    }

    /// The last `count` words before the sentence, and where the quote has to start after them.
    fn prefix(&self, count: usize, across: bool) -> Option<(usize, Range<usize>)> {
        let first = |words: &[Range<usize>]| {
            words
                .get(words.len().saturating_sub(count))
                .map(|word| word.start)
        };
        let (before_end, before) = &self.before;
        match first(before) {
            Some(start) => Some((self.target.start, start..*before_end)),
            None if across => {
                let (block, words) = self.previous.as_ref()?;
                Some((self.block.start, first(words)?..block.end))
            }
            None => None,
        }
    }

    /// The first `count` words after the sentence, and where the quote has to end before them.
    fn suffix(&self, count: usize, across: bool) -> Option<(usize, Range<usize>)> {
        let last = |words: &[Range<usize>]| {
            words
                .get(count.min(words.len()).checked_sub(1)?)
                .map(|word| word.end)
        };
        let (after_start, after) = &self.after;
        match last(after) {
            Some(end) => Some((self.target.end, *after_start..end)),
            None if across => {
                let (block, words) = self.next.as_ref()?;
                Some((self.block.end, block.start..last(words)?))
            }
            None => None,
        }
    }
}

/// `range` without the marks and blanks at its ends; none when it holds no letter or digit.
fn trimmed(page: &PageText, range: Range<usize>) -> Option<Range<usize>> {
    let text = page.folded().get(range.clone())?;
    let dropped = |c: char| !in_word(c) && !KEPT_MARKS.contains(c);
    let start = range.end - text.trim_start_matches(dropped).len();
    let end = range.start + text.trim_end_matches(dropped).len();
    text.contains(char::is_alphanumeric).then_some(start..end)
}

/// The words in `range` that every browser bounds alike; of a script without spaces, its clauses.
fn words_within(page: &PageText, range: &Range<usize>) -> Vec<Range<usize>> {
    let text = page.folded().get(range.clone()).unwrap_or_default();
    let mut words = vec![];
    let (mut start, mut before) = (0, ' ');
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        let clause_ends = !in_word(c) && (is_unspaced(before) || is_unspaced(after));
        if c == ' ' || clause_ends {
            words.push(range.start + start..range.start + at);
            start = at + c.len_utf8();
        }
        before = c;
    }
    words.push(range.start + start..range.end);
    let bounded = |word: &Range<usize>| page.is_bound(word.start) && page.is_bound(word.end);
    let words = words.into_iter().filter_map(|word| trimmed(page, word));
    words.filter(bounded).collect()
}

fn is_long(page: &PageText, target: &Range<usize>, words: &[Range<usize>]) -> bool {
    let text = page.folded().get(target.clone()).unwrap_or_default();
    text.chars().count() > WHOLE_MAX_CHARS
        || words.iter().map(|word| weight(page, word)).sum::<usize>() > WHOLE_MAX_WORDS
}

/// How many words `word` counts for: more than one when its percent-encoding is long.
fn weight(page: &PageText, word: &Range<usize>) -> usize {
    let text = page.folded().get(word.clone()).unwrap_or_default();
    let encoded: usize = text
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { 1 } else { 3 })
        .sum();
    encoded.div_ceil(WORD_ENCODED_BYTES).max(1)
}

/// The sentence `target` quoted by `edge` words at each end; none when that leaves nothing out.
fn ends_only(
    page: &PageText,
    target: &Range<usize>,
    words: &[Range<usize>],
    edge: usize,
) -> Option<Quote> {
    let forth = edge_words(page, words.iter(), edge);
    let back = edge_words(page, words.iter().rev(), edge);
    let (start_end, end_start) = (forth.last()?.end, back.last()?.start);
    (start_end < end_start).then(|| Quote {
        text: target.clone(),
        inner: Some((start_end, end_start)),
    })
}

/// The first of `words` that together count for `edge` words.
fn edge_words<'a>(
    page: &'a PageText,
    words: impl Iterator<Item = &'a Range<usize>>,
    edge: usize,
) -> impl Iterator<Item = &'a Range<usize>> {
    let mut taken = 0;
    words.take_while(move |word| {
        let wanted = taken < edge;
        taken += weight(page, word);
        wanted
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::{ArticleId, Section};

    fn article(paragraphs: &[&str]) -> Article {
        let mut article = Article::new(ArticleId::parse("a").unwrap(), "Two towns");
        article.sections.push(Section {
            heading: Some("History".into()),
            paragraphs: paragraphs.iter().map(ToString::to_string).collect(),
        });
        article
    }

    /// The directive to `sentence` in the paragraph numbered `number`, or nothing.
    fn quoted(paragraphs: &[&str], number: u32, sentence: &str) -> String {
        let text = paragraphs[number as usize - 1];
        let start = text.rfind(sentence).unwrap();
        DeepLinks::new(&article(paragraphs))
            .directive(number, &(start..start + sentence.len()))
            .map(|directive| directive.to_string().replace("%20", " "))
            .unwrap_or_default()
    }

    #[test]
    fn a_short_sentence_is_quoted_whole_without_the_marks_around_it() {
        let text = "He left. \u{201c}It rose by $5 (or 40%)!\u{201d} she said.";
        let sentence = "\u{201c}It rose by $5 (or 40%)!\u{201d}";
        assert_eq!(quoted(&[text], 1, sentence), "It rose by %245 %28or 40%25");
    }

    #[test]
    fn a_long_sentence_is_quoted_by_its_ends() {
        let text =
            "In the spring both towns sent ships to the outer quay, and by June none was left.";
        assert_eq!(
            quoted(&[text], 1, text),
            "In the spring both towns,by June none was left"
        );
    }

    #[test]
    fn an_end_met_earlier_in_the_sentence_takes_more_words() {
        let text = "It said in the winter that the toll was paid, that the ships had left, \
                    and in the spring that the toll was paid.";
        assert_eq!(
            quoted(&[text], 1, text),
            "It said in the winter that the toll,in the spring that the toll was paid"
        );
    }

    #[test]
    fn a_sentence_said_before_takes_the_words_beside_it() {
        let texts = [
            "Tolls rose. All left.",
            "Then tolls rose. Ships stayed away.",
        ];
        assert_eq!(quoted(&texts, 1, "Tolls rose."), "Tolls rose");
        assert_eq!(
            quoted(&texts, 2, "tolls rose."),
            "tolls rose,-. Ships stayed away"
        );
        let texts = ["Tolls rose.", "Even so: \u{201c}tolls rose.\u{201d}"];
        assert_eq!(
            quoted(&texts, 2, "tolls rose."),
            "Even so%3A %E2%80%9C-,tolls rose"
        );
    }

    #[test]
    fn words_of_the_neighbouring_paragraph_are_the_last_resort() {
        let texts = ["Tolls rose.", "Ships left.", "Tolls rose."];
        assert_eq!(quoted(&texts, 3, "Tolls rose."), "Ships left.-,Tolls rose");
        assert_eq!(quoted(&["Tolls rose."; 3], 3, "Tolls rose."), "");
    }

    #[test]
    fn clauses_stand_for_words_where_a_script_has_no_spaces() {
        let text =
            "两个城镇的船只都停在外港，新的通行费从六月开始征收，渔民们因此拒绝出海，港口空了。";
        let directive = quoted(&[text], 1, text);
        let decoded = TextDirective::parse(&directive).unwrap();
        assert_eq!(decoded.start, "两个城镇的船只都停在外港");
        assert_eq!(decoded.end.as_deref(), Some("渔民们因此拒绝出海，港口空了"));
    }

    #[test]
    fn part_of_a_word_no_word_and_no_such_paragraph_have_no_link() {
        let links = DeepLinks::new(&article(&["Tolls rose \u{2026}"]));
        for (number, range) in [
            (1, 1..5),
            (1, 0..7),
            (1, 10..14),
            (1, 0..99),
            (0, 0..1),
            (9, 0..1),
        ] {
            assert_eq!(links.directive(number, &range), None, "{number} {range:?}");
            assert_eq!(
                links.link("https://q.example", number, &range),
                "https://q.example"
            );
        }
    }

    proptest! {
        #[test]
        fn no_article_panics(title in any::<String>(), texts in prop::collection::vec(any::<String>(), 1..4), range in (0..30_usize, 0..30_usize)) {
            let mut article = article(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            article.title = title;
            let links = DeepLinks::new(&article);
            if let Some(directive) = links.directive(1, &(range.0..range.1)) {
                prop_assert!(links.page.find(&directive).is_some());
            }
        }
    }
}
