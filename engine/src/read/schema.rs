//! The account schema, made ready for reading: what each field takes, and under which names it is found.

use super::ReadError;
use super::choice::Words;
use super::columns::{claim, headings, is_path};
use super::deployment::Columns;
use super::value::Cell;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Field, FieldKind, List, Playbook};
use stageplay_dsl::types::{FieldId, Id, Value};

/// The name of the date of a record, not a field of any playbook.
pub(super) const AS_OF: &str = "as_of";

/// A schema made ready.
pub(super) struct Schema<'p> {
    /// One per field of the playbook, in its order.
    pub fields: Vec<Reading<'p>>,
    /// The place in `fields` of the field that names the account.
    pub id: usize,
    /// One per list of the playbook, in its order.
    pub lists: Vec<ListReading<'p>>,
    /// The record itself first, then its groups; then the elements of each list, and their groups.
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
    /// Its values are not shown.
    pub private: bool,
    /// Stands in where the record has nothing.
    pub default: Option<Cell<'p>>,
}

/// How one list is read.
pub(super) struct ListReading<'p> {
    /// The list.
    pub list: &'p List,
    /// One per field of an element; their ids are places here.
    pub fields: Vec<Reading<'p>>,
    /// The node of an element.
    pub root: usize,
    /// Nothing in it is shown as it stands.
    pub private: bool,
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
    /// A place in `fields`; one past the last is the date of the record, and behind it are the lists.
    Field(usize),
    /// A place in `nodes`.
    Group(usize),
    /// Nothing.
    Unknown,
}

impl<'p> Schema<'p> {
    pub(super) fn new(playbook: &'p Playbook) -> Result<Self, ReadError> {
        Self::with_columns(playbook, &Columns::default())
    }

    /// Fields are also found under the headings of `columns`.
    pub(super) fn with_columns(playbook: &'p Playbook, columns: &Columns) -> Result<Self, ReadError> {
        let id = playbook.id_field.index();
        let fields: Vec<Reading<'p>> =
            playbook.fields.iter().map(|(id, field)| reading(playbook, id, field, field.private)).collect();
        if let Some(reading) = fields.get(id).filter(|reading| reading.field.kind != FieldKind::Text) {
            return Err(ReadError::IdNotText(reading.field.path.to_string()));
        }
        let behind = fields.len() + 1;
        let paths = fields.iter().map(|reading| reading.field.path.as_str()).enumerate();
        let lists = playbook.lists.rows().iter().enumerate().map(|(at, list)| (behind + at, list.path.as_str()));
        let known: Vec<(usize, &str)> = paths.chain(lists).collect();
        let (headings, in_lists) = headings(&known, playbook, columns)?;
        let deep = headings.iter().filter(|(_, heading)| is_path(heading));
        let mut nodes = nodes("", known.iter().chain(deep).copied(), 0);
        if let Some(record) = nodes.first_mut() {
            record.names.insert(SmolStr::new_static(AS_OF), Target::Field(fields.len()));
        }
        claim(columns, &headings, playbook.fields.rows().iter(), nodes.first_mut())?;
        if let Some(record) = nodes.first_mut() {
            for (at, reading) in fields.iter().enumerate() {
                for heading in &reading.field.also {
                    record.names.entry(heading.clone()).or_insert(Target::Field(at));
                }
            }
        }
        let mut lists: Vec<ListReading<'p>> = Vec::new();
        for (at, list) in playbook.lists.rows().iter().enumerate() {
            let own: Vec<(usize, &str)> =
                in_lists.iter().filter(|(of, ..)| *of == at).map(|(_, field, heading)| (*field, *heading)).collect();
            let reading = list_reading(playbook, list, &own, &mut nodes);
            claim(columns, &own, list.fields.iter(), nodes.get_mut(reading.root))?;
            lists.push(reading);
        }
        Ok(Self { fields, id, lists, nodes })
    }

    /// Where the date of a record is kept among its values.
    pub(super) fn as_of(&self) -> usize {
        self.fields.len()
    }

    /// Where the text of a list is kept among its values.
    pub(super) fn list_place(&self, list: usize) -> usize {
        self.fields.len() + 1 + list
    }

