//! What can be wrong with tests.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Day, Each, Event, Name, Path, Play, Test, Text, Times};
use crate::types::show_day;

/// A date that is not after the one above it.
pub(crate) fn dates_not_ascending(day: &Day, before: &Day) -> Diagnostic {
    let (date, first) = (show_day(day.date), show_day(before.date));
    let error = if day.date == before.date {
        let error = Diagnostic::error(Code(208), day.date_span, format!("`{date}` is named twice in this test"));
        error.help(format!("write all that is about `{date}` under one date, as in `on {date} {{ … }}`"))
    } else {
        let message = format!("`{date}` is before `{first}`, and the dates of a test follow each other");
        Diagnostic::error(Code(208), day.date_span, message).help("put the earlier date first")
    };
    error.also(before.date_span, "the date before it")
}

/// `through` before any date.
pub(crate) fn through_nothing(day: &Day) -> Diagnostic {
    let message = "`through` reaches from the date before it, and there is none";
    let help = format!("begin the test with a date of its own, as in `on {}`", show_day(day.date));
    Diagnostic::error(Code(208), day.date_span, message).help(help)
}

/// `set` or `do` in `through`.
pub(crate) fn not_in_a_stretch(word: &str, span: Span, until: crate::types::Day) -> Diagnostic {
    let message =
        format!("`{word}` happens on one date, and `through` is about all of them up to `{}`", show_day(until));
    Diagnostic::error(Code(208), span, message).help(format!("write it on a date of its own, as in `on DATE {word} …`"))
}

/// `through` that expects nothing.
pub(crate) fn stretch_without(day: &Day) -> Diagnostic {
    let message = format!("nothing is expected through `{}`", show_day(day.date));
    Diagnostic::error(Code(206), day.date_span, message).help("write what is expected, as in `expect health is red`")
}

/// A test that would take for ever.
pub(crate) fn too_many_evaluations(test: &Test, last: &Day, count: i64, most: i64) -> Diagnostic {
    let message = format!("the test `{}` has {count} evaluations, and {most} are the most", test.name.text);
    Diagnostic::error(Code(306), last.date_span, message)
        .help("bring its dates closer together, or evaluate more seldom, as in `evaluate every 1 week`")
}

/// `do snooze PLAY until DATE` with a date that has passed.
pub(crate) fn snoozed_into_the_past(span: Span, until: crate::types::Day, on: crate::types::Day) -> Diagnostic {
    let message = format!("`{}` is not after `{}`, the day of the snooze", show_day(until), show_day(on));
    Diagnostic::error(Code(208), span, message).help("write a later date")
}

/// A task where a play belongs.
pub(crate) fn task_for_a_play(path: &Path, said: &str) -> Diagnostic {
    let message = format!("a play was expected {said}, but `{}` is a task", path.joined());
    let error = Diagnostic::error(Code(307), path.span, message);
    match path.parts.first() {
        Some(play) => error.help(format!("write `{}`", play.text)).fix(path.span, play.text.as_str()),
        None => error,
    }
}

/// A play where a task belongs.
pub(crate) fn play_for_a_task(path: &Path, said: &str, first: Option<&Name>) -> Diagnostic {
    let play = path.joined();
    let error = Diagnostic::error(Code(307), path.span, format!("a task was expected {said}, but `{play}` is a play"));
    match first {
        Some(task) => error.help(format!("name one of its tasks, as in `{play}.{}`", task.text)),
        None => error.help("a play without tasks has nothing to finish: `dismiss` closes it"),
    }
}

/// Something else where a play belongs.
pub(crate) fn no_play(path: &Path, said: &str) -> Diagnostic {
    Diagnostic::error(Code(307), path.span, format!("a play was expected {said}, but `{}` is none", path.joined()))
}

/// Something else where a task belongs.
pub(crate) fn no_task(path: &Path, said: &str) -> Diagnostic {
    Diagnostic::error(Code(307), path.span, format!("a task was expected {said}, but `{}` is none", path.joined()))
        .help("a task is named with its play, as in `outreach.call`")
}

/// A task that another play has.
pub(crate) fn task_of_another(path: &Path, task: &Name, owner: &Name) -> Diagnostic {
    let play = path.parts.first().map_or("", |play| play.text.as_str());
    let message = format!("`{play}` has no task `{0}`: it is a task of `{1}`", task.text, owner.text);
    let meant = format!("{}.{}", owner.text, task.text);
    Diagnostic::error(Code(201), path.span, message)
        .also(owner.span, "declared here")
        .help(format!("did you mean `{meant}`?"))
        .fix(path.span, meant)
}

