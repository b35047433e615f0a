//! `attache index` and `attache source`, fetching from a web of our own.

use serde_json::{Value, json};
use web_stand_in::{feeds, news};

use crate::site::{QUAY, Site};

/// The outcome of the only article of a report.
#[track_caller]
fn outcome(report: &Value) -> &Value {
    let articles = report["articles"].as_array().expect("a list");
    assert_eq!(articles.len(), 1, "{report}");
    &articles[0]
}

#[test]
fn the_first_refresh_puts_the_page_in_place_of_its_briefing() {
    let site = Site::with_page();
    assert!(site.text().contains("In our own words"));
    let report = site.refresh(0);
    assert_eq!(report["generation"], 1);
    let fetched = outcome(&report);
    assert_eq!(
        (&fetched["id"], &fetched["outcome"], &fetched["paragraphs"]),
        (&json!("quay"), &json!("new"), &json!(4))
    );
    let text = site.text();
    assert!(text.contains("the first cut in eleven years"), "{text}");
    assert!(!text.contains("In our own words"), "{text}");
    let listed = site.shell.run(&["sources", "--json"]).json(0);
    let origin = &listed["articles"][0]["origin"];
    assert_eq!(
        (&origin["kind"], &origin["generation"]),
        (&json!("generation"), &json!(1))
    );
    assert!(origin["fetched_at"].is_string(), "{origin}");
}

#[test]
fn an_unchanged_page_costs_one_304_and_makes_no_generation() {
    let site = Site::with_page();
    site.refresh(0);
    let report = site.refresh(0);
    assert_eq!(outcome(&report)["outcome"], "unchanged");
    assert_eq!(report["generation"], Value::Null);
    let requests = site.web.requests(QUAY);
    let statuses: Vec<u16> = requests.iter().map(|request| request.status).collect();
    assert_eq!(statuses, [200, 304]);
    assert_eq!(site.generations(), [1]);
}

#[test]
fn a_changed_paragraph_is_shown_word_by_word_and_published() {
    let site = Site::with_page();
    site.refresh(0);
    site.edit("nine shillings to four", "nine shillings to three");
    let out = site.index(&["refresh"]).fine(0);
    assert!(out.contains("1 changed; generation 2."), "{out}");
    assert!(out.contains("~   1"), "{out}");
    assert!(out.contains("[-four,-]{+three,+}"), "{out}");
    assert!(site.text().contains("to three, the first cut"));
    assert_eq!(site.generations(), [2, 1]);
    let audit = site.shell.run(&["audit", "--json"]).json(0);
    let entry = &audit["entries"][0];
    assert_eq!(entry["what"], "index.refresh");
    assert_eq!(entry["by"]["kind"], "operator");
    assert_eq!(entry["before"]["generation"], 1);
    assert_eq!(entry["after"]["generation"], 2);
}

#[test]
fn a_preview_shows_what_would_change_and_writes_nothing() {
    let site = Site::with_page();
    let out = site.index(&["refresh", "--preview"]).fine(0);
    assert!(out.contains("1 new; a preview, nothing was"), "{out}");
    assert!(!site.shell.path().join("state").exists());
    site.refresh(0);
    site.edit("Fishermen from Birch", "Crews from Birch");
    let report = site.index(&["refresh", "--preview", "--json"]).json(0);
    assert_eq!(outcome(&report)["outcome"], "changed");
    assert_eq!(site.generations(), [1]);
    assert!(site.text().contains("Fishermen from Birch"));
}

#[test]
fn a_consent_page_is_held_and_the_old_text_stays_until_it_is_discarded() {
    let site = Site::with_page();
    site.refresh(0);
    site.page().set(news::CONSENT_WALL);
    let report = site.refresh(1);
    let held = outcome(&report);
    assert_eq!(
        (&held["outcome"], &held["again"]),
        (&json!("held"), &json!(false))
    );
    assert!(site.text().contains("the first cut in eleven years"));
    // The same again costs a 304 and is no news.
    let report = site.refresh(1);
    assert_eq!(outcome(&report)["again"], true);
    assert_eq!(site.web.requests(QUAY)[2].status, 304);
    let status = site.index(&["status", "--json"]).json(0);
    assert_eq!(status["held"][0]["id"], "quay");
    assert_eq!(
        site.index(&["discard", "quay"]).fine(0),
        "Discarded: quay.\n"
    );
    let report = site.refresh(0);
    assert_eq!(outcome(&report)["outcome"], "unchanged");
    assert_eq!(site.index(&["discard"]).fine(1), "Nothing is held.\n");
    assert_eq!(site.generations(), [1]);
}

