//! Texts to vectors: a sentence-embedding transformer of the BERT family, run on the CPU.
//!
//! Texts that mean alike get vectors that point alike, whatever their words. The model is a folder
//! in the layout of Hugging Face: `config.json`, `tokenizer.json`, `model.safetensors`, and
//! beside them what sentence-transformers writes (pooling, longest text, prompts).
//!
//! Deliberately absent: where models come from (no network here), training of models, other
//! families than BERT's.

mod bert;
mod functions;
mod settings;
mod tensors;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use tokenizers::{ModelWrapper, Tokenizer, TruncationParams};

use crate::vectors::{Digest, Vector};
use bert::Bert;
use settings::Settings;
use tensors::Tensors;

/// How many tokens are encoded in one go: enough to share the reading of the weights, few enough to
/// stay in the cache.
const BATCH_TOKENS: usize = 512;
/// Longer texts are cut before they are tokenized: no model here reads that many characters.
const LONGEST_BYTES: usize = 16 << 10;
/// How much of the weights' beginning and end tells models apart.
const SAMPLE_BYTES: usize = 1 << 16;

/// A model folder that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file of the folder could not be read.
    #[error(
        "{path}: {source}: a model folder holds config.json, tokenizer.json and model.safetensors"
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the folder does not say what it must.
    #[error("{path}: {what}: {remedy}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What to do about it.
        remedy: &'static str,
    },
}

impl ModelError {
    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    fn unusable(path: &Path, what: String, remedy: &'static str) -> Self {
        Self::Unusable {
            path: path.to_owned(),
            what,
            remedy,
        }
    }
}

/// What a text is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// Someone's question.
    Question,
    /// A part of an article.
    Passage,
}

/// A loaded model.
pub struct Encoder {
    tokenizer: Tokenizer,
    settings: Settings,
    bert: Bert,
    digest: Digest,
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Encoder {
    /// Loads the model in `folder`. Its vocabulary stays in the file, mapped: a text needs few of
    /// its words.
    ///
    /// # Errors
    /// [`ModelError`] naming the file, what is wrong with it and what to do.
    pub fn load(folder: &Path) -> Result<Self, ModelError> {
        let settings = Settings::read(folder)?;
        let (tokenizer, tokens) = read_tokenizer(folder, &settings)?;
        let tensors = Tensors::open(folder)?;
        let bert = Bert::read(&settings, &tensors)?;
        if tokenizer.get_vocab_size(true) > bert.vocabulary() {
            return Err(ModelError::unusable(
                &folder.join("tokenizer.json"),
                format!(
                    "it has {} words, the weights {}",
                    tokenizer.get_vocab_size(true),
                    bert.vocabulary()
                ),
                "take tokenizer.json and model.safetensors from one model",
            ));
        }
        let mut digest = Digest::of(&tokens);
        digest.add(format!("{settings:?}").as_bytes());
        tensors.sample(SAMPLE_BYTES, &mut digest);
        Ok(Self {
            tokenizer,
            settings,
            bert,
            digest,
        })
    }

    /// Whether its vocabulary is one of many languages: those have a unigram model of subwords, the
    /// English ones whole words and their parts.
    pub fn reads_many_languages(&self) -> bool {
        matches!(self.tokenizer.get_model(), ModelWrapper::Unigram(_))
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.settings.hidden
    }

    /// Names the model by what it holds, in letters and digits.
    pub fn fingerprint(&self) -> String {
        self.digest.to_string()
    }

    /// Tells models apart, so that vectors of two are never compared.
    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }

    /// The vector of one text, of length 1; of length 0 when the text has no words.
    pub fn encode(&self, text: &str, kind: TextKind) -> Vec<f32> {
        let tokens = vec![self.tokens(text, kind)];
        self.forward(&tokens).pop().unwrap_or_default()
    }

    /// The vectors of `texts`, in their order, on every core.
    pub(crate) fn encode_all(&self, texts: &[&str], kind: TextKind) -> Vec<Vector> {
        let tokens: Vec<Vec<u32>> = texts.iter().map(|text| self.tokens(text, kind)).collect();
        let batches = batches(&tokens);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = batches.len().div_ceil(threads).max(1);
        let encode = |batches: &[&[Vec<u32>]]| -> Vec<Vector> {
            let each = batches.iter().flat_map(|batch| self.forward(batch));
            each.map(|numbers| Vector::of(&numbers)).collect()
        };
        if threads == 1 || batches.len() == 1 {
            return encode(&batches);
        }
        std::thread::scope(|scope| {
            let workers: Vec<_> = batches
                .chunks(share)
                .map(|part| scope.spawn(move || encode(part)))
                .collect();
            let done = workers
                .into_iter()
                .flat_map(|worker| worker.join().expect("encoding does not panic"));
            done.collect()
        })
    }

    fn tokens(&self, text: &str, kind: TextKind) -> Vec<u32> {
        let prefix = match kind {
            TextKind::Question => &self.settings.question_prefix,
            TextKind::Passage => &self.settings.passage_prefix,
        };
        let mut end = text.len().min(LONGEST_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = format!("{prefix}{}", text.get(..end).unwrap_or_default());
        // What cannot be tokenized has no meaning here; it is never a reason to stop.
        self.tokenizer
            .encode_fast(text, true)
            .map(|encoding| encoding.get_ids().to_vec())
            .unwrap_or_default()
    }

    fn forward(&self, tokens: &[Vec<u32>]) -> Vec<Vec<f32>> {
        let pooled = self.bert.encode(tokens);
        let rows = pooled.outer_iter();
        rows.map(|row| {
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            if length.is_normal() {
                row.iter().map(|x| x / length).collect()
            } else {
                vec![0.0; row.len()]
            }
        })
        .collect()
    }
}

/// Parts `texts` into runs of about [`BATCH_TOKENS`] tokens.
fn batches(texts: &[Vec<u32>]) -> Vec<&[Vec<u32>]> {
    let mut batches = Vec::new();
    let mut rest = texts;
    while !rest.is_empty() {
        let mut tokens = 0;
        let fits = rest.iter().take_while(|text| {
            tokens += text.len();
            tokens <= BATCH_TOKENS
        });
        let (batch, after) = rest.split_at(fits.count().max(1));
        batches.push(batch);
        rest = after;
    }
    batches
}

/// The tokenizer and the bytes it was read from.
fn read_tokenizer(folder: &Path, settings: &Settings) -> Result<(Tokenizer, Vec<u8>), ModelError> {
    let path = folder.join("tokenizer.json");
    let bytes = std::fs::read(&path).map_err(ModelError::file(&path))?;
    let unusable = |what: String| ModelError::unusable(&path, what, "download the file again");
    let mut tokenizer =
        Tokenizer::from_bytes(&bytes).map_err(|error| unusable(error.to_string()))?;
    tokenizer.with_padding(None);
    tokenizer
        .with_truncation(Some(TruncationParams {
            max_length: settings.longest,
            ..TruncationParams::default()
        }))
        .map_err(|error| unusable(error.to_string()))?;
    Ok((tokenizer, bytes))
}
