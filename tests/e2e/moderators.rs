//! Moderators' commands and buttons: where they are, who may use them, and that denied attempts
//! are recorded.

use discord_stand_in::{Guild, Reply, StandIn, permission};
use serde_json::Value;

use crate::support::{Bot, Program, QUESTION, until};

/// Something the articles say nothing of.
const NOT_COVERED: &str = "Which quarks have colour charge?";

/// A bot whose moderators are those of `home`.
async fn moderated(discord: &StandIn, home: &Guild, role: Option<u64>) -> Bot {
    let mut program = Program::bot(discord).env(
        "ATTACHE_MODERATION_HOME_GUILDS",
        &format!("[\"{}\"]", home.id()),
    );
    if let Some(role) = role {
        program = program.env("ATTACHE_MODERATION_ROLES", &format!("[\"{role}\"]"));
    }
    let bot = program.start();
    bot.connected().await;
    discord.ready().await;
    bot
}

/// The audit record's entries, newest first.
fn audit(bot: &Bot) -> Vec<Value> {
    let told = bot.beside(&["audit", "--json"]);
    let listing: Value = serde_json::from_str(&told.out).expect("it prints JSON");
    listing["entries"].as_array().cloned().unwrap_or_default()
}

async fn ask_what_is_not_covered(guild: &Guild) {
    for (name, question) in [
        ("ana", NOT_COVERED),
        ("ben", "which QUARKS have colour charge"),
        ("ana", "Who plays the banjo on Mars?"),
    ] {
        let member = guild.member(name);
        member
            .slash("ask")
            .option("question", question)
            .reply()
            .await;
    }
}

