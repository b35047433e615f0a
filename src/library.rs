//! From settings to something that answers: reads the configured or named articles and indexes them.
//!
//! Deliberately absent: file formats (the index reads them) and what `sources.toml` may say
//! (`sources.rs`), the making of generations (`refresh.rs`).

mod named;
mod origin;
mod stored;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use attache_index::{
    Article, ArticleId, Background, Knowledge, Lexicon, Ranker, SampleQuestions, Snapshot,
    Suggestions, parse_article, read_articles,
};

use crate::generations::Generations;
use crate::semantic::{self, Choice, Model, Semantic};
use crate::sources::{self, Source, Sources, Text};
use named::{named, only_article, refuse_shared_ids};
pub(crate) use origin::Origin;

const BUILT_IN_BRIEFINGS: &[(&str, &str)] =
    &[("briefing.md", include_str!("../config/briefing.md"))];
const BUILT_IN_LEXICON: &str = include_str!("../config/lexicon.toml");
const BUILT_IN_QUESTIONS: &str = include_str!("../config/questions.toml");
/// Where settings are looked for when no folder is named.
const USUAL_FOLDER: &str = "config";

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

/// What articles are ranked with. To read it takes much of a start, so it is read once.
#[derive(Debug)]
struct Ranked {
    model: Option<Model>,
    knowledge: Knowledge,
}

/// An article and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) article: Article,
    pub(crate) note: Option<String>,
    pub(crate) origin: Origin,
}

/// Where settings are read from.
#[derive(Debug, Clone)]
pub(crate) enum Settings {
    BuiltIn,
    Folder(PathBuf),
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

impl Settings {
    /// `folder`, else the usual one if it is ours, else what is built in.
    pub(crate) fn find(folder: Option<&Path>) -> Self {
        let usual = Path::new(USUAL_FOLDER);
        match folder {
            Some(folder) => Self::Folder(folder.into()),
            // Some other program's `config` folder must not stop a question.
            None if usual.join("sources.toml").exists() => Self::Folder(usual.into()),
            None => Self::BuiltIn,
        }
    }

    /// What `sources.toml` lists.
    ///
    /// # Errors
    /// When it cannot be read or is wrong.
    pub(crate) fn sources(&self) -> anyhow::Result<Sources> {
        match self {
            Self::BuiltIn => Sources::parse(sources::BUILT_IN, Path::new("built-in sources.toml")),
            Self::Folder(folder) => Sources::read(folder),
        }
    }

    /// The model chosen, and what is known besides.
    fn ranked(&self, choice: Choice<'_>) -> anyhow::Result<Ranked> {
        let model = self.model(choice)?;
        Ok(Ranked {
            knowledge: self.knowledge(model.as_ref())?,
            model,
        })
    }

    /// The model chosen, loaded.
    ///
    /// # Errors
    /// When it is not there, or is no model.
    pub(crate) fn model(&self, choice: Choice<'_>) -> anyhow::Result<Option<Model>> {
        let folder = self.model_folder(choice)?;
        folder.as_deref().map(Model::load).transpose()
    }

    /// The folder of the model chosen.
    fn model_folder(&self, choice: Choice<'_>) -> anyhow::Result<Option<PathBuf>> {
        let models = semantic::models_folder();
        Ok(match choice {
            Choice::None => None,
            Choice::Named(named) => {
                let semantic = Semantic {
                    model: named.into(),
                };
                semantic.folder(Path::new(""), models.as_deref())?
            }
            Choice::Configured => {
                // `attache.toml` is nobody else's, so that it is read where `sources.toml` lacks.
                let folder = match self {
                    Self::BuiltIn => Path::new(USUAL_FOLDER),
                    Self::Folder(folder) => folder,
                };
                Semantic::read(folder)?
                    .folder(folder, models.as_deref())
                    .context("[semantic] model")?
            }
        })
    }

