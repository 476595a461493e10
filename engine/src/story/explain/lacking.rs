//! What is missing of an account, why, and what that blinds.

use super::Account;
use crate::column::Cause;
use crate::decide::{Subject, Unknowns, gaps};
use serde::Serialize;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{FieldId, ListId};
use std::collections::BTreeMap;

/// An input that is not known, and what is unknown because of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lacking {
    /// The field or list; nothing where it lies in how something is computed.
    pub name: String,
    /// Why.
    pub cause: String,
    /// What is unknown because of it, by name.
    pub blinds: Vec<String>,
}

/// What is missing of an account; of a name, what that wants.
pub(super) fn lacking(account: &Account, name: Option<&str>) -> Vec<Lacking> {
    let playbook = account.playbook();
    let mut found: BTreeMap<(Source, Cause), Vec<String>> = BTreeMap::new();
    for (subject, gap) in gaps(account.program, &account.frame, account.batch, Unknowns::All) {
        let blind = blind(playbook, subject);
        let is_asked = |name: &str| {
            blind == name
                || blind.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
                || name.strip_prefix(blind.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        if !name.is_none_or(is_asked) {
            continue;
        }
        for (cause, field) in gap.causes.keys() {
            // What begins in a record has no field of the account.
            let source = match (field, gap.lists.keys().next()) {
                (Some(field), _) => Source::Field(*field),
                (None, Some(list)) => Source::List(*list),
                (None, None) => Source::Computed,
            };
            let blinds = found.entry((source, *cause)).or_default();
            if !blinds.contains(&blind) {
                blinds.push(blind.clone());
            }
        }
    }
    let name = |source: Source| match source {
        Source::Field(id) => playbook.fields[id].path.to_string(),
        Source::List(id) => playbook.lists[id].path.to_string(),
        Source::Computed => String::new(),
    };
    let all = found.into_iter();
    all.map(|((source, cause), blinds)| Lacking { name: name(source), cause: cause.to_string(), blinds }).collect()
}

/// Where something begins to be unknown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Field(FieldId),
    List(ListId),
    Computed,
}

fn blind(playbook: &Playbook, subject: Subject) -> String {
    match subject {
        Subject::Tier(id) => playbook.tiers[id].name.to_string(),
        Subject::Part(id) => playbook.parts[id].path.to_string(),
        Subject::Score(id) => playbook.scores[id].name.to_string(),
        Subject::Stage(id, stage) => {
            let journey = &playbook.journeys[id];
            format!("{}.{}", journey.name, journey.stages.get(stage).map_or("", |stage| stage.name.as_str()))
        }
        Subject::Risk(id) => playbook.risks[id].name.to_string(),
        Subject::Play(id) => playbook.plays[id].name.to_string(),
    }
}
