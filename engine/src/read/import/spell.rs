//! One cell as a value of its place: what people write made what `run` reads.

use super::date::{self, DayOrder};
use super::number::{self, Decimals, Digits};
use super::place::{Place, squash};
use super::sheet::Raw;
use super::truth::{is_nothing, truth};
use crate::column::plain_cut;
use crate::read::number::parse_number;
use crate::read::value::{Origin, SHOWN, read, scalar};
use serde_json::{Number, Value};
use stageplay_dsl::typed::FieldKind;
use stageplay_dsl::types::{Day, show_day};

/// What 0.45 means in a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percents {
    /// 45%
    Fractions,
    /// 0.45%
    Hundreds,
}

/// How the cells of a column are written, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Manner {
    pub decimals: Option<Decimals>,
    pub order: Option<DayOrder>,
    pub percents: Option<Percents>,
    /// An empty box means no.
    pub marks: bool,
}

/// What a cell is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Spelt {
    Nothing,
    Value(Value),
    /// Two values: somebody has to say which.
    Open,
    /// None that the place takes: why, and what helps.
    Unread(String, Option<String>),
}

/// Reads a cell.
pub(super) fn spell(place: &Place<'_>, raw: &Raw, manner: Manner) -> Spelt {
    let found = match (raw, place.reading) {
        (Raw::Fault(_, reason), _) => return Spelt::Unread(reason.clone(), None),
        (_, None) if place.is_list => list(raw),
        (_, None) => day(raw, manner),
        (_, Some(reading)) => match &reading.field.kind {
            FieldKind::Text => text(raw),
            FieldKind::Date => day(raw, manner),
            FieldKind::YesNo => yes_or_no(raw, manner),
            FieldKind::Choice(_) => choice(place, raw),
            kind => amount(place, kind, raw, manner),
        },
    };
    let Spelt::Value(value) = &found else { return found };
    // Ranges, whole numbers: whatever `run` would say of it.
    let written = value.to_string();
    match place.reading.map(|reading| read(reading, scalar(&written, Origin::Json), Origin::Json)) {
        Some(Err(fault)) => Spelt::Unread(fault.reason, fault.help),
        _ => found,
    }
}

/// What stands in the output for a cell that is no value: what stood there, so that `run` says of it that it is not
/// known and why, rather than that there was nothing. Never something that could be taken for a value.
pub(super) fn kept(place: &Place<'_>, raw: &Raw) -> Value {
    let shown = Value::String(raw.shown());
    let written = shown.to_string();
    let is_taken = match place.reading {
        Some(reading) => read(reading, scalar(&written, Origin::Json), Origin::Json).is_ok(),
        None => matches!(date::written(&raw.shown()), Ok(date::Written::Day(_))),
    };
    if is_taken { Value::Object([("unread".to_owned(), shown)].into_iter().collect()) } else { shown }
}

fn text(raw: &Raw) -> Spelt {
    match raw {
        Raw::Nothing => Spelt::Nothing,
        Raw::Number(number) if number.abs() >= 1e15 => {
            let help = "format the column as text before the numbers are put in".to_owned();
            Spelt::Unread("a number of more digits than a spreadsheet keeps".into(), Some(help))
        }
        Raw::Truth(truth) => Spelt::Value(Value::String(truth.to_string())),
        other => Spelt::Value(Value::String(other.shown())),
    }
}

fn list(raw: &Raw) -> Spelt {
    let Raw::Text(text) = raw else {
        return if raw.is_nothing() { Spelt::Nothing } else { Spelt::Unread(NO_LIST.into(), None) };
    };
    match serde_json::from_str(text) {
        Ok(value @ Value::Array(_)) => Spelt::Value(value),
        _ => Spelt::Unread(NO_LIST.into(), None),
    }
}

const NO_LIST: &str = "expected a list of records as JSON; a table of them is joined with `--with`";

fn yes_or_no(raw: &Raw, manner: Manner) -> Spelt {
    let found = match raw {
        Raw::Nothing if manner.marks => Some(false),
        Raw::Nothing => return Spelt::Nothing,
        Raw::Truth(truth) => Some(*truth),
        Raw::Number(number) if *number == 1.0 => Some(true),
        Raw::Number(number) if *number == 0.0 => Some(false),
        Raw::Text(text) => match truth(text) {
            None if is_nothing(text) => return Spelt::Nothing,
            found => found,
        },
        _ => None,
    };
    found.map_or_else(|| Spelt::Unread("expected yes or no".into(), None), |truth| Spelt::Value(Value::Bool(truth)))
}

fn choice(place: &Place<'_>, raw: &Raw) -> Spelt {
    let (Some(reading), shown) = (place.reading, raw.shown()) else { return Spelt::Nothing };
    if raw.is_nothing() {
        return Spelt::Nothing;
    }
    match reading.words.code(&shown).or_else(|| place.squashed.get(&squash(&shown)).copied()) {
        Some(code) => Spelt::Value(Value::String(reading.words.word(code).to_owned())),
        None if is_nothing(&shown) => Spelt::Nothing,
        None => {
            let reason = format!("expected one of the words of `{}`", reading.words.set_name());
            Spelt::Unread(reason, reading.words.help(&shown).filter(|_| !reading.private))
        }
    }
}

