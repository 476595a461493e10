//! Typed expressions.

use super::{Direction, ListQuantifier, Move, Trend};
use crate::source::Span;
use crate::types::{
    ExprId, FieldId, Function, JourneyId, LetId, ListId, PartId, PlayId, RiskId, ScoreId, SettingId, TierId, Type,
    Value,
};
use smol_str::SmolStr;

/// A typed expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Its number, unique in the playbook: tools name its node by it.
    pub id: ExprId,
    /// What it is.
    pub kind: ExprKind,
    /// Its kind of value.
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

impl Expr {
    /// The expression itself, or that of the account which it stands for.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match &self.kind {
            ExprKind::OfAccount(inner) => inner,
            _ => self,
        }
    }
}

/// What a typed expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A literal.
    Constant(Value),
    /// The date of the evaluation.
    AsOf,
    /// An account field.
    Field(FieldId),
    /// A setting.
    Setting(SettingId),
    /// A `let`.
    Let(LetId),
    /// A tier's word.
    Tier(TierId),
    /// A custom score.
    Score(ScoreId),
    /// The points (0 to 100) of a scorecard, dimension or indicator.
    Part(PartId),
    /// The band of a scorecard, dimension or indicator.
    Band(PartId),
    /// The stage an account is in.
    Stage(JourneyId),
    /// When a stage (its place in the journey) was entered or left last.
    StageDate {
        /** The journey. */
        journey: JourneyId,
        /** Which stage. */
        stage: usize,
        /** Which edge. */
        edge: StageEdge,
    },
    /// `on_track`, `behind` or `stuck`.
    Pace(JourneyId),
    /// A measure of a stage, in days.
    Measure {
        /** The journey. */
        journey: JourneyId,
        /** Which stage. */
        stage: usize,
        /** Which measure. */
        measure: usize,
    },
    /// The level of a risk.
    Level(RiskId),
    /// The state of a play.
    PlayState(PlayId),
    /// The state of a play's task (`open` or `done`).
    TaskState {
        /** The play. */
        play: PlayId,
        /** Which task. */
        task: usize,
    },
    /// `-x`.
    Negate(Box<Expr>),
    /// `not c`.
    Not(Box<Expr>),
    /// Numbers; also date ± days and date − date, dates being day numbers.
    Arithmetic {
        /** Which. */
        op: Arithmetic,
        /** Left. */
        left: Box<Expr>,
        /** Right. */
        right: Box<Expr>,
    },
    /// A date moved by whole months (`back`: earlier), clamped to the month's end.
    AddMonths {
        /** The date. */
        date: Box<Expr>,
        /** How many. */
        months: Box<Expr>,
        /** Earlier. */
        back: bool,
    },
    /// Numbers or dates compared.
    Compare {
        /** Which. */
        op: Comparison,
        /** Left. */
        left: Box<Expr>,
        /** Right. */
        right: Box<Expr>,
    },
    /// Texts, choices or truths compared for being the same.
    Same {
        /** `!=`. */
        negated: bool,
        /** Left. */
        left: Box<Expr>,
        /** Right. */
        right: Box<Expr>,
    },
    /// All of them; `a and b and c` is one of these without names.
    All(Vec<Criterion>),
    /// Any of them; `a or b or c` is one of these without names.
    Any(Vec<Criterion>),
    /// So many of them or more.
    AtLeastOf {
        /** How many. */
        count: Box<Expr>,
        /** Of these. */
        criteria: Vec<Criterion>,
    },
    /// How many of them are true; unknown when any is unknown.
    NumberOf(Vec<Criterion>),
    /// `is known`.
    IsKnown(Box<Expr>),
    /// `is missing`.
    IsMissing(Box<Expr>),
    /// `is red`, `is one of { … }` and their negations; the words by number.
    OneOf {
        /** A choice. */
        subject: Box<Expr>,
        /** `is not`. */
        negated: bool,
        /** In order. */
        words: Vec<u16>,
    },
    /// `is at least high`; false for a word outside the order.
    AtLeast {
        /** An ordered choice. */
        subject: Box<Expr>,
        /** The word. */
        word: u16,
    },
    /// `d within next D`, both ends included.
    Within {
        /** d. */
        date: Box<Expr>,
        /** Which way. */
        direction: Direction,
        /** D, in days. */
        distance: Box<Expr>,
    },
    /// `x if missing y`.
    IfMissing {
        /** x. */
        value: Box<Expr>,
        /** y. */
        fallback: Box<Expr>,
    },
    /// `if c then a else b`.
    If {
        /** c. */
        condition: Box<Expr>,
        /** a. */
        then: Box<Expr>,
        /** b. */
        otherwise: Box<Expr>,
    },
    /// `by x { … }`: `values[arms[code]]` for the word with that number. Invariant: `arms` has an entry for every word.
    By {
        /** A choice. */
        subject: Box<Expr>,
        /** Per word, which value. */
        arms: Vec<usize>,
        /** As written. */
        values: Vec<Expr>,
    },
    /// `days since d`.
    DaysSince(Box<Expr>),
    /// `days until d`.
    DaysUntil(Box<Expr>),
    /// `months since d`: whole months.
    MonthsSince(Box<Expr>),
    /// `(c) for D`.
    For {
        /** c. */
        condition: Box<Expr>,
        /** D, in days. */
        duration: Box<Expr>,
    },
    /// `x D ago`.
    Ago {
        /** x. */
        value: Box<Expr>,
        /** D, in days. */
        distance: Box<Expr>,
    },
    /// `previous x`.
    Previous(Box<Expr>),
    /// `change in x over D`, `growth of x over D`.
    Trend {
        /** Which. */
        trend: Trend,
        /** x. */
        value: Box<Expr>,
        /** D, in days. */
        over: Box<Expr>,
    },
    /// `x becomes red`.
    Becomes {
        /** A choice. */
        subject: Box<Expr>,
        /** The word. */
        word: u16,
    },
    /// `x worsens`, `x improves`.
    Moves {
        /** An ordered choice or a number. */
        subject: Box<Expr>,
        /** Which way. */
        direction: Move,
    },
    /// A list of records; only under `IsKnown` and `IsMissing`.
    List(ListId),
    /// A field of the element at hand; only inside `keep`, `value` and `test` of the list it belongs to, and in a play
    /// that has a run for each of its elements.
    Element {
        /** The list. */
        list: ListId,
        /** The place in its fields. */
        field: usize,
    },
    /// `account.x` inside a list: a value of the account, the same for each of its elements. Nothing in it reads an
    /// element.
    OfAccount(Box<Expr>),
    /// `count(people where c)`, `latest(people.last_contact where c)`.
    Aggregate {
        /** Which. */
        aggregate: Aggregate,
        /** The list. */
        list: ListId,
        /** The value of an element; `None` for `count`. Always an [`ExprKind::Element`]. */
        value: Option<Box<Expr>>,
        /** c: elements for which it is true are kept; without it, all. */
        keep: Option<Box<Expr>>,
    },
    /// `every people where c has (t)`.
    Quantified {
        /** Which. */
        quantifier: ListQuantifier,
        /** The list. */
        list: ListId,
        /** c: elements for which it is true are asked; without it, all. */
        keep: Option<Box<Expr>>,
        /** t; `None` only for `some` and `no`: whether there is an element. */
        test: Option<Box<Expr>>,
    },
    /// A built-in function.
    Call {
        /** Which. */
        function: Function,
        /** In order. */
        args: Vec<Expr>,
    },
}

