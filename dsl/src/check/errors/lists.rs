//! Wording: lists of records.

use super::super::checker::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::tree::{self, Name, Path};
use crate::typed::Aggregate;
use crate::types::{ListId, Type};

const CALL: Code = Code(305);
const VALUE: Code = Code(311);
const NAME: Code = Code(312);
const NEVER: Code = Code(313);

/// A list or a field of its records read as one value.
pub(crate) fn list_as_value(checker: &Checker<'_>, target: Target, path: &Path) -> Diagnostic {
    let text = path.joined();
    let lists = &checker.resolved.declared.lists;
    match target {
        Target::ListField { list, field } => {
            let source = &lists[list];
            let owner = &source.path;
            let inner = source.fields.get(field).map_or("…", |own| own.path.as_str());
            let message = format!("`{text}` has a value for each record of `{owner}`, not one for the account");
            let ty = checker.elements[list].get(field).map(|known| &known.ty);
            let help = match ty {
                Some(Type::Truth) => format!("ask `some {owner} has ({inner})` or `every {owner} has ({inner})`"),
                Some(Type::Choice(set)) => {
                    let word = checker.sets.choices[*set].names().next().unwrap_or("…").to_owned();
                    format!("ask `some {owner} has ({inner} is {word})`")
                }
                Some(Type::Date) => format!("make one value of them: `latest({text})` or `earliest({text})`"),
                Some(Type::Text) => format!("ask `some {owner} has ({inner} = \"…\")`"),
                _ => format!("make one value of them: `average({text})`, or ask `some {owner} has ({inner} >= …)`"),
            };
            Diagnostic::error(VALUE, path.span, message).help(help)
        }
        Target::ListGroup(list) => {
            let message =
                format!("`{text}` is a group of fields of the records of `{}`, not a value", lists[list].path);
            Diagnostic::error(VALUE, path.span, message).help(format!("name one of its fields: `{text}.…`"))
        }
        _ => Diagnostic::error(VALUE, path.span, format!("`{text}` is a list of records, not a value"))
            .help(format!("count it with `count({text})`, or ask `{text} is known` or `some {text} has (…)`")),
    }
}

/// `id = people.id`.
pub(crate) fn field_of_a_list(path: &Path, what: &str) -> Diagnostic {
    let text = path.joined();
    Diagnostic::error(VALUE, path.span, format!("{what} of the account was expected, but `{text}` belongs to a list"))
        .help("name a field that stands once in each account")
}

pub(crate) fn list_in_a_list(name: &Name) -> Diagnostic {
    let message = format!("the list `{}` stands inside a list: a list of records holds no further list", name.text);
    Diagnostic::error(NEVER, name.span, message).help("declare it beside the other list, in the account itself")
}

pub(crate) fn list_inside_a_list(span: Span) -> Diagnostic {
    Diagnostic::error(NEVER, span, "the records of a list have no lists to go through")
        .help("for another list of the account, give it a name with `let` outside and read it here as `account.NAME`")
}

pub(crate) fn no_history(span: Span, words: &str) -> Diagnostic {
    let message = format!("`{words}` looks back, but the records of a list have no history");
    Diagnostic::error(NEVER, span, message)
        .help("ask it of the whole question, outside of `where` and `has`, or name what it asks with `let`")
}

pub(crate) fn where_without_list(name: &str, keep: Span) -> Diagnostic {
    let message = format!("`{name}` goes through no list here, so `where` has nothing to choose from");
    Diagnostic::error(CALL, keep, message).help("remove `where`, or name a list, as in `count(people where …)`")
}

pub(crate) fn aggregate_arguments(aggregate: Aggregate, span: Span, given: usize) -> Diagnostic {
    let name = aggregate.name();
    let message = format!("`{name}` goes through one list, here it has {given} values");
    Diagnostic::error(CALL, span, message).help(example(aggregate))
}

pub(crate) fn aggregate_of_no_list(aggregate: Aggregate, span: Span) -> Diagnostic {
    let message = format!("`{}` goes through a list of records, which this is not", aggregate.name());
    let error = Diagnostic::error(CALL, span, message);
    match aggregate {
        Aggregate::Count => error.help("for conditions, write `number of { … }`"),
        Aggregate::Sum => error.help("for values of the account, write `a + b`"),
        Aggregate::Latest => error.help("for dates of the account, write `max(a, b)`"),
        Aggregate::Earliest => error.help("for dates of the account, write `min(a, b)`"),
        _ => error.help(example(aggregate)),
    }
}

