//! Plays, tasks, escalation and what a play tells others.

use super::{Expr, Name, Path, Template, Text};
use crate::source::Span;

/// `play NAME "title" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// The title.
    pub title: Option<Text>,
    /// In order.
    pub clauses: Vec<PlayClause>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

impl Play {
    /// Every task with the place of the escalation that creates it, the play's own first.
    pub fn tasks(&self) -> impl Iterator<Item = (&Task, Option<usize>)> {
        let own = self.clauses.iter().filter_map(|clause| match clause {
            PlayClause::Task(task) => Some((task, None)),
            _ => None,
        });
        let escalations = self.clauses.iter().filter_map(|clause| match clause {
            PlayClause::Escalation(escalation) => Some(escalation),
            _ => None,
        });
        let later = escalations
            .enumerate()
            .flat_map(|(level, escalation)| escalation.tasks.iter().map(move |task| (task, Some(level))));
        own.chain(later)
    }

    /// Its `each` clause; the first of several.
    #[must_use]
    pub fn each(&self) -> Option<&Each> {
        self.clauses.iter().find_map(|clause| match clause {
            PlayClause::Each(each) => Some(each),
            _ => None,
        })
    }
}

/// What stands in a play or in `defaults play`.
#[derive(Clone, Debug, PartialEq)]
pub enum PlayClause {
    /// `each person in people where C key person.id`.
    Each(Each),
    /// `when C`, `once E`, `every D from DATE`.
    Trigger {
        /** Which. */
        trigger: Trigger,
        /** The clause. */
        span: Span,
    },
    /// `holds for D`.
    HoldsFor(Expr),
    /// `unless C`.
    Unless(Expr),
    /// `succeeds when C`.
    Succeeds(Expr),
    /// `if cleared close after D` / `if cleared keep`.
    IfCleared {
        /** Which. */
        policy: IfCleared,
        /** The clause. */
        span: Span,
    },
    /// `expires after D`.
    Expires(Expr),
    /// `again after D` / `again never`.
    Again {
        /** Which. */
        policy: Again,
        /** The clause. */
        span: Span,
    },
    /// `priority X`.
    Priority(Expr),
    /// `owner ROLE`.
    Owner(Name),
    /// `on activation existing`.
    OnActivation {
        /** Which. */
        policy: Activation,
        /** The clause. */
        span: Span,
    },
    /// `task NAME …`.
    Task(Task),
    /// `escalate to ROLE …`.
    Escalation(Escalation),
    /// `on opening { … }`.
    OnOpening(Vec<Effect>),
    /// `on success { … }`.
    OnSuccess(Vec<Effect>),
    /// `on clearing { … }`.
    OnClearing(Vec<Effect>),
    /// `on closing { … }`.
    OnClosing(Vec<Effect>),
}

/// `each person in people where C key person.id`: a run of its own for each record of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Each {
    /// What a record is called in the play.
    pub variable: Name,
    /// The list.
    pub list: Path,
    /// C.
    pub keep: Option<Expr>,
    /// What tells records apart.
    pub key: Path,
    /// The whole clause.
    pub span: Span,
}

/// What opens a play.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// A state.
    When(Expr),
    /// An event.
    Once(Expr),
    /// A cadence.
    Every {
        /** How long. */
        period: Expr,
        /** From when. */
        anchor: Expr,
    },
}

/// What happens when the condition is no longer true.
#[derive(Clone, Debug, PartialEq)]
pub enum IfCleared {
    /// Nothing.
    Keep,
    /// Closes after so long.
    CloseAfter(Expr),
    /// Closes at once: `if cleared close`.
    Close,
}

/// Whether the play may open again after closing.
#[derive(Clone, Debug, PartialEq)]
pub enum Again {
    /// Not for the same account.
    Never,
    /// After so long.
    After(Expr),
}

/// What a play's first evaluation does with accounts that already match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// Opens.
    Existing,
    /// Opens without actions.
    ExistingQuietly,
    /// Waits for false and then true.
    NewOnly,
}

/// `task NAME "title" owner ROLE due … effort 1 hour when C done when C`.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// The title.
    pub title: Option<Template>,
    /// ROLE.
    pub owner: Option<Name>,
    /// When.
    pub due: Option<Due>,
    /// In hours.
    pub effort: Option<Expr>,
    /// `side customer`.
    pub side: Option<Name>,
    /// `when C`: created only once this is true.
    pub when: Option<Expr>,
    /// `done when C`.
    pub done_when: Option<Expr>,
    /// The whole clause.
    pub span: Span,
}

/// When a task is due.
#[derive(Clone, Debug, PartialEq)]
pub enum Due {
    /// `due in 1 business day`: from creation.
    In(Expr),
    /// `due 5 business days after TASK`: from its completion.
    After {
        /** How long. */
        distance: Expr,
        /** TASK. */
        task: Name,
    },
    /// `due 10 days before DATE`.
    Before {
        /** How long. */
        distance: Expr,
        /** DATE. */
        date: Expr,
    },
}

/// `escalate to ROLE 2 days after opening unless TASK is done { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Escalation {
    /// ROLE.
    pub to: Name,
    /// When.
    pub trigger: EscalationTrigger,
    /// A condition, or `TASK is done`.
    pub unless: Option<Expr>,
    /// What it tells.
    pub effects: Vec<Effect>,
    /// What is to be done from then on.
    pub tasks: Vec<Task>,
    /// `owner`: the role takes the play over.
    pub takes_over: Vec<Span>,
    /// The whole clause.
    pub span: Span,
}

/// When an escalation fires.
#[derive(Clone, Debug, PartialEq)]
pub enum EscalationTrigger {
    /// `D after opening`.
    AfterOpening(Expr),
    /// `when TASK is D overdue`.
    Overdue {
        /** TASK. */
        task: Name,
        /** D. */
        distance: Expr,
    },
}

/// What a play tells another system.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// `notify "#channel" "message"`.
    Notify {
        /** The channel. */
        to: Text,
        /** The message. */
        message: Template,
    },
    /// `update "crm.field" = VALUE`; a text is a template.
    Update {
        /** The field in the other system. */
        field: Text,
        /** VALUE. */
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
