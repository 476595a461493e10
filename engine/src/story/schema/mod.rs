//! The JSON Schema (draft 2020-12) of one account snapshot, as `read` takes it from JSON: for those who write the
//! export. Names the playbook does not know are ignored by `read`, and allowed here.
//!
//! What it cannot say stands in docs/running.md: ranges of numbers in quotes and of dates, a field given twice with
//! two values, two records of one account and day.

mod value;

use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;
use stageplay_dsl::typed::{Field, List, Playbook};
use stageplay_dsl::types::{Id, Table};
use std::collections::BTreeSet;
use value::Need;

/// The date of a record, not a field of any playbook.
const AS_OF: &str = "as_of";

/// The schema of a record of this playbook.
#[must_use]
pub fn schema(playbook: &Playbook) -> Json {
    let mut writer = Writer { playbook, definitions: Map::new() };
    let mut properties = Map::new();
    writer.define(value::date_name(Need::Optional), || value::date(Need::Optional));
    properties.insert(
        AS_OF.into(),
        json!({
            "$ref": format!("#/$defs/{}", value::date_name(Need::Optional)),
            "description": "The day that the record speaks of, as 2026-03-02.",
        }),
    );
    writer.properties("", &mut properties);
    for (_, field) in playbook.fields.iter() {
        for heading in &field.also {
            properties.entry(heading.as_str()).or_insert_with(|| refer("field", &field.path));
        }
    }
    for list in playbook.lists.rows() {
        writer.define(&format!("list:{}", list.path), || json!(true));
        let items = writer.list(list);
        writer.definitions.insert(format!("list:{}", list.path), items);
    }
    let mut required = Vec::new();
    let mut conditions = Vec::new();
    for (_, field) in playbook.fields.iter().filter(|(id, field)| need(playbook, *id, field) == Need::Needed) {
        let condition = writer.presence(field, &properties);
        match condition.get("required").and_then(Json::as_array) {
            Some(names) if condition.as_object().is_some_and(|entries| entries.len() == 1) => {
                required.extend(names.iter().cloned());
            }
            _ => conditions.push(condition),
        }
    }
    for list in playbook.lists.rows().iter().filter(|list| list.required) {
        conditions.push(any_of(writer.ways("", &list.path)));
    }
    let header = &playbook.header;
    let version = header.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("An account snapshot for {}{version}", header.title),
        "description": "What was known about one account on one day.",
        "type": "object",
        "properties": properties,
    });
    if let Some(entries) = schema.as_object_mut() {
        if !required.is_empty() {
            entries.insert("required".into(), required.into());
        }
        if !conditions.is_empty() {
            entries.insert("allOf".into(), conditions.into());
        }
        entries.insert("$defs".into(), writer.definitions.into());
    }
    schema
}

fn need(playbook: &Playbook, id: stageplay_dsl::types::FieldId, field: &Field) -> Need {
    let is_id = id.index() == playbook.id_field.index();
    if (field.required || is_id) && field.default.is_none() { Need::Needed } else { Need::Optional }
}

fn refer(what: &str, path: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{what}:{path}") })
}

/// The ways to split a path inside a group into an inner group and the rest.
fn splits(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('.').filter_map(|(dot, _)| Some((path.get(..dot)?, path.get(dot + 1..)?)))
}

fn joined(group: &str, name: &str) -> String {
    if group.is_empty() { name.into() } else { format!("{group}.{name}") }
}

struct Writer<'p> {
    playbook: &'p Playbook,
    definitions: Map<String, Json>,
}

