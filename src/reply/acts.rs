//! Moderating acts, as the audit record has them: a page of it, and notices of new ones.

use std::collections::BTreeSet;

use attache_index::escape_markdown;
use serde_json::Value;

use super::Reply;
use super::card::{Card, Cards, Tone};
use super::day::moment;
use super::index::who;
use super::limits::one_line;
use super::topics::{page_of, turns};
use crate::custom_id::Act;
use crate::messages::Language;
use crate::store::{AuditEntry, AuditPage};

/// How many acts a page shows, and a notice at most.
pub(crate) const ACTS_PER_PAGE: u32 = 8;

/// The most characters shown of one value.
const VALUE_MAX: usize = 120;
/// The most bytes of an act: a page of such fits a message whole.
const ACT_MAX_BYTES: usize = 600;
/// Kept free for the notes under a page.
const NOTES_MAX_BYTES: usize = 300;

/// Shows the page `page`, from 0, of the audit record, privately; `here` is the reader's guild.
pub(crate) fn audit(language: Language, found: &AuditPage, page: u32, here: u64) -> Reply {
    if found.entries.is_empty() {
        return Reply::private(language.say("audit-empty"));
    }
    let title = language.say_with("audit", [("count", found.total.into())]);
    let pages = found.total.div_ceil(ACTS_PER_PAGE.into());
    let cards = cards(language, &found.entries, here, Some(title));
    Reply {
        embeds: cards.close(&page_of(language, page, pages)),
        rows: turns(language, page, pages, |page| Act::Audit { page }),
        private: true,
        ..Reply::default()
    }
}

/// Tells a moderators' channel in the guild `here` of up to [`ACTS_PER_PAGE`] acts.
pub(crate) fn acts(language: Language, entries: &[AuditEntry], here: u64) -> Reply {
    Reply {
        embeds: cards(language, entries, here, None).embeds(),
        ..Reply::default()
    }
}

fn cards(
    language: Language,
    entries: &[AuditEntry],
    here: u64,
    mut title: Option<String>,
) -> Cards {
    let mut cards = Cards::reserving(NOTES_MAX_BYTES);
    for entry in entries {
        let card = match title.take() {
            Some(title) => Card::new(Tone::Quiet).title(&title),
            None => Card::new(Tone::Quiet),
        };
        // A page of the largest fits: see the test.
        cards.add(card.block(act(language, entry, here)));
    }
    cards
}

/// What was done, by whom, when and where, and what it changed.
fn act(language: Language, entry: &AuditEntry, here: u64) -> String {
    let mut facts = vec![
        format!("#{}", entry.number),
        who(language, entry.signature.by),
        moment(entry.signature.at, 'f'),
    ];
    if let Some(guild) = entry.signature.guild.filter(|guild| *guild != here) {
        let guild = [("id", guild.to_string().into())];
        facts.push(language.say_with("in-server", guild));
    }
    let mut told = format!("**{}**\n{}", name(language, &entry.what), facts.join(" · "));
    for change in changes(entry.before.as_ref(), entry.after.as_ref()) {
        if told.len() + change.len() + "\n…".len() >= ACT_MAX_BYTES {
            told.push_str("\n…");
            break;
        }
        told.push('\n');
        told.push_str(&change);
    }
    told
}

/// An act in the member's language; one that has no words is shown as it is recorded.
fn name(language: Language, what: &str) -> String {
    let key = format!("act-{}", what.replace(['.', '_'], "-"));
    language
        .own(&key)
        .unwrap_or_else(|| escape_markdown(&one_line(what, VALUE_MAX)))
}

/// What differs between two states, a line each.
fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<String> {
    let fields = |state: Option<&Value>| match state {
        Some(Value::Object(fields)) => Some(fields.clone()),
        None | Some(Value::Null) => Some(serde_json::Map::new()),
        Some(_) => None,
    };
    let (Some(old), Some(new)) = (fields(before), fields(after)) else {
        return change("", before, after).into_iter().collect();
    };
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter_map(|key| change(key, old.get(key), new.get(key)))
        .collect()
}

