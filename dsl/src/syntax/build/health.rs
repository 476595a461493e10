//! Scorecards.

use super::{Builder, Fault, all, find, one, only, two};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Band, Card, CardClause, Expr, ExprKind, Indicator, Limit, LimitKind, LimitTo, MissingPolicy, Name, Part,
    PartClause, PartKind, Points, Scale, Step, StepBound,
};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `health { … }` or `scorecard NAME { … }`.
    pub(super) fn card(&self, pair: &Pair<'_, Rule>) -> Result<Card, Fault> {
        let name = match find(pair, Rule::kw_health) {
            Some(keyword) => self.name(&keyword),
            None => self.name_in(pair)?,
        };
        let mut clauses = Vec::new();
        for clause in all(pair, Rule::card_clause) {
            clauses.push(self.card_clause(&only(self, &clause)?)?);
        }
        Ok(Card { name, formerly: self.formerly(pair)?, sentence: self.sentence(pair), clauses, span: self.span(pair) })
    }

    fn card_clause(&self, clause: &Pair<'_, Rule>) -> Result<CardClause, Fault> {
        Ok(match clause.as_rule() {
            Rule::missing => CardClause::Missing(self.missing(clause)?),
            Rule::known_at_least => CardClause::KnownAtLeast(self.quantity_in(clause)?),
            Rule::kw_weights_equal => CardClause::WeightsEqual(self.span(clause)),
            Rule::limit => CardClause::Limit(self.limit(clause)?),
            Rule::bands => {
                let bands = all(clause, Rule::band).map(|band| self.band(&band)).collect::<Result<_, Fault>>()?;
                CardClause::Bands { bands, span: self.span(clause) }
            }
            _ => CardClause::Part(self.part(clause)?),
        })
    }

    fn missing(&self, pair: &Pair<'_, Rule>) -> Result<MissingPolicy, Fault> {
        if let Some(score) = find(pair, Rule::missing_score) {
            return Ok(MissingPolicy::Score(self.quantity_in(&score)?));
        }
        if let Some(last) = find(pair, Rule::missing_last) {
            return Ok(MissingPolicy::LastFor(self.quantity_in(&last)?));
        }
        Ok(MissingPolicy::Skip(self.span(pair)))
    }

    fn band(&self, pair: &Pair<'_, Rule>) -> Result<Band, Fault> {
        let from = find(pair, Rule::band_from).map(|from| self.quantity_in(&from)).transpose()?;
        let until_below = find(pair, Rule::band_until).map(|until| self.quantity_in(&until)).transpose()?;
        Ok(Band { name: self.name_in(pair)?, from, until_below })
    }

    fn limit(&self, pair: &Pair<'_, Rule>) -> Result<Limit, Fault> {
        let kind = if find(pair, Rule::kw_cap).is_some() { LimitKind::Cap } else { LimitKind::Floor };
        let to = match self.points(&one(self, pair, Rule::points)?)? {
            Points::Value(value) => LimitTo::Value(value),
            Points::Band(band) => LimitTo::Band(band),
        };
        Ok(Limit { kind, to, condition: self.expr_in(pair)?, sentence: self.sentence(pair), span: self.span(pair) })
    }

    /// Points, or the one word of a band.
    fn points(&self, pair: &Pair<'_, Rule>) -> Result<Points, Fault> {
        let value = self.quantity_in(pair)?;
        Ok(match single_word(&value) {
            Some(band) => Points::Band(band.clone()),
            None => Points::Value(value),
        })
    }

    /// A `dimension` or `indicator` pair.
    fn part(&self, pair: &Pair<'_, Rule>) -> Result<Part, Fault> {
        let kind = match pair.as_rule() {
            Rule::dimension => {
                let mut clauses = Vec::new();
                for clause in all(pair, Rule::dimension_clause) {
                    clauses.push(self.part_clause(&only(self, &clause)?)?);
                }
                PartKind::Dimension(clauses)
            }
            Rule::indicator => PartKind::Indicator(self.indicator(pair)?),
            _ => return Err(self.unreadable(pair)),
        };
        let weight = find(pair, Rule::weight).map(|weight| self.quantity_in(&weight)).transpose()?;
        Ok(Part {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            sentence: self.sentence(pair),
            weight,
            kind,
            span: self.span(pair),
        })
    }

    fn part_clause(&self, clause: &Pair<'_, Rule>) -> Result<PartClause, Fault> {
        Ok(match clause.as_rule() {
            Rule::applies_when => PartClause::AppliesWhen(self.expr_in(clause)?),
            Rule::missing => PartClause::Missing(self.missing(clause)?),
            Rule::kw_weights_equal => PartClause::WeightsEqual(self.span(clause)),
            _ => PartClause::Part(self.part(clause)?),
        })
    }

    fn indicator(&self, pair: &Pair<'_, Rule>) -> Result<Indicator, Fault> {
        let missing = find(pair, Rule::missing).map(|missing| self.missing(&missing)).transpose()?;
        let applies_when = find(pair, Rule::applies_when).map(|applies| self.expr_in(&applies)).transpose()?;
        let scale = self.scale(&only(self, &one(self, pair, Rule::scale)?)?)?;
        Ok(Indicator { value: self.expr_in(pair)?, scale, missing, applies_when })
    }

    fn scale(&self, pair: &Pair<'_, Rule>) -> Result<Scale, Fault> {
        match pair.as_rule() {
            Rule::linear => {
                let [worst, best] = two(self, pair, Rule::quantity)?;
                Ok(Scale::Linear { worst: self.expr(&worst)?, best: self.expr(&best)? })
            }
            Rule::steps => {
                let steps = all(pair, Rule::step).map(|step| self.step(&step)).collect::<Result<_, Fault>>()?;
                Ok(Scale::Steps { steps, span: self.span(pair) })
            }
            Rule::kw_as_is => Ok(Scale::AsIs(self.span(pair))),
            _ => Err(self.unreadable(pair)),
        }
    }

    fn step(&self, pair: &Pair<'_, Rule>) -> Result<Step, Fault> {
        let first = only(self, pair)?;
        let bound = match first.as_rule() {
            Rule::step_below => StepBound::Below(self.quantity_in(&first)?),
            Rule::step_up_to => StepBound::UpTo(self.quantity_in(&first)?),
            _ => StepBound::Otherwise(self.span(&first)),
        };
        Ok(Step { bound, points: self.points(&one(self, pair, Rule::points)?)? })
    }
}

fn single_word(expr: &Expr) -> Option<&Name> {
    let ExprKind::Path(path) = &expr.kind else { return None };
    match path.parts.as_slice() {
        [word] => Some(word),
        _ => None,
    }
}
