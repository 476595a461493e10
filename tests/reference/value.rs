//! What the reference evaluator computes with.

use smol_str::SmolStr;
use stageplay_dsl::types::Value;
use std::collections::BTreeMap;

/// A known value; an unknown one is `None` wherever this stands in an `Option`. Dates are day numbers and may
/// have a fraction once days have been added to them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    Number(f64),
    Truth(bool),
    Word(u16),
    Text(SmolStr),
    /// The records of a list, each with its values by path.
    Records(Vec<Account>),
}

/// One account's values by the path of the field, as the reader hands them over: defaults filled in, a percent
/// as its fraction. A path that is not there is missing, too.
pub(crate) type Account = BTreeMap<String, Option<Known>>;

impl Known {
    /// The value of a literal.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Number(number) => Self::Number(*number),
            Value::Date(day) => Self::Number(f64::from(*day)),
            Value::Truth(truth) => Self::Truth(*truth),
            Value::Choice(code) => Self::Word(*code),
            Value::Text(text) => Self::Text(text.clone()),
        }
    }

    pub(crate) fn number(&self) -> f64 {
        match self {
            Self::Number(number) => *number,
            other => panic!("a number was expected where the playbook has {other:?}"),
        }
    }

    pub(crate) fn truth(&self) -> bool {
        match self {
            Self::Truth(truth) => *truth,
            other => panic!("a condition was expected where the playbook has {other:?}"),
        }
    }

    pub(crate) fn word(&self) -> u16 {
        match self {
            Self::Word(word) => *word,
            other => panic!("a word was expected where the playbook has {other:?}"),
        }
    }
}
