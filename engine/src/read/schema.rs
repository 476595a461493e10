//! The account schema, made ready for reading: what each field takes, and under which names it is found.

use super::ReadError;
use super::choice::Words;
use super::value::Cell;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{FieldId, Id, Value};

/// The name of the date of a record, not a field of any playbook.
pub(super) const AS_OF: &str = "as_of";

/// A schema made ready.
pub(super) struct Schema<'p> {
    /// One per field of the playbook, in its order.
    pub fields: Vec<Reading<'p>>,
    /// The place in `fields` of the field that names the account.
    pub id: usize,
    /// The record itself first, then its groups.
    pub nodes: Vec<Node>,
}

/// How one field is read.
pub(super) struct Reading<'p> {
    /// Its number in the playbook.
    pub id: FieldId,
    /// The field.
    pub field: &'p Field,
    /// The words of a choice.
    pub words: Words<'p>,
    /// Stands in where the record has nothing.
    pub default: Option<Cell<'p>>,
}

/// A record or a group in it: what may stand there.
pub(super) struct Node {
    /// `usage`, or nothing for the record itself.
    pub path: SmolStr,
    /// Names and what they mean. `usage.seats` is also known as such in the record itself.
    pub names: FxHashMap<SmolStr, Target>,
    /// The places of all fields in it and in its groups.
    pub fields: Vec<usize>,
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A place in `fields`; one past the last is the date of the record.
    Field(usize),
    /// A place in `nodes`.
    Group(usize),
    /// Nothing.
    Unknown,
}

impl<'p> Schema<'p> {
    pub(super) fn new(playbook: &'p Playbook) -> Result<Self, ReadError> {
        let id = playbook.id_field.index();
        let fields: Vec<Reading<'p>> = playbook
            .fields
            .iter()
            .map(|(id, field)| Reading {
                id,
                field,
                words: match &field.kind {
                    FieldKind::Choice(set) => Words::new(&playbook.choices[*set]),
                    _ => Words::default(),
                },
                default: field.default.as_ref().map(|value| match value {
                    Value::Number(number) => Cell::Number(*number),
                    Value::Date(day) => Cell::Date(*day),
                    Value::Truth(truth) => Cell::Truth(*truth),
                    Value::Choice(code) => Cell::Code(*code),
                    Value::Text(text) => Cell::Text(text.as_str().into()),
                }),
            })
            .collect();
        if let Some(reading) = fields.get(id).filter(|reading| reading.field.kind != FieldKind::Text) {
            return Err(ReadError::IdNotText(reading.field.path.to_string()));
        }
        let nodes = nodes(&fields);
        Ok(Self { fields, id, nodes })
    }

    /// Where the date of a record is kept among its values.
    pub(super) fn as_of(&self) -> usize {
        self.fields.len()
    }

    /// The path of a place among the values of a record.
    pub(super) fn path(&self, at: usize) -> SmolStr {
        self.fields.get(at).map_or(SmolStr::new_static(AS_OF), |reading| reading.field.path.clone())
    }

    /// What a name means in a record or group.
    pub(super) fn target(&self, node: usize, name: &str) -> Target {
        self.nodes.get(node).and_then(|node| node.names.get(name)).copied().unwrap_or(Target::Unknown)
    }
}

fn nodes(fields: &[Reading<'_>]) -> Vec<Node> {
    let node = |path: &str| Node { path: path.into(), names: FxHashMap::default(), fields: Vec::new() };
    let mut nodes = vec![node("")];
    if let Some(record) = nodes.first_mut() {
        record.names.insert(SmolStr::new_static(AS_OF), Target::Field(fields.len()));
    }
    let mut by_path: FxHashMap<String, usize> = std::iter::once((String::new(), 0)).collect();
    for (at, reading) in fields.iter().enumerate() {
        let path = reading.field.path.as_str();
        // Every group the field lies in, outermost first, with what is left of the path inside it.
        let dots = path.match_indices('.').map(|(dot, _)| dot);
        let groups: Vec<(usize, &str)> = std::iter::once((0, path))
            .chain(dots.map(|dot| {
                let group = path.get(..dot).unwrap_or("");
                let number = *by_path.entry(group.to_string()).or_insert_with(|| {
                    nodes.push(node(group));
                    nodes.len() - 1
                });
                (number, path.get(dot + 1..).unwrap_or(""))
            }))
            .collect();
        for (depth, (outer, inside)) in groups.iter().enumerate() {
            let Some(outer) = nodes.get_mut(*outer) else { continue };
            outer.fields.push(at);
            outer.names.entry((*inside).into()).or_insert(Target::Field(at));
            for (inner, rest) in groups.iter().skip(depth + 1) {
                let name = inside.get(..inside.len() - rest.len() - 1).unwrap_or("");
                outer.names.entry(name.into()).or_insert(Target::Group(*inner));
            }
        }
    }
    if let Some(record) = nodes.first_mut() {
        for (at, reading) in fields.iter().enumerate() {
            for heading in &reading.field.also {
                record.names.entry(heading.clone()).or_insert(Target::Field(at));
            }
        }
    }
    nodes
}
