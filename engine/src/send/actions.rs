//! One CloudEvents 1.0 record per action. Shapes follow the CloudEvents specification, version 1.0.2,
//! JSON event format: <https://github.com/cloudevents/spec>.

use super::file::Record;
use crate::decide::{Happening, OpenTask, Opening, Person, Step, Telling, Told};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use stageplay_dsl::typed::{Playbook, Side};
use stageplay_dsl::types::{Day, PlayId, Type, show_day};

/// One action: a play that opened or ended, a task, an escalation, a message, a field to set, a signal that is raised.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// What it is about, for those who keep it.
    #[serde(skip)]
    pub about: About,
    pub(super) specversion: &'static str,
    pub(super) id: String,
    pub(super) source: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) datacontenttype: &'static str,
    pub(super) data: Map<String, Value>,
}

/// What an action is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The account; empty where it is about the book.
    pub account: String,
    /// The play; empty where it is about none.
    pub play: String,
    /// Of a play with one run for each record of a list: which; else empty.
    pub key: String,
    /// The name of the run: the day on which it opened.
    pub run: String,
    /// The step of the run.
    pub step: String,
    /// Who has to act.
    pub owner: Option<String>,
    /// Higher is more urgent.
    pub priority: Option<f64>,
}

impl Action {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its CloudEvents type.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

/// The columns of a table of actions.
const COLUMNS: [&str; 20] = [
    "id",
    "type",
    "account",
    "as_of",
    "play",
    "key",
    "run",
    "outcome",
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

/// A run of a play, of which actions are told.
struct Run<'a> {
    playbook: &'a Playbook,
    account: &'a str,
    play: &'a str,
    key: &'a str,
    /// The day on which it opened: its name.
    name: String,
    priority: Option<f64>,
    /// What all its actions say.
    common: Map<String, Value>,
}

impl Run<'_> {
    fn action(&self, kind: &'static str, step: &str, extra: Map<String, Value>) -> Action {
        let mut data = self.common.clone();
        data.extend(extra);
        let owner = data.get("owner").and_then(Value::as_str).map(String::from);
        let name = &self.playbook.header.name;
        Action {
            about: About {
                account: self.account.into(),
                play: self.play.into(),
                key: self.key.into(),
                run: self.name.clone(),
                step: step.into(),
                owner,
                priority: self.priority,
            },
            specversion: "1.0",
            // The same playbook, account, play, key, run and step always give the same one.
            id: hashed(&[name, self.account, self.play, self.key, &self.name, step]),
            source: format!("/stageplay/{name}"),
            kind,
            subject: self.account.into(),
            datacontenttype: "application/json",
            data,
        }
    }

    /// What other systems are told, numbered.
    fn tells<'t>(&self, tells: impl Iterator<Item = (String, &'t Telling)>) -> Vec<Action> {
        tells
            .map(|(step, telling)| {
                let (kind, data) = telling_data(telling);
                self.action(kind, &step, data)
            })
            .collect()
    }
}

/// The actions of a play that opens: that it did, then its tasks, then what others are told.
#[must_use]
pub fn actions(playbook: &Playbook, as_of: Day, opening: &Opening) -> Vec<Action> {
    let play = &playbook.plays[opening.play];
    let mut common = common(playbook, as_of, opening.play, &opening.account);
    common.insert("reason".into(), json!(opening.reason));
    common.insert("priority".into(), json!(opening.priority));
    money(playbook, &mut common, opening.revenue);
    let run = Run {
        playbook,
        account: &opening.account,
        play: &play.name,
        key: opening.key.as_deref().unwrap_or_default(),
        name: show_day(as_of),
        priority: opening.priority,
        common: with_run(common, opening.key.as_deref(), as_of),
    };
    let mut all = vec![run.action("stageplay.play.opened", "open", owner(opening.owner.as_ref()))];
    for task in &opening.tasks {
        all.push(run.action("stageplay.task.created", &format!("task {}", task.name), task_data(task)));
    }
    let tells = (1..).zip(&opening.tells).map(|(number, telling)| (format!("on opening {number}"), telling));
    all.extend(run.tells(tells));
    all
}

