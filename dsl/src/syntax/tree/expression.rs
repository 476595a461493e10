//! Expressions and conditions.

use super::{Name, Path};
use crate::source::Span;
use smol_str::SmolStr;

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, parentheses left out.
    pub span: Span,
}

/// The forms an expression takes.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `12`, `70%`, `100k USD`, `30 days`.
    Number(NumberLiteral),
    /// `2026-03-02`, as days since 1970-01-01.
    Date(i32),
    /// `"…"`.
    Text(SmolStr),
    /// `usage.logins_30d`; also `as_of` and a bare choice word on the right of `=`.
    Path(Path),
    /// `min(a, b)`, `count(people where active)`.
    Call {
        /** The function. */
        name: Name,
        /** In order. */
        args: Vec<Expr>,
        /** What follows `where`. */
        keep: Option<Box<Expr>>,
    },
    /// `-x`.
    Negate(Box<Expr>),
    /// `not c`.
    Not(Box<Expr>),
    /// `a + b`, `a < b`, `a and b`.
    Binary {
        /** Which. */
        op: BinaryOp,
        /** Left. */
        left: Box<Expr>,
        /** Right. */
        right: Box<Expr>,
    },
    /// `x is …`, `x is not …`.
    Is {
        /** What. */
        subject: Box<Expr>,
        /** `is not`. */
        negated: bool,
        /** Against what. */
        test: IsTest,
    },
    /// `d within next D`, `d within last D`.
    Within {
        /** The date. */
        date: Box<Expr>,
        /** Which way. */
        direction: Direction,
        /** D. */
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
    /// `by segment { smb: 1, otherwise: 2 }`.
    By {
        /** A choice, band, level, stage or tier. */
        subject: Path,
        /** In order. */
        arms: Vec<Arm>,
    },
    /// `days since d`, `months since d` (`months` true).
    Since {
        /** Whole months instead of days. */
        months: bool,
        /** d. */
        date: Box<Expr>,
    },
    /// `days until d`.
    Until {
        /** d. */
        date: Box<Expr>,
    },
    /// `(c) for 30 days`.
    For {
        /** c. */
        condition: Box<Expr>,
        /** 30 days. */
        duration: Box<Expr>,
    },
    /// `x 30 days ago`.
    Ago {
        /** x. */
        value: Box<Expr>,
        /** 30 days. */
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
        /** D. */
        over: Box<Expr>,
    },
    /// `x becomes red`.
    Becomes {
        /** x. */
        subject: Box<Expr>,
        /** The word. */
        word: Name,
    },
    /// `x worsens`, `x improves`.
    Moves {
        /** x. */
        subject: Box<Expr>,
        /** Which way. */
        direction: Move,
    },
    /// `all of { … }`, `any of { … }`, `at least 3 of { … }`, `number of { … }`.
    Group {
        /** Which. */
        quantifier: Quantifier,
        /** In order. */
        criteria: Vec<Criterion>,
    },
    /// `every people where c has (t)`.
    Quantified {
        /** Which. */
        quantifier: ListQuantifier,
        /** The list. */
        list: Path,
        /** c. */
        keep: Option<Box<Expr>>,
        /** t. */
        test: Option<Box<Expr>>,
    },
}

/// What is asked of the kept elements of a list, Kleene: `some` is true where one is true, false where all are
/// false or there is none; `no` is its negation; `every` is false where one is false, true where all are true;
/// `share` is the share that is true, unknown where any is unknown. `every` and `share` are unknown (absent) where
/// nothing is kept: there is nobody to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the words")]
pub enum ListQuantifier {
    Some,
    No,
    Every,
    Share,
}

/// Two-sided operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operators")]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// What `is` asks.
#[derive(Clone, Debug, PartialEq)]
pub enum IsTest {
    /// `is known`.
    Known,
    /// `is missing`.
    Missing,
    /// `is red`.
    Word(Name),
    /// `is one of { red, yellow }`.
    OneOf(Vec<Name>),
    /// `is at least high`.
    AtLeast(Name),
}

/// Which side of today `within` looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From `as_of` on.
    Next,
    /// Up to `as_of`.
    Last,
}

/// Absolute or relative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trend {
    /// A difference.
    Change,
    /// Relative to the value then.
    Growth,
}

/// Which way something ordered went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the words")]
pub enum Move {
    Worsens,
    Improves,
}

/// How many of a group of criteria.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantifier {
    /// Every one.
    All,
    /// One or more.
    Any,
    /// So many or more.
    AtLeast(Box<Expr>),
    /// The count itself.
    NumberOf,
}

/// One line of a group, named or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// `first_value:`.
    pub name: Option<Name>,
    /// The condition.
    pub condition: Expr,
}

/// One case of a `by`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// A word of the subject, or `None` for `otherwise`.
    pub word: Option<Name>,
    /// The value.
    pub value: Expr,
    /// The whole case.
    pub span: Span,
}

/// A number as written.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberLiteral {
    /// The value in the unit's own scale, rounded once from the decimal: `70%` is 0.7, `100k` is
    /// 100000, `2 weeks` is 14 with [`Unit::Days`].
    pub value: f64,
    /// The unit, if one was written.
    pub unit: Option<UnitWord>,
}

/// A unit with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitWord {
    /// Which.
    pub unit: Unit,
    /// Its place.
    pub span: Span,
}

/// Units of literals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `%`; the value is already a fraction.
    Percent,
    /// `day`, `days`, `week`, `weeks`; the value is in days.
    Days,
    /// `month`, `months`, `year`, `years`; the value is in months.
    Months,
    /// `business day`, `business days`.
    BusinessDays,
    /// `hour`, `hours`.
    Hours,
    /// A three-letter currency code.
    Money(SmolStr),
}
