//! A capacity of a role that has nothing to do.

use super::Ground;
use crate::diagnostic::{Code, Diagnostic, near};
use crate::types::RoleId;
use std::collections::BTreeSet;

/// Looks for the role of every capacity among those that own a play or a task.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    let playbook = ground.playbook;
    let mut busy: BTreeSet<RoleId> = BTreeSet::new();
    for play in playbook.plays.rows() {
        busy.extend(play.owner);
        busy.extend(play.tasks.iter().map(|task| task.owner));
        busy.extend(play.escalations.iter().filter(|it| it.takes_over).map(|it| it.to));
    }
    let names: Vec<&str> = busy.iter().map(|role| playbook.roles[*role].name.as_str()).collect();
    for capacity in playbook.capacities.iter().filter(|capacity| !busy.contains(&capacity.role)) {
        let role = &playbook.roles[capacity.role].name;
        let said = Diagnostic::lint(Code(711), capacity.span, format!("no play and no task is `{role}`'s"));
        found.push(match near::help(role, names.iter().copied()) {
            Some(help) => said.help(help),
            None => said.help("remove the capacity, or give the role a play with `owner`"),
        });
    }
}
