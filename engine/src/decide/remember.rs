//! From what is remembered to columns, before an evaluation; and from its values to what is remembered, after it.

use super::state::{AccountState, Change, Clock, KeptSnapshot, Lasting, Overridden, OverrideRecord, Scalar};
use crate::column::{Batch, Column, Numbers, Slot};
use crate::evaluate::{Frame, Override, score_name};
use crate::graph::{NodeId, Program, Scored};
use stageplay_dsl::types::{Day, FieldId, ListId};

/// Puts what is remembered into a frame that is about to be evaluated.
pub(super) fn recall(program: &Program, frame: &mut Frame, states: &[AccountState], last: Option<Day>) {
    let (memory, rows) = (&program.memory, frame.len());
    overrides(program, frame, states);
    if memory.is_empty() {
        return;
    }
    let as_of = frame.as_of;
    let gap = program.playbook.header.gaps.unwrap_or(0.0);
    let state = |row: usize| states.get(row);
    frame.recall.clocks = (0..memory.clocks.len())
        .map(|at| {
            numbers(rows, |row| {
                let clock = state(row)?.clocks.get(at).copied().flatten()?;
                clock.since_if_true(as_of, gap).map(f64::from)
            })
        })
        .collect();
    frame.recall.known = memory
        .known
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let mut slot = Slot::unknown(kind_of(program, *node), rows);
            Scalar::fill(&mut slot, rows, |row| state(row)?.known.get(at)?.as_ref());
            slot
        })
        .collect();
    frame.recall.lasting = (0..memory.lasting.len())
        .map(|at| {
            let lasting = |row: usize| state(row)?.lasting.get(at).copied().flatten();
            let evaluated = |row: usize| state(row)?.seen.and_then(|seen| seen.evaluated).or(last);
            let on = |row: usize| lasting(row)?.on.or_else(|| evaluated(row)).map(f64::from);
            (numbers(rows, |row| Some(lasting(row)?.value)), numbers(rows, on))
        })
        .collect();
    for (at, supplied) in memory.previous.iter().enumerate() {
        let mut slot = Slot::unknown(kind_of(program, supplied.past), rows);
        Scalar::fill(&mut slot, rows, |row| state(row)?.previous.get(at)?.as_ref());
        frame.set(supplied.past, slot);
    }
}

fn numbers(rows: usize, number: impl FnMut(usize) -> Option<f64>) -> Numbers {
    let mut numbers = Numbers::default();
    numbers.assign(rows, number);
    numbers
}

fn kind_of(program: &Program, node: NodeId) -> crate::column::SlotKind {
    program.graph.get(node).map_or(crate::column::SlotKind::Number, |node| node.kind)
}

/// What people have said of scores and still holds.
fn overrides(program: &Program, frame: &mut Frame, states: &[AccountState]) {
    let as_of = frame.as_of;
    for (row, state) in states.iter().enumerate().filter(|(_, state)| !state.overrides.is_empty()) {
        for score in scores(program) {
            let said =
                state.overrides.iter().filter(|said| Some(said.score.as_str()) == score_name(&program.playbook, score));
            let mut word = Override { row, score, replace: None, floor: None, cap: None };
            for OverrideRecord { change, .. } in said.filter(|said| (said.from..=said.until).contains(&as_of)) {
                match change {
                    // The last word counts.
                    Change::Replace(value) => word.replace = Some(*value),
                    Change::Floor(value) => word.floor = Some(word.floor.map_or(*value, |floor| floor.max(*value))),
                    Change::Cap(value) => word.cap = Some(word.cap.map_or(*value, |cap| cap.min(*value))),
                }
            }
            if word.replace.is_some() || word.floor.is_some() || word.cap.is_some() {
                frame.recall.overrides.push(word);
            }
        }
    }
}

/// Notes what has come of people's words on scores, so that it can be shown without a playbook.
pub(super) fn keep_overridden(program: &Program, frame: &Frame, states: &mut [AccountState]) {
    states.iter_mut().for_each(|state| state.overridden.clear());
    for word in &frame.recall.overrides {
        let node = match word.score {
            Scored::Card(id) => program.part(program.playbook.cards[id].root).computed,
            Scored::Score(id) => program.computed(id),
        };
        let computed = frame.numbers(node).get(word.row);
        if let (Some(state), Some(name)) = (states.get_mut(word.row), score_name(&program.playbook, word.score)) {
            state.overridden.push(Overridden { score: name.into(), computed, said: word.of(computed) });
        }
    }
}

/// Every score that a person may override.
fn scores(program: &Program) -> impl Iterator<Item = Scored> {
    program.playbook.cards.ids().map(Scored::Card).chain(program.playbook.scores.ids().map(Scored::Score))
}

