//! `series`: values that a field takes one after the other.

use crate::check::account::{constant_of, field_of};
use crate::check::checker::{Checker, Want};
use crate::check::errors;
use crate::check::unify::unify;
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::tree::{self, DayClause, Reach};
use crate::typed::{Series, SeriesPart};
use crate::types::{Day, FieldId, Type, Value};

/// More values than this no test takes: it has no more evaluations.
const MOST: u64 = 100_000;

/// Checks the series of a test; `None` where one is in error. `every` is how many days lie between two values.
pub(super) fn series(
    checker: &mut Checker<'_>,
    sources: &[&tree::Series],
    every: Option<u32>,
    days: &[&tree::Day],
) -> Option<Vec<Series>> {
    let mut seen: Vec<(FieldId, Span)> = Vec::new();
    let mut found: Vec<Option<Series>> = Vec::new();
    for source in sources {
        let one = one(checker, source, &mut seen);
        if let (Some(one), Some(every)) = (&one, every) {
            fits(checker, source, one, i64::from(every.max(1)), days);
        }
        found.push(one);
    }
    found.into_iter().collect()
}

fn one(checker: &mut Checker<'_>, source: &tree::Series, seen: &mut Vec<(FieldId, Span)>) -> Option<Series> {
    let lists = &checker.resolved.declared.lists;
    let error = match checker.resolved.names.lookup(&source.field, checker.scope) {
        Ok(Target::List(_)) => Some(errors::set_a_list("series", &source.field, source.field.span)),
        Ok(Target::ListField { list, .. } | Target::ListGroup(list)) => {
            Some(errors::set_in_a_list("series", &source.field, &lists[list].path))
        }
        _ => None,
    };
    if let Some(error) = error {
        checker.report(error);
        return None;
    }
    let field = field_of(checker, &source.field, "a field", |_| true)?;
    let path = source.field.joined();
    if let Some((_, first)) = seen.iter().find(|(seen, _)| *seen == field) {
        let error = errors::clause_twice(&format!("series {path}"), source.span, *first);
        checker.report(error);
        return None;
    }
    seen.push((field, source.span));
    let parts: Vec<Option<SeriesPart>> = source.parts.iter().map(|one| part(checker, field, &path, one)).collect();
    Some(Series { field, parts: parts.into_iter().collect::<Option<_>>()? })
}

fn part(checker: &mut Checker<'_>, field: FieldId, path: &str, source: &tree::SeriesPart) -> Option<SeriesPart> {
    let start = match &source.start {
        Some(value) => Some(constant_of(checker, field, value, "the value")?),
        None => {
            absent(checker, field, path, source)?;
            None
        }
    };
    let step = match &source.step {
        Some(step) => step_of(checker, field, path, step)?,
        None => 0.0,
    };
    if source.count == 0 {
        checker.report(errors::no_turns(source.count_span));
        return None;
    }
    // What is more than a test can take is told where the dates are looked at.
    let count = u32::try_from(source.count.min(MOST)).unwrap_or(u32::MAX);
    let part = SeriesPart { start, step, count };
    stays_within(checker, field, path, source, &part)?;
    Some(part)
}

/// `unknown`: for a field that may be.
fn absent(checker: &mut Checker<'_>, field: FieldId, path: &str, source: &tree::SeriesPart) -> Option<()> {
    let declared = &checker.resolved.declared.fields[field].field.modifiers;
    let is_required = declared.iter().any(|modifier| matches!(modifier, tree::Modifier::Required(_)));
    let is_choice = match &checker.fields[field].ty {
        Type::Choice(set) => checker.sets.choices[*set].code("unknown").is_some(),
        _ => false,
    };
    let error = match (is_required, is_choice) {
        (_, true) => errors::unknown_is_a_choice(source, path),
        (true, false) => errors::required_set_missing(source.span, path),
        (false, false) => return Some(()),
    };
    checker.report(error);
    None
}

