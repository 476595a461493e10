//! What a column can be taken for: a field, the date of the record, a list, a field of a list's records.

use crate::read::schema::{AS_OF, Reading, Schema};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};
use stageplay_dsl::typed::{FieldKind, Playbook};

/// A place for a value.
pub(super) struct Place<'s> {
    /// `usage.seats`, `as_of`, `people`, `people.role`.
    pub path: SmolStr,
    /// The same within the record that it is put into: `role` for `people.role`.
    pub inside: SmolStr,
    /// How it is read; nothing for the date of a record and for a list.
    pub reading: Option<&'s Reading<'s>>,
    /// A list as a whole, written as JSON in a cell.
    pub is_list: bool,
    /// A record without it is set aside.
    pub required: bool,
    /// The words of a choice without case, blanks and marks.
    pub squashed: FxHashMap<String, u16>,
    /// What it is, as people say it.
    pub kind: String,
}

impl<'s> Place<'s> {
    fn of_field(reading: &'s Reading<'s>, playbook: &Playbook, list: &str, is_id: bool) -> Self {
        let field = reading.field;
        let mut squashed = FxHashMap::default();
        if let FieldKind::Choice(set) = &field.kind {
            let mut twice = Vec::new();
            for (word, code) in playbook.choices[*set].words.iter().zip(0..) {
                for text in std::iter::once(&word.name).chain(&word.label) {
                    if squashed.insert(squash(text), code).is_some_and(|other| other != code) {
                        twice.push(squash(text));
                    }
                }
            }
            squashed.retain(|word, _| !twice.contains(word));
        }
        let path = if list.is_empty() { field.path.clone() } else { format_smolstr!("{list}.{}", field.path) };
        Self {
            path,
            inside: field.path.clone(),
            reading: Some(reading),
            is_list: false,
            required: field.required || is_id,
            squashed,
            kind: match field.kind {
                FieldKind::Choice(_) => "choice".into(),
                _ => field.ty.show(),
            },
        }
    }

    fn other(path: SmolStr, kind: &str, required: bool) -> Self {
        Self {
            inside: path.clone(),
            path,
            reading: None,
            is_list: kind == "list",
            required,
            squashed: FxHashMap::default(),
            kind: kind.into(),
        }
    }

    /// Whether its values are shown to nobody.
    pub(super) fn is_private(&self) -> bool {
        self.reading.is_some_and(|reading| reading.private)
    }
}

/// The places of a record: its fields, its date, its lists.
pub(super) fn of_record<'s>(schema: &'s Schema<'s>, playbook: &Playbook) -> Vec<Place<'s>> {
    let fields = schema.fields.iter().enumerate();
    let mut places: Vec<Place<'s>> =
        fields.map(|(at, reading)| Place::of_field(reading, playbook, "", at == schema.id)).collect();
    places.push(Place::other(SmolStr::new_static(AS_OF), "date", false));
    places.extend(schema.lists.iter().map(|list| Place::other(list.list.path.clone(), "list", list.list.required)));
    places
}

/// The places of a record of a list.
pub(super) fn of_list<'s>(schema: &'s Schema<'s>, playbook: &Playbook, list: usize) -> Vec<Place<'s>> {
    let Some(list) = schema.lists.get(list) else { return Vec::new() };
    list.fields.iter().map(|reading| Place::of_field(reading, playbook, &list.list.path, false)).collect()
}

/// A name without case, blanks and marks: `Renewal Date` is `renewal_date`.
pub(super) fn squash(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
