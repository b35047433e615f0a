//! The store from outside, on real files.

mod trouble;

use std::time::{Duration, SystemTime};

use attache_index::{ArticleId, ParagraphId, Verdict};
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::metrics::Surface;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of its own, and the store in it.
struct Room {
    folder: TempDir,
    store: Store,
}

impl Room {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join(FILE)).await;
        assert_eq!(store.trouble(), None);
        Self { folder, store }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    /// Every byte of every file.
    fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .collect()
    }

    async fn asked(&self) -> u64 {
        self.store.flush().await;
        self.store.statistics(None, now(), 7).await.unwrap().asked()
    }
}

/// A fixed moment; tests move around it.
fn now() -> SystemTime {
    moment(1_760_000_000_123)
}

fn passage(article: &str, paragraph: u32) -> ParagraphId {
    ParagraphId {
        article: ArticleId::parse(article).unwrap(),
        paragraph,
    }
}

/// A question that was answered just now.
fn question(asked: u64, member: u64) -> Question {
    Question {
        asked: Occasion(asked),
        member: Member(member),
        guild: Some(77),
        surface: Surface::Command,
        language: "en".into(),
        verdict: Verdict::Answered,
        confidence: 0.75,
        passages: vec![passage("harbour", 3), passage("bridge", 1)],
        at: now(),
        text: "Who mended the bridge?".into(),
    }
}

fn not_covered(asked: u64, text: &str, ago: Duration) -> Question {
    Question {
        verdict: Verdict::NotCovered,
        passages: Vec::new(),
        text: text.into(),
        at: now() - ago,
        ..question(asked, asked)
    }
}

fn vote(asked: u64, member: u64, up: bool) -> Vote {
    Vote {
        asked: Occasion(asked),
        passage: passage("harbour", 3),
        member: Member(member),
        up,
        at: now(),
    }
}

fn signed(at: SystemTime) -> Signature {
    Signature {
        by: By::Member(5_000_000_000_000_000_001),
        guild: Some(77),
        at,
    }
}

fn page(number: u32, size: u32) -> Page {
    Page { number, size }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

#[tokio::test]
async fn the_first_run_makes_files_that_only_their_owner_can_read() {
    let room = Room::new().await;
    room.store.record(question(1, 1));
    room.store.flush().await;
    let mut names: Vec<String> = Vec::new();
    for file in std::fs::read_dir(room.folder.path()).unwrap() {
        let file = file.unwrap();
        names.push(file.file_name().into_string().unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = file.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{:?} is open to others", file.path());
        }
    }
    names.sort();
    let all = [
        "attache.key",
        FILE,
        "attache.sqlite-shm",
        "attache.sqlite-wal",
    ];
    assert_eq!(names, all);
}

#[tokio::test]
async fn a_folder_that_is_missing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state/attache").join(FILE);
    let store = Store::open(&file).await;
    assert_eq!(store.trouble(), None);
    store.close().await;
    assert!(file.is_file());
}

#[tokio::test]
async fn questions_are_counted_by_day_verdict_and_what_was_shown() {
    let room = Room::new().await;
    room.store.record(question(1, 1));
    room.store.record(Question {
        verdict: Verdict::Partly,
        passages: vec![passage("harbour", 3), passage("harbour", 4)],
        at: now() - DAY,
        ..question(2, 1)
    });
    room.store.record(not_covered(
        3,
        "Why?",
        Duration::from_millis(7 * 86_400_000 - 1),
    ));
    room.store.record(not_covered(4, "Too old", DAY * 7));
    room.store.record(Question {
        guild: None,
        ..question(5, 2)
    });
    room.store.flush().await;
    let all = room.store.statistics(None, now(), 7).await.unwrap();
    assert_eq!(all.asked(), 4);
    let last = all.days[6];
    assert_eq!((last.answered, last.partly, last.not_covered), (2, 0, 0));
    assert_eq!(last.begins, now() - DAY);
    assert_eq!((all.days[5].partly, all.days[0].not_covered), (1, 1));
    let busy = |article: &str, paragraph, questions| Busy {
        article: article.into(),
        paragraph,
        questions,
    };
    assert_eq!(
        all.articles,
        [busy("harbour", None, 3), busy("bridge", None, 2)]
    );
    assert_eq!(
        all.paragraphs,
        [
            busy("harbour", Some(3), 3),
            busy("bridge", Some(1), 2),
            busy("harbour", Some(4), 1)
        ]
    );
    let one = room.store.statistics(Some(77), now(), 7).await.unwrap();
    assert_eq!(one.asked(), 3);
    assert_eq!(room.store.status().recorded, 5);
}

