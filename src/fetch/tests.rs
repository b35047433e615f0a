//! Fetching from the stand-in, which is at 127.0.0.1: allowed by that name, and by no other.

mod hostile;
mod robots;

use std::sync::Arc;
use std::time::Duration;

use web_stand_in::{Web, news};

use super::names::scripted::Script;
use super::*;

/// Settings that allow the stand-in and nothing else.
fn settings(web: &Web) -> Fetch {
    Fetch {
        ports: vec![web.port()],
        allow_private: vec!["127.0.0.1".into(), "quay.test".into()],
        ..Fetch::default()
    }
}

fn fetcher(web: &Web) -> Fetcher {
    Fetcher::new(&settings(web))
}

/// A fetcher for which these names stand for these addresses.
fn fetcher_with(web: &Web, script: Script) -> (Fetcher, Arc<Script>) {
    let script = Arc::new(script);
    let fetcher = Fetcher {
        names: Names::Scripted(script.clone()),
        ..fetcher(web)
    };
    (fetcher, script)
}

impl Fetcher {
    async fn get(&self, url: &str) -> Result<Document, FetchError> {
        match self.fetch(url, &Validators::default()).await? {
            Fetched::Document(document) => Ok(document),
            Fetched::Unchanged => panic!("nothing was known, so nothing is unchanged"),
        }
    }

    async fn reason(&self, url: &str) -> Reason {
        self.get(url).await.unwrap_err().reason
    }
}

#[tokio::test]
async fn a_page_comes_as_it_was_sent() {
    let web = Web::start().await;
    web.page("/a").set(news::PLAIN).tagged();
    let document = fetcher(&web).get(&web.url("/a?b=c#d")).await.unwrap();
    assert_eq!(document.url.as_str(), web.url("/a?b=c"));
    assert_eq!(document.body, news::PLAIN.as_bytes());
    assert_eq!(document.media_type.as_deref(), Some("text/html"));
    assert_eq!(document.charset.as_deref(), Some("utf-8"));
    let request = &web.requests("/a")[0];
    assert_eq!(request.query.as_deref(), Some("b=c"));
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("attache/"), "{agent}");
    assert_eq!(request.header("if-none-match"), None);
    assert_eq!(request.header("referer"), None);
}

#[tokio::test]
async fn packed_pages_are_unpacked() {
    let web = Web::start().await;
    web.page("/gzip").set(news::PLAIN).gzipped();
    web.page("/brotli").set(news::PLAIN).brotli();
    let fetcher = fetcher(&web);
    for path in ["/gzip", "/brotli"] {
        let document = fetcher.get(&web.url(path)).await.unwrap();
        assert_eq!(document.body, news::PLAIN.as_bytes(), "{path}");
    }
}

#[tokio::test]
async fn the_headers_charset_is_handed_over_even_when_it_is_wrong() {
    let web = Web::start().await;
    let (bytes, _) = news::in_windows_1251();
    let wrong = "text/html; charset=iso-8859-1";
    web.page("/a").set(bytes.clone()).media_type(wrong);
    web.page("/b").set(bytes.clone()).media_type("");
    let fetcher = fetcher(&web);
    let document = fetcher.get(&web.url("/a")).await.unwrap();
    assert_eq!(document.charset.as_deref(), Some("iso-8859-1"));
    assert_eq!(document.body, bytes);
    let document = fetcher.get(&web.url("/b")).await.unwrap();
    assert_eq!((document.charset, document.media_type), (None, None));
}

#[tokio::test]
async fn an_unchanged_page_costs_one_304_and_a_changed_one_comes_whole() {
    let date = "Tue, 13 May 2025 07:30:00 GMT";
    let web = Web::start().await;
    web.page("/tag").set("one").tagged();
    web.page("/date").set("one").last_modified(date);
    let fetcher = fetcher(&web);
    for path in ["/tag", "/date"] {
        let url = web.url(path);
        let known = fetcher.get(&url).await.unwrap().validators;
        assert!(!known.is_empty());
        let again = fetcher.fetch(&url, &known).await.unwrap();
        assert_eq!(again, Fetched::Unchanged);
        assert_eq!(web.requests(path)[1].status, 304);
        web.page(path)
            .set("two")
            .last_modified("Wed, 14 May 2025 07:30:00 GMT");
        let again = fetcher.fetch(&url, &known).await.unwrap();
        assert!(matches!(again, Fetched::Document(page) if page.body == b"two"));
    }
    assert_eq!(web.hits("/robots.txt"), 1);
}

