//! Looking things up: `/search`, `/read`, `/articles`, and what the bot says of itself.

use discord_stand_in::StandIn;

use crate::support::{Bot, HARBOUR, Program, QUESTION};

/// Nine short paragraphs, each about herring.
fn long_article() -> String {
    let paragraphs: Vec<String> = (1..=9)
        .map(|day| format!("On day {day} of the strike the herring price rose by {day} crowns."))
        .collect();
    format!(
        "+++\nid = \"prices\"\ntitle = \"Nine days of *herring*\"\n+++\n\n{}\n",
        paragraphs.join("\n\n")
    )
}

async fn with_long_article(discord: &StandIn) -> Bot {
    let bot = Program::bot(discord)
        .file("prices.md", &long_article())
        .args(&["--articles", "prices.md"])
        .start();
    bot.connected().await;
    discord.ready().await;
    bot
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_turned_page_by_page_in_place() {
    let discord = StandIn::start().await;
    let _bot = with_long_article(&discord).await;
    let ana = discord.guild("town").member("ana");
    let first = ana
        .slash("search")
        .option("terms", "day herring")
        .reply()
        .await;
    assert!(!first.is_private());
    assert!(
        first.text().contains("9 paragraphs found"),
        "{}",
        first.render()
    );
    assert!(first.text().contains("page 1 of 2"));
    let second = ana.click(&first, "Next").reply().await;
    assert!(second.is_update());
    assert!(second.text().contains("page 2 of 2"), "{}", second.render());
    let labels: Vec<_> = second
        .buttons()
        .into_iter()
        .map(|button| button.label)
        .collect();
    assert_eq!(labels, ["Previous"]);
    let back = ana.click(&second, "Previous").reply().await;
    assert_eq!(back.text(), first.text());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_cannot_be_read_is_told_privately() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let wrong = ana
        .slash("search")
        .option("terms", "herring AND")
        .reply()
        .await;
    assert!(wrong.is_private());
    assert!(
        wrong.text().contains("herring __**AND**__"),
        "{}",
        wrong.render()
    );
    let nothing = ana
        .slash("search")
        .option("terms", "zeppelin")
        .reply()
        .await;
    assert!(nothing.is_private());
    assert!(
        nothing.text().contains("Nothing found"),
        "{}",
        nothing.render()
    );
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_searchs_mistake_and_an_articles_day_are_told_in_the_members_language() {
    let dated = HARBOUR.replace("summary = ", "published = 2031-07-04\nsummary = ");
    let discord = StandIn::start().await;
    let bot = Program::bot(&discord).file("harbour.md", &dated).start();
    bot.connected().await;
    discord.ready().await;
    for (language, mistake, day) in [
        ("en-US", "needs a word after it", "4 July 2031"),
        ("ru", "нужно слово", "4 июля 2031"),
        ("tr", "bir sözcük gerekir", "4 Temmuz 2031"),
        ("uk", "потрібне слово", "4 липня 2031"),
    ] {
        let ana = discord.guild("town").member("ana").speaking(language);
        let wrong = ana.slash("search").option("terms", "herring AND");
        let wrong = wrong.reply().await.text();
        assert!(wrong.contains(mistake), "{wrong}");
        let answer = ana.slash("ask").option("question", QUESTION);
        let answer = answer.reply().await.text();
        assert!(answer.contains(day), "{answer}");
        let articles = ana.slash("articles").reply().await.text();
        assert!(articles.contains(day), "{articles}");
        if language != "en-US" {
            for told in [wrong, answer, articles] {
                assert!(!told.contains("July") && !told.contains("needs"), "{told}");
            }
        }
    }
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paragraph_is_found_while_typing_and_read_on_from() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let articles = ana
        .autocomplete("read")
        .typing("article", "harb gaz")
        .choices()
        .await;
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0].name, "Two Towns, One Harbour · The Gazette");
    let sections = ana
        .autocomplete("read")
        .option("article", articles[0].value.clone())
        .typing("section", "herring")
        .choices()
        .await;
    assert!(
        sections[0]
            .name
            .starts_with("¶3 The price of fish: Herring"),
        "{sections:?}"
    );
    let read = ana
        .slash("read")
        .option("article", articles[0].value.clone())
        .option("section", sections[0].value.clone())
        .reply()
        .await;
    assert!(
        read.text().contains("Herring prices doubled"),
        "{}",
        read.render()
    );
    let next = ana.click(&read, "Next").reply().await;
    assert!(
        next.is_update() && next.text().contains("turnips"),
        "{}",
        next.render()
    );
    let labels: Vec<_> = next
        .buttons()
        .into_iter()
        .map(|button| button.label)
        .collect();
    assert_eq!(labels, ["Previous", "Outline", "Open article"]);
    let outline = ana.click(&next, "Outline").reply().await;
    assert!(
        outline.text().contains("The price of fish"),
        "{}",
        outline.render()
    );
    let chosen = ana
        .choose(&outline, "Choose a paragraph", "2")
        .reply()
        .await;
    assert!(chosen.is_update() && chosen.text().contains("The mayor of Birch"));
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_need_not_be_a_choice() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let read = |article: &str, section: &str| {
        let read = ana.slash("read").option("article", article);
        read.option("section", section).reply()
    };
    let by_title = read("two towns", "price").await;
    assert!(
        by_title.text().contains("Herring prices doubled"),
        "{}",
        by_title.render()
    );
    let no_article = read("no such thing", "1").await;
    assert!(no_article.is_private() && no_article.text().contains("`/articles`"));
    let no_section = read("harbour", "zeppelins").await;
    assert!(no_section.is_private() && no_section.text().contains("no such section"));
    let beyond = read("harbour", "99").await;
    assert!(
        beyond.is_private() && beyond.text().contains("no longer"),
        "{}",
        beyond.render()
    );
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_articles_and_the_bot_are_told_about_in_the_members_language() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let town = discord.guild("town");
    let ana = town.member("ana").speaking("uk");
    let listed = ana.slash("articles").reply().await;
    assert!(
        listed.text().contains("Проіндексовано 1 статтю"),
        "{}",
        listed.render()
    );
    assert!(listed.text().contains("The Gazette"));
    for (command, says) in [
        ("about", "Про бота attaché"),
        ("help", "**/запитати**"),
        ("privacy", "Приватність"),
    ] {
        let reply = ana.slash(command).reply().await;
        assert!(reply.is_private());
        assert!(reply.text().contains(says), "{}", reply.render());
    }
    let brazilian = town.member("bea").speaking("pt-BR");
    let reply = brazilian.slash("about").reply().await;
    assert!(reply.text().contains("I never say whether it is true"));
    discord.finish();
}
