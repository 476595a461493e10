//! `expect`: conditions, due dates, priorities and owners, and what plays do.

use super::due::due_of;
use super::owner::of_run;
use super::play::play;
use crate::check::checker::Checker;
use crate::check::errors;
use crate::diagnostic::Diagnostic;
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::tree::{self, Name, Path, PlayClause};
use crate::typed::{Expectation, Expected, Occurrence, Occurs, Suppressor, Times};
use crate::types::{GroupId, PlayId};

/// One thing expected.
pub(super) fn expectation(checker: &mut Checker<'_>, source: &tree::Expectation) -> Option<Expectation> {
    let expected = match &source.expected {
        tree::Expected::Condition(condition) => match due_of(checker, condition).or_else(|| of_run(checker, condition))
        {
            Some(expected) => expected?,
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
            escalates(checker, source.span, play, to, *how)?;
            Expected::Escalates { play, to: role, how: *how }
        }
        tree::Expected::Suppressed { play: path, by } => {
            let suppressed = play(checker, path, "before `suppressed by`");
            let other = suppressor(checker, by);
            let (suppressed, other) = (suppressed?, other?);
            let error = match other {
                Suppressor::Play(other) if suppressed == other => Some(errors::suppressed_by_itself(by)),
                Suppressor::Group(group) => outside(checker, suppressed, by, group),
                Suppressor::Play(_) => None,
            };
            if let Some(error) = error {
                checker.report(error);
                return None;
            }
            Expected::Suppressed { play: suppressed, by: other }
        }
        tree::Expected::Exactly(all) => {
            let found: Vec<Option<Occurrence>> = all.iter().map(|one| occurrence(checker, one)).collect();
            Expected::Exactly(found.into_iter().collect::<Option<_>>()?)
        }
    };
    Some(Expectation { expected, span: source.span })
}

/// What `exactly` names.
fn occurrence(checker: &mut Checker<'_>, source: &tree::Occurrence) -> Option<Occurrence> {
    let (play, what) = match &source.what {
        tree::Occurs::Opens => (play(checker, &source.play, "before `opens`")?, Occurs::Opens),
        tree::Occurs::Closes => (play(checker, &source.play, "before `closes`")?, Occurs::Closes),
        tree::Occurs::Escalates(to) => {
            let play = play(checker, &source.play, "before `escalates to`");
            let role = checker.role(to);
            let (play, role) = (play?, role?);
            escalates(checker, source.span, play, to, Times::Any)?;
            (play, Occurs::Escalates(role))
        }
    };
    Some(Occurrence { play, what })
}

/// What keeps a play from opening: another play, or a group of plays.
fn suppressor(checker: &mut Checker<'_>, by: &Name) -> Option<Suppressor> {
    let path = Path { parts: vec![by.clone()], span: by.span };
    match checker.resolved.names.lookup(&path, checker.scope) {
        Ok(Target::PlayGroup(group)) => Some(Suppressor::Group(group)),
        _ => play(checker, &path, "after `suppressed by`").map(Suppressor::Play),
    }
}

/// A group keeps only its own plays from opening: the expectation would never come true.
fn outside(checker: &Checker<'_>, play: PlayId, by: &Name, group: GroupId) -> Option<Diagnostic> {
    let declared = &checker.resolved.declared;
    let (play, group) = (declared.plays[play], declared.play_groups[group]);
    let is_in = group.plays.iter().any(|member| member.text == play.name.text);
    (!is_in && !checker.resolved.is_torn(by.span)).then(|| errors::suppressed_from_outside(by, &play.name, &group.name))
}

/// A play does not escalate to whom none of its escalations names: the expectation would say nothing.
fn escalates(checker: &mut Checker<'_>, span: Span, play: PlayId, to: &Name, how: Times) -> Option<()> {
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
    let error = errors::never_escalates(span, &declared.name, to, &roles, how);
    checker.report(error);
    None
}