#[test]
fn what_is_held_is_published_on_demand_and_over_when_the_page_is_back() {
    let site = Site::with_page();
    site.refresh(0);
    let shortened = format!(
        "<html><body><article><h1>{}</h1><p>{}</p></article></body></html>",
        news::TITLE,
        news::PARAGRAPHS[0]
    );
    site.page().set(shortened.clone());
    let report = site.refresh(1);
    assert_eq!(
        outcome(&report)["reason"],
        json!({"because": "paragraphs_dropped", "dropped": 3, "of": 4})
    );
    site.page().set(news::PLAIN);
    assert_eq!(outcome(&site.refresh(0))["outcome"], "unchanged");
    assert_eq!(site.index(&["publish"]).fine(1), "Nothing is held.\n");
    site.page().set(shortened);
    site.refresh(1);
    let report = site.index(&["publish", "quay", "--json"]).json(0);
    assert_eq!(outcome(&report)["outcome"], "changed");
    assert_eq!(report["generation"], 2);
    assert!(!site.text().contains("Fishermen from Birch"));
    // Published is published: the same page is no change any more.
    assert_eq!(outcome(&site.refresh(0))["outcome"], "unchanged");
}

#[test]
fn a_page_that_is_gone_is_held_and_its_text_stays() {
    let site = Site::with_page();
    site.refresh(0);
    site.page().status(410).etag("\"other\"");
    let report = site.refresh(1);
    let held = outcome(&report);
    assert_eq!(held["reason"]["because"], "gone");
    let why = held["reason"]["why"].as_str().expect("a reason");
    assert!(why.contains("410") && why.contains("/quay"), "{why}");
    assert!(site.text().contains("the first cut in eleven years"));
    // It is the only article: without it there would be nothing to answer from.
    let err = site.index(&["publish"]).refused();
    assert!(err.contains("no article would be left"), "{err}");
}

#[test]
fn failures_are_counted_and_lose_nothing() {
    let site = Site::with_page();
    site.refresh(0);
    let page = site.page();
    page.status(429)
        .header("retry-after", "120")
        .etag("\"other\"");
    for times in 1..=3 {
        let report = site.refresh(1);
        let failed = outcome(&report);
        assert_eq!(
            (&failed["outcome"], &failed["times"]),
            (&json!("failed"), &json!(times))
        );
        assert!(
            failed["why"].as_str().unwrap().contains("120 s"),
            "{failed}"
        );
    }
    assert!(site.text().contains("the first cut in eleven years"));
    let status = site.index(&["status"]).fine(0);
    assert!(status.contains("(3 times in a row)"), "{status}");
    site.page().status(200);
    assert_eq!(outcome(&site.refresh(0))["outcome"], "unchanged");
    let status = site.index(&["status", "--json"]).json(0);
    assert_eq!(status["sources"][0]["failures"], 0);
}

