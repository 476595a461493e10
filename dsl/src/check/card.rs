//! Scorecards: clauses of the card and its parts.

use super::bands;
use super::checker::{Checker, Want, once};
use super::errors;
use super::scale;
use super::weights::{self, Weights};
use crate::resolve::{PartBody, PartSource};
use crate::source::Span;
use crate::syntax::tree::{self, CardClause, PartClause};
use crate::typed::{self, LimitTo, MissingPolicy, PartKind};
use crate::types::{CardId, PartId, Table, Type};

/// Checks all scorecards and their parts.
pub(super) fn cards(
    checker: &mut Checker<'_>,
) -> (Table<CardId, Option<typed::Card>>, Table<PartId, Option<typed::Part>>) {
    let resolved = checker.resolved;
    let weights = weights::check(checker);
    let cards = resolved.declared.cards.iter().map(|(id, source)| card(checker, id, source)).collect();
    let parts = resolved.declared.parts.iter().map(|(id, source)| part(checker, id, source, &weights)).collect();
    (cards, parts)
}

fn card(checker: &mut Checker<'_>, id: CardId, source: &tree::Card) -> Option<typed::Card> {
    let (mut policy, mut known, mut equal, mut cuts) = (None, None, None, None);
    let mut limits = Vec::new();
    for clause in &source.clauses {
        match clause {
            CardClause::Missing(own) => once(checker, &mut policy, own, policy_span(own), "missing"),
            CardClause::KnownAtLeast(share) => once(checker, &mut known, share, share.span, "known at least"),
            CardClause::WeightsEqual(span) => once(checker, &mut equal, (), *span, "weights equal"),
            CardClause::Bands { bands, span } => once(checker, &mut cuts, bands, *span, "bands"),
            CardClause::Limit(own) => limits.push(own),
            CardClause::Part(_) => {}
        }
    }
    let torn = checker.resolved.is_torn(source.span);
    let root = checker.resolved.declared.roots[id];
    let empty = checker.resolved.declared.parts[root].children.is_empty();
    let lacks: Vec<&str> = [(empty, "a dimension or an indicator"), (cuts.is_none(), "`bands { … }`")]
        .iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, what)| *what)
        .collect();
    if !lacks.is_empty() && !torn {
        let error = errors::card_without(&source.name, &lacks);
        checker.report(error);
    }
    if !torn && policy.is_none() {
        without_policy(checker, id, source);
    }
    let known_at_least = match known {
        Some((share, _)) => Some(known_share(checker, share)?),
        None => None,
    };
    let bands = cuts.map(|(cuts, span)| bands::check(checker, cuts, span));
    let limits: Vec<Option<typed::Limit>> = limits.into_iter().map(|own| limit(checker, id, own)).collect();
    Some(typed::Card {
        name: source.name.text.clone(),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        root,
        known_at_least,
        limits: limits.into_iter().collect::<Option<_>>()?,
        bands: bands??,
        band_set: checker.sets.cards[id],
        span: source.name.span,
    })
}

/// The share of weight that must be known, from 0% to 100%.
fn known_share(checker: &mut Checker<'_>, share: &tree::Expr) -> Option<f64> {
    let typed = checker.plain(share, "after `known at least`")?;
    let value = checker.written_number(&typed, "the share after `known at least`")?;
    if (0.0..=1.0).contains(&value) {
        return Some(value);
    }
    let error = errors::share_outside(checker, &typed, value);
    checker.report(error);
    None
}

/// Says once which indicators of a card have nobody to say what a missing value does.
fn without_policy(checker: &mut Checker<'_>, id: CardId, source: &tree::Card) {
    let declared = &checker.resolved.declared;
    let silent = declared.parts.iter().filter(|(part, own)| {
        own.card == id && matches!(own.body, PartBody::Indicator(..)) && policy_of(&declared.parts, *part).is_none()
    });
    let silent: Vec<Span> = silent.map(|(_, own)| own.name.span).collect();
    if !silent.is_empty() {
        let error = errors::no_missing_policy(&source.name, &silent);
        checker.report(error);
    }
}

/// What a missing value of an indicator does: its own policy, its dimension's, its card's.
fn policy_of<'a>(parts: &Table<PartId, PartSource<'a>>, part: PartId) -> Option<&'a tree::MissingPolicy> {
    let mut next = Some(part);
    while let Some(part) = next {
        let own = match parts[part].body {
            PartBody::Indicator(_, indicator) => indicator.missing.as_ref(),
            PartBody::Dimension(_, clauses) => clauses.iter().find_map(|clause| match clause {
                PartClause::Missing(policy) => Some(policy),
                _ => None,
            }),
            PartBody::Root(card) => card.clauses.iter().find_map(|clause| match clause {
                CardClause::Missing(policy) => Some(policy),
                _ => None,
            }),
        };
        if own.is_some() {
            return own;
        }
        next = parts[part].owner;
    }
    None
}

