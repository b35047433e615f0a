//! The articles' texts, each under the hash of its bytes, shared by the generations.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use attache_index::{Article, MarkdownError, parse_markdown, to_markdown};

use super::disk::{self, discard, write_whole};
use super::manifest::TextHash;
use super::trouble::Trouble;

const ENDING: &str = ".md";

/// The texts in a folder.
#[derive(Debug, Clone)]
pub(super) struct Texts {
    folder: PathBuf,
}

/// A stored text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) hash: TextHash,
    /// How many paragraphs it has, the summary counted.
    pub(crate) paragraphs: u32,
    /// The article as it will be read back: blank lines and stray white space settled.
    pub(crate) article: Article,
}

impl Texts {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps the text of `article`; one that is there already is only looked at.
    pub(super) fn put(&self, article: &Article) -> Result<Stored, Trouble> {
        let (article, text) = settled(article).map_err(|source| Trouble::Article {
            id: article.id.to_string(),
            source,
        })?;
        let hash = TextHash::of(text.as_bytes());
        // One that was damaged is mended by the way.
        if self.read(&hash).is_err() {
            write_whole(&self.file(&hash), text.as_bytes())?;
        }
        Ok(Stored {
            hash,
            paragraphs: u32::try_from(article.paragraphs().count()).unwrap_or(u32::MAX),
            article,
        })
    }

    /// The text `hash` as an article.
    pub(super) fn get(&self, hash: &TextHash) -> Result<Article, Trouble> {
        let text = self.read(hash)?;
        parse_markdown(&text, None).map_err(|error| Trouble::Text {
            hash: hash.clone(),
            what: error.to_string(),
        })
    }

    fn read(&self, hash: &TextHash) -> Result<String, Trouble> {
        let file = self.file(hash);
        let trouble = |what: &str| Trouble::Text {
            hash: hash.clone(),
            what: what.into(),
        };
        let bytes = match fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(trouble("gone")),
            bytes => bytes.map_err(Trouble::at(&file))?,
        };
        if TextHash::of(&bytes) != *hash {
            return Err(trouble("damaged"));
        }
        String::from_utf8(bytes).map_err(|_| trouble("no text"))
    }

    /// Removes every text but those in `named`.
    pub(super) fn sweep(&self, named: &HashSet<TextHash>) -> Result<(), Trouble> {
        for name in disk::names(&self.folder)? {
            let hash = name.strip_suffix(ENDING).map(str::to_owned);
            let hash = hash.and_then(|hash| TextHash::try_from(hash).ok());
            if hash.is_none_or(|hash| !named.contains(&hash)) {
                discard(&self.folder.join(name));
            }
        }
        Ok(())
    }

    fn file(&self, hash: &TextHash) -> PathBuf {
        self.folder.join(format!("{hash}{ENDING}"))
    }
}

/// `article` as it is read back from its text, and the text.
fn settled(article: &Article) -> Result<(Article, String), MarkdownError> {
    let mut text = to_markdown(article);
    let mut read = parse_markdown(&text, None)?;
    // What is not such as reading yields, a blank line inside a paragraph say, is read otherwise;
    // what is read stays.
    if read != *article {
        text = to_markdown(&read);
        read = parse_markdown(&text, None)?;
    }
    Ok((read, text))
}

#[cfg(test)]
mod tests {
    use attache_index::{ArticleId, Section};

    use super::*;

    fn article(paragraphs: &[&str]) -> Article {
        let mut article = Article::new(ArticleId::parse("quay").unwrap(), "One \"quay\"");
        article.sections.push(Section {
            heading: None,
            paragraphs: paragraphs.iter().map(ToString::to_string).collect(),
        });
        article
    }

    fn texts() -> (tempfile::TempDir, Texts) {
        let folder = tempfile::tempdir().unwrap();
        let texts = Texts::new(folder.path().to_owned());
        (folder, texts)
    }

    #[test]
    fn a_text_is_read_back_as_it_was_stored_however_odd() {
        let (_folder, texts) = texts();
        let odd = [
            " stray \n\nblank ",
            "# no heading",
            "+++",
            "a\r\nb\u{2028}c",
            "\\# x",
        ];
        let stored = texts.put(&article(&odd)).unwrap();
        assert_eq!(texts.get(&stored.hash).unwrap(), stored.article);
        assert_eq!(texts.put(&stored.article).unwrap(), stored);
        assert_eq!(stored.paragraphs, 6);
    }

    #[test]
    fn an_article_without_a_paragraph_is_not_stored() {
        let (folder, texts) = texts();
        let error = texts.put(&article(&[])).unwrap_err();
        assert!(error.to_string().contains("\"quay\""), "{error}");
        assert!(disk::names(folder.path()).unwrap().is_empty());
    }

    #[test]
    fn a_damaged_text_is_told_and_mended_when_it_is_stored_again() {
        let (_folder, texts) = texts();
        let stored = texts.put(&article(&["They met."])).unwrap();
        fs::write(texts.file(&stored.hash), "They met!").unwrap();
        let told = texts.get(&stored.hash).unwrap_err().to_string();
        assert!(
            told.contains("damaged") && told.contains(stored.hash.as_str()),
            "{told}"
        );
        texts.put(&stored.article).unwrap();
        assert_eq!(texts.get(&stored.hash).unwrap(), stored.article);
        fs::remove_file(texts.file(&stored.hash)).unwrap();
        let told = texts.get(&stored.hash).unwrap_err().to_string();
        assert!(told.contains("gone"), "{told}");
    }

    #[test]
    fn what_nobody_names_is_swept() {
        let (folder, texts) = texts();
        let kept = texts.put(&article(&["They met."])).unwrap();
        texts.put(&article(&["They parted."])).unwrap();
        fs::write(folder.path().join("half.md.new"), "x").unwrap();
        texts.sweep(&HashSet::from([kept.hash.clone()])).unwrap();
        assert_eq!(
            disk::names(folder.path()).unwrap(),
            [format!("{}.md", kept.hash)]
        );
    }
}
