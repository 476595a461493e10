//! `let` and `tier`.

use super::checker::{Checker, Known, Let, Want};
use super::errors;
use super::unify::unify;
use crate::typed::{self, Declaration, TierRow};
use crate::types::{LetId, Table, TierId};

/// Checks all named expressions, each after what it takes its kind from.
pub(super) fn lets(checker: &mut Checker<'_>) -> Table<LetId, Option<typed::Let>> {
    let resolved = checker.resolved;
    let mut typed: Table<LetId, Option<typed::Let>> = resolved.declared.lets.iter().map(|_| None).collect();
    for id in &resolved.order.typed {
        let source = resolved.declared.lets[*id];
        let events = checker.events;
        let value = checker.expr(&source.value, Want::Value);
        let event = checker.events > events;
        let cyclic = resolved.order.cyclic.contains(&Declaration::Let(*id));
        checker.lets[*id] = match &value {
            Some(value) if !cyclic => {
                let range = checker.range(value);
                Let::Done(Known { ty: value.ty.clone(), range }, event)
            }
            _ => Let::Failed,
        };
        typed[*id] = value.map(|value| typed::Let {
            name: source.name.text.clone(),
            sentence: source.sentence.as_ref().map(|text| text.text.clone()),
            value,
            span: source.name.span,
        });
    }
    for (id, guess, span) in std::mem::take(&mut checker.guesses) {
        if let Let::Done(known, _) = &checker.lets[id]
            && unify(&known.ty, &guess).is_none()
        {
            let name = &resolved.declared.lets[id].name;
            let error = errors::kind_of_itself(checker, span, name, &known.ty.clone());
            checker.report(error);
        }
    }
    typed
}

/// Checks all tiers.
pub(super) fn tiers(checker: &mut Checker<'_>) -> Table<TierId, Option<typed::Tier>> {
    let resolved = checker.resolved;
    resolved.declared.tiers.iter().map(|(id, source)| tier(checker, id, source)).collect()
}

fn tier(checker: &mut Checker<'_>, id: TierId, source: &crate::syntax::tree::Tier) -> Option<typed::Tier> {
    let count = source.rows.len();
    let mut rows = Vec::new();
    for (at, row) in source.rows.iter().enumerate() {
        let condition = match &row.condition {
            Some(condition) => checker.condition(condition).map(Some),
            None if at + 1 < count => {
                let error = errors::rows_after_otherwise(&row.name);
                checker.report(error);
                None
            }
            None => Some(None),
        };
        rows.push(condition.map(|condition| TierRow { name: row.name.text.clone(), condition }));
    }
    if source.rows.is_empty() && checker.resolved.torn.is_empty() {
        let error = errors::needs(&source.name, "tier", &["a row"]);
        checker.report(error);
        return None;
    }
    Some(typed::Tier {
        name: source.name.text.clone(),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        set: checker.sets.tiers[id],
        rows: rows.into_iter().collect::<Option<_>>()?,
        span: source.name.span,
    })
}
