//! Wording: values outside their range, values that must be written out, comparisons that say nothing.

use super::super::checker::{Checker, Range};
use super::show_number;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, Name};
use crate::typed::Expr;
use crate::types::Type;

const RANGE: Code = Code(306);
const WRITTEN: Code = Code(309);

/// 0 to 100, at least 1, at most 5.
pub(crate) fn show_range(range: Range, ty: &Type) -> String {
    let (low, high) = (show_number(range.0, ty), show_number(range.1, ty));
    match (range.0.is_finite(), range.1.is_finite()) {
        (true, true) if range.0 == range.1 => low,
        (true, true) => format!("{low} to {high}"),
        (true, false) => format!("{low} or more"),
        (false, true) => format!("{high} or less"),
        (false, false) => "any number".into(),
    }
}

pub(crate) fn outside(checker: &Checker<'_>, found: &Expr, what: &str, value: f64, low: f64, high: f64) -> Diagnostic {
    let shown = show_number(value, &found.ty);
    let message = format!("{what} must be {}, here it is {shown}", show_range((low, high), &found.ty));
    let text = checker.text(found.span);
    let error = Diagnostic::error(RANGE, found.span, message);
    let error = error.help("write a number in the range");
    if text == shown { error } else { error.labelled(format!("this is {shown}")) }
}

pub(crate) fn negative(checker: &Checker<'_>, found: &Expr, place: &str) -> Diagnostic {
    let message = format!("a length of time {place} cannot be negative: `{}`", checker.text(found.span));
    Diagnostic::error(RANGE, found.span, message).help("write how long, as a number of days above zero")
}

pub(crate) fn share_outside(checker: &Checker<'_>, found: &Expr, value: f64) -> Diagnostic {
    let text = checker.text(found.span);
    let message = format!("a share lies between 0% and 100%, but `{text}` is {}", show_number(value, &Type::Percent));
    let error = Diagnostic::error(RANGE, found.span, message);
    if found.ty == Type::Number && (1.0..=100.0).contains(&value) {
        return error.help(format!("write the sign: `{text}%`")).fix(found.span, format!("{text}%"));
    }
    error.help("write a percentage, such as `70%`")
}

pub(crate) fn not_whole(checker: &Checker<'_>, found: &Expr, what: &str) -> Diagnostic {
    let message = format!("{what} is a whole number, but it is `{}`", checker.text(found.span));
    Diagnostic::error(RANGE, found.span, message)
}

pub(crate) fn empty_range(span: Span) -> Diagnostic {
    Diagnostic::error(RANGE, span, "nothing lies in this range: its lower end is not below its upper end")
        .help("write the smaller number first")
}

pub(crate) fn setting_outside(checker: &Checker<'_>, span: Span, setting: &tree::Setting) -> Diagnostic {
    let name = &setting.name.text;
    match (&setting.between, &setting.ty) {
        (Some((low, high)), _) => {
            let (from, to) = (checker.text(low.span), checker.text(high.span));
            Diagnostic::error(RANGE, span, format!("`{name}` must be between `{from}` and `{to}`"))
                .also(low.span.to(high.span), "the range it declares")
                .help("choose a value in the range, or declare a wider one")
        }
        (None, Some(ty)) => Diagnostic::error(RANGE, span, format!("`{name}` must be `{}`", checker.text(ty.span)))
            .also(ty.span, "the range it declares"),
        (None, None) => Diagnostic::error(RANGE, span, format!("`{name}` is out of its range")),
    }
}

/// A value that is not of the kind its setting is declared with.
pub(crate) fn setting_of_another_kind(
    checker: &Checker<'_>,
    span: Span,
    own: &Type,
    setting: &tree::Setting,
    ty: &Type,
) -> Diagnostic {
    let name = &setting.name.text;
    let message = format!("`{name}` is {}, but `{}` is {}", checker.show(ty), checker.text(span), checker.show(own));
    let declared = setting.ty.as_ref().map_or(setting.name.span, |ty| ty.span);
    let error = Diagnostic::error(Code(301), span, message).also(declared, format!("`{name}` is declared here"));
    match (ty, own) {
        (Type::Percent, Type::Number) => error.help(format!("write `{}%`", checker.text(span))),
        (Type::Days, Type::Number) => error.help(format!("write `{} days`", checker.text(span))),
        (Type::Money(currency), Type::Number) => error.help(format!("write `{} {currency}`", checker.text(span))),
        _ => error,
    }
}

pub(crate) fn no_setting_type(span: Span, name: &Name) -> Diagnostic {
    Diagnostic::error(Code(307), span, format!("the setting `{}` can be neither a choice nor yes/no", name.text))
        .help("write `number`, `count`, `percent`, `ratio`, `money USD`, `days`, `date` or `text`")
}

