//! Accounts as the columns that the engine reads.

use super::{Account, Known};
use arrow_array::{BooleanArray, Date32Array, Float64Array, StringArray, UInt16Array};
use stageplay_dsl::typed::{Field, Playbook};
use stageplay_dsl::types::Type;
use stageplay_engine::column::{Batch, Column};

/// One column per field of the schema.
pub(crate) fn batch(book: &Playbook, accounts: &[Account]) -> Batch {
    Batch {
        rows: accounts.len(),
        columns: book.fields.rows().iter().map(|field| column(field, accounts)).collect(),
        lists: Default::default(),
        dates: vec![None; accounts.len()],
        flaws: Vec::new(),
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
