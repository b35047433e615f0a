//! Loading a model, everything that can be wrong with its folder, and an index that uses it.

#[path = "../../tests/models/tiny.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "shared with the program's tests; each uses a part of it"
)]
mod tiny;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use attache_index::{
    Article, ArticleId, AskOptions, BuildOptions, Encoder, Entry, Knowledge, Lexicon, Meaning,
    ModelError, Section, Snapshot, TextKind,
};
use serde_json::{Value, json};

/// Names and shapes.
type Tensors = Vec<(String, Vec<usize>)>;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be used");
    tiny::write(folder.path());
    folder
}

/// What is said of a model whose `file` was changed by `change`.
fn complaint(file: &str, change: impl FnOnce(&Path)) -> String {
    let folder = folder();
    let path = folder.path().join(file);
    change(&path);
    let error = Encoder::load(folder.path()).expect_err("it is broken");
    let told = error.to_string();
    let named = match &error {
        ModelError::File { path, .. } | ModelError::Unusable { path, .. } => path,
        other => panic!("{other}"),
    };
    assert_eq!(named, &path, "{told}");
    told
}

fn with_config(key: &str, value: &Value) -> String {
    complaint("config.json", |path| {
        let mut config = tiny::config();
        config[key] = value.clone();
        tiny::write_json(path, &config);
    })
}

#[test]
fn a_model_gives_equal_texts_equal_vectors_of_length_one() {
    let folder = folder();
    let encoder = Encoder::load(folder.path()).unwrap();
    assert_eq!(encoder.dimensions(), tiny::HIDDEN);
    let vector = encoder.encode("Who pays the toll?", TextKind::Question);
    assert_eq!(
        vector,
        encoder.encode("who pays the TOLL?", TextKind::Question)
    );
    assert_ne!(vector, encoder.encode("the boats", TextKind::Question));
    let length: f32 = vector.iter().map(|x| x * x).sum();
    assert!((length - 1.0).abs() < 1e-5, "{length}");
}

#[test]
fn e5_models_get_their_prefixes_and_prompts_come_first() {
    let folder = folder();
    let plain = Encoder::load(folder.path()).unwrap();
    let expected = plain.encode("query: the toll", TextKind::Question);
    let mut config = tiny::config();
    config["_name_or_path"] = json!("someone/e5-small");
    tiny::write_json(&folder.path().join("config.json"), &config);
    let e5 = Encoder::load(folder.path()).unwrap();
    assert_eq!(e5.encode("the toll", TextKind::Question), expected);
    assert_ne!(e5.encode("the toll", TextKind::Passage), expected);
    assert_ne!(e5.fingerprint(), plain.fingerprint());
    let prompts = json!({"prompts": {"query": "who pays ", "passage": ""}});
    tiny::write_json(
        &folder.path().join("config_sentence_transformers.json"),
        &prompts,
    );
    let prompted = Encoder::load(folder.path()).unwrap();
    assert_eq!(
        prompted.encode("the toll", TextKind::Question),
        plain.encode("who pays the toll", TextKind::Question)
    );
}

#[test]
fn the_pooling_and_the_longest_text_are_heeded() {
    let folder = folder();
    let encode = |text: &str| {
        Encoder::load(folder.path())
            .unwrap()
            .encode(text, TextKind::Passage)
    };
    let mean = encode("the toll");
    fs::create_dir(folder.path().join("1_Pooling")).unwrap();
    let first = json!({"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false});
    tiny::write_json(&folder.path().join("1_Pooling/config.json"), &first);
    assert_ne!(encode("the toll"), mean);
    assert_ne!(encode("the toll the harbour"), encode("the toll the boats"));
    let short = json!({"max_seq_length": 5});
    tiny::write_json(&folder.path().join("sentence_bert_config.json"), &short);
    // Three words fit between the two marks.
    assert_eq!(encode("the toll the harbour"), encode("the toll the boats"));
}

#[test]
fn what_is_missing_is_named() {
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        let told = complaint(file, |path| fs::remove_file(path).unwrap());
        assert!(told.contains("a model folder holds config.json"), "{told}");
    }
}

#[test]
fn what_is_damaged_is_named_with_what_to_do() {
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        for bytes in [
            &b""[..],
            b"{",
            b"\xff\xff\xff\xff\xff\xff\xff\xff{}",
            b"[]",
            b"null",
        ] {
            let told = complaint(file, |path| fs::write(path, bytes).unwrap());
            assert!(told.contains("download"), "{told}");
        }
    }
    for keep in [7, 8, 100, 3000] {
        let told = complaint("model.safetensors", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..keep]).unwrap();
        });
        assert!(told.contains("download it again"), "{told}");
    }
}

