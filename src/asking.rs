//! A question on its way, wherever it was asked: the limit, the search, the record.
//!
//! Deliberately absent: how the answer is shown and sent (`commands/`, `surfaces/`).

use std::time::{Duration, Instant, SystemTime};

use attache_index::{Answer, AskOptions, ParagraphId, Turn, Verdict};
use serenity::model::guild::{Member as GuildMember, PartialMember};
use serenity::model::id::{GuildId, UserId};
use serenity::model::permissions::Permissions;

use crate::archive::View;
use crate::bot::{Asked, Bot};
use crate::custom_id::PassageRef;
use crate::errors::UserError;
use crate::messages::Language;
use crate::metrics::Surface;
use crate::rate_limit::{Limit, Refused};
use crate::reply::Question;
use crate::store;

/// How many questions stand in for one that is not covered.
const SUGGESTIONS: usize = 3;
/// Who has one of these may ask as many questions as they like.
const MODERATES: Permissions = Permissions::MANAGE_GUILD
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::ADMINISTRATOR);

/// A question and where it was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asking {
    pub(crate) surface: Surface,
    pub(crate) text: String,
    /// The interaction's or message's id.
    pub(crate) id: u64,
    pub(crate) asker: UserId,
    pub(crate) guild: Option<GuildId>,
    pub(crate) language: Language,
    pub(crate) before: Option<Before>,
    /// When the answer must be found.
    pub(crate) deadline: Instant,
}

/// What a question may lean on.
#[derive(Debug, Clone)]
pub(crate) struct Before {
    /// What was asked or said.
    pub(crate) text: String,
    /// The passage that answered it.
    pub(crate) passage: Option<PassageRef>,
}

/// What came of a question.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) answer: Answer,
    /// Questions that the articles do answer, when this one they don't.
    pub(crate) suggestions: Vec<String>,
    pub(crate) search: Duration,
}

impl Asking {
    /// The question as its answer shows it.
    pub(crate) fn question(&self) -> Question<'_> {
        Question {
            text: &self.text,
            id: self.id,
            asker: self.asker,
            language: self.language,
        }
    }
}

impl Bot {
    /// Looks for the answer to a question.
    ///
    /// # Errors
    /// When the searchers are busy.
    pub(crate) async fn ask(&self, asking: &Asking) -> Result<Found, UserError> {
        let passages = self.settings.answer.passages;
        let question = asking.clone();
        let began = Instant::now();
        let (answer, suggestions) = self
            .archive
            .read(asking.deadline, move |view| look(view, &question, passages))
            .await?;
        Ok(Found {
            answer,
            suggestions,
            search: began.elapsed(),
        })
    }

    /// Counts, logs and records a question that was answered, or passed over in silence.
    pub(crate) fn note(&self, asking: &Asking, found: &Found) {
        let answer = &found.answer;
        self.answered(&Asked {
            surface: asking.surface,
            question: &asking.text,
            verdict: answer.verdict,
            passages: answer.passages.len(),
            search: found.search,
            id: asking.id,
        });
        let passages: Vec<ParagraphId> = answer.passages.iter().map(|p| p.id.clone()).collect();
        self.store.record(store::Question {
            asked: store::Occasion(asking.id),
            member: store::Member(asking.asker.get()),
            guild: asking.guild.map(GuildId::get),
            surface: asking.surface,
            language: asking.language.tag().to_owned(),
            verdict: answer.verdict,
            confidence: answer.confidence,
            passages,
            at: SystemTime::now(),
            text: asking.text.clone(),
        });
    }

    /// Counts a question of somebody who is told privately when it is one too many.
    ///
    /// # Errors
    /// When the member must wait.
    pub(crate) async fn admit(
        &self,
        user: UserId,
        guild: Option<GuildId>,
        member: Option<&GuildMember>,
    ) -> Result<(), UserError> {
        if member.is_some_and(moderates) {
            return Ok(());
        }
        let taken = self.take(user, guild).await;
        taken.map_err(|refused| UserError::TooManyQuestions {
            again_in: refused.again_in,
        })
    }

    /// Counts a question asked in a message, whose author's permissions do not come with it.
    ///
    /// # Errors
    /// When the member must wait.
    pub(crate) async fn admit_message(
        &self,
        author: UserId,
        guild: Option<GuildId>,
        member: Option<&PartialMember>,
    ) -> Result<(), Refused> {
        let taken = self.take(author, guild).await;
        let Err(refused) = taken else { return Ok(()) };
        // Discord is asked about the roles only where that changes something, and once a wait.
        let (Some(guild), Some(member), true) = (guild, member, refused.first) else {
            return Err(refused);
        };
        match self.http.get_guild(guild).await {
            Ok(known) => {
                let roles = known.roles.iter().filter(|(id, _)| {
                    // The role of everyone has the guild's id.
                    id.get() == guild.get() || member.roles.contains(id)
                });
                let may = roles.fold(Permissions::empty(), |may, (_, role)| {
                    may | role.permissions
                });
                if known.owner_id == author || may.intersects(MODERATES) {
                    self.rate_limiter.forget(author.get());
                    return Ok(());
                }
            }
            Err(error) => tracing::debug!(%error, "a member's roles are not known"),
        }
        Err(refused)
    }

    async fn take(&self, member: UserId, guild: Option<GuildId>) -> Result<(), Refused> {
        let limits = &self.settings.limits;
        let mut limit = Limit {
            questions: limits.questions,
            per: Duration::from_secs(limits.per_seconds),
        };
        if let Some(guild) = guild
            && let Some(own) = self.store.guild(guild.get()).await.rate_limit
        {
            limit = Limit {
                questions: own.questions,
                per: Duration::from_secs(own.per_seconds.into()),
            };
        }
        let taken = self.rate_limiter.take(member.get(), limit, Instant::now());
        if taken.is_err() {
            self.metrics.rate_limited("member");
        }
        taken
    }
}

/// Whether they moderate the guild, by the permissions that come with an interaction.
fn moderates(member: &GuildMember) -> bool {
    member
        .permissions
        .is_some_and(|may| may.intersects(MODERATES))
}

fn look(view: &View, asking: &Asking, passages: usize) -> (Answer, Vec<String>) {
    let options = AskOptions {
        passages,
        previous: asking.before.as_ref().map(|before| Turn {
            question: before.text.clone(),
            passage: before
                .passage
                .as_ref()
                .and_then(|passage| Some(passage.find(&view.snapshot).ok()?.id)),
        }),
    };
    let answer = view.snapshot.answer(&asking.text, &options);
    let suggestions = match answer.verdict {
        Verdict::NotCovered => {
            let language = attache_index::language_tag(&asking.text);
            view.suggestions
                .related(&asking.text, language, SUGGESTIONS)
        }
        _ => Vec::new(),
    };
    (answer, suggestions)
}