#[tokio::test]
async fn a_question_recorded_twice_counts_once() {
    let room = Room::new().await;
    room.store.record(question(1, 1));
    room.store.record(question(1, 1));
    assert_eq!(room.asked().await, 1);
}

#[tokio::test]
async fn what_is_no_number_or_is_endless_does_no_harm() {
    let room = Room::new().await;
    room.store.record(Question {
        confidence: f32::NAN,
        text: "\0ш".repeat(1_000_000),
        ..question(1, 1)
    });
    assert_eq!(room.asked().await, 1);
    assert!(room.bytes().len() < 500_000);
}

#[tokio::test]
async fn no_id_of_an_asker_or_voter_is_in_any_file() {
    let (room, asked, member) = (
        Room::new().await,
        0x0123_4567_89ab_cdef,
        0x0fed_cba9_8765_4321,
    );
    room.store.record(question(asked, member));
    assert_eq!(
        room.store.vote(&vote(asked, member, true)).await,
        Ok(Voted::Counted)
    );
    room.store.close().await;
    let bytes = room.bytes();
    assert!(contains(&bytes, b"Who mended the bridge?"));
    for id in [asked, member] {
        for form in [
            id.to_string().as_bytes(),
            &id.to_be_bytes(),
            &id.to_le_bytes(),
        ] {
            assert!(!contains(&bytes, form), "{form:?} is there");
        }
    }
    assert!(!format!("{:?}", question(asked, member)).contains(&member.to_string()));
}

#[tokio::test]
async fn a_member_deletes_what_is_theirs_to_the_last_byte() {
    let room = Room::new().await;
    let secret = "Where did the purple heron nest?";
    for asked in 1..=1_001 {
        room.store
            .record(not_covered(asked, "Why?", Duration::ZERO));
        room.store.flush().await;
    }
    room.store.record(Question {
        text: secret.into(),
        ..question(2_000, 8)
    });
    room.store.vote(&vote(2_000, 9, true)).await.unwrap();
    room.store.vote(&vote(5, 8, false)).await.unwrap();
    assert!(contains(&room.bytes(), secret.as_bytes()));
    let forgotten = room.store.delete_user(Member(8)).await.unwrap();
    // Member 8 asked question 8 as well.
    assert_eq!(
        forgotten,
        Forgotten {
            questions: 2,
            votes: 1
        }
    );
    assert!(!contains(&room.bytes(), secret.as_bytes()));
    assert_eq!(room.asked().await, 1_000);
    let left = room.store.statistics(None, now(), 7).await.unwrap();
    assert_eq!((left.up, left.down), (0, 0));
    let again = room.store.delete_user(Member(8)).await.unwrap();
    assert_eq!(again, Forgotten::default());
}

#[tokio::test]
async fn a_question_still_queued_is_deleted_too() {
    let room = Room::new().await;
    room.store.record(question(1, 8));
    let forgotten = room.store.delete_user(Member(8)).await.unwrap();
    assert_eq!(forgotten.questions, 1);
    assert_eq!(room.asked().await, 0);
}

