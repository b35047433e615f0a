//! Paragraphs kept cut into words: cutting one takes longer than ranking it.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lru::LruCache;
use tantivy::{DocAddress, Searcher};

use crate::analyzed::Analyzed;

/// How many paragraphs are kept.
const KEPT: NonZeroUsize = NonZeroUsize::new(4096).expect("it is not 0");

/// The paragraphs of an index that were asked for: all of a small one, the latest of a large one.
#[derive(Debug)]
pub(crate) enum Remembered {
    /// By segment, then document; read without a lock.
    All(Vec<Box<[OnceLock<Arc<Analyzed>>]>>),
    Latest(Mutex<LruCache<DocAddress, Arc<Analyzed>>>),
}

impl Remembered {
    pub(crate) fn of(searcher: &Searcher) -> Self {
        let sizes = searcher.segment_readers().iter();
        let sizes = sizes.map(|segment| segment.max_doc() as usize);
        if sizes.clone().sum::<usize>() > KEPT.get() {
            return Self::Latest(Mutex::new(LruCache::new(KEPT)));
        }
        Self::All(
            sizes
                .map(|size| vec![OnceLock::new(); size].into())
                .collect(),
        )
    }

    /// The paragraph at `address`, made by `cut` when it is not there.
    pub(crate) fn get(
        &self,
        address: DocAddress,
        cut: impl FnOnce() -> Option<Arc<Analyzed>>,
    ) -> Option<Arc<Analyzed>> {
        match self {
            Self::All(segments) => {
                let documents = segments.get(address.segment_ord as usize)?;
                let cell = documents.get(address.doc_id as usize)?;
                if let Some(known) = cell.get() {
                    return Some(known.clone());
                }
                let cut = cut()?;
                Some(cell.get_or_init(|| cut).clone())
            }
            Self::Latest(latest) => {
                let lock = || latest.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(known) = lock().get(&address) {
                    return Some(known.clone());
                }
                let cut = cut()?;
                lock().put(address, cut.clone());
                Some(cut)
            }
        }
    }
}
