//! The morning as a table: one row per open task, and one per play that has none.

use stageplay_dsl::types::show_day;
use stageplay_engine::send::csv_row;
use stageplay_engine::story::today::{Morning, Play, Task, When};

const COLUMNS: [&str; 24] = [
    "when",
    "due",
    "days_overdue",
    "account",
    "play",
    "title",
    "key",
    "opened",
    "new",
    "owner",
    "priority",
    "revenue",
    "currency",
    "task",
    "task_title",
    "task_owner",
    "side",
    "reason",
    "escalated_to",
    "asleep_until",
    "asleep_by",
    "overridden",
    "no_data_since",
    "recorded",
];

/// The morning as a table.
pub fn csv(morning: &Morning) -> String {
    let mut bytes = csv_row(COLUMNS.into_iter());
    for play in &morning.plays {
        let tasks: Vec<Option<&Task>> =
            if play.tasks.is_empty() { vec![None] } else { play.tasks.iter().map(Some).collect() };
        for task in tasks {
            let cells = COLUMNS.map(|column| cell(morning, play, task, column));
            bytes.extend(csv_row(cells.iter().map(String::as_str)));
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn cell(morning: &Morning, play: &Play, task: Option<&Task>, column: &str) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let sleep = play.asleep.as_ref();
    match column {
        "when" => {
            let without = if sleep.is_some() { When::Asleep } else { When::Undated };
            task.map_or(without, |task| task.when).word().into()
        }
        "due" => task.and_then(|task| task.due).map(show_day).unwrap_or_default(),
        "days_overdue" => {
            let late = task.filter(|task| task.days_overdue > 0);
            late.map(|task| task.days_overdue.to_string()).unwrap_or_default()
        }
        "account" => play.account.clone(),
        "play" => play.name.clone(),
        "title" => play.title.clone(),
        "key" => text(&play.key),
        "opened" => show_day(play.opened),
        "new" => if play.is_new { "yes" } else { "no" }.into(),
        "owner" => text(&play.owner),
        "priority" => number(play.priority),
        "revenue" => number(play.revenue),
        "currency" => text(&morning.currency),
        "task" => task.map(|task| task.name.clone()).unwrap_or_default(),
        "task_title" => task.map(|task| task.title.clone()).unwrap_or_default(),
        "task_owner" => task.map(|task| text(&task.owner)).unwrap_or_default(),
        "side" => task.map_or("", |task| if task.is_customers { "customer" } else { "ours" }).into(),
        "reason" => text(&play.reason),
        "escalated_to" => {
            let told = play.escalated.iter().map(|it| it.to.clone().unwrap_or_else(|| it.role.clone()));
            told.collect::<Vec<_>>().join("; ")
        }
        "asleep_until" => sleep.map(|sleep| show_day(sleep.until)).unwrap_or_default(),
        "asleep_by" => sleep.map(|sleep| text(&sleep.by)).unwrap_or_default(),
        "overridden" => play.overridden.join("; "),
        "no_data_since" => play.no_data_since.map(show_day).unwrap_or_default(),
        "recorded" => {
            let of_task = task.into_iter().flat_map(|task| task.recorded.iter());
            of_task.chain(&play.recorded).cloned().collect::<Vec<_>>().join("; ")
        }
        _ => String::new(),
    }
}
