//! Faults under answers that are messages, not responses to interactions: to mentions, in direct
//! messages, and in answer channels.

use std::time::Duration;

use discord_stand_in::{Channel, Fault, Member, Posted, Setup, StandIn};

use crate::asking::unhurried;
use crate::support::{ANSWER, Bot, QUESTION, until};

const SOON: Duration = Duration::from_millis(300);
/// `CREATE_PUBLIC_THREADS`.
const OPEN_THREADS: u64 = 1 << 35;

/// A channel where questions are answered, a member, and the bot.
async fn town(discord: &StandIn) -> (Channel, Member, Bot) {
    let bot = unhurried(discord)
        .env("ATTACHE_DISCORD_MESSAGE_CONTENT", "true")
        .start();
    bot.connected().await;
    discord.ready().await;
    let guild = discord.guild("town");
    let channel = guild.text_channel("questions");
    let set = guild
        .moderator("mira")
        .slash("settings answer-in")
        .option("channel", channel.id().to_string());
    set.reply().await;
    (channel, guild.member("ana"), bot)
}

async fn answered_once(asked: &Posted) {
    let answer = asked.answer().await;
    assert!(answer.text().contains(ANSWER), "{}", answer.render());
    assert_eq!(asked.answers().len(), 1);
}

fn passing_faults() -> [Fault; 6] {
    [
        Fault::RateLimited {
            after: SOON,
            global: false,
            headers: true,
        },
        Fault::RateLimited {
            after: SOON,
            global: true,
            headers: true,
        },
        Fault::Status(500),
        Fault::Status(503),
        Fault::Dropped,
        Fault::AnswerLost,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_passes_a_mention_is_answered_once() {
    let discord = StandIn::start().await;
    let (_, ana, _bot) = town(&discord).await;
    for fault in passing_faults() {
        discord.on("/messages").with(fault);
        answered_once(&ana.mentions_bot(QUESTION).await).await;
    }
    assert_eq!(discord.injected_faults(), passing_faults().len());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_passes_a_direct_message_is_answered_once() {
    let discord = StandIn::start().await;
    let (_, ana, _bot) = town(&discord).await;
    for fault in [Fault::Status(502), Fault::AnswerLost] {
        discord.on("/messages").with(fault);
        answered_once(&ana.writes_directly(QUESTION).await).await;
    }
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_passes_a_question_in_an_answer_channel_has_one_thread_and_answer() {
    let discord = StandIn::start().await;
    let (channel, ana, _bot) = town(&discord).await;
    for fault in passing_faults() {
        discord.on("/threads").with(fault);
        let asked = ana.says(&channel, QUESTION).await;
        answered_once(&asked).await;
        let answer = asked.answer().await;
        assert_eq!(answer.message().channel, asked.id(), "in its thread");
    }
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_delivered_twice_is_answered_once() {
    let discord = StandIn::start().await;
    let (channel, ana, bot) = town(&discord).await;
    discord.gateway().duplicate_next(3);
    let asked = [
        ana.mentions_bot(QUESTION).await,
        ana.writes_directly(QUESTION).await,
        ana.says(&channel, QUESTION).await,
    ];
    for asked in &asked {
        asked.answer().await;
    }
    // What comes after has been heard by then.
    answered_once(&ana.mentions_bot(QUESTION).await).await;
    for asked in &asked {
        answered_once(asked).await;
    }
    until("every line", || bot.lines_with("question answered") >= 4).await;
    assert_eq!(bot.lines_with("question answered"), 4, "{}", bot.log());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_thread_may_be_opened_the_answer_stands_beside_the_question() {
    let discord = StandIn::start().await;
    let (channel, ana, bot) = town(&discord).await;
    channel.deny_bot(OPEN_THREADS);
    let asked = ana.says(&channel, QUESTION).await;
    let answer = asked.answer().await;
    assert!(answer.text().contains(ANSWER), "{}", answer.render());
    assert_eq!(answer.message().channel, channel.id());
    assert_eq!(answer.message().replies_to, Some(asked.id()));
    bot.logs("allow Create Public Threads").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_stays_is_logged_once_and_the_next_question_is_answered() {
    let discord = StandIn::start_with(Setup::default()).await;
    let (_, ana, bot) = town(&discord).await;
    discord.on("/messages").times(20).status(500);
    let lost = ana.mentions_bot(QUESTION).await;
    bot.logs("answering a message failed").await;
    discord.heal();
    answered_once(&ana.mentions_bot(QUESTION).await).await;
    assert!(lost.answers().is_empty());
    assert_eq!(
        bot.lines_with("answering a message failed"),
        1,
        "{}",
        bot.log()
    );
    discord.finish();
}
