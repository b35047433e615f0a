//! What moderators see at its largest: nothing of it may be lost without a word.

use attache_index::ArticleId;
use serenity::model::Permissions;
use time::OffsetDateTime;

use super::accepted::assert_accepted;
use crate::messages::Language;
use crate::portal::{Lacking, PERMISSIONS};
use crate::refresh::{Reason, SourceLine, Status};
use crate::reply::{self, Reply};

fn text(reply: &Reply) -> String {
    serde_json::to_value(reply.clone().response())
        .unwrap()
        .to_string()
}

fn status(remarks: usize, failing: usize) -> Status {
    let long = "ы*".repeat(400);
    let source = |number: usize| SourceLine {
        id: ArticleId::parse(format!("{:a<60}{number:04}", "")).unwrap(),
        kind: "page",
        url: None,
        added: false,
        articles: 1,
        looked_at: None,
        failures: 3,
        trouble: Some(long.clone()),
        next: None,
    };
    Status {
        generation: None,
        warning: None,
        sources: (0..failing).map(source).collect(),
        held: Vec::new(),
        running: None,
        next: Some(OffsetDateTime::UNIX_EPOCH),
        last: None,
        remarks: vec![long.clone(); remarks],
    }
}

fn lacking(guilds: u64) -> Vec<Lacking> {
    let lacking = (1..=guilds).map(|id| Lacking {
        guild: "ы*".repeat(100),
        id: id.into(),
        missing: PERMISSIONS | Permissions::CREATE_PUBLIC_THREADS,
        fix: format!("https://discord.com/oauth2/authorize?guild_id={id}"),
    });
    lacking.collect()
}

#[test]
fn a_status_in_which_much_is_wrong_says_how_much_it_leaves_out() {
    for language in Language::ALL {
        let shown = reply::index_status(language, &status(20, 20), None, &lacking(20));
        assert_accepted(&shown);
        let text = text(&shown);
        // Where it stands is said in any case.
        assert!(text.contains("<t:0:R>"), "{text}");
        let told = text.matches("⚠").count();
        assert!(told > 2, "{text}");
        let more = language.say_with("and-more", [("count", (60 - told).into())]);
        assert!(text.contains(&more), "{told}: {text}");
    }
}

#[test]
fn a_guild_that_lacks_permissions_is_told_with_their_names_and_the_link() {
    for language in Language::ALL {
        let shown = reply::index_status(language, &status(0, 0), None, &lacking(1));
        let text = text(&shown);
        assert!(text.contains("guild_id=1>"), "{text}");
        for key in [
            "permission-view-channel",
            "permission-send-messages",
            "permission-send-in-threads",
            "permission-embed-links",
            "permission-read-history",
            "permission-create-threads",
        ] {
            assert!(text.contains(&language.say(key)), "{key}: {text}");
        }
    }
}

#[test]
fn the_text_that_is_held_by_now_is_shown_with_its_own_buttons() {
    let held = crate::refresh::Held {
        id: ArticleId::parse("a".repeat(64)).unwrap(),
        source: ArticleId::parse("quay").unwrap(),
        title: Some("ы*".repeat(400)),
        url: None,
        reason: Reason::Gone {
            why: "ы*".repeat(400),
        },
        since: OffsetDateTime::UNIX_EPOCH,
        changes: None,
        candidate: None,
    };
    for language in Language::ALL {
        let shown = reply::replaced(language, &held);
        assert_accepted(&shown);
        assert_eq!(shown.content, Some(language.say("held-replaced")));
        assert_eq!((shown.embeds.len(), shown.rows.len()), (2, 1));
    }
}
