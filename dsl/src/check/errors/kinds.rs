//! Wording: kinds and units that do not go together, or do not belong where they stand.

use super::super::checker::Checker;
use super::super::constant::written;
use super::show_number;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{BinaryOp, Name};
use crate::typed::{Arithmetic, Expr, ExprKind};
use crate::types::{Function, Type, Value};

const TOGETHER: Code = Code(301);
const CALL: Code = Code(305);
const WRONG: Code = Code(307);

/// `text` is KIND.
fn says(checker: &Checker<'_>, expr: &Expr) -> String {
    format!("`{}` is {}", checker.text(expr.span), a_kind(checker, &expr.ty))
}

/// A kind as a noun.
fn a_kind(checker: &Checker<'_>, ty: &Type) -> String {
    match ty {
        Type::Days | Type::Months | Type::BusinessDays | Type::Hours => format!("a number of {}", ty.show()),
        ty => checker.show(ty),
    }
}

fn both(checker: &Checker<'_>, error: Diagnostic, left: &Expr, right: &Expr) -> Diagnostic {
    error
        .also(left.span, format!("this is {}", a_kind(checker, &left.ty)))
        .also(right.span, format!("this is {}", a_kind(checker, &right.ty)))
}

/// The edit that makes two kinds go together, where there is a usual one.
fn advice(left: &Type, right: &Type) -> Option<&'static str> {
    Some(match (left, right) {
        (Type::Money(one), Type::Money(other)) if one != other => {
            "one field, one currency: convert in the data before it comes in"
        }
        (Type::Days | Type::Date, other) | (other, Type::Days | Type::Date) if other.is_plain() => {
            "write the number with its unit, such as `30 days`"
        }
        (Type::Money(_), other) | (other, Type::Money(_)) if other.is_plain() => {
            "write the number with its currency, such as `100k USD`, or take `amount(…)` of the money"
        }
        (Type::Date, Type::Days) | (Type::Days, Type::Date) => "compare the date with a date, or use `days since …`",
        (Type::Months, _) | (_, Type::Months) => "months are only added to dates; write days or weeks here",
        (Type::BusinessDays, _) | (_, Type::BusinessDays) => {
            "business days only count in due dates and escalations; write days here"
        }
        _ => return None,
    })
}

fn advised(error: Diagnostic, left: &Type, right: &Type) -> Diagnostic {
    match advice(left, right) {
        Some(help) => error.help(help),
        None => error,
    }
}

pub(crate) fn do_not_combine(
    checker: &Checker<'_>,
    span: Span,
    op: Arithmetic,
    left: &Expr,
    right: &Expr,
) -> Diagnostic {
    let (one, other) = (checker.show(&left.ty), checker.show(&right.ty));
    let message = match op {
        Arithmetic::Add => format!("{one} and {other} cannot be added"),
        Arithmetic::Subtract => format!("{other} cannot be subtracted from {one}"),
        Arithmetic::Multiply => format!("{one} and {other} cannot be multiplied"),
        Arithmetic::Divide => format!("{one} cannot be divided by {other}"),
    };
    let error = both(checker, Diagnostic::error(TOGETHER, span, message), left, right);
    if left.ty == Type::Date && right.ty == Type::Date {
        return error.help("the distance between two dates is their difference: write `-`");
    }
    advised(error, &left.ty, &right.ty)
}

pub(crate) fn do_not_compare(checker: &Checker<'_>, span: Span, op: BinaryOp, left: &Expr, right: &Expr) -> Diagnostic {
    let (one, other) = (checker.show(&left.ty), checker.show(&right.ty));
    let message = if left.ty == right.ty {
        format!("{one} and {other} have no order to compare by")
    } else {
        format!("{one} cannot be compared with {other}")
    };
    let error = both(checker, Diagnostic::error(TOGETHER, span, message), left, right);
    if let (Type::Date, ExprKind::Constant(Value::Text(text))) = (&left.ty, &right.kind) {
        if crate::types::parse_day(text).is_some() {
            return error.help(format!("a date is written without quotes: `{text}`")).fix(right.span, text.as_str());
        }
        return error.help("a date is written as `2026-03-02`, without quotes");
    }
    if left.ty == Type::Truth && right.ty != Type::Truth {
        return error.help("a condition is true or false by itself; remove the comparison");
    }
    if left.ty == right.ty && matches!(op, BinaryOp::Equal | BinaryOp::NotEqual) {
        return advised(error, &left.ty, &right.ty);
    }
    advised(error, &left.ty, &right.ty)
}

