//! Random valid playbooks as source text, and random accounts for them.
//!
//! Names are drawn by what kind of value they have, and an expression reads only what stands before it in the
//! making, so that nearly everything that is written compiles; the declarations are shuffled afterwards.

mod accounts;
mod card;
mod condition;
mod expression;
mod journey;
mod list;
mod literal;
mod play;
mod risk;
mod schema;
mod score;
mod small;

pub(crate) use accounts::{accounts, row_counts};

use super::draw::Draw;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of value something has, as far as units matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Numbers, counts, ratios and percents go together.
    Plain,
    Money,
    Days,
    Date,
    Truth,
    Text,
    /// A word of the set with this place.
    Word(usize),
}

/// A set of words.
#[derive(Clone, Debug)]
struct Words {
    words: Vec<String>,
    /// How many of them stand in an order.
    ordered: usize,
}

/// Something that an expression can read.
#[derive(Clone, Debug)]
struct Named {
    path: String,
    kind: Kind,
    /// A field of the account or a score: it has been something else before.
    remembered: bool,
    /// Between which numbers it lies as far as the checker can tell; `None` where that is not said here.
    range: Option<(f64, f64)>,
}

/// Any number at all.
const ANY: Option<(f64, f64)> = Some((f64::NEG_INFINITY, f64::INFINITY));

/// A playbook as it is being written.
pub(crate) struct World {
    draw: Draw,
    sets: Vec<Words>,
    names: Vec<Named>,
    /// Plays whose state can be read, each with its tasks.
    plays: Vec<(String, Vec<String>)>,
    roles: Vec<String>,
    lists: Vec<list::Listed>,
    /// What ends a customer, once that is drawn; empty: nothing does.
    end: Option<String>,
    /// What is only declared at the end; what was before may be asked of it from the start.
    later: Vec<(String, Kind)>,
    /// What is being written speaks of the records of a list.
    inside: bool,
    /// The numbers written so far: accounts that lie exactly on them are the interesting ones.
    written: BTreeMap<Kind, Vec<f64>>,
    /// The lines of the account schema.
    schema: Vec<String>,
    /// The other declarations, each a text of its own.
    items: Vec<String>,
    made: usize,
    /// The words of the language that are names here.
    taken: BTreeSet<&'static str>,
}

/// A random playbook.
pub(crate) struct Written {
    /// The declarations after the edition line, in any order.
    pub(crate) items: Vec<String>,
    /// The numbers that stand in it.
    pub(crate) written: BTreeMap<Kind, Vec<f64>>,
}

impl Written {
    /// The playbook as a file.
    pub(crate) fn source(&self) -> String {
        source(&self.items)
    }
}

/// Declarations as a file.
pub(crate) fn source(items: &[String]) -> String {
    format!("stageplay 1\n\n{}\n", items.join("\n\n"))
}

/// How large a playbook is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// A few of everything.
    Whole,
    /// Few enough to be read at a glance.
    Small,
}

/// A random playbook.
pub(crate) fn playbook(seed: u64, size: Size) -> Written {
    let mut world = World {
        draw: Draw::new(seed),
        sets: Vec::new(),
        names: Vec::new(),
        plays: Vec::new(),
        roles: Vec::new(),
        lists: Vec::new(),
        end: None,
        later: Vec::new(),
        inside: false,
        written: BTreeMap::new(),
        schema: Vec::new(),
        items: Vec::new(),
        made: 0,
        taken: BTreeSet::new(),
    };
    world.header();
    world.schema(size);
    world.promise();
    world.role_block();
    let most = if size == Size::Small { 6 } else { 28 };
    let mut plan: Vec<fn(&mut World)> = vec![World::health];
    for _ in 0..world.draw.between(1, most) {
        let declarations: [fn(&mut World); 12] = [
            World::named,
            World::named,
            World::named,
            World::setting,
            World::tier,
            World::score,
            World::journey,
            World::risk,
            World::risk,
            World::play,
            World::play,
            World::scorecard,
        ];
        plan.push(world.draw.pick(&declarations));
    }
    if size == Size::Small && world.draw.chance(50) {
        plan.remove(0);
    }
    world.draw.shuffle(&mut plan);
    for declare in plan {
        declare(&mut world);
    }
    world.groups();
    world.keep_promises();
    world.end();
    world.end_line();
    world.account_block();
    world.defaults_block();
    let mut draw = world.draw;
    draw.shuffle(&mut world.items);
    Written { items: world.items, written: world.written }
}

