//! The snapshots of one account, without what is private.

use crate::column::{Batch, Column, ListColumn};
use crate::read::Snapshots;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use stageplay_dsl::typed::{Field, List, Playbook};
use stageplay_dsl::types::{Day, FieldId, Id, Type, Value};

/// What is known of the account on a date.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub(super) day: Day,
    /// One per field; `None` is missing.
    pub(super) values: Vec<Option<Value>>,
    /// One per list, of one row.
    pub(super) lists: Vec<ListColumn>,
}

/// The account's snapshots in order of date, masked; and the private fields that were left out.
pub(super) fn history(playbook: &Playbook, snapshots: &Snapshots, account: &str) -> (Vec<Snapshot>, Vec<SmolStr>) {
    let mut history = as_they_are(playbook, snapshots, account);
    let left_out = mask(playbook, &mut history);
    (history, left_out)
}

/// Whether a text says something private about the account.
pub(super) fn tells_a_secret(playbook: &Playbook, snapshots: &Snapshots, account: &str, text: &str) -> bool {
    Secrets::of(playbook, &as_they_are(playbook, snapshots, account)).are_in(text)
}

fn as_they_are(playbook: &Playbook, snapshots: &Snapshots, account: &str) -> Vec<Snapshot> {
    let batch = &snapshots.batch;
    let mut dated = snapshots.dated(account);
    dated.dedup_by_key(|(day, _)| *day);
    let rows = dated.into_iter().map(|(day, row)| Snapshot {
        day,
        values: playbook.fields.iter().map(|(id, _)| value(playbook, batch, row, id)).collect(),
        lists: batch.lists.rows().iter().map(|list| list.gather(&[row])).collect(),
    });
    rows.collect()
}

/// The value of a field of a row.
fn value(playbook: &Playbook, batch: &Batch, row: usize, id: FieldId) -> Option<Value> {
    element(batch.columns.rows().get(id.index())?, row, &playbook.fields[id])
}

/// The value of a row of a column.
pub(super) fn element(column: &Column, row: usize, field: &Field) -> Option<Value> {
    if column.is_missing(row) {
        return None;
    }
    Some(match column {
        Column::Number(_) => Value::Number(column.number(row)?),
        Column::Text(_) => Value::Text(column.text(row)?.into()),
        Column::Date(days) => Value::Date(days.value(row)),
        Column::Code(codes) if matches!(field.ty, Type::Choice(_)) => Value::Choice(codes.value(row)),
        Column::Code(_) => return None,
        Column::Truth(truths) => Value::Truth(truths.value(row)),
    })
}

/// Stand-ins for private texts: the same for the same text, numbered as they are met. A number says nothing of the text.
#[derive(Default)]
struct Masks(FxHashMap<String, usize>);

impl Masks {
    fn of(&mut self, text: &str) -> SmolStr {
        let next = self.0.len() + 1;
        let number = self.0.entry(text.to_owned()).or_insert(next);
        format!("private {number}").into()
    }
}

fn is_private(list: &List, field: &Field) -> bool {
    list.private || field.private
}

/// Masks private texts, and takes other private values away; says of which fields.
fn mask(playbook: &Playbook, history: &mut [Snapshot]) -> Vec<SmolStr> {
    let secrets = Secrets::of(playbook, history);
    let mut masks = Masks::default();
    let mut left_out: Vec<SmolStr> = Vec::new();
    for snapshot in history {
        for ((_, field), slot) in playbook.fields.iter().zip(&mut snapshot.values) {
            let hidden = match slot {
                Some(Value::Text(text)) if field.private || secrets.are_in(text) => Some(Value::Text(masks.of(text))),
                Some(value) if field.private && !matches!(value, Value::Text(_)) => {
                    note(&mut left_out, field.path.clone());
                    stand_in(field)
                }
                _ => continue,
            };
            *slot = hidden;
        }
        for (list, column) in playbook.lists.rows().iter().zip(&mut snapshot.lists) {
            for (field, column) in list.fields.iter().zip(&mut column.columns) {
                let masked = match &*column {
                    Column::Text(texts) => {
                        let hides = |text: &str| is_private(list, field) || secrets.are_in(text);
                        let mut shown = |text: &str| if hides(text) { masks.of(text) } else { text.into() };
                        let texts: Vec<Option<SmolStr>> = texts.iter().map(|text| text.map(&mut shown)).collect();
                        Column::Text(texts.iter().map(|text| text.as_deref()).collect())
                    }
                    _ if !is_private(list, field) => continue,
                    other => {
                        note(&mut left_out, format!("{}.{}", list.path, field.path).into());
                        same_for_all(other, stand_in(field).as_ref())
                    }
                };
                *column = masked;
            }
        }
    }
    left_out
}

fn note(all: &mut Vec<SmolStr>, path: SmolStr) {
    if !all.contains(&path) {
        all.push(path);
    }
}

/// All texts that are private somewhere: what is masked in one field must not be read in another.
struct Secrets(FxHashSet<String>);

impl Secrets {
    fn of(playbook: &Playbook, history: &[Snapshot]) -> Self {
        let mut all = FxHashSet::default();
        for snapshot in history {
            for ((_, field), value) in playbook.fields.iter().zip(&snapshot.values) {
                if let (true, Some(Value::Text(text))) = (field.private, value) {
                    all.insert(text.to_string());
                }
            }
            for (list, column) in playbook.lists.rows().iter().zip(&snapshot.lists) {
                for (field, column) in list.fields.iter().zip(&column.columns) {
                    if let (true, Column::Text(texts)) = (is_private(list, field), column) {
                        all.extend(texts.iter().flatten().map(str::to_owned));
                    }
                }
            }
        }
        Self(all)
    }

    /// A text that is one, or holds one: of a few letters only, it would be found everywhere.
    fn are_in(&self, text: &str) -> bool {
        const FEW: usize = 4;
        self.0.contains(text) || self.0.iter().any(|secret| secret.len() >= FEW && text.contains(secret.as_str()))
    }
}

/// A value for what must have one: it says nothing of the one that is private. Where none is needed, none.
fn stand_in(field: &Field) -> Option<Value> {
    if !field.required {
        return None;
    }
    let low = field.low.unwrap_or(f64::NEG_INFINITY);
    let least = 0.0_f64.max(low).min(field.high.unwrap_or(f64::INFINITY));
    Some(match &field.ty {
        Type::Truth => Value::Truth(false),
        Type::Choice(_) => Value::Choice(0),
        #[allow(clippy::cast_possible_truncation, reason = "a bound of dates, and the cast saturates")]
        Type::Date => Value::Date(least as Day),
        Type::Text => Value::Text("private".into()),
        _ => Value::Number(least),
    })
}

/// A column of the same length and kind with one value in it.
fn same_for_all(column: &Column, value: Option<&Value>) -> Column {
    macro_rules! filled {
        ($column:ident, $array:ident, $kind:ident) => {
            Column::$column(
                (0..arrow_array::Array::len($array))
                    .map(|_| match value {
                        Some(Value::$kind(value)) => Some(*value),
                        _ => None,
                    })
                    .collect(),
            )
        };
    }
    match column {
        Column::Number(array) => filled!(Number, array, Number),
        Column::Date(array) => filled!(Date, array, Date),
        Column::Code(array) => filled!(Code, array, Choice),
        Column::Truth(array) => filled!(Truth, array, Truth),
        Column::Text(_) => column.clone(),
    }
}
