//! Bands: cut points that descend, the lowest without one.

use super::checker::Checker;
use super::errors;
use crate::source::Span;
use crate::syntax::tree;
use crate::typed::{Band, Expr};

/// Checks the bands of one card; they come out lowest first.
pub(super) fn check(checker: &mut Checker<'_>, source: &[tree::Band], span: Span) -> Option<Vec<Band>> {
    let mut bands = Vec::new();
    let mut sound = true;
    let mut higher: Option<(&tree::Band, Option<Expr>)> = None;
    for (at, band) in source.iter().enumerate() {
        let last = at + 1 == source.len();
        if last && let Some(cut) = band.from.as_ref().or(band.until_below.as_ref()) {
            if !checker.resolved.is_torn(span) {
                let error = errors::lowest_with_cut(&band.name, cut.span);
                checker.report(error);
            }
            sound = false;
        }
        if !last && band.from.is_none() {
            let error = errors::band_without_from(&band.name);
            checker.report(error);
            sound = false;
        }
        let from = cut(checker, band.from.as_ref(), "where a band begins");
        let until_below = cut(checker, band.until_below.as_ref(), "where a band is left");
        sound &= from.is_some() == band.from.is_some() && until_below.is_some() == band.until_below.is_some();
        if let (Some(from), Some(until)) = (&from, &until_below) {
            sound &= not_above(checker, until, from, &band.name);
        }
        if let (Some((above, above_until)), Some(from)) = (&higher, &from) {
            sound &= descends(checker, above, above_until.as_ref(), band, from);
        }
        if from.is_some() {
            let until = until_below.clone();
            higher = Some((band, until));
        }
        bands.push(Band { name: band.name.text.clone(), from, until_below, span: band.name.span });
    }
    bands.reverse();
    (sound && !bands.is_empty()).then_some(bands)
}

fn cut(checker: &mut Checker<'_>, source: Option<&tree::Expr>, what: &str) -> Option<Expr> {
    checker.plain_within(source?, what, 0.0, 100.0)
}

/// In some case both are known and the first is larger.
fn some_case_above(checker: &Checker<'_>, one: &Expr, other: &Expr, or_equal: Equal) -> bool {
    checker.cases([one, other]).iter().any(|case| match (checker.value_in(one, case), checker.value_in(other, case)) {
        (Some(one), Some(other)) => one > other || (one == other && or_equal == Equal::Counts),
        _ => false,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Equal {
    Counts,
    IsFine,
}

fn not_above(checker: &mut Checker<'_>, until: &Expr, from: &Expr, name: &tree::Name) -> bool {
    let wrong = some_case_above(checker, until, from, Equal::IsFine);
    if wrong {
        let error = errors::left_above_entry(name, until.span, from.span);
        checker.report(error);
    }
    !wrong
}

fn descends(
    checker: &mut Checker<'_>,
    above: &tree::Band,
    above_until: Option<&Expr>,
    band: &tree::Band,
    from: &Expr,
) -> bool {
    let Some(above_from) = above.from.as_ref() else { return true };
    // Checked before; looked at again for its value alone.
    let Some(higher) = cut(checker, Some(above_from), "where a band begins") else { return true };
    if some_case_above(checker, from, &higher, Equal::Counts) {
        let error = errors::bands_ascend(&band.name, from.span, &above.name, above_from.span);
        checker.report(error);
        return false;
    }
    if let Some(until) = above_until
        && some_case_above(checker, from, until, Equal::Counts)
    {
        let error = errors::left_below_next(&above.name, until.span, &band.name, from.span);
        checker.report(error);
        return false;
    }
    true
}

/// The middle of a band in points, as an expression: half way between its `from` (0 for the lowest) and
/// the `from` above it (100 for the highest).
pub(super) fn middle(checker: &mut Checker<'_>, source: &[tree::Band], at: usize, span: Span) -> Option<Expr> {
    use super::constant::written;
    use crate::typed::{Arithmetic, ExprKind};
    use crate::types::{Type, Value};
    let mut end = |band: Option<&tree::Band>, otherwise: f64| match band.and_then(|band| band.from.as_ref()) {
        Some(from) => cut(checker, Some(from), "where a band begins"),
        None => Some(checker.constant(otherwise, Type::Number, span)),
    };
    let low = end(source.get(at), 0.0)?;
    let high = end(at.checked_sub(1).and_then(|above| source.get(above)), 100.0)?;
    if let (Some(Value::Number(low)), Some(Value::Number(high))) = (written(&low), written(&high)) {
        return Some(checker.constant((low + high) / 2.0, Type::Number, span));
    }
    let kind = ExprKind::Arithmetic { op: Arithmetic::Add, left: Box::new(low), right: Box::new(high) };
    let sum = checker.make(kind, Type::Number, span);
    let two = checker.constant(2.0, Type::Number, span);
    let kind = ExprKind::Arithmetic { op: Arithmetic::Divide, left: Box::new(sum), right: Box::new(two) };
    Some(checker.make(kind, Type::Number, span))
}
