//! `/index` and `/source`: moderators keep the index current, fetching from a web of our own.

use discord_stand_in::{Guild, Member, Reply, StandIn};
use web_stand_in::{Web, news};

use crate::quay::{BRIEFING, LEXICON, QUAY, edit, settings, sources};
use crate::support::{Bot, Program, until};

pub(crate) const QUESTION: &str = "How much is the harbour toll of Elm?";

/// A web with one article, a Discord with one home guild, and the bot between them.
pub(crate) struct Harbour {
    pub(crate) web: Web,
    pub(crate) discord: StandIn,
    pub(crate) home: Guild,
    pub(crate) bot: Bot,
}

impl Harbour {
    pub(crate) async fn open() -> Self {
        Self::of(StandIn::start().await, |program| program).await
    }

    /// The same before this Discord, with what else the bot is given.
    pub(crate) async fn of(discord: StandIn, given: impl FnOnce(Program) -> Program) -> Self {
        let web = Web::start().await;
        web.page(QUAY).set(news::PLAIN).tagged();
        let home = discord.guild("home");
        let homes = format!("[moderation]\nhome_guilds = [\"{}\"]\n", home.id());
        let program = Program::configured("run")
            .against(&discord)
            .file("config/attache.toml", &(settings(&web) + &homes))
            .file("config/sources.toml", &sources(&web))
            .file("config/quay.md", BRIEFING)
            .file("config/questions.toml", "")
            .file("config/lexicon.toml", LEXICON);
        let bot = given(program).start();
        bot.connected().await;
        discord.ready().await;
        Self {
            web,
            discord,
            home,
            bot,
        }
    }

    pub(crate) fn mira(&self) -> Member {
        self.home.moderator("mira")
    }

    pub(crate) async fn refresh(&self) -> Reply {
        settled(self.mira().slash("index refresh").send().await).await
    }

    async fn answer(&self) -> String {
        let ask = self.home.member("ana").slash("ask");
        ask.option("question", QUESTION).reply().await.text()
    }

    pub(crate) fn edit(&self, old: &str, new: &str) {
        edit(&self.web, old, new);
    }
}

