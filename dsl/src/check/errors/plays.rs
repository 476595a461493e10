//! Wording: plays, tasks, escalations.

use super::{joined, list};
use crate::diagnostic::{Code, Diagnostic, near};
use crate::source::Span;
use crate::syntax::tree::Name;

const DATED: Code = Code(602);
const NEEDS: Code = Code(208);
const WRONG: Code = Code(307);

pub(crate) fn no_trigger(name: &Name) -> Diagnostic {
    Diagnostic::error(Code(601), name.span, format!("nothing opens the play `{}`", name.text))
        .help("add `when` (a state), `once` (an event) or `every … from …` (a cadence)")
}

pub(crate) fn play_without(name: &Name, missing: &[&str]) -> Diagnostic {
    let missing: Vec<String> = missing.iter().map(|clause| (*clause).to_owned()).collect();
    Diagnostic::error(Code(206), name.span, format!("the play `{}` does not say {}", name.text, joined(&missing)))
        .help("say it in the play, or once for all in `defaults play`")
}

pub(crate) fn no_owner(first: &Name, tasks: &[&Name], play: &Name) -> Diagnostic {
    let names = list(tasks.iter().map(|task| task.text.as_str()));
    let message = format!("nobody owns {names} of `{}`", play.text);
    Diagnostic::error(Code(206), first.span, message)
        .help("add `owner ROLE` to the task, to the play or to `defaults play`")
}

pub(crate) fn two_triggers(span: Span, other: &str, first: Span) -> Diagnostic {
    Diagnostic::error(Code(205), span, format!("`once` beside `{other}`: a play is opened in one way"))
        .also(first, "it is also opened here")
        .help("keep one of them")
}

pub(crate) fn does_not_clear(span: Span, opens: &str, place: Span) -> Diagnostic {
    Diagnostic::error(NEEDS, span, format!("`if cleared` needs `when`: what `{opens}` opens does not clear"))
        .also(place, "it is opened here")
        .help("remove it, or use `succeeds when` or `expires after`")
}

pub(crate) fn event_of_a_record(span: Span, place: Span) -> Diagnostic {
    Diagnostic::error(NEEDS, span, "`once` takes an event, and the records of a list have none")
        .also(place, "a run for each record")
        .help("write `when`, or leave `each` out")
}

pub(crate) fn event_that_holds(span: Span, place: Span) -> Diagnostic {
    Diagnostic::error(NEEDS, span, "`holds for` needs `when`: an event is over at once")
        .also(place, "it is opened by an event here")
        .help("remove it, or ask for the state with `when`")
}

pub(crate) fn not_a_default(clause: &str, span: Span) -> Diagnostic {
    Diagnostic::error(NEEDS, span, format!("`{clause}` belongs to one play, not to the defaults of all"))
        .help("move it into the play it is for")
}

pub(crate) fn state_with_event(span: Span) -> Diagnostic {
    Diagnostic::error(WRONG, span, "`when` takes a state, but this holds an event: it would be over the next day")
        .help("write `once` instead of `when`, or ask for the state with `is`")
}

pub(crate) fn event_without_event(span: Span) -> Diagnostic {
    Diagnostic::error(WRONG, span, "`once` takes an event, but this is a state")
        .help("write `becomes`, `worsens` or `improves`, or `when` instead of `once`")
}

pub(crate) fn unknown_side(word: &Name) -> Diagnostic {
    let sides = ["ours", "customer"];
    let error = Diagnostic::error(
        Code(302),
        word.span,
        format!("`{}` is not a side: a task is `ours` or `customer`", word.text),
    );
    match near::nearest(&word.text, sides) {
        Some(near) => error.help(format!("did you mean `{near}`?")).fix(word.span, near),
        None => error,
    }
}

pub(crate) fn listed_twice(name: &Name, group: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(202), name.span, format!("`{}` lists `{}` twice", group.text, name.text))
        .also(first, "first listed here")
        .help("list it once")
}

pub(crate) fn owner_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code(205), span, "this escalation has `owner` twice")
        .also(first, "first given here")
        .help("keep one of them")
}

pub(crate) fn second_capacity(role: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(202), role.span, format!("a second capacity of `{}`", role.text))
        .also(first, "the first one")
        .help("put everything into one `capacity`")
}

/// A task that waits for one of another escalation.
pub(crate) fn due_after_another_level(name: &Name, other: Span) -> Diagnostic {
    let message = format!("`{}` belongs to another escalation, so it may never begin", name.text);
    Diagnostic::error(DATED, name.span, message)
        .also(other, "it begins with that one")
        .help("name a task of the play, or one of the same escalation")
}

/// An escalation that waits for what only it begins.
pub(crate) fn overdue_itself(name: &Name) -> Diagnostic {
    let message = format!("`{}` begins with this escalation, so the escalation cannot wait for it", name.text);
    Diagnostic::error(DATED, name.span, message).help("name a task of the play, or write `D after opening`")
}

pub(crate) fn due_after_itself(name: &Name) -> Diagnostic {
    Diagnostic::error(DATED, name.span, format!("`{}` is due after itself, so it never begins", name.text))
        .help("name another task, or write `due in …`")
}

pub(crate) fn tasks_wait_for_each_other(tasks: &[&Name]) -> Diagnostic {
    let path: Vec<&str> = tasks.iter().chain(tasks.first()).map(|name| name.text.as_str()).collect();
    let place = tasks.first().map_or(Span::new(crate::source::SourceId(0), 0, 0), |name| name.span);
    Diagnostic::error(DATED, place, format!("these tasks wait for each other: {}", path.join(" -> ")))
        .help("give one of them `due in …`")
}

pub(crate) fn never_overdue(name: &Name) -> Diagnostic {
    Diagnostic::error(DATED, name.span, format!("`{}` has no due date, so it is never overdue", name.text))
        .help("add `due in …` to the task")
}

pub(crate) fn no_calendar(span: Span, header: Span) -> Diagnostic {
    Diagnostic::error(DATED, span, "business days need a calendar, and the header names none")
        .also(header, "no `calendar` here")
        .help("add `calendar \"calendars/…yaml\"` to the header, or write days")
}
