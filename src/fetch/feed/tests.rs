//! Feeds that we wrote, in each format and in bad faith.

use std::fmt::Write as _;

use web_stand_in::feeds;

use super::*;
use crate::fetch::Validators;

fn document(body: impl Into<Vec<u8>>) -> Document {
    Document {
        url: Url::parse("https://quay.example/feeds/news").unwrap(),
        media_type: None,
        charset: None,
        body: body.into(),
        validators: Validators::default(),
    }
}

fn read(body: impl Into<Vec<u8>>) -> Result<Vec<Item>, FeedError> {
    items(&document(body))
}

fn rss(items: &str) -> String {
    format!("<rss version='2.0'><channel><title>t</title>{items}</channel></rss>")
}

fn titles(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.title.as_str()).collect()
}

#[test]
fn every_format_announces_the_same() {
    for (name, feed) in [
        ("rss", feeds::RSS),
        ("atom", feeds::ATOM),
        ("rdf", feeds::RDF),
        ("json", feeds::JSON),
    ] {
        let items = read(feed).unwrap();
        assert_eq!(items.len(), feeds::ITEMS.len(), "{name}");
        for (item, (title, path, published, summary)) in items.iter().zip(feeds::ITEMS) {
            assert_eq!(item.title, title, "{name}");
            let url = format!("https://quay.example{path}");
            assert_eq!(item.url.as_str(), url, "{name}");
            assert_eq!(item.published, xml::moment(published), "{name}");
            assert_eq!(item.summary, summary, "{name}");
        }
    }
}

#[test]
fn words_pick_items_by_where_words_begin() {
    let picked = |words: &[&str], newest| {
        let words: Vec<String> = words.iter().map(|&word| word.into()).collect();
        let items = matching(read(feeds::RSS).unwrap(), &words, newest);
        items
            .iter()
            .map(|i| i.url.path().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(picked(&[], 2), ["/news/toll", "/news/ferry"]);
    assert_eq!(picked(&["HARBOUR"], 9), ["/news/toll", "/news/light"]);
    assert_eq!(picked(&["harbour"], 1), ["/news/toll"]);
    assert_eq!(picked(&["ferr", "lamp"], 9), ["/news/ferry", "/news/light"]);
    assert_eq!(picked(&["harbour  tol"], 9), ["/news/toll"]);
    // “erry” is inside a word only, and the summary counts too.
    assert!(picked(&["erry"], 9).is_empty());
    assert_eq!(picked(&["wiring"], 9), ["/news/light"]);
}

#[test]
fn links_that_are_not_of_the_web_are_left_out() {
    let mut feed = String::new();
    for link in [
        "javascript:alert(1)",
        "data:text/html,a",
        "file:///etc/passwd",
        "https://ana:pass@quay.example/",
        "http://",
        "",
        "../one#part",
        "../one",
        "//elm.example/two",
    ] {
        write!(feed, "<item><title>a</title><link>{link}</link></item>").unwrap();
    }
    feed.push_str("<item><title>b</title><guid>https://quay.example/guid</guid></item>");
    feed.push_str("<item><title>c</title><guid isPermaLink='false'>https://x/</guid></item>");
    feed.push_str("<item><link>/untitled</link></item>");
    let items = read(rss(&feed)).unwrap();
    let urls: Vec<_> = items.iter().map(|item| item.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://quay.example/one",
            "https://elm.example/two",
            "https://quay.example/guid"
        ]
    );
}

#[test]
fn entities_are_refused_and_never_grow() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>\
                <!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    let feed = rss("<item><title>&b;</title><link>/a</link></item>");
    assert_eq!(read(format!("{bomb}{feed}")), Err(FeedError::Entities));
    // Without their declaration they are letters; a plain DOCTYPE, as RSS 0.91 has it, is fine.
    let plain = "<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://a.example/rss.dtd'>";
    let items = read(format!("{plain}{feed}")).unwrap();
    assert_eq!(titles(&items), ["&b;"]);
}

