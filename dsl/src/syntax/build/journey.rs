//! Journeys and their stages.

use super::{Builder, Fault, all, find, only, two};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Friction, Journey, JourneyClause, Measure, Stage, StageClause};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `journey NAME { … }`.
    pub(super) fn journey(&self, pair: &Pair<'_, Rule>) -> Result<Journey, Fault> {
        let mut clauses = Vec::new();
        for clause in all(pair, Rule::journey_clause) {
            let clause = only(self, &clause)?;
            clauses.push(match clause.as_rule() {
                Rule::applies_when => JourneyClause::AppliesWhen(self.expr_in(&clause)?),
                Rule::start_in => JourneyClause::StartIn(self.path_in(&clause)?),
                Rule::stage => JourneyClause::Stage(self.stage(&clause)?),
                Rule::retired_stage => {
                    let [stage, to] = two(self, &clause, Rule::word)?;
                    JourneyClause::Retired { stage: self.name(&stage), to: self.name(&to) }
                }
                _ => return Err(self.unreadable(&clause)),
            });
        }
        Ok(Journey {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            sentence: self.sentence(pair),
            clauses,
            span: self.span(pair),
        })
    }

    fn stage(&self, pair: &Pair<'_, Rule>) -> Result<Stage, Fault> {
        let mut clauses = Vec::new();
        for clause in all(pair, Rule::stage_clause) {
            clauses.push(self.stage_clause(&only(self, &clause)?)?);
        }
        Ok(Stage {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            sentence: self.sentence(pair),
            clauses,
            span: self.span(pair),
        })
    }

    fn stage_clause(&self, clause: &Pair<'_, Rule>) -> Result<StageClause, Fault> {
        Ok(match clause.as_rule() {
            Rule::owner => StageClause::Owner(self.name_in(clause)?),
            Rule::clock_from => StageClause::ClockFrom(self.quantity_in(clause)?),
            Rule::enter_when => StageClause::Enter(self.expr_in(clause)?),
            Rule::exit_when => StageClause::Exit(self.expr_in(clause)?),
            Rule::holds_while => StageClause::HoldsWhile(self.expr_in(clause)?),
            Rule::interrupts_while => StageClause::InterruptsWhile(self.expr_in(clause)?),
            Rule::back_to => StageClause::BackTo { stage: self.name_in(clause)?, condition: self.expr_in(clause)? },
            Rule::after_stages => StageClause::After(self.names_in(clause)),
            Rule::measure => {
                let [from, to] = two(self, clause, Rule::quantity)?;
                let name = self.name_in(clause)?;
                StageClause::Measure(Measure { name, from: self.expr(&from)?, to: self.expr(&to)? })
            }
            Rule::target => StageClause::Target(self.quantity_in(clause)?),
            Rule::stuck_after => StageClause::StuckAfter(self.quantity_in(clause)?),
            Rule::expected => StageClause::Expected(self.text_in(clause)?),
            Rule::friction => StageClause::Friction(self.friction(clause)?),
            _ => return Err(self.unreadable(clause)),
        })
    }

    fn friction(&self, pair: &Pair<'_, Rule>) -> Result<Friction, Fault> {
        let answered_by = find(pair, Rule::answered_by).map(|answer| self.name_in(&answer)).transpose()?;
        Ok(Friction {
            name: self.name_in(pair)?,
            sentence: self.sentence(pair),
            condition: self.expr_in(pair)?,
            answered_by,
        })
    }
}
