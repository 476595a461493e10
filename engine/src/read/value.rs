//! One piece of text of a record as a value of its field's kind.
//!
//! Knows kinds of fields and how data writes them; not where the text stood.

use super::date::{is_date_shaped, parse_date};
use super::number::{parse_number, parse_percent, plain_spelling};
use super::schema::Reading;
use crate::column::{Cause, plain_cut};
use stageplay_dsl::types::{Day, show_day};
use std::borrow::Cow;

use stageplay_dsl::typed::{Field, FieldKind};

/// A value, ready for its column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'t> {
    Missing,
    Number(f64),
    Date(Day),
    Code(u16),
    Truth(bool),
    Text(Cow<'t, str>),
}

/// Why a text is no value of its field.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub cause: Cause,
    pub reason: String,
    pub help: Option<String>,
}

/// How the text of a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A cell, trimmed and not empty.
    Csv,
    /// A JSON value.
    Json,
}

/// What a text says before its field is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar<'t> {
    Nothing,
    Number(&'t str),
    Truth(bool),
    Text(Cow<'t, str>),
    /// No single value; in words.
    Other(&'static str),
}

/// How much of a value is shown.
pub(super) const SHOWN: usize = 80;

/// What is written, before it is known for which field.
pub(super) fn scalar(raw: &str, origin: Origin) -> Scalar<'_> {
    if origin == Origin::Csv {
        return if raw.is_empty() { Scalar::Nothing } else { Scalar::Text(raw.into()) };
    }
    match raw.as_bytes() {
        [] | [b'n', ..] => Scalar::Nothing,
        [b't', ..] => Scalar::Truth(true),
        [b'f', ..] => Scalar::Truth(false),
        [b'"', inside @ .., b'"'] => {
            let text = if inside.contains(&b'\\') {
                match serde_json::from_str::<String>(raw) {
                    Ok(text) => Cow::Owned(text.trim().to_string()),
                    Err(_) => return Scalar::Other("a text with half a character (`\\ud800` to `\\udfff`)"),
                }
            } else {
                Cow::Borrowed(raw.get(1..raw.len() - 1).unwrap_or("").trim())
            };
            if text.is_empty() { Scalar::Nothing } else { Scalar::Text(text) }
        }
        [b'{', ..] => Scalar::Other("a group of fields"),
        [b'[', ..] => Scalar::Other("a list"),
        _ => Scalar::Number(raw),
    }
}

impl Scalar<'_> {
    /// As shown to people, safe and cut; nothing for what is no single value.
    pub(super) fn shown(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Nothing | Self::Other(_) => None,
            Self::Number(text) => Some(plain_cut(text, SHOWN)),
            Self::Truth(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
            Self::Text(text) => Some(plain_cut(text, SHOWN)),
        }
    }

    /// `found …`, without the value itself where the field is private.
    fn found(&self, reading: &Reading<'_>) -> String {
        match (self, self.shown()) {
            (Self::Other(words), _) => format!("found {words}"),
            (_, Some(_)) if reading.private => "found a private value".into(),
            (_, Some(shown)) => format!("found `{shown}`"),
            (_, None) => "found nothing".into(),
        }
    }
}

/// The value of a field; `Missing` where the text says nothing.
pub(super) fn read<'t>(reading: &Reading<'_>, scalar: Scalar<'t>, origin: Origin) -> Result<Cell<'t>, Fault> {
    let field = reading.field;
    let text = match &scalar {
        Scalar::Nothing => return Ok(Cell::Missing),
        Scalar::Number(text) => Some(*text),
        Scalar::Text(text) => Some(text.as_ref()),
        Scalar::Truth(_) | Scalar::Other(_) => None,
    };
    let is_text = matches!(scalar, Scalar::Text(_));
    let cell = match &field.kind {
        FieldKind::Text => match scalar {
            Scalar::Text(text) => return Ok(Cell::Text(text)),
            _ => None,
        },
        FieldKind::Choice(_) => text.filter(|_| is_text).and_then(|text| reading.words.code(text)).map(Cell::Code),
        FieldKind::YesNo => match &scalar {
            Scalar::Truth(truth) => Some(*truth),
            _ => text.filter(|_| is_text).and_then(|text| yes_or_no(text, origin)),
        }
        .map(Cell::Truth),
        FieldKind::Date => text.filter(|_| is_text).and_then(parse_date).map(Cell::Date),
        FieldKind::Percent => text.and_then(parse_percent).map(Cell::Number),
        FieldKind::Count => {
            // Adding zero makes a count of -0 a plain 0.
            let count = text.and_then(parse_number).filter(|number| *number >= 0.0 && number.fract() == 0.0);
            count.map(|count| Cell::Number(count + 0.0))
        }
        FieldKind::Number | FieldKind::Ratio | FieldKind::Money(_) | FieldKind::Days => {
            text.and_then(parse_number).map(Cell::Number)
        }
    };
    match cell {
        Some(cell) if in_range(field, &cell) => Ok(cell),
        Some(_) => Err(out_of_range(reading, &scalar)),
        None => Err(invalid(reading, &scalar, origin)),
    }
}