fn example(aggregate: Aggregate) -> String {
    match aggregate {
        Aggregate::Count => "write a list, as in `count(people where …)`".into(),
        other => format!("write a list and a field of its records, as in `{}(people.FIELD where …)`", other.name()),
    }
}

pub(crate) fn count_of_a_field(checker: &Checker<'_>, path: &Path, keep: Option<&tree::Expr>) -> Diagnostic {
    let text = path.joined();
    let (list, field) = parts(checker, path);
    let written = match keep {
        None => format!("count({list} where {field} is known)"),
        Some(keep) => format!("count({list} where ({}) and {field} is known)", checker.text(keep.span)),
    };
    Diagnostic::error(CALL, path.span, format!("`count` counts records, and `{text}` is a field of them"))
        .help(format!("write `{written}`"))
}

/// The list and the field of a path into a list.
fn parts(checker: &Checker<'_>, path: &Path) -> (String, String) {
    let target = checker.resolved.names.lookup(path, checker.scope);
    let Ok(Target::ListField { list, field }) = target else { return ("…".into(), "…".into()) };
    let source = &checker.resolved.declared.lists[list];
    (source.path.to_string(), source.fields.get(field).map_or("…".into(), |own| own.path.to_string()))
}

pub(crate) fn aggregate_of_records(
    checker: &Checker<'_>,
    aggregate: Aggregate,
    list: ListId,
    path: &Path,
) -> Diagnostic {
    let (name, text) = (aggregate.name(), path.joined());
    let message = format!("`{name}` needs a field of the records of `{text}`");
    let fits = |ty: &Type| match aggregate {
        Aggregate::Latest | Aggregate::Earliest => *ty == Type::Date,
        _ => ty.is_numeric(),
    };
    let fields = checker.resolved.declared.lists[list].fields.iter().zip(&checker.elements[list]);
    let fitting = fields.filter(|(_, known)| fits(&known.ty)).map(|(own, _)| own.path.as_str()).next();
    let error = Diagnostic::error(CALL, path.span, message);
    match fitting {
        Some(field) => error.help(format!("write it, as in `{name}({text}.{field})`")),
        None => error,
    }
}

pub(crate) fn aggregate_of_kind(
    checker: &Checker<'_>,
    aggregate: Aggregate,
    path: &Path,
    ty: &Type,
    keep: Option<&tree::Expr>,
) -> Diagnostic {
    let (name, text) = (aggregate.name(), path.joined());
    let (list, field) = parts(checker, path);
    let kept = keep.map_or_else(String::new, |keep| format!(" where {}", checker.text(keep.span)));
    let message = format!("`{name}` cannot be taken of `{text}`, which is {}", checker.show(ty));
    let error = Diagnostic::error(CALL, path.span, message);
    match (aggregate, ty) {
        (Aggregate::Max, Type::Date) => error.help(format!("write `latest({text}{kept})`")),
        (Aggregate::Min, Type::Date) => error.help(format!("write `earliest({text}{kept})`")),
        (Aggregate::Latest, ty) if ty.is_numeric() => error.help(format!("write `max({text}{kept})`")),
        (Aggregate::Earliest, ty) if ty.is_numeric() => error.help(format!("write `min({text}{kept})`")),
        (Aggregate::Sum, Type::Percent) => {
            error.help(format!("shares of different wholes do not add up: write `average({text}{kept})`"))
        }
        (Aggregate::Sum, Type::Truth) => error.help(format!("write `count({list} where {field})`")),
        (Aggregate::Average, Type::Truth) => error.help(format!("write `share of {list}{kept} has ({field})`")),
        (_, Type::Truth) => error.help(format!("ask `some {list}{kept} has ({field})`")),
        (_, Type::Choice(_)) => error.help(format!("ask for a word: `some {list}{kept} has ({field} is …)`")),
        _ => error,
    }
}

pub(crate) fn asked_of_no_list(checker: &Checker<'_>, path: &Path, found: Target) -> Diagnostic {
    let text = path.joined();
    let error = Diagnostic::error(VALUE, path.span, format!("`{text}` is not a list of records"));
    match found {
        Target::ListField { .. } => {
            let (list, field) = parts(checker, path);
            error.help(format!("name the list, and ask of the field: `{list} … has ({field} …)`"))
        }
        _ => error.help("`some`, `no`, `every` and `share of` ask about the records of a list"),
    }
}

