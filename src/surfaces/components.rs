//! Buttons and menus of the bot's own messages.
//!
//! Whoever asked turns the pages of their own answer, in place; anyone else who presses gets a
//! private copy that is theirs to turn. What a button needs stands in its custom id.

use std::sync::Arc;
use std::time::SystemTime;

use serenity::builder::CreateInteractionResponse;
use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind};
use serenity::model::channel::MessageFlags;

use super::moderators;
use crate::archive::View;
use crate::asking::Asking;
use crate::bot::{Bot, Error};
use crate::custom_id::{Action, PassageRef};
use crate::errors::UserError;
use crate::lookup::{self, Reader};
use crate::messages::Language;
use crate::metrics::Surface;
use crate::reply::{self, Reply, Trouble, trouble};
use crate::store::{Member, Occasion, Vote, Voted};

/// How a press is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the message the button is under.
    Here,
    /// In a message of its own, as visible as that one.
    Beside,
    /// In a message for the presser alone.
    Privately,
}

/// Answers a button or menu.
///
/// # Errors
/// When the searchers are busy, the index cannot be read, or Discord does not take the answer.
pub(super) async fn component(
    bot: &Arc<Bot>,
    component: &ComponentInteraction,
) -> Result<(), Error> {
    let reader = Reader {
        user: component.user.id,
        language: Language::of_locale(&component.locale),
    };
    let Ok(action) = Action::parse(&component.data.custom_id) else {
        let reply = trouble(reader.language, Trouble::OldButton);
        return send(bot, component, Place::Privately, reply).await;
    };
    let place = place(&action, reader);
    match action {
        Action::Ask { question, .. } => ask(bot, component, reader, question, place).await,
        Action::Vote {
            helpful,
            asked,
            passage,
        } => {
            let noted = vote(bot, component, reader, helpful, asked, &passage).await;
            send(bot, component, place, noted).await
        }
        Action::Forget { .. } => {
            let forgotten = forget(bot, component, reader).await;
            send(bot, component, Place::Privately, forgotten).await
        }
        Action::Moderate(act) => {
            let moderator = bot.moderator(component, act.name()).await?;
            let is_slow = act.is_slow();
            if is_slow {
                bot.defer(component.id, &component.token).await?;
            }
            let reply = moderators::act(bot, moderator, reader.language, act).await?;
            if is_slow {
                return bot.edit(&component.token, reply).await;
            }
            send(bot, component, place, reply).await
        }
        action => look_up(bot, component, reader, action, place).await,
    }
}

async fn look_up(
    bot: &Arc<Bot>,
    component: &ComponentInteraction,
    reader: Reader,
    action: Action,
    place: Place,
) -> Result<(), Error> {
    let chosen = chosen(component);
    let shown = bot
        .archive
        .read(bot.deadline(component.id), move |view| {
            shown(view, reader, action, chosen)
        })
        .await
        .map_err(UserError::from)?;
    match shown? {
        Ok(reply) => send(bot, component, place, reply).await,
        Err(why) => {
            send(
                bot,
                component,
                Place::Privately,
                trouble(reader.language, why),
            )
            .await
        }
    }
}

fn place(action: &Action, reader: Reader) -> Place {
    if let Action::Moderate(_) = action {
        return Place::Here;
    }
    if action.asker() != Some(reader.user.get()) {
        return Place::Privately;
    }
    match action {
        Action::Read { .. }
        | Action::Pick { .. }
        | Action::Outline { .. }
        | Action::Articles { .. }
        | Action::Search { .. } => Place::Here,
        Action::More { .. } | Action::Context { .. } | Action::Ask { .. } => Place::Beside,
        Action::Vote { .. } | Action::Forget { .. } | Action::Moderate(_) => Place::Privately,
    }
}

/// What the press shows.
///
/// # Errors
/// When the index cannot be read.
fn shown(
    view: &View,
    reader: Reader,
    action: Action,
    chosen: Option<u32>,
) -> Result<Result<Reply, Trouble>, Error> {
    Ok(match action {
        Action::More { passages, .. } => lookup::more(view, reader, &passages),
        Action::Context { passage, .. } => lookup::context(view, reader, &passage),
        Action::Read {
            article, paragraph, ..
        } => lookup::paragraph_of(view, reader, article, paragraph),
        Action::Pick { article, .. } => match chosen {
            Some(paragraph) => lookup::paragraph_of(view, reader, article, paragraph),
            None => Err(Trouble::NoSuchSection),
        },
        Action::Outline { article, page, .. } => lookup::outline_of(view, reader, article, page),
        Action::Articles { page, .. } => Ok(lookup::articles(view, reader, page)),
        Action::Search { page, terms, .. } => Ok(lookup::search(view, reader, &terms, page)?),
        Action::Vote { .. } | Action::Forget { .. } | Action::Ask { .. } | Action::Moderate(_) => {
            Err(Trouble::OldButton)
        }
    })
}

