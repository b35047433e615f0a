//! No token is logged, whatever the level and whatever goes wrong.

use std::time::Duration;

use discord_stand_in::{Fault, StandIn};

use crate::asking::{ask, unhurried};

#[tokio::test]
async fn a_run_at_trace_level_logs_no_token_of_the_bot_or_of_an_interaction() {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    let mut bot = unhurried(&discord)
        .env("ATTACHE_LOG_FILTER", "trace")
        .start();
    discord.ready().await;
    let mut tokens = vec![discord.token().to_owned()];
    let faults = [
        None,
        Some(Fault::Status(500)),
        Some(Fault::Status(403)),
        Some(Fault::Dropped),
        Some(Fault::AnswerLost),
        Some(Fault::RateLimited {
            after: Duration::from_secs(9),
            global: false,
            headers: true,
        }),
    ];
    for fault in faults {
        if let Some(fault) = fault {
            discord.on("callback").with(fault);
        }
        let (asked, _) = ask(&ana, 0).await;
        tokens.push(asked.token());
        asked.outcome().await;
        discord.heal();
    }
    discord.gateway().drop_sockets();
    discord.gateway().resumed(1).await;
    bot.signal("TERM");
    bot.ended().await;
    let log = bot.log();
    assert!(
        log.contains("TRACE"),
        "the run was not logged at trace level"
    );
    for token in tokens {
        // Parts count too: half a token is half a secret.
        let parts = token.split('.').filter(|part| part.len() > 12);
        for part in parts.chain(token.get(token.len() - 30..)) {
            let line = log.lines().find(|line| line.contains(part));
            assert_eq!(line, None);
        }
    }
}