#[test]
fn without_a_page_yet_the_briefing_is_answered_from() {
    let site = Site::with_page();
    site.page().status(500);
    let report = site.refresh(1);
    let outcomes: Vec<_> = report["articles"].as_array().unwrap().iter().collect();
    let names: Vec<_> = outcomes
        .iter()
        .map(|o| o["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["failed", "new"], "{report}");
    assert!(site.text().contains("In our own words"));
    site.page().status(200);
    let report = site.refresh(0);
    assert_eq!(outcome(&report)["replaces_briefing"], true);
}

#[test]
fn a_rollback_holds_what_it_took_back() {
    let site = Site::with_page();
    site.refresh(0);
    site.edit("nine shillings to four", "nine shillings to three");
    site.refresh(0);
    let out = site.index(&["rollback"]).fine(0);
    assert!(out.contains("generation 1 again: 1 article."), "{out}");
    assert!(site.text().contains("to four, the first cut"));
    let report = site.refresh(1);
    assert_eq!(outcome(&report)["reason"]["because"], "rolled_back");
    assert!(site.text().contains("to four, the first cut"));
    site.index(&["publish"]).fine(0);
    assert!(site.text().contains("to three, the first cut"));
    let err = site.index(&["rollback", "99"]).refused();
    assert!(err.contains("no generation 99"), "{err}");
    let audit = site.shell.run(&["audit"]).fine(0);
    for what in ["index.rollback", "index.publish"] {
        assert!(audit.contains(what), "{audit}");
    }
}

#[test]
fn a_second_process_is_told_who_was_first() {
    let site = Site::with_page();
    let hold = site.page().hold();
    let first = site.shell.command(&["index", "refresh"]);
    let mut first = { first }.spawn().expect("the program starts");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(site.web.asked(QUAY, 1));
    let err = site.index(&["refresh"]).refused();
    let process = format!("operator (process {}", first.id());
    assert!(err.contains(&process), "{err}");
    assert!(err.contains("try again when that is done"), "{err}");
    // Looking is free.
    let status = site.index(&["status", "--json"]).json(1);
    assert_eq!(status["running"]["pid"], first.id());
    drop(hold);
    assert!(first.wait().expect("it ends").success());
    assert_eq!(outcome(&site.refresh(0))["outcome"], "unchanged");
}

#[test]
fn questions_are_answered_while_generations_change() {
    let site = Site::with_page();
    site.refresh(0);
    for (at, toll) in ["five", "six", "seven", "eight"].into_iter().enumerate() {
        site.edit(
            "nine shillings to four",
            &format!("nine shillings to {toll}"),
        );
        let mut refreshing = site.shell.command(&["index", "refresh"]);
        let mut refreshing = refreshing.spawn().expect("the program starts");
        while refreshing.try_wait().expect("it can be asked").is_none() {
            let out = site
                .shell
                .run(&["ask", "Who voted to lower the harbour toll?"]);
            assert!(out.fine(0).contains("The council of Elm"));
        }
        assert!(
            site.text().contains(&format!("to {toll}, the first cut")),
            "{at}"
        );
    }
}

#[test]
fn sources_toml_is_heeded_before_the_next_refresh_and_that_is_said() {
    let site = Site::with_page();
    site.refresh(0);
    let sources = site.shell.read("config/sources.toml");
    let more =
        format!("{sources}[[article]]\nid = \"pier\"\ntitle = \"The Pier\"\npath = \"pier.md\"\n");
    let pier =
        "+++\nid = \"pier\"\ntitle = \"The Pier\"\n+++\n\nPelicans sleep on the pier of Birch.\n";
    site.shell.write("config/sources.toml", more.as_bytes());
    site.shell.write("config/pier.md", pier.as_bytes());
    let ran = site.shell.run(&["search", "pelicans"]);
    assert!(ran.out.contains("Pelicans sleep"), "{}", ran.out);
    assert!(
        ran.err.contains("warning: ") && ran.err.contains("attache index refresh"),
        "{}",
        ran.err
    );
    let report = site.refresh(0);
    assert_eq!(report["totals"]["new"], 1);
    site.shell.run(&["search", "pelicans"]).fine(0);
    // And away again.
    site.shell.write("config/sources.toml", sources.as_bytes());
    assert_eq!(site.shell.run(&["search", "pelicans"]).code, Some(1));
    let report = site.refresh(0);
    assert_eq!(
        (&report["totals"]["gone"], &report["generation"]),
        (&json!(1), &json!(3))
    );
}

#[test]
fn a_damaged_generation_is_told_survived_and_built_again_without_the_network() {
    let site = Site::with_page();
    site.refresh(0);
    site.edit("nine shillings to four", "nine shillings to three");
    site.refresh(0);
    let folder = site
        .shell
        .path()
        .join("state/attache/index/generations/000002");
    let files = std::fs::read_dir(folder).expect("generation 2 is there");
    let store = files
        .map(|file| file.expect("it can be listed").path())
        .find(|file| file.extension().is_some_and(|ending| ending == "store"));
    let store = store.expect("the engine keeps its texts in a .store file");
    let mut bytes = std::fs::read(&store).expect("it can be read");
    bytes[3] ^= 0x20;
    // A new file: generation 1 may share the old one.
    std::fs::remove_file(&store).expect("it can be removed");
    std::fs::write(&store, bytes).expect("it can be written");
    let ran = site.shell.run(&["show", "quay#1", "--json"]);
    assert!(ran.out.contains("nine shillings to four"), "{}", ran.out);
    assert!(ran.err.contains("generation 2 is damaged"), "{}", ran.err);
    site.page().status(500).etag("\"other\"");
    let report = site.refresh(1);
    assert_eq!(report["generation"], 3);
    assert!(site.text().contains("to three, the first cut"));
}

#[test]
fn a_feed_gives_the_pages_that_match_and_keeps_the_newest() {
    let site = Site::new(|web| {
        format!(
            "[[feed]]\nid = \"gazette\"\nurl = \"{}\"\nwords = [\"toll\", \"ferry\"]\nnote = \"weekly\"\n",
            web.url("/feed.rss")
        )
    });
    site.web
        .page("/feed.rss")
        .set(feeds::RSS)
        .media_type("application/rss+xml")
        .tagged();
    site.web.page("/news/toll").set(news::PLAIN).tagged();
    site.web
        .page("/news/ferry")
        .set(news::WITH_COMMENTS.replace("lowers its harbour toll", "buys a ferry"))
        .tagged();
    let err = site.shell.run(&["ask", "What is the toll?"]).refused();
    assert!(err.contains("run `attache index refresh`"), "{err}");
    let report = site.refresh(0);
    assert_eq!(report["totals"]["new"], 2, "{report}");
    let id = report["articles"][0]["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("gazette-"), "{id}");
    let report = site.refresh(0);
    assert_eq!(report["totals"]["unchanged"], 2, "{report}");
    assert_eq!(site.web.requests("/feed.rss")[1].status, 304);
    assert_eq!(site.web.hits("/news/light"), 0);
    let listed = site.shell.run(&["sources", "--json"]).json(0);
    assert_eq!(listed["articles"][0]["note"], "weekly");
}

#[test]
fn an_address_is_tried_without_being_indexed() {
    let site = Site::with_page();
    let url = site.web.url(QUAY);
    let json = site.shell.run(&["source", "test", &url, "--json"]).json(0);
    assert_eq!(
        (&json["kind"], &json["paragraphs"]),
        (&json!("page"), &json!(4))
    );
    assert_eq!(json["first"], news::PARAGRAPHS[0]);
    assert_eq!(json["last"], news::PARAGRAPHS[3]);
    let out = site.shell.run(&["source", "test", &url]).fine(0);
    assert!(
        out.contains(news::TITLE) && out.contains("4 paragraphs"),
        "{out}"
    );
    assert!(!site.shell.path().join("state").exists());
}

#[test]
fn an_address_on_a_private_network_is_refused_with_the_remedy() {
    let site = Site::with_page();
    let url = site.web.url(QUAY).replace("127.0.0.1", "2130706433");
    site.shell.write("config/attache.toml", b"");
    let err = site.shell.run(&["source", "test", &url]).refused();
    assert!(err.contains("[fetch]"), "{err}");
    assert_eq!(site.web.hits(QUAY), 0);
}

#[test]
fn an_unknown_source_is_named() {
    let site = Site::with_page();
    let err = site.index(&["refresh", "pear"]).refused();
    assert!(
        err.contains("\"pear\"") && err.contains("attache index status"),
        "{err}"
    );
    let report = site.index(&["refresh", "quay", "--json"]).json(0);
    assert_eq!(report["totals"]["new"], 1);
}

#[test]
fn help_shows_examples_codes_and_the_shape_of_json() {
    let site = Site::with_page();
    let help = site.index(&["refresh", "--help"]).fine(0);
    for told in ["--preview", "Exit codes: 0", "JSON: {at, took_ms"] {
        assert!(help.contains(told), "{help}");
    }
    let status = site.index(&["status"]).fine(1);
    assert!(status.contains("Nothing was published yet"), "{status}");
    assert!(!site.shell.path().join("state").exists());
}
