//! Where a library's settings are read from, and reading them: articles that lie in files, what is
//! known about their subject, questions to try.
//!
//! Deliberately absent: `attache.toml`, which is the bot's (`crate::settings`).

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use attache_index::{
    Background, Knowledge, Lexicon, Ranker, SampleQuestions, parse_article, read_articles,
};

use super::named::only_article;
use super::{Listed, Origin};
use crate::semantic::{self, Choice, Model, Semantic};
use crate::sources::{self, Source, Sources, Text};

const BUILT_IN_BRIEFINGS: &[(&str, &str)] =
    &[("briefing.md", include_str!("../../config/briefing.md"))];
const BUILT_IN_LEXICON: &str = include_str!("../../config/lexicon.toml");
const LEXICON: &str = "lexicon.toml";
const BUILT_IN_QUESTIONS: &str = include_str!("../../config/questions.toml");
/// Where settings are looked for when no folder is named.
const USUAL_FOLDER: &str = "config";

/// What articles are ranked with. To read it takes much of a start, so it is read once.
#[derive(Debug)]
pub(super) struct Ranked {
    pub(super) model: Option<Model>,
    pub(super) knowledge: Knowledge,
}

/// Where settings are read from.
#[derive(Debug, Clone)]
pub(crate) enum Settings {
    BuiltIn,
    Folder(PathBuf),
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
    pub(super) fn ranked(&self, choice: Choice<'_>) -> anyhow::Result<Ranked> {
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
    pub(super) fn model_folder(&self, choice: Choice<'_>) -> anyhow::Result<Option<PathBuf>> {
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
        let lexicon = match self.read(LEXICON, Lexicon::parse)? {
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

    /// The text of the folder's lexicon and where it stands, or the built-in one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn lexicon_text(&self) -> anyhow::Result<(String, String)> {
        let found = self.read(LEXICON, |text| anyhow::Ok(text.to_owned()))?;
        Ok(match (self, found) {
            (Self::Folder(folder), Some(text)) => {
                (folder.join(LEXICON).display().to_string(), text)
            }
            _ => (format!("built-in {LEXICON}"), BUILT_IN_LEXICON.into()),
        })
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
    pub(super) fn local_articles(&self, sources: &Sources) -> anyhow::Result<Vec<Listed>> {
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
