//! What is put down: an article's place in the next generation, and its line in the report.

use attache_index::{Article, ArticleId};

use super::{Arrival, Next, Planner, count_paragraphs};
use crate::generations::{ArticleRecord, TextHash};
use crate::refresh::memory::text_key;
use crate::refresh::report::{Entry, Fate};
use crate::sources::Source;

impl<'a> Planner<'a> {
    pub(super) fn gone(&mut self, source: ArticleId, record: ArticleRecord, why: String) {
        let title = self.title_of(&record);
        self.settled(&record.id);
        self.plan.entries.push(Entry {
            id: record.id,
            source,
            title,
            url: record.url,
            fate: Fate::Gone { why },
        });
    }

    pub(super) fn keep_unchanged(&mut self, source: &Source, record: ArticleRecord) {
        self.settled(&record.id);
        self.plan.entries.push(Entry {
            id: record.id.clone(),
            source: source.id.clone(),
            // Reading every text again for its headline would cost what the refresh saves.
            title: None,
            url: record.url.clone(),
            fate: Fate::Unchanged,
        });
        self.keep(record);
    }

    pub(super) fn keep(&mut self, record: ArticleRecord) {
        if self.taken.insert(record.id.clone()) {
            self.plan.articles.push(Next::Kept(Box::new(record)));
        }
    }

    pub(super) fn remember_stored(&mut self, arrival: &Arrival<'_>, hash: &TextHash) {
        let page = arrival.url.and_then(|url| self.memory.pages.get_mut(url));
        if let Some(page) = page.filter(|_| arrival.fetched) {
            page.stored = Some(hash.clone());
        }
    }

    pub(super) fn new_record(&self, arrival: &Arrival<'_>) -> ArticleRecord {
        ArticleRecord {
            id: arrival.article.id.clone(),
            source: arrival.source.id.to_string(),
            url: arrival.url.cloned(),
            fetched_at: arrival.fetched.then_some(self.before.at),
            validators: arrival.validators.clone(),
            hash: text_key(arrival.article),
            paragraphs: count_paragraphs(arrival.article),
            extractor: arrival.extractor,
            note: arrival.source.note.clone(),
            place: arrival.place.clone(),
        }
    }

    pub(super) fn entry(
        &mut self,
        source: &Source,
        id: ArticleId,
        url: Option<String>,
        fate: Fate,
    ) {
        let record = self.record(&id).cloned();
        let title = record.as_ref().and_then(|record| self.title_of(record));
        self.plan.entries.push(Entry {
            id,
            source: source.id.clone(),
            title: title.or_else(|| source.title.clone()),
            url: url.or_else(|| source.url.clone()),
            fate,
        });
    }

    pub(super) fn entries_push(
        &mut self,
        source: &Source,
        article: &Article,
        url: Option<&String>,
        fate: Fate,
    ) {
        self.plan.entries.push(Entry {
            id: article.id.clone(),
            source: source.id.clone(),
            title: Some(article.title.clone()),
            url: url.cloned(),
            fate,
        });
    }

    pub(super) fn record(&self, id: &ArticleId) -> Option<&'a ArticleRecord> {
        self.by_id.get(id).copied()
    }

    pub(super) fn records_of(
        &self,
        source: &Source,
    ) -> impl Iterator<Item = &'a ArticleRecord> + use<'a> {
        let of_source = self.by_source.get(source.id.as_str());
        of_source.cloned().unwrap_or_default().into_iter()
    }

    /// How many articles of `source` the next generation has so far.
    pub(super) fn count_of(&self, source: &Source) -> usize {
        let of_source = |next: &&Next| match next {
            Next::Kept(record) | Next::Text(record, _) => record.source == source.id.as_str(),
        };
        self.plan.articles.iter().filter(of_source).count()
    }

    /// The headline of a stored text; none when it cannot be read.
    pub(super) fn title_of(&self, record: &ArticleRecord) -> Option<String> {
        let article = self.before.generations.article(&record.hash).ok()?;
        Some(article.title)
    }

    pub(super) fn is_discarded(&self, id: &ArticleId, key: Option<&TextHash>) -> bool {
        key.is_some() && self.memory.discarded.get(id.as_str()) == key
    }
}
