//! Files and folders that survive a loss of power: whole or not there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::trouble::Trouble;

/// What a file is called until it is whole; only the one writer makes them.
pub(super) const UNFINISHED: &str = "new";

/// Puts `bytes` into `file`, in place of an older one, at one stroke.
///
/// The folder must be [flushed](sync_folder) for the name to survive a loss of power.
///
/// # Errors
/// When it cannot be written; then the older one is still there.
pub(crate) fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".");
    beside.push(UNFINISHED);
    let beside = PathBuf::from(beside);
    let write = || {
        let mut new = File::create(&beside)?;
        new.write_all(bytes)?;
        new.sync_all()?;
        fs::rename(&beside, file)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        Trouble::at(file)(error)
    })
}

/// Makes the names in `folder` last.
///
/// # Errors
/// When the system cannot.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Trouble> {
    // Only Unix has folders that are opened and flushed as files.
    if cfg!(unix) {
        let sync = || File::open(folder)?.sync_all();
        sync().map_err(Trouble::at(folder))?;
    }
    Ok(())
}

/// The names in `folder`; none when it is not there.
///
/// # Errors
/// When it cannot be read.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, Trouble> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Trouble::at(folder))?,
    };
    let name = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.map_err(Trouble::at(folder))?;
        Ok(entry.file_name().to_string_lossy().into_owned())
    };
    entries.map(name).collect()
}

/// Removes a file or folder that nobody needs; what cannot be removed is logged and stays.
pub(super) fn discard(path: &Path) {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(path = %path.display(), %error, "left over and not removed");
        }
        _ => {}
    }
}
