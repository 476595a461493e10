//! Weights of dimensions and indicators, and whether they add up.

use super::checker::Checker;
use super::errors;
use crate::resolve::{PartBody, PartSource};
use crate::source::Span;
use crate::syntax::tree::{CardClause, PartClause};
use crate::typed::Expr;
use crate::types::{PartId, Table, Type};

/// The weight of every part; `None` where it is in error.
pub(super) type Weights = Table<PartId, Option<Expr>>;

/// How far a sum may be from what it should be: sums of decimals are not exact.
const SLACK: f64 = 1e-6;

/// Finds the weight of every part and checks that those of each owner add up.
pub(super) fn check(checker: &mut Checker<'_>) -> Weights {
    let resolved = checker.resolved;
    let parts = &resolved.declared.parts;
    let mut weights: Weights = parts.iter().map(|(_, source)| weight(checker, parts, source)).collect();
    for (id, owner) in parts.iter() {
        if !owner.children.is_empty() && equal(&owner.body).is_none() && !checker.resolved.is_torn(span(owner)) {
            adds_up(checker, parts, id, &weights);
        }
    }
    // Parts of an owner with equal weights share 100.
    for (id, source) in parts.iter() {
        if let Some(owner) = source.owner
            && equal(&parts[owner].body).is_some()
        {
            let count = u32::try_from(parts[owner].children.len()).unwrap_or(u32::MAX);
            let share = checker.constant(share(count), Type::Number, source.name.span);
            weights[id] = Some(share);
        }
    }
    weights
}

/// What each of so many parts weighs. So few digits that its products with points and their sums are exact: parts that all
/// have 100 points give 100, and not a little less.
fn share(count: u32) -> f64 {
    const UNIT: f64 = 1_048_576.0;
    (100.0 / f64::from(count) * UNIT).round() / UNIT
}

fn weight(checker: &mut Checker<'_>, parts: &Table<PartId, PartSource<'_>>, source: &PartSource<'_>) -> Option<Expr> {
    let part = match source.body {
        PartBody::Root(_) => return Some(checker.constant(100.0, Type::Number, source.name.span)),
        PartBody::Dimension(part, _) | PartBody::Indicator(part, _) => part,
    };
    let equal = source.owner.and_then(|owner| equal(&parts[owner].body));
    match (&part.weight, equal) {
        (Some(weight), Some(equal)) => {
            let error = errors::weight_beside_equal(weight.span, equal);
            checker.report(error);
            None
        }
        (None, Some(_)) => None,
        (Some(weight), None) => checker.plain_within(weight, "a weight", 0.0, f64::INFINITY),
        (None, None) => {
            if !checker.resolved.is_torn(part.span) {
                let error = errors::no_weight(&part.name);
                checker.report(error);
            }
            None
        }
    }
}

/// Where an owner says that its parts weigh the same.
fn equal(body: &PartBody<'_>) -> Option<Span> {
    match body {
        PartBody::Root(card) => card.clauses.iter().find_map(|clause| match clause {
            CardClause::WeightsEqual(span) => Some(*span),
            _ => None,
        }),
        PartBody::Dimension(_, clauses) => clauses.iter().find_map(|clause| match clause {
            PartClause::WeightsEqual(span) => Some(*span),
            _ => None,
        }),
        PartBody::Indicator(..) => None,
    }
}

fn span(source: &PartSource<'_>) -> Span {
    match source.body {
        PartBody::Root(card) => card.span,
        PartBody::Dimension(part, _) | PartBody::Indicator(part, _) => part.span,
    }
}

/// Checks one owner in every case its weights tell apart; the first case that is wrong is named.
fn adds_up(checker: &mut Checker<'_>, parts: &Table<PartId, PartSource<'_>>, owner: PartId, weights: &Weights) {
    let children = &parts[owner].children;
    let Some(own) = children.iter().map(|child| weights[*child].as_ref()).collect::<Option<Vec<&Expr>>>() else {
        return;
    };
    let whole = weights[owner].as_ref().filter(|_| parts[owner].owner.is_some());
    let all: Vec<&Expr> = own.iter().copied().chain(whole).collect();
    for case in checker.cases(all.iter().copied()) {
        let values: Option<Vec<f64>> = own.iter().map(|weight| checker.value_in(weight, &case)).collect();
        let Some(values) = values else { continue };
        let sum: f64 = values.iter().sum();
        let whole = whole.and_then(|whole| checker.value_in(whole, &case));
        let right = [Some(100.0), whole].into_iter().flatten().any(|right| (sum - right).abs() <= SLACK);
        if right {
            continue;
        }
        let places: Vec<(Span, f64)> = own.iter().map(|weight| weight.span).zip(values).collect();
        let case = checker.show_case(&case, &all);
        let error = errors::weights_sum(parts[owner].name, sum, whole, &places, &case);
        checker.report(error);
        return;
    }
}
