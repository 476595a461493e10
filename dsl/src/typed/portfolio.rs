//! Metrics and signals: what is said about all accounts together. No account's value reads them.

use super::{Expr, Kept, Period};
use crate::source::Span;
use crate::types::RoleId;
use smol_str::SmolStr;

/// A metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its name.
    pub name: SmolStr,
    /// What people call it; the name where none was given.
    pub title: SmolStr,
    /// What it measures.
    pub measure: Measured,
    /// What it should reach: a share for retention and churn, -100 to 100 for nps.
    pub target: Option<f64>,
    /// Its name in the source.
    pub span: Span,
}

/// What a metric measures.
#[derive(Clone, Debug, PartialEq)]
pub enum Measured {
    /// Value kept of the accounts known at the start of the period.
    Retention {
        /** A number or money; read from the snapshot of the start too. */
        value: Expr,
        /** How long the period is. */
        over: Period,
        /** Whether growth counts. */
        kept: Kept,
    },
    /// Value lost with accounts that are gone since the start of the period.
    Churn {
        /** A number or money; read from the snapshot of the start too. */
        value: Expr,
        /** How long the period is. */
        over: Period,
    },
    /// How values are spread. At least one of `numbers` and `words` is there.
    Distribution {
        /** A number of any unit. */
        numbers: Option<Expr>,
        /** A choice; beside `numbers`, the bands of these points. */
        words: Option<Expr>,
        /** A choice that parts the accounts. */
        per: Option<Expr>,
    },
    /// Promoters minus detractors.
    Nps {
        /** 0 to 10. */
        answer: Expr,
        /** A number of any unit; every account counts alike without it. */
        weight: Option<Expr>,
    },
}

/// A signal: raised where enough accounts have a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its name.
    pub name: SmolStr,
    /// What people call it; the name where none was given.
    pub title: SmolStr,
    /// Any of these is enough; never empty.
    pub thresholds: Vec<Threshold>,
    /// A condition about one account.
    pub condition: Expr,
    /// Who answers for it: a role that is the same for every account.
    pub owner: Option<RoleId>,
    /// Its name in the source.
    pub span: Span,
}

/// How much is enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// So many accounts; a whole number, 1 or more.
    Accounts(f64),
    /// Such a share of all revenue, above 0 and at most 1.
    RevenueShare(f64),
    /// Such a share of all accounts, above 0 and at most 1.
    AccountShare(f64),
}

impl Metric {
    /// Every expression it reads, in the order written.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expr> {
        match &self.measure {
            Measured::Retention { value, .. } | Measured::Churn { value, .. } => vec![value],
            Measured::Distribution { numbers, words, per } => numbers.iter().chain(words).chain(per).collect(),
            Measured::Nps { answer, weight } => std::iter::once(answer).chain(weight).collect(),
        }
    }
}
