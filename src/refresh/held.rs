//! Changes that wait for a moderator: kept in the data folder, one file for each article.
//!
//! Deliberately absent: which changes are held (`guard.rs`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use attache_index::{Article, ArticleId, parse_markdown, to_markdown};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::compare::Changes;
use super::guard::Reason;
use super::memory::text_key;
use super::plan::gone_key;
use super::report::{Entry, Fate, Report, Totals};
use crate::generations::{ArticleRecord, TextHash, write_whole};

/// The folder of held changes in that of the generations.
const FOLDER: &str = "held";

/// The held changes in a folder.
#[derive(Debug, Clone)]
pub(crate) struct HeldChanges {
    folder: PathBuf,
}

/// A change that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) id: ArticleId,
    /// The id of its source.
    pub(crate) source: ArticleId,
    /// The headline that is answered from until then.
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) reason: Reason,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) since: OffsetDateTime,
    /// What would change; none when the article would be gone.
    pub(crate) changes: Option<Changes>,
    /// The text that would be answered from; none when the article would be gone.
    pub(crate) candidate: Option<Candidate>,
}

/// A text that may be published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Candidate {
    /// Its record but for the text: that is stored when it is published.
    pub(crate) record: ArticleRecord,
    markdown: String,
}

/// Names the text that is held, or that the article would be gone; short enough for a button.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct HeldText(pub(crate) u64);

/// Which held changes are decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    All,
    /// What is held of this article, whatever it is.
    Article(ArticleId),
    /// This very text of this article, as it was shown.
    Text(ArticleId, HeldText),
}

impl HeldText {
    /// The text that [`text_key`] names so; [`gone_key`] for none.
    pub(super) fn of(key: &TextHash) -> Self {
        Self(key.short())
    }
}

impl Chosen {
    /// `article`, or all there are.
    pub(crate) fn article_or_all(article: Option<ArticleId>) -> Self {
        article.map_or(Self::All, Self::Article)
    }

    /// The article that is decided on; none for all.
    pub(super) fn article(&self) -> Option<&ArticleId> {
        match self {
            Self::All => None,
            Self::Article(id) | Self::Text(id, _) => Some(id),
        }
    }
}

impl Held {
    /// What names its text.
    pub(crate) fn text(&self) -> HeldText {
        HeldText::of(&match &self.candidate {
            Some(candidate) => candidate.article().map_or_else(
                |_| TextHash::of(candidate.markdown.as_bytes()),
                |article| text_key(&article),
            ),
            None => gone_key(),
        })
    }

    /// A report of it alone, as it stands.
    pub(crate) fn report(&self) -> Report {
        let articles = vec![self.entry()];
        Report {
            at: self.since,
            took_ms: 0,
            by: "whoever looked".into(),
            why: "held".into(),
            preview: false,
            generation: None,
            totals: Totals::of(&articles),
            articles,
            remarks: Vec::new(),
        }
    }

    /// As a report tells it.
    pub(super) fn entry(&self) -> Entry {
        Entry {
            id: self.id.clone(),
            source: self.source.clone(),
            title: self.title.clone(),
            url: self.url.clone(),
            fate: Fate::Held {
                reason: self.reason.clone(),
                again: true,
                changes: self.changes.clone(),
                text: self.text(),
            },
        }
    }
}

impl Candidate {
    pub(crate) fn new(record: ArticleRecord, article: &Article) -> Self {
        Self {
            record,
            markdown: to_markdown(article),
        }
    }

    /// The text.
    ///
    /// # Errors
    /// When the file was changed by hand so that it is no article.
    pub(crate) fn article(&self) -> anyhow::Result<Article> {
        let id = self.record.id.clone();
        parse_markdown(&self.markdown, Some(id))
            .with_context(|| format!("reading the held text of {}", self.record.id))
    }
}

impl HeldChanges {
    /// Those beside the generations in `folder`; nothing is written before a change is held.
    pub(crate) fn beside(folder: &Path) -> Self {
        Self {
            folder: folder.join(FOLDER),
        }
    }

    /// All of them, by id; a file that cannot be read is left out, and logged.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn all(&self) -> anyhow::Result<Vec<Held>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.with_context(|| self.folder.display().to_string())?,
        };
        let mut held = Vec::new();
        for entry in entries {
            let file = entry?.path();
            if file.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            match read(&file) {
                Ok(one) => held.push(one),
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "held change cannot be read");
                }
            }
        }
        held.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(held)
    }

    /// Keeps `held`, in place of an older change of the same article.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn keep(&self, held: &Held) -> anyhow::Result<()> {
        fs::create_dir_all(&self.folder).with_context(|| self.folder.display().to_string())?;
        write_whole(&self.file(&held.id), &serde_json::to_vec_pretty(held)?)?;
        Ok(())
    }

    /// Forgets the change of `id`, if there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub(crate) fn forget(&self, id: &ArticleId) -> anyhow::Result<()> {
        let file = self.file(id);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("removing {}", file.display()))
            }
            _ => Ok(()),
        }
    }

    fn file(&self, id: &ArticleId) -> PathBuf {
        // An id has no character that means something in a path, and does not begin with a dot.
        self.folder.join(format!("{id}.json"))
    }
}

fn read(file: &Path) -> anyhow::Result<Held> {
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    serde_json::from_slice(&bytes).with_context(|| file.display().to_string())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::compare::tests::article;
    use super::*;
    use crate::generations::{Place, TextHash, Validators};

    pub(crate) fn record(id: &str) -> ArticleRecord {
        ArticleRecord {
            id: ArticleId::parse(id).unwrap(),
            source: id.into(),
            url: None,
            fetched_at: None,
            validators: Validators::default(),
            hash: TextHash::of(b""),
            paragraphs: 1,
            extractor: 0,
            note: None,
            place: Place::Unknown,
        }
    }

    fn held(id: &str) -> Held {
        let text = article("The Quay", &["Boats came.", "# not a heading"]);
        Held {
            id: ArticleId::parse(id).unwrap(),
            source: ArticleId::parse(id).unwrap(),
            title: Some("The Quay".into()),
            url: None,
            reason: Reason::RolledBack,
            since: OffsetDateTime::from_unix_timestamp(1_760_000_000).unwrap(),
            changes: None,
            candidate: Some(Candidate::new(record(id), &text)),
        }
    }

    #[test]
    fn what_is_held_is_there_again_after_a_restart_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let changes = HeldChanges::beside(folder.path());
        assert_eq!(changes.all().unwrap(), []);
        changes.keep(&held("quay")).unwrap();
        changes.keep(&held("bell")).unwrap();
        changes.keep(&held("quay")).unwrap();
        let again = HeldChanges::beside(folder.path()).all().unwrap();
        assert_eq!(again, [held("bell"), held("quay")]);
        let text = again[1].candidate.as_ref().unwrap().article().unwrap();
        assert_eq!(
            text,
            article("The Quay", &["Boats came.", "# not a heading"])
        );
        changes.forget(&held("quay").id).unwrap();
        changes.forget(&held("quay").id).unwrap();
        assert_eq!(changes.all().unwrap(), [held("bell")]);
    }

    #[test]
    fn a_damaged_file_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let changes = HeldChanges::beside(folder.path());
        changes.keep(&held("quay")).unwrap();
        fs::write(folder.path().join("held/bell.json"), "{").unwrap();
        assert_eq!(changes.all().unwrap(), [held("quay")]);
    }
}
