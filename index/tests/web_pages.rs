//! Pages of our own in many layouts and languages, each beside what should be read of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use attache_index::{Article, read_article};

/// The article in the words of the `.md` files.
fn shown(article: &Article) -> String {
    let published = article.published.map(|day| day.to_string());
    let mut text = format!(
        "title: {}\nauthors: {}\ndate: {}\nsummary: {}\n",
        article.title,
        article.authors.join("; "),
        published.unwrap_or_default(),
        article.summary.as_deref().unwrap_or_default(),
    );
    for section in &article.sections {
        if let Some(heading) = &section.heading {
            let _ = write!(text, "\n## {heading}\n");
        }
        for paragraph in &section.paragraphs {
            let _ = write!(text, "\n{paragraph}\n");
        }
    }
    text
}

/// Lines that only one of the texts has, marked `-` when missing and `+` when extra.
fn difference(expected: &str, read: &str) -> String {
    let missing = expected
        .lines()
        .filter(|line| !read.lines().any(|other| other == *line))
        .map(|line| format!("  - {line}\n"));
    let extra = read
        .lines()
        .filter(|line| !expected.lines().any(|other| other == *line))
        .map(|line| format!("  + {line}\n"));
    missing.chain(extra).collect()
}

#[test]
fn pages_are_read_as_their_readers_see_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web_pages");
    let (mut count, mut wrong) = (0, String::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        count += 1;
        let expected = fs::read_to_string(path.with_extension("md")).unwrap();
        let read = read_article(&path).map_or_else(|error| error.to_string(), |a| shown(&a));
        if read != expected {
            let _ = write!(
                wrong,
                "{}\n{}",
                path.display(),
                difference(&expected, &read)
            );
        }
    }
    assert!(count >= 12, "only {count} pages");
    assert!(wrong.is_empty(), "\n{wrong}");
}
