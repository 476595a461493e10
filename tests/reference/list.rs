//! Lists of records, one record after the other.

use super::evaluator::Evaluator;
use super::{Account, Known, number};
use stageplay_dsl::typed::{Aggregate, Expr, ListQuantifier};
use stageplay_dsl::types::{Function, ListId};

impl Evaluator<'_> {
    /// The records of a list, unless it is missing.
    pub(crate) fn records(&self, list: ListId) -> Option<Vec<Account>> {
        match self.account.get(self.book.lists[list].path.as_str())?.as_ref()? {
            Known::Records(records) => Some(records.clone()),
            other => panic!("a list was expected where the account has {other:?}"),
        }
    }

    /// A field of the record at hand, unless the date that vouches for it is missing or too long ago.
    pub(crate) fn element(&self, list: ListId, field: usize) -> Option<Known> {
        let list = &self.book.lists[list];
        let record = self.record.borrow();
        // A run may outlive its record.
        let record = record.as_ref()?;
        let recorded = |field: usize| record.get(list.fields[field].path.as_str()).cloned().flatten();
        if let Some((since, after)) = list.stale[field] {
            let vouched = recorded(since)?.number();
            if self.as_of - vouched > after {
                return None;
            }
        }
        recorded(field)
    }

    /// Something with this record at hand.
    pub(crate) fn with<T>(&self, record: Option<Account>, compute: impl FnOnce() -> T) -> T {
        let before = self.record.replace(record);
        let found = compute();
        self.record.replace(before);
        found
    }

    /// A value of the account, asked for among the records of a list.
    pub(crate) fn of_account(&self, value: &Expr) -> Option<Known> {
        self.with(None, || self.value(value))
    }

    /// The records for which the condition is true.
    fn kept(&self, list: ListId, keep: Option<&Expr>) -> Option<Vec<Account>> {
        let mut records = self.records(list)?;
        if let Some(keep) = keep {
            records.retain(|record| self.with(Some(record.clone()), || self.holds(keep)));
        }
        Some(records)
    }

    pub(crate) fn aggregate(
        &self,
        aggregate: Aggregate,
        list: ListId,
        value: Option<&Expr>,
        keep: Option<&Expr>,
    ) -> Option<f64> {
        let kept = self.kept(list, keep)?;
        let value = match (aggregate, value) {
            (Aggregate::Count, None) => return Some(kept.len() as f64),
            (_, value) => value.expect("all but `count` have a value"),
        };
        let values: Vec<Option<f64>> =
            kept.into_iter().map(|record| self.with(Some(record), || self.number(value))).collect();
        let known: Vec<f64> = values.iter().copied().flatten().collect();
        let total = || known.iter().fold(0.0, |sum, value| sum + value);
        match aggregate {
            // A sum without one of them would be another sum.
            Aggregate::Sum if known.len() < values.len() => None,
            Aggregate::Sum => number::finite(total()),
            _ if known.is_empty() => None,
            Aggregate::Average => number::finite(total() / known.len() as f64),
            Aggregate::Min | Aggregate::Earliest => number::call(Function::Min, &known),
            Aggregate::Max | Aggregate::Latest => number::call(Function::Max, &known),
            Aggregate::Count => panic!("`count` has no value"),
        }
    }

    pub(crate) fn quantified(
        &self,
        quantifier: ListQuantifier,
        list: ListId,
        keep: Option<&Expr>,
        test: Option<&Expr>,
    ) -> Option<Known> {
        let kept = self.kept(list, keep)?;
        // Without a test, it is enough to be there.
        let answers: Vec<Option<bool>> = kept
            .into_iter()
            .map(|record| test.map_or(Some(true), |test| self.with(Some(record), || self.truth(test))))
            .collect();
        let some = if answers.contains(&Some(true)) {
            Some(true)
        } else if answers.contains(&None) {
            None
        } else {
            Some(false)
        };
        match quantifier {
            ListQuantifier::Some => some.map(Known::Truth),
            ListQuantifier::No => some.map(|some| Known::Truth(!some)),
            // There is nobody to ask.
            _ if answers.is_empty() => None,
            ListQuantifier::Every if answers.contains(&Some(false)) => Some(Known::Truth(false)),
            ListQuantifier::Every => (!answers.contains(&None)).then_some(Known::Truth(true)),
            ListQuantifier::Share => {
                let known: Option<Vec<bool>> = answers.into_iter().collect();
                let known = known?;
                let yes = known.iter().filter(|answer| **answer).count();
                Some(Known::Number(yes as f64 / known.len() as f64))
            }
        }
    }
}
