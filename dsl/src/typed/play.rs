//! Plays.

use super::{Activation, Expr, Template};
use crate::source::Span;
use crate::types::{ChoiceSetId, ListId, RoleId};
use smol_str::SmolStr;

/// A play, with the `defaults` merged in.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// Its name.
    pub name: SmolStr,
    /// What it was called before: state kept under that name is its own.
    pub formerly: Option<SmolStr>,
    /// What people call it; the name where none was given.
    pub title: SmolStr,
    /// idle, pending, open, succeeded, cleared, expired, dismissed, withdrawn, gone, cooling.
    pub state_set: ChoiceSetId,
    /// The records of a list for each of which it has a run of its own. Invariant: with it, every expression of the
    /// play is one of an element of that list: what reads none is an [`ExprKind::OfAccount`].
    ///
    /// [`ExprKind::OfAccount`]: super::ExprKind::OfAccount
    pub each: Option<Each>,
    /// What opens it.
    pub trigger: Trigger,
    /// Pending until the condition has been true so many days.
    pub holds_for: Option<Expr>,
    /// Suppresses only when true.
    pub unless: Option<Expr>,
    /// When it has done its work.
    pub succeeds: Option<Expr>,
    /// What happens when the condition is no longer true; only of `when` plays.
    pub if_cleared: Option<IfCleared>,
    /// Closes after so many days open.
    pub expires: Option<Expr>,
    /// Whether it opens again after closing.
    pub again: Again,
    /// Orders the action list, highest first.
    pub priority: Expr,
    /// Who answers for it.
    pub owner: Option<RoleId>,
    /// What its first evaluation does.
    pub activation: Activation,
    /// Its own in order, then those of its escalations.
    pub tasks: Vec<Task>,
    /// In order.
    pub escalations: Vec<Escalation>,
    /// Sent when it opens.
    pub on_opening: Vec<Effect>,
    /// Sent when it succeeds.
    pub on_success: Vec<Effect>,
    /// Sent when it clears.
    pub on_clearing: Vec<Effect>,
    /// Sent when it closes, whatever the reason.
    pub on_closing: Vec<Effect>,
    /// Its name in the source.
    pub span: Span,
}

/// `each person in people where C key person.id`.
#[derive(Clone, Debug, PartialEq)]
pub struct Each {
    /// The list.
    pub list: ListId,
    /// What a record is called in the play.
    pub variable: SmolStr,
    /// C: records for which it is true are kept; without it, all.
    pub keep: Option<Expr>,
    /// The place in the list's fields of what tells records apart: a text or a number.
    pub key: usize,
    /// The clause.
    pub span: Span,
}

/// What opens a play.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// A state.
    When(Expr),
    /// An event.
    Once(Expr),
    /// A cadence, narrowed by a state.
    Every {
        /** How long. */
        period: Period,
        /** A date. */
        anchor: Expr,
        /** `when`. */
        when: Option<Expr>,
    },
}

/// The length of a cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// So many days.
    Days(u32),
    /// So many months.
    Months(u32),
}

/// What happens when the condition is no longer true.
#[derive(Clone, Debug, PartialEq)]
pub enum IfCleared {
    /// Nothing.
    Keep,
    /// Closes after so many days (0: at once).
    CloseAfter(Expr),
}

/// Whether a play opens again after closing.
#[derive(Clone, Debug, PartialEq)]
pub enum Again {
    /// Never for the same account.
    Never,
    /// After so many days.
    After(Expr),
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its name.
    pub name: SmolStr,
    /// What it was called before: state kept under that name is its own.
    pub formerly: Option<SmolStr>,
    /// What is to be done.
    pub title: Template,
    /// Who does it.
    pub owner: RoleId,
    /// When it is due.
    pub due: Option<Due>,
    /// Effort.
    pub effort_hours: Option<f64>,
    /// Whose task it is.
    pub side: Side,
    /// Created only once this is true.
    pub when: Option<Expr>,
    /// The place of the escalation that creates it; `None` for a task of the play itself.
    pub level: Option<usize>,
    /// When it counts as done without being told.
    pub done_when: Option<Expr>,
    /// Its name in the source.
    pub span: Span,
}

/// Whose task it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Side {
    #[default]
    Ours,
    Customer,
}

/// When a task is due.
#[derive(Clone, Debug, PartialEq)]
pub enum Due {
    /// So long after it is created.
    In(Distance),
    /// So long after another task (its place in the play) is done; created then.
    After {
        /** How long. */
        distance: Distance,
        /** Which task. */
        task: usize,
    },
    /// So long before a date.
    Before {
        /** How long. */
        distance: Distance,
        /** The date. */
        date: Expr,
    },
}

/// A length of calendar time.
#[derive(Clone, Debug, PartialEq)]
pub struct Distance {
    /// How many.
    pub amount: Expr,
    /// Of what.
    pub unit: DistanceUnit,
}

/// Of what a [`Distance`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum DistanceUnit {
    Days,
    BusinessDays,
    Months,
}

/// An escalation.
#[derive(Clone, Debug, PartialEq)]
pub struct Escalation {
    /// To whom.
    pub to: RoleId,
    /// When.
    pub trigger: EscalationTrigger,
    /// Not when this is true.
    pub unless: Option<Expr>,
    /// What it tells.
    pub effects: Vec<Effect>,
    /// Whether the role owns the play from then on.
    pub takes_over: bool,
    /// The clause.
    pub span: Span,
}

/// When an escalation fires.
#[derive(Clone, Debug, PartialEq)]
pub enum EscalationTrigger {
    /// So long after the play opened.
    AfterOpening(Distance),
    /// When a task (its place in the play) is so long overdue.
    Overdue {
        /** Which task. */
        task: usize,
        /** How long. */
        distance: Distance,
    },
}

/// What a play tells another system.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A message.
    Notify {
        /** The channel. */
        to: SmolStr,
        /** The message. */
        message: Template,
    },
    /// A field set.
    Update {
        /** The other system's field. */
        field: SmolStr,
        /** The value. */
        value: UpdateValue,
    },
}

/// What a field is set to.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum UpdateValue {
    Text(Template),
    Value(Expr),
}
