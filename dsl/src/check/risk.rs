//! Risks.

use super::checker::{Checker, once};
use super::errors;
use crate::syntax::tree::{self, RiskClause};
use crate::typed::{self, Level};
use crate::types::{RiskId, Table};

/// Checks all risks.
pub(super) fn risks(checker: &mut Checker<'_>) -> Table<RiskId, Option<typed::Risk>> {
    let resolved = checker.resolved;
    resolved.declared.risks.iter().map(|(id, source)| risk(checker, id, source)).collect()
}

fn risk(checker: &mut Checker<'_>, id: RiskId, source: &tree::Risk) -> Option<typed::Risk> {
    let (mut cause, mut clears) = (None, None);
    let mut levels = Vec::new();
    for clause in &source.clauses {
        match clause {
            RiskClause::Cause(name) => once(checker, &mut cause, name, name.span, "cause"),
            RiskClause::ClearsAfter(after) => once(checker, &mut clears, after, after.span, "clears after"),
            RiskClause::Level { name, condition } => {
                let condition = checker.condition(condition);
                levels.push(condition.map(|condition| Level { name: name.text.clone(), condition }));
            }
        }
    }
    if levels.is_empty() && !checker.resolved.is_torn(source.span) {
        let error = errors::needs(&source.name, "risk", &["a level, such as `high when …`"]);
        checker.report(error);
        return None;
    }
    let clears_after = match clears {
        Some((after, _)) => Some(checker.days(after, "after `clears after`")?),
        None => None,
    };
    Some(typed::Risk {
        name: source.name.text.clone(),
        formerly: source.formerly.as_ref().map(|name| name.text.clone()),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        cause: cause.map(|(name, _)| name.text.clone()),
        level_set: checker.sets.levels[id],
        levels: levels.into_iter().collect::<Option<_>>()?,
        clears_after,
        span: source.name.span,
    })
}
