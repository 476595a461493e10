//! The account schema.

use super::checker::{Checker, Range, Want, once};
use super::errors;
use crate::resolve::{FieldSource, Target};
use crate::syntax::tree::{self, ExprKind, Modifier, Path};
use crate::typed::{Expr, Field, FieldKind, Stale};
use crate::types::{FieldId, Table, Type, Value};

/// What the account block says besides its fields.
pub(super) struct Account {
    pub(super) id: Option<FieldId>,
    pub(super) revenue: Option<FieldId>,
}

/// Checks every field; where one is in error it has a stand-in, so that ids keep their places.
pub(super) fn fields(checker: &mut Checker<'_>) -> Table<FieldId, Field> {
    let declared = &checker.resolved.declared;
    declared.fields.iter().map(|(id, source)| field(checker, id, source)).collect()
}

fn field(checker: &mut Checker<'_>, id: FieldId, source: &FieldSource<'_>) -> Field {
    let ty = checker.fields[id].ty.clone();
    let (mut field, range) = described(checker, source, ty);
    checker.fields[id].range = range;
    let stale = source.stale.and_then(|stale| {
        let after = checker.written_days(&stale.after, "the time after `stale after`")?;
        let since = date_field(checker, &stale.since)?;
        Some(Stale { after, since })
    });
    // A date that says how fresh the others are is not subject to its own rule.
    field.stale = stale.filter(|stale| stale.since != id);
    field
}

/// A field but for its freshness, and between which values it lies.
pub(super) fn described(checker: &mut Checker<'_>, source: &FieldSource<'_>, ty: Type) -> (Field, Option<Range>) {
    let low = source.field.ty.low.as_ref().and_then(|bound| bound_of(checker, bound, &ty));
    let high = source.field.ty.high.as_ref().and_then(|bound| bound_of(checker, bound, &ty));
    if let (Some(from), Some(to)) = (low, high)
        && from > to
    {
        let error = errors::empty_range(source.field.ty.span);
        checker.report(error);
    }
    let least = if ty == Type::Count { Some(low.unwrap_or(0.0).max(0.0)) } else { low };
    let range = (least.is_some() || high.is_some())
        .then_some((least.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)));
    let (mut required, mut private, mut default) = (None, None, None);
    let mut also = Vec::new();
    for modifier in &source.field.modifiers {
        match modifier {
            Modifier::Required(span) => once(checker, &mut required, (), *span, "required"),
            Modifier::Private(span) => once(checker, &mut private, (), *span, "private"),
            Modifier::Default(value) => once(checker, &mut default, value, value.span, "default"),
            Modifier::Also(text) => also.push(text.text.clone()),
        }
    }
    if let (Some((_, span)), Some((value, _))) = (required, default) {
        let error = errors::required_with_default(value.span, span);
        checker.report(error);
    }
    let default = default.and_then(|(value, _)| value_of(checker, &ty, range, value, "the default"));
    let field = Field {
        path: source.path.clone(),
        kind: kind(&ty),
        ty,
        low,
        high,
        required: required.is_some(),
        default,
        private: private.is_some(),
        also,
        stale: None,
        sentence: source.field.sentence.as_ref().map(|text| text.text.clone()),
        span: source.field.name.span,
    };
    (field, range)
}

fn kind(ty: &Type) -> FieldKind {
    match ty {
        Type::Count => FieldKind::Count,
        Type::Percent => FieldKind::Percent,
        Type::Ratio => FieldKind::Ratio,
        Type::Money(currency) => FieldKind::Money(currency.clone()),
        Type::Days => FieldKind::Days,
        Type::Date => FieldKind::Date,
        Type::Truth => FieldKind::YesNo,
        Type::Choice(set) => FieldKind::Choice(*set),
        Type::Text => FieldKind::Text,
        _ => FieldKind::Number,
    }
}

/// The written number of a bound or default, in the unit of its field.
fn bound_of(checker: &mut Checker<'_>, bound: &tree::Expr, ty: &Type) -> Option<f64> {
    let typed = checker.expr(bound, Want::Value)?;
    if !(ty.is_numeric() || *ty == Type::Date) || !same_unit(&typed, ty) {
        let error = errors::not_of_field(checker, &typed, ty);
        checker.report(error);
        return None;
    }
    checker.written_number(&typed, "the bound of a field")
}

/// A percentage is written with its sign: 35 in data and 35 here would not be the same.
fn same_unit(typed: &Expr, ty: &Type) -> bool {
    match ty {
        Type::Percent => typed.ty == Type::Percent || super::constant::written(typed) == Some(Value::Number(0.0)),
        _ => super::unify::unify(&typed.ty, ty).is_some(),
    }
}

/// A value written out for a field, of its kind and in its range; `what` says which.
pub(super) fn constant_of(checker: &mut Checker<'_>, id: FieldId, value: &tree::Expr, what: &str) -> Option<Value> {
    let (ty, range) = (checker.fields[id].ty.clone(), checker.fields[id].range);
    value_of(checker, &ty, range, value, what)
}

