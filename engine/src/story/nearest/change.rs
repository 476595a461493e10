//! Changes of one account, and many changed copies of it as one batch.

use crate::column::{Batch, Column, ListColumn, gather, gather_column, plain_cut};
use stageplay_dsl::typed::{Field, Playbook};
use stageplay_dsl::types::{FieldId, Id, ListId, Type, Value, show_day, show_number, show_value};
use std::collections::BTreeMap;

/// Something of an account that can be another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A field.
    Field(FieldId),
    /// A field of a record of a list.
    Element {
        /// The list.
        list: ListId,
        /// Which of the account's records, from 0.
        element: usize,
        /// The place in the list's fields.
        field: usize,
    },
    /// A whole list. Its value is the number of records that are left, those in front; `None` is a missing list.
    List(ListId),
}

/// Another value of one place of an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What is changed.
    pub place: Place,
    /// The new value; `None` is missing.
    pub to: Option<Value>,
}

impl Place {
    /// The field that it is a value of; `None` of a whole list.
    #[must_use]
    pub fn field(self, playbook: &Playbook) -> Option<&Field> {
        match self {
            Self::Field(id) => playbook.fields.rows().get(id.index()),
            Self::Element { list, field, .. } => playbook.lists.rows().get(list.index())?.fields.get(field),
            Self::List(_) => None,
        }
    }

    /// Its value in a row of a batch; `None` is missing.
    #[must_use]
    pub fn value(self, batch: &Batch, row: usize) -> Option<Value> {
        match self {
            Self::Field(id) => batch.columns.rows().get(id.index())?.value(row),
            Self::Element { list, element, field } => {
                let column = batch.lists.rows().get(list.index())?;
                let elements = column.elements(row..row + 1);
                let at = elements.start + element;
                if at < elements.end { column.columns.get(field)?.value(at) } else { None }
            }
            Self::List(list) => {
                let column = batch.lists.rows().get(list.index())?;
                let is_known = row < column.known.len() && column.known.get(row);
                #[allow(clippy::cast_precision_loss, reason = "an account has not that many records")]
                is_known.then(|| Value::Number(column.elements(row..row + 1).len() as f64))
            }
        }
    }

    /// Every place of a row: fields, the fields of each record, lists.
    #[must_use]
    pub fn all(playbook: &Playbook, batch: &Batch, row: usize) -> Vec<Self> {
        let mut places: Vec<Self> = playbook.fields.ids().map(Self::Field).collect();
        for (list, schema) in playbook.lists.iter() {
            let column = batch.lists.rows().get(list.index());
            let elements = column.map_or(0, |column| column.elements(row..row + 1).len());
            let fields = schema.fields.len();
            places.extend(
                (0..elements).flat_map(|element| (0..fields).map(move |field| Self::Element { list, element, field })),
            );
            places.push(Self::List(list));
        }
        places
    }
}

/// Copies of rows, each with the changes of the same place made; a value of another kind than its field's is missing.
#[must_use]
pub fn changed(batch: &Batch, rows: &[usize], changes: &[impl AsRef<[Change]>]) -> Batch {
    let mut copies = gather(batch, rows);
    let mut fields: BTreeMap<FieldId, Vec<(usize, Option<&Value>)>> = BTreeMap::new();
    let mut lists: BTreeMap<ListId, BTreeMap<usize, Vec<&Change>>> = BTreeMap::new();
    for (at, changes) in changes.iter().enumerate() {
        for change in changes.as_ref() {
            match change.place {
                Place::Field(field) => fields.entry(field).or_default().push((at, change.to.as_ref())),
                Place::Element { list, .. } | Place::List(list) => {
                    lists.entry(list).or_default().entry(at).or_default().push(change);
                }
            }
        }
    }
    let columns = copies.columns.into_rows().into_iter().enumerate();
    copies.columns = columns
        .map(|(at, column)| match fields.get(&FieldId::from_index(at)) {
            Some(edits) => edited(&column, edits),
            None => column,
        })
        .collect();
    // A value that could not be used is one no more.
    copies.flaws.retain(|flaw| {
        let edits = fields.get(&flaw.field);
        edits.is_none_or(|edits| edits.binary_search_by_key(&flaw.row, |(row, _)| *row).is_err())
    });
    if !lists.is_empty() {
        copies.lists = copies
            .lists
            .into_rows()
            .into_iter()
            .enumerate()
            .map(|(at, column)| match lists.get(&ListId::from_index(at)) {
                Some(edits) => edited_list(&column, rows.len(), edits),
                None => column,
            })
            .collect();
    }
    copies
}

