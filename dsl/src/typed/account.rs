//! Account fields.

use crate::source::Span;
use crate::types::{ChoiceSetId, FieldId, Type, Value};
use smol_str::SmolStr;

/// A field of the account schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its path: `usage.logins_30d`.
    pub path: SmolStr,
    /// Its kind of value.
    pub ty: Type,
    /// How data is read into it.
    pub kind: FieldKind,
    /// Smallest value allowed (percent as a fraction, dates as days).
    pub low: Option<f64>,
    /// Largest value allowed.
    pub high: Option<f64>,
    /// A record without it is set aside.
    pub required: bool,
    /// Stands in for an absent value, and only for that.
    pub default: Option<Value>,
    /// Masked in recorded fixtures and logs.
    pub private: bool,
    /// Headings that import knows.
    pub also: Vec<SmolStr>,
    /// When a value no longer counts.
    pub stale: Option<Stale>,
    /// What it means.
    pub sentence: Option<SmolStr>,
    /// Its name in the source.
    pub span: Span,
}

/// A list of records of an account: `people list of { … }`.
///
/// Missing where the data has none (unknown, absent) or where it is no list of records (unknown, invalid);
/// `[]` is a known list without elements.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its path: `people`, `crm.contacts`.
    pub path: SmolStr,
    /// The fields of an element; their paths are within it: `role`, `name.first`. `stale` never points outside.
    pub fields: Vec<Field>,
    /// Per field of an element that may be stale: the place in `fields` of the date it depends on, and after how
    /// many days. (`Field::stale` is `None` there: it speaks of account fields.)
    pub stale: Vec<Option<(usize, f64)>>,
    /// A record without it is set aside.
    pub required: bool,
    /// Names and values of all its fields are masked in recorded fixtures and logs.
    pub private: bool,
    /// What it means.
    pub sentence: Option<SmolStr>,
    /// Its name in the source.
    pub span: Span,
}

/// How data is read into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Words.
    Text,
    /// Any finite number.
    Number,
    /// A whole number, not negative.
    Count,
    /// 35 or "35%", held as 0.35.
    Percent,
    /// 0.35.
    Ratio,
    /// A number; a currency written beside it must be this one.
    Money(SmolStr),
    /// A number of days.
    Days,
    /// `YYYY-MM-DD`.
    Date,
    /// true or false.
    YesNo,
    /// One word of a set.
    Choice(ChoiceSetId),
}

/// `stale after D since DATE`: the value is expired once DATE is more than D days before `as_of`, or missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Stale {
    /// D, in days.
    pub after: f64,
    /// A date field.
    pub since: FieldId,
}
