//! What a real model makes of texts: all-MiniLM-L6-v2, fetched by `tests/models/fetch.sh`.
//!
//! Without it, each test says that it skips.

#![expect(
    clippy::print_stderr,
    reason = "what is skipped, and how long it took, is told"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use attache_index::{Encoder, TextKind};

/// The model, or a word that it is not there.
fn encoder() -> Option<Encoder> {
    let usual = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/models/all-MiniLM-L6-v2"
    );
    let folder = std::env::var_os("ATTACHE_TEST_MODEL").map_or_else(|| usual.into(), PathBuf::from);
    if !folder.join("model.safetensors").exists() {
        eprintln!(
            "skipped: no model in {}: run tests/models/fetch.sh",
            folder.display()
        );
        return None;
    }
    Some(Encoder::load(&folder).expect("the fetched model is whole"))
}

fn cosine(encoder: &Encoder, a: &str, b: &str) -> f32 {
    let [a, b] = [a, b].map(|text| encoder.encode(text, TextKind::Passage));
    a.iter().zip(&b).map(|(x, y)| x * y).sum()
}

#[test]
fn vectors_are_those_of_the_reference() {
    let Some(encoder) = encoder() else { return };
    // The first numbers, from a forward pass written apart from this one, in numpy and double
    // precision, over the same weights.
    let reference: [(&str, [f32; 4]); 2] = [
        ("The harbour master raised the toll.", REFERENCE_SHORT),
        (REFERENCE_TEXT, REFERENCE_LONG),
    ];
    for (text, wanted) in reference {
        let vector = encoder.encode(text, TextKind::Passage);
        assert_eq!(vector.len(), 384);
        let length: f32 = vector.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-4, "{length}");
        for (is, wanted) in vector.iter().zip(wanted) {
            assert!((is - wanted).abs() < 2e-5, "{text}: {is}, not {wanted}");
        }
    }
}

const REFERENCE_TEXT: &str = "Çeşme's café owners, who'd paid £1,250.50 since 1998, won't pay any more; \
    \"unbelievable\", said one (aged 61) — then he left for Thessaloniki with antidisestablishmentarianism.";
const REFERENCE_SHORT: [f32; 4] = [0.026_452, 0.039_587, 0.100_48, 0.060_738];
const REFERENCE_LONG: [f32; 4] = [0.013_6, 0.008_385, 0.081_191, 0.012_458];

#[test]
fn texts_that_mean_alike_are_near() {
    let Some(encoder) = encoder() else { return };
    for (question, near, far) in [
        (
            "Who runs the port?",
            "The harbour master decides which ship may dock.",
            "The school was painted green last summer.",
        ),
        (
            "How much did people lose?",
            "Fishermen say their income fell by a third.",
            "Fishermen sang old songs about the sea.",
        ),
        (
            "Why did the doctor stay away?",
            "The physician did not come, because the road was flooded.",
            "The doctor's bag was made of brown leather.",
        ),
    ] {
        let (near_by, far_off) = (
            cosine(&encoder, question, near),
            cosine(&encoder, question, far),
        );
        assert!(near_by > far_off + 0.05, "{question} {near_by} {far_off}");
    }
    let same = cosine(&encoder, "The toll was raised.", "the toll was raised.");
    assert!(same > 0.999, "case does not matter to this model: {same}");
}

#[test]
fn odd_texts_have_vectors_too() {
    let Some(encoder) = encoder() else { return };
    let long = "word ".repeat(20_000);
    for text in [
        "",
        " \n",
        "🛳️",
        "\u{0}\u{fffd}",
        "العربية 中文 ქართული",
        long.as_str(),
    ] {
        let vector = encoder.encode(text, TextKind::Question);
        assert_eq!(vector.len(), 384);
        assert!(vector.iter().all(|x| x.is_finite()));
    }
}

/// Prints how long a question takes; judges it only where code is optimised.
#[test]
fn a_question_of_twenty_words_is_quick() {
    let Some(encoder) = encoder() else { return };
    let question = "what did the harbour master say about the new toll for small boats \
        when the two towns met in March";
    assert_eq!(question.split_whitespace().count(), 20);
    let mut times: Vec<Duration> = (0..50)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(encoder.encode(question, TextKind::Question));
            start.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "a question of 20 words: {:?} in the median, {:?} at best",
        times[25], times[0]
    );
    if !cfg!(debug_assertions) {
        assert!(times[0] < Duration::from_millis(50), "{times:?}");
    }
}
