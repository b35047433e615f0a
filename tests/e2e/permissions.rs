//! Who may change a guild's settings.

use discord_stand_in::StandIn;

use crate::support::{ANSWER, Bot, QUESTION};

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_for_who_may_manage_the_guild_however_the_command_is_reached() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let channel = guild.channel();
    let ana = guild.member("ana");
    let denied = ana
        .slash("settings answer-in")
        .option("channel", channel.id().to_string())
        .even_if_hidden()
        .reply()
        .await;
    assert!(denied.is_private());
    assert!(
        denied.text().contains("may manage the server"),
        "{}",
        denied.render()
    );
    let denied = ana.slash("settings show").even_if_hidden().reply().await;
    assert!(denied.text().contains("may manage the server"));
    let shown = guild.moderator("mira").slash("settings show").reply().await;
    assert!(shown.is_private());
    assert!(
        !shown.text().contains(&channel.mention()),
        "{}",
        shown.render()
    );
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guilds_limit_takes_the_place_of_the_configured_one() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let mira = guild.moderator("mira");
    let limited = mira
        .slash("settings limit")
        .option("questions", 1)
        .option("seconds", 600)
        .reply()
        .await;
    assert!(limited.text().contains("1 questions in 600 seconds"));
    let ana = guild.member("ana");
    let first = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(first.text().contains(ANSWER));
    let second = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(second.is_private() && second.text().contains("<t:"));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_changed_in_part_and_taken_back() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    let mira = discord.guild("town").moderator("mira");
    let set = mira
        .slash("settings limit")
        .option("seconds", 60)
        .reply()
        .await;
    assert!(
        set.text().contains("5 questions in 60 seconds"),
        "{}",
        set.render()
    );
    let set = mira
        .slash("settings limit")
        .option("questions", 2)
        .reply()
        .await;
    assert!(
        set.text().contains("2 questions in 60 seconds"),
        "{}",
        set.render()
    );
    let back = mira.slash("settings limit").reply().await;
    assert!(
        back.text().contains("5 questions in 30 seconds"),
        "{}",
        back.render()
    );
    let record = bot.beside(&["audit", "--json"]).out;
    let record: serde_json::Value = serde_json::from_str(&record).expect("it prints JSON");
    let last = &record["entries"][0];
    assert_eq!(last["what"], "settings.set");
    assert_eq!(last["by"]["id"], mira.id().to_string());
    assert_eq!(last["before"]["rate_limit"]["questions"], 2);
    assert!(last["after"]["rate_limit"].is_null(), "{last}");
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guilds_language_is_that_of_answers_to_its_messages() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let guild = discord.guild("town");
    let mira = guild.moderator("mira");
    let set = mira
        .slash("settings language")
        .option("language", 2)
        .reply()
        .await;
    assert!(set.text().contains("tr"), "{}", set.render());
    let ana = guild.member("ana");
    let told = ana
        .mentions_bot("which quarks have colour charge?")
        .await
        .answer()
        .await;
    assert!(told.text().contains("Makaleler"), "{}", told.render());
    mira.slash("settings language").reply().await;
    let told = ana
        .mentions_bot("which quarks have colour charge?")
        .await
        .answer()
        .await;
    assert!(told.text().contains("The articles"), "{}", told.render());
    discord.finish();
}
