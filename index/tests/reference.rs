//! Reading real articles, where the folder that holds them is at hand; none of them is kept here.

use std::path::PathBuf;

use attache_index::{Article, ArticleId, parse_markdown, parse_pasted, to_markdown};

/// A path in the shared folder beside the workspace; none, and a word about it, if it is absent.
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn shared(path: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("ATTACHE_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")),
        PathBuf::from,
    );
    let path = shared.join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is absent", path.display());
    None
}

fn read_pair() -> Option<(String, Article)> {
    let folder = shared("article")?;
    let pasted = std::fs::read_to_string(folder.join("article.txt")).ok()?;
    let mut files = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path());
    let marked = files.find(|path| path.extension().is_some_and(|ending| ending == "md"))?;
    let marked = std::fs::read_to_string(marked).ok()?;
    let marked = parse_markdown(&marked, None).expect("the marked article is well formed");
    Some((pasted, marked))
}

fn assert_reads_as(text: &str, expected: &Article, how: &str) {
    let id = ArticleId::parse("pasted").expect("the id is well formed");
    let read = parse_pasted(text, id).expect("the text is not blank");
    assert_eq!(read.title, expected.title, "{how}");
    assert_eq!(read.summary, expected.summary, "{how}");
    assert_eq!(read.publisher, expected.publisher, "{how}");
    let texts = |article: &Article| -> Vec<String> {
        let sections = article.sections.iter();
        let lines = sections.flat_map(|s| s.heading.iter().chain(&s.paragraphs).cloned());
        lines.collect()
    };
    for (read, expected) in texts(&read).iter().zip(&texts(expected)) {
        assert_eq!(read, expected, "{how}");
    }
    assert_eq!(read.sections, expected.sections, "{how}");
}

#[test]
fn the_pasted_article_reads_as_the_marked_one() {
    let Some((text, expected)) = read_pair() else {
        return;
    };
    assert_eq!(expected.paragraphs().count(), 27);
    assert_reads_as(&text, &expected, "as it is");
    assert_reads_as(&text.replace('\n', "\r\n"), &expected, "Windows line ends");
    assert_reads_as(
        &text.replace('\n', "\r"),
        &expected,
        "lone carriage returns",
    );
    assert_reads_as(
        &format!("\u{feff}\n{text}\n\n"),
        &expected,
        "byte order mark",
    );
    assert_reads_as(
        &text.replace("\n\n", "\n\u{a0}\u{200b}\n"),
        &expected,
        "invisible lines",
    );
    assert_reads_as(&text.replace("\n\n", "\n"), &expected, "no blank lines");
    assert_reads_as(
        &text.replace('\n', "\n\n"),
        &expected,
        "blank lines everywhere",
    );
}

#[test]
fn the_pasted_article_survives_hard_wrapping() {
    let Some((text, expected)) = read_pair() else {
        return;
    };
    for width in 60..=110 {
        let wrapped: Vec<String> = text.lines().map(|line| wrap(line, width)).collect();
        assert_reads_as(
            &wrapped.join("\n"),
            &expected,
            &format!("wrapped at {width}"),
        );
    }
}

#[test]
fn every_sample_article_is_read_and_written_back() {
    let Some(folder) = shared("retrieval/squad-train-sample/articles") else {
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let article = parse_markdown(&text, None).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        assert!(article.paragraphs().count() > 0, "{path:?}");
        assert_eq!(
            parse_markdown(&to_markdown(&article), None).as_ref(),
            Ok(&article)
        );
        count += 1;
    }
    assert_eq!(count, 60);
}

fn wrap(line: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        let chars = word.chars().count();
        if column > 0 && column + 1 + chars > width {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += chars;
    }
    wrapped
}
