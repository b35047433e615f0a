//! What holds for any article and any question.

use std::ops::Range;

use attache_index::{
    Answer, Citation, Date, Excerpt, Mend, Mistake, ParagraphText, Passage, SearchHit, SearchPage,
    SyntaxError, Verdict,
};
use proptest::prelude::*;
use proptest::sample::Index;

use super::accepted::assert_accepted;
use super::fixture::{ASKER, asking, id, paragraph, snapshot};
use crate::messages::Language;
use crate::reply::marked::{quoted, quoted_sentence};
use crate::reply::{self, Claim, Outline, Search, Shelved, Spread};

/// Text as hostile as any: everything Discord reads as something, long and short.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "*",
        "_",
        "`",
        "```",
        "~~",
        "||",
        "> ",
        ">>> ",
        "# ",
        "-# ",
        "- ",
        "1. ",
        "\n",
        "\r\n",
        "[a](https://x.example)",
        "<@1>",
        "<@&1>",
        "<#1>",
        "<:e:1>",
        "<t:1:R>",
        "@everyone",
        "https://x.example",
        "\\",
        "\u{202e}",
        "\u{200b}",
        "🚢",
        "é",
        "и",
        ". ",
        "word ",
        "7",
    ]);
    let lines = prop::collection::vec(pieces, 0..120).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => lines, 1 => any::<String>(), 1 => "[*🚢]{900,6000}", 1 => "(word [.] ){300,900}"]
}

/// A place in `text` between two characters.
fn boundary(text: &str, at: Index) -> usize {
    let places: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    places[at.index(places.len())]
}

fn within(text: &str, from: Index, to: Index) -> Range<usize> {
    let (from, to) = (boundary(text, from), boundary(text, to));
    from.min(to)..from.max(to)
}

fn excerpt() -> impl Strategy<Value = Excerpt> {
    let indices = prop::collection::vec(any::<Index>(), 2..8);
    (text(), 0..9_000_usize, indices).prop_map(|(text, start, indices)| {
        let moved = |range: Range<usize>| range.start + start..range.end + start;
        let mut cuts: Vec<usize> = indices.iter().map(|at| boundary(&text, *at)).collect();
        cuts.sort_unstable();
        Excerpt {
            bytes: start..start + text.len(),
            sentence: moved(within(&text, indices[0], indices[1])),
            highlights: cuts
                .chunks_exact(2)
                .map(|pair| moved(pair[0]..pair[1]))
                .collect(),
            text,
        }
    })
}

fn citation() -> impl Strategy<Value = Citation> {
    let url = prop::option::of("https?://[a-z]{1,9}\\.example/[a-zé*_()]{0,700}");
    let parts = (
        prop::option::of(text()),
        text(),
        prop::option::of(text()),
        prop_oneof![Just(0), any::<u32>()],
    );
    let day = prop::option::of(1..=366_u16);
    (parts, url, day).prop_map(
        |((publisher, title, section, paragraph), url, day)| Citation {
            publisher,
            title,
            section,
            paragraph,
            published: day.and_then(|day| Date::from_ordinal_date(2024, day).ok()),
            deep_link: None,
            url,
        },
    )
}

fn passage() -> impl Strategy<Value = Passage> {
    (excerpt(), citation(), any::<u32>()).prop_map(|(excerpt, citation, number)| Passage {
        id: paragraph("two-towns", number),
        excerpt,
        score: 1.0,
        confidence: 0.5,
        citation,
    })
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(Language::ALL.to_vec())
}

/// What Discord shows of quoted Markdown: the characters, and which of them are bold.
fn read_quotation(markdown: &str) -> Result<(String, String), String> {
    let (mut shown, mut bold_text) = (String::new(), String::new());
    let (mut bold, mut underlined) = (false, false);
    for (number, line) in markdown.split('\n').enumerate() {
        let mut rest = line
            .strip_prefix("> ")
            .ok_or(format!("{line:?} is not quoted"))?;
        if number > 0 {
            shown.push('\n');
        }
        while let Some(c) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("**") {
                (bold, rest) = (!bold, after);
            } else if let Some(after) = rest.strip_prefix("__") {
                (underlined, rest) = (!underlined, after);
            } else {
                rest = rest.strip_prefix(c).unwrap_or_default();
                let mut plain = c;
                if c == '\\' {
                    plain = rest.chars().next().ok_or("a backslash at the end")?;
                    rest = rest.strip_prefix(plain).unwrap_or_default();
                } else if "*_`~|<>[]()#-+/:".contains(c) {
                    return Err(format!("{c:?} is active in {line:?}"));
                }
                if plain == '@' {
                    rest = rest.strip_prefix('\u{200b}').ok_or("a mention")?;
                }
                shown.push(plain);
                if bold {
                    bold_text.push(plain);
                }
            }
        }
        if bold || underlined {
            return Err(format!("a mark runs across the end of {line:?}"));
        }
    }
    Ok((shown, bold_text))
}

