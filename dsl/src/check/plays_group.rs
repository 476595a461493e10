//! Groups of plays, and what was there before.

use super::checker::{Checker, Want};
use super::errors;
use crate::resolve::Entity;
use crate::syntax::tree::{Expr, Name, PlayGroup, PlayGroupKind, RetiredWhat};
use crate::typed::{Group, GroupKind};
use crate::types::{GroupId, PlayId, Table};
use smol_str::SmolStr;

/// Checks all groups of plays.
pub(super) fn groups(checker: &mut Checker<'_>) -> Table<GroupId, Option<Group>> {
    let resolved = checker.resolved;
    resolved.declared.play_groups.rows().iter().map(|source| group(checker, source)).collect()
}

/// The names of what is gone, of one kind.
pub(super) fn retired(checker: &Checker<'_>, what: RetiredWhat) -> Vec<SmolStr> {
    let all = checker.resolved.declared.retired.iter().filter(|retired| retired.what == what);
    all.map(|retired| retired.name.text.clone()).collect()
}

fn group(checker: &mut Checker<'_>, source: &PlayGroup) -> Option<Group> {
    for (at, name) in source.plays.iter().enumerate() {
        if let Some(first) = source.plays.iter().take(at).find(|first| first.text == name.text) {
            let error = errors::listed_twice(name, &source.name, first.span);
            checker.report(error);
        }
    }
    let plays: Vec<Option<PlayId>> = source.plays.iter().map(|name| play(checker, name)).collect();
    let (least, needs) = match source.kind {
        PlayGroupKind::Limit { .. } => (1, "a play"),
        PlayGroupKind::OneAtATime | PlayGroupKind::FirstOf => (2, "two plays"),
    };
    if source.plays.len() < least && !checker.resolved.is_torn(source.name.span) {
        let error = errors::needs(&source.name, "group", &[needs]);
        checker.report(error);
        return None;
    }
    let kind = match &source.kind {
        PlayGroupKind::OneAtATime => Some(GroupKind::OneAtATime),
        PlayGroupKind::FirstOf => Some(GroupKind::FirstOf),
        PlayGroupKind::Limit { most, per } => limit(checker, most, per),
    };
    Some(Group {
        name: source.name.text.clone(),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        kind: kind?,
        plays: plays.into_iter().collect::<Option<_>>()?,
        span: source.name.span,
    })
}

fn play(checker: &mut Checker<'_>, name: &Name) -> Option<PlayId> {
    match checker.resolved.names.top.get(&name.text) {
        Some((entity @ Entity::Play(id), _)) => {
            checker.used.insert(*entity);
            return Some(*id);
        }
        _ if checker.is_lost(&name.text) => {}
        _ => {
            let plays = checker.resolved.declared.plays.rows().iter().map(|play| play.name.text.as_str());
            let error = errors::unknown("play", name, plays);
            checker.report(error);
        }
    }
    None
}

/// `3 per 90 days`; both are the same for every account.
fn limit(checker: &mut Checker<'_>, most: &Expr, per: &Expr) -> Option<GroupKind> {
    let per = checker.days(per, "after `per`").and_then(|per| {
        // What it comes to is not kept: it may be a setting, which is named by what it is called.
        checker.written_number(&per, "the time after `per`").map(|_| per)
    });
    let typed = checker.expr(most, Want::Value)?;
    if !typed.ty.is_plain() {
        let error = errors::not_plain(checker, &typed, "before `per`");
        checker.report(error);
        return None;
    }
    let most = checker.written_number(&typed, "how many plays may open")?;
    if most < 1.0 || most.fract() != 0.0 || most > f64::from(u32::MAX) {
        let error = errors::not_whole(checker, &typed, "how many plays may open, 1 or more,");
        checker.report(error);
        return None;
    }
    // Invariant: whole and within range, so that the cast is exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
    let most = most as u32;
    Some(GroupKind::Limit { most, per: per? })
}
