//! What to do first: who, why, what, by when.

use super::terminal::wrapped;
use super::words::{FAINT, HEADING, compact, count, name, revenue_unit, sentence};
use stageplay_dsl::typed::{Due, Playbook};
use stageplay_dsl::types::{show_day, show_number};
use stageplay_engine::column::plain;
use stageplay_engine::decide::{OpenTask, Opening, Person};

/// How an opening is ranked: an unknown priority comes before all, so that nobody forgets it.
pub fn rank(priority: Option<f64>) -> f64 {
    priority.unwrap_or(f64::INFINITY)
}

/// The first openings by priority.
pub fn show(playbook: &Playbook, first: &[Opening], openings: usize, accounts: usize, width: usize) -> String {
    if openings == 0 {
        return format!("{HEADING}Actions{HEADING:#}  no play opens\n");
    }
    let plays = if openings == 1 { "1 play opens".into() } else { format!("{} open", count(openings as u64, "play")) };
    let accounts = count(accounts as u64, "account");
    let listed = match first.len() {
        all if all == openings => String::new(),
        0 => "; none listed (--top 0)".into(),
        1 => "; the first by priority (--top N lists more)".into(),
        some => format!("; the first {some} by priority (--top N lists more)"),
    };
    let mut text = wrapped(&format!("{HEADING}Actions{HEADING:#}  {plays} for {accounts}{listed}"), width, " ");
    let digits = first.len().to_string().len();
    for (number, opening) in (1..).zip(first) {
        text.push_str(&entry(playbook, number, digits, opening, width));
    }
    text
}

fn entry(playbook: &Playbook, number: usize, digits: usize, opening: &Opening, width: usize) -> String {
    let play = &playbook.plays[opening.play];
    let indent = " ".repeat(digits + 3);
    let revenue = opening.revenue.map(|revenue| format!(", {}{}", compact(revenue), revenue_unit(playbook)));
    let priority = opening.priority.map_or_else(
        || "unknown".into(),
        |priority| if priority.abs() >= 1e15 { compact(priority) } else { show_number(priority.round()) },
    );
    let head = format!(
        " {number:>digits$}. {HEADING}{}{HEADING:#}  {} {FAINT}({}, priority {priority}{}){FAINT:#}",
        name(&opening.account),
        plain(&play.title),
        play.name,
        revenue.unwrap_or_default(),
    );
    let mut text = wrapped(&head, width, &indent);
    text.push_str(&field("why", &sentence(&opening.reason), width, &indent));
    for task in &opening.tasks {
        text.push_str(&field("do", &task_line(task), width, &indent));
    }
    if let Some(owner) = opening.owner.as_ref().filter(|_| opening.tasks.is_empty()) {
        text.push_str(&field("who", &person(owner), width, &indent));
    }
    let later: Vec<&str> = play
        .tasks
        .iter()
        .filter(|task| matches!(task.due, Some(Due::After { .. })))
        .map(|task| task.name.as_str())
        .collect();
    if !later.is_empty() {
        text.push_str(&field("then", &later.join(", "), width, &indent));
    }
    text
}

fn field(name: &str, says: &str, width: usize, indent: &str) -> String {
    let first = format!("{indent}{FAINT}{name:<5}{FAINT:#}{says}");
    wrapped(&first, width, &format!("{indent}     "))
}

fn task_line(task: &OpenTask) -> String {
    let due = task.due.map(|due| format!(", by {}", show_day(due))).unwrap_or_default();
    format!("{} ({}{due})", sentence(&task.title), person(&task.owner))
}

/// Who, or the role where the data does not say who.
fn person(person: &Person) -> String {
    match &person.who {
        Some(who) => name(who).into_owned(),
        None => format!("{}, nobody named", person.role),
    }
}
