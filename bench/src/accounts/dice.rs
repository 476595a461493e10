//! Random numbers that are the same everywhere.

/// A source of random numbers: SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Dice(u64);

impl Dice {
    /// The one of two numbers.
    pub(crate) fn of(one: u64, other: u64) -> Self {
        let mut dice = Self(one.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ other.wrapping_mul(0xd1b5_4a32_d192_ed03));
        dice.next();
        dice
    }

    /// Any number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, and without, 1.
    #[allow(clippy::cast_precision_loss, reason = "53 bits are as many as fit")]
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True so often.
    pub(crate) fn often(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// A whole number from `low` up to, and without, `high`.
    pub(crate) fn whole(&mut self, low: i64, high: i64) -> i64 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small numbers")]
        let offset = (self.share() * (high - low) as f64) as i64;
        low + offset
    }

    /// One of several.
    pub(crate) fn one<T: Copy>(&mut self, of: &[(f64, T)], last: T) -> T {
        let mut at = self.share();
        for (share, item) in of {
            if at < *share {
                return *item;
            }
            at -= share;
        }
        last
    }

    /// Normally distributed (the sum of twelve shares, which is close enough).
    pub(crate) fn normal(&mut self, mean: f64, spread: f64) -> f64 {
        let sum: f64 = (0..12).map(|_| self.share()).sum();
        mean + spread * (sum - 6.0)
    }

    /// How often something rare happens that happens so often on average.
    pub(crate) fn count(&mut self, mean: f64) -> i64 {
        if mean > 30.0 {
            #[allow(clippy::cast_possible_truncation, reason = "small numbers")]
            return self.normal(mean, mean.sqrt()).round().max(0.0) as i64;
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.share(), 0);
        while product > limit {
            product *= self.share();
            count += 1;
        }
        count
    }

    /// Waiting times: so many events of so long on average.
    pub(crate) fn wait(&mut self, events: f64, each: f64) -> f64 {
        let whole = (0..2).map(|_| -self.share().max(1e-12).ln()).sum::<f64>() / 2.0;
        whole * events * each
    }
}
