//! Who does what by when: each role's tasks and what it hears of, over all plays.

use super::phrase::{Anchor, Kind, Phrase};
use super::sentences::phrase;
use super::title;
use super::{journeys, plays};
use crate::story::words::words;
use stageplay_dsl::typed::{Expr, ExprKind, Playbook};
use stageplay_dsl::types::{RoleId, Value};

/// A role.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name; empty of the customer.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// Who that is.
    pub who: Option<Phrase>,
    /// What it answers for: stages, plays, signals.
    pub answers_for: Vec<Phrase>,
    /// What it does.
    pub duties: Vec<Duty>,
}

/// Something that a role does or hears of.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// In which play.
    pub play: Phrase,
    /// The task, as others call it; `None` where something is only heard of.
    pub task: Option<String>,
    /// What is to be done.
    pub what: Phrase,
    /// By when.
    pub by: Phrase,
}

/// A role by its name.
pub(super) fn name(playbook: &Playbook, id: RoleId) -> Phrase {
    let role = &playbook.roles[id];
    let mut name = Phrase::default();
    name.name(words(&role.name), Anchor::new(Kind::Role, &role.name), None);
    name
}

/// The roles of a playbook, and the customer where there are tasks of theirs.
pub(super) fn roles(playbook: &Playbook) -> Vec<Role> {
    let mut roles: Vec<Role> = playbook
        .roles
        .iter()
        .map(|(id, role)| Role {
            name: role.name.to_string(),
            title: title(&role.name),
            who: Some(who(playbook, &role.value)),
            answers_for: answers_for(playbook, id),
            duties: duties(playbook, id),
        })
        .collect();
    let customers = customers(playbook);
    if !customers.is_empty() {
        roles.push(Role {
            name: String::new(),
            title: "The customer".into(),
            who: None,
            answers_for: Vec::new(),
            duties: customers,
        });
    }
    roles
}

/// Who a role is, an address without quotation marks.
fn who(playbook: &Playbook, value: &Expr) -> Phrase {
    match &value.kind {
        ExprKind::Constant(Value::Text(text)) => Phrase::of(text.as_str()),
        ExprKind::If { condition, then, otherwise } => {
            let mut says = who(playbook, then);
            says.say(" if ");
            says.add(phrase(playbook, condition));
            says.say(", else ");
            says.add(who(playbook, otherwise));
            says
        }
        ExprKind::IfMissing { value, fallback } => {
            let mut says = who(playbook, value);
            says.say(", else ");
            says.add(who(playbook, fallback));
            says
        }
        _ => phrase(playbook, value),
    }
}

fn answers_for(playbook: &Playbook, role: RoleId) -> Vec<Phrase> {
    let mut all = Vec::new();
    let mut add = |head: &str, kind: Kind, name: &str, shown: String| {
        let mut says = Phrase::of(head);
        says.name(shown, Anchor::new(kind, name), None);
        all.push(says);
    };
    for journey in playbook.journeys.rows() {
        for stage in journey.stages.iter().filter(|stage| stage.owner == Some(role)) {
            add("the stage ", Kind::Journey, &journey.name, words(&stage.name));
        }
    }
    for play in playbook.plays.rows().iter().filter(|play| play.owner == Some(role)) {
        add("", Kind::Play, &play.name, play.title.to_string());
    }
    for signal in playbook.signals.rows().iter().filter(|signal| signal.owner == Some(role)) {
        add("the signal ", Kind::Signal, &signal.name, signal.title.to_string());
    }
    all
}

/// The tasks of a role, and what it hears of without getting one.
fn duties(playbook: &Playbook, role: RoleId) -> Vec<Duty> {
    let mut duties = Vec::new();
    for ((id, play), shown) in playbook.plays.iter().zip(plays::plays(playbook)) {
        let name = || journeys::play_name(playbook, id);
        let ours = play.tasks.iter().zip(shown.tasks).filter(|(task, shown)| task.owner == role && !shown.is_customers);
        for (_, task) in ours {
            let mut by = task.due;
            for note in task.notes.iter().filter(|note| note.label == "only when") {
                by.say(&format!("; {} ", note.label));
                by.say(&note.says.plain());
            }
            if task.rung.is_some() {
                by.say(" from the escalation on");
            }
            duties.push(Duty { play: name(), task: Some(task.name), what: task.title, by });
        }
        for ((at, escalation), rung) in play.escalations.iter().enumerate().zip(shown.ladder) {
            let gets_task = play.tasks.iter().any(|task| task.level == Some(at) && task.owner == role);
            if escalation.to == role && !gets_task {
                let what = if escalation.takes_over { "Takes it over" } else { "Hears that it does not get on" };
                duties.push(Duty { play: name(), task: None, what: Phrase::of(what), by: rung.when });
            }
        }
    }
    duties
}

fn customers(playbook: &Playbook) -> Vec<Duty> {
    let mut duties = Vec::new();
    for ((id, _), shown) in playbook.plays.iter().zip(plays::plays(playbook)) {
        for task in shown.tasks.into_iter().filter(|task| task.is_customers) {
            let play = journeys::play_name(playbook, id);
            duties.push(Duty { play, task: Some(task.name), what: task.title, by: task.due });
        }
    }
    duties
}
