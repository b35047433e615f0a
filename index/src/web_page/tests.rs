//! Hostile pages, charsets and arbitrary bytes; whole pages are in `tests/web_pages.rs`.

use proptest::prelude::*;

use super::*;

const TEXT: &str = "<h1>Two towns, one quay</h1><p>The mayors of both towns met on Monday at the old quay, the port said.</p>";

fn read(bytes: &[u8]) -> Result<Article, WebPageError> {
    parse_web_page(bytes, None, ArticleId::parse("page").unwrap())
}

/// Reads on the small stack of a runtime's worker.
fn read_small(page: String) -> Result<Article, WebPageError> {
    let thread = std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || read(page.as_bytes()));
    thread.unwrap().join().unwrap()
}

/// Each of these kept a parser without limits busy for a minute, or ended it.
#[test]
fn hostile_pages_are_refused_on_a_small_stack() {
    use WebPageError::{TooComplex, TooDeep};
    let many = |piece: &str, count: usize| format!("{TEXT}{}", piece.repeat(count));
    let numbered = |count: usize, piece: fn(usize) -> String| -> String {
        (0..count).map(piece).collect::<Vec<_>>().concat()
    };
    let attributes = numbered(600_000, |n| format!("a{n:x} "));
    let tags = format!("<p {}>", "a b c d e f g h ".repeat(50)).repeat(5000);
    let bold = numbered(400, |n| format!("<b a={n}>"));
    let sentence = "<p>The mayors of both towns met on Monday at the quay.";
    for (page, refusal, name) in [
        (many("<div></p>", 50_000), TooDeep, "nested elements"),
        (many("<b><i>", 50_000), TooDeep, "nested formatting"),
        (many("<svg><g>", 50_000), TooDeep, "nested pictures"),
        (many("<template>", 50_000), TooDeep, "nested templates"),
        (many("<table>x<tr>", 50_000), TooComplex, "open tables"),
        (many("<p>", 1_000_000), TooComplex, "open paragraphs"),
        (many("<a>", 1_600_000), TooComplex, "open links"),
        (
            many("</a>", 1_000_000),
            TooComplex,
            "ends without beginnings",
        ),
        (
            many("<a href=x>y</p>", 300_000),
            TooComplex,
            "links in links",
        ),
        (many("&amp;", 900_000), TooComplex, "character references"),
        (many(sentence, 20_000), TooComplex, "repeated paragraphs"),
        (many("<h2>Related</h2>", 30_000), TooComplex, "labels"),
        (format!("{TEXT}<p {attributes}>"), TooComplex, "attributes"),
        (
            format!("{TEXT}{tags}"),
            TooComplex,
            "attributes in many tags",
        ),
        (
            format!("{TEXT}{bold}{}", "<p>x".repeat(500_000)),
            TooComplex,
            "open formatting",
        ),
    ] {
        assert_eq!(read_small(page), Err(refusal), "{name}");
    }
}

/// Long pages of few elements are read whole.
#[test]
fn long_texts_within_the_limits_are_read() {
    let sentence = "The mayors of both towns met on Monday at the quay. ";
    let page = format!(
        "{TEXT}<p>{}<p>{}",
        sentence.repeat(40_000),
        " \u{a0}".repeat(100_000)
    );
    let article = read_small(page).unwrap();
    assert!(article.sections[0].paragraphs[1].len() > 40_000 * 51);
    let json = format!(
        "{TEXT}<script type=application/ld+json>{}{}</script>",
        "[".repeat(100_000),
        "{\"@graph\":".repeat(100_000)
    );
    assert_eq!(read_small(json).unwrap().title, "Two towns, one quay");
}

#[test]
fn limits_and_emptiness_are_told() {
    assert_eq!(
        read(&vec![b'a'; PAGE_MAX_BYTES + 1]),
        Err(WebPageError::TooLarge(PAGE_MAX_BYTES + 1))
    );
    assert_eq!(read(b"<html>\0\0"), Err(WebPageError::NotHtml));
    assert_eq!(read(b"<html><nav>Home"), Err(WebPageError::NothingReadable));
}

#[test]
fn charset_comes_from_header_meta_or_bytes() {
    let russian = "<h1>Два города и причал</h1><p>Мэры двух городов встретились в понедельник у старого причала, но бумагу никто не подписал.</p>";
    let (old, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
    let id = || ArticleId::parse("page").unwrap();
    let title = |bytes: &[u8], label| parse_web_page(bytes, label, id()).unwrap().title;
    assert_eq!(title(&old, Some("windows-1251")), "Два города и причал");
    assert_eq!(title(&old, None), "Два города и причал");
    let labelled = [b"<meta charset=\"windows-1251\">".as_slice(), &old].concat();
    assert_eq!(title(&labelled, None), "Два города и причал");
    assert_eq!(
        title(russian.as_bytes(), Some("latin1")),
        "Два города и причал"
    );
}

/// `text` without white space, which markup adds and takes.
fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

const SENTENCES: [&str; 5] = [
    "The mayors met at the old quay on Monday. ",
    "Neither of them signed the paper, an aide said, nor read it. ",
    "Кто-то платит за паром, но никто не знает кто. ",
    "Reporting by Jane Doe ",
    "x\u{a0}y\n",
];

/// Tags, open and closed, and sentences between them, in no order.
fn soup() -> impl Strategy<Value = String> {
    let names = "(p|div|table|tr|td|b|a|h1|h2|li|ul|script|svg|template|select|br|blockquote|form|aside|title|article|em|style)";
    let attributes = "( (class|id|style|href|itemprop|data-type)=\"[a-zA-Z:-]{0,9}\"){0,2}";
    let tag = format!("<{names}{attributes}>|</{names}>|<!--|-->|&amp;|<");
    let piece = prop_oneof![
        proptest::string::string_regex(&tag).unwrap(),
        (0..5_usize).prop_map(|at| SENTENCES[at].to_owned())
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
        let _ = read(&bytes);
    }

    #[test]
    fn whatever_is_read_stands_in_the_page(page in soup()) {
        let Ok(article) = read(page.as_bytes()) else { return Ok(()) };
        let shown = folded(&feed::parse(&page).unwrap().text(0));
        for paragraph in article.paragraphs() {
            prop_assert!(!paragraph.text.trim().is_empty());
            prop_assert!(shown.contains(&folded(paragraph.text)), "{:?}", paragraph.text);
        }
    }
}
