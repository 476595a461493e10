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
        /** Whose. */
        answer: Answer,
        /** A number of any unit; every account counts alike without it. */
        weight: Option<Expr>,
    },
}

/// Answers to "would you recommend us".
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// One of an account: 0 to 10.
    Account(Expr),
    /// Several of an account, by those of a list. Three counts: the account's answer is
    /// `100 * (promoters - detractors) / known`, unknown where nobody answered.
    People {
        /** Who answered. */
        known: Box<Expr>,
        /** Who gave 9 or more. */
        promoters: Box<Expr>,
        /** Who gave 6 or less. */
        detractors: Box<Expr>,
    },
}

impl Answer {
    /// From here on an answer is that of a promoter.
    pub const PROMOTER: f64 = 9.0;
    /// Up to here it is that of a detractor.
    pub const DETRACTOR: f64 = 6.0;

    /// What is read of an account.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Self::Account(answer) => vec![answer],
            Self::People { known, promoters, detractors } => vec![known, promoters, detractors],
        }
    }
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
            Measured::Nps { answer, weight } => answer.expressions().into_iter().chain(weight).collect(),
        }
    }
}
