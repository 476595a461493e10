//! Lists of records: a value of an account for each of its elements, and what is made of its elements.
//!
//! Elements stand one account after the other, so each account's are a stretch of the slots of elements.

use super::number::{larger, smaller};
use crate::column::{Bits, Codes, ListColumn, Numbers, Truths};
use stageplay_dsl::typed::{Aggregate, ListQuantifier};
use std::ops::Range;

/// The lists of a stretch of accounts.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    /// Where each account's elements begin, and where the last one's end.
    offsets: &'a [u32],
    /// Of all accounts: whose list is known.
    known: Option<&'a Bits>,
    /// The first account.
    first: usize,
}

impl<'a> Lists<'a> {
    /// The lists of some rows; all are unknown where there is no such list, or rows go past its end.
    #[must_use]
    pub fn of(list: Option<&'a ListColumn>, rows: &Range<usize>) -> Self {
        let offsets = list.and_then(|list| list.offsets.get(rows.start..=rows.end));
        let known = list.filter(|_| offsets.is_some()).map(|list| &list.known);
        Self { offsets: offsets.unwrap_or(&[]), known, first: rows.start }
    }

    /// Whether an account's list is known.
    #[must_use]
    pub fn is_known(&self, row: usize) -> bool {
        self.known.is_some_and(|known| known.get(self.first + row))
    }

    /// The elements of an account, by their place in the slots of elements; none where its list is unknown.
    #[must_use]
    pub fn elements(&self, row: usize) -> Range<usize> {
        let start = self.offsets.first().copied().unwrap_or(0);
        let at = |row: usize| self.offsets.get(row).map_or(0, |offset| (*offset - start) as usize);
        at(row)..at(row + 1).max(at(row))
    }

    /// The account of an element.
    #[must_use]
    pub fn row_of(&self, element: usize) -> usize {
        let start = self.offsets.first().copied().unwrap_or(0) as usize;
        self.offsets.partition_point(|offset| *offset as usize <= start + element).saturating_sub(1)
    }

    /// How many elements all accounts have.
    #[must_use]
    pub fn len(&self) -> usize {
        self.elements(self.offsets.len().saturating_sub(2)).end
    }

    /// True where no account has an element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn each(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        (0..self.offsets.len().saturating_sub(1)).map(|row| (row, self.elements(row)))
    }
}

/// Which lists are known; those are also true.
pub fn list(out: &mut Truths, rows: usize, lists: Lists<'_>) {
    out.assign(rows, |row| lists.is_known(row).then_some(true));
}

/// A number of each account for its elements.
pub fn spread_numbers(out: &mut Numbers, elements: usize, lists: Lists<'_>, from: &Numbers) {
    out.forget(elements);
    for (row, elements) in lists.each() {
        if let (Some(number), Some(values)) = (from.get(row), out.values.get_mut(elements.clone())) {
            values.fill(number);
            out.known.set_all(elements);
        }
    }
}

/// A word of each account for its elements.
pub fn spread_codes(out: &mut Codes, elements: usize, lists: Lists<'_>, from: &Codes) {
    out.forget(elements);
    for (row, elements) in lists.each() {
        if let (Some(code), Some(values)) = (from.get(row), out.values.get_mut(elements.clone())) {
            values.fill(code);
            out.known.set_all(elements);
        }
    }
}

/// A truth of each account for its elements.
pub fn spread_truths(out: &mut Truths, elements: usize, lists: Lists<'_>, from: &Truths) {
    out.forget(elements);
    for (row, elements) in lists.each() {
        let truth = from.get(row);
        if truth.is_some() {
            out.known.set_all(elements.clone());
        }
        if truth == Some(true) {
            out.truth.set_all(elements);
        }
    }
}

/// How many elements are kept.
pub fn count(out: &mut Numbers, rows: usize, lists: Lists<'_>, keep: Option<&Truths>) {
    out.assign(rows, |row| {
        let elements = lists.elements(row);
        let kept = match keep {
            Some(keep) => keep.truth.count_in(elements),
            None => elements.len(),
        };
        lists.is_known(row).then_some(kept as f64)
    });
}

/// What is made of the values of the elements that are kept.
pub fn aggregate(
    aggregate: Aggregate,
    out: &mut Numbers,
    rows: usize,
    lists: Lists<'_>,
    values: &Numbers,
    keep: Option<&Truths>,
) {
    match aggregate {
        Aggregate::Count => count(out, rows, lists, keep),
        Aggregate::Sum => out.assign(rows, |row| {
            let mut kept = kept(lists, row, keep);
            let sum = kept.try_fold(0.0, |sum, element| Some(sum + values.get(element)?));
            sum.filter(|sum| sum.is_finite() && lists.is_known(row))
        }),
        Aggregate::Average => out.assign(rows, |row| {
            let (mut sum, mut known) = (0.0, 0.0);
            for value in kept(lists, row, keep).filter_map(|element| values.get(element)) {
                sum += value;
                known += 1.0;
            }
            let average: f64 = sum / known;
            average.is_finite().then_some(average)
        }),
        Aggregate::Min | Aggregate::Earliest => fold(out, rows, lists, values, keep, smaller),
        Aggregate::Max | Aggregate::Latest => fold(out, rows, lists, values, keep, larger),
    }
}

