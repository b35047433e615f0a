//! The key that makes ids untraceable, and what is hashed with it.
//!
//! An asker is stored as HMAC-SHA-256 (RFC 2104) of the id: whoever has the key and an id can find
//! what that member asked, to delete it; whoever has only the database can find nobody. The
//! interaction or message that asked is hashed too, since its id would lead to its author.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Member, Occasion};

/// The key's length, and a digest's.
const LENGTH_BYTES: usize = 32;

/// A secret of this installation.
#[derive(Clone)]
pub(super) struct Key([u8; LENGTH_BYTES]);

impl Key {
    /// Reads the key in `file`; makes one, readable by its owner only, when there is none.
    ///
    /// Of several processes that make it at once, one does and all read the same.
    pub(super) fn at(file: &Path) -> io::Result<Self> {
        match Self::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(file)?;
                Self::read(file)
            }
            read => read,
        }
    }

    /// Reads the key in `file`.
    pub(super) fn read(file: &Path) -> io::Result<Self> {
        let bytes = std::fs::read(file)?;
        let key = bytes.try_into().map_err(|bytes: Vec<u8>| {
            let told = format!("a key has {LENGTH_BYTES} bytes, this has {}", bytes.len());
            io::Error::new(io::ErrorKind::InvalidData, told)
        })?;
        keep_private(file)?;
        Ok(Self(key))
    }

    /// Who asked or voted.
    pub(super) fn member(&self, member: Member) -> Vec<u8> {
        self.digest("member", &member.0.to_be_bytes()).to_vec()
    }

    /// The row of the question asked in `asked`.
    pub(super) fn question(&self, asked: Occasion) -> i64 {
        number(self.digest("question", &asked.0.to_be_bytes()))
    }

    /// What all questions with these words share.
    pub(super) fn topic(&self, words: &str) -> i64 {
        number(self.digest("topic", words.as_bytes()))
    }

    /// Something only this key makes.
    pub(super) fn proof(&self) -> Vec<u8> {
        self.digest("proof", b"").to_vec()
    }

    /// `purpose` keeps equal values of different kinds apart.
    fn digest(&self, purpose: &str, value: &[u8]) -> [u8; LENGTH_BYTES] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The first 8 bytes as SQLite's integer.
fn number(digest: [u8; LENGTH_BYTES]) -> i64 {
    let (first, _) = digest
        .split_first_chunk()
        .expect("a digest is longer than 8 bytes");
    i64::from_be_bytes(*first)
}

fn make(file: &Path) -> io::Result<()> {
    let mut key = [0; LENGTH_BYTES];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    // Private from the start (tempfile's default), and under its name only when whole.
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(&key)?;
    beside.as_file().sync_all()?;
    match beside.persist_noclobber(file) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}

/// Takes the key away from everyone but its owner, should a copy have opened it up.
#[cfg(unix)]
fn keep_private(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file)?.permissions().mode();
    if mode & 0o777 == mode & 0o700 {
        return Ok(());
    }
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode & 0o700))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
fn keep_private(_file: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        let first = Key::at(&file).unwrap();
        assert_eq!(Key::at(&file).unwrap().0, first.0);
        assert_ne!(Key::at(&folder.path().join("other")).unwrap().0, first.0);
    }

    #[test]
    fn processes_that_make_the_key_at_once_agree() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        let keys: Vec<Key> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| Key::at(&file).unwrap()))
                .collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| key.0 == keys[0].0));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        Key::at(&file).unwrap();
        let mode = || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        Key::at(&file).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn a_file_that_is_no_key_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, "short").unwrap();
        let told = Key::at(&file).unwrap_err().to_string();
        assert_eq!(told, "a key has 32 bytes, this has 5");
        assert_eq!(std::fs::read(&file).unwrap(), b"short");
    }

    #[test]
    fn the_digest_is_hmac_sha_256() {
        // From Python: hmac.new(b"\7" * 32, b"member\0" + (5).to_bytes(8, "big"), "sha256").
        let known = "e58183872ddd61f6b0cd9958ff4e425180ce06a80acf6f1009e230c70e6212f9";
        let digest = Key([7; LENGTH_BYTES]).member(Member(5));
        let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex.concat(), known);
    }

    #[test]
    fn nothing_of_the_key_is_printed() {
        assert_eq!(format!("{:?}", Key([9; LENGTH_BYTES])), "Key(…)");
    }

    proptest! {
        #[test]
        fn different_members_and_purposes_never_meet(a: u64, b: u64) {
            let key = Key([3; LENGTH_BYTES]);
            prop_assert_eq!(key.member(Member(a)) == key.member(Member(b)), a == b);
            prop_assert_ne!(key.digest("member", &a.to_be_bytes()), key.digest("question", &a.to_be_bytes()));
            prop_assert_ne!(Key([4; LENGTH_BYTES]).member(Member(a)), key.member(Member(a)));
        }
    }
}
