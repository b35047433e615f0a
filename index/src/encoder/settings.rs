//! What a model folder's JSON files say of the model.
//!
//! The layout is that of Hugging Face's transformers and sentence-transformers: `config.json`
//! always, `1_Pooling/config.json`, `modules.json`, `sentence_bert_config.json` and
//! `config_sentence_transformers.json` where they are.

use std::io;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::ModelError;

/// Beyond these a file is damaged or no small sentence model.
const LARGEST: usize = 1 << 20;
/// The most tokens of a text that are read when the folder does not tell.
const USUAL_LONGEST: usize = 256;

/// How a text's tokens become one vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pooling {
    /// The mean of all of them.
    Mean,
    /// The first one's.
    First,
}

/// The function between the two halves of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activation {
    Gelu,
    GeluTanh,
    Relu,
}

/// The shape of a model and how it wants to be fed.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub inner: usize,
    pub words: usize,
    pub positions: usize,
    /// The number of the first position.
    pub first_position: usize,
    pub types: usize,
    pub epsilon: f32,
    pub activation: Activation,
    pub pooling: Pooling,
    /// The most tokens of a text that are read.
    pub longest: usize,
    /// What is put before a question.
    pub question_prefix: String,
    /// What is put before a text of the articles.
    pub passage_prefix: String,
}

#[derive(Deserialize)]
struct Config {
    model_type: Option<String>,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "one")]
    type_vocab_size: usize,
    #[serde(default = "usual_epsilon")]
    layer_norm_eps: f32,
    #[serde(default)]
    hidden_act: Option<String>,
    #[serde(default)]
    position_embedding_type: Option<String>,
    #[serde(default)]
    pad_token_id: Option<usize>,
    #[serde(default, rename = "_name_or_path")]
    name: Option<String>,
}

#[derive(Deserialize, Default)]
struct PoolingConfig {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
}

#[derive(Deserialize, Default)]
struct SentenceConfig {
    max_seq_length: Option<usize>,
}

#[derive(Deserialize, Default)]
struct TransformersConfig {
    #[serde(default)]
    prompts: Prompts,
}

#[derive(Deserialize, Default)]
struct Prompts {
    query: Option<String>,
    passage: Option<String>,
    document: Option<String>,
}

#[derive(Deserialize)]
struct Module {
    #[serde(rename = "type")]
    kind: String,
}

fn one() -> usize {
    1
}

fn usual_epsilon() -> f32 {
    1e-12
}

impl Settings {
    pub(super) fn read(folder: &Path) -> Result<Self, ModelError> {
        let path = folder.join("config.json");
        let config: Config = optional(&path)?
            .ok_or_else(|| ModelError::file(&path)(io::ErrorKind::NotFound.into()))?;
        let wrong = |what: String, remedy| ModelError::unusable(&path, what, remedy);
        config
            .check()
            .map_err(|(what, remedy)| wrong(what, remedy))?;
        let model = config.model_type.as_deref().unwrap_or("bert");
        let first_position = match model {
            "bert" => 0,
            "roberta" | "xlm-roberta" | "camembert" => config.pad_token_id.unwrap_or(1) + 1,
            _ => {
                return Err(wrong(
                    format!("model_type {model:?} is not of the BERT family"),
                    "take all-MiniLM-L6-v2, paraphrase-multilingual-MiniLM-L12-v2, multi-qa-MiniLM-L6-cos-v1 or e5-small",
                ));
            }
        };
        let activation = match config.hidden_act.as_deref().unwrap_or("gelu") {
            "gelu" => Activation::Gelu,
            "gelu_new" | "gelu_pytorch_tanh" => Activation::GeluTanh,
            "relu" => Activation::Relu,
            other => {
                return Err(wrong(
                    format!("hidden_act {other:?} is not known"),
                    "take a model with \"gelu\" or \"relu\"",
                ));
            }
        };
        refuse_odd_modules(folder)?;
        let room = config
            .max_position_embeddings
            .saturating_sub(first_position);
        let sentence = folder.join("sentence_bert_config.json");
        let told: SentenceConfig = optional(&sentence)?.unwrap_or_default();
        let longest = told.max_seq_length.unwrap_or(USUAL_LONGEST).min(room);
        if longest < 4 {
            return Err(ModelError::unusable(
                &sentence,
                format!("max_seq_length leaves {longest} tokens"),
                "give at least 4, or remove the file",
            ));
        }
        let (question_prefix, passage_prefix) = prefixes(folder, config.name.as_deref())?;
        Ok(Self {
            hidden: config.hidden_size,
            layers: config.num_hidden_layers,
            heads: config.num_attention_heads,
            inner: config.intermediate_size,
            words: config.vocab_size,
            positions: config.max_position_embeddings,
            first_position,
            types: config.type_vocab_size,
            epsilon: config.layer_norm_eps,
            activation,
            pooling: pooling(folder)?,
            longest,
            question_prefix,
            passage_prefix,
        })
    }
}

