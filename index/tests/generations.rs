//! Indexes on disk: whole or not there, and plain words when they are damaged. Questions that say
//! nothing.

use std::fs;
use std::path::{Path, PathBuf};

use attache_index::{
    Article, ArticleId, AskOptions, IndexError, Knowledge, Lexicon, Section, Snapshot, Verdict,
};

fn knowledge() -> Knowledge {
    Knowledge::with_lexicon(Lexicon::parse("").expect("an empty lexicon is one"))
}

fn article(id: &str) -> Article {
    let mut article = Article::new(
        ArticleId::parse(id).expect("the id is well formed"),
        "Two Towns, One Harbour",
    );
    article.sections.push(Section {
        heading: Some("The price of fish".into()),
        paragraphs: vec![
            "Herring prices doubled within a week because trucks could not reach the quay.".into(),
            "Restaurants in Birch served turnips and apologised to their guests.".into(),
        ],
    });
    article
}

fn built(folder: &Path) -> PathBuf {
    let dir = folder.join("index");
    Snapshot::build(&dir, [article("harbour")].into_iter()).expect("the folder is free");
    dir
}

fn complaint(dir: &Path) -> String {
    Snapshot::open(dir, knowledge())
        .expect_err("the index is damaged")
        .to_string()
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).expect("the folder is there").count()
}

#[test]
fn two_articles_with_one_id_are_refused_and_nothing_is_left() {
    let twice = [article("harbour"), article("harbour")];
    let error = Snapshot::in_memory(&twice, knowledge()).unwrap_err();
    assert!(matches!(&error, IndexError::DuplicateArticle(id) if id.as_str() == "harbour"));
    assert!(error.to_string().contains("another id"), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let error = Snapshot::build(&folder.path().join("index"), twice.into_iter()).unwrap_err();
    assert!(matches!(error, IndexError::DuplicateArticle(_)));
    assert_eq!(entries(folder.path()), 0);
}

#[test]
fn a_folder_that_is_taken_or_cannot_be_made_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let dir = built(folder.path());
    let error = Snapshot::build(&dir, [article("other")].into_iter()).unwrap_err();
    assert!(error.to_string().contains("exists already"), "{error}");
    let opened = Snapshot::open(&dir, knowledge()).unwrap();
    assert_eq!(opened.articles()[0].id.as_str(), "harbour");

    fs::write(folder.path().join("file"), "x").unwrap();
    let below = folder.path().join("file/index");
    let error = Snapshot::build(&below, [article("harbour")].into_iter()).unwrap_err();
    assert!(matches!(error, IndexError::Folder { .. }), "{error}");
    assert!(error.to_string().contains("file/index"), "{error}");
    assert_eq!(entries(folder.path()), 2);
}

#[test]
fn what_an_interrupted_build_left_does_not_stop_the_next() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("index.partial")).unwrap();
    fs::write(folder.path().join("index.partial/meta.json"), "half").unwrap();
    let dir = built(folder.path());
    assert!(Snapshot::open(&dir, knowledge()).is_ok());
    assert_eq!(entries(folder.path()), 1);
}

#[test]
fn a_name_may_end_with_a_slash() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("index/");
    Snapshot::build(&dir, [article("harbour")].into_iter()).unwrap();
    assert!(Snapshot::open(&dir, knowledge()).is_ok());
    assert_eq!(entries(folder.path()), 1);
}

#[test]
fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = complaint(&folder.path().join("nowhere"));
    assert!(told.contains("nowhere"), "{told}");
}

#[test]
fn a_damaged_list_or_description_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let dir = built(folder.path());
    for name in ["articles.json", "meta.json"] {
        let file = dir.join(name);
        let whole = fs::read(&file).unwrap();
        let half = whole.get(..whole.len() / 2).unwrap();
        for damaged in [&b""[..], b"{", b"\xff\xfe", b"[]garbage", half] {
            fs::write(&file, damaged).unwrap();
            let told = complaint(&dir);
            assert!(told.contains("again from its articles"), "{name}: {told}");
        }
        fs::remove_file(&file).unwrap();
        complaint(&dir);
        fs::write(&file, whole).unwrap();
    }
    assert!(Snapshot::open(&dir, knowledge()).is_ok());
}

/// tantivy's own files, by path.
fn segment_files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("the index is there");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e != "json" && e != "lock"));
    files.sort();
    files
}

#[test]
fn a_file_that_is_gone_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let dir = built(folder.path());
    for file in segment_files(&dir) {
        let whole = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        let told = complaint(&dir);
        assert!(told.contains("again from its articles"), "{told}");
        fs::write(&file, whole).unwrap();
    }
}

#[test]
fn a_file_cut_short_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let dir = built(folder.path());
    for file in segment_files(&dir) {
        let whole = fs::read(&file).unwrap();
        for damaged in [&b""[..], b"short", whole.get(..whole.len() / 2).unwrap()] {
            fs::write(&file, damaged).unwrap();
            complaint(&dir);
        }
        fs::write(&file, whole).unwrap();
    }
}

#[test]
fn questions_that_say_nothing_are_not_covered() {
    let snapshot = Snapshot::in_memory(&[article("harbour")], knowledge()).unwrap();
    for question in [
        "",
        " \n\t",
        "?!…",
        "what is the of",
        "🦀🦀 🐟",
        "\u{0}\u{202e}",
    ] {
        let answer = snapshot.answer(question, &AskOptions::default());
        assert_eq!(answer.verdict, Verdict::NotCovered, "{question}");
        assert!(answer.passages.is_empty() && answer.confidence.is_finite());
    }
}

#[test]
fn a_word_the_articles_lack_is_not_covered() {
    let snapshot = Snapshot::in_memory(&[article("harbour")], knowledge()).unwrap();
    for question in ["xylophone", "zzzzqqq", "é".repeat(100_000).as_str()] {
        let answer = snapshot.answer(question, &AskOptions::default());
        assert_eq!(answer.verdict, Verdict::NotCovered, "{question:.40}");
    }
}

#[test]
fn no_articles_answer_nothing() {
    let snapshot = Snapshot::in_memory(&[], knowledge()).unwrap();
    let answer = snapshot.answer("Why did herring prices double?", &AskOptions::default());
    assert_eq!(answer.verdict, Verdict::NotCovered);
    assert_eq!(snapshot.search("herring", 0, 10).unwrap().total, 0);
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("index");
    Snapshot::build(&dir, std::iter::empty()).unwrap();
    assert!(
        Snapshot::open(&dir, knowledge())
            .unwrap()
            .articles()
            .is_empty()
    );
}

#[test]
fn a_question_of_100_000_characters_is_answered_in_time() {
    let snapshot = Snapshot::in_memory(&[article("harbour")], knowledge()).unwrap();
    let words: Vec<String> = (0..20_000).map(|n| format!("w{n}")).collect();
    let many_words = words.join(" ");
    for question in [
        "herring prices ".repeat(6_667),
        many_words,
        "x".repeat(100_000),
    ] {
        let start = std::time::Instant::now();
        snapshot.answer(&question, &AskOptions::default());
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