/// The paragraph chosen from a menu.
fn chosen(component: &ComponentInteraction) -> Option<u32> {
    match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first()?.parse().ok(),
        _ => None,
    }
}

/// Counts a vote on a passage, in the database if it answers in time.
async fn vote(
    bot: &Bot,
    component: &ComponentInteraction,
    reader: Reader,
    helpful: bool,
    asked: u64,
    passage: &PassageRef,
) -> Reply {
    let passage = match passage.find(&bot.archive.now().snapshot) {
        Ok(found) => found.id,
        Err(missing) => return trouble(reader.language, Trouble::Missing(missing)),
    };
    let vote = Vote {
        asked: Occasion(asked),
        passage,
        member: Member(reader.user.get()),
        up: helpful,
        at: SystemTime::now(),
    };
    let deadline = bot.deadline(component.id).into();
    match tokio::time::timeout_at(deadline, bot.store.vote(&vote)).await {
        Ok(Ok(Voted::QuestionGone)) => trouble(reader.language, Trouble::VoteGone),
        Ok(Ok(_)) => Reply::private(reader.language.say("thanks")),
        Ok(Err(_)) | Err(_) => trouble(reader.language, Trouble::NotKept),
    }
}

/// Deletes what is kept about who presses.
async fn forget(bot: &Bot, component: &ComponentInteraction, reader: Reader) -> Reply {
    let deleting = bot.store.delete_user(Member(reader.user.get()));
    match tokio::time::timeout_at(bot.deadline(component.id).into(), deleting).await {
        Ok(Ok(forgotten)) => Reply::private(reader.language.say_with(
            "forgotten",
            [
                ("questions", forgotten.questions.into()),
                ("votes", forgotten.votes.into()),
            ],
        )),
        Ok(Err(_)) | Err(_) => trouble(reader.language, Trouble::NotKept),
    }
}

/// Answers a suggested question.
async fn ask(
    bot: &Arc<Bot>,
    component: &ComponentInteraction,
    reader: Reader,
    question: String,
    place: Place,
) -> Result<(), Error> {
    let member = component.member.as_ref();
    bot.admit(reader.user, component.guild_id, member).await?;
    let asking = Asking {
        surface: Surface::Button,
        text: question,
        id: component.id.get(),
        asker: reader.user,
        guild: component.guild_id,
        language: reader.language,
        before: None,
        deadline: bot.deadline(component.id),
    };
    let found = bot.ask(&asking).await?;
    let question = asking.question();
    let reply = reply::answer(&question, &found.answer, &found.suggestions);
    send(bot, component, place, reply).await?;
    bot.note(&asking, &found);
    Ok(())
}

async fn send(
    bot: &Bot,
    component: &ComponentInteraction,
    place: Place,
    mut reply: Reply,
) -> Result<(), Error> {
    let file = reply.file.take();
    let response = respond(place, is_private(component), reply);
    bot.respond_with(component.id, &component.token, &response, file.as_ref())
        .await
}

fn respond(place: Place, private: bool, reply: Reply) -> CreateInteractionResponse {
    match place {
        // What is for the presser alone must not take the place of what everyone sees.
        Place::Here if private || !reply.private => reply.update(),
        Place::Here | Place::Beside => reply.privately(private).response(),
        Place::Privately => reply.privately(true).response(),
    }
}

/// Whether only the asker sees the message the button is under.
fn is_private(component: &ComponentInteraction) -> bool {
    let flags = component.message.flags;
    flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

#[cfg(test)]
mod tests {
    use serenity::model::id::UserId;

    use super::*;

    fn kind(response: &CreateInteractionResponse) -> &'static str {
        match response {
            CreateInteractionResponse::UpdateMessage(_) => "update",
            CreateInteractionResponse::Message(_) => "message",
            _ => "other",
        }
    }

    #[test]
    fn only_the_asker_turns_pages_in_place() {
        let action = Action::Articles { asker: 7, page: 1 };
        let reader = |user| Reader {
            user: UserId::new(user),
            language: Language::English,
        };
        assert_eq!(place(&action, reader(7)), Place::Here);
        assert_eq!(place(&action, reader(8)), Place::Privately);
    }

    #[test]
    fn a_private_word_never_replaces_what_everyone_sees() {
        let private = || Reply::private("x");
        assert_eq!(kind(&respond(Place::Here, false, private())), "message");
        assert_eq!(kind(&respond(Place::Here, true, private())), "update");
        assert_eq!(
            kind(&respond(Place::Here, false, Reply::line("x"))),
            "update"
        );
        assert_eq!(
            kind(&respond(Place::Privately, false, Reply::line("x"))),
            "message"
        );
    }
}
