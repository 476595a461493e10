//! What is told of the runs of plays, in words: what an opening one asks for, by whom and by when, and what becomes of it
//! later.

use crate::decide::chunk::{Change, Chunk, What};
use crate::decide::row::Row;
use crate::decide::state::{Ending, Phase};
use crate::decide::why;
use crate::evaluate::Frame;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Effect, Escalation, EscalationTrigger, Expr, Side, Template, TemplatePart, UpdateValue};
use stageplay_dsl::types::{Day, Id, PlayId, RoleId, Type};

/// A play that opens for an account in this evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The row of the batch.
    pub row: usize,
    /// The account's id.
    pub account: SmolStr,
    /// The play.
    pub play: PlayId,
    /// Of a play with a run for each record of a list: which.
    pub key: Option<SmolStr>,
    /// Highest first; unknown sorts before all.
    pub priority: Option<f64>,
    /// What the account brings, in the revenue field's unit.
    pub revenue: Option<f64>,
    /// Why it opens.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<Person>,
    /// The tasks created now; those that wait for another one come later.
    pub tasks: Vec<OpenTask>,
    /// What other systems are told.
    pub tells: Vec<Telling>,
}

/// What happens to a run after it has opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The row of the batch.
    pub row: usize,
    /// The account's id.
    pub account: SmolStr,
    /// The play.
    pub play: PlayId,
    /// Of a play with a run for each record of a list: which.
    pub key: Option<SmolStr>,
    /// The day on which the run opened, which names it.
    pub run: Day,
    /// Highest first; unknown sorts before all.
    pub priority: Option<f64>,
    /// What the account brings, in the revenue field's unit.
    pub revenue: Option<f64>,
    /// Who answers for it.
    pub owner: Option<Person>,
    /// What happens.
    pub what: Happening,
}

/// What happens to a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// It is the turn of a task.
    TaskCreated(OpenTask),
    /// A task is done without anybody having said so.
    TaskDone {
        /// Its name.
        name: SmolStr,
    },
    /// Nothing has happened for too long.
    Escalated {
        /// Its place in the play.
        level: usize,
        /// Who is told.
        to: Person,
        /// Why.
        reason: String,
        /// The tasks that come with it.
        tasks: Vec<OpenTask>,
        /// What other systems are told.
        tells: Vec<Telling>,
    },
    /// Somebody else answers for it.
    Reassigned,
    /// It ends.
    Closed {
        /// How.
        how: Ending,
        /// The tasks that are not done, by name.
        left: Vec<SmolStr>,
        /// What other systems are told: of its success or clearing, then of its end.
        tells: Vec<(&'static str, Telling)>,
    },
}

/// A role and who that is for the account; nobody where the data does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The role's name.
    pub role: SmolStr,
    /// Who.
    pub who: Option<SmolStr>,
}

/// A task created now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenTask {
    /// Its name.
    pub name: SmolStr,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: Person,
    /// By when; `None` where the playbook gives no date or the date it counts from is unknown.
    pub due: Option<Day>,
    /// Effort.
    pub effort_hours: Option<f64>,
    /// Whose task it is.
    pub side: Side,
}

/// A message or a field set in another system.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Telling {
    Notify { to: SmolStr, message: String },
    Update { field: SmolStr, value: Told },
}

/// A value told to another system.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Told {
    Text(String),
    Number(f64),
    Truth(bool),
    Unknown,
}

/// A run that has changed, and the row it is read in.
struct Speaker<'c, 'f> {
    chunk: &'c Chunk<'f>,
    row: Row<'c>,
    change: &'c Change,
}

/// What is told of the changes to one account's runs, in order. Texts have been evaluated.
pub(in crate::decide) fn tell_all(
    chunk: &Chunk<'_>,
    frame: &Frame,
    openings: &mut Vec<Opening>,
    steps: &mut Vec<Step>,
) {
    for change in &chunk.steps {
        let row = chunk.row(frame, change.row, change.element);
        let told = Speaker { chunk, row, change };
        match &change.what {
            What::Opened => openings.push(told.opening()),
            // Those that come with the opening are told with it.
            What::TaskCreated { .. } if told.is_opening() => {}
            what => {
                let what = told.happening(what);
                steps.push(told.step(what));
            }
        }
    }
}

impl Speaker<'_, '_> {
    fn is_opening(&self) -> bool {
        let opens = |other: &Change| {
            other.what == What::Opened
                && (other.row, other.play, &other.key) == (self.change.row, self.change.play, &self.change.key)
        };
        self.chunk.steps.iter().any(opens)
    }

    fn account(&self) -> SmolStr {
        let id = self.row.playbook().id_field;
        self.row.batch.columns[id].text(self.at()).unwrap_or_default().into()
    }

    /// The row of the batch.
    fn at(&self) -> usize {
        self.row.frame.rows.start + self.row.at
    }

    fn revenue(&self) -> Option<f64> {
        let field = self.row.playbook().revenue_field;
        self.row.frame.numbers(self.row.program.field(field)).get(self.row.at)
    }

    /// Everything an opening play asks for.
    fn opening(&self) -> Opening {
        let play = &self.row.playbook().plays[self.change.play];
        let created = self.chunk.steps.iter().filter(|other| {
            (other.row, other.play, &other.key) == (self.change.row, self.change.play, &self.change.key)
        });
        let tasks = created.filter_map(|other| match other.what {
            What::TaskCreated { task, due } => Some(self.task(task, due)),
            _ => None,
        });
        Opening {
            row: self.at(),
            account: self.account(),
            play: self.change.play,
            key: self.change.key.clone(),
            priority: self.row.number(&play.priority),
            revenue: self.revenue(),
            reason: why::opens(self.row, play),
            owner: self.owner(),
            tasks: tasks.collect(),
            tells: play.on_opening.iter().map(|effect| tell(self.row, effect)).collect(),
        }
    }

