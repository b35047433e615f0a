//! Message menu → Apps → Find sources.

use discord_stand_in::StandIn;

use crate::support::{ANSWER, Bot};

const NAME: &str = "Find sources";

#[tokio::test(flavor = "multi_thread")]
async fn each_claim_of_a_message_gets_its_passage_or_the_word_that_there_is_none() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let claims = "Herring prices doubled within a week! Penguins juggle violins underwater.";
    let said = guild.member("ben").says(&guild.channel(), claims).await;
    let reply = guild
        .member("ana")
        .message_command(NAME, &said)
        .reply()
        .await;
    assert!(reply.is_private());
    let text = reply.text();
    assert!(text.contains(ANSWER), "{text}");
    assert!(text.contains("Penguins juggle violins"), "{text}");
    assert_eq!(text.matches("don’t mention this").count(), 1, "{text}");
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_without_a_claim_is_said_to_have_none() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let said = guild.member("ben").says(&guild.channel(), "lol 😀").await;
    let reply = guild
        .member("ana")
        .message_command(NAME, &said)
        .reply()
        .await;
    assert!(reply.is_private() && reply.text().contains("no claim"));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_works_where_only_the_asker_has_the_bot_installed() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana").in_private_channel();
    let answer = ana
        .slash("ask")
        .option("question", "Who blocked the harbour gate?");
    let answer = answer.reply().await;
    let reply = ana.message_command(NAME, &answer).reply().await;
    assert!(reply.is_private());
    discord.finish();
}
