//! Former names: `formerly` says what something was called before, so that what knows the old name finds it.

use super::declared::{Declared, PartBody};
use super::errors;
use super::names::Names;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::tree::{JourneyClause, Name};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Told are former names that something has today, and those that two things claim.
pub(super) fn check(declared: &Declared<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    let mut claimed = Claimed { by: FxHashMap::default(), diagnostics };
    let tops = (declared.settings.rows().iter().map(|own| (&own.name, &own.formerly)))
        .chain(declared.lets.rows().iter().map(|own| (&own.name, &own.formerly)))
        .chain(declared.tiers.rows().iter().map(|own| (&own.name, &own.formerly)))
        .chain(declared.cards.rows().iter().map(|own| (&own.name, &own.formerly)))
        .chain(declared.scores.rows().iter().map(|own| (&own.name, &own.formerly)))
        .chain(declared.journeys.rows().iter().map(|own| (&own.journey.name, &own.journey.formerly)))
        .chain(declared.risks.rows().iter().map(|own| (&own.name, &own.formerly)))
        .chain(declared.plays.rows().iter().map(|own| (&own.name, &own.formerly)));
    for (name, former) in tops {
        claimed.add("", name, former.as_ref(), |old| names.top.get(old).map(|(_, span)| *span));
    }
    for retired in &declared.retired {
        claimed.retired("", &retired.name, |old| names.top.get(old).map(|(_, span)| *span));
    }
    for (id, source) in declared.journeys.iter() {
        let owner = &source.journey.name.text;
        let living = |old: &SmolStr| {
            let at = names.stages.get(&(id, old.clone()))?;
            source.stages.get(*at).map(|stage| stage.name.span)
        };
        for stage in &source.stages {
            claimed.add(owner, &stage.name, stage.formerly.as_ref(), living);
        }
        for clause in &source.journey.clauses {
            if let JourneyClause::Retired { stage, .. } = clause {
                claimed.retired(owner, stage, living);
            }
        }
    }
    for play in declared.plays.rows() {
        let tasks: Vec<_> = play.tasks().map(|(task, _)| (&task.name, task.formerly.as_ref())).collect();
        for (name, former) in &tasks {
            claimed.add(&play.name.text, name, *former, |old| {
                tasks.iter().find(|(name, _)| name.text == *old).map(|(name, _)| name.span)
            });
        }
    }
    for part in declared.parts.rows() {
        let (PartBody::Dimension(own, _) | PartBody::Indicator(own, _)) = part.body else { continue };
        let owner = part.path.rsplit_once('.').map_or("", |(owner, _)| owner);
        claimed.add(owner, &own.name, own.formerly.as_ref(), |old| {
            let id = names.parts.get(format!("{owner}.{old}").as_str())?;
            Some(declared.parts[*id].name.span)
        });
    }
}

/// The former names met so far, with what stood around them.
struct Claimed<'d> {
    by: FxHashMap<(SmolStr, SmolStr), Span>,
    diagnostics: &'d mut Diagnostics,
}

impl Claimed<'_> {
    fn add(&mut self, owner: &str, name: &Name, former: Option<&Name>, living: impl Fn(&SmolStr) -> Option<Span>) {
        let Some(former) = former else { return };
        if let Some(span) = living(&former.text) {
            self.diagnostics.push(errors::former_lives(name, former, span));
            return;
        }
        self.claim(owner, former, errors::former_twice);
    }

    /// A former name that nothing has any more.
    fn retired(&mut self, owner: &str, former: &Name, living: impl Fn(&SmolStr) -> Option<Span>) {
        match living(&former.text) {
            Some(span) => self.diagnostics.push(errors::retired_lives(former, span)),
            None => self.claim(owner, former, errors::became_twice),
        }
    }

    fn claim(&mut self, owner: &str, former: &Name, twice: impl Fn(&Name, Span) -> Diagnostic) {
        let key = (SmolStr::new(owner), former.text.clone());
        match self.by.get(&key) {
            Some(first) => self.diagnostics.push(twice(former, *first)),
            None => {
                self.by.insert(key, former.span);
            }
        }
    }
}
