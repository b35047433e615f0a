//! Moderators' commands and buttons: where they are, who may use them, and that denied attempts
//! are recorded.

use discord_stand_in::{Guild, Message, Reply, StandIn, permission};
use serde_json::{Value, json};

use crate::support::{Bot, Program, QUESTION, until};

/// Something the articles say nothing of.
const NOT_COVERED: &str = "Which quarks have colour charge?";

/// How often the list is looked at before what it should show counts as missing: each look waits
/// for the bot's answer.
const LOOKS: usize = 200;

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
    let mira = guild.moderator("mira");
    for _ in 0..LOOKS {
        let reply = mira.slash("questions unanswered").reply().await;
        if reply.text().contains(text) {
            return reply;
        }
    }
    panic!("{text:?} was not listed in {LOOKS} looks");
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
    // A bot that forgot that the town was its home leaves the commands there.
    let before = moderated(&discord, &town, None).await;
    before
        .logs(&format!("commands registered place=\"{}\"", town.id()))
        .await;
    drop(before);
    let bot = moderated(&discord, &home, None).await;
    town.member("ana")
        .slash("ask")
        .option("question", QUESTION)
        .reply()
        .await;
    ask_what_is_not_covered(&town).await;
    let list = listed(&home, "banjo").await;
    let theo = town.moderator("theo");
    let denied = theo.slash("questions unanswered").reply().await;
    assert!(denied.is_private());
    assert!(denied.text().contains("home server"), "{}", denied.render());
    let mut forged = list.message().clone();
    forged.channel = town.channel().id();
    let denied = theo.click(&forged, "✓ 1").reply().await;
    assert!(denied.is_private());
    assert!(denied.text().contains("home server"), "{}", denied.render());
    let record = audit(&bot);
    assert_eq!(record.len(), 2, "{record:?}");
    for (entry, tried) in record
        .iter()
        .zip(["questions handled", "questions unanswered"])
    {
        assert_eq!(entry["guild"], town.id().to_string());
        assert_eq!(entry["after"]["tried"], tried);
        assert_eq!(entry["after"]["reason"], "no home guild");
    }
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_at_a_glance_has_its_figures_and_a_chart() {
    let discord = StandIn::start().await;
    let home = discord.guild("home");
    let _bot = moderated(&discord, &home, None).await;
    ask_what_is_not_covered(&discord.guild("town")).await;
    let ana = discord.guild("town").member("ana");
    let answer = ana.slash("ask").option("question", QUESTION).reply().await;
    ana.click(&answer, "👍").reply().await;
    listed(&home, "banjo").await;
    let bea = discord.guild("town").member("bea");
    bea.click(&answer, "👎").reply().await;
    let stats = home
        .moderator("mira")
        .slash("questions stats")
        .reply()
        .await;
    assert!(stats.is_private());
    let text = stats.text();
    for told in [
        "The last 7 days",
        "**4** questions",
        "🟦 answered 1 · 🟨 partly 0 · 🟥 not covered 3",
        "👍 1 · 👎 1",
        "Two Towns, One Harbour ¶3",
    ] {
        assert!(text.contains(told), "{told} not in {}", stats.render());
    }
    let chart = &stats.message().attachments[0];
    assert_eq!(
        (chart.name.as_str(), chart.size()),
        ("week.png", Some((960, 480)))
    );
    let today = chart.description.lines().last().unwrap_or_default();
    assert!(
        today.contains("4 asked; answered 1"),
        "{}",
        chart.description
    );
    assert_eq!(chart.description.lines().count(), 7);
    let shown = &stats.message().embeds[0]["image"]["url"];
    assert_eq!(shown, "attachment://week.png");
    // A vote may be changed; one's own are deleted with one's questions, and so are theirs on them.
    ana.click(&answer, "👎").reply().await;
    let again = home
        .moderator("mira")
        .slash("questions stats")
        .reply()
        .await;
    assert!(again.text().contains("👍 0 · 👎 2"), "{}", again.render());
    let privacy = bea.slash("privacy").reply().await;
    let gone = bea.click(&privacy, "Delete my questions").reply().await;
    assert!(
        gone.text().contains("0 questions, 1 vote"),
        "{}",
        gone.render()
    );
    let again = home
        .moderator("mira")
        .slash("questions stats")
        .reply()
        .await;
    assert!(again.text().contains("👍 0 · 👎 1"), "{}", again.render());
    let privacy = ana.slash("privacy").reply().await;
    let gone = ana.click(&privacy, "Delete my questions").reply().await;
    assert!(
        gone.text().contains("3 questions, 1 vote"),
        "{}",
        gone.render()
    );
    let again = home
        .moderator("mira")
        .slash("questions stats")
        .reply()
        .await;
    assert!(
        again.text().contains("**1** question\n"),
        "{}",
        again.render()
    );
    assert!(again.text().contains("👍 0 · 👎 0"), "{}", again.render());
    discord.finish();
}