/// What a deferred answer shows when it changes no more: a report, or that nothing was done.
async fn settled(asked: discord_stand_in::Asked) -> Reply {
    let first = asked.reply().await;
    assert!(first.is_private());
    let shows_progress = |text: &str| text.contains('▰') || text.contains('▱');
    until("the end of what is under way", || {
        let messages = asked.messages();
        let last = messages.last().expect("it was answered");
        !last.text().is_empty() && !shows_progress(&last.text())
    })
    .await;
    asked.reply().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_puts_the_page_in_place_of_the_briefing_without_a_restart() {
    let harbour = Harbour::open().await;
    assert!(harbour.answer().await.contains("In our own words"));
    let report = harbour.refresh().await;
    let text = report.text();
    assert!(text.contains("Generation 1 is published"), "{text}");
    assert!(text.contains("in place of the retelling"), "{text}");
    assert!(harbour.answer().await.contains("nine shillings to four"));
    let same = harbour.refresh().await.text();
    assert!(
        same.contains("No new generation") && same.contains("unchanged: **1**"),
        "{same}"
    );
    let statuses: Vec<u16> = (harbour.web.requests(QUAY).iter())
        .map(|request| request.status)
        .collect();
    assert_eq!(statuses, [200, 304]);
    let status = harbour.mira().slash("index status").reply().await.text();
    assert!(
        status.contains("**Generation 1**") && status.contains("Last refresh"),
        "{status}"
    );
    harbour.discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_paragraph_is_shown_word_by_word_and_can_be_gone_back_on() {
    let harbour = Harbour::open().await;
    harbour.refresh().await;
    harbour.edit("nine shillings to four", "nine shillings to three");
    let preview = harbour
        .mira()
        .slash("index refresh")
        .option("preview", true);
    let preview = settled(preview.send().await).await.text();
    assert!(preview.contains("A preview"), "{preview}");
    assert!(harbour.answer().await.contains("to four"));
    let report = harbour.refresh().await.text();
    assert!(report.contains("Generation 2 is published"), "{report}");
    assert!(
        report.contains("~~four,~~") && report.contains("**three,**"),
        "{report}"
    );
    assert!(harbour.answer().await.contains("to three"));
    let history = harbour.mira().slash("index history").reply().await.text();
    assert!(history.contains("▶ **Generation 2**") && history.contains("**Generation 1**"));
    let asked = harbour.mira().slash("index rollback").reply().await;
    assert!(
        asked.text().contains("Go back to generation 1?"),
        "{}",
        asked.render()
    );
    let back = harbour.mira().click(&asked, "Go back to 1").reply().await;
    assert!(
        back.text().contains("Generation 1 is answered from again"),
        "{}",
        back.render()
    );
    assert!(harbour.answer().await.contains("to four"));
    let acts = harbour.mira().slash("index audit").reply().await.text();
    assert!(acts.contains("Earlier articles restored"), "{acts}");
    harbour.discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_page_is_held_until_a_moderator_decides_and_nobody_else_may() {
    let harbour = Harbour::open().await;
    harbour.refresh().await;
    harbour.web.page(QUAY).set(news::CONSENT_WALL);
    let report = harbour.refresh().await;
    assert!(report.text().contains("held: **1**"), "{}", report.render());
    assert!(harbour.answer().await.contains("nine shillings"));
    let ana = harbour.home.member("ana");
    let denied = ana.click(&report, "Discard · quay").reply().await;
    assert!(denied.is_private() && denied.text().contains("moderators"));
    let done = harbour
        .mira()
        .click(&report, "Discard · quay")
        .reply()
        .await;
    assert!(
        done.text().contains("Given up: `quay`"),
        "{}",
        done.render()
    );
    let again = harbour
        .mira()
        .click(&report, "Publish · quay")
        .reply()
        .await;
    assert!(
        again.text().contains("Nothing is held"),
        "{}",
        again.render()
    );
    assert!(harbour.answer().await.contains("nine shillings"));
    harbour.discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_decides_on_the_text_it_was_shown_with_and_on_no_other() {
    let harbour = Harbour::open().await;
    harbour.refresh().await;
    harbour.web.page(QUAY).set(news::CONSENT_WALL);
    let first = harbour.refresh().await;
    assert!(first.text().contains("held: **1**"), "{}", first.render());
    let short = news::PLAIN
        .replace(&format!("<p>{}</p>", news::PARAGRAPHS[2]), "")
        .replace(&format!("<p>{}</p>", news::PARAGRAPHS[3]), "");
    harbour.web.page(QUAY).set(short);
    let second = harbour.refresh().await;
    assert!(second.text().contains("held: **1**"), "{}", second.render());
    for button in ["Publish · quay", "Discard · quay"] {
        let told = harbour.mira().click(&first, button).reply().await;
        assert!(told.is_private());
        let text = told.text();
        assert!(text.contains("Another text is held by now"), "{text}");
        // What is held by now, and not what the button was shown with.
        assert!(text.contains("Ada Penrose"), "{text}");
        assert!(!text.contains("Before you continue"), "{text}");
        let acts = harbour.mira().slash("index audit").reply().await.text();
        assert!(!acts.contains("Held change"), "{acts}");
        if button == "Discard · quay" {
            let done = harbour.mira().click(&told, "Publish · quay").reply().await;
            let done = done.text();
            assert!(done.contains("Generation 2 is published"), "{done}");
        }
    }
    let paragraphs = harbour.home.member("ana").slash("articles").reply().await;
    assert!(paragraphs.text().contains("2 paragraphs"));
    harbour.discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_tries_adds_and_removes_a_page() {
    let harbour = Harbour::open().await;
    let mira = harbour.mira();
    harbour.web.page("/bell").set(news::WITH_COMMENTS);
    let test = mira
        .slash("source test")
        .option("url", harbour.web.url("/bell"));
    let shown = test.reply().await.text();
    assert!(
        shown.contains(news::TITLE) && shown.contains("4 paragraphs"),
        "{shown}"
    );
    assert!(shown.contains("Nothing was indexed"), "{shown}");
    let add = || {
        mira.slash("source add")
            .option("url", harbour.web.url("/bell"))
            .option("id", "bell")
            .option("publisher", "Aspen Herald")
    };
    let added = add().reply().await.text();
    assert!(added.contains("`bell` is added"), "{added}");
    let twice = add().reply().await.text();
    assert!(twice.contains("already"), "{twice}");
    let report = harbour.refresh().await.text();
    assert!(report.contains("new: **2**"), "{report}");
    let articles = harbour
        .home
        .member("ana")
        .slash("articles")
        .reply()
        .await
        .text();
    assert!(articles.contains("Aspen Herald"), "{articles}");
    let list = mira.slash("source list").reply().await.text();
    assert!(
        list.contains("`bell`") && list.contains("added here"),
        "{list}"
    );
    let removed = mira
        .slash("source remove")
        .option("id", "bell")
        .reply()
        .await
        .text();
    assert!(removed.contains("`bell` is removed"), "{removed}");
    harbour.discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_this_machines_network_is_refused_with_what_to_do() {
    let harbour = Harbour::open().await;
    for url in [
        "http://169.254.169.254/latest/",
        "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
    ] {
        let test = harbour.mira().slash("source test").option("url", url);
        let told = test.reply().await;
        assert!(
            told.is_private() && told.text().contains("Not done"),
            "{}",
            told.render()
        );
    }
    harbour.discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_who_refreshes_is_told_who_was_first_and_sees_it_end() {
    let harbour = Harbour::open().await;
    harbour.web.page(QUAY).set(news::PLAIN);
    let hold = harbour.web.page(QUAY).hold();
    let first = harbour.mira().slash("index refresh").send().await;
    harbour.web.asked(QUAY, 1).await;
    let noor = harbour.home.moderator("noor");
    let second = noor.slash("index refresh").send().await;
    let mention = format!("<@{}>", harbour.mira().id());
    until("the second to be told", || {
        let messages = second.messages();
        messages.last().is_some_and(|m| m.text().contains(&mention))
    })
    .await;
    drop(hold);
    assert!(settled(first).await.text().contains("Generation 1"));
    assert!(settled(second).await.text().contains("Generation 1"));
    assert_eq!(harbour.web.hits(QUAY), 1);
    harbour.discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_moderators_channel_hears_once_of_a_refresh_here_or_at_the_command_line() {
    let harbour = Harbour::open().await;
    let channel = harbour.home.text_channel("moderators");
    let set = harbour.mira().slash("settings moderators-channel");
    set.option("channel", channel.id().to_string())
        .reply()
        .await;
    let told = |text: &str| {
        let messages = channel.messages();
        messages.iter().filter(|m| m.text().contains(text)).count()
    };
    harbour.refresh().await;
    until("the report in the channel", || {
        told("Generation 1 is published") == 1
    })
    .await;
    // Acts are told in order: with a later one there, an earlier one would be too.
    let set = harbour
        .mira()
        .slash("settings language")
        .option("language", 2);
    set.reply().await;
    until("the next act", || told("Ayarlar değişti") == 1).await;
    assert_eq!(told("Articles refreshed") + told("Makaleler yenilendi"), 0);
    // A process without a moderators' channel to report to leaves it to the record.
    let ran = harbour.bot.beside(&["index", "refresh"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    until("the operator's refresh", || {
        told("Makaleler yenilendi") == 1
    })
    .await;
    let acts = harbour.mira().slash("index audit").reply().await.text();
    assert_eq!(acts.matches("Articles refreshed").count(), 2, "{acts}");
    assert_eq!(harbour.bot.lines_with("ERROR"), 0, "{}", harbour.bot.log());
    harbour.discord.finish();
}
