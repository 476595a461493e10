//! Wording: metrics and signals.

use super::super::checker::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::Name;
use crate::typed::Expr;
use crate::types::Type;

const WRONG: Code = Code(307);
const RANGE: Code = Code(306);

fn is_kind(checker: &Checker<'_>, found: &Expr) -> String {
    format!("`{}` is {}", checker.text(found.span), checker.show(&found.ty))
}

pub(crate) fn not_kept(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message = format!("what customers keep paying is money or a number, but {}", is_kind(checker, found));
    Diagnostic::error(WRONG, found.span, message).help("name what they bring, such as `arr`")
}

pub(crate) fn unknown_at_start(
    checker: &Checker<'_>,
    value: &Expr,
    culprit: &Expr,
    through: Option<&str>,
) -> Diagnostic {
    let culprit = checker.text(culprit.span);
    let message = format!("`{culprit}` is not known at the start of the period");
    let error = Diagnostic::error(Code(820), value.span, message)
        .help("only fields, and what is computed from fields alone, can be read from an earlier snapshot");
    match through {
        Some(name) => error.labelled(format!("`{name}` reads it")),
        None => error,
    }
}

pub(crate) fn not_a_period(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message = format!("days, months or years were expected after `over`, but {}", is_kind(checker, found));
    let error = Diagnostic::error(WRONG, found.span, message);
    let text = checker.text(found.span);
    match found.ty {
        Type::Number => error.help(format!("write the unit: `{text} days`")).fix(found.span, format!("{text} days")),
        _ => error.help("write it as `over 365 days` or `over 12 months`"),
    }
}

pub(crate) fn no_period(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message = format!("a period is a whole number of days or months, not `{}`", checker.text(found.span));
    Diagnostic::error(RANGE, found.span, message).help("write it as `over 365 days` or `over 12 months`")
}

pub(crate) fn not_spread(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message =
        format!("a distribution is of numbers, days, money, shares or words, but {}", is_kind(checker, found));
    let error = Diagnostic::error(WRONG, found.span, message);
    let text = checker.text(found.span);
    match found.ty {
        Type::Truth => error.help(format!("give each case a value: `if {text} then 1 else 0`")),
        Type::Date => error.help(format!("measure its distance: `days since {text}`")),
        _ => error,
    }
}

pub(crate) fn no_groups(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message = format!("`per` needs words to part the accounts by, but {}", is_kind(checker, found));
    Diagnostic::error(WRONG, found.span, message).help("name a choice, a tier, a scorecard, a journey or a risk")
}

pub(crate) fn not_an_answer(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let message = format!("`{}` is not known to lie between 0 and 10", checker.text(found.span));
    Diagnostic::error(RANGE, found.span, message).help("declare the field `number 0 to 10`")
}

pub(crate) fn target_of_many(span: Span) -> Diagnostic {
    Diagnostic::error(Code(208), span, "a distribution has no one value to hold against a target")
        .help("remove the target")
}

pub(crate) fn not_such_a_target(checker: &Checker<'_>, found: &Expr, is_score: bool) -> Diagnostic {
    let text = checker.text(found.span);
    if is_score {
        let message = format!("the target of `nps` is a number from -100 to 100, but {}", is_kind(checker, found));
        return Diagnostic::error(Code(301), found.span, message);
    }
    let message = format!("this target is a share, but {}", is_kind(checker, found));
    let error = Diagnostic::error(Code(301), found.span, message);
    match found.ty {
        Type::Number => error.help(format!("write the sign: `{text}%`")).fix(found.span, format!("{text}%")),
        _ => error.help("write a percentage, such as `106%`"),
    }
}

pub(crate) fn owner_of_many(role: &Name) -> Diagnostic {
    let message = format!("`{}` is somebody else for each account, but a signal is about all of them", role.text);
    Diagnostic::error(Code(208), role.span, message).help("name a role that is one address for all accounts")
}

pub(crate) fn no_share(checker: &Checker<'_>, found: &Expr) -> Diagnostic {
    let text = checker.text(found.span);
    let message = format!("a share lies above 0% and goes up to 100%, but here is `{text}`");
    let error = Diagnostic::error(RANGE, found.span, message);
    match found.ty {
        Type::Number => error.help(format!("write the sign: `{text}%`")).fix(found.span, format!("{text}%")),
        _ => error,
    }
}
