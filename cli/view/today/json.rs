//! The morning for programs: one object in one line. docs/today.md says what stands in it.

use crate::view::capacity;
use serde_json::{Value, json};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::send;
use stageplay_engine::story::today::{Morning, Moved, Play, Task};

/// The morning as JSON.
pub fn json(morning: &Morning) -> String {
    let moved = |list: &[Moved]| list.iter().map(moved).collect::<Vec<_>>();
    let told = json!({
        "playbook": morning.playbook,
        "title": morning.title,
        "as_of": show_day(morning.as_of),
        "last_run": show_day(morning.last_run),
        "run_before": day(morning.run_before),
        "owner": morning.owner,
        "currency": morning.currency,
        "plays": morning.plays.iter().map(play).collect::<Vec<_>>(),
        "moved": {
            "worse": moved(&morning.moves.worse),
            "data": moved(&morning.moves.data),
            "stages": moved(&morning.moves.stages),
            "better": moved(&morning.moves.better),
        },
        "overrides": morning.overrides.iter().map(|it| json!({
            "account": it.account,
            "score": it.score,
            "change": it.words,
            "computed": it.computed,
            "overridden": it.said,
            "by": it.by,
            "reason": it.reason,
            "from": show_day(it.from),
            "until": show_day(it.until),
        })).collect::<Vec<_>>(),
        "not_applied": morning.not_applied.iter().map(|it| json!({
            "id": it.id,
            "account": it.account,
            "what": it.what,
            "day": day(it.day),
            "by": it.by,
            "why": it.why,
        })).collect::<Vec<_>>(),
        "waiting": morning.waiting,
        "week": day(Some(morning.week)),
        "over_capacity": morning.over_capacity.iter().map(|it| {
            let (owner, role) = capacity::json_who(&it.who);
            json!({ "owner": owner, "role": role, "load": capacity::json(&it.held) })
        }).collect::<Vec<_>>(),
        "owners": morning.owners.iter().map(|it| json!({
            "owner": it.owner,
            "plays": it.plays,
            "asleep": it.asleep,
            "overdue": it.overdue,
            "due": it.due,
        })).collect::<Vec<_>>(),
    });
    format!("{}\n", send::line(&told))
}

fn day(day: Option<Day>) -> Value {
    json!(day.map(show_day))
}

fn play(play: &Play) -> Value {
    json!({
        "account": play.account,
        "play": play.name,
        "title": play.title,
        "key": play.key,
        "opened": show_day(play.opened),
        "new": play.is_new,
        "quiet": play.is_quiet,
        "undated": play.is_undated,
        "owner": play.owner,
        "role": play.role,
        "priority": play.priority,
        "revenue": play.revenue,
        "reason": play.reason,
        "tasks": play.tasks.iter().map(task).collect::<Vec<_>>(),
        "escalated": play.escalated.iter().map(|it| json!({
            "role": it.role,
            "to": it.to,
            "on": day(it.on),
            "reason": it.reason,
            "took_over": it.took_over,
        })).collect::<Vec<_>>(),
        "asleep": play.asleep.as_ref().map(|sleep| json!({
            "on": show_day(sleep.on),
            "until": show_day(sleep.until),
            "by": sleep.by,
            "reason": sleep.reason,
        })),
        "no_data_since": day(play.no_data_since),
        "overridden": play.overridden,
        "recorded": play.recorded,
    })
}

fn task(task: &Task) -> Value {
    json!({
        "task": task.name,
        "title": task.title,
        "owner": task.owner,
        "role": task.role,
        "side": if task.is_customers { "customer" } else { "ours" },
        "due": day(task.due),
        "when": task.when.word(),
        "days_overdue": task.days_overdue,
        "recorded": task.recorded,
    })
}

fn moved(moved: &Moved) -> Value {
    json!({
        "account": moved.account,
        "kind": moved.kind.word(),
        "what": moved.what,
        "from": moved.from,
        "to": moved.to,
        "because": moved.because,
        "ground": moved.ground,
        "revenue": moved.revenue,
        "on": show_day(moved.on),
        "overridden": moved.overridden,
    })
}
