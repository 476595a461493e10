//! What can be wrong with tests.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Assignment, Expr, Name, Test};

/// A test on two dates.
pub(crate) fn second_date(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code(114), span, "a second date in a test is not part of this version of the language")
        .also(first, "the first date")
        .help("write another test for the other date")
}

/// A test that lacks what it must have.
pub(crate) fn test_without(test: &Test, missing: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code(206), test.name.span, format!("the test `{}` has no {missing}", test.name.text)).help(help)
}

/// A required field that a test takes away.
pub(crate) fn required_set_missing(set: &Assignment, path: &str) -> Diagnostic {
    Diagnostic::error(Code(208), set.span, format!("`{path}` is required: an account without it is never decided"))
        .help("give it a value, or leave it as the fixture has it")
}

/// A due date asked about in another way than `=`.
pub(crate) fn due_otherwise(span: Span) -> Diagnostic {
    Diagnostic::error(Code(208), span, "a due date is expected with `=` and a date")
        .help("write it as in `outreach.call.due = 2026-03-06`")
}

/// A due date of a task that has none when its play opens.
pub(crate) fn never_due(expected: &Expr, task: &Name, why: &str) -> Diagnostic {
    Diagnostic::error(Code(208), expected.span, format!("the task `{}` {why}", task.text))
        .also(task.span, "declared here")
        .help("expect something else of its play, such as `is open`")
}
