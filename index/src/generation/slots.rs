//! Where articles stand in the index and where they are shown.
//!
//! Every article has a slot: the number its paragraphs are indexed under. An article that changes
//! gets a new one, and slots are never used again, so what did not change is indexed under the same
//! numbers in every generation while the order shown is free.

/// Where a paragraph stands, as one number: the article's position in the order shown, then the
/// paragraph's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place(pub u64);

impl Place {
    pub(crate) fn new(article: u32, paragraph: u32) -> Self {
        Self(u64::from(article) << 32 | u64::from(paragraph))
    }

    pub(crate) fn article(self) -> usize {
        usize::try_from(self.0 >> 32).unwrap_or(usize::MAX)
    }

    pub(crate) fn paragraph(self) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the low half is the number"
        )]
        {
            self.0 as u32
        }
    }
}

/// What a paragraph is indexed under: the article's slot, then the paragraph's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot(pub u64);

impl Spot {
    pub(crate) fn new(slot: u32, paragraph: u32) -> Self {
        Self(u64::from(slot) << 32 | u64::from(paragraph))
    }
}

/// The articles' slots.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    /// By position.
    slots: Vec<u32>,
    /// Slot and position, by slot.
    positions: Vec<(u32, u32)>,
}

impl FromIterator<u32> for Slots {
    /// From the slots in the order shown.
    fn from_iter<T: IntoIterator<Item = u32>>(slots: T) -> Self {
        let slots: Vec<u32> = slots.into_iter().collect();
        let mut positions: Vec<(u32, u32)> = slots.iter().copied().zip(0..).collect();
        positions.sort_unstable();
        Self { slots, positions }
    }
}

impl Slots {
    /// What the paragraph at `place` is indexed under.
    pub(crate) fn spot(&self, place: Place) -> Option<Spot> {
        let slot = *self.slots.get(place.article())?;
        Some(Spot::new(slot, place.paragraph()))
    }

    /// Where the paragraph indexed under `spot` is shown; none for what is there no more.
    pub(crate) fn place(&self, spot: Spot) -> Option<Place> {
        let indexed = Place(spot.0);
        let wanted = u32::try_from(indexed.article()).ok()?;
        // A fresh index has its slots in order.
        let at = match self.positions.get(indexed.article()) {
            Some((here, _)) if *here == wanted => indexed.article(),
            _ => self.positions.binary_search_by_key(&wanted, |p| p.0).ok()?,
        };
        let (_, position) = self.positions.get(at)?;
        Some(Place::new(*position, indexed.paragraph()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_order_shown_and_spots_the_slots() {
        let slots: Slots = [7, 0, 3].into_iter().collect();
        for (position, slot) in [(0, 7), (1, 0), (2, 3)] {
            let (place, spot) = (Place::new(position, 9), Spot::new(slot, 9));
            assert_eq!(slots.spot(place), Some(spot));
            assert_eq!(slots.place(spot), Some(place));
        }
        assert_eq!(slots.place(Spot::new(1, 9)), None);
        assert_eq!(slots.spot(Place::new(3, 9)), None);
    }
}
