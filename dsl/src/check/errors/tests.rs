//! What can be wrong with tests.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Assignment, Name, Test};

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

/// `set people.nps = 3`: of whom?
pub(crate) fn set_in_a_list(set: &Assignment, list: &str) -> Diagnostic {
    let path = set.field.joined();
    let message = format!("`{path}` has a value for each record of the list, and `set` cannot say which one is meant");
    Diagnostic::error(Code(311), set.field.span, message)
        .help(format!("write another fixture, with the records of `{list}` it is about, and test that one"))
}

/// `set people = 3`.
pub(crate) fn set_a_list(set: &Assignment) -> Diagnostic {
    let path = set.field.joined();
    let message = format!("`{path}` is a list of records, and `set` gives a field one value");
    Diagnostic::error(Code(311), set.span, message)
        .help(format!("write another fixture with other records; `set {path} missing` takes the list away"))
}

/// A due date asked about in another way than `=`.
pub(crate) fn due_otherwise(span: Span) -> Diagnostic {
    Diagnostic::error(Code(208), span, "a due date is expected with `=` and a date")
        .help("write it as in `outreach.call.due = 2026-03-06`")
}

/// A due date of a task that has none when its play opens.
pub(crate) fn never_due(expected: Span, task: &Name, why: &str) -> Diagnostic {
    Diagnostic::error(Code(208), expected, format!("the task `{}` {why}", task.text))
        .also(task.span, "declared here")
        .help("expect something else of its play, such as `is open`")
}
