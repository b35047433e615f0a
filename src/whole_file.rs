//! Files that appear under their names only when they are complete.
//!
//! What is written stands beside the file under another name until it is finished, so a run that
//! fails leaves the old file, or none.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

/// A file on its way to its name.
#[derive(Debug)]
pub(crate) struct WholeFile {
    file: PathBuf,
    /// The option that named it, for messages.
    option: &'static str,
    beside: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// Opens a file to become `file`, which the command line's `option` named.
    ///
    /// # Errors
    /// When `file` is no plain file, or nothing can be written where it is to stand.
    pub(crate) fn create(file: &Path, option: &'static str) -> anyhow::Result<Self> {
        // Renaming over a device or folder would replace it, or fail at the very end.
        if file.exists() && !file.is_file() {
            bail!(
                "{option} {} is not a plain file: name another one",
                file.display()
            );
        }
        let folder = file.parent().filter(|f| !f.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let beside = new_file().tempfile_in(folder).with_context(|| {
            format!(
                "writing {option} {}: does its folder exist, and may you write there?",
                file.display()
            )
        })?;
        Ok(Self {
            file: file.into(),
            option,
            beside: BufWriter::new(beside),
        })
    }

    /// Gives the file its name, in place of an older one.
    ///
    /// # Errors
    /// When it cannot be written out or renamed.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let doing = format!("writing {} {}", self.option, self.file.display());
        let beside = self
            .beside
            .into_inner()
            .map_err(io::IntoInnerError::into_error);
        let beside = beside.with_context(|| doing.clone())?;
        beside.persist(self.file).context(doing)?;
        Ok(())
    }

    /// Adds `text`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn add(&mut self, text: &str) -> anyhow::Result<()> {
        self.beside
            .write_all(text.as_bytes())
            .with_context(|| format!("writing {} {}", self.option, self.file.display()))
    }
}

/// Temporary files are private by default; the file they become is as readable as any other.
fn new_file() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_left_unfinished_keeps_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p.jsonl");
        std::fs::write(&file, "old").unwrap();
        let mut half = WholeFile::create(&file, "--out").unwrap();
        half.add("ne").unwrap();
        drop(half);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let mut whole = WholeFile::create(&file, "--out").unwrap();
        whole.add("new").unwrap();
        whole.finish().unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
    }

    #[test]
    fn a_folder_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let told = WholeFile::create(folder.path(), "--out").unwrap_err();
        assert!(told.to_string().contains("not a plain file"), "{told}");
    }
}
