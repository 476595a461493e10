//! Each level of a risk and its condition.

use super::{Account, Line, condition};
use stageplay_dsl::types::RiskId;

/// A risk: its level, and every level's condition, highest first.
pub(super) fn risk(account: &Account, id: RiskId) -> Line {
    let risk = &account.playbook().risks[id];
    let level = account.decisions.levels[id].get(0);
    let level = level.map_or("unknown", |level| account.playbook().choices[risk.level_set].word(level));
    let cause = risk.cause.as_ref().map(|cause| format!(" (cause: {cause})")).unwrap_or_default();
    let levels = risk.levels.iter().rev().map(|level| {
        let tree = condition::tree(account, &level.condition);
        Line { name: level.name.to_string(), ..lifted(tree) }
    });
    Line::new(risk.name.to_string(), format!("{level}{cause}")).because(levels.collect())
}

/// A tree whose own name is about to be replaced: a group keeps its word as what it says.
pub(super) fn lifted(tree: Line) -> Line {
    if tree.name.is_empty() {
        tree
    } else {
        Line { says: format!("{} {}", tree.name, tree.says).trim().into(), ..tree }
    }
}
