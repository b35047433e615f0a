//! Which segments a refresh puts together, so that many refreshes leave few segments and little
//! that is deleted, while each costs about what it changes.
//!
//! Segments are ranked in tiers, each four times the one below. Four of a tier become one of the
//! next, so a paragraph is written once for each tier it climbs: about six times in an index of a
//! million. What is deleted is cleared when a segment has lost a tenth, one segment at a time, or a
//! third, at once.

/// A segment's paragraphs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub alive: u32,
    pub deleted: u32,
}

/// How many segments of a tier are left alone, plus one.
const TIER_FULL: usize = 4;
/// The lowest tier reaches to four times this.
const LOWEST: u32 = 1000;

impl Size {
    fn tier(self) -> u32 {
        (self.alive / LOWEST).max(1).ilog(4)
    }

    fn lost(self, of: u32) -> bool {
        u64::from(self.deleted) * u64::from(of) > u64::from(self.alive + self.deleted)
    }
}

/// The segments to put together, each in one group at most; a group of one is only cleared.
pub(super) fn merges(sizes: &[Size]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let highest = sizes.iter().map(|size| size.tier()).max().unwrap_or(0);
    // What a full tier becomes may fill the next.
    let mut carried: Vec<usize> = Vec::new();
    let mut carried_size = Size {
        alive: 0,
        deleted: 0,
    };
    for tier in 0..=highest {
        let goes_on = !carried.is_empty() && carried_size.tier() == tier;
        let mut here: Vec<usize> = (0..sizes.len())
            .filter(|at| sizes.get(*at).is_some_and(|size| size.tier() == tier))
            .collect();
        if here.len() + usize::from(goes_on) < TIER_FULL {
            continue;
        }
        if goes_on {
            here.append(&mut carried);
        } else if !carried.is_empty() {
            groups.push(std::mem::take(&mut carried));
        }
        carried_size.alive = here
            .iter()
            .filter_map(|at| Some(sizes.get(*at)?.alive))
            .sum();
        carried = here;
    }
    if !carried.is_empty() {
        groups.push(carried);
    }
    let left = |at: &usize| !groups.iter().flatten().any(|merged| merged == at);
    let mut cleared: Vec<usize> = (0..sizes.len()).filter(left).collect();
    cleared.retain(|at| sizes.get(*at).is_some_and(|size| size.lost(10)));
    // The one that lost most first: it alone may have lost less than a third.
    cleared.sort_by_key(|at| sizes.get(*at).map(|size| std::cmp::Reverse(size.deleted)));
    let at_once = |at: &usize| sizes.get(*at).is_some_and(|size| size.lost(3));
    let first = cleared.first().copied();
    cleared.retain(|at| Some(*at) == first || at_once(at));
    groups.extend(cleared.into_iter().map(|at| vec![at]));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(sizes: &[u32]) -> Vec<Size> {
        let alive = sizes.iter();
        alive.map(|&alive| Size { alive, deleted: 0 }).collect()
    }

    #[test]
    fn four_of_a_tier_are_put_together_and_large_ones_left_alone() {
        let sizes = whole(&[300_000, 40, 40, 120_000, 40]);
        assert!(merges(&sizes).is_empty());
        let sizes = whole(&[300_000, 40, 40, 120_000, 40, 900]);
        assert_eq!(merges(&sizes), [vec![1, 2, 4, 5]]);
    }

    #[test]
    fn what_a_full_tier_becomes_may_fill_the_next() {
        let sizes = whole(&[5000, 5000, 5000, 1500, 1500, 1500, 1500]);
        assert_eq!(merges(&sizes), [vec![0, 1, 2, 3, 4, 5, 6]]);
    }

    #[test]
    fn what_has_lost_a_tenth_is_cleared_one_at_a_time() {
        let mut sizes = whole(&[100_000, 50_000, 400]);
        sizes[0].deleted = 9_000;
        assert!(merges(&sizes).is_empty());
        sizes[0].deleted = 12_000;
        sizes[1].deleted = 6_000;
        assert_eq!(merges(&sizes), [[0]]);
        sizes[1].deleted = 40_000;
        assert_eq!(merges(&sizes), [[1]]);
        sizes[0].deleted = 60_000;
        assert_eq!(merges(&sizes), [[0], [1]]);
    }

    #[test]
    fn ten_thousand_refreshes_leave_few_segments_and_little_deleted() {
        let (changed, mut written) = (40, 0_u64);
        let mut sizes = whole(&[200_000, 120_000, 80_000]);
        let mut most = 0;
        for round in 0..10_000_u32 {
            // Whichever article changes: large segments hold more of them.
            let mut at = round.wrapping_mul(2_654_435_761) % 400_000;
            let oldest = sizes.iter().position(|size| {
                let here = at < size.alive;
                at = at.saturating_sub(size.alive);
                here
            });
            let oldest = oldest.unwrap();
            let lost = changed.min(sizes[oldest].alive);
            sizes[oldest].alive -= lost;
            sizes[oldest].deleted += lost;
            sizes.extend(whole(&[lost]));
            let groups = merges(&sizes);
            let mut taken: Vec<usize> = groups.iter().flatten().copied().collect();
            let made: Vec<u32> = groups
                .iter()
                .map(|group| group.iter().map(|at| sizes[*at].alive).sum())
                .collect();
            taken.sort_unstable();
            for at in taken.into_iter().rev() {
                sizes.remove(at);
            }
            written += made.iter().map(|alive| u64::from(*alive)).sum::<u64>();
            sizes.extend(whole(&made));
            sizes.sort_by_key(|size| std::cmp::Reverse(size.alive));
            most = most.max(sizes.len());
        }
        let (alive, deleted) = sizes.iter().fold((0_u64, 0_u64), |sum, size| {
            (
                sum.0 + u64::from(size.alive),
                sum.1 + u64::from(size.deleted),
            )
        });
        assert_eq!(alive, 400_000);
        assert!(most <= 15, "{most} segments");
        assert!(deleted * 6 < alive, "{deleted} deleted");
        // Each refresh, all in all, writes a hundredth of the index at most.
        assert!(written / 10_000 < 4_000, "{} each", written / 10_000);
    }
}
