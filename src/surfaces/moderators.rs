//! Moderators' buttons, and the pages they turn. Whoever presses is checked first.

use attache_index::ArticleId;

use crate::bot::{Bot, Error};
use crate::custom_id::Act;
use crate::errors::UserError;
use crate::messages::Language;
use crate::moderation::Moderator;
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
        Act::Publish { article } => publish_held(bot, language, Some(&article), moderator).await,
        Act::Discard { article } => discard_held(bot, language, Some(&article), moderator).await,
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

/// Publishes the held change of `article`, or all of them.
///
/// # Errors
/// When nothing is held, or the index is being changed already.
pub(crate) async fn publish_held(
    bot: &Bot,
    language: Language,
    article: Option<&ArticleId>,
    moderator: Moderator,
) -> Result<Reply, Error> {
    let done = bot
        .refresher
        .publish_held(article, moderator.signature())
        .await
        .map_err(UserError::not_done)?;
    Ok(reply::report(language, &done.report))
}

/// Gives the held change of `article` up, or all of them.
///
/// # Errors
/// As [`publish_held`].
pub(crate) async fn discard_held(
    bot: &Bot,
    language: Language,
    article: Option<&ArticleId>,
    moderator: Moderator,
) -> Result<Reply, Error> {
    let given_up = bot
        .refresher
        .discard_held(article, moderator.signature())
        .await
        .map_err(UserError::not_done)?;
    let articles: Vec<ArticleId> = given_up.into_iter().map(|held| held.id).collect();
    Ok(reply::discarded(language, &articles))
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
