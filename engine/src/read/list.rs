//! A list of records in a record: from its text to the values of its elements.
//!
//! An element that is no record, or misses what it must have, makes the whole list unknown: a count that left it out
//! would be a wrong number. An optional value that cannot be used costs that value only.

use super::json::read_element;
use super::names::Names;
use super::record::Values;
use super::schema::{ListReading, Reading, Schema};
use super::value::{Cell, Origin, SHOWN, Scalar, read, scalar};
use crate::column::{Cause, plain_cut};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;
use smol_str::SmolStr;
use std::fmt;

/// Lists of more elements are not read: what one record says is held in memory.
const MOST_ELEMENTS: usize = 1 << 20;

/// How many values of one list that cannot be used are told of one by one.
const MOST_TOLD: usize = 100;

/// What a record says of one list.
#[derive(Default)]
pub(super) struct Found<'t> {
    pub is_known: bool,
    /// Why it is not, where the record holds something.
    pub cause: Option<Cause>,
    pub elements: usize,
    /// Of each element, one cell per field.
    pub cells: Vec<Cell<'t>>,
    /// Values that could not be used: element, field, why; in this order.
    pub flaws: Vec<(usize, usize, Cause)>,
    /// What is to be told.
    pub faults: Vec<ListFault>,
    /// How many more values could not be used.
    untold: usize,
}

/// A value, element or list that could not be used.
pub(super) struct ListFault {
    /// `people[2].role`.
    pub place: SmolStr,
    /// What stands there, safe to show.
    pub value: Option<SmolStr>,
    pub reason: String,
    pub help: Option<String>,
}

impl<'t> Found<'t> {
    fn clear(&mut self) {
        self.is_known = false;
        self.cause = None;
        self.elements = 0;
        self.cells.clear();
        self.flaws.clear();
        self.faults.clear();
        self.untold = 0;
    }

    /// There is none, because it lies in what is no group.
    pub(super) fn lose(&mut self) {
        self.clear();
        self.cause = Some(Cause::Invalid);
    }

    /// The list as a whole cannot be used; what was found wrong before is no longer of interest.
    pub(super) fn spoil(&mut self, place: impl Into<SmolStr>, value: Option<SmolStr>, reason: impl Into<String>) {
        self.clear();
        self.cause = Some(Cause::Invalid);
        self.faults.push(ListFault { place: place.into(), value, reason: reason.into(), help: None });
    }

    /// Reads the list that stands in a record as `raw`.
    pub(super) fn read<'s: 't>(
        &mut self,
        reading: &'s ListReading<'s>,
        schema: &Schema<'_>,
        names: &mut Names<'_>,
        raw: &'t str,
        origin: Origin,
    ) {
        self.clear();
        let path = &reading.list.path;
        let raw = raw.trim();
        // A cell of a table holds the list as JSON.
        let written = if raw.starts_with('[') { Scalar::Other("a list") } else { scalar(raw, origin) };
        match written {
            Scalar::Nothing => {
                if reading.list.required {
                    let reason = "required and missing".to_string();
                    self.faults.push(ListFault { place: path.clone(), value: None, reason, help: None });
                }
                return;
            }
            Scalar::Other("a list") => {}
            written => {
                let shown = written.shown();
                let found = match (&written, &shown) {
                    (Scalar::Other(words), _) => (*words).to_string(),
                    _ if reading.private => "a private value".into(),
                    (_, Some(shown)) => format!("`{shown}`"),
                    (_, None) => "nothing".into(),
                };
                let value = shown.map(|shown| masked(reading.private, &shown));
                return self.spoil(
                    path.clone(),
                    value,
                    format!("expected a list of records, `[{{ … }}]`, found {found}"),
                );
            }
        }
        self.is_known = true;
        let mut json = serde_json::Deserializer::from_str(raw);
        let elements = Elements { found: self, reading, schema, names };
        if let Err(error) = json.deserialize_seq(elements).and_then(|()| json.end())
            && self.is_known
        {
            let what = if error.is_eof() { "it is cut off" } else { "it is not JSON" };
            self.spoil(path.clone(), None, format!("expected a list of records, `[{{ … }}]`: {what}"));
        }
        if self.untold > 0 {
            let reason = format!("{} more values cannot be used", self.untold);
            self.faults.push(ListFault { place: path.clone(), value: None, reason, help: None });
        }
    }

