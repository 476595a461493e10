//! Tests.

use super::{Builder, Fault, all, find, one, only};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Assignment, Day, DayClause, Expr, Test, TestClause};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `test NAME "sentence" { … }`.
    pub(super) fn test(&self, pair: &Pair<'_, Rule>) -> Result<Test, Fault> {
        let mut clauses = Vec::new();
        for clause in all(pair, Rule::test_clause) {
            let clause = only(self, &clause)?;
            clauses.push(match clause.as_rule() {
                Rule::test_account => TestClause::Account(self.name_in(&clause)?),
                _ => TestClause::On(self.test_day(&clause)?),
            });
        }
        Ok(Test { name: self.name_in(pair)?, sentence: self.sentence(pair), clauses, span: self.span(pair) })
    }

    fn test_day(&self, pair: &Pair<'_, Rule>) -> Result<Day, Fault> {
        let date = one(self, pair, Rule::date)?;
        let mut clauses = Vec::new();
        if let Some(expect) = find(pair, Rule::expect) {
            clauses.push(DayClause::Expect(self.expectations(&expect)?));
        }
        for clause in all(pair, Rule::day_clause) {
            let clause = only(self, &clause)?;
            clauses.push(match clause.as_rule() {
                Rule::set_fields => DayClause::Set(self.assignments(&clause)?),
                _ => DayClause::Expect(self.expectations(&clause)?),
            });
        }
        Ok(Day { date: self.date(&date), date_span: self.span(&date), clauses, span: self.span(pair) })
    }

    fn assignments(&self, pair: &Pair<'_, Rule>) -> Result<Vec<Assignment>, Fault> {
        let list = one(self, pair, Rule::assignments)?;
        let assignment = |pair: Pair<'_, Rule>| {
            let value = find(&pair, Rule::quantity).map(|value| self.expr(&value)).transpose()?;
            Ok(Assignment { field: self.path_in(&pair)?, value, span: self.span(&pair) })
        };
        all(&list, Rule::assignment).map(assignment).collect()
    }

    fn expectations(&self, pair: &Pair<'_, Rule>) -> Result<Vec<Expr>, Fault> {
        let list = one(self, pair, Rule::expectations)?;
        all(&list, Rule::expr).map(|expr| self.expr(&expr)).collect()
    }
}
