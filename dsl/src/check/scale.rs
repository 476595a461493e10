//! Scales: how an indicator's value becomes points.

use super::bands::middle;
use super::checker::{Checker, Want};
use super::errors;
use super::unify::unify;
use crate::source::Span;
use crate::syntax::tree::{self, CardClause, Points, StepBound};
use crate::typed::{Expr, Scale, Step};
use crate::types::{CardId, Type};

/// Checks a scale against the kind of its value; `None` for a value that is in error.
pub(super) fn check(checker: &mut Checker<'_>, source: &tree::Scale, ty: Option<&Type>, card: CardId) -> Option<Scale> {
    match source {
        tree::Scale::Linear { worst, best } => linear(checker, worst, best, ty),
        tree::Scale::Steps { steps: source, span } => steps(checker, source, *span, ty, card),
        tree::Scale::AsIs(span) => {
            if ty.is_some_and(|ty| !ty.is_plain()) {
                let error = errors::as_is_with_unit(checker, *span, ty);
                checker.report(error);
                return None;
            }
            Some(Scale::AsIs)
        }
    }
}

fn linear(checker: &mut Checker<'_>, worst: &tree::Expr, best: &tree::Expr, ty: Option<&Type>) -> Option<Scale> {
    let (low, high) = (like(checker, worst, ty), like(checker, best, ty));
    let (low, high) = (low?, high?);
    let same = checker.cases([&low, &high]).iter().any(|case| {
        let (low, high) = (checker.value_in(&low, case), checker.value_in(&high, case));
        low.is_some() && low == high
    });
    if same {
        let error = errors::worst_is_best(worst.span, best.span);
        checker.report(error);
        return None;
    }
    Some(Scale::Linear { worst: low, best: high })
}

/// An expression that goes with the value of the indicator.
fn like(checker: &mut Checker<'_>, source: &tree::Expr, ty: Option<&Type>) -> Option<Expr> {
    let typed = checker.expr(source, Want::Value)?;
    if let Some(ty) = ty
        && unify(ty, &typed.ty).is_none()
    {
        let error = errors::unlike_its_value(checker, &typed, ty);
        checker.report(error);
        return None;
    }
    Some(typed)
}

fn steps(
    checker: &mut Checker<'_>,
    source: &[tree::Step],
    span: Span,
    ty: Option<&Type>,
    card: CardId,
) -> Option<Scale> {
    let mut steps: Vec<Option<Step>> = Vec::new();
    let mut otherwise: Option<(Option<Expr>, Span)> = None;
    let mut before: Option<(Expr, Inclusion)> = None;
    for step in source {
        let points = points(checker, &step.points, card);
        let (bound, inclusion) = match &step.bound {
            StepBound::Otherwise(place) => {
                match &otherwise {
                    None => otherwise = Some((points, *place)),
                    Some((_, first)) => {
                        let error = errors::clause_twice("otherwise", *place, *first);
                        checker.report(error);
                    }
                }
                continue;
            }
            StepBound::Below(bound) => (bound, Inclusion::Below),
            StepBound::UpTo(bound) => (bound, Inclusion::UpTo),
        };
        if let Some((_, place)) = &otherwise {
            let error = errors::step_after_otherwise(bound.span, *place);
            checker.report(error);
        }
        let Some(typed) = like(checker, bound, ty) else {
            steps.push(None);
            continue;
        };
        if let Some((earlier, how)) = &before
            && !ascends(checker, (earlier, *how), (&typed, inclusion))
        {
            let error = errors::steps_descend(checker, bound.span, earlier.span);
            checker.report(error);
        }
        before = Some((typed.clone(), inclusion));
        let inclusive = inclusion == Inclusion::UpTo;
        steps.push(points.map(|points| Step { bound: typed, inclusive, points }));
    }
    let Some((otherwise, _)) = otherwise else {
        if !checker.resolved.is_torn(span) {
            let error = errors::no_otherwise(span);
            checker.report(error);
        }
        return None;
    };
    Some(Scale::Steps { steps: steps.into_iter().collect::<Option<_>>()?, otherwise: otherwise? })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inclusion {
    Below,
    UpTo,
}

/// Whether the second step holds anything the first does not, in every case that is known.
fn ascends(checker: &Checker<'_>, first: (&Expr, Inclusion), second: (&Expr, Inclusion)) -> bool {
    checker.cases([first.0, second.0]).iter().all(|case| {
        match (checker.value_in(first.0, case), checker.value_in(second.0, case)) {
            (Some(one), Some(other)) => {
                one < other || (one == other && first.1 == Inclusion::Below && second.1 == Inclusion::UpTo)
            }
            _ => true,
        }
    })
}

fn points(checker: &mut Checker<'_>, source: &Points, card: CardId) -> Option<Expr> {
    let what = "the points of a step";
    let name = match source {
        Points::Value(points) => return checker.plain_within(points, what, 0.0, 100.0),
        Points::Band(name) => name,
    };
    let resolved = checker.resolved;
    let bands = resolved.declared.cards[card].clauses.iter().find_map(|clause| match clause {
        CardClause::Bands { bands, .. } => Some(bands),
        _ => None,
    });
    let at = bands.and_then(|bands| bands.iter().position(|band| band.name.text == name.text));
    match (bands, at) {
        (Some(bands), Some(at)) => middle(checker, bands, at, name.span),
        _ if resolved.names.top.contains_key(&name.text) => {
            let path = tree::Path { parts: vec![name.clone()], span: name.span };
            let points = tree::Expr { kind: tree::ExprKind::Path(path), span: name.span };
            checker.plain_within(&points, what, 0.0, 100.0)
        }
        // A card without bands has been reported as such.
        (None, _) => None,
        _ => {
            let set = checker.sets.cards[card];
            checker.word(name, set);
            None
        }
    }
}