#[tokio::test]
async fn what_is_known_is_told_to_the_page_behind_a_redirect() {
    let web = Web::start().await;
    web.page("/old").redirect(301, "/new");
    web.page("/new").set("one").tagged();
    let fetcher = fetcher(&web);
    let known = fetcher.get(&web.url("/old")).await.unwrap().validators;
    let again = fetcher.fetch(&web.url("/old"), &known).await.unwrap();
    assert_eq!(again, Fetched::Unchanged);
}

#[tokio::test]
async fn up_to_five_redirects_are_followed() {
    let web = Web::start().await;
    for (hop, status) in [(1, 301), (2, 302), (3, 303), (4, 307), (5, 308)] {
        let next = format!("{}#part", hop + 1);
        web.page(&format!("/{hop}")).redirect(status, &next);
    }
    web.page("/6").set("here");
    web.page("/0").redirect(302, "/1");
    let fetcher = fetcher(&web);
    let document = fetcher.get(&web.url("/1")).await.unwrap();
    assert_eq!(document.url.as_str(), web.url("/6"));
    let error = fetcher.get(&web.url("/0")).await.unwrap_err();
    assert_eq!(error.reason, Reason::TooManyRedirects(5));
    let told = error.to_string();
    assert!(
        told.contains("/0 leads to ") && told.contains("/5: "),
        "{told}"
    );
    assert_eq!(web.hits("/6"), 1);
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_told() {
    let web = Web::start().await;
    web.page("/a").redirect(302, "/b");
    web.page("/b").redirect(302, "/a");
    web.page("/self").redirect(302, "#top");
    web.page("/none").status(302);
    web.page("/file").redirect(302, "file:///etc/hostname");
    web.page("/port").redirect(302, "http://127.0.0.1:22/");
    web.page("/user")
        .redirect(302, &web.url_at("u:p@127.0.0.1", "/a"));
    web.page("/bad").redirect(302, "http://");
    let fetcher = fetcher(&web);
    for (path, expected) in [
        ("/a", Reason::Circle),
        ("/self", Reason::Circle),
        ("/none", Reason::NoTarget(302)),
        ("/file", Reason::Scheme("file".into())),
        ("/port", Reason::Port(22)),
        ("/user", Reason::Credentials),
        ("/bad", Reason::Malformed("empty host".into())),
    ] {
        assert_eq!(fetcher.reason(&web.url(path)).await, expected, "{path}");
    }
}

#[tokio::test]
async fn a_status_that_is_no_page_is_told() {
    let web = Web::start().await;
    for status in [204, 304, 400, 403, 410, 500, 503] {
        web.page(&format!("/{status}")).status(status);
    }
    web.page("/429").status(429).header("retry-after", "90");
    let fetcher = fetcher(&web);
    let other = |status| Reason::Status {
        status,
        retry_after: None,
    };
    for (path, expected) in [
        ("/204", Reason::NoPage(204)),
        ("/304", other(304)),
        ("/400", other(400)),
        ("/403", other(403)),
        ("/404", Reason::NotFound),
        ("/410", Reason::Gone),
        ("/500", other(500)),
        ("/503", other(503)),
    ] {
        assert_eq!(fetcher.reason(&web.url(path)).await, expected, "{path}");
    }
    let error = fetcher.get(&web.url("/429")).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(90)));
    assert!(error.is_transient() && error.to_string().contains("90 s"));
}

#[tokio::test]
async fn a_host_gets_one_request_at_a_time() {
    let web = Web::start().await;
    for path in ["/a", "/b", "/c"] {
        web.page(path).set(path);
    }
    let script = Script::default().answer("quay.test", &["127.0.0.1"]);
    let fetcher = Arc::new(fetcher_with(&web, script).0);
    fetcher.get(&web.url("/c")).await.unwrap();
    let held = web.page("/a").hold();
    let get = |url: String| {
        let fetcher = fetcher.clone();
        tokio::spawn(async move { fetcher.get(&url).await.unwrap() })
    };
    let first = get(web.url("/a"));
    web.asked("/a", 1).await;
    let second = get(web.url("/b"));
    // Another host gets through meanwhile, so there was time for the second.
    get(web.url_at("quay.test", "/c")).await.unwrap();
    assert_eq!(web.hits("/b"), 0);
    drop(held);
    first.await.unwrap();
    second.await.unwrap();
    assert_eq!(web.most_at_once(), 2);
    assert!(!format!("{:?}", fetcher.turns).contains("127.0.0.1"));
}