#[test]
fn models_of_other_kinds_are_refused() {
    assert!(with_config("model_type", &json!("mpnet")).contains("BERT family"));
    assert!(with_config("hidden_act", &json!("swish")).contains("hidden_act"));
    assert!(with_config("position_embedding_type", &json!("relative_key")).contains("absolute"));
    assert!(with_config("num_attention_heads", &json!(3)).contains("attention heads"));
    assert!(with_config("hidden_size", &json!(0)).contains("hidden_size is 0"));
    assert!(with_config("hidden_size", &json!(1_u64 << 40)).contains("hidden_size"));
    assert!(with_config("layer_norm_eps", &json!(-1.0)).contains("layer_norm_eps"));
    let told = complaint("modules.json", |path| {
        tiny::write_json(
            path,
            &json!([{"type": "sentence_transformers.models.Dense"}]),
        );
    });
    assert!(told.contains("\"Dense\""), "{told}");
    let told = complaint("1_Pooling/config.json", |path| {
        fs::create_dir(path.parent().unwrap()).unwrap();
        tiny::write_json(path, &json!({"pooling_mode_max_tokens": true}));
    });
    assert!(told.contains("mean tokens"), "{told}");
}

#[test]
fn weights_that_do_not_fit_are_named() {
    let rewrite = |change: &dyn Fn(&mut Tensors)| {
        complaint("model.safetensors", |path| {
            let mut tensors = tiny::tensors();
            change(&mut tensors);
            fs::write(path, tiny::weights(&tensors)).unwrap();
        })
    };
    let told =
        rewrite(&|tensors| tensors.retain(|(name, _)| !name.contains("layer.1.output.dense.bias")));
    assert!(
        told.contains("encoder.layer.1.output.dense.bias") && told.contains("missing"),
        "{told}"
    );
    let told = rewrite(&|tensors| tensors[1].1 = vec![4, 8]);
    assert!(
        told.contains("position_embeddings") && told.contains("[4, 8]"),
        "{told}"
    );
    let told = rewrite(&|tensors| tensors.clear());
    assert!(told.contains("word_embeddings"), "{told}");
    let told = complaint("model.safetensors", |path| {
        let mut bytes = fs::read(path).unwrap();
        let at = bytes.len() - 4;
        bytes[at..].copy_from_slice(&f32::NAN.to_le_bytes());
        fs::write(path, bytes).unwrap();
    });
    assert!(told.contains("not finite"), "{told}");
    let told = complaint("tokenizer.json", |path| {
        let mut tokenizer = tiny::tokenizer();
        tokenizer["model"]["vocab"]["extra"] = json!(15);
        tiny::write_json(path, &tokenizer);
    });
    assert!(told.contains("16 words, the weights 15"), "{told}");
}

fn meaning(folder: &Path) -> Arc<Meaning> {
    Arc::new(Meaning::new(
        Encoder::load(folder).expect("the tiny model is whole"),
    ))
}

fn knowledge(meaning: Option<&Arc<Meaning>>) -> Knowledge {
    let knowledge = Knowledge::with_lexicon(Lexicon::parse("").expect("nothing is a lexicon"));
    match meaning {
        Some(meaning) => knowledge.with_meaning(meaning.clone()),
        None => knowledge,
    }
}

