//! A drawing for programs.

use super::{Drawing, Item};
use serde_json::{Map, Value as Json, json};

/// A JSON object with the boxes in order; `inputs` name others by `id`.
#[must_use]
pub fn json(drawing: &Drawing) -> String {
    let mut inputs: Vec<Vec<Json>> = vec![Vec::new(); drawing.items.len()];
    for arrow in &drawing.arrows {
        if let Some(inputs) = inputs.get_mut(arrow.to) {
            inputs.push(if arrow.says.is_empty() {
                json!({ "id": arrow.from })
            } else {
                json!({ "id": arrow.from, "says": arrow.says })
            });
        }
    }
    let nodes: Vec<Json> =
        drawing.items.iter().zip(inputs).enumerate().map(|(id, (item, inputs))| node(id, item, inputs)).collect();
    let whole = json!({ "playbook": drawing.playbook, "view": drawing.view, "nodes": nodes });
    let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    // These stand in texts only, and could end a script of a page that the JSON is put into.
    text.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn node(id: usize, item: &Item, inputs: Vec<Json>) -> Json {
    let mut node = Map::new();
    node.insert("id".into(), id.into());
    if let Some(key) = item.key {
        node.insert("key".into(), format!("{key:016x}").into());
    }
    node.insert("op".into(), item.what.as_str().into());
    if let Some(kind) = item.kind {
        node.insert("kind".into(), kind.into());
    }
    if !item.name.is_empty() {
        node.insert("text".into(), item.name.as_str().into());
    }
    if !item.says.is_empty() {
        node.insert("says".into(), item.says.join("\n").into());
    }
    if !item.names.is_empty() {
        let names: Vec<Json> = item.names.iter().map(|(what, name)| json!({ "what": what, "name": name })).collect();
        node.insert("names".into(), names.into());
    }
    if let Some(group) = &item.group {
        node.insert("group".into(), group.as_str().into());
    }
    node.insert("inputs".into(), inputs.into());
    node.into()
}