/// A value of the account inside `where` or `has`.
pub(crate) fn of_the_account(list: &str, path: &Path) -> Diagnostic {
    let text = path.joined();
    let message = format!("the records of `{list}` have no `{text}`; the account has");
    Diagnostic::error(NAME, path.span, message)
        .help(format!("write `account.{text}`"))
        .fix(path.span, format!("account.{text}"))
}

/// `people.nps` inside `where` of `people`.
pub(crate) fn already_inside(list: &str, path: &Path) -> Diagnostic {
    let text = path.joined();
    // The name may also be the one a play gives to the record.
    let rest = text.strip_prefix(list).or_else(|| text.split_once('.').map(|(_, rest)| rest));
    let field = rest.map_or("", |rest| rest.trim_start_matches('.')).to_owned();
    let message = format!("here the fields of a record of `{list}` stand alone, without the name of the list");
    Diagnostic::error(NAME, path.span, message).help(format!("write `{field}`")).fix(path.span, field)
}

/// `person.arr`, where `arr` is the account's.
pub(crate) fn not_of_the_record(list: &str, path: &Path) -> Diagnostic {
    let text = path.joined();
    Diagnostic::error(NAME, path.span, format!("the records of `{list}` have no `{text}`; the account has"))
        .help(format!("write `{text}`"))
        .fix(path.span, text)
}

/// The record a play is about, inside a question about a list.
pub(crate) fn record_inside_a_list(path: &Path) -> Diagnostic {
    let message =
        format!("`{}` is the record the play is about, which a question about a list cannot read", path.joined());
    Diagnostic::error(NEVER, path.span, message).help("ask it outside of `where` and `has`")
}

pub(crate) fn each_in_no_list(path: &Path) -> Diagnostic {
    Diagnostic::error(VALUE, path.span, format!("`{}` is not a list of records", path.joined()))
        .help("name a list of the account, as in `each person in people key person.id`")
}

pub(crate) fn key_without_variable(variable: &Name, path: &Path) -> Diagnostic {
    let (text, variable) = (path.joined(), &variable.text);
    Diagnostic::error(NAME, path.span, format!("`{text}` is a field of `{variable}`, which is not said"))
        .help(format!("write `{variable}.{text}`"))
        .fix(path.span, format!("{variable}.{text}"))
}

pub(crate) fn record_as_value(variable: &Name, path: &Path) -> Diagnostic {
    let text = path.joined();
    let what = if path.parts.len() == 1 { "a record" } else { "a group of fields" };
    Diagnostic::error(VALUE, path.span, format!("`{text}` is {what}, not a value"))
        .help(format!("name one of the fields of `{}`: `{text}.…`", variable.text))
}

pub(crate) fn key_of_kind(checker: &Checker<'_>, path: &Path, ty: &Type) -> Diagnostic {
    let message =
        format!("a text or a number was expected after `key`, but `{}` is {}", path.joined(), checker.show(ty));
    Diagnostic::error(Code(307), path.span, message).help("name the field that tells one record from another")
}

pub(crate) fn record_without_history(span: Span, words: &str) -> Diagnostic {
    let message = format!("`{words}` looks back, but the records of a list have no history");
    Diagnostic::error(NEVER, span, message).help("ask it of the account, or wait with `holds for`")
}

/// A task of a play that has a run for each record, read from outside of it.
pub(crate) fn whose_task(path: &Path, play: &str, list: &str) -> Diagnostic {
    let message = format!("`{play}` has a run for each of `{list}`: whose `{}` is meant?", path.joined());
    Diagnostic::error(VALUE, path.span, message).help(format!("ask `{play} is open`, which is so while any run is"))
}

/// The date of `stale after` lies in the account.
pub(crate) fn not_in_the_record(list: &str, path: &Path) -> Diagnostic {
    let message = format!("the records of `{list}` have no `{}`", path.joined());
    Diagnostic::error(NAME, path.span, message).help("how fresh a record is, a date of its own says")
}

pub(crate) fn stale_since(span: Span, kind: &str) -> Diagnostic {
    Diagnostic::error(Code(307), span, format!("a date of the record was expected after `since`, but this is {kind}"))
}
