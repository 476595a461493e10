//! Which of many accounts are kept: such as show everything there is, then others.

use std::collections::BTreeSet;

/// The places of so many of a pool, in its order. `reached` says what each of the pool shows; those that show what none before
/// them does go first, the most telling one first, then the pool's `rest`, from its front.
pub(super) fn choose(reached: &[BTreeSet<usize>], rest: std::ops::Range<usize>, count: usize) -> Vec<usize> {
    let mut chosen = BTreeSet::new();
    let mut lacking: BTreeSet<usize> = reached.iter().flatten().copied().collect();
    while chosen.len() < count && !lacking.is_empty() {
        let gain = |at: &usize| reached.get(*at).map_or(0, |shows| shows.intersection(&lacking).count());
        // The last of the best: what was made by chance stands behind what was told.
        let Some(best) = (0..reached.len()).filter(|at| !chosen.contains(at)).max_by_key(gain) else { break };
        for shown in reached.get(best).into_iter().flatten() {
            lacking.remove(shown);
        }
        chosen.insert(best);
    }
    for at in rest {
        if chosen.len() >= count {
            break;
        }
        chosen.insert(at);
    }
    chosen.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::choose;
    use std::collections::BTreeSet;

    #[test]
    fn everything_is_shown_by_as_few_as_possible_and_the_rest_fills_up() {
        let reached: Vec<BTreeSet<usize>> =
            [vec![0], vec![0, 1, 2], vec![3], vec![2, 3], vec![]].into_iter().map(BTreeSet::from_iter).collect();
        assert_eq!(choose(&reached, 4..5, 2), [1, 3]);
        assert_eq!(choose(&reached, 4..5, 3), [1, 3, 4]);
        assert_eq!(choose(&reached, 4..5, 1), [1]);
        assert_eq!(choose(&reached, 0..5, 9), [0, 1, 2, 3, 4]);
    }
}
