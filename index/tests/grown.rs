//! Indexes built on others: they answer as if built afresh, share what did not change, and leave
//! what they are built on alone.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use attache_index::{
    Article, ArticleId, AskOptions, BuildOptions, Entry, IndexError, Knowledge, Lexicon, Section,
    Snapshot,
};
use proptest::prelude::*;

const WORDS: &str = "the of and in to herring quay toll ferry crews mayor Birch Aspen Elm Alder \
    harbour treaty doubled boats landed price weeks blocked trucks traders agreed refused envoy \
    council lantern winter ledger anchor customs barrels salted exports island storm pilots mended \
    nets wharf auction guild charter levy disputed measured counted shipped warehouse granary";

const QUESTIONS: &[&str] = &[
    "why did the toll on herring double",
    "who blocked the ferry in Birch?",
    "what did the mayor of Aspen agree to",
    "where are the boats landed",
    "when was the treaty disputed",
    "how many barrels were shipped",
    "what happened to the granary",
    "who mended the nets of Alder",
    // Misspelled: whether there is a word to mend it into depends on what is there.
    "where was the unikord3 kept",
    "what about warehuose and grainary",
];

const SEARCHES: &[&str] = &[
    "herring",
    "toll OR ferry",
    "herring NOT toll",
    "\"the herring\"",
    "un*",
    "article:number-2 boats",
    "section:ledger",
];

fn knowledge() -> Knowledge {
    Knowledge::with_lexicon(Lexicon::parse("").expect("an empty lexicon is one"))
}

fn id(name: &str) -> ArticleId {
    ArticleId::parse(name).expect("the name is well formed")
}

/// Numbers that look random.
fn roll(seed: &mut u64) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 40).expect("it has 24 bits")
}

fn text(seed: &mut u64) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let count = 6 + roll(seed) % 30;
    let text: Vec<&str> = (0..count)
        // The first words are the commonest.
        .map(|_| words[roll(seed) % (1 + roll(seed) % words.len())])
        .collect();
    let (head, tail) = text.split_at(count / 2);
    format!("{}. {}.", head.join(" "), tail.join(" "))
}

fn article(name: &str, seed: u64) -> Article {
    let mut dice = seed;
    let mut article = Article::new(id(name), format!("Of {} and {name}", text(&mut dice)));
    if seed.is_multiple_of(3) {
        article.summary = Some(text(&mut dice));
    }
    for heading in [None, Some("The ledger"), Some("Later")] {
        let count = 3 + roll(&mut dice) % 6;
        let mut paragraphs: Vec<String> = (0..count).map(|_| text(&mut dice)).collect();
        // A word that only this article has.
        paragraphs[0] = format!("{} Some unikorn{seed} too.", paragraphs[0]);
        article.sections.push(Section {
            heading: heading.map(Into::into),
            paragraphs,
        });
    }
    article
}

/// What may happen to a library.
#[derive(Debug, Clone)]
enum Change {
    Edit(usize, u64),
    Remove(usize),
    Add(usize, u64),
    Move(usize, usize),
}

fn changes() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let at = || 0_usize..100;
    let change = prop_oneof![
        4 => (at(), 0_u64..9).prop_map(|(at, seed)| Change::Edit(at, seed)),
        1 => at().prop_map(Change::Remove),
        2 => (at(), 0_u64..9).prop_map(|(at, seed)| Change::Add(at, seed)),
        1 => (at(), at()).prop_map(|(from, to)| Change::Move(from, to)),
    ];
    prop::collection::vec(prop::collection::vec(change, 1..4), 1..7)
}

fn apply(articles: &mut Vec<Article>, change: &Change, named: &mut u32) {
    let count = articles.len().max(1);
    match *change {
        Change::Edit(at, seed) => {
            if let Some(one) = articles.get_mut(at % count) {
                *one = article(one.id.as_str(), seed);
            }
        }
        Change::Remove(at) if count > 1 => drop(articles.remove(at % count)),
        Change::Remove(_) => {}
        Change::Add(at, seed) => {
            *named += 1;
            articles.insert(at % count, article(&format!("number-{named}"), seed));
        }
        Change::Move(from, to) => {
            let moved = articles.remove(from % count);
            articles.insert(to % count, moved);
        }
    }
}

fn grow(dir: &Path, parent: &Path, before: &[Article], now: &[Article]) -> Result<(), IndexError> {
    let entries = now.iter().map(|one| {
        let kept = before.contains(one);
        Ok(if kept {
            Entry::Kept(one.id.clone())
        } else {
            Entry::New(one.clone())
        })
    });
    let options = BuildOptions {
        parent: Some(parent),
        paragraphs: 100,
        ..BuildOptions::default()
    };
    Snapshot::build_on(dir, entries, &options)
}

fn assert_same(grown: &Snapshot, fresh: &Snapshot) {
    assert_eq!(grown.articles(), fresh.articles());
    for head in fresh.articles() {
        assert_eq!(grown.article(&head.id), fresh.article(&head.id));
    }
    for question in QUESTIONS {
        let options = AskOptions {
            passages: 5,
            ..AskOptions::default()
        };
        let (ours, theirs) = (
            grown.answer(question, &options),
            fresh.answer(question, &options),
        );
        assert_eq!(ours, theirs, "{question}");
        assert_eq!(
            grown.rank(question, None, 50),
            fresh.rank(question, None, 50),
            "{question}"
        );
    }
    for query in SEARCHES {
        for page in 0..3 {
            let (ours, theirs) = (
                grown.search(query, page * 7, 7),
                fresh.search(query, page * 7, 7),
            );
            assert_eq!(
                ours.expect("it can be read"),
                theirs.expect("it can be read"),
                "{query}"
            );
        }
    }
}

