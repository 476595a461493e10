//! The account schema.

use super::{Expr, Name, Path, Text};
use crate::source::Span;
use smol_str::SmolStr;

/// `account { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// `id = PATH`, as often as written.
    pub id: Vec<Path>,
    /// `revenue = PATH`.
    pub revenue: Vec<Path>,
    /// `ends when C`.
    pub ends: Vec<Expr>,
    /// Fields and groups in order.
    pub members: Vec<Member>,
    /// The keyword.
    pub span: Span,
}

/// A field, a group of fields or a list of records.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Member {
    Field(Field),
    Group(Group),
    List(List),
}

/// `people list of { … } required stale after 60 days since last_contact`.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The list.
    pub name: Name,
    /// What each of its records has, in order.
    pub members: Vec<Member>,
    /// `required`, as often as written.
    pub required: Vec<Span>,
    /// `private`, as often as written.
    pub private: Vec<Span>,
    /// The freshness rule of all fields in it; its date is one of them.
    pub stale: Option<Stale>,
    /// The sentence.
    pub sentence: Option<Text>,
}

/// `usage { … } stale after 60 days since usage.updated_on`.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The group.
    pub name: Name,
    /// In order.
    pub members: Vec<Member>,
    /// The freshness rule of all fields in it.
    pub stale: Option<Stale>,
}

/// `stale after D since PATH`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stale {
    /// D.
    pub after: Expr,
    /// PATH, a date field.
    pub since: Path,
}

/// `arr money USD required "Annual recurring revenue"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The field.
    pub name: Name,
    /// Its type.
    pub ty: FieldType,
    /// In order.
    pub modifiers: Vec<Modifier>,
    /// The sentence.
    pub sentence: Option<Text>,
}

/// A type with its place and range.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldType {
    /// Which.
    pub kind: TypeKind,
    /// `at least X`, or the left of `X to Y`.
    pub low: Option<Expr>,
    /// `at most Y`, or the right of `X to Y`.
    pub high: Option<Expr>,
    /// Its place.
    pub span: Span,
}

/// The types a field may have.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names are the keywords")]
pub enum TypeKind {
    Text,
    Number,
    Count,
    Percent,
    Ratio,
    /// `money USD`.
    Money(SmolStr),
    Days,
    Date,
    YesNo,
    /// `one of a = "A", b` and `ordered one of …` (lowest first).
    OneOf {
        /** `ordered`. */
        ordered: bool,
        /** In order. */
        choices: Vec<Choice>,
    },
}

/// A choice: its word, and the words the CRM uses for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The word.
    pub name: Name,
    /// `= "Mid-Market"`.
    pub label: Option<Text>,
}

/// What may follow a field's type.
#[derive(Clone, Debug, PartialEq)]
pub enum Modifier {
    /// `required`.
    Required(Span),
    /// `default VALUE`.
    Default(Expr),
    /// `private`.
    Private(Span),
    /// `also "Annual Rev"`.
    Also(Text),
}
