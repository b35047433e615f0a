//! What a page says of its article: JSON-LD first, then meta elements, then what is visible.
//!
//! Deliberately absent: the article's text (`body.rs`).

use serde_json::{Map, Value};

use super::body::is_same;
use super::dom::Dom;
use super::furniture::name_words;
use crate::article::Date;
use crate::day::parse_day;
use crate::pasted::names::{byline, is_role, person_names};

/// Types of schema.org that tell of the page's article: <https://schema.org/Article>.
const ARTICLE_TYPES: [&str; 5] = ["Article", "Posting", "Report", "Review", "Reportage"];
const MAX_AUTHORS: usize = 12;
/// The `meta` elements that name authors.
const AUTHOR_KEYS: [&str; 6] = [
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "dc.creator",
    "sailthru.author",
];
/// Words in the names of elements that hold bylines.
const BYLINES: [&str; 6] = ["byline", "author", "authors", "autor", "auteur", "yazar"];
/// No more bylines are looked at, and no longer ones, in characters.
const BYLINES_MAX: usize = 12;
const BYLINE_MAX_CHARS: usize = 120;

/// What is known before the text is read.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Date>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) description: Option<String>,
    /// The article's text run together, where JSON-LD holds it.
    pub(super) text: Option<String>,
}

/// Reads all that elements tell.
pub(super) fn read(dom: &Dom) -> Metadata {
    let mut found = Found::default();
    for at in dom.under(0) {
        found.take(dom, at);
    }
    let linked: Vec<&Map<String, Value>> = found.json.iter().flat_map(objects).collect();
    let social = found.meta.iter().find(|(key, _)| key == "og:title");
    let shown: Vec<&String> = social
        .map(|(_, title)| title)
        .into_iter()
        .chain(&found.headings)
        .collect();
    // Pages tell of the articles that they point to as well.
    let is_shown = |object: &&&Map<String, Value>| {
        let headline = object.get("headline").and_then(Value::as_str);
        headline.is_some_and(|headline| {
            let headline = text_of_markup(headline);
            shown.iter().any(|shown| is_same(shown, &headline))
        })
    };
    let articles = || linked.iter().filter(|object| is_article(object)).take(50);
    let article = articles()
        .find(is_shown)
        .or_else(|| articles().next())
        .copied();
    let ld = |key: &str| article.and_then(|article| article.get(key));
    let meta = |names: &[&str]| {
        let named = |name: &&str| found.meta.iter().find(|(key, _)| key == name);
        names.iter().find_map(named).map(|(_, value)| value.clone())
    };
    let publisher = ld("publisher")
        .and_then(|value| names_of(value, &linked).into_iter().next())
        .or_else(|| meta(&["og:site_name", "application-name"]));
    let house = publisher.clone().or_else(|| found.site());
    let told = ld("author").map(|value| names_of(value, &linked));
    let metas = found
        .meta
        .iter()
        .filter(|(key, _)| AUTHOR_KEYS.contains(&&**key));
    let metas = metas.map(|(_, value)| value.clone()).collect();
    let mut authors = Vec::new();
    // The first source that names a person: a house often signs where a byline names its writers.
    for fields in [told.unwrap_or_default(), metas, found.bylines.clone()] {
        if authors.is_empty() {
            authors = clean_authors(fields, house.as_deref());
        }
    }
    let date = ["datePublished", "dateCreated"]
        .iter()
        .find_map(|key| ld(key)?.as_str().and_then(day_of));
    let date = date
        .or_else(|| {
            let keys = [
                "article:published_time",
                "og:published_time",
                "datepublished",
                "date",
                "pubdate",
                "publish-date",
                "parsely-pub-date",
                "dc.date",
                "dc.date.issued",
            ];
            keys.iter().find_map(|key| day_of(&meta(&[key])?))
        })
        .or(found.time);
    Metadata {
        title: title(
            ld("headline").and_then(Value::as_str),
            meta(&["og:title", "twitter:title"]),
            &found,
        ),
        authors,
        publisher,
        published: date,
        language: found.language,
        url: found
            .canonical
            .or_else(|| meta(&["og:url"]))
            .filter(|url| url.starts_with("http")),
        description: ld("description")
            .and_then(Value::as_str)
            .map(text_of_markup)
            .or_else(|| meta(&["og:description", "description"])),
        text: ld("articleBody").and_then(Value::as_str).map(|text| {
            super::feed::parse(text).map_or_else(|_| text.to_owned(), |dom| dom.text(0))
        }),
    }
}

