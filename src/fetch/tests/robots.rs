//! What sites ask of programs.

use super::*;

#[tokio::test]
async fn a_page_that_is_closed_to_us_is_not_fetched() {
    let web = Web::start().await;
    web.page("/robots.txt")
        .set("User-agent: *\nDisallow: /\n\nUser-agent: attache\nDisallow: /inner\n");
    web.page("/inner/a").set("a");
    web.page("/outer").set("b");
    web.page("/way").redirect(302, "/inner/a");
    let fetcher = fetcher(&web);
    for path in ["/inner/a", "/way"] {
        assert_eq!(fetcher.reason(&web.url(path)).await, Reason::Forbidden);
    }
    assert_eq!(fetcher.get(&web.url("/outer")).await.unwrap().body, b"b");
    assert_eq!((web.hits("/inner/a"), web.hits("/robots.txt")), (0, 1));
}

#[tokio::test]
async fn a_site_without_robots_is_open() {
    for status in [401, 403, 404, 410, 204] {
        let web = Web::start().await;
        web.page("/robots.txt").set("").status(status);
        web.page("/a").set("a");
        let page = fetcher(&web).get(&web.url("/a")).await;
        assert!(page.is_ok(), "{status}: {page:?}");
    }
}

#[tokio::test]
async fn a_site_whose_robots_cannot_be_read_is_left_alone_for_now() {
    for status in [429, 500, 503] {
        let web = Web::start().await;
        web.page("/robots.txt").status(status);
        web.page("/a").set("a");
        let fetcher = fetcher(&web);
        let error = fetcher.get(&web.url("/a")).await.unwrap_err();
        assert_eq!(error.reason, Reason::RobotsUnreadable(status));
        assert!(error.is_transient());
        // It is not asked for again at once.
        fetcher.get(&web.url("/a")).await.unwrap_err();
        assert_eq!((web.hits("/robots.txt"), web.hits("/a")), (1, 0));
    }
}

#[tokio::test]
async fn what_is_remembered_of_a_site_is_forgotten_in_time() {
    let web = Web::start().await;
    web.page("/robots.txt").status(500);
    web.page("/a").set("a");
    let fetcher = fetcher(&web);
    fetcher.get(&web.url("/a")).await.unwrap_err();
    web.page("/robots.txt").status(200);
    for (_, remembered) in &mut *fetcher.robots.lock().unwrap() {
        remembered.until = Instant::now();
    }
    assert!(fetcher.get(&web.url("/a")).await.is_ok());
    assert_eq!(web.hits("/robots.txt"), 2);
}

#[tokio::test]
async fn robots_are_read_where_they_were_moved_to() {
    let web = Web::start().await;
    web.page("/robots.txt").redirect(301, "/moved.txt");
    web.page("/moved.txt").set("User-agent: *\nDisallow: /a");
    web.page("/a").set("a");
    let fetcher = fetcher(&web);
    assert_eq!(fetcher.reason(&web.url("/a")).await, Reason::Forbidden);
    // Not to where they may not be read, though.
    let web = Web::start().await;
    let private = web.url_at("127.0.0.2", "/moved.txt");
    web.page("/robots.txt").redirect(301, &private);
    web.page("/a").set("a");
    let error = self::fetcher(&web).get(&web.url("/a")).await.unwrap_err();
    assert!(matches!(&error.reason, Reason::RobotsAstray(inner)
        if matches!(**inner, Reason::NotPublic { .. })));
    assert!(!error.is_transient());
    let told = error.to_string();
    assert!(
        told.contains("robots.txt") && told.contains("allow_private"),
        "{told}"
    );
}

#[tokio::test]
async fn robots_without_an_end_are_read_as_far_as_they_must_be() {
    let web = Web::start().await;
    let rules = "User-agent: *\nDisallow: /inner\n";
    web.page("/robots.txt").set(rules).endless();
    web.page("/inner").set("a");
    web.page("/outer").set("b");
    let fetcher = fetcher(&web);
    assert_eq!(fetcher.reason(&web.url("/inner")).await, Reason::Forbidden);
    assert!(fetcher.get(&web.url("/outer")).await.is_ok());
}

#[tokio::test]
async fn robots_are_asked_for_once_however_many_pages_wait_for_them() {
    let web = Web::start().await;
    let held = web.page("/robots.txt").set("").hold();
    web.page("/a").set("a");
    web.page("/b").set("b");
    let fetcher = fetcher(&web);
    let (first, second) = (web.url("/a"), web.url("/b"));
    let release = async {
        web.asked("/robots.txt", 1).await;
        drop(held);
    };
    let (first, second, ()) = tokio::join!(fetcher.get(&first), fetcher.get(&second), release);
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(web.hits("/robots.txt"), 1);
}

#[tokio::test]
async fn the_pause_that_a_site_asks_for_is_kept_between_pages() {
    let web = Web::start().await;
    web.page("/robots.txt")
        .set("User-agent: *\nCrawl-delay: 0.3");
    web.page("/a").set("a");
    let fetcher = fetcher(&web);
    let start = std::time::Instant::now();
    for _ in 0..2 {
        fetcher.get(&web.url("/a")).await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_millis(300));
}
