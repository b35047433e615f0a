//! Addresses, names and bodies that mean harm.

use super::*;
use crate::fetch::request::{Answer, Limit, Request, send};

/// What nobody answers at: public by its number, assigned to nobody (RFC 3701 gave it back).
const NOBODYS: &str = "3ffe::1";

#[tokio::test]
async fn an_address_that_is_not_public_is_refused_in_every_spelling() {
    let web = Web::start().await;
    web.page("/").set("secret");
    let fetcher = fetcher(&web);
    for host in [
        "127.0.0.2",
        "127.2",
        "2130706434",
        "0x7f.2",
        "0x7f000002",
        "0177.0.0.2",
        "017700000002",
        "0",
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "172.16.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "localhost",
    ] {
        let reason = fetcher.reason(&web.url_at(host, "/")).await;
        assert!(
            matches!(reason, Reason::NotPublic { .. }),
            "{host}: {reason}"
        );
    }
    assert!(web.all_requests().is_empty());
}

#[tokio::test]
async fn a_redirect_to_an_address_that_is_not_public_is_not_followed() {
    let web = Web::start().await;
    web.page("/secret").set("secret");
    let fetcher = fetcher(&web);
    for host in [
        "127.0.0.2",
        "2130706434",
        "0x7f.2",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "169.254.169.254",
        "localhost",
    ] {
        let to = web.url_at(host, "/secret");
        web.page("/a").remove();
        web.page("/a").redirect(302, &to);
        let error = fetcher.get(&web.url("/a")).await.unwrap_err();
        assert!(
            matches!(error.reason, Reason::NotPublic { .. }),
            "{host}: {error}"
        );
        assert!(error.to_string().contains(" leads to "), "{error}");
    }
    assert_eq!(web.hits("/secret"), 0);
}

#[tokio::test]
async fn a_name_is_looked_up_once_for_each_connection_and_pinned_to_the_answer() {
    let web = Web::start().await;
    web.page("/a").set("here");
    web.page("/robots.txt").set("");
    // Whoever asked again would get nothing, and be refused besides.
    let script = Script::default()
        .answer("quay.test", &["127.0.0.1"])
        .answer("quay.test", &["127.0.0.1"])
        .answer("quay.test", &[]);
    let (fetcher, script) = fetcher_with(&web, script);
    let url = web.url_at("quay.test", "/a");
    assert_eq!(fetcher.get(&url).await.unwrap().body, b"here");
    assert_eq!(web.hits("/robots.txt") + web.hits("/a"), 2);
    assert_eq!(script.asked("quay.test"), 2);
}

#[tokio::test]
async fn a_name_that_turns_private_after_the_check_is_not_reached() {
    let web = Web::start().await;
    web.page("/a").set("secret");
    let script = Script::default()
        .answer("evil.test", &[NOBODYS])
        .answer("evil.test", &["127.0.0.1"]);
    let (mut fetcher, script) = fetcher_with(&web, script);
    fetcher.timeout = Duration::from_millis(300);
    let url = web.url_at("evil.test", "/a");
    // The first look-up passes; the connection goes there, not to the second answer.
    let reason = fetcher.reason(&url).await;
    assert!(
        matches!(reason, Reason::Unreachable(_) | Reason::TooSlow(_)),
        "{reason}"
    );
    assert_eq!(script.asked("evil.test"), 1);
    // The next look-up brings the second answer, which is refused.
    let reason = fetcher.reason(&url).await;
    assert!(matches!(reason, Reason::NotPublic { .. }), "{reason}");
    assert!(web.all_requests().is_empty());
}

#[tokio::test]
async fn a_name_behind_a_redirect_is_looked_up_and_checked_too() {
    let web = Web::start().await;
    web.page("/secret").set("secret");
    web.page("/a")
        .redirect(302, &web.url_at("evil.test", "/secret"));
    let script = Script::default()
        .answer("quay.test", &["127.0.0.1"])
        .answer("evil.test", &[NOBODYS, "127.0.0.1"]);
    let (fetcher, script) = fetcher_with(&web, script);
    let reason = fetcher.reason(&web.url_at("quay.test", "/a")).await;
    assert!(matches!(reason, Reason::NotPublic { .. }), "{reason}");
    assert_eq!(script.asked("evil.test"), 1);
    assert_eq!(web.hits("/secret"), 0);
}

/// The last lock, tried with the others open.
#[tokio::test]
async fn what_was_connected_to_is_checked_before_anything_is_read() {
    let web = Web::start().await;
    web.page("/a").set("secret");
    let target = Target::parse(&web.url_at("evil.test", "/a"), &settings(&web)).unwrap();
    let addresses = [([127, 0, 0, 1], web.port()).into()];
    let mut request = Request {
        user_agent: "attache",
        known: &Validators::default(),
        limit: Limit::Refuse(100),
        may_be_private: false,
        connect_timeout: Duration::from_secs(5),
    };
    let refused = send(&target, &addresses, request).await.unwrap_err();
    assert!(matches!(refused, Reason::NotPublic { .. }), "{refused}");
    request.may_be_private = true;
    let answer = send(&target, &addresses, request).await.unwrap();
    assert!(matches!(answer, Answer::Page(page) if page.body == b"secret"));
    // Without addresses there is nobody to ask for more.
    let refused = send(&target, &[], request).await.unwrap_err();
    assert!(matches!(refused, Reason::Unreachable(_)), "{refused}");
}