#[tokio::test]
async fn questions_are_kept_as_long_as_wanted_and_no_longer() {
    let room = Room::new().await;
    let keep = DAY * 90;
    let millisecond = Duration::from_millis(1);
    room.store.record(not_covered(1, "Kept?", keep));
    room.store
        .record(not_covered(2, "Gone?", keep + millisecond));
    room.store.flush().await;
    let open = |store: &Store| {
        let store = store.shared.clone();
        async move {
            let database = store.database().unwrap();
            let texts: Vec<String> = sqlx::query_scalar("SELECT text FROM question")
                .fetch_all(&database.pool)
                .await
                .unwrap();
            texts
        }
    };
    assert_eq!(room.store.tend(now(), keep).await, Ok(1));
    assert_eq!(open(&room.store).await, ["Kept?"]);
    assert_eq!(room.store.tend(now() + millisecond, keep).await, Ok(1));
    assert!(open(&room.store).await.is_empty());
}

#[tokio::test]
async fn a_member_has_one_vote_for_a_passage_and_may_change_it() {
    let room = Room::new().await;
    // Not flushed: the vote comes while the question is on its way.
    room.store.record(question(1, 1));
    for (member, up, voted) in [
        (1, true, Voted::Counted),
        (1, true, Voted::Unchanged),
        (2, true, Voted::Counted),
        (2, false, Voted::Changed),
    ] {
        assert_eq!(room.store.vote(&vote(1, member, up)).await, Ok(voted));
    }
    let elsewhere = Vote {
        passage: passage("bridge", 1),
        ..vote(1, 1, false)
    };
    assert_eq!(room.store.vote(&elsewhere).await, Ok(Voted::Counted));
    let counted = room.store.statistics(None, now(), 7).await.unwrap();
    assert_eq!((counted.up, counted.down), (1, 2));
    assert_eq!(
        room.store.vote(&vote(99, 1, true)).await,
        Ok(Voted::QuestionGone)
    );
}

#[tokio::test]
async fn questions_not_covered_are_grouped_and_come_back_when_asked_again() {
    let room = Room::new().await;
    let minute = Duration::from_secs(60);
    room.store.record(not_covered(1, "who fished", minute * 9));
    room.store.record(not_covered(2, "Is it deep?", minute * 5));
    room.store
        .record(not_covered(3, "Who  fished?!", minute * 3));
    room.store.record(question(4, 4));
    room.store.flush().await;
    let open = room.store.unanswered(Some(77), page(1, 10)).await.unwrap();
    let seen: Vec<_> = open
        .topics
        .iter()
        .map(|t| (t.text.as_str(), t.count))
        .collect();
    assert_eq!(seen, [("Who  fished?!", 2), ("Is it deep?", 1)]);
    assert_eq!(open.total, 2);
    assert_eq!(open.topics[0].last_asked, now() - minute * 3);
    let second = room.store.unanswered(None, page(2, 1)).await.unwrap();
    assert_eq!(
        (second.total, &second.topics),
        (2, &open.topics[1..].to_vec())
    );
    let elsewhere = room.store.unanswered(Some(78), page(1, 10)).await.unwrap();
    assert_eq!(elsewhere.total, 0);

    let fished = open.topics[0].id;
    assert_eq!(
        room.store.mark_handled(fished, &signed(now())).await,
        Ok(true)
    );
    assert_eq!(
        room.store.mark_handled(fished, &signed(now())).await,
        Ok(false)
    );
    let left = room.store.unanswered(None, page(1, 10)).await.unwrap();
    assert_eq!(left.topics, open.topics[1..]);
    room.store.record(Question {
        at: now() + minute,
        ..not_covered(5, "WHO FISHED", Duration::ZERO)
    });
    room.store.flush().await;
    let back = room.store.unanswered(None, page(1, 10)).await.unwrap();
    assert_eq!((back.topics[0].id, back.topics[0].count), (fished, 1));
}

#[tokio::test]
async fn each_guild_has_settings_of_its_own_which_outlive_the_process() {
    let room = Room::new().await;
    let settings = GuildSettings {
        answer_channels: [3, u64::MAX].into(),
        language: Some("tr".into()),
        ..GuildSettings::default()
    };
    room.store
        .set_guild(1, settings.clone(), &signed(now()))
        .await
        .unwrap();
    assert_eq!(*room.store.guild(1).await, settings);
    assert_eq!(*room.store.guild(2).await, GuildSettings::default());
    let other = Store::open(&room.file()).await;
    assert_eq!(*other.guild(1).await, settings);
    // Both are answered from memory: the database is closed.
    room.store.close().await;
    assert_eq!(*room.store.guild(1).await, settings);
    assert_eq!(*room.store.guild(2).await, GuildSettings::default());
}

