//! Earlier days: what `x D ago` reads.
//!
//! Fields are read from the newest snapshot that is old enough, out of the input or out of memory, and computed again
//! with today's program; what was decided then, and what has a memory of its own, is as it was.

use super::given::{Given, History};
use super::state::{AccountState, KeptSnapshot, Scalar};
use crate::column::{Batch, Bits, ListColumn, Slot, gather, made};
use crate::evaluate::Frame;
use crate::graph::{NodeId, Op, Program, Supplied, View};
use stageplay_dsl::typed::{Field, FieldKind};
use stageplay_dsl::types::{Day, FieldId, Table, Value, whole_day};

/// Supplies a frame that is about to be evaluated with what it reads of earlier days.
pub(super) fn look_back(
    program: &Program,
    batch: &Batch,
    frame: &mut Frame,
    given: &Given<'_>,
    states: &[AccountState],
) {
    for (at, view) in program.memory.views.iter().enumerate() {
        let Some(then) = whole_day(f64::from(frame.as_of) - view.days) else { continue };
        let seen = Seen::of(program, frame, at, then, given, states);
        let past = evaluated(program, &seen, view, states);
        for supplied in &view.supplied {
            supply(program, batch, frame, *supplied, view, &seen, &past);
        }
    }
}

/// What was there of the accounts of a chunk on an earlier day.
struct Seen {
    then: Day,
    /// One row per row of the chunk.
    batch: Batch,
    /// The rows that had a snapshot.
    has_snapshot: Bits,
}

impl Seen {
    fn of(
        program: &Program,
        frame: &Frame,
        view: usize,
        then: Day,
        given: &Given<'_>,
        states: &[AccountState],
    ) -> Self {
        let rows = frame.len();
        let history: &History<'_> = given.history;
        let first = frame.rows.start;
        let mut sources: Vec<usize> =
            (0..rows).map(|row| history.row(view, first + row).unwrap_or(usize::MAX)).collect();
        let read_on = |source: usize| history.batch.and_then(|batch| batch.dates.get(source).copied().flatten());
        // What is remembered serves where the input does not reach back, or not as far.
        let kept: Vec<Option<&KeptSnapshot>> = (0..rows)
            .map(|row| {
                let kept = states.get(row)?.snapshots.iter().rev().find(|kept| kept.day <= then)?;
                let read = sources.get(row).copied().and_then(read_on);
                read.is_none_or(|read| kept.day > read).then_some(kept)
            })
            .collect();
        let has_snapshot = Bits::from_fn(rows, |row| {
            kept.get(row).is_some_and(Option::is_some) || sources.get(row).is_some_and(|source| *source != usize::MAX)
        });
        let blank = Batch::default();
        let read = history.batch.unwrap_or(&blank);
        let batch = if kept.iter().all(Option::is_none) && history.batch.is_some() {
            gather(read, &sources)
        } else {
            let remembered = remembered(program, &kept);
            match history.batch {
                None => remembered,
                Some(_) => {
                    let from_input = gather(read, &sources);
                    sources.clear();
                    sources.extend(
                        (0..rows).map(|row| row + if kept.get(row).is_some_and(Option::is_some) { rows } else { 0 }),
                    );
                    gather(&joined(&from_input, &remembered), &sources)
                }
            }
        };
        Self { then, batch, has_snapshot }
    }
}

/// Both batches, one after the other.
fn joined(one: &Batch, other: &Batch) -> Batch {
    let columns = one.columns.rows().iter().zip(other.columns.rows());
    let lists = one.lists.rows().iter().zip(other.lists.rows());
    Batch {
        rows: one.rows + other.rows,
        columns: columns.filter_map(|(one, other)| crate::column::Column::joined(&[one, other])).collect(),
        lists: lists.map(|(one, other)| ListColumn::joined([one, other].into_iter())).collect(),
        dates: one.dates.iter().chain(&other.dates).copied().collect(),
        flaws: one.flaws.clone(),
    }
}

/// Remembered snapshots as a batch: one row each, blank where there is none.
fn remembered(program: &Program, kept: &[Option<&KeptSnapshot>]) -> Batch {
    let (playbook, memory) = (&program.playbook, &program.memory);
    let rows: Vec<Vec<Option<Value>>> = kept
        .iter()
        .map(|kept| {
            let mut values = vec![None; playbook.fields.len()];
            for (field, scalar) in memory.fields.iter().zip(kept.iter().flat_map(|kept| &kept.fields)) {
                if let Some(place) = values.get_mut(field.0 as usize) {
                    *place = scalar.as_ref().and_then(|scalar| value(scalar, &playbook.fields[*field].kind));
                }
            }
            values
        })
        .collect();
    let lists: Vec<Vec<ListColumn>> = kept
        .iter()
        .map(|kept| {
            playbook
                .lists
                .iter()
                .map(|(id, list)| {
                    let at = memory.lists.iter().position(|other| *other == id);
                    let records = at.and_then(|at| kept.as_ref()?.lists.get(at)?.as_ref());
                    list_column(&list.fields, records)
                })
                .collect()
        })
        .collect();
    let rows: Vec<&[Option<Value>]> = rows.iter().map(Vec::as_slice).collect();
    let lists: Vec<&[ListColumn]> = lists.iter().map(Vec::as_slice).collect();
    made(&playbook.fields, &rows, &lists)
}

