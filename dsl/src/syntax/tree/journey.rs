//! Journeys and their stages.

use super::{Expr, Name, Path, Text};
use crate::source::Span;

/// `journey NAME { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// The sentence.
    pub sentence: Option<Text>,
    /// In order.
    pub clauses: Vec<JourneyClause>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// What stands in a journey.
#[derive(Clone, Debug, PartialEq)]
pub enum JourneyClause {
    /// `applies when C`.
    AppliesWhen(Expr),
    /// `start in stage from FIELD`.
    StartIn(Path),
    /// `stage NAME { … }`.
    Stage(Stage),
    /// `retired stage OLD to STAGE`.
    Retired {
        /** OLD. */
        stage: Name,
        /** STAGE. */
        to: Name,
    },
}

/// `stage NAME "sentence" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// The sentence.
    pub sentence: Option<Text>,
    /// In order.
    pub clauses: Vec<StageClause>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// What stands in a stage.
#[derive(Clone, Debug, PartialEq)]
pub enum StageClause {
    /// `owner ROLE`.
    Owner(Name),
    /// `clock from DATE`.
    ClockFrom(Expr),
    /// `enter when C`.
    Enter(Expr),
    /// `exit when C`.
    Exit(Expr),
    /// `holds while C`.
    HoldsWhile(Expr),
    /// `interrupts while C`.
    InterruptsWhile(Expr),
    /// `back to STAGE when C`.
    BackTo {
        /** STAGE. */
        stage: Name,
        /** C. */
        condition: Expr,
    },
    /// `after a, b`.
    After(Vec<Name>),
    /// `measure NAME = days from A to B`.
    Measure(Measure),
    /// `target D`.
    Target(Expr),
    /// `stuck after D`.
    StuckAfter(Expr),
    /// `expected "…"`.
    Expected(Text),
    /// `friction NAME "…" when C answered by PLAY`.
    Friction(Friction),
}

/// `measure NAME = days from A to B`.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// NAME.
    pub name: Name,
    /// A.
    pub from: Expr,
    /// B.
    pub to: Expr,
}

/// `friction NAME "…" when C answered by PLAY`.
#[derive(Clone, Debug, PartialEq)]
pub struct Friction {
    /// NAME.
    pub name: Name,
    /// What goes wrong.
    pub sentence: Option<Text>,
    /// C.
    pub condition: Expr,
    /// PLAY.
    pub answered_by: Option<Name>,
}
