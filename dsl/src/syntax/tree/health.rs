//! Scorecards: dimensions, indicators, scales, bands, caps and floors.

use super::{Expr, Name, Text};
use crate::source::Span;

/// `health "…" { … }` or `scorecard NAME "…" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// `health`, or the name given.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// The sentence.
    pub sentence: Option<Text>,
    /// In order.
    pub clauses: Vec<CardClause>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// What stands in a scorecard.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a few dozen per playbook")]
pub enum CardClause {
    /// `missing skip`.
    Missing(MissingPolicy),
    /// `known at least 60%`.
    KnownAtLeast(Expr),
    /// `weights equal`.
    WeightsEqual(Span),
    /// A dimension or an indicator.
    Part(Part),
    /// `cap …` or `floor …`.
    Limit(Limit),
    /// `bands { … }`.
    Bands {
        /** Highest first. */
        bands: Vec<Band>,
        /** The block. */
        span: Span,
    },
}

/// What a missing indicator does.
#[derive(Clone, Debug, PartialEq)]
pub enum MissingPolicy {
    /// Its weight goes to the others.
    Skip(Span),
    /// It scores so many points.
    Score(Expr),
    /// Its last known value serves for so long.
    LastFor(Expr),
}

/// A dimension or an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// Its sentence.
    pub sentence: Option<Text>,
    /// `weight W`.
    pub weight: Option<Expr>,
    /// Which of the two.
    pub kind: PartKind,
    /// The whole of it.
    pub span: Span,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a few dozen per playbook")]
#[allow(missing_docs, reason = "the names say it")]
pub enum PartKind {
    Dimension(Vec<PartClause>),
    Indicator(Indicator),
}

/// What stands in a dimension.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a few dozen per playbook")]
pub enum PartClause {
    /// `applies when C`.
    AppliesWhen(Expr),
    /// `missing …`.
    Missing(MissingPolicy),
    /// `weights equal`.
    WeightsEqual(Span),
    /// A part of the part.
    Part(Part),
}

/// `login_trend weight 10: VALUE worst A best B missing score 30 applies when C`.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// VALUE.
    pub value: Expr,
    /// How it becomes 0 to 100.
    pub scale: Scale,
    /// Its own policy.
    pub missing: Option<MissingPolicy>,
    /// C.
    pub applies_when: Option<Expr>,
}

/// How a value becomes points.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// `worst A best B`.
    Linear {
        /** 0 points. */
        worst: Expr,
        /** 100 points. */
        best: Expr,
    },
    /// `steps { below 1: 40, up to 12: 60, otherwise: 0 }`.
    Steps {
        /** In order. */
        steps: Vec<Step>,
        /** The block. */
        span: Span,
    },
    /// `as is`.
    AsIs(Span),
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Up to where.
    pub bound: StepBound,
    /// How many points.
    pub points: Points,
}

/// Where a step ends.
#[derive(Clone, Debug, PartialEq)]
pub enum StepBound {
    /// `below X`: X itself is in the next step.
    Below(Expr),
    /// `up to X`: X itself is in this step.
    UpTo(Expr),
    /// `otherwise`.
    Otherwise(Span),
}

/// Points, or a band whose middle is meant.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Points {
    Value(Expr),
    Band(Name),
}

/// `cap red when C "why"`, `cap 60 when C`, `floor 40 when C`.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Cap or floor.
    pub kind: LimitKind,
    /// To what.
    pub to: LimitTo,
    /// When.
    pub condition: Expr,
    /// The sentence.
    pub sentence: Option<Text>,
    /// The whole clause.
    pub span: Span,
}

/// Cap or floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the keywords")]
pub enum LimitKind {
    Cap,
    Floor,
}

/// A number or a band.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LimitTo {
    Value(Expr),
    Band(Name),
}

/// `green from 75 until below 72`; the lowest has no `from`.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The band.
    pub name: Name,
    /// Entered at this score or above.
    pub from: Option<Expr>,
    /// Left below this score.
    pub until_below: Option<Expr>,
}
