//! Which part of a paragraph to show.

use std::ops::Range;

use crate::analyzed::Analyzed;
use crate::answer::Excerpt;

/// Paragraphs up to this many characters are shown whole.
const EXCERPT_CHARS: usize = 700;

/// Cuts the excerpt around sentence `marked`: whole consecutive sentences, as many as fit.
///
/// `highlights` are byte ranges of words matched, in any order; those outside the excerpt are
/// dropped and those that touch are joined.
pub(crate) fn cut_excerpt(
    paragraph: &Analyzed,
    marked: usize,
    highlights: Vec<Range<usize>>,
) -> Excerpt {
    let text = &paragraph.text;
    let sentences = &paragraph.sentences;
    let Some(sentence) = sentences.get(marked) else {
        return Excerpt {
            text: String::new(),
            bytes: 0..0,
            sentence: 0..0,
            highlights: Vec::new(),
        };
    };
    let chars = |range: Range<usize>| text.get(range).map_or(0, |slice| slice.chars().count());
    let mut bytes = sentence.bytes.clone();
    let (mut first, mut last) = (marked, marked);
    loop {
        // What follows explains more often than what comes before.
        let after = sentences
            .get(last + 1)
            .map(|next| bytes.start..next.bytes.end);
        let before = first
            .checked_sub(1)
            .and_then(|at| sentences.get(at))
            .map(|next| next.bytes.start..bytes.end);
        let fits = |range: &Option<Range<usize>>| {
            range
                .clone()
                .is_some_and(|range| chars(range) <= EXCERPT_CHARS)
        };
        if fits(&before) && (last - marked >= marked - first || !fits(&after)) {
            first -= 1;
            bytes = before.unwrap_or(bytes);
        } else if fits(&after) {
            last += 1;
            bytes = after.unwrap_or(bytes);
        } else {
            break;
        }
    }
    Excerpt {
        text: text.get(bytes.clone()).unwrap_or_default().to_string(),
        sentence: sentence.bytes.clone(),
        highlights: join(highlights, &bytes),
        bytes,
    }
}

fn join(mut ranges: Vec<Range<usize>>, within: &Range<usize>) -> Vec<Range<usize>> {
    ranges.retain(|range| range.start >= within.start && range.end <= within.end);
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
