//! What an opening play asks for: tasks with owner and due date, and what other systems are told.

use super::row::Row;
use crate::column::Calendar;
use crate::kernel::date;
use smol_str::SmolStr;
use stageplay_dsl::typed::{
    Distance, DistanceUnit, Due, Effect, Expr, Play, Side, Task, Template, TemplatePart, UpdateValue,
};
use stageplay_dsl::types::{Day, PlayId, RoleId, Type, show_day, whole_day};

/// A fault outside the playbook and the accounts that stops a run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// Business days are counted on a date that the calendar says nothing about.
    #[error(
        "the calendar does not cover {from} and the {count} business days {direction} it, which task `{task}` of play `{play}` needs"
    )]
    Calendar {
        /// The play.
        play: SmolStr,
        /// The task.
        task: SmolStr,
        /// From where was counted, as `2026-03-02`.
        from: String,
        /// How many business days.
        count: i64,
        /// `after` or `before`.
        direction: &'static str,
    },
    /// The playbook counts business days and no calendar was given.
    #[error("play `{play}` counts business days, and its calendar was not read")]
    NoCalendar {
        /// The play.
        play: SmolStr,
    },
}

/// A play that opens for an account in this evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The row of the batch.
    pub row: usize,
    /// The account's id.
    pub account: SmolStr,
    /// The play.
    pub play: PlayId,
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

/// A role and who that is for the account; nobody where the data does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The role's name.
    pub role: SmolStr,
    /// Who.
    pub who: Option<SmolStr>,
}

/// A task created now.
#[derive(Clone, Debug, PartialEq)]
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

/// Everything an opening play asks for one row of a frame whose texts are evaluated.
pub(super) fn opening(row: Row, calendar: Option<&Calendar>, id: PlayId) -> Result<Opening, DecideError> {
    let playbook = row.playbook();
    let play = &playbook.plays[id];
    let at = row.frame.rows.start + row.at;
    let mut tasks = Vec::new();
    let begins = |task: &&Task| {
        let waits = task.level.is_some() || matches!(task.due, Some(Due::After { .. }));
        !waits && task.when.as_ref().is_none_or(|when| row.is_true(when))
    };
    for task in play.tasks.iter().filter(begins) {
        tasks.push(open_task(Counting { row, calendar, play, task })?);
    }
    Ok(Opening {
        row: at,
        account: row.batch.columns[playbook.id_field].text(at).unwrap_or_default().into(),
        play: id,
        priority: row.number(&play.priority),
        revenue: row.frame.numbers(row.program.field(playbook.revenue_field)).get(row.at),
        reason: super::why::opens(row, play),
        owner: play.owner.map(|role| person(row, role)),
        tasks,
        tells: play.on_opening.iter().map(|effect| tell(row, effect)).collect(),
    })
}

fn person(row: Row, role: RoleId) -> Person {
    let role = &row.playbook().roles[role];
    Person { role: role.name.clone(), who: row.text(&role.value).map(SmolStr::from) }
}

fn open_task(counting: Counting) -> Result<OpenTask, DecideError> {
    let Counting { row, task, .. } = counting;
    let due = match &task.due {
        Some(Due::In(distance)) => counting.from(f64::from(row.frame.as_of), distance, 1.0)?,
        Some(Due::Before { distance, date }) => match row.number(date) {
            Some(date) => counting.from(date, distance, -1.0)?,
            None => None,
        },
        Some(Due::After { .. }) | None => None,
    };
    Ok(OpenTask {
        name: task.name.clone(),
        title: fill(row, &task.title),
        owner: person(row, task.owner),
        due,
        effort_hours: task.effort_hours,
        side: task.side,
    })
}

/// What counting to a due date needs to know.
#[derive(Clone, Copy)]
struct Counting<'a> {
    row: Row<'a>,
    calendar: Option<&'a Calendar>,
    play: &'a Play,
    task: &'a Task,
}

impl Counting<'_> {
    /// The day so far from `start`; `sign` -1 counts back. Unknown where the length is.
    fn from(self, start: f64, distance: &Distance, sign: f64) -> Result<Option<Day>, DecideError> {
        let Some(amount) = self.row.number(&distance.amount) else {
            return Ok(None);
        };
        match distance.unit {
            DistanceUnit::Days => Ok(whole_day(start.floor() + (sign * amount).floor())),
            DistanceUnit::Months => Ok(date::add_months_to(start, sign * amount).and_then(whole_day)),
            DistanceUnit::BusinessDays => {
                let missing = || DecideError::NoCalendar { play: self.play.name.clone() };
                let calendar = self.calendar.ok_or_else(missing)?;
                let Some(start) = whole_day(start) else { return Ok(None) };
                #[allow(clippy::cast_possible_truncation, reason = "a number of the playbook, saturating")]
                let count = (sign * amount) as i64;
                calendar.add_business_days(start, count).map(Some).map_err(|_| DecideError::Calendar {
                    play: self.play.name.clone(),
                    task: self.task.name.clone(),
                    from: show_day(start),
                    count: count.abs(),
                    direction: if count < 0 { "before" } else { "after" },
                })
            }
        }
    }
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
