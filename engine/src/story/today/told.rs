//! What an action says, from the body that was kept of it.

use crate::store::Action;
use serde::Deserialize;
use stageplay_dsl::types::{Day, parse_day};

/// What an action says. Everything may be missing: bodies are pruned, and versions differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Told {
    /// The day of the run that decided it.
    pub(super) on: Day,
    pub(super) kind: String,
    pub(super) title: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) priority: Option<f64>,
    pub(super) revenue: Option<f64>,
    pub(super) role: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) task: Option<String>,
    pub(super) task_title: Option<String>,
    pub(super) side: Option<String>,
    /// From 1.
    pub(super) escalation: Option<usize>,
    pub(super) due: Option<Day>,
    pub(super) effort_hours: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    data: Data,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Data {
    title: Option<String>,
    reason: Option<String>,
    priority: Option<f64>,
    revenue: Option<f64>,
    role: Option<String>,
    owner: Option<String>,
    task: Option<String>,
    task_title: Option<String>,
    side: Option<String>,
    escalation: Option<usize>,
    due: Option<String>,
    effort_hours: Option<f64>,
}

impl Told {
    /// What an action says; of a body that is gone, what its columns still hold.
    pub(super) fn of(action: &Action) -> Self {
        let Data {
            title,
            reason,
            priority,
            revenue,
            role,
            owner,
            task,
            task_title,
            side,
            escalation,
            due,
            effort_hours,
        } = serde_json::from_str::<Event>(&action.body).unwrap_or_default().data;
        let task = task.or_else(|| {
            let is_task = action.kind == "stageplay.task.created";
            action.step.strip_prefix("task ").filter(|_| is_task).map(str::to_owned)
        });
        let level = || action.step.strip_prefix("escalate ")?.split(' ').next()?.parse().ok();
        Self {
            on: action.as_of,
            kind: action.kind.clone(),
            title,
            reason,
            priority: priority.or(action.priority),
            revenue,
            role,
            owner: owner.or_else(|| action.owner.clone()),
            task,
            task_title,
            side,
            escalation: escalation.or_else(level),
            due: due.and_then(|due| parse_day(&due)),
            effort_hours,
        }
    }
}
