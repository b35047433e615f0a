//! Channels and forums where every question is answered and nothing else is.

use discord_stand_in::{Guild, Setup, StandIn};

use crate::support::{ANSWER, Bot, Program, QUESTION};

async fn reading(discord: &StandIn) -> Bot {
    let bot = Program::bot(discord)
        .env("ATTACHE_DISCORD_MESSAGE_CONTENT", "true")
        .env("ATTACHE_LIMITS_QUESTIONS", "50")
        .start();
    bot.connected().await;
    discord.ready().await;
    bot
}

async fn set(guild: &Guild, command: &str, channel: u64) -> String {
    let reply = guild
        .moderator("mira")
        .slash(command)
        .option("channel", channel.to_string())
        .reply()
        .await;
    assert!(reply.is_private());
    reply.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_in_an_answer_channel_is_answered_in_its_thread() {
    let discord = StandIn::start().await;
    let _bot = reading(&discord).await;
    let guild = discord.guild("town");
    let channel = guild.text_channel("questions");
    let told = set(&guild, "settings answer-in", channel.id()).await;
    assert!(told.contains(&channel.mention()), "{told}");
    let asked = guild.member("ana").says(&channel, QUESTION).await;
    let answer = asked.answer().await;
    assert!(answer.text().contains(ANSWER), "{}", answer.render());
    assert_eq!(
        answer.message().channel,
        asked.id(),
        "in the question's thread"
    );
    assert_eq!(asked.answers().len(), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn small_talk_statements_replies_and_what_is_not_covered_get_silence() {
    let discord = StandIn::start().await;
    let _bot = reading(&discord).await;
    let guild = discord.guild("town");
    let channel = guild.text_channel("questions");
    set(&guild, "settings answer-in", channel.id()).await;
    let ana = guild.member("ana");
    let mut said = Vec::new();
    for text in [
        "hello everyone, how are you?",
        "Herring prices doubled within a week.",
        "thanks!",
        "!play why did herring prices double",
        "which quarks have colour charge?",
    ] {
        said.push(ana.says(&channel, text).await);
    }
    let reply = guild.member("ben").in_channel(&channel);
    said.push(reply.replies_to(&said[1], QUESTION).await);
    said.push(ana.says(&guild.channel(), QUESTION).await);
    for message in &said {
        message.stays_unanswered().await;
    }
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_post_that_asks_is_answered_in_it_once_until_the_forum_is_taken_back() {
    let discord = StandIn::start().await;
    let _bot = reading(&discord).await;
    let guild = discord.guild("town");
    let forum = guild.forum("ask-the-articles");
    set(&guild, "settings answer-in", forum.id()).await;
    let ana = guild.member("ana");
    let post = ana.posts(&forum, "Fish", QUESTION).await;
    let answer = post.answer().await;
    assert!(answer.text().contains(ANSWER), "{}", answer.render());
    assert_eq!(answer.message().channel, post.id());
    let titled = ana.posts(&forum, QUESTION, "I was away.").await;
    assert!(titled.answer().await.text().contains(ANSWER));
    let told = set(&guild, "settings stop-answering-in", forum.id()).await;
    assert!(told.contains("Forums: none"), "{told}");
    let later = ana.posts(&forum, "Fish", QUESTION).await;
    later.stays_unanswered().await;
    let other = guild.forum("elsewhere");
    ana.posts(&other, "Fish", QUESTION)
        .await
        .stays_unanswered()
        .await;
    assert_eq!(post.answers().len(), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_taken_back_is_silent_again() {
    let discord = StandIn::start().await;
    let _bot = reading(&discord).await;
    let guild = discord.guild("town");
    let channel = guild.text_channel("questions");
    set(&guild, "settings answer-in", channel.id()).await;
    let told = set(&guild, "settings stop-answering-in", channel.id()).await;
    assert!(!told.contains(&channel.mention()), "{told}");
    let asked = guild.member("ana").says(&channel, QUESTION).await;
    asked.stays_unanswered().await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_intent_the_settings_say_that_channels_wait_for_it() {
    let discord = StandIn::start_with(Setup::without_privileged_intents()).await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let channel = guild.text_channel("questions");
    let told = set(&guild, "settings answer-in", channel.id()).await;
    assert!(told.contains("message content"), "{told}");
    let asked = guild.member("ana").says(&channel, QUESTION).await;
    asked.stays_unanswered().await;
    discord.finish();
}
