//! `attache show`: an article's outline, or a paragraph with its neighbours.

use anyhow::{anyhow, bail};
use attache_index::{ArticleHead, ArticleId, Citation, ParagraphId, ParagraphText, Snapshot};
use clap::Args;
use serde::Serialize;

use super::{Outcome, ask};
use crate::library::Library;
use crate::terminal::{Role, Run, Screen, counted, neutralise, shorten};

/// How alike an id must be to be suggested, 0 to 1.
const ALIKE: f64 = 0.75;

const EXAMPLES: &str = "\
Examples:
  attache show                       the outline, when one article is indexed
  attache show trt-backing-down      its outline
  attache show 'trt-backing-down#7'  paragraph 7 between its neighbours
  attache show 7                     the same, when one article is indexed

JSON of an outline: {article: {id, title, …as in `attache sources`}, outline: [{heading,
paragraphs: [{number, opening}]}]}; of a paragraph: {article, paragraph, section, text, before,
after, citation}, where before and after are {number, section, text} or null.";

/// Show an article's outline, or one paragraph in its place
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ShowArgs {
    /// `ARTICLE`, `ARTICLE#N`, or `#N` when one article is indexed; 0 is the summary
    #[arg(value_name = "ARTICLE", default_value = "", hide_default_value = true)]
    target: String,
}

#[derive(Serialize)]
struct Outline<'a> {
    article: &'a ArticleHead,
    outline: Vec<OutlineSection<'a>>,
}

#[derive(Serialize)]
struct OutlineSection<'a> {
    heading: Option<&'a str>,
    paragraphs: Vec<Opening>,
}

#[derive(Serialize)]
struct Opening {
    number: u32,
    opening: String,
}

#[derive(Serialize)]
struct InPlace<'a> {
    #[serde(flatten)]
    id: &'a ParagraphId,
    section: Option<&'a str>,
    text: &'a str,
    before: Option<&'a ParagraphText>,
    after: Option<&'a ParagraphText>,
    citation: &'a Citation,
}

pub(super) fn run(
    args: &ShowArgs,
    library: &Library,
    screen: &mut Screen<'_>,
) -> anyhow::Result<Outcome> {
    show(&args.target, &*library.snapshot()?, screen)?;
    Ok(Outcome::Found)
}

/// Writes what `target` names.
pub(super) fn show(
    target: &str,
    snapshot: &Snapshot,
    screen: &mut Screen<'_>,
) -> anyhow::Result<()> {
    let (head, number) = resolve(target.trim(), snapshot.articles())?;
    match number {
        None => outline(head, snapshot, screen),
        Some(number) => paragraph(head, number, snapshot, screen),
    }
}

/// The article and paragraph number meant by `target`.
fn resolve<'a>(
    target: &str,
    articles: &'a [ArticleHead],
) -> anyhow::Result<(&'a ArticleHead, Option<u32>)> {
    let with_id = |id: &str| articles.iter().find(|a| a.id.as_str() == id);
    if let Some(head) = with_id(target) {
        return Ok((head, None));
    }
    let (name, number) = match target.rsplit_once('#') {
        Some((name, number)) => (name, Some(number)),
        None if !target.is_empty() && target.bytes().all(|b| b.is_ascii_digit()) => {
            ("", Some(target))
        }
        None => (target, None),
    };
    let head = match (name, articles) {
        ("", [only]) => only,
        ("", _) => bail!(
            "{} are indexed: say which, as in `attache show {}` (`attache sources` lists them)",
            counted(articles.len() as u64, "article"),
            articles.first().map_or("ARTICLE", |a| a.id.as_str()),
        ),
        (name, _) => with_id(name).ok_or_else(|| unknown_article(name, articles))?,
    };
    let number = number.map(|n| {
        n.trim().parse().map_err(|_| {
            anyhow!(
                "{n:?} is no paragraph number of {}: {}",
                head.id,
                numbers_of(head)
            )
        })
    });
    Ok((head, number.transpose()?))
}

fn unknown_article(name: &str, articles: &[ArticleHead]) -> anyhow::Error {
    let likeness = |a: &&ArticleHead| {
        let by_id = strsim::jaro_winkler(&name.to_lowercase(), a.id.as_str());
        by_id.max(strsim::jaro_winkler(
            &name.to_lowercase(),
            &a.title.to_lowercase(),
        ))
    };
    let closest = articles
        .iter()
        .filter(|a| likeness(a) >= ALIKE)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match closest {
        Some(article) => anyhow!("no article {name:?}: did you mean {}?", article.id),
        None => anyhow!("no article {name:?}: `attache sources` lists them"),
    }
}

fn numbers_of(head: &ArticleHead) -> String {
    let summary = if head.summary {
        " and a summary, 0"
    } else {
        ""
    };
    format!("it has paragraphs 1 to {}{summary}", head.paragraphs)
}

fn paragraph_id(article: &ArticleId, paragraph: u32) -> ParagraphId {
    ParagraphId {
        article: article.clone(),
        paragraph,
    }
}