/// One change; none when both are the same.
fn change(key: &str, before: Option<&Value>, after: Option<&Value>) -> Option<String> {
    let (before, after) = (shown(key, before), shown(key, after));
    let label = match key {
        "" => String::new(),
        key => format!("{}: ", escape_markdown(&one_line(key, VALUE_MAX))),
    };
    match (before, after) {
        (None, None) => None,
        (before, after) if before == after => None,
        (None, Some(after)) => Some(format!("{label}{after}")),
        (before, after) => {
            let or_nothing = |state: Option<String>| state.unwrap_or_else(|| "–".into());
            Some(format!(
                "{label}{} → {}",
                or_nothing(before),
                or_nothing(after)
            ))
        }
    }
}

/// A value for people; none for nothing.
fn shown(key: &str, value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::Null => return None,
        Value::Array(items) if items.is_empty() => return None,
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .filter_map(|item| shown(key, Some(item)))
                .collect();
            return Some(items.join(", "));
        }
        Value::String(text) if is_channel(key, text) => return Some(format!("<#{text}>")),
        Value::String(text) => one_line(text, VALUE_MAX),
        other => one_line(&other.to_string(), VALUE_MAX),
    };
    Some(escape_markdown(&text))
}

fn is_channel(key: &str, text: &str) -> bool {
    let named = key.ends_with("channel") || key.ends_with("channels");
    named && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use serde_json::json;

    use super::*;
    use crate::store::{By, Signature};

    fn entry(number: u64, what: &str, before: Value, after: Value) -> AuditEntry {
        AuditEntry {
            number,
            signature: Signature {
                by: By::Member(5),
                guild: Some(77),
                at: SystemTime::UNIX_EPOCH,
            },
            what: what.into(),
            before: Some(before),
            after: Some(after),
        }
    }

    fn text(reply: Reply) -> String {
        let message = serde_json::to_value(reply.response()).unwrap();
        let embeds = message["data"]["embeds"].as_array().cloned();
        let embeds = embeds.unwrap_or_default();
        let described = embeds
            .iter()
            .map(|embed| embed["description"].as_str().unwrap());
        described.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_act_tells_who_what_when_and_only_what_changed() {
        let set = entry(
            3,
            "settings.set",
            json!({"answer_channels": [], "language": "en", "rate_limit": null}),
            json!({"answer_channels": ["41", "42"], "language": "en",
                "rate_limit": {"questions": 1, "per_seconds": 60}}),
        );
        let told = text(acts(Language::English, std::slice::from_ref(&set), 77));
        assert!(
            told.starts_with("**Settings changed**\n#3 · <@5> · <t:0:f>\n"),
            "{told}"
        );
        assert!(told.contains("channels: <#41>, <#42>"), "{told}");
        assert!(
            told.contains("per\\_seconds") && !told.contains("language"),
            "{told}"
        );
        assert!(text(acts(Language::English, &[set], 78)).contains("server 77"));
    }

    #[test]
    fn what_comes_from_outside_cannot_format_and_an_unknown_act_is_named() {
        let odd = entry(
            1,
            "tea.brew",
            json!("*weak*"),
            json!("**strong**\n@everyone"),
        );
        let told = text(acts(Language::Russian, &[odd], 77));
        assert!(
            told.contains("tea.brew") && told.contains(r"\*weak\* → \*\*strong"),
            "{told}"
        );
    }

    #[test]
    fn a_page_of_the_largest_acts_fits_whole() {
        let long = "ы*".repeat(900);
        let fields = |value: &str| {
            let fields = (0..40).map(|n| (format!("field{n}"), Value::from(value)));
            Value::Object(fields.collect())
        };
        let entries: Vec<AuditEntry> = (0..ACTS_PER_PAGE.into())
            .map(|number| entry(number, &long, fields(&long), fields("x")))
            .collect();
        let page = AuditPage {
            total: 1_000_000,
            entries,
        };
        for language in Language::ALL {
            let shown = serde_json::to_value(audit(language, &page, 1, 1).response()).unwrap();
            let embeds = shown["data"]["embeds"].as_array().unwrap();
            assert_eq!(embeds.len(), ACTS_PER_PAGE as usize, "{language:?}");
        }
    }
}
