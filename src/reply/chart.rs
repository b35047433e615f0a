//! A week of questions as a picture: a bar for each day, its parts stacked, its sum on top.
//!
//! The picture holds figures and days only, in a font that is compiled in (Noto Sans Mono, MIT and
//! OFL): words would need four languages' letters, and stand in the message instead, beside squares
//! of the same colours. Figures are large enough for a phone, where the picture is shrunk to less
//! than half. The ground is dark whatever Discord's theme.
//!
//! Deliberately absent: axes and lines, for the sums say the same exactly.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};
use time::{Duration, OffsetDateTime};

use crate::store::{Day, Statistics};

/// Pixels; about what Discord shows at most, doubled for sharp screens.
const WIDTH: usize = 960;
const HEIGHT: usize = 480;
/// The ground on which the bars stand, from the top.
const GROUND: usize = HEIGHT - 60;
/// The highest bar's top, with room for its sum.
const TOP: usize = 64;
/// Of a day's column, the share its bar takes: 5/8.
const BAR: (usize, usize) = (5, 8);

/// Of all figures: a third of it is still readable.
const SIZE: RasterHeight = RasterHeight::Size32;

type Colour = [u8; 3];

/// Discord's own, behind an embed in its dark theme.
const DARK: Colour = [0x2b, 0x2d, 0x31];
const LIGHT: Colour = [0xf2, 0xf3, 0xf5];
const DIM: Colour = [0xb5, 0xba, 0xc1];
/// Those of 🟦, 🟨 and 🟥: told apart by who does not tell red from green.
const ANSWERED: Colour = [0x55, 0xac, 0xee];
const PARTLY: Colour = [0xfd, 0xcb, 0x58];
const NOT_COVERED: Colour = [0xdd, 0x2e, 0x44];

/// A picture in the making, rows of red, green and blue.
struct Picture(Vec<u8>);

/// The days of `statistics` as a PNG.
///
/// # Errors
/// When it cannot be encoded.
pub(super) fn chart(statistics: &Statistics) -> Result<Vec<u8>, png::EncodingError> {
    let mut picture = Picture::new();
    let days = &statistics.days;
    let most = days.iter().map(Day::asked).max().unwrap_or(0).max(1);
    let column = WIDTH / days.len().max(1);
    for (at, day) in days.iter().enumerate() {
        let width = column * BAR.0 / BAR.1;
        let left = at * column + (column - width) / 2;
        let mut top = GROUND;
        let parts = [
            (day.answered, ANSWERED),
            (day.partly, PARTLY),
            (day.not_covered, NOT_COVERED),
        ];
        for (count, colour) in parts {
            let height = height(count, most);
            top -= height;
            picture.fill(left, top, width, height, colour);
        }
        let middle = at * column + column / 2;
        let sum = short(day.asked());
        picture.write(&sum, middle, top - 40, LIGHT);
        let name = name(day);
        picture.write(&name, middle, GROUND + 14, DIM);
    }
    picture.fill(0, GROUND, WIDTH, 2, DIM);
    picture.png()
}

/// The day a bar's 24 hours end on, as in `07-25`: the last one is today.
pub(super) fn name(day: &Day) -> String {
    let end = OffsetDateTime::from(day.begins) + Duration::DAY;
    format!("{:02}-{:02}", u8::from(end.month()), end.day())
}

/// Pixels for `count` when the highest bar has `most`; something for everything but nothing.
fn height(count: u64, most: u64) -> usize {
    if count == 0 {
        return 0;
    }
    // Three parts of at least 2 must not reach above the highest bar's top.
    let room = (GROUND - TOP - 6) as u64;
    let scaled = u128::from(count) * u128::from(room) / u128::from(most);
    usize::try_from(scaled).unwrap_or(0).max(2)
}