fn day(raw: &Raw, manner: Manner) -> Spelt {
    let known = |day: Day| Spelt::Value(Value::String(show_day(day)));
    let unread = |reason: &str| Spelt::Unread(reason.to_owned(), None);
    let text = match raw {
        Raw::Nothing => return Spelt::Nothing,
        Raw::Day(day) => return known(*day),
        Raw::Text(text) => text,
        Raw::Number(_) => return unread("a number, not a date: format the column as a date in the spreadsheet"),
        _ => return unread("expected a date such as 2026-03-02"),
    };
    match (date::written(text), manner.order) {
        (Ok(date::Written::Day(day)), _) => known(day),
        (Ok(date::Written::Only(order, _)), Some(other)) if order != other => unread(match other {
            DayOrder::DayFirst => "there is no such month; the column has the day first",
            DayOrder::MonthFirst => "there is no such month; the column has the month first",
        }),
        (Ok(date::Written::Only(_, day)), _) => known(day),
        (Ok(date::Written::Either { day_first, .. }), Some(DayOrder::DayFirst)) => known(day_first),
        (Ok(date::Written::Either { month_first, .. }), Some(DayOrder::MonthFirst)) => known(month_first),
        (Ok(date::Written::Either { .. }), None) => Spelt::Open,
        (Err(_), _) if is_nothing(text) => Spelt::Nothing,
        (Err(reason), _) => unread(reason),
    }
}

fn amount(place: &Place<'_>, kind: &FieldKind, raw: &Raw, manner: Manner) -> Spelt {
    let expected = || {
        if place.kind == "number" {
            return Spelt::Unread("expected a number".into(), None);
        }
        let article = if place.kind.starts_with("money") { "an amount of money in" } else { "a number:" };
        let kind = place.kind.strip_prefix("money ").unwrap_or(&place.kind);
        Spelt::Unread(format!("expected {article} {kind}"), None)
    };
    let text = match raw {
        Raw::Nothing => return Spelt::Nothing,
        Raw::Number(number) => return bare(kind, &number.to_string(), manner),
        Raw::Share(share) => match kind {
            FieldKind::Percent => return number_of(&format!("{share}e2")),
            FieldKind::Ratio => return number_of(&share.to_string()),
            _ => return Spelt::Unread("a percentage, which the field is not".into(), None),
        },
        Raw::Text(text) => text,
        _ => return expected(),
    };
    if text.contains(['e', 'E']) && parse_number(text).is_some() {
        return bare(kind, text, manner);
    }
    let Some(written) = number::written(text) else {
        return if is_nothing(text) { Spelt::Nothing } else { expected() };
    };
    let digits = match (written.digits, manner.decimals) {
        (Digits::Plain(plain), _) | (Digits::With(_, plain), None) => plain,
        (Digits::With(decimals, plain), Some(column)) if decimals == column => plain,
        (Digits::With(..), Some(column)) => {
            return Spelt::Unread(
                format!("written otherwise than with a decimal {}, as the column is", name(column)),
                None,
            );
        }
        (Digits::Either { comma, .. }, Some(Decimals::Comma)) => comma,
        (Digits::Either { point, .. }, Some(Decimals::Point)) => point,
        (Digits::Either { .. }, None) => return Spelt::Open,
    };
    match (written.unit, kind) {
        ("", _) => bare(kind, &digits, manner),
        ("%", FieldKind::Percent) => number_of(&digits),
        ("%", FieldKind::Ratio) => number_of(&format!("{digits}e-2")),
        (unit, FieldKind::Days) if number::is_days(unit) => number_of(&digits),
        (unit, FieldKind::Money(currency)) if number::is_currency(unit, currency) => number_of(&digits),
        (unit, FieldKind::Money(currency)) => {
            let unit =
                if place.is_private() { "something else".into() } else { format!("`{}`", plain_cut(unit, SHOWN)) };
            let reason = format!("not an amount of {currency}: {unit} stands beside it");
            Spelt::Unread(reason, Some("convert it before it is exported".into()))
        }
        _ => expected(),
    }
}

pub(super) fn name(decimals: Decimals) -> &'static str {
    match decimals {
        Decimals::Comma => "comma",
        Decimals::Point => "point",
    }
}

/// A number without a unit.
fn bare(kind: &FieldKind, digits: &str, manner: Manner) -> Spelt {
    match (kind, manner.percents) {
        (FieldKind::Percent, Some(Percents::Fractions)) => number_of(&format!("{digits}e2")),
        _ => number_of(digits),
    }
}

/// A number from its text, so that nothing is rounded twice.
fn number_of(text: &str) -> Spelt {
    let spelt = text.parse::<f64>().ok().filter(|number| number.is_finite()).and_then(|number| {
        #[allow(clippy::cast_possible_truncation, reason = "whole and small enough, as just asked")]
        if number.fract() == 0.0 && number.abs() < 1e15 {
            return Some(Number::from(number as i64));
        }
        Number::from_f64(number)
    });
    spelt.map_or_else(
        || Spelt::Unread("a number too large to hold".into(), None),
        |number| Spelt::Value(Value::Number(number)),
    )
}

/// The word of a number read back, where it is one that a count can be.
pub(super) fn is_whole(digits: &str) -> bool {
    digits.parse::<f64>().is_ok_and(|number| number.fract() == 0.0 && number >= 0.0)
}

/// What a word of a choice means, for guesses.
pub(super) fn is_word(place: &Place<'_>, text: &str) -> bool {
    let by_word = |words: &crate::read::choice::Words<'_>| words.code(text).is_some();
    place.reading.is_some_and(|reading| by_word(&reading.words)) || place.squashed.contains_key(&squash(text))
}
