//! Chooses some of many, the same ones for the same seed.

/// So many of a list, in its order; all where there are no more. SplitMix64 (Steele, Lea and Flood 2014), and the
/// selection by Knuth's algorithm S.
#[must_use]
pub fn choose<T>(of: Vec<T>, count: usize, seed: u64) -> Vec<T> {
    let (mut left, mut wanted, mut state) = (of.len() as u64, count.min(of.len()) as u64, seed);
    let mut chosen = Vec::with_capacity(count.min(of.len()));
    for item in of {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        if mixed % left < wanted {
            chosen.push(item);
            wanted -= 1;
        }
        left -= 1;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn a_seed_always_chooses_the_same() {
        let all: Vec<u32> = (0..500).collect();
        let some = choose(all.clone(), 200, 7);
        assert_eq!(some.len(), 200);
        assert!(some.is_sorted());
        assert_eq!(some, choose(all.clone(), 200, 7));
        assert_ne!(some, choose(all.clone(), 200, 8));
        assert_eq!(choose(all.clone(), 900, 7), all);
    }
}
