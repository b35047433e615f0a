//! Articles named by their paths, and ids that two of them share.

use std::path::{Path, PathBuf};

use anyhow::bail;
use attache_index::{Article, read_articles};

use super::{Listed, Origin};
use crate::sources::Sources;

/// The articles at `paths`, those that `sources` lists completed from there.
pub(super) fn named(paths: &[PathBuf], sources: &Sources) -> anyhow::Result<Vec<Listed>> {
    let mut articles = Vec::new();
    for path in paths {
        for mut article in read_articles(path)? {
            let source = sources.matching(&article);
            if let Some(source) = source {
                source.complete(&mut article);
            }
            articles.push(Listed {
                article,
                note: source.and_then(|s| s.note.clone()),
                origin: Origin::Path(path.clone()),
            });
        }
    }
    Ok(articles)
}

/// The one article in the file `path`.
pub(super) fn only_article(path: &Path) -> anyhow::Result<Article> {
    let mut articles = read_articles(path)?;
    match (articles.pop(), articles.len()) {
        (Some(article), 0) => Ok(article),
        (_, others) => bail!(
            "{} holds {} articles: name a file with exactly one",
            path.display(),
            if others == 0 { 0 } else { others + 1 },
        ),
    }
}

/// Refuses two articles with one id, and names their files.
pub(super) fn refuse_shared_ids(articles: &[Listed]) -> anyhow::Result<()> {
    for (at, second) in articles.iter().enumerate() {
        let id = &second.article.id;
        let Some(first) = articles.iter().take(at).find(|l| l.article.id == *id) else {
            continue;
        };
        let files = files_of(first, second);
        bail!(
            "two articles have the id {:?}: {}: leave one out, or give it another id in its front matter",
            id.as_str(),
            files.join(" and "),
        );
    }
    Ok(())
}

/// The files two articles were read from, as exactly as can be told.
fn files_of(first: &Listed, second: &Listed) -> Vec<String> {
    let mut files = Vec::new();
    for listed in [first, second] {
        match &listed.origin {
            Origin::Path(path) if path.is_dir() => {
                for file in files_with(path, listed) {
                    if !files.contains(&file) {
                        files.push(file);
                    }
                }
            }
            origin => files.push(origin.to_string()),
        }
    }
    files
}

/// The files under `folder` that hold `listed`, read once more: the index tells no file names.
fn files_with(folder: &Path, listed: &Listed) -> Vec<String> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).collect())
        .unwrap_or_default();
    entries.sort();
    entries.retain(|path| {
        let same = |a: &Article| a.id == listed.article.id || a.title == listed.article.title;
        read_articles(path).is_ok_and(|articles| articles.iter().any(same))
    });
    entries
        .iter()
        .map(|path| path.display().to_string())
        .collect()
}