fn harbour() -> Article {
    let mut article = Article::new(
        ArticleId::parse("harbour").expect("it is an id"),
        "Two towns",
    );
    article.sections.push(Section {
        heading: None,
        paragraphs: vec![
            "The harbour is old. The boats pay a toll.".into(),
            "Nobody knows who pays the keeper of the light.".into(),
        ],
    });
    article
}

/// Builds an index of the harbour in `dir`, on the one in `parent` if there is one.
fn build(dir: &Path, meaning: &Meaning, parent: Option<&Path>) {
    let options = BuildOptions {
        parent,
        meaning: Some(meaning),
        ..BuildOptions::default()
    };
    let entry = match parent {
        Some(_) => Entry::Kept(harbour().id),
        None => Entry::New(harbour()),
    };
    Snapshot::build_on(dir, [Ok(entry)].into_iter(), &options).expect("it can be built");
}

#[test]
fn an_index_in_a_folder_answers_like_one_in_memory() {
    let model = folder();
    let meaning = meaning(model.path());
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("index");
    build(&dir, &meaning, None);
    let on_disk = Snapshot::open(&dir, knowledge(Some(&meaning))).unwrap();
    let in_memory = Snapshot::in_memory(&[harbour()], knowledge(Some(&meaning))).unwrap();
    for question in ["who pays the toll?", "boats", "the", "zebra crossing"] {
        let options = AskOptions::default();
        assert_eq!(
            on_disk.answer(question, &options),
            in_memory.answer(question, &options)
        );
        // Every paragraph is looked at, whether or not it shares a word.
        let ranked = on_disk.rank(question, None, 9);
        assert!([0, 2].contains(&ranked.len()), "{question} {ranked:?}");
    }
}

#[test]
fn vectors_of_unchanged_paragraphs_are_taken_over() {
    let model = folder();
    let first = meaning(model.path());
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (place.path().join("old"), place.path().join("new"));
    build(&old, &first, None);
    build(&new, &first, Some(&old));
    let file = |dir: &Path| fs::read(dir.join("meaning.vectors")).unwrap();
    assert_eq!(file(&old), file(&new));

    // An index in memory remembers what it read; reading the same again adds nothing.
    assert!(first.remembered().is_none());
    Snapshot::in_memory(&[harbour()], knowledge(Some(&first))).unwrap();
    let kept = first.remembered().unwrap();
    let second = meaning(model.path());
    assert!(second.remember(kept));
    Snapshot::in_memory(&[harbour()], knowledge(Some(&second))).unwrap();
    assert!(second.remembered().is_none());
    assert!(!second.remember(b"attache-vectors1".to_vec()));
}

#[test]
fn paragraphs_that_this_model_has_not_read_are_read_when_the_index_is_opened() {
    let model = folder();
    let meaning = meaning(model.path());
    let place = tempfile::tempdir().unwrap();
    let (plain, meant) = (place.path().join("plain"), place.path().join("meant"));
    let ranked = |dir: &Path| {
        let snapshot = Snapshot::open(dir, knowledge(Some(&meaning))).unwrap();
        snapshot.rank("zebra boats crossing", None, 9)
    };
    build(&meant, &meaning, None);
    Snapshot::build(&plain, [harbour()].into_iter()).unwrap();
    assert!(!plain.join("meaning.vectors").exists());
    let right = ranked(&meant);
    assert_eq!(ranked(&plain), right);
    assert!(Snapshot::open(&meant, knowledge(None)).is_ok());

    // Built on one that no model has read, it is not read in part.
    let on_plain = place.path().join("on-plain");
    build(&on_plain, &meaning, Some(&plain));
    assert_eq!(ranked(&on_plain), right);

    let file = meant.join("meaning.vectors");
    let mut other = fs::read(&file).unwrap();
    other[20] ^= 1;
    fs::write(&file, other).unwrap();
    assert_eq!(ranked(&meant), right, "another model's are left alone");
}
