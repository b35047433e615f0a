//! The bot's commands.

mod ask;
mod register;

use std::sync::atomic::Ordering;

use crate::bot::{Command, Context, Error};
use crate::reply::Reply;

pub(crate) use register::register;

/// All commands there are.
pub(crate) fn all() -> Vec<Command> {
    let mut commands = vec![ask::ask()];
    poise::set_qualified_names(&mut commands);
    commands
}

/// Answers a command: its first response, or a further message when there was one.
///
/// # Errors
/// When Discord does not take it.
pub(crate) async fn answer(ctx: Context<'_>, reply: Reply) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let interaction = ctx.interaction;
    if ctx.has_sent_initial_response.swap(true, Ordering::SeqCst) {
        return bot.follow_up(&interaction.token, &reply.follow_up()).await;
    }
    bot.respond(interaction.id, &interaction.token, &reply.response())
        .await
}
