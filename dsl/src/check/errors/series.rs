//! What can be wrong with the series of a test.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Path, SeriesPart};
use crate::types::{Day, show_day};

/// `unknown x 3` of a field that has a choice of that name.
pub(crate) fn unknown_is_a_choice(part: &SeriesPart, path: &str) -> Diagnostic {
    let message = format!("`unknown` is no value in a series, and `{path}` has a choice of that name as well");
    Diagnostic::error(Code(208), part.span, message)
        .help(format!("say on a date what is meant, as in `set {path} = unknown` or `set {path} missing`"))
}

/// A step of something that has no order, or cannot be added to.
pub(crate) fn no_steps(span: Span, path: &str, kind: &str) -> Diagnostic {
    let message = format!("`{path}` is {kind}, and a series goes up or down by steps only in numbers and dates");
    Diagnostic::error(Code(308), span, message).help("write each value with how many there are of it, as in `red x 3`")
}

/// A step in another unit.
pub(crate) fn step_of_another_kind(span: Span, path: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error(Code(301), span, format!("`{path}` goes up or down by {expected}, but this is {found}"))
}

/// Part of a day, or of what is counted.
pub(crate) fn step_not_whole(span: Span, path: &str, of: &str) -> Diagnostic {
    Diagnostic::error(Code(306), span, format!("`{path}` is {of}, and goes up or down by a whole number"))
}

/// `x 0`.
pub(crate) fn no_turns(span: Span) -> Diagnostic {
    Diagnostic::error(Code(306), span, "a series has a value at least once").help("write how many there are, 1 or more")
}

/// More values than there are times to take one.
pub(crate) fn values_never_used(part: &SeriesPart, path: &str, count: u64, turns: u64) -> Diagnostic {
    let number = |count: u64| if count == 1 { "1 value".into() } else { format!("{count} values") };
    let times = if turns == 1 { "takes 1".into() } else { format!("takes {turns}") };
    let message = format!(
        "the series of `{path}` has {}, and the test {times} of them: {} never used",
        number(count),
        match count - turns {
            1 => "1 is".to_owned(),
            left => format!("{left} are"),
        }
    );
    Diagnostic::error(Code(306), part.span, message)
        .labelled("never reached from here on, or within it")
        .help("leave out what is too much, or let the test go on to a later date")
}

/// A value that lies outside of what the field may have, counted from 1.
pub(crate) fn leaves_the_range(part: &SeriesPart, path: &str, at: u32, value: &str, range: &str) -> Diagnostic {
    let message = format!("`{path}` must be {range}, and value {at} of this part is {value}");
    Diagnostic::error(Code(306), part.span, message).help("take fewer or smaller steps")
}

/// `set` of a field while a series gives it its values.
pub(crate) fn set_within_series(field: &Path, span: Span, series: Span, last: Day) -> Diagnostic {
    let path = field.joined();
    let message =
        format!("the series gives `{path}` its values until `{}`, and `set` would give it another", show_day(last));
    Diagnostic::error(Code(208), span, message)
        .also(series, "the series")
        .help("say it in the series, or set it after the series has ended")
}
