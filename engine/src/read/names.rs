//! The names met while records are read: which mean something, which do not, and how often.

use super::schema::{AS_OF, Schema, Target};
use super::snapshots::UnknownColumn;
use super::value::SHOWN;
use crate::column::plain_cut;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::diagnostic::near::nearest;
use std::collections::BTreeMap;

/// How many names without meaning are kept apart; the rest are counted together.
const MOST_UNKNOWN: usize = 1000;

/// Names as met in one piece of a file.
pub(super) struct Names<'s> {
    schema: &'s Schema<'s>,
    /// Per record or group: what stood at each place of the last one.
    last: Vec<Vec<(SmolStr, Target)>>,
    unknown: Unknown,
}

/// Names without meaning, with the group they stand in and how many records have them.
#[derive(Default)]
pub(super) struct Unknown {
    seen: BTreeMap<usize, FxHashMap<SmolStr, u64>>,
    /// How many names those are.
    kept: usize,
    /// Those past the most that are kept apart.
    others: u64,
}

impl<'s> Names<'s> {
    pub(super) fn new(schema: &'s Schema<'s>) -> Self {
        Self { schema, last: schema.nodes.iter().map(|_| Vec::new()).collect(), unknown: Unknown::default() }
    }

    /// What the name at a place of a record or group means. Records of one file have their names in the same
    /// places as a rule, so that is looked at first.
    pub(super) fn target(&mut self, node: usize, place: usize, name: &str) -> Target {
        let Some(last) = self.last.get_mut(node) else { return Target::Unknown };
        if let Some((known, target)) = last.get(place)
            && known == name
        {
            return *target;
        }
        let target = self.schema.target(node, name);
        let met = last.len();
        match last.get_mut(place) {
            Some(slot) => *slot = (name.into(), target),
            None if place == met && place < MOST_UNKNOWN => last.push((name.into(), target)),
            None => {}
        }
        target
    }

    /// Counts a name without meaning.
    pub(super) fn count_unknown(&mut self, node: usize, name: &str) {
        self.unknown.add(node, name, 1);
    }

    /// Counts a name without meaning that stands in so many records.
    pub(super) fn count_unknown_in(&mut self, node: usize, name: &str, records: u64) {
        self.unknown.add(node, name, records);
    }

    pub(super) fn into_unknown(self) -> Unknown {
        self.unknown
    }
}

impl Unknown {
    fn add(&mut self, node: usize, name: &str, count: u64) {
        let seen = self.seen.entry(node).or_default();
        if let Some(seen) = seen.get_mut(name) {
            *seen += count;
        } else if self.kept < MOST_UNKNOWN {
            self.kept += 1;
            seen.insert(name.into(), count);
        } else {
            self.others += count;
        }
    }

    /// Notes a heading of a CSV file, which is there even where all its cells are empty.
    pub(super) fn add_heading(&mut self, heading: &str) {
        self.add(0, heading, 0);
    }

    /// Takes over what another piece has met. Names are taken in alphabetical order, so that which are kept
    /// does not depend on chance.
    pub(super) fn append(&mut self, other: Self) {
        for (node, seen) in other.seen {
            let mut seen: Vec<(SmolStr, u64)> = seen.into_iter().collect();
            seen.sort();
            for (name, count) in seen {
                self.add(node, &name, count);
            }
        }
        self.others += other.others;
    }

    /// The columns, by name, each with the field it may have meant.
    pub(super) fn columns(self, schema: &Schema<'_>) -> Vec<UnknownColumn> {
        let mut by_name: BTreeMap<String, u64> = BTreeMap::new();
        for (node, seen) in self.seen {
            let group = schema.nodes.get(node).map_or("", |node| node.path.as_str());
            for (name, count) in seen {
                let path = if group.is_empty() { name.to_string() } else { format!("{group}.{name}") };
                *by_name.entry(path).or_default() += count;
            }
        }
        let mut columns: Vec<UnknownColumn> = by_name
            .into_iter()
            .map(|(name, count)| UnknownColumn {
                near: near(&name, schema),
                name: plain_cut(&name, SHOWN).into(),
                count,
            })
            .collect();
        if self.others > 0 {
            columns.push(UnknownColumn { name: SmolStr::new_static("…"), count: self.others, near: None });
        }
        columns
    }
}

/// The field a name may have meant: the same but for case, blanks and dashes, else one spelt nearly so, with
/// or without the group it lies in.
pub(super) fn near(name: &str, schema: &Schema<'_>) -> Option<SmolStr> {
    let given = name;
    let name: String = name.trim().to_lowercase().replace([' ', '-'], "_");
    let short = name.rsplit('.').next().unwrap_or(&name);
    if name.chars().count() > 100 {
        return None;
    }
    let in_lists: Vec<String> = schema
        .lists
        .iter()
        .flat_map(|list| list.fields.iter().map(|field| format!("{}.{}", list.list.path, field.field.path)))
        .collect();
    let lists = || schema.lists.iter().map(|list| list.list.path.as_str());
    let fields = || schema.fields.iter().map(|reading| reading.field.path.as_str());
    let paths = || fields().chain([AS_OF]).chain(lists()).chain(in_lists.iter().map(String::as_str));
    let last = |path: &str| path.rsplit('.').next().unwrap_or("").to_string();
    let lasts: Vec<String> = paths().map(last).collect();
    let by_last = |word: &str| {
        let found = nearest(word, lasts.iter().map(String::as_str))?;
        paths().find(|path| last(path) == found)
    };
    // What a list's records hold is no field of the account, however right its name is.
    nearest(&name, paths()).or_else(|| by_last(short)).filter(|near| *near != given).map(SmolStr::new)
}
