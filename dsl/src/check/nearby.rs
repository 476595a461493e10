//! Where the playbook declares a word, for messages that propose it.

use crate::resolve::Declared;
use crate::source::Span;
use crate::syntax::tree::{CardClause, Name, PlayClause, RiskClause, StageClause, TypeKind};

/// The place where the last name of `path` is declared; `None` where several things have that name, or none.
pub(super) fn declared_at(declared: &Declared<'_>, path: &str) -> Option<Span> {
    let word = path.rsplit('.').next()?;
    let mut places: Vec<Span> = Vec::new();
    each_name(declared, |name| {
        if name.text == word {
            places.push(name.span);
        }
    });
    match places.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn each_name(declared: &Declared<'_>, mut visit: impl FnMut(&Name)) {
    for (_, name) in &declared.groups {
        visit(name);
    }
    for (_, source) in declared.fields.iter() {
        visit(&source.field.name);
        if let TypeKind::OneOf { choices, .. } = &source.field.ty.kind {
            choices.iter().for_each(|choice| visit(&choice.name));
        }
    }
    declared.roles.rows().iter().for_each(|role| visit(&role.name));
    declared.settings.rows().iter().for_each(|setting| visit(&setting.name));
    declared.lets.rows().iter().for_each(|named| visit(&named.name));
    declared.scores.rows().iter().for_each(|score| visit(&score.name));
    for tier in declared.tiers.rows() {
        visit(&tier.name);
        tier.rows.iter().for_each(|row| visit(&row.name));
    }
    declared.parts.rows().iter().for_each(|part| visit(part.name));
    for card in declared.cards.rows() {
        for clause in &card.clauses {
            if let CardClause::Bands { bands, .. } = clause {
                bands.iter().for_each(|band| visit(&band.name));
            }
        }
    }
    for journey in declared.journeys.rows() {
        visit(&journey.journey.name);
        for stage in &journey.stages {
            visit(&stage.name);
            for clause in &stage.clauses {
                if let StageClause::Measure(measure) = clause {
                    visit(&measure.name);
                }
            }
        }
    }
    for risk in declared.risks.rows() {
        visit(&risk.name);
        for clause in &risk.clauses {
            if let RiskClause::Level { name, .. } = clause {
                visit(name);
            }
        }
    }
    for play in declared.plays.rows() {
        visit(&play.name);
        for clause in &play.clauses {
            if let PlayClause::Task(task) = clause {
                visit(&task.name);
            }
        }
    }
}
