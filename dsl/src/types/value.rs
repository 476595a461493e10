//! Constant values.

use super::Day;
use smol_str::SmolStr;

/// A value known when the playbook is compiled.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Any numeric kind.
    Number(f64),
    /// A calendar day.
    Date(Day),
    /// True or false.
    Truth(bool),
    /// The number of a word in its set.
    Choice(u16),
    /// Words.
    Text(SmolStr),
}
