//! Elements that are not the article's, known by kind, style and the words of their names.
//!
//! Names lie: a theme calls the whole page `has-sidebar`, a shop of widgets calls the article
//! `content social-wrapper`. So a name counts only against an element that holds a small part of
//! the page's running text and not its headline. Deliberately absent: names that one publisher
//! alone uses; what the text says (`body.rs`, `closing.rs`).

use super::dom::{Dom, Kind};

/// Elements that never hold the article's text.
const SKIPPED: [&str; 28] = [
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "button",
    "select",
    "textarea",
    "input",
    "label",
    "figcaption",
    "picture",
    "video",
    "audio",
    "svg",
    "math",
    "iframe",
    "object",
    "canvas",
    "map",
    "menu",
    "title",
    "address",
    "embed",
    "progress",
    "rp",
    "rt",
];

/// Elements that hold it on a few pages only, whole pages within a `form` for one.
const SUSPECT: [&str; 6] = ["aside", "footer", "form", "figure", "dialog", "details"];

/// Roles that stand for such elements: <https://www.w3.org/TR/wai-aria-1.2/#landmark_roles>.
const ROLES: [&str; 7] = [
    "navigation",
    "complementary",
    "contentinfo",
    "dialog",
    "search",
    "banner",
    "alertdialog",
];

/// Words in the names of what is not the article.
///
/// Not "paywall", which search engines ask publishers to call the hidden article itself, and not
/// "widget", which site builders call all that they place.
const FURNITURE: [&str; 89] = [
    "abonnement",
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "attribution",
    "author",
    "authors",
    "banner",
    "bio",
    "bookmark",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "carousel",
    "catcher",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "cta",
    "disclaimer",
    "disqus",
    "donate",
    "donation",
    "factbox",
    "feedback",
    "footer",
    "footnote",
    "footnotes",
    "gallery",
    "gate",
    "gdpr",
    "infobox",
    "instagram",
    "membership",
    "menu",
    "meta",
    "modal",
    "nav",
    "navigation",
    "newsletter",
    "newsletters",
    "offer",
    "onetrust",
    "outbrain",
    "player",
    "poll",
    "popular",
    "popup",
    "promo",
    "promotion",
    "pullquote",
    "quiz",
    "rating",
    "recirc",
    "recirculation",
    "recommendations",
    "recommended",
    "regwall",
    "related",
    "relatedposts",
    "share",
    "sharing",
    "sharedaddy",
    "sidebar",
    "signup",
    "signoff",
    "slideshow",
    "social",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "teaser",
    "teasers",
    "toolbar",
    "trending",
    "tweet",
    "upsell",
    "video",
    "readmore",
];

/// Those that a paragraph's own name bears without meaning it.
const VAGUE: [&str; 4] = ["ad", "ads", "social", "popular"];

/// Classes of text that only screen readers speak.
const UNSEEN: [&str; 5] = [
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "u-hidden",
];

/// Attributes that name what an element is for.
const NAMES: [&str; 8] = [
    "class",
    "id",
    "data-component",
    "data-component-name",
    "data-testid",
    "data-type",
    "data-area",
    "data-module",
];
/// No more of a name is looked at.
const NAME_MAX_CHARS: usize = 300;
/// A named element with this part of the page's running text, in percent, is no furniture.
const MOST_PERCENT: usize = 40;
/// Comments outgrow short articles; nothing else does.
const MOST_COMMENTS_PERCENT: usize = 85;

/// What of a page is seen and where its running text is.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    dom: &'a Dom,
    /// Bytes of running text under every node.
    mass: Vec<usize>,
    /// The nodes that hold the page's first `h1` or say that they hold the article's body.
    holds_head: Vec<bool>,
}