/// An escalation that the play does not have.
pub(crate) fn never_escalates(span: Span, play: &Name, to: &Name, roles: &[&str], how: Times) -> Diagnostic {
    let comes = if how == Times::Never { "this is so whatever happens" } else { "this never comes true" };
    let message = format!("no escalation of `{}` is to `{}`: {comes}", play.text, to.text);
    let error = Diagnostic::error(Code(208), span, message).also(play.span, "the play");
    match roles {
        [] => error.help("it has no escalations"),
        roles => error.help(format!("it escalates to {}", super::list(unique(roles)))),
    }
}

/// Each once, and no more than are read.
fn unique<'a>(words: &[&'a str]) -> Vec<&'a str> {
    const MOST: usize = 12;
    let mut all: Vec<&str> = Vec::new();
    for word in words {
        if all.len() < MOST && !all.contains(word) {
            all.push(word);
        }
    }
    all
}

/// `p suppressed by p`.
pub(crate) fn suppressed_by_itself(by: &Name) -> Diagnostic {
    Diagnostic::error(Code(208), by.span, format!("`{}` cannot keep itself from opening", by.text))
        .help("name the play that does")
}

/// `p suppressed by g`, where p is not in the group g.
pub(crate) fn suppressed_from_outside(by: &Name, play: &Name, group: &Name) -> Diagnostic {
    let message = format!("`{}` is not in the group `{}`: this never comes true", play.text, by.text);
    Diagnostic::error(Code(208), by.span, message)
        .also(group.span, "the group")
        .help("name a group that it is in, or another play")
}

/// Something that people do to a play with a run for each record of a list.
pub(crate) fn event_without_key(event: &Event, play: &Play, each: &Each) -> Diagnostic {
    let (name, list) = (&play.name.text, each.list.joined());
    Diagnostic::error(Code(208), event.span, format!("`{name}` has a run for each of `{list}`: which one is meant?"))
        .also(each.span, "a run for each")
        .help(format!("name it by its `{}`, as in `for \"…\"`", each.key.joined()))
}

/// `for "…"` where a play has one run.
pub(crate) fn event_with_key(key: &Text, play: &Play) -> Diagnostic {
    let message = format!("`{}` has one run for the account, which nothing tells apart", play.name.text);
    Diagnostic::error(Code(208), key.span, message)
        .also(play.name.span, "without `each`")
        .help("leave out `for` and what is behind it")
}

/// A test that lacks what it must have.
pub(crate) fn test_without(test: &Test, missing: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code(206), test.name.span, format!("the test `{}` has no {missing}", test.name.text)).help(help)
}

/// A required field that a test takes away.
pub(crate) fn required_set_missing(span: Span, path: &str) -> Diagnostic {
    Diagnostic::error(Code(208), span, format!("`{path}` is required: an account without it is never decided"))
        .help("give it a value, or leave it as the fixture has it")
}

/// `set people.nps = 3`: of whom?
pub(crate) fn set_in_a_list(word: &str, field: &Path, list: &str) -> Diagnostic {
    let path = field.joined();
    let message =
        format!("`{path}` has a value for each record of the list, and `{word}` cannot say which one is meant");
    Diagnostic::error(Code(311), field.span, message)
        .help(format!("write another fixture with other records, and take them, as in `set {list} from FIXTURE`"))
}

/// `set people = 3`.
pub(crate) fn set_a_list(word: &str, field: &Path, span: Span) -> Diagnostic {
    let path = field.joined();
    let message = format!("`{path}` is a list of records, and `{word}` gives a field one value at a time");
    Diagnostic::error(Code(311), span, message)
        .help(format!("write another fixture with other records; `set {path} from FIXTURE` takes them, and `set {path} missing` takes the list away"))
}

/// A due date asked about in another way than `=`.
pub(crate) fn due_otherwise(span: Span) -> Diagnostic {
    Diagnostic::error(Code(208), span, "a due date is expected with `=` and a date")
        .help("write it as in `outreach.call.due = 2026-03-06`")
}

/// A due date of a task that has none.
pub(crate) fn never_due(expected: Span, task: &Name) -> Diagnostic {
    Diagnostic::error(Code(208), expected, format!("the task `{}` has no due date", task.text))
        .also(task.span, "declared here")
        .help("expect something else of its play, such as `is open`")
}

/// A priority asked about in another way than by comparing it.
pub(crate) fn priority_otherwise(span: Span) -> Diagnostic {
    Diagnostic::error(Code(208), span, "a priority is expected by comparing it with a number")
        .help("write it as in `outreach.priority = 80` or `outreach.priority > 50`")
}

/// An owner asked about in another way than `=`.
pub(crate) fn owner_otherwise(span: Span) -> Diagnostic {
    Diagnostic::error(Code(208), span, "an owner is expected with `=` and a role, or a person in quotes")
        .help("write it as in `outreach.owner = csm` or `outreach.owner = \"jo@example.com\"`")
}
