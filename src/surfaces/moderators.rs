//! Moderators' buttons, and the pages they turn. Whoever presses is checked first.

use serenity::model::application::ComponentInteraction;

use crate::bot::{Bot, Error};
use crate::custom_id::Act;
use crate::messages::Language;
use crate::reply::{self, Reply, TOPICS_PER_PAGE};
use crate::store::Page;

/// Does what a moderator's button says, and shows what it led to.
///
/// # Errors
/// When it was no moderator who pressed, or the database does not work.
pub(super) async fn act(
    bot: &Bot,
    component: &ComponentInteraction,
    language: Language,
    act: Act,
) -> Result<Reply, Error> {
    let moderator = bot.moderator(component, act.name()).await?;
    match act {
        Act::Unanswered { page } => unanswered(bot, language, page).await,
        Act::Handled { page, topic } => {
            bot.store
                .mark_handled(topic, &moderator.signature())
                .await?;
            unanswered(bot, language, page).await
        }
        Act::Audit { .. } => Ok(Reply::private(language.say("old-button"))),
    }
}

/// A page, from 0, of the questions that the articles did not cover; the last one when there are
/// not as many.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn unanswered(bot: &Bot, language: Language, page: u32) -> Result<Reply, Error> {
    let read = async |page: u32| {
        let size = TOPICS_PER_PAGE;
        let number = page.saturating_add(1);
        bot.store.unanswered(None, Page { number, size }).await
    };
    let mut page = page;
    let mut found = read(page).await?;
    if found.topics.is_empty() && found.total > 0 {
        // What was handled may have been all of the last page.
        let pages = found.total.div_ceil(TOPICS_PER_PAGE.into());
        page = u32::try_from(pages - 1).unwrap_or(u32::MAX);
        found = read(page).await?;
    }
    Ok(reply::unanswered(language, &found, page))
}
