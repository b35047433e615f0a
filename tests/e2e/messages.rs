//! Mentions, replies, follow-ups and direct messages, without the message content intent.

use discord_stand_in::{Setup, StandIn};

use crate::support::{ANSWER, Bot, Program, QUESTION};

/// Nothing here may need a privileged intent.
async fn discord() -> StandIn {
    StandIn::start_with(Setup::without_privileged_intents()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_with_a_question_is_answered_by_a_reply() {
    let discord = discord().await;
    let _bot = Bot::of(&discord).await;
    let asked = discord
        .guild("town")
        .member("ana")
        .mentions_bot(QUESTION)
        .await;
    let answer = asked.answer().await;
    assert!(answer.text().contains(ANSWER), "{}", answer.render());
    assert_eq!(answer.message().replies_to, Some(asked.id()));
    assert_eq!(asked.answers().len(), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_the_articles_do_not_cover_is_told_in_a_line() {
    let discord = discord().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let asked = ana.mentions_bot("which quarks have colour charge?").await;
    let answer = asked.answer().await;
    assert_eq!(
        answer.text().trim().lines().count(),
        1,
        "{}",
        answer.render()
    );
    assert!(answer.text().contains("don’t cover this"));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_mention_is_told_how_to_ask() {
    let discord = discord().await;
    let _bot = Bot::of(&discord).await;
    let asked = discord.guild("town").member("ana").mentions_bot("").await;
    assert!(asked.answer().await.text().contains("/help"));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_in_reply_to_a_question_answers_that() {
    let discord = StandIn::start().await;
    let bot = Program::bot(&discord)
        .env("ATTACHE_DISCORD_MESSAGE_CONTENT", "true")
        .start();
    bot.connected().await;
    discord.ready().await;
    let guild = discord.guild("town");
    let question = guild.member("ben").says(&guild.channel(), QUESTION).await;
    let asked = guild
        .member("ana")
        .replies_with_mention(&question, "")
        .await;
    let answer = asked.answer().await;
    assert!(answer.text().contains(ANSWER), "{}", answer.render());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_in_reply_to_what_cannot_be_read_says_what_to_do() {
    let discord = discord().await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let question = guild.member("ben").says(&guild.channel(), QUESTION).await;
    let asked = guild
        .member("ana")
        .replies_with_mention(&question, "")
        .await;
    let answer = asked.answer().await;
    assert!(
        answer.text().contains("Find sources"),
        "{}",
        answer.render()
    );
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_an_answer_follows_it_up_even_after_a_restart() {
    let discord = discord().await;
    let bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let first = ana
        .mentions_bot("Who closed the bridge?")
        .await
        .answer()
        .await;
    assert!(first.text().contains("mayor"), "{}", first.render());
    drop(bot);
    let _bot = Program::bot(&discord).start();
    discord.gateway().identified(2).await;
    let follow_up = ana.replies_to(&first, "and why?").await;
    let answer = follow_up.answer().await;
    assert!(answer.text().contains("blockade"), "{}", answer.render());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn thanks_for_an_answer_bots_and_everyone_stay_unanswered() {
    let discord = discord().await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let ana = guild.member("ana");
    let answer = ana.mentions_bot(QUESTION).await.answer().await;
    ana.replies_to(&answer, "thanks!")
        .await
        .stays_unanswered()
        .await;
    let unasked = ana.says(&guild.channel(), QUESTION).await;
    unasked.stays_unanswered().await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_messages_are_answered() {
    let discord = discord().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let asked = ana.writes_directly(QUESTION).await;
    assert!(asked.answer().await.text().contains(ANSWER));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_limit_a_member_is_told_once_and_a_moderator_is_answered() {
    let discord = discord().await;
    let bot = Program::bot(&discord)
        .env("ATTACHE_LIMITS_QUESTIONS", "1")
        .env("ATTACHE_LIMITS_PER_SECONDS", "600")
        .start();
    bot.connected().await;
    discord.ready().await;
    let guild = discord.guild("town");
    let ana = guild.member("ana");
    assert!(
        ana.mentions_bot(QUESTION)
            .await
            .answer()
            .await
            .text()
            .contains(ANSWER)
    );
    let told = ana.mentions_bot(QUESTION).await.answer().await;
    assert!(told.text().contains("<t:"), "{}", told.render());
    ana.mentions_bot(QUESTION).await.stays_unanswered().await;
    let mira = guild.moderator("mira");
    for _ in 0..3 {
        let answer = mira.mentions_bot(QUESTION).await.answer().await;
        assert!(answer.text().contains(ANSWER), "{}", answer.render());
    }
    discord.finish();
}