pub(crate) fn unlike(checker: &Checker<'_>, first: &Expr, other: &Expr) -> Diagnostic {
    let (one, two) = (says(checker, other), says(checker, first));
    let message = format!("{one}, but {two}: the values must be of one kind");
    advised(
        Diagnostic::error(TOGETHER, other.span, message)
            .labelled(format!("this is {}", a_kind(checker, &other.ty)))
            .also(first.span, format!("this is {}", a_kind(checker, &first.ty))),
        &first.ty,
        &other.ty,
    )
}

pub(crate) fn unlike_arguments(checker: &Checker<'_>, function: Function, first: &Expr, other: &Expr) -> Diagnostic {
    let message = format!(
        "`{}` takes values of one kind: {}, but {}",
        function.name(),
        says(checker, first),
        says(checker, other)
    );
    advised(
        Diagnostic::error(TOGETHER, other.span, message)
            .also(first.span, format!("this is {}", a_kind(checker, &first.ty))),
        &first.ty,
        &other.ty,
    )
}

pub(crate) fn not_a_condition(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let error = Diagnostic::error(WRONG, found.span, format!("a condition was expected, but {}", says(checker, found)));
    let text = checker.text(found.span);
    if let ExprKind::Part(part) = found.kind {
        let set = checker.sets.cards[checker.resolved.declared.parts[part].card];
        let word = checker.sets.choices[set].names().next().unwrap_or("…");
        return error.help(format!("ask for its band: `{text} is {word}`, or compare its score: `{text} < …`"));
    }
    match &found.ty {
        Type::Choice(set) => {
            let word = checker.sets.choices[*set].names().last().unwrap_or("…").to_owned();
            error.help(format!("say which word it must be: `{text} is {word}`"))
        }
        Type::Text => error.help(format!("compare it: `{text} = \"…\"`, or ask `{text} is known`")),
        _ => error.help(format!("compare it, such as `{text} > …`, or ask `{text} is known`")),
    }
}

pub(crate) fn not_a_number(checker: &Checker<'_>, found: &Expr, place: &str) -> Diagnostic {
    Diagnostic::error(WRONG, found.span, format!("a number was expected {place}, but {}", says(checker, found)))
}

pub(crate) fn not_plain(checker: &Checker<'_>, found: &Expr, place: &str) -> Diagnostic {
    let message = format!("a number without a unit was expected {place}, but {}", says(checker, found));
    let error = Diagnostic::error(WRONG, found.span, message);
    let text = checker.text(found.span);
    match &found.ty {
        Type::Money(_) => {
            let whole = checker.sources.slice(found.span);
            error
                .help(format!("take the money without its unit: `amount({text})`"))
                .fix(found.span, format!("amount({whole})"))
        }
        Type::Days => error.help(format!("divide it by its unit: `{text} / 1 day`")),
        Type::Truth => error.help(format!("give it a value for each case: `if {text} then 1 else 0`")),
        _ => error,
    }
}

pub(crate) fn not_a_date(checker: &Checker<'_>, found: &Expr, place: &str) -> Diagnostic {
    let error =
        Diagnostic::error(WRONG, found.span, format!("a date was expected {place}, but {}", says(checker, found)));
    match &found.kind {
        ExprKind::Constant(Value::Text(text)) if crate::types::parse_day(text).is_some() => {
            error.help(format!("a date is written without quotes: `{text}`")).fix(found.span, text.as_str())
        }
        _ => error,
    }
}

/// About how many days a number of months has, in numbers that people use.
fn in_days(months: f64) -> f64 {
    let years = (months / 12.0).trunc();
    years * 365.0 + (months - years * 12.0) * 30.0
}

pub(crate) fn not_days(checker: &Checker<'_>, found: &Expr, place: &str) -> Diagnostic {
    let text = checker.text(found.span);
    match &found.ty {
        Type::BusinessDays => Diagnostic::error(
            Code(602),
            found.span,
            format!("business days do not count {place}, only in due dates and escalations"),
        )
        .help("write days or weeks"),
        Type::Months => {
            let message = format!("days were expected {place}, but {}: months differ in length", says(checker, found));
            let error = Diagnostic::error(WRONG, found.span, message);
            match written(found) {
                Some(Value::Number(months)) => {
                    error.help(format!("write it in days, such as `{}`", show_number(in_days(months), &Type::Days)))
                }
                _ => error.help("write it in days or weeks"),
            }
        }
        ty => {
            let message = format!("days were expected {place}, but {}", says(checker, found));
            let error = Diagnostic::error(WRONG, found.span, message);
            match (&found.kind, ty) {
                (ExprKind::Constant(Value::Number(_)), Type::Number) => {
                    error.help(format!("write the unit: `{text} days`")).fix(found.span, format!("{text} days"))
                }
                _ => error,
            }
        }
    }
}

