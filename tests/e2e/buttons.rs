//! The buttons under an answer: who may press them, and that they outlive the process that made
//! them.

use discord_stand_in::{Reply, StandIn};

use crate::support::{ANSWER, Bot, HARBOUR, Program, QUESTION};

fn labels(reply: &Reply) -> Vec<String> {
    reply
        .buttons()
        .into_iter()
        .map(|button| button.label)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_its_buttons() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let answer = ana.slash("ask").option("question", QUESTION).reply().await;
    assert!(!answer.is_private());
    let labels = labels(&answer);
    for label in ["Context", "Open article", "👍", "👎"] {
        assert!(labels.iter().any(|known| known == label), "{labels:?}");
    }
    let context = ana.click(&answer, "Context").reply().await;
    assert!(!context.is_private() && !context.is_update());
    for text in [ANSWER, "turnips", "The mayor of Birch"] {
        assert!(context.text().contains(text), "{}", context.render());
    }
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn others_get_a_private_copy_that_is_theirs_to_turn() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let town = discord.guild("town");
    let (ana, bea) = (town.member("ana"), town.member("bea").speaking("tr"));
    let read = ana
        .slash("read")
        .option("article", "harbour")
        .option("section", "2")
        .reply()
        .await;
    let copy = bea.click(&read, "Next").reply().await;
    assert!(copy.is_private() && !copy.is_update(), "{}", copy.render());
    assert!(copy.text().contains(ANSWER));
    let turned = bea.click(&copy, "Sonraki").reply().await;
    assert!(
        turned.is_update() && turned.is_private(),
        "{}",
        turned.render()
    );
    assert!(turned.text().contains("turnips"));
    // The asker's own is where it was.
    let own = ana.click(&read, "Next").reply().await;
    assert!(own.is_update() && !own.is_private());
    let context = bea
        .click(
            &ana.slash("ask").option("question", QUESTION).reply().await,
            "Context",
        )
        .reply()
        .await;
    assert!(context.is_private());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_answer_stays_private_whatever_is_pressed() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let answer = ana
        .slash("ask")
        .option("question", QUESTION)
        .option("private", true)
        .reply()
        .await;
    assert!(answer.is_private());
    assert!(ana.click(&answer, "Context").reply().await.is_private());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_work_after_a_restart() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let answer = ana.slash("ask").option("question", QUESTION).reply().await;
    let searched = ana.slash("read").option("article", "harbour").reply().await;
    drop(bot);
    let _bot = Bot::of(&discord).await;
    let context = ana.click(&answer, "Context").reply().await;
    assert!(context.text().contains(ANSWER), "{}", context.render());
    let chosen = ana
        .choose(&searched, "Choose a paragraph", "4")
        .reply()
        .await;
    assert!(chosen.text().contains("turnips"), "{}", chosen.render());
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paragraph_that_moved_is_found_and_one_that_is_gone_is_said_to_be() {
    let discord = StandIn::start().await;
    let bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let answer = ana.slash("ask").option("question", QUESTION).reply().await;
    drop(bot);
    let moved = HARBOUR.replace("Fishermen from", "A strike began.\n\nFishermen from");
    let bot = Program::bot(&discord).file("harbour.md", &moved).start();
    bot.connected().await;
    let context = ana.click(&answer, "Context").reply().await;
    assert!(
        context.text().contains("¶4") && context.text().contains(ANSWER),
        "{}",
        context.render()
    );
    drop(bot);
    let changed = HARBOUR.replace("doubled within a week", "fell");
    let bot = Program::bot(&discord).file("harbour.md", &changed).start();
    bot.connected().await;
    let context = ana.click(&answer, "Context").reply().await;
    assert!(context.is_private());
    assert!(
        context.text().contains("The article has changed"),
        "{}",
        context.render()
    );
    drop(bot);
    let gone = HARBOUR.replace("id = \"harbour\"", "id = \"another\"");
    let bot = Program::bot(&discord).file("harbour.md", &gone).start();
    bot.connected().await;
    let context = ana.click(&answer, "Context").reply().await;
    assert!(context.is_private());
    assert!(
        context.text().contains("no longer in the articles"),
        "{}",
        context.render()
    );
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_can_be_deleted_by_whom_it_is_about() {
    let discord = StandIn::start().await;
    let _bot = Bot::of(&discord).await;
    let ana = discord.guild("town").member("ana");
    let privacy = ana.slash("privacy").reply().await;
    assert!(privacy.text().contains("90 days"), "{}", privacy.render());
    let deleted = ana.click(&privacy, "Delete my questions").reply().await;
    assert!(deleted.is_private());
    assert!(
        deleted.text().contains("Deleted: 0 questions, 0 votes."),
        "{}",
        deleted.render()
    );
    discord.finish();
}
