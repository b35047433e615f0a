//! Which sentence model helps the ranking, where models are installed, and the vectors kept between
//! starts.
//!
//! Deliberately absent: running a model (the index does that), and getting one
//! (`cli/model.rs`, `download.rs`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use attache_index::{Encoder, Meaning, TextKind};
use serde::{Deserialize, Serialize};

use crate::settings::{state_folder, xdg_folder};
use crate::sources::utf8;

/// The setting that switches meaning off although a model is installed.
const OFF: &str = "off";
/// What is read before anything is asked: as long as a question.
const WARMING: &str = "who said what about it, where did it happen, and what came of it?";
/// The file in the configuration folder that holds `[semantic]`.
const FILE: &str = "attache.toml";

/// `[semantic]` of `attache.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Semantic {
    /// An installed model's name, a model's folder, or "off"; empty for the installed one, if any.
    pub(crate) model: String,
}

/// Which model to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice<'a> {
    /// None: nothing is ranked.
    None,
    /// The configured one, else the installed one, else none.
    Configured,
    /// This one.
    Named(&'a str),
}

/// A model in use.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// What its folder is called.
    pub(crate) name: String,
    pub(crate) meaning: Arc<Meaning>,
}

impl Semantic {
    /// Reads `[semantic]` of `attache.toml` in `folder`; what else stands there is not looked at.
    ///
    /// # Errors
    /// The file and the key that is wrong.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        #[derive(Default, Deserialize)]
        struct Settings {
            #[serde(default)]
            semantic: Semantic,
        }
        let file = folder.join(FILE);
        let text = match std::fs::read(&file) {
            Ok(bytes) => utf8(bytes, &file)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(error).with_context(|| format!("reading {}", file.display())),
        };
        match toml::from_str::<Settings>(&text) {
            Ok(settings) => Ok(settings.semantic),
            Err(error) => bail!("{}: {}", file.display(), error.to_string().trim_end()),
        }
    }

    /// The folder of the chosen model among those in `models`; paths are relative to `base`.
    ///
    /// # Errors
    /// When the chosen one is not there.
    pub(crate) fn folder(
        &self,
        base: &Path,
        models: Option<&Path>,
    ) -> anyhow::Result<Option<PathBuf>> {
        match self.model.as_str() {
            OFF => Ok(None),
            "" => Ok(installed(models).into_iter().next()),
            named => find(named, base, models).map(Some),
        }
    }
}

/// The folder of the model `named`: an installed one's name, or a path relative to `base`.
///
/// # Errors
/// When there is neither.
fn find(named: &str, base: &Path, models: Option<&Path>) -> anyhow::Result<PathBuf> {
    let path = base.join(named);
    let installed_there = models.map(|models| models.join(named));
    let is_name = Path::new(named).components().count() == 1;
    match installed_there {
        Some(folder) if is_name && folder.is_dir() => Ok(folder),
        _ if path.is_dir() => Ok(path),
        _ => {
            let others: Vec<String> = installed(models).iter().map(|f| name_of(f)).collect();
            let there = if others.is_empty() {
                "none is installed".into()
            } else {
                format!("installed are {}", others.join(", "))
            };
            bail!(
                "there is no model {named:?}: {there}: name a model's folder, or run `attache model install`"
            )
        }
    }
}

/// The folders of installed models, by name.
pub(crate) fn installed(models: Option<&Path>) -> Vec<PathBuf> {
    let entries = models.and_then(|models| std::fs::read_dir(models).ok());
    let paths = entries.into_iter().flatten().filter_map(Result::ok);
    let mut folders: Vec<PathBuf> = paths
        .map(|entry| entry.path())
        .filter(|path| path.join("config.json").is_file())
        .collect();
    folders.sort();
    folders
}

/// What a model's folder is called.
pub(crate) fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Where models are installed: `attache/models` in the XDG data folder; none without a home.
pub(crate) fn models_folder() -> Option<PathBuf> {
    Some(xdg_folder("XDG_DATA_HOME", ".local/share")?.join("attache/models"))
}