/// Remembers the values of a frame that has been evaluated, those of `memory.late` included.
pub(super) fn keep(program: &Program, frame: &Frame, batch: &Batch, states: &mut [AccountState]) {
    let (memory, as_of) = (&program.memory, frame.as_of);
    if memory.is_empty() {
        return;
    }
    let gap = program.playbook.header.gaps.unwrap_or(0.0);
    let value = |node: NodeId, row: usize| {
        let text = || frame.text(program, batch, node, row).map(|text| Scalar::Text(text.into()));
        match frame.slot(node) {
            Some(Slot::Text(_)) => text(),
            slot => Scalar::of(slot, row),
        }
    };
    for (row, state) in states.iter_mut().enumerate() {
        for (node, clock) in memory.clocks.iter().zip(&mut state.clocks) {
            *clock = Clock::after(*clock, frame.truths(*node).get(row), as_of, gap);
        }
        for (supplied, previous) in memory.previous.iter().zip(&mut state.previous) {
            *previous = value(supplied.of, row);
        }
        for (node, known) in memory.known.iter().zip(&mut state.known) {
            if let Some(now) = value(*node, row) {
                *known = Some(now);
            }
        }
        for (node, lasting) in memory.lasting.iter().zip(&mut state.lasting) {
            let input = program.graph.get(*node).and_then(|node| node.inputs.first());
            let now = input.and_then(|input| frame.numbers(*input).get(row));
            *lasting = last(*lasting, now);
        }
        for (node, series) in memory.series.iter().zip(&mut state.series) {
            let now = value(*node, row);
            if series.last().map(|(_, before)| before) != Some(&now) {
                series.push((as_of, now));
            }
            forget_before(series, |(day, _)| *day, as_of, memory.reach);
        }
        snapshot(program, batch, frame.rows.start + row, as_of, state);
    }
}

/// A value that is known lasts from now on; one that is not has lasted since the evaluation before this one.
fn last(before: Option<Lasting>, now: Option<f64>) -> Option<Lasting> {
    match now {
        Some(value) => Some(Lasting { value, on: None }),
        None => before,
    }
}

/// Gives lasting values that are about to be missing their day: that of the evaluation at which they were known.
pub(super) fn date_lasting(state: &mut AccountState, last: Option<Day>) {
    let evaluated = state.seen.and_then(|seen| seen.evaluated).or(last);
    for lasting in state.lasting.iter_mut().flatten() {
        lasting.on = lasting.on.or(evaluated);
    }
}

/// Keeps what the snapshot of a row says, where that is asked for on later days.
fn snapshot(program: &Program, batch: &Batch, row: usize, as_of: Day, state: &mut AccountState) {
    let memory = &program.memory;
    if memory.fields.is_empty() && memory.lists.is_empty() {
        return;
    }
    let day = batch.dates.get(row).copied().flatten().unwrap_or(as_of);
    let kept = KeptSnapshot {
        day,
        fields: memory.fields.iter().map(|field| field_of(batch, *field, row)).collect(),
        lists: memory.lists.iter().map(|list| list_of(batch, *list, row)).collect(),
    };
    state.snapshots.retain(|other| other.day < day);
    if state.snapshots.last().is_none_or(|last| last.fields != kept.fields || last.lists != kept.lists) {
        state.snapshots.push(kept);
    }
    forget_before(&mut state.snapshots, |kept| kept.day, as_of, memory.reach);
}

/// Forgets what is older than anybody looks back, but for the newest of it: it holds until the next one.
fn forget_before<T>(kept: &mut Vec<T>, day: impl Fn(&T) -> Day, as_of: Day, reach: f64) {
    let oldest = f64::from(as_of) - reach;
    let old = kept.iter().take_while(|item| f64::from(day(item)) <= oldest).count();
    if old > 1 {
        kept.drain(..old - 1);
    }
}

fn field_of(batch: &Batch, field: FieldId, row: usize) -> Option<Scalar> {
    batch.columns.rows().get(field.0 as usize).and_then(|column| scalar(column, row))
}

fn scalar(column: &Column, row: usize) -> Option<Scalar> {
    if column.is_missing(row) {
        return None;
    }
    match column {
        Column::Number(array) => array.values().get(row).map(|number| Scalar::Number(*number)),
        Column::Date(array) => array.values().get(row).map(|day| Scalar::Number(f64::from(*day))),
        Column::Code(array) => array.values().get(row).map(|code| Scalar::Code(*code)),
        Column::Truth(array) => (row < array.len()).then(|| Scalar::Truth(array.value(row))),
        Column::Text(_) => column.text(row).map(|text| Scalar::Text(text.into())),
    }
}

fn list_of(batch: &Batch, list: ListId, row: usize) -> Option<Vec<Vec<Option<Scalar>>>> {
    let list = batch.lists.rows().get(list.0 as usize)?;
    if !list.known.get(row) {
        return None;
    }
    let element = |at: usize| list.columns.iter().map(|column| scalar(column, at)).collect();
    Some(list.elements(row..row.saturating_add(1)).map(element).collect())
}
