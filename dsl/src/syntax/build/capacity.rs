//! How much somebody can do.

use super::{Builder, Fault, all, only};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Capacity, CapacityClause, CapacityOf};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `capacity ROLE { … }`.
    pub(super) fn capacity(&self, pair: &Pair<'_, Rule>) -> Result<Capacity, Fault> {
        let clauses = all(pair, Rule::capacity_clause).map(|clause| {
            let clause = only(self, &clause)?;
            let of = match clause.as_rule() {
                Rule::open_plays => CapacityOf::OpenPlays,
                Rule::new_plays => CapacityOf::NewPlays,
                Rule::weekly_effort => CapacityOf::Effort,
                _ => return Err(self.unreadable(&clause)),
            };
            Ok(CapacityClause { of, most: self.quantity_in(&clause)?, span: self.span(&clause) })
        });
        Ok(Capacity { role: self.name_in(pair)?, clauses: clauses.collect::<Result<_, _>>()? })
    }
}
