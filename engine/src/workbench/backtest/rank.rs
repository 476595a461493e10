//! How well a score orders rows: the outcome rate by decile, and the area under the curve.

use super::judge::share;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// 97.5% of a normal distribution lie below so many standard deviations.
const NORMAL_97_5: f64 = 1.959_963_984_540_054;

/// A score beside the outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The scorecard.
    pub name: SmolStr,
    /// Rows with a score.
    pub rows: usize,
    /// Lowest scores first; one that no row falls into is left out. Equal scores are in the same one.
    pub deciles: Vec<Decile>,
    /// `None` where the rows are all positive or all negative.
    pub area: Option<Area>,
}

/// The rows of a tenth of the scores.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Decile {
    pub lowest: f64,
    pub highest: f64,
    pub rows: usize,
    pub positive: usize,
}

impl Decile {
    /// The share of rows that were followed by the outcome.
    #[must_use]
    pub fn rate(&self) -> f64 {
        share(self.positive, self.rows).unwrap_or(0.0)
    }
}

/// How likely a row that was followed by the outcome has a lower score than one that was not: 1 is always, 0.5 is chance.
/// Equal scores count half.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// The likelihood.
    pub value: f64,
    /// 95% of the time the interval holds it; `None` with fewer than two accounts of either kind.
    pub interval: Option<(f64, f64)>,
}

/// Rows as account, score and whether the outcome followed.
pub(super) fn ranked(name: &SmolStr, mut rows: Vec<(&str, f64, bool)>) -> Ranked {
    rows.sort_by(|a, b| a.1.total_cmp(&b.1));
    Ranked { name: name.clone(), rows: rows.len(), deciles: deciles(&rows), area: area(&rows) }
}

/// Of rows in order of score.
fn deciles(rows: &[(&str, f64, bool)]) -> Vec<Decile> {
    let mut deciles: BTreeMap<usize, Decile> = BTreeMap::new();
    let (mut first, mut last) = (0, None);
    for (at, (_, score, positive)) in rows.iter().enumerate() {
        if last != Some(*score) {
            (first, last) = (at, Some(*score));
        }
        let blank = Decile { lowest: *score, highest: *score, rows: 0, positive: 0 };
        let decile = deciles.entry(first * 10 / rows.len()).or_insert(blank);
        decile.highest = *score;
        decile.rows += 1;
        decile.positive += usize::from(*positive);
    }
    deciles.into_values().collect()
}

/// The area with the interval for clustered data: rows of one account resemble each other, so that accounts and not rows
/// are counted as independent. N. A. Obuchowski, "Nonparametric analysis of clustered ROC curve data", Biometrics 53
/// (1997) 567–578; with one row per account it is close to E. R. DeLong and others, Biometrics 44 (1988) 837–845.
#[allow(clippy::cast_precision_loss, reason = "no history has 2^52 rows")]
fn area(rows: &[(&str, f64, bool)]) -> Option<Area> {
    let of = |wanted: bool| -> Vec<f64> {
        rows.iter().filter(|(_, _, positive)| *positive == wanted).map(|(_, score, _)| *score).collect()
    };
    let (positive, negative) = (of(true), of(false));
    if positive.is_empty() || negative.is_empty() {
        return None;
    }
    let (m, n) = (positive.len() as f64, negative.len() as f64);
    // The share of sorted scores below one; equal ones count half.
    let below = |sorted: &[f64], score: f64| {
        let less = sorted.partition_point(|other| *other < score);
        let at_most = sorted.partition_point(|other| *other <= score);
        (less + at_most) as f64 / 2.0 / sorted.len() as f64
    };
    // A positive row's share of negatives above it, a negative row's share of positives below it.
    let placement = |score: f64, is_positive: bool| {
        if is_positive { 1.0 - below(&negative, score) } else { below(&positive, score) }
    };
    let value = positive.iter().map(|score| placement(*score, true)).sum::<f64>() / m;
    // Per account: how much its placements differ from the area, as a positive and as a negative.
    let mut accounts: BTreeMap<&str, [Option<f64>; 2]> = BTreeMap::new();
    for (account, score, is_positive) in rows {
        let [as_positive, as_negative] = accounts.entry(account).or_default();
        let sum = if *is_positive { as_positive } else { as_negative };
        *sum = Some(sum.unwrap_or(0.0) + placement(*score, *is_positive) - value);
    }
    let spread = |sums: &[f64]| {
        let count = sums.len() as f64;
        (sums.len() > 1).then(|| count / (count - 1.0) * sums.iter().map(|sum| sum * sum).sum::<f64>())
    };
    let of = |which: fn(&[Option<f64>; 2]) -> Option<f64>| accounts.values().filter_map(which).collect::<Vec<f64>>();
    let variance = || {
        let (of_positive, of_negative) = (spread(&of(|sums| sums[0]))?, spread(&of(|sums| sums[1]))?);
        let count = accounts.len() as f64;
        let both = accounts.values().filter_map(|sums| Some(sums[0]? * sums[1]?)).sum::<f64>() * count / (count - 1.0);
        Some(of_positive / (m * m) + of_negative / (n * n) + 2.0 * both / (m * n))
    };
    let interval = variance().map(|variance: f64| {
        let reach = NORMAL_97_5 * variance.max(0.0).sqrt();
        ((value - reach).max(0.0), (value + reach).min(1.0))
    });
    Some(Area { value, interval })
}

#[cfg(test)]
mod tests {
    use super::{area, ranked};

    #[test]
    fn equal_scores_count_half() {
        // Pairs of a positive (10, 20) and a negative (20, 30): below, below, equal, below = 3.5 of 4.
        let rows = [("a", 10.0, true), ("b", 20.0, true), ("c", 20.0, false), ("d", 30.0, false)];
        let found = area(&rows).expect("both kinds");
        assert!((found.value - 0.875).abs() < 1e-12);
        // Placements less the area: positives 1 - 0.875 and 0.75 - 0.875, negatives the same; spread 2 * 2 * 0.125² =
        // 0.0625, over 2² twice: 0.03125.
        let (low, high) = found.interval.expect("two accounts of each kind");
        assert!((low - (0.875 - 1.959_963_984_540_054 * 0.03125_f64.sqrt())).abs() < 1e-12);
        assert!((high - 1.0).abs() < 1e-12);
        assert_eq!(area(&rows[..2]), None);
    }

    #[test]
    fn rows_of_one_account_are_not_more_evidence() {
        let once = [("a", 10.0, true), ("b", 20.0, true), ("c", 20.0, false), ("d", 30.0, false)];
        let thrice: Vec<(&str, f64, bool)> = once.iter().flat_map(|row| [*row; 3]).collect();
        let (once, thrice) = (area(&once).expect("both"), area(&thrice).expect("both"));
        assert!((once.value - thrice.value).abs() < 1e-12);
        let (a, b) = (once.interval.expect("one"), thrice.interval.expect("one"));
        assert!((a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12);
    }

    #[test]
    fn equal_scores_share_a_decile() {
        let rows = (0..20).map(|at| ("a", f64::from(at / 10), at < 5)).collect();
        let deciles = ranked(&"health".into(), rows).deciles;
        let told: Vec<(usize, usize)> = deciles.iter().map(|decile| (decile.rows, decile.positive)).collect();
        assert_eq!(told, [(10, 5), (10, 0)]);
    }
}