    /// Takes in one element; false where the list is spoilt.
    fn element<'s: 't>(
        &mut self,
        reading: &'s ListReading<'s>,
        schema: &Schema<'_>,
        names: &mut Names<'_>,
        values: &mut Values<'t>,
        raw: &'t str,
    ) -> bool {
        let at = self.elements;
        let place = |field: &str| {
            let dot = if field.is_empty() { "" } else { "." };
            SmolStr::from(format!("{}[{at}]{dot}{field}", reading.list.path))
        };
        if at >= MOST_ELEMENTS {
            let reason = format!("more than {MOST_ELEMENTS} records in one list");
            self.spoil(reading.list.path.clone(), None, reason);
            return false;
        }
        values.clear();
        if !raw.starts_with('{') || read_element(raw, reading.root, names, values).is_err() {
            let written = scalar(raw, Origin::Json);
            let found = match (&written, written.shown()) {
                (Scalar::Nothing, _) => "nothing".to_string(),
                (Scalar::Other(words), _) => (*words).to_string(),
                _ if reading.private => "a private value".into(),
                (_, shown) => format!("`{}`", shown.unwrap_or_default()),
            };
            let value = written.shown().map(|shown| masked(reading.private, &shown));
            self.spoil(place(""), value, format!("expected a record, `{{ … }}`, found {found}"));
            return false;
        }
        if let Some(field) = values.clashes.first().and_then(|field| reading.fields.get(*field)) {
            self.spoil(place(&field.field.path), None, "given twice with two different values");
            return false;
        }
        for (node, found) in &values.misplaced {
            let Some(node) = schema.nodes.get(*node) else { continue };
            let inside = || node.fields.iter().filter(|field| values.get(**field).is_empty());
            let inner = node.path.strip_prefix(reading.list.path.as_str()).unwrap_or("").trim_start_matches('.');
            let reason = format!("expected a group of fields, `{{ … }}`, found {found}");
            if inside().any(|field| reading.fields.get(*field).is_some_and(|reading| reading.field.required)) {
                self.spoil(place(inner), None, reason);
                return false;
            }
            self.flaws.extend(inside().map(|field| (at, *field, Cause::Invalid)));
            self.tell(|| ListFault { place: place(inner), value: None, reason, help: None });
        }
        for (field, of) in reading.fields.iter().enumerate() {
            let raw = values.get(field);
            let cell = match read(of, scalar(raw, Origin::Json), Origin::Json) {
                Ok(Cell::Missing) => match &of.default {
                    Some(default) if !values.is_misplaced(field, schema) => default.clone(),
                    None if of.field.required => {
                        self.spoil(place(&of.field.path), None, "required and missing");
                        return false;
                    }
                    _ => Cell::Missing,
                },
                Ok(cell) => cell,
                Err(fault) if of.field.required => {
                    self.spoil(place(&of.field.path), Some(shown(of, raw)), fault.reason);
                    return false;
                }
                Err(fault) => {
                    self.flaws.push((at, field, fault.cause));
                    let (reason, help) = (fault.reason, fault.help);
                    let value = Some(shown(of, raw));
                    self.tell(|| ListFault { place: place(&of.field.path), value, reason, help });
                    Cell::Missing
                }
            };
            self.cells.push(cell);
        }
        self.elements += 1;
        true
    }

    fn tell(&mut self, fault: impl FnOnce() -> ListFault) {
        if self.faults.len() < MOST_TOLD {
            self.faults.push(fault());
        } else {
            self.untold += 1;
        }
    }
}

/// What stands in a field, safe to show.
fn shown(reading: &Reading<'_>, raw: &str) -> SmolStr {
    let written = scalar(raw, Origin::Json);
    masked(reading.private, &written.shown().unwrap_or_else(|| plain_cut(raw, SHOWN)))
}

fn masked(private: bool, shown: &str) -> SmolStr {
    if private { SmolStr::new_static("(private)") } else { shown.into() }
}

/// The elements of a list, one after the other.
struct Elements<'a, 's, 'n, 'm, 't> {
    found: &'a mut Found<'t>,
    reading: &'s ListReading<'s>,
    schema: &'a Schema<'n>,
    names: &'a mut Names<'m>,
}

impl<'s: 't, 't> Visitor<'t> for Elements<'_, 's, '_, '_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { found, reading, schema, names } = self;
        let mut values = Values::with_room(reading.fields.len());
        let mut is_sound = true;
        // To the end, even where it is spoilt: what stands behind it belongs to the record.
        while let Some(element) = list.next_element::<&RawValue>()? {
            is_sound = is_sound && found.element(reading, schema, names, &mut values, element.get());
        }
        found.flaws.sort_unstable();
        found.flaws.dedup_by_key(|(element, field, _)| (*element, *field));
        Ok(())
    }
}
