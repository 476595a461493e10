//! A row of a file of columns as a JSON record.

use super::super::schema::{ListReading, Schema, Target};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, Fields};
use serde_json::Value;
use stageplay_dsl::typed::FieldKind;
use std::fmt::Write;

/// How the values of a column are written.
pub(super) enum Written {
    /// As they are.
    Plainly,
    /// Whole numbers as the text of their digits, for a field that takes texts.
    Digits,
    /// Those of a group, or of the records of a list, each in its way.
    Parts(Vec<Written>),
}

impl Written {
    /// Of each column of a file.
    pub(super) fn of(schema: &Schema<'_>, columns: &Fields) -> Vec<Self> {
        Self::parts(schema, None, 0, columns)
    }

    fn parts(schema: &Schema<'_>, list: Option<&ListReading<'_>>, node: usize, columns: &Fields) -> Vec<Self> {
        columns.iter().map(|column| Self::part(schema, list, node, column)).collect()
    }

    /// Of a column of a record, or of the records of a list.
    fn part(schema: &Schema<'_>, list: Option<&ListReading<'_>>, node: usize, column: &Field) -> Self {
        let fields = list.map_or(&schema.fields, |list| &list.fields);
        match (schema.target(node, column.name()), column.data_type()) {
            (Target::Group(inner), DataType::Struct(columns)) => Self::Parts(Self::parts(schema, list, inner, columns)),
            (Target::Field(at), ty) if ty.is_integer() => {
                let is_text = fields.get(at).is_some_and(|reading| reading.field.kind == FieldKind::Text);
                if is_text { Self::Digits } else { Self::Plainly }
            }
            (Target::Field(at), DataType::List(element) | DataType::LargeList(element)) if list.is_none() => {
                let found = at.checked_sub(schema.list_place(0)).and_then(|at| schema.lists.get(at));
                match (found, element.data_type()) {
                    (Some(list), DataType::Struct(columns)) => {
                        Self::Parts(Self::parts(schema, Some(list), list.root, columns))
                    }
                    _ => Self::Plainly,
                }
            }
            _ => Self::Plainly,
        }
    }
}

/// Appends a row as a record.
pub(super) fn record(into: &mut String, fields: &Fields, columns: &[ArrayRef], written: &[Written], row: usize) {
    into.push('{');
    let written = written.iter().chain(std::iter::repeat(&Written::Plainly));
    for ((field, column), written) in fields.iter().zip(columns).zip(written) {
        if column.is_null(row) {
            continue;
        }
        if !into.ends_with('{') {
            into.push(',');
        }
        word(into, field.name());
        into.push(':');
        value(into, column, written, row);
    }
    into.push('}');
}

fn word(into: &mut String, text: &str) {
    into.push_str(&Value::from(text).to_string());
}

fn value(into: &mut String, array: &dyn Array, written: &Written, row: usize) {
    if array.is_null(row) {
        into.push_str("null");
        return;
    }
    if matches!(written, Written::Digits) {
        into.push('"');
        value(into, array, &Written::Plainly, row);
        into.push('"');
        return;
    }
    macro_rules! plain {
        ($ty:ty) => {{
            // Writing to a text does not fail.
            let _ = write!(into, "{}", array.as_primitive::<$ty>().value(row));
        }};
    }
    match array.data_type() {
        DataType::Boolean => into.push_str(if array.as_boolean().value(row) { "true" } else { "false" }),
        DataType::Int8 => plain!(Int8Type),
        DataType::Int16 => plain!(Int16Type),
        DataType::Int32 => plain!(Int32Type),
        DataType::Int64 => plain!(Int64Type),
        DataType::UInt8 => plain!(UInt8Type),
        DataType::UInt16 => plain!(UInt16Type),
        DataType::UInt32 => plain!(UInt32Type),
        DataType::UInt64 => plain!(UInt64Type),
        DataType::Decimal32(..) => into.push_str(&array.as_primitive::<Decimal32Type>().value_as_string(row)),
        DataType::Decimal64(..) => into.push_str(&array.as_primitive::<Decimal64Type>().value_as_string(row)),
        DataType::Decimal128(..) => into.push_str(&array.as_primitive::<Decimal128Type>().value_as_string(row)),
        DataType::Decimal256(..) => into.push_str(&array.as_primitive::<Decimal256Type>().value_as_string(row)),
        DataType::Utf8 => word(into, array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => word(into, array.as_string::<i64>().value(row)),
        DataType::Utf8View => word(into, array.as_string_view().value(row)),
        DataType::Dictionary(..) => {
            let words = array.as_any_dictionary();
            match words.normalized_keys().get(row) {
                Some(key) if *key < words.values().len() => value(into, words.values(), written, *key),
                _ => into.push_str("null"),
            }
        }
        DataType::Struct(fields) => {
            let parts = if let Written::Parts(parts) = written { parts.as_slice() } else { &[] };
            record(into, fields, array.as_struct().columns(), parts, row);
        }
        DataType::List(_) => list(into, &array.as_list::<i32>().value(row), written),
        DataType::LargeList(_) => list(into, &array.as_list::<i64>().value(row), written),
        _ => number_or_day(into, array, row),
    }
}

fn number_or_day(into: &mut String, array: &dyn Array, row: usize) {
    if let Some(numbers) = super::numbers::numbers(array) {
        let number = numbers.value(row);
        match serde_json::Number::from_f64(number) {
            Some(number) => into.push_str(&number.to_string()),
            // What stands there in an export of text.
            None => word(
                into,
                if number.is_nan() {
                    "NaN"
                } else if number > 0.0 {
                    "Infinity"
                } else {
                    "-Infinity"
                },
            ),
        }
        return;
    }
    let day = super::numbers::days(array).map(|days| days.value(row));
    match day.and_then(arrow_array::temporal_conversions::date32_to_datetime) {
        Some(day) => word(into, &day.date().to_string()),
        None => into.push_str("null"),
    }
}

fn list(into: &mut String, elements: &dyn Array, written: &Written) {
    into.push('[');
    for at in 0..elements.len() {
        if at > 0 {
            into.push(',');
        }
        value(into, elements, written, at);
    }
    into.push(']');
}