#[tokio::test]
async fn every_change_is_in_the_audit_record_with_before_and_after() {
    let room = Room::new().await;
    let at = signed(now());
    let one = GuildSettings {
        moderators_channel: Some(12),
        ..GuildSettings::default()
    };
    room.store.set_guild(77, one, &at).await.unwrap();
    room.store
        .set_guild(77, GuildSettings::default(), &at)
        .await
        .unwrap();
    let denied = Signature {
        by: By::Schedule,
        guild: None,
        ..at
    };
    room.store
        .audit(&denied, "index.refresh", None, Some(7.into()))
        .await
        .unwrap();
    let all = room.store.audit_page(page(1, 2)).await.unwrap();
    assert_eq!((all.total, all.entries.len()), (3, 2));
    let [newest, changed] = &all.entries[..] else {
        panic!("not two entries")
    };
    assert_eq!((newest.number, newest.what.as_str()), (3, "index.refresh"));
    assert_eq!((newest.signature, &newest.before), (denied, &None));
    assert_eq!(
        (changed.signature, changed.what.as_str()),
        (at, "settings.set")
    );
    let channel =
        |state: &Option<serde_json::Value>| state.as_ref().unwrap()["moderators_channel"].clone();
    assert_eq!(channel(&changed.before), "12");
    assert_eq!(channel(&changed.after), serde_json::Value::Null);
    let last = room.store.audit_page(page(2, 2)).await.unwrap();
    assert_eq!(last.entries[0].number, 1);
    assert!(
        room.store
            .audit_page(page(3, 2))
            .await
            .unwrap()
            .entries
            .is_empty()
    );
}

#[tokio::test]
async fn nothing_in_the_audit_record_can_be_changed_or_removed() {
    let room = Room::new().await;
    room.store
        .audit(&signed(now()), "x", None, None)
        .await
        .unwrap();
    let database = room.store.shared.database().unwrap();
    for sql in [
        "UPDATE audit SET what = 'y'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit (id, at, actor, what) VALUES (1, 1, 'operator', 'y')",
    ] {
        let told = sqlx::query(sql).execute(&database.pool).await.unwrap_err();
        assert!(told.to_string().contains("append-only"), "{sql}: {told}");
    }
}

#[tokio::test]
async fn sources_are_added_once_and_removed_with_a_record_of_it() {
    let room = Room::new().await;
    let gazette = AddedSource {
        id: "gazette".into(),
        kind: SourceKind::Feed,
        url: "https://gazette.example/feed".into(),
        publisher: Some("The Gazette".into()),
        note: None,
        language: Some("en".into()),
        interval: Duration::from_secs(3600),
        words: vec!["harbour".into(), "bridge".into()],
    };
    let at = signed(now());
    assert_eq!(room.store.add_source(&gazette, &at).await, Ok(true));
    let same_address = AddedSource {
        id: "other".into(),
        ..gazette.clone()
    };
    assert_eq!(room.store.add_source(&same_address, &at).await, Ok(false));
    assert_eq!(
        room.store.sources().await,
        Ok(vec![(gazette.clone(), now())])
    );
    let removed = room.store.remove_source("gazette", &at).await;
    assert_eq!(removed, Ok(Some(gazette)));
    assert_eq!(room.store.remove_source("gazette", &at).await, Ok(None));
    let audit = room.store.audit_page(page(1, 9)).await.unwrap();
    let acts: Vec<_> = audit
        .entries
        .iter()
        .map(|entry| entry.what.as_str())
        .collect();
    assert_eq!(acts, ["source.remove", "source.add"]);
}

