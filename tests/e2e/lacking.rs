//! Guilds where the bot may not do what it must: refused, or told of with the fix.

use discord_stand_in::{StandIn, permission};

use crate::support::{ANSWER, Program, QUESTION};

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_start_when_it_is_usable_nowhere_and_names_each_guild_and_its_fix() {
    let discord = StandIn::start().await;
    let (town, quay) = (discord.guild("town"), discord.guild("quay"));
    town.withdraw(permission::SEND_MESSAGES);
    quay.withdraw(permission::EMBED_LINKS);
    for command in ["run", "check"] {
        let ran = Program::new(command).against(&discord).run();
        assert_eq!(ran.code, Some(2), "{command}: {}", ran.err);
        let told = format!("{}{}", ran.out, ran.err);
        for (guild, name, missing) in [
            (&town, "town", "Send Messages"),
            (&quay, "quay", "Embed Links"),
        ] {
            let lacks = format!("In {name} ({}) the bot lacks: {missing}.", guild.id());
            assert!(flat(&told).contains(&lacks), "{command}: {told}");
            let fix = format!("guild_id={}&disable_guild_select=true", guild.id());
            assert!(told.contains(&fix), "{command}: {told}");
        }
    }
    assert_eq!(discord.gateway().identifies(), 0);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_some_guilds_lack_permissions_it_starts_and_tells_moderators_until_they_are_given() {
    let discord = StandIn::start().await;
    let (home, town) = (discord.guild("home"), discord.guild("town"));
    town.withdraw(permission::SEND_MESSAGES);
    let bot = Program::bot(&discord)
        .env(
            "ATTACHE_MODERATION_HOME_GUILDS",
            &format!("[\"{}\"]", home.id()),
        )
        .start();
    bot.connected().await;
    discord.ready().await;
    assert_eq!(bot.lines_with("permissions are missing in a guild"), 1);
    let id = town.id().to_string();
    assert_eq!(bot.lines_with(&format!("guild_id={id}&disable")), 1);
    // Slash commands need none of them.
    let ana = town.member("ana");
    let reply = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(reply.text().contains(ANSWER));
    for (language, told) in [("en-US", "Send Messages"), ("uk", "Надсилати повідомлення")]
    {
        let mira = home.moderator("mira").speaking(language);
        let status = mira.slash("index status").reply().await.text();
        assert!(status.contains("**town**"), "{status}");
        assert!(status.contains(told) && status.contains(&id), "{status}");
    }
    town.grant(permission::SEND_MESSAGES);
    let mira = home.moderator("mira");
    let status = mira.slash("index status").reply().await.text();
    assert!(!status.contains("town"), "{status}");
    discord.finish();
}

/// On one line: `check` wraps what it tells.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
