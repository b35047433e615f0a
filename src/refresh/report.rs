//! What a refresh found, article by article: for `--json`, for the record, and as plain text.
//!
//! Deliberately absent: colours (`cli/index/`) and Discord's messages.

use std::fmt::Write as _;

use attache_index::ArticleId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::compare::{Changes, ParagraphChange, Words};
use super::guard::Reason;
use super::held::HeldText;

/// What one refresh found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) at: OffsetDateTime,
    pub(crate) took_ms: u64,
    /// Who asked, as in `operator`, `schedule` or `member 1234`.
    pub(crate) by: String,
    /// What for.
    pub(crate) why: String,
    /// Whether it was only looked, and nothing written.
    pub(crate) preview: bool,
    /// The generation it made; none when nothing changed, or only looked.
    pub(crate) generation: Option<u64>,
    pub(crate) totals: Totals,
    /// In the order shown; sources that failed as a whole among them.
    pub(crate) articles: Vec<Entry>,
    /// What an operator should know besides, as in a source that was left out.
    pub(crate) remarks: Vec<String>,
}

/// How many articles met each fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    pub(crate) unchanged: usize,
    pub(crate) changed: usize,
    pub(crate) new: usize,
    pub(crate) gone: usize,
    pub(crate) failed: usize,
    pub(crate) held: usize,
}

/// What became of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The article; the source when that failed before any article was known.
    pub(crate) id: ArticleId,
    pub(crate) source: ArticleId,
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    #[serde(flatten)]
    pub(crate) fate: Fate,
}

/// What can become of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(crate) enum Fate {
    Unchanged,
    Changed {
        changes: Changes,
    },
    /// Answered from for the first time.
    New {
        paragraphs: u32,
        /// Whether a retelling was answered from until now.
        replaces_briefing: bool,
    },
    /// No longer answered from.
    Gone {
        why: String,
    },
    /// Could not be looked at: the old text, if there is one, stays.
    Failed {
        why: String,
        /// How many times in a row by now.
        times: u32,
    },
    /// The old text stays until a moderator decides.
    Held {
        reason: Reason,
        /// Whether an earlier refresh held the same already.
        again: bool,
        /// What would change; none when the article would be gone.
        changes: Option<Changes>,
        /// The text that is shown, for whoever decides on it.
        #[serde(skip)]
        text: HeldText,
    },
}

impl Fate {
    /// As in JSON.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed { .. } => "changed",
            Self::New { .. } => "new",
            Self::Gone { .. } => "gone",
            Self::Failed { .. } => "failed",
            Self::Held { .. } => "held",
        }
    }

    /// Whether the next generation differs by it.
    pub(crate) fn is_step(&self) -> bool {
        matches!(
            self,
            Self::Changed { .. } | Self::New { .. } | Self::Gone { .. }
        )
    }
}

impl Totals {
    pub(crate) fn of(articles: &[Entry]) -> Self {
        let mut totals = Self::default();
        for article in articles {
            let count = match article.fate {
                Fate::Unchanged => &mut totals.unchanged,
                Fate::Changed { .. } => &mut totals.changed,
                Fate::New { .. } => &mut totals.new,
                Fate::Gone { .. } => &mut totals.gone,
                Fate::Failed { .. } => &mut totals.failed,
                Fate::Held { .. } => &mut totals.held,
            };
            *count += 1;
        }
        totals
    }

    /// As in `1 changed, 2 unchanged`; `nothing to look at` when there was nothing.
    pub(crate) fn told(self) -> String {
        let counts = [
            (self.changed, "changed"),
            (self.new, "new"),
            (self.gone, "gone"),
            (self.held, "held"),
            (self.failed, "failed"),
            (self.unchanged, "unchanged"),
        ];
        let told: Vec<String> = (counts.iter())
            .filter(|(count, _)| *count > 0)
            .map(|(count, fate)| format!("{count} {fate}"))
            .collect();
        if told.is_empty() {
            return "nothing to look at".into();
        }
        told.join(", ")
    }
}

impl Report {
    /// The articles of which there is more to tell than that they are the same.
    pub(crate) fn notable(&self) -> impl Iterator<Item = &Entry> {
        let is_notable = |entry: &&Entry| entry.fate != Fate::Unchanged;
        self.articles.iter().filter(is_notable)
    }

    /// The same without the articles that are as before: there may be thousands.
    pub(crate) fn without_unchanged(&self) -> Self {
        Self {
            articles: self.notable().cloned().collect(),
            ..self.clone()
        }
    }

    /// The whole report as plain text, in the notation of `wdiff`: for a file that is attached.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.headline());
        for remark in &self.remarks {
            text.extend(["\n! ", remark, "\n"]);
        }
        for entry in self.notable() {
            let title = entry.title.as_deref().unwrap_or_default();
            let url = entry.url.as_deref().unwrap_or_default();
            let about: Vec<&str> = [title, url].into_iter().filter(|t| !t.is_empty()).collect();
            // Writing to a String cannot fail.
            let _ = write!(text, "\n{}: {}", entry.fate.name(), entry.id);
            if !about.is_empty() {
                let _ = write!(text, " ({})", about.join(", "));
            }
            text.push('\n');
            entry.fate.write_text(&mut text);
        }
        text
    }

    /// One line on all of it.
    pub(crate) fn headline(&self) -> String {
        let made = match self.generation {
            Some(number) => format!("generation {number}"),
            None if self.preview => "a preview, nothing was changed".into(),
            None => "no new generation".into(),
        };
        let at = self.at.date();
        let (hour, minute) = (self.at.hour(), self.at.minute());
        format!(
            "Refresh of {at} {hour:02}:{minute:02} UTC by {}: {}; {made}.",
            self.by,
            self.totals.told()
        )
    }
}

