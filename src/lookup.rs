//! What a member looks up or turns to, from a view of the articles to a reply: for commands and
//! for the buttons under their replies alike.
//!
//! Deliberately absent: who may press what, and sending.

use attache_index::{ArticleHead, ArticleId, ParagraphId, SearchError};
use serenity::model::id::UserId;

use crate::archive::View;
use crate::custom_id::{ArticleRef, PassageRef};
use crate::messages::Language;
use crate::reply::{self, HITS_PER_PAGE, Outline, Reply, Search, Shelved, Spread, Trouble};

/// The most choices of an autocomplete.
///
/// Source: Discord API documentation, Application Commands, Autocomplete.
pub(crate) const CHOICES_MAX: usize = 25;

/// Who looks something up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    pub(crate) user: UserId,
    pub(crate) language: Language,
}

/// A page of a search, from 0; what is wrong with the terms is told privately.
///
/// # Errors
/// When the index cannot be read.
pub(crate) fn search(view: &View, reader: Reader, terms: &str, page: u32) -> anyhow::Result<Reply> {
    let offset = page.saturating_mul(HITS_PER_PAGE) as usize;
    match view.snapshot.search(terms, offset, HITS_PER_PAGE as usize) {
        Ok(found) => {
            let search = Search {
                terms,
                page,
                asker: reader.user,
                language: reader.language,
            };
            Ok(reply::found(&search, &found))
        }
        Err(SearchError::Syntax(error)) => Ok(reply::unreadable(reader.language, terms, &error)),
        Err(error) => Err(error.into()),
    }
}

/// The articles, a page of them from 0.
pub(crate) fn articles(view: &View, reader: Reader, page: u32) -> Reply {
    let shelf: Vec<_> = view
        .snapshot
        .articles()
        .iter()
        .map(|head| Shelved {
            head,
            note: view
                .shelved(&head.id)
                .and_then(|known| known.note.as_deref()),
        })
        .collect();
    reply::articles(reader.language, reader.user, &shelf, page)
}

/// What the article `typed` holds, or the paragraph of it that `section` names.
///
/// # Errors
/// That there is none.
pub(crate) fn read(
    view: &View,
    reader: Reader,
    typed: &str,
    section: Option<&str>,
) -> Result<Reply, Trouble> {
    let head = article(view, typed).ok_or(Trouble::NoSuchArticle)?;
    match section {
        None => Ok(outline(view, reader, head, 0)),
        Some(section) => {
            let number = paragraph_number(view, head, section).ok_or(Trouble::NoSuchSection)?;
            paragraph(view, reader, head, number)
        }
    }
}

/// A page of what the article holds, from 0.
///
/// # Errors
/// That the article is gone.
pub(crate) fn outline_of(
    view: &View,
    reader: Reader,
    article: ArticleRef,
    page: u32,
) -> Result<Reply, Trouble> {
    let head = article.find(&view.snapshot).ok_or(Trouble::NoSuchArticle)?;
    Ok(outline(view, reader, head, page))
}

/// A paragraph in its place.
///
/// # Errors
/// That it is gone.
pub(crate) fn paragraph_of(
    view: &View,
    reader: Reader,
    article: ArticleRef,
    number: u32,
) -> Result<Reply, Trouble> {
    let head = article.find(&view.snapshot).ok_or(Trouble::NoSuchArticle)?;
    paragraph(view, reader, head, number)
}

/// The passage with its neighbours.
///
/// # Errors
/// That it is gone or says something else now.
pub(crate) fn context(view: &View, reader: Reader, passage: &PassageRef) -> Result<Reply, Trouble> {
    let found = passage.find(&view.snapshot).map_err(Trouble::Missing)?;
    let spread = Spread::open(&view.snapshot, &found.id, &found.sentence)
        .ok_or(Trouble::Missing(crate::custom_id::Missing::Gone))?;
    Ok(reply::context(
        reader.language,
        reader.user,
        &spread,
        found.sentence,
    ))
}

/// The passages in full.
///
/// # Errors
/// That not one of them is there any more, and why the first is not.
pub(crate) fn more(view: &View, reader: Reader, passages: &[PassageRef]) -> Result<Reply, Trouble> {
    let snapshot = &view.snapshot;
    let mut quoted = Vec::new();
    let mut missing = Vec::new();
    for passage in passages {
        let found = passage.find(snapshot).and_then(|found| {
            let excerpt = snapshot.quote(&found.id, found.sentence.start);
            let citation = snapshot.cite(&found.id, &found.sentence);
            // Sentences are told apart in another way than when the button was made.
            excerpt
                .zip(citation)
                .ok_or(crate::custom_id::Missing::Changed)
        });
        match found {
            Ok(found) => quoted.push(found),
            Err(why) => missing.push(why),
        }
    }
    match missing.first() {
        Some(why) if quoted.is_empty() => Err(Trouble::Missing(*why)),
        _ => Ok(reply::more(reader.language, &quoted, missing.len())),
    }
}

