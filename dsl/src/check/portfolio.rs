//! Metrics and signals.

use super::checker::{Checker, Want};
use super::errors;
use crate::syntax::tree::{self, MetricValue, ThresholdOf};
use crate::typed::{self, Expr, ExprKind, Measured, Period, Threshold};
use crate::types::{JourneyId, LetId, MetricId, RoleId, SignalId, Table, TierId, Type};
use rustc_hash::FxHashSet;

/// The declarations a value of an earlier day may go through.
pub(super) struct Read<'t> {
    pub(super) lets: &'t Table<LetId, Option<typed::Let>>,
    pub(super) tiers: &'t Table<TierId, Option<typed::Tier>>,
    pub(super) journeys: &'t Table<JourneyId, Option<typed::Journey>>,
}

/// Checks all metrics.
pub(super) fn metrics(checker: &mut Checker<'_>, read: &Read<'_>) -> Table<MetricId, Option<typed::Metric>> {
    let resolved = checker.resolved;
    resolved.declared.metrics.rows().iter().map(|source| metric(checker, read, source)).collect()
}

fn metric(checker: &mut Checker<'_>, read: &Read<'_>, source: &tree::Metric) -> Option<typed::Metric> {
    let measure = match &source.value {
        MetricValue::Retention { value, over, kept } => {
            let (value, over) = (kept_value(checker, read, value), period(checker, over));
            value.zip(over).map(|(value, over)| Measured::Retention { value, over, kept: *kept })
        }
        MetricValue::Churn { value, over } => {
            let (value, over) = (kept_value(checker, read, value), period(checker, over));
            value.zip(over).map(|(value, over)| Measured::Churn { value, over })
        }
        MetricValue::Distribution { value, per } => distribution(checker, value, per.as_ref()),
        MetricValue::Nps { answer, keep, weight } => {
            let answer = super::answers::answer(checker, answer, keep.as_ref());
            let weight = weight.as_ref().map(|weight| weighed(checker, weight));
            match (answer, weight) {
                (Some(answer), None) => Some(Measured::Nps { answer, weight: None }),
                (Some(answer), Some(Some(weight))) => Some(Measured::Nps { answer, weight: Some(weight) }),
                _ => None,
            }
        }
    };
    let target = match &source.target {
        Some(target) => Some(target_of(checker, &source.value, target)?),
        None => None,
    };
    Some(typed::Metric {
        name: source.name.text.clone(),
        title: source.title.as_ref().map_or_else(|| source.name.text.clone(), |title| title.text.clone()),
        measure: measure?,
        target,
        span: source.name.span,
    })
}

/// What is compared between the start of a period and now.
fn kept_value(checker: &mut Checker<'_>, read: &Read<'_>, source: &tree::Expr) -> Option<Expr> {
    let value = checker.expr(source, Want::Value)?;
    if !matches!(value.ty, Type::Money(_) | Type::Number | Type::Count) {
        let error = errors::not_kept(checker, &value);
        checker.report(error);
        return None;
    }
    if let Some((culprit, through)) = unknown_then(read, &value) {
        let error = errors::unknown_at_start(checker, &value, culprit, through);
        checker.report(error);
        return None;
    }
    Some(value)
}

