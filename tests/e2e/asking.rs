//! Questions that the harbour's article answers, for tests that ask many.

use discord_stand_in::{Asked, Member, StandIn};

use crate::support::{Bot, Program};

/// Questions, each with a word that only its answer has.
pub(crate) const QUESTIONS: [(&str, &str); 4] = [
    ("Who blocked the harbour gate in March?", "Fishermen"),
    ("Why did herring prices double?", "trucks"),
    ("What did restaurants in Birch serve?", "turnips"),
    ("What did the mayor of Birch call the blockade?", "unlawful"),
];

/// The program, for members who ask more than a person would.
pub(crate) fn unhurried(discord: &StandIn) -> Program {
    Program::bot(discord)
        .env("ATTACHE_LIMITS_QUESTIONS", "1000000")
        .env("ATTACHE_SEARCH_QUEUE", "5000")
}

/// The same, connected and with its commands registered.
pub(crate) async fn ready(discord: &StandIn) -> Bot {
    let bot = unhurried(discord).start();
    discord.ready().await;
    bot
}

/// Has `member` ask a question, and returns before it is answered.
pub(crate) async fn ask(member: &Member, number: usize) -> (Asked, &'static str) {
    let (question, expected) = QUESTIONS[number % QUESTIONS.len()];
    let invocation = member.slash("ask").option("question", question);
    (invocation.send().await, expected)
}

/// Makes sure that the answer comes, and once.
pub(crate) async fn once(asked: &Asked, expected: &str) {
    let reply = asked.reply().await;
    assert!(reply.text().contains(expected), "{}", reply.render());
    assert_eq!(asked.messages().len(), 1);
}

/// Has `member` ask, and makes sure that the answer comes, and once.
pub(crate) async fn answered_once(member: &Member, number: usize) {
    let (asked, expected) = ask(member, number).await;
    once(&asked, expected).await;
}
