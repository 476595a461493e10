//! Settings and roles.

use super::checker::{Checker, Known, Want};
use super::errors;
use crate::syntax::tree;
use crate::typed::{Role, Setting};
use crate::types::{RoleId, SettingId, Table, Type, Value};

/// Checks all settings; `None` in place of one in error.
pub(super) fn settings(checker: &mut Checker<'_>) -> Table<SettingId, Option<Setting>> {
    let declared = &checker.resolved.declared;
    declared.settings.iter().map(|(id, source)| setting(checker, id, source)).collect()
}

fn setting(checker: &mut Checker<'_>, id: SettingId, source: &tree::Setting) -> Option<Setting> {
    let (value, ty) = constant(checker, &source.value, "the value of a setting")?;
    let mut range = (f64::NEG_INFINITY, f64::INFINITY);
    if let Some((low, high)) = &source.between {
        let low = bound(checker, low, &source.value, &ty);
        let high = bound(checker, high, &source.value, &ty);
        range = (low?, high?);
        if range.0 > range.1 {
            let span = source.between.as_ref().map_or(source.name.span, |(low, high)| low.span.to(high.span));
            let error = errors::empty_range(span);
            checker.report(error);
            return None;
        }
    }
    if let Some(number) = number(&value)
        && (number < range.0 || number > range.1)
    {
        let error = errors::setting_outside(checker, source.value.span, &source.name, source.between.as_ref());
        checker.report(error);
        return None;
    }
    let known = Known { ty: ty.clone(), range: source.between.as_ref().map(|_| range) };
    checker.settings[id] = Some((known, value.clone()));
    Some(Setting {
        name: source.name.text.clone(),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        value,
        ty,
        span: source.name.span,
    })
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

fn bound(checker: &mut Checker<'_>, source: &tree::Expr, setting: &tree::Expr, ty: &Type) -> Option<f64> {
    let (value, own) = constant(checker, source, "the bound of a setting")?;
    if super::unify::unify(&own, ty).is_none() {
        let error = errors::bound_of_another_kind(checker, source.span, &own, setting.span, ty);
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