    /// How many places the values of a record have.
    pub(super) fn places(&self) -> usize {
        self.list_place(self.lists.len())
    }

    /// The path of a place among the values of a record.
    pub(super) fn path(&self, at: usize) -> SmolStr {
        let list = || Some(self.lists.get(at.checked_sub(self.fields.len() + 1)?)?.list.path.clone());
        let field = self.fields.get(at).map(|reading| reading.field.path.clone());
        field.or_else(list).unwrap_or(SmolStr::new_static(AS_OF))
    }

    /// What a name means in a record or group.
    pub(super) fn target(&self, node: usize, name: &str) -> Target {
        self.nodes.get(node).and_then(|node| node.names.get(name)).copied().unwrap_or(Target::Unknown)
    }
}

fn reading<'p>(playbook: &'p Playbook, id: FieldId, field: &'p Field, private: bool) -> Reading<'p> {
    let default = field.default.as_ref().map(|value| match value {
        Value::Number(number) => Cell::Number(*number),
        Value::Date(day) => Cell::Date(*day),
        Value::Truth(truth) => Cell::Truth(*truth),
        Value::Choice(code) => Cell::Code(*code),
        Value::Text(text) => Cell::Text(text.as_str().into()),
    });
    let words = match &field.kind {
        FieldKind::Choice(set) => Words::new(&playbook.choices[*set]),
        _ => Words::default(),
    };
    Reading { id, field, words, private, default }
}

fn list_reading<'p>(
    playbook: &'p Playbook,
    list: &'p List,
    headings: &[(usize, &str)],
    all: &mut Vec<Node>,
) -> ListReading<'p> {
    let private = |field: &Field| list.private || field.private;
    let fields = list.fields.iter().enumerate();
    let fields = fields.map(|(at, field)| reading(playbook, FieldId::from_index(at), field, private(field)));
    let root = all.len();
    let paths = list.fields.iter().map(|field| field.path.as_str()).enumerate();
    let deep = headings.iter().filter(|(_, heading)| is_path(heading)).copied();
    let mut inside = nodes(&list.path, paths.chain(deep), root);
    if let Some(element) = inside.first_mut() {
        for (at, field) in list.fields.iter().enumerate() {
            for heading in &field.also {
                element.names.entry(heading.clone()).or_insert(Target::Field(at));
            }
        }
    }
    all.extend(inside);
    ListReading { list, fields: fields.collect(), root, private: list.fields.iter().any(private) || list.private }
}

/// A record and its groups, for paths and their places; the record is to be node number `first`.
fn nodes<'a>(outermost: &str, paths: impl Iterator<Item = (usize, &'a str)>, first: usize) -> Vec<Node> {
    let dot = if outermost.is_empty() { "" } else { "." };
    let node = |path: &str| Node { path: path.into(), names: FxHashMap::default(), fields: Vec::new() };
    let mut nodes = vec![node(outermost)];
    let mut by_path: FxHashMap<String, usize> = std::iter::once((String::new(), 0)).collect();
    for (at, path) in paths {
        // Every group the field lies in, outermost first, with what is left of the path inside it.
        let dots = path.match_indices('.').map(|(dot, _)| dot);
        let groups: Vec<(usize, &str)> = std::iter::once((0, path))
            .chain(dots.map(|end| {
                let group = path.get(..end).unwrap_or("");
                let number = *by_path.entry(group.to_string()).or_insert_with(|| {
                    nodes.push(node(&format!("{outermost}{dot}{group}")));
                    nodes.len() - 1
                });
                (number, path.get(end + 1..).unwrap_or(""))
            }))
            .collect();
        for (depth, (outer, inside)) in groups.iter().enumerate() {
            let Some(outer) = nodes.get_mut(*outer) else { continue };
            outer.fields.push(at);
            outer.names.entry((*inside).into()).or_insert(Target::Field(at));
            for (inner, rest) in groups.iter().skip(depth + 1) {
                let name = inside.get(..inside.len() - rest.len() - 1).unwrap_or("");
                outer.names.entry(name.into()).or_insert(Target::Group(first + *inner));
            }
        }
    }
    nodes
}
