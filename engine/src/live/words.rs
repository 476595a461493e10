//! What people call the things of a playbook, kept with every run: a state has names, and who shows it has no playbook.

use super::capacity::{Capacity, capacities};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use stageplay_dsl::typed::{Playbook, Template, TemplatePart};
use stageplay_dsl::types::Type;
use std::collections::BTreeMap;

/// The words of a playbook.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Its title.
    pub title: String,
    /// The currency of the revenue field; `None` where it has none.
    pub currency: Option<SmolStr>,
    /// Its plays, by name.
    pub plays: BTreeMap<SmolStr, PlayWords>,
    /// How much each person of a role can do, by role. Runs of earlier versions did not say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub capacities: BTreeMap<SmolStr, Capacity>,
}

/// The words of a play.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayWords {
    /// Its title.
    pub title: String,
    /// The role that answers for it.
    pub role: Option<SmolStr>,
    /// Its tasks, by name.
    pub tasks: BTreeMap<SmolStr, TaskWords>,
}

/// The words of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskWords {
    /// Its title, with `…` for the values of an account.
    pub title: String,
    /// The role that does it.
    pub role: SmolStr,
}

impl Words {
    /// Those of a playbook.
    #[must_use]
    pub fn of(playbook: &Playbook) -> Self {
        let role = |id| playbook.roles.iter().find(|(other, _)| *other == id).map(|(_, role)| role.name.clone());
        let plays = playbook.plays.rows().iter().map(|play| {
            let tasks = play.tasks.iter().map(|task| {
                let words =
                    TaskWords { title: without_values(&task.title), role: role(task.owner).unwrap_or_default() };
                (task.name.clone(), words)
            });
            let words =
                PlayWords { title: play.title.to_string(), role: play.owner.and_then(role), tasks: tasks.collect() };
            (play.name.clone(), words)
        });
        let currency = match &playbook.fields[playbook.revenue_field].ty {
            Type::Money(currency) => Some(currency.to_string().into()),
            _ => None,
        };
        Self {
            title: playbook.header.title.to_string(),
            currency,
            plays: plays.collect(),
            capacities: capacities(playbook),
        }
    }
}

fn without_values(title: &Template) -> String {
    let part = |part: &TemplatePart| match part {
        TemplatePart::Text(words) => words.to_string(),
        TemplatePart::Value(_) => "…".to_owned(),
    };
    title.parts.iter().map(part).collect()
}
