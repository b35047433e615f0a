//! Generations made, published, gone back to and thrown away.

mod faults;
mod killed;

use std::fs;
use std::ops::ControlFlow;
use std::time::{Duration, SystemTime};

use attache_index::{Article, ArticleId, AskOptions, Knowledge, Lexicon, Section, Snapshot};

use super::*;

/// A folder of generations.
struct Shelf {
    folder: tempfile::TempDir,
    generations: Generations,
}

fn shelf() -> Shelf {
    keeping(5)
}

fn keeping(keep: usize) -> Shelf {
    let folder = tempfile::tempdir().unwrap();
    let generations = in_folder(&folder.path().join(FOLDER), keep);
    Shelf {
        folder,
        generations,
    }
}

fn in_folder(folder: &Path, keep: usize) -> Generations {
    let settings = settings::Index {
        keep,
        memory_megabytes: 16,
    };
    Generations::open(folder, &settings)
}

fn knowledge() -> Knowledge {
    Knowledge::with_lexicon(Lexicon::parse("").unwrap())
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn article(id: &str, last: &str) -> Article {
    let mut article = Article::new(ArticleId::parse(id).unwrap(), format!("Of {id}"));
    let mut paragraphs: Vec<String> = (0..6)
        .map(|n| format!("In {id} the boats of quay {n} landed {n} barrels of herring."))
        .collect();
    paragraphs.push(last.into());
    article.sections.push(Section {
        heading: Some("The quay".into()),
        paragraphs,
    });
    article
}

fn records(writer: &Writer, articles: &[Article]) -> Vec<ArticleRecord> {
    let record = |article: &Article| {
        let stored = writer.store(article).unwrap();
        ArticleRecord {
            id: article.id.clone(),
            source: article.id.to_string(),
            url: Some(format!("https://quay.example/{}", article.id)),
            fetched_at: Some(now()),
            validators: Validators {
                etag: Some("\"7\"".into()),
                last_modified: None,
            },
            hash: stored.hash,
            paragraphs: stored.paragraphs,
            extractor: 3,
            note: Some("weekly".into()),
            place: super::Place::Unknown,
        }
    };
    articles.iter().map(record).collect()
}

fn plan(articles: Vec<ArticleRecord>, why: &str) -> Plan {
    Plan {
        articles,
        by: "operator".into(),
        why: why.into(),
        made_at: now(),
    }
}

impl Shelf {
    fn writer(&self) -> Writer {
        self.generations.writer("operator", now()).unwrap()
    }

    fn built(&self, articles: &[Article]) -> Built {
        let writer = self.writer();
        let records = records(&writer, articles);
        writer.build(plan(records, "asked"), &go_on).unwrap()
    }

    fn publish(&self, articles: &[Article]) -> Manifest {
        self.built(articles).publish().unwrap()
    }

    fn open(&self) -> Opened {
        let found = self.generations.newest_good(&knowledge());
        assert_eq!(found.warning(), None);
        found.opened.unwrap()
    }

    /// The names in a folder of the shelf, sorted.
    fn names(&self, folder: &str) -> Vec<String> {
        let mut names = disk::names(&self.generations.folder.join(folder)).unwrap();
        names.sort();
        names
    }
}

/// The first passage that answers.
fn answer(snapshot: &Snapshot, question: &str) -> Option<String> {
    let answer = snapshot.answer(question, &AskOptions::default());
    answer.passages.first().map(|one| one.excerpt.text.clone())
}

#[test]
fn a_published_generation_answers_and_tells_what_it_was_made_of() {
    let shelf = shelf();
    assert_eq!(shelf.generations.current().unwrap(), None);
    assert!(shelf.generations.history().unwrap().is_empty());
    assert!(!shelf.generations.folder.exists());
    let manifest = shelf.publish(&[article("elm", "Elm asks no toll of the ferry.")]);
    assert_eq!((manifest.number, manifest.parent), (1, None));
    assert_eq!(shelf.generations.changed_since(None), Some(1));
    assert_eq!(shelf.generations.changed_since(Some(1)), None);
    let opened = shelf.open();
    assert_eq!(opened.manifest, manifest);
    let found = answer(&opened.snapshot, "Who asks no toll of the ferry?");
    assert_eq!(found.as_deref(), Some("Elm asks no toll of the ferry."));
    let history = shelf.generations.history().unwrap();
    assert!(history[0].is_current);
    assert_eq!(history[0].manifest.as_ref().unwrap(), &manifest);
}

#[test]
fn what_did_not_change_is_taken_over_and_every_text_can_be_read() {
    let shelf = shelf();
    let (elm, birch) = (
        article("elm", "Elm waits."),
        article("birch", "Birch pays."),
    );
    shelf.publish(&[elm.clone(), birch]);
    let birch = article("birch", "Birch refuses to pay the new toll.");
    let total = std::sync::Mutex::new(Vec::new());
    let writer = shelf.writer();
    assert_eq!(writer.parent().unwrap().number, 1);
    let records = records(&writer, &[birch.clone(), elm.clone()]);
    let watch = |progress: Progress| {
        total.lock().unwrap().push(progress);
        go_on(progress)
    };
    let built = writer.build(plan(records, "asked"), &watch).unwrap();
    let manifest = built.publish().unwrap();
    assert_eq!((manifest.number, manifest.parent), (2, Some(1)));
    // Only the article that changed was indexed.
    let seen = total.into_inner().unwrap();
    let last = seen.last().unwrap();
    assert_eq!((last.phase, last.done, last.total), (Phase::Checking, 7, 7));
    let opened = shelf.open();
    let ids = opened
        .snapshot
        .articles()
        .iter()
        .map(|head| head.id.as_str());
    assert!(ids.eq(["birch", "elm"]));
    for (record, article) in manifest.articles.iter().zip([birch, elm]) {
        assert_eq!(shelf.generations.article(&record.hash).unwrap(), article);
        assert_eq!(opened.snapshot.article(&article.id), Some(article));
    }
    let found = answer(&opened.snapshot, "Who refuses to pay the new toll?");
    assert!(found.unwrap().starts_with("Birch refuses"));
}

#[test]
fn a_generation_that_is_not_published_leaves_no_trace() {
    let shelf = shelf();
    shelf.publish(&[article("elm", "Elm waits.")]);
    let built = shelf.built(&[article("elm", "Elm has gone.")]);
    assert_eq!(built.manifest().number, 2);
    assert_eq!(shelf.generations.current().unwrap(), Some(1));
    drop(built);
    assert_eq!(shelf.names("generations"), ["000001"]);
    assert_eq!(shelf.publish(&[article("elm", "Elm is back.")]).number, 2);
}

#[test]
fn a_build_that_is_stopped_changes_nothing_and_lets_others_write() {
    let shelf = shelf();
    let writer = shelf.writer();
    let records = records(&writer, &[article("elm", "Elm waits.")]);
    let stop = |_: Progress| ControlFlow::Break(());
    let error = writer.build(plan(records, "asked"), &stop).unwrap_err();
    assert!(matches!(error, Trouble::Stopped), "{error}");
    assert!(shelf.names("generations").is_empty());
    shelf.writer();
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let shelf = shelf();
    assert_eq!(shelf.generations.holder(), None);
    let writer = shelf.generations.writer("member 1234", now()).unwrap();
    let refused = shelf.generations.writer("operator", now()).unwrap_err();
    let told = refused.to_string();
    assert!(
        told.contains("member 1234") && told.contains("2027-01-15T08:00:00Z"),
        "{told}"
    );
    assert!(
        told.contains(&format!("process {}", std::process::id())),
        "{told}"
    );
    assert_eq!(shelf.generations.holder().unwrap().who, "member 1234");
    drop(writer);
    assert_eq!(shelf.generations.holder(), None);
    shelf.writer();
}

#[test]
fn an_older_generation_is_current_again_after_a_rollback() {
    let shelf = shelf();
    let text = |n: u32| format!("Elm raised the toll to {n} crowns.");
    for n in 1..=3 {
        shelf.publish(&[article("elm", &text(n))]);
    }
    let mut writer = shelf.writer();
    assert!(matches!(writer.rollback(7), Err(Trouble::Missing(7))));
    assert_eq!(writer.rollback(2).unwrap().number, 2);
    assert_eq!(writer.parent().unwrap().number, 2);
    drop(writer);
    assert_eq!(shelf.generations.changed_since(Some(3)), Some(2));
    let found = answer(&shelf.open().snapshot, "What did Elm raise the toll to?");
    assert_eq!(found, Some(text(2)));
    let history = shelf.generations.history().unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|one| (one.number, one.is_current))
        .collect();
    assert_eq!(told, [(3, false), (2, true), (1, false)]);
    // The next is built on what answers, and its number is new.
    let next = shelf.publish(&[article("elm", &text(4)), article("birch", "Birch pays.")]);
    assert_eq!((next.number, next.parent.unwrap_or(2)), (4, 2));
}

