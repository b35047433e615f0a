//! Message menu → Apps → Find sources: what the articles say on each sentence of a message.

use std::time::Instant;

use attache_index::{Answer, Claims};
use serenity::model::channel::Message;

use super::answer;
use crate::asking::Asking;
use crate::bot::{Asked, Context, Error};
use crate::errors::UserError;
use crate::messages::Language;
use crate::metrics::Surface;
use crate::reply::{self, Claim};

/// How many passages a claim is shown beside.
const PASSAGES: usize = 1;

/// Shows what the articles say on each sentence of a message, only to who asks.
#[poise::command(
    context_menu_command = "Find sources",
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn find_sources(ctx: Context<'_>, message: Message) -> Result<(), Error> {
    let bot = ctx.framework.user_data;
    let interaction = ctx.interaction;
    let member = interaction.member.as_deref();
    bot.admit(interaction.user.id, interaction.guild_id, member)
        .await?;
    let asking = Asking {
        surface: Surface::FindSources,
        text: message.content,
        id: interaction.id.get(),
        asker: interaction.user.id,
        guild: interaction.guild_id,
        language: Language::of_locale(&interaction.locale),
        before: None,
        deadline: bot.deadline(interaction.id),
    };
    let text = asking.text.clone();
    let began = Instant::now();
    let found = bot
        .archive
        .read(asking.deadline, move |view| {
            view.snapshot.claims(&text, PASSAGES)
        })
        .await
        .map_err(UserError::from)?;
    let search = began.elapsed();
    let claims: Vec<Claim<'_>> = found
        .claims
        .iter()
        .map(|claim| Claim {
            text: &claim.text,
            passage: claim.answer.passages.first(),
        })
        .collect();
    answer(
        ctx,
        reply::sources(asking.language, &claims, found.left_out),
    )
    .await?;
    if let Some(best) = best(&found) {
        // Counted but not recorded: the message is somebody else's.
        bot.answered(&Asked {
            surface: asking.surface,
            question: &asking.text,
            verdict: best.verdict,
            passages: best.passages.len(),
            search,
            id: asking.id,
        });
    }
    Ok(())
}

/// The claim the articles are surest of, which stands for the message when questions are counted.
fn best(claims: &Claims) -> Option<&Answer> {
    let answers = claims.claims.iter().map(|claim| &claim.answer);
    answers.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
}
