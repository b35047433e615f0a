//! Ways through suggestions that lead back to where they began.

use std::collections::{BTreeSet, VecDeque};

/// The shortest loop through each of `nodes` nodes that is on one, each loop once, from its lowest
/// node on; `next` are the nodes that one leads to.
pub(super) fn loops<'a>(nodes: usize, next: impl Fn(usize) -> &'a [usize]) -> Vec<Vec<usize>> {
    let mut found = BTreeSet::new();
    for start in 0..nodes {
        if let Some(mut way) = shortest(nodes, start, &next) {
            let lowest = way.iter().enumerate().min_by_key(|(_, node)| **node);
            let lowest = lowest.map_or(0, |(at, _)| at);
            way.rotate_left(lowest);
            found.insert(way);
        }
    }
    found.into_iter().collect()
}

/// The shortest way from `start` to itself, `start` once.
fn shortest<'a>(
    nodes: usize,
    start: usize,
    next: &impl Fn(usize) -> &'a [usize],
) -> Option<Vec<usize>> {
    // Most concepts suggest nothing.
    let first = next(start);
    if first.is_empty() {
        return None;
    }
    let mut came_from = vec![None; nodes];
    let mut waiting = VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        for &to in next(at) {
            if to == start {
                let mut way = vec![at];
                let mut here = at;
                while here != start {
                    here = came_from.get(here).copied().flatten()?;
                    way.push(here);
                }
                way.reverse();
                return Some(way);
            }
            if let Some(from @ None) = came_from.get_mut(to) {
                *from = Some(at);
                waiting.push_back(to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_loop_is_found_once_and_ways_out_are_none() {
        let edges: &[&[usize]] = &[&[1], &[2, 4], &[0], &[3], &[5], &[4], &[0, 1]];
        let found = loops(edges.len(), |at| edges[at]);
        assert_eq!(found, [vec![0, 1, 2], vec![3], vec![4, 5]]);
    }
}
