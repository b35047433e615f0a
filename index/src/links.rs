//! The links to the sentences of one article, each made once: the same are quoted again and again.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crate::article::Article;
use crate::deep_link::DeepLinks;
use crate::text_fragment::TextDirective;

/// An article's links, kept as they are made.
#[derive(Debug)]
pub(crate) struct Links {
    article: DeepLinks,
    made: Mutex<HashMap<Sentence, Option<TextDirective>>>,
}

/// A sentence's paragraph and bytes.
type Sentence = (u32, Range<usize>);

impl Links {
    pub(crate) fn new(article: &Article) -> Self {
        Self {
            article: DeepLinks::new(article),
            made: Mutex::default(),
        }
    }

    /// As [`DeepLinks::directive`].
    pub(crate) fn to(&self, paragraph: u32, sentence: &Range<usize>) -> Option<TextDirective> {
        let wanted = (paragraph, sentence.clone());
        let lock = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&wanted) {
            return known.clone();
        }
        let directive = self.article.directive(paragraph, sentence);
        lock().insert(wanted, directive.clone());
        directive
    }
}
