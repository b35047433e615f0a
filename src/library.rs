//! From settings to something that answers: reads the configured or named articles and indexes them.
//!
//! Deliberately absent: file formats (the index reads them) and what `sources.toml` may say
//! (`sources.rs`), the making of generations (`refresh.rs`).

mod named;
mod origin;
mod settings;
mod stored;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use attache_index::{Article, ArticleId, Knowledge, SampleQuestions, Snapshot, Suggestions};

use crate::generations::Generations;
use crate::semantic::{Choice, Model};
use crate::sources::Sources;
use named::{named, refuse_shared_ids};
pub(crate) use origin::Origin;
use settings::Ranked;
pub(crate) use settings::Settings;

/// The articles to answer from and the words known about their subject.
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) articles: Vec<Listed>,
    pub(crate) knowledge: Knowledge,
    /// Questions for members to try.
    pub(crate) samples: SampleQuestions,
    /// What `knowledge` has meanings from.
    pub(crate) model: Option<Model>,
    /// Where the settings came from.
    pub(crate) settings: Settings,
    /// Whether these are the configured articles, not others named on the command line.
    pub(crate) is_configured: bool,
    /// Whether the current generation could not be used.
    pub(crate) is_damaged: bool,
    /// The generation on disk that holds exactly these articles.
    pub(crate) stored: Option<Stored>,
    /// Why the articles are not those of the current generation.
    pub(crate) warning: Option<String>,
}

/// A generation on disk, open.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) number: u64,
    snapshot: Arc<Snapshot>,
}

/// An article and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) article: Article,
    pub(crate) note: Option<String>,
    pub(crate) origin: Origin,
}

impl Library {
    /// Reads `paths`, or the configured sources when there are none; `folder` holds the settings.
    ///
    /// # Errors
    /// The file that cannot be read or understood, a model that is not there, or two texts that go
    /// by one id.
    pub(crate) fn load(
        paths: &[PathBuf],
        folder: Option<&Path>,
        choice: Choice<'_>,
    ) -> anyhow::Result<Self> {
        let settings = Settings::find(folder);
        let sources = settings.sources()?;
        if paths.is_empty() {
            let ranked = settings.ranked(choice)?;
            return Self::configured(settings, &sources, ranked);
        }
        let articles = named(paths, &sources)?;
        let ranked = settings.ranked(choice)?;
        let library = Self::of(articles, settings, ranked)?;
        Ok(Self {
            is_configured: false,
            ..library
        })
    }

    /// The newest whole generation of `generations`, with what `sources.toml` says by now; without
    /// a generation, or with `paths`, as [`Library::load`].
    ///
    /// # Errors
    /// As [`Library::load`].
    pub(crate) fn open(
        paths: &[PathBuf],
        folder: Option<&Path>,
        choice: Choice<'_>,
        generations: &Generations,
    ) -> anyhow::Result<Self> {
        if !paths.is_empty() {
            return Self::load(paths, folder, choice);
        }
        let settings = Settings::find(folder);
        let sources = settings.sources()?;
        let ranked = settings.ranked(choice)?;
        let found = generations.newest_good(&ranked.knowledge);
        let is_damaged = !found.troubles.is_empty();
        let mut warnings: Vec<String> = found.warning().into_iter().collect();
        let Some(opened) = found.opened else {
            let library = Self::configured(settings, &sources, ranked)?;
            let warning = warnings.pop().map(|warning| {
                format!(
                    "{warning}; no generation can be answered from: these are the articles of \
                     sources.toml as they lie in files"
                )
            });
            return Ok(Self {
                is_damaged,
                warning,
                ..library
            });
        };
        match stored::articles(&settings, &sources, generations, &opened) {
            // Nothing is left: what is wrong with the list is told as without a generation.
            Ok((articles, _)) if articles.is_empty() => {
                Self::configured(settings, &sources, ranked)
            }
            Ok((articles, is_as_stored)) => {
                let number = opened.manifest.number;
                if !is_as_stored {
                    warnings.push(format!(
                        "sources.toml is not what generation {number} was made of: `attache index \
                         refresh` makes one that is"
                    ));
                }
                let snapshot = Arc::new(opened.snapshot);
                let library = Self::of(articles, settings, ranked)?;
                Ok(Self {
                    is_damaged,
                    stored: is_as_stored.then_some(Stored { number, snapshot }),
                    warning: (!warnings.is_empty()).then(|| warnings.join("; ")),
                    ..library
                })
            }
            Err(error) => {
                let library = Self::configured(settings, &sources, ranked)?;
                Ok(Self {
                    is_damaged: true,
                    warning: Some(format!("{error:#}")),
                    ..library
                })
            }
        }
    }

