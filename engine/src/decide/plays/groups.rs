//! Groups of plays: who holds the place.

use super::machine::Case;
use super::trigger;
use crate::decide::chunk::Chunk;
use crate::decide::decisions::Held;
use crate::decide::row::Row;
use crate::decide::state::{AccountState, Phase};
use stageplay_dsl::typed::{Expr, Group, GroupKind};
use stageplay_dsl::types::{Id, PlayId};

/// The first group that keeps this play from opening, and the play that holds its place. The plays of a group are decided
/// in the order of its list, so the earlier ones have had their turn, and the later ones are as they were before.
pub(super) fn held_back(chunk: &Chunk<'_>, case: Case<'_>) -> Option<Held> {
    let groups = &chunk.program.playbook.groups;
    groups.iter().find_map(|(id, group)| {
        let place = group.plays.iter().position(|play| *play == case.id)?;
        let by = |by: Option<PlayId>| Held::Group { group: id, by };
        match &group.kind {
            GroupKind::OneAtATime => {
                let state = chunk.states.get(case.row)?;
                let mut others = group.plays.iter().filter(|play| **play != case.id);
                others.find(|play| is_open(state, **play)).map(|play| by(Some(*play)))
            }
            GroupKind::FirstOf => {
                let mut before = group.plays.iter().take(place);
                before.find(|play| is_asked(chunk, case, **play)).map(|play| by(Some(*play)))
            }
            GroupKind::Limit { most, per } => is_full(chunk, case, id.index(), *most, per).then(|| by(None)),
        }
    })
}

/// Whether so many plays of a group have opened lately as it allows.
fn is_full(chunk: &Chunk<'_>, case: Case<'_>, at: usize, most: u32, per: &Expr) -> bool {
    // The same for every account, and so of no record.
    let row = Row { element: None, ..case.row(chunk) };
    let Some(days) = row.number(per) else { return false };
    let since = f64::from(chunk.given.as_of) - days;
    let opened = limit_of(chunk, at).and_then(|limit| chunk.states.get(case.row)?.limits.get(limit));
    let lately = opened.map_or(0, |opened| opened.iter().filter(|day| f64::from(**day) > since).count());
    lately >= most as usize
}

fn is_open(state: &AccountState, play: PlayId) -> bool {
    state.of_play(play.index()).any(|record| matches!(record.phase, Phase::Open(_)))
}

/// Whether an earlier play of the list is asked for, pending or open.
fn is_asked(chunk: &Chunk<'_>, case: Case<'_>, play: PlayId) -> bool {
    let state = chunk.states.get(case.row);
    let is_active = state.is_some_and(|state| {
        let mut records = state.of_play(play.index());
        records.any(|record| matches!(record.phase, Phase::Open(_) | Phase::Pending { .. }))
    });
    if is_active {
        return true;
    }
    let other = &chunk.program.playbook.plays[play];
    match &other.each {
        None => {
            let row = Row { element: None, ..case.row(chunk) };
            trigger::asked(row, &other.trigger, chunk.evaluated(case.row)) == Some(true)
        }
        Some(each) => {
            let records = super::each::records(chunk.program, chunk.batch, case.frame, each, case.row);
            records.keys.values().any(|element| {
                let row = chunk.row(case.frame, case.row, Some(*element));
                trigger::asked(row, &other.trigger, chunk.evaluated(case.row)) == Some(true)
            })
        }
    }
}

/// The place of a group among those with a limit.
fn limit_of(chunk: &Chunk<'_>, group: usize) -> Option<usize> {
    let groups = chunk.program.playbook.groups.rows();
    let is_limit = |group: &&Group| matches!(group.kind, GroupKind::Limit { .. });
    groups.get(group).filter(is_limit)?;
    Some(groups.iter().take(group).filter(is_limit).count())
}

/// Notes that a play has opened, where groups count that, and forgets what no group counts any more.
pub(super) fn opened(chunk: &mut Chunk<'_>, case: Case<'_>) {
    let program = chunk.program;
    let as_of = chunk.given.as_of;
    for (at, group) in program.playbook.groups.rows().iter().enumerate() {
        let GroupKind::Limit { per, .. } = &group.kind else { continue };
        let Some(limit) = limit_of(chunk, at).filter(|_| group.plays.contains(&case.id)) else { continue };
        let row = Row { element: None, ..case.row(chunk) };
        let since = row.number(per).map_or(f64::MIN, |days| f64::from(as_of) - days);
        let Some(state) = chunk.states.get_mut(case.row) else { continue };
        if state.limits.len() <= limit {
            state.limits.resize(limit + 1, Vec::new());
        }
        if let Some(days) = state.limits.get_mut(limit) {
            days.retain(|day| f64::from(*day) > since);
            days.push(as_of);
        }
    }
}
