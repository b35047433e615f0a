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
