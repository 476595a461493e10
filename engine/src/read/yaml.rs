//! A YAML text as a tree of bounded size, and that tree as a record.
//!
//! Knows the notation only: keys given twice are refused, and so is what grows when its aliases are written out.

use crate::column::plain_cut;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

/// More values than this are no file that somebody wrote.
const MOST_VALUES: usize = 200_000;

/// More text than this only comes of aliases.
const MOST_BYTES: usize = 16 << 20;

/// What stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Nothing,
    Truth(bool),
    /// As it can be written in JSON.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Group(Vec<(String, Node)>),
}

/// Why a text is none.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    /// From 1, where it is known.
    pub line: Option<usize>,
    pub reason: String,
}

/// Reads a text.
///
/// # Errors
/// The first thing that is wrong with it.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    // To the reader of YAML a file of comments is cut off.
    if text.lines().map(str::trim).all(|line| line.is_empty() || line == "---" || line.starts_with('#')) {
        return Ok(Node::Nothing);
    }
    // The reader itself takes a time that grows with the square of the depth.
    if let Some(line) = too_deep(text) {
        return Err(Fault { line: Some(line), reason: TOO_DEEP.into() });
    }
    let limits = Limits::default();
    Any(&limits).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let mut line = error.location().map(|at| at.line());
        let message = error.to_string();
        if limits.said.borrow().is_some() {
            // The reader tells where the group begins, and not which of its members was refused.
            let last = MOST_VALUES - limits.left.get();
            line = last.checked_sub(1).and_then(|last| line_of(text, last)).or(line);
        }
        let reason = match limits.said.into_inner() {
            Some(said) => said,
            None if message.contains("repetition limit") => TOO_MUCH.into(),
            None if message.contains("recursion limit") => TOO_DEEP.into(),
            None if message.contains("more than one document") => "expected one document, found `---`".into(),
            None => "not written as YAML".into(),
        };
        Fault { line, reason }
    })
}

/// The line, from 1, of a node of a text that can be read: by how many nodes begin before it, keys counted.
///
/// The reader of values tells places only of what is wrong, so it is told that this node is.
pub(super) fn line_of(text: &str, node: usize) -> Option<usize> {
    let limits = Limits { stop: Cell::new(Some(node)), ..Limits::default() };
    let stopped = Any(&limits).deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    stopped.location().map(|at| at.line())
}

const TOO_MUCH: &str = "more than 200,000 values, with its aliases written out";

const TOO_LONG: &str = "more than 16 MB of text, with its aliases written out";

const TOO_DEEP: &str = "nested too deeply";

/// Brackets within brackets. The reader of values gives up before.
const MOST_BRACKETS: usize = 200;

/// The line in which more brackets are open than anybody closes. Quotes, comments and brackets within a text are
/// passed over where that takes no knowledge of YAML; a name at the begin of a line starts anew.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '"') {
            open = 0;
        }
        let mut quote = None;
        let mut letters = line.chars();
        let mut before = ' ';
        while let Some(letter) = letters.next() {
            match (quote, letter) {
                (Some('"'), '\\') => drop(letters.next()),
                (Some(open), _) if open == letter => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(letter),
                (None, '#') if before.is_whitespace() => break,
                (None, '[' | '{') => open += 1,
                (None, ']' | '}') => open = open.saturating_sub(1),
                (None, _) => {}
            }
            before = letter;
            if open > MOST_BRACKETS {
                return Some(number + 1);
            }
        }
    }
    None
}

/// How many nodes a tree has, keys counted, as [`line_of`] counts them.
pub(super) fn count(node: &Node) -> usize {
    1 + match node {
        Node::Nothing | Node::Truth(_) | Node::Number(_) | Node::Text(_) => 0,
        Node::List(elements) => elements.iter().map(count).sum(),
        Node::Group(members) => members.iter().map(|(_, member)| 1 + count(member)).sum(),
    }
}

/// Writes a tree as JSON.
pub(super) fn write_json(node: &Node, out: &mut String) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match node {
        Node::Nothing => out.push_str("null"),
        Node::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Node::Number(number) => out.push_str(number),
        Node::Text(text) => out.push_str(&quoted(text)),
        Node::List(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_json(element, out);
            }
            out.push(']');
        }
        Node::Group(members) => {
            out.push('{');
            for (at, (name, member)) in members.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&quoted(name));
                out.push(':');
                write_json(member, out);
            }
            out.push('}');
        }
    }
}

/// How much may still be read, and what was found wrong.
struct Limits {
    left: Cell<usize>,
    bytes_left: Cell<usize>,
    said: RefCell<Option<String>>,
    /// The node whose place is asked for, as so many more to come.
    stop: Cell<Option<usize>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            left: Cell::new(MOST_VALUES),
            bytes_left: Cell::new(MOST_BYTES),
            said: RefCell::default(),
            stop: Cell::default(),
        }
    }
}

impl Limits {
    /// Whether this is the node whose place is asked for.
    fn is_here(&self) -> bool {
        let left = self.stop.get();
        self.stop.set(left.and_then(|left| left.checked_sub(1)));
        left == Some(0)
    }

    fn spend<E: Error>(&self) -> Result<(), E> {
        match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(self.say(TOO_MUCH.into())),
        }
    }

    fn text<E: Error>(&self, text: &str) -> Result<String, E> {
        let left = self.bytes_left.get().checked_sub(text.len()).ok_or_else(|| self.say(TOO_LONG.into()))?;
        self.bytes_left.set(left);
        Ok(text.to_owned())
    }

    fn say<E: Error>(&self, reason: String) -> E {
        *self.said.borrow_mut() = Some(reason);
        E::custom("refused")
    }
}

