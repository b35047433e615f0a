//! Every sentence a member can read, in the member's language.
//!
//! The texts stand in `messages/*.ftl`, one file a language, compiled in. What a file lacks is said
//! in English. Our wording says who writes what and never whether it is so.
//!
//! Deliberately absent: the excerpts, which stay in their article's language, and what a command
//! line user reads.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language the bot speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    English,
    Russian,
    Turkish,
    Ukrainian,
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<Bundle>> = LazyLock::new(|| {
    Language::ALL
        .into_iter()
        .map(|language| bundle(language, language.source()))
        .collect()
});

impl Language {
    /// All of them, the one to fall back to first.
    pub(crate) const ALL: [Self; 4] =
        [Self::English, Self::Russian, Self::Turkish, Self::Ukrainian];

    /// The language for a Discord locale such as `en-US` or `uk`; English for one we don't speak.
    pub(crate) fn of_locale(locale: &str) -> Self {
        let tag = locale.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| tag.eq_ignore_ascii_case(language.tag()))
            .unwrap_or(Self::English)
    }

    /// Its BCP 47 tag, which is Discord's locale too where that is not English.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::Turkish => "tr",
            Self::Ukrainian => "uk",
        }
    }

    /// The message `key`.
    pub(crate) fn say(self, key: &str) -> String {
        self.say_with(key, [])
    }

    /// The message `key` with its variables filled in; they are taken as they are, so escape those
    /// that come from outside.
    pub(crate) fn say_with<const N: usize>(
        self,
        key: &str,
        variables: [(&'static str, FluentValue<'_>); N],
    ) -> String {
        let variables: FluentArgs<'_> = variables.into_iter().collect();
        [self, Self::English]
            .into_iter()
            .filter_map(|language| BUNDLES.get(language as usize))
            .find_map(|bundle| format(bundle, key, &variables))
            // A test makes sure that English has every key.
            .unwrap_or_else(|| key.to_owned())
    }

    /// The message `key` if this very language has it.
    pub(crate) fn own(self, key: &str) -> Option<String> {
        format(BUNDLES.get(self as usize)?, key, &FluentArgs::new())
    }

    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("messages/en.ftl"),
            Self::Russian => include_str!("messages/ru.ftl"),
            Self::Turkish => include_str!("messages/tr.ftl"),
            Self::Ukrainian => include_str!("messages/uk.ftl"),
        }
    }
}

/// The messages of `source`; what cannot be read is left out and falls back to English.
fn bundle(language: Language, source: &str) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Discord shows the isolation marks as boxes on some phones; our texts run left to right.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(read, _)| read);
    // Of two messages with one key the first stays; a test allows no second.
    let _ = bundle.add_resource(resource);
    bundle
}

fn format(bundle: &Bundle, key: &str, variables: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(variables), &mut errors);
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// The keys of a language and the variables each names.
    fn keys(language: Language) -> BTreeMap<&'static str, BTreeSet<String>> {
        let mut keys = BTreeMap::new();
        let mut key = "";
        for line in language.source().lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                key = line.split(" =").next().unwrap();
                assert!(keys.insert(key, BTreeSet::new()).is_none(), "{key} twice");
            }
            if line.starts_with('#') {
                continue;
            }
            for variable in line.split('$').skip(1) {
                let name = variable.chars().take_while(|c| c.is_alphanumeric());
                keys.get_mut(key).unwrap().insert(name.collect());
            }
        }
        keys
    }

    #[test]
    fn every_file_reads_without_an_error() {
        for language in Language::ALL {
            let read = FluentResource::try_new(language.source().to_owned());
            assert!(read.is_ok(), "{language:?}: {:?}", read.err().map(|e| e.1));
        }
    }

    #[test]
    fn every_language_has_the_same_keys_with_the_same_variables() {
        let english = keys(Language::English);
        assert!(english.len() > 40);
        for language in Language::ALL {
            assert_eq!(keys(language), english, "{language:?}");
            for key in english.keys() {
                assert!(language.own(key).is_some(), "{language:?} lacks {key}");
            }
        }
    }

    #[test]
    fn a_key_a_language_lacks_is_said_in_english() {
        let lacking = bundle(Language::Turkish, "only = sadece");
        assert!(format(&lacking, "more", &FluentArgs::new()).is_none());
        assert_eq!(Language::Turkish.say("no-such-key"), "no-such-key");
    }

    #[test]
    fn the_program_asks_for_no_key_that_is_not_there() {
        let english = keys(Language::English);
        let mut asked = 0;
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs")
                    && !path.ends_with("messages.rs")
                {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let text: String = text.split_whitespace().collect();
                    for call in [".say(\"", ".say_with(\""] {
                        for after in text.split(call).skip(1) {
                            let key = after.split('"').next().unwrap();
                            assert!(english.contains_key(key), "{key} in {}", path.display());
                            asked += 1;
                        }
                    }
                }
            }
        }
        assert!(asked > 10, "{asked}");
    }

    #[test]
    fn a_discord_locale_finds_its_language() {
        for (locale, language) in [
            ("en-US", Language::English),
            ("ru", Language::Russian),
            ("tr", Language::Turkish),
            ("uk", Language::Ukrainian),
            ("pt-BR", Language::English),
            ("", Language::English),
            ("trx", Language::English),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn plurals_follow_each_language() {
        let left_out = |language: Language, count: usize| {
            language.say_with("left-out", [("count", count.into())])
        };
        assert!(left_out(Language::English, 1).contains("1 passage "));
        assert!(left_out(Language::English, 2).contains("2 passages "));
        let russian: BTreeSet<String> = [1, 2, 5, 11, 21]
            .map(|n| left_out(Language::Russian, n).replace(&n.to_string(), "N"))
            .into();
        assert_eq!(russian.len(), 3, "{russian:?}");
    }
}