impl Fate {
    fn write_text(&self, text: &mut String) {
        // Writing to a String cannot fail.
        let _ = match self {
            Self::Unchanged => Ok(()),
            Self::Changed { changes } => {
                changes.write_text(text);
                Ok(())
            }
            Self::New {
                paragraphs,
                replaces_briefing,
            } => {
                let instead = if *replaces_briefing {
                    ", instead of the briefing"
                } else {
                    ""
                };
                writeln!(text, "  {paragraphs} paragraphs{instead}")
            }
            Self::Gone { why } => writeln!(text, "  {why}"),
            Self::Failed { why, times } => {
                writeln!(text, "  {why}{}", times_told(*times))
            }
            Self::Held {
                reason, changes, ..
            } => {
                let told = writeln!(text, "  {reason}");
                if let Some(changes) = changes {
                    changes.write_text(text);
                }
                told
            }
        };
    }
}

/// ` (3 times in a row)`; nothing for the first time.
pub(crate) fn times_told(times: u32) -> String {
    if times > 1 {
        format!(" ({times} times in a row)")
    } else {
        String::new()
    }
}

impl Changes {
    fn write_text(&self, text: &mut String) {
        if let Some(title) = &self.title {
            text.extend([
                "  headline: [-",
                &title.before,
                "-] {+",
                &title.after,
                "+}\n",
            ]);
        }
        if !self.about.is_empty() {
            text.extend(["  told differently: ", &self.about.join(", "), "\n"]);
        }
        for change in &self.paragraphs {
            // Writing to a String cannot fail.
            let _ = match change {
                ParagraphChange::Added { number, text: new } => writeln!(text, "+ {number}  {new}"),
                ParagraphChange::Removed { number, text: old } => {
                    writeln!(text, "- {number}  {old}")
                }
                ParagraphChange::Edited { number, words, .. } => {
                    let marked: String = words.iter().map(marked).collect();
                    writeln!(text, "~ {number}  {marked}")
                }
            };
        }
    }
}

fn marked(words: &Words) -> String {
    match words {
        Words::Same(text) => text.clone(),
        Words::Removed(text) => format!("[-{text}-]"),
        Words::Added(text) => format!("{{+{text}+}}"),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::compare::tests::article;
    use super::*;

    pub(crate) fn report(fates: Vec<Fate>) -> Report {
        let entry = |(number, fate)| Entry {
            id: ArticleId::parse(format!("quay-{number}")).unwrap(),
            source: ArticleId::parse("quay").unwrap(),
            title: Some("The Quay".into()),
            url: None,
            fate,
        };
        let articles: Vec<Entry> = (1..).zip(fates).map(entry).collect();
        Report {
            at: OffsetDateTime::from_unix_timestamp(1_760_000_000).unwrap(),
            took_ms: 12,
            by: "operator".into(),
            why: "asked".into(),
            preview: false,
            generation: Some(3),
            totals: Totals::of(&articles),
            articles,
            remarks: Vec::new(),
        }
    }

    fn changed() -> Fate {
        let old = article(
            "The Quay",
            &["Boats came in.", "All left.", "Nets were torn at dawn."],
        );
        let new = article(
            "The Quay",
            &["Boats came in late.", "Nets were torn at dawn.", "Bells."],
        );
        Fate::Changed {
            changes: Changes::between(&old, &new),
        }
    }

    #[test]
    fn the_text_tells_every_change_in_words() {
        let failed = Fate::Failed {
            why: "the server answers 500".into(),
            times: 3,
        };
        let text = report(vec![changed(), failed, Fate::Unchanged]).to_text();
        insta::assert_snapshot!(text, @r"
        Refresh of 2025-10-09 08:53 UTC by operator: 1 changed, 1 failed, 1 unchanged; generation 3.

        changed: quay-1 (The Quay)
        ~ 1  Boats came [-in.-]{+in late.+}
        - 2  All left.
        + 3  Bells.

        failed: quay-2 (The Quay)
          the server answers 500 (3 times in a row)
        ");
    }

    #[test]
    fn a_report_is_read_back_from_its_json() {
        let held = Fate::Held {
            reason: Reason::ParagraphsDropped { dropped: 4, of: 9 },
            again: false,
            changes: Some(Changes::default()),
            text: HeldText::default(),
        };
        let gone = Fate::Gone { why: "x".into() };
        let report = report(vec![changed(), held, gone, Fate::Unchanged]);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["at"], "2025-10-09T08:53:20Z");
        assert_eq!(json["articles"][0]["outcome"], "changed");
        assert_eq!(
            json["articles"][1]["reason"]["because"],
            "paragraphs_dropped"
        );
        let back: Report = serde_json::from_value(json).unwrap();
        assert_eq!(back, report);
    }

    #[test]
    fn totals_leave_out_what_did_not_happen() {
        assert_eq!(
            report(vec![changed(), changed()]).totals.told(),
            "2 changed"
        );
        assert_eq!(report(Vec::new()).totals.told(), "nothing to look at");
    }
}