#[test]
fn a_feed_with_too_many_items_is_refused() {
    let item = |number: usize| format!("<item><title>a</title><link>/{number}</link></item>");
    let many = |count: usize| rss(&(0..count).map(item).collect::<String>());
    assert_eq!(read(many(ITEMS_MAX)).unwrap().len(), ITEMS_MAX);
    assert_eq!(read(many(100_000)), Err(FeedError::TooManyItems(ITEMS_MAX)));
    let entry = serde_json::json!({"id": "1", "url": "/a", "title": "a"});
    let feed = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "items": vec![entry; ITEMS_MAX + 1],
    });
    assert_eq!(
        read(feed.to_string()),
        Err(FeedError::TooManyItems(ITEMS_MAX))
    );
}

#[test]
fn what_is_no_feed_is_told() {
    for body in [
        "",
        "plain text",
        "<!DOCTYPE html><html><body><item>a</item></body></html>",
        "{\"a\": 1}",
        "{\"version\": \"2\", \"items\": []}",
        "\0\u{1}\u{2}",
    ] {
        assert_eq!(read(body), Err(FeedError::NotAFeed), "{body:?}");
    }
    for body in ["{", "<rss><channel><item><title", "<rss><![CDATA["] {
        assert!(
            matches!(read(body), Err(FeedError::Malformed(_))),
            "{body:?}"
        );
    }
}

#[test]
fn small_mistakes_of_a_feed_are_passed_over() {
    let feed = rss(
        "<item><title>Fish & chips &nbsp;&eacute;</title><link> /a </link></wrong>\
         <media:title>no</media:title><title>second</title></item>\
         <item><title>b</title><link>/b</link>",
    );
    let items = read(feed).unwrap();
    assert_eq!(items[0].title, "Fish & chips é");
    assert_eq!(items[0].url.path(), "/a");
}

#[test]
fn a_feed_is_read_in_the_encoding_that_is_named() {
    let text = |declaration: &str| {
        format!(
            "{declaration}{}",
            rss("<item><title>\u{e9}t\u{e9}</title><link>/a</link></item>")
        )
    };
    let latin = |text: &str| {
        text.chars()
            .map(|c| u8::try_from(c).unwrap())
            .collect::<Vec<u8>>()
    };
    let declared = latin(&text("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>"));
    assert_eq!(titles(&read(declared).unwrap()), ["été"]);
    let mut in_header = document(latin(&text("")));
    in_header.charset = Some("ISO-8859-1".into());
    assert_eq!(titles(&items(&in_header).unwrap()), ["été"]);
    // A byte order mark outweighs both.
    in_header.body = format!("\u{feff}{}", text("")).into_bytes();
    assert_eq!(titles(&items(&in_header).unwrap()), ["été"]);
}

#[test]
fn hostile_shapes_take_no_time_to_speak_of() {
    let attributes = "a='b' ".repeat(100_000);
    let mut namespaces = String::new();
    for number in 0..20_000 {
        write!(namespaces, "xmlns:n{number}='a' ").unwrap();
    }
    let nested = "<a>".repeat(100_000);
    let opened = "<b ".repeat(100_000);
    let references = "&amp;".repeat(100_000);
    let marked = "&lt;".repeat(100_000);
    for (name, inner) in [
        ("attributes", format!("<link {attributes}/>")),
        (
            "namespaces",
            format!("<a {namespaces}>{}</a>", "<n1:b/>".repeat(20_000)),
        ),
        ("nested", nested),
        (
            "opened",
            format!("<title>{}</title>", opened.replace('<', "&lt;")),
        ),
        ("references", format!("<title>{references}</title>")),
        ("marked", format!("<title>{marked}</title>")),
    ] {
        let feed = rss(&format!(
            "<item><title>a</title><link>/a</link>{inner}</item>"
        ));
        let start = std::time::Instant::now();
        // Read or refused, but soon: anything quadratic takes minutes.
        let read = read(feed).map(|items| items.len());
        let took = start.elapsed();
        println!("{name}: {read:?} in {took:?}");
        assert!(
            took < std::time::Duration::from_secs(10),
            "{name}: {took:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "(<|>|&|;|/|!|\\[|\\]|item|rss|title|link|a:|=|'|\"| |é|—|#x|<rss>|<item>|<title>){0,60}") {
        let _ = read(text.clone());
        let _ = read(rss(&format!("<item><link>/a</link>{text}</item>")));
        let _ = text::plain(&text);
        let _ = text::folded(&text);
    }
}