fn outline(head: &ArticleHead, snapshot: &Snapshot, screen: &mut Screen<'_>) -> anyhow::Result<()> {
    let columns = screen.width_columns().saturating_sub(7);
    let opening = |number| {
        let text = snapshot
            .paragraph(&paragraph_id(&head.id, number))
            .map(|p| p.text);
        let text = text.unwrap_or_default();
        Opening {
            number,
            opening: shorten(&text, columns),
        }
    };
    let summary = head.summary.then(|| OutlineSection {
        heading: None,
        paragraphs: vec![opening(0)],
    });
    let sections = head.sections.iter().map(|section| OutlineSection {
        heading: section.heading.as_deref(),
        paragraphs: section.paragraphs.clone().map(opening).collect(),
    });
    let outline: Vec<_> = summary.into_iter().chain(sections).collect();
    if screen.json() {
        screen.write_json(&Outline {
            article: head,
            outline,
        })?;
        return Ok(());
    }
    write_head(head, screen)?;
    for section in outline {
        if let Some(heading) = section.heading {
            screen.blank()?;
            screen.say(Role::Heading, heading)?;
        }
        for paragraph in section.paragraphs {
            let label = format!("{:>5}  ", paragraph.number);
            screen.line(&label, &[Run::new(Role::Plain, paragraph.opening)])?;
        }
    }
    Ok(())
}

fn write_head(head: &ArticleHead, screen: &mut Screen<'_>) -> std::io::Result<()> {
    screen.say(Role::Verdict, &head.title)?;
    let date = head.published.map(|d| d.to_string());
    let about: Vec<String> = [Some(head.id.to_string()), head.publisher.clone(), date]
        .into_iter()
        .flatten()
        .chain([
            counted(head.paragraphs.into(), "paragraph"),
            counted(head.words, "word"),
        ])
        .collect();
    screen.say(Role::Citation, &about.join(" · "))?;
    if let Some(url) = &head.url {
        screen.line("", &[Run::new(Role::Citation, url.as_str())])?;
    }
    screen.blank()
}

fn paragraph(
    head: &ArticleHead,
    number: u32,
    snapshot: &Snapshot,
    screen: &mut Screen<'_>,
) -> anyhow::Result<()> {
    let read = |number| snapshot.paragraph(&paragraph_id(&head.id, number));
    let Some(here) = read(number) else {
        bail!(
            "{} has no paragraph {number}: {}",
            head.id,
            numbers_of(head)
        );
    };
    let before = number.checked_sub(1).and_then(read);
    let after = number.checked_add(1).and_then(read);
    let citation = Citation {
        publisher: head.publisher.clone(),
        title: head.title.clone(),
        section: here.section.clone(),
        paragraph: number,
        published: head.published,
        url: head.url.clone(),
        deep_link: None,
    };
    if screen.json() {
        screen.write_json(&InPlace {
            id: &paragraph_id(&head.id, number),
            section: here.section.as_deref(),
            text: &here.text,
            before: before.as_ref(),
            after: after.as_ref(),
            citation: &citation,
        })?;
        return Ok(());
    }
    let mut section = None;
    for paragraph in before.iter().chain([&here]).chain(&after) {
        if paragraph.section != section
            && let Some(heading) = &paragraph.section
        {
            screen.say(Role::Heading, heading)?;
            screen.blank()?;
        }
        section.clone_from(&paragraph.section);
        let asked = paragraph.number == number;
        let label = format!("{}{:>3}  ", if asked { '>' } else { ' ' }, paragraph.number);
        let role = if asked { Role::Sentence } else { Role::Plain };
        screen.wrapped(&label, &[Run::new(role, neutralise(&paragraph.text))])?;
        screen.blank()?;
    }
    ask::write_citation(&citation, "", screen)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str) -> ArticleHead {
        ArticleHead {
            id: ArticleId::parse(id).unwrap(),
            title: "Two Towns, One Harbour".into(),
            publisher: None,
            authors: Vec::new(),
            url: None,
            published: None,
            retrieved: None,
            language: "en".into(),
            retelling: false,
            summary: true,
            paragraphs: 9,
            words: 100,
            sections: Vec::new(),
        }
    }

    fn resolved(target: &str, articles: &[ArticleHead]) -> (String, Option<u32>) {
        let (head, number) = resolve(target, articles).unwrap();
        (head.id.to_string(), number)
    }

    fn complaint(target: &str, articles: &[ArticleHead]) -> String {
        resolve(target, articles).unwrap_err().to_string()
    }

    #[test]
    fn with_one_article_its_name_may_be_left_out() {
        let one = [head("harbour")];
        for target in ["7", "#7", "harbour#7"] {
            assert_eq!(
                resolved(target, &one),
                ("harbour".into(), Some(7)),
                "{target}"
            );
        }
        assert_eq!(resolved("", &one), ("harbour".into(), None));
    }

    #[test]
    fn with_several_a_bare_number_asks_which_one() {
        let two = [head("harbour"), head("bridge")];
        assert!(complaint("7", &two).starts_with("2 articles are indexed: say which"));
        assert_eq!(resolved("bridge#0", &two), ("bridge".into(), Some(0)));
    }

    #[test]
    fn an_article_named_by_digits_is_found() {
        let two = [head("2025"), head("bridge")];
        assert_eq!(resolved("2025", &two), ("2025".into(), None));
    }

    #[test]
    fn a_near_miss_is_suggested_and_a_far_one_is_not() {
        let two = [head("harbour"), head("bridge")];
        assert_eq!(
            complaint("harbor", &two),
            "no article \"harbor\": did you mean harbour?"
        );
        assert_eq!(
            complaint("zzz#1", &two),
            "no article \"zzz\": `attache sources` lists them"
        );
    }

    #[test]
    fn a_number_that_is_none_is_told_the_range() {
        let one = [head("harbour")];
        let told = complaint("harbour#seven", &one);
        assert!(
            told.contains("it has paragraphs 1 to 9 and a summary, 0"),
            "{told}"
        );
        assert!(resolve("harbour#99999999999999999999", &one).is_err());
    }
}
