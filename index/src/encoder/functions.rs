//! The functions between matrix products, written so that the compiler can do several at a time.

use ndarray::Array2;

use super::settings::Activation;

/// `e^x`, right to about seven digits: the range is reduced to half of ln 2 around 0, where a
/// polynomial is enough (Cephes, Moshier 1989).
#[inline]
fn exp(x: f32) -> f32 {
    // Adding and taking away this number rounds to a whole one.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let whole = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    // ln 2 in two parts, so that the product is exact.
    let r = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 0.166_666_65;
    let p = p * r + 0.5;
    let p = p * r * r + r + 1.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between -126 and 127 by the clamp"
    )]
    let scale = f32::from_bits(((whole as i32 + 127) as u32) << 23);
    p * scale
}

/// The error function, right to about six digits (Abramowitz and Stegun 1964, 7.1.26).
#[inline]
fn erf(x: f32) -> f32 {
    let positive = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * positive);
    let p = 1.061_405_4;
    let p = p * t - 1.453_152;
    let p = p * t + 1.421_413_8;
    let p = p * t - 0.284_496_72;
    let p = p * t + 0.254_829_6;
    (1.0 - p * t * exp(-positive * positive)).copysign(x)
}

pub(super) fn activate(activation: Activation, values: &mut Array2<f32>) {
    let Some(values) = values.as_slice_mut() else {
        return;
    };
    match activation {
        Activation::Gelu => {
            for x in values {
                *x = 0.5 * *x * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2));
            }
        }
        Activation::GeluTanh => {
            for x in values {
                // x times the logistic of 2y is x/2 times 1 + tanh y.
                let y = 0.797_884_6 * (*x + 0.044_715 * *x * *x * *x);
                *x /= 1.0 + exp(-2.0 * y);
            }
        }
        Activation::Relu => {
            for x in values {
                *x = x.max(0.0);
            }
        }
    }
}

pub(super) fn softmax(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for x in &mut *row {
        *x = exp(*x - most);
        sum += *x;
    }
    for x in row {
        *x /= sum;
    }
}

pub(super) fn layer_norm(row: &mut [f32], scale: &[f32], shift: &[f32], epsilon: f32) {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a row has a few hundred numbers"
    )]
    let count = row.len().max(1) as f32;
    let mean = row.iter().sum::<f32>() / count;
    let spread = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count;
    let factor = 1.0 / (spread + epsilon).sqrt();
    for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
        *x = (*x - mean) * factor * scale + shift;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_right_to_six_digits() {
        for step in -800_i16..=800 {
            let x = f32::from(step) / 10.0;
            let (is, wanted) = (f64::from(exp(x)), f64::from(x).exp());
            assert!(
                (is / wanted - 1.0).abs() < 1e-6,
                "exp({x}) = {is}, not {wanted}"
            );
        }
        assert!(exp(f32::NEG_INFINITY) < 1e-37 && exp(1000.0).is_finite());
    }

    #[test]
    fn gelu_meets_known_values() {
        // From the definition x/2 (1 + erf(x/√2)), to seven digits.
        for (x, wanted) in [
            (0.0, 0.0),
            (1.0, 0.841_344_7),
            (-1.0, -0.158_655_3),
            (2.5, 2.484_475_8),
            (-3.0, -0.004_049_7),
        ] {
            for activation in [Activation::Gelu, Activation::GeluTanh] {
                let mut one = Array2::from_elem((1, 1), x);
                activate(activation, &mut one);
                let within = if activation == Activation::Gelu {
                    2e-6
                } else {
                    5e-4
                };
                assert!(
                    (one[[0, 0]] - wanted).abs() < within,
                    "{activation:?} {x}: {one}"
                );
            }
        }
    }

    #[test]
    fn softmax_sums_to_one_and_large_scores_do_not_overflow() {
        let mut row = [1000.0, 999.0, -1000.0];
        softmax(&mut row);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((row[0] - 0.731_058_6).abs() < 1e-6 && row[2] < 1e-30);
    }

    #[test]
    fn a_row_is_centred_and_scaled() {
        let mut row = [1.0, 2.0, 3.0, 4.0];
        layer_norm(&mut row, &[1.0; 4], &[0.5; 4], 1e-12);
        assert!((row[0] - (0.5 - 1.341_640_8)).abs() < 1e-5, "{row:?}");
        assert!((row.iter().sum::<f32>() - 2.0).abs() < 1e-5);
    }
}