pub(crate) fn not_hours(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message = format!("effort is given in hours, but {}", says(checker, found));
    Diagnostic::error(WRONG, found.span, message).help("write it as `1 hour` or `8 hours`")
}

pub(crate) fn not_text(checker: &Checker<'_>, found: &Expr, role: &Name) -> Diagnostic {
    let message = format!("the role `{}` needs a text, but {}", role.text, says(checker, found));
    Diagnostic::error(WRONG, found.span, message)
        .help("name a text field or write the address in quotes: `\"team@example.com\"`")
}

pub(crate) fn not_a_distance(checker: &Checker<'_>, found: &Expr, place: &str) -> Diagnostic {
    let message = format!("days, business days or months were expected {place}, but {}", says(checker, found));
    let error = Diagnostic::error(WRONG, found.span, message);
    let text = checker.text(found.span);
    match (&found.kind, &found.ty) {
        (ExprKind::Constant(_), Type::Number) => {
            error.help(format!("write the unit: `{text} days`")).fix(found.span, format!("{text} days"))
        }
        _ => error,
    }
}

pub(crate) fn not_a_cadence(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message = format!("days, weeks or months were expected after `every`, but {}", says(checker, found));
    Diagnostic::error(WRONG, found.span, message).help("write it as `every 3 months from …` or `every 2 weeks from …`")
}

pub(crate) fn wrong_argument(checker: &Checker<'_>, function: Function, found: &Expr) -> Diagnostic {
    let takes = match function {
        Function::Amount => "money",
        Function::Sqrt | Function::Ln | Function::Exp | Function::Pow => "numbers without a unit",
        Function::Min | Function::Max | Function::Clamp => "numbers or dates",
        _ => "a number",
    };
    let message = format!("`{}` takes {takes}, but {}", function.name(), says(checker, found));
    let error = Diagnostic::error(CALL, found.span, message);
    if function == Function::Amount && found.ty.is_plain() {
        return error.help("it has no unit to take away: write it without `amount`");
    }
    error
}

pub(crate) fn arguments(function: Function, span: Span, given: usize) -> Diagnostic {
    let (fewest, most) = function.arity();
    let takes = match (fewest, most) {
        (1, 1) => "one value".to_owned(),
        (fewest, most) if fewest == most => format!("{fewest} values"),
        (fewest, most) => format!("{fewest} to {most} values"),
    };
    Diagnostic::error(CALL, span, format!("`{}` takes {takes}, here it has {given}", function.name()))
        .help(format!("give it {takes}, with commas between them"))
}

pub(crate) fn not_a_function(name: &Name) -> Diagnostic {
    Diagnostic::error(CALL, name.span, format!("`{}` is not a function", name.text))
        .help("remove the parentheses: what it reads is in its declaration")
}

pub(crate) fn kind_of_itself(checker: &Checker<'_>, span: Span, name: &Name, ty: &Type) -> Diagnostic {
    let message =
        format!("`{}` reads its own earlier value before its kind is clear; it is {}", name.text, checker.show(ty));
    Diagnostic::error(TOGETHER, span, message).help("put what does not read itself first, or under a name of its own")
}

pub(crate) fn unlike_its_value(checker: &Checker<'_>, bound: &Expr, value: &Type) -> Diagnostic {
    let message = format!("{}, but the value it is held against is {}", says(checker, bound), checker.show(value));
    advised(Diagnostic::error(TOGETHER, bound.span, message), value, &bound.ty)
}

pub(crate) fn not_on_a_scale(checker: &Checker<'_>, value: &Expr) -> Diagnostic {
    let message = format!("an indicator needs a number, but {}", says(checker, value));
    let error = Diagnostic::error(WRONG, value.span, message);
    let text = checker.text(value.span);
    match value.ty {
        Type::Truth => error.help(format!("give each case a value: `if {text} then 1 else 0`")),
        Type::Date => error.help(format!("measure its distance: `days since {text}`")),
        Type::Choice(_) => error.help(format!("give each word a value: `by {text} {{ … }}`")),
        _ => error,
    }
}

pub(crate) fn as_is_with_unit(checker: &Checker<'_>, span: Span, ty: Option<&Type>) -> Diagnostic {
    let shown = ty.map_or_else(|| "something else".to_owned(), |ty| checker.show(ty));
    Diagnostic::error(WRONG, span, format!("`as is` takes points from 0 to 100, but the value is {shown}"))
        .help("give it a scale: `worst … best …`")
}