impl World {
    /// A name for what stands alone: often a word that means something elsewhere in the language.
    fn word(&mut self, stem: &str) -> String {
        const CONTEXTUAL: [&str; 48] = [
            "stage", "weight", "worst", "best", "missing", "owner", "task", "target", "play", "risk", "journey",
            "tier", "open", "done", "group", "last", "next", "least", "known", "all", "any", "at", "number", "count",
            "date", "text", "percent", "ratio", "money", "days", "steps", "cap", "scale", "exit", "enter", "setting",
            "let", "score", "roles", "account", "again", "priority", "required", "default", "months", "day", "as",
            "none",
        ];
        let word = self.draw.pick(&CONTEXTUAL);
        if self.draw.chance(25) && self.taken.insert(word) { word.to_string() } else { self.name(stem) }
    }

    /// A name that is not taken.
    fn name(&mut self, stem: &str) -> String {
        self.made += 1;
        format!("{stem}_{}", self.made)
    }

    /// From now on, expressions may read this.
    fn know(&mut self, path: impl Into<String>, kind: Kind) {
        self.names.push(Named { path: path.into(), kind, remembered: false, range: None });
    }

    /// From now on, expressions may read this, and what it was before.
    fn remember(&mut self, path: impl Into<String>, kind: Kind, range: Option<(f64, f64)>) {
        self.names.push(Named { path: path.into(), kind, remembered: true, range });
    }

    /// A set of words, all in an order or none.
    fn set(&mut self, words: Vec<String>, ordered: bool) -> usize {
        let ordered = if ordered { words.len() } else { 0 };
        self.sets.push(Words { words, ordered });
        self.sets.len() - 1
    }

    /// Some name of this kind.
    fn any(&mut self, kind: Kind) -> Option<String> {
        let of: Vec<String> = self.names.iter().filter(|named| named.kind == kind).map(|n| n.path.clone()).collect();
        if of.is_empty() { None } else { Some(self.draw.pick(&of)) }
    }

    /// Some name of this kind that is no constant.
    fn varying(&mut self, kind: Kind) -> Option<String> {
        let of: Vec<String> =
            self.names.iter().filter(|n| n.kind == kind && n.remembered).map(|n| n.path.clone()).collect();
        if of.is_empty() { None } else { Some(self.draw.pick(&of)) }
    }

    /// Some name that has been something else before: a field, a score, or something that is only declared later.
    fn past(&mut self, kind: Kind) -> Option<String> {
        let later: Vec<String> =
            self.later.iter().filter(|(_, of)| *of == kind).map(|(path, _)| path.clone()).collect();
        if !later.is_empty() && self.draw.chance(40) {
            return Some(self.draw.pick(&later));
        }
        // A setting has always been what it is, and may be asked all the same.
        if self.draw.chance(30) { self.any(kind) } else { self.varying(kind) }
    }

    /// Some name that has words, and its set.
    fn any_word(&mut self) -> Option<(String, usize)> {
        let worded = |named: &Named| match named.kind {
            Kind::Word(set) => Some((named.path.clone(), set)),
            _ => None,
        };
        let of: Vec<(String, usize)> = self.names.iter().filter_map(worded).collect();
        if of.is_empty() { None } else { Some(self.draw.pick(&of)) }
    }

    fn sentence(&mut self) -> String {
        if self.draw.chance(30) {
            format!(" \"{}\"", self.draw.pick(&["why not", "what it is", "20% of it, or so", "Zoë's idea"]))
        } else {
            String::new()
        }
    }
}