/// The same for a field of a kind and range.
fn value_of(
    checker: &mut Checker<'_>,
    ty: &Type,
    range: Option<Range>,
    value: &tree::Expr,
    what: &str,
) -> Option<Value> {
    match ty {
        Type::Truth => {
            let word = match &value.kind {
                ExprKind::Path(path) => path.joined(),
                _ => Default::default(),
            };
            match word.as_str() {
                "yes" => return Some(Value::Truth(true)),
                "no" => return Some(Value::Truth(false)),
                _ => {
                    let error = errors::yes_or_no(value.span, what);
                    checker.report(error);
                    return None;
                }
            }
        }
        Type::Choice(set) => {
            let typed = checker.expr(value, Want::Among(*set))?;
            if let crate::typed::ExprKind::Constant(found @ Value::Choice(_)) = typed.kind {
                return Some(found);
            }
            let error = errors::not_of_field(checker, &typed, ty);
            checker.report(error);
            return None;
        }
        _ => {}
    }
    let typed = checker.expr(value, Want::Value)?;
    if !same_unit(&typed, ty) {
        let error = errors::not_of_field(checker, &typed, ty);
        checker.report(error);
        return None;
    }
    let written = super::constant::written(&typed);
    let number = match &written {
        Some(Value::Number(number)) => *number,
        Some(Value::Date(day)) => f64::from(*day),
        Some(_) => return written,
        None => {
            let error = errors::not_written(checker, typed.span, what);
            checker.report(error);
            return None;
        }
    };
    let (low, high) = range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    if number < low || number > high {
        let error = errors::outside(checker, &typed, what, number, low, high);
        checker.report(error);
        return None;
    }
    if *ty == Type::Count && (number.fract() != 0.0 || number < 0.0) {
        let error = errors::not_whole(checker, &typed, "a count");
        checker.report(error);
        return None;
    }
    #[allow(clippy::cast_possible_truncation, reason = "a folded date, and the cast saturates")]
    Some(if *ty == Type::Date { Value::Date(number.floor() as i32) } else { Value::Number(number) })
}

/// A path that must be a date field.
fn date_field(checker: &mut Checker<'_>, path: &Path) -> Option<FieldId> {
    field_of(checker, path, "a date field", |ty| *ty == Type::Date)
}

/// A path that must be a field of a certain kind.
pub(super) fn field_of(
    checker: &mut Checker<'_>,
    path: &Path,
    what: &str,
    fits: impl Fn(&Type) -> bool,
) -> Option<FieldId> {
    if let Ok(Target::List(_) | Target::ListField { .. }) = checker.resolved.names.lookup(path, checker.scope) {
        let error = errors::field_of_a_list(path, what);
        checker.report(error);
        return None;
    }
    let typed = checker.path(path, Want::Value)?;
    if let crate::typed::ExprKind::Field(id) = typed.kind
        && fits(&typed.ty)
    {
        return Some(id);
    }
    let error = errors::not_such_a_field(checker, &typed, what);
    checker.report(error);
    None
}

/// Checks `id` and `revenue`.
pub(super) fn account(checker: &mut Checker<'_>) -> Account {
    let mut found = Account { id: None, revenue: None };
    let accounts = &checker.resolved.declared.accounts;
    let Some((first, rest)) = accounts.split_first() else {
        if checker.resolved.torn.is_empty() {
            let place = checker.resolved.declared.headers.first().map(|header| header.name.span);
            let error = errors::no_account(place);
            checker.report(error);
        }
        return found;
    };
    for other in rest {
        checker.report(errors::second_account(other.span, first.span));
    }
    let (mut id, mut revenue, mut ends) = (None, None, None);
    first.id.iter().for_each(|path| once(checker, &mut id, path, path.span, "id ="));
    first.revenue.iter().for_each(|path| once(checker, &mut revenue, path, path.span, "revenue ="));
    first.ends.iter().for_each(|expr| once(checker, &mut ends, expr, expr.span, "ends when"));
    let mut missing = Vec::new();
    match id {
        Some((path, _)) => {
            found.id = field_of(checker, path, "a text field", |ty| *ty == Type::Text);
        }
        None => missing.push("id = FIELD"),
    }
    match revenue {
        Some((path, _)) => {
            let fits = |ty: &Type| matches!(ty, Type::Money(_) | Type::Number);
            found.revenue = field_of(checker, path, "a money or number field", fits);
        }
        None => missing.push("revenue = FIELD"),
    }
    if !missing.is_empty() && checker.resolved.torn.is_empty() {
        let error = errors::account_without(first.span, &missing);
        checker.report(error);
    }
    found
}

/// `ends when`: read after all declarations are known.
pub(super) fn ends(checker: &mut Checker<'_>) -> Option<Expr> {
    let account = checker.resolved.declared.accounts.first()?;
    checker.condition(account.ends.first()?)
}