impl<'a> Seen<'a> {
    /// Weighs the page.
    pub(super) fn new(dom: &'a Dom) -> Self {
        let mut mass = vec![0_usize; dom.nodes.len()];
        let mut holds_head = vec![false; dom.nodes.len()];
        let order: Vec<usize> = dom.under(0).collect();
        let first_heading = order.iter().find(|&&at| dom.name(at) == "h1");
        for &at in order.iter().rev() {
            let node = &dom.nodes[at];
            if let Kind::Text(text) = &node.kind {
                let parent = node.parent.map_or("", |parent| dom.name(parent));
                if !matches!(parent, "script" | "style" | "a" | "noscript" | "title") {
                    mass[at] = text.split_whitespace().map(str::len).sum();
                }
            }
            holds_head[at] |= Some(&at) == first_heading || is_article_body(dom, at);
            if let Some(parent) = node.parent {
                mass[parent] += mass[at];
                holds_head[parent] |= holds_head[at];
            }
        }
        Self {
            dom,
            mass,
            holds_head,
        }
    }

    /// Whether nothing under `at` is the article's.
    pub(super) fn is_skipped(&self, at: usize) -> bool {
        let name = self.dom.name(at);
        if name.is_empty() {
            return false;
        }
        let is_small = |percent: usize| self.mass[at] * 100 < self.mass[0].max(1) * percent;
        SKIPPED.contains(&name)
            || (SUSPECT.contains(&name) || is_hidden(self.dom, at)) && is_small(MOST_PERCENT)
            || self.is_furniture(at, is_small)
    }

    fn is_furniture(&self, at: usize, is_small: impl Fn(usize) -> bool) -> bool {
        let name = self.dom.name(at);
        if matches!(name, "body" | "html" | "main" | "h1") || self.holds_head[at] {
            return false;
        }
        let role = self.dom.attribute(at, "role").unwrap_or_default();
        let is_vague = |word: &str| name == "p" && VAGUE.contains(&word);
        let is_named =
            || name_words(self.dom, at).any(|word| FURNITURE.contains(&&*word) && !is_vague(&word));
        let most = if is_comments(self.dom, at) {
            MOST_COMMENTS_PERCENT
        } else {
            MOST_PERCENT
        };
        is_small(most) && (ROLES.contains(&role) || is_named())
    }
}

/// The words of an element's names in lower case, parted at marks and at capitals.
pub(super) fn name_words(dom: &Dom, at: usize) -> impl Iterator<Item = String> {
    let names = NAMES.iter().filter_map(move |name| dom.attribute(at, name));
    names.flat_map(|name| {
        let (mut words, mut word, mut was_lower) = (Vec::new(), String::new(), false);
        for c in name.chars().take(NAME_MAX_CHARS) {
            if !c.is_alphanumeric() || was_lower && c.is_uppercase() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            }
            was_lower = c.is_lowercase();
        }
        words.push(word);
        words.into_iter().filter(|word| !word.is_empty())
    })
}

/// Whether microdata call the element the article's body: <https://schema.org/articleBody>.
pub(super) fn is_article_body(dom: &Dom, at: usize) -> bool {
    dom.attribute(at, "itemprop") == Some("articleBody")
}

fn is_comments(dom: &Dom, at: usize) -> bool {
    ["class", "id"].iter().any(|name| {
        let name = dom.attribute(at, name).unwrap_or_default();
        let start: String = name.chars().take(14).collect::<String>().to_lowercase();
        start.starts_with("comments")
            || start.starts_with("comment-list")
            || start.starts_with("disqus_thread")
    })
}

/// Hidden by the page itself; a script or a paywall hides whole articles, too.
fn is_hidden(dom: &Dom, at: usize) -> bool {
    let style = dom.attribute(at, "style").unwrap_or_default();
    let style: String = style.chars().take(NAME_MAX_CHARS).collect();
    let style = style.split_whitespace().collect::<String>().to_lowercase();
    let classes = dom.attribute(at, "class").unwrap_or_default();
    dom.attribute(at, "hidden").is_some()
        || dom.attribute(at, "aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || classes
            .split_whitespace()
            .any(|class| UNSEEN.contains(&class))
}
