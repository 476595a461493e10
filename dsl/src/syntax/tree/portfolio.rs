//! Metrics and signals: what is said about all accounts together.

use super::{Expr, Name, Path, Text};

/// `metric NAME "title" = VALUE target V`.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// NAME.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// VALUE.
    pub value: MetricValue,
    /// V.
    pub target: Option<Expr>,
}

/// What a metric measures.
#[derive(Clone, Debug, PartialEq)]
pub enum MetricValue {
    /// `retention(X over D, net)`, `retention(X over D, gross)`.
    Retention {
        /** X. */
        value: Expr,
        /** D. */
        over: Expr,
        /** Which. */
        kept: Kept,
    },
    /// `churn(X over D)`.
    Churn {
        /** X. */
        value: Expr,
        /** D. */
        over: Expr,
    },
    /// `distribution(X) per CHOICE`.
    Distribution {
        /** X. */
        value: Expr,
        /** CHOICE. */
        per: Option<Path>,
    },
    /// `nps(X where C) weighted by W`.
    Nps {
        /** X. */
        answer: Expr,
        /** C. */
        keep: Option<Expr>,
        /** W. */
        weight: Option<Expr>,
    },
}

/// Whether growth of the customers who stay makes up for those who leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the words")]
pub enum Kept {
    Net,
    Gross,
}

/// `signal NAME "title" when at least 5 accounts or 10% of revenue have C owner ROLE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// NAME.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// Any of these is enough.
    pub thresholds: Vec<Threshold>,
    /// C.
    pub condition: Expr,
    /// ROLE.
    pub owner: Option<Name>,
}

/// `5 accounts`, `10% of revenue`, `10% of accounts`.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// How many, or which share.
    pub amount: Expr,
    /// Of what.
    pub of: ThresholdOf,
}

/// What a threshold counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThresholdOf {
    /// Accounts.
    Accounts,
    /// Their share of all revenue.
    RevenueShare,
    /// Their share of all accounts.
    AccountShare,
}
