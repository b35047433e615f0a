//! `attache model`: sentence models to rank by meaning with: install, list, remove.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use attache_index::Encoder;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::Outcome;
use crate::download::{self, HUB, Watch};
use crate::semantic;
use crate::terminal::{Role, Run, Screen, grouped};

const EXAMPLES: &str = "\
Examples:
  attache model install all-MiniLM-L6-v2
  attache model install intfloat/e5-small
  attache model install ./downloaded-model
  attache model list

all-MiniLM-L6-v2 (English, 91 MB) is a good one; paraphrase-multilingual-MiniLM-L12-v2 (471 MB)
also reads Russian, Turkish and Azerbaijani questions. An installed model is used from the next
start on; `[semantic] model` in attache.toml chooses among several or switches it off.

JSON: install, remove {name, folder}; list {models: [{name, folder, bytes, in_use}]}.";

/// Install, list or remove sentence models, which find passages that say it in other words
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ModelArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Download a model from the hub, or copy one from a folder
    Install {
        /// A model's name, its repository (owner/name), or a folder that holds it
        #[arg(value_name = "NAME|PATH")]
        model: String,

        /// Ask this hub
        #[arg(long, value_name = "URL", default_value = HUB)]
        hub: String,
    },
    /// List the installed models
    List,
    /// Remove an installed model
    Remove {
        /// Its name, as listed
        name: String,
    },
}

#[derive(Serialize)]
struct Done<'a> {
    name: &'a str,
    folder: &'a Path,
}

#[derive(Serialize)]
struct Listing {
    models: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    folder: PathBuf,
    bytes: u64,
    in_use: bool,
}

pub(super) fn run(
    args: &ModelArgs,
    in_use: impl FnOnce() -> anyhow::Result<Option<PathBuf>>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let models = semantic::models_folder()
        .context("there is no place for models: set HOME or XDG_DATA_HOME")?;
    match &args.action {
        Action::Install { model, hub } => install(model, hub, &models, screen)?,
        Action::List => return list(&models, in_use()?.as_deref(), screen),
        Action::Remove { name } => remove(name, &models, screen)?,
    }
    Ok(Outcome::Found)
}

fn install(model: &str, hub: &str, models: &Path, screen: &mut Screen<'_>) -> anyhow::Result<()> {
    let from = Path::new(model);
    let (name, repository) = if from.is_dir() {
        let whole = from
            .canonicalize()
            .with_context(|| format!("reading {}", from.display()))?;
        (semantic::name_of(&whole), None)
    } else if let Some(repository) = download::repository(model) {
        let name = repository.rsplit('/').next().unwrap_or(repository);
        (name.to_owned(), Some(repository))
    } else {
        bail!(
            "{model:?} is neither a folder nor a model's name: give a folder, owner/name, or one of {}",
            download::KNOWN.map(|(short, _)| short).join(", ")
        );
    };
    let folder = models.join(&name);
    if folder.exists() {
        bail!(
            "{name} is installed already in {}: run `attache model remove {name}` first",
            folder.display()
        );
    }
    let making = || format!("making the folder {}", models.display());
    std::fs::create_dir_all(models).with_context(making)?;
    // Beside its place until it is whole; a run that fails leaves nothing.
    let partial = tempfile::Builder::new()
        .prefix(".partial-")
        .tempdir_in(models)
        .with_context(making)?;
    let new = partial.path().join(&name);
    std::fs::create_dir(&new).with_context(making)?;
    let mut bar = Bar::new()?;
    match repository {
        Some(repository) => download::download(hub, repository, &new, &mut bar)?,
        None => download::copy(from, &new, &mut bar)?,
    }
    bar.0.finish_and_clear();
    Encoder::load(&new).context("the model cannot be used")?;
    std::fs::rename(&new, &folder).with_context(|| format!("naming {}", folder.display()))?;
    if screen.json() {
        return Ok(screen.write_json(&Done {
            name: &name,
            folder: &folder,
        })?);
    }
    let told = format!("Installed {name} in {}.", folder.display());
    Ok(screen.say(Role::Plain, &told)?)
}

fn list(models: &Path, in_use: Option<&Path>, screen: &mut Screen<'_>) -> anyhow::Result<Outcome> {
    let rows: Vec<Row> = semantic::installed(Some(models))
        .into_iter()
        .map(|folder| Row {
            name: semantic::name_of(&folder),
            bytes: bytes_of(&folder),
            in_use: in_use == Some(&folder),
            folder,
        })
        .collect();
    let outcome = if rows.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Found
    };
    if screen.json() {
        screen.write_json(&Listing { models: rows })?;
        return Ok(outcome);
    }
    if rows.is_empty() {
        screen.say(Role::Plain, "No model is installed.")?;
        screen.say(
            Role::Citation,
            "To get one: attache model install all-MiniLM-L6-v2",
        )?;
    }
    let widest = rows
        .iter()
        .map(|row| row.name.chars().count())
        .max()
        .unwrap_or_default();
    for row in &rows {
        let used = if row.in_use { "in use" } else { "" };
        let megabytes = grouped(row.bytes.div_ceil(1_000_000));
        let line = format!("{:widest$}  {megabytes:>6} MB  {used}", row.name);
        screen.line("", &[Run::new(Role::Plain, line.trim_end())])?;
    }
    Ok(outcome)
}

fn remove(name: &str, models: &Path, screen: &mut Screen<'_>) -> anyhow::Result<()> {
    let installed = semantic::installed(Some(models));
    let Some(folder) = installed
        .iter()
        .find(|folder| semantic::name_of(folder) == name)
    else {
        bail!("no model {name:?} is installed: `attache model list` lists those that are");
    };
    std::fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    if screen.json() {
        return Ok(screen.write_json(&Done { name, folder })?);
    }
    Ok(screen.say(Role::Plain, &format!("Removed {name}."))?)
}

fn bytes_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let sizes = entries.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len()));
    sizes.sum()
}

/// A bar on standard error for each file, if someone watches.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> anyhow::Result<Self> {
        if !std::io::stderr().is_terminal() {
            return Ok(Self(ProgressBar::hidden()));
        }
        let style =
            ProgressStyle::with_template("{msg:20} {wide_bar} {bytes}/{total_bytes}, {eta} left")?;
        Ok(Self(ProgressBar::new(0).with_style(style)))
    }
}

impl Watch for Bar {
    fn file(&mut self, name: &str, bytes: u64) {
        self.0.reset();
        self.0.set_length(bytes);
        self.0.set_message(name.to_owned());
    }

    fn more(&mut self, bytes: u64) {
        self.0.inc(bytes);
    }
}