impl Model {
    /// Loads the model in `folder` and the vectors kept from earlier starts.
    ///
    /// # Errors
    /// The file of the model that is wrong, and what to do.
    pub(crate) fn load(folder: &Path) -> anyhow::Result<Self> {
        let encoder = Encoder::load(folder)
            .with_context(|| format!("loading the model {}", folder.display()))?;
        let meaning = Meaning::new(encoder);
        if let Some(kept) = kept_file(&meaning).and_then(|file| std::fs::read(file).ok()) {
            // Vectors that cannot be read are made again.
            meaning.remember(kept);
        }
        Ok(Self {
            name: name_of(folder),
            meaning: Arc::new(meaning),
        })
    }

    /// Reads one text, so that the first question is not slower than the others.
    pub(crate) fn warm(&self) {
        self.meaning.encoder().encode(WARMING, TextKind::Question);
    }

    /// Keeps new vectors for the next start. It only costs time when that fails.
    pub(crate) fn keep(&self) {
        let Some(file) = kept_file(&self.meaning) else {
            return;
        };
        let Some(bytes) = self.meaning.remembered() else {
            return;
        };
        if let Err(error) = write_whole(&file, &bytes) {
            tracing::warn!(file = %file.display(), %error, "vectors not kept for the next start");
        }
    }
}

/// The file of a model's vectors, in the XDG state folder.
fn kept_file(meaning: &Meaning) -> Option<PathBuf> {
    let name = format!("vectors/{}", meaning.encoder().fingerprint());
    Some(state_folder()?.join(name))
}

/// Writes a file that is there whole or not at all.
fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(bytes)?;
    beside.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn models(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let model = folder.path().join(name);
            std::fs::create_dir_all(&model).unwrap();
            std::fs::write(model.join("config.json"), "{}").unwrap();
        }
        folder
    }

    fn chosen(model: &str, models: &Path) -> anyhow::Result<Option<String>> {
        let semantic = Semantic {
            model: model.into(),
        };
        let folder = semantic.folder(Path::new("config"), Some(models))?;
        Ok(folder.map(|folder| name_of(&folder)))
    }

    #[test]
    fn the_installed_model_is_used_unless_switched_off() {
        let none = models(&[]);
        assert_eq!(chosen("", none.path()).unwrap(), None);
        let two = models(&["small", "large"]);
        assert_eq!(chosen("", two.path()).unwrap().as_deref(), Some("large"));
        assert_eq!(
            chosen("small", two.path()).unwrap().as_deref(),
            Some("small")
        );
        assert_eq!(chosen(OFF, two.path()).unwrap(), None);
    }

    #[test]
    fn a_model_that_is_not_there_is_told_with_those_that_are() {
        let one = models(&["small"]);
        let told = format!("{:#}", chosen("huge", one.path()).unwrap_err());
        assert!(
            told.contains("\"huge\"") && told.contains("installed are small"),
            "{told}"
        );
        let none = models(&[]);
        let told = format!("{:#}", chosen("../etc", none.path()).unwrap_err());
        assert!(
            told.contains("none is installed") && told.contains("model install"),
            "{told}"
        );
    }

    #[test]
    fn a_folder_is_relative_to_the_settings() {
        let base = models(&["mine"]);
        let found = find("mine", base.path(), None).unwrap();
        assert_eq!(found, base.path().join("mine"));
    }

    #[test]
    fn only_its_own_table_is_read_and_unknown_keys_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Semantic::read(folder.path()).unwrap(), Semantic::default());
        let write = |text: &str| std::fs::write(folder.path().join(FILE), text).unwrap();
        write("[limits]\nquestions = 3\n[semantic]\nmodel = \"small\"\n");
        assert_eq!(Semantic::read(folder.path()).unwrap().model, "small");
        write("[semantic]\nmodle = \"small\"\n");
        let told = format!("{:#}", Semantic::read(folder.path()).unwrap_err());
        assert!(
            told.contains("attache.toml") && told.contains("modle"),
            "{told}"
        );
    }
}