fn list_column(fields: &[Field], records: Option<&Vec<Vec<Option<Scalar>>>>) -> ListColumn {
    let schema: Table<FieldId, Field> = fields.iter().cloned().collect();
    let rows: Vec<Vec<Option<Value>>> = records
        .into_iter()
        .flatten()
        .map(|record| {
            let values = record.iter().zip(fields);
            values.map(|(scalar, field)| scalar.as_ref().and_then(|scalar| value(scalar, &field.kind))).collect()
        })
        .collect();
    let elements: Vec<&[Option<Value>]> = rows.iter().map(Vec::as_slice).collect();
    let columns = made(&schema, &elements, &[]).columns.into_rows();
    let end = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    ListColumn {
        offsets: vec![0, end],
        known: Bits::from_fn(1, |_| records.is_some()),
        columns,
        ..ListColumn::default()
    }
}

fn value(scalar: &Scalar, kind: &FieldKind) -> Option<Value> {
    Some(match (scalar, kind) {
        (Scalar::Number(day), FieldKind::Date) => Value::Date(whole_day(*day)?),
        (Scalar::Number(number), _) => Value::Number(*number),
        (Scalar::Code(code), _) => Value::Choice(*code),
        (Scalar::Truth(truth), _) => Value::Truth(*truth),
        (Scalar::Text(text), _) => Value::Text(text.clone()),
    })
}

/// The nodes of a view on its day.
fn evaluated(program: &Program, seen: &Seen, view: &View, states: &[AccountState]) -> Frame {
    let rows = seen.batch.rows;
    let mut past = Frame::new(program, &seen.batch, seen.then, 0..rows);
    past.recall.is_past = true;
    for (at, node) in program.memory.series.iter().enumerate() {
        let kind = program.graph.get(*node).map_or(crate::column::SlotKind::Number, |node| node.kind);
        let mut slot = Slot::unknown(kind, rows);
        Scalar::fill(&mut slot, rows, |row| {
            let series = states.get(row)?.series.get(at)?;
            series.iter().rev().find(|(day, _)| *day <= seen.then)?.1.as_ref()
        });
        past.set(*node, slot);
    }
    view.nodes.iter().for_each(|nodes| past.run(program, &seen.batch, nodes.clone()));
    past
}

/// Puts values of the past into the frame of today: where there was a snapshot, or where they were decided.
fn supply(
    program: &Program,
    batch: &Batch,
    frame: &mut Frame,
    supplied: Supplied,
    view: &View,
    seen: &Seen,
    past: &Frame,
) {
    let rows = frame.len();
    let is_decided = program.memory.series.contains(&supplied.of);
    let reads = |row: usize| is_decided || seen.has_snapshot.get(row);
    let wanted = wanted(program, batch, frame, supplied.past, view);
    let values: Vec<Option<Scalar>> = (0..rows)
        .map(|row| {
            if !reads(row) {
                return None;
            }
            match past.slot(supplied.of) {
                Some(Slot::Text(_)) => {
                    past.text(program, &seen.batch, supplied.of, row).map(|text| Scalar::Text(text.into()))
                }
                slot => Scalar::of(slot, row),
            }
        })
        .collect();
    // What other distances have supplied stays.
    let before: Vec<Option<Scalar>> = (0..rows)
        .map(|row| match frame.slot(supplied.past) {
            Some(Slot::Text(texts)) => texts.get(row).cloned().flatten().map(Scalar::Text),
            slot => Scalar::of(slot, row),
        })
        .collect();
    let Some(mut slot) = frame.slot(supplied.past).cloned() else { return };
    Scalar::fill(
        &mut slot,
        rows,
        |row| if wanted.get(row) { values.get(row)?.as_ref() } else { before.get(row)?.as_ref() },
    );
    frame.set(supplied.past, slot);
}

/// The rows whose distance is that of the view.
fn wanted(program: &Program, batch: &Batch, frame: &mut Frame, past: NodeId, view: &View) -> Bits {
    let rows = frame.len();
    let Some(distance) = program.graph.get(past).and_then(|node| node.inputs.first().copied()) else {
        return Bits::zeros(rows);
    };
    // Even where there is one distance to choose from, an account for which the choice is unknown has none.
    if matches!(program.graph.get(distance).map(|node| &node.op), Some(Op::Constant(_))) {
        return Bits::ones(rows);
    }
    program.beneath(distance).into_iter().for_each(|nodes| frame.run(program, batch, nodes));
    let distances = frame.numbers(distance);
    Bits::from_fn(rows, |row| distances.get(row).is_some_and(|days| days.floor().to_bits() == view.days.to_bits()))
}