/// Articles whose title, publisher or id holds every word typed: what to show and the id.
pub(crate) fn complete_article(view: &View, typed: &str) -> Vec<(String, String)> {
    let typed = typed.to_lowercase();
    let matching = view.snapshot.articles().iter().filter(|head| {
        let publisher = head.publisher.as_deref().unwrap_or_default();
        let known = format!("{} {publisher} {}", head.title, head.id).to_lowercase();
        typed.split_whitespace().all(|word| known.contains(word))
    });
    matching
        .take(CHOICES_MAX)
        .map(|head| {
            let publisher = head.publisher.iter().map(|name| format!(" · {name}"));
            let shown = format!("{}{}", head.title, publisher.collect::<String>());
            (shown, head.id.to_string())
        })
        .collect()
}

/// Paragraphs of the article `typed_article` that begin a section or hold every word typed, or
/// whose heading does: what to show and the number.
pub(crate) fn complete_section(
    view: &View,
    typed_article: &str,
    typed: &str,
) -> Vec<(String, String)> {
    let Some(head) = article(view, typed_article) else {
        return Vec::new();
    };
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let first = u32::from(!head.summary);
    let texts = (first..=head.paragraphs).filter_map(|paragraph| {
        let article = head.id.clone();
        view.snapshot.paragraph(&ParagraphId { article, paragraph })
    });
    let matching = texts.filter(|paragraph| {
        let begins = head
            .sections
            .iter()
            .any(|s| s.paragraphs.start == paragraph.number);
        let heading = paragraph.section.as_deref().unwrap_or_default();
        let known = format!("¶{} {heading} {}", paragraph.number, paragraph.text).to_lowercase();
        (!words.is_empty() || begins || paragraph.number == 0)
            && words.iter().all(|word| known.contains(word))
    });
    matching
        .take(CHOICES_MAX)
        .map(|paragraph| {
            let heading = paragraph
                .section
                .iter()
                .map(|heading| format!("{heading}: "));
            let heading: String = heading.collect();
            let shown = format!("¶{} {heading}{}", paragraph.number, paragraph.text);
            (shown, paragraph.number.to_string())
        })
        .collect()
}

fn outline(view: &View, reader: Reader, head: &ArticleHead, page: u32) -> Reply {
    let outline = Outline::open(&view.snapshot, head, page);
    reply::outline(reader.language, reader.user, &outline)
}

fn paragraph(
    view: &View,
    reader: Reader,
    head: &ArticleHead,
    paragraph: u32,
) -> Result<Reply, Trouble> {
    let article = head.id.clone();
    let id = ParagraphId { article, paragraph };
    let spread = Spread::open(&view.snapshot, &id, &(0..0))
        .ok_or(Trouble::Missing(crate::custom_id::Missing::Gone))?;
    Ok(reply::paragraph(reader.language, reader.user, &spread))
}

/// The article of that id, else the first whose title holds what is typed.
fn article<'a>(view: &'a View, typed: &str) -> Option<&'a ArticleHead> {
    let articles = view.snapshot.articles();
    let typed = typed.trim();
    let by_id = ArticleId::parse(typed.to_lowercase()).ok();
    let by_id = by_id.and_then(|id| articles.iter().find(|head| head.id == id));
    by_id.or_else(|| {
        let typed = typed.to_lowercase();
        let holds = |head: &&ArticleHead| head.title.to_lowercase().contains(&typed);
        articles.iter().find(holds).filter(|_| !typed.is_empty())
    })
}

/// The number typed, else the first paragraph of the section whose heading holds what is typed,
/// else the first paragraph that does.
fn paragraph_number(view: &View, head: &ArticleHead, typed: &str) -> Option<u32> {
    let typed = typed.trim().to_lowercase();
    if let Ok(number) = typed.trim_start_matches('¶').trim().parse() {
        return Some(number);
    }
    let by_heading = head.sections.iter().find(|section| {
        let heading = section.heading.as_deref().unwrap_or_default();
        heading.to_lowercase().contains(&typed)
    });
    let start = by_heading.map(|section| section.paragraphs.start);
    start.or_else(|| {
        let (_, number) = complete_section(view, head.id.as_str(), &typed)
            .into_iter()
            .next()?;
        number.parse().ok()
    })
}
