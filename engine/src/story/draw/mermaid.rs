//! A drawing for Mermaid, as Markdown pages show it.

use super::dot::{colour, groups, label};
use super::{Drawing, Item};
use crate::column::plain;
use std::fmt::Write;

/// A flowchart; every text in it is quoted, and every sign that means something to Mermaid or HTML is a number.
#[must_use]
pub fn mermaid(drawing: &Drawing) -> String {
    let direction = if drawing.view == "journey" { "TB" } else { "LR" };
    let mut text = format!("flowchart {direction}\n");
    for (id, item) in drawing.items.iter().enumerate().filter(|(_, item)| item.group.is_none()) {
        node(&mut text, "  ", id, item);
    }
    for (number, group) in groups(drawing).into_iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  subgraph g{number}[{}]", quoted(&[group.to_owned()]));
        for (id, item) in drawing.items.iter().enumerate().filter(|(_, item)| item.group.as_deref() == Some(group)) {
            node(&mut text, "    ", id, item);
        }
        text.push_str("  end\n");
    }
    for arrow in &drawing.arrows {
        let line = if arrow.aside { "-.->" } else { "-->" };
        let says = if arrow.says.is_empty() { String::new() } else { format!("|{}|", quoted(&arrow.says)) };
        let _ = writeln!(text, "  n{} {line}{says} n{}", arrow.from, arrow.to);
    }
    let mut colours: Vec<&str> = Vec::new();
    for found in drawing.items.iter().map(colour) {
        if !colours.contains(&found) {
            colours.push(found);
        }
    }
    for (number, wanted) in colours.iter().enumerate() {
        let ids = drawing.items.iter().enumerate().filter(|(_, item)| colour(item) == *wanted);
        let ids: Vec<String> = ids.map(|(id, _)| format!("n{id}")).collect();
        let _ = writeln!(
            text,
            "  classDef c{number} fill:{wanted},stroke:#666666,color:#000000\n  class {} c{number}",
            ids.join(",")
        );
    }
    text
}

fn node(text: &mut String, indent: &str, id: usize, item: &Item) {
    let _ = writeln!(text, "{indent}n{id}[{}]", quoted(&label(item)));
}

fn quoted(lines: &[String]) -> String {
    let mut quoted = String::from("\"");
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            quoted.push_str("<br/>");
        }
        for letter in plain(line).chars() {
            if letter.is_alphanumeric() || !letter.is_ascii() || " ._,-:/()+=*!?'".contains(letter) {
                quoted.push(letter);
            } else {
                let _ = write!(quoted, "#{};", u32::from(letter));
            }
        }
    }
    quoted.push('"');
    quoted
}