impl Config {
    fn check(&self) -> Result<(), (String, &'static str)> {
        const REMEDY: &str = "the file is damaged or not a sentence model's: download it again";
        for (key, size) in [
            ("hidden_size", self.hidden_size),
            ("num_hidden_layers", self.num_hidden_layers),
            ("num_attention_heads", self.num_attention_heads),
            ("intermediate_size", self.intermediate_size),
            ("vocab_size", self.vocab_size),
            ("max_position_embeddings", self.max_position_embeddings),
            ("type_vocab_size", self.type_vocab_size),
        ] {
            if !(1..=LARGEST).contains(&size) {
                return Err((format!("{key} is {size}"), REMEDY));
            }
        }
        if !self.hidden_size.is_multiple_of(self.num_attention_heads) {
            let (hidden, heads) = (self.hidden_size, self.num_attention_heads);
            let what = format!("hidden_size {hidden} cannot be shared by {heads} attention heads");
            return Err((what, REMEDY));
        }
        if !(self.layer_norm_eps > 0.0 && self.layer_norm_eps < 1.0) {
            return Err((format!("layer_norm_eps is {}", self.layer_norm_eps), REMEDY));
        }
        match self.position_embedding_type.as_deref() {
            None | Some("absolute") => Ok(()),
            Some(other) => Err((
                format!("position_embedding_type {other:?} is not supported"),
                "take a model with \"absolute\"",
            )),
        }
    }
}

/// Refuses steps after the transformer that would be left out.
fn refuse_odd_modules(folder: &Path) -> Result<(), ModelError> {
    let path = folder.join("modules.json");
    let modules: Vec<Module> = optional(&path)?.unwrap_or_default();
    let last = |kind: &str| kind.rsplit('.').next().unwrap_or_default().to_string();
    let odd = modules
        .iter()
        .map(|module| last(&module.kind))
        .find(|kind| !["Transformer", "Pooling", "Normalize"].contains(&kind.as_str()));
    odd.map_or(Ok(()), |kind| {
        Err(ModelError::unusable(
            &path,
            format!("the model has a step {kind:?}"),
            "only Transformer, Pooling and Normalize are known: take another model",
        ))
    })
}

fn pooling(folder: &Path) -> Result<Pooling, ModelError> {
    let path = folder.join("1_Pooling").join("config.json");
    let Some(told) = optional::<PoolingConfig>(&path)? else {
        return Ok(Pooling::Mean);
    };
    match (told.pooling_mode_mean_tokens, told.pooling_mode_cls_token) {
        (true, false) => Ok(Pooling::Mean),
        (false, true) => Ok(Pooling::First),
        _ => Err(ModelError::unusable(
            &path,
            "the pooling is neither of mean tokens nor of the cls token".into(),
            "take a model with one of the two",
        )),
    }
}

/// What goes before questions and passages: as the folder's prompts say, else as the e5 family,
/// known by its name, was trained (Wang et al. 2022).
fn prefixes(folder: &Path, name: Option<&str>) -> Result<(String, String), ModelError> {
    let path = folder.join("config_sentence_transformers.json");
    let told: TransformersConfig = optional(&path)?.unwrap_or_default();
    let passage = told.prompts.passage.or(told.prompts.document);
    if told.prompts.query.is_some() || passage.is_some() {
        return Ok((
            told.prompts.query.unwrap_or_default(),
            passage.unwrap_or_default(),
        ));
    }
    let folder_name = folder.file_name().map(|name| name.to_string_lossy());
    let is_e5 = |name: &str| {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        last.split('-').any(|part| part.eq_ignore_ascii_case("e5"))
    };
    let named = folder_name.as_deref().into_iter().chain(name);
    Ok(if named.into_iter().any(is_e5) {
        ("query: ".into(), "passage: ".into())
    } else {
        (String::new(), String::new())
    })
}

/// A JSON file that need not be there.
fn optional<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, ModelError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ModelError::file(path)(error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| ModelError::unusable(path, error.to_string(), "download the file again"))
}
