//! The order of what a search finds: best score first, then the order of the articles.
//!
//! The engine alone would break ties by where a paragraph happens to lie, which differs between an
//! index built afresh and one built on others; and it adds a score's parts up in an order that
//! differs as well. So scores are rounded and ties are broken by [`Place`].

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

use crate::generation::{Place, Slots, Spot};

/// Scores that differ by less than one part of this are equal.
const STEPS: f32 = 1024.0;

/// By score, rounded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByScore;

/// By place, the first first.
#[derive(Debug)]
pub(crate) struct ByPlace(pub Arc<Slots>);

/// The places of a segment's paragraphs.
pub(crate) struct Places {
    slots: Arc<Slots>,
    spots: Column<u64>,
}

/// `score` without what may come of the order of adding.
pub(crate) fn rounded(score: Score) -> Score {
    (score * STEPS).round() / STEPS
}

/// `score` as a number that is ordered as scores are.
pub(crate) fn in_order(score: Score) -> i32 {
    // As `f32::total_cmp` compares.
    let bits = score.to_bits().cast_signed();
    bits ^ (bits >> 31) & i32::MAX
}

impl SortKeyComputer for ByScore {
    type SortKey = Score;
    type Child = Self;
    type Comparator = NaturalComparator;

    fn requires_scoring(&self) -> bool {
        true
    }

    fn segment_sort_key_computer(&self, _: &SegmentReader) -> tantivy::Result<Self> {
        Ok(*self)
    }
}

impl SegmentSortKeyComputer for ByScore {
    type SortKey = Score;
    type SegmentSortKey = Score;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, _: DocId, score: Score) -> Score {
        rounded(score)
    }

    fn convert_segment_sort_key(&self, score: Score) -> Score {
        score
    }
}

impl SortKeyComputer for ByPlace {
    type SortKey = Reverse<Place>;
    type Child = Places;
    type Comparator = NaturalComparator;

    fn segment_sort_key_computer(&self, segment: &SegmentReader) -> tantivy::Result<Places> {
        Ok(Places {
            slots: self.0.clone(),
            spots: segment.fast_fields().u64("place")?,
        })
    }
}

impl SegmentSortKeyComputer for Places {
    type SortKey = Reverse<Place>;
    type SegmentSortKey = Reverse<Place>;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, doc: DocId, _: Score) -> Reverse<Place> {
        let spot = self.spots.first(doc).map(Spot);
        Reverse(
            spot.and_then(|spot| self.slots.place(spot))
                .unwrap_or(Place(u64::MAX)),
        )
    }

    fn convert_segment_sort_key(&self, place: Reverse<Place>) -> Reverse<Place> {
        place
    }
}
