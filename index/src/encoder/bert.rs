//! The transformer of BERT (Devlin et al. 2019), forward only, over several texts at once.
//!
//! Texts of unequal length are laid end to end instead of padded: everything but attention is done
//! token by token.

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut1, Axis, Slice};

use super::ModelError;
use super::functions::{activate, layer_norm, softmax};
use super::settings::{Activation, Pooling, Settings};
use super::tensors::{Rows, Tensors};

/// The tensor of the vocabulary.
pub(super) const WORDS: &str = "embeddings.word_embeddings.weight";

pub(super) struct Bert {
    words: Rows,
    /// By position; the one token type that single texts have is added in.
    positions: Array2<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: usize,
    first_position: usize,
    activation: Activation,
    pooling: Pooling,
}

struct Layer {
    /// Query, key and value, side by side.
    look: Linear,
    look_out: Linear,
    look_norm: Norm,
    up: Linear,
    down: Linear,
    norm: Norm,
}

/// `x` to `x * weight + bias`.
struct Linear {
    /// Inputs down, outputs across: the file has it the other way, but products are quicker so.
    weight: Array2<f32>,
    bias: Array1<f32>,
}

struct Norm {
    scale: Array1<f32>,
    shift: Array1<f32>,
    epsilon: f32,
}

impl Bert {
    pub(super) fn read(settings: &Settings, tensors: &Tensors) -> Result<Self, ModelError> {
        let hidden = settings.hidden;
        let words = tensors.rows(WORDS, [settings.words, hidden])?;
        let mut positions = tensors.matrix(
            "embeddings.position_embeddings.weight",
            [settings.positions, hidden],
        )?;
        let types = tensors.matrix(
            "embeddings.token_type_embeddings.weight",
            [settings.types, hidden],
        )?;
        for mut row in positions.outer_iter_mut() {
            row += &types.row(0);
        }
        let layers = (0..settings.layers)
            .map(|at| Layer::read(settings, tensors, at))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            words,
            positions,
            norm: Norm::read(settings, tensors, "embeddings")?,
            layers,
            heads: settings.heads,
            first_position: settings.first_position,
            activation: settings.activation,
            pooling: settings.pooling,
        })
    }

    /// How many words the vocabulary has.
    pub(super) fn vocabulary(&self) -> usize {
        self.words.len()
    }

    /// One vector for each of `texts`, given as their tokens.
    pub(super) fn encode(&self, texts: &[Vec<u32>]) -> Array2<f32> {
        let mut state = self.embed(texts);
        for layer in &self.layers {
            let looked = self.look(&layer.look.apply(&state), texts);
            state += &layer.look_out.apply(&looked);
            layer.look_norm.apply(&mut state);
            let mut inner = layer.up.apply(&state);
            activate(self.activation, &mut inner);
            state += &layer.down.apply(&inner);
            layer.norm.apply(&mut state);
        }
        self.pool(&state, texts)
    }

    fn embed(&self, texts: &[Vec<u32>]) -> Array2<f32> {
        let tokens: usize = texts.iter().map(Vec::len).sum();
        let mut state = Array2::zeros((tokens, self.positions.ncols()));
        let places = texts
            .iter()
            .flat_map(|text| text.iter().zip(self.first_position..));
        for ((word, position), mut row) in places.zip(state.outer_iter_mut()) {
            if position < self.positions.nrows() {
                row.assign(&self.positions.row(position));
            }
            if let Some(row) = row.as_slice_mut() {
                self.words.add(*word as usize, row);
            }
        }
        self.norm.apply(&mut state);
        state
    }

    /// Attention: within each text, each head by itself.
    fn look(&self, all: &Array2<f32>, texts: &[Vec<u32>]) -> Array2<f32> {
        let hidden = all.ncols() / 3;
        let width = hidden / self.heads;
        #[expect(clippy::cast_precision_loss, reason = "a head is a few dozen wide")]
        let scale = 1.0 / (width as f32).sqrt();
        let mut out = Array2::zeros((all.nrows(), hidden));
        let mut start = 0;
        for text in texts {
            let end = start + text.len();
            for head in 0..self.heads {
                let part = |which: usize| -> ArrayView2<'_, f32> {
                    let left = which * hidden + head * width;
                    all.slice_axis(Axis(0), Slice::from(start..end))
                        .slice_axis_move(Axis(1), Slice::from(left..left + width))
                };
                let mut scores = part(0).dot(&part(1).t());
                scores *= scale;
                scores.outer_iter_mut().for_each(softmax_row);
                let left = head * width;
                let mut rows = out.slice_axis_mut(Axis(0), Slice::from(start..end));
                let mut slot = rows.slice_axis_mut(Axis(1), Slice::from(left..left + width));
                slot.assign(&scores.dot(&part(2)));
            }
            start = end;
        }
        out
    }

    fn pool(&self, state: &Array2<f32>, texts: &[Vec<u32>]) -> Array2<f32> {
        let mut out = Array2::zeros((texts.len(), state.ncols()));
        let mut start = 0;
        for (text, mut row) in texts.iter().zip(out.outer_iter_mut()) {
            let end = start + text.len();
            let tokens = state.slice_axis(Axis(0), Slice::from(start..end));
            match self.pooling {
                Pooling::Mean => row += &tokens.sum_axis(Axis(0)),
                Pooling::First => {
                    if let Some(first) = tokens.outer_iter().next() {
                        row.assign(&first);
                    }
                }
            }
            start = end;
        }
        out
    }
}

