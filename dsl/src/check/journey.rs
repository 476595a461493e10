//! Journeys: stages, their order, ways back.

use super::account::field_of;
use super::checker::{Checker, once};
use super::errors;
use super::stage::{self, Clauses};
use crate::resolve::JourneySource;
use crate::syntax::tree::{self, JourneyClause, Name};
use crate::typed;
use crate::types::{FieldId, JourneyId, Table, Type};
use smol_str::SmolStr;

/// Checks all journeys.
pub(super) fn journeys(checker: &mut Checker<'_>) -> Table<JourneyId, Option<typed::Journey>> {
    let resolved = checker.resolved;
    resolved.declared.journeys.iter().map(|(id, source)| journey(checker, id, source)).collect()
}

fn journey(checker: &mut Checker<'_>, id: JourneyId, source: &JourneySource<'_>) -> Option<typed::Journey> {
    let (mut applies, mut start, mut retired) = (None, None, Vec::new());
    for clause in &source.journey.clauses {
        match clause {
            JourneyClause::AppliesWhen(condition) => {
                once(checker, &mut applies, condition, condition.span, "applies when");
            }
            JourneyClause::StartIn(path) => once(checker, &mut start, path, path.span, "start in stage from"),
            JourneyClause::Retired { stage, to } => retired.push((stage, to)),
            JourneyClause::Stage(_) => {}
        }
    }
    let torn = checker.resolved.is_torn(source.journey.span);
    if source.ordered == 0 && !torn {
        let error = errors::no_ordered_stage(&source.journey.name, source.stages.len());
        checker.report(error);
    }
    let applies_when = match applies {
        Some((condition, _)) => checker.condition(condition).map(Some),
        None => Some(None),
    };
    let start_in = match start {
        Some((path, _)) => start_field(checker, id, path).map(Some),
        None => Some(None),
    };
    let gathered: Vec<Clauses<'_>> = source.stages.iter().map(|stage| stage::gather(checker, stage)).collect();
    let order: Vec<Option<Vec<usize>>> =
        (0..source.stages.len()).map(|at| after(checker, source, &gathered, at)).collect();
    if !torn {
        doors(checker, source, &gathered, &order);
    }
    let stages: Vec<Option<typed::Stage>> = source
        .stages
        .iter()
        .zip(&gathered)
        .zip(order)
        .map(|((stage, clauses), after)| stage::check(checker, source, stage, clauses, after))
        .collect();
    let retired: Vec<Option<(SmolStr, usize)>> =
        retired.into_iter().map(|(stage, to)| Some((stage.text.clone(), goes_to(checker, source, to)?))).collect();
    Some(typed::Journey {
        name: source.journey.name.text.clone(),
        formerly: source.journey.formerly.as_ref().map(|name| name.text.clone()),
        sentence: source.journey.sentence.as_ref().map(|text| text.text.clone()),
        stage_set: checker.sets.stages[id],
        applies_when: applies_when?,
        start_in: start_in?,
        stages: stages.into_iter().collect::<Option<_>>()?,
        retired: retired.into_iter().collect::<Option<_>>()?,
        span: source.journey.name.span,
    })
}

/// A choice field some of whose words are stages of the order.
fn start_field(checker: &mut Checker<'_>, journey: JourneyId, path: &tree::Path) -> Option<FieldId> {
    let field = field_of(checker, path, "a field with choices", |ty| matches!(ty, Type::Choice(_)))?;
    let Type::Choice(words) = checker.fields[field].ty else { return None };
    let stages = &checker.sets.choices[checker.sets.stages[journey]];
    let ordered: Vec<&str> = stages.names().take(stages.ordered).collect();
    if checker.sets.choices[words].names().any(|word| ordered.contains(&word)) {
        return Some(field);
    }
    let error = errors::start_field_without_stages(path, &ordered);
    checker.report(error);
    None
}

/// From which stages a stage is entered, by place.
fn after(
    checker: &mut Checker<'_>,
    source: &JourneySource<'_>,
    gathered: &[Clauses<'_>],
    at: usize,
) -> Option<Vec<usize>> {
    let clauses = gathered.get(at)?;
    let Some((names, span)) = clauses.after else {
        return Some(if at == 0 || at >= source.ordered { Vec::new() } else { vec![at - 1] });
    };
    if at >= source.ordered {
        // Said once with its other clauses.
        return Some(Vec::new());
    }
    if at == 0 {
        let error = errors::first_stage_with("after", span);
        checker.report(error);
        return None;
    }
    let places: Vec<Option<usize>> = names.iter().map(|name| before(checker, source, name, at)).collect();
    places.into_iter().collect()
}

/// The place of the stage to which the accounts of a retired one go.
fn goes_to(checker: &mut Checker<'_>, source: &JourneySource<'_>, name: &Name) -> Option<usize> {
    let found = source.stages.iter().position(|stage| stage.name.text == name.text);
    match found {
        Some(place) if place < source.ordered => return Some(place),
        Some(_) => {
            let error = errors::retired_to_beside_order(name);
            checker.report(error);
        }
        None if checker.is_lost(&name.text) => {}
        None => {
            let names = source.stages.iter().take(source.ordered).map(|stage| stage.name.text.as_str());
            let error = errors::unknown("stage", name, names);
            checker.report(error);
        }
    }
    None
}

/// The place of a stage that another one follows or goes back to.
pub(super) fn before(checker: &mut Checker<'_>, source: &JourneySource<'_>, name: &Name, at: usize) -> Option<usize> {
    let found = source.stages.iter().position(|stage| stage.name.text == name.text);
    match found {
        Some(place) if place < source.ordered && place != at => Some(place),
        Some(place) => {
            let error = if place == at { errors::stage_and_itself(name) } else { errors::stage_beside_order(name) };
            checker.report(error);
            None
        }
        None => {
            if !checker.is_lost(&name.text) {
                let names = source.stages.iter().map(|stage| stage.name.text.as_str());
                let error = errors::unknown("stage", name, names);
                checker.report(error);
            }
            None
        }
    }
}

/// The first stage has no way in, and between two stages there must be a condition.
fn doors(
    checker: &mut Checker<'_>,
    source: &JourneySource<'_>,
    gathered: &[Clauses<'_>],
    order: &[Option<Vec<usize>>],
) {
    for (at, (stage, clauses)) in source.stages.iter().zip(gathered).take(source.ordered).enumerate() {
        if let (0, Some((enter, _))) = (at, clauses.enter) {
            let error = errors::first_stage_with("enter when", enter.span);
            checker.report(error);
        }
        if clauses.enter.is_some() {
            continue;
        }
        for from in order.get(at).into_iter().flatten().flatten() {
            let open = gathered.get(*from).is_some_and(|clauses| clauses.exit.is_none());
            if let (true, Some(from)) = (open, source.stages.get(*from)) {
                let error = errors::no_door(&from.name, &stage.name);
                checker.report(error);
            }
        }
    }
}
