//! From what was seen to what becomes of every article. Decides, and writes nothing.
//!
//! Deliberately absent: the network (`look.rs`) and the making of a generation (`write.rs`).

mod hold;
mod outcome;

use std::collections::{HashMap, HashSet};
use std::time::SystemTime;

use attache_index::{Article, ArticleId};
use time::OffsetDateTime;

use super::compare::Changes;
use super::guard::{self, Reason};
use super::held::Held;
use super::look::{Look, Seen, Sight, Trouble};
use super::memory::{Memory, PageMemory, text_key};
use super::report::{Entry, Fate};
use crate::generations::{ArticleRecord, Generations, Manifest, Place, TextHash, Validators};
use crate::sources::{Source, Sources, Text};

/// What a plan starts from.
#[derive(Debug)]
pub(super) struct Before<'a> {
    pub(super) generations: &'a Generations,
    /// The generation that answers now.
    pub(super) base: Option<&'a Manifest>,
    pub(super) sources: &'a Sources,
    /// Whether `sources` are all there are: nothing is given up otherwise.
    pub(super) complete: bool,
    pub(super) held: &'a [Held],
    pub(super) at: SystemTime,
}

/// What becomes of the articles.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) entries: Vec<Entry>,
    /// The articles of the next generation, in the order shown.
    pub(super) articles: Vec<Next>,
    /// Changes to be held.
    pub(super) hold: Vec<Held>,
    /// Held changes that are over.
    pub(super) release: Vec<ArticleId>,
}

/// An article of the next generation.
#[derive(Debug)]
pub(super) enum Next {
    /// As in the generation before.
    Kept(Box<ArticleRecord>),
    /// With this text; hash and count of the record are still to be filled in.
    Text(Box<ArticleRecord>, Box<Article>),
}

impl Plan {
    /// Whether there is anything for a new generation.
    pub(super) fn is_step(&self) -> bool {
        self.entries.iter().any(|entry| entry.fate.is_step())
    }
}

impl Next {
    pub(super) fn id(&self) -> &ArticleId {
        match self {
            Self::Kept(record) | Self::Text(record, _) => &record.id,
        }
    }
}

/// Decides on everything that was `looks`ed at; what was not stays as it is.
pub(super) fn decide(before: &Before<'_>, looks: &[Look], memory: &mut Memory) -> Plan {
    let records = || before.base.into_iter().flat_map(|base| &base.articles);
    let mut by_source: HashMap<&str, Vec<&ArticleRecord>> = HashMap::new();
    for record in records() {
        by_source.entry(&record.source).or_default().push(record);
    }
    let mut planner = Planner {
        before,
        by_id: records().map(|record| (&record.id, record)).collect(),
        by_source,
        memory,
        plan: Plan::default(),
        taken: HashSet::new(),
    };
    let looked: HashMap<&ArticleId, &Look> = looks.iter().map(|l| (&l.source, l)).collect();
    for source in &before.sources.entries {
        match looked.get(&source.id) {
            Some(look) => planner.looked_at(source, look),
            None => planner.left_alone(source),
        }
    }
    planner.without_source();
    planner.forget_others(looks);
    planner.plan
}

struct Planner<'a> {
    before: &'a Before<'a>,
    /// The articles answered from now.
    by_id: HashMap<&'a ArticleId, &'a ArticleRecord>,
    by_source: HashMap<&'a str, Vec<&'a ArticleRecord>>,
    memory: &'a mut Memory,
    plan: Plan,
    /// The ids that the next generation has.
    taken: HashSet<ArticleId>,
}

/// A text and where it came from.
struct Arrival<'a> {
    source: &'a Source,
    url: Option<&'a String>,
    place: &'a Place,
    article: &'a Article,
    validators: &'a Validators,
    extractor: u32,
    fetched: bool,
}