/// Any value.
#[derive(Clone, Copy)]
struct Any<'l>(&'l Limits);

impl<'t> DeserializeSeed<'t> for Any<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'t>>(self, yaml: D) -> Result<Node, D::Error> {
        self.0.spend()?;
        if self.0.is_here() { yaml.deserialize_any(Here) } else { yaml.deserialize_any(self) }
    }
}

/// Takes no value, so that the reader tells where it stands.
struct Here;

impl Visitor<'_> for Here {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing")
    }
}

impl<'t> Visitor<'t> for Any<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Node, E> {
        Ok(Node::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        // JSON has no word for what is no number: a text is refused by every field that is one.
        Ok(if number.is_finite() { Node::Number(number.to_string()) } else { Node::Text(number.to_string()) })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.0.text(text).map(Node::Text)
    }

    fn visit_enum<A: EnumAccess<'t>>(self, _: A) -> Result<Node, A::Error> {
        Err(self.0.say("a value with a tag, `!…`, is not taken".into()))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element_seed(self)? {
            elements.push(element);
        }
        Ok(Node::List(elements))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut group: A) -> Result<Node, A::Error> {
        let mut seen = BTreeSet::new();
        let mut members = Vec::new();
        while let Some(key) = group.next_key_seed(self)? {
            let name = match key {
                Node::Text(name) | Node::Number(name) => name,
                Node::Truth(truth) => truth.to_string(),
                Node::Nothing | Node::List(_) | Node::Group(_) => {
                    return Err(self.0.say("a name is missing before `:`".into()));
                }
            };
            if !seen.insert(name.clone()) {
                return Err(self.0.say(format!("`{}` is given twice", plain_cut(&name, 80))));
            }
            members.push((name, group.next_value_seed(self)?));
        }
        Ok(Node::Group(members))
    }
}

#[cfg(test)]
mod tests {
    use super::{line_of, parse, write_json};

    fn json(text: &str) -> String {
        let mut out = String::new();
        write_json(&parse(text).unwrap(), &mut out);
        out
    }

    fn reason(text: &str) -> String {
        parse(text).unwrap_err().reason
    }

    #[test]
    fn values_keep_what_was_written() {
        let text = "a: 35%\nb: 2026-03-02\nc: {d: 10, e: 0.5, f: true}\ng: ~\nh: [1, 2]\ni: say \"x\"\nj: .nan\n";
        assert_eq!(
            json(text),
            r#"{"a":"35%","b":"2026-03-02","c":{"d":10,"e":0.5,"f":true},"g":null,"h":[1,2],"i":"say \"x\"","j":"NaN"}"#
        );
        assert_eq!(json(""), "null");
        assert_eq!(json("a:\n  - {b: 1}\n  - [~, x]\n  - []"), r#"{"a":[{"b":1},[null,"x"],[]]}"#);
        assert_eq!(json("a: &x {b: 1}\nc: *x"), r#"{"a":{"b":1},"c":{"b":1}}"#);
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(reason("a: 1\nb: 2\na: 3"), "`a` is given twice");
        assert_eq!(reason("a: {b: [}"), "not written as YAML");
        assert_eq!(reason("a: 1\n---\nb: 2"), "expected one document, found `---`");
        assert_eq!(parse("a: 1\n  b: 2").unwrap_err().line, Some(2));
        assert_eq!(parse("x:\n  a: 1\n  b: 2\n  a: 3").unwrap_err().line, Some(4));
        let deep = format!("{}1{}", "{a: ".repeat(5_000), "}".repeat(5_000));
        assert_eq!(reason(&deep), "nested too deeply");
        assert_eq!(reason("a: !thing 3"), "a value with a tag, `!…`, is not taken");
    }

    #[test]
    fn a_node_is_found_by_its_number() {
        let text = "# first\na: 1\nb:\n  - x\n  - {c: 2,\n     d: [3]}\n";
        let lines: Vec<Option<usize>> = (0..12).map(|node| line_of(text, node)).collect();
        // The file, a, 1, b, its list, x, the group, c, 2, d, its list, 3.
        assert_eq!(lines, [2, 2, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6].map(Some));
        assert_eq!(line_of(text, 12), None);
    }

    /// Nine lines that stand for a billion values.
    #[test]
    fn aliases_cannot_blow_a_file_up() {
        let mut text = String::from("a0: &a0 {x: 1}\n");
        for at in 1..10 {
            let members: Vec<String> = (0..10).map(|name| format!("k{name}: *a{}", at - 1)).collect();
            text.push_str(&format!("a{at}: &a{at} {{{}}}\n", members.join(", ")));
        }
        assert!(reason(&text).starts_with("more than 200,000 values"));
    }

    /// Two megabytes of brackets keep the reader busy for hours.
    #[test]
    fn brackets_in_brackets_end_at_once() {
        for inner in ["[", "{a: ", "[x,\n", "{\"[\": ", "- [", "[&a "] {
            assert_eq!(reason(&format!("f: {}", inner.repeat(100_000))), "nested too deeply", "{inner}");
        }
        // Brackets that are text open nothing.
        let text: String = (0..1_000).map(|at| format!("f{at}: {{story: ':-[', b: \"{{\\\"[\"}} # [\n")).collect();
        assert!(parse(&text).is_ok());
    }

    #[test]
    fn aliases_cannot_multiply_a_long_text() {
        let names: Vec<String> = (0..1_000).map(|at| format!("k{at}: *a")).collect();
        let text =
            format!("a: &a {}\nb: {{{}}}\nc: [{}*a]\n", "x".repeat(100_000), names.join(", "), "*a, ".repeat(1_000));
        assert_eq!(reason(&text), "more than 16 MB of text, with its aliases written out");
    }
}
