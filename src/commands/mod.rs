//! The bot's commands.

mod about;
mod articles;
mod ask;
mod find_sources;
mod help;
mod localise;
mod privacy;
mod read;
mod register;
mod search;
mod settings;

use std::sync::atomic::Ordering;

use serenity::builder::CreateCommand;

use crate::bot::{Command, Context, Error};
use crate::lookup::Reader;
use crate::messages::Language;
use crate::reply::Reply;

pub(crate) use register::register;

/// All commands there are.
pub(crate) fn all() -> Vec<Command> {
    let mut commands = vec![
        ask::ask(),
        search::search(),
        read::read(),
        articles::articles(),
        about::about(),
        help::help(),
        privacy::privacy(),
        settings::settings(),
        find_sources::find_sources(),
    ];
    poise::set_qualified_names(&mut commands);
    localise::localise(&mut commands);
    commands
}

/// The commands as they are registered with Discord.
pub(crate) fn builders(commands: &[Command]) -> Vec<CreateCommand> {
    localise::builders(commands)
}

/// Who calls a command, and in which language they read.
fn reader(ctx: Context<'_>) -> Reader {
    Reader {
        user: ctx.interaction.user.id,
        language: Language::of_locale(&ctx.interaction.locale),
    }
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
