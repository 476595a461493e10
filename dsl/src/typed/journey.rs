//! Journeys.

use super::Expr;
use crate::source::Span;
use crate::types::{ChoiceSetId, FieldId, PlayId, RoleId};
use smol_str::SmolStr;

/// A journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Its name.
    pub name: SmolStr,
    /// What it was called before: state kept under that name is its own.
    pub formerly: Option<SmolStr>,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// The words of its stages: those in the order first, then those with `interrupts while`, then
    /// `none` where `applies_when` is given.
    pub stage_set: ChoiceSetId,
    /// Where false, the account is on no stage.
    pub applies_when: Option<Expr>,
    /// A field whose words name the stages, for accounts that arrive mid-life.
    pub start_in: Option<FieldId>,
    /// A stage's place here is its word's number.
    pub stages: Vec<Stage>,
    /// Stages of former days, and the place of the stage to which their accounts go.
    pub retired: Vec<(SmolStr, usize)>,
    /// Its name in the source.
    pub span: Span,
}

/// A stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its name.
    pub name: SmolStr,
    /// What it was called before: state kept under that name is its own.
    pub formerly: Option<SmolStr>,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// Who looks after it.
    pub owner: Option<RoleId>,
    /// Where its clock starts instead of at entry.
    pub clock_from: Option<Expr>,
    /// Open where absent.
    pub enter: Option<Expr>,
    /// Where absent, it is left when the next can be entered.
    pub exit: Option<Expr>,
    /// False drops one rung, unknown keeps.
    pub holds_while: Option<Expr>,
    /// Entered from any stage while true.
    pub interrupts_while: Option<Expr>,
    /// Back to which stage, when.
    pub back_to: Vec<(usize, Expr)>,
    /// From which stages it is entered; empty for the first.
    pub after: Vec<usize>,
    /// Named durations.
    pub measures: Vec<Measure>,
    /// How long it should take, in days.
    pub target: Option<Expr>,
    /// From when it is stuck, in days.
    pub stuck_after: Option<Expr>,
    /// What the customer may expect.
    pub expected: Option<SmolStr>,
    /// What may go wrong.
    pub friction: Vec<Friction>,
    /// Its name in the source.
    pub span: Span,
}

/// The days from one date to another; unknown until both are.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: SmolStr,
    /// From.
    pub from: Expr,
    /// To.
    pub to: Expr,
}

/// What may go wrong in a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Friction {
    /// Its name.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// When it is there.
    pub condition: Expr,
    /// What is done about it.
    pub answered_by: Option<PlayId>,
}
