//! Scorecards.

use super::{Expr, LimitKind};
use crate::source::Span;
use crate::types::{CardId, ChoiceSetId, PartId};
use smol_str::SmolStr;

/// A scorecard; its points are those of its root part after caps and floors.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// `health`, or the name given.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// The part that holds all others.
    pub root: PartId,
    /// Less known weight than this fraction: the score is unknown.
    pub known_at_least: Option<f64>,
    /// In order.
    pub limits: Vec<Limit>,
    /// Lowest first, as the words of `band_set` are.
    pub bands: Vec<Band>,
    /// Lowest first.
    pub band_set: ChoiceSetId,
    /// Its keyword and name.
    pub span: Span,
}

/// A scorecard's root, a dimension or an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its own name.
    pub name: SmolStr,
    /// With its owners: `health.usage.login_trend`.
    pub path: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// Whose part it is.
    pub card: CardId,
    /// A plain number, the same for all accounts or `by` a choice; a root has 100.
    pub weight: Expr,
    /// Where false, it leaves both sides of the mean.
    pub applies_when: Option<Expr>,
    /// What it holds.
    pub kind: PartKind,
    /// Its name in the source.
    pub span: Span,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq)]
pub enum PartKind {
    /// The weighted mean of its known parts.
    Group(Vec<PartId>),
    /// A value on a scale.
    Indicator {
        /** The value. */
        value: Expr,
        /** The scale. */
        scale: Scale,
        /** When missing. */
        missing: MissingPolicy,
    },
}

/// How a value becomes points.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// `100 * clamp((x - worst) / (best - worst), 0, 1)`.
    Linear {
        /** 0 points. */
        worst: Expr,
        /** 100 points. */
        best: Expr,
    },
    /// The first step whose bound is not passed.
    Steps {
        /** Ascending. */
        steps: Vec<Step>,
        /** Points past the last. */
        otherwise: Expr,
    },
    /// The value is the points, clamped to 0 to 100.
    AsIs,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where it ends.
    pub bound: Expr,
    /// `up to`: the bound itself is in this step.
    pub inclusive: bool,
    /// Points.
    pub points: Expr,
}

/// What a missing indicator does.
#[derive(Clone, Debug, PartialEq)]
pub enum MissingPolicy {
    /// Its weight goes to the others.
    Skip,
    /// It scores so many points and counts as known.
    Score(Expr),
    /// Its last known value serves for so many days.
    LastFor(Expr),
}

/// A cap or a floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Which.
    pub kind: LimitKind,
    /// To what.
    pub to: LimitTo,
    /// When.
    pub condition: Expr,
    /// Why.
    pub sentence: Option<SmolStr>,
    /// The clause.
    pub span: Span,
}

/// What a limit limits to.
#[derive(Clone, Debug, PartialEq)]
pub enum LimitTo {
    /// Points.
    Value(Expr),
    /// A band by number: it is forced, even when the score is unknown.
    Band(u16),
}

/// A band: entered at `from` or above, left below `until_below`; the lowest has neither.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The word.
    pub name: SmolStr,
    /// Entered at this score.
    pub from: Option<Expr>,
    /// Left below this score.
    pub until_below: Option<Expr>,
    /// Its name in the source.
    pub span: Span,
}