/// What in a value has no answer for an earlier day without memory, and the name in the value that leads there.
fn unknown_then<'t>(read: &Read<'t>, value: &'t Expr) -> Option<(&'t Expr, Option<&'t str>)> {
    let mut seen = FxHashSet::default();
    let mut waiting: Vec<(&Expr, Option<&str>)> = vec![(value, None)];
    while let Some((expr, through)) = waiting.pop() {
        match &expr.kind {
            ExprKind::Score(_)
            | ExprKind::Part(_)
            | ExprKind::Band(_)
            | ExprKind::Stage(_)
            | ExprKind::StageDate { .. }
            | ExprKind::Pace(_)
            | ExprKind::Level(_)
            | ExprKind::PlayState(_)
            | ExprKind::TaskState { .. }
            | ExprKind::For { .. }
            | ExprKind::Ago { .. }
            | ExprKind::Previous(_)
            | ExprKind::Trend { .. }
            | ExprKind::Becomes { .. }
            | ExprKind::Moves { .. } => return Some((expr, through)),
            ExprKind::Let(id) if seen.insert((0, id.0, 0, 0)) => {
                if let Some(named) = &read.lets[*id] {
                    waiting.push((&named.value, through.or(Some(&named.name))));
                }
            }
            ExprKind::Tier(id) if seen.insert((1, id.0, 0, 0)) => {
                if let Some(tier) = &read.tiers[*id] {
                    let conditions = tier.rows.iter().filter_map(|row| row.condition.as_ref());
                    waiting.extend(conditions.map(|condition| (condition, through.or(Some(&tier.name)))));
                }
            }
            ExprKind::Measure { journey, stage, measure } if seen.insert((2, journey.0, *stage, *measure)) => {
                let stages = read.journeys[*journey].as_ref().map(|journey| &journey.stages);
                let found = stages.and_then(|stages| stages.get(*stage)?.measures.get(*measure));
                if let Some(found) = found {
                    waiting.extend([&found.from, &found.to].map(|end| (end, through.or(Some(&found.name)))));
                }
            }
            _ => {}
        }
        waiting.extend(expr.operands().into_iter().map(|operand| (operand, through)));
    }
    None
}

