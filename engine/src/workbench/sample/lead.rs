//! Leads accounts to what none of them shows: by the nearest change that does it at a first evaluation, which then lasts.

use super::life::{Habits, Life};
use super::reach;
use super::record::{Record, batch};
use crate::column::Calendar;
use crate::decide::{Given, play_state};
use crate::graph::{NodeId, Program};
use crate::story::nearest::{Change, Goal, State, Watched, changed, reaching};
use stageplay_dsl::typed::{Play, Trigger};
use stageplay_dsl::types::{Day, JourneyId};

/// From so many accounts it is tried.
const TRIES: usize = 4;

/// An account for each goal that can be reached so.
pub(super) fn lead(
    program: &Program,
    calendar: Option<&Calendar>,
    lacking: &[reach::Goal],
    from: &[Record],
    dates: &[Day],
) -> Vec<Life> {
    let Some(first) = dates.first() else { return Vec::new() };
    let rows: Vec<(Day, &Record)> = from.iter().take(TRIES).map(|record| (*first, record)).collect();
    let accounts = batch(&program.playbook, &rows);
    let habits = Habits::of(&program.playbook);
    let mut found = Vec::new();
    for wanted in lacking {
        let (goal, needs) = asked(program, *wanted);
        let changes = (0..accounts.rows).find_map(|row| {
            let nearest = reaching(program, &accounts, Given::first(*first, calendar), row, &goal, &needs)?;
            let changes: Vec<Change> = nearest.moves.into_iter().map(|moved| moved.change).collect();
            Some((row, changes))
        });
        let Some((row, changes)) = changes else { continue };
        let record = Record::of_row(&changed(&accounts, &[row], &[changes]), 0);
        let on = |date: &Day| {
            let mut record = record.clone();
            habits.go_on(&program.playbook, &mut record, *first, *date);
            (*date, record)
        };
        found.push(dates.iter().map(on).collect());
    }
    found
}

/// A goal as the search for the nearest change takes it, and the conditions that it comes down to.
fn asked(program: &Program, goal: reach::Goal) -> (Goal, Vec<(NodeId, bool)>) {
    let playbook = &program.playbook;
    let (of, is, needs) = match goal {
        reach::Goal::Band(id, code) => (Watched::Band(id), vec![code], Vec::new()),
        reach::Goal::Level(id, code) => {
            let levels = &playbook.risks[id].levels;
            let above = levels.iter().enumerate().skip(usize::from(code));
            let mut needs: Vec<(NodeId, bool)> =
                above.map(|(_, level)| (program.node(&level.condition), false)).collect();
            let own = usize::from(code).checked_sub(1).and_then(|at| levels.get(at));
            needs.extend(own.map(|level| (program.node(&level.condition), true)));
            (Watched::Level(id), vec![code], needs)
        }
        reach::Goal::Stage(id, code) => (Watched::Stage(id), vec![code], doors(program, id, code)),
        reach::Goal::Play(id) => {
            (Watched::Play(id), vec![play_state::OPEN, play_state::PENDING], to_open(program, &playbook.plays[id]))
        }
    };
    (Goal { of, is: is.into_iter().map(State::Word).collect() }, needs)
}

/// What lets an account into a stage: every door before it.
fn doors(program: &Program, journey: JourneyId, code: u16) -> Vec<(NodeId, bool)> {
    let stages = &program.playbook.journeys[journey].stages;
    let here = stages.get(usize::from(code));
    if let Some(interrupts) = here.and_then(|stage| stage.interrupts_while.as_ref()) {
        return vec![(program.node(interrupts), true)];
    }
    let before = stages.iter().take(usize::from(code)).filter(|stage| stage.interrupts_while.is_none());
    let entered = before.clone().skip(1).chain(here.filter(|_| code > 0));
    let doors = before.filter_map(|stage| stage.exit.as_ref()).chain(entered.filter_map(|stage| stage.enter.as_ref()));
    doors.map(|door| (program.node(door), true)).collect()
}

/// What opens a play.
fn to_open(program: &Program, play: &Play) -> Vec<(NodeId, bool)> {
    let trigger = match &play.trigger {
        Trigger::When(when) | Trigger::Once(when) => Some(when),
        Trigger::Every { when, .. } => when.as_ref(),
    };
    let when = trigger.into_iter().map(|when| (program.node(when), true));
    when.chain(play.unless.iter().map(|unless| (program.node(unless), false))).collect()
}
