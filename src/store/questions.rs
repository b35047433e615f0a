//! Questions as they are recorded.

use std::time::SystemTime;

use attache_index::{ParagraphId, Verdict};
use unicode_normalization::UnicodeNormalization;

use super::open::Database;
use super::{Member, Occasion, milliseconds};
use crate::metrics::{Surface, verdict_name};

/// The most characters of a question that are kept; Discord's longest message has 4,000.
const LONGEST_CHARS: usize = 4_000;

/// A question that was asked and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    /// The interaction or message that asked; a second record of it is ignored.
    pub(crate) asked: Occasion,
    pub(crate) member: Member,
    /// `None` in direct messages.
    pub(crate) guild: Option<u64>,
    pub(crate) surface: Surface,
    /// The language of the question or of the interface, as a tag.
    pub(crate) language: String,
    pub(crate) verdict: Verdict,
    /// 0 to 1.
    pub(crate) confidence: f32,
    /// What was shown, best first.
    pub(crate) passages: Vec<ParagraphId>,
    pub(crate) at: SystemTime,
    pub(crate) text: String,
}

/// Writes all of `asked`, or none.
pub(super) async fn insert(database: &Database, asked: &[Question]) -> sqlx::Result<()> {
    let mut transaction = database.pool.begin_with("BEGIN IMMEDIATE").await?;
    for question in asked {
        let id = database.key.question(question.asked);
        let text: String = question.text.chars().take(LONGEST_CHARS).collect();
        let inserted = sqlx::query(
            "INSERT INTO question (id, asked_at, asker, guild, surface, language, verdict, \
             confidence, text, topic) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(milliseconds(question.at))
        .bind(database.key.member(question.member))
        .bind(question.guild.map(u64::cast_signed))
        .bind(question.surface.name())
        .bind(&question.language)
        .bind(verdict_name(question.verdict))
        .bind(finite(question.confidence))
        .bind(&text)
        .bind(database.key.topic(&topic_words(&text)))
        .execute(&mut *transaction)
        .await?;
        if inserted.rows_affected() == 0 {
            continue;
        }
        for (place, passage) in (0_i64..).zip(&question.passages) {
            sqlx::query(
                "INSERT INTO passage (question, place, article, paragraph) VALUES (?, ?, ?, ?)",
            )
            .bind(id)
            .bind(place)
            .bind(passage.article.as_str())
            .bind(passage.paragraph)
            .execute(&mut *transaction)
            .await?;
        }
    }
    transaction.commit().await
}

/// SQLite stores what is no number as NULL.
fn finite(confidence: f32) -> f32 {
    if confidence.is_finite() {
        confidence
    } else {
        0.0
    }
}

/// What two askings of the same question have in common: its words, in one spelling of letters,
/// without marks. A question without words is itself.
fn topic_words(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).nfc().collect();
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        folded.trim().to_owned()
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_question_are_one_topic() {
        for (one, other) in [
            ("Who mended the bridge?", "  who mended the   BRIDGE"),
            ("Who, then, fished?", "who then fished"),
            ("Cafe\u{301} open?", "CAFÉ open"),
            ("ＷＨＯ ｆｉｓｈｅｄ", "who fished"),
        ] {
            assert_eq!(topic_words(one), topic_words(other), "{one:?}");
        }
        assert_ne!(topic_words("who fished"), topic_words("who fishes"));
        assert_eq!(topic_words(" ??! "), "??!");
    }

    proptest! {
        #[test]
        fn a_topic_is_its_own_topic(text: String) {
            let words = topic_words(&text);
            prop_assert_eq!(topic_words(&words), words);
        }
    }
}
