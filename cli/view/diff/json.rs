//! The difference for programs.

use super::sections::{difference, place};
use crate::diff::Told;
use serde_json::{Value, json};
use stageplay_dsl::types::show_day;
use stageplay_engine::send;
use stageplay_engine::workbench::diff::{Changed, Summary};

/// One object.
pub fn json(told: &Told) -> String {
    let items = told.items.iter().map(|item| {
        json!({
            "name": item.name,
            "effect": item.effect.word(),
            "before": item.before,
            "after": item.after,
            "place": place(told, item),
        })
    });
    let over = told.over.as_ref().map(|over| {
        json!({
            "as_of": show_day(over.as_of),
            "accounts": over.accounts,
            "summary": summary(&over.summary),
            "causes": over.causes.iter().map(|cause| json!({
                "changes": cause.items.iter().filter_map(|at| told.items.get(*at)).map(|it| &it.name).collect::<Vec<_>>(),
                "together": cause.together,
                "summary": summary(&cause.summary),
                "witness": cause.witness.as_ref().map(changed),
                "accounts": cause.changed.iter().filter(|it| it.is_decision()).map(|it| &it.account).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    });
    let failed = told.failed.iter().map(|(gate, counted)| json!({ "gate": gate.written, "counted": counted }));
    let told = json!({
        "changes": items.collect::<Vec<_>>(),
        "population": over,
        "failed": failed.collect::<Vec<_>>(),
    });
    format!("{}\n", send::line(&told))
}

fn changed(account: &Changed) -> Value {
    let differences: Vec<String> = account.differences.iter().map(difference).collect();
    json!({ "account": account.account, "revenue": account.revenue, "differences": differences })
}

fn summary(summary: &Summary) -> Value {
    let moves = summary.moves.iter().flat_map(|(subject, moves)| {
        moves.iter().map(|((before, after), affected)| {
            json!({
                "kind": subject.0.word(),
                "name": subject.1,
                "before": before,
                "after": after,
                "accounts": affected.accounts,
                "revenue": affected.revenue,
            })
        })
    });
    let owners = summary
        .owners
        .iter()
        .map(|(owner, (added, removed))| json!({ "owner": owner, "added": added, "removed": removed }));
    json!({
        "accounts": summary.changed.accounts,
        "revenue": summary.changed.revenue,
        "only_points_or_priorities": summary.moved_silently,
        "moves": moves.collect::<Vec<_>>(),
        "owners": owners.collect::<Vec<_>>(),
        "due_on_another_day": summary.redated,
        "accounts_more": summary.read.0,
        "accounts_fewer": summary.read.1,
    })
}