/// A count in at most five characters.
fn short(count: u64) -> String {
    match count {
        0..100_000 => count.to_string(),
        100_000..10_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

impl Picture {
    fn new() -> Self {
        Self(DARK.repeat(WIDTH * HEIGHT))
    }

    fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, colour: Colour) {
        for y in top..top + height {
            for x in left..left + width {
                self.blend(x, y, colour, u8::MAX);
            }
        }
    }

    /// Writes ASCII `text` with its middle at `middle`.
    fn write(&mut self, text: &str, middle: usize, top: usize, colour: Colour) {
        let advance = get_raster_width(FontWeight::Regular, SIZE);
        let left = middle.saturating_sub(text.len() * advance / 2);
        for (at, c) in text.chars().enumerate() {
            let Some(shape) = get_raster(c, FontWeight::Regular, SIZE) else {
                continue;
            };
            for (y, row) in shape.rows().enumerate() {
                for (x, opacity) in row.iter().enumerate() {
                    self.blend(left + at * advance + x, top + y, colour, *opacity);
                }
            }
        }
    }

    /// Lays a colour over a pixel; what is outside is left out.
    fn blend(&mut self, x: usize, y: usize, colour: Colour, opacity: u8) {
        if x >= WIDTH {
            return;
        }
        let at = (y * WIDTH + x) * 3;
        for (under, over) in self.0.iter_mut().skip(at).take(3).zip(colour) {
            let mix = |part: u8, share: u8| u16::from(part) * u16::from(share);
            let mixed = (mix(over, opacity) + mix(*under, u8::MAX - opacity)) / 255;
            *under = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }

    fn png(self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let size = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let mut encoder = png::Encoder::new(&mut bytes, size(WIDTH), size(HEIGHT));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.0)?;
        writer.finish()?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    fn week(counts: &[(u64, u64, u64)]) -> Statistics {
        let begins =
            |day: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_000_000 + day * 86_400);
        let days = (0..).zip(counts).map(|(day, counts)| Day {
            begins: begins(day),
            answered: counts.0,
            partly: counts.1,
            not_covered: counts.2,
        });
        Statistics {
            days: days.collect(),
            up: 0,
            down: 0,
            articles: Vec::new(),
            paragraphs: Vec::new(),
        }
    }

    /// The pixels of the picture, decoded.
    fn pixels(statistics: &Statistics) -> Vec<[u8; 3]> {
        let bytes = chart(statistics).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (960, 480));
        pixels.as_chunks::<3>().0.to_vec()
    }

    fn of(pixels: &[[u8; 3]], colour: Colour) -> usize {
        pixels.iter().filter(|pixel| **pixel == colour).count()
    }

    #[test]
    fn a_bar_is_as_high_as_its_share_of_the_highest() {
        let pixels = pixels(&week(&[(30, 10, 0), (0, 0, 20)]));
        let [answered, partly, not_covered] =
            [ANSWERED, PARTLY, NOT_COVERED].map(|colour| of(&pixels, colour));
        let about = |a: usize, b: usize| a.abs_diff(b) * 20 < b;
        assert!(about(answered, 3 * partly), "{answered} {partly}");
        assert!(about(not_covered, 2 * partly), "{not_covered} {partly}");
        assert!(of(&pixels, LIGHT) > 100, "the sums are written");
    }

    #[test]
    fn any_figures_make_a_picture() {
        for counts in [
            &[][..],
            &[(0, 0, 0); 7],
            &[(1, 1, 1), (u64::MAX / 4, 1, 1)],
            &[(1, 0, 0); 31],
        ] {
            pixels(&week(counts));
        }
        assert!(of(&pixels(&week(&[(1, 0, 0), (10_000, 0, 0)])), ANSWERED) > 0);
    }

    #[test]
    fn figures_stay_short() {
        let shown = [99_999, 123_456, 9_999_999, 12_000_000].map(short);
        assert_eq!(shown, ["99999", "123k", "9999k", "12M"]);
    }
}
