//! Metrics and signals.

use super::{Builder, Fault, all, find, one, only};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Expr, Kept, Metric, MetricValue, Signal, Threshold, ThresholdOf};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `metric NAME "title" = VALUE target V`.
    pub(super) fn metric(&self, pair: &Pair<'_, Rule>) -> Result<Metric, Fault> {
        let value = only(self, &one(self, pair, Rule::metric_value)?)?;
        let target = find(pair, Rule::target).map(|target| self.quantity_in(&target)).transpose()?;
        Ok(Metric { name: self.name_in(pair)?, title: self.sentence(pair), value: self.metric_value(&value)?, target })
    }

    fn metric_value(&self, value: &Pair<'_, Rule>) -> Result<MetricValue, Fault> {
        Ok(match value.as_rule() {
            Rule::retention => MetricValue::Retention {
                value: self.expr_in(value)?,
                over: self.over_period(value)?,
                kept: if find(value, Rule::kw_net).is_some() { Kept::Net } else { Kept::Gross },
            },
            Rule::churn => MetricValue::Churn { value: self.expr_in(value)?, over: self.over_period(value)? },
            Rule::distribution => MetricValue::Distribution {
                value: self.expr_in(&one(self, value, Rule::distribution_call)?)?,
                per: find(value, Rule::per).map(|per| self.path_in(&per)).transpose()?,
            },
            Rule::nps => {
                let call = one(self, value, Rule::nps_call)?;
                MetricValue::Nps {
                    answer: self.expr_in(&call)?,
                    keep: find(&call, Rule::where_part).map(|part| self.expr_in(&part)).transpose()?,
                    weight: find(value, Rule::weighted_by).map(|weight| self.quantity_in(&weight)).transpose()?,
                }
            }
            _ => return Err(self.unreadable(value)),
        })
    }

    fn over_period(&self, pair: &Pair<'_, Rule>) -> Result<Expr, Fault> {
        self.plain(&one(self, pair, Rule::over_period)?)
    }

    /// `signal NAME "title" when … have C owner ROLE`.
    pub(super) fn signal(&self, pair: &Pair<'_, Rule>) -> Result<Signal, Fault> {
        let when = one(self, pair, Rule::signal_when)?;
        let thresholds = all(&when, Rule::threshold).map(|threshold| self.threshold(&threshold));
        Ok(Signal {
            name: self.name_in(pair)?,
            title: self.sentence(pair),
            thresholds: thresholds.collect::<Result<_, _>>()?,
            condition: self.expr_in(&when)?,
            owner: find(pair, Rule::owner).map(|owner| self.name_in(&owner)).transpose()?,
        })
    }

    fn threshold(&self, pair: &Pair<'_, Rule>) -> Result<Threshold, Fault> {
        let of = if find(pair, Rule::kw_of_revenue).is_some() {
            ThresholdOf::RevenueShare
        } else if find(pair, Rule::kw_of_accounts).is_some() {
            ThresholdOf::AccountShare
        } else {
            ThresholdOf::Accounts
        };
        Ok(Threshold { amount: self.quantity_in(pair)?, of })
    }
}
