//! Databases that cannot be used: the store says why, and everything goes on without it.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::*;

/// A connection of another program.
async fn other_program(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    options.connect().await.unwrap()
}

/// A database with some questions, closed again.
async fn written(questions: u64) -> Room {
    let room = Room::new().await;
    for asked in 0..questions {
        room.store.record(question(asked, 1));
    }
    room.store.close().await;
    room
}

/// Asserts that the store at `file` has this trouble, names the file and the remedy, and that
/// nothing else goes wrong.
async fn goes_on_without(file: &Path, kind: TroubleKind, remedy: &str) -> Store {
    let store = Store::open(file).await;
    let trouble = store.trouble().expect("there is trouble");
    assert_eq!(trouble.kind, kind, "{trouble}");
    let told = trouble.to_string();
    assert!(told.contains(remedy), "{told}");
    let stem = file.with_extension("").display().to_string();
    assert!(told.contains(&stem), "{told}");

    store.record(question(1, 1));
    store.flush().await;
    let status = store.status();
    assert_eq!((status.recorded, status.lost), (0, 1));
    assert_ne!(store.vote(&vote(1, 1, true)).await, Ok(Voted::Counted));
    let set = store
        .set_guild(1, GuildSettings::default(), &signed(now()))
        .await;
    assert_eq!(set.unwrap_err().kind, kind);
    assert_eq!(*store.guild(1).await, GuildSettings::default());
    assert!(store.delete_user(Member(1)).await.is_err());
    assert_eq!(store.trouble().map(|trouble| trouble.kind), Some(kind));
    store
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let room = written(3).await;
    let mut newer = other_program(&room.file()).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'later', TRUE, x'00', 0)",
    )
    .execute(&mut newer)
    .await
    .unwrap();
    newer.close().await.unwrap();
    let before = std::fs::read(room.file()).unwrap();
    let store = goes_on_without(&room.file(), TroubleKind::Newer, "run that version").await;
    store.close().await;
    assert_eq!(std::fs::read(room.file()).unwrap(), before);
}

#[tokio::test]
async fn a_locked_database_is_used_as_soon_as_it_is_free() {
    let room = written(3).await;
    let mut holder = other_program(&room.file()).await;
    for sql in ["PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE"] {
        sqlx::query(sql).execute(&mut holder).await.unwrap();
    }
    let started = std::time::Instant::now();
    let store = goes_on_without(&room.file(), TroubleKind::Locked, "end whatever else").await;
    // The bot has to be ready within a second.
    assert!(started.elapsed() < Duration::from_secs(3));
    assert!(store.tend(now(), DAY).await.is_err());
    holder.close().await.unwrap();
    assert_eq!(store.tend(now(), DAY).await, Ok(0));
    assert_eq!(store.trouble(), None);
    store.record(question(9, 1));
    store.flush().await;
    let all = store.statistics(None, now(), 7).await.unwrap();
    assert_eq!(all.asked(), 4);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let room = written(3).await;
    let text = "Dear diary, the harbour gate is shut again. ".repeat(200);
    std::fs::write(room.file(), &text).unwrap();
    let store = goes_on_without(&room.file(), TroubleKind::Corrupt, "backup").await;
    assert_eq!(std::fs::read_to_string(room.file()).unwrap(), text);
    std::fs::remove_file(room.file()).unwrap();
    assert_eq!(store.tend(now(), DAY).await, Ok(0));
    assert_eq!(store.trouble(), None);
}

#[tokio::test]
async fn damage_inside_the_file_is_found_and_survived() {
    let room = written(900).await;
    let mut bytes = std::fs::read(room.file()).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xa5);
    std::fs::write(room.file(), bytes).unwrap();
    let store = Store::open(&room.file()).await;
    for asked in 5_000..5_100 {
        store.record(question(asked, asked));
    }
    store.flush().await;
    let read = store.statistics(None, now(), 7).await;
    assert_eq!(read.unwrap_err().kind, TroubleKind::Corrupt);
    assert_eq!(store.trouble().unwrap().kind, TroubleKind::Corrupt);
    assert_eq!(*store.guild(1).await, GuildSettings::default());
}