/// The list, once it shows `text`: questions are recorded after they are answered.
async fn listed(guild: &Guild, text: &str) -> Reply {
    loop {
        let reply = guild
            .moderator("mira")
            .slash("questions unanswered")
            .reply()
            .await;
        if reply.text().contains(text) {
            return reply;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_see_what_was_not_covered_and_mark_it_as_handled() {
    let discord = StandIn::start().await;
    let home = discord.guild("home");
    let bot = moderated(&discord, &home, None).await;
    ask_what_is_not_covered(&discord.guild("town")).await;
    let list = listed(&home, "banjo").await;
    assert!(list.is_private());
    let text = list.text();
    assert!(text.contains("Not covered: 2 questions"), "{text}");
    assert!(text.contains("1.** Who plays the banjo"), "{text}");
    assert!(
        text.contains("2.** which QUARKS") && text.contains("asked 2 times"),
        "{text}"
    );
    let mira = home.moderator("mira");
    let left = mira.click(&list, "✓ 2").reply().await;
    assert!(left.is_update() && left.is_private());
    assert!(left.text().contains("1 question"), "{}", left.render());
    assert!(!left.text().contains("QUARKS"), "{}", left.render());
    let none = mira.click(&left, "✓ 1").reply().await;
    assert!(none.text().contains("Nothing is left"), "{}", none.render());
    // An old list is of no harm.
    let again = mira.click(&list, "✓ 2").reply().await;
    assert!(again.text().contains("Nothing is left"));
    let record = audit(&bot);
    assert_eq!(record.len(), 2, "{record:?}");
    assert_eq!(record[1]["what"], "questions.handled");
    assert_eq!(record[1]["by"]["id"], mira.id().to_string());
    assert_eq!(record[1]["after"]["asked"], 2);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn long_lists_have_pages_in_every_moderators_language() {
    let discord = StandIn::start().await;
    let home = discord.guild("home");
    let _bot = moderated(&discord, &home, None).await;
    let asker = discord.guild("town").moderator("theo");
    for number in 0..7 {
        let question = format!("Who invented the unheard-of gizmo{number}?");
        asker
            .slash("ask")
            .option("question", question)
            .reply()
            .await;
    }
    listed(&home, "7 questions").await;
    let mira = home.moderator("mira").speaking("ru");
    let first = mira.slash("questions unanswered").reply().await;
    assert!(
        first.text().contains("Нет в статьях: 7 вопросов"),
        "{}",
        first.render()
    );
    assert!(first.text().contains("gizmo6") && !first.text().contains("gizmo1"));
    let second = mira.click(&first, "Дальше").reply().await;
    assert!(second.is_update());
    assert!(second.text().contains("gizmo0"), "{}", second.render());
    let mut page = second;
    for label in ["✓ 7", "✓ 6"] {
        page = mira.click(&page, label).reply().await;
    }
    // The page they were on is gone.
    assert!(page.text().contains("gizmo6"), "{}", page.render());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configured_role_is_enough_and_another_is_not() {
    let discord = StandIn::start().await;
    let home = discord.guild("home");
    let (keepers, others) = (home.role(0), home.role(permission::MANAGE_MESSAGES));
    let bot = moderated(&discord, &home, Some(keepers)).await;
    let keeper = home.member_with("kim", &[keepers]);
    let shown = keeper
        .slash("questions unanswered")
        .even_if_hidden()
        .reply()
        .await;
    assert!(
        shown.text().contains("Nothing is left"),
        "{}",
        shown.render()
    );
    let other = home.member_with("olga", &[others]).speaking("ru");
    let denied = other
        .slash("questions unanswered")
        .even_if_hidden()
        .reply()
        .await;
    assert!(denied.is_private());
    assert!(
        denied.text().contains("только модераторы"),
        "{}",
        denied.render()
    );
    let record = audit(&bot);
    assert_eq!(record.len(), 1, "{record:?}");
    assert_eq!(record[0]["what"], "denied");
    assert_eq!(record[0]["by"]["id"], other.id().to_string());
    assert_eq!(record[0]["guild"], home.id().to_string());
    assert_eq!(record[0]["after"]["tried"], "questions unanswered");
    bot.counts("attache_denied_total 1").await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_checks_whoever_presses_it() {
    let discord = StandIn::start().await;
    let home = discord.guild("home");
    let bot = moderated(&discord, &home, None).await;
    ask_what_is_not_covered(&home).await;
    let list = listed(&home, "banjo").await;
    // A custom id can be sent by anyone who knows it, from anywhere.
    let ana = home.member("ana");
    let denied = ana.click(&list, "✓ 1").reply().await;
    assert!(denied.is_private() && !denied.is_update());
    assert!(
        denied.text().contains("Only the bot’s moderators"),
        "{}",
        denied.render()
    );
    assert!(listed(&home, "banjo").await.text().contains("2 questions"));
    for _ in 0..9 {
        ana.click(&list, "✓ 2").reply().await;
    }
    bot.counts("attache_denied_total 10").await;
    let record = audit(&bot);
    assert_eq!(record.len(), 5, "pressing on must not fill the record");
    assert!(record.iter().all(|entry| entry["what"] == "denied"));
    assert_eq!(record[4]["after"]["tried"], "questions handled");
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_come_with_the_home_and_go_when_it_is_none_any_more() {
    let discord = StandIn::start().await;
    let (home, next) = (discord.guild("home"), discord.guild("next"));
    let data = tempfile::tempdir().expect("a temporary folder can be made");
    let at = |home: &Guild| {
        Program::bot(&discord)
            .env("ATTACHE_DATA_FOLDER", &data.path().to_string_lossy())
            .env(
                "ATTACHE_MODERATION_HOME_GUILDS",
                &format!("[\"{}\"]", home.id()),
            )
            .start()
    };
    let registrations = |guild: &Guild| {
        let path = format!("/guilds/{}/commands", guild.id());
        let requests = discord.requests();
        let puts = requests
            .iter()
            .filter(|request| request.route.starts_with("PUT"));
        puts.filter(|request| request.path.ends_with(&path))
            .map(|request| request.body.as_array().map_or(0, Vec::len))
            .collect::<Vec<_>>()
    };
    let bot = at(&home);
    until("commands at home", || registrations(&home).len() == 1).await;
    drop(bot);
    let bot = at(&home);
    bot.logs(&format!(
        "commands are registered already place=\"{}\"",
        home.id()
    ))
    .await;
    assert_eq!(registrations(&home).len(), 1);
    drop(bot);
    let bot = at(&next);
    until("commands moved", || {
        registrations(&home).len() == 2 && registrations(&next).len() == 1
    })
    .await;
    assert_eq!(registrations(&home)[1], 0);
    bot.connected().await;
    let mira = next.moderator("mira");
    let shown = mira.slash("questions unanswered").reply().await;
    assert!(
        shown.text().contains("Nothing is left"),
        "{}",
        shown.render()
    );
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn elsewhere_even_its_moderators_are_denied() {
    let discord = StandIn::start().await;
    let (home, town) = (discord.guild("home"), discord.guild("town"));
    let bot = moderated(&discord, &home, None).await;
    town.member("ana")
        .slash("ask")
        .option("question", QUESTION)
        .reply()
        .await;
    ask_what_is_not_covered(&town).await;
    let list = listed(&home, "banjo").await;
    // The commands are not there; whoever sends one all the same, or a button's id, is denied.
    let theo = town.moderator("theo");
    let mut forged = list.message().clone();
    forged.channel = town.channel().id();
    let denied = theo.click(&forged, "✓ 1").reply().await;
    assert!(denied.is_private());
    assert!(denied.text().contains("home server"), "{}", denied.render());
    let record = audit(&bot);
    assert_eq!(record[0]["guild"], town.id().to_string());
    assert_eq!(record[0]["after"]["reason"], "no home guild");
    discord.finish();
}