impl Planner<'_> {
    fn looked_at(&mut self, source: &Source, look: &Look) {
        let looks = self.memory.looks.entry(source.id.to_string()).or_default();
        match &look.trouble {
            None => looks.succeeded(self.before.at),
            Some(Trouble { why, retry_after }) => {
                looks.failed(self.before.at, why.clone(), *retry_after);
                let times = looks.failures;
                let why = why.clone();
                self.entry(source, source.id.clone(), None, Fate::Failed { why, times });
            }
        }
        if let Some((url, feed)) = &look.feed {
            self.memory.feeds.insert(url.clone(), feed.clone());
        }
        let mut seen_ids = HashSet::new();
        for seen in &look.seen {
            seen_ids.insert(seen.id.clone());
            self.seen(source, seen);
        }
        let left: Vec<ArticleRecord> = self
            .records_of(source)
            .filter(|record| !seen_ids.contains(&record.id))
            .cloned()
            .collect();
        // A briefing gives way to the page under one id; other texts there are of a failed look,
        // of a file that is gone, or of an item too old.
        for record in left {
            if look.trouble.is_some() {
                self.keep(record);
            } else if let Text::Feed(feed) = &source.text {
                let count = self.count_of(source);
                if count < feed.newest {
                    self.keep_unchanged(source, record);
                } else {
                    let why = format!("older than the newest {} of its feed", feed.newest);
                    self.gone(source.id.clone(), record, why);
                }
            } else {
                let why = "its file is no longer there".into();
                self.missing(source, record, why);
            }
        }
    }

    fn left_alone(&mut self, source: &Source) {
        let records: Vec<ArticleRecord> = self.records_of(source).cloned().collect();
        for record in records {
            self.keep(record);
        }
    }

    /// The articles whose source is no longer listed.
    fn without_source(&mut self) {
        let Some(base) = self.before.base else {
            return;
        };
        let sources = self.before.sources.entries.iter();
        let listed: HashSet<&str> = sources.map(|source| source.id.as_str()).collect();
        for record in &base.articles {
            if listed.contains(record.source.as_str()) {
                continue;
            }
            if self.before.complete {
                let source = ArticleId::parse(record.source.clone());
                let source = source.unwrap_or_else(|_| record.id.clone());
                self.gone(source, record.clone(), "its source was removed".into());
            } else {
                self.keep(record.clone());
            }
        }
    }

    /// Drops what is remembered of sources, pages and feeds that are no more.
    fn forget_others(&mut self, looks: &[Look]) {
        let sources = &self.before.sources.entries;
        let mut ids: HashSet<&str> = self.plan.articles.iter().map(|n| n.id().as_str()).collect();
        ids.extend(sources.iter().map(|source| source.id.as_str()));
        let seen = || looks.iter().flat_map(|look| &look.seen);
        ids.extend(seen().map(|seen| seen.id.as_str()));
        let records = self.before.base.into_iter().flat_map(|base| &base.articles);
        let mut urls: HashSet<&str> = records.filter_map(|r| r.url.as_deref()).collect();
        urls.extend(sources.iter().filter_map(|source| source.url.as_deref()));
        urls.extend(seen().filter_map(|seen| seen.url.as_deref()));
        urls.extend(
            self.before
                .held
                .iter()
                .filter_map(|held| held.url.as_deref()),
        );
        self.memory.looks.retain(|id, _| ids.contains(id.as_str()));
        self.memory
            .pages
            .retain(|url, _| urls.contains(url.as_str()));
        self.memory
            .feeds
            .retain(|url, _| urls.contains(url.as_str()));
    }

    fn seen(&mut self, source: &Source, seen: &Seen) {
        let base = self.record(&seen.id).cloned();
        if seen.id != source.id && !matches!(seen.sight, Sight::Failed(_)) {
            self.memory.looks.remove(seen.id.as_str());
        }
        match &seen.sight {
            Sight::Failed(trouble) => {
                // A source of one page is counted as a whole.
                if seen.id != source.id {
                    let key = seen.id.to_string();
                    let looks = self.memory.looks.entry(key).or_default();
                    looks.failed(self.before.at, trouble.why.clone(), trouble.retry_after);
                    let (why, times) = (trouble.why.clone(), looks.failures);
                    let url = seen.url.clone();
                    self.entry(source, seen.id.clone(), url, Fate::Failed { why, times });
                }
                if let Some(record) = base {
                    self.keep(record);
                }
            }
            Sight::Gone(why) => {
                if let Some(record) = base {
                    self.missing(source, record, why.clone());
                } else {
                    let fate = Fate::Failed {
                        why: why.clone(),
                        times: 1,
                    };
                    self.entry(source, seen.id.clone(), seen.url.clone(), fate);
                }
            }
            Sight::Same => self.same(source, seen, base),
            Sight::Text {
                article,
                validators,
                extractor,
                fetched,
            } => {
                let arrival = Arrival {
                    source,
                    url: seen.url.as_ref(),
                    place: &seen.place,
                    article,
                    validators,
                    extractor: *extractor,
                    fetched: *fetched,
                };
                self.arrived(&arrival, base);
            }
        }
    }

    /// A page that is as it was when it was fetched last.
    fn same(&mut self, source: &Source, seen: &Seen, base: Option<ArticleRecord>) {
        let text = seen.url.as_ref().and_then(|url| self.memory.pages.get(url));
        let stored = text.and_then(|page| page.stored.clone());
        let Some(record) = base else {
            // One held before it was ever published, or discarded.
            self.held_again(source, &seen.id);
            return;
        };
        let as_stored = stored.as_ref() == Some(&record.hash);
        let text = text.map(|page| &page.text);
        let id = record.id.clone();
        if as_stored || self.is_discarded(&id, text) || !self.held_again(source, &id) {
            self.keep_unchanged(source, record);
        } else {
            self.keep(record);
        }
    }

    fn arrived(&mut self, arrival: &Arrival<'_>, base: Option<ArticleRecord>) {
        let key = text_key(arrival.article);
        if let (true, Some(url)) = (arrival.fetched, arrival.url) {
            let page = PageMemory {
                validators: arrival.validators.clone(),
                text: key.clone(),
                stored: None,
                extractor: arrival.extractor,
            };
            self.memory.pages.insert(url.clone(), page);
        }
        let id = arrival.article.id.clone();
        if !self.taken.insert(id.clone()) {
            let why = "another source has an article with this id: give one of them another".into();
            let fate = Fate::Failed { why, times: 1 };
            self.entry(arrival.source, id, arrival.url.cloned(), fate);
            return;
        }
        let Some(record) = base else {
            self.new_article(arrival, &key);
            return;
        };
        let old = match self.before.generations.article(&record.hash) {
            Ok(old) => old,
            Err(trouble) => {
                // The new text is all there is: nothing to compare it with.
                tracing::warn!(article = %id, reason = %trouble, "stored text not read");
                self.new_article(arrival, &key);
                return;
            }
        };
        self.compared(arrival, &key, record, &old);
    }

    fn compared(
        &mut self,
        arrival: &Arrival<'_>,
        key: &TextHash,
        record: ArticleRecord,
        old: &Article,
    ) {
        let mut changes = Changes::between(old, arrival.article);
        let text_changed = !changes.is_empty();
        if record.note != arrival.source.note {
            changes.about.push("note".into());
        }
        if record.place != *arrival.place || record.source != arrival.source.id.as_str() {
            changes.about.push("source".into());
        }
        if text_changed && self.is_discarded(&record.id, Some(key)) {
            self.taken.remove(&record.id);
            self.keep_unchanged(arrival.source, record);
            return;
        }
        if !text_changed {
            self.remember_stored(arrival, &record.hash);
        }
        if changes.is_empty() {
            self.taken.remove(&record.id);
            self.keep_unchanged(arrival.source, record);
            return;
        }
        let was_rolled_back = self.memory.rolled_back.get(record.id.as_str()) == Some(key);
        let reason = if !text_changed {
            None
        } else if was_rolled_back {
            Some(Reason::RolledBack)
        } else {
            guard::judge(old, arrival.article, &changes)
        };
        if let Some(reason) = reason {
            self.taken.remove(&record.id);
            self.hold(arrival, key, Some((record, old)), reason, changes);
            return;
        }
        self.settled(&record.id);
        let fate = if old.retelling && !arrival.article.retelling {
            Fate::New {
                paragraphs: count_paragraphs(arrival.article),
                replaces_briefing: true,
            }
        } else {
            Fate::Changed { changes }
        };
        self.step(arrival, fate);
    }

    fn new_article(&mut self, arrival: &Arrival<'_>, key: &TextHash) {
        let id = &arrival.article.id;
        if self.is_discarded(id, Some(key)) {
            self.taken.remove(id);
            return;
        }
        let was_rolled_back = self.memory.rolled_back.get(id.as_str()) == Some(key);
        let reason = if was_rolled_back {
            Some(Reason::RolledBack)
        } else {
            let listed = arrival.source.title.as_deref().filter(|_| arrival.fetched);
            listed.and_then(|title| guard::other_headline(title, &arrival.article.title))
        };
        if let Some(reason) = reason {
            self.taken.remove(id);
            self.hold(arrival, key, None, reason, Changes::default());
            return;
        }
        let fate = Fate::New {
            paragraphs: count_paragraphs(arrival.article),
            // Before the first generation the briefing itself is answered from.
            replaces_briefing: arrival.fetched && matches!(arrival.source.text, Text::Briefing(_)),
        };
        self.step(arrival, fate);
    }

    fn step(&mut self, arrival: &Arrival<'_>, fate: Fate) {
        let record = self.new_record(arrival);
        self.entries_push(arrival.source, arrival.article, arrival.url, fate);
        let article = Box::new(arrival.article.clone());
        self.plan
            .articles
            .push(Next::Text(Box::new(record), article));
    }
}

/// Stands for the absence of an article among texts discarded.
pub(super) fn gone_key() -> TextHash {
    TextHash::of(b"")
}

fn count_paragraphs(article: &Article) -> u32 {
    u32::try_from(article.paragraphs().count()).unwrap_or(u32::MAX)
}

pub(super) fn whole_seconds(at: SystemTime) -> OffsetDateTime {
    let at = OffsetDateTime::from(at);
    at.replace_nanosecond(0).unwrap_or(at)
}
