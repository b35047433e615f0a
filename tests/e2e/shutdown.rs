//! Stopping: what is under way is finished, then the gateway is closed.

use std::time::Duration;

use discord_stand_in::{Fault, StandIn};

use crate::support::{ANSWER, Bot, QUESTION, until};

async fn stops_cleanly_on(signal: &str) {
    let discord = StandIn::start().await;
    let mut bot = Bot::of(&discord).await;
    bot.signal(signal);
    assert_eq!(bot.ended().await.code(), Some(0));
    discord.gateway().disconnected().await;
    assert_eq!(bot.lines_with("stopped"), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_stops_it_cleanly() {
    stops_cleanly_on("TERM").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_stops_it_cleanly() {
    stops_cleanly_on("INT").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_under_way_is_finished_first() {
    let discord = StandIn::start().await;
    let mut bot = Bot::of(&discord).await;
    discord
        .on("callback")
        .with(Fault::Delayed(Duration::from_secs(1)));
    let ana = discord.guild("town").member("ana");
    let asked = ana.slash("ask").option("question", QUESTION).send().await;
    until("the answer to be sent", || {
        discord.requests_to("callback").len() == 1
    })
    .await;
    bot.signal("TERM");
    bot.logs("stopping").await;
    assert!(asked.reply().await.text().contains(ANSWER));
    assert_eq!(bot.ended().await.code(), Some(0));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_while_stopping_is_not_taken() {
    let discord = StandIn::start().await;
    let mut bot = Bot::of(&discord).await;
    discord
        .on("callback")
        .with(Fault::Delayed(Duration::from_secs(2)));
    let ana = discord.guild("town").member("ana");
    let first = ana.slash("ask").option("question", QUESTION).send().await;
    until("the answer to be sent", || {
        discord.requests_to("callback").len() == 1
    })
    .await;
    bot.signal("TERM");
    bot.logs("stopping").await;
    ana.slash("ask").option("question", QUESTION).send().await;
    bot.counts("attache_dropped_total{reason=\"stopping\"} 1")
        .await;
    assert!(first.reply().await.text().contains(ANSWER));
    assert_eq!(bot.ended().await.code(), Some(0));
    assert_eq!(discord.requests_to("callback").len(), 1);
    discord.finish();
}