/// The environment of a test cannot be changed, so this runs another test in a changed one.
#[tokio::test]
async fn a_proxy_of_the_environment_is_not_used() {
    let proxy = Web::start().await;
    let mut inner = std::process::Command::new(std::env::current_exe().unwrap());
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "all_proxy",
        "ALL_PROXY",
    ] {
        inner.env(name, proxy.url(""));
    }
    let ended = inner
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .args(["fetch::tests::a_page_comes_as_it_was_sent", "--exact"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(
        ended.status.success() && told.contains("1 passed"),
        "{told}"
    );
    assert!(proxy.all_requests().is_empty());
}

#[tokio::test]
async fn a_body_that_is_too_large_is_left_unread() {
    let web = Web::start().await;
    let zeros = vec![b'0'; 2_000_000];
    web.page("/large").set(zeros.clone());
    web.page("/gzip").set(zeros.clone()).gzipped();
    web.page("/brotli").set(zeros).brotli();
    web.page("/endless").set("and so on ").endless();
    let mut settings = settings(&web);
    settings.max_bytes = 100_000;
    let fetcher = Fetcher::new(&settings);
    for path in ["/large", "/gzip", "/brotli", "/endless"] {
        let reason = fetcher.reason(&web.url(path)).await;
        assert_eq!(reason, Reason::TooLarge(100_000), "{path}");
    }
}

#[tokio::test]
async fn a_body_just_as_large_as_allowed_is_read() {
    let web = Web::start().await;
    web.page("/a").set(vec![b'0'; 100_000]).gzipped();
    let mut settings = settings(&web);
    settings.max_bytes = 100_000;
    let document = Fetcher::new(&settings).get(&web.url("/a")).await.unwrap();
    assert_eq!(document.body.len(), 100_000);
}

#[tokio::test]
async fn an_answer_that_does_not_end_in_time_is_given_up() {
    let web = Web::start().await;
    web.page("/stalled").set("the beginning").stalled();
    web.page("/dripping")
        .set(vec![b'0'; 10_000])
        .dripping(Duration::from_millis(5));
    let _held = web.page("/silent").hold();
    let mut fetcher = fetcher(&web);
    fetcher.get(&web.url("/")).await.unwrap_err();
    fetcher.timeout = Duration::from_millis(150);
    for path in ["/stalled", "/dripping", "/silent"] {
        let error = fetcher.get(&web.url(path)).await.unwrap_err();
        assert_eq!(error.reason, Reason::TooSlow(fetcher.timeout), "{path}");
        assert!(error.to_string().contains("0.15 s"), "{error}");
    }
}

#[tokio::test]
async fn the_time_is_that_of_all_redirects_together() {
    let web = Web::start().await;
    let late = Duration::from_millis(400);
    for hop in 0..4 {
        let page = web.page(&format!("/{hop}"));
        page.redirect(302, &format!("/{}", hop + 1)).late(late);
    }
    web.page("/4").set("the end");
    let mut fetcher = fetcher(&web);
    // Enough for each of them, and not for all.
    fetcher.timeout = late * 3;
    let reason = fetcher.reason(&web.url("/0")).await;
    assert_eq!(reason, Reason::TooSlow(fetcher.timeout));
    assert_eq!(web.hits("/4"), 0);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_no_page() {
    let web = Web::start().await;
    web.page("/plain").set(news::PLAIN).truncated();
    web.page("/gzip").set(news::PLAIN).truncated().gzipped();
    let fetcher = fetcher(&web);
    for path in ["/plain", "/gzip"] {
        let reason = fetcher.reason(&web.url(path)).await;
        assert_eq!(reason, Reason::BrokenOff, "{path}");
    }
}

#[tokio::test]
async fn packing_that_cannot_be_undone_is_told() {
    let web = Web::start().await;
    let plain = web.page("/plain");
    plain
        .set("not packed at all")
        .header("content-encoding", "gzip");
    let unknown = web.page("/unknown");
    unknown.set("who knows").header("content-encoding", "zstd");
    // A second member, and a third, and so on for ever.
    web.page("/more").set("packed again").gzipped().endless();
    let fetcher = fetcher(&web);
    for path in ["/plain", "/unknown", "/more"] {
        let reason = fetcher.reason(&web.url(path)).await;
        assert!(matches!(reason, Reason::Garbled(_)), "{path}: {reason}");
    }
}

#[tokio::test]
async fn a_connection_that_cannot_be_secured_is_told() {
    let web = Web::start().await;
    let url = web.url("/a").replace("http:", "https:");
    let reason = fetcher(&web).reason(&url).await;
    assert!(matches!(reason, Reason::Insecure(_)), "{reason}");
}

#[tokio::test]
async fn a_site_that_is_not_there_is_told() {
    let web = Web::start().await;
    let (url, fetcher) = (web.url("/a"), fetcher(&web));
    drop(web);
    let error = fetcher.get(&url).await.unwrap_err();
    assert!(matches!(error.reason, Reason::Unreachable(_)), "{error}");
    assert!(error.is_transient());
}