impl Writer<'_> {
    fn define(&mut self, name: &str, definition: impl FnOnce() -> Json) {
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name.into(), definition());
        }
    }

    /// What may stand in a record (path ``) or a group, in every spelling: `usage.seats` is a group with a field
    /// in it, or a name with a dot.
    fn properties(&mut self, group: &str, properties: &mut Map<String, Json>) {
        let playbook = self.playbook;
        let prefix = joined(group, "");
        let mut groups: BTreeSet<String> = BTreeSet::new();
        for (id, field) in playbook.fields.iter() {
            let Some(inside) = field.path.strip_prefix(prefix.as_str()) else { continue };
            let need = need(playbook, id, field);
            if value::date_name(need) == "date" && field.kind == stageplay_dsl::typed::FieldKind::Date {
                self.define("date", || value::date(need));
            }
            let spelled_once = field.also.is_empty() && !field.path.contains('.');
            let stands = if spelled_once {
                value::of_field(field, need, playbook)
            } else {
                self.define(&format!("field:{}", field.path), || value::of_field(field, need, playbook));
                refer("field", &field.path)
            };
            properties.entry(inside).or_insert(stands);
            for (inner, _) in splits(inside) {
                let path = joined(group, inner);
                properties.entry(inner).or_insert_with(|| refer("group", &path));
                groups.insert(path);
            }
        }
        for list in playbook.lists.rows() {
            let Some(inside) = list.path.strip_prefix(prefix.as_str()) else { continue };
            properties.entry(inside).or_insert_with(|| refer("list", &list.path));
            for (inner, _) in splits(inside) {
                let path = joined(group, inner);
                properties.entry(inner).or_insert_with(|| refer("group", &path));
                groups.insert(path);
            }
        }
        // Only from the record itself: it reaches every group.
        if group.is_empty() {
            for path in groups {
                let mut inside = Map::new();
                self.properties(&path, &mut inside);
                self.define(&format!("group:{path}"), || json!({ "type": ["object", "null"], "properties": inside }));
            }
        }
    }

    /// What may stand where a list is: the records of it, every field in every spelling, by a writer of their own.
    fn list(&mut self, list: &List) -> Json {
        let playbook = Playbook {
            fields: list.fields.iter().cloned().collect(),
            lists: Table::default(),
            // No field names an element.
            id_field: stageplay_dsl::types::FieldId::from_index(list.fields.len()),
            ..self.playbook.clone()
        };
        let mut writer = Writer { playbook: &playbook, definitions: Map::new() };
        let mut properties = Map::new();
        writer.define(value::date_name(Need::Optional), || value::date(Need::Optional));
        writer.properties("", &mut properties);
        for field in playbook.fields.rows() {
            for heading in &field.also {
                properties.entry(heading.as_str()).or_insert_with(|| refer("field", &field.path));
            }
        }
        let needed = playbook.fields.iter().filter(|(id, field)| need(&playbook, *id, field) == Need::Needed);
        let conditions: Vec<Json> = needed.map(|(_, field)| writer.presence(field, &properties)).collect();
        let mut items = json!({ "type": "object", "properties": properties });
        if let Some(entries) = items.as_object_mut().filter(|_| !conditions.is_empty()) {
            entries.insert("allOf".into(), conditions.into());
        }
        // Dates are the same everywhere; the rest is of this list.
        let prefix = format!("list:{}:", list.path);
        for (name, definition) in writer.definitions {
            let is_date = name.starts_with("date");
            let name = if is_date { name } else { format!("{prefix}{name}") };
            self.definitions.entry(name).or_insert(moved(definition, &prefix));
        }
        let types = if list.required { json!("array") } else { json!(["array", "null"]) };
        let mut schema = json!({ "type": types, "items": moved(items, &prefix) });
        if let (Some(sentence), Some(entries)) = (&list.sentence, schema.as_object_mut()) {
            entries.insert("description".into(), sentence.as_str().into());
        }
        schema
    }

    /// That a record has a field, in whatever spelling.
    fn presence(&mut self, field: &Field, properties: &Map<String, Json>) -> Json {
        let mut ways = self.ways("", &field.path);
        // A heading that is another field's name means that field.
        let own = |heading: &&SmolStr| {
            properties.get(heading.as_str()) == Some(&refer("field", &field.path)) && **heading != field.path
        };
        ways.extend(field.also.iter().filter(own).map(|heading| json!({ "required": [heading] })));
        any_of(ways)
    }

    /// The ways in which a record or group can have a field. The same question about an inner group is asked
    /// once and referred to: written out, the ways double with every group.
    fn ways(&mut self, group: &str, inside: &str) -> Vec<Json> {
        // Innermost group first, so that what is referred to is there.
        let mut tails: Vec<(String, &str)> = splits(inside)
            .map(|(inner, rest)| (joined(group, inner), rest))
            .filter(|(_, rest)| rest.contains('.'))
            .collect();
        tails.reverse();
        for (path, rest) in tails {
            let definition = any_of(direct_ways(&path, rest));
            self.define(&has(&path, rest), || definition);
        }
        direct_ways(group, inside)
    }
}

fn direct_ways(group: &str, inside: &str) -> Vec<Json> {
    let mut ways = vec![json!({ "required": [inside] })];
    for (inner, rest) in splits(inside) {
        let held = if rest.contains('.') {
            json!({ "$ref": format!("#/$defs/{}", has(&joined(group, inner), rest)) })
        } else {
            json!({ "required": [rest] })
        };
        let mut object = Map::new();
        object.insert("type".into(), "object".into());
        object.extend(held.as_object().cloned().unwrap_or_default());
        let mut properties = Map::new();
        properties.insert(inner.into(), object.into());
        ways.push(json!({ "required": [inner], "properties": properties }));
    }
    ways
}

/// A schema whose references to fields and groups are those of a list.
fn moved(schema: Json, prefix: &str) -> Json {
    match schema {
        Json::Object(entries) => {
            let entry = |(name, value): (String, Json)| match value {
                Json::String(path) if name == "$ref" => {
                    let (before, after) = path.split_at("#/$defs/".len().min(path.len()));
                    let path = if after.starts_with("date") { path } else { format!("{before}{prefix}{after}") };
                    (name, path.into())
                }
                value => (name, moved(value, prefix)),
            };
            Json::Object(entries.into_iter().map(entry).collect())
        }
        Json::Array(items) => items.into_iter().map(|item| moved(item, prefix)).collect(),
        other => other,
    }
}

/// The name of the question whether a group has a field.
fn has(group: &str, inside: &str) -> String {
    format!("has:{group}:{inside}")
}

fn any_of(mut ways: Vec<Json>) -> Json {
    match ways.pop() {
        Some(only) if ways.is_empty() => only,
        Some(last) => {
            ways.push(last);
            json!({ "anyOf": ways })
        }
        None => json!(true),
    }
}