/// The text as lines that Discord can show.
fn visible(text: &str) -> String {
    let breaks = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let text = text.replace("\r\n", "\n").replace(breaks, "\n");
    let shown = |c: char| {
        if c.is_control() && c != '\n' && c != '\t' {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars().map(shown).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_quotation_shows_the_articles_characters_and_marks_the_sentence(excerpt in excerpt()) {
        let (shown, bold) = read_quotation(&quoted(&excerpt)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(&shown, &visible(&excerpt.text));
        let sentence = visible(excerpt.sentence_text().trim());
        prop_assert_eq!(bold, sentence.replace('\n', ""));
        let (short, _) = read_quotation(&quoted_sentence(&excerpt)).map_err(TestCaseError::fail)?;
        prop_assert!(short.contains(&sentence));
    }

    #[test]
    fn any_answer_is_accepted(
        passages in prop::collection::vec(passage(), 0..8),
        question in text(),
        partly in any::<bool>(),
        mended in prop::collection::vec((text(), text()), 0..9),
        suggestions in prop::collection::vec(text(), 0..5),
        language in language(),
    ) {
        let answer = Answer {
            verdict: match (passages.is_empty(), partly) {
                (true, _) => Verdict::NotCovered,
                (false, true) => Verdict::Partly,
                (false, false) => Verdict::Answered,
            },
            confidence: 0.5,
            passages,
            mended: mended.into_iter().map(|(asked, searched)| Mend { asked, searched }).collect(),
        };
        assert_accepted(&reply::answer(&asking(&question, language), &answer, &suggestions));
        let quoted: Vec<_> = answer.passages.iter().map(|p| (p.excerpt.clone(), p.citation.clone())).collect();
        assert_accepted(&reply::more(language, &quoted, 2));
        let claims: Vec<_> = suggestions
            .iter()
            .enumerate()
            .map(|(at, text)| Claim { text, passage: answer.passages.get(at) })
            .collect();
        assert_accepted(&reply::sources(language, &claims, 0));
    }

    #[test]
    fn any_search_is_accepted(
        hits in prop::collection::vec((excerpt(), citation()), 0..6),
        more in 0..90_usize,
        page in 0..9_u32,
        terms in text(),
        at in any::<(Index, Index)>(),
        name in text(),
        language in language(),
    ) {
        let hits: Vec<_> = hits
            .into_iter()
            .map(|(excerpt, citation)| SearchHit { id: paragraph("ferry", 1), excerpt, score: 1.0, citation })
            .collect();
        let found = SearchPage { total: hits.len() + more, hits };
        let search = Search { terms: &terms, page, asker: ASKER, language };
        assert_accepted(&reply::found(&search, &found));
        let error = SyntaxError { mistake: Mistake::UnknownField { name, near: None }, at: within(&terms, at.0, at.1) };
        assert_accepted(&reply::unreadable(language, &terms, &error));
    }

    #[test]
    fn any_article_can_be_read(
        texts in prop::collection::vec(text(), 1..20),
        (title, publisher, note) in (text(), prop::option::of(text()), text()),
        heading in prop::option::of(text()),
        url in prop::option::of("https://[a-z]{1,9}\\.example/[a-z]{0,600}"),
        at in any::<(Index, Index)>(),
        citation in citation(),
        language in language(),
    ) {
        let mut head = snapshot().articles()[0].clone();
        (head.id, head.title, head.publisher, head.url) = (id("any"), title, publisher, url);
        // The longest day there is in bytes.
        let day = Date::from_ordinal_date(2024, 270).ok();
        (head.published, head.retrieved) = (day, day);
        let paragraphs: Vec<_> = (1..)
            .zip(&texts)
            .map(|(number, text)| ParagraphText { number, section: heading.clone(), text: text.clone() })
            .collect();
        let spread = Spread {
            head: head.clone(),
            before: paragraphs.get(1).cloned(),
            at: paragraphs[0].clone(),
            after: paragraphs.get(2).cloned(),
            citation,
        };
        let sentence = within(&texts[0], at.0, at.1);
        assert_accepted(&reply::context(language, ASKER, &spread, sentence));
        assert_accepted(&reply::paragraph(language, ASKER, &spread));
        let outline = Outline {
            head: head.clone(),
            page: 1,
            pages: 3,
            paragraphs: paragraphs.into_iter().take(15).collect(),
        };
        assert_accepted(&reply::outline(language, ASKER, &outline));
        let shelf = [Shelved { head: &head, note: Some(&note) }; 9];
        let listed = reply::articles(language, ASKER, &shelf, 1);
        prop_assert_eq!(listed.embeds.len(), 3);
        assert_accepted(&listed);
    }
}
