//! Clauses of a `stageplay.yaml`: a key, what stands behind it, and where, for when it is wrong.

use super::yaml::Node;
use crate::column::{plain, plain_cut};
use stageplay_dsl::diagnostic::near::nearest;

/// What is wrong, and with which node of the file.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    /// By its place in the text, as [`super::yaml::line_of`] counts.
    pub node: usize,
    pub reason: String,
}

/// A key or an element of a list, and what stands there.
#[derive(Clone)]
pub(super) struct Clause<'n> {
    pub key: &'n str,
    pub node: &'n Node,
    /// What to name when it is wrong: the key, or the element.
    pub at: usize,
    /// The place of `node` among the nodes.
    number: usize,
    /// How messages call it.
    called: String,
}

impl<'n> Clause<'n> {
    /// The file itself.
    pub(super) fn whole(node: &'n Node) -> Self {
        Self { key: "", node, at: 0, number: 0, called: "`stageplay.yaml`".into() }
    }

    pub(super) fn fault(&self, reason: impl Into<String>) -> Fault {
        Fault { node: self.at, reason: reason.into() }
    }

    /// It holds something else than was expected.
    pub(super) fn unexpected(&self, expected: &str) -> Fault {
        let found = match self.node {
            Node::Nothing => "nothing".into(),
            Node::Truth(truth) => format!("`{truth}`"),
            Node::Number(found) | Node::Text(found) if found.trim().is_empty() => "an empty text".into(),
            Node::Number(found) | Node::Text(found) => format!("`{}`", plain_cut(found, 80)),
            Node::List(_) => "a list".into(),
            Node::Group(_) => "a group".into(),
        };
        self.fault(format!("{} expects {expected}, found {found}", self.called))
    }

    /// The text that it is. A number will do where a name can look like one.
    pub(super) fn text(&self, expected: &str) -> Result<&'n str, Fault> {
        match self.node {
            Node::Text(text) | Node::Number(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(self.unexpected(expected)),
        }
    }

    /// Its elements.
    pub(super) fn elements(&self, expected: &str) -> Result<Vec<Clause<'n>>, Fault> {
        let Node::List(elements) = self.node else { return Err(self.unexpected(expected)) };
        let mut number = self.number + 1;
        let element = |node: &'n Node| {
            let at = number;
            number += size(node);
            Clause { key: self.key, node, at, number: at, called: self.called.clone() }
        };
        Ok(elements.iter().map(element).collect())
    }

    /// What it holds, each by its key.
    pub(super) fn members(&self, expected: &str) -> Result<Vec<Clause<'n>>, Fault> {
        let Node::Group(members) = self.node else { return Err(self.unexpected(expected)) };
        let mut number = self.number + 1;
        let member = |(key, node): &'n (String, Node)| {
            let at = number;
            number += 1 + size(node);
            Clause { key, node, at, number: at + 1, called: format!("`{}`", plain_cut(key, 80)) }
        };
        Ok(members.iter().map(member).collect())
    }

    /// The same, where only some keys mean something.
    pub(super) fn members_of(&self, expected: &str, known: &[&str]) -> Result<Vec<Clause<'n>>, Fault> {
        let members = self.members(expected)?;
        match members.iter().find(|member| !known.contains(&member.key)) {
            Some(stray) => {
                let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                let near = nearest(stray.key, known.iter().copied());
                let help = near.map_or(String::new(), |near| format!("; did you mean `{}`?", plain(near)));
                let list = list.join(", ");
                Err(stray.fault(format!("{} means nothing here, expected {list}{help}", stray.called)))
            }
            None => Ok(members),
        }
    }
}

/// How many nodes there are in one, with itself and the keys.
fn size(node: &Node) -> usize {
    match node {
        Node::List(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        Node::Group(members) => 1 + members.iter().map(|(_, node)| 1 + size(node)).sum::<usize>(),
        Node::Nothing | Node::Truth(_) | Node::Number(_) | Node::Text(_) => 1,
    }
}
