//! What is held: changes the guard stops, and articles that are gone.

use attache_index::{Article, ArticleId};

use super::{Arrival, Planner, gone_key, whole_seconds};
use crate::generations::{ArticleRecord, TextHash};
use crate::refresh::compare::Changes;
use crate::refresh::guard::Reason;
use crate::refresh::held::{Candidate, Held, HeldText};
use crate::refresh::memory::text_key;
use crate::refresh::report::{Entry, Fate};
use crate::sources::Source;

impl Planner<'_> {
    pub(super) fn hold(
        &mut self,
        arrival: &Arrival<'_>,
        key: &TextHash,
        base: Option<(ArticleRecord, &Article)>,
        reason: Reason,
        changes: Changes,
    ) {
        let id = arrival.article.id.clone();
        let again = self.before.held.iter().any(|held| {
            let candidate = held.candidate.as_ref();
            let text = candidate.and_then(|candidate| candidate.article().ok());
            held.id == id && text.is_some_and(|text| text_key(&text) == *key)
        });
        let title = base.as_ref().map(|(_, old)| old.title.clone());
        let has_base = base.is_some();
        if let Some((record, _)) = base {
            self.keep(record);
        }
        let changes = has_base.then_some(changes);
        if !again {
            let record = self.new_record(arrival);
            self.plan.hold.push(Held {
                id: id.clone(),
                source: arrival.source.id.clone(),
                title: title.clone(),
                url: arrival.url.cloned(),
                reason: reason.clone(),
                since: whole_seconds(self.before.at),
                changes: changes.clone(),
                candidate: Some(Candidate::new(record, arrival.article)),
            });
        }
        let fate = Fate::Held {
            reason,
            again,
            changes,
            text: HeldText::of(key),
        };
        let title = title.unwrap_or_else(|| arrival.article.title.clone());
        self.plan.entries.push(Entry {
            id,
            source: arrival.source.id.clone(),
            title: Some(title),
            url: arrival.url.cloned(),
            fate,
        });
    }

    /// An article whose page or file is gone: the text stays until a moderator decides.
    pub(super) fn missing(&mut self, source: &Source, record: ArticleRecord, why: String) {
        let gone = |held: &Held| held.id == record.id && held.candidate.is_none();
        let again = self.before.held.iter().any(gone);
        let reason = Reason::Gone { why };
        let title = self.title_of(&record);
        if self.is_discarded(&record.id, Some(&gone_key())) {
            self.keep_unchanged(source, record);
            return;
        }
        if !again {
            self.plan.hold.push(Held {
                id: record.id.clone(),
                source: source.id.clone(),
                title: title.clone(),
                url: record.url.clone(),
                reason: reason.clone(),
                since: whole_seconds(self.before.at),
                changes: None,
                candidate: None,
            });
        }
        let fate = Fate::Held {
            reason,
            again,
            changes: None,
            text: HeldText::of(&gone_key()),
        };
        self.plan.entries.push(Entry {
            id: record.id.clone(),
            source: source.id.clone(),
            title,
            url: record.url.clone(),
            fate,
        });
        self.keep(record);
    }

    /// What is held of `id` stays held, and is told again; `false` when nothing is.
    pub(super) fn held_again(&mut self, source: &Source, id: &ArticleId) -> bool {
        let Some(held) = self.before.held.iter().find(|held| held.id == *id) else {
            return false;
        };
        self.plan.entries.push(Entry {
            source: source.id.clone(),
            ..held.entry()
        });
        true
    }

    /// What was held of `id` is over: the page is as it was, or the step was taken.
    pub(super) fn settled(&mut self, id: &ArticleId) {
        if self.before.held.iter().any(|held| held.id == *id) {
            self.plan.release.push(id.clone());
        }
    }
}
