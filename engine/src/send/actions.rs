//! One CloudEvents 1.0 record per action. Shapes follow the CloudEvents specification, version 1.0.2,
//! JSON event format: <https://github.com/cloudevents/spec>.

use super::file::Record;
use crate::decide::{OpenTask, Opening, Person, Telling, Told};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use stageplay_dsl::typed::{Playbook, Side};
use stageplay_dsl::types::{Day, Type, show_day};

/// One action: a play that opened, a task, a message, a field to set, a signal that is raised.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    pub(super) specversion: &'static str,
    pub(super) id: String,
    pub(super) source: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) datacontenttype: &'static str,
    pub(super) data: Map<String, Value>,
}

/// The columns of a table of actions.
const COLUMNS: [&str; 17] = [
    "id",
    "type",
    "account",
    "as_of",
    "play",
    "title",
    "task",
    "task_title",
    "owner",
    "due",
    "priority",
    "revenue",
    "reason",
    "to",
    "field",
    "value",
    "signal",
];

/// The heading of a table of actions.
#[must_use]
pub fn action_heading() -> Vec<String> {
    COLUMNS.map(String::from).to_vec()
}

impl Record for Action {
    fn cells(&self) -> Vec<String> {
        let cell = |column: &&str| match *column {
            "id" => self.id.clone(),
            "type" => self.kind.into(),
            other => match self.data.get(other) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(value) => value.to_string(),
            },
        };
        COLUMNS.iter().map(cell).collect()
    }
}

/// The actions of a play that opens: that it did, then its tasks, then what others are told.
#[must_use]
pub fn actions(playbook: &Playbook, as_of: Day, opening: &Opening) -> Vec<Action> {
    let play = &playbook.plays[opening.play];
    let make = |kind: &'static str, step: &str, extra: Map<String, Value>| {
        let mut data = common(playbook, as_of, opening);
        data.extend(extra);
        Action {
            specversion: "1.0",
            id: action_id(&playbook.header.name, &opening.account, &play.name, step),
            source: format!("/stageplay/{}", playbook.header.name),
            kind,
            subject: opening.account.to_string(),
            datacontenttype: "application/json",
            data,
        }
    };
    let mut all = vec![make("stageplay.play.opened", "open", owner(opening.owner.as_ref()))];
    for task in &opening.tasks {
        all.push(make("stageplay.task.created", &format!("task {}", task.name), task_data(task)));
    }
    for (number, telling) in opening.tells.iter().enumerate() {
        let (kind, data) = telling_data(telling);
        all.push(make(kind, &format!("on opening {}", number + 1), data));
    }
    all
}

/// The id of an action: the same playbook, account, play, key, run and step always give the same one.
/// Without memory there is one run of a play for an account, and its number is 1.
fn action_id(playbook: &str, account: &str, play: &str, step: &str) -> String {
    hashed(&[playbook, account, play, "", "1", step])
}

/// An id made of words.
pub(super) fn hashed(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn common(playbook: &Playbook, as_of: Day, opening: &Opening) -> Map<String, Value> {
    let play = &playbook.plays[opening.play];
    let mut data = Map::new();
    data.insert("account".into(), json!(opening.account));
    data.insert("as_of".into(), json!(show_day(as_of)));
    data.insert("play".into(), json!(play.name));
    data.insert("title".into(), json!(play.title));
    data.insert("reason".into(), json!(opening.reason));
    data.insert("priority".into(), json!(opening.priority));
    data.insert("revenue".into(), json!(opening.revenue));
    if let Type::Money(currency) = &playbook.fields[playbook.revenue_field].ty {
        data.insert("currency".into(), json!(currency));
    }
    data
}

fn owner(person: Option<&Person>) -> Map<String, Value> {
    let mut data = Map::new();
    if let Some(person) = person {
        data.insert("role".into(), json!(person.role));
        data.insert("owner".into(), json!(person.who));
    }
    data
}

fn task_data(task: &OpenTask) -> Map<String, Value> {
    let mut data = Map::new();
    data.insert("task".into(), json!(task.name));
    data.insert("task_title".into(), json!(task.title));
    data.extend(owner(Some(&task.owner)));
    data.insert("due".into(), json!(task.due.map(show_day)));
    if let Some(hours) = task.effort_hours {
        data.insert("effort_hours".into(), json!(hours));
    }
    data.insert("side".into(), json!(if task.side == Side::Ours { "ours" } else { "customer" }));
    data
}

fn telling_data(telling: &Telling) -> (&'static str, Map<String, Value>) {
    let mut data = Map::new();
    match telling {
        Telling::Notify { to, message } => {
            data.insert("to".into(), json!(to));
            data.insert("message".into(), json!(message));
            ("stageplay.notification.requested", data)
        }
        Telling::Update { field, value } => {
            data.insert("field".into(), json!(field));
            let value = match value {
                Told::Text(text) => json!(text),
                Told::Number(number) => json!(number),
                Told::Truth(truth) => json!(truth),
                Told::Unknown => Value::Null,
            };
            data.insert("value".into(), value);
            ("stageplay.update.requested", data)
        }
    }
}