fn first_articles() -> Vec<Article> {
    (1..8)
        .map(|n| article(&format!("number-{n}"), n + 20))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn an_index_built_on_others_answers_as_one_built_afresh(steps in changes()) {
        let folder = tempfile::tempdir().unwrap();
        let dir = |number: usize| folder.path().join(number.to_string());
        let (mut articles, mut named) = (first_articles(), 7);
        Snapshot::build(&dir(0), articles.iter().cloned()).unwrap();
        for (number, step) in (1..).zip(&steps) {
            let before = articles.clone();
            for change in step {
                apply(&mut articles, change, &mut named);
            }
            grow(&dir(number), &dir(number - 1), &before, &articles).unwrap();
        }
        let grown = Snapshot::open(&dir(steps.len()), knowledge()).unwrap();
        Snapshot::verify(&dir(steps.len())).unwrap();
        Snapshot::check(&dir(steps.len())).unwrap();
        assert_same(&grown, &Snapshot::in_memory(&articles, knowledge()).unwrap());
    }
}

/// Every file in `dir` with its bytes.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).expect("the folder is there").flatten();
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("the file can be read"))
        })
        .collect()
}

#[test]
fn what_is_built_on_is_shared_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (parent, child) = (folder.path().join("1"), folder.path().join("2"));
    let articles = first_articles();
    Snapshot::build(&parent, articles.iter().cloned()).unwrap();
    let before = files(&parent);
    let mut now = articles.clone();
    now[3] = article("number-4", 77);
    grow(&child, &parent, &articles, &now).unwrap();
    assert_same(
        &Snapshot::open(&child, knowledge()).unwrap(),
        &Snapshot::in_memory(&now, knowledge()).unwrap(),
    );
    assert_eq!(files(&parent), before);
    // Neither building nor reading leaves a trace.
    assert!(!files(&child).keys().any(|name| name.contains("lock")));
    #[cfg(unix)]
    for (name, bytes) in files(&child) {
        use std::os::unix::fs::MetadataExt;
        if before.get(&name) == Some(&bytes) {
            let shared = fs::metadata(child.join(&name)).unwrap().nlink() == 2;
            assert!(shared || name.ends_with("json"), "{name}");
        }
    }
    fs::remove_dir_all(&parent).unwrap();
    Snapshot::check(&child).unwrap();
}

#[test]
fn many_refreshes_leave_few_segments() {
    let folder = tempfile::tempdir().unwrap();
    let dir = |number: u64| folder.path().join(number.to_string());
    let mut articles = first_articles();
    Snapshot::build(&dir(0), articles.iter().cloned()).unwrap();
    for round in 1..=30 {
        let before = articles.clone();
        let at = usize::try_from(round).unwrap() % articles.len();
        articles[at] = article(articles[at].id.as_str(), 100 + round);
        grow(&dir(round), &dir(round - 1), &before, &articles).unwrap();
        fs::remove_dir_all(dir(round - 1)).unwrap();
    }
    let stores = files(&dir(30)).into_keys();
    let stores = stores.filter(|name| Path::new(name).extension().is_some_and(|e| e == "store"));
    assert!(stores.count() <= 4);
    assert_same(
        &Snapshot::open(&dir(30), knowledge()).unwrap(),
        &Snapshot::in_memory(&articles, knowledge()).unwrap(),
    );
}

#[test]
fn an_article_kept_must_be_there_and_may_come_once() {
    let folder = tempfile::tempdir().unwrap();
    let parent = folder.path().join("1");
    Snapshot::build(&parent, first_articles().into_iter()).unwrap();
    let kept = |names: &[&str]| {
        let entries: Vec<_> = names.iter().map(|name| Ok(Entry::Kept(id(name)))).collect();
        let options = BuildOptions {
            parent: Some(&parent),
            ..BuildOptions::default()
        };
        Snapshot::build_on(&folder.path().join("2"), entries.into_iter(), &options)
    };
    let error = kept(&["number-1", "nowhere"]).unwrap_err();
    assert!(matches!(error, IndexError::NotInParent(_)), "{error}");
    let error = kept(&["number-1", "number-1"]).unwrap_err();
    assert!(matches!(error, IndexError::DuplicateArticle(_)), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_build_that_is_stopped_or_given_no_article_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("1");
    let entries = || first_articles().into_iter().map(|one| Ok(Entry::New(one)));
    let options = BuildOptions {
        progress: &|done| {
            if done > 40 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
        ..BuildOptions::default()
    };
    let error = Snapshot::build_on(&dir, entries(), &options).unwrap_err();
    assert!(matches!(error, IndexError::Stopped), "{error}");
    let failing = entries().chain([Err("the disk is on fire".into())]);
    let error = Snapshot::build_on(&dir, failing, &BuildOptions::default()).unwrap_err();
    assert!(error.to_string().contains("on fire"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_byte_that_is_not_what_was_written_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("1");
    Snapshot::build(&dir, first_articles().into_iter()).unwrap();
    Snapshot::check(&dir).unwrap();
    for (name, bytes) in files(&dir) {
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 4;
        fs::write(dir.join(&name), flipped).unwrap();
        let told = Snapshot::check(&dir).unwrap_err().to_string();
        assert!(told.contains(&name) && told.contains("damaged"), "{told}");
        fs::write(dir.join(&name), bytes).unwrap();
    }
}
