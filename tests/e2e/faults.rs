//! What goes wrong between Discord and the bot: it recovers, and answers each question once.

use std::time::Duration;

use discord_stand_in::{Asked, Fault, Member, Setup, StandIn};

use crate::support::{Attache, QUESTIONS};

/// Asks one of the known questions and makes sure that its answer comes, once.
async fn answered_once(member: &Member, number: usize) {
    let (question, expected) = QUESTIONS[number % QUESTIONS.len()];
    let asked = member
        .slash("ask")
        .option("question", question)
        .send()
        .await;
    once(&asked, expected).await;
}

async fn once(asked: &Asked, expected: &str) {
    let reply = asked.reply().await;
    assert!(reply.text().contains(expected), "{}", reply.render());
    assert_eq!(asked.messages().len(), 1);
}

async fn town() -> (StandIn, Member, Attache) {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    let attache = Attache::ready(&discord).await;
    (discord, ana, attache)
}

#[tokio::test]
async fn a_lost_socket_is_resumed_and_what_was_missed_is_answered() {
    let (discord, ana, _attache) = town().await;
    answered_once(&ana, 0).await;
    discord.gateway().drop_sockets();
    answered_once(&ana, 1).await;
    discord.gateway().resumed(1).await;
    assert_eq!(discord.gateway().identifies(), 1);
}

#[tokio::test]
async fn a_reconnect_request_is_obeyed_and_nothing_is_lost() {
    let (discord, ana, _attache) = town().await;
    discord.gateway().ask_to_reconnect();
    answered_once(&ana, 0).await;
    discord.gateway().resumed(1).await;
    answered_once(&ana, 1).await;
}

#[tokio::test]
async fn an_invalid_session_that_can_be_resumed_is() {
    let (discord, ana, _attache) = town().await;
    discord.gateway().invalidate_sessions(true);
    discord.gateway().resumed(1).await;
    answered_once(&ana, 0).await;
    assert_eq!(discord.gateway().identifies(), 1);
}

#[tokio::test]
async fn an_invalid_session_that_is_gone_is_opened_anew() {
    let (discord, ana, _attache) = town().await;
    discord.gateway().invalidate_sessions(false);
    discord.gateway().identified(2).await;
    answered_once(&ana, 0).await;
}

/// A Discord that wants a heartbeat twice a second.
async fn brisk() -> StandIn {
    let heartbeat_interval = Duration::from_millis(500);
    StandIn::start_with(Setup {
        heartbeat_interval,
        ..Setup::default()
    })
    .await
}

#[tokio::test]
async fn heartbeats_without_an_answer_open_the_connection_anew() {
    let discord = brisk().await;
    let ana = discord.guild("town").member("ana");
    let _attache = Attache::ready(&discord).await;
    discord.gateway().ignore_heartbeats();
    reconnected(&discord).await;
    answered_once(&ana, 0).await;
}

#[tokio::test]
async fn a_frozen_socket_is_given_up() {
    let discord = brisk().await;
    let ana = discord.guild("town").member("ana");
    let _attache = Attache::ready(&discord).await;
    discord.gateway().freeze_sockets();
    reconnected(&discord).await;
    answered_once(&ana, 0).await;
}

/// Waits until a second connection was made, by either way.
async fn reconnected(discord: &StandIn) {
    let gateway = discord.gateway();
    tokio::select! {
        () = gateway.identified(2) => {}
        () = gateway.resumed(1) => {}
    }
}

/// The codes that keep the session.
#[tokio::test]
async fn after_close_codes_that_keep_the_session_it_is_resumed() {
    let (discord, ana, _attache) = town().await;
    for (number, code) in [4000, 4002, 4008].into_iter().enumerate() {
        discord.gateway().close(Some(code));
        discord.gateway().resumed(number + 1).await;
        answered_once(&ana, number).await;
    }
    assert_eq!(discord.gateway().identifies(), 1);
}

/// A close with this code, or none, after which the bot must be there again.
async fn comes_back_after(code: Option<u16>) {
    let (discord, ana, _attache) = town().await;
    discord.gateway().close(code);
    reconnected(&discord).await;
    answered_once(&ana, 0).await;
}

#[tokio::test]
async fn comes_back_after_close_codes_that_end_the_session() {
    tokio::join!(
        comes_back_after(Some(1000)),
        comes_back_after(Some(4007)),
        comes_back_after(Some(4009)),
    );
}

