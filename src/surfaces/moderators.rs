//! Moderators' buttons, and the pages they turn. Whoever presses is checked first.

use attache_index::ArticleId;

use crate::bot::{Bot, Error};
use crate::custom_id::Act;
use crate::errors::UserError;
use crate::messages::Language;
use crate::moderation::Moderator;
use crate::refresh::{Chosen, Refused};
use crate::reply::{self, ACTS_PER_PAGE, Reply, TOPICS_PER_PAGE};
use crate::store::Page;

/// Does what a moderator's button says, and shows what it led to.
///
/// # Errors
/// When it was no moderator who pressed, or the database does not work.
pub(super) async fn act(
    bot: &Bot,
    moderator: Moderator,
    language: Language,
    act: Act,
) -> Result<Reply, Error> {
    match act {
        Act::Unanswered { page } => unanswered(bot, language, page).await,
        Act::Handled { page, topic } => {
            bot.store
                .mark_handled(topic, &moderator.signature())
                .await?;
            unanswered(bot, language, page).await
        }
        Act::Audit { page } => audit(bot, moderator, language, page).await,
        Act::Publish { article, text } => {
            publish_held(bot, language, Chosen::Text(article, text), moderator).await
        }
        Act::Discard { article, text } => {
            discard_held(bot, language, Chosen::Text(article, text), moderator).await
        }
        Act::RollBack { number } => {
            let back = bot
                .refresher
                .rollback(Some(number), moderator.signature())
                .await
                .map_err(UserError::not_done)?;
            Ok(reply::rolled_back(language, &back))
        }
    }
}

/// Publishes the held changes `chosen`; when another text is held than was shown, shows that one.
///
/// # Errors
/// When nothing is held, or the index is being changed already.
pub(crate) async fn publish_held(
    bot: &Bot,
    language: Language,
    chosen: Chosen,
    moderator: Moderator,
) -> Result<Reply, Error> {
    let done = bot.refresher.publish_held(chosen, moderator.signature());
    match done.await {
        Ok(done) => Ok(reply::report(language, &done.report)),
        Err(error) => undecided(bot, language, error).await,
    }
}

/// Gives the held changes `chosen` up; when another text is held than was shown, shows that one.
///
/// # Errors
/// As [`publish_held`].
pub(crate) async fn discard_held(
    bot: &Bot,
    language: Language,
    chosen: Chosen,
    moderator: Moderator,
) -> Result<Reply, Error> {
    let given_up = bot.refresher.discard_held(chosen, moderator.signature());
    match given_up.await {
        Ok(given_up) => {
            let articles: Vec<ArticleId> = given_up.into_iter().map(|held| held.id).collect();
            Ok(reply::discarded(language, &articles))
        }
        Err(error) => undecided(bot, language, error).await,
    }
}

/// What is shown when `error` kept a decision from being carried out.
async fn undecided(bot: &Bot, language: Language, error: Error) -> Result<Reply, Error> {
    if let Some(Refused::Replaced(article)) = error.downcast_ref() {
        let held = bot.refresher.held().await?;
        if let Some(held) = held.iter().find(|held| held.id == *article) {
            return Ok(reply::replaced(language, held));
        }
    }
    Err(UserError::not_done(error).into())
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

/// A page, from 0, of the audit record, as `moderator` sees it; its buttons turn it.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn audit(
    bot: &Bot,
    moderator: Moderator,
    language: Language,
    page: u32,
) -> Result<Reply, Error> {
    let found = bot
        .store
        .audit_page(Page {
            number: page.saturating_add(1),
            size: ACTS_PER_PAGE,
        })
        .await?;
    Ok(reply::audit(language, &found, page, moderator.guild()))
}
