//! `expect`: conditions, due dates, and what plays do.

use super::due::due_of;
use super::play::{named, play};
use crate::check::checker::Checker;
use crate::check::errors;
use crate::syntax::tree::{self, Name, PlayClause};
use crate::typed::{Expectation, Expected, Times};
use crate::types::PlayId;

/// One thing expected.
pub(super) fn expectation(checker: &mut Checker<'_>, source: &tree::Expectation) -> Option<Expectation> {
    let expected = match &source.expected {
        tree::Expected::Condition(condition) => match due_of(checker, condition) {
            Some(due) => due?,
            None => Expected::Condition(checker.condition(condition)?),
        },
        tree::Expected::Never(condition) => Expected::Never(checker.condition(condition)?),
        tree::Expected::Opens { play: path, how } => {
            Expected::Opens { play: play(checker, path, "before `opens`")?, how: *how }
        }
        tree::Expected::Closes(path) => Expected::Closes { play: play(checker, path, "before `closes`")? },
        tree::Expected::Escalates { play: path, to, how } => {
            let play = play(checker, path, "before `escalates to`");
            let role = checker.role(to);
            let (play, role) = (play?, role?);
            escalates(checker, source, play, to, *how)?;
            Expected::Escalates { play, to: role, how: *how }
        }
        tree::Expected::Suppressed { play: path, by } => {
            let suppressed = play(checker, path, "before `suppressed by`");
            let other = named(checker, by, "after `suppressed by`");
            let (suppressed, other) = (suppressed?, other?);
            if suppressed == other {
                let error = errors::suppressed_by_itself(by);
                checker.report(error);
                return None;
            }
            Expected::Suppressed { play: suppressed, by: other }
        }
    };
    Some(Expectation { expected, span: source.span })
}

/// A play does not escalate to whom none of its escalations names: the expectation would say nothing.
fn escalates(checker: &mut Checker<'_>, source: &tree::Expectation, play: PlayId, to: &Name, how: Times) -> Option<()> {
    let declared = checker.resolved.declared.plays[play];
    if checker.resolved.is_torn(declared.span) {
        return Some(());
    }
    let roles: Vec<&str> = declared
        .clauses
        .iter()
        .filter_map(|clause| match clause {
            PlayClause::Escalation(escalation) => Some(escalation.to.text.as_str()),
            _ => None,
        })
        .collect();
    if roles.contains(&to.text.as_str()) {
        return Some(());
    }
    let error = errors::never_escalates(source.span, &declared.name, to, &roles, how);
    checker.report(error);
    None
}
