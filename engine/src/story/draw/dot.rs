//! A drawing for Graphviz.

use super::{Drawing, Item};
use crate::column::plain;
use std::fmt::Write;

/// A digraph; every text in it is a quoted string.
#[must_use]
pub fn dot(drawing: &Drawing) -> String {
    let mut text = String::new();
    let direction = if drawing.view == "journey" { "TB" } else { "LR" };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "digraph stageplay {{\n  graph [label={}, labelloc=t, rankdir={direction}, ranksep=0.8, nodesep=0.15, fontname=\"Helvetica\"]\n  \
         node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", fontname=\"Helvetica\", fontsize=10, height=0.2]\n  \
         edge [color=\"#666666\", fontname=\"Helvetica\", fontsize=8, arrowsize=0.6]",
        quoted(&[&drawing.title])
    );
    for (id, item) in drawing.items.iter().enumerate().filter(|(_, item)| item.group.is_none()) {
        node(&mut text, "  ", id, item);
    }
    let groups = groups(drawing);
    for (number, group) in groups.iter().enumerate() {
        let _ =
            writeln!(text, "  subgraph cluster_{number} {{\n    graph [label={}, color=\"#999999\"]", quoted(&[group]));
        for (id, item) in drawing.items.iter().enumerate().filter(|(_, item)| item.group.as_deref() == Some(*group)) {
            node(&mut text, "    ", id, item);
        }
        text.push_str("  }\n");
    }
    for arrow in &drawing.arrows {
        let _ = write!(text, "  n{} -> n{}", arrow.from, arrow.to);
        let says: Vec<&str> = arrow.says.iter().map(String::as_str).collect();
        match (says.is_empty(), arrow.aside) {
            (true, false) => {}
            (true, true) => text.push_str(" [style=dashed]"),
            (false, false) => _ = write!(text, " [label={}]", quoted(&says)),
            (false, true) => _ = write!(text, " [label={}, style=dashed]", quoted(&says)),
        }
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

/// The groups in order of their first box.
pub(super) fn groups(drawing: &Drawing) -> Vec<&str> {
    let mut groups: Vec<&str> = Vec::new();
    for group in drawing.items.iter().filter_map(|item| item.group.as_deref()) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

/// What is written into a box, a line each: its names, what it is, what is said about it.
pub(super) fn label(item: &Item) -> Vec<String> {
    let mut label = Vec::new();
    if item.key.is_some() {
        label.extend(item.names.iter().map(|(what, name)| format!("{what} {name}")));
        if !item.names.iter().any(|(what, name)| *what == item.what && *name == item.name) {
            label.push(item.what.clone());
            label.extend(super::lines(&item.name, 40));
        }
    } else if matches!(item.what.as_str(), "start" | "any" | "stage" | "ending") {
        label.push(item.name.clone());
    } else {
        label.push(format!("{} {}", item.what, item.name));
    }
    label.extend(item.says.iter().take(6).cloned());
    label.retain(|line| !line.is_empty());
    label
}

fn node(text: &mut String, indent: &str, id: usize, item: &Item) {
    let label = label(item);
    let label: Vec<&str> = label.iter().map(String::as_str).collect();
    let _ = writeln!(text, "{indent}n{id} [label={}, fillcolor=\"{}\"]", quoted(&label), colour(item));
}

/// One soft colour for each kind of thing.
pub(super) fn colour(item: &Item) -> &'static str {
    match item.what.as_str() {
        "field" | "fresh" => "#eeeeee",
        "setting" | "constant" => "#fff6d6",
        "indicator" | "dimension" | "scorecard" | "decide band" | "mean" => "#e2f2e2",
        "score" | "script" | "tier" => "#f0e6f7",
        "risk" | "decide risk" | "ending" => "#fbe3e0",
        "journey" | "stage" | "decide journey" => "#dcebfa",
        "play" | "decide play" => "#fde9cf",
        _ => "#ffffff",
    }
}

/// Lines as a quoted string of DOT. A backslash would begin an escape, `&` an entity; the rest is shown as it is.
fn quoted(lines: &[&str]) -> String {
    let mut quoted = String::from("\"");
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            quoted.push_str("\\n");
        }
        for letter in plain(line).chars() {
            match letter {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '&' => quoted.push_str("&amp;"),
                '<' => quoted.push_str("&lt;"),
                '>' => quoted.push_str("&gt;"),
                _ => quoted.push(letter),
            }
        }
    }
    quoted.push('"');
    quoted
}