    /// The folder's lexicon, weights and background, or the built-in ones where it has none.
    ///
    /// # Errors
    /// The file that cannot be read or understood.
    pub(crate) fn knowledge(&self, model: Option<&Model>) -> anyhow::Result<Knowledge> {
        let lexicon = match self.read("lexicon.toml", Lexicon::parse)? {
            Some(lexicon) => lexicon,
            None => Lexicon::parse(BUILT_IN_LEXICON).context("built-in lexicon.toml")?,
        };
        let mut knowledge = Knowledge::with_lexicon(lexicon);
        if let Some(ranker) = self.read("weights.toml", Ranker::parse)? {
            knowledge.ranker = Arc::new(ranker);
        }
        if let Some(model) = model {
            knowledge = knowledge.with_meaning(model.meaning.clone());
            if let Some(ranker) = self.read("weights-semantic.toml", Ranker::parse)? {
                *knowledge.ranker_in_use() = Arc::new(ranker);
            }
        }
        if let Some(background) = self.read("background.tsv", Background::parse)? {
            knowledge.background = Arc::new(background);
        }
        Ok(knowledge)
    }

    /// The folder's sample questions, or the built-in ones where it has none.
    ///
    /// # Errors
    /// The file that cannot be read or understood.
    pub(crate) fn samples(&self) -> anyhow::Result<SampleQuestions> {
        match self.read("questions.toml", SampleQuestions::parse)? {
            Some(samples) => Ok(samples),
            None => SampleQuestions::parse(BUILT_IN_QUESTIONS).context("built-in questions.toml"),
        }
    }

    /// A file of the settings folder that need not be there, as `parse` understands it.
    fn read<T, E: fmt::Display>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> anyhow::Result<Option<T>> {
        let Self::Folder(folder) = self else {
            return Ok(None);
        };
        let file = folder.join(name);
        let text = match std::fs::read(&file) {
            Ok(bytes) => sources::utf8(bytes, &file)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("reading {}", file.display()));
            }
        };
        match parse(&text) {
            Ok(read) => Ok(Some(read)),
            Err(error) => bail!(
                "{}: {}\ncorrect the file, or remove it to use what is built in",
                file.display(),
                error.to_string().trim_end()
            ),
        }
    }

    /// The articles that lie in files, in the order of `sources`.
    fn local_articles(&self, sources: &Sources) -> anyhow::Result<Vec<Listed>> {
        let mut articles = Vec::new();
        for source in &sources.entries {
            articles.extend(self.local(source)?);
        }
        if articles.is_empty() {
            bail!(
                "{self} lists only articles that are not fetched yet: run `attache index refresh`"
            );
        }
        Ok(articles)
    }

    /// The articles of `source` that lie in files: none of a page or feed that is only fetched.
    ///
    /// # Errors
    /// The line and key of `sources.toml` whose file cannot be read.
    pub(crate) fn local(&self, source: &Source) -> anyhow::Result<Vec<Listed>> {
        let place = || {
            let line = source.line.unwrap_or_default();
            format!("{self}, line {line}: {:?}", source.id.as_str())
        };
        let (mut articles, origin) = match (self, &source.text) {
            (_, Text::Page | Text::Feed(_)) => return Ok(Vec::new()),
            (Self::BuiltIn, Text::Path(name) | Text::Briefing(name) | Text::Folder(name)) => {
                let text = BUILT_IN_BRIEFINGS.iter().find(|b| b.0 == name);
                let (_, text) = text.with_context(|| format!("{}: no text {name}", place()))?;
                let article = parse_article(text, name)?;
                (vec![article], Origin::BuiltIn(name.clone()))
            }
            (Self::Folder(folder), Text::Path(name) | Text::Folder(name)) => {
                let path = folder.join(name);
                let read = match source.text {
                    Text::Folder(_) => read_articles(&path).map_err(Into::into),
                    _ => only_article(&path).map(|article| vec![article]),
                };
                (
                    read.with_context(|| format!("{}, `path`", place()))?,
                    Origin::Path(path),
                )
            }
            (Self::Folder(folder), Text::Briefing(name)) => {
                let path = folder.join(name);
                let article =
                    only_article(&path).with_context(|| format!("{}, `briefing`", place()))?;
                (vec![article], Origin::Briefing(path))
            }
        };
        for article in &mut articles {
            source.furnish(article);
        }
        let listed = articles.into_iter().map(|article| Listed {
            article,
            note: source.note.clone(),
            origin: origin.clone(),
        });
        Ok(listed.collect())
    }
}

impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built-in sources.toml"),
            Self::Folder(folder) => write!(f, "{}", folder.join("sources.toml").display()),
        }
    }
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
