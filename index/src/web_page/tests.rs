//! Hostile pages, charsets and arbitrary bytes; whole pages are in `tests/web_pages.rs`.

use proptest::prelude::*;

use super::*;

const TEXT: &str = "<h1>Two towns, one quay</h1><p>The mayors of both towns met on Monday at the old quay, the port said.</p>";

fn read(bytes: &[u8]) -> Result<Article, WebPageError> {
    parse_web_page(bytes, None, ArticleId::parse("page").unwrap())
}

/// Reads on a small stack, and says how long it took.
fn read_small(page: String) -> (Result<Article, WebPageError>, std::time::Duration) {
    let thread = std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            let start = std::time::Instant::now();
            (read(page.as_bytes()), start.elapsed())
        });
    thread.unwrap().join().unwrap()
}

#[test]
fn hostile_pages_are_refused_on_a_small_stack_in_time() {
    let many = |piece: &str, count: usize| format!("{TEXT}{}", piece.repeat(count));
    let attributes: String = (0..400_000).map(|n| format!("a{n} ")).collect();
    let bold: String = (0..400).map(|n| format!("<b a={n}>")).collect();
    for (page, name) in [
        (many("<div></p>", 50_000), "divs"),
        (many("<b><i>", 50_000), "formatting"),
        (many("<table>x<tr>", 50_000), "tables"),
        (many("<svg><g>", 50_000), "svg"),
        (many("<p>", 1_000_000), "paragraphs"),
        (many("</a>", 1_000_000), "ends"),
        (format!("{TEXT}<p {attributes}>"), "attributes"),
        (
            format!("{TEXT}{bold}{}", "<p>x".repeat(500_000)),
            "open formatting",
        ),
    ] {
        let (result, took) = read_small(page);
        assert!(took.as_secs() < 10, "{name}: {took:?}");
        if name == "divs" || name == "svg" {
            assert_eq!(result, Err(WebPageError::TooDeep), "{name}");
        }
        if name == "attributes" || name == "open formatting" {
            assert!(result.is_err(), "{name}");
        }
    }
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

proptest! {
    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_markup_panics(page in "(<(/)?(p|div|table|tr|td|b|a|h2|li|script|svg|template|select|br)( (class|id|style)=\"[a-z:]{0,5}\")?>|[a-z .]{0,9}){0,60}") {
        let _ = read(page.as_bytes());
    }
}
