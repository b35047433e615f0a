//! The bot's commands.

mod ask;

use std::sync::atomic::Ordering;

use crate::bot::{Command, Context, Error};
use crate::reply::Reply;

/// All commands there are.
pub(crate) fn all() -> Vec<Command> {
    vec![ask::ask()]
}

/// Answers a command: its first response, or a further message when there was one.
///
/// # Errors
/// When Discord does not take it.
pub(crate) async fn answer(ctx: Context<'_>, reply: Reply) -> Result<(), Error> {
    let interaction = ctx.interaction;
    ctx.has_sent_initial_response.store(true, Ordering::SeqCst);
    ctx.framework
        .user_data
        .respond(interaction.id, &interaction.token, &reply.response())
        .await
}