fn fold(
    out: &mut Numbers,
    rows: usize,
    lists: Lists<'_>,
    values: &Numbers,
    keep: Option<&Truths>,
    of: impl Fn(f64, f64) -> f64,
) {
    out.assign(rows, |row| kept(lists, row, keep).filter_map(|element| values.get(element)).reduce(&of));
}

/// The elements of an account that are kept: of those whose condition is unknown, none.
fn kept<'a>(lists: Lists<'_>, row: usize, keep: Option<&'a Truths>) -> impl Iterator<Item = usize> + use<'a> {
    lists.elements(row).filter(move |element| keep.is_none_or(|keep| keep.truth.get(*element)))
}

/// How the elements of an account answer.
struct Answers {
    kept: usize,
    yes: usize,
    no: usize,
}

fn answers(lists: Lists<'_>, row: usize, keep: Option<&Truths>, test: Option<&Truths>) -> Answers {
    let mut answers = Answers { kept: 0, yes: 0, no: 0 };
    for element in kept(lists, row, keep) {
        answers.kept += 1;
        // Without a question, being there is the answer.
        match test.map_or(Some(true), |test| test.get(element)) {
            Some(true) => answers.yes += 1,
            Some(false) => answers.no += 1,
            None => {}
        }
    }
    answers
}

/// What is asked of the elements that are kept, as a truth.
pub fn quantified(
    quantifier: ListQuantifier,
    out: &mut Truths,
    rows: usize,
    lists: Lists<'_>,
    keep: Option<&Truths>,
    test: Option<&Truths>,
) {
    out.assign(rows, |row| {
        if !lists.is_known(row) {
            return None;
        }
        let Answers { kept, yes, no } = answers(lists, row, keep, test);
        let some = if yes > 0 { Some(true) } else { (no == kept).then_some(false) };
        match quantifier {
            ListQuantifier::Some => some,
            ListQuantifier::No => some.map(|some| !some),
            ListQuantifier::Every if kept == 0 => None,
            ListQuantifier::Every if no > 0 => Some(false),
            ListQuantifier::Every => (yes == kept).then_some(true),
            ListQuantifier::Share => None,
        }
    });
}

/// The share of the elements that are kept for which the answer is yes.
pub fn share(out: &mut Numbers, rows: usize, lists: Lists<'_>, keep: Option<&Truths>, test: Option<&Truths>) {
    out.assign(rows, |row| {
        let Answers { kept, yes, no } = answers(lists, row, keep, test);
        (kept > 0 && yes + no == kept && lists.is_known(row)).then(|| yes as f64 / kept as f64)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four accounts with 2, 68, 0 and 5 elements, the third's list missing.
    fn column() -> ListColumn {
        let mut known = Bits::ones(4);
        known.set(2, false);
        ListColumn { offsets: vec![0, 2, 70, 70, 75], known, ..ListColumn::default() }
    }

    #[test]
    fn a_stretch_of_accounts_has_elements_of_its_own_count() {
        let column = column();
        let lists = Lists::of(Some(&column), &(1..4));
        assert_eq!(lists.len(), 73);
        assert_eq!([lists.elements(0), lists.elements(1), lists.elements(2)], [0..68, 68..68, 68..73]);
        assert_eq!([lists.is_known(0), lists.is_known(1), lists.is_known(2)], [true, false, true]);
        assert_eq!([lists.row_of(0), lists.row_of(67), lists.row_of(68), lists.row_of(72)], [0, 0, 2, 2]);
        // No such list, or no such rows: nothing is known, and nothing is there.
        for lists in [Lists::of(None, &(0..2)), Lists::of(Some(&column), &(3..9))] {
            assert!(lists.is_empty() && !lists.is_known(0));
            let mut out = Numbers::default();
            count(&mut out, 2, lists, None);
            assert_eq!([out.get(0), out.get(1)], [None, None]);
        }
    }

    #[test]
    fn an_account_speaks_for_its_elements() {
        let column = column();
        let lists = Lists::of(Some(&column), &(1..4));
        let mut from = Numbers::default();
        from.assign(3, |row| [Some(7.0), Some(8.0), None][row]);
        let mut out = Numbers::default();
        spread_numbers(&mut out, lists.len(), lists, &from);
        assert_eq!([out.get(0), out.get(67), out.get(68), out.get(72)], [Some(7.0), Some(7.0), None, None]);
        let mut truths = Truths::default();
        truths.assign(3, |row| [Some(false), None, Some(true)][row]);
        let mut out = Truths::default();
        spread_truths(&mut out, lists.len(), lists, &truths);
        assert_eq!(
            [out.get(0), out.get(67), out.get(68), out.get(72)],
            [Some(false), Some(false), Some(true), Some(true)]
        );
        assert_eq!((out.truth.count(), out.known.count()), (5, 73));
    }

    #[test]
    fn a_sum_past_all_numbers_is_unknown() {
        let column = ListColumn { offsets: vec![0, 2, 4], known: Bits::ones(2), ..ListColumn::default() };
        let lists = Lists::of(Some(&column), &(0..2));
        let mut values = Numbers::default();
        values.assign(4, |at| [Some(1e308), Some(1e308), Some(1e308), Some(-1e308)][at]);
        let mut out = Numbers::default();
        for (of, expected) in [(Aggregate::Sum, [None, Some(0.0)]), (Aggregate::Average, [None, Some(0.0)])] {
            aggregate(of, &mut out, 2, lists, &values, None);
            assert_eq!([out.get(0), out.get(1)], expected, "{of:?}");
        }
    }
}
