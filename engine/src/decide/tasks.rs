//! What an opening play asks for: tasks with owner and due date, and what other systems are told.

use crate::column::{Batch, Calendar};
use crate::evaluate::Frame;
use crate::graph::Program;
use smol_str::SmolStr;
use stageplay_dsl::typed::{
    Distance, DistanceUnit, Due, Effect, Expr, Play, Side, Task, Template, TemplatePart, UpdateValue,
};
use stageplay_dsl::types::{Day, PlayId, RoleId, Type, show_day, show_score, show_value};

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
pub(super) fn opening(
    program: &Program,
    frame: &Frame,
    batch: &Batch,
    calendar: Option<&Calendar>,
    id: PlayId,
    row: usize,
) -> Result<Opening, DecideError> {
    let playbook = &program.playbook;
    let play = &playbook.plays[id];
    let at = frame.rows.start + row;
    let mut tasks = Vec::new();
    for task in play.tasks.iter().filter(|task| !matches!(task.due, Some(Due::After { .. }))) {
        tasks.push(open_task(program, frame, calendar, play, task, row)?);
    }
    let revenue = frame.numbers(program.field(playbook.revenue_field)).get(row);
    Ok(Opening {
        row: at,
        account: batch.columns[playbook.id_field].text(at).unwrap_or_default().into(),
        play: id,
        priority: frame.numbers(program.node(&play.priority)).get(row),
        revenue,
        reason: super::why::opens(program, frame, play, row),
        owner: play.owner.map(|role| person(program, frame, role, row)),
        tasks,
        tells: play.on_opening.iter().map(|effect| tell(program, frame, effect, row)).collect(),
    })
}

fn person(program: &Program, frame: &Frame, role: RoleId, row: usize) -> Person {
    let role = &program.playbook.roles[role];
    Person { role: role.name.clone(), who: frame.text(program.node(&role.value), row) }
}

fn open_task(
    program: &Program,
    frame: &Frame,
    calendar: Option<&Calendar>,
    play: &Play,
    task: &Task,
    row: usize,
) -> Result<OpenTask, DecideError> {
    let due = match &task.due {
        Some(Due::In(distance)) => {
            Counting { program, frame, calendar, play, task, row }.from(f64::from(frame.as_of), distance, 1.0)?
        }
        Some(Due::Before { distance, date }) => match frame.numbers(program.node(date)).get(row) {
            Some(date) => Counting { program, frame, calendar, play, task, row }.from(date, distance, -1.0)?,
            None => None,
        },
        Some(Due::After { .. }) | None => None,
    };
    Ok(OpenTask {
        name: task.name.clone(),
        title: fill(program, frame, &task.title, row),
        owner: person(program, frame, task.owner, row),
        due,
        effort_hours: task.effort_hours,
        side: task.side,
    })
}

/// What counting to a due date needs to know.
struct Counting<'a> {
    program: &'a Program,
    frame: &'a Frame,
    calendar: Option<&'a Calendar>,
    play: &'a Play,
    task: &'a Task,
    row: usize,
}

impl Counting<'_> {
    /// The day so far from `start`; `sign` -1 counts back. Unknown where the length is.
    fn from(&self, start: f64, distance: &Distance, sign: f64) -> Result<Option<Day>, DecideError> {
        let Some(amount) = self.frame.numbers(self.program.node(&distance.amount)).get(self.row) else {
            return Ok(None);
        };
        match distance.unit {
            DistanceUnit::Days => Ok(whole_day(start.floor() + (sign * amount).floor())),
            DistanceUnit::Months => Ok(crate::kernel::date::add_months(start, sign * amount).and_then(whole_day)),
            DistanceUnit::BusinessDays => {
                let calendar =
                    self.calendar.ok_or_else(|| DecideError::NoCalendar { play: self.play.name.clone() })?;
                let Some(start) = whole_day(start.floor()) else { return Ok(None) };
                #[allow(clippy::cast_possible_truncation, reason = "a literal of the playbook, saturating")]
                let count = (sign * amount) as i64;
                let day = calendar.add_business_days(start, count);
                day.map(Some).map_err(|_| DecideError::Calendar {
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

fn whole_day(day: f64) -> Option<Day> {
    let fits = day >= f64::from(Day::MIN) && day <= f64::from(Day::MAX);
    #[allow(clippy::cast_possible_truncation, reason = "checked to fit")]
    fits.then_some(day as Day)
}

fn tell(program: &Program, frame: &Frame, effect: &Effect, row: usize) -> Telling {
    match effect {
        Effect::Notify { to, message } => {
            Telling::Notify { to: to.clone(), message: fill(program, frame, message, row) }
        }
        Effect::Update { field, value } => Telling::Update {
            field: field.clone(),
            value: match value {
                UpdateValue::Text(template) => Told::Text(fill(program, frame, template, row)),
                UpdateValue::Value(expr) => told(program, frame, expr, row),
            },
        },
    }
}

fn told(program: &Program, frame: &Frame, expr: &Expr, row: usize) -> Told {
    let node = program.node(expr);
    let value = match &expr.ty {
        Type::Truth => frame.truths(node).get(row).map(Told::Truth),
        Type::Text => frame.text(node, row).map(|text| Told::Text(text.to_string())),
        Type::Choice(_) | Type::Date => shown(program, frame, expr, row).map(Told::Text),
        _ => frame.numbers(node).get(row).map(Told::Number),
    };
    value.unwrap_or(Told::Unknown)
}

/// A template with its values; an unknown one is shown as `unknown`.
fn fill(program: &Program, frame: &Frame, template: &Template, row: usize) -> String {
    let mut text = String::new();
    for part in &template.parts {
        match part {
            TemplatePart::Text(words) => text.push_str(words),
            TemplatePart::Value(expr) => {
                text.push_str(&shown(program, frame, expr, row).unwrap_or_else(|| "unknown".into()));
            }
        }
    }
    text
}

/// The value of an expression as people read it, if known.
#[must_use]
pub fn shown(program: &Program, frame: &Frame, expr: &Expr, row: usize) -> Option<String> {
    use stageplay_dsl::typed::ExprKind;
    let node = program.node(expr);
    let choices = &program.playbook.choices;
    match &expr.ty {
        Type::Truth => frame.truths(node).get(row).map(|truth| if truth { "yes" } else { "no" }.into()),
        Type::Text => frame.text(node, row).map(|text| text.to_string()),
        Type::Choice(set) => frame.codes(node).get(row).map(|code| choices[*set].word(code).to_string()),
        _ if matches!(expr.kind, ExprKind::Part(_) | ExprKind::Score(_)) => {
            frame.numbers(node).get(row).map(show_score)
        }
        ty => frame.numbers(node).get(row).map(|value| show_value(value, ty, choices)),
    }
}