#[tokio::test]
async fn a_database_that_cannot_be_made_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let not_a_folder = folder.path().join("notes");
    std::fs::write(&not_a_folder, "text").unwrap();
    let file = not_a_folder.join(FILE);
    goes_on_without(&file, TroubleKind::Unwritable, "[data] `folder`").await;
    let a_folder = folder.path().join(FILE);
    std::fs::create_dir(&a_folder).unwrap();
    goes_on_without(&a_folder, TroubleKind::Unwritable, "[data] `folder`").await;
}

#[tokio::test]
async fn a_key_that_is_missing_wrong_or_unreadable_is_not_replaced() {
    let room = written(3).await;
    let key = room.file().with_extension("key");
    let right = std::fs::read(&key).unwrap();
    for wrong in [&[5; 32][..], b"short"] {
        std::fs::write(&key, wrong).unwrap();
        goes_on_without(&room.file(), TroubleKind::Key, "put the right one back").await;
        assert_eq!(std::fs::read(&key).unwrap(), wrong);
    }
    std::fs::remove_file(&key).unwrap();
    goes_on_without(&room.file(), TroubleKind::Key, "put the right one back").await;
    assert!(!key.exists());
    std::fs::write(&key, right).unwrap();
    let store = Store::open(&room.file()).await;
    assert_eq!(store.trouble(), None);
    let forgotten = store.delete_user(Member(1)).await.unwrap();
    assert_eq!(forgotten.questions, 3);
}

#[tokio::test]
async fn a_full_disk_is_known_by_its_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small");
    let mut small = other_program(&file).await;
    for sql in ["CREATE TABLE t (b BLOB)", "PRAGMA max_page_count = 4"] {
        sqlx::query(sql).execute(&mut small).await.unwrap();
    }
    let full = sqlx::query("INSERT INTO t VALUES (zeroblob(100000))")
        .execute(&mut small)
        .await
        .unwrap_err();
    let trouble = Trouble::of(&full, &file);
    assert_eq!(trouble.kind, TroubleKind::Full);
    assert!(trouble.to_string().contains("make room"), "{trouble}");
}

/// Permissions do not bind root: as root, the test runs again in a child that is nobody.
#[cfg(unix)]
fn runs_as_nobody(test: &str) -> bool {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    if std::fs::metadata("/proc/self").map_or(1, |process| process.uid()) != 0 {
        return false;
    }
    let path = format!("store::tests::trouble::{test}");
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &path])
        .current_dir("/")
        .uid(65_534)
        .gid(65_534)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout);
    assert!(told.contains("1 passed"), "{told}");
    true
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_read_only_database_is_still_read() {
    if runs_as_nobody("a_read_only_database_is_still_read") {
        return;
    }
    let room = Room::new().await;
    let settings = GuildSettings {
        language: Some("uk".into()),
        ..GuildSettings::default()
    };
    room.store
        .set_guild(5, settings.clone(), &signed(now()))
        .await
        .unwrap();
    room.store.close().await;
    set_mode(&room.file(), 0o400);
    let store = goes_on_without(&room.file(), TroubleKind::ReadOnly, "let attaché write").await;
    assert_eq!(*store.guild(5).await, settings);
    // SQLite gives its log the database's permissions.
    for file in std::fs::read_dir(room.folder.path()).unwrap() {
        set_mode(&file.unwrap().path(), 0o600);
    }
    assert_eq!(store.tend(now(), DAY).await, Ok(0));
    assert_eq!(store.trouble(), None);
    store.record(question(1, 1));
    store.flush().await;
    assert_eq!(store.status().recorded, 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_may_not_be_written_is_told() {
    if runs_as_nobody("a_folder_that_may_not_be_written_is_told") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    set_mode(folder.path(), 0o500);
    let file = folder.path().join(FILE);
    goes_on_without(&file, TroubleKind::Unwritable, "[data] `folder`").await;
    set_mode(folder.path(), 0o700);
}
