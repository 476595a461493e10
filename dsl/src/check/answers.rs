//! Answers to "would you recommend us": one of an account, or those of the people in a list.

use super::checker::Checker;
use super::errors;
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::tree;
use crate::typed::{Aggregate, Answer, Comparison, Criterion, Expr, ExprKind};
use crate::types::{ListId, Type};

/// What `nps(X where C)` asks of an account.
pub(super) fn answer(checker: &mut Checker<'_>, source: &tree::Expr, keep: Option<&tree::Expr>) -> Option<Answer> {
    if let tree::ExprKind::Path(path) = &source.kind
        && let Ok(Target::ListField { list, field }) = checker.resolved.names.lookup(path, checker.scope)
    {
        let keep = match keep {
            None => None,
            Some(keep) => Some(checker.inside(list, keep)?),
        };
        let ty = checker.elements[list].get(field)?.ty.clone();
        let given = checker.make(ExprKind::Element { list, field }, ty, source.span);
        if !given.ty.is_plain() {
            let error = errors::not_plain(checker, &given, WHAT);
            checker.report(error);
            return None;
        }
        let given = between_0_and_10(checker, given)?;
        return Some(of_people(checker, list, &given, keep.as_ref(), source.span));
    }
    if let Some(keep) = keep {
        checker.report(errors::where_without_list("nps", keep.span));
        return None;
    }
    let given = checker.plain(source, WHAT)?;
    between_0_and_10(checker, given).map(Answer::Account)
}

const WHAT: &str = "as an answer from 0 to 10";

fn between_0_and_10(checker: &mut Checker<'_>, given: Expr) -> Option<Expr> {
    match checker.range(&given) {
        Some((low, high)) if low >= 0.0 && high <= 10.0 => Some(given),
        _ => {
            let error = errors::not_an_answer(checker, &given);
            checker.report(error);
            None
        }
    }
}

/// The counts that `count(people where C and nps >= 9)` and its like would make.
fn of_people(checker: &mut Checker<'_>, list: ListId, given: &Expr, keep: Option<&Expr>, span: Span) -> Answer {
    let count = |checker: &mut Checker<'_>, kind: ExprKind| {
        let condition = checker.make(kind, Type::Truth, span);
        let condition = match keep {
            None => condition,
            Some(keep) => {
                let both = [keep.clone(), condition].map(|condition| Criterion { name: None, condition });
                checker.make(ExprKind::All(both.into()), Type::Truth, span)
            }
        };
        let keep = Some(Box::new(condition));
        let kind = ExprKind::Aggregate { aggregate: Aggregate::Count, list, value: None, keep };
        Box::new(checker.make(kind, Type::Count, span))
    };
    let known = count(checker, ExprKind::IsKnown(Box::new(given.clone())));
    let beyond = |checker: &mut Checker<'_>, op: Comparison, bound: f64| {
        let bound = checker.constant(bound, Type::Number, span);
        count(checker, ExprKind::Compare { op, left: Box::new(given.clone()), right: Box::new(bound) })
    };
    let promoters = beyond(checker, Comparison::AtLeast, Answer::PROMOTER);
    let detractors = beyond(checker, Comparison::AtMost, Answer::DETRACTOR);
    Answer::People { known, promoters, detractors }
}
