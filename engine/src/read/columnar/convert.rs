//! One column of a file as a column of the engine.

use super::super::growing::Growing;
use super::super::schema::Reading;
use super::super::value::{Cell, Origin, Scalar, is_within, read};
use super::numbers::{days, fractions, numbers};
use crate::column::{Column, gather_column};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Date32Array, Float64Array, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use stageplay_dsl::typed::FieldKind;
use std::ops::RangeInclusive;

/// Rows that cannot be taken as they are.
pub(super) struct Odd {
    /// One per row.
    pub rows: Vec<bool>,
    /// How many.
    pub count: usize,
}

impl Odd {
    pub(super) fn none(rows: usize) -> Self {
        Self { rows: vec![false; rows], count: 0 }
    }

    pub(super) fn mark(&mut self, row: usize) {
        if let Some(odd @ false) = self.rows.get_mut(row) {
            *odd = true;
            self.count += 1;
        }
    }

    pub(super) fn mark_all(&mut self) {
        (0..self.rows.len()).for_each(|row| self.mark(row));
    }
}

/// The days that a date can name.
const DAYS: RangeInclusive<i32> = -719_528..=2_932_896;

/// The values of a field. Those of odd rows mean nothing.
pub(super) fn converted(reading: &Reading<'_>, array: &dyn Array, needed: bool, odd: &mut Odd) -> Column {
    let mut column = plainly(reading, array, odd);
    let nulls = column.missing();
    match (&reading.default, nulls) {
        (Some(default), 1..) => column = filled(&column, default),
        (None, 1..) if needed => (0..array.len()).filter(|row| column.is_missing(*row)).for_each(|row| odd.mark(row)),
        _ => {}
    }
    column
}

/// A field of which the file has no column.
pub(super) fn absent(reading: &Reading<'_>, rows: usize) -> Column {
    let mut column = Growing::new(&reading.field.kind, rows);
    let cell = reading.default.as_ref().unwrap_or(&Cell::Missing);
    (0..rows).for_each(|_| column.push(cell));
    column.finish()
}

fn filled(column: &Column, default: &Cell<'_>) -> Column {
    macro_rules! fill {
        ($kind:ident, $array:expr, $value:expr) => {
            Column::$kind($array.iter().map(|value| Some(value.unwrap_or($value))).collect())
        };
    }
    match (column, default) {
        (Column::Number(array), Cell::Number(number)) => fill!(Number, array, *number),
        (Column::Date(array), Cell::Date(day)) => fill!(Date, array, *day),
        (Column::Code(array), Cell::Code(code)) => fill!(Code, array, *code),
        (Column::Truth(array), Cell::Truth(truth)) => fill!(Truth, array, *truth),
        (Column::Text(array), Cell::Text(text)) => fill!(Text, array, text.as_ref()),
        _ => column.clone(),
    }
}

fn plainly(reading: &Reading<'_>, array: &dyn Array, odd: &mut Odd) -> Column {
    if let DataType::Dictionary(..) = array.data_type() {
        return by_word(reading, array, odd);
    }
    match (&reading.field.kind, array.data_type()) {
        (_, DataType::Null) => Growing::nothing(&reading.field.kind, array.len()),
        (FieldKind::Text, DataType::Utf8) if are_trimmed(array.as_string::<i32>().iter()) => {
            Column::Text(array.as_string::<i32>().clone())
        }
        (_, DataType::Utf8) => from_texts(reading, array.as_string::<i32>().iter(), odd),
        (_, DataType::LargeUtf8) => from_texts(reading, array.as_string::<i64>().iter(), odd),
        (_, DataType::Utf8View) => from_texts(reading, array.as_string_view().iter(), odd),
        (FieldKind::Text, ty) if ty.is_integer() => whole_numbers(array),
        (FieldKind::YesNo, DataType::Boolean) => Column::Truth(array.as_boolean().clone()),
        (FieldKind::Date, _) => match days(array) {
            Some(days) => dates(reading, days, odd),
            None => unfit(reading, array, odd),
        },
        (FieldKind::Text | FieldKind::YesNo | FieldKind::Choice(_), _) => unfit(reading, array, odd),
        _ => match numbers(array) {
            Some(numbers) => in_range(reading, numbers, array.data_type().is_integer(), odd),
            None => unfit(reading, array, odd),
        },
    }
}

