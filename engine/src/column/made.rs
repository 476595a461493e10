//! A batch made of values rather than read from files.

use super::{Batch, Column, ListColumn};
use stageplay_dsl::typed::{Field, FieldKind};
use stageplay_dsl::types::{FieldId, Id, Table, Value};

/// A batch with one row per list of values, which has one per field. A value of another kind than its field's
/// is missing; no row has a date. `lists` are those of each row, one per list of the schema and of one row each.
#[must_use]
pub fn made(fields: &Table<FieldId, Field>, rows: &[&[Option<Value>]], lists: &[&[ListColumn]]) -> Batch {
    let columns = fields.iter().map(|(id, field)| {
        let values = || rows.iter().map(|row| row.get(id.index()).and_then(Option::as_ref));
        macro_rules! of_kind {
            ($column:ident, $kind:ident, $value:ident => $held:expr) => {
                Column::$column(
                    values()
                        .map(|value| match value {
                            Some(Value::$kind($value)) => Some($held),
                            _ => None,
                        })
                        .collect(),
                )
            };
        }
        match field.kind {
            FieldKind::Text => of_kind!(Text, Text, text => text.as_str()),
            FieldKind::Date => of_kind!(Date, Date, day => *day),
            FieldKind::Choice(_) => of_kind!(Code, Choice, code => *code),
            FieldKind::YesNo => of_kind!(Truth, Truth, truth => *truth),
            FieldKind::Number
            | FieldKind::Count
            | FieldKind::Percent
            | FieldKind::Ratio
            | FieldKind::Money(_)
            | FieldKind::Days => of_kind!(Number, Number, number => *number),
        }
    });
    let columns: Table<FieldId, Column> = columns.collect();
    let count = lists.iter().map(|row| row.len()).max().unwrap_or(0);
    let lists = (0..count).map(|at| ListColumn::joined(lists.iter().filter_map(|row| row.get(at)))).collect();
    Batch { rows: rows.len(), columns, lists, dates: vec![None; rows.len()], flaws: Vec::new() }
}
