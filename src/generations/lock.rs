//! One writer at a time, in whatever process: a locked file that tells who holds it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::SystemTime;

use fs4::fs_std::FileExt;
use serde::{Deserialize, Serialize};

use super::moment;
use super::trouble::{NoWriter, Trouble};

/// Who may write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// As in `operator` or `member 1234`.
    pub(crate) who: String,
    pub(crate) pid: u32,
    #[serde(with = "moment")]
    pub(crate) since: SystemTime,
}

/// The right to write, given back when dropped or when the process ends, however it does.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock `file` for `who`.
    ///
    /// # Errors
    /// [`NoWriter::Taken`] when somebody holds it.
    pub(super) fn take(file: &Path, who: &str, now: SystemTime) -> Result<Self, NoWriter> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut opened = options.open(file).map_err(Trouble::at(file))?;
        if !FileExt::try_lock_exclusive(&opened).map_err(Trouble::at(file))? {
            return Err(NoWriter::Taken(read_holder(&mut opened)));
        }
        let holder = Holder {
            who: who.into(),
            pid: std::process::id(),
            since: now,
        };
        // Only told to others: a full disk must not stop who may write.
        let _ = tell(&mut opened, &holder);
        Ok(Self { file: opened })
    }

    /// Who holds the lock `file`, if anybody does; only for show.
    pub(super) fn holder(file: &Path) -> Option<Holder> {
        let mut opened = File::open(file).ok()?;
        let free = FileExt::try_lock_shared(&opened).ok()?;
        // Given back as the file is closed.
        if free { None } else { read_holder(&mut opened) }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing gives the lock back; a name that stays behind would only mislead.
        let _ = self.file.set_len(0);
    }
}

fn tell(file: &mut File, holder: &Holder) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&serde_json::to_vec(holder)?)
}

fn read_holder(file: &mut File) -> Option<Holder> {
    let mut told = String::new();
    file.read_to_string(&mut told).ok()?;
    serde_json::from_str(&told).ok()
}
