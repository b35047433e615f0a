//! What keeps the bot standing when Discord, or serenity, does not behave.

use std::time::Duration;

use discord_stand_in::{Fault, Setup, StandIn};

use crate::support::{ANSWER, Bot, Program, QUESTION};

const SOON: Duration = Duration::from_secs(1);

async fn answers(discord: &StandIn, member: &str) {
    let member = discord.guild("town").member(member);
    let reply = member
        .slash("ask")
        .option("question", QUESTION)
        .reply()
        .await;
    assert!(reply.text().contains(ANSWER), "{}", reply.render());
}

/// serenity's reader spins for a heartbeat's 41 seconds on these and starves its runtime: without
/// the watchdog the wait for the second identify fails.
async fn survives_a_close(code: Option<u16>) {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    discord.gateway().close(code);
    // Metrics live elsewhere and never stop.
    assert!(bot.metrics().await.contains("attache_generation 1"));
    discord.gateway().identified(2).await;
    bot.connected().await;
    answers(&discord, "ana").await;
    bot.counts("attache_gateway_restarts_total 1").await;
    // The reader that spun was stopped: by itself it would go on for a heartbeat's 41 seconds.
    bot.counts("attache_gateway_abandoned 0").await;
    assert_eq!(bot.lines_with("opening a gateway connection anew"), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_frame_without_a_code_is_survived() {
    survives_a_close(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn close_code_4003_is_survived() {
    survives_a_close(Some(4003)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn close_code_4010_is_survived() {
    survives_a_close(Some(4010)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn close_code_4011_is_survived() {
    survives_a_close(Some(4011)).await;
}

/// The other reason to end: `hung.rs` has the first.
#[tokio::test(flavor = "multi_thread")]
async fn too_many_readers_that_spin_end_the_process_for_its_supervisor() {
    let setup = Setup {
        shards: 16,
        max_concurrency: 16,
        ..Setup::default()
    };
    let discord = StandIn::start_with(setup).await;
    let mut bot = Bot::of(&discord).await;
    discord.gateway().close(None);
    assert_eq!(bot.ended().await.code(), Some(75), "{}", bot.log());
    bot.logs("too many gateway connections spin").await;
    assert_eq!(bot.lines_with("ending the process"), 1);
    discord.finish();
}

/// Ends with what to do, which is for a person: 75 would say that a new start helps.
async fn gives_up(mut bot: Bot, told: &str) {
    assert_eq!(bot.ended().await.code(), Some(2), "{}", bot.log());
    bot.logs(told).await;
    bot.logs("Developer Portal").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_reset_while_it_runs_ends_it_with_what_to_do() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    discord.gateway().close(Some(4004));
    gives_up(bot, "refuses the token").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn intents_that_everybody_may_have_and_it_may_not_end_it_with_what_to_do() {
    let setup = Setup {
        // Messages of guilds.
        disallowed_intents: 1 << 9,
        ..Setup::default()
    };
    let discord = StandIn::start_with(setup).await;
    let bot = Program::bot(&discord).start();
    gives_up(bot, "refuses to send messages").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_resumed_and_questions_answered_after() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    let gateway = discord.gateway();
    gateway.ask_to_reconnect();
    gateway.resumed(1).await;
    answers(&discord, "ana").await;
    gateway.invalidate_sessions(true);
    gateway.resumed(2).await;
    answers(&discord, "ben").await;
    gateway.drop_sockets();
    gateway.resumed(3).await;
    answers(&discord, "cem").await;
    gateway.close(Some(4000));
    gateway.resumed(4).await;
    answers(&discord, "dan").await;
    assert_eq!(gateway.identifies(), 1);
    bot.counts("attache_gateway_restarts_total 0").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_invalid_is_opened_anew() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    discord.gateway().invalidate_sessions(false);
    discord.gateway().identified(2).await;
    answers(&discord, "ana").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn heartbeats_that_go_unanswered_open_the_connection_anew() {
    let setup = Setup {
        heartbeat_interval: SOON,
        ..Setup::default()
    };
    let discord = StandIn::start_with(setup).await;
    let _bot = Bot::of(&discord).await;
    discord.gateway().freeze_sockets();
    discord.gateway().identified(2).await;
    answers(&discord, "ana").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_falls_silent_is_opened_anew() {
    let discord = StandIn::start().await;
    let bot = Program::bot(&discord)
        .env("ATTACHE_GATEWAY_SILENCE_SECONDS", "3")
        .start();
    bot.connected().await;
    discord.ready().await;
    // serenity itself notices when the next heartbeat goes unanswered, after 41 seconds.
    discord.gateway().freeze_sockets();
    bot.logs("nothing is heard").await;
    discord.gateway().identified(2).await;
    bot.connected().await;
    answers(&discord, "ana").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_message_content_intent_the_rest_works_and_the_log_says_so() {
    let discord = StandIn::start_with(Setup::without_privileged_intents()).await;
    let bot = Program::bot(&discord)
        .env("ATTACHE_DISCORD_MESSAGE_CONTENT", "true")
        .start();
    bot.connected().await;
    discord.ready().await;
    answers(&discord, "ana").await;
    assert_eq!(bot.lines_with("Message Content Intent"), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_comes_twice_is_answered_once() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    discord.gateway().duplicate_next(1);
    answers(&discord, "ana").await;
    bot.counts("attache_dropped_total{reason=\"duplicate\"} 1")
        .await;
    answers(&discord, "ben").await;
    assert_eq!(discord.requests_to("callback").len(), 2);
    assert_eq!(discord.repeated_callbacks(), 0);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_is_waited_out_and_delays_nobody_else() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    discord.on("callback").rate_limited(SOON);
    let ana = guild
        .member("ana")
        .slash("ask")
        .option("question", QUESTION);
    let waiting = ana.send().await;
    discord.requested("callback", 1).await;
    let ben = guild
        .member("ben")
        .slash("ask")
        .option("question", QUESTION);
    assert!(ben.reply().await.took() < SOON);
    let reply = waiting.reply().await;
    assert!(reply.text().contains(ANSWER) && reply.took() >= SOON);
    bot.counts("attache_rate_limited_total{request=\"callback\"} 1")
        .await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_server_is_asked_again() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    discord.on("callback").times(2).status(503);
    answers(&discord, "ana").await;
    discord.on("callback").with(Fault::Dropped);
    answers(&discord, "ben").await;
    assert_eq!(discord.repeated_callbacks(), 0);
    assert_eq!(bot.lines_with("ERROR"), 0, "{}", bot.log());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_whose_receipt_was_lost_is_not_taken_for_a_failure() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    discord.on("callback").with(Fault::AnswerLost);
    answers(&discord, "ana").await;
    bot.counts("attache_questions_total{surface=\"command\",verdict=\"answered\"} 1")
        .await;
    assert_eq!(discord.repeated_callbacks(), 1);
    assert_eq!(bot.lines_with("ERROR"), 0, "{}", bot.log());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_discord_no_longer_waits_for_is_dropped_logged_and_counted() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    discord
        .on("callback")
        .with(Fault::Delayed(Duration::from_secs(4)));
    let ana = discord.guild("town").member("ana");
    let asked = ana.slash("ask").option("question", QUESTION).send().await;
    asked.goes_unanswered().await;
    bot.counts("attache_dropped_total{reason=\"late\"} 1").await;
    bot.logs("interaction dropped").await;
    assert_eq!(bot.lines_with("interaction dropped"), 1);
    assert_eq!(discord.requests_to("callback").len(), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_told_in_one_private_line_with_its_number() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    discord.on("callback").status(400);
    let ana = discord.guild("town").member("ana");
    let asked = ana.slash("ask").option("question", QUESTION).send().await;
    let reply = asked.reply().await;
    assert!(reply.is_private());
    assert!(
        reply.text().contains(&asked.id().to_string()),
        "{}",
        reply.text()
    );
    bot.logs("answering failed").await;
    assert_eq!(bot.lines_with("answering failed"), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_queue_is_full_members_are_told_to_try_again() {
    let discord = StandIn::start().await;
    let bot = Program::bot(&discord)
        .env("ATTACHE_SEARCH_THREADS", "1")
        .env("ATTACHE_SEARCH_QUEUE", "1")
        .start();
    bot.connected().await;
    discord.ready().await;
    let guild = discord.guild("town");
    let mut asked = Vec::new();
    for number in 0..60 {
        let member = guild.member(&format!("member{number}"));
        asked.push(
            member
                .slash("ask")
                .option("question", QUESTION)
                .send()
                .await,
        );
    }
    let mut busy = 0;
    for asked in asked {
        let reply = asked.reply().await;
        if !reply.text().contains(ANSWER) {
            assert!(reply.is_private() && reply.text().contains("try again"));
            busy += 1;
        }
    }
    assert!(busy > 0, "nobody was told");
    bot.counts(&format!("attache_dropped_total{{reason=\"busy\"}} {busy}"))
        .await;
    discord.finish();
}