/// A template by itself: somebody has to say this.
pub(crate) fn to_be_set(setting: &tree::Setting) -> Diagnostic {
    let name = &setting.name.text;
    let message = format!("`{name}` has no value: who extends this playbook must set it");
    Diagnostic::lint(Code(805), setting.name.span, message)
        .help(format!("write `set {name} = …` in the header of the playbook that extends this one"))
}

/// An extension that leaves required settings open.
pub(crate) fn unset(header: &tree::Header, settings: &[&tree::Setting]) -> Diagnostic {
    let names: Vec<String> = settings.iter().map(|setting| setting.name.text.to_string()).collect();
    let listed = super::list(names.iter().map(String::as_str));
    let mut error = Diagnostic::error(Code(805), header.name.span, format!("`{}` must set {listed}", header.name.text));
    for setting in settings {
        error = error.also(setting.name.span, "required here");
    }
    match names.first() {
        Some(first) => error.help(format!("add `set {first} = …` to the header")),
        None => error,
    }
}

pub(crate) fn bound_of_another_kind(
    checker: &Checker<'_>,
    span: Span,
    own: &Type,
    setting: Span,
    ty: &Type,
) -> Diagnostic {
    let message = format!("the setting is {}, but its bound is {}", checker.show(ty), checker.show(own));
    Diagnostic::error(Code(301), span, message).also(setting, format!("this is {}", checker.show(ty)))
}

pub(crate) fn not_of_field(checker: &Checker<'_>, found: &Expr, ty: &Type) -> Diagnostic {
    let text = checker.text(found.span);
    let message = format!("the field is {}, but `{text}` is {}", checker.show(ty), checker.show(&found.ty));
    let error = Diagnostic::error(Code(301), found.span, message);
    match (ty, &found.ty) {
        (Type::Percent, Type::Number) => {
            error.help(format!("write the sign: `{text}%`")).fix(found.span, format!("{text}%"))
        }
        (Type::Days, Type::Number) => {
            error.help(format!("write the unit: `{text} days`")).fix(found.span, format!("{text} days"))
        }
        (Type::Money(currency), Type::Number) => {
            let written = format!("{text} {currency}");
            error.help(format!("write the currency: `{written}`")).fix(found.span, written)
        }
        _ => error,
    }
}

pub(crate) fn yes_or_no(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code(301), span, format!("a yes/no field has {what} `yes` or `no`")).help("write `yes` or `no`")
}

pub(crate) fn required_with_default(span: Span, required: Span) -> Diagnostic {
    Diagnostic::error(Code(208), span, "a required field is never absent, so its default is never used")
        .also(required, "required here")
        .help("keep one of the two")
}

pub(crate) fn not_written(checker: &Checker<'_>, span: Span, what: &str) -> Diagnostic {
    let message = format!("{what} must be written out, but `{}` is computed", checker.text(span));
    Diagnostic::error(WRITTEN, span, message).help("write the value itself, such as `30 days` or `70%`")
}

/// A setting that only an extension gives a value, where the template itself must know it.
pub(crate) fn not_yet_set(span: Span, setting: &str, what: &str) -> Diagnostic {
    let message = format!("{what} must be known, and `{setting}` has no value until somebody sets it");
    Diagnostic::error(WRITTEN, span, message)
        .help(format!("give `{setting}` a value; who extends the playbook can `set` another"))
}

pub(crate) fn divides_by_zero(span: Span) -> Diagnostic {
    Diagnostic::error(RANGE, span, "division by zero is never known").help("divide by something that is not zero")
}

pub(crate) fn cannot_be(
    checker: &Checker<'_>,
    span: Span,
    left: &Expr,
    a: Range,
    right: &Expr,
    b: Range,
) -> Diagnostic {
    let error = Diagnostic::error(Code(304), span, format!("`{}` cannot be true", checker.text(span)));
    label_ranges(checker, error, &[(left, a), (right, b)])
}

pub(crate) fn always(checker: &Checker<'_>, span: Span, left: &Expr, a: Range) -> Diagnostic {
    let message = format!("`{}` is true wherever it is known", checker.text(span));
    let lint = Diagnostic::lint(Code(701), span, message);
    label_ranges(checker, lint, &[(left, a)]).help("remove it, or ask `is known`")
}

fn label_ranges(checker: &Checker<'_>, error: Diagnostic, sides: &[(&Expr, Range)]) -> Diagnostic {
    sides.iter().filter(|(_, range)| range.0 != range.1).fold(error, |error, (side, range)| {
        error.also(side.span, format!("`{}` is {}", checker.text(side.span), show_range(*range, &side.ty)))
    })
}

pub(crate) fn too_deep(span: Span, deepest: usize) -> Diagnostic {
    Diagnostic::error(Code(108), span, format!("this expression is nested or chained more than {deepest} deep"))
        .help("name parts of it with `let`")
}
