//! A row of a file of columns as a JSON record.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Fields};
use serde_json::Value;
use std::fmt::Write;

/// What is expected of the rows of a column whose texts a field takes as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// Whole numbers are the text of their digits.
    AsText,
    /// A number is a number.
    AsNumber,
}

/// Appends a row as a record; of each column, how its whole numbers are written.
pub(super) fn record(into: &mut String, fields: &Fields, columns: &[ArrayRef], digits: &[Digits], row: usize) {
    into.push('{');
    for ((field, column), digits) in fields.iter().zip(columns).zip(digits) {
        if column.is_null(row) {
            continue;
        }
        if !into.ends_with('{') {
            into.push(',');
        }
        word(into, field.name());
        into.push(':');
        if *digits == Digits::AsText && column.data_type().is_integer() {
            into.push('"');
            value(into, column, row);
            into.push('"');
        } else {
            value(into, column, row);
        }
    }
    into.push('}');
}

fn word(into: &mut String, text: &str) {
    into.push_str(&Value::from(text).to_string());
}

fn value(into: &mut String, array: &dyn Array, row: usize) {
    if array.is_null(row) {
        into.push_str("null");
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
                Some(key) if *key < words.values().len() => value(into, words.values(), *key),
                _ => into.push_str("null"),
            }
        }
        DataType::Struct(fields) => {
            let group = array.as_struct();
            let digits = vec![Digits::AsNumber; fields.len()];
            record(into, fields, group.columns(), &digits, row);
        }
        DataType::List(_) => list(into, &array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(into, &array.as_list::<i64>().value(row)),
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

fn list(into: &mut String, elements: &dyn Array) {
    into.push('[');
    for at in 0..elements.len() {
        if at > 0 {
            into.push(',');
        }
        value(into, elements, at);
    }
    into.push(']');
}
