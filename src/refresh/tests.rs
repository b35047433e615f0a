//! Refreshes inside one process, over a web of our own.

use std::time::Duration;

use tempfile::TempDir;
use web_stand_in::{Web, news};

use super::*;
use crate::archive::View;
use crate::library::Library;
use crate::semantic::Choice;
use crate::settings::{Fetch, Index, Search};
use crate::store::Page;

/// How long anything may take before a test fails.
const SOON: Duration = Duration::from_secs(20);

struct Bench {
    web: Web,
    config: TempDir,
    data: TempDir,
}

impl Bench {
    async fn new() -> Self {
        let web = Web::start().await;
        let config = tempfile::tempdir().unwrap();
        let sources = format!(
            "[[article]]\nid = \"quay\"\ntitle = \"{}\"\nurl = \"{}\"\nbriefing = \"quay.md\"\n",
            news::TITLE,
            web.url("/quay")
        );
        let briefing = format!(
            "+++\nid = \"quay\"\ntitle = \"{}\"\nretelling = true\n+++\n\nIn our own words.\n",
            news::TITLE
        );
        for (name, text) in [
            ("sources.toml", sources.as_str()),
            ("quay.md", &briefing),
            ("lexicon.toml", "[shorthand]\nu = \"you\"\n"),
        ] {
            std::fs::write(config.path().join(name), text).unwrap();
        }
        web.page("/quay").set(news::PLAIN).tagged();
        Self {
            web,
            config,
            data: tempfile::tempdir().unwrap(),
        }
    }

    /// One more process over the same folders, as far as those can tell.
    async fn refresher(&self, every: Option<Duration>) -> (Refresher, Arc<Archive>) {
        let folder = self.data.path().join(crate::generations::FOLDER);
        let generations = Generations::open(&folder, &Index::default());
        let library =
            Library::open(&[], Some(self.config.path()), Choice::None, &generations).unwrap();
        let search = Search {
            threads: 1,
            queue: 4,
        };
        let archive = Archive::start(View::new(&library).unwrap(), &search).unwrap();
        let archive = Arc::new(archive);
        let fetch = Fetch {
            allow_private: vec!["127.0.0.1".into()],
            ports: vec![self.web.port()],
            ..Fetch::default()
        };
        let store = Store::open(&self.data.path().join(crate::store::FILE)).await;
        let shown = generations.current().unwrap();
        let parts = Parts {
            settings: library.settings.clone(),
            folder,
            generations,
            fetcher: Arc::new(Fetcher::new(&fetch)),
            store: Some(Arc::new(store)),
            answering: Some(Answering {
                archive: archive.clone(),
                knowledge: library.knowledge.clone(),
                samples: library.samples.clone(),
                model: None,
            }),
            every,
        };
        (Refresher::new(parts, shown, None), archive)
    }

    fn edit(&self, new: &str) {
        let text = news::PLAIN.replace("nine shillings to four", new);
        self.web.page("/quay").set(text);
    }
}

fn request() -> Request {
    Request {
        sources: Wanted::All,
        preview: false,
        by: signed_now(By::Member(7), Some(77)),
        why: "asked in a test".into(),
    }
}

async fn refresh(refresher: &Refresher) -> Arc<Outcome> {
    let running = refresher.start(request()).await.unwrap();
    running.finished().await.unwrap()
}

fn answers(archive: &Archive, words: &str) -> bool {
    let view = archive.now();
    let answer = view
        .snapshot
        .answer(words, &attache_index::AskOptions::default());
    answer
        .passages
        .iter()
        .any(|p| p.excerpt.text.contains(words))
}