fn edited(column: &Column, edits: &[(usize, Option<&Value>)]) -> Column {
    macro_rules! edit {
        ($column:ident, $array:expr, $kind:ident, $value:ident => $held:expr) => {{
            let mut values: Vec<Option<_>> = $array.iter().collect();
            for (row, to) in edits {
                if let Some(value) = values.get_mut(*row) {
                    *value = match to {
                        Some(Value::$kind($value)) => Some($held),
                        _ => None,
                    };
                }
            }
            Column::$column(values.into_iter().collect())
        }};
    }
    match column {
        Column::Number(array) => edit!(Number, array, Number, number => *number),
        Column::Date(array) => edit!(Date, array, Date, day => *day),
        Column::Code(array) => edit!(Code, array, Choice, code => *code),
        Column::Truth(array) => edit!(Truth, array, Truth, truth => *truth),
        Column::Text(array) => edit!(Text, array, Text, text => text.as_str()),
    }
}

/// The lists of all rows, with the changes of some of them made.
fn edited_list(column: &ListColumn, rows: usize, edits: &BTreeMap<usize, Vec<&Change>>) -> ListColumn {
    let mut parts = Vec::new();
    let mut untouched = 0;
    let between = |from: usize, to: usize| column.gather(&(from..to).collect::<Vec<_>>());
    for (row, changes) in edits {
        if untouched < *row {
            parts.push(between(untouched, *row));
        }
        let own = column.gather(&[*row]);
        parts.push(changes.iter().fold(own, |own, change| edited_row(&own, change)));
        untouched = row + 1;
    }
    if untouched < rows {
        parts.push(between(untouched, rows));
    }
    ListColumn::joined(parts.iter())
}

/// The list of one row, changed.
fn edited_row(own: &ListColumn, change: &Change) -> ListColumn {
    match (change.place, &change.to) {
        (Place::Element { element, field, .. }, to) => {
            let mut own = own.clone();
            if let Some(column) = own.columns.get_mut(field) {
                *column = edited(column, &[(element, to.as_ref())]);
            }
            own.flaws.retain(|(at, of, _)| (*at, *of) != (element, field));
            own
        }
        (Place::List(_), Some(Value::Number(left))) => {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count, cut at the end")]
            let left = (left.max(0.0) as usize).min(own.len());
            let kept: Vec<usize> = (0..left).collect();
            let mut cut = own.gather(&[usize::MAX]);
            cut.known.set(0, true);
            cut.flawed.clear();
            cut.offsets = vec![0, u32::try_from(left).unwrap_or(u32::MAX)];
            cut.columns = own.columns.iter().map(|column| gather_column(column, &kept)).collect();
            cut.flaws = own.flaws_in(0..left).collect();
            cut
        }
        _ => own.gather(&[usize::MAX]),
    }
}

impl Place {
    /// What it is called: `usage.seats`, `people 2 role`, `people`.
    #[must_use]
    pub fn name(self, playbook: &Playbook) -> String {
        let list = |list: ListId| playbook.lists.rows().get(list.index()).map_or("", |list| list.path.as_str());
        match self {
            Self::Element { list: id, element, .. } => {
                format!("{} {} {}", list(id), element + 1, self.field(playbook).map_or("", |field| field.path.as_str()))
            }
            Self::List(id) => list(id).to_string(),
            Self::Field(_) => self.field(playbook).map_or_else(String::new, |field| field.path.to_string()),
        }
    }

    /// Whether its values are not to be told.
    #[must_use]
    pub fn is_private(self, playbook: &Playbook) -> bool {
        let of_list = match self {
            Self::Element { list, .. } => playbook.lists.rows().get(list.index()).is_some_and(|list| list.private),
            _ => false,
        };
        of_list || self.field(playbook).is_some_and(|field| field.private)
    }

    /// A value of it as people read it, in its own unit: `12`, `35%`, `2026-03-02`; `private` where it may not be told,
    /// `missing` of none.
    #[must_use]
    pub fn shown(self, playbook: &Playbook, value: Option<&Value>) -> String {
        let Some(value) = value else { return "missing".into() };
        if self.is_private(playbook) {
            return "(private)".into();
        }
        let field = self.field(playbook);
        match value {
            Value::Text(text) => plain_cut(text, 80).into_owned(),
            Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
            Value::Date(day) => show_day(*day),
            Value::Choice(code) => match field.map(|field| &field.ty) {
                Some(Type::Choice(set)) => playbook.choices[*set].word(*code).to_string(),
                _ => code.to_string(),
            },
            Value::Number(number) => {
                field.map_or_else(|| show_number(*number), |field| show_value(*number, &field.ty, &playbook.choices))
            }
        }
    }
}

impl Change {
    /// It in words: `usage.seats 12`, `no contract.renewal`, `people with 2 records`.
    #[must_use]
    pub fn says(&self, playbook: &Playbook) -> String {
        let name = self.place.name(playbook);
        match (&self.to, self.place) {
            (None, _) => format!("no {name}"),
            (to, Place::List(_)) => {
                let left = self.place.shown(playbook, to.as_ref());
                format!("{name} with {left} record{}", if left == "1" { "" } else { "s" })
            }
            (to, _) => format!("{name} {}", self.place.shown(playbook, to.as_ref())),
        }
    }
}