    /// The articles that `sources` lists, as they lie in files.
    fn configured(settings: Settings, sources: &Sources, ranked: Ranked) -> anyhow::Result<Self> {
        if sources.entries.is_empty() {
            bail!("{settings} lists no article: add an [[article]] table or name --articles");
        }
        Self::of(settings.local_articles(sources)?, settings, ranked)
    }

    fn of(articles: Vec<Listed>, settings: Settings, ranked: Ranked) -> anyhow::Result<Self> {
        refuse_shared_ids(&articles)?;
        Ok(Self {
            articles,
            samples: settings.samples()?,
            knowledge: ranked.knowledge,
            model: ranked.model,
            settings,
            is_configured: true,
            is_damaged: false,
            stored: None,
            warning: None,
        })
    }

    /// All articles in one index.
    ///
    /// # Errors
    /// When it cannot be built or opened.
    pub(crate) fn snapshot(&self) -> anyhow::Result<Arc<Snapshot>> {
        if let Some(stored) = &self.stored {
            self.keep();
            return Ok(stored.snapshot.clone());
        }
        let articles: Vec<Article> = self.articles.iter().map(|l| l.article.clone()).collect();
        let snapshot = Snapshot::in_memory(&articles, self.knowledge.clone())
            .context("indexing the articles")?;
        self.keep();
        Ok(Arc::new(snapshot))
    }

    /// Keeps what the model has read for the next start.
    pub(crate) fn keep(&self) {
        if let Some(model) = &self.model {
            model.keep();
        }
    }

    /// What may be asked of `snapshot`.
    pub(crate) fn suggestions(&self, snapshot: &Snapshot) -> Suggestions {
        suggestions(snapshot, &self.samples)
    }

    /// The listed article `id`.
    pub(crate) fn listed(&self, id: &ArticleId) -> Option<&Listed> {
        self.articles.iter().find(|l| l.article.id == *id)
    }
}

/// The folder of the model that `choice` and the settings in `folder` come to.
///
/// # Errors
/// When it is not there, or the settings cannot be read.
pub(crate) fn model_folder(
    folder: Option<&Path>,
    choice: Choice<'_>,
) -> anyhow::Result<Option<PathBuf>> {
    Settings::find(folder).model_folder(choice)
}