/// A column of another kind than its field: whatever stands there is told of.
fn unfit(reading: &Reading<'_>, array: &dyn Array, odd: &mut Odd) -> Column {
    (0..array.len()).filter(|row| array.is_valid(*row)).for_each(|row| odd.mark(row));
    Growing::nothing(&reading.field.kind, array.len())
}

fn in_range(reading: &Reading<'_>, numbers: Float64Array, are_whole: bool, odd: &mut Odd) -> Column {
    let field = reading.field;
    let numbers = if field.kind == FieldKind::Percent { fractions(&numbers) } else { numbers };
    let (low, high) = (field.low.unwrap_or(f64::MIN), field.high.unwrap_or(f64::MAX));
    // A comparison with what is no number is false.
    let fits = |number: f64| number >= low && number <= high;
    if field.kind == FieldKind::Count && are_whole {
        mark_misfits(&numbers, |number| number >= 0.0 && fits(number), odd);
    } else if field.kind == FieldKind::Count {
        // Adding zero makes a count of -0 a plain 0.
        let numbers = numbers.unary(|number: f64| number + 0.0);
        mark_misfits(&numbers, |number| number >= 0.0 && number.fract() == 0.0 && fits(number), odd);
        return Column::Number(numbers);
    } else {
        mark_misfits(&numbers, fits, odd);
    }
    Column::Number(numbers)
}

fn mark_misfits(numbers: &Float64Array, fits: impl Fn(f64) -> bool, odd: &mut Odd) {
    // As a rule all fit, and that is seen without looking at each alone.
    let misfits = numbers.values().iter().fold(0usize, |misfits, number| misfits + usize::from(!fits(*number)));
    if misfits == 0 {
        return;
    }
    for (row, number) in numbers.values().iter().enumerate() {
        if !fits(*number) && numbers.is_valid(row) {
            odd.mark(row);
        }
    }
}

fn dates(reading: &Reading<'_>, days: Date32Array, odd: &mut Odd) -> Column {
    for (row, day) in days.values().iter().enumerate() {
        let fits = DAYS.contains(day) && is_within(reading.field, f64::from(*day));
        if !fits && days.is_valid(row) {
            odd.mark(row);
        }
    }
    Column::Date(days)
}

/// The dates of the records.
pub(super) fn record_dates(array: &dyn Array, odd: &mut Odd) -> Vec<Option<i32>> {
    let texts: Box<dyn Iterator<Item = Option<&str>>> = match array.data_type() {
        DataType::Utf8 => Box::new(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => Box::new(array.as_string::<i64>().iter()),
        DataType::Utf8View => Box::new(array.as_string_view().iter()),
        _ => {
            let Some(days) = days(array) else {
                (0..array.len()).filter(|row| array.is_valid(*row)).for_each(|row| odd.mark(row));
                return vec![None; array.len()];
            };
            let odds: Vec<usize> =
                (0..days.len()).filter(|row| days.is_valid(*row) && !DAYS.contains(&days.value(*row))).collect();
            odds.into_iter().for_each(|row| odd.mark(row));
            return days.iter().collect();
        }
    };
    let mut last: Option<(&str, Option<i32>)> = None;
    texts
        .enumerate()
        .map(|(row, text)| {
            let text = text.map(str::trim).filter(|text| !text.is_empty())?;
            // Most records of a file are of the same day.
            let day = match last {
                Some((known, day)) if known == text => day,
                _ => super::super::date::parse_date(text),
            };
            last = Some((text, day));
            if day.is_none() {
                odd.mark(row);
            }
            day
        })
        .collect()
}

/// Whether texts can be taken as they are: none is empty, none has blanks around it.
fn are_trimmed<'t>(mut texts: impl Iterator<Item = Option<&'t str>>) -> bool {
    texts.all(|text| {
        let Some(text) = text else { return true };
        let plain = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_graphic());
        let bytes = text.as_bytes();
        (plain(bytes.first()) && plain(bytes.last())) || (!text.is_empty() && text.trim().len() == text.len())
    })
}