#[test]
fn the_last_few_are_kept_and_texts_go_with_the_last_that_names_them() {
    let shelf = keeping(2);
    let elm = article("elm", "Elm waits.");
    for n in 0..5 {
        shelf.publish(&[elm.clone(), article("birch", &format!("Birch pays {n}."))]);
    }
    assert_eq!(shelf.names("generations"), ["000004", "000005"]);
    // That of Elm and two of Birch.
    assert_eq!(shelf.names("texts").len(), 3);
    for kept in shelf.generations.history().unwrap() {
        for record in kept.manifest.unwrap().articles {
            shelf.generations.article(&record.hash).unwrap();
        }
    }
    // One that is current stays, however old.
    let mut writer = shelf.writer();
    writer.rollback(4).unwrap();
    drop(writer);
    shelf.publish(&[elm]);
    assert_eq!(shelf.names("generations"), ["000005", "000006"]);
}

#[test]
fn readers_follow_while_generations_are_published_and_never_fail() {
    let shelf = keeping(2);
    shelf.publish(&[article("elm", "Elm waits for round 0.")]);
    std::thread::scope(|scope| {
        let generations = shelf.generations.clone();
        let reader = scope.spawn(move || {
            let mut seen = vec![1];
            while *seen.last().unwrap() < 8 {
                let Some(number) = generations.changed_since(seen.last().copied()) else {
                    std::thread::yield_now();
                    continue;
                };
                match generations.snapshot(number, knowledge()) {
                    Ok(opened) => {
                        let round = number - 1;
                        let found = answer(&opened.snapshot, "Which round does Elm wait for?");
                        assert_eq!(found, Some(format!("Elm waits for round {round}.")));
                        seen.push(number);
                    }
                    // Two newer ones were published meanwhile.
                    Err(trouble) => {
                        let newer = generations.changed_since(Some(number));
                        assert_ne!(newer, None, "{trouble}");
                    }
                }
            }
        });
        for round in 1..8 {
            shelf.publish(&[article("elm", &format!("Elm waits for round {round}."))]);
        }
        reader.join().unwrap();
    });
}
