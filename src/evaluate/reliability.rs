//! Whether a confidence means what it says: of the answers given at 0.8, four in five are right.
//!
//! A table in the manner of Murphy and Winkler (1977): answers in bands of confidence, and in each
//! band the share that was right.

use serde::Serialize;

use super::metrics::Judged;

/// How many bands of equal width there are.
const BANDS: usize = 10;

/// The answers given with a confidence in one band.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Band {
    /// The band's lower end.
    pub(crate) from: f64,
    /// How many answers.
    pub(crate) n: usize,
    /// Their mean confidence.
    pub(crate) told: f64,
    /// The share of them whose first passage answers.
    pub(crate) right: f64,
}

/// The bands that hold answers, by rising confidence.
pub(crate) fn reliability(judged: &[Judged]) -> Vec<Band> {
    let mut bands: [Vec<&Judged>; BANDS] = Default::default();
    for one in judged {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a confidence is between 0 and 1"
        )]
        let at = (one.confidence * BANDS as f32) as usize;
        if let Some(band) = bands.get_mut(at.min(BANDS - 1)) {
            band.push(one);
        }
    }
    let full = bands.iter().enumerate().filter(|(_, b)| !b.is_empty());
    full.map(|(at, band)| {
        let told: f64 = band.iter().map(|one| f64::from(one.confidence)).sum();
        let right = band.iter().filter(|one| one.top1()).count();
        Band {
            from: ratio(at, BANDS),
            n: band.len(),
            told: told / ratio(band.len(), 1),
            right: ratio(right, band.len()),
        }
    })
    .collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of questions are far below 2^52"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use attache_index::Verdict;

    use super::*;

    fn judged(confidence: f32, rank: Option<usize>) -> Judged {
        Judged {
            kind: "direct".into(),
            lang: "en".into(),
            gold: 1,
            ranks: vec![rank],
            sentence: false,
            verdict: Verdict::Answered,
            confidence,
            micros: 1,
        }
    }

    #[test]
    fn answers_are_counted_in_the_band_of_their_confidence() {
        let bands = reliability(&[
            judged(0.0, None),
            judged(0.81, Some(0)),
            judged(0.89, Some(1)),
            judged(1.0, Some(0)),
        ]);
        let counts: Vec<(f64, usize, f64)> = bands.iter().map(|b| (b.from, b.n, b.right)).collect();
        assert_eq!(counts, [(0.0, 1, 0.0), (0.8, 2, 0.5), (0.9, 1, 1.0)]);
        assert!((bands[1].told - 0.85).abs() < 1e-6, "{bands:?}");
        assert!(reliability(&[]).is_empty());
    }
}
