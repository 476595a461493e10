//! Accounts of a playbook whose author wrote none: values that lie on both sides of what the playbook asks.

use super::nudge::{on_calendar, within};
use super::record::{Element, Record};
use crate::column::Calendar;
use crate::graph::Program;
use crate::read::Fixtures;
use crate::workbench::edges::edges;
use fastrand::Rng;
use smol_str::format_smolstr;
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{Day, Value};

/// So many accounts are invented.
const INVENTED: usize = 60;
/// So many accounts at the edges show what may be asked for.
const EDGES: usize = 1_000;
/// How many values are missing that may be.
const MISSING: f64 = 0.15;
/// How many records a list has at most.
const RECORDS: usize = 6;

/// Accounts as of a day.
pub(super) fn invent(program: &Program, calendar: Option<&Calendar>, as_of: Day, dice: &mut Rng) -> Vec<Record> {
    let playbook = &program.playbook;
    let edges = edges(program, calendar, &Fixtures::default(), as_of, EDGES).batch;
    let asked: Vec<Vec<Value>> = edges
        .columns
        .rows()
        .iter()
        .map(|column| {
            let mut values: Vec<Value> = (0..edges.rows).filter_map(|row| column.value(row)).collect();
            values.dedup();
            values
        })
        .collect();
    (0..INVENTED).map(|_| account(playbook, &asked, as_of, dice)).collect()
}

fn account(playbook: &Playbook, asked: &[Vec<Value>], as_of: Day, dice: &mut Rng) -> Record {
    let values = playbook.fields.rows().iter().zip(asked).map(|(field, asked)| {
        if !field.required && dice.f64() < MISSING {
            return field.default.clone();
        }
        // As often something that the playbook asks about as anything.
        if dice.bool() && !asked.is_empty() && field.kind != FieldKind::Text {
            return asked.get(dice.usize(..asked.len())).cloned();
        }
        Some(anything(playbook, field, asked, as_of, dice))
    });
    let values = values.collect();
    let lists = playbook.lists.rows().iter().map(|list| {
        let element = |dice: &mut Rng| -> Element {
            list.fields.iter().map(|field| Some(anything(playbook, field, &[], as_of, dice))).collect()
        };
        let records = dice.usize(..RECORDS);
        Some((0..records).map(|_| element(dice)).collect())
    });
    let lists = lists.collect();
    Record { values, lists }
}

/// A value that a field may have; a number not far beyond those that are `asked` about.
fn anything(playbook: &Playbook, field: &Field, asked: &[Value], as_of: Day, dice: &mut Rng) -> Value {
    let numbers = asked.iter().filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None });
    let most = numbers.fold(0.0_f64, f64::max);
    let most = if most > 0.0 { 1.5 * most } else { 100.0 };
    let (low, high) = (field.low.unwrap_or(0.0), field.high);
    let between = |most: f64, dice: &mut Rng| low + dice.f64() * (high.unwrap_or(low + most) - low);
    let number = match &field.kind {
        FieldKind::Text => return Value::Text(format_smolstr!("text {}", dice.u8(1..10))),
        FieldKind::YesNo => return Value::Truth(dice.bool()),
        FieldKind::Choice(set) => {
            let words = u16::try_from(playbook.choices[*set].words.len()).unwrap_or(u16::MAX);
            return Value::Choice(dice.u16(..words.max(1)));
        }
        FieldKind::Date => return Value::Date(on_calendar(field, as_of, 400.0 * dice.f64() - 300.0)),
        FieldKind::Percent | FieldKind::Ratio => (between(1.0, dice) * 100.0).round() / 100.0,
        FieldKind::Money(_) => super::nudge::two_digits(10_f64.powf(3.5 + 2.5 * dice.f64())),
        FieldKind::Number | FieldKind::Count | FieldKind::Days => between(most, dice).round(),
    };
    Value::Number(within(field, number))
}
