//! `/ask`: completion, privacy, what is not covered, the limit.

use discord_stand_in::StandIn;

use crate::support::{ANSWER, Bot, Program, QUESTION};

const SAMPLES: &str = "\
[[article]]
id = \"harbour\"
[article.questions]
en = [\"Why did herring prices double?\", \"How many penguins juggle?\"]
";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_completed_to_questions_headings_and_names() {
    let discord = StandIn::start().await;
    let bot = Program::bot(&discord)
        .file("config/questions.toml", SAMPLES)
        .file("config/sources.toml", "")
        .start();
    bot.connected().await;
    discord.ready().await;
    let ana = discord.guild("town").member("ana");
    for (typed, first) in [
        ("why did herr", QUESTION),
        ("price of", "The price of fish"),
        ("birc", "Birch"),
        ("", QUESTION),
    ] {
        let choices = ana
            .autocomplete("ask")
            .typing("question", typed)
            .choices()
            .await;
        assert_eq!(
            choices.first().map(|c| c.name.as_str()),
            Some(first),
            "{typed}"
        );
    }
    assert_eq!(bot.lines_with("sample question not answered"), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_answer_is_the_askers_alone_and_any_other_is_not() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let ask = || ana.slash("ask").option("question", QUESTION);
    let open = ask().reply().await;
    assert!(open.text().contains(ANSWER) && !open.is_private());
    let private = ask().option("private", true).reply().await;
    assert!(private.text().contains(ANSWER) && private.is_private());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_covered_is_said_privately() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let question = "Which quantum particles have colour charge?";
    let reply = ana.slash("ask").option("question", question).reply().await;
    assert!(reply.is_private());
    assert!(
        reply.text().contains("don’t cover this"),
        "{}",
        reply.render()
    );
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_answers_where_only_the_asker_has_it_installed() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana").in_private_channel();
    let reply = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(reply.text().contains(ANSWER));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_over_the_limit_is_told_privately_and_a_moderator_is_not() {
    let discord = StandIn::start().await;
    let bot = Program::bot(&discord)
        .env("ATTACHE_LIMITS_QUESTIONS", "2")
        .env("ATTACHE_LIMITS_PER_SECONDS", "600")
        .start();
    bot.connected().await;
    discord.ready().await;
    let guild = discord.guild("town");
    let ana = guild.member("ana");
    for _ in 0..2 {
        let reply = ana.slash("ask").option("question", QUESTION).reply().await;
        assert!(reply.text().contains(ANSWER));
    }
    let refused = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(refused.is_private());
    assert!(refused.text().contains("<t:"), "{}", refused.render());
    let mira = guild.moderator("mira");
    for _ in 0..3 {
        let reply = mira.slash("ask").option("question", QUESTION).reply().await;
        assert!(reply.text().contains(ANSWER));
    }
    discord.finish();
}