/// The names in a byline or an author's field, cleaned.
pub(super) fn clean_authors(fields: Vec<String>, publisher: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for field in fields {
        let field = byline(&field)
            .filter(|names| !names.is_empty())
            .map_or(field, |names| names.join(", "));
        let by = field
            .get(..3)
            .is_some_and(|by| by.eq_ignore_ascii_case("by "));
        let field = if by {
            field.get(3..).unwrap_or_default()
        } else {
            &field
        };
        let field = [" and ", " & ", " и ", " və ", " ve ", " und ", " et ", ";"]
            .iter()
            .fold(field.to_owned(), |field, and| field.replace(and, ","));
        for name in field
            .split(',')
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .map(|name| without_office(&name).to_owned())
        {
            let is_address = name.contains("://") || name.contains('@') || name.contains(".com");
            let is_house = publisher.is_some_and(|house| is_same(house, &name));
            let is_person = name.split(' ').count() >= 2 && name.chars().count() <= 60;
            let is_new = !names.iter().any(|known| is_same(known, &name));
            if is_person
                && !is_address
                && !is_house
                && !is_desk(&name)
                && !is_role(&name)
                && is_new
                && names.len() < MAX_AUTHORS
            {
                names.push(name);
            }
        }
    }
    names
}

/// "Jane Doe (editor)" without the office.
fn without_office(name: &str) -> &str {
    match name.split_once(" (") {
        Some((name, office)) if office.ends_with(')') => name,
        _ => name,
    }
}

/// Desks and agencies that sign for persons.
fn is_desk(name: &str) -> bool {
    let desks = [
        "staff",
        "news",
        "desk",
        "agencies",
        "editorial",
        "team",
        "редакция",
        "press",
        "agency",
        "online",
        "haber",
        "redaktion",
    ];
    name.to_lowercase()
        .split(' ')
        .any(|word| desks.contains(&word))
}

#[derive(Default)]
struct Found {
    json: Vec<Value>,
    meta: Vec<(String, String)>,
    canonical: Option<String>,
    language: Option<String>,
    time: Option<Date>,
    headings: Vec<String>,
    title: Option<String>,
    bylines: Vec<String>,
}

impl Found {
    /// What the page's title ends with, after a bar or dash: the house's name.
    fn site(&self) -> Option<String> {
        let title = self.title.as_deref()?;
        let head = without_tail(title);
        let tail = title.strip_prefix(&*head)?;
        Some(
            tail.trim_matches([' ', '|', '—', '–', '-', ':', '»'])
                .to_owned(),
        )
    }

    /// Names where the page says that its author's stand.
    fn take_byline(&mut self, dom: &Dom, at: usize) {
        if self.bylines.len() >= BYLINES_MAX
            || matches!(dom.name(at), "" | "meta" | "link" | "body" | "script")
        {
            return;
        }
        let is_marked = dom.attribute(at, "rel") == Some("author")
            || matches!(dom.attribute(at, "itemprop"), Some("author" | "name"))
                && dom.nodes[at].parent.is_some_and(|above| {
                    dom.attribute(at, "itemprop") == Some("author")
                        || dom.attribute(above, "itemprop") == Some("author")
                });
        if !is_marked && !name_words(dom, at).any(|word| BYLINES.contains(&&*word)) {
            return;
        }
        let text: String = dom.pieces(at, BYLINE_MAX_CHARS);
        let names = byline(&text).or_else(|| {
            let first = text
                .split(['·', '|', '•'])
                .next()
                .unwrap_or_default()
                .trim();
            byline(first).or_else(|| people(first))
        });
        self.bylines.extend(names.unwrap_or_default());
    }

    fn take(&mut self, dom: &Dom, at: usize) {
        let attribute = |name| {
            dom.attribute(at, name)
                .map(str::trim)
                .filter(|value| !value.is_empty())
        };
        self.take_byline(dom, at);
        match dom.name(at) {
            "html" => self.language = attribute("lang").map(str::to_owned),
            "meta" => {
                let key = attribute("property")
                    .or(attribute("name"))
                    .or(attribute("itemprop"));
                if let (Some(key), Some(value)) = (key, attribute("content")) {
                    let key = key.to_lowercase();
                    // "og:article:author" is what some write for "article:author".
                    let key = key
                        .strip_prefix("og:")
                        .filter(|key| key.starts_with("article:"))
                        .unwrap_or(&key);
                    self.meta.push((key.to_owned(), value.to_owned()));
                }
            }
            "link" if attribute("rel") == Some("canonical") => {
                self.canonical = attribute("href").map(str::to_owned);
            }
            "time" if self.time.is_none() => {
                let shown = || dom.text(at);
                self.time = attribute("datetime")
                    .and_then(day_of)
                    .or_else(|| crate::pasted::published_in(&shown()));
            }
            "h1" if self.headings.len() < 8 => self.headings.push(dom.text(at)),
            "title" if self.title.is_none() => self.title = Some(dom.text(at)),
            "script"
                if attribute("type")
                    .is_some_and(|kind| kind.starts_with("application/ld+json")) =>
            {
                let text = dom.nodes[at].children.iter().filter_map(|&child| {
                    match &dom.nodes[child].kind {
                        super::dom::Kind::Text(text) => Some(text.as_str()),
                        _ => None,
                    }
                });
                self.json.extend(read_json(&text.collect::<String>()));
            }
            _ => {}
        }
    }
}

