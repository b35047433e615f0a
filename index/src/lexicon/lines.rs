//! Where in its file each part of a lexicon stands.
//!
//! Read only to tell an operator what to look at: the lexicon itself keeps no lines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::language::Language;

/// The file again, with where each text stands.
#[derive(Debug, Default, Deserialize)]
pub(super) struct FileLines {
    #[serde(default)]
    pub concept: Vec<EntryLines>,
    #[serde(default)]
    pub shorthand: BTreeMap<Spanned<String>, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct EntryLines {
    pub name: Spanned<String>,
    #[serde(default)]
    en: Vec<Spanned<String>>,
    #[serde(default)]
    ru: Vec<Spanned<String>>,
    #[serde(default)]
    tr: Vec<Spanned<String>>,
    #[serde(default)]
    az: Vec<Spanned<String>>,
    #[serde(default)]
    az_cyrl: Vec<Spanned<String>>,
    #[serde(default)]
    pub suggests: Vec<Spanned<String>>,
}

/// A list of forms, as the file calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormsKey {
    /// English.
    En,
    /// Russian.
    Ru,
    /// Azerbaijani in Cyrillic letters.
    AzCyrl,
    /// Turkish.
    Tr,
    /// Azerbaijani in Latin letters.
    Az,
}

impl FileLines {
    /// None where `toml` is no lexicon: reading it as one says why.
    pub(super) fn read(toml: &str) -> Option<Self> {
        toml::from_str(toml).ok()
    }
}

impl EntryLines {
    /// Its forms with the lists they stand in, in the order of the lexicon's own.
    pub(super) fn forms(&self) -> impl Iterator<Item = (FormsKey, &Spanned<String>)> {
        [
            (FormsKey::En, &self.en),
            (FormsKey::Ru, &self.ru),
            (FormsKey::AzCyrl, &self.az_cyrl),
            (FormsKey::Tr, &self.tr),
            (FormsKey::Az, &self.az),
        ]
        .into_iter()
        .flat_map(|(key, forms)| forms.iter().map(move |form| (key, form)))
    }
}

impl FormsKey {
    /// As it stands in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::AzCyrl => "az_cyrl",
            Self::Tr => "tr",
            Self::Az => "az",
        }
    }

    /// What the lexicon reads its forms as.
    pub(super) fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Ru | Self::AzCyrl => Language::Russian,
            Self::Tr | Self::Az => Language::Turkic,
        }
    }
}

/// The line of what `find` finds in the file `toml`, counted from 1.
pub(super) fn line_of(
    toml: &str,
    find: impl FnOnce(&FileLines) -> Option<&Spanned<String>>,
) -> Option<usize> {
    let file = FileLines::read(toml)?;
    Some(LineNumbers::of(toml).line(find(&file)?))
}

/// Tells on which line a byte of a text stands.
#[derive(Debug)]
pub(super) struct LineNumbers {
    /// Where each line begins.
    starts: Vec<usize>,
}

impl LineNumbers {
    pub(super) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            starts: std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect(),
        }
    }

    /// Counted from 1.
    pub(super) fn line<T>(&self, text: &Spanned<T>) -> usize {
        let start = text.span().start;
        self.starts.partition_point(|at| *at <= start)
    }
}
