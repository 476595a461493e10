//! The difference for programs.

use super::sections::{difference, place};
use super::weeks;
use crate::diff::{Made, Over, Told};
use serde_json::{Value, json};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::send;
use stageplay_engine::workbench::diff::{Changed, Days, Summary, by_account};

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
    let (history, population) = match &told.over {
        Some(over) if over.history.is_some() => (Some(of(told, over)), None),
        over => (None, over.as_ref().map(|over| of(told, over))),
    };
    let failed = told.failed.iter().map(|(gate, counted)| json!({ "gate": gate.written, "counted": counted }));
    let told = json!({
        "changes": items.collect::<Vec<_>>(),
        "calendar": days(&told.days),
        "population": population,
        "history": history,
        "generated": told.made.as_ref().map(|made| generated(told, made)),
        "failed": failed.collect::<Vec<_>>(),
    });
    format!("{}\n", send::line(&told))
}

/// What becomes of accounts, on a date or over a history.
fn of(told: &Told, over: &Over) -> Value {
    let causes = over.causes.iter().map(|cause| {
        let names = cause.items.iter().filter_map(|at| told.items.get(*at)).map(|it| &it.name);
        let decided = by_account(&cause.changed).filter(|dates| dates.iter().any(Changed::is_decision));
        json!({
            "changes": names.collect::<Vec<_>>(),
            "together": cause.together,
            "summary": summary(&cause.summary),
            "witness": cause.witness.as_ref().map(changed),
            "accounts": decided.filter_map(|dates| dates.first()).map(|it| &it.account).collect::<Vec<_>>(),
        })
    });
    let causes: Vec<Value> = causes.collect();
    match &over.history {
        None => json!({
            "as_of": show_day(over.as_of),
            "accounts": over.accounts,
            "summary": summary(&over.summary),
            "causes": causes,
        }),
        Some(history) => json!({
            "from": show_day(history.from),
            "to": show_day(over.as_of),
            "dates": history.dates,
            "accounts": over.accounts,
            "summary": summary(&over.summary),
            "at_end": { "accounts": history.at_end.accounts, "revenue": history.at_end.revenue },
            "weeks": weeks::json(history),
            "causes": causes,
        }),
    }
}

/// The business days of one version only; `null` where both count the same.
fn days(days: &Days) -> Option<Value> {
    if *days == Days::default() {
        return None;
    }
    let shown = |days: &[Day]| -> Vec<String> { days.iter().map(|day| show_day(*day)).collect() };
    Some(json!({
        "off_now": shown(&days.off),
        "business_days_now": shown(&days.on),
        "weekend_now": days.weekend_more,
        "no_weekend_now": days.weekend_fewer,
        "covers": days.covers.map(|[before, now]| json!({
            "before": [show_day(before.0), show_day(before.1)],
            "after": [show_day(now.0), show_day(now.1)],
        })),
    }))
}

/// What generated accounts show: each change once, with an account or without one.
fn generated(told: &Told, made: &Made) -> Value {
    let Made::Shown(made) = made else { return json!({ "as_of": null, "accounts": 0, "changes": [] }) };
    let names = |items: &[usize]| -> Vec<&str> {
        items.iter().filter_map(|at| told.items.get(*at)).map(|it| it.name.as_str()).collect()
    };
    let shown = made.shown.iter().map(|it| {
        let differences: Vec<String> = it.change.differences.iter().map(difference).collect();
        let witness = json!({ "account": it.account, "differences": differences });
        json!({ "changes": names(&it.items), "together": it.together, "witness": witness })
    });
    let hidden = made
        .hidden
        .iter()
        .map(|at| json!({ "changes": names(std::slice::from_ref(at)), "together": false, "witness": null }));
    json!({
        "as_of": show_day(made.as_of),
        "accounts": made.accounts,
        "changes": shown.chain(hidden).collect::<Vec<_>>(),
    })
}

fn changed(account: &Changed) -> Value {
    let differences: Vec<String> = account.differences.iter().map(difference).collect();
    json!({
        "account": account.account,
        "on": show_day(account.on),
        "revenue": account.revenue,
        "differences": differences,
    })
}

/// Whose work it is.
pub(super) fn owners(summary: &Summary) -> Vec<Value> {
    let owners = summary.owners.iter();
    owners.map(|(owner, (added, removed))| json!({ "owner": owner, "added": added, "removed": removed })).collect()
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
    json!({
        "accounts": summary.changed.accounts,
        "revenue": summary.changed.revenue,
        "only_points_or_priorities": summary.moved_silently,
        "moves": moves.collect::<Vec<_>>(),
        "owners": owners(summary),
        "due_on_another_day": summary.redated,
        "accounts_more": summary.read.0,
        "accounts_fewer": summary.read.1,
    })
}