fn softmax_row(mut row: ArrayViewMut1<'_, f32>) {
    if let Some(row) = row.as_slice_mut() {
        softmax(row);
    }
}

impl Layer {
    fn read(settings: &Settings, tensors: &Tensors, at: usize) -> Result<Self, ModelError> {
        let name = |part: &str| format!("encoder.layer.{at}.{part}");
        let (hidden, inner) = (settings.hidden, settings.inner);
        let linear = |part: &str, shape| Linear::read(tensors, &name(part), shape);
        let mut look = Linear {
            weight: Array2::zeros((hidden, 0)),
            bias: Array1::zeros(0),
        };
        for part in ["query", "key", "value"] {
            let one = linear(&format!("attention.self.{part}"), [hidden, hidden])?;
            // What is appended has the same number of rows: it was read with that shape.
            let _ = look.weight.append(Axis(1), one.weight.view());
            let _ = look.bias.append(Axis(0), one.bias.view());
        }
        look.weight = standard(&look.weight.view());
        Ok(Self {
            look,
            look_out: linear("attention.output.dense", [hidden, hidden])?,
            look_norm: Norm::read(settings, tensors, &name("attention.output"))?,
            up: linear("intermediate.dense", [inner, hidden])?,
            down: linear("output.dense", [hidden, inner])?,
            norm: Norm::read(settings, tensors, &name("output"))?,
        })
    }
}

/// A copy that lies row by row.
fn standard(matrix: &ArrayView2<'_, f32>) -> Array2<f32> {
    matrix.as_standard_layout().into_owned()
}

impl Linear {
    fn read(tensors: &Tensors, name: &str, shape: [usize; 2]) -> Result<Self, ModelError> {
        Ok(Self {
            weight: standard(&tensors.matrix(&format!("{name}.weight"), shape)?.t()),
            bias: tensors.row(&format!("{name}.bias"), shape[0])?,
        })
    }

    fn apply(&self, input: &Array2<f32>) -> Array2<f32> {
        input.dot(&self.weight) + &self.bias
    }
}

impl Norm {
    fn read(settings: &Settings, tensors: &Tensors, name: &str) -> Result<Self, ModelError> {
        Ok(Self {
            scale: tensors.row(&format!("{name}.LayerNorm.weight"), settings.hidden)?,
            shift: tensors.row(&format!("{name}.LayerNorm.bias"), settings.hidden)?,
            epsilon: settings.epsilon,
        })
    }

    fn apply(&self, state: &mut Array2<f32>) {
        let (Some(scale), Some(shift)) = (self.scale.as_slice(), self.shift.as_slice()) else {
            return;
        };
        for mut row in state.outer_iter_mut() {
            if let Some(row) = row.as_slice_mut() {
                layer_norm(row, scale, shift, self.epsilon);
            }
        }
    }
}
