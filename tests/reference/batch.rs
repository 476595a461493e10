//! Accounts as the columns that the engine reads.

use super::{Account, Known};
use arrow_array::{BooleanArray, Date32Array, Float64Array, StringArray, UInt16Array};
use stageplay_dsl::typed::{Field, List, Playbook};
use stageplay_dsl::types::Type;
use stageplay_engine::column::{Batch, Bits, Column, ListColumn};

/// One column per field of the schema.
pub(crate) fn batch(book: &Playbook, accounts: &[Account]) -> Batch {
    Batch {
        rows: accounts.len(),
        columns: book.fields.rows().iter().map(|field| column(field, accounts)).collect(),
        lists: book.lists.rows().iter().map(|list| list_column(list, accounts)).collect(),
        dates: vec![None; accounts.len()],
        flaws: Vec::new(),
    }
}

/// The records of one list of all accounts.
fn list_column(list: &List, accounts: &[Account]) -> ListColumn {
    let of = |account: &Account| match account.get(list.path.as_str()).cloned().flatten() {
        None => None,
        Some(Known::Records(records)) => Some(records),
        Some(other) => panic!("a list was expected where the account has {other:?}"),
    };
    let lists: Vec<Option<Vec<Account>>> = accounts.iter().map(of).collect();
    let mut offsets = vec![0];
    let mut records = Vec::new();
    for own in &lists {
        records.extend(own.iter().flatten().cloned());
        offsets.push(u32::try_from(records.len()).unwrap());
    }
    ListColumn {
        offsets,
        known: Bits::from_fn(lists.len(), |row| lists[row].is_some()),
        columns: list.fields.iter().map(|field| column(field, &records)).collect(),
        ..ListColumn::default()
    }
}

fn column(field: &Field, accounts: &[Account]) -> Column {
    let values = accounts.iter().map(|account| account.get(field.path.as_str()).cloned().flatten());
    match field.ty {
        Type::Text => Column::Text(values.map(text).collect::<StringArray>()),
        Type::Truth => Column::Truth(values.map(|value| value.map(|value| value.truth())).collect::<BooleanArray>()),
        Type::Choice(_) => Column::Code(values.map(|value| value.map(|value| value.word())).collect::<UInt16Array>()),
        Type::Date => {
            let days = values.map(|value| value.map(|value| value.number() as i32));
            Column::Date(days.collect::<Date32Array>())
        }
        _ => Column::Number(values.map(|value| value.map(|value| value.number())).collect::<Float64Array>()),
    }
}

fn text(value: Option<Known>) -> Option<String> {
    match value? {
        Known::Text(text) => Some(text.to_string()),
        other => panic!("a text was expected where the account has {other:?}"),
    }
}
