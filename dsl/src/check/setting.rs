//! Settings and roles.

use super::checker::{Checker, Known, Want};
use super::errors;
use super::stage::flat;
use crate::source::Span;
use crate::syntax::tree;
use crate::typed::{Role, Setting};
use crate::types::{RoleId, SettingId, Table, Type, Value};

/// Checks all settings; `None` in place of one in error.
pub(super) fn settings(checker: &mut Checker<'_>) -> Table<SettingId, Option<Setting>> {
    let declared = &checker.resolved.declared;
    declared.settings.iter().map(|(id, source)| setting(checker, id, source)).collect()
}

fn setting(checker: &mut Checker<'_>, id: SettingId, source: &tree::Setting) -> Option<Setting> {
    let value = source.value.as_ref().map(|value| constant(checker, value, "the value of a setting"));
    let set = source.set.as_ref().map(|value| constant(checker, value, "the value of a setting"));
    let (ty, place) = match (&source.ty, &source.value, &value) {
        (Some(ty), _, _) => (declared(checker, ty, &source.name)?, ty.span),
        (None, Some(at), Some(value)) => (value.as_ref()?.1.clone(), at.span),
        // Without a value there is a type: the grammar has it so.
        _ => return None,
    };
    let own = fitting(checker, source, source.value.as_ref().zip(flat(value)?.as_ref()), &ty);
    let set = fitting(checker, source, source.set.as_ref().zip(flat(set)?.as_ref()), &ty);
    let (own, set) = (own?, set?);
    let mut range = (f64::NEG_INFINITY, f64::INFINITY);
    let limits = source.ty.as_ref().map_or((None, None), |ty| (ty.low.as_ref(), ty.high.as_ref()));
    if let Some(low) = limits.0 {
        range.0 = bound(checker, low, place, &ty)?;
    }
    if let Some(high) = limits.1 {
        range.1 = bound(checker, high, place, &ty)?;
    }
    if let Some((low, high)) = &source.between {
        let low = bound(checker, low, place, &ty);
        let high = bound(checker, high, place, &ty);
        range = (low?.max(range.0), high?.min(range.1));
        if range.0 > range.1 {
            let span = source.between.as_ref().map_or(source.name.span, |(low, high)| low.span.to(high.span));
            let error = errors::empty_range(span);
            checker.report(error);
            return None;
        }
    }
    for (at, value) in [(&source.value, &own), (&source.set, &set)] {
        if let (Some(at), Some(number)) = (at, value.as_ref().and_then(number))
            && (number < range.0 || number > range.1)
        {
            let error = errors::setting_outside(checker, at.span, source);
            checker.report(error);
            return None;
        }
    }
    let limited = source.between.is_some() || limits.0.is_some() || limits.1.is_some();
    let known = Known { ty: ty.clone(), range: limited.then_some(range) };
    let value = set.or(own);
    checker.settings[id] = Some((known, value.clone()));
    Some(Setting {
        name: source.name.text.clone(),
        formerly: source.formerly.as_ref().map(|name| name.text.clone()),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        value,
        range: limited.then_some(range),
        ty,
        span: source.name.span,
    })
}

/// The kind a setting is declared to have.
fn declared(checker: &mut Checker<'_>, source: &tree::FieldType, name: &tree::Name) -> Option<Type> {
    use tree::TypeKind as Kind;
    Some(match &source.kind {
        Kind::Text => Type::Text,
        Kind::Number => Type::Number,
        Kind::Count => Type::Count,
        Kind::Percent => Type::Percent,
        Kind::Ratio => Type::Ratio,
        Kind::Money(currency) => Type::Money(currency.clone()),
        Kind::Days => Type::Days,
        Kind::Date => Type::Date,
        Kind::YesNo | Kind::OneOf { .. } => {
            let error = errors::no_setting_type(source.span, name);
            checker.report(error);
            return None;
        }
    })
}

