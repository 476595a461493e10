//! Risks and their levels.

use super::{Builder, Fault, all, only};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Risk, RiskClause};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `risk NAME { … }`.
    pub(super) fn risk(&self, pair: &Pair<'_, Rule>) -> Result<Risk, Fault> {
        let mut clauses = Vec::new();
        for clause in all(pair, Rule::risk_clause) {
            let clause = only(self, &clause)?;
            clauses.push(match clause.as_rule() {
                Rule::cause => RiskClause::Cause(self.name_in(&clause)?),
                Rule::clears_after => RiskClause::ClearsAfter(self.quantity_in(&clause)?),
                Rule::risk_level => {
                    RiskClause::Level { name: self.name_in(&clause)?, condition: self.expr_in(&clause)? }
                }
                _ => return Err(self.unreadable(&clause)),
            });
        }
        Ok(Risk {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            sentence: self.sentence(pair),
            clauses,
            span: self.span(pair),
        })
    }
}
