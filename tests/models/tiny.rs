//! A tiny random model in the usual folder layout, for tests of loading and of what goes wrong.
//!
//! It means nothing: but equal texts have equal vectors, and every file can be broken.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

pub const HIDDEN: usize = 8;
const INNER: usize = 16;
const LAYERS: usize = 2;
const POSITIONS: usize = 32;
/// Words the tokenizer knows whole; all others are `[UNK]`.
const WORDS: [&str; 15] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "harbour", "toll", "boats", "who", "pays", "query",
    "passage", ":", "##s", ".",
];

/// Writes the model into `folder`, which is made.
pub fn write(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    write_json(&folder.join("config.json"), &config());
    write_json(&folder.join("tokenizer.json"), &tokenizer());
    fs::write(folder.join("model.safetensors"), weights(&tensors())).unwrap();
}

pub fn write_json(path: &Path, value: &Value) {
    fs::write(path, value.to_string()).unwrap();
}

pub fn config() -> Value {
    json!({
        "model_type": "bert", "hidden_size": HIDDEN, "num_hidden_layers": LAYERS,
        "num_attention_heads": 2, "intermediate_size": INNER, "vocab_size": WORDS.len(),
        "max_position_embeddings": POSITIONS, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
        "hidden_act": "gelu"
    })
}

pub fn tokenizer() -> Value {
    let vocab: serde_json::Map<String, Value> = (0..)
        .zip(WORDS)
        .map(|(at, word)| (word.to_string(), json!(at as u32)))
        .collect();
    let special = |id: u32, content: &str| {
        json!({
            "id": id, "content": content, "single_word": false, "lstrip": false,
            "rstrip": false, "normalized": false, "special": true
        })
    };
    let token = |id: &str| json!({"SpecialToken": {"id": id, "type_id": 0}});
    let ids = |id: u32, content: &str| json!({"id": content, "ids": [id], "tokens": [content]});
    json!({
        "version": "1.0", "truncation": null, "padding": null,
        "added_tokens": [special(1, "[UNK]"), special(2, "[CLS]"), special(3, "[SEP]")],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [token("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, token("[SEP]")],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"[CLS]": ids(2, "[CLS]"), "[SEP]": ids(3, "[SEP]")}
        },
        "decoder": null,
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocab
        }
    })
}

/// Names and shapes of the model's tensors.
pub fn tensors() -> Vec<(String, Vec<usize>)> {
    let mut all: Vec<(String, Vec<usize>)> = Vec::new();
    let mut add = |name: &str, shape: &[usize]| all.push((name.to_string(), shape.to_vec()));
    add("embeddings.word_embeddings.weight", &[WORDS.len(), HIDDEN]);
    add(
        "embeddings.position_embeddings.weight",
        &[POSITIONS, HIDDEN],
    );
    add("embeddings.token_type_embeddings.weight", &[2, HIDDEN]);
    add("embeddings.LayerNorm.weight", &[HIDDEN]);
    add("embeddings.LayerNorm.bias", &[HIDDEN]);
    for layer in 0..LAYERS {
        for (part, out, input) in [
            ("attention.self.query", HIDDEN, HIDDEN),
            ("attention.self.key", HIDDEN, HIDDEN),
            ("attention.self.value", HIDDEN, HIDDEN),
            ("attention.output.dense", HIDDEN, HIDDEN),
            ("intermediate.dense", INNER, HIDDEN),
            ("output.dense", HIDDEN, INNER),
        ] {
            add(
                &format!("encoder.layer.{layer}.{part}.weight"),
                &[out, input],
            );
            add(&format!("encoder.layer.{layer}.{part}.bias"), &[out]);
        }
        for part in ["attention.output", "output"] {
            add(
                &format!("encoder.layer.{layer}.{part}.LayerNorm.weight"),
                &[HIDDEN],
            );
            add(
                &format!("encoder.layer.{layer}.{part}.LayerNorm.bias"),
                &[HIDDEN],
            );
        }
    }
    all
}

/// `tensors` filled with numbers between -1 and 1, always the same, as safetensors has them.
pub fn weights(tensors: &[(String, Vec<usize>)]) -> Vec<u8> {
    let mut state: u32 = 2463534242;
    let mut header = serde_json::Map::new();
    let mut data: Vec<u8> = Vec::new();
    for (name, shape) in tensors {
        let start = data.len();
        for _ in 0..shape.iter().product() {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let number = (f64::from(state) / f64::from(u32::MAX) * 2.0 - 1.0) as f32;
            data.extend(number.to_le_bytes());
        }
        let offsets = [start, data.len()];
        let told = json!({"dtype": "F32", "shape": shape, "data_offsets": offsets});
        header.insert(name.clone(), told);
    }
    let header = Value::Object(header).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}
