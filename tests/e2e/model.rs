//! Ranking by meaning with a sentence model: a tiny random one, which finds what the words do.

#[path = "../models/tiny.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "shared with the index's tests; each uses a part of it"
)]
mod tiny;

use discord_stand_in::StandIn;

use crate::support::{ANSWER, Bot, Program};

/// A sentence of the article, with the answer.
const SENTENCE: &str =
    "Herring prices doubled within a week because trucks could not reach the quay.";

#[tokio::test(flavor = "multi_thread")]
async fn the_model_in_use_is_logged_and_told_and_questions_are_answered_with_it() {
    let discord = StandIn::start().await;
    let program = Program::bot(&discord)
        .file("config/attache.toml", "[semantic]\nmodel = \"../pocket\"\n")
        .with_folder("pocket", tiny::write);
    let bot = program.start();
    bot.connected().await;
    discord.ready().await;
    bot.logs("ranking by words and by meaning").await;
    assert_eq!(bot.lines_with("pocket"), 1, "{}", bot.log());
    let ana = discord.guild("town").member("ana");
    // To this model only what is the same means the same.
    let reply = ana.slash("ask").option("question", SENTENCE).reply().await;
    assert!(reply.text().contains(ANSWER), "{}", reply.render());
    let reply = ana.slash("about").reply().await;
    assert!(reply.text().contains("pocket"), "{}", reply.render());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_that_is_logged_and_told() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    bot.logs("ranking by words alone").await;
    let ana = discord.guild("town").member("ana");
    let reply = ana.slash("about").reply().await;
    let told = "I find passages by their words alone.";
    assert!(reply.text().contains(told), "{}", reply.render());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_start_with_a_model_that_is_not_there() {
    let discord = StandIn::start().await;
    let ran = Program::bot(&discord)
        .env("ATTACHE_SEMANTIC_MODEL", "huge")
        .run();
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("\"huge\"") && ran.err.contains("attache model install"),
        "{}",
        ran.err
    );
}
