//! Tests.

use super::{Builder, Fault, all, find, one, only};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Assigned, Assignment, Day, DayClause, Deed, Event, Expectation, Expected, Occurrence, Occurs, Reach, Series,
    SeriesPart, SeriesStep, Test, TestClause, Times,
};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `test NAME "sentence" { … }`.
    pub(super) fn test(&self, pair: &Pair<'_, Rule>) -> Result<Test, Fault> {
        let mut clauses = Vec::new();
        for clause in all(pair, Rule::test_clause) {
            let clause = only(self, &clause)?;
            clauses.push(match clause.as_rule() {
                Rule::test_account => TestClause::Account(self.name_in(&clause)?),
                Rule::test_every => TestClause::Every(self.quantity_in(&clause)?),
                Rule::series => TestClause::Series(self.series(&clause)?),
                _ => TestClause::Day(self.test_day(&clause)?),
            });
        }
        Ok(Test { name: self.name_in(pair)?, sentence: self.sentence(pair), clauses, span: self.span(pair) })
    }

    /// `series FIELD = VALUE x N, …`.
    fn series(&self, pair: &Pair<'_, Rule>) -> Result<Series, Fault> {
        let parts = all(pair, Rule::series_part).map(|part| self.series_part(&part)).collect::<Result<_, _>>()?;
        Ok(Series { field: self.path_in(pair)?, parts, span: self.span(pair) })
    }

    fn series_part(&self, pair: &Pair<'_, Rule>) -> Result<SeriesPart, Fault> {
        let start = find(pair, Rule::series_value).map(|value| self.expr(&value)).transpose()?;
        let step = find(pair, Rule::series_step).map(|step| -> Result<_, Fault> {
            let sign = if find(&step, Rule::minus).is_some() { -1.0 } else { 1.0 };
            Ok(SeriesStep { sign, by: self.expr(&one(self, &step, Rule::series_value)?)? })
        });
        let count = one(self, pair, Rule::series_count)?;
        Ok(SeriesPart {
            start,
            step: step.transpose()?,
            // More digits than a number has are more than there may be.
            count: count.as_str().parse().unwrap_or(u64::MAX),
            count_span: self.span(&count),
            span: self.span(pair),
        })
    }

    fn test_day(&self, pair: &Pair<'_, Rule>) -> Result<Day, Fault> {
        let reach = if find(pair, Rule::kw_through).is_some() { Reach::Through } else { Reach::On };
        let date = one(self, pair, Rule::date)?;
        let clause = |pair: Pair<'_, Rule>| self.day_clause(&only(self, &pair)?);
        let clauses = all(pair, Rule::day_clause).map(clause).collect::<Result<_, _>>()?;
        Ok(Day { reach, date: self.date(&date), date_span: self.span(&date), clauses, span: self.span(pair) })
    }

    fn day_clause(&self, pair: &Pair<'_, Rule>) -> Result<DayClause, Fault> {
        let span = self.span(pair);
        Ok(match pair.as_rule() {
            Rule::set_fields => DayClause::Set { fields: self.assignments(pair)?, span },
            Rule::do_events => {
                let list = one(self, pair, Rule::events)?;
                let events = all(&list, Rule::event).map(|event| self.event(&event)).collect::<Result<_, _>>()?;
                DayClause::Do { events, span }
            }
            _ => {
                let list = one(self, pair, Rule::expectations)?;
                let expectations = all(&list, Rule::expectation).map(|one| self.expectation(&one));
                DayClause::Expect(expectations.collect::<Result<_, _>>()?)
            }
        })
    }

    fn assignments(&self, pair: &Pair<'_, Rule>) -> Result<Vec<Assignment>, Fault> {
        let list = one(self, pair, Rule::assignments)?;
        let assignment = |pair: Pair<'_, Rule>| {
            let value = match find(&pair, Rule::quantity) {
                Some(value) => Assigned::Value(self.expr(&value)?),
                None if find(&pair, Rule::kw_from).is_some() => Assigned::From(self.name_in(&pair)?),
                None => Assigned::Missing,
            };
            Ok(Assignment { field: self.path_in(&pair)?, value, span: self.span(&pair) })
        };
        all(&list, Rule::assignment).map(assignment).collect()
    }

    fn event(&self, pair: &Pair<'_, Rule>) -> Result<Event, Fault> {
        let done = only(self, pair)?;
        let deed = match done.as_rule() {
            Rule::finish => Deed::Finish,
            Rule::dismiss => Deed::Dismiss,
            Rule::snooze => {
                let date = one(self, &done, Rule::date)?;
                Deed::Snooze { until: self.date(&date), span: self.span(&date) }
            }
            Rule::wake => Deed::Wake,
            _ => Deed::Assign(self.text_in(&done)?),
        };
        let key = find(pair, Rule::event_key).map(|key| self.text_in(&key)).transpose()?;
        Ok(Event { deed, subject: self.path_in(&done)?, key, span: self.span(pair) })
    }

    fn expectation(&self, pair: &Pair<'_, Rule>) -> Result<Expectation, Fault> {
        let inner = only(self, pair)?;
        let (expected, span) = match inner.as_rule() {
            Rule::never_true => (Expected::Never(self.expr_in(&inner)?), self.span(&inner)),
            Rule::exactly => {
                let occurrences = all(&inner, Rule::occurrence).map(|one| self.occurrence(&one));
                (Expected::Exactly(occurrences.collect::<Result<_, _>>()?), self.span(&inner))
            }
            Rule::happens => (self.happening(&inner)?, self.span(&inner)),
            _ => {
                let condition = self.expr(&inner)?;
                let span = condition.span;
                (Expected::Condition(condition), span)
            }
        };
        Ok(Expectation { expected, span })
    }

    /// `PLAY opens` in `exactly { … }`.
    fn occurrence(&self, pair: &Pair<'_, Rule>) -> Result<Occurrence, Fault> {
        let what = match find(pair, Rule::escalates) {
            Some(escalates) => Occurs::Escalates(self.name_in(&escalates)?),
            None if find(pair, Rule::closes).is_some() => Occurs::Closes,
            None => Occurs::Opens,
        };
        Ok(Occurrence { play: self.path_in(pair)?, what, span: self.span(pair) })
    }

    /// `PLAY opens once`, `PLAY never escalates to ROLE`.
    fn happening(&self, pair: &Pair<'_, Rule>) -> Result<Expected, Fault> {
        let play = self.path_in(pair)?;
        let what = pair.clone().into_inner().nth(1).ok_or_else(|| self.unreadable(pair))?;
        Ok(match what.as_rule() {
            Rule::opens => {
                let how = if find(&what, Rule::kw_once).is_some() { Times::Once } else { Times::Any };
                Expected::Opens { play, how }
            }
            Rule::closes => Expected::Closes(play),
            Rule::escalates => Expected::Escalates { play, to: self.name_in(&what)?, how: Times::Any },
            Rule::never_happens => match find(&what, Rule::escalates) {
                Some(escalates) => Expected::Escalates { play, to: self.name_in(&escalates)?, how: Times::Never },
                None => Expected::Opens { play, how: Times::Never },
            },
            _ => Expected::Suppressed { play, by: self.name_in(&what)? },
        })
    }
}