/// The persons that a byline without "by" begins with: "Jane Doe, Old Town".
fn people(line: &str) -> Option<Vec<String>> {
    person_names(line).or_else(|| person_names(line.split(',').next()?))
}

/// The h1 that the metadata agree with, else what they say without the publisher's tail.
fn title(headline: Option<&str>, social: Option<String>, found: &Found) -> Option<String> {
    let told: Vec<String> = headline
        .map(text_of_markup)
        .into_iter()
        .chain(social)
        .chain(found.title.clone())
        .collect();
    let headings = || found.headings.iter().filter(|heading| !heading.is_empty());
    let is_told = |heading: &&String| told.iter().any(|told| is_same(told, heading));
    // A heading that is a house's name begins titles, too.
    let begins = |heading: &&String| {
        heading.split(' ').count() >= 3
            && told.iter().any(|told| told.starts_with(heading.as_str()))
    };
    if let Some(heading) = headings().find(is_told).or_else(|| headings().find(begins)) {
        return Some(heading.clone());
    }
    // "Comment Who pays for the quay?" where all else says "Who pays for the quay?".
    let ends = |told: &&String| {
        let told = told.as_str();
        told.split(' ').count() >= 3 && headings().any(|heading| heading.ends_with(told))
    };
    if let Some(told) = told.iter().find(ends) {
        return Some(told.clone());
    }
    let mut long = headings().filter(|heading| heading.split(' ').count() >= 3);
    if let (Some(heading), None) = (long.next(), long.next()) {
        return Some(heading.clone());
    }
    told.into_iter()
        .map(|told| without_tail(&told))
        .find(|told| !told.is_empty())
        .or_else(|| headings().next().cloned())
}

/// "Two towns, one quay | The Bell" without what follows the bar.
fn without_tail(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for bar in [" | ", " — ", " – ", " - ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(bar)
            && head.split(' ').count() >= 3
            && tail.split(' ').count() <= 4
        {
            return head.trim().to_owned();
        }
    }
    title
}

/// The day that begins an ISO time, as its zone has it: "2025-07-04T10:00:00+03:00"; or one in words.
fn day_of(time: &str) -> Option<Date> {
    let time = time.trim();
    let day = time.get(..10).and_then(parse_day);
    day.or_else(|| crate::pasted::published_in(time))
}

/// JSON as pages hold it: in comments, with raw line ends in strings, with commas too many.
fn read_json(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->");
    let text = text
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("//]]>");
    let text = text
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let text: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text
            .replace(", }", "}")
            .replace(",}", "}")
            .replace(", ]", "]")
            .replace(",]", "]");
        serde_json::from_str(&text).ok()
    })
}

/// All objects in `json`, outer ones first.
fn objects(json: &Value) -> Vec<&Map<String, Value>> {
    let (mut found, mut queue) = (Vec::new(), std::collections::VecDeque::from([json]));
    while let Some(value) = queue.pop_front() {
        match value {
            Value::Array(values) => queue.extend(values),
            Value::Object(object) => {
                if object.contains_key("@type") && found.len() < 500 {
                    found.push(object);
                }
                for key in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "author",
                    "publisher",
                    "hasPart",
                ] {
                    queue.extend(object.get(key));
                }
            }
            _ => {}
        }
    }
    found
}

fn is_article(object: &Map<String, Value>) -> bool {
    let fits = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| ARTICLE_TYPES.iter().any(|end| kind.ends_with(end)))
    };
    let is_typed = match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => false,
    };
    is_typed && (object.contains_key("headline") || object.contains_key("datePublished"))
}

/// Names in a field that holds one, an object with one, a reference to one, or a list of these.
fn names_of(value: &Value, linked: &[&Map<String, Value>]) -> Vec<String> {
    let values = match value {
        Value::Array(values) => values.as_slice(),
        value => std::slice::from_ref(value),
    };
    let name = |object: &Map<String, Value>| match object.get("name") {
        Some(Value::Array(names)) => names.first().and_then(Value::as_str).map(text_of_markup),
        name => name.and_then(Value::as_str).map(text_of_markup),
    };
    let resolve = |value: &Value| match value {
        Value::String(text) => Some(text_of_markup(text)),
        Value::Object(object) => name(object).or_else(|| {
            let id = object.get("@id")?;
            linked
                .iter()
                .filter(|other| other.get("@id") == Some(id))
                .find_map(|object| name(object))
        }),
        _ => None,
    };
    values
        .iter()
        .take(50)
        .filter_map(resolve)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The text of a value that pages fill with entities: "Doe &amp; Roe".
fn text_of_markup(text: &str) -> String {
    if text.contains('&')
        && text.len() < 2000
        && let Ok(dom) = super::feed::parse(text)
    {
        return dom.text(0);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