fn from_texts<'t>(
    reading: &Reading<'_>,
    texts: impl ExactSizeIterator<Item = Option<&'t str>>,
    odd: &mut Odd,
) -> Column {
    let mut column = Growing::new(&reading.field.kind, texts.len());
    for (row, text) in texts.enumerate() {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let scalar = text.map_or(Scalar::Nothing, |text| Scalar::Text(text.into()));
        match read(reading, scalar, Origin::Json) {
            Ok(cell) => column.push(&cell),
            Err(_) => {
                column.push(&Cell::Missing);
                odd.mark(row);
            }
        }
    }
    column.finish()
}

/// Every word is looked at once.
fn by_word(reading: &Reading<'_>, array: &dyn Array, odd: &mut Odd) -> Column {
    let words = array.as_any_dictionary();
    let mut odd_words = Odd::none(words.values().len());
    let values = plainly(reading, words.values(), &mut odd_words);
    if words.values().is_empty() {
        return Growing::nothing(&reading.field.kind, array.len());
    }
    let mut keys = words.normalized_keys();
    if let Some(nulls) = words.keys().nulls() {
        keys.iter_mut().zip(nulls).filter(|(_, known)| !known).for_each(|(key, _)| *key = usize::MAX);
    }
    if odd_words.count > 0 {
        for (row, key) in keys.iter().enumerate() {
            if odd_words.rows.get(*key).copied().unwrap_or(false) {
                odd.mark(row);
            }
        }
    }
    gather_column(&values, &keys)
}

/// Ids are whole numbers in many tables; their digits are their text.
fn whole_numbers(array: &dyn Array) -> Column {
    use arrow_array::types::{
        Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
    };
    macro_rules! digits {
        ($ty:ty) => {
            array
                .as_primitive::<$ty>()
                .iter()
                .map(|value| value.map(|value| value.to_string()))
                .collect::<StringArray>()
        };
    }
    Column::Text(match array.data_type() {
        DataType::Int8 => digits!(Int8Type),
        DataType::Int16 => digits!(Int16Type),
        DataType::Int32 => digits!(Int32Type),
        DataType::Int64 => digits!(Int64Type),
        DataType::UInt8 => digits!(UInt8Type),
        DataType::UInt16 => digits!(UInt16Type),
        DataType::UInt32 => digits!(UInt32Type),
        _ => digits!(UInt64Type),
    })
}

impl Growing {
    /// A column in which everything is missing.
    fn nothing(kind: &FieldKind, rows: usize) -> Column {
        let mut column = Self::new(kind, rows);
        (0..rows).for_each(|_| column.push(&Cell::Missing));
        column.finish()
    }
}

/// The column at the end of a way; what lies in a missing group is missing.
pub(super) fn at(columns: &[ArrayRef], way: &[usize]) -> Option<ArrayRef> {
    let (first, rest) = way.split_first()?;
    let mut array = columns.get(*first)?.clone();
    let mut outer: Option<NullBuffer> = None;
    for place in rest {
        let group = array.as_struct_opt()?;
        outer = NullBuffer::union(outer.as_ref(), group.nulls());
        let inner = group.columns().get(*place)?.clone();
        array = inner;
    }
    let Some(outer) = outer.filter(|nulls| nulls.null_count() > 0) else { return Some(array) };
    // What is missing outside is missing inside, whatever stands there.
    if array.data_type() == &DataType::Null {
        return Some(array);
    }
    let nulls = NullBuffer::union(array.nulls(), Some(&outer));
    array.to_data().into_builder().nulls(nulls).build().ok().map(arrow_array::make_array)
}