fn yes_or_no(text: &str, origin: Origin) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("yes") || (origin == Origin::Csv && text == "1") {
        Some(true)
    } else if is("false") || is("no") || (origin == Origin::Csv && text == "0") {
        Some(false)
    } else {
        None
    }
}

fn in_range(field: &Field, cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Number(number) => is_within(field, *number),
        Cell::Date(day) => is_within(field, f64::from(*day)),
        _ => true,
    }
}

/// Whether a number, or the number of a day, lies in the range of its field.
#[inline]
pub(super) fn is_within(field: &Field, value: f64) -> bool {
    field.low.is_none_or(|low| value >= low) && field.high.is_none_or(|high| value <= high)
}

fn out_of_range(reading: &Reading<'_>, scalar: &Scalar<'_>) -> Fault {
    let field = reading.field;
    let show = |bound: f64| match field.kind {
        #[allow(clippy::cast_possible_truncation, reason = "a bound of dates is a whole day number")]
        FieldKind::Date => show_day(bound as Day),
        // Rounded for show: 0.07 * 100 is 7.000000000000001.
        FieldKind::Percent => format!("{}%", (bound * 1e8).round() / 1e6),
        _ => bound.to_string(),
    };
    let expected = match (field.low, field.high) {
        (Some(low), Some(high)) => format!("{} to {}", show(low), show(high)),
        (Some(low), None) => format!("at least {}", show(low)),
        (None, Some(high)) => format!("at most {}", show(high)),
        (None, None) => String::new(),
    };
    let reason = format!("out of range: expected {expected}, {}", scalar.found(reading));
    Fault { cause: Cause::OutOfRange, reason, help: None }
}

fn invalid(reading: &Reading<'_>, scalar: &Scalar<'_>, origin: Origin) -> Fault {
    let field = reading.field;
    let expected: Cow<'static, str> = match &field.kind {
        FieldKind::Text => "a text in double quotes".into(),
        FieldKind::Number => "a number".into(),
        FieldKind::Count => "a count (a whole number, 0 or more)".into(),
        FieldKind::Percent => "a percent such as 35 or 35%".into(),
        FieldKind::Ratio => "a ratio such as 0.35".into(),
        FieldKind::Money(currency) => format!("an amount of {currency} as a plain number").into(),
        FieldKind::Days => "a number of days".into(),
        FieldKind::Date => "a date such as 2026-03-02".into(),
        FieldKind::YesNo if origin == Origin::Csv => "yes or no".into(),
        FieldKind::YesNo => "true or false".into(),
        FieldKind::Choice(_) => format!("one of the words of `{}`", reading.words.set_name()).into(),
    };
    let reason = format!("expected {expected}, {}", scalar.found(reading));
    let help = if reading.private { None } else { help(reading, scalar, origin) };
    Fault { cause: Cause::Invalid, reason, help }
}

/// The smallest edit that helps, where there is one.
fn help(reading: &Reading<'_>, scalar: &Scalar<'_>, origin: Origin) -> Option<String> {
    let text = match scalar {
        Scalar::Text(text) => text.as_ref(),
        Scalar::Number(text) if reading.field.kind == FieldKind::Text => {
            return Some(format!("write it in quotes: `\"{}\"`", plain_cut(text, SHOWN)));
        }
        Scalar::Number(text) => text,
        _ => return None,
    };
    if ["nan", "null", "none", "n/a", "na", "-", "?", "unknown", "#n/a"].contains(&text.to_lowercase().as_str()) {
        return Some(match origin {
            Origin::Csv => "leave the cell empty where the value is not known".into(),
            Origin::Json => "write `null` where the value is not known".into(),
        });
    }
    match &reading.field.kind {
        FieldKind::Choice(_) => reading.words.help(text),
        FieldKind::Ratio => parse_percent(text).map(|ratio| format!("write `{ratio}`")),
        FieldKind::Number | FieldKind::Money(_) | FieldKind::Days => {
            plain_spelling(text).filter(|spelled| spelled != text).map(|spelled| format!("write `{spelled}`"))
        }
        FieldKind::Date if is_date_shaped(text) => Some("there is no such day in the calendar".into()),
        _ => None,
    }
}