/// How far one step goes, in the unit of the field; of a date in days.
fn step_of(checker: &mut Checker<'_>, field: FieldId, path: &str, source: &tree::SeriesStep) -> Option<f64> {
    let ty = checker.fields[field].ty.clone();
    let span = source.by.span;
    let unit = match &ty {
        Type::Date => Type::Days,
        ty if ty.is_numeric() => ty.clone(),
        ty => {
            let kind = if *ty == Type::Truth { ty.show() } else { checker.show(ty) };
            let error = errors::no_steps(span, path, &kind);
            checker.report(error);
            return None;
        }
    };
    let typed = checker.expr(&source.by, Want::Value)?;
    let fits = if unit == Type::Percent { typed.ty == unit } else { unify(&typed.ty, &unit).is_some() };
    if !fits {
        let error = errors::step_of_another_kind(span, path, &checker.show(&unit), &checker.show(&typed.ty));
        checker.report(error);
        return None;
    }
    let Some(Value::Number(number)) = crate::check::constant::written(&typed) else {
        let error = errors::not_written(checker, span, "the step of a series");
        checker.report(error);
        return None;
    };
    if matches!(ty, Type::Date | Type::Count) && number.fract() != 0.0 {
        let error = errors::step_not_whole(span, path, if ty == Type::Date { "a date" } else { "a count" });
        checker.report(error);
        return None;
    }
    Some(source.sign * number)
}

/// Steps go one way: where the first value and the last are within the field's range, all are.
fn stays_within(
    checker: &mut Checker<'_>,
    field: FieldId,
    path: &str,
    source: &tree::SeriesPart,
    part: &SeriesPart,
) -> Option<()> {
    let known = &checker.fields[field];
    let (mut low, high) = known.range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    if known.ty == Type::Count {
        low = low.max(0.0);
    }
    let number = |at: u32| match part.taken(at) {
        Some(Value::Number(number)) => Some(number),
        Some(Value::Date(day)) => Some(f64::from(day)),
        _ => None,
    };
    let is_out = |at: u32| number(at).is_some_and(|number| !(low..=high).contains(&number));
    let last = part.count - 1;
    if part.step == 0.0 || !is_out(last) {
        return Some(());
    }
    // The first one that is out: all behind it are as well.
    let (mut within, mut out) = (0, last);
    while out - within > 1 {
        let middle = within + (out - within) / 2;
        if is_out(middle) { out = middle } else { within = middle }
    }
    let shown = errors::show_number(number(out).unwrap_or(0.0), &known.ty);
    let range = errors::show_range((low, high), &known.ty);
    let error = errors::leaves_the_range(source, path, out + 1, &shown, &range);
    checker.report(error);
    None
}

/// Whether the test takes all its values, and gives the field no other one meanwhile.
fn fits(checker: &mut Checker<'_>, source: &tree::Series, series: &Series, every: i64, days: &[&tree::Day]) {
    let read = || days.iter().filter(|day| !checker.resolved.is_torn(day.date_span));
    let (Some(first), Some(last)) = (read().map(|day| day.date).min(), read().map(|day| day.date).max()) else {
        return;
    };
    if read().count() != days.len() {
        return;
    }
    let (first, last) = (i64::from(first), i64::from(last));
    let turns = u64::try_from((last - first) / every + 1).unwrap_or(1);
    let mut found = Vec::new();
    let count: u64 = source.parts.iter().map(|part| part.count).fold(0, u64::saturating_add);
    if count > turns {
        let mut before: u64 = 0;
        let unused = source.parts.iter().find(|part| {
            before = before.saturating_add(part.count);
            before > turns
        });
        found.extend(unused.map(|part| errors::values_never_used(part, &source.field.joined(), count, turns)));
    }
    let values = i64::try_from(count.min(turns)).unwrap_or(1);
    let until = first + (values - 1) * every;
    for day in days.iter().filter(|day| day.reach == Reach::On && i64::from(day.date) <= until) {
        let sets = day.clauses.iter().filter_map(|clause| match clause {
            DayClause::Set { fields, .. } => Some(fields),
            _ => None,
        });
        for set in sets.flatten() {
            let target = checker.resolved.names.lookup(&set.field, checker.scope);
            if matches!(target, Ok(Target::Field(field)) if field == series.field) {
                let until = Day::try_from(until).unwrap_or(Day::MAX);
                found.push(errors::set_within_series(&set.field, set.span, source.span, until));
            }
        }
    }
    found.into_iter().for_each(|error| checker.report(error));
}
