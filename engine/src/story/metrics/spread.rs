//! How a value is spread over the accounts: medians and percentiles of numbers, shares of words.

use super::gathered::Live;
use crate::send::Sum;
use stageplay_dsl::typed::Expr;
use stageplay_dsl::types::{ChoiceSet, Type};
use std::collections::BTreeMap;

/// How a value is spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Over all accounts.
    pub all: Group,
    /// By the words of `per`, in the order people list them; last those whose word is unknown, where there are
    /// any. Empty without `per`.
    pub groups: Vec<Group>,
}

/// How a value is spread over some accounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// The word of `per`; `unknown` of those without; `all`.
    pub name: String,
    /// Accounts.
    pub accounts: usize,
    /// Those of them whose value is known.
    pub known: usize,
    /// Their share of all accounts whose value is known; `None` where that is nobody.
    pub share: Option<f64>,
    /// The median, the 75th and the 90th percentile of the known numbers; `None` without any, or of words.
    pub percentiles: Option<[f64; 3]>,
    /// Of a choice: the accounts of each word, in the order people list them.
    pub words: Vec<WordShare>,
}

/// The accounts of one word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordShare {
    /// The word.
    pub word: String,
    /// Accounts.
    pub accounts: usize,
    /// Their share of the accounts whose word is known; `None` where that is nobody.
    pub account_share: Option<f64>,
    /// Their share of what those bring; `None` where that is nothing.
    pub revenue_share: Option<f64>,
}

impl Group {
    /// Those whose value is unknown.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.accounts - self.known
    }
}

/// How a value is spread over the accounts that have not left.
pub(super) fn spread(live: &Live<'_>, numbers: Option<&Expr>, words: Option<&Expr>, per: Option<&Expr>) -> Spread {
    let one = |name: &str, rows: &[usize]| match (numbers, words) {
        (Some(numbers), words) => {
            let mut group = of_numbers(live, numbers, rows);
            group.words = words.map(|words| of_words(live, words, rows).words).unwrap_or_default();
            Group { name: name.into(), ..group }
        }
        (None, Some(words)) => Group { name: name.into(), ..of_words(live, words, rows) },
        (None, None) => Group { name: name.into(), accounts: rows.len(), ..Group::default() },
    };
    let all = one("all", &live.rows);
    let mut groups = Vec::new();
    if let Some((per, set)) = per.and_then(|per| Some((per, set_of(live, per)?))) {
        let mut rows: BTreeMap<Option<u16>, Vec<usize>> = BTreeMap::new();
        for row in &live.rows {
            rows.entry(live.code(per, *row)).or_default().push(*row);
        }
        for code in set.listing() {
            groups.push(one(set.word(code), rows.get(&Some(code)).map_or(&[], Vec::as_slice)));
        }
        groups.extend(rows.get(&None).map(|rows| one("unknown", rows)));
    }
    let known = all.known;
    groups.iter_mut().for_each(|group| group.share = share(group.known, known));
    Spread { all: Group { share: share(known, known), ..all }, groups }
}

fn set_of<'a>(live: &Live<'a>, expr: &Expr) -> Option<&'a ChoiceSet> {
    match expr.ty {
        Type::Choice(set) => Some(&live.program.playbook.choices[set]),
        _ => None,
    }
}

fn of_numbers(live: &Live<'_>, numbers: &Expr, rows: &[usize]) -> Group {
    let mut known: Vec<f64> = rows.iter().filter_map(|row| live.value(numbers, *row)).collect();
    known.sort_by(f64::total_cmp);
    let at = |share| percentile(&known, share);
    let percentiles = at(0.5).zip(at(0.75)).zip(at(0.9)).map(|((median, p75), p90)| [median, p75, p90]);
    Group { accounts: rows.len(), known: known.len(), percentiles, ..Group::default() }
}

/// The value below which a share of sorted numbers lies, interpolated in a straight line between the closest
/// ranks: definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician
/// 50 (1996). `None` of no numbers, or where the distance of two of them is no number.
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    #[allow(clippy::cast_precision_loss, reason = "no book has 2^52 accounts")]
    let rank = sorted.len().checked_sub(1)? as f64 * share;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
    let below = rank.floor() as usize;
    let lower = *sorted.get(below)?;
    let upper = sorted.get(below + 1).copied().unwrap_or(lower);
    let value = lower + (rank - rank.floor()) * (upper - lower);
    value.is_finite().then_some(value)
}

fn of_words(live: &Live<'_>, words: &Expr, rows: &[usize]) -> Group {
    let Some(set) = set_of(live, words) else { return Group::default() };
    let mut counted = vec![(0_usize, Sum::default()); set.words.len()];
    let mut all = Sum::default();
    let mut known = 0;
    for row in rows {
        let place = live.code(words, *row).and_then(|code| counted.get_mut(usize::from(code)));
        let Some((accounts, revenue)) = place else { continue };
        known += 1;
        *accounts += 1;
        let brings = live.revenue(*row).unwrap_or(0.0);
        revenue.add(brings);
        all.add(brings);
    }
    let word = |code: u16| {
        let (accounts, revenue) = counted.get(usize::from(code)).copied().unwrap_or_default();
        WordShare {
            word: set.word(code).into(),
            accounts,
            account_share: share(accounts, known),
            revenue_share: part(revenue.value(), all.value()),
        }
    };
    let words = set.listing().into_iter().map(word).collect();
    Group { accounts: rows.len(), known, words, ..Group::default() }
}

/// A part of a whole; `None` of nothing.
pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    #[allow(clippy::cast_precision_loss, reason = "no book has 2^52 accounts")]
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A part of an amount; `None` of nothing or less, or of too much to add up.
pub(super) fn part(part: f64, whole: f64) -> Option<f64> {
    let share = part / whole;
    (whole > 0.0 && whole.is_finite() && share.is_finite()).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::{part, percentile};

    #[test]
    fn percentiles_lie_between_the_closest_ranks() {
        // Ranks 0 to 4: the median is rank 2, p75 rank 3, p90 rank 3.6.
        let five = [10.0, 20.0, 30.0, 40.0, 60.0];
        assert_eq!(percentile(&five, 0.5), Some(30.0));
        assert_eq!(percentile(&five, 0.75), Some(40.0));
        assert_eq!(percentile(&five, 0.9), Some(52.0));
        // Ranks 0 to 3: the median lies half way between ranks 1 and 2, p75 at 2.25.
        let four = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(percentile(&four, 0.5), Some(3.0));
        assert_eq!(percentile(&four, 0.75), Some(5.0));
        assert_eq!(percentile(&[7.0], 0.9), Some(7.0));
        assert_eq!(percentile(&[], 0.5), None);
        assert_eq!(percentile(&[-f64::MAX, f64::MAX], 0.5), None);
    }

    #[test]
    fn a_share_of_nothing_is_unknown() {
        assert_eq!(part(1.0, 4.0), Some(0.25));
        assert_eq!(part(1.0, 0.0), None);
        assert_eq!(part(-1.0, -4.0), None);
        assert_eq!(part(1.0, f64::INFINITY), None);
    }
}
