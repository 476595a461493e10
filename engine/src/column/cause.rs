//! Why a value is unknown.

use std::fmt;

/// Why a value is unknown. The list is the language's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The record has no value.
    Absent,
    /// The value is older than its field allows.
    Expired,
    /// The record's value could not be read as the field's kind.
    Invalid,
    /// The value lies outside its range.
    OutOfRange,
    /// The denominator was zero.
    DivisionByZero,
    /// The result is no finite number.
    NotANumber,
    /// A script failed or gave something that is no number.
    Script,
    /// It would need an earlier evaluation or snapshot that is not there.
    NoHistory,
    /// Less of the score's weight is known than the scorecard asks for.
    TooLittleKnown,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "absent",
            Self::Expired => "expired",
            Self::Invalid => "invalid",
            Self::OutOfRange => "out of range",
            Self::DivisionByZero => "division by zero",
            Self::NotANumber => "not a number",
            Self::Script => "script",
            Self::NoHistory => "no history",
            Self::TooLittleKnown => "too little known",
        })
    }
}