/// On these serenity's reader spins until the next heartbeat, 41 seconds.
#[tokio::test]
async fn comes_back_in_seconds_after_close_frames_that_make_the_reader_spin() {
    tokio::join!(
        comes_back_after(None),
        comes_back_after(Some(4003)),
        comes_back_after(Some(4010)),
        comes_back_after(Some(4011)),
    );
}

#[tokio::test]
async fn an_event_sent_twice_is_answered_once() {
    let (discord, ana, _attache) = town().await;
    discord.gateway().duplicate_next(2);
    let (question, expected) = QUESTIONS[0];
    let asked = ana.slash("ask").option("question", question).send().await;
    once(&asked, expected).await;
    // A second question goes all the way after the duplicate of the first.
    answered_once(&ana, 1).await;
    assert_eq!(discord.requests_to("callback").len(), 2);
}

#[tokio::test]
async fn a_short_rate_limit_on_the_answer_is_waited_out() {
    let (discord, ana, _attache) = town().await;
    for (number, (global, headers)) in [(false, true), (true, true), (false, false)]
        .into_iter()
        .enumerate()
    {
        discord.on("callback").with(Fault::RateLimited {
            after: Duration::from_millis(300),
            global,
            headers,
        });
        answered_once(&ana, number).await;
    }
    assert_eq!(discord.injected_faults(), 3);
}

#[tokio::test]
async fn a_rate_limit_beyond_the_deadline_is_not_answered_into_the_void() {
    let (discord, ana, attache) = town().await;
    discord
        .on("callback")
        .times(10)
        .rate_limited(Duration::from_secs(60));
    let asked = ana
        .slash("ask")
        .option("question", QUESTIONS[0].0)
        .send()
        .await;
    asked.goes_unanswered().await;
    discord.heal();
    answered_once(&ana, 1).await;
    assert_eq!(asked.messages().len(), 0);
    let complaints = attache
        .log()
        .lines()
        .filter(|l| l.contains("WARN") || l.contains("ERROR"))
        .count();
    assert_eq!(complaints, 1, "{}", attache.log());
}

#[tokio::test]
async fn server_errors_and_lost_connections_are_tried_again() {
    let (discord, ana, _attache) = town().await;
    let faults = [
        Fault::Status(500),
        Fault::Status(502),
        Fault::Status(503),
        Fault::Dropped,
    ];
    for (number, fault) in faults.into_iter().enumerate() {
        discord.on("callback").with(fault);
        answered_once(&ana, number).await;
    }
}

#[tokio::test]
async fn an_answer_whose_receipt_is_lost_is_not_given_twice() {
    let (discord, ana, attache) = town().await;
    discord.on("callback").with(Fault::AnswerLost);
    answered_once(&ana, 0).await;
    discord
        .on("callback")
        .with(Fault::AnsweredLate(Duration::from_secs(1)));
    answered_once(&ana, 1).await;
    answered_once(&ana, 2).await;
    assert!(!attache.log().contains("ERROR"), "{}", attache.log());
}

#[tokio::test]
async fn a_gateway_address_that_is_not_there_yet_is_asked_for_again() {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    discord.on("GET /gateway").times(2).status(503);
    let _attache = Attache::ready(&discord).await;
    answered_once(&ana, 0).await;
}

#[tokio::test]
async fn what_was_asked_before_the_signal_is_answered_after_it() {
    let (discord, ana, attache) = town().await;
    discord
        .on("callback")
        .with(Fault::Delayed(Duration::from_millis(700)));
    let asked = ana
        .slash("ask")
        .option("question", QUESTIONS[0].0)
        .send()
        .await;
    discord.received("callback", 1).await;
    attache.terminate();
    once(&asked, QUESTIONS[0].1).await;
    let (code, log) = attache.ended().await;
    assert_eq!(code, Some(0), "{log}");
    discord.gateway().disconnected().await;
}

#[tokio::test]
async fn a_token_that_discord_refuses_ends_the_start_with_what_to_do() {
    let discord = StandIn::start().await;
    let wrong = discord.token().replace("St4nd1", "0therx");
    let attache = Attache::start_with(&discord, &[("DISCORD_TOKEN", &wrong)]);
    let (code, log) = attache.ended().await;
    assert_eq!(code, Some(2), "{log}");
    assert!(log.contains("Developer Portal"), "{log}");
    assert!(!log.contains(&wrong));
}
