//! The lexicon's file: TOML, read line by line where it is written as the shipped one is.
//!
//! A program that answers one question would wait longest for the TOML of thousands of concepts.
//! Files that keep to one key a line, each a text or a list of texts without escapes, are read in
//! one pass; whatever is written otherwise, or is wrong, goes to the TOML parser as a whole, which
//! understands all of it and says what is the matter.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::language::Language;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub concept: Vec<Entry>,
    pub shorthand: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub name: String,
    #[serde(default)]
    en: Texts,
    #[serde(default)]
    ru: Texts,
    #[serde(default)]
    tr: Texts,
    #[serde(default)]
    az: Texts,
    #[serde(default)]
    az_cyrl: Texts,
    #[serde(default)]
    pub suggests: Texts,
}

/// A list of texts kept as one, a line each: there are tens of thousands.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Texts(Option<Box<str>>);

impl File {
    pub(super) fn read(toml: &str) -> Result<Self, toml::de::Error> {
        match Self::read_plain(toml) {
            Some(file) => Ok(file),
            None => toml::from_str(toml),
        }
    }

    /// The same as reading `toml` as TOML; none where it is not plain, or wrong.
    fn read_plain(toml: &str) -> Option<Self> {
        // What TOML forbids in texts and comments alike.
        let forbidden = |byte: &u8| byte.is_ascii_control() && !*byte != b'\t';
        let mut file = Self::default();
        let mut in_concept = false;
        let mut named = true;
        for line in toml.lines() {
            if line.as_bytes().iter().any(forbidden) {
                return None;
            }
            match line {
                "" => {}
                "[[concept]]" if named => {
                    file.concept.push(Entry::default());
                    (in_concept, named) = (true, false);
                }
                "[shorthand]" if named && file.shorthand.is_none() => {
                    file.shorthand = Some(BTreeMap::new());
                    in_concept = false;
                }
                _ if line.starts_with('#') => {}
                _ => {
                    let (key, value) =
                        line.split_at_checked(line.bytes().position(|byte| byte == b' ')?)?;
                    let value = value.strip_prefix(" = ")?;
                    if in_concept {
                        named |= key == "name";
                        file.concept.last_mut()?.read_line(key, value)?;
                    } else {
                        let spellings = file.shorthand.as_mut()?;
                        if spellings
                            .insert(spelling(key)?, only_text(value)?)
                            .is_some()
                        {
                            return None;
                        }
                    }
                }
            }
        }
        named.then_some(file)
    }
}

impl Entry {
    fn read_line(&mut self, key: &str, value: &str) -> Option<()> {
        let list = match key {
            "name" => {
                let name = only_text(value)?;
                // Empty or written twice: the TOML parser knows what to make of it.
                let first = self.name.is_empty() && !name.is_empty();
                self.name = name;
                return first.then_some(());
            }
            "en" => &mut self.en,
            "ru" => &mut self.ru,
            "tr" => &mut self.tr,
            "az" => &mut self.az,
            "az_cyrl" => &mut self.az_cyrl,
            "suggests" => &mut self.suggests,
            _ => return None,
        };
        if list.0.is_some() {
            return None;
        }
        *list = Texts::read(value)?;
        Some(())
    }

    /// Its forms with their languages, in the order of the file.
    pub(super) fn forms(&self) -> impl Iterator<Item = (Language, &str)> {
        [
            (Language::English, &self.en),
            (Language::Russian, &self.ru),
            (Language::Russian, &self.az_cyrl),
            (Language::Turkic, &self.tr),
            (Language::Turkic, &self.az),
        ]
        .into_iter()
        .flat_map(|(language, forms)| forms.iter().map(move |form| (language, form)))
    }
}

impl From<Vec<String>> for Texts {
    fn from(texts: Vec<String>) -> Self {
        let lines: Vec<String> = texts.iter().map(|text| text.replace('\n', " ")).collect();
        Self((!lines.is_empty()).then(|| lines.join("\n").into()))
    }
}

impl Texts {
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|texts| texts.split('\n'))
    }

    /// A list in brackets of one or more texts in plain double quotes.
    fn read(value: &str) -> Option<Self> {
        let inner = value.strip_prefix("[\"")?.strip_suffix("\"]")?;
        let mut lines = String::with_capacity(inner.len());
        let mut from = 0;
        let bytes = inner.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'\\' => return None,
                // One that ends a text, unless it begins the next.
                b'"' if at >= from => {
                    lines.push_str(inner.get(from..at)?);
                    lines.push('\n');
                    from = at + 4;
                    if bytes.get(at..from)? != b"\", \"" {
                        return None;
                    }
                }
                _ => {}
            }
        }
        lines.push_str(inner.get(from..)?);
        Some(Self(Some(lines.into())))
    }
}

/// A key of `[shorthand]`, quoted or not.
fn spelling(key: &str) -> Option<String> {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !key.is_empty() && key.bytes().all(bare) {
        Some(key.into())
    } else {
        only_text(key)
    }
}

/// A text in plain double quotes.
fn only_text(value: &str) -> Option<String> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['"', '\\'])).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHIPPED: &str = include_str!("../../../config/lexicon.toml");

    #[test]
    fn the_shipped_file_is_plain_and_reads_as_its_toml_does() {
        let plain = File::read_plain(SHIPPED).unwrap();
        assert_eq!(plain, toml::from_str::<File>(SHIPPED).unwrap());
        let windows = SHIPPED.replace('\n', "\r\n");
        assert_eq!(File::read_plain(&windows), Some(plain));
    }

    /// Lines that are plain, odd and wrong, which come together in any order.
    const LINES: &[&str] = &[
        "[[concept]]\nname = \"a\"",
        "[[concept]]",
        "name = \"Ə b\"",
        "name = \"\"",
        "name = 'c'",
        "en = [\"x\", \"y z\"]",
        "en = []",
        "ru = [\"x\",\"y\"]",
        "ru = [\"x\", \"\"]",
        "ru = [\"x\"\", \"y\"]",
        "ru = [\"x\", \"\", \"y\", \"]",
        "ru = [\"\"]",
        "ru = [\"]",
        "ru = [\"\\u0041\"]",
        "tr = [\"\"\"x\"\"\"]",
        "tr = [\"x\"",
        "]",
        "az_cyrl = [\"#\"] # why",
        "suggests = [\"a\", ]",
        "fr = [\"x\"]",
        "[shorthand]",
        "u = \"you\"",
        "u-2 = \"you #2\"",
        "u.v = \"you\"",
        "\"u\" = \"you\"",
        "\"w/ = o\" = \"without\"",
        "= \"x\"",
        "",
        "  ",
        "# a \"comment\"",
        "# \u{1}",
        "\u{feff}",
        "\r",
        "x\ry = \"z\"",
        "name = \"\"\"",
        "\"\"\"",
    ];

    proptest! {
        #[test]
        fn what_is_read_plainly_reads_the_same_as_toml(
            lines in prop::collection::vec(prop::sample::select(LINES), 0..8),
        ) {
            let text = lines.join("\n");
            if let Some(plain) = File::read_plain(&text) {
                prop_assert_eq!(Some(plain), toml::from_str(&text).ok(), "{}", text);
            }
        }
    }
}