#[tokio::test]
async fn a_full_queue_drops_at_once_and_says_how_many() {
    let room = Room::new().await;
    // The writer shares this thread and gets no turn meanwhile.
    for asked in 0..1_500 {
        room.store.record(question(asked, 1));
    }
    assert_eq!(room.asked().await, 1_024);
    let status = room.store.status();
    assert_eq!(
        (status.recorded, status.dropped, status.lost),
        (1_024, 476, 0)
    );
}

#[tokio::test]
async fn closing_writes_what_is_queued_and_takes_no_more() {
    let room = Room::new().await;
    for asked in 0..700 {
        room.store.record(question(asked, 1));
    }
    room.store.close().await;
    assert_eq!(std::fs::read_dir(room.folder.path()).unwrap().count(), 2);
    room.store.record(question(800, 1));
    assert_eq!(room.store.status().dropped, 1);
    let again = Store::open(&room.file()).await;
    let kept = again.statistics(None, now(), 7).await.unwrap();
    assert_eq!(kept.asked(), 700);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_in_two_processes_and_a_reader_lose_nothing() {
    const EACH: u64 = 100;
    let room = Arc::new(Room::new().await);
    // As another process would, it has a store of its own on the same file.
    let other = Arc::new(Store::open(&room.file()).await);
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let (room, other) = (room.clone(), other.clone());
        writers.spawn(async move {
            let store = if writer % 2 == 0 { &room.store } else { &other };
            for n in 0..EACH {
                let asked = writer * EACH + n;
                store.record(question(asked, writer));
                if n % 20 == 0 {
                    assert_eq!(
                        store.vote(&vote(asked, writer, true)).await,
                        Ok(Voted::Counted)
                    );
                    let settings = GuildSettings::default();
                    store
                        .set_guild(writer, settings, &signed(now()))
                        .await
                        .unwrap();
                }
            }
            store.flush().await;
        });
    }
    let mut seen = 0;
    while !writers.is_empty() {
        let asked = room.store.statistics(None, now(), 7).await.unwrap().asked();
        assert!(asked >= seen, "{asked} after {seen}");
        seen = asked;
        while let Some(ended) = writers.try_join_next() {
            ended.unwrap();
        }
    }
    let all = room.store.statistics(None, now(), 7).await.unwrap();
    assert_eq!((all.asked(), all.up), (8 * EACH, 40));
    assert_eq!(room.store.audit_page(page(1, 1)).await.unwrap().total, 40);
    for store in [&room.store, &other] {
        let status = store.status();
        assert_eq!((status.dropped, status.lost), (0, 0));
    }
}

#[tokio::test]
async fn stores_that_make_the_database_at_once_all_open_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let mut opening = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let file = file.clone();
        opening.spawn(async move { Store::open(&file).await });
    }
    for store in opening.join_all().await {
        assert_eq!(store.trouble(), None);
    }
}

