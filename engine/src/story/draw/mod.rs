//! Drawings of a program: what rests on what. Reads the playbook and its graph, computes nothing.
//!
//! | file | is |
//! |---|---|
//! | `clauses` | the expressions of a declaration, each under the name of its clause |
//! | `decisions` | the view of people: fields and declarations |
//! | `nodes` | the view of tools: every node of the graph |
//! | `journey` | the view of stages: what leads from one to the next |
//! | `json`, `dot`, `mermaid` | a drawing as text |
//!
//! Titles and sentences are written by others: each format escapes them so that they stay words.

mod clauses;
mod decisions;
mod dot;
mod journey;
mod json;
mod mermaid;
mod nodes;

pub use dot::dot;
pub use json::json;
pub use mermaid::mermaid;

use crate::graph::Program;
use stageplay_dsl::diagnostic::near;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Every node of the graph, and every decision.
    All,
    /// Fields, settings and declarations.
    Decisions,
    /// Stages.
    Journey,
}

impl View {
    /// As it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Decisions => "decisions",
            Self::Journey => "journey",
        }
    }
}

/// A drawing: boxes, each after all that it rests on where that can be, and arrows between them.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// Of what.
    title: String,
    /// The playbook's name.
    playbook: String,
    /// Which view.
    view: &'static str,
    items: Vec<Item>,
    arrows: Vec<Arrow>,
}

/// A box.
#[derive(Clone, Debug, Default)]
struct Item {
    /// Permanent, where the item is a node of the graph.
    key: Option<u64>,
    /// `field`, `play`, or the operation of a node.
    what: String,
    /// As the playbook writes it.
    name: String,
    /// What is said about it, a line each.
    says: Vec<String>,
    /// Of a node: `number`, `truth`, `code`, `text`.
    kind: Option<&'static str>,
    /// What the playbook calls it: kinds of declaration and names.
    names: Vec<(&'static str, String)>,
    /// Boxes with the same are drawn together.
    group: Option<String>,
}

/// That one box rests on another, or one stage follows another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arrow {
    from: usize,
    to: usize,
    /// Clauses or conditions, a line each.
    says: Vec<String>,
    /// Not what it mainly rests on.
    aside: bool,
}

/// A name that the playbook does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct UnknownName {
    what: String,
    /// The name that may have been meant.
    pub help: Option<String>,
}

/// Draws a program, or only what one name of it rests on.
///
/// # Errors
/// A name that nothing of the view has.
pub fn draw(program: &Program, view: View, of: Option<&str>) -> Result<Drawing, UnknownName> {
    let mut drawing = match view {
        View::All => nodes::draw(program),
        View::Decisions => decisions::draw(&program.playbook),
        View::Journey => journey::draw(&program.playbook),
    };
    let header = &program.playbook.header;
    drawing.playbook = header.name.to_string();
    drawing.title = header.title.to_string();
    drawing.view = view.name();
    match of {
        Some(name) => drawing.only(name, view),
        None => Ok(drawing),
    }
}

impl Drawing {
    fn add(&mut self, item: Item) -> usize {
        self.items.push(item);
        self.items.len() - 1
    }

    /// Adds an arrow.
    fn arrow(&mut self, arrow: Arrow) {
        self.arrows.push(arrow);
    }

    /// Arrows between the same boxes become one, in order of the boxes they lead to.
    fn merge_arrows(&mut self) {
        self.arrows.sort_by_key(|arrow| (arrow.to, arrow.from));
        let mut merged: Vec<Arrow> = Vec::new();
        for arrow in std::mem::take(&mut self.arrows) {
            match merged.last_mut() {
                Some(last) if (last.from, last.to) == (arrow.from, arrow.to) => {
                    last.aside &= arrow.aside;
                    last.says.extend(arrow.says);
                    let mut seen = Vec::new();
                    last.says.retain(|says| !seen.contains(says) && (seen.push(says.clone()), true).1);
                }
                _ => merged.push(arrow),
            }
        }
        self.arrows = merged;
    }

    /// What a name rests on; of a journey, its stages.
    fn only(self, name: &str, view: View) -> Result<Self, UnknownName> {
        let is_meant = |item: &Item| match view {
            View::Journey => item.group.as_deref() == Some(name),
            View::All | View::Decisions => item.names.iter().any(|(_, own)| own == name),
        };
        let mut wanted: Vec<bool> = self.items.iter().map(is_meant).collect();
        if !wanted.contains(&true) {
            return Err(self.unknown(name, view));
        }
        if view != View::Journey {
            let mut inputs: Vec<Vec<usize>> = vec![Vec::new(); self.items.len()];
            for arrow in &self.arrows {
                inputs.get_mut(arrow.to).into_iter().for_each(|inputs| inputs.push(arrow.from));
            }
            let mut left: Vec<usize> = (0..wanted.len()).filter(|at| wanted.get(*at) == Some(&true)).collect();
            while let Some(at) = left.pop() {
                for input in inputs.get(at).into_iter().flatten() {
                    if let Some(seen @ false) = wanted.get_mut(*input) {
                        *seen = true;
                        left.push(*input);
                    }
                }
            }
        }
        Ok(self.keep(&wanted))
    }

    /// The boxes that are wanted and the arrows between them, numbered anew.
    fn keep(self, wanted: &[bool]) -> Self {
        let is_wanted = |at: usize| wanted.get(at) == Some(&true);
        let mut numbers = Vec::with_capacity(wanted.len());
        let mut next = 0;
        for at in 0..wanted.len() {
            numbers.push(next);
            next += usize::from(is_wanted(at));
        }
        let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
        let items = self.items.into_iter().enumerate().filter(|(at, _)| is_wanted(*at)).map(|(_, item)| item).collect();
        let arrows = (self.arrows.into_iter().filter(|arrow| is_wanted(arrow.from) && is_wanted(arrow.to)))
            .map(|arrow| Arrow { from: number(arrow.from), to: number(arrow.to), ..arrow })
            .collect();
        Self { items, arrows, ..self }
    }

    fn unknown(&self, name: &str, view: View) -> UnknownName {
        let names: Vec<&str> = match view {
            View::Journey => self.items.iter().filter_map(|item| item.group.as_deref()).collect(),
            View::All | View::Decisions => {
                self.items.iter().flat_map(|item| item.names.iter().map(|(_, name)| name.as_str())).collect()
            }
        };
        let what = if view == View::Journey { "journey" } else { "declaration" };
        UnknownName {
            what: format!("the playbook has no {what} `{}`", crate::column::plain_cut(name, 80)),
            help: near::nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?")),
        }
    }
}

/// A text in lines of about so many characters, broken between words; control characters made visible, and at
/// most four lines.
fn lines(text: &str, width: usize) -> Vec<String> {
    const MOST: usize = 4;
    let plain = crate::column::plain_cut(text, width * MOST);
    let mut lines: Vec<String> = Vec::new();
    for word in plain.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