/// What of `samples` may be asked of `snapshot`; those it does not answer are logged.
pub(crate) fn suggestions(snapshot: &Snapshot, samples: &SampleQuestions) -> Suggestions {
    let suggestions = Suggestions::new(snapshot, samples);
    for question in suggestions.unanswered() {
        tracing::warn!(question, "sample question not answered, so never suggested");
    }
    suggestions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    const HARBOUR: &str =
        "Two Towns, One Harbour\n\nThe towns met on the quay.\n\nThey share it.\n";
    const SOURCES: &str = "[[article]]\nid = \"harbour\"\ntitle = \"Two towns, one harbour\"\n\
        publisher = \"The Gazette\"\nnote = \"weekly\"\nurl = \"https://g.example/h\"\n";

    #[test]
    fn every_sample_question_is_answered() {
        let library = Library::load(
            &[],
            Some(&Path::new(env!("CARGO_MANIFEST_DIR")).join("config")),
            Choice::None,
        );
        let mut library = library.unwrap();
        library
            .articles
            .retain(|l| matches!(l.origin, Origin::Briefing(_)));
        let suggestions = library.suggestions(&library.snapshot().unwrap());
        assert_eq!(suggestions.unanswered(), [""; 0]);
        let count = library.samples.questions().count();
        assert!(count >= 20, "{count}");
        assert_eq!(suggestions.related("xyzzy", "en", usize::MAX).len(), count);
    }

    #[test]
    fn the_built_in_sources_lexicon_and_briefing_are_usable() {
        let sources = Settings::BuiltIn.sources().unwrap();
        Settings::BuiltIn.knowledge(None).unwrap();
        for source in &sources.entries {
            let listed = &Settings::BuiltIn.local(source).unwrap()[0];
            assert!(listed.article.paragraphs().count() > 3);
            assert_eq!(listed.article.id, source.id);
        }
    }

    #[test]
    fn a_pasted_article_takes_the_listed_id_publisher_and_page() {
        let config = folder(&[("sources.toml", &format!("{SOURCES}briefing = \"b.md\"\n"))]);
        let texts = folder(&[("saved-page.txt", HARBOUR)]);
        let path = texts.path().join("saved-page.txt");
        let library = Library::load(&[path], Some(config.path()), Choice::None).unwrap();
        let listed = &library.articles[0];
        assert_eq!(listed.article.id.as_str(), "harbour");
        assert_eq!(listed.article.publisher.as_deref(), Some("The Gazette"));
        assert_eq!(listed.note.as_deref(), Some("weekly"));
    }

    #[test]
    fn a_configured_path_is_relative_to_its_folder() {
        let sources = format!("{SOURCES}path = \"h.txt\"\n");
        let config = folder(&[("sources.toml", &sources), ("h.txt", HARBOUR)]);
        let library = Library::load(&[], Some(config.path()), Choice::None).unwrap();
        assert_eq!(library.articles[0].article.id.as_str(), "harbour");
        assert_eq!(
            library.articles[0].origin,
            Origin::Path(config.path().join("h.txt"))
        );
    }

    #[test]
    fn a_missing_configured_text_names_the_key_and_the_file() {
        let config = folder(&[("sources.toml", &format!("{SOURCES}path = \"gone.txt\"\n"))]);
        let told = format!(
            "{:#}",
            Library::load(&[], Some(config.path()), Choice::None).unwrap_err()
        );
        assert!(told.contains("sources.toml, line 2"), "{told}");
        assert!(
            told.contains("`path`") && told.contains("gone.txt"),
            "{told}"
        );
    }

    #[test]
    fn two_articles_with_one_id_name_both_files() {
        let front = "+++\nid = \"harbour\"\ntitle = \"T\"\n+++\n\nOne.\n";
        let texts = folder(&[("a.md", front), ("b.md", front)]);
        let told = format!(
            "{:#}",
            Library::load(&[texts.path().into()], None, Choice::None).unwrap_err()
        );
        assert!(
            told.contains("\"harbour\"") && told.contains("a.md and "),
            "{told}"
        );
        assert!(told.contains("b.md"), "{told}");
        let (a, b) = (texts.path().join("a.md"), texts.path().join("b.md"));
        let told = format!(
            "{:#}",
            Library::load(&[a, b], None, Choice::None).unwrap_err()
        );
        assert!(
            told.contains("a.md and ") && told.contains("b.md"),
            "{told}"
        );
    }

    #[test]
    fn a_folder_without_settings_is_told_what_it_needs() {
        let config = folder(&[]);
        let told = format!(
            "{:#}",
            Library::load(&[], Some(config.path()), Choice::None).unwrap_err()
        );
        assert!(
            told.contains("sources.toml, which a configuration folder needs"),
            "{told}"
        );
    }
}