/// The actions of what happens to a run after it has opened.
#[must_use]
pub fn step_actions(playbook: &Playbook, as_of: Day, step: &Step) -> Vec<Action> {
    let play = &playbook.plays[step.play];
    let mut common = common(playbook, as_of, step.play, &step.account);
    common.insert("priority".into(), json!(step.priority));
    money(playbook, &mut common, step.revenue);
    let run = Run {
        playbook,
        account: &step.account,
        play: &play.name,
        key: step.key.as_deref().unwrap_or_default(),
        name: show_day(step.run),
        priority: step.priority,
        common: with_run(common, step.key.as_deref(), step.run),
    };
    let own = owner(step.owner.as_ref());
    match &step.what {
        Happening::TaskCreated(task) => {
            vec![run.action("stageplay.task.created", &format!("task {}", task.name), task_data(task))]
        }
        Happening::TaskDone { name } => {
            let data = [("task".to_string(), json!(name))].into_iter().chain(own).collect();
            vec![run.action("stageplay.task.done", &format!("task {name} done"), data)]
        }
        Happening::Reassigned => {
            let who = own.get("owner").and_then(Value::as_str).unwrap_or_default().to_owned();
            vec![run.action("stageplay.play.reassigned", &format!("owner {who} {}", show_day(as_of)), own)]
        }
        Happening::Escalated { level, to, reason, tasks, tells } => {
            let name = format!("escalate {} to {}", level + 1, to.role);
            let mut data = owner(Some(to));
            data.insert("reason".into(), json!(reason));
            data.insert("escalation".into(), json!(level + 1));
            let mut all = vec![run.action("stageplay.play.escalated", &name, data)];
            for task in tasks {
                all.push(run.action("stageplay.task.created", &format!("task {}", task.name), task_data(task)));
            }
            let tells = (1..).zip(tells).map(|(number, telling)| (format!("{name} {number}"), telling));
            all.extend(run.tells(tells));
            all
        }
        Happening::Closed { how, left, tells } => {
            let mut data = own;
            data.insert("outcome".into(), json!(how.word()));
            data.insert("open_tasks".into(), json!(left));
            let mut all = vec![run.action("stageplay.play.closed", "close", data)];
            let tells = (1..).zip(tells).map(|(number, (when, telling))| (format!("{when} {number}"), telling));
            all.extend(run.tells(tells));
            all
        }
    }
}

/// The action of a run that ends because its play is not part of the playbook any more.
#[must_use]
pub fn withdrawn_action(
    playbook: &Playbook,
    as_of: Day,
    account: &str,
    play: &str,
    key: Option<&str>,
    opened: Day,
) -> Action {
    let mut common = Map::new();
    common.insert("account".into(), json!(account));
    common.insert("as_of".into(), json!(show_day(as_of)));
    common.insert("play".into(), json!(play));
    let run = Run {
        playbook,
        account,
        play,
        key: key.unwrap_or_default(),
        name: show_day(opened),
        priority: None,
        common: with_run(common, key, opened),
    };
    let data = [("outcome", json!("withdrawn")), ("reason", json!("the play is not part of the playbook any more"))];
    run.action("stageplay.play.closed", "close", data.map(|(key, value)| (key.into(), value)).into_iter().collect())
}

fn with_run(mut common: Map<String, Value>, key: Option<&str>, run: Day) -> Map<String, Value> {
    common.insert("run".into(), json!(show_day(run)));
    if let Some(key) = key {
        common.insert("key".into(), json!(key));
    }
    common
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

fn common(playbook: &Playbook, as_of: Day, play: PlayId, account: &str) -> Map<String, Value> {
    let play = &playbook.plays[play];
    let mut data = Map::new();
    data.insert("account".into(), json!(account));
    data.insert("as_of".into(), json!(show_day(as_of)));
    data.insert("play".into(), json!(play.name));
    data.insert("title".into(), json!(play.title));
    data
}

fn money(playbook: &Playbook, data: &mut Map<String, Value>, revenue: Option<f64>) {
    data.insert("revenue".into(), json!(revenue));
    if let Type::Money(currency) = &playbook.fields[playbook.revenue_field].ty {
        data.insert("currency".into(), json!(currency));
    }
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