/// The value, where it is of the setting's kind; `Some(None)` where there is none.
fn fitting(
    checker: &mut Checker<'_>,
    source: &tree::Setting,
    value: Option<(&tree::Expr, &(Value, Type))>,
    ty: &Type,
) -> Option<Option<Value>> {
    let Some((place, (value, own))) = value else { return Some(None) };
    let parts = |ty: &Type| matches!(ty, Type::Percent | Type::Ratio);
    let fits = match ty {
        Type::Percent => *own == Type::Percent,
        // 70% is a ratio, and any plain number may be one.
        _ if parts(own) => parts(ty) || *ty == Type::Number,
        _ => super::unify::unify(own, ty).is_some(),
    };
    if !fits {
        let error = errors::setting_of_another_kind(checker, place.span, own, source, ty);
        checker.report(error);
        return None;
    }
    Some(Some(value.clone()))
}

/// Names the settings that have no value: a fault of who extends a template, a hint for who writes one.
pub(super) fn unset(checker: &mut Checker<'_>) {
    let declared = &checker.resolved.declared;
    let unset: Vec<&tree::Setting> =
        declared.settings.rows().iter().copied().filter(|own| own.value.is_none() && own.set.is_none()).collect();
    match declared.headers.iter().find(|header| header.extends.is_some()) {
        Some(header) if !unset.is_empty() => {
            let error = errors::unset(header, &unset);
            checker.report(error);
        }
        Some(_) => {}
        None => {
            for setting in unset {
                checker.report(errors::to_be_set(setting));
            }
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Date(day) => Some(f64::from(*day)),
        _ => None,
    }
}

/// A value written out, with its kind.
fn constant(checker: &mut Checker<'_>, source: &tree::Expr, what: &str) -> Option<(Value, Type)> {
    // Names are refused before they are looked up: a setting reads nothing.
    if let Some(span) = named(source) {
        let error = errors::not_written(checker, span, what);
        checker.report(error);
        return None;
    }
    let typed = checker.expr(source, Want::Value)?;
    match super::constant::written(&typed) {
        Some(Value::Number(number)) if typed.ty == Type::Date => {
            let day = number.floor();
            // Invariant: a folded date lies within a few thousand years of 1970.
            #[allow(clippy::cast_possible_truncation, reason = "the cast saturates")]
            Some((Value::Date(day as i32), typed.ty))
        }
        Some(value) => Some((value, typed.ty)),
        None => {
            let error = errors::not_written(checker, typed.span, what);
            checker.report(error);
            None
        }
    }
}

/// The first name an expression reads, looking through arithmetic only.
fn named(expr: &tree::Expr) -> Option<crate::source::Span> {
    use tree::ExprKind as Kind;
    let mut waiting = vec![expr];
    while let Some(next) = waiting.pop() {
        match &next.kind {
            Kind::Path(_) | Kind::By { .. } => return Some(next.span),
            Kind::Binary { left, right, .. } => waiting.extend([&**right, &**left]),
            Kind::Negate(value) => waiting.push(value),
            Kind::Call { args, .. } => waiting.extend(args.iter().rev()),
            _ => {}
        }
    }
    None
}

fn bound(checker: &mut Checker<'_>, source: &tree::Expr, setting: Span, ty: &Type) -> Option<f64> {
    let (value, own) = constant(checker, source, "the bound of a setting")?;
    if super::unify::unify(&own, ty).is_none() {
        let error = errors::bound_of_another_kind(checker, source.span, &own, setting, ty);
        checker.report(error);
        return None;
    }
    number(&value)
}

/// Checks all roles.
pub(super) fn roles(checker: &mut Checker<'_>) -> Table<RoleId, Option<Role>> {
    let declared = &checker.resolved.declared;
    let role = |source: &&tree::Role| {
        let value = checker.expr(&source.value, Want::Value)?;
        if value.ty != Type::Text {
            let error = errors::not_text(checker, &value, &source.name);
            checker.report(error);
            return None;
        }
        Some(Role { name: source.name.text.clone(), value, span: source.name.span })
    };
    declared.roles.rows().iter().map(role).collect()
}