/// A message with a button that opens the audit record, as a reply to `/index audit` has.
fn with_audit_button(reply: &Reply) -> Message {
    let mut forged = reply.message().clone();
    forged.components = vec![json!({"type": 1, "components": [
        {"type": 2, "style": 2, "label": "audit", "custom_id": "1xYQA."}
    ]})];
    forged
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_record_is_for_moderators() {
    let discord = StandIn::start().await;
    let home = discord.guild("home");
    let _bot = moderated(&discord, &home, None).await;
    let (mira, ana) = (home.moderator("mira"), home.member("ana"));
    let set = mira.slash("settings language").option("language", 1);
    let button = with_audit_button(&set.reply().await);
    let denied = ana.click(&button, "audit").reply().await;
    assert!(
        denied.text().contains("Only the bot’s moderators"),
        "{}",
        denied.render()
    );
    let shown = mira.click(&button, "audit").reply().await;
    let text = shown.text();
    assert!(
        text.contains("Record of changes: 2 entries"),
        "{}",
        shown.render()
    );
    assert!(
        text.contains("Attempt denied") && text.contains("index audit"),
        "{text}"
    );
    assert!(
        text.contains("Settings changed") && text.contains("language: ru"),
        "{text}"
    );
    assert!(text.contains(&format!("<@{}>", ana.id())), "{text}");
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderators_channel_hears_of_every_act_and_of_no_denied_attempt() {
    let discord = StandIn::start().await;
    let (home, town) = (discord.guild("home"), discord.guild("town"));
    let bot = moderated(&discord, &home, None).await;
    let channel = home.text_channel("moderators");
    let mira = home.moderator("mira");
    let set = mira
        .slash("settings moderators-channel")
        .option("channel", channel.id().to_string());
    let set = set.reply().await;
    assert!(set.text().contains(&channel.mention()), "{}", set.render());
    let told = |text: &str| {
        let messages = channel.messages();
        messages
            .iter()
            .filter(|message| message.text().contains(text))
            .count()
    };
    until("the channel's own act", || {
        told("moderators\\_channel: <#") == 1
    })
    .await;
    assert_eq!(told("told here from now on"), 1);
    let ana = home.member("ana");
    ana.slash("questions unanswered")
        .even_if_hidden()
        .reply()
        .await;
    let theo = town.moderator("theo");
    theo.slash("settings limit")
        .option("questions", 2)
        .reply()
        .await;
    until("an act elsewhere", || {
        told(&format!("server {}", town.id())) == 1
    })
    .await;
    // It finds nothing to delete, and is an act all the same.
    let ran = bot.beside(&["data", "delete-user", &theo.id().to_string()]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    until("an act at the command line", || told("the operator") == 1).await;
    assert_eq!(told("Attempt denied"), 0);
    assert!(
        channel
            .messages()
            .iter()
            .all(|message| message.mentions.is_empty())
    );
    channel.deny_bot(permission::SEND_MESSAGES);
    for questions in [3, 4] {
        theo.slash("settings limit")
            .option("questions", questions)
            .reply()
            .await;
        bot.logs("takes no notices").await;
    }
    let off = mira.slash("settings moderators-channel").reply().await;
    assert!(
        off.text().contains("Moderators’ channel: none"),
        "{}",
        off.render()
    );
    assert_eq!(bot.lines_with("takes no notices"), 1);
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_the_bot_cannot_write_in_is_not_taken() {
    let discord = StandIn::start().await;
    let home = discord.guild("home");
    let bot = moderated(&discord, &home, None).await;
    let channel = home.text_channel("moderators");
    channel.deny_bot(permission::SEND_MESSAGES);
    let set = home
        .moderator("mira")
        .slash("settings moderators-channel")
        .option("channel", channel.id().to_string());
    let refused = set.reply().await;
    assert!(refused.is_private());
    assert!(
        refused.text().contains("I cannot write in"),
        "{}",
        refused.render()
    );
    assert_eq!(audit(&bot), Vec::<Value>::new());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_come_when_the_bot_is_let_into_its_home() {
    let discord = StandIn::start().await;
    let home = discord.guild_without_bot("home");
    let bot = moderated(&discord, &home, None).await;
    bot.logs("commands not registered").await;
    home.add_bot();
    let shown = home
        .moderator("mira")
        .slash("questions unanswered")
        .reply()
        .await;
    assert!(
        shown.text().contains("Nothing is left"),
        "{}",
        shown.render()
    );
    discord.finish();
}