async fn until(what: &str, mut done: impl FnMut() -> bool) {
    let waiting = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(SOON, waiting).await;
    assert!(waited.is_ok(), "{what} did not come about");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_answers_from_what_was_published() {
    let bench = Bench::new().await;
    let (refresher, archive) = bench.refresher(None).await;
    assert!(answers(&archive, "In our own words"));
    let outcome = refresh(&refresher).await;
    assert_eq!(outcome.generation, Some(1));
    assert_eq!(archive.now().stored, Some(1));
    assert!(answers(&archive, "the first cut in eleven years"));
    let audit = refresher.shared.parts.store.as_ref().unwrap();
    let page = Page { number: 1, size: 5 };
    let audit = audit.audit_page(page).await.unwrap();
    assert_eq!(audit.entries[0].signature.by, By::Member(7));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_asker_is_told_who_was_first_and_sees_its_end() {
    let bench = Bench::new().await;
    let (refresher, _) = bench.refresher(None).await;
    let hold = bench.web.page("/quay").hold();
    let first = refresher.start(request()).await.unwrap();
    bench.web.asked("/quay", 1).await;
    let Err(Refused::Running(second)) = refresher.start(request()).await else {
        panic!("a second refresh began");
    };
    assert_eq!(second.by().by, By::Member(7));
    assert_eq!(second.progress().borrow().phase, Phase::Looking);
    let refused = refresher.rollback(None, request().by).await.unwrap_err();
    assert!(refused.to_string().contains("member 7"), "{refused}");
    drop(hold);
    let (first, second) = tokio::join!(first.finished(), second.finished());
    assert_eq!(first.unwrap().generation, second.unwrap().generation);
    assert!(refresher.running().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_publishes_is_moved_to() {
    let bench = Bench::new().await;
    let (other, _) = bench.refresher(None).await;
    let (ours, archive) = bench.refresher(None).await;
    let following = tokio::spawn({
        let ours = ours.clone();
        async move { ours.follow().await }
    });
    refresh(&other).await;
    until("generation 1", || archive.now().stored == Some(1)).await;
    bench.edit("nine shillings to three");
    refresh(&other).await;
    until("generation 2", || {
        answers(&archive, "nine shillings to three")
    })
    .await;
    other.rollback(None, request().by).await.unwrap();
    until("generation 1 again", || archive.now().stored == Some(1)).await;
    ours.close().await;
    following.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_drops_what_is_under_way_and_lets_others_write() {
    let bench = Bench::new().await;
    let (refresher, _) = bench.refresher(None).await;
    let hold = bench.web.page("/quay").hold();
    let running = refresher.start(request()).await.unwrap();
    bench.web.asked("/quay", 1).await;
    tokio::time::timeout(SOON, refresher.close()).await.unwrap();
    let ended = running.finished().await.unwrap_err().to_string();
    assert!(ended.contains("nothing has changed"), "{ended}");
    assert!(matches!(
        refresher.start(request()).await,
        Err(Refused::Stopping)
    ));
    drop(hold);
    let (next, _) = bench.refresher(None).await;
    assert_eq!(refresh(&next).await.generation, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_hear_of_changes_holds_and_the_third_failure() {
    let bench = Bench::new().await;
    let (refresher, _) = bench.refresher(None).await;
    let mut notices = refresher.notices();
    refresh(&refresher).await;
    assert_eq!(notices.try_recv().unwrap().report.totals.new, 1);
    refresh(&refresher).await;
    bench.web.page("/quay").set(news::CONSENT_WALL);
    refresh(&refresher).await;
    refresh(&refresher).await;
    assert_eq!(notices.try_recv().unwrap().held[0].as_str(), "quay");
    // Another tag, or who knows the old one is told that nothing changed.
    bench.web.page("/quay").status(500).etag("\"other\"");
    for _ in 0..4 {
        refresh(&refresher).await;
    }
    let notice = notices.try_recv().unwrap();
    assert_eq!(notice.failing[0].times, 3);
    assert!(notices.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_looks_at_what_is_due_and_signs_for_it() {
    let bench = Bench::new().await;
    let hour = Duration::from_secs(3600);
    let (refresher, archive) = bench.refresher(Some(hour)).await;
    let keeping = tokio::spawn({
        let refresher = refresher.clone();
        async move { refresher.keep_schedule().await }
    });
    until("generation 1", || archive.now().stored == Some(1)).await;
    until("the turn's end", || refresher.running().is_none()).await;
    let history = refresher.history().await.unwrap();
    assert_eq!(history[0].by, "schedule");
    let status = refresher.status().await.unwrap();
    let next = status.next.unwrap() - status.sources[0].looked_at.unwrap();
    assert!(next >= hour * 9 / 10 && next <= hour * 11 / 10, "{next}");
    refresher.close().await;
    keeping.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_moderator_added_is_fetched_and_gone_when_it_is_removed() {
    let bench = Bench::new().await;
    let (refresher, archive) = bench.refresher(None).await;
    let store = refresher.shared.parts.store.clone().unwrap();
    let added = crate::store::AddedSource {
        id: "pier".into(),
        kind: crate::store::SourceKind::Page,
        url: bench.web.url("/pier"),
        publisher: Some("The Pier Post".into()),
        note: None,
        language: None,
        interval: Duration::from_secs(3600),
        words: Vec::new(),
    };
    let page = news::PLAIN.replace("Fishermen", "Pelicans");
    bench.web.page("/pier").set(page);
    store.add_source(&added, &request().by).await.unwrap();
    assert_eq!(refresh(&refresher).await.report.totals.new, 2);
    assert!(answers(&archive, "Pelicans from Birch"));
    // Not in sources.toml, and there after a restart all the same.
    let (again, archive) = bench.refresher(None).await;
    assert_eq!(archive.now().stored, Some(1));
    store.remove_source("pier", &request().by).await.unwrap();
    let outcome = refresh(&again).await;
    assert_eq!(outcome.report.totals.gone, 1);
    assert!(!answers(&archive, "Pelicans from Birch"));
}