/// A condition among others, with its name where the author gave one.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// The name.
    pub name: Option<SmolStr>,
    /// The condition.
    pub condition: Expr,
}

/// Arithmetic on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operators")]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Comparison of two numbers or dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operators")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// What is made of the elements of a list. An unknown list gives unknown; where nothing is kept, `count` and `sum`
/// are 0 and the others unknown (absent). `sum` is unknown where a kept value is unknown: a sum that left one out
/// would be a wrong number. The others take the values that are known, and are unknown where none is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the functions")]
pub enum Aggregate {
    Count,
    Sum,
    Average,
    Min,
    Max,
    Latest,
    Earliest,
}

impl Aggregate {
    const NAMES: &[(Self, &'static str)] = &[
        (Self::Count, "count"),
        (Self::Sum, "sum"),
        (Self::Average, "average"),
        (Self::Min, "min"),
        (Self::Max, "max"),
        (Self::Latest, "latest"),
        (Self::Earliest, "earliest"),
    ];

    /// The one of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.0 == self).map_or("?", |row| row.1)
    }

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|row| row.1)
    }
}

/// Which end of a stay in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum StageEdge {
    Entered,
    Left,
}

/// A text with values in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// In order.
    pub parts: Vec<TemplatePart>,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum TemplatePart {
    /// Words.
    Text(SmolStr),
    /// A value to be shown.
    Value(Expr),
}