/// A whole number of days or months.
fn period(checker: &mut Checker<'_>, source: &tree::Expr) -> Option<Period> {
    let typed = checker.expr(source, Want::Value)?;
    if !matches!(typed.ty, Type::Days | Type::Months) {
        let error = errors::not_a_period(checker, &typed);
        checker.report(error);
        return None;
    }
    let count = number(checker, &typed, "the length of a period")?;
    if count.fract() != 0.0 || !(1.0..=36_500.0).contains(&count) {
        let error = errors::no_period(checker, &typed);
        checker.report(error);
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and to fit")]
    let count = count as u32;
    Some(if typed.ty == Type::Months { Period::Months(count) } else { Period::Days(count) })
}

/// A number that is the same for every account: written out, or a setting.
fn number(checker: &mut Checker<'_>, typed: &Expr, what: &str) -> Option<f64> {
    match checker.value_in(typed, &[]) {
        Some(number) => Some(number),
        None => {
            let error = errors::not_written(checker, typed.span, what);
            checker.report(error);
            None
        }
    }
}

fn distribution(checker: &mut Checker<'_>, value: &tree::Expr, per: Option<&tree::Path>) -> Option<Measured> {
    let typed = checker.expr(value, Want::Value);
    let per = per.map(|per| choice(checker, per));
    let typed = typed?;
    let per = match per {
        Some(per) => Some(per?),
        None => None,
    };
    let is_words = matches!(typed.ty, Type::Choice(_));
    if !is_words && (!typed.ty.is_numeric() || super::unify::is_calendar(&typed.ty)) {
        let error = errors::not_spread(checker, &typed);
        checker.report(error);
        return None;
    }
    // Points have bands: both are told.
    let words = match (&typed.kind, &value.kind) {
        (ExprKind::Part(_), tree::ExprKind::Path(path)) => checker.path(path, Want::Word),
        _ => None,
    };
    Some(match is_words {
        true => Measured::Distribution { numbers: None, words: Some(typed), per },
        false => Measured::Distribution { numbers: Some(typed), words, per },
    })
}

/// A choice, band, stage, level or tier.
fn choice(checker: &mut Checker<'_>, path: &tree::Path) -> Option<Expr> {
    let typed = checker.path(path, Want::Word)?;
    if matches!(typed.ty, Type::Choice(_)) {
        return Some(typed);
    }
    let error = errors::no_groups(checker, &typed);
    checker.report(error);
    None
}

fn weighed(checker: &mut Checker<'_>, source: &tree::Expr) -> Option<Expr> {
    let weight = checker.expr(source, Want::Value)?;
    if weight.ty.is_numeric() && !super::unify::is_calendar(&weight.ty) {
        return Some(weight);
    }
    let error = errors::not_a_number(checker, &weight, "after `weighted by`");
    checker.report(error);
    None
}

fn target_of(checker: &mut Checker<'_>, value: &MetricValue, source: &tree::Expr) -> Option<f64> {
    let typed = checker.expr(source, Want::Value)?;
    let fits = match value {
        MetricValue::Retention { .. } | MetricValue::Churn { .. } => {
            matches!(typed.ty, Type::Percent | Type::Ratio)
        }
        MetricValue::Nps { .. } => matches!(typed.ty, Type::Number | Type::Count),
        MetricValue::Distribution { .. } => {
            let error = errors::target_of_many(typed.span);
            checker.report(error);
            return None;
        }
    };
    if !fits {
        let error = errors::not_such_a_target(checker, &typed, matches!(value, MetricValue::Nps { .. }));
        checker.report(error);
        return None;
    }
    let number = number(checker, &typed, "a target")?;
    let (low, high) = match value {
        MetricValue::Nps { .. } => (-100.0, 100.0),
        MetricValue::Churn { .. } => (0.0, 1.0),
        _ => (0.0, f64::INFINITY),
    };
    if number < low || number > high {
        let error = errors::outside(checker, &typed, "the target", number, low, high);
        checker.report(error);
        return None;
    }
    Some(number)
}

/// Checks all signals.
pub(super) fn signals(
    checker: &mut Checker<'_>,
    roles: &Table<RoleId, Option<typed::Role>>,
) -> Table<SignalId, Option<typed::Signal>> {
    let resolved = checker.resolved;
    resolved.declared.signals.rows().iter().map(|source| signal(checker, roles, source)).collect()
}

fn signal(
    checker: &mut Checker<'_>,
    roles: &Table<RoleId, Option<typed::Role>>,
    source: &tree::Signal,
) -> Option<typed::Signal> {
    let thresholds: Vec<Option<Threshold>> =
        source.thresholds.iter().map(|threshold| self::threshold(checker, threshold)).collect();
    for (at, threshold) in source.thresholds.iter().enumerate() {
        if let Some(first) = source.thresholds.iter().take(at).find(|first| first.of == threshold.of) {
            let error = errors::clause_twice("at least", threshold.amount.span, first.amount.span);
            checker.report(error);
        }
    }
    let condition = checker.condition(&source.condition);
    let owner = match &source.owner {
        Some(name) => {
            let id = checker.role(name)?;
            if let Some(role) = &roles[id]
                && !matches!(role.value.kind, ExprKind::Constant(_))
            {
                let error = errors::owner_of_many(name);
                checker.report(error);
                return None;
            }
            Some(id)
        }
        None => None,
    };
    Some(typed::Signal {
        name: source.name.text.clone(),
        title: source.title.as_ref().map_or_else(|| source.name.text.clone(), |title| title.text.clone()),
        thresholds: thresholds.into_iter().collect::<Option<_>>()?,
        condition: condition?,
        owner,
        span: source.name.span,
    })
}

fn threshold(checker: &mut Checker<'_>, source: &tree::Threshold) -> Option<Threshold> {
    let typed = checker.plain(&source.amount, "after `at least`")?;
    let number = number(checker, &typed, "a threshold")?;
    if source.of == ThresholdOf::Accounts {
        if number.fract() != 0.0 {
            let error = errors::not_whole(checker, &typed, "a number of accounts");
            checker.report(error);
            return None;
        }
        if number < 1.0 {
            let error = errors::outside(checker, &typed, "a number of accounts", number, 1.0, f64::INFINITY);
            checker.report(error);
            return None;
        }
        return Some(Threshold::Accounts(number));
    }
    if number <= 0.0 || number > 1.0 || typed.ty == Type::Count || (number == 1.0 && typed.ty == Type::Number) {
        let error = errors::no_share(checker, &typed);
        checker.report(error);
        return None;
    }
    Some(if source.of == ThresholdOf::RevenueShare {
        Threshold::RevenueShare(number)
    } else {
        Threshold::AccountShare(number)
    })
}