    fn step(&self, what: Happening) -> Step {
        let play = &self.row.playbook().plays[self.change.play];
        Step {
            row: self.at(),
            account: self.account(),
            play: self.change.play,
            key: self.change.key.clone(),
            run: self.change.run,
            priority: self.row.number(&play.priority),
            revenue: self.revenue(),
            owner: self.owner(),
            what,
        }
    }

    fn happening(&self, what: &What) -> Happening {
        let play = &self.row.playbook().plays[self.change.play];
        let name = |task: usize| play.tasks.get(task).map_or_else(SmolStr::default, |task| task.name.clone());
        match what {
            What::Opened | What::Reassigned => Happening::Reassigned,
            What::TaskCreated { task, due } => Happening::TaskCreated(self.task(*task, *due)),
            What::TaskDone { task } => Happening::TaskDone { name: name(*task) },
            What::Escalated { level, tasks } => match play.escalations.get(*level) {
                Some(escalation) => Happening::Escalated {
                    level: *level,
                    to: person(self.row, escalation.to),
                    reason: reason(self.row, escalation, &name),
                    tasks: tasks.iter().map(|(task, due)| self.task(*task, *due)).collect(),
                    tells: escalation.effects.iter().map(|effect| tell(self.row, effect)).collect(),
                },
                None => Happening::Reassigned,
            },
            What::Closed { how, left } => {
                let own = match how {
                    Ending::Succeeded => ("on success", play.on_success.as_slice()),
                    Ending::Cleared => ("on clearing", play.on_clearing.as_slice()),
                    _ => ("", &[][..]),
                };
                let effects = [own, ("on closing", play.on_closing.as_slice())];
                let tells = effects.into_iter().flat_map(|(when, effects)| effects.iter().map(move |it| (when, it)));
                Happening::Closed {
                    how: *how,
                    left: left.iter().map(|task| name(*task)).collect(),
                    tells: tells.map(|(when, effect)| (when, tell(self.row, effect))).collect(),
                }
            }
        }
    }

    /// Who answers for the run: as remembered, or where it has just ended, the play's role.
    fn owner(&self) -> Option<Person> {
        let play = &self.row.playbook().plays[self.change.play];
        let state = self.chunk.states.get(self.change.row);
        let record = state
            .and_then(|state| state.of_play(self.change.play.index()).find(|record| record.key == self.change.key));
        let open = record.and_then(|record| match &record.phase {
            Phase::Open(open) => Some(open),
            _ => None,
        });
        let taken = open.and_then(|open| open.taken_over).and_then(|level| play.escalations.get(usize::from(level)));
        let role = taken.map(|level| level.to).or(play.owner)?;
        let person = person(self.row, role);
        Some(match open {
            Some(open) => Person { who: open.owner.clone(), ..person },
            None => person,
        })
    }

    fn task(&self, at: usize, due: Option<Day>) -> OpenTask {
        let Some(task) = self.row.playbook().plays[self.change.play].tasks.get(at) else {
            return OpenTask::default();
        };
        OpenTask {
            name: task.name.clone(),
            title: fill(self.row, &task.title),
            owner: person(self.row, task.owner),
            due,
            effort_hours: task.effort_hours,
            side: task.side,
        }
    }
}

/// Why an escalation fires.
fn reason(row: Row, escalation: &Escalation, name: &impl Fn(usize) -> SmolStr) -> String {
    let length = row.shown_or_unknown(&super::escalate::distance(escalation).amount);
    match &escalation.trigger {
        EscalationTrigger::AfterOpening(_) => format!("open for {length}"),
        EscalationTrigger::Overdue { task, .. } => format!("task {} is {length} overdue", name(*task)),
    }
}

fn person(row: Row, role: RoleId) -> Person {
    // Roles are the account's, also of a run for one of its records.
    let row = Row { element: None, ..row };
    let role = &row.playbook().roles[role];
    Person { role: role.name.clone(), who: row.text(&role.value).map(SmolStr::from) }
}

fn tell(row: Row, effect: &Effect) -> Telling {
    match effect {
        Effect::Notify { to, message } => Telling::Notify { to: to.clone(), message: fill(row, message) },
        Effect::Update { field, value } => Telling::Update {
            field: field.clone(),
            value: match value {
                UpdateValue::Text(template) => Told::Text(fill(row, template)),
                UpdateValue::Value(expr) => told(row, expr),
            },
        },
    }
}

fn told(row: Row, expr: &Expr) -> Told {
    let value = match &expr.ty {
        Type::Truth => row.truth(expr).map(Told::Truth),
        Type::Text | Type::Choice(_) | Type::Date => row.shown(expr).map(Told::Text),
        _ => row.number(expr).map(Told::Number),
    };
    value.unwrap_or(Told::Unknown)
}

/// A template with its values; an unknown one is shown as `unknown`.
fn fill(row: Row, template: &Template) -> String {
    let mut text = String::new();
    for part in &template.parts {
        match part {
            TemplatePart::Text(words) => text.push_str(words),
            TemplatePart::Value(expr) => text.push_str(&row.shown_or_unknown(expr)),
        }
    }
    text
}