fn policy_span(policy: &tree::MissingPolicy) -> Span {
    match policy {
        tree::MissingPolicy::Skip(span) => *span,
        tree::MissingPolicy::Score(expr) | tree::MissingPolicy::LastFor(expr) => expr.span,
    }
}

fn policy(checker: &mut Checker<'_>, source: &tree::MissingPolicy) -> Option<MissingPolicy> {
    Some(match source {
        tree::MissingPolicy::Skip(_) => MissingPolicy::Skip,
        tree::MissingPolicy::Score(points) => {
            MissingPolicy::Score(checker.plain_within(points, "the points after `missing score`", 0.0, 100.0)?)
        }
        tree::MissingPolicy::LastFor(days) => MissingPolicy::LastFor(checker.days(days, "after `missing last for`")?),
    })
}

fn limit(checker: &mut Checker<'_>, card: CardId, source: &tree::Limit) -> Option<typed::Limit> {
    let to = match &source.to {
        tree::LimitTo::Value(points) => {
            checker.plain_within(points, "the points of a cap or floor", 0.0, 100.0).map(LimitTo::Value)
        }
        tree::LimitTo::Band(name) => {
            let set = checker.sets.cards[card];
            match checker.sets.choices[set].code(&name.text) {
                Some(code) => Some(LimitTo::Band(code)),
                None if checker.resolved.names.top.contains_key(&name.text) => {
                    let path = tree::Path { parts: vec![name.clone()], span: name.span };
                    let points = tree::Expr { kind: tree::ExprKind::Path(path), span: name.span };
                    checker.plain_within(&points, "the points of a cap or floor", 0.0, 100.0).map(LimitTo::Value)
                }
                None => checker.word(name, set).map(LimitTo::Band),
            }
        }
    };
    let condition = checker.condition(&source.condition);
    Some(typed::Limit {
        kind: source.kind,
        to: to?,
        condition: condition?,
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        span: source.span,
    })
}

fn part(checker: &mut Checker<'_>, id: PartId, source: &PartSource<'_>, weights: &Weights) -> Option<typed::Part> {
    let (sentence, applies, kind) = match source.body {
        PartBody::Root(card) => (card.sentence.as_ref(), None, Some(PartKind::Group(source.children.clone()))),
        PartBody::Dimension(part, clauses) => {
            let applies = dimension(checker, part, clauses, source);
            (part.sentence.as_ref(), applies, Some(PartKind::Group(source.children.clone())))
        }
        PartBody::Indicator(part, own) => {
            let applies = own.applies_when.as_ref();
            (part.sentence.as_ref(), applies, indicator(checker, id, source, own))
        }
    };
    let applies_when = applies.map(|condition| checker.condition(condition));
    Some(typed::Part {
        name: source.name.text.clone(),
        path: source.path.clone(),
        sentence: sentence.map(|text| text.text.clone()),
        card: source.card,
        weight: weights[id].clone()?,
        applies_when: super::stage::flat(applies_when)?,
        kind: kind?,
        span: source.name.span,
    })
}

/// A dimension's own clauses; gives back its `applies when`.
fn dimension<'a>(
    checker: &mut Checker<'_>,
    part: &'a tree::Part,
    clauses: &'a [PartClause],
    source: &PartSource<'_>,
) -> Option<&'a tree::Expr> {
    let (mut applies, mut policy, mut equal) = (None, None, None);
    for clause in clauses {
        match clause {
            PartClause::AppliesWhen(condition) => {
                once(checker, &mut applies, condition, condition.span, "applies when");
            }
            PartClause::Missing(own) => once(checker, &mut policy, (), policy_span(own), "missing"),
            PartClause::WeightsEqual(span) => once(checker, &mut equal, (), *span, "weights equal"),
            PartClause::Part(_) => {}
        }
    }
    if source.children.is_empty() && !checker.resolved.is_torn(part.span) {
        let error = errors::card_without(&part.name, &["an indicator"]);
        checker.report(error);
    }
    applies.map(|(condition, _)| condition)
}

fn indicator(
    checker: &mut Checker<'_>,
    id: PartId,
    source: &PartSource<'_>,
    own: &tree::Indicator,
) -> Option<PartKind> {
    let value = checker.expr(&own.value, Want::Value);
    if let Some(value) = &value
        && !(value.ty.is_plain() || super::unify::has_unit(&value.ty))
    {
        let error = errors::not_on_a_scale(checker, value);
        checker.report(error);
        return None;
    }
    // Where the value is in error its scale is still looked at, against no kind.
    let ty = value.as_ref().map(|value| value.ty.clone()).filter(|ty| *ty != Type::Truth);
    let scale = scale::check(checker, &own.scale, ty.as_ref(), source.card);
    let resolved = checker.resolved;
    let missing = policy_of(&resolved.declared.parts, id).and_then(|own| policy(checker, own));
    Some(PartKind::Indicator { value: value?, scale: scale?, missing: missing? })
}
