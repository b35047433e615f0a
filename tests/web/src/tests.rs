//! What a raw client is answered.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{Web, news};

/// Everything that comes back for `GET path`, with these headers sent along.
async fn get(web: &Web, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", web.port())).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn tag(answer: &str) -> &str {
    let (_, after) = answer.split_once("etag: ").unwrap();
    after.split_once('\r').unwrap().0
}

#[tokio::test]
async fn a_page_is_served_changed_and_taken_away() {
    let web = Web::start().await;
    let page = web.page("/a");
    assert!(get(&web, "/a", "").await.starts_with("HTTP/1.1 404"));
    page.set(news::PLAIN);
    assert!(get(&web, "/a?b", "").await.contains(news::TITLE));
    page.set("other");
    assert!(get(&web, "/a", "").await.ends_with("\r\n\r\nother"));
    page.remove();
    assert!(get(&web, "/a", "").await.starts_with("HTTP/1.1 404"));
    assert_eq!(web.hits("/a"), 4);
    assert_eq!(web.requests("/a")[1].query.as_deref(), Some("b"));
}

#[tokio::test]
async fn a_tag_follows_the_content_and_outweighs_the_date() {
    let web = Web::start().await;
    let date = "Tue, 13 May 2025 07:30:00 GMT";
    web.page("/a").set("one").tagged().last_modified(date);
    let first = get(&web, "/a", "").await;
    let known = format!("if-none-match: \"x\", W/{}\r\n", tag(&first));
    let again = get(&web, "/a", &known).await;
    assert!(again.starts_with("HTTP/1.1 304") && tag(&again) == tag(&first));
    let since = format!("if-modified-since: {date}\r\n");
    assert!(get(&web, "/a", &since).await.starts_with("HTTP/1.1 304"));
    web.page("/a").set("two");
    let changed = get(&web, "/a", &format!("{known}{since}")).await;
    assert!(changed.starts_with("HTTP/1.1 200") && tag(&changed) != tag(&first));
}

#[tokio::test]
async fn a_truncated_body_ends_before_its_length() {
    let web = Web::start().await;
    web.page("/a").set("0123456789").truncated();
    let answer = get(&web, "/a", "").await;
    assert!(answer.contains("content-length: 10"), "{answer}");
    assert!(answer.ends_with("\r\n01234"), "{answer}");
}

#[tokio::test]
async fn a_held_page_is_answered_once_it_is_released() {
    let web = Web::start().await;
    let held = web.page("/a").set("one").hold();
    let release = async {
        web.asked("/a", 1).await;
        assert_eq!((web.requests("/a")[0].status, web.most_at_once()), (0, 1));
        drop(held);
    };
    let (answer, ()) = tokio::join!(get(&web, "/a", ""), release);
    assert!(answer.ends_with("one"));
    assert_eq!(web.requests("/a")[0].status, 200);
}

#[tokio::test]
async fn a_page_that_is_late_comes_late() {
    let web = Web::start().await;
    let late = Duration::from_millis(30);
    web.page("/a").set("one").late(late);
    let start = std::time::Instant::now();
    assert!(get(&web, "/a", "").await.ends_with("one"));
    assert!(start.elapsed() >= late);
}
