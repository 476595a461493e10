//! How a script is computed: by the nodes of the graph, or by the interpreter, and why.

use super::{Fault, Script};
use stageplay_dsl::typed::{Playbook, Score, ScoreBody};
use std::fmt;

/// How a script is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By nodes; the interpreter is asked only where they know nothing.
    Lowered,
    /// By the interpreter, account by account.
    Interpreted {
        /// What keeps it from being lowered, and where.
        fault: Fault,
        /// The line of that in the script, from 1.
        line: Option<usize>,
    },
}

impl Way {
    /// Of a score; `None` where it is an expression, or its script does not compile.
    #[must_use]
    pub fn of(playbook: &Playbook, score: &Score) -> Option<Self> {
        let ScoreBody::Script { params, text, .. } = &score.body else { return None };
        let script = Script::compile(params, text).ok()?;
        Some(match script.formula(params, &playbook.choices) {
            Ok(_) => Self::Lowered,
            Err(fault) => {
                let before = fault.offset.and_then(|offset| text.get(..offset));
                let line = before.map(|before| before.matches('\n').count() + 1);
                Self::Interpreted { fault, line }
            }
        })
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lowered => f.write_str("lowered"),
            Self::Interpreted { fault, line: Some(line) } => {
                write!(f, "run by the interpreter: line {line} {}", fault.message)
            }
            Self::Interpreted { fault, line: None } => write!(f, "run by the interpreter: it {}", fault.message),
        }
    }
}
