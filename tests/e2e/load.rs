//! Many at once.

use std::collections::HashMap;

use discord_stand_in::StandIn;
use futures_util::future::join_all;

use crate::asking::{ask, ready};

const GUILDS: usize = 40;
const MEMBERS: usize = 200;
const QUESTIONS_EACH: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_questions_of_two_hundred_members_are_each_answered_once() {
    let discord = StandIn::start().await;
    let guilds: Vec<_> = (0..GUILDS)
        .map(|n| discord.guild(&format!("town {n}")))
        .collect();
    let _bot = ready(&discord).await;
    let members = (0..MEMBERS).map(|n| guilds[n % GUILDS].member(&format!("member {n}")));
    let asking = members.enumerate().map(|(n, member)| {
        tokio::spawn(async move {
            let mut seen = Vec::new();
            for turn in 0..QUESTIONS_EACH {
                let (asked, expected) = ask(&member, n + turn).await;
                let reply = asked.reply().await;
                assert!(reply.text().contains(expected), "{}", reply.render());
                seen.push((asked.id(), asked.messages().len()));
            }
            seen
        })
    });
    let all: Vec<_> = join_all(asking).await;
    let all: HashMap<u64, usize> = all
        .into_iter()
        .flat_map(|seen| seen.expect("it asked"))
        .collect();
    assert_eq!(all.len(), MEMBERS * QUESTIONS_EACH);
    assert!(all.values().all(|messages| *messages == 1));
    assert_eq!(
        discord.requests_to("callback").len(),
        MEMBERS * QUESTIONS_EACH
    );
    assert_eq!(discord.repeated_callbacks(), 0);
}
