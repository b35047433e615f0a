//! `attache data`: what the bot has recorded, to take away, to delete, to tidy.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::Outcome;
use super::run::read_settings;
use crate::settings::Settings;
use crate::store::{self, By, Forgotten, Member, Signature, Store};
use crate::terminal::{Role, Screen, counted, grouped};
use crate::whole_file::WholeFile;

const EXAMPLES: &str = "\
Examples:
  attache data export --out everything.jsonl
  attache data export --user 80351110224678912
  attache data delete-user 80351110224678912
  attache data vacuum

Who asked is stored as a keyed hash only: a member's id finds what is theirs, nothing that is
stored leads back to an id. These commands may be used while the bot runs. The data folder is
`folder` in [data] of attache.toml; without that, $XDG_STATE_HOME/attache or
~/.local/state/attache.";

const EXPORT_HELP: &str = "\
One JSON object on a line, with or without --json: {record: guild|source|question|vote|audit, …}.
A question has {asked_at, guild, surface, language, verdict, confidence, text,
passages: [{article, paragraph}], votes: [{article, paragraph, up}]}.";

/// Export, delete or tidy what the bot has recorded
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DataArgs {
    #[command(subcommand)]
    command: DataCommand,
}

#[derive(Debug, Subcommand)]
enum DataCommand {
    /// Write every record, or all of one member, as lines of JSON
    #[command(after_help = EXPORT_HELP)]
    Export {
        /// Only what this member asked and voted, by Discord id
        #[arg(long, value_name = "ID")]
        user: Option<u64>,
        /// Write here instead of to standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Delete what a member asked and voted
    #[command(after_help = "JSON: {questions, votes}, the numbers deleted.")]
    DeleteUser {
        /// The member's Discord id
        #[arg(value_name = "ID")]
        user: u64,
    },
    /// Give unused room back to the disk
    #[command(after_help = "JSON: {bytes_before, bytes_after}.")]
    Vacuum,
}

#[derive(Serialize)]
struct Vacuumed {
    bytes_before: u64,
    bytes_after: u64,
}

pub(super) fn run(
    args: &DataArgs,
    folder: &Path,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let settings = read_settings(folder)?;
    with_store(&settings, screen, async |store, screen| {
        match &args.command {
            DataCommand::Export { user, out } => {
                export(store, user.map(Member), out.as_deref(), screen).await
            }
            DataCommand::DeleteUser { user } => delete_user(store, Member(*user), screen).await,
            DataCommand::Vacuum => vacuum(store, screen).await,
        }
    })
}

/// Runs `work` on the store that the bot made.
///
/// # Errors
/// When the store cannot be used, or `work` fails.
pub(super) fn with_store(
    settings: &Settings,
    screen: &mut Screen<'_>,
    work: impl AsyncFnOnce(&Store, &mut Screen<'_>) -> anyhow::Result<Outcome>,
) -> anyhow::Result<Outcome> {
    let file = settings.data.folder()?.join(store::FILE);
    if !file.try_exists()? {
        bail!(
            "nothing has been recorded: there is no {}; `attache run` makes it, and [data] \
             `folder` says where",
            file.display()
        );
    }
    on_runtime(async {
        let store = Store::open(&file).await;
        let done = match store.trouble() {
            Some(trouble) => Err(trouble.into()),
            None => work(&store, screen).await,
        };
        store.close().await;
        done
    })
}

fn on_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(work)
}

async fn export(
    store: &Store,
    member: Option<Member>,
    out: Option<&Path>,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let records = if let Some(out) = out {
        let mut file = WholeFile::create(out, "--out")?;
        let mut take = |line: &str| {
            file.add(&format!("{line}\n"))
                .map_err(std::io::Error::other)
        };
        let records = store.export(member, &mut take).await?;
        file.finish()?;
        let told = format!(
            "{} written to {}.",
            counted(records, "record"),
            out.display()
        );
        if !screen.json() {
            screen.say(Role::Citation, &told)?;
        }
        records
    } else {
        screen.set_json_lines();
        let mut take =
            |line: &str| screen.write_json(&serde_json::from_str::<serde_json::Value>(line)?);
        store.export(member, &mut take).await?
    };
    Ok(found(records))
}

async fn delete_user(
    store: &Store,
    member: Member,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    let forgotten = store.delete_user(member).await?;
    let Forgotten { questions, votes } = forgotten;
    let signature = Signature {
        by: By::Operator,
        guild: None,
        at: SystemTime::now(),
    };
    let deleted = serde_json::to_value(forgotten)?;
    store
        .audit(&signature, "data.delete_user", None, Some(deleted))
        .await?;
    if screen.json() {
        screen.write_json(&forgotten)?;
    } else {
        let told = format!(
            "{} and {} deleted.",
            counted(questions, "question"),
            counted(votes, "vote")
        );
        screen.say(Role::Verdict, &told)?;
    }
    Ok(found(questions + votes))
}

async fn vacuum(store: &Store, screen: &mut Screen<'_>) -> anyhow::Result<Outcome> {
    let (bytes_before, bytes_after) = store.vacuum().await?;
    if screen.json() {
        screen.write_json(&Vacuumed {
            bytes_before,
            bytes_after,
        })?;
    } else {
        let told = format!(
            "{} bytes before, {} bytes now.",
            grouped(bytes_before),
            grouped(bytes_after)
        );
        screen.say(Role::Verdict, &told)?;
    }
    Ok(Outcome::Found)
}

fn found(number: u64) -> Outcome {
    if number == 0 {
        Outcome::NothingFound
    } else {
        Outcome::Found
    }
}
