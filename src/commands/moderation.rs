//! The check before moderators' commands, put in their place once for all of them.
//!
//! A command listed in [`super::moderators`] or guarded by [`for_managers`] is checked before it
//! or anything under it is called or completed; no subcommand can forget it.

use poise::{BoxFuture, CommandInteractionType};
use serenity::model::permissions::Permissions;

use crate::bot::{Bot, Command, Context, Error};
use crate::errors::UserError;
use crate::moderation::{Affair, Moderator};

type Checked<'a> = BoxFuture<'a, Result<bool, Error>>;
type AnyContext<'a> = poise::Context<'a, std::sync::Arc<Bot>, Error>;

/// `command` for the bot's moderators only, hidden by Discord from who may not manage the guild.
pub(super) fn for_moderators(command: Command) -> Command {
    guarded(command, |ctx| Box::pin(check(ctx, Affair::Everyones)))
}

/// `command` for who may manage the guild, hidden by Discord from all others.
pub(super) fn for_managers(command: Command) -> Command {
    guarded(command, |ctx| Box::pin(check(ctx, Affair::TheGuilds)))
}

/// The moderator who calls a command of [`super::moderators`].
///
/// # Errors
/// When it is nobody who may; then the attempt is recorded.
pub(super) async fn moderator(ctx: Context<'_>) -> Result<Moderator, UserError> {
    let bot = ctx.framework.user_data;
    bot.moderator(ctx.interaction, &ctx.command().qualified_name)
        .await
}

/// Who manages the guild in which they call a command guarded by [`for_managers`].
///
/// # Errors
/// When it is nobody who may; then the attempt is recorded.
pub(super) async fn manager(ctx: Context<'_>) -> Result<Moderator, UserError> {
    let bot = ctx.framework.user_data;
    bot.manager(ctx.interaction, &ctx.command().qualified_name)
        .await
}

fn guarded(mut command: Command, check: fn(AnyContext<'_>) -> Checked<'_>) -> Command {
    command.default_member_permissions = Permissions::MANAGE_GUILD;
    // poise runs a command's checks before its subcommands too.
    command.checks.push(check);
    command
}

async fn check(ctx: AnyContext<'_>, affair: Affair) -> Result<bool, Error> {
    let poise::Context::Application(ctx) = ctx else {
        return Ok(false);
    };
    if ctx.interaction_type == CommandInteractionType::Autocomplete {
        // Nobody waits for words about choices that do not come, and typing is no attempt.
        return Ok(ctx.framework.user_data.allows(ctx.interaction, affair));
    }
    match affair {
        Affair::Everyones => moderator(ctx).await?,
        Affair::TheGuilds => manager(ctx).await?,
    };
    Ok(true)
}
