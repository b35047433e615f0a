//! `attache data` and `attache audit`, on a database made from the migrations in the repository.

use std::path::Path;

use hmac::{Hmac, Mac};
use insta::assert_snapshot;
use sha2::Sha256;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::support::Shell;

pub(crate) const FOLDER: &str = "state/attache";
pub(crate) const KEY: [u8; 32] = [7; 32];
const MEMBER: u64 = 80_351_110_224_678_912;

/// A member as the database knows them.
fn hashed(member: u64) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&KEY).expect("HMAC takes keys of any length");
    mac.update(b"member\0");
    mac.update(&member.to_be_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// A shell whose bot has recorded something.
fn shell() -> Shell {
    let shell = Shell::among(&[]);
    shell.write(&format!("{FOLDER}/attache.key"), &KEY);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let file = shell.path().join(FOLDER).join("attache.sqlite");
    runtime.block_on(async {
        let mut database = make(&file).await;
        for (id, member) in [(1, MEMBER), (2, 5), (3, MEMBER)] {
            sqlx::query(
                "INSERT INTO question VALUES (?, 1760000000123, ?, 77, 'command', 'en', \
                 'answered', 0.5, 'Who fished?', 4)",
            )
            .bind(id)
            .bind(hashed(member))
            .execute(&mut database)
            .await
            .expect("a question fits its table");
        }
        for sql in [
            "INSERT INTO passage VALUES (1, 0, 'harbour', 3)",
            "INSERT INTO audit (at, actor, member, guild, what, before, after) VALUES \
             (1760000000123, 'member', 80351110224678912, 77, 'settings.set', \
             '{\"language\":null}', '{\"language\":\"tr\"}')",
            "INSERT INTO audit (at, actor, what) VALUES (1760000060000, 'schedule', 'index.refresh')",
        ] {
            sqlx::query(sql).execute(&mut database).await.expect("a row fits its table");
        }
        database.close().await.expect("the database closes");
    });
    shell
}

pub(crate) async fn make(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    let mut database = options.connect().await.expect("the database can be made");
    let steps = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let migrator = Migrator::new(steps)
        .await
        .expect("the migrations are readable");
    migrator
        .run(&mut database)
        .await
        .expect("the migrations fit");
    database
}

#[test]
fn the_audit_record_is_listed_newest_first() {
    let out = shell().run(&["audit"]).fine(0);
    assert_snapshot!(out, @r#"
    NUMBER  TIME                 WHO                   GUILD                 WHAT
         2  2025-10-09 08:54:20  schedule              –                     index.refresh
         1  2025-10-09 08:53:20  80351110224678912     77                    settings.set
            before  {"language":null}
            after   {"language":"tr"}
    2 entries.
    "#);
}

#[test]
fn the_audit_record_has_pages_and_the_documented_json() {
    let shell = shell();
    let json = shell
        .run(&["audit", "--json", "--limit", "1", "--page", "2"])
        .json(0);
    let entry = serde_json::json!({
        "number": 1, "at": "2025-10-09T08:53:20Z",
        "by": {"kind": "member", "id": "80351110224678912"}, "guild": "77",
        "what": "settings.set", "before": {"language": null}, "after": {"language": "tr"},
    });
    let all = serde_json::json!({"total": 2, "page": 2, "limit": 1, "entries": [entry]});
    assert_eq!(json, all);
    assert_eq!(
        shell.run(&["audit", "--page", "3"]).fine(1),
        "2 entries on pages 1 to 1: there is no page 3.\n"
    );
}

#[test]
fn all_records_or_one_members_are_exported() {
    let shell = shell();
    let all = shell.run(&["data", "export"]).fine(0);
    assert_eq!(all.lines().count(), 5);
    let id = MEMBER.to_string();
    let own = shell.run(&["data", "export", "--user", &id, "--out", "own.jsonl"]);
    assert_eq!(own.fine(0), "2 records written to own.jsonl.\n");
    let first = shell.read("own.jsonl");
    let first: serde_json::Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    assert_eq!(first["text"], "Who fished?");
    assert_eq!(first["passages"][0]["paragraph"], 3);
    let nobody = shell.run(&["data", "export", "--user", "6"]).fine(1);
    assert_eq!(nobody, "");
}

#[test]
fn a_members_questions_are_deleted_and_that_is_recorded() {
    let shell = shell();
    let id = MEMBER.to_string();
    assert_eq!(
        shell.run(&["data", "delete-user", &id]).fine(0),
        "2 questions and 0 votes deleted.\n"
    );
    let none = shell.run(&["data", "delete-user", "--json", &id]).json(1);
    assert_eq!(none, serde_json::json!({"questions": 0, "votes": 0}));
    assert_eq!(shell.run(&["data", "export"]).fine(0).lines().count(), 5);
    let audit = shell.run(&["audit", "--json"]).json(0);
    let first = &audit["entries"][1];
    assert_eq!(first["what"], "data.delete_user");
    assert_eq!(first["after"]["questions"], 2);
    assert!(!first.to_string().contains(&id), "{first}");
}

#[test]
fn vacuuming_says_what_it_gained() {
    let shell = shell();
    let json = shell.run(&["data", "vacuum", "--json"]).json(0);
    assert!(json["bytes_before"].as_u64() >= json["bytes_after"].as_u64());
    let out = shell.run(&["data", "vacuum"]).fine(0);
    assert!(out.ends_with(" bytes now.\n"), "{out}");
}

#[test]
fn without_a_database_nothing_is_made_and_the_place_is_named() {
    let shell = Shell::among(&[]);
    for args in [&["audit"][..], &["data", "vacuum"], &["data", "export"]] {
        let err = shell.run(args).refused();
        assert!(err.contains("nothing has been recorded"), "{err}");
        assert!(err.contains("state/attache/attache.sqlite"), "{err}");
    }
    assert!(!shell.path().join("state").exists());
}

#[test]
fn a_database_that_cannot_be_used_is_refused_with_the_remedy() {
    let shell = Shell::among(&[("here/attache.sqlite", "not a database, surely, not at all")]);
    shell.write("config/attache.toml", b"[data]\nfolder = \"here\"\n");
    let err = shell.run(&["audit"]).refused();
    assert!(
        err.contains("here/attache.sqlite is damaged or no database"),
        "{err}"
    );
    assert!(err.contains("put a backup in its place"), "{err}");
}

#[test]
fn help_shows_examples_and_the_shape_of_json() {
    let shell = Shell::among(&[]);
    let help = shell.run(&["data", "--help"]).fine(0);
    assert!(
        help.contains("attache data delete-user 80351110224678912"),
        "{help}"
    );
    let help = shell.run(&["audit", "--help"]).fine(0);
    assert!(
        help.contains("JSON: {total, page, limit, entries:"),
        "{help}"
    );
}
