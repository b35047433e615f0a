//! The bot's commands.

mod about;
mod articles;
mod ask;
mod find_sources;
mod help;
mod index;
mod localise;
mod moderation;
mod privacy;
mod questions;
mod read;
mod register;
mod search;
mod settings;
mod source;

use std::sync::atomic::Ordering;

use serenity::builder::CreateCommand;

use crate::bot::{Command, Context, Error};
use crate::lookup::Reader;
use crate::messages::Language;
use crate::reply::Reply;

pub(crate) use register::register;

/// All commands there are.
pub(crate) fn all() -> Vec<Command> {
    let mut commands = everyone();
    commands.extend(moderators());
    commands
}

/// The commands that exist everywhere; some are for who manages a guild.
pub(crate) fn everyone() -> Vec<Command> {
    ready(vec![
        ask::ask(),
        search::search(),
        read::read(),
        articles::articles(),
        about::about(),
        help::help(),
        privacy::privacy(),
        moderation::for_managers(settings::settings()),
        find_sources::find_sources(),
    ])
}

/// The commands for the bot's moderators, which exist in home guilds only. Whatever stands here is
/// hidden from others and checked before it is called.
pub(crate) fn moderators() -> Vec<Command> {
    let commands = vec![index::index(), source::source(), questions::questions()];
    let guarded = commands.into_iter().map(moderation::for_moderators);
    ready(guarded.collect())
}

fn ready(mut commands: Vec<Command>) -> Vec<Command> {
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
        language: language(ctx),
    }
}

/// The language that who calls a command reads.
fn language(ctx: Context<'_>) -> Language {
    Language::of_locale(&ctx.interaction.locale)
}

/// Answers a command: its first response, or a further message when there was one.
///
/// # Errors
/// When Discord does not take it.
pub(crate) async fn answer(ctx: Context<'_>, mut reply: Reply) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let interaction = ctx.interaction;
    if ctx.has_sent_initial_response.swap(true, Ordering::SeqCst) {
        return bot.follow_up(&interaction.token, reply).await;
    }
    let file = reply.file.take();
    let response = reply.response();
    bot.respond_with(interaction.id, &interaction.token, &response, file.as_ref())
        .await
}

/// Says that the answer will take its time; [`edit`] gives it, privately.
///
/// # Errors
/// When Discord does not take it.
async fn defer(ctx: Context<'_>) -> Result<(), Error> {
    let interaction = ctx.interaction;
    ctx.has_sent_initial_response.store(true, Ordering::SeqCst);
    let bot = ctx.framework.user_data;
    bot.defer(interaction.id, &interaction.token).await
}

/// Puts `reply` in place of what a deferred answer showed so far.
///
/// # Errors
/// When Discord does not take it.
async fn edit(ctx: Context<'_>, reply: Reply) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    bot.edit(&ctx.interaction.token, reply).await
}