#[tokio::test]
async fn an_export_holds_every_record_and_a_members_only_theirs() {
    let room = Room::new().await;
    for asked in 0..1_100 {
        room.store.record(question(asked, asked % 2));
        if asked % 500 == 0 {
            room.store.flush().await;
        }
    }
    room.store.vote(&vote(3, 0, true)).await.unwrap();
    room.store
        .set_guild(9, GuildSettings::default(), &signed(now()))
        .await
        .unwrap();
    let mut lines = Vec::new();
    let mut take = |line: &str| {
        lines.push(serde_json::from_str::<serde_json::Value>(line)?);
        Ok(())
    };
    assert_eq!(room.store.export(None, &mut take).await.unwrap(), 1_102);
    let of = |record: &str| lines.iter().filter(|line| line["record"] == record).count();
    assert_eq!((of("question"), of("guild"), of("audit")), (1_100, 1, 1));
    let voted = lines
        .iter()
        .find(|line| line["votes"][0]["up"] == true)
        .unwrap();
    assert_eq!(voted["asked_at"], "2025-10-09T08:53:20Z");
    assert_eq!(voted["passages"][1]["article"], "bridge");
    let mut own = Vec::new();
    let mut take = |line: &str| {
        own.push(line.to_owned());
        Ok(())
    };
    let taken = room.store.export(Some(Member(0)), &mut take).await.unwrap();
    assert_eq!((taken, own.len()), (551, 551));
    assert!(own[550].contains(r#""record":"vote""#), "{}", own[550]);
}

#[tokio::test]
async fn vacuuming_gives_room_back() {
    let room = Room::new().await;
    for asked in 0..1_000 {
        room.store.record(Question {
            text: "Why? ".repeat(200),
            ..question(asked, 1)
        });
    }
    room.store.flush().await;
    room.store.delete_user(Member(1)).await.unwrap();
    let (before, after) = room.store.vacuum().await.unwrap();
    assert!(before > 1_000_000 && after < 200_000, "{before} to {after}");
    assert_eq!(room.store.trouble(), None);
}

fn any_settings() -> impl Strategy<Value = GuildSettings> {
    let channels = || prop::collection::btree_set(any::<u64>(), 0..6);
    let limit = any::<(u32, u32)>().prop_map(|(questions, per_seconds)| RateLimit {
        questions,
        per_seconds,
    });
    let all = (
        channels(),
        channels(),
        prop::option::of(limit),
        any::<Option<String>>(),
        any::<Option<u64>>(),
    );
    all.prop_map(
        |(answer_channels, forum_channels, rate_limit, language, moderators_channel)| {
            GuildSettings {
                answer_channels,
                forum_channels,
                rate_limit,
                language,
                moderators_channel,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_settings_are_read_as_they_were_set(guild: u64, all in prop::collection::vec(any_settings(), 1..4)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let room = Room::new().await;
            for settings in all {
                room.store.set_guild(guild, settings.clone(), &signed(now())).await.unwrap();
                room.store.shared.guilds.clear();
                assert_eq!(*room.store.guild(guild).await, settings);
            }
        });
    }
}

#[tokio::test]
async fn acts_are_announced_once_and_in_order() {
    let room = Room::new().await;
    assert_eq!(room.store.unannounced(5).await.unwrap(), []);
    let signature = signed(now());
    for what in ["a", "b", "c"] {
        let done = room.store.audit(&signature, what, None, None);
        done.await.unwrap();
    }
    let announced = async |limit| {
        let acts = room.store.unannounced(limit).await.unwrap();
        acts.into_iter().map(|act| act.what).collect::<Vec<_>>()
    };
    assert_eq!(announced(2).await, ["a", "b"]);
    assert_eq!(announced(2).await, ["c"]);
    assert_eq!(announced(2).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_act_that_is_reported_is_in_the_record_and_not_announced() {
    let room = Room::new().await;
    let signature = signed(now());
    for what in ["a", "b", "c"] {
        let done = room.store.audit_reported(&signature, what, None, None);
        done.await.unwrap();
        if what != "c" {
            let done = room.store.audit(&signature, "told", None, None);
            done.await.unwrap();
        }
    }
    for _ in 0..2 {
        let acts = room.store.unannounced(1).await.unwrap();
        assert_eq!(acts.len(), 1);
        assert_eq!(acts[0].what, "told");
    }
    assert_eq!(room.store.unannounced(1).await.unwrap(), []);
    let page = room.store.audit_page(Page { number: 1, size: 9 });
    assert_eq!(page.await.unwrap().total, 5);
}

#[tokio::test]
async fn guilds_with_commands_are_remembered_until_they_have_none() {
    let room = Room::new().await;
    for (guild, registered) in [(u64::MAX, true), (7, true), (7, true), (8, false)] {
        let noted = room.store.note_registered(guild, registered);
        noted.await.unwrap();
    }
    let known = room.store.registered_guilds().await.unwrap();
    assert_eq!(known.into_iter().collect::<Vec<_>>(), [7, u64::MAX]);
    room.store.note_registered(7, false).await.unwrap();
    assert_eq!(room.store.registered_guilds().await.unwrap().len(), 1);
}
