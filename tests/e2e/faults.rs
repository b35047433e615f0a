//! Faults between Discord and the bot, beside those of `standing.rs`: each question is answered
//! once all the same.

use std::time::Duration;

use discord_stand_in::{Fault, Member, Setup, StandIn};

use crate::asking::{answered_once, ask, ready};
use crate::support::Bot;

async fn town() -> (StandIn, Member, Bot) {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    let bot = ready(&discord).await;
    (discord, ana, bot)
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
    let _bot = ready(&discord).await;
    discord.gateway().ignore_heartbeats();
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
    let (discord, ana, _bot) = town().await;
    for (number, code) in [4000, 4002, 4008].into_iter().enumerate() {
        discord.gateway().close(Some(code));
        discord.gateway().resumed(number + 1).await;
        answered_once(&ana, number).await;
    }
    assert_eq!(discord.gateway().identifies(), 1);
}

/// A close with this code, or none, after which the bot must be there again.
async fn comes_back_after(code: Option<u16>) {
    let (discord, ana, _bot) = town().await;
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

#[tokio::test]
async fn a_short_rate_limit_on_the_answer_is_waited_out() {
    let (discord, ana, _bot) = town().await;
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
    let (discord, ana, bot) = town().await;
    discord
        .on("callback")
        .times(10)
        .rate_limited(Duration::from_secs(60));
    let (asked, _) = ask(&ana, 0).await;
    asked.goes_unanswered().await;
    discord.heal();
    answered_once(&ana, 1).await;
    assert_eq!(asked.messages().len(), 0);
    let complaints = bot.lines_with("WARN") + bot.lines_with("ERROR");
    assert_eq!(complaints, 1, "{}", bot.log());
    // The answer, once; the limit is not hammered.
    assert_eq!(discord.invalid_requests(), 1);
}

#[tokio::test]
async fn server_errors_and_lost_connections_are_tried_again() {
    let (discord, ana, _bot) = town().await;
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
    let (discord, ana, bot) = town().await;
    discord.on("callback").with(Fault::AnswerLost);
    answered_once(&ana, 0).await;
    discord
        .on("callback")
        .with(Fault::AnsweredLate(Duration::from_secs(1)));
    answered_once(&ana, 1).await;
    answered_once(&ana, 2).await;
    assert!(!bot.log().contains("ERROR"), "{}", bot.log());
}

#[tokio::test]
async fn a_gateway_address_that_is_not_there_yet_is_asked_for_again() {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    discord.on("GET /gateway").times(2).status(503);
    let _bot = ready(&discord).await;
    answered_once(&ana, 0).await;
}
