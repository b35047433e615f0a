//! Starting: what is refused, and what is said, registered and logged once it runs.

use discord_stand_in::{Setup, StandIn};

use crate::support::{ANSWER, Bot, Program, QUESTION};

const SECRET: &str = "MTAwMDAwMDAwMDAwMDAwMDAx.AAAAAA.made-up-for-tests-and-nobodys-token";

#[test]
fn it_does_not_start_without_a_token() {
    let ran = Program::new("run").run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("DISCORD_TOKEN_FILE"), "{}", ran.err);
}

#[test]
fn it_does_not_start_with_what_is_no_token_and_does_not_repeat_it() {
    let ran = Program::new("run")
        .env("DISCORD_TOKEN", "hunter2hunter2")
        .run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("Developer Portal"), "{}", ran.err);
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
}

#[test]
fn it_does_not_start_with_a_bad_configuration() {
    let ran = Program::new("run")
        .env("DISCORD_TOKEN", SECRET)
        .file("config/attache.toml", "[limits]\nquestion = 1\n")
        .run();
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("config/attache.toml") && ran.err.contains("`question`"),
        "{}",
        ran.err
    );
    let ran = Program::new("run")
        .env("DISCORD_TOKEN", SECRET)
        .env("ATTACHE_SEARCH_QUEUE", "0")
        .run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("ATTACHE_SEARCH_QUEUE"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_start_with_a_token_that_discord_refuses() {
    let discord = StandIn::start().await;
    let ran = Program::bot(&discord).env("DISCORD_TOKEN", SECRET).run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("refuses the token"), "{}", ran.err);
    assert!(!ran.err.contains(SECRET), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_connects_to_no_gateway_but_the_proxys() {
    let discord = StandIn::start().await;
    // The same server under another name hands out a gateway on a host that was not configured.
    let elsewhere = discord.rest_url().replace("127.0.0.1", "localhost");
    let ran = Program::bot(&discord)
        .env("ATTACHE_DISCORD_PROXY", &elsewhere)
        .run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("gateway_hosts"), "{}", ran.err);
    assert_eq!(discord.gateway().identifies(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_in_one_request() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let reply = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(reply.text().contains(ANSWER), "{}", reply.render());
    let sent = discord.requests_to("POST /interactions").len();
    assert_eq!((sent, discord.requests_to("/webhooks").len()), (1, 0));
    bot.counts("attache_questions_total{surface=\"command\",verdict=\"answered\"} 1")
        .await;
    let metrics = bot.metrics().await;
    for line in [
        "attache_shard_connected{shard=\"0\"} 1",
        "attache_generation 1",
        "attache_search_seconds_count 1",
        "attache_reply_seconds_count 1",
        "attache_gateway_lag_seconds_count 1",
    ] {
        assert!(metrics.lines().any(|known| known == line), "{metrics}");
    }
    assert_eq!(bot.lines_with("question answered"), 1);
    assert!(!bot.log().contains(QUESTION), "{}", bot.log());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_registered_only_when_they_differ() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    drop(bot);
    let bot = Program::bot(&discord).start();
    bot.logs("commands are registered already").await;
    assert_eq!(discord.requests_to("PUT /applications").len(), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_runs_the_shards_it_is_given() {
    let setup = Setup {
        shards: 4,
        ..Setup::default()
    };
    let discord = StandIn::start_with(setup).await;
    let bot = Program::bot(&discord).args(&["--shards", "3..3/4"]).start();
    bot.connected().await;
    let metrics = bot.metrics().await;
    let shards = metrics.matches("attache_shard_connected{").count();
    assert_eq!((shards, discord.gateway().identifies()), (1, 1));
    assert!(metrics.contains("attache_shard_connected{shard=\"3\"} 1"));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn all_shards_that_discord_recommends_come_up_side_by_side() {
    let setup = Setup {
        shards: 3,
        max_concurrency: 3,
        ..Setup::default()
    };
    let discord = StandIn::start_with(setup).await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let reply = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(reply.text().contains(ANSWER));
    assert_eq!(discord.gateway().identifies(), 3);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_is_logged_even_at_the_finest_level() {
    let discord = StandIn::start().await;
    let bot = Program::bot(&discord)
        .env("ATTACHE_LOG_FILTER", "trace")
        .args(&["--log-format", "json"])
        .start();
    bot.logs("shard connected").await;
    discord.ready().await;
    let ana = discord.guild("town").member("ana");
    discord.on("callback").status(503);
    let answered = ana.slash("ask").option("question", QUESTION).send().await;
    answered.reply().await;
    // Refused for good: the error goes to the log too.
    discord.on("callback").times(9).status(400);
    let failed = ana.slash("ask").option("question", QUESTION).send().await;
    bot.logs("answering failed").await;
    bot.logs(r#""question":""#).await;
    discord.gateway().ask_to_reconnect();
    discord.gateway().resumed(1).await;
    let log = bot.log();
    for token in [discord.token(), &answered.token(), &failed.token()] {
        assert!(
            token.len() > 20 && !log.contains(token),
            "a token is in the log"
        );
    }
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("every line is JSON");
    }
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn check_tells_the_invite_link_and_starts_nothing() {
    let discord = StandIn::start().await;
    let ran = Program::new("check").against(&discord).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let link = format!(
        "https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands&permissions=",
        discord.application_id()
    );
    assert!(ran.out.contains(&link), "{}", ran.out);
    assert_eq!(discord.gateway().identifies(), 0);
    assert!(discord.requests_to("PUT").is_empty());
    let ran = Program::new("check").run();
    assert_eq!(ran.code, Some(2));
    discord.finish();
}
